"""The group's submission to SBTi: commitment letter, approval, receipt, contract, and one query that is open."""

from __future__ import annotations

import io
from datetime import date

from sqlalchemy import select

from demo.stage import Stage
from workflow.documents.kept import KeptFile, keep_file
from workflow.people.models import Organisation
from workflow.targets import validation_asking as asking
from workflow.targets import validation_commands as commands
from workflow.targets import validation_commitment as commitment
from workflow.targets import validation_documents as documents
from workflow.targets.access import group_of
from workflow.targets.models import Target
from workflow.targets.rules import TargetState
from workflow.targets.validation_commands import Noted
from workflow.targets.validation_models import ValidationSubmission
from workflow.targets.validation_reads import held, locked_row
from workflow.targets.validation_rules import CommitmentStatus, RequestKind
from workflow.unit_of_work import UnitOfWork

OFFICE, SIGNATORY = "Sofia Marques", "Tone Vik"
LETTER, LISTED = date(2022, 1, 20), date(2022, 2, 10)
QUESTION = (
    "Scope 2 is stated market-based. Which contracts stand behind the electricity of the Kunshan plant, and is the "
    "same approach used in the base year and in the target year?"
)


def play_validation(stage: Stage) -> int:
    """Submit the targets that the signatory approved; the query of 29 November is due on 1 December.

    Gives the number of the submission.
    """
    stage.at("2022-11-29", "08:00")
    with stage.acts(OFFICE) as uow:
        commitment.note_letter(
            uow, group_of(uow.session, uow.actor), LETTER, _file("Commitment letter, signed")
        )
    with stage.acts(OFFICE) as uow:
        group = group_of(uow.session, uow.actor)
        commitment.note_status(uow, group, CommitmentStatus.ACTIVE, LISTED, text="Listed as committed")
    with stage.acts(OFFICE) as uow:
        group = group_of(uow.session, uow.actor)
        approved = select(Target.code).where(
            Target.owner_org_id == group.id, Target.state == TargetState.APPROVED
        )
        codes = list(uow.session.scalars(approved.order_by(Target.code)))
        row = commands.begin_submission(uow, group, RequestKind.NEW, codes)
        documents.add_documents(uow, row, [_file("Dossier, version 1")])
        number = row.number
    _submit(stage, number)
    with stage.acts(OFFICE) as uow:
        group, row = _found(uow, number)
        question = asking.Question(uow.now.date(), "C9 scope 2 approach", QUESTION)
        asking.note_query(uow, group, row, question)
    return number


def _submit(stage: Stage, number: int) -> None:
    """From the hand-in to the assessment."""
    _move(stage, OFFICE, number, "hand_in")
    _move(stage, SIGNATORY, number, "approve")
    _move(stage, OFFICE, number, "submit", "DEMO-SBT-0917", "Receipt of the portal")
    _move(stage, OFFICE, number, "screen", "complete")
    _move(stage, OFFICE, number, "sign_contract", "", "Validation contract, signed")
    _move(stage, OFFICE, number, "assess")


def _move(stage: Stage, name: str, number: int, move: str, text: str = "", file: str | None = None) -> None:
    with stage.acts(name) as uow:
        group, row = _found(uow, number)
        files = [_file(file)] if file else []
        noted = Noted(uow.now.date(), text, files, held(uow.session, row).content_sha256)
        commands.move_submission(uow, group, row, move, noted)


def _found(uow: UnitOfWork, number: int) -> tuple[Organisation, ValidationSubmission]:
    group = group_of(uow.session, uow.actor)
    return group, locked_row(uow, group, number)


def _file(title: str) -> KeptFile:
    words = f"{title}. Fictional: made for the demo of this product.\n"
    return keep_file(io.BytesIO(words.encode()), f"{title}.txt")
