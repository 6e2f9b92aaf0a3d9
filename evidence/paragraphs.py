"""Puts the lines of running text together column by column, and binds the figures of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from evidence.columns import ReadRun, clean_label, is_prose
from evidence.dates import DateOrder, YearFrame, dates_in, year_earlier, year_period
from evidence.header_words import PRIOR_YEAR
from evidence.named_periods import named_in
from evidence.numbers import Printed, scan
from evidence.periods import ended
from evidence.reading import Period
from evidence.units_printed import unit_after

_FEWEST_WORDS = 4
_LONGEST_LABEL = 200
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?](?=\s)|[。！？]|(?<=[\d)%])\.(?=\s+[A-ZÄÖÜÉ])|;")
_YEAR = re.compile(r"(?<![\w.,/-])(?:FY\s?)?((?:19|20)\d\d)(?![\w/-]|[.,]\d)")
_YEAR_NEXT = re.compile(
    r"\s?(?:\((?:in |FY ?)?(?P<closed>(?:19|20)\d\d)\)|"
    r"\b(?:in|for|during|en|im Jahr|im|für)\s(?:the year |fiscal year |FY ?)?(?P<told>(?:19|20)\d\d)(?![\d/–-]))"
)
_NEXT = re.compile(r"\s?\b(?:in|for|during|im)\s(?:the )?")
# "12 t and 15 t in 2022 and 2023": the number before another takes the first year, the last the second.
_RESPECTIVE = re.compile(
    r"(?P<between>[^.;:()\d]{0,25}\s(?:and|und|et)\s[\d.,'’ ]*\d)?[^.;:()\d]{0,40}\s(?:in|for|im Jahr|en)\s"
    r"(?P<first>(?:19|20)\d\d)\s(?:and|und|et)\s(?P<second>(?:19|20)\d\d)(?![\d/–-])"
)
# A year later in the same clause, with no other number between.
_CLAUSE_YEAR = re.compile(
    r"[^,;.:()\d]{0,70}\b(?:in|during|im Jahr|en|au cours de)\s(?:the year )?((?:19|20)\d\d)(?![\d/–-])"
)
# A year that a change is measured from, or a target is set for, is not the year of the figure.
_NOT_ITS = re.compile(
    r"(?i)\b(?:since|than(?: in)?|against|relative to|compared (?:to|with)|versus|vs\.?|below|above|by|until|seit|"
    r"gegenüber|verglichen mit|depuis|par rapport à|base year|baseline|levels? of|levels? in)\s"
    r"(?:the |in )?(?:base year |year )?$"
)
_PAIR_OF_YEARS = re.compile(
    r"(?i)\b(?:between|from|zwischen|von|entre|de)\s((?:19|20)\d\d)\s(?:and|to|und|bis|et|à)\s((?:19|20)\d\d)"
)
_FROM = re.compile(r"(?i)\b(?:from|von|de|from about|from around)\s(?:[€$£]\s?)?$")
_TO = re.compile(r"(?i)\b(?:to|auf|à|to about|to around)\s(?:[€$£]\s?)?$")
_COMPARED = re.compile(
    r"(?i)compared|versus|\bvs\b|against|\bthan\b|(?:up|down) from|gegenüber|verglichen|im Vergleich|contre|"
    r"par rapport|较|相比|同比"
)
# "41.2 to 38.7 kt", "1,234 and 567 tonnes": the unit stands once, behind the last.
_SHARES_UNIT = re.compile(r"\s?(?:to|and|or|bis|auf|und|oder|à|et|ou|,|和|、|至)\s?(?:[€$£]\s?)?")
_LABEL_END = re.compile(r"[.,;:()。，；：（）]|\d")
_STARTS_ANEW = re.compile(r"^\s*(?:[•●▪■◦\uf0b7\uf0a7–—-]\s|\(?[a-z]\)\s)")
_NUMBERED = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+\.?(?=\s[A-ZÄÖÜÉ])")


@dataclass(slots=True)
class Paragraph:
    """The lines of one paragraph in one column; `offsets` says where the text of each run begins in `text`."""

    text: str
    offsets: dict[int, int]
    numbers: list[Printed] = field(default_factory=list)

    def place_of(self, read: ReadRun, at: int) -> int:
        """Where a place of a run stands in the whole text."""
        return self.offsets[id(read)] + at


def paragraphs_of(
    lines: Sequence[Sequence[ReadRun]], page_width: float, order: DateOrder
) -> dict[int, Paragraph]:
    """For each run of running text (by id) its paragraph; runs of tables and titles have none."""
    chains: list[list[ReadRun]] = []
    for line in lines:
        for read in line:
            chain = next((chain for chain in reversed(chains[-40:]) if _goes_on(chain, read)), None)
            if chain is not None:
                chain.append(read)
            elif read.kind == "text":
                chains.append([read])
    found: dict[int, Paragraph] = {}
    for chain in chains:
        if not _is_running_text(chain, page_width):
            continue
        paragraph = _joined(chain, order)
        found.update((id(read), paragraph) for read in chain)
    return found


def starts_anew(text: str) -> bool:
    """Whether a line begins a paragraph: with a bullet, a letter in brackets, or a number such as "3.2.1"."""
    numbered = _NUMBERED.match(text)
    return _STARTS_ANEW.search(text) is not None or (
        numbered is not None and unit_after(text, numbered.end()) is None
    )


def _words(read: ReadRun) -> int:
    return len(re.findall(r"[^\W\d_]{2,}", read.run.text))


def _goes_on(chain: list[ReadRun], read: ReadRun) -> bool:
    """Whether a run is the next line of the text that the chain's last run ends."""
    last, first = chain[-1].run, chain[0].run
    run = read.run
    if (
        read.kind not in ("text", "number")
        or run.turn != last.turn
        or abs(run.size - last.size) > 0.1 * last.size
    ):
        return False
    if not -0.5 * last.size < run.v0 - last.v1 < 0.9 * last.size or run.v0 < last.v0 + 0.5 * last.size:
        return False
    begins_there = abs(run.u0 - last.u0) < 4 or (len(chain) == 1 and 0 < first.u0 - run.u0 < 3 * last.size)
    hangs = (
        len(chain) == 1
        and re.match(r"[\d.]+\s", last.text) is not None
        and 0 < run.u0 - last.u0 < 5 * last.size
    )
    if not (begins_there or hangs) or starts_anew(run.text):
        return False
    # A number alone goes on a sentence, never a title or a finished one.
    return read.kind == "text" or (len(chain) > 1 and not last.text.rstrip().endswith((".", ":", "。")))


def _is_running_text(chain: list[ReadRun], page_width: float) -> bool:
    if len(chain) == 1:
        text = chain[0].run.text
        is_sentence = text.endswith("。") or (text.endswith((".", "!")) and _words(chain[0]) > _FEWEST_WORDS)
        return is_sentence or is_prose(chain[0].run, page_width)
    words = [_words(read) for read in chain]
    return (
        words[0] >= _FEWEST_WORDS
        and sum(words) >= 2 * _FEWEST_WORDS + 1
        and sum(words[:-1]) >= _FEWEST_WORDS * (len(chain) - 1)
    )


def _joined(chain: list[ReadRun], order: DateOrder) -> Paragraph:
    offsets: dict[int, int] = {}
    text = ""
    for read in chain:
        # A word that is parted at the end of a line is one word; the place of what follows stays true.
        text = f"{text} " if text else text
        offsets[id(read)] = len(text)
        text += read.run.text
    return Paragraph(text, offsets, scan(text, order).numbers)


def unit_in_sentence(paragraph: Paragraph, at: int) -> str | None:
    """The unit of the number at a place: printed behind it, on the next line, or behind the number it is joined to."""
    following = [number for number in paragraph.numbers if number.to > at][:3]
    if not following or following[0].at > at:
        return None
    last = following[0]
    for number in following:
        if number is not last and not _SHARES_UNIT.fullmatch(paragraph.text, last.unit_to, number.at):
            return None
        if number.unit:
            return number.unit
        last = number
    return None


def period_before(paragraph: Paragraph, at: int, here: YearsHere) -> Period | None:
    """The period that an earlier sentence of the paragraph names last; None where none does."""
    found = _periods_said(paragraph.text, 0, _sentence(paragraph.text, at)[0], here)
    return max(found, key=lambda one: one[0])[1] if found else None


@dataclass(frozen=True, slots=True)
class YearsHere:
    """What a page knows about years: the order of dates, from which day years run, and the period it states."""

    order: DateOrder
    frame: YearFrame | None = None
    stated: Period | None = None


def period_in_sentence(paragraph: Paragraph, at: int, here: YearsHere) -> tuple[Period | None, bool]:
    """The period that the sentence names for the number at a place, and whether the sentence decides at all.

    A year right behind the number is its own; of "from A to B between Y and Z" each takes its side; a year in
    closed brackets speaks for what is in them; a year behind "compared with" speaks for what follows.
    """
    start, end = _sentence(paragraph.text, at)
    number = next((n for n in paragraph.numbers if n.at <= at < n.to), None)
    to = number.unit_to if number else at
    text = paragraph.text
    both = _RESPECTIVE.match(text, to, end)
    if both:
        return year_period(int(both["first" if both["between"] else "second"])), True
    after = _YEAR_NEXT.match(text, to, end)
    if after:
        return year_period(int(after["closed"] or after["told"])), True
    pair = _PAIR_OF_YEARS.search(text, start, end)
    if pair and _FROM.search(text, start, at):
        return year_period(int(pair.group(1))), True
    if pair and _TO.search(text, start, at):
        return year_period(int(pair.group(2))), True
    clause = _CLAUSE_YEAR.match(text, to, end)
    if clause and not _NOT_ITS.search(text, to, clause.start(1)):
        return year_period(int(clause.group(1))), True
    found = _periods_said(text, start, end, here)
    own = next((one[1] for one in found if one[0] >= to and _NEXT.fullmatch(text, to, one[0])), None)
    if own is not None:
        return own, True
    before = [one for one in found if one[0] < at and not _is_closed_off(text, one[0], at)]
    if PRIOR_YEAR.search(text, max(start, at - 30), at):
        this = max(before, key=lambda one: one[0])[1] if before else here.stated
        return (year_earlier(this) if this else None), True
    if before:
        return max(before, key=lambda one: one[0])[1], True
    behind = [one for one in found if one[0] >= to]
    if behind:
        nearest = min(behind, key=lambda one: one[0])
        if not _COMPARED.search(text, to, nearest[0]) and "(" not in text[to : nearest[0]]:
            return nearest[1], True
    return None, False


def _periods_said(text: str, start: int, end: int, here: YearsHere) -> list[tuple[int, Period]]:
    """The periods named between two places of a text, and where: years of change and targets are none of them."""
    found: list[tuple[int, Period]] = []
    dates = dates_in(text, here.order)
    named = named_in(text, start, end, here.frame)
    for dated in dates:
        period = dated.period if dated.grain != "day" else ended(text, dated)
        if period is not None and start <= dated.at < end:
            found.append((dated.at, period))
    taken = [(dated.at, dated.to) for dated in dates] + [(at, to) for at, to, _ in named]
    for at, _, days in named:
        if days is not None and not _NOT_ITS.search(text, start, at):
            found.append((at, days))
    for year in _YEAR.finditer(text, start, end):
        if not _NOT_ITS.search(text, start, year.start()) and not any(
            one <= year.start() < two for one, two in taken
        ):
            found.append((year.start(), year_period(int(year.group(1)))))
    return found


def _is_closed_off(text: str, place: int, at: int) -> bool:
    """Whether a place stands in brackets that are closed before `at`, or is the far side of a comparison."""
    opened = text.rfind("(", 0, place)
    closed = text.find(")", place, at)
    return opened >= 0 and closed >= 0 and text.find(")", opened, place) < 0


def _sentence(text: str, at: int) -> tuple[int, int]:
    start = max((end.end() for end in _SENTENCE_END.finditer(text, 0, at)), default=0)
    stop = _SENTENCE_END.search(text, at)
    return start, stop.start() if stop else len(text)


def label_in_sentence(paragraph: Paragraph, at: int) -> str | None:
    """What the sentence says before the number, and the words right behind it and its unit."""
    start, end = _sentence(paragraph.text, at)
    number = next((n for n in paragraph.numbers if n.at <= at < n.to), None)
    to = number.unit_to if number else at
    stop = _LABEL_END.search(paragraph.text, min(to, end), end)
    before = clean_label(re.sub(r"^\s*\d+(?:\.\d+)+\.?\s", "", paragraph.text[start:at]))
    behind = clean_label(paragraph.text[to : stop.start() if stop else end])
    said = " … ".join(part for part in (before, behind) if re.search(r"[^\W\d_]{2}", part))
    return said[-_LONGEST_LABEL:] or None
