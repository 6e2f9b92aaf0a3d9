"""Checks on amounts: readings (EV-04), links (EV-06), duplicates (EV-07), implied factors (EV-18), EV-19."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from methods.evidence_checks.periods import Period
from methods.evidence_checks.result import CheckResult, Sentences, answer, listed
from methods.gwp import gwp
from methods.quantification import KG_PER_TONNE, GasFactor
from methods.rounding import ZERO, print_percent
from methods.sentence import plain
from methods.uncomputable import Uncomputable
from methods.units import convert

TOLERANCE = Decimal("0.005")


@dataclass(frozen=True, slots=True)
class MeterReading:
    """Start and end readings of a meter, its multiplier (CT x PT), and the quantity that the bill states."""

    document: str
    meter: str
    start: Decimal
    end: Decimal
    multiplier: Decimal
    stated: Decimal
    unit: str
    reading_unit: str = "kWh"


class LinkRole(StrEnum):
    """Primary figures carry a line's quantity and are added; corroborating ones are only compared."""

    PRIMARY = "primary"
    CORROBORATING = "corroborating"


@dataclass(frozen=True, slots=True)
class LinkedFigure:
    """A figure read from a document and linked to a statement line."""

    figure: str
    quantity: Decimal
    unit: str
    role: LinkRole = LinkRole.PRIMARY


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """One bill or invoice inside a document: what could show that it was handed in before."""

    document: str
    entry: str
    document_type: str
    sha256: str
    invoice_number: str | None = None
    meter: str | None = None
    period: Period | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LedgerItem:
    """An item of a ledger, meter list or physical list; `source_id` is the source that reports it.

    `excluded_because` is a recorded reason why it is no source of the inventory.
    """

    document: str
    item: str
    source_id: str | None = None
    excluded_because: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimedFactor:
    """What a line claims: rounded t CO2e for a quantity in its unit; their quotient is the implied factor."""

    line: str
    tonnes: Decimal
    quantity: Decimal
    unit: str


def check_readings(reading: MeterReading) -> CheckResult:
    """EV-04: (end - start) x multiplier is the stated quantity, to half a unit of the reading (0.5 kWh)."""
    computed = (reading.end - reading.start) * reading.multiplier
    stated = convert(reading.stated, reading.unit, reading.reading_unit)
    return answer(
        "EV-04",
        computed >= 0 and abs(computed - stated) <= Decimal("0.5"),
        Sentences(
            fails="%(document)s, %(meter)s: (%(end)s - %(start)s) x %(multiplier)s = %(computed)s "
            "%(reading_unit)s, but the bill states %(stated)s %(unit)s (difference %(difference)s "
            "%(reading_unit)s).",
            passes="%(document)s, %(meter)s: (%(end)s - %(start)s) x %(multiplier)s = %(computed)s "
            "%(reading_unit)s, as the bill states.",
        ),
        document=reading.document,
        meter=reading.meter,
        start=reading.start,
        end=reading.end,
        multiplier=reading.multiplier,
        computed=plain(computed),
        stated=plain(reading.stated),
        unit=reading.unit,
        reading_unit=reading.reading_unit,
        difference=plain(stated - computed),
    )


def check_primary_links(
    line: str, quantity: Decimal, unit: str, figures: Sequence[LinkedFigure], is_declared_complete: bool
) -> CheckResult:
    """EV-06: the primary figures add up to the line within 0.5 %; only where the set is declared complete.

    A figure whose unit does not convert to the line's fails the check and is named.
    """
    total, unfit = ZERO, []
    primary = [figure for figure in figures if figure.role is LinkRole.PRIMARY]
    for figure in primary:
        try:
            total += convert(figure.quantity, figure.unit, unit)
        except Uncomputable:
            unfit.append(f"{figure.figure} ({figure.unit})")
    difference = total - quantity
    is_close = abs(difference) <= TOLERANCE * abs(quantity)
    return answer(
        "EV-06",
        (is_close and not unfit) if is_declared_complete else None,
        Sentences(
            fails="%(line)s: %(figures)s primary figures add up to %(total)s %(unit)s, the line says "
            "%(quantity)s (difference %(difference)s, %(percent)s %%); not convertible: %(unfit)s.",
            passes="%(line)s: %(figures)s primary figures add up to %(total)s %(unit)s; the line says "
            "%(quantity)s.",
            not_applicable="%(line)s: its documents are not declared complete, so their sum (%(total)s "
            "%(unit)s) says nothing yet.",
        ),
        line=line,
        figures=len(primary),
        total=plain(total),
        quantity=plain(quantity),
        unit=unit,
        difference=plain(difference),
        percent="-" if quantity == 0 else print_percent(abs(difference / quantity)),
        unfit=listed(unfit),
    )


def check_duplicates(entries: Sequence[DocumentEntry]) -> CheckResult:
    """EV-07: within one document type no file, invoice number, or (meter, period, quantity) comes twice."""
    groups: dict[tuple[object, ...], list[str]] = {}
    for entry in entries:
        kind = entry.document_type
        keys: list[tuple[object, ...]] = [("same file", kind, entry.sha256)]
        if entry.invoice_number:
            keys.append(("same invoice number", kind, entry.invoice_number))
        if entry.meter and entry.period and entry.quantity is not None:
            same = "same meter, period and quantity"
            keys.append((same, kind, entry.meter, entry.period, entry.quantity))
        for key in keys:
            # The bills inside one file share its hash; only a second document makes that a duplicate.
            name = entry.document if key[0] == "same file" else f"{entry.document} {entry.entry}".strip()
            members = groups.setdefault(key, [])
            if key[0] != "same file" or name not in members:
                members.append(name)
    doubled = [f"{key[0]}: {' = '.join(names)}" for key, names in groups.items() if len(names) > 1]
    return answer(
        "EV-07",
        not doubled if entries else None,
        Sentences(
            fails="Handed in twice: %(duplicates)s.",
            passes="None of %(entries)s entries was handed in twice.",
            not_applicable="There is nothing to compare yet.",
        ),
        entries=len(entries),
        duplicates="; ".join(doubled) or listed([]),
    )


def declared_factor(gas_factors: Iterable[GasFactor], gwp_set: str) -> Decimal:
    """Return kg CO2e per unit under the declared set, whatever GWP a line may have typed itself."""
    total = ZERO
    for factor in gas_factors:
        record = gwp(gwp_set, factor.gas, is_biogenic=factor.is_biogenic)
        if not (factor.is_biogenic and record.gas == "CO2"):
            total += factor.kg_per_unit * record.value
    return total


def check_implied_factor(claim: ClaimedFactor, record: str, declared: Decimal | None) -> CheckResult:
    """EV-18: t / quantity is the declared set's factor or GWP (kg CO2e per unit) within 0.5 %.

    A difference of up to 0.005 t is the rounding of the claim and passes. Not applicable without a quantity
    or without a record in the declared set.
    """
    sentences = Sentences(
        fails="%(line)s: %(tonnes)s t for %(quantity)s %(unit)s imply %(implied)s kg CO2e per %(unit)s, but "
        "%(record)s of the declared set is %(declared)s.",
        passes="%(line)s: the implied %(implied)s kg CO2e per %(unit)s is %(record)s of the declared set.",
        not_applicable="%(line)s: no quantity, or no record of the declared set to hold the factor against.",
    )
    if declared is None or claim.quantity == 0:
        return answer("EV-18", None, sentences, line=claim.line, record=record)
    expected = declared * claim.quantity / KG_PER_TONNE
    difference = abs(claim.tonnes - expected)
    return answer(
        "EV-18",
        difference <= max(TOLERANCE * abs(expected), Decimal("0.005")),
        sentences,
        line=claim.line,
        tonnes=claim.tonnes,
        quantity=plain(claim.quantity),
        unit=claim.unit,
        implied=significant(claim.tonnes * KG_PER_TONNE / claim.quantity),
        record=record,
        declared=plain(declared),
        expected_tonnes=plain(expected),
    )


def check_reverse_completeness(items: Sequence[LedgerItem], source_ids: Collection[str]) -> CheckResult:
    """EV-19: every item of a physical list or ledger has a source in the statement, or a reason why not."""
    missing = [
        f"{item.document} {item.item}".strip()
        for item in items
        if not item.excluded_because and (item.source_id is None or item.source_id not in source_ids)
    ]
    return answer(
        "EV-19",
        not missing if items else None,
        Sentences(
            fails="Without a source in the inventory: %(missing)s (of %(items)s items).",
            passes="Each of %(items)s items has a source in the inventory or a reason why not.",
            not_applicable="There is no list to look for in the inventory yet.",
        ),
        items=len(items),
        missing=listed(missing),
    )


def significant(value: Decimal, digits: int = 4) -> str:
    """Return a decimal at so many significant digits, without exponent; for print only."""
    return f"{Decimal(f'{value:.{digits}g}'):f}"
