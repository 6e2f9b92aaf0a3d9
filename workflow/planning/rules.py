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
