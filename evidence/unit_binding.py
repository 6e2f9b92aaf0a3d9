"""Finds the unit of a number that has none beside it: in its row, its header, its label or a caption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evidence.columns import Headers, ReadRun, is_prose
from evidence.header_words import MONEY_HEADER, PLAIN_HEADER, QUANTITY_HEADER, SHARE_HEADER, UNIT_HEADER
from evidence.reading import Table
from evidence.ruled import RuledTables, TablePlace
from evidence.units_printed import is_money, unit_alone, unit_in_description, unit_in_header, unit_named

UnitSource = Literal["beside", "row", "header", "label", "caption", "currency", "none"]

_CAPTION_LINES = 45
_CAPTION_SAYS = re.compile(
    r"单位|[(（\[]\s?(?:in|en) |\b(?:in|en) (?:thousand|million|Tsd|milliers|kt|Mt|t)\b"
)
_CAPTION_END = re.compile(r"[)\]）]\s*[:：]?$")
_CAPTION_OF_RULED = 4
_DESCRIPTION_LINES = 3
_LONGEST_TITLE = 90
# A column that is called a total and no more may be one of money or of what its caption says.
_TOTAL = re.compile(r"(?i)\W*(?:total|totaal|summe|gesamt|合计)\W*")
# Printed forms spread the characters of a short header ("单 价").
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class UnitBond:
    """A unit as printed and where it was found."""

    unit: str | None
    source: UnitSource


NO_UNIT = UnitBond(None, "none")


@dataclass(slots=True)
class UnitFinder:
    """Finds units on one page; `currency` is the document's, for columns of money without a sign."""

    lines: list[list[ReadRun]]
    width: float
    headers: Headers
    ruled: RuledTables
    currency: str | None

    def bond(
        self, read: ReadRun, line: list[ReadRun], head: str, label: str | None, cell: TablePlace | None = None
    ) -> UnitBond:
        """The unit of a number whose column says `head` and whose row says `label`; `cell` is its ruled cell."""
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
        beside = None if money else (cell and self.ruled.unit_of_row(cell)) or self._beside(read, line)
        if beside:
            return UnitBond(beside, "row")
        named = unit_in_description(label or "") or (None if money else self._described(read, line)) or stated
        if named:
            return UnitBond(named, "label")
        if SHARE_HEADER.search(head):
            return UnitBond("%", "header")
        if money:
            physical = self._inherited(read, cell) if _TOTAL.fullmatch(head) else NO_UNIT
            if physical.unit and not is_money(physical.unit):
                return physical
            return UnitBond(self.currency, "currency" if self.currency else "none")
        return self._inherited(read, cell)

    def _inherited(self, read: ReadRun, cell: TablePlace | None) -> UnitBond:
        """The unit of the group of rows, else of the header's corner, else of the caption."""
        groups, corners = (self.ruled.groups_of(cell), self.ruled.corners_of(cell)) if cell else ([], [])
        section = next(filter(None, map(_unit_of_title, groups)), None) or self._section(read)
        if section:
            return UnitBond(section, "caption")
        if cell is None or self.ruled.header_of(cell) is None:
            corners = [*corners, self.headers.corner(read)]
        corner = next(filter(None, map(unit_in_header, corners)), None)
        if corner:
            return UnitBond(corner, "header")
        under = None if cell else self._under(read)
        if under:
            return UnitBond(under, "row")
        caption = self._captioned_table(read, cell.table) if cell else self._captioned(read)
        return UnitBond(caption, "caption" if caption else "none")

    def _under(self, read: ReadRun) -> str | None:
        """The unit right under a number, where the next line holds units and nothing else."""
        place = read.run.line + 1
        line = self.lines[place] if place < len(self.lines) else []
        if not line or any(other.kind != "unit" for other in line):
            return None
        near = line[0].run.v0 - read.run.v1 < 0.9 * read.run.size
        under = [other for other in line if other.run.u0 < read.run.u1 and other.run.u1 > read.run.u0]
        return unit_alone(under[0].run.text) if under and near else None

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
        before = line[: next(i for i, other in enumerate(line) if other is units[0])]
        if len(units) == 1 and units[0].run.u1 <= read.run.u0 and not any(map(_is_quantity, before)):
            return unit_alone(units[0].run.text)
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
                unit = unit_alone(more.run.text) or unit_in_description(more.run.text)
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
            gap = run.v0 - last.run.v1
            if (
                abs(run.u0 - first.run.u0) > 3
                or gap > 0.9 * run.size
                or self._heads_what_follows(line[0], gap)
            ):
                return
            yield line[0]
            last = line[0]

    def _heads_what_follows(self, read: ReadRun, gap: float) -> bool:
        """Whether a lone text stands as near to a row of numbers below as to the row above: it is that row's title."""
        place = read.run.line + 1
        below = self.lines[place] if place < len(self.lines) else []
        if not any(map(_is_quantity, below)):
            return False
        return below[0].run.v0 - read.run.v1 <= gap + 0.1 * read.run.size

    def _section(self, read: ReadRun) -> str | None:
        """The unit of the group of rows: said by a line without numbers between the header and the row."""
        for line in self.headers.lines_between(read):
            first = line[0]
            if first.run.u1 >= read.run.u0 or any(_is_quantity(other) for other in line):
                continue
            alone = [unit_alone(other.run.text) for other in line if other.kind == "unit"]
            unit = alone[0] if alone else _unit_of_title(first.run.text) if len(line) == 1 else None
            if unit:
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

    def _captioned_table(self, read: ReadRun, table: Table) -> str | None:
        """The unit that one of the lines right over a ruled table states for all of it."""
        if table.box is None or read.run.turn:
            return self._captioned(read)
        over = [line for line in self.lines[: read.run.line] if line and line[0].run.v1 <= table.box.top + 2]
        for line in reversed(over[-_CAPTION_OF_RULED:]):
            unit = next(filter(None, (self._said_by_caption(other, line) for other in line)), None)
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
        if unit is None and len(line) == 1 and len(other.run.text) <= _LONGEST_TITLE:
            unit = unit_in_description(other.run.text)
        return None if is_money(unit) else unit


def _is_quantity(read: ReadRun) -> bool:
    return any(not number.year_like for number in read.scan.numbers)


def _unit_of_title(text: str) -> str | None:
    """The unit of a short title: alone ("Tonnes CO2e"), in brackets at its end, or after a comma."""
    if len(text) > _LONGEST_TITLE:
        return None
    named = unit_named(text) if _CAPTION_END.search(text) or _CAPTION_SAYS.search(text) else None
    return unit_alone(text) or named or unit_in_description(text)


def _nearest_first(line: Sequence[ReadRun], read: ReadRun) -> list[ReadRun]:
    """The runs of a line, the one that begins nearest to the left of a number's end first."""
    left = [other for other in line if other.run.u0 <= read.run.u1]
    return [*reversed(left), *(other for other in line if other.run.u0 > read.run.u1)]
