"""Finds the labelled facts that checks use: meter, account, readings, multiplier, validity, beneficiary and
so on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from evidence.dates import DateOrder, dates_in
from evidence.field_labels import LABELS
from evidence.numbers import scan
from evidence.reading import Box, Field, FieldName

_COLON = r"\s*(?:[:：#]|\bis\b|为)?\s*"
_PATTERNS: tuple[tuple[FieldName, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"(?<![A-Za-z])(?:{words})(?![A-Za-z])", re.IGNORECASE)) for name, words in LABELS
)
_PERIOD_LABEL = re.compile(
    r"(?i)(?:billing|service|reading|supply|production|consumption|settlement) period|起止日期|(?:计费|抄表|"
    r"用电|用气|供汽|用汽|结算|计量|账单)(?:周期|期间)|账期"
)
_ANY_LABEL = re.compile("|".join((*(words for _, words in LABELS), _PERIOD_LABEL.pattern[4:])), re.IGNORECASE)
# What any label begins with, tried at the beginnings of words only: most texts hold none.
_MAY_BE_LABEL = re.compile(
    rf"(?<![A-Za-z])(?:{'|'.join(words for _, words in LABELS)})|{_PERIOD_LABEL.pattern[4:]}", re.IGNORECASE
)
_CODE = re.compile(r"(?=[\w\-/.]*\d)[A-Za-z0-9][A-Za-z0-9\-/.]{2,63}")
_DATES = frozenset({"period_start", "period_end", "valid_from", "valid_to", "issue_date"})
_DECIMALS = frozenset({"reading_start", "reading_end", "multiplier"})
_CODES = frozenset({"meter", "account", "invoice_number", "uscc", "certificate"})
_NAMES = frozenset({"buyer", "seller", "beneficiary", "site"})
_LONGEST_NAME = 120
_DEEPEST = 40
# Printed forms spread the characters of a short label ("户 号").
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Piece:
    """One cell or run of text: where it begins and ends across its row, and its place."""

    text: str
    left: float
    right: float
    page: int
    box: Box | None
    cell: str | None = None


@dataclass(frozen=True, slots=True)
class _Habit:
    """How the document writes dates and decimals."""

    order: DateOrder
    comma: bool


def fields_in(rows: Sequence[Sequence[Piece]], order: DateOrder, comma: bool = False) -> tuple[Field, ...]:
    """Every labelled fact: the value stands after its label, in the next cell, or in the cells below it."""
    found: list[Field] = []
    habit = _Habit(order, comma)
    rows = [[_unspread(piece) for piece in row] for row in rows]
    for number, row in enumerate(rows):
        for place, piece in enumerate(row):
            if len(piece.text) > 300 or not _MAY_BE_LABEL.search(piece.text):
                continue
            for name, pattern in _PATTERNS:
                for label in pattern.finditer(piece.text):
                    found += _values(name, label, rows[number:], place, habit)
            period = _PERIOD_LABEL.search(piece.text)
            if period:
                found += _period_fields(period, rows, number, place, order)
    return tuple(dict.fromkeys(found))


def _unspread(piece: Piece) -> Piece:
    return piece if piece.text.isascii() else replace(piece, text=_CJK_GAP.sub("", piece.text))


def _values(
    name: FieldName, label: re.Match[str], rows: Sequence[Sequence[Piece]], place: int, habit: _Habit
) -> Iterator[Field]:
    """The value of one label in the first of the rows: after it, beside it, or in the rows below."""
    piece = rows[0][place]
    rest = re.sub(rf"^{_COLON}", "", piece.text[label.end() :])
    colon = re.match(r"\s*(?:[(（][^)）]*[)）])?\s*[:：]", piece.text[label.end() :]) is not None
    if name in _NAMES and not colon and rest.strip():
        return
    value = _value(name, rest, habit)
    if value:
        yield Field(name, value, piece.page, piece.box, piece.cell)
        return
    if rest.strip(" )）]") and not re.fullmatch(r"[(（].*[)）]:?|[A-Za-z ().]{1,20}", rest.strip()):
        return
    row = rows[0]
    beside = row[place + 1] if place + 1 < len(row) else None
    if beside is not None and not _ANY_LABEL.search(beside.text):
        value = _value(name, beside.text.lstrip(" :："), habit)
        if value:
            yield Field(name, value, beside.page, beside.box, beside.cell)
            return
    if not colon:
        yield from _below(name, piece, rows[1 : 1 + _DEEPEST], habit)


def _below(name: FieldName, head: Piece, rows: Sequence[Sequence[Piece]], habit: _Habit) -> Iterator[Field]:
    """The values under a column header, row by row, until a row has text there that is no value."""
    missed = 0
    for row in rows:
        under = [p for p in row if min(p.right, head.right) - max(p.left, head.left) > 0]
        if not under:
            missed += 1
            if missed > 2:
                return
            continue
        value = _value(name, under[0].text, habit) if len(under[0].text) <= _LONGEST_NAME else None
        if value is None or _ANY_LABEL.search(under[0].text):
            return
        yield Field(name, value, under[0].page, under[0].box, under[0].cell)
        if name in _NAMES:
            return


def _period_fields(
    label: re.Match[str], rows: Sequence[Sequence[Piece]], number: int, place: int, order: DateOrder
) -> Iterator[Field]:
    row = rows[number]
    piece = row[place]
    beside = row[place + 1] if place + 1 < len(row) else None
    for text, where in ((piece.text[label.end() :], piece), (beside.text if beside else "", beside or piece)):
        for dated in dates_in(text, order):
            if dated.grain in ("range", "month") and dated.period.start and dated.period.end:
                yield Field("period_start", dated.period.start.isoformat(), where.page, where.box, where.cell)
                yield Field("period_end", dated.period.end.isoformat(), where.page, where.box, where.cell)
                return


def _value(name: FieldName, text: str, habit: _Habit) -> str | None:
    """The value at the beginning of the text in the form that its name asks for; else None."""
    text = text.strip()
    if not text:
        return None
    if name in _DATES:
        found = [d for d in dates_in(text, habit.order) if d.grain == "day" and d.at <= 12]
        return found[0].days[0].isoformat() if found else None
    if name in _DECIMALS:
        return _decimal(text, habit.comma)
    if name in _CODES:
        text = re.sub(r"(?<=\w) ?/ ?(?=\w)|(?<=\d) (?=\d{4}\b)", lambda m: m.group().strip(), text)
        code = _CODE.match(text)
        if code is None or (dates_in(code.group(), habit.order) and name != "certificate"):
            return None
        if name == "certificate" and (
            span := re.match(rf"({_CODE.pattern})\s?(?:-|–|to|至|~)\s?({_CODE.pattern})", text)
        ):
            return span.group()
        return code.group().rstrip(".-/")
    # An address may begin with the number of its house, a name does not.
    first = r"(?=.*[^\W\d_]{2})[^\s:：|]" if name == "site" else r"[^\d\s:：|]"
    word = re.match(rf"{first}[^|]{{1,{_LONGEST_NAME - 1}}}", text)
    return re.split(r"\s{3,}|(?:地址|电话|税号|Address|Tel)\b", word.group())[0].strip() if word else None


def _decimal(text: str, comma: bool) -> str | None:
    numbers = scan(text).numbers
    if not numbers or numbers[0].at > 3:
        return None
    first = numbers[0]
    value: Decimal | None = first.with_comma if comma else first.with_dot
    value = value if value is not None else (first.with_dot if comma else first.with_comma)
    return None if value is None else format(value, "f")
