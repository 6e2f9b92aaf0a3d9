"""One row of an inventory sheet: its cells by column head, and what is wrong with each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from methods.gwp import gwp, name_gas
from methods.quantification import Co2eFactor, FactorMass, GasFactor, Instrument
from methods.rounding import ZERO, round_tonnes
from methods.uncomputable import Uncomputable
from methods.units import name_unit
from workflow.ghg_statement.inputs import as_message
from workflow.i18n import N_, Message, message

NEEDED = (
    "Source",
    "Name",
    "ISO category",
    "GHG Protocol",
    "Quantity",
    "Unit",
    "Gas",
    "Factor",
    "Factor unit",
)
HEADS = (
    *NEEDED, "Conversion", "Conversion unit", "GWP", "t CO2e", "Green MWh", "Market-based t CO2e",
    "U activity %", "U factor %", "Factor source", "Method", "Site", "Certificates",
)  # fmt: skip
FACTOR_UNIT = re.compile(r"(kg|t|g)\s+(.+?)\s*/\s*(.+)")
CERTIFICATE = re.compile(r"([^:;]+):\s*(\d+(?:\.\d+)?)")
WHOLE_CO2E = "CO2e"
BIOGENIC = re.compile(r"\s*\(?biogenic\)?\s*", re.IGNORECASE)
MASS = {"kg": Decimal(1), "t": Decimal(1000), "g": Decimal("0.001")}


@dataclass(frozen=True)
class RowError:
    """One thing wrong in a sheet: where it stands, which rule it breaks, what to do."""

    row: int
    column: str
    cell: str
    rule: Message
    fix: Message


@dataclass(frozen=True)
class Row:
    """A row by column head; what is wrong goes into the shared list of errors."""

    number: int
    columns: dict[str, int]
    cells: Sequence[str | None]
    errors: list[RowError] = field(repr=False)

    @property
    def is_empty(self) -> bool:
        return not any(text and text.strip() for text in self.cells)

    def text(self, head: str) -> str | None:
        """The text of a cell, None when it is empty or the sheet has no such column."""
        place = self.columns.get(head)
        text = self.cells[place] if place is not None and place < len(self.cells) else None
        return text.strip() or None if text else None

    def complain(self, head: str, rule: Message, fix: Message) -> None:
        """Note an error of this row."""
        cell = f"{column_letter(self.columns.get(head, 0))}{self.number}"
        self.errors.append(RowError(self.number, head, cell, rule, fix))

    def needed(self, head: str) -> str:
        """The text of a cell that may not be empty."""
        text = self.text(head)
        if text is None:
            self.complain(
                head,
                message(N_("{column} is empty."), column=head),
                message(N_("Fill it in, in the first row of the source.")),
            )
        return text or ""

    def maybe_decimal(self, head: str) -> Decimal | None:
        """The number of a cell, None when empty; an error when it is no number or below zero."""
        text = self.text(head)
        if text is None:
            return None
        try:
            value = Decimal(text.replace("\N{MINUS SIGN}", "-"))
            if value.is_finite() and value >= 0:
                return value
        except InvalidOperation:
            pass
        self.complain(
            head,
            message(N_("“{text}” is no number of 0 or more."), text=text),
            message(N_("Write digits with a decimal point and no thousands mark, such as 12345.67.")),
        )
        return ZERO

    def decimal(self, head: str) -> Decimal:
        """The number of a cell that may not be empty."""
        self.needed(head)
        value = self.maybe_decimal(head)
        return ZERO if value is None else value

    def tonnes(self, head: str) -> Decimal | None:
        """Stated t CO2e: an error when they are finer than 0.01, for a claim is made at that."""
        value = self.maybe_decimal(head)
        if value is not None and value != round_tonnes(value):
            self.complain(
                head,
                message(N_("{value} t is finer than 0.01 t CO2e."), value=value),
                message(N_("State tonnes rounded half-up to 0.01.")),
            )
        return None if value is None else round_tonnes(value)


@dataclass(frozen=True)
class RowFactor:
    """The factor of a row: per gas, or of CO2e."""

    gas: GasFactor | None = None
    co2e: Co2eFactor | None = None

    @property
    def co2e_or_zero(self) -> Co2eFactor:
        return self.co2e or Co2eFactor(ZERO, FactorMass.KG)


def column_letter(place: int) -> str:
    """The letter of a column by its place from 0: A, B ... Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def amounts_of(row: Row) -> tuple[Decimal, str]:
    """Quantity and unit of a row; the unit must be one that the product can convert."""
    activity, unit = row.decimal("Quantity"), row.needed("Unit")
    if unit:
        _known_unit(row, "Unit", unit)
    return activity, unit


def conversion_of(row: Row, unit: str) -> tuple[Decimal, str | None]:
    """The conversion of a quantity (0.84 kg/L) and the unit that it gives; 1 and None without one."""
    value, written = row.maybe_decimal("Conversion"), row.text("Conversion unit")
    if value is None:
        return Decimal(1), None
    to_unit, _, per = (written or "").partition("/")
    if not to_unit or (per and not _is_same(per, unit)):
        rule = N_("“{written}” does not turn {unit} into another unit.")
        fix = message(N_("Write the new unit over the quantity's, such as kg/L."))
        row.complain("Conversion unit", message(rule, written=written or "", unit=unit), fix)
        return value, None
    return value, to_unit.strip()


def instruments_of(row: Row) -> tuple[Instrument, ...]:
    """The certificates of a row, named (R1: 4500; R2: 1500) or only summed in the column of green MWh."""
    green, named = row.maybe_decimal("Green MWh"), row.text("Certificates")
    if named is None:
        return (Instrument("certificates", green),) if green else ()
    parts = [CERTIFICATE.fullmatch(part.strip()) for part in named.split(";") if part.strip()]
    found = tuple(Instrument(part[1].strip(), Decimal(part[2])) for part in parts if part)
    if len(found) != len(parts) or (green is not None and sum((i.mwh for i in found), ZERO) != green):
        row.complain(
            "Certificates",
            message(
                N_("“{named}” does not name certificates of {green} MWh."), named=named, green=green or "-"
            ),
            message(N_("Write each with its MWh, such as R1: 4500; R2: 1500, adding up to the green MWh.")),
        )
    return found


def factor_of(row: Row, unit: str, gwp_set: str) -> RowFactor:
    """The factor of a row in kilograms of its gas, or of CO2e, per `unit` of the converted quantity."""
    gas, value, written = row.needed("Gas"), row.decimal("Factor"), row.needed("Factor unit")
    match = FACTOR_UNIT.fullmatch(written)
    if match is None or not _is_same_gas(match[2], gas) or not _is_same(match[3], unit):
        if written:
            rule = message(
                N_("“{written}” is not a mass of {gas} per {unit}."), written=written, gas=gas, unit=unit
            )
            fix = N_("Write kg {gas}/{unit}; where the quantity is converted, per the new unit.")
            row.complain("Factor unit", rule, message(fix, gas=gas, unit=unit))
        return RowFactor()
    if gas == WHOLE_CO2E:
        mass = FactorMass.TONNE if match[1] == "t" else FactorMass.KG
        return RowFactor(co2e=Co2eFactor(value * (MASS["g"] if match[1] == "g" else 1), mass))
    return RowFactor(gas=_gas_factor(row, gas, value * MASS[match[1]], gwp_set))


def _gas_factor(row: Row, printed: str, kg_per_unit: Decimal, gwp_set: str) -> GasFactor | None:
    is_biogenic = bool(BIOGENIC.search(printed))
    stated = row.maybe_decimal("GWP")
    try:
        name = name_gas(BIOGENIC.sub("", printed))
        record = gwp(gwp_set, name, is_biogenic=is_biogenic)
    except Uncomputable as error:
        row.complain("Gas", as_message(error), message(N_("Write the gas as in the GWP set, or CO2e.")))
        return None
    # A GWP that is the declared set's own is no statement of the client's: EV-18 looks at the others.
    typed = None if stated in (None, record.value) else stated
    return GasFactor(name, kg_per_unit, is_biogenic=is_biogenic, stated_gwp=typed)


def _is_same_gas(one: str, other: str) -> bool:
    return one.casefold().replace(" ", "") == other.casefold().replace(" ", "")


def _is_same(one: str, other: str) -> bool:
    try:
        return name_unit(one.strip()).symbol == name_unit(other.strip()).symbol
    except Uncomputable:
        return one.strip().casefold() == other.strip().casefold()


def _known_unit(row: Row, head: str, unit: str) -> None:
    try:
        name_unit(unit)
    except Uncomputable:
        row.complain(
            head,
            message(N_("“{unit}” is no unit known here."), unit=unit),
            message(N_("Write a unit such as kWh, MWh, GJ, Nm3, L, kg, t, t.km, p.km or person-day.")),
        )
