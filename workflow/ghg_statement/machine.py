"""The life of a statement version: prepared, received as a hashed draft, then signed and submitted."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.access import Permission
from workflow.ghg_statement.rules import VersionState
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate


@dataclass(frozen=True)
class VersionFacts:
    """What the moves of a version look at."""

    number: int
    lines: int
    is_signed: bool = False
    newest_submitted: int = 0
    case_takes_versions: bool = True


@gate("G-CASE")
def the_case_takes_versions(facts: VersionFacts) -> Message | None:
    if facts.case_takes_versions:
        return None
    return message(N_("The case takes no version of the GHG statement now: it is not agreed, or it is over."))


@gate("G-LINES")
def the_version_has_lines(facts: VersionFacts) -> Message | None:
    return None if facts.lines else message(N_("Enter at least one line, or import the inventory."))


@gate("G-SIGNED")
def the_approver_signed_exactly_these_bytes(facts: VersionFacts) -> Message | None:
    if facts.is_signed:
        return None
    return message(
        N_("Version {number} is not signed by the responsible party's approver."), number=facts.number
    )


@gate("G-NEWER")
def no_newer_version_is_submitted(facts: VersionFacts) -> Message | None:
    if facts.newest_submitted < facts.number:
        return None
    return message(
        N_("Version {newer} is submitted already: an older one cannot follow it."),
        newer=facts.newest_submitted,
    )


VERSION = Machine(
    noun="statement_version",
    states=VersionState,
    initial=VersionState.PREPARING,
    final=frozenset({VersionState.SUBMITTED}),
    moves=(
        Move(
            "hand_in", (VersionState.PREPARING,), VersionState.DRAFT_RECEIVED, Permission.EDIT_STATEMENT,
            (the_case_takes_versions, the_version_has_lines), N_("Hand in as draft"),
        ),
        Move(
            "submit", (VersionState.DRAFT_RECEIVED,), VersionState.SUBMITTED, Permission.EDIT_STATEMENT,
            (the_case_takes_versions, the_approver_signed_exactly_these_bytes, no_newer_version_is_submitted),
            N_("Submit"),
        ),
    ),
)  # fmt: skip
