"""How many units of each milestone are closed, waived and open on any day, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from methods.forecast import DAYS_A_WEEK, WEEKS, Forecast, forecast_numbers
from methods.milestones import Clock, Closing, Scope, Standing, standing_on
from methods.targets import commitment_ends, publication_due, review_trigger
from workflow.db import ScopedSession
from workflow.programme.issued import IssuedStatement, issued_statements
from workflow.programme.milestone_models import ClosedUnit, Milestone
from workflow.programme.models import BoundaryEntity, BoundaryStanding
from workflow.programme.rules import PLACE_OF_SCOPE, Place
from workflow.remembering import Remembering

# With the rows of a portfolio (portfolio.py) some kilobytes an entity.
DAYS_REMEMBERED = 8
# Units by milestone and waived or not: the days on which they ended and how many on each.
Ended = dict[tuple[int, bool], list[tuple[date, int]]]
_remembered: Remembering[object, Counts] = Remembering(DAYS_REMEMBERED)


@dataclass(frozen=True)
class Counted:
    """A milestone as it stands on a day: its due day, units closed, waived, open; `slip` in days since planned."""

    id: int
    code: str
    position: int
    step: str
    stage: str
    title: str
    scope: Scope
    closes_from: Closing
    window_start: date | None
    planned_due: date | None
    due: date | None
    is_clock: bool
    owner_name: str | None
    closed: int
    waived: int
    open: int
    finished_on: date | None
    standing: Standing
    days_late: int
    forecast: Forecast | None

    @property
    def required(self) -> int:
        """Units that must be closed: all but the waived."""
        return self.closed + self.open

    @property
    def percent(self) -> Decimal | None:
        """Closed of required in per cent, to one place."""
        if not self.required:
            return None
        return (Decimal(self.closed) * 100 / self.required).quantize(Decimal("0.1"))

    @property
    def slip(self) -> int | None:
        """Days by which the due day moved since it was planned."""
        return None if self.due is None or self.planned_due is None else (self.due - self.planned_due).days

    @property
    def is_ended(self) -> bool:
        return self.standing in {Standing.DONE, Standing.DONE_LATE, Standing.WAIVED}


@dataclass(frozen=True)
class Places:
    """The boundary on a day by place and holding: entities, those that report tonnes, and t CO2e reported."""

    place: Place
    share: Decimal
    has_operational_control: bool
    has_financial_control: bool
    entities: int
    with_tonnes: int
    cents: int


@dataclass(frozen=True)
class Verified:
    """An entity inside the boundary whose statement is issued: how it is held, and what it reported last."""

    organisation_id: int
    share: Decimal
    has_operational_control: bool
    has_financial_control: bool
    cents: int | None


@dataclass(frozen=True, eq=False)
class Counts:
    """All milestones of a group on a day, and the boundary that they are counted in."""

    group_id: int
    as_of: date
    milestones: tuple[Counted, ...]
    places: tuple[Places, ...]
    issued: Mapping[int, IssuedStatement]
    verified: tuple[Verified, ...]

    def entities(self, place: Place) -> int:
        return sum(p.entities for p in self.places if p.place is place)

    def late_first(self) -> list[Counted]:
        """The latest first, then what is due next, what is ended at the end."""
        return sorted(self.milestones, key=_late_first)


def _late_first(row: Counted) -> tuple[int, int, date, int]:
    rank = 2 if row.is_ended else 0 if row.days_late else 1
    ended = row.finished_on if row.is_ended else row.due
    return (rank, -row.days_late, ended or date.max, row.position)


def stands_on(day: date) -> ColumnElement[bool]:
    """Whether a row of the boundary holds on a day."""
    row = BoundaryStanding
    return and_(row.valid_from <= day, or_(row.valid_to.is_(None), row.valid_to >= day))


def is_ended_on(day: date) -> ColumnElement[bool]:
    """Whether a unit counted as ended on a day."""
    unit = ClosedUnit
    return and_(unit.ended_on <= day, or_(unit.reopened_on.is_(None), unit.reopened_on > day))


def counts_on(session: ScopedSession, group_id: int, base_year: int | None, day: date) -> Counts:
    """The milestones of a group as they stood on a day, in three queries; M6 looks at statements of the base year."""
    return _count(session, group_id, day, issued_statements(session, group_id, base_year, day))


def remembered_counts(
    session: ScopedSession, group_id: int, base_year: int | None, day: date, head: str
) -> Counts:
    """The counts of `counts_on`, kept while the group's trail has this head; in one query then.

    Every change of the boundary, the milestones and their units is an act in that trail. Statements are issued in
    the trails of their cases, so they are asked for each time.
    """
    issued = issued_statements(session, group_id, base_year, day)
    key = (group_id, day, head, tuple(issued.values()))
    return _remembered.answer(key, lambda: _count(session, group_id, day, issued))


def _count(session: ScopedSession, group_id: int, day: date, issued: Mapping[int, IssuedStatement]) -> Counts:
    rows, ended = _milestones(session, group_id, day)
    places, verified = _boundary(session, group_id, day, issued)
    from_cases = [(issued[v.organisation_id].first_issued_on, 1) for v in verified]
    if group_id in issued:
        from_cases.append((issued[group_id].first_issued_on, 1))
    found: list[Counted] = []
    clocks: dict[Clock, date] = {}
    # A clock that a milestone starts is asked by others: those that give no clock's day first.
    for row in sorted(rows, key=lambda m: m.clock is not None):
        days = from_cases if row.closes_from is Closing.CASES else ended.get((row.id, False), [])
        units = _units(row, places)
        found.append(_counted(row, day, units, days, ended.get((row.id, True), []), _due(row, clocks)))
        if row.starts_clock is not None and found[-1].standing in {Standing.DONE, Standing.DONE_LATE}:
            clocks[row.starts_clock] = found[-1].finished_on or day
    found.sort(key=lambda m: m.position)
    return Counts(group_id, day, tuple(found), places, issued, verified)


def _units(row: Milestone, places: Sequence[Places]) -> int:
    """How many units a milestone has: the group is one, and one more where statements close it (4.2b)."""
    if row.scope is Scope.GROUP:
        return 1
    own = 1 if row.closes_from is Closing.CASES else 0
    return own + sum(p.entities for p in places if p.place is PLACE_OF_SCOPE[row.scope])


def _due(row: Milestone, clocks: Mapping[Clock, date]) -> date | None:
    # A day that a letter or an extension gave is known better than from the closing that starts the clock.
    started = clocks.get(row.clock) if row.clock and row.due is None else None
    if row.clock is None or started is None:
        return row.due
    ends = {
        Clock.COMMITMENT: commitment_ends,
        Clock.PUBLICATION: publication_due,
        Clock.REVIEW: review_trigger,
    }
    return ends[row.clock](started)


def _counted(  # noqa: PLR0917  the parts of one row
    row: Milestone, day: date, units: int, closed: Sequence[tuple[date, int]], waived: Sequence[tuple[date, int]],
    due: date | None,
) -> Counted:  # fmt: skip
    done, aside = sum(n for _day, n in closed), sum(n for _day, n in waived)
    left = max(0, units - done - aside)
    last = max((ended for ended, _n in (*closed, *waived)), default=None)
    finished = last if units and not left else None
    is_done = finished if done else None
    standing = standing_on(
        day, due, started_on=row.window_start or (min((d for d, _n in closed), default=None)), closed_on=is_done,
        waived_on=finished,
    )  # fmt: skip
    window = day - timedelta(days=WEEKS * DAYS_A_WEEK)
    closings = sum(n for ended, n in closed if ended > window)
    is_late = due is not None and standing is Standing.LATE
    return Counted(
        id=row.id, code=row.code, position=row.position, step=row.step, stage=row.stage, title=row.title,
        scope=row.scope, closes_from=row.closes_from, window_start=row.window_start, planned_due=row.planned_due,
        due=due, is_clock=row.clock is not None, owner_name=row.owner_name, closed=done, waived=aside, open=left,
        finished_on=finished, standing=standing, days_late=(day - due).days if is_late and due else 0,
        forecast=forecast_numbers(day, done, left, closings, due),
    )  # fmt: skip


def _boundary(
    session: ScopedSession, group_id: int, day: date, issued: Mapping[int, IssuedStatement]
) -> tuple[tuple[Places, ...], tuple[Verified, ...]]:
    """The boundary by place and holding, and its entities inside whose base year was verified, in one query."""
    entity = BoundaryEntity
    held = (
        BoundaryStanding.place, BoundaryStanding.share, BoundaryStanding.has_operational_control,
        BoundaryStanding.has_financial_control,
    )  # fmt: skip
    # One row for each entity with accounts here, which alone can be verified; all others are summed.
    kept_apart = (entity.organisation_id, case((entity.organisation_id.is_not(None), entity.id)))
    query = (
        select(
            *held, func.count(), func.count(entity.tonnes_cents), func.sum(entity.tonnes_cents),
            entity.organisation_id,
        )
        .join(entity, entity.id == BoundaryStanding.entity_id)
        .where(BoundaryStanding.owner_org_id == group_id, stands_on(day))
        .group_by(*held, *kept_apart)
    )  # fmt: skip
    sums: dict[tuple[Place, Decimal, bool, bool], tuple[int, int, int]] = {}
    verified: list[Verified] = []
    for row in session.execute(query):
        place, share, operational, financial, entities, with_tonnes, total, organisation_id = row
        cents = None if total is None else int(total)
        key = (place, share, operational, financial)
        found = sums.get(key, (0, 0, 0))
        sums[key] = (found[0] + entities, found[1] + with_tonnes, found[2] + (cents or 0))
        if place is Place.IN and organisation_id is not None and organisation_id in issued:
            verified.append(Verified(organisation_id, share, operational, financial, cents))
    return tuple(Places(*key, *found) for key, found in sums.items()), tuple(verified)


def _milestones(session: ScopedSession, group_id: int, day: date) -> tuple[list[Milestone], Ended]:
    """The milestones of a group in their order, and on which days how many of their units ended, in one query."""
    unit, standing = ClosedUnit, BoundaryStanding
    in_place = or_(
        unit.entity_id.is_(None),
        *(and_(Milestone.scope == scope, standing.place == place) for scope, place in PLACE_OF_SCOPE.items()),
    )
    ended = (
        select(unit.milestone_id, unit.is_waived, unit.ended_on, func.count().label("units"))
        .join(Milestone, Milestone.id == unit.milestone_id)
        .outerjoin(standing, and_(standing.entity_id == unit.entity_id, stands_on(day)))
        .where(unit.owner_org_id == group_id, is_ended_on(day), in_place)
        .group_by(unit.milestone_id, unit.is_waived, unit.ended_on)
        .subquery()
    )
    query = (
        select(Milestone, ended.c.is_waived, ended.c.ended_on, ended.c.units)
        .outerjoin(ended, ended.c.milestone_id == Milestone.id)
        .where(Milestone.owner_org_id == group_id)
        .order_by(Milestone.position, Milestone.id)
    )
    rows: dict[Milestone, None] = {}
    found: Ended = {}
    for row, is_waived, ended_on, units in session.execute(query):
        rows[row] = None
        if ended_on is not None:
            found.setdefault((row.id, is_waived), []).append((ended_on, units))
    return list(rows), found


def units_of(session: ScopedSession, group_id: int, row: Milestone, day: date) -> set[int | None]:
    """The entities that are units of a milestone on a day; None stands for the group itself."""
    if row.scope is Scope.GROUP:
        return {None}
    query = select(BoundaryStanding.entity_id).where(
        BoundaryStanding.owner_org_id == group_id, stands_on(day),
        BoundaryStanding.place == PLACE_OF_SCOPE[row.scope],
    )  # fmt: skip
    found: set[int | None] = set(session.scalars(query))
    if row.closes_from is Closing.CASES:
        found.add(None)
    return found
