"""Words of evidence documents and requests, the states of a document, and who may see one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from workflow.access import RESPONSIBLE_PARTY_ROLES, Permission, Role
from workflow.cases.rules import CaseState
from workflow.errors import Refusal
from workflow.i18n import N_, Message, message
from workflow.machine import Machine, Move, gate


class DocumentState(StrEnum):
    """Where a document stands; every document ends in one of these, never in silence (decision 20)."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    READ_IN_PART = "read_in_part"
    NEEDS_ATTENTION = "needs_attention"
    PASSWORD = "password"  # noqa: S105  a state's name
    REFUSED = "refused"
    ERROR = "error"


class Origin(StrEnum):
    """Who handed the document in; the team's own never carries the client's claim."""

    CLIENT = "client"
    THIRD_PARTY = "third_party"
    WORKING_PAPER = "working_paper"


class DocumentKind(StrEnum):
    ELECTRICITY_BILL = "electricity_bill"
    INVOICE = "invoice"
    GAS_BILL = "gas_bill"
    STEAM_SETTLEMENT = "steam_settlement"
    FUEL_INVOICE = "fuel_invoice"
    FUEL_CARD = "fuel_card"
    REFRIGERANT_LOG = "refrigerant_log"
    CALIBRATION_CERTIFICATE = "calibration_certificate"
    ENERGY_CERTIFICATE = "energy_certificate"
    TRANSPORT_LEDGER = "transport_ledger"
    TRAVEL_REPORT = "travel_report"
    COMMUTING_SURVEY = "commuting_survey"
    ATTENDANCE_REPORT = "attendance_report"
    WASTE_MANIFEST = "waste_manifest"
    GOODS_RECEIPT = "goods_receipt"
    DELIVERY_NOTE = "delivery_note"
    PURCHASE_LEDGER = "purchase_ledger"
    SUPPLIER_DECLARATION = "supplier_declaration"
    BOUNDARY_CHART = "boundary_chart"
    GHG_REPORT = "ghg_report"
    REPRESENTATION_LETTER = "representation_letter"
    SITE_VISIT_NOTES = "site_visit_notes"
    OTHER = "other"


class Reliability(StrEnum):
    """The order of reliability: obtained directly before external before internal before oral."""

    DIRECT = "direct"
    EXTERNAL = "external"
    EXTERNAL_HELD_BY_CLIENT = "external_held_by_client"
    INTERNAL_CONTROLLED = "internal_controlled"
    INTERNAL = "internal"
    ORAL = "oral"


class RequestState(StrEnum):
    OPEN = "open"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class ReadingFacts:
    """What a document's own moves look at."""

    is_read_here: bool = True
    pages_left: int = 0


@gate("G-READABLE")
def its_kind_is_read_here(facts: ReadingFacts) -> Message | None:
    """Nothing is gained by reading again what no reader takes."""
    if facts.is_read_here:
        return None
    return message(
        N_("This kind of file is kept but not read. Send it as PDF, workbook, Word file or picture.")
    )


@gate("G-PAGES-LEFT")
def pages_are_left(facts: ReadingFacts) -> Message | None:
    """What was read as a whole has no rest; its unread pages have nothing that a reader sees."""
    if facts.pages_left:
        return None
    return message(N_("No page is left that was not tried. Read the whole document again instead."))


D = DocumentState
_ON_THE_WAY = (D.QUEUED, D.READING)
_RIGHT = Permission.CONFIRM_FIGURE

DOCUMENT = Machine(
    "document",
    DocumentState,
    initial=D.QUEUED,
    final=frozenset(),
    moves=(
        Move("start_reading", (D.QUEUED,), D.READING, _RIGHT),
        Move("finish_reading", _ON_THE_WAY, D.READ, _RIGHT),
        Move("finish_in_part", _ON_THE_WAY, D.READ_IN_PART, _RIGHT),
        Move("ask_for_attention", _ON_THE_WAY, D.NEEDS_ATTENTION, _RIGHT),
        Move("ask_for_password", _ON_THE_WAY, D.PASSWORD, _RIGHT),
        Move("refuse", _ON_THE_WAY, D.REFUSED, _RIGHT),
        Move("fail", _ON_THE_WAY, D.ERROR, _RIGHT),
        Move(
            "read_again", (D.READ_IN_PART, D.NEEDS_ATTENTION, D.PASSWORD, D.ERROR), D.QUEUED, _RIGHT,
            (its_kind_is_read_here,), label=N_("Read again"),
        ),
        Move(
            "read_the_rest", (D.READ_IN_PART,), D.QUEUED, _RIGHT, (pages_are_left,),
            label=N_("Read the rest"),
        ),
        Move("unlock", (D.PASSWORD,), D.QUEUED, _RIGHT, label=N_("Unlock and read")),
        Move("take_new_version", tuple(DocumentState), D.QUEUED, _RIGHT),
    ),
)  # fmt: skip

# How each state is marked on the screen (templates/_macros_words.html).
STATE_KINDS: dict[DocumentState, str] = {
    D.QUEUED: "waiting",
    D.READING: "waiting",
    D.READ: "closed",
    D.READ_IN_PART: "open",
    D.NEEDS_ATTENTION: "open",
    D.PASSWORD: "refused",
    D.REFUSED: "refused",
    D.ERROR: "refused",
}

STATE_SENTENCES: dict[DocumentState, str] = {
    D.QUEUED: N_("Received and hashed; it waits to be read."),
    D.READING: N_("It is being read now."),
    D.READ: N_("Every page was read."),
    D.READ_IN_PART: N_("Some pages could not be read; capture their figures by hand."),
    D.NEEDS_ATTENTION: N_("A person must look at it."),
    D.PASSWORD: N_("The file asks for a password. Send it again without one."),
    D.REFUSED: N_("The file was not taken in for reading."),
    D.ERROR: N_("The file could not be read."),
}

# A flag of the version that was read so.
COPY_READ = "Locked with a password: it was read from an unlocked copy ({sha256}); the original is untouched."


@dataclass(frozen=True)
class RequestFacts:
    """What the moves of a request for evidence look at."""

    is_answered: bool = False
    reason: str | None = None


@gate("G-ANSWER")
def documents_or_an_answer_are_named(facts: RequestFacts) -> Message | None:
    """Handing nothing in is no receipt."""
    if facts.is_answered:
        return None
    return message(N_("Send a document for this request, or write what the answer is."))


@gate("G-REASON")
def the_request_s_reason_is_given(facts: RequestFacts) -> Message | None:
    """Whoever is asked again, or no longer, is told why."""
    return None if facts.reason else message(N_("Give the reason."))


R = RequestState

REQUEST = Machine(
    "request",
    RequestState,
    initial=R.OPEN,
    final=frozenset({R.ACCEPTED, R.CANCELLED}),
    moves=(
        Move(
            "answer", (R.OPEN,), R.RECEIVED, Permission.ANSWER_REQUEST, (documents_or_an_answer_are_named,),
            label=N_("All of it is here"),
        ),
        Move("accept", (R.RECEIVED,), R.ACCEPTED, Permission.EDIT_REQUESTS, label=N_("Accept")),
        Move(
            "ask_again", (R.OPEN, R.RECEIVED), R.OPEN, Permission.EDIT_REQUESTS,
            (the_request_s_reason_is_given,), label=N_("Ask again"),
        ),
        Move(
            "cancel", (R.OPEN, R.RECEIVED), R.CANCELLED, Permission.EDIT_REQUESTS,
            (the_request_s_reason_is_given,), label=N_("Cancel"),
        ),
    ),
)  # fmt: skip

REQUEST_KINDS: dict[RequestState, str] = {
    R.OPEN: "open",
    R.RECEIVED: "waiting",
    R.ACCEPTED: "closed",
    R.CANCELLED: "not_started",
}

CLOSED_CASES = frozenset(
    {
        CaseState.ISSUED, CaseState.NO_OPINION, CaseState.DECLINED, CaseState.TERMINATED, CaseState.ARCHIVED,
    }
)  # fmt: skip


def refuse_closed_case(state: CaseState) -> Refusal | None:
    """Evidence comes in only while the case is at work; what came after the issue is a later fact."""
    if state not in CLOSED_CASES:
        return None
    words = state.value.replace("_", " ")
    reason = message(
        N_("The case is {state}: evidence can no longer be added. Report a later fact instead."), state=words
    )
    return Refusal("G-STATE", reason)


def refuse_unless_on_the_way(state: DocumentState) -> Refusal | None:
    """Only what is being read, or waits for it, can be stopped."""
    if state in _ON_THE_WAY:
        return None
    return Refusal("G-STATE", message(N_("It is not being read any more: there is nothing to stop.")))


def refuse_foreign_origin(origin: Origin, roles: frozenset[Role]) -> Refusal | None:
    """The team adds only working papers, the responsible party never does (section 7, origin)."""
    is_party = bool(roles & RESPONSIBLE_PARTY_ROLES)
    if is_party and origin is Origin.WORKING_PAPER:
        return Refusal(
            "G-ORIGIN", message(N_("A working paper is the verification team's own. Choose another origin."))
        )
    if not is_party and origin is not Origin.WORKING_PAPER:
        reason = N_("The team adds only its own working papers; evidence comes from the responsible party.")
        return Refusal("G-ORIGIN", message(reason))
    return None


def may_see(roles: frozenset[Role], *, is_confidential: bool) -> bool:
    """Supplier-confidential documents are hidden from the group's office and shown to all others on the case.

    `roles` are those on the case; the system (no roles asked) does not come here.
    """
    return not is_confidential or roles != frozenset({Role.GROUP_OFFICE})
