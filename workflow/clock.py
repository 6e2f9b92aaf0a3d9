"""The only clock of the product: the wall's, or in the demo a replayed one that runs on from a set date."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time as an aware UTC instant."""

    def now(self) -> datetime: ...


class WallClock:
    """Real time."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class FrozenClock:
    """A time that stands still until it is set; for replay and tests."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at

    def set(self, at: datetime) -> None:
        self.at = at


class DemoClock:
    """The demo's time, shared by all processes through one small file in the data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read_at = 0.0
        self._offset = timedelta()

    def now(self) -> datetime:
        # One look a second is enough for due dates and keeps the file out of every request.
        if time.monotonic() - self._read_at > 1 or not self._read_at:
            self._offset = self._stored_offset()
            self._read_at = time.monotonic()
        return datetime.now(UTC) + self._offset

    def set(self, at: datetime) -> None:
        """Let the demo's time run on from `at`."""
        offset = at - datetime.now(UTC)
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"offset_seconds": offset.total_seconds()}))
        fresh.replace(self._path)
        self._read_at = 0.0

    def move_on(self, by: timedelta) -> None:
        self.set(self.now() + by)

    def _stored_offset(self) -> timedelta:
        try:
            return timedelta(seconds=json.loads(self._path.read_text())["offset_seconds"])
        except FileNotFoundError:
            return timedelta()
