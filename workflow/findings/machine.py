"""The finding's states, moves and guards (section 2.3), as data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflow.access import Permission
from workflow.findings.rules import FindingKind as K
from workflow.findings.rules import FindingState as S
from workflow.i18n import N_, Message, message
from workflow.limits import WEB
from workflow.machine import Machine, Move, gate

ANSWERED_KINDS = frozenset({K.CLARIFICATION, K.CORRECTIVE_ACTION, K.FORWARD_ACTION})
IN_THE_OPEN = (S.OPEN, S.RESPONDED, S.RETURNED, S.ACCEPTED)
WITH_PARTY = frozenset({S.OPEN, S.RETURNED})
UNFINISHED = frozenset({S.DRAFT, *IN_THE_OPEN})
A_YEAR = timedelta(days=365)
CLOSED = (S.CLOSED_CORRECTED, S.CLOSED_CLARIFIED, S.CLOSED_UNCORRECTED)


@dataclass(frozen=True)
class FindingFacts:
    """What the gates of one finding look at; amounts in t CO2e."""

    kind: K
    has_evidence: bool = False
    requirement: str | None = None
    gap: str | None = None
    due: date | None = None
    has_addressee: bool = False
    was_asked_for: bool = False
    text: str | None = None
    is_refusal: bool = False
    has_correction: bool = False
    has_attachment: bool = False
    reason: str | None = None
    round: int = 1
    actor_raised_it: bool = False
    actor_leads: bool = False
    is_numeric: bool = False
    later_version: int | None = None
    uncorrected_sources: tuple[str, ...] = ()
    remainder: Decimal | None = None
    remainder_reason: str | None = None
    action_evidence: bool = False
    has_amount_or_ruling: bool = False
    is_material: bool = False
    affects_opinion: bool = False
    new_kind: K | None = None
    has_new_content: bool = False
    carried_due: date | None = None
    today: date | None = None
    case_is_issued: bool = False
    unverified_tonnes: Decimal | None = None
    systematic_without_extent: bool = False


@gate("G-EVIDENCE")
def evidence_is_cited(facts: FindingFacts) -> Message | None:
    if facts.has_evidence:
        return None
    return message(N_("Cite the evidence, or state in words what evidence is absent."))


@gate("G-REQUIREMENT")
def requirement_and_gap_are_named(facts: FindingFacts) -> Message | None:
    if facts.requirement and facts.gap:
        return None
    return message(N_("Name the requirement and state the gap."))


@gate("G-DUE")
def a_due_date_and_an_addressee_are_set(facts: FindingFacts) -> Message | None:
    if facts.kind is K.RECOMMENDATION or (facts.due and facts.has_addressee):
        return None
    return message(N_("Set the due date and whom it is addressed to."))


@gate("G-LIM")
def a_limitation_says_what_was_asked_and_what_is_missing(facts: FindingFacts) -> Message | None:
    if facts.kind is not K.LIMITATION:
        return None
    if facts.was_asked_for and facts.unverified_tonnes is not None:
        return None
    return message(N_("State what was asked of whom and when, and the tonnes without evidence."))


@gate("G-KIND")
def it_is_to_be_answered(facts: FindingFacts) -> Message | None:
    if facts.kind in ANSWERED_KINDS:
        return None
    return message(N_("A {kind} is not answered in rounds."), kind=facts.kind.value)


@gate("G-RESPONSE")
def response_says_what_was_done(facts: FindingFacts) -> Message | None:
    if not facts.text:
        return message(N_("Write the answer."))
    if facts.is_refusal:
        return None
    if facts.kind is not K.CLARIFICATION and not facts.has_correction:
        return message(N_("State the correction, or refuse with your reason."))
    if not facts.has_attachment:
        return message(N_("Attach the evidence, or cite a document that is here already (E-009 p.2)."))
    return None


@gate("G-REASON")
def a_reason_is_given(facts: FindingFacts) -> Message | None:
    return None if facts.reason else message(N_("Give the reason."))


@gate("G-ROUNDS")
def rounds_are_left(facts: FindingFacts) -> Message | None:
    if facts.round < WEB.finding_rounds:
        return None
    return message(N_("{rounds} rounds are over: the lead verifier decides now."), rounds=WEB.finding_rounds)


@gate("G-OWN")
def the_lead_or_who_raised_it_returns_it(facts: FindingFacts) -> Message | None:
    if facts.actor_leads or facts.actor_raised_it:
        return None
    return message(N_("Only the lead verifier or who raised the finding returns it."))


@gate("G-EXTENT")
def a_systematic_error_was_followed(facts: FindingFacts) -> Message | None:
    if not facts.systematic_without_extent:
        return None
    return message(N_("The error is systematic: record the extent test on the other sites or sources."))


@gate("G-CORRECTED")
def a_later_version_holds_the_correction(facts: FindingFacts) -> Message | None:
    if not facts.is_numeric:
        return None if facts.action_evidence else message(N_("Cite the evidence of the action taken."))
    if facts.later_version is None:
        return message(N_("Ask for a new version of the GHG statement that contains the correction."))
    if facts.uncorrected_sources and not facts.remainder_reason:
        sentence = N_(
            "Version {number} differs from what was agreed by {remainder} t on {sources}: explain it."
        )
        return message(
            sentence,
            number=facts.later_version,
            remainder=facts.remainder,
            sources=", ".join(facts.uncorrected_sources),
        )
    return None


@gate("G-KIND")
def it_is_a_clarification(facts: FindingFacts) -> Message | None:
    if facts.kind is K.CLARIFICATION:
        return None
    return message(N_("Only a clarification closes as clarified."))


@gate("G-CONVERT")
def it_may_be_converted(facts: FindingFacts) -> Message | None:
    pair = (facts.kind, facts.new_kind)
    if pair == (K.CLARIFICATION, K.CORRECTIVE_ACTION):
        if facts.has_new_content:
            return None
        return message(N_("Give the effects or the requirement of the new finding."))
    if pair == (K.CORRECTIVE_ACTION, K.FORWARD_ACTION):
        if facts.is_material or facts.affects_opinion:
            return message(N_("It is material or bears on this opinion: it cannot wait for the next period."))
        return None
    return message(N_("A CL becomes a CAR, a CAR becomes a FAR; nothing else is converted."))


@gate("G-QUANT")
def an_amount_or_a_ruling_is_there(facts: FindingFacts) -> Message | None:
    if facts.has_amount_or_ruling:
        return None
    return message(N_("Give the amount, or rule on it qualitatively with your reason."))


@gate("G-FAR")
def it_is_a_forward_action_due_within_a_year(facts: FindingFacts) -> Message | None:
    if facts.kind is not K.FORWARD_ACTION:
        return message(N_("Only a forward action is carried into the next period."))
    due, today = facts.carried_due, facts.today
    if due is None or today is None or not today < due < today + A_YEAR:
        return message(N_("Set a due date ahead of today, less than twelve months from now."))
    return None


@gate("G-KIND")
def it_is_a_recommendation(facts: FindingFacts) -> Message | None:
    return None if facts.kind is K.RECOMMENDATION else message(N_("Only a recommendation is acknowledged."))


@gate("G-KIND")
def it_is_a_limitation(facts: FindingFacts) -> Message | None:
    return None if facts.kind is K.LIMITATION else message(N_("This move is for limitations."))


@gate("G-KIND")
def it_is_not_a_limitation(facts: FindingFacts) -> Message | None:
    if facts.kind is not K.LIMITATION:
        return None
    return message(N_("A limitation is accepted or lifted."))


@gate("G-ISSUED")
def the_statement_is_not_issued(facts: FindingFacts) -> Message | None:
    if not facts.case_is_issued:
        return None
    return message(N_("The statement is issued: describe a fact discovered later instead."))


FINDING = Machine(
    "finding",
    S,
    S.DRAFT,
    frozenset(
        {S.CONVERTED, S.CARRIED_FORWARD, S.ACKNOWLEDGED, S.ACCEPTED_LIMITATION, S.LIFTED, S.WITHDRAWN}
    ),
    (
        Move(
            "issue", (S.DRAFT,), S.OPEN, Permission.ISSUE_FINDING,
            (evidence_is_cited, requirement_and_gap_are_named, a_due_date_and_an_addressee_are_set,
             a_limitation_says_what_was_asked_and_what_is_missing), N_("Issue"),
        ),
        Move(
            "respond", (S.OPEN, S.RETURNED), S.RESPONDED, Permission.ANSWER_FINDING,
            (it_is_to_be_answered, response_says_what_was_done), N_("Answer"),
        ),
        Move(
            "return", (S.RESPONDED,), S.RETURNED, Permission.ASSESS_FINDING,
            (a_reason_is_given, rounds_are_left, the_lead_or_who_raised_it_returns_it), N_("Return"),
        ),
        Move(
            "accept", (S.RESPONDED,), S.ACCEPTED, Permission.CLOSE_FINDING, (a_reason_is_given,),
            N_("Accept"),
        ),
        Move(
            "close_corrected", (S.ACCEPTED,), S.CLOSED_CORRECTED, Permission.CLOSE_FINDING,
            (a_systematic_error_was_followed, a_later_version_holds_the_correction), N_("Close as corrected"),
        ),
        Move(
            "close_clarified", (S.RESPONDED,), S.CLOSED_CLARIFIED, Permission.CLOSE_FINDING,
            (it_is_a_clarification, a_reason_is_given), N_("Close as clarified"),
        ),
        Move(
            "convert", (S.RESPONDED, S.ACCEPTED), S.CONVERTED, Permission.CLOSE_FINDING,
            (a_reason_is_given, it_may_be_converted), N_("Convert"),
        ),
        Move(
            "close_uncorrected", IN_THE_OPEN, S.CLOSED_UNCORRECTED, Permission.CLOSE_FINDING,
            (it_is_not_a_limitation, a_reason_is_given, a_systematic_error_was_followed,
             an_amount_or_a_ruling_is_there), N_("Close as uncorrected"),
        ),
        Move(
            "carry_forward", IN_THE_OPEN, S.CARRIED_FORWARD, Permission.CLOSE_FINDING,
            (it_is_a_forward_action_due_within_a_year,), N_("Carry forward"),
        ),
        Move(
            "acknowledge", (S.OPEN,), S.ACKNOWLEDGED, Permission.ACKNOWLEDGE_FINDING,
            (it_is_a_recommendation,), N_("Acknowledge"),
        ),
        Move(
            "accept_limitation", (S.OPEN,), S.ACCEPTED_LIMITATION, Permission.CLOSE_FINDING,
            (it_is_a_limitation, a_reason_is_given), N_("Accept as a limitation"),
        ),
        Move(
            "lift", (S.OPEN,), S.LIFTED, Permission.CLOSE_FINDING,
            (it_is_a_limitation, a_reason_is_given), N_("Lift the limitation"),
        ),
        Move(
            "reopen", CLOSED, S.OPEN, Permission.REOPEN_FINDING,
            (a_reason_is_given, the_statement_is_not_issued), N_("Reopen"),
        ),
        Move(
            "withdraw", (S.DRAFT, *IN_THE_OPEN), S.WITHDRAWN, Permission.CLOSE_FINDING, (a_reason_is_given,),
            N_("Withdraw"),
        ),
    ),
)  # fmt: skip
