"""The life of a target as data: who moves it on, and what must be true before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from workflow.access import Permission
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate
from workflow.targets.rules import TargetState as S


@dataclass(frozen=True)
class TargetFacts:
    """What the gates of a target look at; `broken` are the ids of rules that the pre-check finds broken."""

    base_year: int | None = None
    base_year_is_verified: bool = False
    open_tasks: int = 0
    broken: tuple[str, ...] = ()
    approver_edited_last: bool = False
    on: date | None = None
    today: date | None = None
    before: date | None = None
    text: str | None = None


@gate("G-BASE")
def the_base_year_is_cited_from_verified_statements(facts: TargetFacts) -> Message | None:
    if facts.base_year_is_verified:
        return None
    if facts.base_year is None:
        return message(N_("Choose the base year; cite it from issued verification statements."))
    return message(
        N_("{year} is not verified: cite it from issued verification statements under Base year."),
        year=facts.base_year,
    )


@gate("G-RECALC")
def no_recalculation_of_the_base_year_is_open(facts: TargetFacts) -> Message | None:
    if not facts.open_tasks:
        return None
    return message(
        N_("Settle the recalculation of the base year first: {count} open."), count=facts.open_tasks
    )


@gate("G-RULES")
def no_rule_of_the_pre_check_is_broken(facts: TargetFacts) -> Message | None:
    if not facts.broken:
        return None
    return message(N_("The pre-check finds these rules broken: {rules}."), rules=", ".join(facts.broken))


@gate("G-OTHER")
def who_approves_did_not_write_it(facts: TargetFacts) -> Message | None:
    if not facts.approver_edited_last:
        return None
    return message(N_("Another person than who wrote this version approves it."))


@gate("G-DAY")
def the_day_is_given_and_has_come(facts: TargetFacts) -> Message | None:
    if facts.on is None or facts.today is None or facts.on > facts.today:
        return message(N_("Give the day on which it happened; it cannot lie ahead."))
    if facts.before is not None and facts.on < facts.before:
        return message(N_("It cannot have happened before {day}."), day=facts.before.isoformat())
    return None


@gate("G-REASON")
def the_reason_is_given(facts: TargetFacts) -> Message | None:
    return None if facts.text else message(N_("Give the reason."))


@gate("G-DECISION")
def the_decision_is_named(facts: TargetFacts) -> Message | None:
    return (
        None if facts.text else message(N_("Name the decision letter: its number or date and what it says."))
    )


@gate("G-PLACE")
def the_place_of_publication_is_named(facts: TargetFacts) -> Message | None:
    return None if facts.text else message(N_("Say where it is published, such as an address."))


P = Permission
_DAY = the_day_is_given_and_has_come
TARGET = Machine(
    "target", S, S.DRAFT, frozenset({S.EXPIRED, S.WITHDRAWN}),
    (
        Move(
            "approve", (S.DRAFT,), S.APPROVED, P.APPROVE_TARGETS,
            (
                the_base_year_is_cited_from_verified_statements, no_recalculation_of_the_base_year_is_open,
                no_rule_of_the_pre_check_is_broken, who_approves_did_not_write_it,
            ),
            N_("Approve"),
        ),
        Move("submit", (S.APPROVED,), S.SUBMITTED, P.EDIT_TARGETS, (_DAY,), N_("Note the submission")),
        Move(
            "validate", (S.SUBMITTED,), S.VALIDATED, P.EDIT_TARGETS, (_DAY, the_decision_is_named),
            N_("Note the validation"),
        ),
        Move(
            "publish", (S.VALIDATED,), S.PUBLISHED, P.EDIT_TARGETS, (_DAY, the_place_of_publication_is_named),
            N_("Note the publication"),
        ),
        Move(
            "revise", (S.APPROVED, S.SUBMITTED, S.VALIDATED, S.PUBLISHED), S.DRAFT, P.EDIT_TARGETS,
            (the_reason_is_given,), N_("Revise"),
        ),
        Move("expire", (S.VALIDATED, S.PUBLISHED), S.EXPIRED, P.EDIT_TARGETS, (the_reason_is_given,), N_("Expire")),
        Move(
            "withdraw", (S.DRAFT, S.APPROVED, S.SUBMITTED, S.VALIDATED, S.PUBLISHED), S.WITHDRAWN,
            P.EDIT_TARGETS, (the_reason_is_given,), N_("Withdraw"),
        ),
    ),
)  # fmt: skip
