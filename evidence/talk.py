"""The product's side of one visit: sends the request, hears the child, and stops it at its limits."""

from __future__ import annotations

import json
import os
import selectors
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from evidence.limits import Limits
from evidence.request import Picture

_CHUNK = 262_144
_LONGEST_LINE = 1_000_000
_LONGEST_FAULT = 120
# How long a zygote may take to import its libraries on a busy machine, and a killed child to be gone.
_START_SECONDS = 60.0
_STOP_SECONDS = 10.0

Stop = Literal["timeout", "output", "malformed"]


class ZygoteGone(Exception):
    """The zygote ended, or never started, before it told how the child ended."""


@dataclass(frozen=True, slots=True)
class PartHeard:
    """One part as a child told it: its pages, what it read there, and the pictures it drew before."""

    first: int
    last: int
    reading: bytes
    pictures: tuple[Picture, ...]


HearPart = Callable[[PartHeard], None]


@dataclass(slots=True)
class Heard:
    """Everything one child said, and how it ended; nothing of it is trusted yet."""

    reading: bytes | None = None
    survey: bytes | None = None
    region: bytes | None = None
    parts: list[PartHeard] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    crops: list[bytes] = field(default_factory=list)
    refusal: str | None = None
    failure: str | None = None
    fault: str | None = None
    stop: Stop | None = None
    code: int | None = None
    peak_kb: int = 0
    seconds: float = 0.0
    is_done: bool = False
    is_zygote_gone: bool = False


def converse(
    connection: socket.socket, message: bytes, limits: Limits, hear_part: HearPart | None = None
) -> Heard:
    """Have one document read over a fresh connection to a zygote; raises ZygoteGone when it cannot be had.

    Each part of a long one is handed to `hear_part` when it ends; what that raises ends the child.
    """
    answers, held = os.pipe()
    try:
        try:
            socket.send_fds(connection, [message], [held])
        except OSError as error:
            raise ZygoteGone from error
        finally:
            os.close(held)
        _await_start(connection)
        return _Talk(connection, answers, limits, hear_part).hear()
    finally:
        os.close(answers)


def _await_start(connection: socket.socket) -> None:
    connection.settimeout(_START_SECONDS)
    try:
        if not connection.recv(_CHUNK):
            raise ZygoteGone
    except OSError as error:
        raise ZygoteGone from error


class _Talk:
    def __init__(
        self, connection: socket.socket, answers: int, limits: Limits, hear_part: HearPart | None
    ) -> None:
        self._connection, self._answers, self._limits = connection, answers, limits
        self._hear_part = hear_part
        self._heard = Heard()
        self._began = self._part_began = time.monotonic()
        self._deadline = self._began + min(limits.wall_base_seconds, limits.wall_most_seconds)
        self._buffer = bytearray()
        self._taken = 0
        self._pages = self._ocr_pages = 0
        self._line: dict[str, Any] | None = None

    def hear(self) -> Heard:
        with selectors.DefaultSelector() as selector:
            selector.register(self._connection, selectors.EVENT_READ)
            selector.register(self._answers, selectors.EVENT_READ)
            is_open = True
            while is_open or self._heard.code is None:
                left = self._deadline - time.monotonic()
                if left <= 0:
                    self._run_out()
                    continue
                for key, _ in selector.select(left):
                    if key.fileobj is self._connection:
                        self._hear_zygote()
                        if self._heard.code is not None:
                            selector.unregister(self._connection)
                    elif not self._hear_child():
                        selector.unregister(self._answers)
                        is_open = False
                self._hand_parts_on()
        self._heard.seconds = time.monotonic() - self._began
        return self._heard

    def _hand_parts_on(self) -> None:
        while self._heard.parts:
            part = self._heard.parts.pop(0)
            if self._hear_part is not None:
                self._hear_part(part)

    def _run_out(self) -> None:
        if self._heard.stop is not None:
            raise ZygoteGone
        self._end("timeout")

    def _end(self, stop: Stop) -> None:
        """Ask the zygote to kill the child and its group; the rest of what it said is thrown away."""
        if self._heard.stop is None:
            self._heard.stop = stop
            self._deadline = time.monotonic() + _STOP_SECONDS
            try:
                self._connection.send(b"stop")
            except OSError as error:
                raise ZygoteGone from error

    def _hear_zygote(self) -> None:
        try:
            message = self._connection.recv(_CHUNK)
        except OSError as error:
            raise ZygoteGone from error
        if not message:
            raise ZygoteGone
        ended = json.loads(message)
        self._heard.code, self._heard.peak_kb = int(ended["code"]), int(ended["peak_kb"])

    def _hear_child(self) -> bool:
        chunk = os.read(self._answers, _CHUNK)
        if self._heard.stop is None:
            self._taken += len(chunk)
            if self._taken > self._limits.output_bytes:
                self._end("output")
                return True
            self._buffer += chunk
            try:
                while self._take_message():
                    pass
            except (ValueError, KeyError, TypeError, AttributeError):
                self._end("malformed")
        return bool(chunk)

    def _take_message(self) -> bool:
        """Take one whole message off the buffer, if one is there."""
        if self._line is None:
            end = self._buffer.find(b"\n", 0, _LONGEST_LINE)
            if end < 0:
                if len(self._buffer) >= _LONGEST_LINE:
                    raise ValueError("a line without an end")
                return False
            self._line = json.loads(self._buffer[:end])
            del self._buffer[: end + 1]
        size = int(self._line["bytes"])
        if len(self._buffer) < size:
            return False
        self._note(self._line, bytes(self._buffer[:size]))
        del self._buffer[:size]
        self._line = None
        return True

    def _note(self, line: dict[str, Any], content: bytes) -> None:
        heard = self._heard
        match line["message"]:
            case "pages" | "begin":
                self._begin(line)
            case "ocr":
                self._begin_ocr()
            case "part" | "survey":
                self._note_part(line, content)
            case "flags":
                heard.flags = [str(flag) for flag in line["flags"]]
            case "reading":
                heard.reading = content
            case "region":
                heard.region = content
            case "picture":
                heard.pictures.append(_picture(line))
            case "crop":
                heard.crops.append(content)
            case "refused":
                heard.refusal = str(line["reason"])
            case "failed":
                heard.failure = str(line["status"])
                heard.fault = str(line.get("fault"))[:_LONGEST_FAULT] if heard.failure == "fault" else None
            case "done":
                heard.is_done = heard.failure is None
            case _:
                raise ValueError("an unknown message")

    def _begin(self, line: dict[str, Any]) -> None:
        """So many pages begin; each part has its own time and room, the whole has the most of any document."""
        if line["message"] == "begin":
            self._part_began = time.monotonic()
            self._ocr_pages = self._taken = 0
        self._pages = max(0, int(line["count"]))
        self._set_deadline()

    def _begin_ocr(self) -> None:
        self._ocr_pages += 1
        if self._ocr_pages <= self._limits.ocr_pages:
            self._set_deadline()
        else:
            self._end("timeout")

    def _note_part(self, line: dict[str, Any], content: bytes) -> None:
        heard = self._heard
        if line["message"] == "survey":
            heard.survey = content
            return
        part = PartHeard(int(line["first"]), int(line["last"]), content, tuple(heard.pictures))
        heard.parts.append(part)
        heard.pictures = []

    def _set_deadline(self) -> None:
        limits = self._limits
        budget = limits.wall_base_seconds + limits.wall_per_page_seconds * self._pages
        budget += limits.wall_per_ocr_page_seconds * self._ocr_pages
        most = self._began + limits.wall_most_seconds
        self._deadline = min(self._part_began + budget, most)


def _picture(line: dict[str, Any]) -> Picture:
    """A picture as announced; only the names that the product itself gives are taken."""
    page = int(line["page"])
    if (line["file"], line["thumbnail"]) != (f"page-{page}.webp", f"thumbnail-{page}.webp"):
        raise ValueError("a picture under a foreign name")
    return Picture(page, line["file"], line["thumbnail"], int(line["width"]), int(line["height"]))
