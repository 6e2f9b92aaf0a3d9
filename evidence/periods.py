"""Finds the period that a page states for all its figures: billing, service, reporting or flight period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from evidence.dates import Dated, DateOrder, dated_part, dates_in, part_of_year, parts_period, year_period
from evidence.named_years import with_whole_years
from evidence.reading import Period

_PERIOD_WORDS = re.compile(
    r"(?i)billing period|bill(?:ed)? period|period of supply|service period|service dates?|reporting period|"
    r"period covered|"
    r"consumption period|supply period|statement period|usage period|invoice period|production period|"
    r"usage from|"
    r"flight|contract dates|schedule dates|period|from\b.*\bto\b|read(?:ing)? dates?|for the (?:year|month|"
    r"quarter)|"
    r"year ended|year ending|months? ended|delivery period|vintage|"
    r"leistungs|liefer-?datum|lieferzeitraum|abrechnungszeitraum|zeitraum|abrechnungsperiode|période|periode|"
    r"起止|计费|账期|抄表周期|用电周期|用气周期|结算周期|结算期|所属期|用能|周期|期间|用电时间|用气时间|供汽|"
    r"计量|账单月|报告期|统计期|年度"
)
_WEAK_WORDS = re.compile(
    r"(?i)valid|有效|warranty|contract term|offer|due|payable|vertrag|printed|calibrat|校准|检定"
)
_YEAR_ENDED = re.compile(
    r"(?i)(?:(?:years?|FYE?|12 months|twelve months) (?:ended|ending|end|to)\s*(?:on )?|\bF?YE\s*|"
    r"(?:(?:Geschäfts|Wirtschafts|Berichts)jahr|12 Monate) (?:zum|bis(?: zum)?|endend am)\s*|"
    r"(?:exercice|12 mois) (?:clos|clôturés?|terminés?|arrêtés?|jusqu) ?(?:le|au|'au)\s*|12 mois au\s*|截至\s*)$"
)
_UP_TO = re.compile(r"截至\s*$")
_YEAR_AFTER = re.compile(r"\s*止?的?(?:会计)?年度")
_MONTH_OF = re.compile(
    r"(?i)(?:month|月份|月度|账期|账单月|所属期|结算月|结算期|电费年月|抄表年月|billing month|for the month|"
    r"年月)"
)
_YEAR_OF = re.compile(
    r"(?i)(?:(?:reporting|calendar|fiscal|financial|inventory|报告|统计)\s?(?:year|年度?|period)|"
    r"Berichtsjahr|Geschäftsjahr|Kalenderjahr|Wirtschaftsjahr|Berichtszeitraum|exercice|"
    r"année (?:de (?:reporting|référence)|civile|fiscale))\s*[:：]?\s*((?:19|20)\d\d)(?!\d)"
)
# A short line that ends in a year, or begins with one, is the title of what stands below it.
_TITLE_YEAR = re.compile(
    r"(?i)^[^\d©]{3,80}?(?<![\w.,/-])((?:19|20)\d\d)\s*(?:[(（][^()（）]*[)）])?$|^((?:19|20)\d\d)\s?年?[^\d.,/-]{3,60}$|"
    r"^[^\d©]{3,60}?(?<![\w.,/-])((?:19|20)\d\d),?\s(?:in|en)\s\S[^.:;]{0,24}$|"
    r"^[^©:;]{3,70}?\s(?:in|for|im Jahr|en)\s((?:19|20)\d\d)(?:,|\s?[(（–-])\s?[^\d,.:;]{1,12}[^.:;]{0,18}$"
)
_NO_TITLE = re.compile(
    r"(?i)©|copyright|base year|Basisjahr|année de base|基准年|"
    r"version|\brev|published|printed|issued|since|seit|depuis|established|gegründet|"
    r"stand\b|\bdate\b|datum|日期|ISO|DIN|GB/?T|\bNo\.|§|article|directive|[,;:.]\s*$|\bpage\b"
)
_START = re.compile(
    r"(?i)\b(?:start|from|begin(?:ning)?|check.?in|von|since|previous|du)\b|起始|开始|上次|起$|始$|自"
)
_END = re.compile(
    r"(?i)\b(?:end|to|until|through|check.?out|bis|present|current|au)\b|终止|结束|截止|本次|止$|至"
)
_ONLY_YEAR = re.compile(r"(?<![\d.,/-])(?:FY\s?)?((?:19|20)\d\d)(?![\d.,/-]*\d)")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{2})[.!?](?=\s)|[。！？]|(?<=\d)\.(?=\s+[A-ZÄÖÜÉ][a-zà-ÿ])|;")
_RUNS_ON = re.compile(r"\d\s*(?:年|日)?\s*(?:bis(?: zum)?|to|until|through|至|到|-|–|—|au)\s*$")
_READING = re.compile(r"(?i)read|meter|stand|index|relev|compteur|zähler|balance|表|读数|余额")
_GOES_ON = re.compile(r"(?i)(?:bis(?: zum)?|to|until|through|au|至|到)\s?(?:the )?(?:\d|[A-Z]\w+ \d)")
_ENDS_DATED = re.compile(r"\d(?:\s?日)?\s*$")
LONGEST_DAYS = 800
# The weight of a title: it holds for what stands below it, where nothing states a period.
TITLE = 0


@dataclass(frozen=True, slots=True)
class Statement:
    """A stated period, how far down it stands (v), and how strongly its words say that it is the period."""

    period: Period
    down: float
    weight: int


def statements_in(lines: Sequence[tuple[float, str]], order: DateOrder) -> list[Statement]:
    """The stated periods of a page, from (v, text) of its lines, top to bottom."""
    found: list[Statement] = []
    before = ""
    for place, (down, line) in enumerate(lines):
        text = line
        following = lines[place + 1][1] if place + 1 < len(lines) else ""
        if _RUNS_ON.search(line) or (_GOES_ON.match(following) and _ENDS_DATED.search(line)):
            text = f"{line} {following}"
        dates = dates_in(text, order)
        for dated in dates:
            statement = _statement(dated, text, before, down)
            if statement is not None:
                found.append(statement)
        year = _YEAR_OF.search(text)
        # A year beside a range is the name of the range: "financial year 2019, that is 1 July 2018 to ...".
        if year and not any(dated.grain == "range" for dated in dates):
            found.append(Statement(year_period(int(year.group(1))), down, 2))
        title = _TITLE_YEAR.search(text) if not dates or dates[0].grain == "year" else None
        if title and not _NO_TITLE.search(text):
            found.append(Statement(year_period(int(next(filter(None, title.groups())))), down, TITLE))
        month = _title_month(text, dates)
        if month is not None:
            found.append(Statement(month, down, TITLE))
        pair = _labelled_pair(text, order)
        if pair is not None:
            found.append(Statement(pair, down, 2))
        before = line
    return found


def _title_month(text: str, dates: Sequence[Dated]) -> Period | None:
    """The month with which a short line of words begins or ends ("Heating invoice for March 2017")."""
    if len(dates) != 1 or dates[0].grain != "month" or len(text) > 80 or _NO_TITLE.search(text):
        return None
    only = dates[0]
    words = text[: only.at] + text[only.to :]
    at_edge = not text[only.to :].strip() or not text[: only.at].strip()
    is_title = at_edge and sum(char.isalpha() for char in words) >= 4 and not re.search(r"\d", words)
    return only.period if is_title else None


def _statement(dated: Dated, text: str, line_before: str, down: float) -> Statement | None:
    near = text[max(0, dated.at - 60) : dated.at]
    start, end = dated.period.start, dated.period.end
    if start is None or end is None:
        return None
    if dated.grain == "day":
        if _YEAR_ENDED.search(near) and not (_UP_TO.search(near) and not _YEAR_AFTER.match(text, dated.to)):
            return Statement(Period(_year_before(end), end), down, 3)
        return None
    if _WEAK_WORDS.search(near):
        return None
    said = _PERIOD_WORDS.search(near) is not None
    if dated.grain == "range":
        if (end - start).days > LONGEST_DAYS:
            return None
        over = not said and _PERIOD_WORDS.search(line_before) is not None
        return Statement(dated.period, down, 3 if said else 2 if over else 1)
    if dated.grain == "month" and (_MONTH_OF.search(near) or said):
        return Statement(dated.period, down, 2)
    if dated.grain == "month" and re.match(
        r"\s*(?:份)?\s*(?:电费|电量|气费|燃气|蒸汽|水费|账单|结算|bill|statement)", text[dated.to :], re.I
    ):
        return Statement(dated.period, down, 2)
    if dated.grain == "year" and (said or re.match(r"\s*(?:度|全年|年度)", text[dated.to - 1 :])):
        return Statement(dated.period, down, 1)
    return None


def _labelled_pair(text: str, order: DateOrder) -> Period | None:
    """Two days on one line, the first called start or from, the second end or to."""
    days = [dated for dated in dates_in(text, order) if dated.grain == "day"]
    if len(days) != 2:
        return None
    first, second = days
    one, two = first.period.start, second.period.start
    if one is None or two is None or one > two or (two - one).days > LONGEST_DAYS:
        return None
    said_start = _START.search(text[: first.at]) is not None
    said_end = _END.search(text[first.to : second.at]) is not None
    return Period(one, two) if said_start and said_end else None


def _year_before(end: date) -> date:
    """The first day of the twelve months that end on `end`."""
    try:
        back = end.replace(year=end.year - 1)
    except ValueError:  # 29 February
        back = end.replace(year=end.year - 1, day=28)
    return date.fromordinal(back.toordinal() + 1)


def stated_for(statements: Sequence[Statement], down: float) -> Period | None:
    """The period that holds at a place of the page: the strongest words win, then the nearest above."""
    if not statements:
        return None
    best = max(statement.weight for statement in statements)
    strong = [statement for statement in statements if statement.weight == best]
    above = [statement for statement in strong if statement.down <= down + 2]
    if not above and best == TITLE:
        return None
    return (max(above, key=lambda s: s.down) if above else strong[0]).period


def stated_weight(statements: Sequence[Statement]) -> int:
    """How strongly the strongest statement says that it is the period; TITLE when it is a title alone."""
    return max((statement.weight for statement in statements), default=TITLE)


def row_period(text: str, order: DateOrder) -> Period | None:
    """The period that a row states for itself: one range, one month, or two days in order."""
    found = dates_in(text, order)
    ranges = [dated for dated in found if dated.grain == "range"]
    if len(ranges) == 1:
        return ranges[0].period
    days = [dated for dated in found if dated.grain == "day"]
    if len(days) == 2 and not ranges:
        one, two = days[0].period.start, days[1].period.start
        if one and two and one <= two and (two - one).days <= LONGEST_DAYS:
            return Period(one, two)
    months = [dated for dated in found if dated.grain == "month"]
    return months[0].period if len(months) == 1 and not days and not ranges else None


def ended(text: str, last: Dated) -> Period | None:
    """The twelve months that a header names by their last day or month ("Year ended 31 March 2022")."""
    end = last.period.end
    named = last.grain in ("day", "month") and _YEAR_ENDED.search(text, 0, last.at) is not None
    return Period(_year_before(end), end) if named and end is not None else None


def stacked_period(column: str, order: DateOrder, closes: bool) -> Period | None:
    """The period that the lines of a header name together: one range, or the twelve months up to one day or month.

    `closes` says that the columns name days a year apart, so that a day alone closes its year.
    """
    text = column.replace(" | ", " ")
    found = dates_in(text, order)
    if len(found) != 1:
        return None
    end = found[0].period.end
    if closes and found[0].grain == "day" and end is not None and not _READING.search(text):
        return Period(_year_before(end), end)
    return found[0].period if found[0].grain == "range" else ended(text, found[0])


@lru_cache(maxsize=4096)
def header_period(text: str, order: DateOrder, year: int | None) -> Period | None:
    """The period that a column header or row label names: a range, a month, a month of the known year, a
    year.
    """
    text = with_whole_years(text)
    part = dated_part(text)
    if part is not None:
        return part
    found = dates_in(text, order)
    twelve_months = ended(text, found[0]) if len(found) == 1 else None
    if twelve_months is not None:
        return twelve_months
    for dated in found:
        if dated.grain in ("range", "month", "year"):
            return dated.period
    if found:
        return None
    months = part_of_year(text)
    if months is not None and year is not None:
        return parts_period(year, months)
    only = _ONLY_YEAR.search(text)
    return year_period(int(only.group(1))) if only else None
