"""Gates from the representation letter to the issue and after it (sections 1.7 to 1.9, 1.11, SOD-1)."""

from __future__ import annotations

from dataclasses import dataclass

from workflow.i18n import N_, Message, message
from workflow.machine import gate
from workflow.opinion.rules import FactualCheckState, IssueState


@dataclass(frozen=True)
class OpinionFacts:
    """What stands between the evaluation and the issue; `actor_*` describe who makes the move."""

    letter_is_signed_for_latest: bool = False
    missing_elements: tuple[str, ...] = ()
    factual_check: FactualCheckState = FactualCheckState.NOT_SENT
    reviewer_refusal: str | None = None
    review_comments: int = 0
    open_comments: tuple[str, ...] = ()
    open_checks: tuple[str, ...] = ()
    review_is_signed: bool = False
    actor_is_on_team: bool = False
    decision_is_recorded: bool = False
    contract_is_frozen: bool = False
    documents_are_rendered: bool = False
    missing_in_documents: tuple[str, ...] = ()
    lead_signed: bool = False
    signatory_signed: bool = False
    all_signatures_hold: bool = False
    later_fact_is_open: bool = False
    later_fact_is_material: bool = False
    users_are_warned: bool = False
    issue_state: IssueState | None = None


@gate("G-REP")
def representation_letter_is_signed(facts: OpinionFacts) -> Message | None:
    if facts.letter_is_signed_for_latest:
        return None
    return message(N_("A signed representation letter, dated on or after the latest version, is missing."))


@gate("G-CONTENT")
def statement_content_is_complete(facts: OpinionFacts) -> Message | None:
    if not facts.missing_elements:
        return None
    return message(N_("The statement lacks: {elements}."), elements=", ".join(facts.missing_elements))


@gate("G-FACT")
def factual_check_is_over(facts: OpinionFacts) -> Message | None:
    if facts.factual_check in {FactualCheckState.ANSWERED, FactualCheckState.LAPSED}:
        return None
    if facts.factual_check is FactualCheckState.SENT:
        return message(N_("The factual check waits for the responsible party's answer."))
    return message(N_("Send the draft to the responsible party for the factual check."))


@gate("G-IRELIG")
def reviewer_is_eligible(facts: OpinionFacts) -> Message | None:
    return None if facts.reviewer_refusal is None else message(facts.reviewer_refusal)


@gate("G-IRDONE")
def a_comment_says_why(facts: OpinionFacts) -> Message | None:
    return None if facts.review_comments else message(N_("Write at least one comment that says why."))


@gate("G-IRDONE")
def review_is_complete(facts: OpinionFacts) -> Message | None:
    if facts.open_checks:
        return message(N_("Not ticked yet: {checks}."), checks=", ".join(facts.open_checks))
    if facts.open_comments:
        return message(N_("Close these comments first: {comments}."), comments=", ".join(facts.open_comments))
    if not facts.review_is_signed:
        return message(N_("The reviewer has not signed the review."))
    return None


@gate("G-SOD")
def decider_is_not_on_the_team(facts: OpinionFacts) -> Message | None:
    if not facts.actor_is_on_team:
        return None
    return message(N_("Who worked on the case cannot decide on it or issue it."))


@gate("G-NUM")
def decision_is_recorded_and_numbered(facts: OpinionFacts) -> Message | None:
    if facts.decision_is_recorded and facts.contract_is_frozen:
        return None
    return message(N_("Record the decision first: it allocates the number and freezes the contract."))


@gate("G-LOCK")
def documents_are_rendered_from_the_contract(facts: OpinionFacts) -> Message | None:
    if facts.missing_in_documents:
        return message(
            N_("Empty in the contract: {elements}."), elements=", ".join(facts.missing_in_documents)
        )
    if not facts.documents_are_rendered:
        return message(N_("The documents are not rendered from the frozen contract yet."))
    return None


@gate("G-SIGN")
def lead_and_signatory_have_signed(facts: OpinionFacts) -> Message | None:
    if not facts.lead_signed:
        return message(N_("The lead verifier has not signed."))
    if not facts.signatory_signed:
        return message(N_("The authorised signatory has not signed."))
    if not facts.all_signatures_hold:
        return message(N_("A signature does not hold: the documents count as not signed."))
    return None


@gate("G-LATER")
def a_later_fact_is_described(facts: OpinionFacts) -> Message | None:
    return (
        None if facts.later_fact_is_open else message(N_("Describe the fact, when and by whom it was found."))
    )


@gate("G-LATER")
def the_later_fact_is_not_material(facts: OpinionFacts) -> Message | None:
    if facts.later_fact_is_material:
        return message(N_("The effect is material: the opinion is to be revised, not noted."))
    return None


@gate("G-LATER")
def the_later_fact_is_material_and_users_are_warned(facts: OpinionFacts) -> Message | None:
    if not facts.later_fact_is_material:
        return message(N_("The effect is not material: note it instead."))
    if not facts.users_are_warned:
        return message(N_("Warn the users of the statement first, and list whom."))
    return None
