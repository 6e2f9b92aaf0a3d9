"""The milestone board, late first, and one milestone with its units by name."""

from __future__ import annotations

from typing import Any

from flask import Response as FlaskResponse
from flask import abort, render_template, request, send_file
from sqlalchemy import select
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.documents.routes.files import SANDBOX
from workflow.documents.storage import store
from workflow.errors import NotYours
from workflow.ghg_statement.sheet import Entries
from workflow.limits import WEB
from workflow.programme.counting import Counted
from workflow.programme.forms import AnswerForm, CloseForm, MilestoneForm, NewMilestoneForm, WaiveForm
from workflow.programme.milestone_models import ClosingEvidence, Milestone, MilestoneClosing
from workflow.programme.open_units import Unit, still_open, units_on
from workflow.programme.routes import Look, Pages, bp, drawn_rows, exported, exports, frame, here, start_asked
from workflow.programme.rules import KIND_OF_STANDING, KIND_OF_UNIT, UnitStanding
from workflow.web import db, language


@bp.get("/milestones")
@needs(Permission.READ_PROGRAMME)
def milestones() -> str:
    """The time line and the list, late first, on any day."""
    return milestones_page()


def milestones_page(new_form: NewMilestoneForm | None = None) -> str:
    """The board, with the form of a new milestone as it was sent where it is to be mended."""
    place = here()
    said = language()
    return render_template(
        "programme/milestones.html", **frame(place, "milestones"), found=len(place.counts.milestones),
        rows=drawn_rows.milestone_rows(place.counts, said, place.kept_day),
        line=drawn_rows.time_line(place.counts, said),
        new_fields=drawn_rows.milestone_fields(new_form) if new_form else drawn_rows.blank_milestone(said),
        is_adding=new_form is not None, exports=exports("programme.milestones_file"),
    )  # fmt: skip


@bp.get("/milestones.<form>")
@needs(Permission.READ_PROGRAMME)
def milestones_file(form: str) -> FlaskResponse:
    """Exactly the milestones that the board shows."""
    place = here()
    heads = [
        "Code", "Stage", "Milestone", "Whose", "Due", "Planned", "Slip, days", "Closed", "Required", "Waived",
        "Standing", "Days late", "Forecast", "Earliest", "Latest", "Owner",
    ]  # fmt: skip
    rows: Entries = [list(heads), *(_as_row(row) for row in place.counts.late_first())]
    return exported(form, f"milestones-{place.day}", "Milestones", rows)


def _as_row(row: Counted) -> list[Any]:
    known = row.forecast
    return [
        row.code, row.stage, row.title, row.scope.value.replace("_", " "), _iso(row.due), _iso(row.planned_due),
        row.slip, row.closed, row.required, row.waived, row.standing.value.replace("_", " "), row.days_late or None,
        str(known.sentence) if known else None, _iso(known.earliest) if known else None,
        _iso(known.latest) if known else None, row.owner_name,
    ]  # fmt: skip


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def counted(place: Look, code: str) -> Counted:
    """A milestone of the group on the day that is looked at; NotYours when there is none of that code."""
    found = next((m for m in place.counts.milestones if m.code == code), None)
    if found is None:
        raise NotYours("There is no such milestone.")
    return found


@bp.get("/milestones/<code>")
@needs(Permission.READ_PROGRAMME)
def milestone(code: str) -> str:
    """One milestone: what closes it, and who is closed, waived, open or late, with the last reminder and answer."""
    return milestone_page(code)


def milestone_page(code: str, **forms: Any) -> str:
    """The page with forms as they were sent, where one is to be mended."""
    place = here()
    row = counted(place, code)
    stored, held = _stored(row.id)
    units = units_on(db(), place.group, stored, row.due, place.day, place.counts.issued)
    shown, asked = _shown(units), request.args.get("standing", "")
    start = start_asked()
    return render_template(
        "programme/milestone.html", **frame(place, "milestones"), row=row, stored=stored,
        units=shown[start : start + WEB.page_rows], found=len(shown), asked=asked, kinds=KIND_OF_STANDING,
        unit_kinds=KIND_OF_UNIT, evidence=held, open_units=still_open(units),
        ended_units=[u for u in units if u.ended_on and not u.statement],
        pages=Pages(start, len(shown)),
        parts=[(s, sum(u.standing is s for u in units)) for s in UnitStanding], total=len(units),
        exports=exports("programme.units_file", code=code),
        **{
            "close_form": CloseForm(formdata=None, on=place.today),
            "waive_form": WaiveForm(formdata=None, on=place.today),
            "answer_form": AnswerForm(formdata=None), "change_form": _change_form(stored), **forms,
        },
    )  # fmt: skip


def _change_form(row: Milestone) -> MilestoneForm:
    form = MilestoneForm(formdata=None, obj=row)
    form.closes_with.data = "\n".join(row.closes_with)
    return form


def _shown(units: list[Unit]) -> list[Unit]:
    asked = request.args.get("standing", "")
    wanted = request.args.get("q", "").strip().casefold()
    return [
        u
        for u in units
        if (not asked or u.standing == asked)
        and wanted in f"{u.code} {u.name} {u.name_local or ''}".casefold()
    ]


def _stored(milestone_id: int) -> tuple[Milestone, dict[int, list[ClosingEvidence]]]:
    """The milestone, and what each act of closing stands on by the act's id, in one query."""
    query = (
        select(Milestone, ClosingEvidence)
        .outerjoin(MilestoneClosing, MilestoneClosing.milestone_id == Milestone.id)
        .outerjoin(ClosingEvidence, ClosingEvidence.closing_id == MilestoneClosing.id)
        .where(Milestone.id == milestone_id)
        .order_by(ClosingEvidence.id)
    )
    rows = db().execute(query).all()
    found: dict[int, list[ClosingEvidence]] = {}
    for _row, held in rows:
        if held is not None:
            found.setdefault(held.closing_id, []).append(held)
    return rows[0][0], found


@bp.get("/milestones/<code>/units.<form>")
@needs(Permission.READ_PROGRAMME)
def units_file(code: str, form: str) -> FlaskResponse:
    """Exactly the units that the milestone's page shows."""
    place = here()
    row = counted(place, code)
    units = units_on(
        db(), place.group, db().get_one(Milestone, row.id), row.due, place.day, place.counts.issued
    )
    rows: Entries = [
        [
            "Code",
            "Unit",
            "Standing",
            "On",
            "Note",
            "Statement",
            "Contact",
            "Last reminder",
            "Last answer",
            "Expected",
        ]
    ]
    rows += [
        [
            u.code, u.name, u.standing.value, _iso(u.ended_on), u.note, u.statement, u.contact,
            _iso(u.reminded_at.date() if u.reminded_at else None), u.answer.text if u.answer else None,
            _iso(u.answer.expected_on if u.answer else None),
        ]
        for u in _shown(units)
    ]  # fmt: skip
    return exported(form, f"{code}-{place.day}", code, rows)


@bp.get("/evidence/<int:row_id>")
@needs(Permission.READ_PROGRAMME)
def evidence_file(row_id: int) -> Response:
    """The bytes of a file on which units were closed."""
    place = here()
    row = db().scalar(
        select(ClosingEvidence).where(
            ClosingEvidence.id == row_id, ClosingEvidence.owner_org_id == place.group.id
        )
    )
    if row is None or row.sha256 is None:
        abort(404)
    answer = send_file(
        store().path(row.sha256),
        mimetype=row.media_type,
        as_attachment=True,
        download_name=row.name,
        etag=row.sha256,
    )
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer
