"""An evaluated sample as it is read: both directions, rounded half-up, with the conclusion in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from methods import sampling
from methods.rounding import print_percent, round_tonnes
from workflow.i18n import N_
from workflow.planning.models import Sample, SampleItem
from workflow.planning.samples import evaluation_of

CONCLUSIONS = {
    sampling.SampleConclusion.MATERIAL: N_("material: correct it or report it"),
    sampling.SampleConclusion.NOT_MATERIAL: N_(
        "accepted: the upper limit is within the tolerable misstatement"
    ),
    sampling.SampleConclusion.INCONCLUSIVE: N_("inconclusive: extend the sample, correct, or report"),
}


@dataclass(frozen=True)
class ErrorRow:
    """One misstated record of a direction, t CO2e without sign; the taint in per cent."""

    record: str
    known: Decimal
    taint: str
    projected: Decimal
    allowance: Decimal
    is_certain: bool


@dataclass(frozen=True)
class Direction:
    """Over or under, t CO2e without sign: basic precision + projected + allowance = upper limit."""

    name: str
    errors: tuple[ErrorRow, ...]
    known: Decimal
    projected: Decimal
    basic_precision: Decimal
    allowance: Decimal
    upper_limit: Decimal
    tolerable: Decimal
    is_accepted: bool
    conclusion: str
    bars: tuple[int, int, int]


def shown_evaluation(sample: Sample, items: Sequence[SampleItem]) -> tuple[Direction, Direction] | None:
    """Both directions of an evaluated sample, None before its evaluation."""
    if sample.evaluated_at is None:
        return None
    found = evaluation_of(sample, items)
    return _direction(found.over), _direction(found.under)


def _direction(result: sampling.DirectionResult) -> Direction:
    concluded = sampling.conclude(result.projected, result.upper_limit, result.tolerable)
    widest = max(result.projected, result.upper_limit, result.tolerable)
    return Direction(
        name=result.direction.value,
        errors=tuple(
            ErrorRow(
                e.record_id, round_tonnes(e.known), print_percent(e.taint), round_tonnes(e.projected),
                round_tonnes(e.allowance), e.is_certain,
            )
            for e in result.errors
        ),
        known=round_tonnes(result.known),
        projected=round_tonnes(result.projected),
        basic_precision=round_tonnes(result.basic_precision),
        allowance=round_tonnes(result.allowance),
        upper_limit=round_tonnes(result.upper_limit),
        tolerable=round_tonnes(result.tolerable),
        is_accepted=result.is_accepted,
        conclusion=CONCLUSIONS[concluded],
        bars=(
            int(400 * result.projected / widest), int(400 * result.upper_limit / widest),
            int(400 * result.tolerable / widest),
        ),
    )  # fmt: skip
