"""What a check of the case gives: the result of methods/, what it is about, and where its evidence stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from methods.evidence_checks import CheckResult
from methods.quantification import quantify_line
from methods.sentence import plain
from methods.uncomputable import Uncomputable
from workflow.figures.evidence_facts import EvidenceFacts, StatedLine
from workflow.figures.models import Figure


@dataclass(frozen=True)
class Gap:
    """What a line states and what its evidence gives, both with unit, and the t CO2e too much in the line.

    The amounts are None where the tonnes cannot be computed anew.
    """

    source: str
    claimed: str
    verified: str
    effect: Decimal | None
    effect_market: Decimal | None


@dataclass(frozen=True)
class Found:
    """One result; its subject stays the same from run to run, so that a drafted finding stays with it."""

    subject: str
    result: CheckResult
    documents: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    gap: Gap | None = None


def documents_in(codes: Iterable[str]) -> tuple[str, ...]:
    """Codes of documents, each once, in order."""
    return tuple(sorted(set(codes)))


def codes_of(figures: Iterable[Figure]) -> tuple[str, ...]:
    return tuple(figure.code for figure in figures)


def gap_of(facts: EvidenceFacts, line: StatedLine, quantity: Decimal) -> Gap | None:
    """The gap of a line whose evidence gives another quantity, in the line's unit; negative is understated."""
    inputs = line.inputs
    if facts.version is None:
        return None
    effect = market = None
    # Sub-lines have quantities of their own; the line's is for print only.
    if not inputs.sublines:
        try:
            right = quantify_line(replace(inputs, activity=quantity), facts.version.gwp_set)
            effect = line.line.tonnes - right.tonnes
            market = line.line.tonnes_market - right.market_tonnes
        except Uncomputable:
            effect = market = None
    return Gap(
        source=line.source.code,
        claimed=f"{plain(line.line.activity)} {line.line.unit}",
        verified=f"{plain(quantity)} {line.line.unit}",
        effect=effect,
        effect_market=market,
    )
