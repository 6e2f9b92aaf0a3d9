"""Words from the factual check to the issue and what may come after it (sections 1.7 to 1.9, 1.11)."""

from __future__ import annotations

from enum import StrEnum

from workflow.i18n import N_


class FactualCheckState(StrEnum):
    NOT_SENT = "not_sent"
    SENT = "sent"
    ANSWERED = "answered"
    LAPSED = "lapsed"


class ReviewState(StrEnum):
    OPEN = "open"
    RETURNED = "returned"
    APPROVED = "approved"
    VOID = "void"


class IssueState(StrEnum):
    SEALED = "sealed"
    ISSUED = "issued"
    UNDER_REVIEW = "under_review"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Profile(StrEnum):
    PUBLIC = "public"
    CLIENT = "client"
    ACCREDITATION = "accreditation"


class DocumentKind(StrEnum):
    """The documents of an issue; the first two are signed by both signers."""

    STATEMENT = "statement"
    REPORT = "report"
    GHG_REPORT = "ghg_report"


SIGNED_KINDS = (DocumentKind.STATEMENT, DocumentKind.REPORT)


class LaterFactOutcome(StrEnum):
    OPEN = "open"
    NOT_MATERIAL = "not_material"
    MATERIAL = "material"
    GIVEN_UP = "given_up"


# Checks of the independent review (section 1.8), each with tick, comment and evidence link.
REVIEW_CHECKS: dict[str, str] = {
    "team": N_("Competence and impartiality of the team"),
    "agreement": N_("The agreement fits the engagement"),
    "plan": N_("Plan and evidence-gathering plan fit the risks"),
    "sampling": N_("No errors of planning or of data sampling"),
    "judgement": N_("No errors of judgement"),
    "activities": N_("All activities are done"),
    "decisions": N_("Significant decisions and waivers are sound"),
    "evidence": N_("The evidence is enough"),
    "findings": N_("Findings are closed properly"),
    "evaluation": N_("The arithmetic of the evaluation is right"),
    "opinion": N_("The opinion is supported"),
    "statement": N_("Statement and report are complete and consistent with the statement version"),
}
