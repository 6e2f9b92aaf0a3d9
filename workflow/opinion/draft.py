"""The draft opinion and the factual check of it by the responsible party (1.7, 1.8)."""

from __future__ import annotations

from datetime import date

from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, Refusal
from workflow.evaluation.queries import current_evaluation
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.machine import FACTUAL_CHECK, FactualCheckFacts
from workflow.opinion.models import DraftOpinion, FactualCheck
from workflow.opinion.notices import tell_party
from workflow.opinion.rules import FactualCheckState
from workflow.unit_of_work import UnitOfWork

DRAFT_FIELDS = (
    "addressee", "evidence_summary", "controls_assessment", "risk_summary", "recommendations",
    "report_place", "modification_reasons",
)  # fmt: skip
DAYS_TO_ANSWER = 5


def write_draft(uow: UnitOfWork, case: Case, *, version: int | None = None, **fields: str) -> DraftOpinion:
    """Write or change what statement and report say beyond what the case itself holds.

    A draft stands on one evaluation: after a new evaluation the old draft is void and a new one begins.
    """
    _only_in(uow, case, "draft_opinion.write", CaseState.EVALUATION, CaseState.DRAFT_OPINION)
    evaluation = current_evaluation(uow.session, case)
    if evaluation is None:
        raise BadInput(N_("Evaluate the misstatements first: the draft stands on the evaluation."))
    draft = reads.draft_of(uow.session, case)
    if draft is not None and draft.evaluation_id != evaluation.id:
        draft.void_reason = "evaluated again"
        uow.record("draft_opinion.void", draft, comment=draft.void_reason)
        draft = None
    if draft is None:
        draft = DraftOpinion(
            case_id=case.id, owner_org_id=case.owner_org_id, evaluation_id=evaluation.id, addressee="",
            evidence_summary="", controls_assessment="", risk_summary="", report_place="",
            drafted_by=uow.actor.name, drafted_at=uow.now,
        )  # fmt: skip
        uow.session.add(draft)
    else:
        uow.expect(draft, version)
    for name, text in fields.items():
        if name not in DRAFT_FIELDS:
            raise BadInput(message(N_("{field} cannot be set here."), field=name), name)
        setattr(draft, name, text.strip())
    draft.drafted_by, draft.drafted_at = uow.actor.name, uow.now
    uow.record("draft_opinion.write", draft)
    return draft


def send_factual_check(uow: UnitOfWork, case: Case, *, due: date | None = None) -> FactualCheck:
    """Send the draft to the responsible party, who reads it for facts only; five working days by default."""
    _only_in(uow, case, "factual_check.send", CaseState.DRAFT_OPINION)
    draft = reads.draft_of(uow.session, case)
    if draft is None:
        raise BadInput(N_("Write the draft opinion first."))
    calendar = cases.calendar_of(uow.session, case)
    today = calendar.local_date(uow.now)
    last = due or calendar.add_working_days(today, DAYS_TO_ANSWER)
    if last < today:
        raise BadInput(N_("The due date has passed already: choose a later one."), "due")
    check = reads.factual_check_of(uow.session, case)
    if check is None or check.state is not FactualCheckState.SENT:
        check = FactualCheck(
            case_id=case.id, owner_org_id=case.owner_org_id, draft_id=draft.id,
            state=FactualCheckState.NOT_SENT,
        )  # fmt: skip
        uow.session.add(check)
        uow.session.flush()
    check.sent_on, check.due = today, last
    uow.move(FACTUAL_CHECK, check, "send", facts=FactualCheckFacts())
    sentence = f"Read the draft of the verification report for facts and answer until {last.isoformat()}."
    tell_party(uow, case, subject="factual check of the draft", text=sentence)
    return check


def answer_factual_check(uow: UnitOfWork, case: Case, *, points: str | None = None) -> FactualCheck:
    """The responsible party's answer: points on facts, or none; conclusions are not negotiated."""
    check = _sent_check(uow, case)
    check.points = (points or "").strip() or None
    check.closed_on = cases.calendar_of(uow.session, case).local_date(uow.now)
    uow.move(FACTUAL_CHECK, check, "answer", facts=FactualCheckFacts())
    return check


def settle_points(uow: UnitOfWork, case: Case, *, what_became: str) -> FactualCheck:
    """Write down what became of each point that the responsible party raised."""
    check = _sent_check(uow, case)
    if not what_became.strip():
        raise BadInput(N_("Say what became of each point."), "what_became")
    check.what_became = what_became.strip()
    uow.record("factual_check.settle", check)
    return check


def lapse_factual_check(uow: UnitOfWork, case: Case) -> FactualCheck:
    """Let the check lapse after its due date; refused before."""
    check = _sent_check(uow, case)
    calendar = cases.calendar_of(uow.session, case)
    passed = check.due is not None and uow.now >= calendar.end_of(check.due)
    check.closed_on = calendar.local_date(uow.now)
    uow.move(FACTUAL_CHECK, check, "lapse", facts=FactualCheckFacts(due_has_passed=passed))
    return check


def _sent_check(uow: UnitOfWork, case: Case) -> FactualCheck:
    check = reads.factual_check_of(uow.session, case)
    if check is None:
        raise BadInput(N_("No draft was sent for the factual check."))
    return check


def _only_in(uow: UnitOfWork, case: Case, verb: str, *states: CaseState) -> None:
    refusal = None
    if case.state not in states:
        state = case.state.value.replace("_", " ")
        refusal = Refusal("G-STATE", message(N_("This cannot be done while it is {state}."), state=state))
    uow.refuse_unless(case, verb, refusal)
