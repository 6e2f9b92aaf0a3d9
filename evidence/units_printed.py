"""Recognises a printed unit: beside a number, alone in a cell, in brackets in a header, or in a caption.

The unit is answered as it is printed; what it converts to is not decided here.
"""

from __future__ import annotations

import re

_CO2 = (
    r"(?:million |thousand |metric )?(?:Mt|kt|Gg|t|kg|g|lbs?|tonnes?|tons?|metric tons?|吨|千克|公斤|万吨)"
    r"\s?(?:of )?(?:CO\s?[2₂²]|二氧化碳)(?:\s?-?\s?(?:eq(?:uivalents?|\.)?|e(?![a-z])|当量))?"
)
_LATIN = (
    r"MMBtu|mmBtu|Btu|[kMGT]?Wh|[kM]?VArh|[kM]?varh|[kM]?VA|[kM]Var|kvar|[kMG]W|KWH|KWh|Kwh|kwh|MWH|"
    r"[MGTP]J|kJ|therms?|Therms?|ktoe|Mtoe|toe|tce|"
    r"Nm\s?[3³]|Sm\s?[3³]|N㎥|m\s?[3³]|cbm|cu\.? ?m|ft[3³]|ccf|CCF|Mcf|MCF|"
    r"kilolit(?:re|er)s?|lit(?:re|er|ro)s?|Lit(?:re|er)s?|ltrs?|Ltr|gallons?|gal|barrels?|bbl|"
    r"t[.·\-]?km|tonne[- ]km|p[.·\-]?km|pass(?:enger)?[.\- ]?km|v[.·\-]?km|person[- ]days?|person[- ]km|"
    r"kg|mg|kt|Mt|Gg|lbs?|tonnes?|tons?|Tonnes?|Tonnen|"
    r"m\s?[2²]|qm|ft[2²]|sq\.? ?ft|km|miles?|mi|cm|mm|"
    r"hours?|hrs?|Std\.?|Stunden?|days?|Tage?|Tag|weeks?|months?|Monate?|nights?|heures?|jours?|mois|"
    r"pcs\.?|PCS|pieces?|Stk\.?|Stück|Stck\.?|Units?|units?|cylinders?|trips?|vehicles?|"
    r"bar|kPa|MPa|°C|℃|rpm|ppm"
)
_CHINESE = (
    r"万千瓦时|千瓦时|兆瓦时|千瓦·时|千乏时|千瓦|万立方米|标准立方米|立方米|标方|吨标准煤|吨标煤|吨公里|"
    r"吨·公里|人公里|人·公里|人天|人次|"
    r"万吨|吨|千克|公斤|克|公升|升|吉焦|百万千焦|兆焦|公里|千米|平方米|小时|天|万元|元|度|件|台|只|个|瓶|张"
)
_SINGLE = r"t|g|m|l|L|h|d|A|V|T"
_MONEY = (
    r"(?:ct|Ct|Cent|cents?|¢|[Pp]ence|p|c)(?=\s?/\s?(?:kWh|MWh|therm|m[3³]))|"
    r"€|\$|£|¥|￥|₹|EUR|USD|GBP|CNY|RMB|CHF|JPY|INR|SEK|NOK|DKK|MYR|SGD|HKD|Euros?|US\$|Rs\.?|RM|人民币"
)
_SHARE = r"%|‰|percent(?! age)"
_PER = rf"(?:\s?/\s?(?:{_CO2}|{_LATIN}|{_CHINESE}|{_SINGLE}|\w{{1,6}}))?"
_LETTER_AFTER = r"(?![A-Za-zÀ-ÿ0-9₂])"

_ANY = rf"(?:{_CO2}|{_LATIN}|{_CHINESE}|{_MONEY}|{_SHARE}|{_SINGLE})"
_AFTER = re.compile(
    rf"(?:(?:{_CHINESE}){_PER}|%|‰|(?:€|\$|£|¥|￥){_PER}|"
    rf"(?:{_CO2}|{_LATIN}|{_MONEY}|percent){_PER}{_LETTER_AFTER}|"
    rf"(?:{_SINGLE}){_PER}{_LETTER_AFTER}(?![.\-]\w)|"
    rf"/\s?(?:{_CO2}|{_LATIN}|{_CHINESE}){_LETTER_AFTER})"
)
_BEFORE = re.compile(rf"(?:(?<![A-Za-z])(?:{_MONEY})\s*)$")
_WHOLE = re.compile(rf"[\[(（]?\s*(?:in )?({_ANY}{_PER})\s*[\])）]?[.:：]?")
_BRACKETED = re.compile(rf"[\[(（]\s*(?:in |单位[:：]?\s*)?({_ANY}{_PER})(?:\s*[,;][^\])）]*)?\s*[\])）]")
_NAMED = re.compile(
    rf"(?:单位\s*[:：]\s*|\b(?:units?|Einheit|unité)\s*[:：]\s*|\b(?:in|In|IN)\s+(?:units of )?)"
    rf"({_ANY}{_PER}){_LETTER_AFTER}"
)
_NAMED_IN_FRENCH = re.compile(rf"\b[Ee]n ((?:{_CO2}|{_LATIN}|{_MONEY}){_PER}){_LETTER_AFTER}")
_AT_END = re.compile(rf"(?:[,;:]|\s[–—-])\s?((?:{_CO2}|{_LATIN}|{_CHINESE}|{_MONEY}|{_SINGLE}){_PER})\.?$")
_PER_UNIT = re.compile(rf"\b(?:pro|per|je) ({_LATIN}){_LETTER_AFTER}")
_EMISSION = re.compile(rf"(?<![A-Za-z])({_CO2}{_PER})")
_LOOSE = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9])({_CO2}{_PER}|(?:{_LATIN}){_PER}|(?:千瓦时|万千瓦时|立方米|吉焦)|EUR|USD|CNY|GBP|"
    rf"CHF|€|\$|£|¥|%)"
    rf"{_LETTER_AFTER}"
)
_LOOSE_WORDS = re.compile(
    r"(?i)^(?:hours?|days?|weeks?|months?|nights?|units?|trips?|vehicles?|pieces?|bar|miles?|tage?|monate?|"
    r"mi)$"
)
_MONEY_WHOLE = re.compile(rf"(?:{_MONEY}|元|万元)(?:\s?/.*)?")
_SCALED = re.compile(
    rf"(?i)\b((?:(?:in|en) )?(?:thousands?|millions?|billions?|Tsd\.?|Tausend|Mio\.?|Millionen|Mrd\.?|milliers|"
    rf"milliards|'?000s?)(?: of| de| d')? ?(?:{_CO2}|tonnes?|tons?|Tonnen|t(?![a-z])|{_MONEY}|[kMG]Wh|m[23²³]))"
)


def unit_after(text: str, at: int) -> tuple[str, int] | None:
    """The unit that begins at `at` (one space may come first) and where it ends; None when there is none."""
    start = at
    while start < len(text) and text[start] in " \u00a0\u202f\u2009" and start - at < 2:
        start += 1
    found = _AFTER.match(text, start)
    if found is None:
        return None
    unit = found.group().strip()
    return (unit, found.end()) if unit else None


def currency_before(text: str, at: int) -> tuple[str, int] | None:
    """The currency that ends right before `at` and where it begins; None when there is none."""
    found = _BEFORE.search(text, max(0, at - 8), at)
    return (found.group().strip(), found.start()) if found else None


def unit_alone(text: str) -> str | None:
    """The unit when the whole text is one, with or without brackets; else None."""
    found = _WHOLE.fullmatch(text.strip())
    return found.group(1).strip() if found else None


def unit_named(text: str) -> str | None:
    """The unit that a header, row label or caption states in brackets or after "in"/"单位："; else None."""
    scaled = _SCALED.search(text)
    if scaled:
        return re.sub(r"(?i)^(?:in|en) ", "", scaled.group(1)).strip()
    found = _BRACKETED.search(text) or _NAMED.search(text) or _NAMED_IN_FRENCH.search(text)
    return found.group(1).strip() if found else None


def unit_in_description(text: str) -> str | None:
    """The unit that a label or description states: "(hour)", "Electricity, MWh", "hot air per litre"."""
    found = _AT_END.search(text.rstrip()) or _PER_UNIT.search(text)
    return unit_named(text) or (found.group(1).strip() if found else None)


def unit_in_header(text: str) -> str | None:
    """The unit that a column header states, in brackets, after "in", or just printed among its words."""
    emission = _EMISSION.search(text)
    named = unit_named(text) or (emission.group(1).strip() if emission else None) or unit_alone(text)
    if named:
        return named
    found = [m.group(1).strip() for m in _LOOSE.finditer(text)]
    found = [unit for unit in found if not _LOOSE_WORDS.match(unit)]
    return found[-1] if found else None


def is_money(unit: str | None) -> bool:
    """Whether the unit is a currency (per something or not)."""
    return unit is not None and _MONEY_WHOLE.fullmatch(unit) is not None
