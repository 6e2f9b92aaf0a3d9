"""Words of the engagement (ISO 14064-3 clause 5.1) and of the people on it."""

from __future__ import annotations

from enum import StrEnum

from workflow.access import TEAM_ROLES, Role
from workflow.errors import Refusal
from workflow.i18n import N_, message


class CaseState(StrEnum):
    """States of a case; the machine stands in lifecycle/, for its gates look at every noun."""

    DRAFT = "draft"
    PRE_ENGAGEMENT = "pre_engagement"
    AGREED = "agreed"
    PLANNING = "planning"
    PLAN_APPROVED = "plan_approved"
    EXECUTION = "execution"
    EVALUATION = "evaluation"
    DRAFT_OPINION = "draft_opinion"
    INDEPENDENT_REVIEW = "independent_review"
    DECISION = "decision"
    ISSUED = "issued"
    POST_ISSUE_REVIEW = "post_issue_review"
    NO_OPINION = "no_opinion"
    DECLINED = "declined"
    TERMINATED = "terminated"
    ARCHIVED = "archived"


class AssuranceLevel(StrEnum):
    """How sure the verifier makes itself (5.1.3)."""

    REASONABLE = "reasonable"
    LIMITED = "limited"


# Cases that ended without an issued statement, and all that have ended for good.
ENDED_BADLY = frozenset({CaseState.DECLINED, CaseState.TERMINATED, CaseState.NO_OPINION})
ENDED = ENDED_BADLY | {CaseState.ARCHIVED}


class EngagementType(StrEnum):
    VERIFICATION = "verification"
    VALIDATION = "validation"
    AGREED_UPON_PROCEDURES = "agreed_upon_procedures"


class ConsolidationApproach(StrEnum):
    OPERATIONAL_CONTROL = "operational_control"
    FINANCIAL_CONTROL = "financial_control"
    EQUITY_SHARE = "equity_share"


class Netting(StrEnum):
    """Whether gross misstatements alone can be material (profile of the programme)."""

    ALLOWED = "allowed"
    NONE = "none"


class ThreatKind(StrEnum):
    """Threats to impartiality (ISO 14065 / 17029)."""

    SELF_INTEREST = "self_interest"
    SELF_REVIEW = "self_review"
    FAMILIARITY = "familiarity"
    INTIMIDATION = "intimidation"
    ADVOCACY = "advocacy"


class ThreatRisk(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ThreatDecision(StrEnum):
    OPEN = "open"
    ACCEPTED_WITH_SAFEGUARD = "accepted_with_safeguard"
    NO_THREAT = "no_threat"
    EXCLUDED = "excluded"


class SignatureKind(StrEnum):
    """What an act of signing in the product stands under (decision 13)."""

    AGREEMENT_BODY = "agreement_body"
    AGREEMENT_PARTY = "agreement_party"
    STATEMENT = "statement"
    REPRESENTATION = "representation"
    STRATEGIC_ANALYSIS = "strategic_analysis"
    REVIEW = "review"


ONE_PERSON_ROLES = frozenset(
    {Role.LEAD_VERIFIER, Role.INDEPENDENT_REVIEWER, Role.DECISION_MAKER, Role.SIGNATORY}
)


def refuse_conflicting_roles(name: str, held: frozenset[Role], wanted: Role) -> tuple[Refusal, ...]:
    """SOD-1: who works on the case neither reviews it, nor decides on it, nor signs it for the body.

    The decision maker may be the reviewer or the signatory; nobody of the team may be any of them.
    """
    outside = {Role.INDEPENDENT_REVIEWER, Role.DECISION_MAKER, Role.SIGNATORY}
    on_team, off_team = held & TEAM_ROLES, held & outside
    if (wanted in outside and on_team) or (wanted in TEAM_ROLES and off_team):
        sentence = message(
            N_("{name} works on this case and cannot also review, decide or sign it for the body."), name=name
        )
        return (Refusal("SOD-1", sentence),)
    return ()
