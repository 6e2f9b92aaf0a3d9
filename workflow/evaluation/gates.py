"""The gate of the evaluation: computed on the latest submitted version, and decided for every group."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.evaluation.rules import OpinionKind
from workflow.i18n import N_, Message, message
from workflow.machine import gate


@dataclass(frozen=True)
class EvaluationFacts:
    """The evaluation in force as the gates look at it."""

    latest_submitted: int | None = None
    computed_on: int | None = None
    plan_covers_version: bool = False
    undecided_groups: tuple[str, ...] = ()
    market_unruled: tuple[str, ...] = ()
    conclusions: tuple[tuple[str, OpinionKind], ...] = ()

    @property
    def every_group_is_disclaimed(self) -> bool:
        return bool(self.conclusions) and all(k is OpinionKind.DISCLAIMER for _g, k in self.conclusions)


@gate("G-EVAL")
def evaluation_stands_on_the_latest_version(facts: EvaluationFacts) -> Message | None:
    if facts.computed_on is None:
        return message(N_("Evaluate the misstatements first."))
    if facts.computed_on != facts.latest_submitted:
        return message(
            N_("The evaluation is of version {old}, the latest submitted is {new}: evaluate again."),
            old=facts.computed_on,
            new=facts.latest_submitted,
        )
    if not facts.plan_covers_version:
        return message(N_("The approved plan does not cover all sources of the version."))
    return None


@gate("G-EVAL")
def every_conclusion_is_decided(facts: EvaluationFacts) -> Message | None:
    if facts.undecided_groups:
        return message(
            N_("Decide the conclusion of group {groups}."), groups=", ".join(facts.undecided_groups)
        )
    if facts.market_unruled:
        return message(
            N_("Rule on the market-based breach of group {groups}."), groups=", ".join(facts.market_unruled)
        )
    return None


@gate("G-DISCLAIM")
def every_group_is_disclaimed(facts: EvaluationFacts) -> Message | None:
    if facts.every_group_is_disclaimed:
        return None
    return message(N_("Only when every group is disclaimed does the case end without an opinion."))
