"""The sandboxed reader as the product sees it: one call per document, always an answer with a sentence."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from evidence.limits import Limits
from evidence.outcome import Outcome, Status, judge
from evidence.reading import Kind
from evidence.request import REQUEST_BYTES, Crop, Picture, Request
from evidence.sandbox import SandboxLevel, reader_environment, sandbox_level
from evidence.talk import Heard, ZygoteGone, converse

__all__ = [
    "Crop",
    "CropRefused",
    "Outcome",
    "Picture",
    "ReaderProcess",
    "SandboxLevel",
    "Status",
    "sandbox_level",
]

READER = "evidence.readers:read"
_CROPS_AT_ONCE = 500
_ATTEMPTS = 2
_WAITING_READERS = 64


class CropRefused(Exception):
    """A piece of a page could not be cut; the message is a sentence for people."""


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
        """Read one document in a child of its own; draw its pages into an existing folder when one is given.

        Never raises for what the document holds: the outcome has a status and, unless it is "ok", a reason.
        """
        heard = self._ask(Request(path.resolve(), kind, limits, pictures_to and pictures_to.resolve()))
        return judge(heard, limits, pictures_to)

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
