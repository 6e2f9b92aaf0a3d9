"""The words of a column header that say what kind of number stands under it."""

from __future__ import annotations

import re

MONEY_HEADER = re.compile(
    r"(?i)amount|price|cost|charges?|\btotal due|\bnet\b|gross|\btax\b|\bvat\b|\brate\b|金额|单价|价税|税额|"
    r"合计|电费|费用|价款|"
    r"betrag|preis|netto|brutto|wert|summe|entgelt|montant|prix|bedrag|prijs|totaa?l|\bdue\b|balance|subtotal"
)
QUANTITY_HEADER = re.compile(
    r"(?i)qty|quantit|menge|aantal|hoeveelheid|usage|consumption|volume|weight|mass|number of|数量|用量|电量|"
    r"气量|消耗|重量|用能|供汽量|"
    r"\bunits?\b|verbrauch"
)
UNIT_HEADER = re.compile(
    r"(?i)^\W*(?:(?:计量)?单位\W*)?(?:units?(?: of measure(?:ment)?)?|uom|u\.?o\.?m\.?|(?:maß|mess)?einheit|"
    r"meng\.?-?\s?einheit|me|unités?(?: de mesure)?|eenheid|单位|计量单位)\W*(?:\s(?:计量)?单位)?\W*$"
)
# The column whose unit a column of units holds ("Factor unit" beside "Factor").
UNIT_OF = re.compile(r"(?i)(\S.*?)[ _]?(?:units?|einheit|单位)")
# "S1", "S2" alone are scopes of emissions; a half-year in French has its year beside it.
SCOPE = re.compile(r"S\s?[123]")
PLAIN_HEADER = re.compile(
    r"(?i)multiplier|倍率|乘率|ct ?[x×] ?pt|^\W*(?:no\.?|pos\.?|序号|次数)\W*$|"
    # Numbers that sort and those that compare gases have no unit, whatever unit stands in their row.
    r"^\W*(?:(?:iso|ghg|emissions?|source) )?(?:categor(?:y|ies)|类别)\W*$|"
    r"^\W*(?:gwp|global warming potential|全球变暖潜势|treibhauspotenzial)(?:[- ]?100)?(?: \W?\w+\W?)?\W*$"
)
SHARE_HEADER = re.compile(r"%|percent|率|share|satz", re.IGNORECASE)
# A column of changes is between two periods and of neither.
CHANGE_HEADER = re.compile(
    r"(?i)\bchanges?\b|variation|veränderung|abweichung|évolution|evolution|[ΔΔ∆]|\bdelta\b|\bvs\.?\b|\byoy\b|y-o-y|"
    r"year[- ]on[- ]year|同比|环比|变化|变动|增减|\bn ?/ ?n ?- ?1\b|\b(?:in|de)crease\b|\breduction since\b"
)
# The year before the one that is reported, by name.
PRIOR_YEAR = re.compile(
    r"(?i)\b(?:prior|previous|preceding|last|comparison|comparative) "
    r"(?:reporting |financial |fiscal )?(?:year|period)\b|\bVorjahr(?:eswert)?\b|\bVj\.|"
    r"\bann[ée]e (?:précédente\b|N ?[-–] ?1\b)|\bexercice précédent\b|^N ?[-–] ?1$|上年度?|上一年度?|去年"
)
THIS_YEAR = re.compile(
    r"(?i)\b(?:current|this|reporting) (?:reporting |financial |fiscal )?(?:year|period)\b|\bBerichtsjahr\b|"
    r"\bexercice en cours\b|\bann[ée]e (?:en cours\b|N\b)|^N$|本年度?|报告期"
)
