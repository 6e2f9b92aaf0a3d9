"""Acts on a group case: naming and holding entities, eliminations, consolidating, coverage and rulings."""

from __future__ import annotations

from decimal import Decimal

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from methods.boundary import Holding
from workflow.access import Permission, needs
from workflow.cases import entities
from workflow.cases import queries as cases
from workflow.cases.entities import NamedEntity
from workflow.cases.models import Case
from workflow.consolidation import commands, reads
from workflow.consolidation.forms import (
    ConsolidateForm,
    CoverageForm,
    EliminationForm,
    HoldingForm,
    NameForm,
    ReasonForm,
    RulingForm,
)
from workflow.consolidation.routes import bp
from workflow.consolidation.routes.reading import (
    entities_page,
    entity_page,
    name_choices,
    the_group_case,
)
from workflow.errors import BadInput, NotYours
from workflow.ghg_statement import consolidating
from workflow.i18n import say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import complain, db, language

Answer = Response | tuple[str, int]


def _case(uow: UnitOfWork) -> Case:
    return cases.case_by_code(uow.session, the_group_case().code)


def _back(reference: str) -> Response:
    return redirect(url_for("consolidation.index", reference=reference), 303)


def _to(reference: str, code: str) -> Response:
    return redirect(url_for("consolidation.entity", reference=reference, code=code), 303)


def _holding(form: HoldingForm, entity: str) -> Holding:
    return Holding(
        entity, form.valid_from.data, form.valid_to.data, Decimal(form.share.data) / 100,
        form.has_operational_control.data, form.has_financial_control.data,
    )  # fmt: skip


@bp.post("")
@needs(Permission.EDIT_STATEMENT)
def name(reference: str) -> Answer:
    """Name an entity case of the group, with what is held of the entity."""
    form = NameForm()
    form.entity.choices = name_choices(the_group_case())
    if not form.validate_on_submit():
        return entities_page(name_form=form, open_for="name"), 422
    try:
        with unit_of_work(g.actor) as uow:
            named = NamedEntity(form.entity.data, _holding(form, ""), form.reason.data)
            entities.name_entities(uow, _case(uow), [named])
    except BadInput as error:
        complain(form.share if error.field == "share" else form.entity, say(error.reason, language()))
        return entities_page(name_form=form, open_for="name"), 422
    return _back(reference)


@bp.post("/<code>/hold")
@needs(Permission.EDIT_STATEMENT)
def hold(reference: str, code: str) -> Answer:
    """Let the group hold an entity otherwise from a day on."""
    form = HoldingForm()
    if not form.validate_on_submit():
        return entity_page(code, holding_form=form), 422
    try:
        with unit_of_work(g.actor) as uow:
            row = entities.entity_by_code(uow.session, _case(uow), code)
            entities.hold_entity(uow, _case(uow), row, _holding(form, code), reason=form.reason.data)
    except BadInput as error:
        complain(form.share, say(error.reason, language()))
        return entity_page(code, holding_form=form), 422
    return _to(reference, code)


@bp.post("/<code>/leave-out")
@needs(Permission.EDIT_STATEMENT)
def leave_out(reference: str, code: str) -> Answer:
    """Leave an entity out of the group's statement with a reason, or take it in again without one."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return entity_page(code, reason_form=form), 422
    with unit_of_work(g.actor) as uow:
        case = _case(uow)
        entities.leave_out(
            uow, case, entities.entity_by_code(uow.session, case, code), reason=form.reason.data
        )
    return _to(reference, code)


@bp.post("/<code>/end")
@needs(Permission.EDIT_STATEMENT)
def end(reference: str, code: str) -> Answer:
    """Take an entity case off the group case."""
    form = ReasonForm()
    if not form.validate_on_submit() or not (form.reason.data or "").strip():
        complain(form.reason, _("Give the reason."))
        return entity_page(code, reason_form=form), 422
    with unit_of_work(g.actor) as uow:
        case = _case(uow)
        entities.end_entity(
            uow, case, entities.entity_by_code(uow.session, case, code), reason=form.reason.data
        )
    return _back(reference)


@bp.post("/<code>/cover")
@needs(Permission.EVALUATE)
def cover(reference: str, code: str) -> Answer:
    """Say by which sample of sites an entity is covered."""
    form = CoverageForm()
    if not form.validate_on_submit():
        return entity_page(code, coverage_form=form), 422
    try:
        with unit_of_work(g.actor) as uow:
            case = _case(uow)
            row = entities.entity_by_code(uow.session, case, code)
            entities.cover_by_sample(uow, case, row, stratum=form.stratum.data, coverage=form.coverage.data)
    except BadInput as error:
        complain(form.stratum, say(error.reason, language()))
        return entity_page(code, coverage_form=form), 422
    return _to(reference, code)


@bp.post("/eliminations")
@needs(Permission.EDIT_STATEMENT)
def eliminate(reference: str) -> Answer:
    """Enter what one entity bought from another and both report."""
    form = EliminationForm()
    codes = [(row.code, row.name) for row in entities.entities_of(db(), the_group_case())]
    form.buyer.choices = form.seller.choices = codes
    if not form.validate_on_submit():
        return entities_page(elimination_form=form, open_for="eliminate"), 422
    try:
        with unit_of_work(g.actor) as uow:
            case = _case(uow)
            consolidating.enter_elimination(
                uow, case, buyer=entities.entity_by_code(uow.session, case, form.buyer.data),
                seller=entities.entity_by_code(uow.session, case, form.seller.data),
                scope_key=form.scope_key.data, tonnes=form.tonnes.data, reason=form.reason.data,
                tonnes_market=form.tonnes_market.data, evidence=form.evidence.data,
            )  # fmt: skip
    except BadInput as error:
        complain(getattr(form, error.field or "", form.tonnes), say(error.reason, language()))
        return entities_page(elimination_form=form, open_for="eliminate"), 422
    return _back(reference)


@bp.post("/eliminations/<code>/drop")
@needs(Permission.EDIT_STATEMENT)
def drop(reference: str, code: str) -> Answer:
    """Let an elimination stand no longer."""
    form = ReasonForm()
    if not form.validate_on_submit() or not (form.reason.data or "").strip():
        complain(form.reason, _("Give the reason."))
        return entities_page(reason_form=form), 422
    with unit_of_work(g.actor) as uow:
        row = consolidating.elimination(uow.session, _case(uow), code)
        consolidating.drop_elimination(uow, row, reason=form.reason.data)
    return _back(reference)


@bp.post("/consolidate")
@needs(Permission.EDIT_STATEMENT)
def consolidate(reference: str) -> Answer:
    """Make the group's statement from its entities' statements as they stand."""
    form = ConsolidateForm()
    the_group_case()
    if not form.validate_on_submit():
        return entities_page(consolidate_form=form, open_for="consolidate"), 422
    with unit_of_work(g.actor) as uow:
        version = commands.consolidate(
            uow, _case(uow), title=form.title.data, dated=form.dated.data, gwp_set=form.gwp_set.data,
            what_changed=form.what_changed.data or None,
        )  # fmt: skip
        number = version.number
    flash(
        _("Version %(number)s is consolidated. Hand it in when its report is complete.", number=number),
        "done",
    )
    return redirect(url_for("consolidation.statement", reference=reference, number=number), 303)


@bp.post("/changes/<int:row_id>")
@needs(Permission.EVALUATE)
def rule(reference: str, row_id: int) -> Answer:
    """Rule that the group's statement may stay as it is though an entity's changed."""
    form = RulingForm()
    if not form.validate_on_submit():
        return entities_page(ruling_form=form), 422
    with unit_of_work(g.actor) as uow:
        for row in reads.changes_of(uow.session, _case(uow)):
            if row.id == row_id:
                commands.rule_change(uow, row, ruling=form.ruling.data)
                return _back(reference)
    raise NotYours("There is no such change.")
