"""Tonne-unit samples in four stages, each locked until the one before is done; all of it can be drawn again."""

from __future__ import annotations

import secrets
from decimal import Decimal, InvalidOperation
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from workflow.access import Permission, needs
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.db import ScopedSession
from workflow.errors import BadInput
from workflow.figures.rules import Technique
from workflow.ghg_statement.sheet import Entries, to_csv
from workflow.i18n import N_, message, say
from workflow.planning import commands, queries, samples
from workflow.planning.evaluations import shown_evaluation
from workflow.planning.forms import ReasonForm, SampleForm
from workflow.planning.models import Sample, SampleItem
from workflow.planning.populations import Population, population_from_document, typed_population, why_changed
from workflow.planning.routes import bp, keep
from workflow.planning.routes.requests import download
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import complain, db, language

Page = str | Response | tuple[str, int]
SEED_BITS = 62


@bp.get("/samples")
@needs(Permission.READ_PLANNING)
def sample_list(reference: str) -> str:
    """Every sample of the case, void ones too."""
    return render_template("planning/samples.html", samples=queries.samples_of(db(), g.case))


def _form(formdata: Any = None, **values: Any) -> SampleForm:
    form = SampleForm(formdata, **values)
    sampled = [a for a in queries.activities_of(db(), g.case) if a.technique is Technique.SAMPLING]
    form.activity.choices = [(a.code, f"{a.code} {a.purpose[:70]}") for a in sampled]
    sources = sorted({source for a in sampled for source in a.source_codes})
    form.source.choices = [(s, s) for s in sources]
    return form


@bp.get("/samples/new")
@needs(Permission.EDIT_PLANNING)
def new_sample(reference: str) -> str:
    """Planning of a sample; with ?replaces=S-001 from the inputs of an earlier draw."""
    old = _replaced(db(), g.case)
    values: dict[str, Any] = {"seed": str(secrets.randbits(SEED_BITS)), **(_inputs_of(old) if old else {})}
    return _new(_form(None, **values), old)


def _replaced(session: ScopedSession, case: Case) -> Sample | None:
    code = request.args.get("replaces")
    return queries.sample_by_code(session, case, code, viewer=g.actor) if code else None


def _inputs_of(old: Sample) -> dict[str, Any]:
    listing = (
        ""
        if old.population_factors
        else "\n".join(f"{r}\t{t:f}" for r, t in queries.population_of(db(), old))
    )
    return {
        "activity": old.activity_code, "source": old.source_code, "population": old.population,
        "document": old.population_document_code, "factors": old.population_factors, "listing": listing,
        "tolerable": old.tolerable, "expected": old.expected, "risk": f"{old.risk_percent.normalize():f}",
        "method_reason": old.method_reason,
    }  # fmt: skip


def _new(form: SampleForm, old: Sample | None, **planned: Any) -> str:
    return render_template(
        "planning/sample_new.html",
        form=form, replaces=old, method=samples.METHOD_WORDS, has_activities=bool(form.activity.choices),
        **{"planned": None, "population": None, **planned},
    )  # fmt: skip


def _population(session: ScopedSession, case: Case, form: SampleForm) -> Population:
    if form.document.data and form.factors.data:
        return population_from_document(
            session, case, form.population.data, form.document.data, form.factors.data
        )
    typed = typed_population(form.population.data, form.listing.data or "")
    return typed.of_document(session, case, form.document.data) if form.document.data else typed


def _planned(form: SampleForm) -> dict[str, Any]:
    """The plan that the inputs give; empty, with the sentence beside its field, when they give none."""
    try:
        population = _population(db(), g.case, form)
        risk = Decimal(form.risk.data)
        planned = samples.plan_sample(population.records, form.tolerable.data, form.expected.data, risk)
    except BadInput as bad:
        field = bad.field if bad.field in form else "tolerable"
        complain(form[field], say(bad.reason, language()))
        return {}
    return {"planned": planned, "population": population}


@bp.post("/samples/new")
@needs(Permission.EDIT_PLANNING)
def plan_or_draw(reference: str) -> Page:
    """First the plan with its numbers, then, from the same inputs, the draw."""
    form = _form(request.form)
    old = _replaced(db(), g.case)
    planned = _planned(form) if form.validate_on_submit() else {}
    if not planned or request.form.get("act") != "draw":
        return _new(form, old, **planned), 200 if planned else 422
    drawn: list[str] = []
    if not keep(form, lambda uow, case: drawn.append(_draw(uow, case, form))):
        return _new(form, old, **planned), 422
    flash(_("Drawn. The draw stands as it is; a changed input makes it void."), "done")
    return redirect(url_for(".sample", reference=reference, code=drawn[0]), 303)


def _draw(uow: UnitOfWork, case: Case, form: SampleForm) -> str:
    population = _population(uow.session, case, form)
    is_stated = form.begin.data == "stated"
    return commands.draw_sample(
        uow, case, activity_code=form.activity.data, source_code=form.source.data,
        population=population.words, records=population.records, tolerable=form.tolerable.data,
        expected=form.expected.data, risk_percent=Decimal(form.risk.data),
        method_reason=form.method_reason.data, start=form.start.data if is_stated else None,
        start_reason=form.start_reason.data if is_stated else None,
        seed=None if is_stated else _seed(form.seed.data),
        population_document_code=population.document_code, population_factors=population.factors,
        replaces=_replaced(uow.session, case), replace_reason=form.replace_reason.data or "",
    ).code  # fmt: skip


def _seed(text: str | None) -> int:
    if not text or not text.isdigit():
        raise BadInput(N_("A seed is a whole number of up to 19 digits."), "seed")
    return int(text)


@bp.get("/samples/<code>")
@needs(Permission.READ_PLANNING)
def sample(reference: str, code: str) -> str:
    """One sample with its four stages."""
    return _sample(code)


def _sample(code: str, errors: dict[str, str] | None = None, reason: ReasonForm | None = None) -> str:
    row = queries.sample_by_code(db(), g.case, code, viewer=g.actor)
    items = queries.items_of(db(), row)
    return render_template(
        "planning/sample.html",
        sample=row,
        items=items,
        method=samples.METHOD_WORDS,
        examined=sum(1 for i in items if i.verified is not None),
        covered=sum((i.recorded for i in items), Decimal(0)),
        changed=why_changed(db(), g.case, row),
        evaluation=shown_evaluation(row, items),
        errors=errors or {},
        typed=request.form,
        reason_form=reason or ReasonForm(formdata=None),
    )


@bp.post("/samples/<code>/verified")
@needs(Permission.EDIT_PLANNING)
def record_verified(reference: str, code: str) -> Page:
    """Keep every row that is whole; each row that is not says what is wrong with it."""
    errors: dict[str, str] = {}
    with unit_of_work(g.actor) as uow:
        row = queries.sample_by_code(uow.session, case_by_code(uow.session, reference), code, viewer=g.actor)
        for item in queries.items_of(uow.session, row):
            try:
                _take_row(uow, row, item)
            except BadInput as bad:
                errors[item.record] = say(bad.reason, language())
    if errors:
        return _sample(code, errors), 422
    flash(_("The verified values are saved."), "done")
    return redirect(url_for(".sample", reference=reference, code=code), 303)


def _take_row(uow: UnitOfWork, row: Sample, item: SampleItem) -> None:
    value = request.form.get(f"verified-{item.id}", "").strip().replace(",", "")
    citation = request.form.get(f"citation-{item.id}", "").strip()
    if not value:
        return
    try:
        verified = Decimal(value)
    except InvalidOperation:
        verified = Decimal("NaN")
    if not verified.is_finite():
        sentence = message(N_("{record}: “{value}” is no number of tonnes."), record=item.record, value=value)
        raise BadInput(sentence)
    if (verified, citation) != (item.verified, item.citation):
        commands.record_verified(uow, row, item, verified=verified, citation=citation)


@bp.post("/samples/<code>/evaluate")
@needs(Permission.EDIT_PLANNING)
def evaluate(reference: str, code: str) -> Response:
    """Project the errors with the interval of the draw, and bound them."""
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, reference)
        commands.evaluate_sample(uow, queries.sample_by_code(uow.session, case, code, viewer=g.actor))
    return redirect(url_for(".sample", reference=reference, code=code, _anchor="evaluation"), 303)


@bp.post("/samples/<code>/void")
@needs(Permission.EDIT_PLANNING)
def void(reference: str, code: str) -> Page:
    """The draw no longer stands; it stays in the file."""
    form = ReasonForm()

    def act(uow: UnitOfWork, case: Case) -> None:
        row = queries.sample_by_code(uow.session, case, code, viewer=g.actor)
        commands.void_sample(uow, row, reason=form.reason.data)

    if not keep(form, act):
        return _sample(code, reason=form), 422
    return redirect(url_for(".sample", reference=reference, code=code), 303)


@bp.get("/samples/<code>.csv")
@needs(Permission.READ_PLANNING)
def sample_csv(reference: str, code: str) -> Response:
    """The drawn records: place in the list, times hit, and the column for the verified value."""
    row = queries.sample_by_code(db(), g.case, code, viewer=g.actor)
    lines: Entries = [
        ["Row", "Record", "Recorded t CO2e", "Times hit", "Certain", "Verified t CO2e", "Place"]
    ]
    for i in queries.items_of(db(), row):
        certain = "yes" if i.is_certain else "no"
        lines.append([i.position, i.record, i.recorded, i.hits, certain, i.verified, i.citation or ""])
    return download(to_csv(lines), f"{reference}-{code}.csv")


@bp.get("/samples/<code>/population.csv")
@needs(Permission.READ_PLANNING)
def population_csv(reference: str, code: str) -> Response:
    """The frozen population in its order, from which anybody can draw again."""
    row = queries.sample_by_code(db(), g.case, code, viewer=g.actor)
    lines: Entries = [["Record", "Recorded t CO2e"]]
    lines += [[record, tonnes] for record, tonnes in queries.population_of(db(), row)]
    return download(to_csv(lines), f"{reference}-{code}-population.csv")
