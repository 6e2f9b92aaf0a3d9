"""How numbers are printed: thousands grouped, minus U+2212, a no-break space before the unit."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
NO_BREAK = "\u00a0"
UNIT = f"t{NO_BREAK}CO₂e"
NOTHING = "–"


def number(value: Decimal, places: int | None = None) -> str:
    """Return the value grouped by thousands; ``places`` rounds half up, None prints it as it is held."""
    shown = value if places is None else value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(shown):,f}"
    return f"{MINUS}{text}" if shown < 0 else text


def tonnes(value: Decimal | None) -> str:
    """Return t CO2e at two decimals without the unit; a dash where there is no value."""
    return NOTHING if value is None else number(value, 2)


def with_unit(value: Decimal | None) -> str:
    """Return t CO2e at two decimals with the unit."""
    return NOTHING if value is None else f"{number(value, 2)}{NO_BREAK}{UNIT}"


def signed(value: Decimal | None) -> str:
    """Return t CO2e at two decimals, a plus sign shown, zero without one."""
    if value is None:
        return NOTHING
    return f"+{number(value, 2)}" if value > 0 else number(value, 2)


def percent(share: Decimal, places: int = 2) -> str:
    """Return a share (0.05) as per cent (5.00 %)."""
    return f"{number(share * 100, places)}{NO_BREAK}%"


def whole_percent(share: Decimal) -> str:
    """Return an agreed share without idle zeros: 0.05 is 5 %, 0.025 is 2.5 %."""
    scaled = (share * 100).normalize()
    return f"{number(scaled if scaled % 1 else scaled.quantize(Decimal(1)))}{NO_BREAK}%"


def ratio(percentage: Decimal) -> str:
    """Return a value that is per cent already (an uncertainty) at two decimals."""
    return f"{number(percentage, 2)}{NO_BREAK}%"
