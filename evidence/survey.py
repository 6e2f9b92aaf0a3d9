"""The witness's first look at a whole document: its pages, and what it says about reading each of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import pypdfium2
from PIL import Image, UnidentifiedImageError

from evidence.dates import DateOrder, date_order
from evidence.numbers import Printed, scan
from evidence.parts import Habits, PageFacts, Survey
from evidence.periods import TITLE, stated_for, statements_in
from evidence.pictures import count_frames, know_heic
from evidence.reading import Kind, Period
from evidence.reporting_year import frame_in, reporting_in
from evidence.separators import Votes, prefers_comma
from evidence.units_printed import is_money
from evidence.witness import frame_of

# A number with a sign that may be its decimal sign, and nothing of a date or a name about it.
_SIGNED = re.compile(r"(?<![\w.,/-])[+-]?\d[\d.,]*[.,]\d+(?![\w/]|[.,-]\d)")
_NOT_FIRST = re.compile(r"(?<=\d)\d|[1-9]")
_MONEY = re.compile(r"[€£$¥￥元]|EUR|USD|GBP|CNY|CHF|RMB")
_YEAR_OR_DAY = re.compile(r"\d{2,4}|[一二三四五六七八九十]月")


def survey_of(path: Path, kind: Kind) -> Survey | None:
    """The survey of a PDF or of a picture of several pages; None where the document is not read in parts."""
    if kind == "pdf":
        return _survey_pdf(path)
    return _survey_picture(path) if kind == "image" else None


def _survey_picture(path: Path) -> Survey | None:
    know_heic()
    try:
        with Image.open(path) as picture:
            sizes = []
            for index in range(count_frames(picture)):
                picture.seek(index)
                sizes.append(picture.size)
    except (UnidentifiedImageError, OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Survey("image", tuple(PageFacts(float(width), float(height), 0) for width, height in sizes))


def _survey_pdf(path: Path) -> Survey | None:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return None
    try:
        seen = [_look_at(document, place) for place in range(len(document))]
    finally:
        document.close()
    texts = [text for _, text in seen]
    whole = "\n".join(texts)
    votes = votes_in(whole)
    order = date_order(whole)
    lines = [text.split("\n") for text in texts]
    carried = list(_carried(lines, order))
    frame = frame_in(lines)
    pages = tuple(
        PageFacts(width, height, sum(not char.isspace() for char in text), period)
        for ((width, height), text), period in zip(seen, carried, strict=True)
    )
    habits = Habits(
        letters=sum(page.letters for page in pages),
        dot=votes.dot,
        comma=votes.comma,
        prefers_comma=prefers_comma(votes, whole),
        order=order,
        currency=_currency(whole),
        frame=frame.code if frame else None,
    )
    return Survey("pdf", pages, habits)


def _look_at(document: pypdfium2.PdfDocument, place: int) -> tuple[tuple[float, float], str]:
    """Size and text of a page; a damaged one has the size of US Letter and says nothing."""
    try:
        page = document[place]
    except pypdfium2.PdfiumError:
        return (612.0, 792.0), ""
    try:
        width, height = frame_of(page).size
        text_page = page.get_textpage()
        text = text_page.get_text_range().replace("\r\n", "\n")
        text_page.close()
    except pypdfium2.PdfiumError:
        return (612.0, 792.0), ""
    finally:
        page.close()
    return (round(width, 2), round(height, 2)), text


def votes_in(text: str) -> Votes:
    """The votes of the numbers printed in a text for the dot or the comma as decimal sign."""
    votes = Votes()
    for token in _SIGNED.findall(text):
        votes.count(_numbers_of_shape(_NOT_FIRST.sub("1", token)))
    return votes


@lru_cache(maxsize=4096)
def _numbers_of_shape(shape: str) -> Sequence[Printed]:
    """What numbers of that many digits and signs can mean: few shapes stand for all numbers of a document."""
    return tuple(scan(shape, may_join=lambda _at: False).numbers)


def _currency(text: str) -> str | None:
    lines = (line for line in text.split("\n") if _MONEY.search(line))
    numbers = (number for line in lines for number in scan(line, may_join=lambda _at: False).numbers)
    return currency_in((number.unit for number in numbers if number.unit and is_money(number.unit)), text)


def _carried(pages: Sequence[Sequence[str]], order: DateOrder) -> Iterator[Period | None]:
    """For each page the period that the pages before it state last; before the first, what the whole states."""
    carried = reporting_in(pages, order)
    for lines in pages:
        yield carried
        if any(_YEAR_OR_DAY.search(line) for line in lines):
            placed = [(float(place), line) for place, line in enumerate(lines)]
            said = [one for one in statements_in(placed, order) if one.weight > TITLE]
            carried = stated_for(said, float(len(lines))) or carried


def currency_in(units: Iterable[str], text: str) -> str | None:
    """The currency of a document: the one it names, else the one printed beside most of its numbers, whose
    units of money are given.
    """
    named = re.search(
        r"(?:Währung|Currency|币种|Beträge in|amounts? in)\s*[:：]?\s*(EUR|USD|CNY|GBP|CHF|RMB|€|\$|£)",
        text,
        re.I,
    )
    if named:
        return named.group(1)
    count = Counter(unit for unit in units if "/" not in unit)
    if count:
        return count.most_common(1)[0][0]
    alone = re.search(r"(?<![A-Za-z])(EUR|USD|GBP|CNY|CHF|€|￥|¥)(?![A-Za-z])", text)
    return alone.group(1) if alone else None
