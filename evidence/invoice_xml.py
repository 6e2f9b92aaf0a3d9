"""Reads invoices that are XML: UN/CEFACT CII (ZUGFeRD, Factur-X), UBL, and the Chinese fully digital fapiao."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element

from evidence.reading import FieldName, Period, Role
from evidence.safe_xml import all_at, name_of, text_at

# UN/ECE Recommendation 20: how the codes of energy, fuel, water and waste bills are printed, commonest first.
UNITS: dict[str, tuple[str, ...]] = {
    "KWH": ("kWh", "千瓦时", "度"), "MWH": ("MWh", "兆瓦时"), "GWH": ("GWh",), "WHR": ("Wh",),
    "GV": ("GJ", "吉焦"), "3B": ("MJ",), "D30": ("TJ",), "KJO": ("kJ",), "JOU": ("J",), "K3": ("kvarh",),
    "KWT": ("kW", "千瓦"), "MAW": ("MW",), "KVA": ("kVA",), "MTQ": ("m3", "m³", "cbm", "立方米"), "DMQ": ("dm3",),
    "LTR": ("L", "l", "ltr", "Liter", "litres", "升"), "HLT": ("hl",), "GLL": ("gal", "gallons"),
    "KGM": ("kg", "千克", "公斤"), "GRM": ("g",), "TNE": ("t", "tonnes", "吨"), "LBR": ("lb", "lbs"),
    "MTR": ("m", "米"), "KMT": ("km", "千米", "公里"), "MTK": ("m2", "m²", "qm", "平方米"), "P1": ("%",),
    "HUR": ("h", "Std", "Stunden", "hours", "小时"), "MIN": ("min",), "BTU": ("Btu",), "N72": ("therm", "therms"),
}  # fmt: skip
_CII_SUM = "SpecifiedTradeSettlementHeaderMonetarySummation"
_CII_SUMS = (
    ("LineTotalAmount", "Sum of lines"), ("ChargeTotalAmount", "Charges"), ("AllowanceTotalAmount", "Allowances"),
    ("TaxBasisTotalAmount", "Total without tax"), ("TaxTotalAmount", "Tax"),
    ("GrandTotalAmount", "Total with tax"), ("TotalPrepaidAmount", "Paid before"), ("DuePayableAmount", "Amount due"),
)  # fmt: skip
_UBL_SUMS = (
    ("LegalMonetaryTotal/LineExtensionAmount", "Sum of lines"),
    ("LegalMonetaryTotal/TaxExclusiveAmount", "Total without tax"), ("TaxTotal/TaxAmount", "Tax"),
    ("LegalMonetaryTotal/TaxInclusiveAmount", "Total with tax"),
    ("LegalMonetaryTotal/PayableAmount", "Amount due"),
)  # fmt: skip
_FAPIAO_SUMS = (
    ("TotalAmWithoutTax", "合计金额"), ("TotalTaxAm", "合计税额"), ("TotalTax-includedAmount", "价税合计"),
)  # fmt: skip
_TOTALS = {"Total with tax", "价税合计"}


@dataclass(frozen=True, slots=True)
class Stated:
    """One number that an XML invoice states: `place` says where in it, `unit` as it is commonly printed.

    `units` are all the ways in which that unit is printed; `is_quantity` tells a physical amount from money.
    """

    place: str
    label: str
    value: Decimal
    raw: str
    unit: str | None
    units: tuple[str, ...]
    period: Period | None
    role: Role | None = None
    is_quantity: bool = False


@dataclass(frozen=True, slots=True)
class XmlInvoice:
    """What an XML invoice states; `syntax` names its format for people."""

    syntax: str
    figures: tuple[Stated, ...]
    fields: tuple[tuple[FieldName, str], ...]
    period: Period | None


@dataclass(frozen=True, slots=True)
class _Where:
    """What a number of the invoice is about: its place, its words, its period."""

    place: str
    label: str
    period: Period | None


def invoice_of(root: Element) -> XmlInvoice | None:
    """The invoice of a parsed XML document; None for XML of any other kind."""
    match name_of(root):
        case "CrossIndustryInvoice" | "CrossIndustryDocument":
            return _cii(root)
        case "Invoice" | "CreditNote" if text_at(root, "ID"):
            return _ubl(root)
        case "EInvoice":
            return _fapiao(root)
    return None


def _cii(root: Element) -> XmlInvoice:
    trade = next(all_at(root, "SupplyChainTradeTransaction"), None)
    trade = trade if trade is not None else next(all_at(root, "SpecifiedSupplyChainTradeTransaction"), root)
    head = next(
        (e for name in ("ExchangedDocument", "HeaderExchangedDocument") for e in all_at(root, name)), root
    )
    settled = _first(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    agreed = _first(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    currency = text_at(settled, "InvoiceCurrencyCode") or None
    period = _cii_period(settled)
    found: list[Stated] = []
    for number, line in enumerate(all_at(trade, "IncludedSupplyChainTradeLineItem"), start=1):
        found += _cii_line(line, number, currency, period)
    sums = _first(settled, _CII_SUM, "SpecifiedTradeSettlementMonetarySummation")
    found += _sums(sums, _CII_SUMS, currency, period)
    fields: list[tuple[FieldName, str]] = [
        ("invoice_number", text_at(head, "ID")),
        ("issue_date", _day_text(text_at(head, "IssueDateTime/DateTimeString"))),
        ("seller", text_at(agreed, "SellerTradeParty/Name")),
        ("buyer", text_at(agreed, "BuyerTradeParty/Name")),
    ]
    return _invoice("ZUGFeRD/Factur-X (CII)", found, fields, period)


def _cii_line(line: Element, number: int, currency: str | None, whole: Period | None) -> Iterator[Stated]:
    label = text_at(line, "SpecifiedTradeProduct/Name") or f"Line {number}"
    delivered = _first(line, "SpecifiedLineTradeDelivery", "SpecifiedSupplyChainTradeDelivery")
    settled = _first(line, "SpecifiedLineTradeSettlement", "SpecifiedSupplyChainTradeSettlement")
    agreed = _first(line, "SpecifiedLineTradeAgreement", "SpecifiedSupplyChainTradeAgreement")
    period = _cii_period(settled) or whole
    for amount in all_at(delivered, "BilledQuantity"):
        yield from _quantity(_Where(f"Line {number}, quantity", label, period), amount)
    for amount in all_at(agreed, "NetPriceProductTradePrice/ChargeAmount"):
        yield from _money(_Where(f"Line {number}, price", label, period), amount, currency)
    sums = _first(
        settled, "SpecifiedTradeSettlementLineMonetarySummation", "SpecifiedTradeSettlementMonetarySummation"
    )
    for amount in all_at(sums, "LineTotalAmount"):
        yield from _money(_Where(f"Line {number}, amount", label, period), amount, currency)


def _cii_period(settled: Element) -> Period | None:
    held = _first(settled, "BillingSpecifiedPeriod")
    return _period(text_at(held, "StartDateTime/DateTimeString"), text_at(held, "EndDateTime/DateTimeString"))


def _ubl(root: Element) -> XmlInvoice:
    currency = text_at(root, "DocumentCurrencyCode") or None
    period = _ubl_period(root)
    found: list[Stated] = []
    lines = [*all_at(root, "InvoiceLine"), *all_at(root, "CreditNoteLine")]
    for number, line in enumerate(lines, start=1):
        label = text_at(line, "Item/Name", "Item/Description") or f"Line {number}"
        own = _ubl_period(line) or period
        for amount in (*all_at(line, "InvoicedQuantity"), *all_at(line, "CreditedQuantity")):
            found += _quantity(_Where(f"Line {number}, quantity", label, own), amount)
        for amount in all_at(line, "Price/PriceAmount"):
            found += _money(_Where(f"Line {number}, price", label, own), amount, currency)
        for amount in all_at(line, "LineExtensionAmount"):
            found += _money(_Where(f"Line {number}, amount", label, own), amount, currency)
    found += _sums(root, _UBL_SUMS, currency, period)
    name = ("Party/PartyLegalEntity/RegistrationName", "Party/PartyName/Name")
    fields: list[tuple[FieldName, str]] = [
        ("invoice_number", text_at(root, "ID")),
        ("issue_date", _day_text(text_at(root, "IssueDate"))),
        ("seller", text_at(root, *(f"AccountingSupplierParty/{path}" for path in name))),
        ("buyer", text_at(root, *(f"AccountingCustomerParty/{path}" for path in name))),
    ]
    return _invoice("UBL", found, fields, period)


def _ubl_period(holder: Element) -> Period | None:
    return _period(text_at(holder, "InvoicePeriod/StartDate"), text_at(holder, "InvoicePeriod/EndDate"))


def _fapiao(root: Element) -> XmlInvoice:
    held = _first(root, "EInvoiceData")
    found: list[Stated] = []
    for number, line in enumerate(all_at(held, "IssuItemInformation"), start=1):
        label = text_at(line, "ItemName") or f"第{number}行"
        printed = text_at(line, "MeaUnits") or None
        for amount in all_at(line, "Quantity"):
            units = next((forms for forms in UNITS.values() if printed in forms), ())
            where = _Where(f"Line {number}, quantity", label, None)
            found += _stated(where, amount, (printed, *units) if printed else (), is_quantity=True)
        for tag, what in (("UnPrice", "price"), ("Amount", "amount"), ("ComTaxAm", "tax")):
            for amount in all_at(line, tag):
                found += _money(_Where(f"Line {number}, {what}", label, None), amount, "CNY")
    found += _sums(_first(held, "BasicInformation"), _FAPIAO_SUMS, "CNY", None)
    control = _first(root, "TaxSupervisionInfo")
    fields: list[tuple[FieldName, str]] = [
        ("invoice_number", text_at(control, "InvoiceNumber")),
        ("issue_date", _day_text(text_at(control, "IssueTime"))),
        ("seller", text_at(held, "SellerInformation/SellerName")),
        ("buyer", text_at(held, "BuyerInformation/BuyerName")),
        ("uscc", text_at(held, "BuyerInformation/BuyerIdNum")),
    ]
    return _invoice("fapiao", found, fields, None)


def _invoice(
    syntax: str, found: list[Stated], fields: list[tuple[FieldName, str]], period: Period | None
) -> XmlInvoice:
    start = period.start.isoformat() if period and period.start else ""
    end = period.end.isoformat() if period and period.end else ""
    known: list[tuple[FieldName, str]] = [*fields, ("period_start", start), ("period_end", end)]
    return XmlInvoice(syntax, tuple(found), tuple((name, text) for name, text in known if text), period)


def _first(holder: Element, *names: str) -> Element:
    """The first element of one of these names; an empty one where there is none, in which nothing is found."""
    return next((found for name in names for found in all_at(holder, name)), Element("none"))


def _sums(
    holder: Element, wanted: tuple[tuple[str, str], ...], currency: str | None, period: Period | None
) -> Iterator[Stated]:
    for path, label in wanted:
        for amount in all_at(holder, path):
            role: Role | None = "total" if label in _TOTALS else None
            yield from _money(_Where(label, label, period), amount, currency, role)


def _quantity(where: _Where, amount: Element) -> Iterator[Stated]:
    yield from _stated(where, amount, UNITS.get(amount.get("unitCode", "").upper(), ()), is_quantity=True)


def _money(
    where: _Where, amount: Element, currency: str | None, role: Role | None = None
) -> Iterator[Stated]:
    unit = amount.get("currencyID") or currency
    yield from _stated(where, amount, (unit,) if unit else (), role=role)


def _stated(
    where: _Where,
    amount: Element,
    units: tuple[str, ...],
    *,
    role: Role | None = None,
    is_quantity: bool = False,
) -> Iterator[Stated]:
    """The number of an element; nothing where it holds none."""
    raw = (amount.text or "").strip()
    try:
        value = Decimal(raw)
    except InvalidOperation:
        return
    if value.is_finite():
        yield Stated(
            place=where.place, label=where.label[:200], value=value, raw=raw[:60],
            unit=units[0] if units else None, units=units, period=where.period, role=role, is_quantity=is_quantity,
        )  # fmt: skip


def _period(start: str, end: str) -> Period | None:
    first, last = _day(start), _day(end)
    return Period(first, last) if first or last else None


def _day(text: str) -> date | None:
    """A day as CII (20210131), UBL (2021-01-31) or the fapiao (2021-01-31 10:22:00) write it."""
    try:
        return date.fromisoformat(text[:10].replace("/", "-")) if text else None
    except ValueError:
        return None


def _day_text(text: str) -> str:
    day = _day(text)
    return day.isoformat() if day else ""
