"""Milestones as data, their due days and clocks, and how many of their units are closed on any day."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from methods.targets import commitment_ends, publication_due, review_trigger
from methods.uncomputable import Uncomputable


class Scope(StrEnum):
    """Whose milestone it is: closed once, or by every unit."""

    GROUP = "group"
    EACH_SUBSIDIARY = "each_subsidiary"
    SUPPLIER = "supplier"


class Clock(StrEnum):
    """What starts a due day that is not a fixed date."""

    COMMITMENT = "commitment"
    PUBLICATION = "publication"
    REVIEW = "review"


class Closing(StrEnum):
    """What closes a milestone: evidence that a person hands in, or the verification cases themselves."""

    EVIDENCE = "evidence"
    CASES = "cases"


class Standing(StrEnum):
    """How a milestone stands on a day; late is computed, never set."""

    PLANNED = "planned"
    RUNNING = "running"
    LATE = "late"
    DONE = "done"
    DONE_LATE = "done_late"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of the programme; `due` is the last day that satisfies it, None where a clock gives it."""

    milestone_id: str
    step: str
    title: str
    text: str
    window_start: date | None
    due: date | None
    clock: Clock | None
    scope: Scope
    closes_from: Closing
    closes_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ClockDates:
    """The days that start clocks; None where the event has not come."""

    letter_sent: date | None = None
    approved: date | None = None
    published: date | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of a milestone: the day it closed, or was waived with the reason; neither: open."""

    name: str
    closed_on: date | None = None
    waived_on: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class UnitCount:
    """The units of a milestone as they stood on a day, by name and with reasons; all in the order given."""

    as_of: date
    closed: tuple[str, ...]
    waived: tuple[tuple[str, str], ...]
    open: tuple[str, ...]
    finished_on: date | None

    @property
    def required(self) -> int:
        """Return how many units must be closed: all but the waived."""
        return len(self.closed) + len(self.open)


@cache
def programme_milestones() -> tuple[Milestone, ...]:
    """Return M1 to M10 and the clocks T1 and T2 of the published programme, in its order."""
    text = files("methods").joinpath("milestones.toml").read_text(encoding="utf-8")
    return tuple(_milestone(row) for row in tomllib.loads(text)["milestone"])


def due_day(milestone: Milestone, clocks: ClockDates) -> date | None:
    """Return the last day that satisfies a milestone; None while its clock has not started."""
    if milestone.clock is Clock.COMMITMENT:
        return commitment_ends(clocks.letter_sent) if clocks.letter_sent else None
    if milestone.clock is Clock.PUBLICATION:
        return publication_due(clocks.approved) if clocks.approved else None
    if milestone.clock is Clock.REVIEW:
        return review_trigger(clocks.published) if clocks.published else None
    return milestone.due


def count_units(units: Iterable[Unit], as_of: date) -> UnitCount:
    """Return the units closed, waived and open on a day; what came later is not yet seen.

    `finished_on` is the day the last unit closed or was waived, None while one is open or there is none.
    Raises Uncomputable for a unit named twice, or waived without a reason.
    """
    closed, waived, still_open = [], [], []
    days = []
    seen = set()
    for unit in units:
        if unit.name in seen:
            raise Uncomputable("%(unit)s is counted twice.", unit=unit.name)
        seen.add(unit.name)
        if unit.waived_on is not None and not unit.reason.strip():
            raise Uncomputable("State why %(unit)s is waived.", unit=unit.name)
        if unit.closed_on is not None and unit.closed_on <= as_of:
            closed.append(unit.name)
            days.append(unit.closed_on)
        elif unit.waived_on is not None and unit.waived_on <= as_of:
            waived.append((unit.name, unit.reason))
            days.append(unit.waived_on)
        else:
            still_open.append(unit.name)
    finished = max(days) if days and not still_open else None
    return UnitCount(as_of, tuple(closed), tuple(waived), tuple(still_open), finished)


def standing_on(
    as_of: date,
    due: date | None,
    *,
    started_on: date | None = None,
    closed_on: date | None = None,
    waived_on: date | None = None,
) -> Standing:
    """Return how a milestone stands on a day; what comes after that day is not yet seen."""
    if closed_on is not None and closed_on <= as_of:
        return Standing.DONE_LATE if due is not None and closed_on > due else Standing.DONE
    if waived_on is not None and waived_on <= as_of:
        return Standing.WAIVED
    if due is not None and as_of > due:
        return Standing.LATE
    is_running = started_on is not None and started_on <= as_of
    return Standing.RUNNING if is_running else Standing.PLANNED


def days_to_due(due: date, as_of: date) -> int:
    """Return civil days left; below 0 so many days late."""
    return (due - as_of).days


def _milestone(row: dict[str, Any]) -> Milestone:
    return Milestone(
        milestone_id=row["id"],
        step=row["step"],
        title=row["title"],
        text=row["text"],
        window_start=row.get("window_start"),
        due=row.get("due"),
        clock=Clock(row["clock"]) if "clock" in row else None,
        scope=Scope(row["scope"]),
        closes_from=Closing(row.get("closes_from", "evidence")),
        closes_with=tuple(row["closes_with"]),
    )
