"""Monthly meter records of the demo: chained readings, peak, flat and valley parts, and their charges."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
VAT = Decimal("0.13")
MULTIPLIER = Decimal(1000)
M1_MWH = (2410, 1980, 2520, 2560, 2640, 2780, 2910, 2890, 2700, 2560, 2480, 2470)
M2_MWH = (600, 510, 640, 650, 670, 700, 742, 735, 690, 650, 625, 615, 655)
GAS_NM3 = (42000, 38500, 37000, 34500, 31000, 29000, 28500, 29500, 31500, 34000, 37500, 39500)
STEAM_GJ = (1020, 960, 900, 820, 700, 640, 610, 620, 690, 830, 950, 1060)
PRICES = {"峰": Decimal("1.0347"), "平": Decimal("0.6068"), "谷": Decimal("0.2889")}


@dataclass(frozen=True, slots=True)
class Register:
    """One register of a meter over one period: readings, and what they mean in kWh."""

    name: str
    start: Decimal
    end: Decimal
    multiplier: Decimal

    @property
    def quantity(self) -> Decimal:
        """(end - start) x multiplier, the arithmetic of EV-04."""
        return (self.end - self.start) * self.multiplier


@dataclass(frozen=True, slots=True)
class MeterMonth:
    """What one bill says of one electricity meter: its total register, and its parts, which add up to it."""

    meter: str
    first: date
    last: date
    total: Register
    parts: tuple[Register, ...]
    demand_kva: int

    @property
    def energy_charges(self) -> tuple[Decimal, ...]:
        """Yuan without tax of each part, rounded to 0.01."""
        return tuple(money(part.quantity * PRICES[part.name]) for part in self.parts)

    @property
    def demand_charge(self) -> Decimal:
        """Yuan without tax for the capacity."""
        return money(Decimal(self.demand_kva) * Decimal("30.00"))

    @property
    def net(self) -> Decimal:
        """Yuan without tax."""
        return sum(self.energy_charges, self.demand_charge)

    @property
    def tax(self) -> Decimal:
        """Value added tax in yuan."""
        return money(self.net * VAT)


def money(value: Decimal) -> Decimal:
    """Yuan rounded half-up to 0.01."""
    return value.quantize(CENT, ROUND_HALF_UP)


def month(year: int, number: int) -> tuple[date, date]:
    """First and last day of a month; 13 is January of the next year."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def day_after(day: date) -> date:
    """The next day, on which bills are drawn up."""
    return day + timedelta(days=1)


def chain(
    meter: str,
    periods: Sequence[tuple[date, date]],
    megawatt_hours: Sequence[int],
    opening: Sequence[str],
    demand_kva: int,
) -> tuple[MeterMonth, ...]:
    """Meter months whose readings follow one another; `opening`: total, peak, flat, valley before."""
    total, *parts = (Decimal(text) for text in opening)
    months = []
    for number, ((first, last), mwh) in enumerate(zip(periods, megawatt_hours, strict=True)):
        kwh = mwh * 1000
        peak = kwh * (350 + number * 7 % 13) // 10_000 * 10
        valley = kwh * (250 - number * 5 % 11) // 10_000 * 10
        registers = []
        for place, used in enumerate((peak, kwh - peak - valley, valley)):
            after = parts[place] + Decimal(used) / MULTIPLIER
            registers.append(Register(tuple(PRICES)[place], parts[place], after, MULTIPLIER))
            parts[place] = after
        whole = Register("总", total, total + mwh, MULTIPLIER)
        total = whole.end
        months.append(MeterMonth(meter, first, last, whole, tuple(registers), demand_kva))
    return tuple(months)


def meter_one() -> tuple[MeterMonth, ...]:
    """HIK-M1, January to December 2021: 30,900 MWh."""
    opening = ("48215.30", "16900.20", "19280.10", "12035.00")
    return chain("HIK-M1", [month(2021, n) for n in range(1, 13)], M1_MWH, opening, 6300)


def meter_two() -> tuple[MeterMonth, ...]:
    """HIK-M2, January 2021 to January 2022: the July bill reads 14,690.10 to 15,432.10."""
    opening = ("10920.10", "3822.00", "4368.10", "2730.00")
    return chain("HIK-M2", [month(2021, n) for n in range(1, 14)], M2_MWH, opening, 1600)
