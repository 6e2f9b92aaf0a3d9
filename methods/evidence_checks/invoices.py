"""Checks on invoices and balances: amounts (EV-05), the buyer (EV-08), refrigerant released (EV-11)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from methods.evidence_checks.names import Place, bare, shares_a_script
from methods.evidence_checks.quantities import TOLERANCE
from methods.evidence_checks.result import CheckResult, Sentences, answer, listed
from methods.rounding import ZERO
from methods.sentence import plain

PER_LINE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line of an invoice; None is a number that is not read right. Price is per unit of the quantity."""

    quantity: Decimal | None
    price: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Invoice:
    """One invoice: its lines, the tax and the total with tax, in one currency."""

    name: str
    lines: tuple[InvoiceLine, ...]
    tax: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NamedBuyer:
    """Who and where a page says that it is for: a name, registration codes (the seller's too), an address.

    `is_metered_here` when it names a meter of which the case's register says at which site it stands.
    """

    page: str
    buyer: str | None
    codes: tuple[str, ...] = ()
    site: str | None = None
    is_metered_here: bool = False


@dataclass(frozen=True, slots=True)
class MassBalance:
    """Refrigerant of one gas over the period, in kg; None is not read right."""

    stock_begin: Decimal | None = None
    stock_end: Decimal | None = None
    bought: Decimal | None = None
    recovered: Decimal | None = None
    net_charge_increase: Decimal | None = None

    @property
    def released(self) -> Decimal | None:
        """kg released; None while a part is missing."""
        parts = (self.stock_begin, self.stock_end, self.bought, self.recovered, self.net_charge_increase)
        if any(part is None for part in parts):
            return None
        begin, end, bought, recovered, increase = (part or ZERO for part in parts)
        return begin - end + bought - recovered - increase


def check_invoice_amounts(document: str, invoices: Sequence[Invoice]) -> CheckResult:
    """EV-05: quantity x price = amount and amount + tax = total on each invoice, to 0.01 per line.

    A wrong one fails; what is not read right on any of them makes the rest not applicable, never a pass.
    """
    wrong = [fault for invoice in invoices for fault in _faults(invoice)]
    missing = [invoice.name for invoice in invoices if _is_incomplete(invoice)]
    return answer(
        "EV-05",
        False if wrong else (None if missing or not invoices else True),
        Sentences(
            fails="%(document)s: %(wrong)s.",
            passes="%(document)s: quantity x price = amount and amount + tax = total on each of %(invoices)s "
            "invoices.",
            not_applicable="%(document)s: price, amount, tax or total are not read right on %(missing)s of "
            "%(invoices)s invoices.",
        ),
        document=document,
        invoices=len(invoices),
        missing=len(missing),
        wrong="; ".join(wrong) or listed([]),
    )


def _is_incomplete(invoice: Invoice) -> bool:
    parts = [part for line in invoice.lines for part in (line.quantity, line.price, line.amount)]
    return not invoice.lines or None in parts or invoice.tax is None or invoice.total is None


def _faults(invoice: Invoice) -> list[str]:
    """What does not multiply or add up on one invoice, as far as it is read right."""
    found = []
    for line in invoice.lines:
        if line.quantity is None or line.price is None or line.amount is None:
            continue
        product = line.quantity * line.price
        if abs(product - line.amount) > PER_LINE:
            found.append(
                f"{invoice.name} {plain(line.quantity)} x {plain(line.price)} = {product:.2f}, not "
                f"{plain(line.amount)}"
            )
    amounts = [line.amount for line in invoice.lines if line.amount is not None]
    if invoice.tax is None or invoice.total is None or len(amounts) < max(len(invoice.lines), 1):
        return found
    amount = sum(amounts, ZERO)
    if abs(amount + invoice.tax - invoice.total) > PER_LINE * len(amounts):
        found.append(
            f"{invoice.name} {plain(amount)} + {plain(invoice.tax)} = {plain(amount + invoice.tax)}, not "
            f"{plain(invoice.total)}"
        )
    return found


def check_buyer(
    document: str,
    pages: Sequence[NamedBuyer],
    names: Collection[str],
    codes: Collection[str],
    places: Collection[Place] = (),
) -> CheckResult:
    """EV-08: the buyer on each page is the entity, by its registration code or name, and the site one of its own.

    A name or an address in a script in which the entity has none on record, and a single code that is not the
    entity's (it may be the seller's), say nothing. Not applicable when no page says whom it is for.
    """
    others: list[str] = []
    ours = 0
    for page in pages:
        is_buyer, is_site = _is_entity(page, names, codes), _is_site(page, places)
        if is_buyer is False:
            others.append(f"{page.page} {page.buyer or '/'.join(page.codes)}")
        elif is_site is False:
            others.append(f"{page.page} {page.site}")
        ours += bool(is_buyer or is_site)
    return answer(
        "EV-08",
        False if others else (True if ours else None),
        Sentences(
            fails="%(document)s is not for this entity and its sites: %(others)s.",
            passes="%(document)s names the entity as buyer or one of its sites on %(ours)s of %(pages)s pages; "
            "the others name nobody.",
            not_applicable="%(document)s: no page says by a name, code or site on record whom it is for.",
        ),
        document=document,
        pages=len(pages),
        ours=ours,
        others=listed(others),
    )


def _is_entity(page: NamedBuyer, names: Collection[str], codes: Collection[str]) -> bool | None:
    printed = {bare(code) for code in page.codes}
    known = {bare(code) for code in codes}
    if printed & known:
        return True
    if page.buyer and any(bare(page.buyer) == bare(name) for name in names):
        return True
    if page.buyer and any(shares_a_script(page.buyer, name) for name in names):
        return False
    return False if known and len(printed) > 1 else None


def _is_site(page: NamedBuyer, places: Collection[Place]) -> bool | None:
    """Whether the page is of a site on record; surely not only where addresses are on record and all are others.

    Places in another script, and names without an address that have nothing in common with it, say nothing.
    """
    printed = page.site or ""
    comparable = [place for place in places if shares_a_script(printed, place.recorded)]
    found = {place.is_printed_as(printed) for place in comparable}
    if True in found or page.is_metered_here:
        return True
    return False if found == {False} and any(place.address for place in comparable) else None


def check_mass_balance(line: str, balance: MassBalance, stated_kg: Decimal | None) -> CheckResult:
    """EV-11: stock at begin - at end + bought - recovered - net charge increase is the line's kg, 0.5 %.

    Not applicable, with what is missing, while a part of the balance or the line's mass is not known.
    """
    released = balance.released
    missing = [field.name for field in fields(balance) if getattr(balance, field.name) is None]
    sentences = Sentences(
        fails="%(line)s: %(begin)s - %(end)s + %(bought)s - %(recovered)s - %(increase)s = %(released)s kg were "
        "released, the line says %(stated)s kg.",
        passes="%(line)s: %(begin)s - %(end)s + %(bought)s - %(recovered)s - %(increase)s = %(released)s kg, as "
        "the line says.",
        not_applicable="%(line)s: the mass balance lacks %(missing)s.",
    )
    if released is None or stated_kg is None:
        lacking = [name.replace("_", " ") for name in missing] + (
            ["the line's mass"] if stated_kg is None else []
        )
        return answer("EV-11", None, sentences, line=line, missing=listed(lacking))
    return answer(
        "EV-11", abs(released - stated_kg) <= TOLERANCE * abs(stated_kg), sentences, line=line,
        begin=balance.stock_begin, end=balance.stock_end, bought=balance.bought,
        recovered=balance.recovered, increase=balance.net_charge_increase, released=plain(released),
        stated=plain(stated_kg),
    )  # fmt: skip
