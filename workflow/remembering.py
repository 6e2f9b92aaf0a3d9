"""Answers kept for as long as what they were worked out from stays the same, the last few of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Remembering(Generic[K, V]):
    """The latest answers by key. A key names all that an answer depends on: none here is ever out of date."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[K, V] = {}
        self._keeping = Lock()

    def answer(self, key: K, work_out: Callable[[], V]) -> V:
        """The answer kept under a key, or worked out now; two who ask at once may both work it out."""
        found = self._kept.get(key)
        if found is None:
            found = work_out()
            with self._keeping:
                self._kept[key] = found
                while len(self._kept) > self._most:
                    del self._kept[next(iter(self._kept))]
        return found
