"""The arithmetic of the evidence checks: frozen facts in, a result with values and a sentence out."""

from methods.evidence_checks.certificates import (
    Claim,
    Redemption,
    check_certificate_claims,
    check_redemption,
)
from methods.evidence_checks.periods import (
    Bill,
    Calibration,
    Period,
    check_calibration,
    check_period_coverage,
    check_proration,
    prorate,
)
from methods.evidence_checks.quantities import (
    ClaimedFactor,
    DocumentEntry,
    LedgerItem,
    LinkedFigure,
    LinkRole,
    MeterReading,
    check_duplicates,
    check_implied_factor,
    check_primary_links,
    check_readings,
    check_reverse_completeness,
    declared_factor,
)
from methods.evidence_checks.result import CheckResult, Outcome

__all__ = [
    "Bill",
    "Calibration",
    "CheckResult",
    "Claim",
    "ClaimedFactor",
    "DocumentEntry",
    "LedgerItem",
    "LinkRole",
    "LinkedFigure",
    "MeterReading",
    "Outcome",
    "Period",
    "Redemption",
    "check_calibration",
    "check_certificate_claims",
    "check_duplicates",
    "check_implied_factor",
    "check_period_coverage",
    "check_primary_links",
    "check_proration",
    "check_readings",
    "check_redemption",
    "check_reverse_completeness",
    "declared_factor",
    "prorate",
]
