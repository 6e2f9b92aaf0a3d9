"""Pages of the evaluation: computing it, the lead verifier's rulings and decisions, and the what-if."""

from __future__ import annotations

from collections.abc import Mapping

from flask import flash, g, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from methods.ledger import Ledger
from workflow.access import Permission, needs
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, NotYours
from workflow.evaluation import commands, queries
from workflow.evaluation.forms import CompletionForm, DecisionForm, JudgementForm, MarketForm
from workflow.evaluation.groups import Judgement
from workflow.evaluation.page import if_nothing_were_corrected, shown_evaluation
from workflow.evaluation.rules import OpinionKind
from workflow.findings.models import Finding
from workflow.findings.queries import may_see as may_see_finding
from workflow.i18n import say
from workflow.unit_of_work import UnitOfWork, unit_of_work
from workflow.web import blueprint, complain, db, language

bp = blueprint("evaluation", "/cases/<reference>/evaluation")
KINDS = {"unmodified": "closed", "modified": "open", "adverse": "overdue", "disclaimer": "refused"}
MISLEADING = {"": None, "yes": True, "no": False}


def _page(**shown: object) -> str:
    evaluation = shown_evaluation(db(), g.case)
    context = {
        "case": g.case,
        "shown": evaluation,
        "is_in_evaluation": g.case.state is CaseState.EVALUATION,
        "kinds": KINDS,
        "decision_form": DecisionForm(formdata=None),
        "market_form": MarketForm(formdata=None),
        "judgement_form": JudgementForm(formdata=None),
        "completion_form": CompletionForm(formdata=None, obj=evaluation.evaluation),
        "needs_market_ruling": queries.needs_market_ruling,
        "open_for": None,
        "hidden": {code for code, row in evaluation.findings.items() if not may_see_finding(g.actor, row)},
        "ledgers": [
            (basis, _ledger_rows(ledger, evaluation.findings)) for basis, ledger in evaluation.ledgers
        ],
    }
    return render_template("evaluation/index.html", **{**context, **shown})


def _ledger_rows(ledger: Ledger, findings: Mapping[str, Finding]) -> dict[str, object]:
    """A ledger as its drawing takes it; a finding that the person may not see keeps its amount only."""
    lines = []
    for entry in ledger.entries:
        row = findings[entry.finding_id]
        lines.append(
            {
                "code": entry.finding_id, "label": row.title if may_see_finding(g.actor, row) else _("confidential"),
                "url": f"/cases/{g.case.code}/findings/{entry.finding_id}", "misstatement": entry.amount,
                "correction": -entry.amount, "running": entry.balance,
            }
        )  # fmt: skip
    return {
        "reported": ledger.reported,
        "lines": lines,
        "verified": ledger.verified,
        "ties_out": ledger.ties_out,
    }


def _case(uow: UnitOfWork) -> Case:
    return cases.case_by_code(uow.session, g.case.code)


def _back(reference: str) -> Response:
    return redirect(url_for("evaluation.index", reference=reference), 303)


@bp.get("")
@needs(Permission.READ_EVALUATION)
def index(reference: str) -> str:
    """Meters, numbers, branches, proposal and decision per group; schedule and ledger."""
    return _page()


@bp.get("/if-nothing-were-corrected")
@needs(Permission.READ_EVALUATION)
def what_if(reference: str) -> str:
    """The first submitted version judged with every finding counted in full."""
    first = shown_evaluation(db(), g.case).first
    if first is None:
        raise NotYours("No version is submitted yet.")
    groups = if_nothing_were_corrected(db(), g.case, first)
    return render_template("evaluation/what_if.html", case=g.case, version=first, groups=groups, kinds=KINDS)


@bp.post("")
@needs(Permission.EVALUATE)
def evaluate(reference: str) -> Response:
    """Evaluate the latest submitted version."""
    with unit_of_work(g.actor) as uow:
        done = commands.evaluate(uow, _case(uow))
        number = done.statement_version
    flash(_("Evaluated on version %(number)s.", number=number), "done")
    return _back(reference)


@bp.post("/<group>/decide")
@needs(Permission.EVALUATE)
def decide(reference: str, group: str) -> Response | tuple[str, int]:
    """The lead verifier's decision on a group."""
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(decision_form=form, open_for=group), 422
    try:
        with unit_of_work(g.actor) as uow:
            row = queries.conclusion_of_group(uow.session, _case(uow), group)
            commands.decide_conclusion(
                uow,
                row,
                OpinionKind(form.kind.data),
                form.reason.data or None,
                matter=form.matter.data or None,
            )
    except BadInput as error:
        complain(form.matter if error.field == "matter" else form.reason, say(error.reason, language()))
        return _page(decision_form=form, open_for=group), 422
    flash(_("Decided for group %(group)s.", group=group), "done")
    return _back(reference)


@bp.post("/<group>/market")
@needs(Permission.EVALUATE)
def rule_market(reference: str, group: str) -> Response | tuple[str, int]:
    """The ruling on a breach of the market basis."""
    form = MarketForm()
    if not form.validate_on_submit():
        return _page(market_form=form, open_for=group), 422
    with unit_of_work(g.actor) as uow:
        row = queries.conclusion_of_group(uow.session, _case(uow), group)
        commands.rule_market(uow, row, form.ruling.data, is_material=form.is_material.data)
    return _back(reference)


@bp.post("/<group>/judgement")
@needs(Permission.EVALUATE)
def judge(reference: str, group: str) -> Response | tuple[str, int]:
    """A ruling on pervasive or misleading; the proposal is computed anew."""
    form = JudgementForm()
    if not form.validate_on_submit():
        return _page(judgement_form=form, open_for=group), 422
    ruling = Judgement(form.is_ruled_pervasive.data, MISLEADING[form.is_misleading.data])
    with unit_of_work(g.actor) as uow:
        case = _case(uow)
        row = queries.conclusion_of_group(uow.session, case, group)
        commands.rule_judgement(uow, case, row, ruling, reason=form.reason.data)
    return _back(reference)


@bp.post("/completion")
@needs(Permission.EVALUATE)
def complete(reference: str) -> Response | tuple[str, int]:
    """Risk and materiality assessed again, and what the controls are worth."""
    form = CompletionForm()
    if not form.validate_on_submit():
        return _page(completion_form=form), 422
    with unit_of_work(g.actor) as uow:
        evaluation = queries.current_evaluation(uow.session, _case(uow))
        if evaluation is None:
            raise BadInput(_("Evaluate the misstatements first."))
        commands.assess_completion(
            uow, evaluation, risk_reassessment=form.risk_reassessment.data or "",
            controls_assessment=form.controls_assessment.data or "",
        )  # fmt: skip
    return _back(reference)
