"""The fifteen steps of the worked case, each with what must be so after it."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.town import Town
from tests.journeys.worked_case import (
    concluding,
    correcting,
    engaging,
    findings,
    gathering,
    issuing,
    planning,
    revising,
)

STEPS: tuple[Callable[[Town], None], ...] = (
    engaging.step_1_application,
    engaging.step_2_agreement,
    planning.step_3_plan_on_the_draft,
    planning.step_4_submission,
    gathering.step_5a_evidence,
    gathering.step_5b_checks,
    findings.step_5c_first_findings,
    findings.step_5d_sample,
    findings.step_6_other_subsidiary,
    findings.step_7_answers,
    correcting.step_8a_second_version,
    correcting.step_8b_closing,
    concluding.step_9_evaluation,
    concluding.step_10_review,
    issuing.step_11_issue,
    issuing.step_12_packages,
    issuing.step_13_status,
    revising.step_14a_later_fact,
    revising.step_14b_revision,
    revising.step_15_trail,
)
