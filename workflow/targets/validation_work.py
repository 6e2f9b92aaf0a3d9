"""What of the validation waits on a person: queries to answer, submissions to approve, clocks that run out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from workflow.access import GRANTS, Actor, Permission
from workflow.db import ScopedSession
from workflow.i18n import N_, Message, message
from workflow.people.models import Organisation
from workflow.people.rules import OrganisationKind
from workflow.targets.validation_clocks import clocks_of, commitment_clock
from workflow.targets.validation_commitment import letter_date
from workflow.targets.validation_models import ValidationQuery, ValidationSubmission
from workflow.targets.validation_reads import commitment_of, submissions_of
from workflow.targets.validation_rules import QueryState, SubmissionState


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: its code, address and words, the group, and the day it is due."""

    code: str
    url: str
    what: Message
    group: Organisation
    due: date | None
    state: str


# What the office does next where nothing but it keeps a submission.
OFFICE_WORK: dict[SubmissionState, str] = {
    SubmissionState.DRAFT: N_("Finish the submission and hand it in for approval"),
    SubmissionState.INTERNALLY_APPROVED: N_("Submit it to SBTi and note the receipt"),
}


def waits_on(session: ScopedSession, actor: Actor, today: date) -> list[Waiting]:
    """What waits on the office or the signatory of a group; nothing for anybody else (at most five queries)."""
    rights = {
        organisation_id: GRANTS[role] & {Permission.EDIT_TARGETS, Permission.APPROVE_TARGETS}
        for organisation_id, role in sorted(actor.organisation_roles)
        if GRANTS[role] & {Permission.EDIT_TARGETS, Permission.APPROVE_TARGETS}
    }
    if not rights:
        return []
    groups = session.scalars(
        select(Organisation).where(Organisation.id.in_(rights), Organisation.kind == OrganisationKind.GROUP)
    )
    found: list[Waiting] = []
    for group in groups:
        found += _of_group(session, group, rights[group.id], today)
    return found


def _of_group(
    session: ScopedSession, group: Organisation, rights: frozenset[Permission], today: date
) -> list[Waiting]:
    submissions = submissions_of(session, group)
    found = []
    if Permission.APPROVE_TARGETS in rights:
        found += [
            Waiting(
                row.code, _url(row.number), message(N_("Approve the submission to SBTi")), group, None,
                N_("internal approval"),
            )
            for row in submissions
            if row.state is SubmissionState.INTERNAL_APPROVAL
        ]  # fmt: skip
    if Permission.EDIT_TARGETS in rights:
        found += [
            Waiting(
                row.code,
                _url(row.number),
                message(OFFICE_WORK[row.state]),
                group,
                None,
                row.state.value.replace("_", " "),
            )
            for row in submissions
            if row.state in OFFICE_WORK
        ]
        found += [*_queries(session, group, submissions), *_clocks(session, group, submissions, today)]
    return found


def _queries(
    session: ScopedSession, group: Organisation, submissions: list[ValidationSubmission]
) -> list[Waiting]:
    numbers = {row.id: row.number for row in submissions if row.state is SubmissionState.QUERY_OPEN}
    if not numbers:
        return []
    query = (
        select(ValidationQuery)
        .where(ValidationQuery.submission_id.in_(numbers), ValidationQuery.state == QueryState.OPEN)
        .order_by(ValidationQuery.due, ValidationQuery.id)
    )
    return [
        Waiting(
            f"SBT-{numbers[row.submission_id]} {row.code}", f"{_url(numbers[row.submission_id])}#{row.code}",
            message(N_("Answer SBTi about {criterion}"), criterion=row.criterion), group, row.due,
            N_("query open"),
        )
        for row in session.scalars(query)
    ]  # fmt: skip


def _clocks(
    session: ScopedSession, group: Organisation, submissions: list[ValidationSubmission], today: date
) -> list[Waiting]:
    commitment = commitment_clock(letter_date(session, group), commitment_of(session, group), submissions)
    return [
        Waiting(
            f"SBT-{clock.number}" if clock.number else "SBT", _url(clock.number), message(clock.what), group,
            clock.due, N_("clock running"),
        )
        for clock in [*([commitment] if commitment else []), *clocks_of(submissions)]
        if clock.waits(today)
    ]  # fmt: skip


def _url(number: int | None) -> str:
    return f"/targets/validation/{number}" if number else "/targets/validation"
