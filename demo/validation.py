"""The group's submission to SBTi: commitment letter, approval, receipt, contract, and one query that is open."""

from __future__ import annotations

import io
from datetime import date

from demo import cast
from demo.stage import Stage
from demo.targets import TARGETS
from workflow.documents.kept import KeptFile, keep_file
from workflow.people.models import Organisation
from workflow.targets import validation_asking as asking
from workflow.targets import validation_commands as commands
from workflow.targets import validation_commitment as commitment
from workflow.targets.access import group_of
from workflow.targets.dossier_queries import version_by_code
from workflow.targets.dossier_signing import sign_version
from workflow.targets.validation_commands import Noted
from workflow.targets.validation_documents import add_version, files_of
from workflow.targets.validation_models import ValidationSubmission
from workflow.targets.validation_reads import held, locked_row
from workflow.targets.validation_rules import CommitmentStatus, RequestKind
from workflow.unit_of_work import UnitOfWork

OFFICE, SIGNATORY = "Sofia Marques", "Tone Vik"
SENT, LISTED = date(2022, 1, 20), date(2022, 2, 10)
DOSSIER = "dossier-1"
QUESTION = (
    "Scope 2 is stated location-based. Which grid factor stands behind the electricity of the Kunshan plant, and is "
    "the same approach used in the base year and in the target year?"
)


def play_validation(stage: Stage) -> int:
    """The signatory signs the dossier of the approved targets; all is submitted; gives the submission's number."""
    passphrase = next(played.passphrase for played in cast.CAST if played.name == SIGNATORY)
    actor = stage.actor(SIGNATORY)
    sign_version(actor, DOSSIER, passphrase=passphrase or "", is_acknowledged=True)
    return submit_targets(stage)


def submit_targets(stage: Stage) -> int:
    """Submit the approved targets with the signed dossier; a query of that day is due two working days later."""
    with stage.acts(OFFICE) as uow:
        group = group_of(uow.session, uow.actor)
        letter, *_signature = files_of(version_by_code(uow.session, group, "letter-1"))
        commitment.note_letter(uow, group, SENT, letter)
        commitment.note_status(uow, group, CommitmentStatus.ACTIVE, LISTED, text="Listed as committed")
    with stage.acts(OFFICE) as uow:
        group = group_of(uow.session, uow.actor)
        number = commands.begin_submission(uow, group, RequestKind.NEW, TARGETS).number
        add_version(uow, group, locked_row(uow, group, number), DOSSIER)
    _submit(stage, number)
    with stage.acts(OFFICE) as uow:
        group, row = _found(uow, number)
        asking.note_query(uow, group, row, asking.Question(uow.now.date(), "C9 scope 2 approach", QUESTION))
    stage.settle()
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
