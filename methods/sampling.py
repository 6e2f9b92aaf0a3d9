"""Tonne-unit sampling by the printed table (C7): plan, draw, projection and upper limit, both directions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from methods.rounding import ZERO, from_float, round_to, round_tonnes, round_up
from methods.uncomputable import Uncomputable

METHOD = "C7 printed table, fixed interval"
GENERATOR = "numpy PCG64"

# AICPA Audit Sampling guide, expansion factors by risk of incorrect acceptance, as printed.
EXPANSION_FACTORS: dict[Decimal, Decimal] = {
    Decimal(risk): Decimal(factor)
    for risk, factor in {
        "0.01": "1.9",
        "0.05": "1.6",
        "0.10": "1.5",
        "0.15": "1.4",
        "0.20": "1.3",
        "0.25": "1.25",
        "0.30": "1.2",
        "0.37": "1.15",
        "0.50": "1.0",
    }.items()
}


class Direction(StrEnum):
    """Over- and understatement are projected apart and never offset."""

    OVER = "over"
    UNDER = "under"


class SampleConclusion(StrEnum):
    """What a sample says about its population (M1)."""

    MATERIAL = "material"
    NOT_MATERIAL = "not_material"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True, slots=True)
class Record:
    """One record of a population with its recorded t CO2e."""

    record_id: str
    recorded: Decimal


@dataclass(frozen=True, slots=True)
class SamplePlan:
    """A planned sample; `interval` is I in t, unrounded, and the size is ceil(BV / I) on exact fractions."""

    population: Decimal
    tolerable: Decimal
    expected: Decimal
    risk: Decimal
    reliability_factor: Decimal
    expansion_factor: Decimal
    interval: Decimal
    size: int


@dataclass(frozen=True, slots=True)
class Start:
    """Where a draw begins: from a stored seed and its uniform, or stated by a person with a reason."""

    value: Decimal
    seed: int | None = None
    uniform: Decimal | None = None
    reason: str | None = None

    @property
    def origin(self) -> str:
        return "stated" if self.seed is None else f"{GENERATOR}, seed {self.seed}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A selected record: its place in the list from 1, cumulative interval (low, high], and points."""

    record_id: str
    position: int
    recorded: Decimal
    low: Decimal
    high: Decimal
    points: tuple[Decimal, ...]
    is_certain: bool


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw that can be repeated from what it stores; zero records are counted, and are never drawn."""

    interval: Decimal
    start: Start
    population: Decimal
    record_count: int
    zero_count: int
    points: tuple[Decimal, ...]
    hits: tuple[Hit, ...]

    @property
    def covered(self) -> Decimal:
        """Return the recorded t CO2e of the distinct records drawn."""
        return sum((hit.recorded for hit in self.hits), ZERO)


@dataclass(frozen=True, slots=True)
class Examined:
    """A selected record with its recorded and verified t CO2e."""

    record_id: str
    recorded: Decimal
    verified: Decimal


@dataclass(frozen=True, slots=True)
class SampleError:
    """One misstated record of a direction; amounts are t CO2e without sign, the taint is a share."""

    record_id: str
    known: Decimal
    taint: Decimal
    projected: Decimal
    allowance: Decimal
    is_certain: bool


@dataclass(frozen=True, slots=True)
class DirectionResult:
    """One direction in t CO2e without sign: basic precision + projected + allowances = upper limit."""

    direction: Direction
    errors: tuple[SampleError, ...]
    known: Decimal
    projected: Decimal
    basic_precision: Decimal
    allowance: Decimal
    upper_limit: Decimal
    tolerable: Decimal

    @property
    def is_accepted(self) -> bool:
        """Say whether the upper limit is within the tolerable misstatement; a tie passes."""
        return self.upper_limit <= self.tolerable

    @property
    def misstatement(self) -> Decimal:
        """Return what enters materiality: the projected t, signed and at 0.01 (overstatement positive)."""
        return round_tonnes(self.projected if self.direction is Direction.OVER else -self.projected)


@dataclass(frozen=True, slots=True)
class SampleEvaluation:
    """Both directions of one sample."""

    over: DirectionResult
    under: DirectionResult

    @property
    def is_accepted(self) -> bool:
        return self.over.is_accepted and self.under.is_accepted


def reliability_factor(risk: Decimal, errors: int) -> Decimal:
    """Return RF_k: the Poisson upper limit for k errors at a risk of acceptance, rounded up to 0.01."""
    if not 0 < risk < 1:
        raise Uncomputable(
            "The risk of incorrect acceptance lies between 0 and 100 %%, not %(risk)s.", risk=risk
        )
    # Imported here: every start of the product would wait for it, and few ask for it.
    from scipy.special import gammaincinv

    return round_up(from_float(gammaincinv(errors + 1, float(1 - risk)), 9), 2)


def plan_sample(population: Decimal, tolerable: Decimal, expected: Decimal, risk: Decimal) -> SamplePlan:
    """Return interval and size by the printed table: I = (TM - EM x EF) / RF_0, n = ceil(BV / I) (5.2).

    All amounts in t CO2e; `risk` 0.05 is 5 %. Raises Uncomputable for TM >= BV, EM >= TM, or a risk that
    has no printed expansion factor.
    """
    expansion = EXPANSION_FACTORS.get(risk)
    if expansion is None:
        raise Uncomputable(
            "There is no printed expansion factor for a risk of %(risk)s. Choose one of %(known)s.",
            risk=risk,
            known=", ".join(str(known) for known in EXPANSION_FACTORS),
        )
    _require_order(population, tolerable, expected)
    factor = reliability_factor(risk, 0)
    margin = tolerable - expected * expansion
    if margin <= 0:
        raise Uncomputable(
            "The expected misstatement of %(expected)s t x %(expansion)s leaves nothing of the tolerable "
            "%(tolerable)s t. Expect less, or ask for a correction first.",
            expected=expected,
            expansion=expansion,
            tolerable=tolerable,
        )
    size = ceil(Fraction(population) * Fraction(factor) / Fraction(margin))
    return SamplePlan(population, tolerable, expected, risk, factor, expansion, margin / factor, size)


def _require_order(population: Decimal, tolerable: Decimal, expected: Decimal) -> None:
    if population <= 0:
        raise Uncomputable("There is nothing to sample: the population holds %(total)s t.", total=population)
    if tolerable >= population:
        raise Uncomputable(
            "The tolerable misstatement of %(tolerable)s t is not below the population of %(total)s t; "
            "no sample is needed.",
            tolerable=tolerable,
            total=population,
        )
    if not 0 <= expected < tolerable:
        raise Uncomputable(
            "The expected misstatement of %(expected)s t must be at least 0 and below the tolerable "
            "%(tolerable)s t.",
            expected=expected,
            tolerable=tolerable,
        )


def draw_start(interval: Decimal, seed: int) -> Start:
    """Return a start in (0, I] from a stored seed; the uniform is kept, so no later numpy is needed."""
    _require_interval(interval)
    # Loaded where it is drawn from: a server starts without it.
    from numpy.random import PCG64, Generator

    uniform = Decimal(Generator(PCG64(seed)).random())  # in [0, 1), exact in binary and so in decimal
    return Start(value=interval * (1 - uniform), seed=seed, uniform=uniform)


def state_start(interval: Decimal, value: Decimal, reason: str) -> Start:
    """Return a start that a person states; raises Uncomputable without a reason or outside (0, I]."""
    _require_interval(interval)
    if not reason.strip():
        raise Uncomputable("A stated start needs a reason; every output shows it.")
    if not 0 < value <= interval:
        raise Uncomputable(
            "The start %(start)s t must be above 0 and at most the interval of %(interval)s t.",
            start=value,
            interval=interval,
        )
    return Start(value=value, reason=reason.strip())


def _require_interval(interval: Decimal) -> None:
    if interval <= 0:
        raise Uncomputable("A sampling interval must be above 0 t, not %(interval)s.", interval=interval)


def draw_sample(records: Sequence[Record], interval: Decimal, start: Start) -> Draw:
    """Draw at start, start + I, ... in the order given; (low, high] with a point is selected.

    Records of I or more are certain and always hit. Raises Uncomputable for negative records (credits are a
    population of their own), a record named twice, or a start outside (0, I].
    """
    _require_interval(interval)
    if not 0 < start.value <= interval:
        raise Uncomputable("The start lies outside the interval; draw it again for this interval.")
    _require_one_sign(records)
    low, point = ZERO, start.value
    hits: list[Hit] = []
    points: list[Decimal] = []
    for position, record in enumerate(records, 1):
        high = low + record.recorded
        inside: list[Decimal] = []
        while point <= high:
            inside.append(point)
            point += interval
        if inside:
            is_certain = record.recorded >= interval
            hits.append(
                Hit(record.record_id, position, record.recorded, low, high, tuple(inside), is_certain)
            )
            points += inside
        low = high
    zero_count = sum(1 for record in records if record.recorded == 0)
    return Draw(interval, start, low, len(records), zero_count, tuple(points), tuple(hits))


def _require_one_sign(records: Sequence[Record]) -> None:
    seen: set[str] = set()
    for record in records:
        if record.record_id in seen:
            raise Uncomputable("Record %(record)s is in the list twice.", record=record.record_id)
        seen.add(record.record_id)
        if record.recorded < 0:
            raise Uncomputable(
                "Record %(record)s is %(recorded)s t: credits and corrections are drawn as a population "
                "of their own.",
                record=record.record_id,
                recorded=record.recorded,
            )
    if all(record.recorded == 0 for record in records):
        raise Uncomputable("There is nothing to sample: every record holds 0 t.")


def evaluate_sample(draw: Draw, verified: Mapping[str, Decimal], plan: SamplePlan) -> SampleEvaluation:
    """Project a draw's errors with its own interval, each direction apart (5.2, E9).

    `verified` maps every drawn record to its verified t CO2e; raises Uncomputable when one is missing or is
    not in the draw, and when the draw was made for another plan.
    """
    if draw.interval != plan.interval or draw.population != plan.population:
        raise Uncomputable("The draw was made for another plan; plan and draw again.")
    drawn = {hit.record_id for hit in draw.hits}
    missing, foreign = sorted(drawn - verified.keys()), sorted(verified.keys() - drawn)
    if missing or foreign:
        raise Uncomputable(
            "Give the verified value of every drawn record and of no other. Missing: %(missing)s. "
            "Not drawn: %(foreign)s.",
            missing=", ".join(missing) or "-",
            foreign=", ".join(foreign) or "-",
        )
    examined = [Examined(hit.record_id, hit.recorded, verified[hit.record_id]) for hit in draw.hits]
    return project(examined, plan.interval, plan.risk, plan.tolerable)


def project(
    examined: Iterable[Examined], interval: Decimal, risk: Decimal, tolerable: Decimal
) -> SampleEvaluation:
    """Return both directions' projection and upper limit in t CO2e for examined records."""
    _require_interval(interval)
    items = tuple(examined)
    for item in items:
        if item.recorded <= 0:
            raise Uncomputable(
                "Record %(record)s holds %(recorded)s t; only records above 0 t are projected.",
                record=item.record_id,
                recorded=item.recorded,
            )
    over, under = (
        _project_direction(direction, items, interval, risk, tolerable)
        for direction in (Direction.OVER, Direction.UNDER)
    )
    return SampleEvaluation(over, under)


def _project_direction(
    direction: Direction, items: tuple[Examined, ...], interval: Decimal, risk: Decimal, tolerable: Decimal
) -> DirectionResult:
    sign = 1 if direction is Direction.OVER else -1
    wrong = [
        (item, sign * (item.recorded - item.verified))
        for item in items
        if sign * (item.recorded - item.verified) > 0
    ]
    # Largest taint first; the record id makes the order total when two taints are equal.
    wrong.sort(key=lambda pair: (-(pair[1] / pair[0].recorded), pair[0].record_id))
    errors: list[SampleError] = []
    rank = 0
    for item, known in wrong:
        taint = known / item.recorded
        is_certain = item.recorded >= interval
        projected = known if is_certain else _settle(taint * interval)
        allowance = ZERO
        if not is_certain:  # certain items add no sampling risk
            rank += 1
            step = reliability_factor(risk, rank) - reliability_factor(risk, rank - 1) - 1
            allowance = _settle(step * projected)
        errors.append(SampleError(item.record_id, known, taint, projected, allowance, is_certain))
    basic = _settle(reliability_factor(risk, 0) * interval)
    projected_total = sum((error.projected for error in errors), ZERO)
    allowance_total = sum((error.allowance for error in errors), ZERO)
    return DirectionResult(
        direction=direction,
        errors=tuple(errors),
        known=sum((error.known for error in errors), ZERO),
        projected=projected_total,
        basic_precision=basic,
        allowance=allowance_total,
        upper_limit=basic + projected_total + allowance_total,
        tolerable=tolerable,
    )


def _settle(amount: Decimal) -> Decimal:
    """Return tonnes at 12 decimals: I = x / RF_0 may not end, yet RF_0 x I must be x where a tie decides."""
    return round_to(amount, 12)


def conclude(most_likely: Decimal, upper_limit: Decimal | None, materiality: Decimal) -> SampleConclusion:
    """Return what a sample says (M1), in t; without an upper limit the projection alone is compared."""
    if most_likely > materiality:
        return SampleConclusion.MATERIAL
    if upper_limit is None or upper_limit <= materiality:
        return SampleConclusion.NOT_MATERIAL
    return SampleConclusion.INCONCLUSIVE
