"""Runs the evidence checks of a case on what is read right and keeps their results; checks only propose."""

from __future__ import annotations

from sqlalchemy import select

from methods.evidence_checks import Outcome
from workflow.cases.models import Case
from workflow.db import Base, CaseOwned
from workflow.figures import (
    certificate_checks,
    invoice_checks,
    line_checks,
    meter_checks,
    record_checks,
    trend_checks,
)
from workflow.figures.check_parts import Found
from workflow.figures.evidence_facts import EvidenceFacts, evidence_facts
from workflow.figures.models import CheckResult
from workflow.figures.queries import check_results_of
from workflow.figures.rules import CheckOutcome
from workflow.unit_of_work import UnitOfWork

SUBJECT_LENGTH = 80
RUN_CHECKS = "workflow.figures.jobs.run_checks"


def plan_checks(uow: UnitOfWork, of: Base) -> None:
    """Have the checks of a row's case run once after this act; acts before they begin are served too."""
    case_id = of.case_id if isinstance(of, CaseOwned) else of.id
    planned: set[int] = uow.session.info.setdefault(RUN_CHECKS, set())
    if case_id in planned:
        return
    planned.add(case_id)
    uow.after_commit(RUN_CHECKS, case_id, subject=of, is_merged=True)


def run_checks(uow: UnitOfWork, case: Case) -> list[CheckResult]:
    """Run EV-01 to EV-23; gives the results that stand now.

    A result that says the same as before is left as it was; one that changed is kept as the earlier one, with
    the draft finding that came of it named on the new one.
    """
    facts = evidence_facts(uow.session, case)
    found = {_key(item): item for item in _run(uow, facts)}
    for other in certificate_checks.keep_claims(uow, facts):
        plan_checks(uow, other)
    before = {(row.code, row.subject): row for row in check_results_of(uow.session, case)}
    drafted = _drafted(uow, case)
    changed: list[CheckResult] = []
    for key, row in before.items():
        if key not in found or not _says_the_same(row, found[key]):
            row.is_current = False
            changed.append(row)
    for key, item in found.items():
        earlier = before.get(key)
        if earlier is None or not earlier.is_current:
            fresh = _row(uow, case, item, drafted.get(key))
            uow.session.add(fresh)
            changed.append(fresh)
    if not changed and uow.actor.is_system:
        return list(before.values())
    failed = sum(item.result.outcome.value == CheckOutcome.FAIL.value for item in found.values())
    uow.record(
        "checks.run", case, covers=changed, for_client=False, results=len(found), failed=failed,
        version=facts.version.number if facts.version else None,
    )  # fmt: skip
    return check_results_of(uow.session, case)


def _drafted(uow: UnitOfWork, case: Case) -> dict[tuple[str, str], str | None]:
    """The finding that was drafted of each result, now or before it fell away for a while: once is enough."""
    query = select(CheckResult).where(CheckResult.case_id == case.id, CheckResult.finding_code.is_not(None))
    rows = uow.session.scalars(query.order_by(CheckResult.id))
    return {(row.code, row.subject): row.finding_code for row in rows}


def _run(uow: UnitOfWork, facts: EvidenceFacts) -> list[Found]:
    names = [certificate.name for certificate in certificate_checks.certificates(facts)]
    others = certificate_checks.claims_elsewhere(uow.session, facts.case, names) if names else []
    return [
        *meter_checks.coverage(facts),
        *meter_checks.cut_off(facts),
        *line_checks.units_and_scales(facts),
        *meter_checks.readings(facts),
        *invoice_checks.amounts(facts),
        *line_checks.primary_sums(facts),
        *line_checks.duplicates(facts),
        *invoice_checks.buyers(facts),
        *meter_checks.against_invoices(facts),
        *meter_checks.calibration(facts),
        *invoice_checks.mass_balances(facts),
        *certificate_checks.claims_once(facts, others),
        *certificate_checks.fits(facts),
        *certificate_checks.claims_within_use(facts),
        *certificate_checks.schemes(facts),
        *trend_checks.month_profiles(facts),
        *trend_checks.years(facts),
        *trend_checks.intensities(facts),
        *line_checks.implied_factors(facts),
        *line_checks.completeness(facts),
        *record_checks.witnesses(facts),
        *record_checks.extraction(facts),
        *record_checks.document_dates(facts),
        *record_checks.supplier_statements(facts),
    ]


def _key(found: Found) -> tuple[str, str]:
    return (found.result.code, found.subject[:SUBJECT_LENGTH])


def _says_the_same(row: CheckResult, found: Found) -> bool:
    return row.outcome.value == found.result.outcome.value and row.sentence == found.result.sentence


def _row(uow: UnitOfWork, case: Case, found: Found, finding_code: str | None) -> CheckResult:
    result = found.result
    numbers = dict(result.values)
    numbers["documents"] = ", ".join(found.documents)
    if found.gap is not None and result.outcome is Outcome.FAIL:
        numbers |= {
            "source": found.gap.source, "claimed_value": found.gap.claimed, "verifier_value": found.gap.verified,
        }  # fmt: skip
        for name in ("effect", "effect_market"):
            amount = getattr(found.gap, name)
            if amount is not None:
                numbers[name] = str(amount)
    return CheckResult(
        case_id=case.id, owner_org_id=case.owner_org_id, code=result.code,
        subject=found.subject[:SUBJECT_LENGTH], outcome=CheckOutcome(result.outcome.value),
        sentence=result.sentence, numbers={**numbers, "figures": list(found.figures)}, checked_at=uow.now,
        is_current=True, finding_code=finding_code,
    )  # fmt: skip
