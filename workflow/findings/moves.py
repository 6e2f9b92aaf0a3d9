"""The finding's moves as acts: each gathers its facts, asks the machine, and writes what the move entails."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from workflow.cases.models import Case
from workflow.documents.commands import take_into_case
from workflow.documents.intake import Received
from workflow.documents.rules import Origin
from workflow.errors import BadInput
from workflow.findings import facts as known
from workflow.findings import queries, reminders
from workflow.findings.carrying import plan_hand_over
from workflow.findings.citing import Cited, check_citations, pin
from workflow.findings.commands import default_due
from workflow.findings.machine import FINDING, FindingFacts
from workflow.findings.models import Finding, Response
from workflow.findings.reminders import TELL_PARTY, TELL_TEAM
from workflow.findings.rules import FindingState
from workflow.ghg_statement import queries as statement
from workflow.i18n import N_
from workflow.unit_of_work import UnitOfWork


def facts_of(uow: UnitOfWork, case: Case, row: Finding, **given: Any) -> FindingFacts:
    """What is known of a finding before a move, completed by what the person gives with it."""
    return known.facts_of(uow.session, uow.actor, case, row, _today(uow, case), **given)


def _today(uow: UnitOfWork, case: Case) -> date:
    return known.today_of(uow.session, case, uow.now)


def tell(uow: UnitOfWork, job: str, row: Finding, what: str) -> None:
    """Have the other side told once of what happened in this round."""
    uow.after_commit(job, row.id, what, subject=row, key=f"finding:{row.id}:{row.round}:{what}")


def issue_finding(uow: UnitOfWork, case: Case, row: Finding, *, due: date | None = None) -> None:
    """Put a drafted finding to the responsible party; the due date counts the body's working days."""
    if due is not None and due < _today(uow, case):
        raise BadInput(N_("The due date lies in the past."), "due")
    row.addressee_org_id = row.addressee_org_id or case.responsible_party_org_id
    row.due = due or row.due or default_due(uow, case, row.kind)
    row.issued_by, row.issued_at = uow.actor.name, uow.now
    if row.statement_version is None:
        version = statement.latest_submitted(uow.session, case) or statement.latest_received(
            uow.session, case
        )
        row.statement_version = version.number if version else None
    uow.move(FINDING, row, "issue", facts=facts_of(uow, case, row))
    reminders.plan(uow, case, row)
    tell(uow, TELL_PARTY, row, "issued")


def respond(
    uow: UnitOfWork, case: Case, row: Finding, *, text: str, is_refusal: bool = False,
    root_cause: str | None = None, correction: str | None = None, corrective_action: str | None = None,
    citations: Sequence[Cited] = (), attachments: Iterable[Received] = (),
) -> Response:  # fmt: skip
    """Answer a finding for the responsible party: one round, frozen once it is assessed.

    Attachments are taken into the case as evidence of the client and cited with the answer.
    """
    # Two who answer at once: the second waits here and then meets the machine, not a broken row.
    uow.session.refresh(row, with_for_update=True)
    files = list(attachments)
    check_citations(uow, case, citations)
    facts = facts_of(
        uow, case, row, text=text.strip(), is_refusal=is_refusal, has_correction=bool(correction or corrective_action),
        has_attachment=bool(citations) or bool(files),
    )  # fmt: skip
    uow.refuse_unless(row, "finding.respond", *FINDING.blockers("respond", row.state, facts))
    attached = [take_into_case(uow, case, f, origin=Origin.CLIENT).document.code for f in files]
    response = Response(
        case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id, round=row.round, text=text,
        is_refusal=is_refusal, root_cause=root_cause, correction=correction,
        corrective_action=corrective_action, responded_by=uow.actor.name, responded_at=uow.now,
    )  # fmt: skip
    uow.session.add(response)
    uow.session.flush()
    cited = pin(uow, case, row, [*citations, *(Cited(code) for code in attached)], response=response)
    uow.move(FINDING, row, "respond", facts=facts, covers=[response, *cited], round=response.round)
    tell(uow, TELL_TEAM, row, "answered")
    return response


def assess(uow: UnitOfWork, row: Finding, text: str, *, returned: bool) -> list[Response]:
    """Write the verifier's assessment beside the newest answer, unless that one was assessed and returned."""
    responses = queries.responses_of(uow.session, row)
    if not responses or responses[-1].is_returned:
        return []
    last = responses[-1]
    last.assessment, last.assessed_by, last.assessed_at = text, uow.actor.name, uow.now
    last.is_returned = returned
    return [last]


def return_finding(
    uow: UnitOfWork, case: Case, row: Finding, *, reason: str, citations: Sequence[Cited] = (),
    due: date | None = None,
) -> None:  # fmt: skip
    """Return an answer that does not settle the finding; a new round begins within the time that is left."""
    if due is not None and due < _today(uow, case):
        raise BadInput(N_("The due date lies in the past."), "due")
    facts = facts_of(uow, case, row, reason=reason)
    covered: list[Any] = [*assess(uow, row, reason, returned=True)]
    covered += pin(uow, case, row, citations, assessed_round=row.round)
    uow.move(FINDING, row, "return", facts=facts, covers=covered, comment=reason)
    row.round += 1
    row.due = due or _still_ahead(row.due, _today(uow, case)) or default_due(uow, case, row.kind)
    uow.record("finding.round", row, round=row.round)
    reminders.plan(uow, case, row)
    tell(uow, TELL_PARTY, row, "returned")


def _still_ahead(due: date | None, today: date) -> date | None:
    # A return gives no more time by itself; only a deadline that has passed is set anew.
    return due if due is not None and due > today else None


def accept(uow: UnitOfWork, case: Case, row: Finding, *, assessment: str) -> None:
    """Accept the answer; the finding waits for its correction or closing."""
    covered = assess(uow, row, assessment, returned=False)
    facts = facts_of(uow, case, row, reason=assessment)
    uow.move(FINDING, row, "accept", facts=facts, covers=covered, comment=assessment)
    tell(uow, TELL_PARTY, row, "accepted")


def end(uow: UnitOfWork, row: Finding, resolution: str) -> None:
    """Write how, by whom and when a finding ended."""
    row.resolution, row.closed_by, row.closed_at = resolution, uow.actor.name, uow.now


def close_corrected(
    uow: UnitOfWork, case: Case, row: Finding, *, resolution: str, remainder_reason: str | None = None
) -> None:
    """Close when a later submitted version holds the correction within 0.01 t, or the rest is explained."""
    held = known.correction_of(uow.session, case, row)
    facts = facts_of(
        uow, case, row, later_version=held.version.number if held.version else None,
        uncorrected_sources=held.sources, remainder=held.remainder, remainder_reason=remainder_reason,
    )  # fmt: skip
    end(uow, row, resolution)
    row.corrected_in_version = held.version.number if held.version else None
    row.remainder = held.remainder
    row.remainder_reason = remainder_reason if held.wrong else None
    uow.move(FINDING, row, "close_corrected", facts=facts, comment=resolution)
    tell(uow, TELL_PARTY, row, "closed_corrected")


def close_clarified(uow: UnitOfWork, case: Case, row: Finding, *, resolution: str) -> None:
    """Close a clarification that changes no number."""
    covered = assess(uow, row, resolution, returned=False)
    end(uow, row, resolution)
    facts = facts_of(uow, case, row, reason=resolution)
    uow.move(FINDING, row, "close_clarified", facts=facts, covers=covered, comment=resolution)
    tell(uow, TELL_PARTY, row, "closed_clarified")


def close_uncorrected(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Close what stays uncorrected: it goes to the schedule with its amount or ruling."""
    # An accepted answer keeps the assessment under which it was accepted.
    is_answered = row.state is FindingState.RESPONDED
    covered = assess(uow, row, reason, returned=False) if is_answered else []
    end(uow, row, reason)
    facts = facts_of(uow, case, row, reason=reason)
    uow.move(FINDING, row, "close_uncorrected", facts=facts, covers=covered, comment=reason)
    tell(uow, TELL_PARTY, row, "closed_uncorrected")


def carry_forward(uow: UnitOfWork, case: Case, row: Finding, *, due: date, note: str | None = None) -> None:
    """Carry a forward action into the next period's case, due within twelve months."""
    end(uow, row, note or "carried into the next period")
    row.carried_due = due
    is_answered = row.state is FindingState.RESPONDED
    covered = assess(uow, row, note, returned=False) if note and is_answered else []
    uow.move(
        FINDING, row, "carry_forward", facts=facts_of(uow, case, row, carried_due=due), covers=covered,
        comment=note,
    )  # fmt: skip
    plan_hand_over(uow, case, f"carry:{row.id}:{row.round}")
    tell(uow, TELL_PARTY, row, "carried_forward")


def acknowledge(uow: UnitOfWork, case: Case, row: Finding, *, text: str | None = None) -> None:
    """Take note of a recommendation; no correction is asked for."""
    end(uow, row, text or "acknowledged")
    uow.move(FINDING, row, "acknowledge", facts=facts_of(uow, case, row), comment=text)
    tell(uow, TELL_TEAM, row, "acknowledged")


def accept_limitation(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Accept that evidence is not to be had; its tonnes and categories enter the evaluation."""
    end(uow, row, reason)
    facts = facts_of(uow, case, row, reason=reason)
    uow.move(FINDING, row, "accept_limitation", facts=facts, comment=reason)
    tell(uow, TELL_PARTY, row, "accepted_limitation")


def lift_limitation(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Lift a limitation once evidence or another procedure covers the amount."""
    end(uow, row, reason)
    uow.move(FINDING, row, "lift", facts=facts_of(uow, case, row, reason=reason), comment=reason)
    tell(uow, TELL_PARTY, row, "lifted")


def reopen(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Open a closed finding again, in a new round with a new due date; only before the statement is issued."""
    row.reopened_reason = reason
    row.closed_by = row.closed_at = row.resolution = row.corrected_in_version = None
    row.remainder = row.remainder_reason = None
    row.round += 1
    row.due, row.is_extended = default_due(uow, case, row.kind), False
    facts = facts_of(uow, case, row, reason=reason)
    uow.move(FINDING, row, "reopen", facts=facts, comment=reason)
    reminders.plan(uow, case, row)
    tell(uow, TELL_PARTY, row, "reopened")


def withdraw(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Withdraw what was raised in error; its code stays used, and the party is told if it was issued."""
    was_issued = row.issued_at is not None
    end(uow, row, reason)
    uow.move(FINDING, row, "withdraw", facts=facts_of(uow, case, row, reason=reason), comment=reason)
    if was_issued:
        tell(uow, TELL_PARTY, row, "withdrawn")
