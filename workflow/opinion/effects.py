"""What facts discovered later do to an opinion: their effect against the threshold of their group (1.9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.contract import Basis
from workflow.opinion.models import Issue, LaterFact
from workflow.opinion.rules import LaterFactOutcome
from workflow.opinion.signatures import body_of_issue, contract_of


@dataclass(frozen=True)
class GroupEffect:
    """All later facts of one group together with what stood uncorrected, t CO2e; share of the group."""

    group: str
    denominator: Decimal
    threshold: Decimal
    net: Decimal
    largest: Decimal

    @property
    def share(self) -> Decimal:
        return abs(self.net) / self.denominator

    @property
    def largest_share(self) -> Decimal:
        return self.largest / self.denominator

    @property
    def is_over(self) -> bool:
        """Strictly greater, as every comparison with a threshold (4.1)."""
        return max(abs(self.net), self.largest) > self.threshold


def effects_of(issue: Issue, facts: Sequence[LaterFact]) -> tuple[GroupEffect, ...]:
    """The effect on each group: noted facts count too, so that small ones add up."""
    statement = contract_of(issue)
    standing = {
        run.group: run.net
        for run in body_of_issue(issue).evaluation
        if run.is_under_opinion and run.basis is Basis.LOCATION
    }
    found = []
    for group in statement.groups:
        amounts = [f.effect for f in facts if f.group_code == group.code and f.effect is not None]
        if amounts:
            net = sum(amounts, Decimal(0)) + standing.get(group.code, Decimal(0))
            threshold = group.threshold * group.denominator
            largest = max(abs(a) for a in amounts)
            found.append(GroupEffect(group.code, group.denominator, threshold, net, largest))
    return tuple(found)


def is_material(issue: Issue, facts: Sequence[LaterFact]) -> bool:
    """True when an unsettled fact is qualitatively material or a group's effect passes its threshold."""
    unsettled = [f for f in facts if f.outcome is not LaterFactOutcome.NOT_MATERIAL]
    touched = {f.group_code for f in unsettled}
    return any(f.is_qualitative for f in unsettled) or any(
        effect.is_over for effect in effects_of(issue, facts) if effect.group in touched
    )
