"""The ways in which the product says no, each with a sentence a person can act on."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.i18n import Message, message


@dataclass(frozen=True)
class Refusal:
    """One gate that is shut: its code (G-FIND, SOD-1 ...) and the sentence that says what to do first."""

    code: str
    reason: Message

    def __str__(self) -> str:
        return f"{self.code}: {self.reason}"


class AssayError(Exception):
    """Base of the errors that carry a sentence for the person."""

    def __init__(self, reason: Message | str) -> None:
        self.reason = reason if isinstance(reason, Message) else Message(reason)
        super().__init__(str(self.reason))


class RuleViolation(AssayError):
    """An act that the rules refuse now, with every reason at once; the page answers 409."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__(message("Not possible now: {reasons}", reasons="; ".join(map(str, refusals))))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(refusal.code for refusal in self.refusals)


class BadInput(AssayError):
    """What was typed or sent cannot be taken as it is; the page answers 422 beside the field."""

    def __init__(self, reason: Message | str, field: str | None = None) -> None:
        self.field = field
        super().__init__(reason)


class NotYours(AssayError):
    """The thing does not exist for this person; the page answers 404, as for a missing one."""


class NotAllowed(AssayError):
    """The person sees the thing but the role does not hold this right; the page answers 403."""


class TooManyTries(AssayError):
    """Guesses are slowed down; the page answers 429."""


class ChangedMeanwhile(AssayError):
    """Somebody else saved first; the page answers 409 and asks to look again."""


class UnrecordedChange(RuntimeError):
    """Rows were changed without an event in the trail: a fault of the program, never of the person."""


class UnscopedQuery(RuntimeError):
    """A query ran without saying for whom: a fault of the program."""


class StaleLease(RuntimeError):
    """A job's lease was taken over; what this worker did must not be kept."""
