"""Words of targets: kinds, states, where a year's inventory comes from, why a base year is calculated again."""

from __future__ import annotations

from enum import StrEnum

from methods.target_rules import Method, Term
from workflow.i18n import N_


class TargetKind(StrEnum):
    """The kinds of target that the builder makes; the form's fields follow from them."""

    ABSOLUTE = "absolute"
    SECTORAL = "sectoral"
    PHYSICAL = "physical_intensity"
    ECONOMIC = "economic_intensity"
    ENGAGEMENT = "engagement"
    RENEWABLE = "renewable_electricity"
    COMBINED = "combined"
    NET_ZERO = "net_zero"


class TargetState(StrEnum):
    """The life of a target, from the first draft to its end."""

    DRAFT = "draft"
    APPROVED = "internally_approved"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    PUBLISHED = "published"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Origin(StrEnum):
    """Where the values of a year come from; what was typed is never called verified."""

    STATEMENTS = "verified_statements"
    TYPED = "typed"


class Cause(StrEnum):
    """Why a base year is to be calculated again (NT-30)."""

    REVISED = "revised"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    STRUCTURE = "structure"


class ChangeKind(StrEnum):
    """The triggers of NT-30 that a person notes with their tonnes."""

    ACQUISITION = "acquisition"
    DIVESTMENT = "divestment"
    OUTSOURCING = "outsourcing_or_insourcing"
    METHOD = "method_or_data"
    ERROR = "error"
    BOUNDARY = "approach_or_exclusions"


METHODS: dict[TargetKind, Method] = {
    TargetKind.ABSOLUTE: Method.ABSOLUTE,
    TargetKind.SECTORAL: Method.SECTORAL,
    TargetKind.PHYSICAL: Method.PHYSICAL,
    TargetKind.ECONOMIC: Method.ECONOMIC,
    TargetKind.ENGAGEMENT: Method.ENGAGEMENT,
    TargetKind.RENEWABLE: Method.RENEWABLE,
    TargetKind.COMBINED: Method.ABSOLUTE,
    TargetKind.NET_ZERO: Method.ABSOLUTE,
}
KIND_WORDS: dict[TargetKind, str] = {
    TargetKind.ABSOLUTE: N_("Absolute reduction"),
    TargetKind.SECTORAL: N_("Sector path (SDA)"),
    TargetKind.PHYSICAL: N_("Physical intensity"),
    TargetKind.ECONOMIC: N_("Economic intensity"),
    TargetKind.ENGAGEMENT: N_("Supplier engagement"),
    TargetKind.RENEWABLE: N_("Renewable electricity"),
    TargetKind.COMBINED: N_("Combined over scopes 1, 2 and 3"),
    TargetKind.NET_ZERO: N_("Net-zero"),
}
STATE_KINDS: dict[TargetState, str] = {
    TargetState.DRAFT: "open",
    TargetState.APPROVED: "waiting",
    TargetState.SUBMITTED: "waiting",
    TargetState.VALIDATED: "waiting",
    TargetState.PUBLISHED: "closed",
    TargetState.EXPIRED: "not_started",
    TargetState.WITHDRAWN: "refused",
}
INTENSITIES = frozenset({TargetKind.PHYSICAL, TargetKind.ECONOMIC})
SHARES = frozenset({TargetKind.ENGAGEMENT, TargetKind.RENEWABLE})
# Series of codes as the yearly disclosure names them (targets.md 3.4: Abs1, Int1).
CODE_SERIES: dict[TargetKind, str] = {
    TargetKind.ABSOLUTE: "Abs", TargetKind.SECTORAL: "Abs", TargetKind.COMBINED: "Abs",
    TargetKind.PHYSICAL: "Int", TargetKind.ECONOMIC: "Int", TargetKind.ENGAGEMENT: "Oth",
    TargetKind.RENEWABLE: "Oth", TargetKind.NET_ZERO: "NZ",
}  # fmt: skip
NEAR_TERM_SET, NET_ZERO_SET, PREVIEW_SET = "nt-5.3.1", "nz-1.3.1", "cnzs-2.0"
CHOSEN_SETS = (NEAR_TERM_SET, NET_ZERO_SET)
SCOPE_2_APPROACHES = ("market-based", "location-based")
SCOPE_3_CATEGORIES = range(1, 16)
# Nobody told us a day: the criteria know only "overdue". Half a year is the product's own choice.
RECALCULATION_MONTHS = 6
LIVE = (
    TargetState.DRAFT, TargetState.APPROVED, TargetState.SUBMITTED, TargetState.VALIDATED,
    TargetState.PUBLISHED,
)  # fmt: skip


def rule_set_of(kind: TargetKind) -> str:
    """The rule set that a new target of a kind begins with."""
    return NET_ZERO_SET if kind is TargetKind.NET_ZERO else NEAR_TERM_SET


def term_of(kind: TargetKind) -> Term:
    """How far a target of a kind reaches."""
    return Term.LONG if kind is TargetKind.NET_ZERO else Term.NEAR


def fixed_scopes(kind: TargetKind) -> frozenset[int] | None:
    """The scopes that a kind always covers; None where the person chooses."""
    return {
        TargetKind.ECONOMIC: frozenset({3}),
        TargetKind.ENGAGEMENT: frozenset({3}),
        TargetKind.RENEWABLE: frozenset({2}),
        TargetKind.COMBINED: frozenset({1, 2, 3}),
        TargetKind.NET_ZERO: frozenset({1, 2, 3}),
    }.get(kind)
