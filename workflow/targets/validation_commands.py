"""Writes of a submission: begun, its documents added, and every move of its life noted with day, words and file."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from workflow.access import Permission
from workflow.db import Base
from workflow.documents.kept import KeptFile
from workflow.errors import BadInput, NotAllowed, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.targets.access import may_approve, may_edit, today_of
from workflow.targets.models import Target
from workflow.targets.rules import TargetState
from workflow.targets.target_commands import move_target
from workflow.targets.validation_machine import VALIDATION, SubmissionFacts
from workflow.targets.validation_milestones import close_milestones
from workflow.targets.validation_models import (
    SubmittedTarget,
    ValidationFile,
    ValidationRound,
    ValidationStep,
    ValidationSubmission,
)
from workflow.targets.validation_reads import Submission, held, rounds_of
from workflow.targets.validation_rounds import unapproved
from workflow.targets.validation_rules import LIVE_SUBMISSIONS, FileRole, RequestKind, SubmissionState
from workflow.unit_of_work import UnitOfWork

# What becomes of the targets when a submission moves: the state they must stand in, and their own move.
TARGETS_FOLLOW = {
    "submit": (TargetState.APPROVED, "submit"),
    "accept": (TargetState.SUBMITTED, "validate"),
    "publish": (TargetState.VALIDATED, "publish"),
    "withdraw": (TargetState.SUBMITTED, "revise"),
}
FILE_OF_MOVE = {
    "submit": FileRole.RECEIPT, "sign_contract": FileRole.CONTRACT, "accept": FileRole.LETTER,
    "refuse": FileRole.LETTER,
}  # fmt: skip


@dataclass(frozen=True)
class Noted:
    """What a person notes with a move: the day it happened, words, files, and what was read before signing.

    `revised` are the codes of targets that are revised with the submission; `booked_for` the day booked.
    """

    on: date | None = None
    text: str = ""
    files: Sequence[KeptFile] = ()
    seen_sha256: str | None = None
    booked_for: date | None = None
    revised: Collection[str] = ()


def begin_submission(
    uow: UnitOfWork, group: Organisation, kind: RequestKind, codes: Collection[str]
) -> ValidationSubmission:
    """Begin a submission of targets of the group; a target stands in one running submission only."""
    query = select(Target).where(Target.owner_org_id == group.id, Target.code.in_(codes))
    targets = list(uow.session.scalars(query.order_by(Target.code)))
    if not targets:
        raise BadInput(N_("Choose at least one target to hand in."), "codes")
    # One at a time: two submissions begun at once would take the same number and the same target.
    uow.session.execute(select(Organisation.id).where(Organisation.id == group.id).with_for_update())
    uow.refuse_unless(group, "validation.begin", _taken(uow, targets))
    latest = select(func.max(ValidationSubmission.number)).where(
        ValidationSubmission.owner_org_id == group.id
    )
    row = ValidationSubmission(
        owner_org_id=group.id, number=(uow.session.scalar(latest) or 0) + 1, kind=kind, round=1, asked=0,
        state=SubmissionState.DRAFT, prepared_by_id=uow.actor.person_id, prepared_by=uow.actor.name,
    )  # fmt: skip
    uow.session.add(row)
    uow.session.flush()
    links = [
        SubmittedTarget(owner_org_id=group.id, submission_id=row.id, target_id=target.id)
        for target in targets
    ]
    uow.session.add_all(links)
    uow.record("validation.begin", row, covers=links, targets=[target.code for target in targets])
    return row


def _taken(uow: UnitOfWork, targets: Sequence[Target]) -> Refusal | None:
    query = (
        select(Target.code, ValidationSubmission)
        .join(SubmittedTarget, SubmittedTarget.target_id == Target.id)
        .join(ValidationSubmission, ValidationSubmission.id == SubmittedTarget.submission_id)
        .where(Target.id.in_([t.id for t in targets]), ValidationSubmission.state.in_(LIVE_SUBMISSIONS))
        .order_by(Target.code, ValidationSubmission.id)
        .limit(1)
    )
    found = uow.session.execute(query).first()
    if found is None:
        return None
    code, other = found
    return Refusal(
        "G-ELSEWHERE",
        message(N_("{code} stands in {submission} already: go on there."), code=code, submission=other.code),
    )


def move_submission(
    uow: UnitOfWork, group: Organisation, row: ValidationSubmission, name: str, noted: Noted,
    *, version: int | None = None,
) -> None:  # fmt: skip
    """Make a move of a submission and, with it, of its targets; the step is kept with its files.

    Approving freezes the round. Raises RuleViolation with every gate that is shut, of the targets too.
    """
    refuse_others(uow, group, name)
    uow.expect(row, version)
    now = held(uow.session, row)
    facts = facts_of(uow, group, now, noted)
    covers: list[Base] = []
    if not VALIDATION.blockers(name, row.state, facts):
        day = noted.on if noted.on is not None else today_of(group, uow.now)
        covers = _note_step(uow, row, name, noted, day)
        _note_what_it_brings(uow, row, name, noted, facts)
        if name == "approve":
            covers.append(_freeze(uow, now))
            uow.session.add(covers[-1])
    uow.move(VALIDATION, row, name, facts=facts, covers=covers, comment=noted.text.strip() or None)
    _let_targets_follow(uow, group, now, name, noted)
    if noted.on is not None:
        close_milestones(uow, group, now, name, on=noted.on, files=noted.files)


def refuse_others(uow: UnitOfWork, group: Organisation, name: str) -> None:
    """NotAllowed for who holds the right of a move in another organisation only."""
    may = may_approve if VALIDATION.permission(name) is Permission.APPROVE_TARGETS else may_edit
    if not uow.actor.is_system and not may(uow.actor, group):
        raise NotAllowed(message(N_("Your role does not allow this.")))


def facts_of(uow: UnitOfWork, group: Organisation, now: Submission, noted: Noted) -> SubmissionFacts:
    """What the gates look at when a person acts."""
    frozen = [each for each in rounds_of(uow.session, now.row) if each.number == now.row.round]
    return submission_facts(
        now, noted, person_id=uow.actor.person_id, is_fresh=uow.actor.is_fresh,
        today=today_of(group, uow.now), approved_sha256=frozen[0].sha256 if frozen else None,
    )  # fmt: skip


def submission_facts(
    now: Submission, noted: Noted, *, person_id: int | None, is_fresh: bool, today: date,
    approved_sha256: str | None,
) -> SubmissionFacts:  # fmt: skip
    """What the gates of a submission look at, for the command and for the page's buttons."""
    return SubmissionFacts(
        targets=len(now.targets), unapproved=unapproved(now.targets), documents=len(now.documents),
        open_tasks=len(now.tasks), open_queries=len(now.open_queries),
        prepared_by_approver=person_id is not None and person_id == now.row.prepared_by_id,
        is_fresh=is_fresh, content_sha256=now.content_sha256,
        seen_sha256=noted.seen_sha256, approved_sha256=approved_sha256, on=noted.on, today=today,
        before=now.row.latest_on, text=noted.text.strip() or None, files=len(noted.files),
    )  # fmt: skip


def _note_step(uow: UnitOfWork, row: ValidationSubmission, name: str, noted: Noted, day: date) -> list[Base]:
    step = ValidationStep(
        owner_org_id=row.owner_org_id, submission_id=row.id, round=row.round, move=name, happened_on=day,
        text=noted.text.strip() or None, noted_by=uow.actor.name, noted_at=uow.now,
    )  # fmt: skip
    uow.session.add(step)
    uow.session.flush()
    role = FILE_OF_MOVE.get(name, FileRole.EVIDENCE)
    files = [file_row(uow, row, role, kept, step_id=step.id) for kept in noted.files]
    uow.session.add_all(files)
    return [step, *files]


def file_row(
    uow: UnitOfWork, row: ValidationSubmission, role: FileRole, kept: KeptFile, *, step_id: int | None = None,
    said_id: int | None = None,
) -> ValidationFile:  # fmt: skip
    """A file of a submission as its row; the caller adds and records it."""
    return ValidationFile(
        owner_org_id=row.owner_org_id, role=role, submission_id=row.id, step_id=step_id, said_id=said_id,
        round=row.round, name=kept.name, sha256=kept.stored.sha256, size=kept.stored.size,
        media_type=kept.media_type, added_by=uow.actor.name, added_at=uow.now,
    )  # fmt: skip


def _note_what_it_brings(
    uow: UnitOfWork, row: ValidationSubmission, name: str, noted: Noted, facts: SubmissionFacts
) -> None:
    if noted.on is not None:
        row.latest_on = noted.on
    if name == "hand_in":
        row.prepared_by, row.prepared_by_id = uow.actor.name, uow.actor.person_id
    elif name == "submit":
        row.submitted_on, row.portal_reference, row.booked_for = noted.on, facts.text, noted.booked_for
        row.first_submitted_on = row.first_submitted_on or noted.on
    elif name in {"accept", "refuse"}:
        row.decided_on, row.decision = noted.on, facts.text
    elif name == "publish":
        row.published_on = noted.on
    elif name == "announce":
        row.announced_on = noted.on
    elif name == "revise":
        row.round += 1
        row.submitted_on = row.portal_reference = row.booked_for = row.decided_on = row.decision = None


def _freeze(uow: UnitOfWork, now: Submission) -> ValidationRound:
    return ValidationRound(
        owner_org_id=now.row.owner_org_id, submission_id=now.row.id, number=now.row.round, content=now.content,
        sha256=now.content_sha256, approved_by=uow.actor.name, approved_at=uow.now,
    )  # fmt: skip


def _let_targets_follow(
    uow: UnitOfWork, group: Organisation, now: Submission, name: str, noted: Noted
) -> None:
    """Move the targets by their own machine; a target revised meanwhile stays where it is."""
    if name == "revise":
        chosen = [target for target in now.targets if target.code in noted.revised]
        standing, move = {TargetState.APPROVED, TargetState.SUBMITTED}, "revise"
    elif name in TARGETS_FOLLOW:
        state, move = TARGETS_FOLLOW[name]
        chosen, standing = list(now.targets), {state}
    else:
        return
    for target in chosen:
        if target.state in standing:
            move_target(uow, group, target, move, on=noted.on, text=noted.text)
