"""Misstatements against materiality, per assurance group and basis, and the proposed conclusion."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

from methods.misstatement import Misstatement
from methods.quantification import Basis
from methods.rounding import ZERO, print_percent
from methods.uncomputable import Uncomputable

PERFORMANCE_SHARE = Decimal("0.75")
CLEARLY_TRIVIAL_SHARE = Decimal("0.05")


class Conclusion(IntEnum):
    """The four proposals of 4.2a, worst last; the last is a decision to give no opinion."""

    UNMODIFIED = 0
    MODIFIED = 1
    ADVERSE = 2
    DISCLAIM = 3


class Netting(StrEnum):
    """Whether over- and understatements of one group may offset each other."""

    ALLOWED = "allowed"
    NONE = "none"


class Flag(StrEnum):
    """What the lead verifier must see beside the proposal."""

    GROSS_OVER_THRESHOLD = "gross_over_threshold"
    AMBER = "amber"
    LIMITATION_NOTED = "limitation_noted"
    ADVERSE_TOO = "adverse_too"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Materiality, performance materiality and clearly trivial in t CO2e, unrounded."""

    amount: Decimal
    performance: Decimal
    clearly_trivial: Decimal


def set_thresholds(
    reported: Decimal, rate: Decimal, performance_share: Decimal = PERFORMANCE_SHARE
) -> Thresholds:
    """Return T x D, PM and CT of a group (4.1); `rate` 0.05 is 5 %; raises outside the ranges."""
    if not 0 < rate < 1:
        raise Uncomputable("A materiality threshold lies between 0 and 100 %%, not %(rate)s.", rate=rate)
    if not Decimal("0.5") <= performance_share <= PERFORMANCE_SHARE:
        raise Uncomputable(
            "Performance materiality is 50 to 75 %% of the threshold, not %(share)s.", share=performance_share
        )
    amount = rate * reported
    return Thresholds(amount, amount * performance_share, amount * CLEARLY_TRIVIAL_SHARE)


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What one assurance group is judged on, on one basis; uncorrected misstatements only, projected too.

    `reported` is D in t CO2e, `threshold` is T (0.05 for 5 %), `unverified` t without sufficient evidence.
    `is_misleading` None takes the default (net or gross above 2 x T); a ruling of the lead verifier sets it.
    The last two name findings: criteria failures ruled fundamental, nonconformities that users must know.
    """

    group: str
    basis: Basis
    reported: Decimal
    threshold: Decimal
    misstatements: tuple[Misstatement, ...] = ()
    unverified: Decimal = ZERO
    gap_categories: int = 0
    netting: Netting = Netting.ALLOWED
    must_correct_all: bool = False
    pervasive_share: Decimal = Decimal("0.50")
    performance_share: Decimal = PERFORMANCE_SHARE
    is_misleading: bool | None = None
    is_ruled_pervasive: bool = False
    fundamental_failures: tuple[str, ...] = ()
    nonconformities_users_must_know: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measures:
    """Every intermediate number of an evaluation: t CO2e, and shares of D unrounded (0.05 is 5 %)."""

    thresholds: Thresholds
    net: Decimal
    gross: Decimal
    largest: Decimal
    net_share: Decimal
    gross_share: Decimal
    largest_share: Decimal
    gap_share: Decimal
    category_nets: tuple[tuple[int, Decimal], ...]
    categories_over: tuple[int, ...]
    is_misleading: bool
    is_material: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One branch of 4.2a: what it came to, whether it applied, and why, as a sentence with its values."""

    code: str
    applies: bool
    conclusion: Conclusion
    template: str
    params: tuple[tuple[str, str], ...]

    @property
    def sentence(self) -> str:
        return self.template % dict(self.params)


@dataclass(frozen=True, slots=True)
class Proposal:
    """The proposed conclusion of a group on one basis, with every branch and number it rests on."""

    facts: GroupFacts
    measures: Measures
    branches: tuple[Branch, ...]
    conclusion: Conclusion
    flags: tuple[Flag, ...]


def measure(facts: GroupFacts) -> Measures:
    """Return net, gross, largest and gap of a group against D (4.1); raises when D is not above 0."""
    _require_measurable(facts)
    thresholds = set_thresholds(facts.reported, facts.threshold, facts.performance_share)
    nets = [item.net(facts.basis) for item in facts.misstatements]
    net, largest = abs(sum(nets, ZERO)), max((abs(m) for m in nets), default=ZERO)
    gross = sum((item.gross(facts.basis) for item in facts.misstatements), ZERO)
    by_category = _net_by_category(facts)
    limit = thresholds.amount
    default_misleading = max(net, gross) > 2 * limit
    return Measures(
        thresholds=thresholds,
        net=net,
        gross=gross,
        largest=largest,
        net_share=net / facts.reported,
        gross_share=gross / facts.reported,
        largest_share=largest / facts.reported,
        gap_share=facts.unverified / facts.reported,
        category_nets=tuple(sorted(by_category.items())),
        categories_over=tuple(sorted(c for c, amount in by_category.items() if abs(amount) > limit)),
        is_misleading=default_misleading if facts.is_misleading is None else facts.is_misleading,
        # Strictly greater, on tonnes: exactly 5.00 % is not material and no quotient is rounded on the way.
        is_material=largest > limit
        or net > limit
        or (facts.netting is Netting.NONE and gross > limit)
        or any(item.is_qualitatively_material for item in facts.misstatements),
    )


def _require_measurable(facts: GroupFacts) -> None:
    if facts.reported <= 0:
        raise Uncomputable(
            "Group %(group)s reports %(total)s t CO2e; materiality needs a total above 0.",
            group=facts.group,
            total=facts.reported,
        )
    if facts.unverified < 0 or facts.gap_categories < 0:
        raise Uncomputable(
            "Group %(group)s has %(unverified)s t without evidence in %(categories)s categories; "
            "neither can be below 0.",
            group=facts.group,
            unverified=facts.unverified,
            categories=facts.gap_categories,
        )


def _net_by_category(facts: GroupFacts) -> dict[int, Decimal]:
    nets: dict[int, Decimal] = {}
    for item in facts.misstatements:
        category_of = {effect.source_id: effect.iso_category for effect in item.effects}
        for source_id, amount in item.net_by_source(facts.basis).items():
            category = category_of[source_id]
            nets[category] = nets.get(category, ZERO) + amount
    return nets


def propose(facts: GroupFacts) -> Proposal:
    """Return the proposed conclusion of 4.2a: every branch is computed and kept, the worst is proposed."""
    measures = measure(facts)
    branches = (
        _limitation(facts, measures),
        _correct_all(facts),
        _material_misstatement(facts, measures),
        _fundamental_failure(facts),
        _nonconformity(facts),
    )
    conclusion = max((b.conclusion for b in branches if b.applies), default=Conclusion.UNMODIFIED)
    return Proposal(facts, measures, branches, conclusion, _flags(facts, measures, branches))


def _branch(code: str, conclusion: Conclusion | None, template: str, **params: object) -> Branch:
    """Return a branch; without a conclusion it did not apply and stands at UNMODIFIED."""
    values = tuple((name, str(value)) for name, value in params.items())
    return Branch(code, conclusion is not None, conclusion or Conclusion.UNMODIFIED, template, values)


def _limitation(facts: GroupFacts, measures: Measures) -> Branch:
    gap, limit = facts.unverified, measures.thresholds.amount
    is_pervasive = gap > facts.pervasive_share * facts.reported or (
        facts.gap_categories >= 2 and gap > Decimal("0.25") * facts.reported
    )
    conclusion = None
    if gap > limit:
        conclusion = Conclusion.DISCLAIM if is_pervasive else Conclusion.MODIFIED
    return _branch(
        "limitation",
        conclusion,
        "%(gap)s t without sufficient evidence are %(share)s %% of the group, threshold %(threshold)s %%.",
        gap=gap,
        share=print_percent(measures.gap_share),
        threshold=print_percent(facts.threshold),
    )


def _correct_all(facts: GroupFacts) -> Branch:
    left = [m.finding_id for m in facts.misstatements if m.is_correctable and m.affects_emissions]
    applies = facts.must_correct_all and bool(left)
    return _branch(
        "must_correct_all",
        Conclusion.ADVERSE if applies else None,
        "The programme asks for every correctable error to be corrected (%(asked)s); left: %(findings)s.",
        asked="yes" if facts.must_correct_all else "no",
        findings=", ".join(left) or "-",
    )


def _material_misstatement(facts: GroupFacts, measures: Measures) -> Branch:
    is_pervasive = (
        max(measures.net, measures.gross) > facts.pervasive_share * facts.reported
        or measures.is_misleading
        or facts.is_ruled_pervasive
        or len(measures.categories_over) >= 2
    )
    conclusion = None
    if measures.is_material:
        conclusion = Conclusion.ADVERSE if is_pervasive else Conclusion.MODIFIED
    return _branch(
        "material_misstatement",
        conclusion,
        "Net %(net)s %%, largest %(largest)s %%, gross %(gross)s %% of the group, threshold %(threshold)s "
        "%%; categories above it: %(categories)s.",
        net=print_percent(measures.net_share),
        largest=print_percent(measures.largest_share),
        gross=print_percent(measures.gross_share),
        threshold=print_percent(facts.threshold),
        categories=", ".join(str(c) for c in measures.categories_over) or "-",
    )


def _fundamental_failure(facts: GroupFacts) -> Branch:
    return _branch(
        "fundamental_criteria_failure",
        Conclusion.ADVERSE if facts.fundamental_failures else None,
        "Criteria failures ruled fundamental: %(findings)s.",
        findings=", ".join(facts.fundamental_failures) or "-",
    )


def _nonconformity(facts: GroupFacts) -> Branch:
    return _branch(
        "nonconformity_users_must_know",
        Conclusion.MODIFIED if facts.nonconformities_users_must_know else None,
        "Uncorrected nonconformities that users must know: %(findings)s.",
        findings=", ".join(facts.nonconformities_users_must_know) or "-",
    )


def _flags(facts: GroupFacts, measures: Measures, branches: tuple[Branch, ...]) -> tuple[Flag, ...]:
    reached = {branch.conclusion for branch in branches if branch.applies}
    limits = measures.thresholds
    raised = {
        Flag.GROSS_OVER_THRESHOLD: measures.gross > limits.amount,
        Flag.AMBER: max(measures.net, measures.gross) > limits.performance,
        Flag.LIMITATION_NOTED: 0 < facts.unverified <= limits.amount,
        Flag.ADVERSE_TOO: {Conclusion.DISCLAIM, Conclusion.ADVERSE} <= reached,
    }
    return tuple(flag for flag, is_raised in raised.items() if is_raised)
