"""The write-once store of evidence: bytes stand under their own SHA-256, so a changed byte is found."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, Protocol

CHUNK = 1_048_576
_HEX = re.compile(r"[0-9a-f]{64}")
_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)


class ByteStream(Protocol):
    """Anything that can be read in pieces: a file, a request body, an entry of an archive."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; empty at the end."""


class StoreError(Exception):
    """The store did not do what was asked; the message is a sentence for people."""


class StoreFull(StoreError):
    """There is too little free space to take more evidence."""


class TooManyBytes(StoreError):
    """The stream is longer than its limit."""


class BlobMissing(StoreError):
    """No file is kept under this hash."""


@dataclass(frozen=True, slots=True)
class Stored:
    """What was filed: the hash is the name, the size is in bytes."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class StoreProblem:
    """One thing that is wrong in the store: which file, and the sentence that says what."""

    name: str
    sentence: str


def _stay(_step: str) -> None:
    """Pass a fault point that nobody armed."""


class Store:
    """Files under `root/sha256/ab/<hex>`; what is not yet whole is under `root/temp`, on the same filesystem.

    `fault_point` is called with a name between the steps of `put`; drills arm it to stop or fail there.
    """

    def __init__(
        self, root: Path, *, floor_bytes: int = 0, fault_point: Callable[[str], None] = _stay
    ) -> None:
        self._blobs = root / "sha256"
        self._temp = root / "temp"
        self._floor_bytes = floor_bytes
        self._fault_point = fault_point
        for folder in (self._blobs, self._temp):
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, stream: ByteStream, limit: int) -> Stored:
        """File the whole stream, at most `limit` bytes; all or nothing, and durable when it returns.

        Raises TooManyBytes, StoreFull, or the OSError of a failing disk; none of them leaves a file.
        """
        self.check_space()
        handle, name = tempfile.mkstemp(dir=self._temp)
        temp = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                stored = self._write(stream, file, limit)
                self._fault_point("store.after_write")
                file.flush()
                os.fchmod(file.fileno(), 0o440)
                os.fsync(file.fileno())
            self._fault_point("store.after_fsync")
            self._file(temp, stored)
        except OSError as error:
            if error.errno in _NO_SPACE:
                raise StoreFull(_FULL) from error
            raise
        finally:
            temp.unlink(missing_ok=True)
        return stored

    def _write(self, stream: ByteStream, file: BinaryIO, limit: int) -> Stored:
        # Hash while streaming: a second read could see other bytes.
        digest, size = hashlib.sha256(), 0
        while chunk := stream.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise TooManyBytes(f"The file is larger than {limit:,} bytes. Split it or send it in parts.")
            digest.update(chunk)
            file.write(chunk)
            self.check_space()
        return Stored(digest.hexdigest(), size)

    def _file(self, temp: Path, stored: Stored) -> None:
        target = self.path(stored.sha256)
        if target.exists() and self.verify(stored.sha256) is None:
            return
        # A damaged file gets its right bytes back: under this name only these bytes can stand.
        folder = target.parent
        if not folder.exists():
            folder.mkdir(exist_ok=True)
            _sync_folder(self._blobs)
        temp.rename(target)
        self._fault_point("store.after_rename")
        _sync_folder(folder)

    def check_space(self) -> None:
        """Raise StoreFull when less than the floor is free, so that the database can always commit."""
        free = os.statvfs(self._temp)
        if free.f_bavail * free.f_frsize < self._floor_bytes:
            raise StoreFull(_FULL)

    def path(self, sha256: str) -> Path:
        """Where the file of this hash stands, whether it is there or not; ValueError when it is no hash."""
        if not _HEX.fullmatch(sha256):
            raise ValueError("A name in the store is a SHA-256 in lower-case hexadecimal.")
        return self._blobs / sha256[:2] / sha256

    def open(self, sha256: str) -> BufferedReader:
        """The file of this hash, opened for reading; BlobMissing when there is none."""
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobMissing(f"The file {sha256} is not in the store.") from error

    def verify(self, sha256: str) -> StoreProblem | None:
        """None when the bytes under this hash are the bytes it names, else what is wrong."""
        try:
            with self.open(sha256) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except BlobMissing as error:
            return StoreProblem(sha256, str(error))
        except OSError as error:
            return StoreProblem(sha256, f"The file {sha256} cannot be read: {error.strerror}.")
        if found != sha256:
            return StoreProblem(sha256, f"The bytes of {sha256} were changed: their hash is now {found}.")
        return None

    def walk(self, after: str = "") -> Iterator[str]:
        """Every hash in the store in order, from the one behind `after`, so that a sweep can be resumed."""
        for folder in sorted(self._blobs.iterdir()):
            if folder.name >= after[:2] and folder.is_dir():
                names = (path.name for path in folder.iterdir())
                yield from sorted(name for name in names if _HEX.fullmatch(name) and name > after)

    def verify_all(self) -> Iterator[StoreProblem]:
        """Everything that is wrong: changed bytes, and files that do not belong where they stand."""
        for folder in sorted(self._blobs.iterdir()):
            paths = sorted(folder.iterdir()) if folder.is_dir() else [folder]
            for path in paths:
                at_home = _HEX.fullmatch(path.name) and path == self.path(path.name) and not path.is_symlink()
                name = str(path.relative_to(self._blobs))
                problem = (
                    self.verify(path.name) if at_home else StoreProblem(name, f"{name} is not a stored file.")
                )
                if problem is not None:
                    yield problem

    def sweep_temp(self, older_than_seconds: float, now: float) -> int:
        """Remove what broken uploads left, by age at `now` (seconds of the epoch); answers how many files."""
        swept = 0
        for path in self._temp.iterdir():
            if now - path.stat().st_mtime > older_than_seconds:
                path.unlink(missing_ok=True)
                swept += 1
        return swept


_FULL = "There is too little free space to take this file. Nothing was kept; ask the operator to make room."


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
