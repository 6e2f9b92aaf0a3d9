"""Checks on what documents print beside quantities: amounts (EV-05), buyers (EV-08), mass balances (EV-11)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from methods.evidence_checks import (
    Invoice,
    InvoiceLine,
    MassBalance,
    NamedBuyer,
    check_buyer,
    check_invoice_amounts,
    check_mass_balance,
)
from methods.uncomputable import Uncomputable
from methods.units import Dimension, convert
from workflow.documents.rules import DocumentKind
from workflow.figures.check_parts import Found, codes_of, documents_in, gap_of
from workflow.figures.evidence_facts import EvidenceFacts, PageFacts, StatedLine, dimension_of
from workflow.figures.line_checks import COMPARED
from workflow.figures.meter_checks import INVOICES
from workflow.figures.models import Figure

BILLED = INVOICES | {DocumentKind.ELECTRICITY_BILL, DocumentKind.GAS_BILL, DocumentKind.STEAM_SETTLEMENT}
# The words of a number's column or row, asked in this order: a row "VAT" has its tax in the column "Amount".
_TOTAL = re.compile(
    r"(?i)价税合计|本期应缴|应[缴付]金额|amount due|total (?:payable|due|incl)|incl\.? (?:vat|tax)|gross"
)
_TAX = re.compile(r"(?i)税额|增值税|\b(?:vat|tax)\b|mwst")
_PRICE = re.compile(r"(?i)单价|电价|气价|\bprice\b|preis")
_AMOUNT = re.compile(r"(?i)金额|\bamount\b|\bnet\b|betrag")
_CURRENCY = re.compile(r"(?i)^(?:¥|￥|元|人民币|rmb|cny|eur|€|usd|us\$|\$|gbp|£|chf)")
_ROW = re.compile(r"!(?:R(\d+)C\d+|[A-Z]+(\d+))$")
_BALANCE = {
    "stock_begin": re.compile(
        r"(?i)期初库存|(?:stock|inventory) at (?:the )?beginning|opening (?:stock|inventory)"
    ),
    "stock_end": re.compile(r"(?i)期末库存|(?:stock|inventory) at (?:the )?end|closing (?:stock|inventory)"),
    "bought": re.compile(r"(?i)购入|采购|\b(?:bought|purchased|purchases)\b"),
    "recovered": re.compile(r"(?i)回收|\brecovered\b"),
    "net_charge_increase": re.compile(r"(?i)充注净增|净增|net (?:increase of|charge)|charge increase"),
}


def amounts(facts: EvidenceFacts) -> list[Found]:
    """EV-05 for each file of invoices, and of bills on which prices or amounts are read right."""
    found = []
    for code, every in _by_document(facts, BILLED).items():
        pages = [page for page in every if _is_invoice(page)]
        invoices = [_invoice(page) for page in pages]
        if not invoices:
            continue
        result = check_invoice_amounts(code, invoices)
        # A finding cites what is wrong, not every invoice of the file.
        wrong = result.value("wrong")
        cited = [page for page in pages if f"p.{page.page} " in wrong] or pages
        figures = codes_of(f for page in cited for f in page.figures if _money(f) or dimension_of(f.unit))
        found.append(Found(code, result, (code,), figures))
    return found


def _by_document(facts: EvidenceFacts, kinds: frozenset[DocumentKind]) -> dict[str, list[PageFacts]]:
    files: dict[str, list[PageFacts]] = {}
    for page in facts.pages_of(*kinds):
        files.setdefault(page.document.code, []).append(page)
    return dict(sorted(files.items()))


def _is_invoice(page: PageFacts) -> bool:
    """Each page of invoices, read right or not; bills only where a price or an amount is read right."""
    return page.document.kind in INVOICES or any(map(_money, page.figures))


def _money(figure: Figure) -> bool:
    return bool(_CURRENCY.match(figure.unit or ""))


def _part(figure: Figure) -> str | None:
    """Which part of an invoice a sum of money is, by the words of its row and column."""
    words = f"{figure.column or ''} {figure.label or ''}"
    parts = (("total", _TOTAL), ("tax", _TAX), ("price", _PRICE), ("amount", _AMOUNT))
    return next((name for name, pattern in parts if pattern.search(words)), None) if _money(figure) else None


def _invoice(page: PageFacts) -> Invoice:
    """One page as an invoice, from what is read right on it."""
    lines, taxes, in_rows = [], [], set()
    for quantity in (figure for figure in page.figures if dimension_of(figure.unit) is not None):
        row = {_part(figure): figure for figure in page.figures if _in_row(quantity, figure)}
        if not (row.keys() & {"price", "amount"}) and page.document.kind not in INVOICES:
            continue
        in_rows |= {figure.id for figure in row.values()}
        lines.append(_line(quantity, row.get("price"), row.get("amount")))
        taxes.append(row.get("tax"))
    loose = [f for f in page.figures if f.id not in in_rows and _part(f) == "tax"]
    totals = [figure for figure in page.figures if _part(figure) == "total"]
    rows = [tax.value for tax in taxes if tax is not None]
    tax = sum(rows, Decimal(0)) if rows and len(rows) == len(lines) else (loose[-1].value if loose else None)
    return Invoice(f"p.{page.page}", tuple(lines), tax, totals[-1].value if totals else None)


def _line(quantity: Figure, price: Figure | None, amount: Figure | None) -> InvoiceLine:
    """A row of an invoice; the quantity in the unit that its price is for."""
    value: Decimal | None = quantity.value
    per = (price.unit or "").partition("/")[2] if price is not None else ""
    if per and quantity.unit:
        try:
            value = convert(quantity.value, quantity.unit, per)
        except Uncomputable:
            value = None
    return InvoiceLine(value, price.value if price else None, amount.value if amount else None)


def _in_row(one: Figure, other: Figure) -> bool:
    """Whether two figures of a page stand in one row: cells of one row, or boxes side by side."""
    if one.id == other.id:
        return False
    if one.cell and other.cell:
        rows = [_ROW.search(cell) for cell in (one.cell, other.cell)]
        return all(rows) and len({row.group(1) or row.group(2) for row in rows if row}) == 1
    if not one.box or not other.box:
        return False
    middle = (other.box[1] + other.box[3]) / 2
    return bool(one.box[1] <= middle <= one.box[3])


def buyers(facts: EvidenceFacts) -> list[Found]:
    """EV-08 for each file of bills, invoices, manifests and delivery notes."""
    found = []
    for code, pages in _by_document(facts, COMPARED).items():
        named = [
            NamedBuyer(
                f"p.{page.page}", page.value("buyer"), tuple(item.value for item in page.values("uscc")),
                page.value("site"), is_metered_here=_is_sited(facts, page),
            )
            for page in pages
        ]  # fmt: skip
        result = check_buyer(code, named, facts.entity_names, facts.entity_codes, facts.entity_places)
        found.append(Found(code, result, (code,)))
    return found


def _is_sited(facts: EvidenceFacts, page: PageFacts) -> bool:
    """Whether all meters that a page names are on the case's register with their sites."""
    meters = {item.value for item in page.values("meter")}
    return bool(meters) and meters <= facts.sited_meters


def mass_balances(facts: EvidenceFacts) -> list[Found]:
    """EV-11 for each refrigerant log, against the line that its figures carry."""
    found = []
    for code, pages in _by_document(facts, frozenset({DocumentKind.REFRIGERANT_LOG})).items():
        lines = [line for line in facts.lines if any(row.document.code == code for row in line.primary)]
        line = lines[0] if len(lines) == 1 else None
        balance, parts = _balance(pages)
        name = f"{line.source.code} {line.source.name}" if line else code
        result = check_mass_balance(name, balance, _kilograms(line) if line else None)
        gap = None
        if line is not None and balance.released is not None and _kilograms(line):
            gap = gap_of(
                facts, line, line.line.activity * balance.released / (_kilograms(line) or Decimal(1))
            )
        subject = line.source.code if line else code
        found.append(Found(subject, result, documents_in([code]), codes_of(parts), gap))
    return found


def _balance(pages: Sequence[PageFacts]) -> tuple[MassBalance, list[Figure]]:
    """The parts of a balance by the words of their rows; a part that stands there twice is not known."""
    held: dict[str, list[Figure]] = {}
    for figure in (figure for page in pages for figure in page.figures):
        if dimension_of(figure.unit) is Dimension.MASS and figure.unit:
            for name, words in _BALANCE.items():
                if words.search(figure.label or ""):
                    held.setdefault(name, []).append(figure)
                    break
    one_each = {name: figures[0] for name, figures in held.items() if len(figures) == 1}
    values = {name: convert(figure.value, figure.unit or "kg", "kg") for name, figure in one_each.items()}
    return MassBalance(**values), list(one_each.values())


def _kilograms(line: StatedLine) -> Decimal | None:
    inputs = line.inputs
    try:
        return convert(inputs.activity * inputs.conversion, inputs.converted_unit or inputs.unit, "kg")
    except Uncomputable:
        return None
