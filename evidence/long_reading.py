"""Reads a long document by several children at once, part by part; what ends is kept, what dies is named."""

from __future__ import annotations

import json
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice

from evidence.outcome import SENTENCES, why_unread
from evidence.parts import Part, Share, Survey, plan_parts
from evidence.reading import Reading
from evidence.reading_json import MalformedReadingError, from_json
from evidence.request import Picture, Request
from evidence.talk import Heard, HearPart, PartHeard

# A request of so many parts goes over the socket in one piece.
_PARTS_ASKED = 400


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part that ended: its first and last page, what was read on them, and their pictures."""

    first: int
    last: int
    reading: Reading
    pictures: tuple[Picture, ...]


@dataclass(slots=True)
class Ended:
    """How the reading of all parts ended: the pages that could not be read with their sentences, and the cost.

    `faults` tell the operator where the reader itself failed, for each page of which it did.

    `peak_rss_mb` is that of the largest child, the shared warm pages counted in; `last` is the last failure.
    """

    unread: dict[int, str] = field(default_factory=dict)
    faults: dict[int, str] = field(default_factory=dict)
    seconds: float = 0.0
    peak_rss_mb: int = 0
    last: Heard | None = None


Ask = Callable[[Request, HearPart], Heard]
Keep = Callable[[ReadPart], None]


def read_in_parts(
    ask: Ask, request: Request, survey: Survey, keep: Keep, read: Collection[int] = ()
) -> Ended:
    """Read the pages that are not read yet and hand each part to `keep` when it ends, one at a time.

    What `keep` raises ends all children and is raised here. A part that dies is tried page by page; when too
    many pages died, or the time of the document is over, the rest is named as not read.
    """
    parts = plan_parts(survey, request.limits, read)
    at_once = max(1, min(request.limits.parts_at_once, os.cpu_count() or 1, len(parts)))
    work = _Work(ask, request, survey, keep)
    with ThreadPoolExecutor(at_once) as pool:
        # In turn, so that pages are read about in their order.
        done = [pool.submit(work.run, parts[start::at_once]) for start in range(at_once)]
    work.ended.seconds = time.monotonic() - work.began
    for one in done:
        one.result()
    return work.ended


class _Stopped(Exception):
    """Another child's part could not be kept, so nothing more is read."""


class _Work:
    """What the threads that each ask a child share."""

    def __init__(self, ask: Ask, request: Request, survey: Survey, keep: Keep) -> None:
        self._ask, self._request, self._survey, self._keep = ask, request, survey, keep
        self._lock = threading.Lock()
        self._is_stopped = False
        self.began = time.monotonic()
        self.ended = Ended()

    def run(self, parts: Sequence[Part]) -> None:
        """Have these parts read by one child after the other until each is read or named."""
        left = deque(parts)
        try:
            while left and self._goes_on(left):
                asked = tuple(islice(left, _PARTS_ASKED))
                wanted = replace(self._request, share=Share(asked, self._survey.habits))
                heard = self._ask(wanted, lambda part: self._take(part, left))
                self._note(heard)
                if left and left[0] in asked:
                    self._give_way(left, heard)
        except _Stopped:
            return
        except BaseException:
            self._is_stopped = True
            raise

    def _goes_on(self, left: deque[Part]) -> bool:
        """False when too much was lost or the time is over; the rest is then named as not read."""
        limits = self._request.limits
        if time.monotonic() - self.began > limits.wall_most_seconds:
            self._name(left, SENTENCES["timeout"])
        elif len(self.ended.unread) > limits.pages_lost:
            self._name(left, SENTENCES["lost"])
        else:
            return True
        return False

    def _name(self, left: deque[Part], sentence: str) -> None:
        with self._lock:
            self.ended.unread.update({page: sentence for part in left for page in part.pages})

    def _take(self, heard: PartHeard, left: deque[Part]) -> None:
        """Keep one part as told; one that is not what was asked for ends its child and is asked for again."""
        if (heard.first, heard.last) != (left[0].first, left[0].last):
            raise MalformedReadingError("another part than was asked for")
        reading = from_json(json.loads(heard.reading))
        if [page.number for page in reading.pages] != list(left[0].pages):
            raise MalformedReadingError("other pages than were asked for")
        with self._lock:
            if self._is_stopped:
                raise _Stopped
            try:
                self._keep(ReadPart(heard.first, heard.last, reading, heard.pictures))
            except BaseException:
                self._is_stopped = True
                raise
        left.popleft()

    def _note(self, heard: Heard) -> None:
        with self._lock:
            self.ended.peak_rss_mb = max(self.ended.peak_rss_mb, heard.peak_kb // 1024)
            self.ended.last = heard

    def _give_way(self, left: deque[Part], heard: Heard) -> None:
        """The part at which a child died: its pages one by one, or its one page named."""
        died = left.popleft()
        if len(died.pages) > 1:
            left.extendleft(reversed(died.singly()))
            return
        with self._lock:
            self.ended.unread[died.first] = why_unread(heard, self._request.limits)
            if heard.fault is not None:
                self.ended.faults[died.first] = heard.fault
