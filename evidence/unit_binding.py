"""Finds the unit of a number that has none beside it: in its row, its header, its label or a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evidence.columns import Headers, ReadRun, is_prose
from evidence.header_words import MONEY_HEADER, PLAIN_HEADER, QUANTITY_HEADER, SHARE_HEADER, UNIT_HEADER
from evidence.units_printed import is_money, unit_alone, unit_in_description, unit_in_header, unit_named

UnitSource = Literal["beside", "row", "header", "label", "caption", "currency", "none"]

_CAPTION_LINES = 45
_CAPTION_SAYS = re.compile(
    r"单位|[(（\[]\s?(?:in|en) |\b(?:in|en) (?:thousand|million|Tsd|milliers|kt|Mt|t)\b"
)
_CAPTION_END = re.compile(r"[)\]）]\s*[:：]?$")
_DESCRIPTION_LINES = 3
# Printed forms spread the characters of a short header ("单 价").
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class UnitBond:
    """A unit as printed and where it was found."""

    unit: str | None
    source: UnitSource


@dataclass(slots=True)
class UnitFinder:
    """Finds units on one page; `currency` is the document's, for columns of money without a sign."""

    lines: list[list[ReadRun]]
    width: float
    headers: Headers
    currency: str | None

    def bond(self, read: ReadRun, line: list[ReadRun], head: str, label: str | None) -> UnitBond:
        """The unit of a number whose column says `head` and whose row says `label`."""
        head = _CJK_GAP.sub("", head)
        if read.kind != "number":
            unit = self._after_text(read, line) or unit_named(read.run.text)
            return UnitBond(unit, "beside" if unit else "none")
        if PLAIN_HEADER.search(head):
            return UnitBond(None, "none")
        stated = unit_in_header(head) if head else None
        money = bool(MONEY_HEADER.search(head)) and not QUANTITY_HEADER.search(head)
        if stated and not (is_money(stated) and not money):
            return UnitBond(stated, "header")
        beside = None if money else self._beside(read, line)
        if beside:
            return UnitBond(beside, "row")
        named = unit_in_description(label or "") or (None if money else self._described(read, line)) or stated
        if named:
            return UnitBond(named, "label")
        if SHARE_HEADER.search(head):
            return UnitBond("%", "header")
        if money:
            return UnitBond(self.currency, "currency" if self.currency else "none")
        section = self._section(read)
        if section:
            return UnitBond(section, "caption")
        corner = unit_in_header(self.headers.corner(read))
        if corner:
            return UnitBond(corner, "header")
        caption = self._captioned(read)
        return UnitBond(caption, "caption" if caption else "none")

    def _beside(self, read: ReadRun, line: list[ReadRun]) -> str | None:
        """The unit cell of this row: the neighbour first, then a cell under a header that says "unit"."""
        units = [other for other in line if other.kind == "unit"]
        if not units:
            return None
        place = next(i for i, other in enumerate(line) if other is read)
        for beside in (place + 1, place - 1):
            if 0 <= beside < len(line) and line[beside].kind == "unit":
                return unit_alone(line[beside].run.text)
        for other in reversed(units):
            head = self.headers.of(other)
            if other.run.u0 < read.run.u0 and head and UNIT_HEADER.search(_CJK_GAP.sub("", head[0].run.text)):
                return unit_alone(other.run.text)
        for other in units:
            head = self.headers.of(other)
            if head and UNIT_HEADER.search(_CJK_GAP.sub("", head[0].run.text)):
                return unit_alone(other.run.text)
        return None

    def _after_text(self, read: ReadRun, line: list[ReadRun]) -> str | None:
        """The unit cell that follows a run whose last word is the number."""
        if not read.scan.numbers or read.scan.numbers[-1].to < len(read.run.text):
            return None
        place = next(i for i, other in enumerate(line) if other is read)
        beside = line[place + 1] if place + 1 < len(line) else None
        return unit_alone(beside.run.text) if beside is not None and beside.kind == "unit" else None

    def _described(self, read: ReadRun, line: list[ReadRun]) -> str | None:
        """The unit in the lines that go on below the row's description ("Design work | (hour): one sample")."""
        for first in line:
            if first.kind != "text":
                continue
            for more in self._below(first, read.run.line):
                unit = unit_in_description(more.run.text) or unit_alone(more.run.text)
                if unit and not is_money(unit):
                    return unit
        return None

    def _below(self, first: ReadRun, at: int) -> Iterator[ReadRun]:
        """The lone runs that begin where `first` does, on the lines right under its own."""
        last = first
        for line in self.lines[at + 1 : at + 1 + _DESCRIPTION_LINES]:
            if len(line) != 1 or line[0].kind not in ("text", "unit") or line[0].run.turn != first.run.turn:
                return
            run = line[0].run
            if abs(run.u0 - first.run.u0) > 3 or run.v0 - last.run.v1 > 0.9 * run.size:
                return
            yield line[0]
            last = line[0]

    def _section(self, read: ReadRun) -> str | None:
        """The unit of the section line between the header and the row ("Energy (MWh)" alone on its line)."""
        top = max((head.run.line for head in self.headers.of(read)), default=read.run.line)
        for line in reversed(self.lines[top + 1 : read.run.line]):
            if len(line) == 1 and line[0].kind == "text" and _CAPTION_END.search(line[0].run.text):
                unit = unit_named(line[0].run.text)
                if unit and not line[0].scan.numbers and line[0].run.u1 < read.run.u0:
                    return unit
        return None

    def _captioned(self, read: ReadRun) -> str | None:
        """The unit that a caption over the table states for all of it ("单位：kWh", "Emissions (t CO2e)")."""
        at = min((head.run.line for head in self.headers.of(read)), default=read.run.line)
        for line in reversed(self.lines[max(0, at - _CAPTION_LINES) : at]):
            if line and line[0].run.turn != read.run.turn:
                return None
            for other in _nearest_first(line, read):
                unit = self._said_by_caption(other, line)
                if unit:
                    return unit
        return None

    def _said_by_caption(self, other: ReadRun, line: Sequence[ReadRun]) -> str | None:
        if other.kind == "unit":
            return unit_alone(other.run.text) if len(line) == 1 else None
        if other.kind != "text":
            return None
        if _CAPTION_SAYS.search(other.run.text):
            return unit_named(other.run.text)
        has_numbers = any(number for each in line for number in each.scan.numbers if not number.year_like)
        is_sentence = is_prose(other.run, self.width) and not _CAPTION_END.search(other.run.text)
        if has_numbers or is_sentence:
            return None
        unit = unit_named(other.run.text)
        return None if is_money(unit) else unit


def _nearest_first(line: Sequence[ReadRun], read: ReadRun) -> list[ReadRun]:
    """The runs of a line, the one that begins nearest to the left of a number's end first."""
    left = [other for other in line if other.run.u0 <= read.run.u1]
    return [*reversed(left), *(other for other in line if other.run.u0 > read.run.u1)]
