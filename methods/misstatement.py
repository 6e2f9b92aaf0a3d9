"""Misstatements: findings in numbers, as signed effects on sources and the nets of the lines they change."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from methods.quantification import Basis
from methods.rounding import CENT, ZERO
from methods.uncomputable import Uncomputable


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect of a finding on one source, t CO2e at 0.01: positive overstates, negative understates.

    `basis` None means that it counts on both bases; a source with a market-based value has one per basis.
    """

    source_id: str
    iso_category: int
    amount: Decimal
    basis: Basis | None = None

    def counts_on(self, basis: Basis) -> bool:
        """Say whether the effect enters the evaluation on a basis."""
        return self.basis is None or self.basis is basis


@dataclass(frozen=True, slots=True)
class Net:
    """The change of one rounded line, where it differs by rounding from the sum of the effects on it."""

    source_id: str
    amount: Decimal
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Misstatement:
    """A finding's numbers: 1..n effects (none for a qualitative matter) and the nets of its lines.

    `nets` holds only the lines whose rounded change is not the plain sum of the effects. `is_projected` marks
    amounts projected from a sample.
    """

    finding_id: str
    effects: tuple[Effect, ...]
    nets: tuple[Net, ...] = ()
    is_projected: bool = False
    is_correctable: bool = True
    affects_emissions: bool = True
    is_qualitatively_material: bool = False

    def __post_init__(self) -> None:
        for net in self.nets:
            for basis in Basis if net.basis is None else (net.basis,):
                self._require_net_to_agree(net, basis)

    def _require_net_to_agree(self, net: Net, basis: Basis) -> None:
        amounts = [e.amount for e in self.effects if e.source_id == net.source_id and e.counts_on(basis)]
        # Two rounded lines and each rounded effect may be 0.005 t off: more than that is not rounding.
        tolerance = CENT + CENT * len(amounts) / 2
        if not amounts or abs(net.amount - sum(amounts, ZERO)) > tolerance:
            raise Uncomputable(
                "%(finding)s: the line %(source)s changes by %(net)s t, but the effects on it add to "
                "%(effects)s t (%(basis)s basis). Correct the effects or the net.",
                finding=self.finding_id,
                source=net.source_id,
                net=net.amount,
                effects=sum(amounts, ZERO),
                basis=basis.value,
            )

    def effects_on(self, basis: Basis) -> tuple[Effect, ...]:
        """Return the effects that count on a basis."""
        return tuple(effect for effect in self.effects if effect.counts_on(basis))

    def net_by_source(self, basis: Basis) -> dict[str, Decimal]:
        """Return the net of each source in t CO2e on a basis: the stated net, else the sum of effects."""
        nets: dict[str, Decimal] = {}
        for effect in self.effects_on(basis):
            nets[effect.source_id] = nets.get(effect.source_id, ZERO) + effect.amount
        for net in self.nets:
            if net.basis is None or net.basis is basis:
                nets[net.source_id] = net.amount
        return nets

    def net(self, basis: Basis) -> Decimal:
        """Return the finding's m of 4.1: reported minus correct, t CO2e."""
        return sum(self.net_by_source(basis).values(), ZERO)

    def gross(self, basis: Basis) -> Decimal:
        """Return the sum of |effects|, t CO2e."""
        return sum((abs(effect.amount) for effect in self.effects_on(basis)), ZERO)
