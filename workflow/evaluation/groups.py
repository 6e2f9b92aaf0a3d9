"""Assembles what one assurance group is judged on, per basis, and keeps every number of the result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from methods.group_evaluation import GroupEvaluation, evaluate_group
from methods.materiality import Branch, Conclusion, GroupFacts, Measures, Netting, Proposal
from methods.misstatement import Misstatement
from methods.quantification import Basis
from methods.rounding import ZERO
from workflow.cases.models import AssuranceGroup, Case
from workflow.evaluation.rules import OpinionKind
from workflow.ghg_statement.models import StatementLine
from workflow.ghg_statement.totals import StatementTotals, source_line

KINDS = {
    Conclusion.UNMODIFIED: OpinionKind.UNMODIFIED,
    Conclusion.MODIFIED: OpinionKind.MODIFIED,
    Conclusion.ADVERSE: OpinionKind.ADVERSE,
    Conclusion.DISCLAIM: OpinionKind.DISCLAIMER,
}

# Group code (empty: every group), t CO2e without evidence, ISO categories.
Limitation = tuple[str, Decimal, tuple[int, ...]]


@dataclass(frozen=True)
class Standing:
    """What stands against a statement: misstatements, limitations and what users must be told.

    `home` gives the group of a finding by its code, for matters without an amount; a matter without a group
    concerns every group.
    """

    misstatements: tuple[Misstatement, ...]
    limitations: tuple[Limitation, ...] = ()
    users_must_know: tuple[str, ...] = ()
    fundamental: tuple[str, ...] = ()
    home: Mapping[str, str | None] | None = None

    def concerns(self, finding_code: str, group_code: str) -> bool:
        """Say whether a matter without an amount concerns a group."""
        return (self.home or {}).get(finding_code) in (None, group_code)


@dataclass(frozen=True)
class Judgement:
    """The lead verifier's rulings that enter the arithmetic: pervasive, misleading (None: the default)."""

    is_ruled_pervasive: bool = False
    is_misleading: bool | None = None


def judge_group(
    case: Case,
    group: AssuranceGroup,
    totals: StatementTotals,
    lines: Sequence[StatementLine],
    standing: Standing,
    *,
    judgement: Judgement | None = None,
) -> GroupEvaluation:
    """Run 4.2a for one group on both bases; the market basis only where a line has a value of its own.

    Raises Uncomputable when the group's total is not above 0.
    """
    own = share_of_group(standing, group)
    location = _facts(case, group, totals.group(group.code, Basis.LOCATION), own, judgement or Judgement())
    if not _has_market_basis(lines, own, group.categories):
        return evaluate_group(location)
    reported = totals.group(group.code, Basis.MARKET)
    return evaluate_group(location, replace(location, basis=Basis.MARKET, reported=reported))


def share_of_group(standing: Standing, group: AssuranceGroup) -> Standing:
    """The part of all that stands that belongs to a group: groups are never netted against each other."""
    kept = []
    for item in standing.misstatements:
        effects = tuple(e for e in item.effects if e.iso_category in group.categories)
        if not effects and (item.effects or not standing.concerns(item.finding_id, group.code)):
            continue
        sources = {e.source_id for e in effects}
        kept.append(
            replace(item, effects=effects, nets=tuple(n for n in item.nets if n.source_id in sources))
        )
    return Standing(
        misstatements=tuple(kept),
        limitations=tuple(item for item in standing.limitations if item[0] in ("", group.code)),
        users_must_know=_concerning(standing, standing.users_must_know, group),
        fundamental=_concerning(standing, standing.fundamental, group),
        home=standing.home,
    )


def _concerning(standing: Standing, codes: Iterable[str], group: AssuranceGroup) -> tuple[str, ...]:
    return tuple(code for code in codes if standing.concerns(code, group.code))


def _facts(
    case: Case, group: AssuranceGroup, reported: Decimal, own: Standing, judgement: Judgement
) -> GroupFacts:
    return GroupFacts(
        group=group.code,
        basis=Basis.LOCATION,
        reported=reported,
        threshold=group.threshold_percent / 100,
        misstatements=own.misstatements,
        unverified=sum((amount for _g, amount, _c in own.limitations), ZERO),
        gap_categories=len({c for _g, _a, categories in own.limitations for c in categories}),
        netting=Netting(case.netting.value),
        must_correct_all=case.must_correct_all,
        pervasive_share=case.pervasive_share,
        performance_share=group.performance_share,
        is_misleading=judgement.is_misleading,
        is_ruled_pervasive=judgement.is_ruled_pervasive,
        fundamental_failures=own.fundamental,
        nonconformities_users_must_know=own.users_must_know,
    )


def _has_market_basis(lines: Sequence[StatementLine], own: Standing, categories: Iterable[int]) -> bool:
    chosen = set(categories)
    if any(e.basis is Basis.MARKET for item in own.misstatements for e in item.effects):
        return True
    for line in lines:
        source = source_line(line)
        if source.iso_category in chosen and (
            source.instruments or source.market_factor is not None or line.tonnes_market != line.tonnes
        ):
            return True
    return False


def to_json(proposal: Proposal) -> dict[str, Any]:
    """Every number, branch and flag of a proposal as JSON of decimal text."""
    facts = proposal.facts
    return {
        "basis": facts.basis.value,
        "reported": _text(facts.reported),
        "threshold_percent": _text(facts.threshold * 100),
        "unverified": _text(facts.unverified),
        "gap_categories": facts.gap_categories,
        "is_ruled_pervasive": facts.is_ruled_pervasive,
        "netting": facts.netting.value,
        "must_correct_all": facts.must_correct_all,
        "pervasive_share": _text(facts.pervasive_share),
        **_measures(proposal.measures),
        "misstatements": [_misstatement(item, facts.basis) for item in facts.misstatements],
        "branches": [_branch(branch) for branch in proposal.branches],
        "conclusion": KINDS[proposal.conclusion].value,
        "flags": [flag.value for flag in proposal.flags],
    }


def _measures(measures: Measures) -> dict[str, Any]:
    names = ("net", "gross", "largest", "net_share", "gross_share", "largest_share", "gap_share")
    return {
        "threshold": _text(measures.thresholds.amount),
        "performance": _text(measures.thresholds.performance),
        "clearly_trivial": _text(measures.thresholds.clearly_trivial),
        **{name: _text(getattr(measures, name)) for name in names},
        "category_nets": [[number, _text(amount)] for number, amount in measures.category_nets],
        "categories_over": list(measures.categories_over),
        "is_material": measures.is_material,
        "is_misleading": measures.is_misleading,
    }


def _branch(branch: Branch) -> dict[str, Any]:
    return {
        "code": branch.code,
        "applies": branch.applies,
        "conclusion": KINDS[branch.conclusion].value,
        "template": branch.template,
        "params": dict(branch.params),
    }


def _misstatement(item: Misstatement, basis: Basis) -> dict[str, Any]:
    return {
        "finding": item.finding_id,
        "net": _text(item.net(basis)),
        "gross": _text(item.gross(basis)),
        "effects": [[e.source_id, e.iso_category, _text(e.amount)] for e in item.effects_on(basis)],
        "is_projected": item.is_projected,
        "is_qualitatively_material": item.is_qualitatively_material,
    }


def _text(value: Decimal) -> str:
    return format(value, "f")
