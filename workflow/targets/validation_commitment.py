"""The commitment to set targets: its letter with the day from which 24 months run, and how SBTi lists it (CM-01)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from workflow.db import ScopedSession
from workflow.documents.kept import KeptFile
from workflow.errors import BadInput, NotAllowed, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.targets.access import may_edit, today_of
from workflow.targets.queries import submission_of
from workflow.targets.target_commands import state_submission
from workflow.targets.validation_milestones import set_commitment_clock
from workflow.targets.validation_models import CommitmentNote, ValidationFile
from workflow.targets.validation_reads import commitment_of
from workflow.targets.validation_rules import CommitmentStatus, FileRole
from workflow.unit_of_work import UnitOfWork


def letter_date(session: ScopedSession, group: Organisation) -> date | None:
    """The day of the commitment letter, as the group states it for its submission; the rules read the same."""
    basis = submission_of(session, group)
    kept = basis.answers.get("commitment_letter") if basis else None
    return date.fromisoformat(kept) if kept else None


def note_letter(
    uow: UnitOfWork, group: Organisation, sent_on: date | None, kept: KeptFile | None, *, text: str = ""
) -> CommitmentNote:
    """Note the letter that was sent, with its file; the day is stated for the rules in the same act."""
    if kept is None:
        raise BadInput(N_("Add the signed letter."), "files")
    basis = submission_of(uow.session, group)
    if sent_on is None or sent_on > today_of(group, uow.now):
        raise BadInput(N_("Give the day on which it happened; it cannot lie ahead."), "on")
    answers = dict(basis.answers) if basis else {}
    answers |= {"has_commitment": "yes", "commitment_letter": sent_on.isoformat()}
    note = _note(uow, group, CommitmentNote(since=sent_on, text=text.strip() or None), kept)
    state_submission(uow, group, answers)
    set_commitment_clock(uow, group, sent_on)
    return note


def note_status(
    uow: UnitOfWork, group: Organisation, status: CommitmentStatus, since: date | None, *,
    ends_on: date | None = None, text: str = "", kept: KeptFile | None = None,
) -> CommitmentNote:  # fmt: skip
    """Note how SBTi lists the commitment since a day; an extension names the new end of the 24 months."""
    if since is None or since > today_of(group, uow.now):
        raise BadInput(N_("Give the day on which it happened; it cannot lie ahead."), "on")
    letter = letter_date(uow.session, group)
    if letter is None:
        raise BadInput(N_("Note the commitment letter first."), "status")
    if since < letter:
        raise BadInput(message(N_("It cannot have happened before {day}."), day=letter.isoformat()), "on")
    if status is CommitmentStatus.EXTENDED and (ends_on is None or ends_on <= letter):
        raise BadInput(N_("Give the day to which it is extended."), "ends_on")
    row = CommitmentNote(status=status, since=since, ends_on=ends_on, text=text.strip() or None)
    note = _note(uow, group, row, kept)
    if ends_on is not None:
        set_commitment_clock(uow, group, letter, extended_to=ends_on)
    return note


def _note(uow: UnitOfWork, group: Organisation, row: CommitmentNote, kept: KeptFile | None) -> CommitmentNote:
    if not uow.actor.is_system and not may_edit(uow.actor, group):
        raise NotAllowed(message(N_("Your role does not allow this.")))
    # One at a time: who presses twice is told that it is noted.
    uow.session.execute(select(Organisation.id).where(Organisation.id == group.id).with_for_update())
    is_same = any(
        (note.status, note.since, note.ends_on) == (row.status, row.since, row.ends_on)
        for note in commitment_of(uow.session, group)
    )
    known = Refusal("G-SAME", message(N_("That is noted already."))) if is_same else None
    uow.refuse_unless(group, "commitment.note", known)
    row.owner_org_id, row.noted_by, row.noted_at = group.id, uow.actor.name, uow.now
    uow.session.add(row)
    uow.session.flush()
    files = []
    if kept is not None:
        file = ValidationFile(
            owner_org_id=group.id, role=FileRole.COMMITMENT, commitment_id=row.id, name=kept.name,
            sha256=kept.stored.sha256, size=kept.stored.size, media_type=kept.media_type,
            added_by=uow.actor.name, added_at=uow.now,
        )  # fmt: skip
        files.append(file)
    uow.session.add_all(files)
    uow.record("commitment.note", row, covers=files)
    return row
