"""Acts on a submission to SBTi in the scene of the tests of targets, each by the person whose act it is."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import Any

from tests.workflow.targets.scene import OFFICE, SCOPE_3, SECOND, SIGNATORY, Scene
from workflow.documents.kept import KeptFile, keep_file
from workflow.targets import validation_asking as asking
from workflow.targets import validation_commands as commands
from workflow.targets import validation_documents as documents
from workflow.targets import validation_reads as reads
from workflow.targets.validation_asking import Question
from workflow.targets.validation_commands import Noted
from workflow.targets.validation_models import ValidationSubmission
from workflow.targets.validation_reads import Submission
from workflow.targets.validation_rules import RequestKind

REFERENCE = "SBTi-2023-0917"


def a_file(name: str = "receipt.pdf", content: str = "Received with thanks.") -> KeptFile:
    """A file in the store."""
    return keep_file(io.BytesIO(a_pdf(content)), name)


def a_pdf(content: str) -> bytes:
    """The smallest PDF with some text in its trailer, so that different words give different bytes."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\n%" + content.encode() + b"\n"
        b"trailer<</Root 1 0 R>>\n%%EOF\n"
    )


def day(scene: Scene, iso: str) -> None:
    """Set the clock to noon of a day."""
    scene.town.house.clock.set(datetime.fromisoformat(f"{iso}T12:00:00").replace(tzinfo=UTC))


def approved_target(scene: Scene, *, on: str = "2023-09-01") -> str:
    """A target that the signatory approved on a day, beside one of scope 3; gives its code."""
    day(scene, on)
    base = scene.cite()
    scene.state_submission(submission_date=on)
    code = scene.begin(base)
    scene.begin(base, answers=SCOPE_3, name="Scope 3 by 2030")
    scene.move(SIGNATORY, code, "approve")
    return code


def begin(scene: Scene, *codes: str, kind: RequestKind = RequestKind.NEW) -> int:
    """Begin a submission by the second person of the office; gives its number."""
    with scene.by(SECOND) as (uow, group):
        return commands.begin_submission(uow, group, kind, codes).number


def add_dossier(scene: Scene, number: int, name: str = "dossier-1.pdf", content: str = "first") -> None:
    with scene.by(SECOND) as (uow, group):
        row = reads.locked_row(uow, group, number)
        documents.add_documents(uow, row, [a_file(name, content)])


def move(scene: Scene, by: str, number: int, name: str, *, version: int | None = None, **noted: Any) -> None:
    """Make a move; the day is today, the signatory signs what stands there."""
    with scene.by(by) as (uow, group):
        row = reads.locked_row(uow, group, number)
        fields = {"on": uow.now.date(), "seen_sha256": reads.held(uow.session, row).content_sha256, **noted}
        commands.move_submission(uow, group, row, name, Noted(**fields), version=version)


def ask(scene: Scene, number: int, on: str, **more: Any) -> int:
    """Note a query; gives its number."""
    with scene.by(OFFICE) as (uow, group):
        row = reads.locked_row(uow, group, number)
        question = Question(
            date.fromisoformat(on), more.pop("criterion", "C15"), more.pop("text", "Why 42 %?"), **more
        )
        return asking.note_query(uow, group, row, question).number


def answer(
    scene: Scene, number: int, query: int, text: str = "By absolute contraction.", **more: Any
) -> None:
    with scene.by(OFFICE) as (uow, group):
        row = reads.locked_row(uow, group, number)
        found = reads.query_row(uow, row, query)
        asking.answer_query(uow, group, row, found, on=more.pop("on", uow.now.date()), text=text, **more)


def submitted(scene: Scene, *codes: str) -> int:
    """A submission that was approved inside the group and sent on 1 September 2023; gives its number."""
    number = begin(scene, *(codes or [approved_target(scene)]))
    add_dossier(scene, number)
    move(scene, OFFICE, number, "hand_in")
    move(scene, SIGNATORY, number, "approve")
    move(scene, OFFICE, number, "submit", text=REFERENCE, files=[a_file()])
    return number


def assessed(scene: Scene) -> int:
    """A submission in its assessment since 18 September 2023."""
    number = submitted(scene)
    day(scene, "2023-09-08")
    move(scene, OFFICE, number, "screen")
    day(scene, "2023-09-18")
    move(scene, OFFICE, number, "sign_contract", files=[a_file("contract.pdf", "contract")])
    move(scene, OFFICE, number, "assess")
    return number


def accepted(scene: Scene) -> int:
    """A submission that SBTi approved on 20 November 2023."""
    number = assessed(scene)
    day(scene, "2023-11-20")
    move(
        scene,
        OFFICE,
        number,
        "accept",
        text="Decision 2023-11-20: approved",
        files=[a_file("letter.pdf", "yes")],
    )
    return number


def look(scene: Scene, number: int) -> Submission:
    """A submission as it stands."""
    with scene.by(OFFICE) as (uow, group):
        return reads.held(uow.session, reads.submission_row(uow.session, group, number))


def row_of(scene: Scene, number: int) -> ValidationSubmission:
    return look(scene, number).row
