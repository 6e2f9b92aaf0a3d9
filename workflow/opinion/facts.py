"""What the opinion puts before the case's gates; only what the gates out of the case's state ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from workflow.access import TEAM_ROLES, Actor, Role
from workflow.cases import queries as cases
from workflow.cases.models import Case, TeamMember
from workflow.cases.rules import CaseState, SignatureKind
from workflow.db import ScopedSession, across_tenants
from workflow.errors import BadInput
from workflow.ghg_statement import queries as statements
from workflow.i18n import N_
from workflow.opinion import reads
from workflow.opinion.contracts import statement
from workflow.opinion.contracts.parties import ground_of
from workflow.opinion.effects import is_material
from workflow.opinion.gates import OpinionFacts
from workflow.opinion.models import RepresentationLetter
from workflow.opinion.rules import (
    REVIEW_CHECKS,
    SIGNED_KINDS,
    FactualCheckState,
    LaterFactOutcome,
    ReviewState,
)
from workflow.opinion.signatures import all_hold, lock_facts
from workflow.people import queries as people
from workflow.people.models import Person
from workflow.people.rules import CompetenceArea
from workflow.unit_of_work import services


def opinion_facts(session: ScopedSession, case: Case, actor: Actor) -> OpinionFacts:
    """The facts of the opinion for the moves out of the case's present state."""
    match case.state:
        case CaseState.EVALUATION:
            return _before_the_draft(session, case)
        case CaseState.DRAFT_OPINION:
            return _before_the_review(session, case)
        case CaseState.INDEPENDENT_REVIEW:
            return _in_review(session, case)
        case CaseState.DECISION:
            return _in_decision(session, case, actor)
        case CaseState.ISSUED | CaseState.POST_ISSUE_REVIEW:
            return _after_issue(session, case, actor)
    return OpinionFacts()


def _before_the_draft(session: ScopedSession, case: Case) -> OpinionFacts:
    return OpinionFacts(
        letter_is_signed_for_latest=letter_holds(session, case),
        missing_elements=missing_of_draft(session, case),
    )


def missing_of_draft(session: ScopedSession, case: Case) -> tuple[str, ...]:
    """Elements of 1.7 that a draft must hold and does not, in words."""
    try:
        return statement.missing_of_draft(session, ground_of(session, case))
    except BadInput:
        return (N_("everything that the evaluation gives"),)


def letter_holds(session: ScopedSession, case: Case) -> bool:
    """True when the approver signed a letter for the latest submitted version, dated on or after it."""
    version = statements.latest_submitted(session, case)
    letter = reads.letter_of(session, case)
    if version is None or letter is None or letter.signed_at is None:
        return False
    if letter.statement_version != version.number or version.submitted_at is None:
        return False
    is_late_enough = letter.dated >= version.submitted_at.date()
    return is_late_enough and _is_signed(session, case, letter)


def _is_signed(session: ScopedSession, case: Case, letter: RepresentationLetter) -> bool:
    return bool(cases.signatures_of(session, case, SignatureKind.REPRESENTATION, letter.sha256))


def _before_the_review(session: ScopedSession, case: Case) -> OpinionFacts:
    check = reads.factual_check_of(session, case)
    return OpinionFacts(
        factual_check=check.state if check else FactualCheckState.NOT_SENT,
        reviewer_refusal=why_reviewer_is_not_eligible(session, case, services().clock.now().date()),
    )


def why_reviewer_is_not_eligible(session: ScopedSession, case: Case, on: date) -> str | None:
    """Why the named reviewer may not review on that day (1.8, SOD-1); None when nothing stands against it."""
    team = cases.team_of(session, case)
    reviewer = next(
        (m for m in team if m.role is Role.INDEPENDENT_REVIEWER and (m.valid_to is None or m.valid_to >= on)),
        None,
    )
    if reviewer is None:
        return N_("Name the independent reviewer.")
    if any(m.person_id == reviewer.person_id and m.role in TEAM_ROLES for m in team):
        return N_("The reviewer works or worked on this case: name somebody outside the team.")
    held = {
        row.area
        for row in people.competence_rows(session, [reviewer.person_id])
        if row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)
    }
    if CompetenceArea.REVIEW not in held:
        return N_("The reviewer holds no competence for reviewing that is valid today.")
    if not _is_of_the_body(session, case, reviewer.person_id):
        return N_("The reviewer does not belong to the verification body.")
    if case.reviewer_outside_client and _worked_for_client(session, case, reviewer.person_id):
        return N_("The programme asks for a reviewer who did no other work for this client in that year.")
    return None


def _is_of_the_body(session: ScopedSession, case: Case, person_id: int) -> bool:
    query = select(Person.owner_org_id).where(Person.id == person_id)
    options = across_tenants("whether the reviewer belongs to the body is asked by whoever is on the case")
    return session.scalar(query.execution_options(**options)) == case.owner_org_id


def _worked_for_client(session: ScopedSession, case: Case, person_id: int) -> bool:
    query = (
        select(TeamMember.id)
        .join(Case, Case.id == TeamMember.case_id)
        .where(
            TeamMember.person_id == person_id,
            TeamMember.role.in_(TEAM_ROLES),
            Case.client_org_id == case.client_org_id,
            Case.period_start == case.period_start,
        )
        .limit(1)
    )
    options = across_tenants("the programme's rule looks at all cases of the client in that year")
    return session.scalar(query.execution_options(**options)) is not None


def _in_review(session: ScopedSession, case: Case) -> OpinionFacts:
    review = reads.review_of(session, case)
    open_comments = [c.code for c in reads.comments_of(session, review) if c.closed_at is None]
    ticks = review.ticks if review else {}
    signed = review is not None and review.state is ReviewState.APPROVED and review.sha256 is not None
    if signed and review is not None and review.sha256 is not None:
        signed = bool(cases.signatures_of(session, case, SignatureKind.REVIEW, review.sha256))
    return OpinionFacts(
        review_comments=len(open_comments),
        open_comments=tuple(open_comments),
        open_checks=tuple(words for key, words in REVIEW_CHECKS.items() if not is_ticked(ticks, key)),
        review_is_signed=signed,
    )


def is_ticked(ticks: dict[str, dict[str, object]], key: str) -> bool:
    """True when the reviewer ticked a check."""
    return bool(ticks.get(key, {}).get("is_ticked"))


def is_on_team(session: ScopedSession, case: Case, actor: Actor) -> bool:
    """True when the person works or ever worked on the case (SOD-1)."""
    query = select(TeamMember.id).where(
        TeamMember.case_id == case.id,
        TeamMember.person_id == actor.person_id,
        TeamMember.role.in_(TEAM_ROLES),
    )
    return session.scalar(query.limit(1)) is not None


def _in_decision(session: ScopedSession, case: Case, actor: Actor) -> OpinionFacts:
    issue = reads.sealed_issue(session, case)
    on_team = is_on_team(session, case, actor)
    if issue is None:
        return OpinionFacts(actor_is_on_team=on_team)
    signed = [d for d in reads.documents_of_issue(session, issue) if d.kind in SIGNED_KINDS]
    is_whole = len(signed) == len(SIGNED_KINDS)
    lead = is_whole and all(d.lead_signed_at for d in signed)
    signatory = is_whole and all(d.signatory_signed_at for d in signed)
    return replace(
        lock_facts(issue, signed),
        actor_is_on_team=on_team,
        lead_signed=lead,
        signatory_signed=signatory,
        all_signatures_hold=lead and signatory and all_hold(signed, services().clock.now()),
    )


def _after_issue(session: ScopedSession, case: Case, actor: Actor) -> OpinionFacts:
    issue = reads.standing_issue(session, case)
    facts = reads.later_facts_of(session, issue)
    unsettled = reads.unsettled(facts)
    return OpinionFacts(
        actor_is_on_team=is_on_team(session, case, actor),
        later_fact_is_open=any(f.outcome is LaterFactOutcome.OPEN for f in unsettled),
        later_fact_is_material=issue is not None and bool(unsettled) and is_material(issue, facts),
        users_are_warned=bool(unsettled) and all(f.warned_users for f in unsettled),
        issue_state=issue.state if issue else None,
    )
