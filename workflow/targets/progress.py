"""The yearly progress of targets: actual against line, and the rows of the public disclosure (NT-28, 3.4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from methods.rounding import ZERO
from methods.targets import (
    DISCLOSURE_COLUMNS,
    STATUSES,
    AbsoluteTarget,
    DisclosedFigure,
    DisclosedTarget,
    disclosure_row,
    measure_progress,
)
from methods.uncomputable import Uncomputable
from workflow.errors import BadInput
from workflow.i18n import N_, Message, message
from workflow.targets.inventory_values import YearValues
from workflow.targets.models import Target, TargetYear
from workflow.targets.pre_check import TONNES, PreCheck, check_stored
from workflow.targets.queries import Held
from workflow.targets.rules import INTENSITIES, SHARES, Origin, TargetKind, TargetState
from workflow.targets.target_inputs import Draft, tonnes_in
from workflow.unit_of_work import UnitOfWork

VALIDATED = frozenset({TargetState.VALIDATED, TargetState.PUBLISHED, TargetState.EXPIRED})
LOCATION = "location-based"


@dataclass(frozen=True)
class YearProgress:
    """A target in a reporting year; values in the target's unit, shares of the way as fractions.

    `origin` says where the actual value comes from; a share or an intensity is always typed. `base` and `aim` are
    the ends of the line.
    """

    target: Target
    year: int
    unit: str
    actual: Decimal | None = None
    origin: Origin | None = None
    base: Decimal | None = None
    aim: Decimal | None = None
    line: Decimal | None = None
    gap: Decimal | None = None
    achieved: Decimal | None = None
    elapsed: Decimal | None = None
    needed_rate: Decimal | None = None
    status: str = ""
    said: TargetYear | None = None

    @property
    def is_verified(self) -> bool:
        """Say whether the actual value was cited from verified statements."""
        return self.origin is Origin.STATEMENTS


def progress_of(held: Held, years: Mapping[tuple[int, int], TargetYear], year: int) -> list[YearProgress]:
    """Every target of a group that was set by the end of a year, against its line in that year."""
    found = []
    for row in held.targets:
        base = held.inventory(row.inventory_id)
        if base is None or year < base.year:
            continue
        found.append(_progress(held, row, check_stored(held, row.code), years.get((row.id, year)), year))
    return found


def _progress(held: Held, row: Target, checked: PreCheck, said: TargetYear | None, year: int) -> YearProgress:
    line = next((point.value for point in checked.line.points if point.year == year), None)
    unit = checked.line.unit
    actual, origin = _actual(held, row, said, year, unit)
    points = checked.line.points
    if actual is None or not points:
        return YearProgress(
            row, year, unit, actual, origin, line=line, said=said, status=_status(row, said, None, year)
        )
    first, last = points[0].value, points[-1].value
    elapsed = needed = None
    line = line if line is not None else last
    if unit == TONNES and first > 0:
        target = AbsoluteTarget(points[0].year, first, points[-1].year, 1 - last / first)
        measured = measure_progress(target, year, actual)
        elapsed, needed = measured.elapsed, measured.needed_rate
    achieved = None if first == last else (first - actual) / (first - last)
    return YearProgress(
        row, year, unit, actual, origin, first, last, line, actual - line, achieved, elapsed, needed,
        _status(row, said, achieved, year), said,
    )  # fmt: skip


def _actual(
    held: Held, row: Target, said: TargetYear | None, year: int, unit: str
) -> tuple[Decimal | None, Origin | None]:
    if unit != TONNES:
        actual = said.actual if said else None
        return actual, None if actual is None else Origin.TYPED
    ground = held.ground(row.code, row.inventory_id)
    base = held.inventory(row.inventory_id)
    inventory = base if base is not None and year == base.year else held.newest.get(year)
    if inventory is None:
        return None, None
    draft = held.draft(row)
    values = draft.base if inventory is base else ground.inventories[year]
    return (tonnes_in(draft, values, ground.approach) if values else None), inventory.origin


def _status(row: Target, said: TargetYear | None, achieved: Decimal | None, year: int) -> str:
    """The status of the disclosure: as somebody said it, else by the state and by what is achieved."""
    if said is not None and said.status:
        return said.status
    if row.state is TargetState.EXPIRED:
        return "expired"
    if row.state is TargetState.WITHDRAWN:
        return "retired"
    if achieved is not None and achieved >= 1:
        return "achieved"
    return "new" if row.set_on.year == year else "underway"


def say_year(
    uow: UnitOfWork, target: Target, year: int, *, actual: Decimal | None = None, status: str = "",
    explanation: str = "", plan: str = "",
) -> TargetYear:  # fmt: skip
    """Say what the disclosure needs of a target and year; a typed actual value is marked not verified."""
    if status and status not in STATUSES:
        raise BadInput(
            message(N_("Choose a status of the disclosure: {known}."), known=", ".join(STATUSES)), "status"
        )
    query = select(TargetYear).where(TargetYear.target_id == target.id, TargetYear.year == year)
    row = uow.session.scalars(query).one_or_none()
    if row is None:
        row = TargetYear(owner_org_id=target.owner_org_id, target_id=target.id, year=year)
        uow.session.add(row)
    row.actual, row.status, row.said_by = actual, status, uow.actor.name
    row.explanation, row.plan = explanation.strip(), plan.strip()
    uow.record("target_year.say", row, target=target.code, year=year)
    return row


@dataclass(frozen=True)
class Disclosure:
    """The rows of a year's disclosure as texts, and what of it cannot be computed, by target."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    left_out: tuple[tuple[str, Message], ...]


def disclose(held: Held, years: Mapping[tuple[int, int], TargetYear], year: int) -> Disclosure:
    """The yearly disclosure: a row for each absolute target and scope, and one for each that counts otherwise."""
    rows, left_out = [], []
    for each in progress_of(held, years, year):
        if each.actual is None or each.line is None:
            why = N_("Its figure of {year}, in {unit}, is not stated yet.")
            if each.unit == TONNES:
                why = N_("{year} has no inventory yet.")
            left_out.append((each.target.code, message(why, unit=each.unit, year=year)))
            continue
        try:
            rows += [disclosure_row(part) for part in _parts(held, each)]
        except Uncomputable as refused:
            left_out.append((each.target.code, Message(str(refused))))
    return Disclosure(tuple(head for _key, head in DISCLOSURE_COLUMNS), tuple(rows), tuple(left_out))


def _parts(held: Held, each: YearProgress) -> Iterable[DisclosedTarget]:
    """An absolute target split by scope, as the questionnaire asks; whole where exclusions cannot be told by scope."""
    draft = held.draft(each.target)
    approach = held.ground(each.target.code, each.target.inventory_id).approach or LOCATION
    scopes = draft.scopes or frozenset()
    if each.unit != TONNES:
        groups = [tuple(sorted(scopes))]
    elif draft.number("excluded_from_target"):
        whole = scopes & {1, 2}
        groups = [part for part in (tuple(sorted(whole)), *((3,) for _ in scopes & {3})) if part]
    else:
        groups = [(scope,) for scope in sorted(scopes)]
    for chosen in groups:
        yield _disclosed(held, each, draft, chosen, approach)


def _disclosed(
    held: Held, each: YearProgress, draft: Draft, scopes: tuple[int, ...], approach: str
) -> DisclosedTarget:
    base = draft.base
    assert base is not None and draft.target_year is not None
    now = base if each.year == base.year else held.ground(draft.code, None).inventories.get(each.year)
    row, said = each.target, each.said
    return DisclosedTarget(
        reference=row.code, is_science_based=True, is_validated=row.state in VALIDATED, set_on=row.set_on,
        coverage="Organization-wide", scopes=tuple(f"Scope {scope}" for scope in scopes),
        scope_2_method=approach if 2 in scopes else None, categories=tuple(draft.covers) if 3 in scopes else (),
        base_year_end=date(base.year, 12, 31),
        base_tonnes=_by_part(draft, scopes, base, approach),
        base_total=base.total(scopes, approach), target_end=date(draft.target_year, 12, 31),
        reduction=_reduction(draft, scopes), reporting_year=each.year,
        reporting_tonnes=_by_part(draft, scopes, now, approach) if now is not None else (),
        status=each.status, is_land_related=bool(draft.known.get("is_flag_target")),
        explanation=said.explanation if said else "", plan=said.plan if said else "", kind=_kind(draft),
        figure=_figure(each, draft),
    )  # fmt: skip


def _kind(draft: Draft) -> str:
    """The question under which the disclosure asks for a target: absolute, intensity, or another one."""
    if draft.kind in INTENSITIES:
        return "intensity"
    return "other" if draft.kind in SHARES else "absolute"


def _figure(each: YearProgress, draft: Draft) -> DisclosedFigure | None:
    """The intensity or share of a target that does not count tonnes."""
    if each.unit == TONNES or each.base is None or each.aim is None or each.actual is None:
        return None
    metric = each.unit
    if draft.kind is TargetKind.RENEWABLE:
        metric = "% of electricity that is renewable"
    elif draft.kind is TargetKind.ENGAGEMENT:
        by = draft.known.get("engagement_measure", "emissions")
        metric = f"% of suppliers by {by} with science-based targets"
    return DisclosedFigure(metric, each.base, each.aim, each.actual)


def _by_part(
    draft: Draft, scopes: tuple[int, ...], values: YearValues, approach: str
) -> tuple[tuple[str, Decimal], ...]:
    """The covered t CO2e of a year by scope and category, exclusions as a part of their own below 0."""
    found: list[tuple[str, Decimal]] = []
    for scope in scopes:
        if scope == 3:
            whole = values.scope_3
            found += [(f"S3-{n}", whole.get(n, ZERO) * share) for n, share in draft.covers.items()]
        else:
            found.append((f"S{scope}", values.total((scope,), approach)))
    excluded = draft.number("excluded_from_target")
    return (*found, ("excluded", -excluded)) if excluded and scopes != (3,) else tuple(found)


def _reduction(draft: Draft, scopes: tuple[int, ...]) -> Decimal | None:
    if draft.kind in SHARES:
        return None
    name = "reduction"
    if draft.kind is TargetKind.COMBINED:
        name = "reduction_scope_3" if scopes == (3,) else "reduction_scopes_1_2"
    return draft.number(name) or ZERO
