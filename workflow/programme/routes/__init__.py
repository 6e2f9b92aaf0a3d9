"""Pages of the programme: portfolio, milestones, boundary, organisation chart, and a subsidiary's own rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from flask import Response, g, request, url_for
from flask_babel import gettext as _

from methods.boundary import Approach
from workflow.errors import BadInput
from workflow.ghg_statement.sheet import Entries, to_csv, to_xlsx
from workflow.limits import WEB
from workflow.people.models import Organisation
from workflow.programme.access import programme_read, today_of
from workflow.programme.counting import Counts, remembered_counts
from workflow.programme.models import Programme
from workflow.web import blueprint, db, now

bp = blueprint("programme", "/programme")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Look:
    """The programme that a request is about: its group, settings, day looked at, and the head of its trail."""

    group: Organisation
    programme: Programme | None
    today: date
    head: str

    @property
    def approach(self) -> Approach:
        return self.programme.approach if self.programme else Approach.OPERATIONAL_CONTROL

    @property
    def day(self) -> date:
        """The day of the link, never one that lies ahead; today without one."""
        return min(day_asked("on") or self.today, self.today)

    @property
    def kept_day(self) -> str | None:
        """The day as links keep it; None today."""
        return self.day.isoformat() if self.day != self.today else None

    @cached_property
    def counts(self) -> Counts:
        base_year = self.programme.base_year if self.programme else None
        return remembered_counts(db(), self.group.id, base_year, self.day, self.head)


def here() -> Look:
    """The programme of this request."""
    group, programme, head = programme_read(db(), g.actor)
    return Look(group, programme, today_of(group, now()), head)


def frame(place: Look, tab: str) -> dict[str, Any]:
    """What the frame of every page of the programme shows."""
    kept: dict[str, Any] = {"on": place.kept_day} if place.kept_day else {}
    tabs = (
        ("portfolio", _("Portfolio"), "programme.portfolio"),
        ("milestones", _("Milestones"), "programme.milestones"),
        ("boundary", _("Boundary"), "programme.boundary"),
        ("organisation", _("Organisation"), "programme.organisation"),
    )
    return {
        "group": place.group, "programme": place.programme, "day": place.day, "today": place.today, "tab": tab,
        "tabs_shown": [{"key": key, "label": label, "url": url_for(view, **kept)} for key, label, view in tabs],
    }  # fmt: skip


def day_asked(name: str) -> date | None:
    """A day of the query; None when there is none or it is no day."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def start_asked() -> int:
    """The row at which the page begins."""
    return min(max(request.args.get("after", 0, type=int), 0), 1_000_000)


@dataclass(frozen=True)
class Pages:
    """Where a page of rows stands among all that were found: rows count from 0, `end` is the row after its last."""

    start: int
    found: int

    @property
    def end(self) -> int:
        return min(self.start + WEB.page_rows, self.found)

    @property
    def before(self) -> int | None:
        """Where the page before begins."""
        return max(0, self.start - WEB.page_rows) if self.start else None

    @property
    def after(self) -> int | None:
        """Where the page after begins."""
        return self.end if self.end < self.found else None


def filters() -> dict[str, str]:
    """The filters of the link, each once."""
    return {key: value[:200] for key, value in request.args.items()}


def exported(form: str, name: str, title: str, rows: Entries) -> Response:
    """Rows as a file to keep."""
    if form not in {"csv", "xlsx"}:
        raise BadInput(_("Ask for csv or xlsx."))
    content, kind = (to_csv(rows), "text/csv") if form == "csv" else (to_xlsx(title, rows), XLSX)
    return Response(
        content, mimetype=kind, headers={"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    )


def exports(view: str, **of: str) -> list[tuple[str, str]]:
    """Links to exactly what is shown as CSV and XLSX."""
    # An underscore would be an argument of url_for itself.
    asked = {k: v for k, v in request.args.items() if k not in {"after", "before"} and not k.startswith("_")}
    links: dict[str, Any] = {**asked, **of}
    return [
        ("CSV", url_for(view, **{**links, "form": "csv"})),
        ("XLSX", url_for(view, **{**links, "form": "xlsx"})),
    ]


from workflow.programme.routes import (  # noqa: E402  they hang their views on bp
    boundary,
    group_case,
    importing,
    milestone_acts,
    milestones,
    organisation,
    own,
    portfolio,
)

__all__ = [
    "boundary",
    "bp",
    "group_case",
    "importing",
    "milestone_acts",
    "milestones",
    "organisation",
    "own",
    "portfolio",
]
