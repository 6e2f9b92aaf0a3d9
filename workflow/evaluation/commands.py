"""Writes of the evaluation: computing it, ruling, deciding the conclusion of each group, voiding it."""

from __future__ import annotations

from methods.group_evaluation import GroupEvaluation
from methods.uncomputable import Uncomputable
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, Refusal
from workflow.evaluation import queries
from workflow.evaluation.groups import KINDS, Judgement, judge_group, to_json
from workflow.evaluation.models import Evaluation, GroupConclusion
from workflow.evaluation.rules import OpinionKind
from workflow.findings.gates import no_finding_is_open
from workflow.findings.queries import findings_facts
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.inputs import as_message
from workflow.ghg_statement.models import StatementVersion
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork


def evaluate(uow: UnitOfWork, case: Case) -> Evaluation:
    """Judge every assurance group on the latest submitted version; an earlier evaluation becomes void.

    Refused outside the state evaluation, without a submitted version, and while a finding is unfinished.
    """
    version = statement.latest_submitted(uow.session, case)
    if version is None:
        sentence = message(N_("The responsible party has not submitted a version of its GHG statement."))
        uow.refuse_unless(case, "evaluation.compute", Refusal("G-STMT", sentence))
    assert version is not None
    uow.refuse_unless(
        case,
        "evaluation.compute",
        _only_in_evaluation(case),
        no_finding_is_open.refusal(findings_facts(uow.session, case)),
    )
    voided = _void(uow, case, f"evaluated again on version {version.number}")
    evaluation = Evaluation(
        case_id=case.id, owner_org_id=case.owner_org_id, statement_version=version.number,
        revision=case.revision, computed_by=uow.actor.name, computed_at=uow.now,
    )  # fmt: skip
    uow.session.add(evaluation)
    uow.session.flush()
    rows = _judge_all(uow, case, version, evaluation)
    uow.session.add_all(rows)
    proposed = {row.group_code: row.proposed for row in rows}
    uow.record(
        "evaluation.compute", evaluation, covers=[*voided, *rows],
        statement=version.number, sha256=version.sha256, proposed=proposed,
    )  # fmt: skip
    return evaluation


def _judge_all(
    uow: UnitOfWork, case: Case, version: StatementVersion, evaluation: Evaluation
) -> list[GroupConclusion]:
    standing = queries.standing_uncorrected(uow.session, case)
    lines = statement.lines_of(uow.session, version)
    totals = statement.totals_of(uow.session, case, version)
    rows = []
    for group in cases.groups_of(uow.session, case):
        row = GroupConclusion(
            case_id=case.id, owner_org_id=case.owner_org_id, evaluation_id=evaluation.id,
            group_code=group.code,
        )  # fmt: skip
        try:
            _store(row, judge_group(case, group, totals, lines, standing))
        except Uncomputable as error:
            raise BadInput(as_message(error)) from error
        rows.append(row)
    return rows


def _store(row: GroupConclusion, judged: GroupEvaluation) -> None:
    row.reported = judged.location.facts.reported
    row.threshold = judged.location.measures.thresholds.amount
    row.location = to_json(judged.location)
    row.market = None if judged.market is None else to_json(judged.market)
    row.proposed = KINDS[judged.location.conclusion]
    row.market_proposed = None if judged.market is None else KINDS[judged.market.conclusion]


def rule_judgement(
    uow: UnitOfWork, case: Case, conclusion: GroupConclusion, judgement: Judgement, *, reason: str
) -> None:
    """The lead verifier rules a misstatement pervasive or misleading; the proposal is computed anew."""
    _only_current(uow, case, conclusion, "conclusion.judge")
    _need(reason, "reason", N_("Give the reason for this ruling."))
    version = statement.latest_submitted(uow.session, case)
    assert version is not None
    group = next(g for g in cases.groups_of(uow.session, case) if g.code == conclusion.group_code)
    judged = judge_group(
        case,
        group,
        statement.totals_of(uow.session, case, version),
        statement.lines_of(uow.session, version),
        queries.standing_uncorrected(uow.session, case),
        judgement=judgement,
    )
    _store(conclusion, judged)
    conclusion.is_ruled_pervasive = judgement.is_ruled_pervasive
    conclusion.is_misleading = judgement.is_misleading
    conclusion.judgement = reason
    _forget_decision(conclusion)
    uow.record("conclusion.judge", conclusion, comment=reason, group=conclusion.group_code)


def _forget_decision(conclusion: GroupConclusion) -> None:
    conclusion.decided = None
    conclusion.reason = None
    conclusion.decided_by = None
    conclusion.decided_at = None


def decide_conclusion(
    uow: UnitOfWork, conclusion: GroupConclusion, kind: OpinionKind, reason: str | None = None, *,
    matter: str | None = None,
) -> None:  # fmt: skip
    """The lead verifier decides; what differs from the proposal needs a reason, a modification its matter."""
    case = uow.session.get_one(Case, conclusion.case_id)
    _only_current(uow, case, conclusion, "conclusion.decide")
    if kind is not conclusion.proposed:
        _need(reason, "reason", N_("The decision differs from the proposal: give the reason."))
    if kind is OpinionKind.UNMODIFIED and conclusion.is_market_material:
        _need(reason, "reason", N_("The market-based breach was ruled material: give the reason."))
    if kind is not OpinionKind.UNMODIFIED:
        _need(matter, "matter", N_("Name the matter that the opinion will tell its users."))
    conclusion.decided = kind
    conclusion.reason = reason or None
    conclusion.matter = matter or None
    conclusion.decided_by = uow.actor.name
    conclusion.decided_at = uow.now
    uow.record("conclusion.decide", conclusion, comment=reason or None, group=conclusion.group_code)


def rule_market(
    uow: UnitOfWork, conclusion: GroupConclusion, ruling: str, *, is_material: bool = False
) -> None:
    """The qualitative ruling on a breach of the market basis; it changes nothing by arithmetic (4.1)."""
    case = uow.session.get_one(Case, conclusion.case_id)
    _only_current(uow, case, conclusion, "conclusion.rule_market")
    if conclusion.market_proposed in (None, OpinionKind.UNMODIFIED):
        raise BadInput(N_("The market basis is not breached: there is nothing to rule on."), "ruling")
    _need(ruling, "ruling", N_("Say why the market-based breach is material or not."))
    conclusion.market_ruling = ruling
    conclusion.is_market_material = is_material
    uow.record("conclusion.rule_market", conclusion, comment=ruling, group=conclusion.group_code)


def assess_completion(
    uow: UnitOfWork, evaluation: Evaluation, *, risk_reassessment: str, controls_assessment: str
) -> None:
    """Write down the re-assessed risks and what the controls are worth (6.3)."""
    evaluation.risk_reassessment = risk_reassessment or None
    evaluation.controls_assessment = controls_assessment or None
    uow.record("evaluation.assess", evaluation)


def void_evaluation(uow: UnitOfWork, case: Case, reason: str) -> None:
    """Take the evaluation out of force; its numbers stay readable."""
    for row in _void(uow, case, reason):
        uow.record("evaluation.void", row, comment=reason)


def _void(uow: UnitOfWork, case: Case, reason: str) -> list[Evaluation]:
    current = queries.current_evaluation(uow.session, case)
    if current is None:
        return []
    current.void_reason = reason
    return [current]


def _only_in_evaluation(case: Case) -> Refusal | None:
    if case.state is CaseState.EVALUATION:
        return None
    state = case.state.value.replace("_", " ")
    return Refusal("G-STATE", message(N_("The case is {state}: evaluate in evaluation."), state=state))


def _only_current(uow: UnitOfWork, case: Case, conclusion: GroupConclusion, verb: str) -> None:
    current = queries.current_evaluation(uow.session, case)
    stale = None
    if current is None or current.id != conclusion.evaluation_id:
        stale = Refusal("G-EVAL", message(N_("This evaluation is void: evaluate again.")))
    uow.refuse_unless(conclusion, verb, _only_in_evaluation(case), stale)


def _need(text: str | None, field: str, sentence: str) -> None:
    if not (text or "").strip():
        raise BadInput(sentence, field)
