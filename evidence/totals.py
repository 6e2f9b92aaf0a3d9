"""Marks the one figure that a person would call the total of the document."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from evidence.reading import Figure, Role
from evidence.units_printed import is_money

TOTAL_WORDS = re.compile(
    r"(?i)\b(?:grand total|total amount|amount due|total due|gross (?:amount|total)|order total|"
    r"invoice total|balance due|"
    r"total (?:current )?charges|gesamtbetrag|rechnungsbetrag|endbetrag|zahlbetrag|bruttosumme|summe|totals?|"
    r"total facture|"
    r"somme à payer|totaal|gesamt|net to pay)\b|价税合计|应付|应缴|合计|总计|总额|本期电费"
)
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff]) +(?=[\u4e00-\u9fff])")
_STRONG_TOTAL = re.compile(
    r"(?i)grand total|gross|amount due|total due|balance due|invoice total|order total|总计|价税合计|应付|"
    r"应缴|endbetrag|"
    r"rechnungsbetrag|zahlbetrag|gesamtbetrag|somme à payer|incl|inkl"
)
_NOT_TOTAL = re.compile(
    r"(?i)sub-?total|zwischen|net\b|untaxed|excl|ohne|zzgl|spots|quantity|rating|share|页|average"
)


def with_total(figures: list[Figure]) -> list[Figure]:
    """The figures with one of them marked as the document's total: the strongest words, then the largest
    value.
    """
    best, best_rank = -1, (0, Decimal(0))
    for place, figure in enumerate(figures):
        said = _CJK_GAP.sub("", f"{figure.label or ''} {figure.column or ''}")
        if not TOTAL_WORDS.search(said) or figure.unit == "%" or figure.value <= 0 or figure.invisible:
            continue
        money = is_money(figure.unit) or figure.value.as_tuple().exponent == -2
        rank = 1 + 2 * money + bool(_STRONG_TOTAL.search(said)) - 2 * bool(_NOT_TOTAL.search(said))
        if rank > 0 and (rank, figure.value) > best_rank:
            best, best_rank = place, (rank, figure.value)
    if best >= 0:
        role: Role = "total"
        figures[best] = replace(figures[best], role=role)
    return figures
