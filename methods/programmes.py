"""Materiality rules of verification programmes, as data that a body can take as a starting point (4.2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from methods.materiality import Netting
from methods.rounding import ZERO
from methods.uncomputable import Uncomputable


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme profile: threshold by size, netting, and switches that change a proposal or a review.

    `steps` are (upper bound of the annual total in t CO2e, threshold); the last bound is None.
    """

    programme_id: str
    title: str
    source: str
    steps: tuple[tuple[Decimal | None, Decimal], ...]
    netting: Netting = Netting.ALLOWED
    is_per_scope: bool = False
    must_correct_all: bool = False
    reviewer_outside_client: bool = False

    def threshold(self, annual_total: Decimal) -> Decimal:
        """Return the threshold for a size in t CO2e (0.05 is 5 %); raises Uncomputable below 0."""
        if annual_total < ZERO:
            raise Uncomputable("An annual total cannot be below 0 t CO2e (%(total)s).", total=annual_total)
        return next(rate for upper, rate in self.steps if upper is None or annual_total <= upper)


_FIVE = ((None, Decimal("0.05")),)
PROGRAMMES: dict[str, Programme] = {
    item.programme_id: item
    for item in (
        Programme("voluntary", "Voluntary, ISO 14064-3", "ISO 14064-3:2019; 5 % is customary", _FIVE),
        Programme(
            "eu-ets",
            "EU ETS installations",
            "Regulation (EU) 2018/2067, article 23",
            ((Decimal(500_000), Decimal("0.05")), (None, Decimal("0.02"))),
        ),
        Programme(
            "oregon",
            "Oregon greenhouse gas reporting",
            "OAR 340-272-0435, 0450 and 0495",
            _FIVE,
            must_correct_all=True,
            reviewer_outside_client=True,
        ),
        Programme(
            "climate-registry",
            "The Climate Registry",
            "General Verification Protocol: direct and indirect emissions separately",
            _FIVE,
            is_per_scope=True,
        ),
        Programme("quebec", "Quebec projects", "Chapter Q-2, r. 35.3.01", _FIVE),
    )
}
