"""Binds the numbers of lines of text that have no page geometry: paragraphs of a document, lines of a text
file.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from evidence.columns import clean_label
from evidence.dates import DateOrder
from evidence.fields import Piece, fields_in
from evidence.grid import GridReading
from evidence.numbers import Printed, scan
from evidence.periods import row_period, stated_for, statements_in
from evidence.reading import LONE, Figure, Other, Period
from evidence.separators import SEPARATOR_DOUBT, Chosen, Votes, choose, prefers_comma
from evidence.units_printed import unit_named

_LONGEST_LINE = 50_000


def bind_prose(
    lines: Sequence[tuple[str, str]], page: int, order: DateOrder, stated: Period | None = None
) -> GridReading:
    """The figures of (address, text) lines; the label is the text before the number on its line."""
    found = GridReading()
    scans = [scan(text, order, may_join=lambda _at: True) for _, text in lines]
    votes = Votes()
    for one in scans:
        votes.count(one.numbers)
    comma = prefers_comma(votes, " ".join(text for _, text in lines))
    found.statements = statements_in([(float(i), text) for i, (_, text) in enumerate(lines)], order)
    for place, ((address, text), one) in enumerate(zip(lines, scans, strict=True)):
        period = row_period(text, order) or stated_for(found.statements, float(place)) or stated
        for dated in one.dates:
            found.dates += dated.days
        for aside in one.asides:
            found.others.append(Other(aside.kind, text[aside.at : aside.to].strip(), page, None, address))
        for number in one.numbers:
            if number.year_like:
                found.others.append(Other("date", number.raw, page, None, address))
            else:
                chosen = choose(number, Votes(), votes, comma)
                found.figures.append(_figure(number, chosen, text, (page, address), period))
    pieces = [[Piece(text, 0.0, 1.0, page, None, address)] for address, text in lines]
    found.fields += fields_in(pieces, order, comma)
    return found


def in_pieces(lines: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The lines as a page keeps them: one of unbearable length in pieces under its one address."""
    return tuple(
        (address, text[at : at + _LONGEST_LINE])
        for address, text in lines
        for at in range(0, max(len(text), 1), _LONGEST_LINE)
    )


def _figure(
    number: Printed, chosen: Chosen, text: str, where: tuple[int, str], period: Period | None
) -> Figure:
    unit = number.unit or unit_named(text)
    doubts = tuple(d for holds, d in ((chosen.doubtful, SEPARATOR_DOUBT), (unit is None, LONE)) if holds)
    return Figure(
        value=chosen.value,
        raw=number.raw,
        unit=unit,
        period=period,
        label=clean_label(text[: number.at])[-200:] or None,
        column=None,
        role=None,
        page=where[0],
        box=None,
        cell=where[1],
        method="text",
        witnessed=False,
        confidence=Decimal("0.95") - Decimal("0.25") * len(doubts),
        invisible=False,
        quote=text[max(0, number.at - 90) : number.at + 110],
        doubts=doubts,
    )
