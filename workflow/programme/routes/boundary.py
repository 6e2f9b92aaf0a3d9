"""The boundary: its drawing, the list on any day, one entity's course, the log, and the acts that change it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask import Response as FlaskResponse
from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from methods.boundary import Approach
from workflow.access import Permission, needs
from workflow.errors import NotYours
from workflow.limits import WEB
from workflow.programme import boundary as commands
from workflow.programme import boundary_reads as reads
from workflow.programme.access import group_of, programme_of
from workflow.programme.boundary import Facts, Stand
from workflow.programme.boundary_file import rows_of
from workflow.programme.forms import ApproachForm, EntityForm, ListForm, SetUpForm, StandForm
from workflow.programme.models import BoundaryEntity, Programme
from workflow.programme.routes import (
    Pages,
    bp,
    drawn_rows,
    exported,
    exports,
    filters,
    frame,
    here,
    start_asked,
)
from workflow.programme.rules import APPROACH_WORDS, Place
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import db, language

P = Permission


def programme_in(uow: UnitOfWork) -> Programme:
    """The programme that an act changes."""
    found = programme_of(uow.session, group_of(uow.session, uow.actor))
    if found is None:
        raise NotYours("There is no programme yet: begin it first.")
    return found


@bp.get("/boundary")
@needs(P.READ_PROGRAMME)
def boundary() -> str:
    """The chart, the list with its filters, and the log."""
    return boundary_page()


def boundary_page(**forms: Any) -> str:
    """The page with forms as they were sent, where one is to be mended."""
    place = here()
    asked, start = filters(), start_asked()
    group_id, total = place.group.id, 0
    rows: list[reads.EntityRow] = []
    if place.programme is not None:
        total = reads.count_entities(db(), group_id, place.day, {})
        found = (
            reads.count_entities(db(), group_id, place.day, asked)
            if asked.get("q") or asked.get("place")
            else total
        )
        rows = reads.entities_on(
            db(), group_id, place.approach, place.day, asked, start=start, most=WEB.page_rows
        )
    else:
        found = 0
    chart = drawn_rows.boundary_chart(
        (group_id, place.approach, place.day, place.head, language()),
        lambda: reads.marks_on(db(), group_id, place.approach, place.day),
    )
    return render_template(
        "programme/boundary.html", **frame(place, "boundary"), rows=rows, total=total, found=found,
        pages=Pages(start, found),
        drawing=chart, log=reads.changes_of(db(), group_id, place.day),
        approach_words=APPROACH_WORDS[place.approach], exports=exports("programme.boundary_file"),
        places=[(p.value, _place_word(p)) for p in Place],
        **{
            "set_up_form": SetUpForm(formdata=None), "approach_form": ApproachForm(formdata=None),
            "entity_form": EntityForm(formdata=None), "list_form": ListForm(formdata=None), **forms,
        },
    )  # fmt: skip


def _place_word(place: Place) -> str:
    return {Place.IN: _("in"), Place.OUT: _("out"), Place.VALUE_CHAIN: _("supplier")}[place]


@bp.get("/boundary.<form>")
@needs(P.READ_PROGRAMME)
def boundary_file(form: str) -> FlaskResponse:
    """Exactly the entities that the list shows, in the layout that the import reads back."""
    place = here()
    rows = reads.entities_on(db(), place.group.id, place.approach, place.day, filters())
    return exported(form, f"boundary-{place.day}", "Boundary", rows_of(rows))


@bp.post("/begin")
@needs(P.RUN_PROGRAMME)
def begin() -> Response | tuple[str, int]:
    """Begin the programme with its base year."""
    form = SetUpForm()
    if not form.validate_on_submit():
        return boundary_page(set_up_form=form), 422
    with unit_of_work(g.actor) as uow:
        commands.set_up(uow, group_of(uow.session, uow.actor), base_year=form.base_year.data)
    flash(_("The programme is begun: import the list of entities next."), "done")
    return redirect(url_for("programme.boundary"), 303)


@bp.post("/boundary/approach")
@needs(P.RUN_PROGRAMME)
def approach() -> Response | tuple[str, int]:
    """Choose the one consolidation approach."""
    form = ApproachForm()
    if not form.validate_on_submit():
        return boundary_page(approach_form=form), 422
    with unit_of_work(g.actor) as uow:
        commands.choose_approach(
            uow, programme_in(uow), Approach(form.approach.data), from_day=form.from_day.data,
            reason=form.reason.data,
        )  # fmt: skip
    return redirect(url_for("programme.boundary"), 303)


@bp.post("/boundary/entities")
@needs(P.RUN_PROGRAMME)
def add_entity() -> Response | tuple[str, int]:
    """Enter one entity."""
    form = EntityForm()
    if not form.validate_on_submit():
        return boundary_page(entity_form=form), 422
    facts = Facts(
        form.code.data.strip(), form.name.data.strip(), form.name_local.data or None, None,
        form.site.data or None, form.contact_name.data or None, form.contact_email.data or None,
    )  # fmt: skip
    with unit_of_work(g.actor) as uow:
        row = commands.enter(uow, programme_in(uow), facts, _stand(form))
    return redirect(url_for("programme.entity", row_id=row.id), 303)


def _stand(form: StandForm) -> Stand:
    return Stand(
        Place(form.place.data), form.valid_from.data, (form.share.data or Decimal(0)) / 100,
        form.has_operational_control.data, form.has_financial_control.data, form.reason.data or None,
        form.valid_to.data,
    )  # fmt: skip


@bp.get("/boundary/entities/<int:row_id>")
@needs(P.READ_PROGRAMME)
def entity(row_id: int) -> str:
    """One entity: where it stood over time, and what the log tells of it."""
    return _entity_page(row_id)


def _entity_page(row_id: int, form: StandForm | None = None) -> str:
    place = here()
    row: BoundaryEntity = reads.entity_by_id(db(), place.group.id, row_id)
    standings = reads.standings_of(db(), row)
    if form is None:
        last = standings[0]
        form = StandForm(
            formdata=None, obj=last, valid_from=place.today, valid_to=None, reason=None, share=last.share * 100,
            place=last.place.value,
        )  # fmt: skip
        form.valid_from.data, form.share.data, form.reason.data = place.today, last.share * 100, None
    return render_template(
        "programme/entity.html", **frame(place, "boundary"), entity=row, standings=standings, form=form,
        log=reads.changes_of(db(), place.group.id, place.today, row), place_word=_place_word,
    )  # fmt: skip


@bp.post("/boundary/entities/<int:row_id>")
@needs(P.RUN_PROGRAMME)
def move_entity(row_id: int) -> Response | tuple[str, int]:
    """Let an entity stand elsewhere, or be held otherwise, from a day on."""
    form = StandForm()
    if not form.validate_on_submit():
        return _entity_page(row_id, form), 422
    with unit_of_work(g.actor) as uow:
        group = group_of(uow.session, uow.actor)
        commands.move(uow, programme_in(uow), reads.entity_by_id(uow.session, group.id, row_id), _stand(form))
    flash(_("Written down, with its day, in the log."), "done")
    return redirect(url_for("programme.entity", row_id=row_id), 303)
