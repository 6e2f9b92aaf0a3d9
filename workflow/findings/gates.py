"""Gates that findings put before the case: none is open, and each uncorrected one has its amount."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.i18n import N_, Message, message
from workflow.machine import gate


@dataclass(frozen=True)
class FindingsFacts:
    """Codes of findings that keep the case from going on."""

    unfinished: tuple[tuple[str, str], ...] = ()
    uncorrected_without_amount: tuple[str, ...] = ()


@gate("G-FIND")
def no_finding_is_open(facts: FindingsFacts) -> Message | None:
    if not facts.unfinished:
        return None
    words = ", ".join(f"{code} ({state.replace('_', ' ')})" for code, state in facts.unfinished)
    return message(N_("Close these findings first: {findings}."), findings=words)


@gate("G-QUANT")
def every_uncorrected_misstatement_has_its_amount(facts: FindingsFacts) -> Message | None:
    if not facts.uncorrected_without_amount:
        return None
    return message(
        N_("Give an amount or a qualitative ruling for: {findings}."),
        findings=", ".join(facts.uncorrected_without_amount),
    )
