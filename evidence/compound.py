"""Opens compound files (OLE2, the container of Outlook's .msg) by fixed rules: bounded, no cycle, no trust in sizes."""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER, _ENTRY = 512, 128
_END, _FREE, _NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_MOST_ENTRIES = 20_000


class CompoundDamaged(Exception):
    """The file does not keep the rules of its container."""


@dataclass(slots=True)
class Storage:
    """A folder of a compound file: its streams by name as (first sector, size), and the folders inside."""

    streams: dict[str, tuple[int, int]] = field(default_factory=dict)
    storages: dict[str, Storage] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Bytes cut into sectors of `step` bytes that begin at `offset`, and which sector follows which."""

    content: bytes
    chains: array[int]
    step: int
    offset: int = 0


class CompoundFile:
    """The streams of a compound file whose bytes are at hand; raises CompoundDamaged."""

    def __init__(self, content: bytes) -> None:
        if len(content) < _HEADER or not content.startswith(SIGNATURE):
            raise CompoundDamaged
        self._content = content
        shift, small_shift = struct.unpack_from("<2H", content, 30)
        if shift not in {9, 12} or small_shift != 6:
            raise CompoundDamaged
        self._sector, self._small = 1 << shift, 1 << small_shift
        first_entry, self._cutoff, first_small = struct.unpack_from("<L4xLL", content, 48)
        self._chains = self._read_chains()
        self._small_chains = _longs(self._follow(first_small, None))
        self.root, stream = self._read_entries(self._follow(first_entry, None))
        self._small_content = self._follow(stream[0], stream[1]) if stream[1] else b""

    def read(self, place: tuple[int, int]) -> bytes:
        """The bytes of a stream, exactly as many as its entry says."""
        first, size = place
        if size > len(self._content):
            raise CompoundDamaged
        if size < self._cutoff:
            return _walk(first, size, _Sectors(self._small_content, self._small_chains, self._small))
        return self._follow(first, size)

    def _read_chains(self) -> array[int]:
        count, first, others = struct.unpack_from("<L", self._content, 44)[0], *self._extra_lists()
        sectors = list(struct.unpack_from("<109L", self._content, 76))
        for _ in range(others):
            held = _longs(self._sector_at(first))
            sectors += held[:-1]
            first = held[-1]
        if count > len(self._content) // self._sector:
            raise CompoundDamaged
        chains: array[int] = array("L" if array("L").itemsize == 4 else "I")
        for sector in [number for number in sectors if number != _FREE][:count]:
            chains.extend(_longs(self._sector_at(sector)))
        return chains

    def _extra_lists(self) -> tuple[int, int]:
        first, count = struct.unpack_from("<2L", self._content, 68)
        if count * self._sector > len(self._content):
            raise CompoundDamaged
        return first, count

    def _sector_at(self, number: int) -> bytes:
        start = (number + 1) * self._sector
        held = self._content[start : start + self._sector]
        if not held:
            raise CompoundDamaged
        return held.ljust(self._sector, b"\0")

    def _follow(self, first: int, size: int | None) -> bytes:
        # The header takes the place of the first sector.
        return _walk(first, size, _Sectors(self._content, self._chains, self._sector, self._sector))

    def _read_entries(self, directory: bytes) -> tuple[Storage, tuple[int, int]]:
        """The tree of the directory, and where the small streams lie."""
        if not directory or len(directory) > _MOST_ENTRIES * _ENTRY:
            raise CompoundDamaged
        entries = [directory[at : at + _ENTRY] for at in range(0, len(directory) - _ENTRY + 1, _ENTRY)]
        root, seen = Storage(), {0}
        waiting = [(struct.unpack_from("<L", entries[0], 76)[0], root)]
        while waiting:
            number, folder = waiting.pop()
            if number == _NONE:
                continue
            if number in seen or number >= len(entries):
                raise CompoundDamaged
            seen.add(number)
            left, right, child = struct.unpack_from("<3L", entries[number], 68)
            waiting += [(left, folder), (right, folder)]
            name, kind, place = _entry(entries[number], self._sector)
            if kind == _STREAM:
                folder.streams[name] = place
            elif kind == _STORAGE:
                folder.storages[name] = Storage()
                waiting.append((child, folder.storages[name]))
        name, kind, place = _entry(entries[0], self._sector)
        if kind != _ROOT:
            raise CompoundDamaged
        return root, place


def _walk(first: int, size: int | None, held: _Sectors) -> bytes:
    """The bytes of a chain of sectors; a chain that returns to itself, or ends early, is damage."""
    if first in {_END, _FREE} and not size:
        return b""
    pieces: list[bytes] = []
    wanted = None if size is None else -(-size // held.step)
    while first != _END and (wanted is None or len(pieces) < wanted):
        if first >= len(held.chains) or len(pieces) > len(held.chains):
            raise CompoundDamaged
        start = first * held.step + held.offset
        pieces.append(held.content[start : start + held.step])
        first = held.chains[first]
    whole = b"".join(pieces)
    if size is None:
        return whole
    if len(whole) < size:
        raise CompoundDamaged
    return whole[:size]


def _entry(raw: bytes, sector: int) -> tuple[str, int, tuple[int, int]]:
    length, kind = struct.unpack_from("<HB", raw, 64)
    first, size = struct.unpack_from("<LQ", raw, 116)
    # In files with short sectors the upper half of the size may hold anything.
    size = size & 0xFFFFFFFF if sector == 512 else size
    name = raw[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return name, kind, (first, size)


def _longs(raw: bytes) -> array[int]:
    values: array[int] = array("L" if array("L").itemsize == 4 else "I")
    values.extend(struct.unpack(f"<{len(raw) // 4}L", raw[: len(raw) // 4 * 4]))
    return values


def folders_named(folder: Storage, start: str) -> Iterator[Storage]:
    """The folders inside whose name begins so, by name."""
    yield from (folder.storages[name] for name in sorted(folder.storages) if name.startswith(start))
