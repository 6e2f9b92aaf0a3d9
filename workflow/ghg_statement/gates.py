"""The gate of the GHG statement: execution needs a version that is submitted, hashed and signed."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.i18n import N_, Message, message
from workflow.machine import gate


@dataclass(frozen=True)
class StatementFacts:
    """The newest versions as the gates look at them."""

    received_number: int | None = None
    submitted_number: int | None = None
    submitted_sha256: str | None = None
    is_signed: bool = False
    source_codes: tuple[str, ...] = ()


@gate("G-STMT")
def a_signed_version_is_submitted(facts: StatementFacts) -> Message | None:
    if facts.submitted_number is None or facts.submitted_sha256 is None:
        return message(N_("The responsible party has not submitted a version of its GHG statement."))
    if not facts.is_signed:
        return message(
            N_("Version {number} is not signed by the responsible party's approver."),
            number=facts.submitted_number,
        )
    return None
