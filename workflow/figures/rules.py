"""Words of figures, links, tests and checks."""

from __future__ import annotations

from enum import StrEnum


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


class CheckOutcome(StrEnum):
    PASS = "pass"  # noqa: S105  an outcome's name
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
