"""Reads of the validation: submissions, what one holds and what was said on it, files, and the commitment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflow.access import Role
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.people.models import Organisation, Person
from workflow.people.queries import addressees
from workflow.targets.access import today_of
from workflow.targets.models import GroupInventory, RecalculationTask, Target, TargetVersion
from workflow.targets.rules import TargetState
from workflow.targets.validation_models import (
    CommitmentNote,
    QuerySaid,
    SubmittedTarget,
    ValidationFile,
    ValidationQuery,
    ValidationRound,
    ValidationStep,
    ValidationSubmission,
)
from workflow.targets.validation_rounds import content_of, hash_of
from workflow.targets.validation_rules import FileRole, QueryState
from workflow.unit_of_work import UnitOfWork

_MISSING = "There is no such submission."


@dataclass(frozen=True)
class Submission:
    """A submission with the targets, approved versions and documents of its round, and what is open around it.

    `said` is what was asked and answered, by query, in its order.
    """

    row: ValidationSubmission
    targets: tuple[Target, ...]
    versions: tuple[TargetVersion, ...]
    files: tuple[ValidationFile, ...]
    queries: tuple[ValidationQuery, ...]
    said: Mapping[int, Sequence[QuerySaid]]
    tasks: tuple[RecalculationTask, ...]

    @property
    def documents(self) -> tuple[ValidationFile, ...]:
        """The documents of the running round."""
        return tuple(
            f for f in self.files
            if f.role is FileRole.DOSSIER and f.round == self.row.round and f.removed_at is None
        )  # fmt: skip

    @property
    def open_queries(self) -> tuple[ValidationQuery, ...]:
        return tuple(query for query in self.queries if query.state is QueryState.OPEN)

    @property
    def content(self) -> dict[str, Any]:
        """What its round hands in, as it stands now."""
        return content_of(self.row, self.targets, self.versions, self.documents)

    @property
    def content_sha256(self) -> str:
        return hash_of(self.content)


def submissions_of(session: ScopedSession, group: Organisation) -> list[ValidationSubmission]:
    """All submissions of a group, newest first."""
    query = select(ValidationSubmission).where(ValidationSubmission.owner_org_id == group.id)
    return list(session.scalars(query.order_by(ValidationSubmission.number.desc())))


def choosable_targets(session: ScopedSession, group: Organisation) -> list[Target]:
    """The targets of a group that a submission may begin with: drafts, and those approved inside the group."""
    query = select(Target).where(
        Target.owner_org_id == group.id, Target.state.in_([TargetState.DRAFT, TargetState.APPROVED])
    )
    return list(session.scalars(query.order_by(Target.code, Target.id)))


def submission_row(session: ScopedSession, group: Organisation, number: int) -> ValidationSubmission:
    """A submission of the group by its number."""
    query = select(ValidationSubmission).where(
        ValidationSubmission.owner_org_id == group.id, ValidationSubmission.number == number
    )
    row = session.scalar(query)
    if row is None:
        raise NotYours(_MISSING)
    return row


def locked_row(uow: UnitOfWork, group: Organisation, number: int) -> ValidationSubmission:
    """The submission, held until the act is over: two people acting at once come one after the other."""
    row = submission_row(uow.session, group, number)
    query = select(ValidationSubmission).where(ValidationSubmission.id == row.id)
    return uow.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one()


def row_and_rounds(
    session: ScopedSession, group: Organisation, number: int
) -> tuple[ValidationSubmission, Sequence[ValidationRound]]:
    """A submission of the group by its number, with its approved rounds, in one query."""
    query = (
        select(ValidationSubmission, ValidationRound)
        .outerjoin(ValidationRound, ValidationRound.submission_id == ValidationSubmission.id)
        .where(ValidationSubmission.owner_org_id == group.id, ValidationSubmission.number == number)
        .order_by(ValidationRound.number)
    )
    found = session.execute(query).all()
    if not found:
        raise NotYours(_MISSING)
    return found[0][0], [each for _row, each in found if each is not None]


def held(session: ScopedSession, row: ValidationSubmission) -> Submission:
    """A submission with all that its gates look at (four queries)."""
    target_ids = select(SubmittedTarget.target_id).where(SubmittedTarget.submission_id == row.id)
    approved = (
        select(Target, TargetVersion)
        .outerjoin(TargetVersion, TargetVersion.target_id == Target.id)
        .where(Target.id.in_(target_ids))
        .order_by(Target.code, TargetVersion.id)
    )
    pairs = session.execute(approved).all()
    targets = tuple(dict.fromkeys(target for target, _version in pairs))
    versions = sorted((v for _target, v in pairs if v is not None), key=lambda v: v.id)
    tasks = (
        select(RecalculationTask)
        .join(GroupInventory, GroupInventory.id == RecalculationTask.inventory_id)
        .where(
            GroupInventory.id.in_([t.inventory_id for t in targets]), RecalculationTask.settled_at.is_(None)
        )
        .order_by(RecalculationTask.due, RecalculationTask.id)
    )
    said = _said_on(session, row)
    return Submission(
        row, targets, tuple(versions), tuple(_of(session, ValidationFile, row, ValidationFile.id)),
        tuple(said), {query.id: turns for query, turns in said.items()}, tuple(session.scalars(tasks)),
    )  # fmt: skip


def rounds_of(session: ScopedSession, row: ValidationSubmission) -> Sequence[ValidationRound]:
    """The approved rounds of a submission, first to last."""
    return _of(session, ValidationRound, row, ValidationRound.number)


def steps_of(session: ScopedSession, row: ValidationSubmission) -> Sequence[ValidationStep]:
    """What was noted of a submission, in the order in which it was noted."""
    return _of(session, ValidationStep, row, ValidationStep.id)


def _said_on(session: ScopedSession, row: ValidationSubmission) -> dict[ValidationQuery, list[QuerySaid]]:
    asked = (
        select(ValidationQuery, QuerySaid)
        .outerjoin(QuerySaid, QuerySaid.query_id == ValidationQuery.id)
        .where(ValidationQuery.submission_id == row.id)
        .order_by(ValidationQuery.number, QuerySaid.turn, QuerySaid.is_answer)
    )
    found: dict[ValidationQuery, list[QuerySaid]] = {}
    for query, turn in session.execute(asked):
        turns = found.setdefault(query, [])
        if turn is not None:
            turns.append(turn)
    return found


def query_row(uow: UnitOfWork, submission: ValidationSubmission, number: int) -> ValidationQuery:
    """A query of a submission by its number."""
    query = select(ValidationQuery).where(
        ValidationQuery.submission_id == submission.id, ValidationQuery.number == number
    )
    row = uow.session.scalar(query)
    if row is None:
        raise NotYours("There is no such query.")
    return row


def file_of(session: ScopedSession, group: Organisation, file_id: int) -> ValidationFile:
    """A file of the group's validation."""
    query = select(ValidationFile).where(
        ValidationFile.owner_org_id == group.id, ValidationFile.id == file_id
    )
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such file.")
    return row


def commitment_of(session: ScopedSession, group: Organisation) -> list[CommitmentNote]:
    """What became of the commitment, in the order of its days."""
    query = select(CommitmentNote).where(CommitmentNote.owner_org_id == group.id)
    return list(session.scalars(query.order_by(CommitmentNote.since, CommitmentNote.id)))


def commitment_files(session: ScopedSession, group: Organisation) -> dict[int, ValidationFile]:
    """The file of each note on the commitment that has one."""
    query = select(ValidationFile).where(
        ValidationFile.owner_org_id == group.id, ValidationFile.commitment_id.is_not(None)
    )
    return {row.commitment_id: row for row in session.scalars(query) if row.commitment_id is not None}


def office_of(session: ScopedSession, group: Organisation, now: Any) -> list[Person]:
    """Who may answer queries: the people of the group's project office."""
    people = addressees(session, group.id, frozenset({Role.GROUP_OFFICE}), today_of(group, now))
    return [person for person, _chosen in people]


def _of(session: ScopedSession, model: Any, row: ValidationSubmission, *order: Any) -> Sequence[Any]:
    return session.scalars(select(model).where(model.submission_id == row.id).order_by(*order)).all()
