"""Tells what is printed about a chart or a list of contents from quantities: scales, upright digits, pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from evidence.columns import ReadRun

_FEWEST = 4
_CONTENTS = re.compile(r"[^\W\d_].*?(?:[.·…_]\s?){3,}\s*(\d{1,4})$")
_FEWEST_CONTENTS = 4


def marks_of_scales(lines: Sequence[Sequence[ReadRun]]) -> set[int]:
    """The runs (by id) that mark the scale of a chart: numbers in even steps at even distances, alone on their
    lines or all alone on one; and digits that stand one under the other as upright words do.
    """
    alone = [line[0] for line in lines if len(line) == 1 and _is_bare(line[0])]
    found = {id(read) for column in _columns(alone) if _is_scale(column, upright=True) for read in column}
    digits = [read for line in lines if all(len(read.run.text) == 1 for read in line) for read in line]
    for stack in _stacks([read for read in digits if _is_bare(read)]):
        found.update(id(read) for read in stack)
    for line in lines:
        if len(line) >= _FEWEST and all(map(_is_bare, line)) and _is_scale(line, upright=False):
            found.update(id(read) for read in line)
    return found


def pages_of_contents(lines: Sequence[Sequence[ReadRun]]) -> set[int]:
    """The last runs (by id) of the lines of a list of contents: words, leading dots, pages that never fall."""
    found, pages = set[int](), list[int]()
    for line in lines:
        # Looked for in no line but one that ends in a page's number.
        text = " ".join(read.run.text for read in line)
        listed = _CONTENTS.search(text) if text[-1:].isdigit() else None
        if listed:
            found.add(id(line[-1]))
            pages.append(int(listed.group(1)))
    rising = all(one <= two for one, two in pairwise(pages))
    return found if len(pages) >= _FEWEST_CONTENTS and rising else set()


def _is_bare(read: ReadRun) -> bool:
    """Whether a run is one number without a unit and nothing else."""
    numbers = read.scan.numbers
    return read.kind == "number" and len(numbers) == 1 and numbers[0].unit in (None, "%")


def _value(read: ReadRun) -> Decimal:
    number = read.scan.numbers[0]
    value = number.with_dot if number.with_dot is not None else number.with_comma
    return value if value is not None else Decimal(0)


def _columns(alone: Sequence[ReadRun]) -> Iterator[list[ReadRun]]:
    """Numbers that stand one under the other, ending at one edge."""
    left = list(alone)
    while left:
        first = left[0]
        column = [read for read in left if abs(read.run.u1 - first.run.u1) < 2.5]
        left = [read for read in left if abs(read.run.u1 - first.run.u1) >= 2.5]
        if len(column) >= _FEWEST:
            yield column


def _is_scale(marks: Sequence[ReadRun], *, upright: bool) -> bool:
    values = [_value(read) for read in marks]
    steps = {two - one for one, two in pairwise(values)}
    if len(steps) != 1 or steps == {Decimal(0)} or abs(next(iter(steps))) == 1:
        return False
    places = [read.run.v0 if upright else (read.run.u0 + read.run.u1) / 2 for read in marks]
    gaps = [two - one for one, two in pairwise(places)]
    return max(gaps) - min(gaps) < 0.12 * max(abs(gap) for gap in gaps) + 1.5


def _stacks(digits: Sequence[ReadRun]) -> list[list[ReadRun]]:
    """Single digits one under the other, as close as letters of a word: years that are set upright."""
    stacks: list[list[ReadRun]] = []
    for read in digits:
        stack = next((stack for stack in stacks if _stands_under(stack[-1], read)), None)
        if stack is None:
            stacks.append([read])
        else:
            stack.append(read)
    return [stack for stack in stacks if len(stack) >= _FEWEST]


def _stands_under(upper: ReadRun, lower: ReadRun) -> bool:
    gap = lower.run.v0 - upper.run.v1
    return abs(upper.run.u0 - lower.run.u0) < 2 and abs(gap) < 0.6 * lower.run.size
