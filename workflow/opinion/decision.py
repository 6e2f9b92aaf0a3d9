"""The decision: it takes the number, freezes the contract, has the documents rendered and seals the issue."""

from __future__ import annotations

from workflow.access import Actor
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.cases.rules import CaseState
from workflow.db import Base, ScopedSession
from workflow.errors import BadInput, ChangedMeanwhile, Refusal
from workflow.evaluation import gates as evaluation_gates
from workflow.evaluation.queries import evaluation_facts
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.contracts.parties import Ground, ground_of
from workflow.opinion.contracts.statement import Numbering
from workflow.opinion.drawing_up import Decision, Fence, Rendered, contracts_of, fence_of, render
from workflow.opinion.facts import is_on_team
from workflow.opinion.gates import OpinionFacts, decider_is_not_on_the_team
from workflow.opinion.models import Issue, SealedDocument
from workflow.opinion.numbers import next_number
from workflow.unit_of_work import UnitOfWork, reading, services, unit_of_work

# Another case of the body may take the number, or a colleague may save, while the documents are rendered.
TRIES = 3
_CHANGED = message(N_("The case changed while its documents were made: look at it, then decide again."))
Drawn = tuple[Fence, Rendered | Refusal]


def record_decision(actor: Actor, reference: str, decision: Decision) -> Issue:
    """Decide to issue: number, frozen contract, rendered documents and a sealed issue.

    The documents are rendered before the transaction that applies them, which refuses when anything they
    rest on has changed; then they are drawn up again. Bytes are stored before rows, so that a crash leaves a
    file without a row and never a row without a file.
    """
    for left in reversed(range(TRIES)):
        drawn = _draw_up(actor, reference, decision)
        crashpoint("decision.before_apply")
        try:
            with unit_of_work(actor) as uow:
                return _apply(uow, case_by_code(uow.session, reference), decision, drawn)
        except ChangedMeanwhile:
            if not left:
                raise
    raise AssertionError("the last try returns or raises")


def _draw_up(actor: Actor, reference: str, decision: Decision) -> Drawn | None:
    """Number, contracts and documents as the decision would freeze them now; None while a gate is shut."""
    with reading(actor.scope) as session:
        case = case_by_code(session, reference)
        if any(_why_not_decided(session, case, actor)) or not decision.text.strip():
            return None
        fence = fence_of(session, ground_of(session, case), decision, services().clock.now().date())
        contracts = contracts_of(session, case, fence)
    return fence, render(contracts)


def _apply(uow: UnitOfWork, case: Case, decision: Decision, drawn: Drawn | None) -> Issue:
    uow.refuse_unless(case, "decision.record", *_why_not_decided(uow.session, case, uow.actor))
    if not decision.text.strip():
        raise BadInput(N_("Write the decision in a sentence."), "text")
    ground = ground_of(uow.session, case)
    standing = reads.standing_issue(uow.session, case)
    if standing is not None and not (decision.what_changed or "").strip():
        raise BadInput(N_("A revision says what changed and why."), "what_changed")
    fence = fence_of(uow.session, ground, decision, uow.now.date())
    if drawn is None or drawn[0] != fence:
        raise ChangedMeanwhile(_CHANGED)
    rendered = drawn[1]
    if isinstance(rendered, Refusal):
        uow.refuse_unless(case, "decision.record", rendered)
    assert isinstance(rendered, Rendered)
    return _seal(uow, ground, fence.numbering, rendered, decision.text.strip())


def _seal(uow: UnitOfWork, ground: Ground, numbering: Numbering, rendered: Rendered, text: str) -> Issue:
    """Take the number that the documents carry, and write the issue with its event."""
    touched: list[Base] = []
    if not numbering.revision:
        number, series = next_number(uow, ground.body, uow.now.year)
        if number != numbering.number:  # taken since the fence was asked, which only PostgreSQL lets happen
            raise ChangedMeanwhile(_CHANGED)
        touched.append(series)
    issue = _issue(uow, ground, numbering, rendered, text)
    documents = _documents(uow, issue, rendered)
    event = uow.record(
        "decision.record", issue, covers=[*documents, *touched], comment=text, number=issue.code,
        contract=issue.contract_sha256,
    )  # fmt: skip
    if event.prev != numbering.audit_head:  # the trail moved on between the fence and this event
        raise ChangedMeanwhile(_CHANGED)
    return issue


def _why_not_decided(session: ScopedSession, case: Case, actor: Actor) -> list[Refusal | None]:
    facts = evaluation_facts(session, case)
    refusals = [
        decider_is_not_on_the_team.refusal(OpinionFacts(actor_is_on_team=is_on_team(session, case, actor))),
        evaluation_gates.evaluation_stands_on_the_latest_version.refusal(facts),
        evaluation_gates.every_conclusion_is_decided.refusal(facts),
    ]
    if case.state is not CaseState.DECISION:
        state = case.state.value.replace("_", " ")
        sentence = message(N_("This cannot be done while it is {state}."), state=state)
        refusals.append(Refusal("G-STATE", sentence))
    if reads.sealed_issue(session, case) is not None:
        refusals.append(Refusal("G-NUM", message(N_("The decision is recorded and numbered already."))))
    if facts.every_group_is_disclaimed:
        sentence = message(
            N_("Every group is disclaimed: end the case without an opinion, no number is given.")
        )
        refusals.append(Refusal("G-DISCLAIM", sentence))
    return refusals


def _issue(uow: UnitOfWork, ground: Ground, numbering: Numbering, rendered: Rendered, text: str) -> Issue:
    case = ground.case
    assert numbering.revision is not None and numbering.opinion_date is not None
    issue = Issue(
        case_id=case.id, owner_org_id=case.owner_org_id, number=numbering.number,
        revision=numbering.revision, decided_by=uow.actor.name, decided_at=uow.now, decision_text=text,
        opinion_date=numbering.opinion_date, contract_sha256=rendered.contract.sha256,
        report_body_sha256=rendered.body.sha256, ghg_contract_sha256=rendered.ghg_contract.sha256,
        statement_version=ground.version.number, evaluation_id=ground.evaluation.id,
        what_changed=numbering.replacement_reason or None,
    )  # fmt: skip
    uow.session.add(issue)
    uow.session.flush()
    return issue


def _documents(uow: UnitOfWork, issue: Issue, rendered: Rendered) -> list[SealedDocument]:
    rows = [
        SealedDocument(
            case_id=issue.case_id, owner_org_id=issue.owner_org_id, issue_id=issue.id, kind=kind,
            rendered_sha256=stored.sha256, sha256=stored.sha256,
        )
        for kind, stored in rendered.documents.items()
    ]  # fmt: skip
    uow.session.add_all(rows)
    return rows
