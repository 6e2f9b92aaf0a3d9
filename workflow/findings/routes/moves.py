"""The page of a finding, and one view for each move of its machine."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.documents.intake import Received, take_in
from workflow.errors import BadInput
from workflow.findings import conversion, moves, queries
from workflow.findings.citing import parse_citations
from workflow.findings.facts import CONVERTS_TO
from workflow.findings.forms import ACT_FORMS, FORMS
from workflow.findings.machine import FINDING
from workflow.findings.models import Finding
from workflow.findings.paper import FindingPage, page_of
from workflow.findings.routes import bp
from workflow.findings.routes.typed import as_typed, effects_of, offer_sources, point_out, wants_more_rows
from workflow.ghg_statement.models import Source
from workflow.unit_of_work import UnitOfWork, reading, unit_of_work
from workflow.web import db, now, words

Act = Callable[[UnitOfWork, Case, Finding, Any], object]


@bp.get("/<code>")
@needs(Permission.READ_FINDINGS)
def finding(reference: str, code: str) -> str:
    """The finding as a thread by rounds, with the moves that are open to the person."""
    return shown(code)


def shown(code: str, **filled: Any) -> str:
    """The page; a form that was refused stands open with its errors."""
    row = queries.finding(db(), g.case, code, viewer=g.actor)
    page = page_of(db(), g.case, row, g.actor, now())
    forms = {name: filled.get(name) or _empty(name, page) for name in (*_names(page), *filled)}
    for name, form in forms.items():
        _dress(name, form, page.thread.register.values())
    return render_template(
        "findings/finding.html", page=page, finding=row, forms=forms, refused=next(iter(filled.values()), None),
        moves=[_button(page, shut, forms, row, filled) for shut in page.moves],
        elsewhere=_elsewhere(row.carried_from, row.carried_into),
    )  # fmt: skip


def _elsewhere(*named: str | None) -> dict[str, str]:
    """Where findings of other periods stand, by "C-2021-0001 F-006", as far as the person sees those cases."""
    places = {name: name.split() for name in named if name}
    if not places:
        return {}
    with reading(g.actor.scope) as session:
        seen = cases.codes_seen(session, {case for case, _code in places.values()})
    return {
        name: url_for("findings.finding", reference=case, code=code)
        for name, (case, code) in places.items()
        if case in seen
    }


def _names(page: FindingPage) -> list[str]:
    open_moves = [m.move.name for m in page.moves if not m.refusals]
    return [*open_moves, *(name for name in ACT_FORMS if name in page.acts)]


def _empty(name: str, page: FindingPage) -> Any:
    """A form as it opens; that of the amounts holds those that stand."""
    row = page.thread.finding
    form: Any = FORMS[name](formdata=None)
    if name == "effects":
        typed = as_typed(page.thread.effects)
        form = FORMS[name](formdata=None, net=row.net, net_market=row.net_market, effects=typed)
    elif name == "issue":
        form.due.data = row.due
    return form


def _dress(name: str, form: Any, register: Iterable[Source]) -> None:
    """Ids of their own for fields of forms that stand on one page, and the sources to choose from."""
    if "effects" in form:
        offer_sources(form.effects, register)
        for entry in form.effects:
            for field in entry.form:
                field.id = f"{name}-{field.name}"
    for field in form:
        field.id = field.label.field_id = f"{name}-{field.name}"


def _button(
    page: FindingPage, shut: Any, forms: dict[str, Any], row: Finding, filled: dict[str, Any]
) -> dict[str, Any]:
    name = shut.move.name
    label = _(shut.move.label)
    if name == "convert":
        label = _("Convert into a %(kind)s", kind=CONVERTS_TO[row.kind].value)
    return {
        "name": name, "label": label, "refusals": shut.refusals, "is_primary": name == page.primary,
        "id": f"move-{name}", "form": forms.get(name), "is_open": name in filled, "has_files": name == "respond",
        "url": url_for(f"findings.{name}", reference=g.case.code, code=row.code),
    }  # fmt: skip


def write(code: str, name: str, act: Act) -> Response | tuple[str, int]:
    """Check the shape, act in a unit of work, and go back to the page; what was typed wrongly is shown there."""
    form: Any = FORMS[name]()
    if wants_more_rows(form):
        return shown(code, **{name: form}), 200
    if not form.validate_on_submit():
        return shown(code, **{name: form}), 422
    try:
        with unit_of_work(g.actor) as uow:
            case = cases.case_by_code(uow.session, g.case.code)
            row = queries.finding(uow.session, case, code, viewer=g.actor)
            uow.expect(row, getattr(form, "seen_version", None))
            act(uow, case, row, form)
            state = row.state
    except BadInput as error:
        point_out(form, error)
        return shown(code, **{name: form}), 422
    flash(_("%(code)s is now: %(state)s.", code=code, state=words(state)), "done")
    return redirect(url_for("findings.finding", reference=g.case.code, code=code), 303)


def _reason(form: Any) -> str:
    return str(form.reason.data).strip()


@bp.post("/<code>/issue")
@needs(FINDING.permission("issue"))
def issue(reference: str, code: str) -> Response | tuple[str, int]:
    """Put the finding to the responsible party."""
    return write(code, "issue", lambda u, c, f, form: moves.issue_finding(u, c, f, due=form.due.data))


@bp.post("/<code>/respond")
@needs(FINDING.permission("respond"))
def respond(reference: str, code: str) -> Response | tuple[str, int]:
    """Answer for the responsible party, with evidence cited or sent along."""
    # Bytes go to the store before the database is locked for writing.
    queries.finding(db(), g.case, code, viewer=g.actor)
    files = _files()

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        moves.respond(
            uow, case, row, text=form.text.data, is_refusal=form.is_refusal.data, attachments=files,
            citations=parse_citations(form.citations.data or ""),
            **{k: form[k].data or None for k in ("root_cause", "correction", "corrective_action")},
        )  # fmt: skip

    return write(code, "respond", act)


def _files() -> list[Received]:
    sent = [f for f in request.files.getlist("files") if f.filename]
    return [received for f in sent for received in take_in(f.stream, str(f.filename))]


@bp.post("/<code>/return", endpoint="return")
@needs(FINDING.permission("return"))
def return_(reference: str, code: str) -> Response | tuple[str, int]:
    """Return an answer that does not settle the finding."""

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        cited = parse_citations(form.citations.data or "")
        moves.return_finding(uow, case, row, reason=_reason(form), citations=cited, due=form.due.data)

    return write(code, "return", act)


@bp.post("/<code>/accept")
@needs(FINDING.permission("accept"))
def accept(reference: str, code: str) -> Response | tuple[str, int]:
    """Accept the answer."""
    return write(code, "accept", lambda u, c, f, form: moves.accept(u, c, f, assessment=_reason(form)))


@bp.post("/<code>/close-corrected")
@needs(FINDING.permission("close_corrected"))
def close_corrected(reference: str, code: str) -> Response | tuple[str, int]:
    """Close the finding: a later version holds the correction."""

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        explained = form.remainder_reason.data or None
        moves.close_corrected(uow, case, row, resolution=_reason(form), remainder_reason=explained)

    return write(code, "close_corrected", act)


@bp.post("/<code>/close-clarified")
@needs(FINDING.permission("close_clarified"))
def close_clarified(reference: str, code: str) -> Response | tuple[str, int]:
    """Close a clarification that changes no number."""
    return write(
        code,
        "close_clarified",
        lambda u, c, f, form: moves.close_clarified(u, c, f, resolution=_reason(form)),
    )


@bp.post("/<code>/close-uncorrected")
@needs(FINDING.permission("close_uncorrected"))
def close_uncorrected(reference: str, code: str) -> Response | tuple[str, int]:
    """Close what stays uncorrected."""
    return write(
        code,
        "close_uncorrected",
        lambda u, c, f, form: moves.close_uncorrected(u, c, f, reason=_reason(form)),
    )


@bp.post("/<code>/convert")
@needs(FINDING.permission("convert"))
def convert(reference: str, code: str) -> Response | tuple[str, int]:
    """Convert a CL into a CAR, or a CAR into a FAR."""

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        conversion.convert(
            uow, case, row, CONVERTS_TO.get(row.kind, row.kind), reason=_reason(form), effects=effects_of(form),
            is_misstatement=form.is_misstatement.data, net=form.net.data, net_market=form.net_market.data,
            **{k: form[k].data or None for k in ("title", "requirement", "gap")},
        )  # fmt: skip

    return write(code, "convert", act)


@bp.post("/<code>/carry-forward")
@needs(FINDING.permission("carry_forward"))
def carry_forward(reference: str, code: str) -> Response | tuple[str, int]:
    """Carry a forward action into the next period."""

    def act(uow: UnitOfWork, case: Case, row: Finding, form: Any) -> None:
        moves.carry_forward(uow, case, row, due=form.due.data, note=form.reason.data or None)

    return write(code, "carry_forward", act)


@bp.post("/<code>/acknowledge")
@needs(FINDING.permission("acknowledge"))
def acknowledge(reference: str, code: str) -> Response | tuple[str, int]:
    """Take note of a recommendation."""
    return write(
        code, "acknowledge", lambda u, c, f, form: moves.acknowledge(u, c, f, text=form.text.data or None)
    )


@bp.post("/<code>/accept-limitation")
@needs(FINDING.permission("accept_limitation"))
def accept_limitation(reference: str, code: str) -> Response | tuple[str, int]:
    """Accept that evidence is not to be had."""
    return write(
        code,
        "accept_limitation",
        lambda u, c, f, form: moves.accept_limitation(u, c, f, reason=_reason(form)),
    )


@bp.post("/<code>/lift")
@needs(FINDING.permission("lift"))
def lift(reference: str, code: str) -> Response | tuple[str, int]:
    """Lift a limitation."""
    return write(code, "lift", lambda u, c, f, form: moves.lift_limitation(u, c, f, reason=_reason(form)))


@bp.post("/<code>/reopen")
@needs(FINDING.permission("reopen"))
def reopen(reference: str, code: str) -> Response | tuple[str, int]:
    """Open a closed finding again."""
    return write(code, "reopen", lambda u, c, f, form: moves.reopen(u, c, f, reason=_reason(form)))


@bp.post("/<code>/withdraw")
@needs(FINDING.permission("withdraw"))
def withdraw(reference: str, code: str) -> Response | tuple[str, int]:
    """Withdraw what was raised in error."""
    return write(code, "withdraw", lambda u, c, f, form: moves.withdraw(u, c, f, reason=_reason(form)))
