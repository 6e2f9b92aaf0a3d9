"""Finds figures of a document again in a newer version of it: exact, moved, changed, lost, or to be asked.

No figure is bound silently where another could be meant as well: what stands in doubt is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from evidence.reading import Box, Figure, Period, Reading
from evidence.surroundings import (
    Around,
    Surroundings,
    bare,
    box_around,
    lies_in,
    likeness,
    page_likeness,
    plain,
    runs_of,
)

SAME_PLACE_POINTS = 4.0
# How much more alike one place must be than the next before it counts as the one.
MARGIN = 0.08
# Less in common than this around a print without any label is no sign that it is the same.
LITTLE = 0.35
MUCH = 0.5
# Two prints of one name and one number are told apart only where nearly all around them is as it was.
SURE = 0.8
HINTS = 5
# A label that took a neighbouring number along: the number may change, the figure goes by the words.
_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)+(?![\w.,])")
Outcome = Literal["exact", "moved", "changed", "lost", "asked"]
Difference = Literal["value", "unit", "period", "label", "column", "typed"]


@dataclass(frozen=True, slots=True)
class Worked:
    """A figure that a person worked on: where it stands in the older version and what it says there.

    `value`, `unit` and `period` are what the person holds for right; `raw` is the print.
    """

    key: int
    page: int
    box: Box | None
    cell: str | None
    raw: str
    value: Decimal
    unit: str | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A print in a document: a figure that the reader bound, or words that a person drew a box around."""

    page: int
    box: Box | None
    cell: str | None
    raw: str
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class FoundAgain:
    """What became of a figure; `differs` names what is another now, `candidates` where it may be."""

    key: int
    outcome: Outcome
    place: Place | None = None
    differs: tuple[Difference, ...] = ()
    candidates: tuple[Place, ...] = ()


def find_again(worked: Iterable[Worked], old: Reading, new: Reading) -> tuple[FoundAgain, ...]:
    """Find figures of the older version in the newer one by quote, place and neighbours."""
    search = _Search(old, new)
    return tuple(search.find(item) for item in worked)


@dataclass(frozen=True)
class _Mark:
    """A place with the name it goes by (label and column) and what stands around it."""

    place: Place
    name: tuple[str, str]
    around: Surroundings

    @property
    def figure(self) -> Figure | None:
        return self.place.figure


class _Search:
    """One older and one newer reading, laid side by side."""

    def __init__(self, old: Reading, new: Reading) -> None:
        self.old, self.new = Around(old), Around(new)

    @cached_property
    def old_marks(self) -> list[_Mark]:
        return [_mark(self.old, _place(figure)) for figure in self.old.reading.figures]

    @cached_property
    def new_marks(self) -> list[_Mark]:
        return [_mark(self.new, _place(figure)) for figure in self.new.reading.figures]

    @cached_property
    def _old_names(self) -> dict[tuple[str, str], list[_Mark]]:
        return _by_name(self.old_marks)

    @cached_property
    def _new_names(self) -> dict[tuple[str, str], list[_Mark]]:
        return _by_name(self.new_marks)

    @cached_property
    def _pages_with(self) -> Counter[str]:
        return Counter(word for words in self.old.page_tokens.values() for word in words)

    def find(self, item: Worked) -> FoundAgain:
        """What became of one figure."""
        mark = next((m for m in self.old_marks if is_same_print(item, m.place)), None)
        if mark is None:
            return self._find_words(item)
        olds, news = self._old_names[mark.name], self._new_names.get(mark.name, [])
        if mark.name == ("", ""):
            # Nothing but its number names it: it is looked for where that number stands, or at its place.
            news = [m for m in news if _says(item, mark, m) or is_same_place(mark.place, m.place)]
            olds = [m for m in olds if m is mark or _value(m) == _value(mark)]
        if not news:
            return self._renamed(item, mark)
        return self._settle(item, mark, olds, news)

    def _settle(self, item: Worked, mark: _Mark, olds: list[_Mark], news: list[_Mark]) -> FoundAgain:
        """Choose among the prints of the same name; a choice that is not clear is asked."""
        if len(olds) == len(news) == 1 and (mark.name != ("", "") or self._is_near(mark, news[0])):
            return self._judged(item, mark, news[0])
        free = [m for m in news if not self._is_owned(m, mark, olds)]
        if not free:
            return self._lost(item, mark, news)
        fitting = [m for m in free if _says(item, mark, m)]
        best = self._clear_best(mark, free, olds)
        if best is not None:
            others = [m for m in fitting if m is not best]
            if self._are_twins(item, mark, olds, news) and self._alike(mark, best) < SURE:
                return _asked(item, [best, *others])
            if _says(item, mark, best) or not others:
                return self._judged(item, mark, best)
            return _asked(item, [best, *others])
        if self._stand_as_before(mark, olds, news):
            return self._judged(item, mark, next(m for m in news if is_same_place(mark.place, m.place)))
        likest = max(self._alike(mark, m) for m in free)
        rivals = [m for m in olds if _value(m) == _value(mark)]
        if len(fitting) == 1 == len(rivals) and self._alike(mark, fitting[0]) > likest - MARGIN:
            return self._judged(item, mark, fitting[0])
        if not fitting and likest < LITTLE:
            return self._lost(item, mark, news)
        return _asked(item, sorted(fitting or free, key=lambda m: -self._alike(mark, m)))

    def _are_twins(self, item: Worked, mark: _Mark, olds: Sequence[_Mark], news: Sequence[_Mark]) -> bool:
        """True when the same name stands with the same number more than once: only neighbours tell them apart."""
        before = sum(_value(m) == _value(mark) for m in olds)
        return max(before, sum(_says(item, mark, m) for m in news)) > 1

    def _is_near(self, mark: _Mark, other: _Mark) -> bool:
        return self._alike(mark, other) >= LITTLE

    def _alike(self, one: _Mark, other: _Mark) -> float:
        """How much an older and a newer place have in common around them and on their pages."""
        pages = page_likeness(
            self.old.page_tokens[one.place.page], self.new.page_tokens[other.place.page], self._pages_with
        )
        return 0.7 * likeness(one.around, other.around) + 0.3 * pages

    def _is_owned(self, new: _Mark, mark: _Mark, olds: Sequence[_Mark]) -> bool:
        """True when a print clearly is another figure of the older version than the one at hand."""
        others = [m for m in olds if m is not mark]
        if not others:
            return False
        other = max(others, key=lambda m: self._alike(m, new))
        lead = self._alike(other, new) - self._alike(mark, new)
        return lead >= MARGIN and _value(other) == _value(new)

    def _clear_best(self, mark: _Mark, news: Sequence[_Mark], olds: Sequence[_Mark]) -> _Mark | None:
        """The newer print most alike, when no other comes near it, and none of the older ones near this one."""
        ranked = sorted(news, key=lambda m: -self._alike(mark, m))
        best, alike = ranked[0], self._alike(mark, ranked[0])
        if len(ranked) > 1 and alike - self._alike(mark, ranked[1]) < MARGIN:
            return None
        near = any(alike - self._alike(m, best) < MARGIN for m in olds if m is not mark)
        return None if near or alike < LITTLE else best

    def _stand_as_before(self, mark: _Mark, olds: Sequence[_Mark], news: Sequence[_Mark]) -> bool:
        """True when every print of this name stands at its old place, with its old number, and no other does."""
        if len(olds) != len(news):
            return False
        if not all(
            sum(is_same_place(old.place, new.place) and _value(old) == _value(new) for new in news) == 1
            for old in olds
        ):
            return False
        # The same places with other neighbours may be other rows: then place is no proof.
        here = next(m for m in news if is_same_place(mark.place, m.place))
        return likeness(mark.around, here.around) >= 1 - MARGIN

    def _judged(self, item: Worked, mark: _Mark, new: _Mark) -> FoundAgain:
        differs = tuple(_differences(item, mark, new))
        if differs:
            return FoundAgain(item.key, "changed", new.place, differs)
        if _is_typed_over(item, mark, new):
            return FoundAgain(item.key, "asked", new.place, ("typed",), (new.place,))
        if self._is_rather_another(mark, new):
            return _asked(item, [new])
        is_exact = is_same_place(mark.place, new.place)
        return FoundAgain(item.key, "exact" if is_exact else "moved", new.place)

    def _is_rather_another(self, mark: _Mark, new: _Mark) -> bool:
        """True when, by its neighbours, a print is an older one of the same name or number that was changed."""
        alike = self._alike(mark, new)
        if alike >= MUCH:
            return False
        return any(
            other is not mark
            and (other.name == mark.name or _value(other) == _value(new))
            and self._alike(other, new) >= max(MUCH, alike + MARGIN)
            and not self._has_its_own(other, new)
            for other in self.old_marks
        )

    def _has_its_own(self, other: _Mark, new: _Mark) -> bool:
        """True when an older print stands more clearly in another place of the newer version."""
        alike = self._alike(other, new)
        return any(
            m is not new and self._alike(other, m) > alike for m in self._new_names.get(other.name, [])
        )

    def _renamed(self, item: Worked, mark: _Mark) -> FoundAgain:
        """No print has its label any more: the same number under a new one is shown, never taken for it."""
        fresh = [
            m
            for m in self.new_marks
            if m.name not in self._old_names
            and _says(item, mark, m)
            and (is_same_place(mark.place, m.place) or self._alike(mark, m) >= MUCH)
        ]
        if len(fresh) == 1:
            return FoundAgain(item.key, "changed", fresh[0].place, tuple(_differences(item, mark, fresh[0])))
        return _asked(item, fresh) if fresh else self._lost(item, mark, [])

    def _lost(self, item: Worked, mark: _Mark, news: Sequence[_Mark]) -> FoundAgain:
        """Not found; prints of the same number, or of the same name, are hints for whoever looks."""
        same = [m for m in self.new_marks if _says(item, mark, m) and m.name not in self._old_names]
        hints = dict.fromkeys(m.place for m in (*same, *news))
        return FoundAgain(item.key, "lost", None, (), tuple(hints)[:HINTS])

    def _find_words(self, item: Worked) -> FoundAgain:
        """A print that the reader did not bind: the same words again, told apart by their neighbours."""
        wanted = plain(item.raw)
        if not wanted:
            return FoundAgain(item.key, "lost")
        mark = _mark(self.old, Place(item.page, item.box, item.cell, item.raw))
        olds = [_mark(self.old, place) for place in _spelt(self.old.reading, wanted)]
        olds = [m for m in olds if not is_same_place(m.place, mark.place)]
        news = [_mark(self.new, place) for place in _spelt(self.new.reading, wanted)]
        if not news:
            return self._words_there(item, mark)
        return self._settle(item, mark, [mark, *olds], news)

    def _words_there(self, item: Worked, mark: _Mark) -> FoundAgain:
        """Other words at the place of the old ones, with the same neighbours: it was changed."""
        page = next((page for page in self.new.reading.pages if page.number == item.page), None)
        words = [w for w in page.words if item.box is not None and lies_in(w.box, item.box)] if page else []
        if not words:
            return FoundAgain(item.key, "lost")
        there = _mark(self.new, Place(item.page, box_around(words), None, " ".join(w.text for w in words)))
        if self._alike(mark, there) < MUCH:
            return FoundAgain(item.key, "lost")
        return FoundAgain(item.key, "changed", there.place, ("value",))


def _place(figure: Figure) -> Place:
    return Place(figure.page, figure.box, figure.cell, figure.raw, figure)


def _mark(around: Around, place: Place) -> _Mark:
    figure = place.figure
    quote = figure.quote if figure is not None else place.raw
    name = (
        (bare(_NUMBER.sub(" ", figure.label or "")), bare(figure.column)) if figure is not None else ("", "")
    )
    return _Mark(place, name, around.at(place.page, place.box, place.cell, place.raw, quote))


def _by_name(marks: Iterable[_Mark]) -> dict[tuple[str, str], list[_Mark]]:
    named: dict[tuple[str, str], list[_Mark]] = {}
    for mark in marks:
        named.setdefault(mark.name, []).append(mark)
    return named


def _asked(item: Worked, marks: Sequence[_Mark]) -> FoundAgain:
    return FoundAgain(item.key, "asked", None, (), tuple(mark.place for mark in marks[:HINTS]))


def _value(mark: _Mark) -> Decimal | str:
    return mark.figure.value if mark.figure is not None else plain(mark.place.raw)


def _says(item: Worked, mark: _Mark, new: _Mark) -> bool:
    """True when the newer print is the number that was printed, or that the person holds for right."""
    if mark.figure is None:
        return plain(mark.place.raw) == plain(new.place.raw)
    return new.figure is not None and new.figure.value in (mark.figure.value, item.value)


def _is_typed_over(item: Worked, mark: _Mark, new: _Mark) -> bool:
    """True when a person typed another number than OCR saw: OCR seeing the same again proves nothing."""
    figure = new.figure
    return (
        figure is not None
        and mark.figure is not None
        and figure.method == "ocr"
        and item.value not in (mark.figure.value, figure.value)
    )


def _differences(item: Worked, mark: _Mark, new: _Mark) -> Iterator[Difference]:
    if not _says(item, mark, new):
        yield "value"
    one, other = mark.figure, new.figure
    if one is None or other is None:
        return
    if plain(other.unit or "") not in (plain(one.unit or ""), plain(item.unit or "")):
        yield "unit"
    if other.period not in (one.period, item.period):
        yield "period"
    if mark.name[0] != new.name[0]:
        yield "label"
    if mark.name[1] != new.name[1]:
        yield "column"


def is_same_print(item: Worked, place: Place) -> bool:
    """True when a worked figure and a print of the same version are one."""
    if item.page != place.page or item.cell != place.cell or plain(item.raw) != plain(place.raw):
        return False
    return item.cell is not None or (
        item.box is not None and place.box is not None and box_distance(item.box, place.box) < 1
    )


def is_same_place(one: Place, other: Place) -> bool:
    """The same page, and the same cell or the same box within four points."""
    if one.page != other.page or one.cell != other.cell:
        return False
    if one.cell is not None:
        return True
    return (
        one.box is not None
        and other.box is not None
        and box_distance(one.box, other.box) <= SAME_PLACE_POINTS
    )


def box_distance(one: Box, other: Box) -> float:
    """How far the right edge, where numbers stand, and the middle height have moved, in points."""
    down = abs((one.top + one.bottom) - (other.top + other.bottom)) / 2
    return max(min(abs(one.x1 - other.x1), abs(one.x0 - other.x0)), down)


def _spelt(reading: Reading, wanted: str) -> Iterator[Place]:
    """Every run of whole words that spells the text, spaces left out."""
    for page in reading.pages:
        for box, text in runs_of(page, wanted):
            yield Place(page.number, box, None, text)
