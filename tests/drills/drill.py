"""One drill on a running installation: who sends what, what was acknowledged, the fault that is armed."""

from __future__ import annotations

import os
import secrets
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from redis import Redis
from sqlalchemy import select

from tests.drills.folders import CASE, PARTY
from tests.drills.visitor import Answer, Visitor, sign_in
from tests.evidence.drawing import a_pdf, a_table, text, together
from tests.factories import EVERYTHING
from tests.installation import Installation, children_of, descendants_of
from tests.launcher.small_house import is_alive
from tests.servers import wait_until
from workflow.documents.models import Document, DocumentVersion, ReadingPart
from workflow.documents.rules import DocumentState
from workflow.figures.models import Figure
from workflow.jobs import Job
from workflow.unit_of_work import reading, services

T = TypeVar("T")
PATIENCE = 90.0
UNDER_WAY = (DocumentState.QUEUED, DocumentState.READING)


@dataclass(frozen=True)
class Acknowledged:
    """A file that the product said it has: under which code, with which bytes."""

    name: str
    sha256: str
    code: str


@dataclass
class Drill:
    """The installation, the note that arms its fault points, and what was acknowledged so far."""

    installation: Installation
    note: Path
    acknowledged: list[Acknowledged] = field(default_factory=list)

    @cached_property
    def party(self) -> Visitor:
        """The browser of the person who hands evidence in."""
        return self.browser(PARTY)

    def browser(self, name: str) -> Visitor:
        return sign_in(self.installation.port, name)

    # The fault

    def arm(self, points: str) -> None:
        """Let a fault strike once, in whichever process comes to its point first."""
        written = self.note.with_suffix(".new")
        written.write_text(points)
        written.rename(self.note)

    def has_struck(self) -> bool:
        return not self.note.exists()

    def wait_for_strike(self) -> None:
        wait_until(self.has_struck, PATIENCE, f"the fault {self.note}")

    # What is sent

    def send(self, name: str, content: bytes, key: str | None = None) -> Answer:
        """Send one file once; what is acknowledged is remembered."""
        answer = self.party.upload([(name, content)], key)
        if answer.status == 200:
            self._remember(answer, content)
        return answer

    def _remember(self, answer: Answer, content: bytes) -> None:
        (result,) = answer.told["results"]
        assert result["code"], result
        self.acknowledged.append(Acknowledged(result["name"], sha256(content).hexdigest(), result["code"]))

    def send_until_acknowledged(self, name: str, content: bytes) -> Acknowledged:
        """Send as a careful script does: the same key again until there is an answer."""
        key = secrets.token_hex(8)
        wait_until(lambda: self.send(name, content, key).status == 200, PATIENCE, f"the receipt of {name}")
        return self.acknowledged[-1]

    # What became of it

    def state_of(self, code: str) -> DocumentState:
        with reading(EVERYTHING) as session:
            state = session.scalars(select(Document.state).where(Document.code == code)).one()
        return DocumentState(state)

    def job_of(self, code: str, name: str = "read_document") -> Job:
        """The newest job of a kind for a document's version."""
        with reading(EVERYTHING) as session:
            version = session.scalars(
                select(DocumentVersion.id)
                .join(Document, Document.id == DocumentVersion.document_id)
                .where(Document.code == code)
            ).one()
            rows = session.scalars(select(Job).where(Job.name.endswith(f".{name}")).order_by(Job.id.desc()))
            job = next(row for row in rows if row.args[0] == version)
            session.expunge(job)
            return job

    def parts_of(self, code: str) -> list[ReadingPart]:
        """The parts of a long document that were stored, in page order."""
        with reading(EVERYTHING) as session:
            query = (
                select(ReadingPart)
                .join(DocumentVersion, DocumentVersion.id == ReadingPart.document_version_id)
                .join(Document, Document.id == DocumentVersion.document_id)
                .where(Document.code == code)
            )
            return list(session.scalars(query.order_by(ReadingPart.first_page, ReadingPart.id)))

    def figure_pages(self, code: str) -> list[int]:
        """The page of each figure of a document, in the order of their numbers."""
        with reading(EVERYTHING) as session:
            query = (
                select(Figure.page)
                .join(DocumentVersion, DocumentVersion.id == Figure.document_version_id)
                .join(Document, Document.id == DocumentVersion.document_id)
                .where(Document.code == code)
            )
            return list(session.scalars(query.order_by(Figure.number)))

    def wait_until_read(self, code: str) -> None:
        wait_until(lambda: self.state_of(code) not in UNDER_WAY, PATIENCE, f"the reading of {code}")

    # Processes

    def number(self, part: str) -> int:
        """The process number of a part, waited for."""
        wait_until(lambda: self.installation.part(part) is not None, PATIENCE, part)
        number = self.installation.part(part)
        assert number is not None
        return number

    def kill(self, part: str) -> None:
        """SIGKILL a part with its children, and wait until the supervisor set another in its place."""
        number = self.number(part)
        self.installation.kill(part)
        self.installation.wait_for(part, other_than=number)

    def zygotes(self, lane: str = "quick") -> list[int]:
        """The warm readers below the worker of a lane."""
        return [n for n in children_of(self.number(lane)) if "evidence.zygote" in _words_of(n)]

    def readers(self, lane: str = "quick") -> list[int]:
        """The processes that read a document of a lane now; each leads a group of its own."""
        below = [number for zygote in self.zygotes(lane) for number in descendants_of(zygote)]
        return [number for number in below if _leads_group(number)]

    @property
    def queue(self) -> Redis:
        return Redis.from_url(services().config.queue_url)


def _leads_group(number: int) -> bool:
    try:
        return os.getpgid(number) == number
    except ProcessLookupError:
        return False


def _words_of(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def end(number: int) -> None:
    """SIGKILL one process by its number; it may have ended by itself just before."""
    if is_alive(number):
        os.kill(number, signal.SIGKILL)


def a_bill(words: str = "", pages: int = 1) -> bytes:
    """A bill as PDF with two meter readings a page, different bytes each time."""
    mark = words or secrets.token_hex(6)
    rows = [["January", "1,204"], ["February", "1,187"]]
    drawn = [
        together(
            text((50, 60, f"Electricity bill {mark} sheet {number}"), (50, 80, "Total 2,391 kWh")),
            a_table(120, ["Month", "kWh"], rows, at=(50, 200), ruled=True),
        )
        for number in range(1, pages + 1)
    ]
    with TemporaryDirectory() as folder:
        return a_pdf(Path(folder) / "bill.pdf", *drawn).read_bytes()


def together_at_once(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Answers of acts that are done at the same time, in the order of the acts."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


__all__ = ["CASE", "PATIENCE", "Drill", "a_bill", "end", "together_at_once"]
