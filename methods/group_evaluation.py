"""Beyond one group on one basis: both bases together, the headline of a case, and the group case of 4.2b."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from methods.materiality import Conclusion, GroupFacts, Proposal, propose
from methods.misstatement import Misstatement
from methods.quantification import Basis
from methods.rounding import round_tonnes
from methods.uncomputable import Uncomputable


@dataclass(frozen=True, slots=True)
class GroupEvaluation:
    """A group on both bases: the location run is the proposal, a market run that differs needs a ruling."""

    group: str
    location: Proposal
    market: Proposal | None

    @property
    def conclusion(self) -> Conclusion:
        return self.location.conclusion

    @property
    def needs_market_ruling(self) -> bool:
        """Say whether the lead verifier must rule on the market basis (4.1); arithmetic decides nothing."""
        return self.market is not None and self.market.conclusion is not Conclusion.UNMODIFIED


def evaluate_group(location: GroupFacts, market: GroupFacts | None = None) -> GroupEvaluation:
    """Run 4.2a once per basis; raises Uncomputable when the two are not one group on its two bases."""
    if location.basis is not Basis.LOCATION or (market is not None and market.basis is not Basis.MARKET):
        raise Uncomputable(
            "Give the location basis first and the market basis second, for group %(group)s.",
            group=location.group,
        )
    if market is not None and market.group != location.group:
        raise Uncomputable(
            "%(one)s and %(other)s are different groups; they are never evaluated together.",
            one=location.group,
            other=market.group,
        )
    return GroupEvaluation(location.group, propose(location), None if market is None else propose(market))


def headline(conclusions: Mapping[str, Conclusion]) -> Conclusion:
    """Return the worst conclusion of a case's groups (1.6); never show it without each group's own."""
    if not conclusions:
        raise Uncomputable("A case without assurance groups has no headline.")
    return max(conclusions.values())


def include_in_group_case(
    misstatements: Iterable[Misstatement], inclusion: Decimal, entity: str
) -> tuple[Misstatement, ...]:
    """Return an entity's uncorrected misstatements x its inclusion factor, signed (4.2b).

    Finding and source ids get the entity's name before them, so that S06 of two entities stay two sources.
    """
    if not 0 <= inclusion <= 1:
        raise Uncomputable(
            "The inclusion factor of %(entity)s is %(factor)s; it must lie between 0 and 1.",
            entity=entity,
            factor=inclusion,
        )
    return tuple(
        replace(
            item,
            finding_id=f"{entity} {item.finding_id}",
            effects=tuple(
                replace(e, source_id=f"{entity} {e.source_id}", amount=round_tonnes(e.amount * inclusion))
                for e in item.effects
            ),
            nets=tuple(
                replace(n, source_id=f"{entity} {n.source_id}", amount=round_tonnes(n.amount * inclusion))
                for n in item.nets
            ),
        )
        for item in misstatements
    )


def project_to_stratum(visited_net: Decimal, visited_total: Decimal, stratum_total: Decimal) -> Decimal:
    """Return a stratum's projected misstatement in t: the visited sites' rate x the whole stratum (4.2b)."""
    if not 0 < visited_total <= stratum_total:
        raise Uncomputable(
            "The visited sites hold %(visited)s t and the stratum %(stratum)s t; visited must be above 0 and "
            "no more than the stratum.",
            visited=visited_total,
            stratum=stratum_total,
        )
    return round_tonnes(visited_net * stratum_total / visited_total)
