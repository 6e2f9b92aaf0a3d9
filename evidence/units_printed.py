"""Recognises a printed unit: beside a number, alone in a cell, in brackets in a header, or in a caption.

The unit is answered as it is printed; what it converts to is not decided here.
"""

from __future__ import annotations

import re

from evidence.header_words import UNIT_HEADER

# "CO2e", "CO₂-Äq.", "CO2-eq", "CO₂éq": what of a gas is weighed.
_GAS = (
    r"(?:CO\s?[2₂²]|CH\s?[4₄]|N\s?[2₂]\s?O|二氧化碳)"
    r"(?:\s?-?\s?(?:equivalents?|(?:eq|éq|Äq|äq)(?:uiv(?:alente?s?)?)?\.?(?![a-z])|e(?![a-z])|当量))?"
)
_MASS = (
    r"(?:[Mm]t|MT|kt|Gg|[tT]|kg|KG|g|lbs?|[Mm]egatonnes?|[Kk]ilotonnes?|k?[Tt]onnes?|[Tt]onnen|k?[Tt]ons?|吨|千克|公斤|"
    r"万吨)"
)
_CO2 = rf"(?:metric )?{_MASS}\s?(?:(?:of|de) )?{_GAS}"
_LATIN = (
    r"MMBtu|mmBtu|Btu|[kMGT]?Wh|[kM]?VArh|[kM]?varh|[kM]?VA|[kM]Var|kvar|[kMG]W|KWH|KWh|Kwh|kwh|MWH|"
    r"[MGTP]J|kJ|therms?|Therms?|ktoe|Mtoe|toe|tce|"
    r"Nm\s?[3³]|Sm\s?[3³]|N㎥|m\s?[3³]|cbm|cu\.? ?m|ft[3³]|ccf|CCF|Mcf|MCF|"
    r"[Kk]ilolit(?:re|er)s?|[Mm]egalit(?:re|er)s?|GL|ML|kL|lit(?:re|er|ro)s?|Lit(?:re|er)s?|ltrs?|Ltr|gallons?|gal|"
    r"barrels?|bbl|"
    r"t[.·\-]?km|tonne[- ]km|p[.·\-]?km|pass(?:enger)?[.\- ]?km|[Vv][.·\-]?km|person[- ]days?|person[- ]km|"
    r"kg|mg|kt|Mt|Gg|lbs?|(?:metric )?(?:k?tonnes?|k?Tonnes?|tons?|Tons?)|Tonnen|[Kk]ilotonnes?|hectares?|ha|km²|"
    r"m\s?[2²]|qm|ft[2²]|sq\.? ?ft|km|miles?|mi|cm|mm|"
    r"hours?|hrs?|Std\.?|Stunden?|days?|Tage?|Tag|weeks?|months?|Monate?|nights?|heures?|jours?|mois|"
    r"pcs\.?|PCS|pieces?|Stk\.?|Stück|Stck\.?|Units?|units?|cylinders?|trips?|vehicles?|FTEs?|"
    r"bar|kPa|MPa|°C|℃|rpm|ppm"
)
_CHINESE = (
    r"万千瓦时|千瓦时|兆瓦时|千瓦·时|千乏时|千瓦|万立方米|标准立方米|立方米|标方|吨标准煤|吨标煤|吨公里|"
    r"吨·公里|人公里|人·公里|人天|人次|"
    r"万吨|吨|千克|公斤|克|公升|升|吉焦|百万千焦|兆焦|公里|千米|平方米|小时|天|万元|元|度|件|台|只|个|瓶|张"
)
_SINGLE = r"t|g|m|l|L|h|d|A|V|T"
_MONEY = (
    r"(?:ct|c€|Ct|Cent|cents?|¢|[Pp]ence|p|c)(?=\s?/\s?(?:kWh|MWh|therm|m[3³]))|(?<=\d)p(?![A-Za-z])|"
    r"€|\$|£|¥|￥|₹|EUR|USD|GBP|CNY|RMB|CHF|JPY|INR|SEK|NOK|DKK|MYR|SGD|HKD|Euros?|US\$|Rs\.?|RM|人民币"
)
_SHARE = r"%|‰|percent(?! age)"
# "1,000 t", "'000 m³", "Tsd. t", "million kWh": a scale is a part of the unit as it is printed.
_SCALE_WORDS = (
    r"[Tt]housands?|[Mm]illions?|[Bb]illions?|Tsd\.?|Tausend|Mio\.?|Millionen|Mrd\.?|Milliarden|"
    r"milliers|milliards"
)
_OF = r"(?: of| de| d['’])? ?"
_SCALE = rf"(?:(?:1[,. \u00a0]?000|(?<!\d)['’]?000s?|{_SCALE_WORDS}){_OF})"
# Between a number and its unit only words scale: digits there would be another number.
_SCALE_AFTER = rf"(?:(?:{_SCALE_WORDS}){_OF})"
_BIG_MONEY = rf"(?:{_MONEY})(?:\s?(?:millions?|thousands?|billions?|bn|[mk]|['’]000s?)(?![a-z]))?"
# What a unit may be divided by: a unit, money ("£", "€m", "million EUR"), or what is counted.
_DIVISOR = (
    rf"(?:{_SCALE}?(?:{_CO2}|{_LATIN}|{_CHINESE}|"
    rf"(?:€|\$|£|EUR|USD|GBP|CHF|CNY)(?:\s?(?:million|[km]|bn))?(?![a-z])|{_SINGLE})|"
    rf"employees?|person|capita|passenger|guest[- ]night|revenue|product)"
)
_PER = rf"(?:\s?/\s?(?:{_DIVISOR}|\w{{1,6}})| (?:per|pro|par|je) {_DIVISOR}(?![A-Za-z]))?"
_LETTER_AFTER = r"(?![A-Za-zÀ-ÿ0-9₂])"

_ANY = rf"(?:{_SCALE}?(?:{_CO2}|{_LATIN}|{_BIG_MONEY}|t(?!\w))|{_CHINESE}|{_SHARE}|{_SINGLE})"
_AFTER = re.compile(
    rf"(?:(?:{_CHINESE}){_PER}|%|‰|(?:€|\$|£|¥|￥){_PER}|"
    rf"{_SCALE_AFTER}?(?:{_CO2}|{_LATIN}|{_MONEY}|t(?= |$)){_PER}{_LETTER_AFTER}|percent{_LETTER_AFTER}|"
    rf"(?:{_SINGLE}){_PER}{_LETTER_AFTER}(?![.\-]\w)|"
    rf"/\s?(?:{_CO2}|{_LATIN}|{_CHINESE}){_LETTER_AFTER})"
)
_BEFORE = re.compile(rf"(?:(?<![A-Za-z])(?:{_MONEY})\s*)$")
_WHOLE = re.compile(rf"[\[(（]?\s*(?:[Ii]n )?({_ANY}{_PER})\s*[\])）]?[.:：]?")
_BRACKETED = re.compile(
    rf"[\[(（]\s*(?:[Ii]n |[Ee]n |单位[:：]?\s*)?({_ANY}{_PER})(?:\s*[,;][^\])）]*)?\s*[\])）]"
)
_NAMED = re.compile(
    rf"(?:单位\s*[:：]\s*|\b(?:[Uu]nits?|Einheit|[Uu]nité)\s*[:：]\s*|\b(?:in|In|IN)\s+(?:units of )?)"
    rf"({_ANY}{_PER}){_LETTER_AFTER}"
)
_NAMED_IN_FRENCH = re.compile(rf"\b[Ee]n ({_SCALE}?(?:{_CO2}|{_LATIN}|{_MONEY}){_PER}){_LETTER_AFTER}")
_AT_END = re.compile(
    rf"(?:[,;:]|\s[–—-])\s?((?:{_SCALE}?(?:{_CO2}|{_LATIN}|{_MONEY})|{_CHINESE}|{_SINGLE}){_PER})\.?$"
)
# A unit that is no word of its own closes a label whose column stands too near to be a cell of its own.
_LAST_WORD = re.compile(rf"(?<=\w) ((?:{_SCALE}?{_CO2}|[kMGT]Wh|[MGTP]J|m[³3]){_PER})$")
_PER_UNIT = re.compile(rf"\b(?:pro|per|je) ({_LATIN}){_LETTER_AFTER}")
_RATIO = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9])({_SCALE}?(?:{_CO2}|{_LATIN}) (?:per|pro|par|je) {_DIVISOR}){_LETTER_AFTER}"
)
# A German business year ("GJ 2022/23") is no gigajoule.
_YEAR_CALLED_GJ = re.compile(r"\bGJ (?=(?:19|20)\d\d\b)")
_EMISSION = re.compile(rf"(?<![A-Za-z])({_SCALE}?{_CO2}{_PER})")
_LOOSE = re.compile(
    rf"(?<![A-Za-zÀ-ÿ0-9])({_SCALE}?(?:{_CO2}|{_LATIN}){_PER}|(?:千瓦时|万千瓦时|立方米|吉焦)|EUR|USD|CNY|GBP|"
    rf"CHF|€|\$|£|¥|%)"
    rf"{_LETTER_AFTER}"
)
_LOOSE_WORDS = re.compile(
    r"(?i)^(?:hours?|days?|weeks?|months?|nights?|units?|trips?|vehicles?|pieces?|bar|miles?|tage?|monate?|"
    r"mi|mm|cm|ha|gal|mg|FTEs?)$"
)
_MONEY_WHOLE = re.compile(rf"(?:{_SCALE}?(?:{_BIG_MONEY})|元|万元)(?:\s?(?:/| per ).*)?")
_SCALED = re.compile(
    rf"(?i)(?<![\w,.])({_SCALE}(?:{_CO2}|(?:metric )?(?:tonnes?|tons?|Tonnen)|t(?![a-z])|{_MONEY}|[kMG]Wh|m[23²³]|"
    rf"lit(?:re|er)s?){_PER})"
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
        return scaled.group(1).strip()
    found = _BRACKETED.search(text) or _NAMED.search(text) or _NAMED_IN_FRENCH.search(text)
    return found.group(1).strip() if found else None


def unit_in_description(text: str) -> str | None:
    """The unit that a label or description states: "(hour)", "Electricity, MWh", "hot air per litre"."""
    found = _AT_END.search(text.rstrip()) or _RATIO.search(text) or _PER_UNIT.search(text)
    found = found or _LAST_WORD.search(text)
    return unit_named(text) or (found.group(1).strip() if found else None)


def unit_in_header(text: str) -> str | None:
    """The unit that a column header states, in brackets, after "in", or just printed among its words."""
    if UNIT_HEADER.search(text):
        return None
    text = _YEAR_CALLED_GJ.sub(" ", text)
    emission = _EMISSION.search(text)
    named = unit_named(text) or (emission.group(1).strip() if emission else None) or unit_alone(text)
    last = None if named else _AT_END.search(text.rstrip())
    if named or last:
        return named or (last.group(1).strip() if last else None)
    found = [m.group(1).strip() for m in _LOOSE.finditer(text)]
    found = [unit for unit in found if not _LOOSE_WORDS.match(unit)]
    return found[-1] if found else None


def is_money(unit: str | None) -> bool:
    """Whether the unit is a currency (per something or not)."""
    return unit is not None and _MONEY_WHOLE.fullmatch(unit) is not None
