"""How units of a milestone end: closed by evidence or waived with a reason, as moves with their gates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from methods.milestones import Closing
from workflow.access import Permission
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate
from workflow.programme.rules import ClosingState as S


@dataclass(frozen=True)
class ClosingFacts:
    """What the gates of an act look at; `already` names the first chosen unit that is ended already."""

    code: str
    closes_from: Closing = Closing.EVIDENCE
    closes_with: tuple[str, ...] = ()
    units: int = 0
    already: str | None = None
    outside: str | None = None
    evidence: int = 0
    reason: str | None = None
    ended_on: date | None = None
    today: date | None = None


@gate("G-EVIDENCE")
def its_evidence_is_handed_in(facts: ClosingFacts) -> Message | None:
    if facts.evidence:
        return None
    wanted = ", ".join(facts.closes_with) or "–"
    return message(N_("Hand in the evidence, a file or a case: {wanted}."), wanted=wanted)


@gate("G-CASES")
def it_closes_by_hand(facts: ClosingFacts) -> Message | None:
    if facts.closes_from is not Closing.CASES:
        return None
    return message(
        N_("{code} closes from the cases themselves: each unit when its verification statement is issued."),
        code=facts.code,
    )


@gate("G-UNITS")
def open_units_are_chosen(facts: ClosingFacts) -> Message | None:
    if facts.already is not None:
        return message(N_("{unit} is ended already: take it out of the choice."), unit=facts.already)
    if facts.outside is not None:
        return message(
            N_("{unit} was no unit of it on that day: take it out of the choice."), unit=facts.outside
        )
    return None if facts.units else message(N_("Choose at least one unit."))


@gate("G-DAY")
def the_day_has_come(facts: ClosingFacts) -> Message | None:
    if facts.ended_on is not None and facts.today is not None and facts.ended_on <= facts.today:
        return None
    return message(N_("Give the day on which it was done; it cannot lie ahead."))


@gate("G-REASON")
def a_reason_is_given(facts: ClosingFacts) -> Message | None:
    return None if facts.reason else message(N_("Give the reason."))


CLOSING = Machine(
    "milestone_closing", S, S.OPEN, frozenset({S.CLOSED, S.WAIVED}),
    (
        Move(
            "close", (S.OPEN,), S.CLOSED, Permission.RUN_PROGRAMME,
            (it_closes_by_hand, open_units_are_chosen, the_day_has_come, its_evidence_is_handed_in),
            label=N_("Close"),
        ),
        Move(
            "waive", (S.OPEN,), S.WAIVED, Permission.RUN_PROGRAMME,
            (open_units_are_chosen, the_day_has_come, a_reason_is_given), label=N_("Waive"),
        ),
    ),
)  # fmt: skip
