"""Finds in one run of text every printed number, and every other thing with digits that is not a quantity."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from evidence.dates import DAY_OF_MONTH, MONTH, Dated, DateOrder, dates_in
from evidence.named_numbers import is_numbered, is_referred_to
from evidence.named_periods import named_period
from evidence.named_years import SPLIT_YEAR, follows
from evidence.reading import OtherKind
from evidence.units_printed import currency_before, unit_after

_MINUS = "-\u2010\u2011\u2012\u2013\u2212"
_THIN = "\u00a0\u2007\u2009\u202f"
_BODY = (
    rf"(?:\d{{1,3}}(?:[{_THIN} ]\d{{3}})+(?![\d])|\d{{1,3}}(?:['’]\d{{3}})+(?!\d)|"
    rf"\d+(?:[.,]\d+)*)(?:[.,]\d+(?!\d))?"
)
_NUMBER = re.compile(rf"(?:(?<![\d.,])[.,])?{_BODY}")
_PLAIN = r"\d[\d.,]*"
_RANGE = re.compile(
    rf"[(\[]?\s?[$€£]?(?<![\w.,/:-])(?P<low>{_PLAIN})\s?%?\s?(?P<by>[{_MINUS}~～至]|-? ?to|bis|"
    rf"à)\s?[$€£]?(?P<high>\.?{_PLAIN})"
    rf"(?![\w/:]|[{_MINUS}]\d|\.\d)\s?%?\s?[)\]]?"
)
_BOUND = re.compile(
    rf"(?:[<>≤≥＜＞]\s?=?\s?[$€£¥]?\s?{_PLAIN}\s?%?|"
    rf"\b(?:less than|more than|at least|at most|greater than|fewer than|under|over|"
    rf"up to)\s[$€£¥]?\s?{_PLAIN}\s?%?|"
    rf"[$€£¥]?(?<![\w.,]){_PLAIN}\s?(?:or more|or less|and over|and above|or over|or older|and older|以上|"
    rf"以下)|"
    rf"(?<![\w.,]){_PLAIN}\+(?![\w]))",
    re.IGNORECASE,
)
_MAIL = re.compile(r"\b[\w.+-]+@[\w.-]+\b|\b(?:https?://|www\.)\S+", re.IGNORECASE)
_WEB = re.compile(r"://|www\.", re.IGNORECASE)
_PHONE = re.compile(
    r"\+\d{1,3}[ (]?[\d ()/-]{6,}\d|\(\d{3}\)[ -]{0,3}\d{3}-\d{4}|(?<![\w.,-])\d{3}-\d{3}-\d{4}(?!\w)"
)
_CLOCK = re.compile(
    r"(?<![\w:])\d{0,2}:\d{2}(?::\d{2})?(?:\s?[AaPp]\.?[Mm]\b\.?|\s?Uhr)?(?!\w)|"
    r"(?<![\d.,])\b\d{1,4}[ap](?:-\d{1,4}[ap])?\b"
)
_PAGE = re.compile(
    r"\b(?:[Pp]age|PAGE|Seite|Pagina|Blatt)\s*:?\s*\d+(?:\s*(?:of|von|van|sur|/)\s*\d+)?|第\s?\d+\s?页|"
    r"共\s?\d+\s?页"
)
_PART_DATE = re.compile(r"(?<![\d.,])\d{1,2}\.\d{1,2}\.(?![\d])")
_MONTH_NAME = re.compile(r"(?<![\d.,])(?:1[0-2]|0?[1-9])\s?月(?:份|\s?\d{1,2}\s?日)?(?!\d)")
_MONTH_DAY = re.compile(
    rf"(?<![\w.,/-])(?=[A-ZÉ]){MONTH} (?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?=[.;,)]?(?:\s[a-zA-Z]{{3}}|$))",
    re.I,
)
_LEVEL = re.compile(r"\d{2}\s?%\s?(?:CI\b|confidence)")
_POST = re.compile(
    r"(?<![\w.,])(?:[A-Z]{1,2}-)?\d{5} [A-ZÄÖÜ][\w-]+(?: [A-ZÄÖÜa-z][\w-]+){0,2}(?=$|,)|"
    r"\b[A-Z]{2} \d{5}(?:-\d{4})?\b|"
    r"^\d{4} [A-Z]{2} [A-Z][a-z]{2,}"
)
_ACCOUNT = re.compile(r"(?<![\d.,])\d{4}(?: \d{4}){2,}(?: \d{1,4})?(?![\d.,])|\d+号(?!码|表|楼)")
# Digits in groups behind the name of an account, a register, a meter or a telephone: one number of something.
_CALLED = re.compile(
    r"(?:\b(?:[Aa]ccount|[Cc]ustomer|[Cc]ontract|[Rr]eference|[Rr]ef|MPAN|MPRN|PDL|PRM|[Cc]all|[Pp]hone|[Tt]el|[Ff]ax|VAT|"
    r"[Rr]egistered|IBAN|RCS|SIRET|SIREN|HRB|[Cc]lient|Kunden\w*|Vertrags\w*|Zähler\w*|Konto\w*|Rechnungs\w*|[Ff]acture|"
    r"[Ii]nvoice|[Ss]upply|[Mm]eter|[Cc]ompteur|Abonnement|Tél)\b|[nN]°|户号|电话|热线)[^\d\n]{0,30}?"
    r"(?P<number>\d{1,6}(?: \d{2,6})+)(?![\d%€$£]|[.,]\d|\s?(?:kWh|MWh|m[³3]|therms?))"
)
_MOVES = re.compile(
    r"(?i)(?:\b(?:fell|fall(?:en|ing)?|rose|risen?|rising|grew|grow(?:n|ing)?|dropp?(?:ed|ing)?|(?:de|in)creas\w+|reduc\w+|"
    r"declin\w+|improv\w+|chang\w+|went|moved|cut|up|down|s[ai]nk\w*|gesunken|gestieg\w+|stieg\w*|reduziert\w*|verringert\w*|"
    r"erhöht\w*|passée?s?|baiss\w+|augment\w+|diminu\w+|rédui\w+)\b[^.;]{0,60})?\b(?:from|von|de)\s(?:[€$£]\s?)?$"
)
# "Losses (2)", "Generation (1), GWh": a mark that refers to a note. In a cell of its own it may be money owed.
_NOTE_MARK = re.compile(r"(?<=[^\W\d_])\s?(\([1-9]\d?[*]?\))(?=$|[\s,;:.])")
# Bounded: a word of a hundred thousand letters would be tried from each of them to its end.
_ESCAPED = re.compile(
    r"\S{0,60}%[0-9A-F]{2}\S{0,60}%[0-9A-F]{2}\S{0,500}|\S{0,60}\w%20\w\S{0,500}",
)
# "(in 1,000 t)": the thousand belongs to the unit.
_SCALE_OF_UNIT = re.compile(r"(?:\b[Ii]n |\b[Ee]n |[(\[（]\s?)(1[,. \u00a0]000)(?= ?[A-Za-z€$£])")
_LISTED = re.compile(r"^\(?\d{1,2}(?:[.、)]\s?|\.\d{1,2}\.\s)(?=[^\W\d_])")
_CIPHER = re.compile(r"[<>*+/\-\d\s]{12,}")
_MIXED = re.compile(
    r"(?<![\w])(?:[A-Za-z]+\d[\w]*|\d+[A-Za-z][\w]*|[\w]+(?:[-/_.:#*][\w]+)+)(?:[-/_.:#*][\w]+)*(?![\w])",
    re.ASCII,
)
_GAS = re.compile(r"(?:[Nn]on-)?(?:k?g|t|kt|Mt)?(?:CO2|CH4|N2O|SF6|NF3)(?:-?eq?)?(?:/\w+)*")
_BLANK = re.compile(
    r"(?:n\.?\s?/?\s?a\.?|k\.\s?A\.|none|nil|not available|not applicable|unknown|无|—|–|-|−|\.\.\.?|…|\*|†|"
    r"‡|‒|/|x)",
    re.IGNORECASE,
)
_GROUPING = re.compile(rf"[{_THIN} '’]")
_GROUPED = re.compile(rf"([\d{_THIN} '’]*\d)([.,]\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LETTER = re.compile(r"[A-Za-zÀ-ÿ_Α-ω]")


@dataclass(frozen=True, slots=True)
class Printed:
    """One printed number: where it stands, its possible values and the unit printed beside it.

    `with_dot` is its value when the dot is the decimal sign, `with_comma` when the comma is; they are equal
    when the print can mean one thing only, and one is None when that reading is impossible.
    """

    at: int
    to: int
    raw: str
    with_dot: Decimal | None
    with_comma: Decimal | None
    unit: str | None
    unit_to: int
    year_like: bool = False
    identifier_like: bool = False

    @property
    def ambiguous(self) -> bool:
        """Whether both readings are possible and differ."""
        return self.with_dot is not None and self.with_comma is not None and self.with_dot != self.with_comma


@dataclass(frozen=True, slots=True)
class Aside:
    """One printed thing with digits (or a blank) that is not a quantity."""

    kind: OtherKind
    at: int
    to: int


@dataclass(slots=True)
class Scan:
    """What one run of text holds."""

    numbers: list[Printed] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    dates: tuple[Dated, ...] = ()


def scan(text: str, order: DateOrder = "dmy", may_join: Callable[[int], bool] = lambda _at: False) -> Scan:
    """Every number, date and aside of one run of text, not overlapping.

    `may_join(at)` says whether the plain space at that place is so narrow that it can group thousands.
    """
    result = Scan()
    if _BLANK.fullmatch(text.strip()):
        result.asides.append(Aside("not_available", 0, len(text)))
        return result
    if not any(char.isdigit() for char in text):
        return result
    taken = bytearray(len(text))
    if _CIPHER.fullmatch(text) and sum(text.count(mark) for mark in "<>*+/") * 6 > len(text):
        # The cipher field of a paper VAT invoice: digits and marks without a meaning of their own.
        result.asides.append(Aside("identifier", 0, len(text)))
        return result
    result.dates = dates_in(text, order)
    if named_period(text):
        _take(result, taken, "date", 0, len(text))
        return result
    for dated in result.dates:
        _take(result, taken, "date", dated.at, dated.to)
    _take_names(result, taken, text)
    _take_parts_of_dates(result, taken, text)
    for found in _LEVEL.finditer(text):
        _take(result, taken, "band", *found.span())
    for found in _RANGE.finditer(text):
        if _is_range(found):
            _take(result, taken, "range", *found.span())
    for found in _BOUND.finditer(text):
        _take(result, taken, "bound", *found.span())
    for found in _MIXED.finditer(text):
        _take_mixed(result, taken, text, found)
    _numbers(result, taken, text, may_join)
    return result


def _take_names(result: Scan, taken: bytearray, text: str) -> None:
    """Addresses, telephones, times, pages, accounts; the thousand that belongs to a unit."""
    for found in _NOTE_MARK.finditer(text):
        _take(result, taken, "footnote", *found.span(1))
    # The marks without which these two are not there are looked for first: both try every letter.
    at_first = (
        *((_MAIL,) if "@" in text or _WEB.search(text) else ()),
        *((_ESCAPED,) if "%" in text else ()),
    )
    for pattern in (*at_first, _PHONE, _CLOCK, _PAGE, _POST, _ACCOUNT, _LISTED):
        for found in pattern.finditer(text):
            _take(result, taken, "identifier", *found.span())
    for pattern in (_CALLED, _SCALE_OF_UNIT):
        for found in pattern.finditer(text):
            _take(result, taken, "identifier", *found.span(1))


def _take_parts_of_dates(result: Scan, taken: bytearray, text: str) -> None:
    """A month without its year, a day without its month, a year of two halves: no quantity either."""
    years = (found for found in SPLIT_YEAR.finditer(text) if follows(found))
    for found in (
        *_PART_DATE.finditer(text),
        *_MONTH_NAME.finditer(text),
        *DAY_OF_MONTH.finditer(text),
        *_MONTH_DAY.finditer(text),
        *years,
    ):
        _take(result, taken, "date", *found.span())


def _take(result: Scan, taken: bytearray, kind: OtherKind, at: int, to: int) -> None:
    if any(taken[at:to]):
        return
    taken[at:to] = b"\1" * (to - at)
    result.asides.append(Aside(kind, at, to))


def _is_range(found: re.Match[str]) -> bool:
    """ "45–54" is a range; "12-5" is not; two years are a band of time and count as a range too.

    "fell from 41.2 to 38.7" states two quantities and no range.
    """
    if found.group("by").lstrip("- ").isalpha() and _MOVES.search(found.string, 0, found.start("low")):
        return False
    low, high = (re.sub(r"\D", "", found.group(name)) for name in ("low", "high"))
    if _YEAR.fullmatch(found.group("low")) and not _YEAR.fullmatch(high) and len(high) != 2:
        return False
    if len(low) > 9 or len(high) > 9:
        return False
    if found.group("by").lstrip("- ") in ("to", "bis", "à", "至", "~", "～"):
        return True
    if int(low) <= int(high):
        return True
    return bool(_YEAR.fullmatch(low)) and len(high) == 2


def _take_mixed(result: Scan, taken: bytearray, text: str, found: re.Match[str]) -> None:
    """Letters and digits in one token are a name or a number of something, unless it is a number with its
    unit.
    """
    token = found.group()
    if not any(char.isdigit() for char in token) or any(taken[found.start() : found.end()]):
        return
    if _GAS.fullmatch(token):
        taken[found.start() : found.end()] = b"\1" * len(token)
        return
    plain = re.match(r"\d[\d.,]*(?=[A-Za-z/])", token)
    if plain:
        after = unit_after(text, found.start() + plain.end())
        if after is not None and after[1] >= found.end():
            return
    if re.fullmatch(r"\d+(?:[.,]\d+)*", token) and "." in token and _values(token) != (None, None):
        return
    _take(result, taken, "identifier", *found.span())


def _numbers(result: Scan, taken: bytearray, text: str, may_join: Callable[[int], bool]) -> None:
    at = 0
    while True:
        found = _NUMBER.search(text, at)
        if found is None:
            return
        start, end = found.span()
        spaces = [start + k for k, char in enumerate(found.group()) if char == " "]
        for space in spaces:
            if not may_join(space):
                end = space
                break
        at = end
        if any(taken[start:end]):
            at = end if not spaces else max(start + 1, end)
            continue
        printed = _printed(text, start, end)
        if printed is None:
            _take(result, taken, "identifier", start, end)
        elif printed.identifier_like:
            _take(result, taken, "identifier", printed.at, printed.to)
        else:
            result.numbers.append(printed)
            at = max(at, printed.to)


def _printed(text: str, start: int, end: int) -> Printed | None:
    """The number at [start, end) with its sign, brackets, currency and unit; None when it is no number."""
    body = text[start:end].rstrip(".,")
    end = start + len(body)
    if start and (_LETTER.match(text[start - 1]) or text[start - 1] in "/_@\\"):
        return None
    values = _values(body)
    unit, left, unit_to = _unit_about(text, start, end)
    if values == (None, None) or (unit_to == end and end < len(text) and _LETTER.match(text[end])):
        return None
    # "(2007)" and "2013-" are years: neither owed nor less than nothing.
    is_year = unit is None and _YEAR.fullmatch(body) is not None and left == start
    left, right, negative = (left, end, False) if is_year else _sign(text, left, start, end, unit_to)
    if left < start and unit is None and (again := currency_before(text, left)):
        unit, left = again
    with_dot, with_comma = (None if value is None else -value if negative else value for value in values)
    return Printed(
        at=left,
        to=right,
        raw=text[left:right],
        with_dot=with_dot,
        with_comma=with_comma,
        unit=unit,
        unit_to=max(unit_to, right),
        year_like=is_year,
        identifier_like=unit is None and _is_identifier(text, left, body),
    )


def _unit_about(text: str, start: int, end: int) -> tuple[str | None, int, int]:
    """The unit beside [start, end), where its currency begins, and where its unit ends."""
    before, after = currency_before(text, start), unit_after(text, end)
    unit, left = before if before else (None, start)
    if after is None:
        return unit, left, end
    if unit and after[0].startswith("/"):
        return f"{unit}{after[0]}".replace(" ", ""), left, after[1]
    return unit or after[0], left, after[1]


def _is_identifier(text: str, left: int, body: str) -> bool:
    """Whether a number without a unit numbers something: very long, with leading zeros, or called so."""
    if re.fullmatch(r"0\d+|\d{9,}", body):
        return True
    return is_numbered(text, left) or (body.isdigit() and len(body) < 4 and is_referred_to(text, left))


def _sign(text: str, left: int, start: int, end: int, unit_to: int) -> tuple[int, int, bool]:
    """Where the number begins and ends with its sign or accounting brackets, and whether it is negative."""
    before = text[:left].rstrip(" ")
    gap = left - len(before)
    if before.endswith("(") and text[unit_to : unit_to + 1] == ")" and unit_to == end:
        alone = before[:-1].strip(" *") == "" or not _LETTER.search(before[-3:-1])
        return (len(before) - 1, unit_to + 1, True) if alone else (left, end, False)
    if before and gap <= 1 and before[-1] in _MINUS:
        lone = (
            len(before) == 1
            or before[-2] in " *(\u00a0:=："
            or not (before[-2].isalnum() or before[-2] in ").%")
        )
        if lone and (gap == 0 or len(before) == 1 or left < start):
            return len(before) - 1, end, True
    inner = text[left:start]
    if inner and inner.strip()[-1:] in _MINUS:
        return left, end, True
    trailing = (
        text[end : end + 1] in _MINUS
        and text[end : end + 1] != ""
        and (end + 1 >= len(text) or text[end + 1] == " ")
    )
    if trailing and end + 1 >= len(text):
        return left, end + 1, True
    return left, end, False


def _values(body: str) -> tuple[Decimal | None, Decimal | None]:
    """The value with the dot as decimal sign and with the comma as decimal sign; None where impossible."""
    if _GROUPING.search(body):
        grouped = _GROUPED.fullmatch(body)
        if grouped is None:
            return None, None
        head, tail = grouped.groups()
        value = Decimal(re.sub(r"\D", "", head) + ("." + tail[1:] if tail else ""))
        return value, value
    return _read(body, ".", ","), _read(body, ",", ".")


def _read(body: str, decimal: str, group: str) -> Decimal | None:
    head, *tail = body.split(decimal)
    if len(tail) > 1 or (tail and group in tail[0]):
        return None
    if group in head:
        parts = head.split(group)
        if not 1 <= len(parts[0]) <= 3 or len(parts[-1]) != 3 or any(len(p) not in (2, 3) for p in parts[1:]):
            return None
        if parts[0] == "0":
            return None
    digits = head.replace(group, "")
    return Decimal((digits or "0") + ("." + tail[0] if tail else ""))
