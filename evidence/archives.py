"""Opens ZIP archives by fixed rules, before their bytes are trusted: all of an archive or none."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from evidence.limits import Limits
from evidence.names import clean_path, ending_of

_CHUNK = 262_144
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_END = struct.Struct("<4s4H2LH")
_END64_LOCATOR = struct.Struct("<4sLQL")
_END64 = struct.Struct("<4sQ2H2L4Q")
_CENTRAL_SIZE, _LOCAL_SIZE = 46, 30
_PACKAGES = {
    "docx",
    "docm",
    "dotx",
    "xlsx",
    "xlsm",
    "xltx",
    "xlsb",
    "pptx",
    "pptm",
    "ods",
    "odt",
    "odp",
    "epub",
    "ofd",
}
_MAILS = {"eml", "msg"}
_ARCHIVES = {"zip", "7z", "rar", "tar", "gz", "tgz", "bz2", "xz", "zst"}
_ARCHIVE_STARTS = (
    b"7z\xbc\xaf\x27\x1c",
    b"Rar!\x1a\x07",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"\x28\xb5\x2f\xfd",
)
# What desktops add to an archive by themselves; never evidence.
_LITTER = {".DS_Store", "Thumbs.db", "desktop.ini"}


class ArchiveRefused(Exception):
    """The archive breaks a rule; the message is a sentence for people."""


class ArchiveEncrypted(ArchiveRefused):
    """The archive needs a password."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of an archive: its cleaned name with folders, its real size in bytes, its name as packed."""

    name: str
    size: int
    raw_name: bytes


class Archive:
    """An archive that passed every rule; its entries can be read one after the other."""

    def __init__(self, zipped: zipfile.ZipFile, infos: list[zipfile.ZipInfo], entries: list[Entry]) -> None:
        self._zipped = zipped
        self._infos = dict(zip(entries, infos, strict=True))
        self.entries: tuple[Entry, ...] = tuple(entries)

    def open(self, entry: Entry) -> BinaryIO:
        """The bytes of one entry as a stream; never more than were counted when the archive was checked."""
        return self._zipped.open(self._infos[entry])  # type: ignore[return-value]  # IO[bytes] is what it is


@contextmanager
def open_archive(path: Path, limits: Limits) -> Iterator[Archive]:
    """Open an uploaded ZIP whose every entry is safe to store; raises ArchiveRefused with the reason.

    Every byte is unpacked and counted once before the first entry is given out, so that a rule broken in the
    last entry takes nothing of the archive in.
    """
    with open_checked(path, limits) as (zipped, infos):
        kept = [info for info in infos if not _is_litter(info)]
        entries = []
        for info in kept:
            name = clean_path(_name_of(info)[0], limits)
            head, size = _count(zipped, info)
            _refuse_nested(name, head)
            entries.append(Entry(name=name, size=size, raw_name=_name_of(info)[1]))
        _refuse_twins([entry.name for entry in entries])
        if not entries:
            raise ArchiveRefused("The archive holds no files.")
        yield Archive(zipped, kept, entries)


@contextmanager
def open_checked(path: Path, limits: Limits) -> Iterator[tuple[zipfile.ZipFile, list[zipfile.ZipInfo]]]:
    """Open a ZIP (an archive or an office package) after its directory passed the rules: entries, sizes,
    ratio, overlap, links, passwords. Declared sizes hold from here: more bytes than declared are an error.
    Raises ArchiveRefused."""
    try:
        with path.open("rb") as file:
            _refuse_directory(file, limits)
            with zipfile.ZipFile(file) as zipped:
                infos = [info for info in zipped.infolist() if not info.is_dir()]
                _refuse_many(len(zipped.infolist()), limits)
                _refuse_sizes(infos, limits)
                for info in infos:
                    _refuse_entry(info, limits)
                _refuse_overlap(file, infos, zipped.start_dir)
                yield zipped, infos
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        UnicodeDecodeError,
        EOFError,
        NotImplementedError,
    ) as error:
        raise ArchiveRefused(
            "The archive is damaged or not a ZIP file. Pack it again and send it anew."
        ) from error


def count_bytes(zipped: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> int:
    """The real unpacked bytes of all entries, counted by unpacking them; raises ArchiveRefused."""
    return sum(_count(zipped, info)[1] for info in infos)


def _count(zipped: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[bytes, int]:
    """First bytes and real size of an entry. zipfile stops at the declared size and checks the CRC there."""
    head, size = b"", 0
    try:
        with zipped.open(info) as entry:
            while chunk := entry.read(_CHUNK):
                head = head or chunk[:512]
                size += len(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise ArchiveRefused(f"The entry {_name_of(info)[0]!r} of the archive is damaged.") from error
    if size != info.file_size:
        raise ArchiveRefused(f"The entry {_name_of(info)[0]!r} is not as long as the archive says.")
    return head, size


def _refuse_directory(file: BinaryIO, limits: Limits) -> None:
    """Count the entries in the raw directory, before the library makes an object of each."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - 65_535))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise zipfile.BadZipFile
    end = size - len(tail) + at
    directory_size = _END.unpack_from(tail, at)[5]
    locator = at - _END64_LOCATOR.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
        end -= _END64_LOCATOR.size + _END64.size
        file.seek(max(0, end))
        directory_size = _END64.unpack(file.read(_END64.size))[8]
    if directory_size > min(end, limits.archive_directory_bytes):
        raise ArchiveRefused("The archive's directory is too long. Send fewer files at once.")
    file.seek(end - directory_size)
    directory = file.read(directory_size)
    file.seek(0)
    count = position = 0
    while position + _CENTRAL_SIZE <= len(directory):
        lengths = struct.unpack_from("<3H", directory, position + 28)
        position += _CENTRAL_SIZE + sum(lengths)
        count += 1
    _refuse_many(count, limits)


def _refuse_many(count: int, limits: Limits) -> None:
    if count > limits.archive_entries:
        most = f"{limits.archive_entries:,}"
        raise ArchiveRefused(f"The archive holds more than {most} entries. Send it in parts.")


def _refuse_sizes(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    unpacked = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if unpacked > limits.archive_unpacked_bytes:
        most = f"{limits.archive_unpacked_bytes:,}"
        raise ArchiveRefused(f"Unpacked, the archive is larger than {most} bytes. Send it in parts.")
    _refuse_ratio(unpacked, packed, limits)


def _refuse_ratio(unpacked: int, packed: int, limits: Limits) -> None:
    if unpacked > limits.archive_ratio_free_bytes and unpacked > limits.archive_ratio * packed:
        ratio = limits.archive_ratio
        raise ArchiveRefused(f"The archive unpacks to more than {ratio} times its size, as harmful files do.")


def _refuse_entry(info: zipfile.ZipInfo, limits: Limits) -> None:
    shown = clean_path(_name_of(info)[0], limits)
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        raise ArchiveRefused(f"The entry {shown} is a link to another place. Send the file itself.")
    if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
        raise ArchiveRefused(f"The entry {shown} is not an ordinary file.")
    if info.flag_bits & _ENCRYPTED:
        raise ArchiveEncrypted("The archive is protected by a password. Send it without one.")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise ArchiveRefused(f"The entry {shown} is packed in a way that is not read. Use plain ZIP.")
    _refuse_ratio(info.file_size, info.compress_size, limits)


def _refuse_overlap(file: BinaryIO, infos: list[zipfile.ZipInfo], directory_at: int) -> None:
    """No two entries may share bytes (CVE-2024-0450: one body listed a thousand times)."""
    spans = []
    for info in infos:
        file.seek(info.header_offset)
        header = file.read(_LOCAL_SIZE)
        if len(header) < _LOCAL_SIZE or header[:4] != b"PK\x03\x04":
            raise zipfile.BadZipFile
        name_length, extra_length = struct.unpack_from("<2H", header, 26)
        end = info.header_offset + _LOCAL_SIZE + name_length + extra_length + info.compress_size
        spans.append((info.header_offset, end))
    spans.sort()
    following = [start for start, _ in spans[1:]] + [directory_at]
    if any(end > start for (_, end), start in zip(spans, following, strict=False)):
        raise ArchiveRefused("Entries of the archive lie over each other, as in harmful files.")


def is_archive(name: str, head: bytes) -> bool:
    """Whether a file is an archive by its name or its first bytes; office packages are none."""
    ending = ending_of(name)
    packed = head.startswith(_ARCHIVE_STARTS) or head[257:262] == b"ustar"
    inner_zip = head.startswith((b"PK\x03\x04", b"PK\x05\x06")) and ending not in _PACKAGES
    return packed or inner_zip or ending in _ARCHIVES


def _refuse_nested(name: str, head: bytes) -> None:
    ending = ending_of(name)
    if is_archive(name, head):
        raise ArchiveRefused(f"The entry {name} is an archive inside the archive. Send it on its own.")
    if ending in _MAILS:
        raise ArchiveRefused(f"The entry {name} is a mail inside the archive. Send it on its own.")


def _refuse_twins(names: list[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise ArchiveRefused(f"The archive holds two entries named {name}. Rename one of them.")
        seen.add(name)


def _name_of(info: zipfile.ZipInfo) -> tuple[str, bytes]:
    """The name of an entry and its raw bytes; without the UTF-8 mark, UTF-8 is tried first, then GBK."""
    if info.flag_bits & _UTF8_NAME:
        return info.orig_filename, info.orig_filename.encode("utf-8", "surrogatepass")
    raw = info.orig_filename.encode("cp437")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding), raw
        except UnicodeDecodeError:
            continue
    return info.orig_filename, raw


def _is_litter(info: zipfile.ZipInfo) -> bool:
    parts = _name_of(info)[0].split("/")
    return parts[0] == "__MACOSX" or parts[-1] in _LITTER
