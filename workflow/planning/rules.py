"""Words of planning: assertions, risk, results of activities, reasons for a site visit."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Assertion(StrEnum):
    OCCURRENCE = "occurrence"
    COMPLETENESS = "completeness"
    ACCURACY = "accuracy"
    CUT_OFF = "cut_off"
    CLASSIFICATION = "classification"
    CONSISTENCY = "consistency"


class RiskLevel(IntEnum):
    LOW = 1
    MEDIUM = 2
    HIGH = 3


class DetectionRisk(StrEnum):
    """How much of a misstatement the work itself may fail to detect."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


def allowed_detection_risk(score: int) -> DetectionRisk:
    """What a score of inherent x control risk, 1 to 9, leaves for detection (1.3): 6 and more leaves little."""
    if score >= 6:
        return DetectionRisk.LOW
    return DetectionRisk.MEDIUM if score >= 3 else DetectionRisk.HIGH


class VisitMode(StrEnum):
    """How a site is visited; a video visit of the central office needs its reason."""

    ON_SITE = "on_site"
    VIDEO = "video"


class PlanState(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"


class ActivityResult(StrEnum):
    OPEN = "open"
    NO_EXCEPTION = "no_exception"
    EXCEPTION = "exception"
    NOT_POSSIBLE = "not_possible"


class VisitTrigger(StrEnum):
    """Section 1.5: any of these asks for a visit or a written justification by the lead verifier."""

    FIRST_VERIFICATION = "first_verification"
    PRIOR_UNKNOWN = "prior_unknown"
    OWNERSHIP_CHANGED = "ownership_changed"
    MISSTATEMENT_INDICATES = "misstatement_indicates"
    UNEXPLAINED_CHANGE = "unexplained_change"
    NEW_MATERIAL_SOURCE = "new_material_source"
    BOUNDARY_CHANGED = "boundary_changed"
    DATA_SYSTEM_CHANGED = "data_system_changed"
    CENTRAL_OFFICE = "central_office"
