"""What stands between a group case and its next step: its entities, its consolidation, changes, the base year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.i18n import N_, Message, message
from workflow.machine import gate

NAMED = 5


@dataclass(frozen=True)
class ConsolidationFacts:
    """How a group case stands; every other case passes these gates.

    Codes are those of entity cases. `locked_base_year` names the verified statement of the same party that is
    its base year already.
    """

    is_group_case: bool = False
    entities: tuple[str, ...] = ()
    consolidated: tuple[str, ...] | None = None
    open_changes: tuple[str, ...] = ()
    locked_base_year: str | None = None


NO_GROUP = ConsolidationFacts()


@gate("G-ENTITIES")
def its_entities_are_named(facts: ConsolidationFacts) -> Message | None:
    if not facts.is_group_case or facts.entities:
        return None
    return message(N_("Name the entity cases whose statements make the group's."))


@gate("G-ENTITIES")
def the_statement_is_consolidated_from_all_of_them(facts: ConsolidationFacts) -> Message | None:
    if not facts.is_group_case:
        return None
    if facts.consolidated is None:
        return message(N_("The submitted version is not consolidated from the entities' statements."))
    differ = sorted(set(facts.entities) ^ set(facts.consolidated))
    if differ:
        return message(
            N_(
                "The entities changed since the submitted version was consolidated: {codes}. Consolidate again."
            ),
            codes=named(differ),
        )
    return None


@gate("G-ENTITY")
def every_change_of_an_entity_is_answered(facts: ConsolidationFacts) -> Message | None:
    if not facts.open_changes:
        return None
    return message(
        N_(
            "The statement of {codes} changed since the group's was consolidated: consolidate again, "
            "or rule why it may stay."
        ),
        codes=named(facts.open_changes),
    )


@gate("G-BASE")
def the_base_year_is_not_locked(facts: ConsolidationFacts) -> Message | None:
    if facts.locked_base_year is None:
        return None
    return message(
        N_(
            "The base year is locked by verification statement {number}: it changes by a fact discovered later "
            "and a revision of that statement, not by another case."
        ),
        number=facts.locked_base_year,
    )


def named(codes: Sequence[str]) -> str:
    """Some codes as a sentence names them: the first five, then how many more."""
    shown = ", ".join(codes[:NAMED])
    return shown if len(codes) <= NAMED else f"{shown} … ({len(codes)})"
