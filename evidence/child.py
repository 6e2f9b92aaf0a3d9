"""The sandboxed reader as the product sees it: one call per document, always an answer with a sentence."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Collection, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from evidence.limits import Limits
from evidence.long_reading import Ended, Keep, ReadPart, read_in_parts
from evidence.outcome import SENTENCES, Outcome, Status, judge, without_reading
from evidence.parts import Survey, put_together, survey_from_json
from evidence.reading import Kind
from evidence.reading_json import MalformedReadingError
from evidence.region import Region, RegionReading, from_bytes
from evidence.request import REQUEST_BYTES, Crop, Picture, Request
from evidence.sandbox import SandboxLevel, reader_environment, sandbox_level
from evidence.talk import Heard, HearPart, ZygoteGone, converse

__all__ = [
    "Crop",
    "CropRefused",
    "Ended",
    "Outcome",
    "Picture",
    "ReadPart",
    "ReaderProcess",
    "Region",
    "RegionReading",
    "RegionRefused",
    "SandboxLevel",
    "Status",
    "Survey",
    "sandbox_level",
]

READER = "evidence.readers:read"
_CROPS_AT_ONCE = 500
_ATTEMPTS = 2
_WAITING_READERS = 64


class CropRefused(Exception):
    """A piece of a page could not be cut; the message is a sentence for people."""


class RegionRefused(Exception):
    """What stands in a region could not be read; the message is a sentence for people."""


class ReaderProcess:
    """A warm zygote and the way to it; each document is read in a fork of it that ends with the document.

    Use it as a context manager. A process forked after `start` uses the zygote of its parent; several threads
    may read at once. A zygote that died is started again at the next use. `reader` names "module:function".
    """

    def __init__(self, reader: str = READER) -> None:
        self._reader = reader
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._lifeline: int | None = None

    def __enter__(self) -> ReaderProcess:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pid(self) -> int | None:
        """The process id of the zygote this process started; None before the start and in forks."""
        return self._process.pid if self._process is not None and self._owner == os.getpid() else None

    def start(self) -> None:
        """Make sure that a zygote is there; cheap when it is. A worker calls it before it forks for a job."""
        with self._lock:
            if self._is_alive():
                return
            self._stop()
            self._launch()

    def close(self) -> None:
        """End the zygote that this process started, and with it every child."""
        with self._lock:
            self._stop()

    def read(self, path: Path, limits: Limits, kind: Kind, pictures_to: Path | None = None) -> Outcome:
        """Read one document in a child of its own, a long one in parts by several; draw its pages into an
        existing folder when one is given.

        Never raises for what the document holds: the outcome has a status and, unless it is "ok", a reason.
        """
        found = self.begin(path, limits, kind, pictures_to)
        if isinstance(found, Outcome):
            return found
        parts: list[ReadPart] = []
        ended = self.read_parts(path, limits, found, parts.append, pictures_to=pictures_to)
        if not parts and ended.last is not None:
            status, reason = without_reading(ended.last, limits)
            fault = ended.last.fault
            return Outcome(status, reason, None, ended.seconds, ended.peak_rss_mb, fault=fault)
        reading = put_together(found, [part.reading for part in parts], ended.unread)
        pictures = tuple(sorted((p for part in parts for p in part.pictures), key=lambda p: p.page))
        return Outcome("ok", None, reading, ended.seconds, ended.peak_rss_mb, pictures)

    def begin(
        self,
        path: Path,
        limits: Limits,
        kind: Kind,
        pictures_to: Path | None = None,
        *,
        is_survey: bool = False,
    ) -> Outcome | Survey:
        """Read one document, or of one too long for that tell what is needed to read it in parts.

        With `is_survey` every document that can be read in parts is surveyed, however short.
        """
        folder = pictures_to and pictures_to.resolve()
        heard = self._ask(Request(path.resolve(), kind, limits, folder, is_survey=is_survey))
        if heard.survey is None or not heard.is_done:
            return judge(heard, limits, pictures_to)
        try:
            return survey_from_json(heard.survey)
        except (ValueError, KeyError, TypeError):
            return Outcome("crash", SENTENCES["malformed"], None, heard.seconds, heard.peak_kb // 1024)

    def read_parts(
        self, path: Path, limits: Limits, survey: Survey, keep: Keep, *, read: Collection[int] = (),
        pictures_to: Path | None = None,
    ) -> Ended:  # fmt: skip
        """Read the pages of a surveyed document but those `read` already; each part goes to `keep` at its end."""
        folder = pictures_to and pictures_to.resolve()
        request = Request(path.resolve(), survey.kind, limits, folder)
        return read_in_parts(self._ask_parts, request, survey, keep, read)

    def cut(
        self, path: Path, limits: Limits, kind: Kind, crops: Sequence[Crop], scale: float
    ) -> tuple[bytes, ...]:
        """The crops as PNG, in order, `scale` pixels to the point; raises CropRefused."""
        pieces: list[bytes] = []
        for start in range(0, len(crops), _CROPS_AT_ONCE):
            wanted = tuple(crops[start : start + _CROPS_AT_ONCE])
            heard = self._ask(Request(path.resolve(), kind, limits, crops=wanted, scale=scale))
            if not heard.is_done or len(heard.crops) != len(wanted):
                raise CropRefused("The piece of the page could not be drawn. Look at the original instead.")
            pieces += heard.crops
        return tuple(pieces)

    def read_region(self, path: Path, limits: Limits, kind: Kind, region: Region) -> RegionReading:
        """What stands in a region of a page, by OCR where it is a picture; raises RegionRefused."""
        heard = self._ask(Request(path.resolve(), kind, limits, region=region))
        if heard.region is None or not heard.is_done:
            raise RegionRefused(without_reading(heard, limits)[1])
        try:
            return from_bytes(heard.region)
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise RegionRefused(SENTENCES["malformed"]) from error

    def _ask(self, request: Request) -> Heard:
        message = request.to_bytes()
        if len(message) > REQUEST_BYTES:
            raise ValueError("The request to the reader is too long.")
        for _ in range(_ATTEMPTS):
            self.start()
            with self._connect() as connection, suppress(ZygoteGone):
                return converse(connection, message, request.limits)
            with self._lock:
                self._stop()
        return Heard(is_zygote_gone=True)

    def _ask_parts(self, request: Request, hear_part: HearPart) -> Heard:
        """Ask once: what was told already is not told again by asking anew."""
        self.start()
        with self._connect() as connection:
            try:
                return converse(connection, request.to_bytes(), request.limits, hear_part)
            except ZygoteGone:
                return Heard(is_zygote_gone=True)
            except (MalformedReadingError, ValueError, RecursionError):
                return Heard(stop="malformed")

    def _connect(self) -> socket.socket:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with suppress(OSError):
            # Not connected is found out at the first send.
            connection.connect(str(self._address()))
        return connection

    def _address(self) -> Path:
        assert self._folder is not None
        return self._folder / "reader"

    def _is_alive(self) -> bool:
        if self._process is None:
            return False
        if self._owner == os.getpid():
            return self._process.poll() is None
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as connection:
                connection.connect(str(self._address()))
        except OSError:
            return False
        return True

    def _launch(self) -> None:
        # The path of a socket holds 107 bytes at most, so a long temporary folder will not do.
        self._folder = Path(tempfile.mkdtemp(prefix="assay-", dir="/tmp"))
        held, self._lifeline = os.pipe()
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            listener.bind(str(self._address()))
            listener.listen(_WAITING_READERS)
            arguments = [str(listener.fileno()), str(held), self._reader]
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "evidence.zygote", *arguments],
                env=reader_environment(),
                pass_fds=(listener.fileno(), held),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        os.close(held)
        self._owner = os.getpid()

    def _stop(self) -> None:
        if self._owner == os.getpid():
            if self._lifeline is not None:
                os.close(self._lifeline)
            if self._process is not None:
                self._process.kill()
                self._process.wait()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
        self._owner = self._process = self._folder = self._lifeline = None
