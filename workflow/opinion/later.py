"""Facts discovered after the issue: told, assessed against the threshold, users warned, or withdrawn (1.9)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from workflow.cases.entities import tell_group_cases
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, NotYours, Refusal
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.effects import GroupEffect, effects_of
from workflow.opinion.facts import is_on_team
from workflow.opinion.gates import OpinionFacts, decider_is_not_on_the_team
from workflow.opinion.machine import ISSUE, IssueFacts
from workflow.opinion.models import Issue, LaterFact
from workflow.opinion.notices import tell_party
from workflow.opinion.register import queue_cover_sheet, tell_targets
from workflow.opinion.rules import IssueState
from workflow.opinion.signatures import contract_of
from workflow.unit_of_work import UnitOfWork


def note_later_fact(
    uow: UnitOfWork, case: Case, *, description: str, discovered_on: date, told_by: str,
    source_code: str | None = None, effect: Decimal | None = None, group_code: str | None = None,
    is_qualitative: bool = False,
) -> LaterFact:  # fmt: skip
    """Write down a fact discovered after the issue; `effect` is reported minus correct, t CO2e."""
    issue = reads.standing_issue(uow.session, case)
    refusal = None
    if case.state not in {CaseState.ISSUED, CaseState.POST_ISSUE_REVIEW} or issue is None:
        refusal = Refusal("G-STATE", message(N_("Nothing is issued yet to which a later fact could belong.")))
    uow.refuse_unless(case, "later_fact.note", refusal)
    assert issue is not None
    if not description.strip() or not told_by.strip():
        raise BadInput(N_("Describe the fact, and say by whom it was told."), "description")
    if discovered_on > uow.now.date():
        raise BadInput(N_("The fact cannot be discovered in the future."), "discovered_on")
    fact = LaterFact(
        case_id=case.id, owner_org_id=case.owner_org_id, issue_id=issue.id, description=description.strip(),
        discovered_on=discovered_on, told_by=told_by.strip(),
    )  # fmt: skip
    _take_effect(issue, fact, source_code, effect, group_code, is_qualitative)
    uow.session.add(fact)
    uow.record("later_fact.note", fact, issue=issue.code)
    return fact


def assess_later_fact(
    uow: UnitOfWork, case: Case, fact_id: int, *, effect: Decimal | None, group_code: str | None,
    is_qualitative: bool = False, source_code: str | None = None,
) -> LaterFact:  # fmt: skip
    """State the effect on a group, or rule the fact qualitatively material; before it is decided on."""
    fact, issue = _unsettled(uow, case, fact_id)
    _take_effect(issue, fact, source_code or fact.source_code, effect, group_code, is_qualitative)
    uow.record("later_fact.assess", fact)
    return fact


def _take_effect(  # noqa: PLR0917  the fields of one form
    issue: Issue,
    fact: LaterFact,
    source_code: str | None,
    effect: Decimal | None,
    group_code: str | None,
    is_qualitative: bool,
) -> None:
    statement = contract_of(issue)
    if source_code and not group_code:
        group_code = next((line.group for line in statement.lines if line.source == source_code), None)
    if effect is not None and group_code not in {g.code for g in statement.groups}:
        raise BadInput(N_("Name the assurance group that the effect is judged in."), "group_code")
    fact.source_code = source_code or None
    fact.effect = effect
    fact.group_code = group_code or None
    fact.is_qualitative = is_qualitative


def warn_users(uow: UnitOfWork, case: Case, fact_id: int, *, users: str) -> LaterFact:
    """List who was warned that reliance on the statement may be wrong, one a line."""
    fact, _issue = _unsettled(uow, case, fact_id)
    if not users.strip():
        raise BadInput(
            N_("List whom you warned: client, responsible party, programme, known users."), "users"
        )
    fact.warned_users = users.strip()
    uow.record("later_fact.warn", fact)
    return fact


def _unsettled(uow: UnitOfWork, case: Case, fact_id: int) -> tuple[LaterFact, Issue]:
    issue = reads.standing_issue(uow.session, case)
    facts = reads.unsettled(reads.later_facts_of(uow.session, issue))
    fact = next((f for f in facts if f.id == fact_id), None)
    if fact is None or issue is None:
        raise NotYours("There is no such fact.")
    return fact, issue


def withdraw(uow: UnitOfWork, case: Case, *, reason: str) -> Issue:
    """Withdraw the issue under review: the register says so, and the users are told to stop use."""
    issue = reads.standing_issue(uow.session, case)
    refusals: list[Refusal | None] = [
        decider_is_not_on_the_team.refusal(
            OpinionFacts(actor_is_on_team=is_on_team(uow.session, case, uow.actor))
        )
    ]
    if issue is None or case.state is not CaseState.POST_ISSUE_REVIEW:
        sentence = message(N_("Only an issue that is being assessed after its issue can be withdrawn."))
        refusals.append(Refusal("G-STATE", sentence))
    uow.refuse_unless(case, "issue.withdraw", *refusals)
    assert issue is not None
    issue.withdrawn_reason = reason.strip() or None
    uow.move(ISSUE, issue, "withdraw", facts=IssueFacts(reason=reason.strip()), comment=reason.strip())
    queue_cover_sheet(uow, issue)
    tell_group_cases(uow, case)
    tell_targets(uow, case, issue)
    text = f"Verification statement {issue.code} is withdrawn: stop using it. Reason: {reason.strip()}"
    tell_party(uow, case, subject="verification statement withdrawn", text=text)
    return issue


def effects_now(issue: Issue | None, facts: list[LaterFact]) -> tuple[GroupEffect, ...]:
    """The effect of all later facts of an issue on each group; nothing while nothing is issued."""
    if issue is None or issue.state is IssueState.SEALED:
        return ()
    return effects_of(issue, facts)
