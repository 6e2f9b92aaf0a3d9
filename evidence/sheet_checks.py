"""Looks over the formulas of a sheet: sums that leave a neighbour out, numbers typed over a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from openpyxl.utils import column_index_from_string, get_column_letter

from evidence.grid import GridCell

SHORT_SUM = "the sum in {place} adds {summed} and leaves out {left}"
TYPED_OVER = "a number is typed into {place}, among formulas of one kind"
Place = tuple[int, int]
Cells = Mapping[Place, GridCell]

_SUM = re.compile(
    r"=(?:SUM|SUBTOTAL\(\s*(?:9|109)\s*[,;])\s*\(?\s*(\$?[A-Z]{1,3}\$?\d+):(\$?[A-Z]{1,3}\$?\d+)\s*\)$", re.I
)
_ANY_SUM = re.compile(r"=\+?\s*(?:SUM|SUBTOTAL|AGGREGATE)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\"[^\"]*\"|'[^']*'!|(?<![\w.])(\$?)([A-Z]{1,3})(\$?)(\d{1,7})(?![\w(.])")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd about one cell: where (row and column from 1), and the sentence."""

    at: Place
    sentence: str


def remarks_on(cells: Cells) -> list[Remark]:
    """What is odd about the formulas of a sheet, whose cells are given by row and column from 1, in order."""
    found = [*_short_sums(cells), *_typed_over(cells)]
    return sorted(set(found), key=lambda remark: (remark.at, remark.sentence))


def _short_sums(cells: Cells) -> Iterator[Remark]:
    """Sums over one column above them, or one row beside them, that stop before or begin after a number."""
    for at, cell in cells.items():
        summed = _SUM.match(cell.formula or "")
        if summed is None:
            continue
        first, last = _place(summed.group(1)), _place(summed.group(2))
        if first[1] == last[1] == at[1] and last[0] < at[0]:
            line = [(row, at[1]) for row in range(last[0] + 1, at[0])]
            before = (first[0] - 1, at[1])
        elif first[0] == last[0] == at[0] and last[1] < at[1]:
            line = [(at[0], column) for column in range(last[1] + 1, at[1])]
            before = (at[0], first[1] - 1)
        else:
            continue
        left = [place for place in line[:10_000] if _is_counted(cells, place)]
        # A sum that begins at a subtotal goes on from it: what stands over that is in it already.
        goes_on = _ANY_SUM.match(getattr(cells.get(first), "formula", None) or "")
        if not goes_on and _is_counted(cells, before) and not _is_year(cells[before]):
            left.insert(0, before)
        if left:
            names = ", ".join(_name(place) for place in left[:5]) + (" and more" if len(left) > 5 else "")
            span = f"{_name(first)}:{_name(last)}"
            yield Remark(at, SHORT_SUM.format(place=_name(at), summed=span, left=names))


def _is_counted(cells: Cells, place: Place) -> bool:
    """Whether a cell holds a number that a sum beside it should take: a subtotal is none."""
    cell = cells.get(place)
    return cell is not None and cell.number is not None and not _ANY_SUM.match(cell.formula or "")


def _is_year(cell: GridCell) -> bool:
    return cell.formula is None and cell.number is not None and cell.number in _YEARS


def _typed_over(cells: Cells) -> Iterator[Remark]:
    """Typed numbers between two formulas of one kind, down a column or along a row."""
    for at, cell in cells.items():
        if cell.number is None or cell.formula:
            continue
        for step in ((1, 0), (0, 1)):
            before = _next_formula(cells, at, (-step[0], -step[1]))
            after = _next_formula(cells, at, step)
            if before is not None and before == after:
                yield Remark(at, TYPED_OVER.format(place=_name(at)))
                break


def _next_formula(cells: Cells, at: Place, step: Place) -> str | None:
    """The kind of the next formula in one direction, at most one typed number away; None where the line ends."""
    row, column = at
    for _ in range(2):
        row, column = row + step[0], column + step[1]
        cell = cells.get((row, column))
        if cell is None or (cell.number is None and not cell.formula):
            return None
        if cell.formula:
            return _kind(cell.formula, (row, column))
    return None


def _kind(formula: str, at: Place) -> str | None:
    """A formula with its references as steps from its cell; None for sums, which differ from their neighbours."""
    if _ANY_SUM.match(formula) or not _REFERENCE.search(formula):
        return None

    def step(match: re.Match[str]) -> str:
        if match.group(4) is None:
            return match.group()
        column = column_index_from_string(match.group(2))
        along = f"C{column}" if match.group(1) else f"C[{column - at[1]}]"
        down = f"R{match.group(4)}" if match.group(3) else f"R[{int(match.group(4)) - at[0]}]"
        return down + along

    return _REFERENCE.sub(step, formula.upper())


def _place(reference: str) -> Place:
    letters, digits = re.fullmatch(r"([A-Z]+)(\d+)", reference.replace("$", "").upper()).groups()  # type: ignore[union-attr]  # _SUM found it so
    return int(digits), column_index_from_string(letters)


def _name(place: Place) -> str:
    return f"{get_column_letter(place[1])}{place[0]}"
