"""Words of the programme: units of the chart, places in the boundary, milestones, reminders; and their pure rules."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from methods.boundary import Approach, Holding
from methods.milestones import Clock, Scope, Standing
from workflow.access import Role
from workflow.calendar import WorkingCalendar
from workflow.i18n import N_, Message, message


class UnitKind(StrEnum):
    """What a unit of the organisation chart is, from the board down to the suppliers."""

    BOARD = "board"
    CENTRE = "sustainable_development_centre"
    PROJECT_GROUP = "project_group"
    SUBSIDIARIES = "subsidiaries"
    SUPPLIERS = "suppliers"


# Which roles the people of a unit hold here; none for those who only answer by links.
ROLES_OF_UNIT: Mapping[UnitKind, tuple[Role, ...]] = {
    UnitKind.BOARD: (Role.BOARD_MEMBER,),
    UnitKind.CENTRE: (Role.GROUP_OFFICE, Role.BOARD_MEMBER),
    UnitKind.PROJECT_GROUP: (Role.GROUP_OFFICE,),
    UnitKind.SUBSIDIARIES: (Role.PREPARER, Role.APPROVER),
    UnitKind.SUPPLIERS: (Role.PREPARER, Role.APPROVER),
}


class Place(StrEnum):
    """Where an entity stands: inside the organisational boundary, outside it, or in the ring of suppliers."""

    IN = "in"
    OUT = "out"
    VALUE_CHAIN = "value_chain"


class ChangeKind(StrEnum):
    """What an entry of the boundary's log tells of."""

    ENTERED = "entered"
    MOVED = "moved"
    CORRECTED = "corrected"
    APPROACH = "approach"


class ClosingState(StrEnum):
    """An act that ends units of a milestone."""

    OPEN = "open"
    CLOSED = "closed"
    WAIVED = "waived"


class EvidenceKind(StrEnum):
    FILE = "file"
    CASE = "case"


class UnitStanding(StrEnum):
    """How one unit of a milestone stands on a day."""

    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"
    WAIVED = "waived"


class Reminder(StrEnum):
    """What is said about a due day: by itself each once, by hand once a day."""

    WEEK_BEFORE = "week_before"
    DAY_BEFORE = "day_before"
    OVERDUE = "overdue"
    BY_HAND = "by_hand"


# How a standing looks: the kinds of state that all lists share.
KIND_OF_STANDING = {
    Standing.PLANNED: "not_started", Standing.RUNNING: "open", Standing.LATE: "overdue", Standing.DONE: "closed",
    Standing.DONE_LATE: "closed", Standing.WAIVED: "not_started",
}  # fmt: skip
KIND_OF_UNIT = {
    UnitStanding.OPEN: "open", UnitStanding.LATE: "overdue", UnitStanding.CLOSED: "closed",
    UnitStanding.WAIVED: "not_started",
}  # fmt: skip

DAYS_BEFORE = {Reminder.WEEK_BEFORE: 7, Reminder.DAY_BEFORE: 1}
PLACE_OF_SCOPE = {Scope.EACH_SUBSIDIARY: Place.IN, Scope.SUPPLIER: Place.VALUE_CHAIN}
# Which milestones of the published programme start the clocks of others by their closing.
STARTS_CLOCK = {"M1": Clock.COMMITMENT, "M9": Clock.PUBLICATION, "M10": Clock.REVIEW}


def moments(due: date, calendar: WorkingCalendar) -> dict[Reminder, datetime]:
    """The instants from which each reminder is due; days begin at 0:00 in the group's zone."""
    before = {what: calendar.end_of(due - timedelta(days=days + 1)) for what, days in DAYS_BEFORE.items()}
    return {**before, Reminder.OVERDUE: calendar.end_of(due)}


def is_still_true(what: Reminder, due: date, today: date) -> bool:
    """Whether a reminder that comes late still says what is so: a week's notice is none on the last day."""
    left = (due - today).days
    match what:
        case Reminder.WEEK_BEFORE:
            return DAYS_BEFORE[Reminder.DAY_BEFORE] < left <= DAYS_BEFORE[what]
        case Reminder.DAY_BEFORE:
            return 0 <= left <= DAYS_BEFORE[what]
        case Reminder.OVERDUE:
            return left < 0
    return True


def standing_of_unit(*, is_waived: bool | None, due: date | None, as_of: date) -> UnitStanding:
    """How a unit stands: `is_waived` is None while it is open."""
    if is_waived is not None:
        return UnitStanding.WAIVED if is_waived else UnitStanding.CLOSED
    return UnitStanding.LATE if due is not None and as_of > due else UnitStanding.OPEN


APPROACH_WORDS = {
    Approach.OPERATIONAL_CONTROL: N_("operational control"),
    Approach.FINANCIAL_CONTROL: N_("financial control"),
    Approach.EQUITY_SHARE: N_("equity share"),
}


def why_not_there(place: Place, holding: Holding, approach: Approach, reason: str | None) -> Message | None:
    """Why an entity cannot stand at a place under the group's approach (3.1); None when it can.

    Inside stands only what the approach includes; what it would include stands outside with a reason alone; a
    supplier of the value chain is held by nobody of the group, and its tonnes never enter Scope 1 or 2.
    """
    factor = holding.inclusion(approach)
    words = APPROACH_WORDS[approach]
    if place is Place.VALUE_CHAIN:
        if factor > 0:
            return message(
                N_("What the group holds or controls is no supplier of the value chain: say in or out.")
            )
        return None
    if place is Place.IN and factor == 0:
        return message(
            N_("Under {approach} nothing of it is included: give the control or share, or say out."),
            approach=words,
        )
    if place is Place.OUT and factor > 0 and not reason:
        return message(
            N_("Under {approach} {percent} % of it would be included: give the reason why it is out."),
            approach=words, percent=format((factor * 100).normalize(), "f"),
        )  # fmt: skip
    return None


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """A part of a whole in per cent, unrounded; None where there is no whole."""
    return None if whole == 0 else part * 100 / whole
