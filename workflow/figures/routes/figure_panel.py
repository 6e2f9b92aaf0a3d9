"""The open figure of the viewer: what was read, by what, where it belongs, and what may be done with it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy import select

from evidence.confidence import stated_error_rate
from workflow.access import Permission
from workflow.audit import AuditEvent, AuditStream, case_stream
from workflow.errors import Refusal
from workflow.figures import queries
from workflow.figures.commands import testing_facts
from workflow.figures.forms import ROLES
from workflow.figures.models import Figure, FigureTest
from workflow.figures.queries import LinkRow
from workflow.figures.review_queue import QueueRow
from workflow.figures.rules import (
    BY_TABLE,
    FIGURE,
    STATE_KINDS,
    FigureFacts,
    FigureState,
    Technique,
    TestResult,
    refuse_link,
    refuse_test,
)
from workflow.ghg_statement.models import StatementVersion
from workflow.i18n import N_, message, say
from workflow.web import db, language, words

if TYPE_CHECKING:
    from workflow.figures.routes.viewer import Place

CROP_MARGIN = 6.0
HISTORY = 40
NO_RIGHT = N_("Your role on this case reads here, and does not change.")


def figure_panel(place: Place, figure: Figure, row: QueueRow) -> dict[str, Any]:
    """What templates/figures/_viewer_figure.html shows of the figure at hand."""
    links = queries.links_of_figures(db(), [figure.id]) if row.is_linked else []
    wrong, basis = _error_rate(figure)
    acts = _acts(place, figure, links)
    # The findings stand above the figures: their pages say, as the template is drawn, which of them cite it.
    g.figure_at_hand = figure
    return {
        "id": figure.id,
        "code": f"{place.document.code} {_where(figure)} #{figure.number}",
        "version": figure.version,
        "state": words(figure.state),
        "kind": STATE_KINDS[figure.state],
        "value": figure.value,
        "unit": figure.unit,
        "raw": figure.raw,
        "label": figure.label,
        "column": figure.column,
        "period_start": figure.period_start,
        "period_end": figure.period_end,
        "place": _where(figure),
        "method": _("table drawn by hand") if figure.method == BY_TABLE else words(figure.method),
        "error_rate": wrong,
        "error_basis": basis,
        "confidence": figure.confidence * 100,
        "is_witnessed": figure.is_witnessed,
        "witness": _witness(figure),
        "crop_url": None,
        "crop": _crop(place, figure),
        "links": [_link(row) for row in links],
        "tests": _tests(figure) if row.is_tested else [],
        "history": [*_history(figure), *_first_entry(place, figure)],
        "acts": acts,
        # Only a form that stands open to the person offers them.
        "lines": [] if acts["link"]["refusals"] else line_choices(),
        "roles": [(value, say(text, language())) for value, text in ROLES],
        "techniques": [(item.value, words(item)) for item in Technique],
        "results": [(item.value, words(item)) for item in TestResult],
    }


def _where(figure: Figure) -> str:
    return figure.cell or f"p.{figure.page}"


def _witness(figure: Figure) -> str:
    """In words, who saw this number."""
    if figure.is_witnessed:
        return _("two engines saw the same number at the same place")
    if figure.method in {"manual", BY_TABLE}:
        return _("captured by %(who)s", who=figure.captured_by or "–")
    if figure.read_value is not None and figure.value != figure.read_value:
        return _("corrected by a person; the engines saw %(value)s", value=figure.raw)
    if figure.method == "cell":
        return _("the stored value of the cell, seen by one engine")
    return _("seen by one engine only")


def _error_rate(figure: Figure) -> tuple[Decimal | None, str | None]:
    """How many in a hundred numbers read as this one was were wrong, and of how many; nothing for one captured
    by a person.
    """
    rate = stated_error_rate(figure.method, figure.is_witnessed)
    if rate is None or figure.value != figure.read_value:
        return None, None
    source = say(rate.source, language())
    return rate.percent, _("of %(count)s compared on %(source)s", count=f"{rate.of:,}", source=source)


def _crop(place: Place, figure: Figure) -> dict[str, Any] | None:
    """The window of the page picture around the print, drawn at twice its size."""
    picture = place.picture_url(figure.page)
    if picture is None or not figure.box or figure.page > len(place.version.page_facts):
        return None
    width, height = place.version.page_facts[figure.page - 1][:2]
    x0, top, x1, bottom = figure.box
    left, up = max(0.0, x0 - CROP_MARGIN * 6), max(0.0, top - CROP_MARGIN)
    right, down = min(width, x1 + CROP_MARGIN * 6), min(height, bottom + CROP_MARGIN)
    return {
        "url": picture, "width": width, "height": height, "x": left, "y": up, "w": right - left,
        "h": down - up, "box": {"x": x0, "y": top, "w": x1 - x0, "h": bottom - top},
    }  # fmt: skip


def _link(row: LinkRow) -> dict[str, Any]:
    may_end = g.actor.may(Permission.CONFIRM_FIGURE)
    end = url_for("figures.end_link", reference=g.case.code, figure_id=row.figure.id, link_id=row.link.id)
    number = db().get_one(StatementVersion, row.line.version_id).number
    return {
        "code": row.line.code,
        "name": f"{row.source.code} {row.source.name}",
        "url": url_for("ghg_statement.line", reference=g.case.code, number=number, code=row.line.code),
        "role": words(row.link.role),
        "contribution": row.link.contribution,
        "unit": row.link.unit,
        "end_url": end if may_end else None,
    }


def _tests(figure: Figure) -> list[dict[str, Any]]:
    """The tests that stand; the responsible party does not see how the team tests."""
    if not g.actor.may(Permission.READ_TESTS):
        return []
    return [_test(row) for row in queries.tests_of_figures(db(), [figure.id])]


def _test(row: FigureTest) -> dict[str, Any]:
    return {
        "technique": words(row.technique),
        "result": words(row.result),
        "kind": "closed" if row.result is TestResult.HOLDS else "refused",
        "who": row.tested_by,
        "at": row.tested_at,
    }


def _history(figure: Figure) -> list[dict[str, Any]]:
    """Every act on the figure, newest first, as the trail holds it; the client's own part for the client."""
    query = (
        select(AuditEvent.at, AuditEvent.actor_name, AuditEvent.verb)
        .join(AuditStream, AuditStream.id == AuditEvent.stream_id)
        .where(AuditStream.name == case_stream(figure.case_id), AuditEvent.subject == f"figure:{figure.code}")
        .order_by(AuditEvent.seq.desc())
        .limit(HISTORY)
    )
    if not g.actor.may(Permission.READ_TESTS):
        query = query.where(AuditEvent.for_client.is_(True))
    return [
        {"at": at, "who": who, "what": words(verb.removeprefix("figure.").replace(".", ", "))}
        for at, who, verb in db().execute(query)
    ]


def _first_entry(place: Place, figure: Figure) -> list[dict[str, Any]]:
    """That the reader proposed it; the reading's own event in the trail holds its hash."""
    if figure.method in {"manual", BY_TABLE}:
        return []
    version = place.version
    what = _("read from the document as %(raw)s", raw=figure.raw)
    return [{"at": version.received_at, "who": version.reader or _("reader"), "what": what}]


def line_choices() -> list[tuple[str, str]]:
    """The lines of the newest version received, as a form offers them."""
    return [
        (code, f"{code} {source} {name}, {unit}")
        for code, source, name, unit in queries.line_names(db(), g.case)
    ]


def _acts(place: Place, figure: Figure, links: list[LinkRow]) -> dict[str, dict[str, Any]]:
    facts = FigureFacts(has_live_links=bool(links), has_value=figure.confidence > 0)
    here = {"reference": g.case.code, "figure_id": figure.id}
    link = refuse_link(is_read_right=figure.state is FigureState.READ_RIGHT)
    testing = refuse_test(testing_facts(g.actor.person_id, figure, place.version))
    shut: dict[str, tuple[Permission, list[Refusal]]] = {
        "confirm": (Permission.CONFIRM_FIGURE, list(FIGURE.blockers("confirm", figure.state, facts))),
        "edit": (Permission.CONFIRM_FIGURE, []),
        "reject": (Permission.CONFIRM_FIGURE, list(FIGURE.blockers("reject", figure.state, facts))),
        "link": (Permission.CONFIRM_FIGURE, [link] if link else []),
        "test": (Permission.TEST_FIGURE, list(testing)),
        "finding": (Permission.DRAFT_FINDING, []),
    }
    urls = {name: url_for(f"figures.{name}", **here) for name in shut if name != "finding"}
    urls["finding"] = f"/cases/{g.case.code}/findings/new?figure={figure.code}"
    return {
        name: {"url": urls[name], "refusals": _allowed(permission, refusals)}
        for name, (permission, refusals) in shut.items()
    }


def _allowed(permission: Permission, refusals: list[Refusal]) -> list[Refusal]:
    return refusals if g.actor.may(permission) else [Refusal("403", message(NO_RIGHT))]
