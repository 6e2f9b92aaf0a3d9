"""Words of findings (section 2): types, subtypes, states; the machine and its gates follow them."""

from __future__ import annotations

from enum import StrEnum


class FindingKind(StrEnum):
    CLARIFICATION = "CL"
    CORRECTIVE_ACTION = "CAR"
    FORWARD_ACTION = "FAR"
    RECOMMENDATION = "OFI"
    LIMITATION = "LIM"


class Subtype(StrEnum):
    ERROR = "error"
    OMISSION = "omission"
    MISREPRESENTATION = "misrepresentation"
    METHOD = "method"
    BOUNDARY = "boundary"
    CUT_OFF = "cut_off"
    UNIT = "unit"
    FACTOR = "factor"
    GWP = "gwp"
    DOUBLE_COUNT = "double_count"
    EVIDENCE_MISSING = "evidence_missing"
    CONTROL = "control"
    REPORT_CONTENT = "report_content"
    CERTIFICATE = "certificate"


class FindingState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    RESPONDED = "responded"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    CLOSED_CORRECTED = "closed_corrected"
    CLOSED_CLARIFIED = "closed_clarified"
    CLOSED_UNCORRECTED = "closed_uncorrected"
    CONVERTED = "converted"
    CARRIED_FORWARD = "carried_forward"
    ACKNOWLEDGED = "acknowledged"
    ACCEPTED_LIMITATION = "accepted_limitation"
    LIFTED = "lifted"
    WITHDRAWN = "withdrawn"


class EffectBasis(StrEnum):
    """On which totals an effect counts; a source without market value counts on both."""

    LOCATION = "location"
    MARKET = "market"
    BOTH = "both"
