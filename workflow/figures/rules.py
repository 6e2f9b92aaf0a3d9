"""Words of figures, links, tests and checks, the states of a figure, and what refuses a test or a link."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from workflow.access import Permission
from workflow.errors import Refusal
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate


class FigureState(StrEnum):
    """Read right and tested are two acts; this is the first (EV-20, EV-21)."""

    PROPOSED = "proposed"
    READ_RIGHT = "read_right"
    REJECTED = "rejected"


class LinkRole(StrEnum):
    """Primary links carry the line's quantity and are summed; corroborating ones are compared."""

    PRIMARY = "primary"
    CORROBORATING = "corroborating"


class Technique(StrEnum):
    """ISO 14064-3 clause 5.3, the closed list."""

    OBSERVATION = "observation"
    INQUIRY = "inquiry"
    ANALYTICAL_TEST = "analytical_test"
    CONFIRMATION = "confirmation"
    RECALCULATION = "recalculation"
    EXAMINATION = "examination"
    RETRACING = "retracing"
    TRACING = "tracing"
    CONTROL_TEST = "control_test"
    SAMPLING = "sampling"
    ESTIMATE_TEST = "estimate_test"
    CROSS_CHECK = "cross_check"
    RECONCILIATION = "reconciliation"


SUBSTANTIVE = frozenset(
    {
        Technique.CONFIRMATION,
        Technique.RECALCULATION,
        Technique.EXAMINATION,
        Technique.RETRACING,
        Technique.TRACING,
        Technique.SAMPLING,
        Technique.ESTIMATE_TEST,
        Technique.CROSS_CHECK,
        Technique.RECONCILIATION,
        Technique.ANALYTICAL_TEST,
    }
)


class TestResult(StrEnum):
    __test__ = False
    HOLDS = "holds"
    EXCEPTION = "exception"


class AnchorOutcome(StrEnum):
    """What became of a figure in a newer version of its document."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    LOST = "lost"
    ASKED = "asked"


class AnchorAnswer(StrEnum):
    """What a person decided about a figure that was not found as it stood."""

    TAKEN = "taken"
    ENDED = "ended"
    LOOKED_FOR_AGAIN = "looked_for_again"


class SuggestionAnswer(StrEnum):
    """What a person said to a figure that a layout suggests; corrected afterwards counts as a miss."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


CARRIED = frozenset({AnchorOutcome.EXACT, AnchorOutcome.MOVED})


class CheckOutcome(StrEnum):
    PASS = "pass"  # noqa: S105  an outcome's name
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class FigureFacts:
    """What the moves of a figure look at."""

    has_live_links: bool = False
    has_value: bool = True


@gate("G-LINKED")
def it_carries_no_line(facts: FigureFacts) -> Message | None:
    """A figure that a statement line stands on is not taken away under it."""
    if not facts.has_live_links:
        return None
    return message(N_("This figure is linked to a statement line. End the link first, then reject it."))


@gate("G-VALUE")
def its_value_is_typed(facts: FigureFacts) -> Message | None:
    """A box drawn over a scan has no value until a person types what is printed in it."""
    if facts.has_value:
        return None
    return message(N_("Type the value that is printed in the box first (Edit)."))


F = FigureState

FIGURE = Machine(
    "figure",
    FigureState,
    initial=F.PROPOSED,
    final=frozenset(),
    moves=(
        Move(
            "confirm", (F.PROPOSED,), F.READ_RIGHT, Permission.CONFIRM_FIGURE, (its_value_is_typed,),
            label=N_("Read right"),
        ),
        Move(
            "correct", (F.PROPOSED, F.READ_RIGHT, F.REJECTED), F.PROPOSED, Permission.CONFIRM_FIGURE,
            label=N_("Edit"),
        ),
        Move(
            "reject", (F.PROPOSED, F.READ_RIGHT), F.REJECTED, Permission.CONFIRM_FIGURE,
            (it_carries_no_line,), label=N_("Reject"),
        ),
        # A newer version of the document holds the same print: who read it right stays who read it right.
        Move(
            "carry", (F.PROPOSED,), F.READ_RIGHT, Permission.CONFIRM_FIGURE, (its_value_is_typed,),
            label=N_("Carry over"),
        ),
        # A newer version of the document does not hold it as it stood: somebody has to look again.
        Move("lift", (F.READ_RIGHT,), F.PROPOSED, Permission.CONFIRM_FIGURE, label=N_("Lift the ticks")),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class TestingFacts:
    """What stands between a figure and its test: who handed it in, read it, and wants to test it."""

    __test__ = False

    is_read_right: bool
    is_witnessed: bool
    tester_id: int | None
    uploader_id: int | None
    reader_id: int | None


def refuse_test(facts: TestingFacts) -> tuple[Refusal, ...]:
    """Every reason why this person cannot mark this figure tested now (EV-20, EV-21, SOD-5)."""
    refusals = []
    if not facts.is_read_right:
        reason = message(N_("Read it right first: an unconfirmed figure is neither tested nor summed."))
        refusals.append(Refusal("EV-21", reason))
    if facts.tester_id is not None and facts.tester_id == facts.uploader_id:
        reason = message(N_("You handed in this document, so another member of the team tests its figures."))
        refusals.append(Refusal("SOD-5", reason))
    if facts.is_read_right and not facts.is_witnessed and facts.tester_id == facts.reader_id:
        reason = message(
            N_("No second engine saw this number: a second person must read it right before you test it.")
        )
        refusals.append(Refusal("EV-20", reason))
    return tuple(refusals)


def refuse_link(*, is_read_right: bool) -> Refusal | None:
    """Only what is read right carries a line (EV-21)."""
    if is_read_right:
        return None
    return Refusal("EV-21", message(N_("Read it right first: an unconfirmed figure never enters a total.")))


def refuse_bulk(*, is_witnessed: bool) -> Refusal | None:
    """Many at once only where two engines saw the same number (decision 21)."""
    if is_witnessed:
        return None
    reason = message(N_("Only one engine saw this number: open it and compare it with the print."))
    return Refusal("EV-20", reason)


STATE_KINDS: dict[FigureState, str] = {F.PROPOSED: "open", F.READ_RIGHT: "closed", F.REJECTED: "refused"}
BOX_STATES: dict[FigureState, str] = {
    F.PROPOSED: "proposed",
    F.READ_RIGHT: "confirmed",
    F.REJECTED: "rejected",
}
# How a figure is said to be read that a person took from a table drawn by hand.
BY_TABLE = "table"
DISPUTED_BELOW = Decimal("0.80")
OUTCOME_KINDS: dict[CheckOutcome, str] = {
    CheckOutcome.PASS: "closed",
    CheckOutcome.FAIL: "refused",
    CheckOutcome.NOT_APPLICABLE: "not_started",
}
CHECKS: dict[str, str] = {
    "EV-01": N_("Bills cover the year, meter by meter"),
    "EV-02": N_("Cut-off: bills across the edge of the year are taken by days"),
    "EV-03": N_("Units fit the line and nothing is off by a power of ten"),
    "EV-04": N_("Meter readings times multiplier give the stated quantity"),
    "EV-05": N_("Quantity times price is the amount, and with tax the total"),
    "EV-06": N_("Primary figures add up to the line"),
    "EV-07": N_("Nothing is handed in twice"),
    "EV-08": N_("Bills and invoices are for the entity and its sites"),
    "EV-09": N_("Meter and invoice agree within 2 % or the meter's class"),
    "EV-10": N_("Meters are calibrated on every day"),
    "EV-11": N_("The refrigerant's mass balance gives the line"),
    "EV-12": N_("Certificates are claimed once"),
    "EV-13": N_("Certificates fit the claim"),
    "EV-14": N_("No more green electricity is claimed than was used"),
    "EV-15": N_("I-RECs from China end with generation of 2024"),
    "EV-16": N_("Months and years follow each other within 20 %"),
    "EV-17": N_("Intensity follows the output within 20 %"),
    "EV-18": N_("Implied factors agree with the declared set"),
    "EV-19": N_("What is bought has a source in the inventory"),
    "EV-20": N_("What is tested was seen by a second engine or person"),
    "EV-21": N_("Figures behind lines are read right and keep their place"),
    "EV-22": N_("Documents are dated before they came"),
    "EV-23": N_("Supplier data are of the year and state their boundary"),
}
