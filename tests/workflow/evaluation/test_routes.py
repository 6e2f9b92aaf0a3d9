"""The Evaluation tab over HTTP: who sees it, what it shows, how the lead decides."""

from __future__ import annotations

import pytest

from tests.factories import EVERYTHING
from tests.methods import worked_case
from tests.workflow.evaluation.scene import ALL, F001, F002, F003, F005, F007, evaluate, lay_down
from tests.workflow.ghg_statement.halden import Halden, submit
from tests.workflow.ghg_statement.pages import Browser, browsers, counted_queries
from workflow.cases.rules import CaseState
from workflow.evaluation import queries
from workflow.findings.rules import FindingState
from workflow.unit_of_work import reading


@pytest.fixture
def people(halden: Halden) -> dict[str, Browser]:
    return browsers(halden)


def settled(halden: Halden) -> None:
    submit(halden, worked_case.V1)
    submit(halden, worked_case.V2)
    lay_down(halden, (F001, F002, F003, F007), FindingState.CLOSED_CORRECTED)
    lay_down(halden, (F005,), FindingState.CLOSED_UNCORRECTED)


def test_the_client_may_not_open_the_evaluation(halden: Halden, people: dict[str, Browser]) -> None:
    settled(halden)
    people["preparer"].get("/evaluation", status=403)
    people["stranger"].get("/evaluation", status=404)


def test_without_a_submitted_version_the_page_says_so(people: dict[str, Browser]) -> None:
    assert "nothing to judge" in people["lead"].get("/evaluation")


def test_the_live_meter_shows_before_anything_is_evaluated(
    halden: Halden, people: dict[str, Browser]
) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, ALL, FindingState.OPEN)
    page = people["lead"].get("/evaluation")
    for number in ("116.77", "877.88", "988.27", "1,749.38", "21,280.55"):
        assert number in page, number
    assert "Decide the conclusion" not in page


def test_the_lead_evaluates_and_decides_both_groups(halden: Halden, people: dict[str, Browser]) -> None:
    settled(halden)
    halden.move_to(CaseState.EVALUATION)
    lead = people["lead"]
    lead.post("/evaluation")
    page = lead.get("/evaluation")
    for number in ("24,883.32", "1,244.17", "933.12", "62.21", "2,738.46", "111.42", "0.407", "22,268.82"):
        assert number in page, number
    lead.post("/evaluation/A/decide", kind="unmodified")
    lead.post("/evaluation/B/decide", kind="unmodified")
    with reading(EVERYTHING) as session:
        facts = queries.evaluation_facts(session, halden.case(session))
    assert (facts.undecided_groups, len(facts.conclusions)) == ((), 2)


def test_a_decision_without_its_reason_is_told_beside_the_field(
    halden: Halden, people: dict[str, Browser]
) -> None:
    settled(halden)
    evaluate(halden)
    page = people["lead"].post("/evaluation/A/decide", status=422, kind="adverse", matter="a matter")
    assert "differs from the proposal: give the reason" in page


def test_the_reader_of_the_party_cannot_post_a_decision(halden: Halden, people: dict[str, Browser]) -> None:
    settled(halden)
    evaluate(halden)
    people["approver"].post("/evaluation/A/decide", status=403, kind="unmodified")


def test_an_evaluation_with_an_open_finding_answers_with_the_gate(
    halden: Halden, people: dict[str, Browser]
) -> None:
    submit(halden, worked_case.V1)
    lay_down(halden, (F003,), FindingState.RETURNED)
    halden.move_to(CaseState.EVALUATION)
    assert "G-FIND" in people["lead"].post("/evaluation", status=409)


def test_the_page_says_when_a_newer_version_was_submitted(halden: Halden, people: dict[str, Browser]) -> None:
    submit(halden, worked_case.V1)
    evaluate(halden)
    submit(halden, worked_case.V2)
    assert "Version 2 was submitted since" in people["lead"].get("/evaluation")


def test_the_what_if_counts_every_finding_on_the_first_version(
    halden: Halden, people: dict[str, Browser]
) -> None:
    settled(halden)
    page = people["lead"].get("/evaluation/if-nothing-were-corrected")
    assert "0.471" in page
    assert "3.545" in page


def test_completion_is_written_down(halden: Halden, people: dict[str, Browser]) -> None:
    settled(halden)
    evaluate(halden)
    people["lead"].post(
        "/evaluation/completion", risk_reassessment="unchanged", controls_assessment="relied on"
    )
    assert "relied on" in people["lead"].get("/evaluation")


def test_the_page_asks_the_database_twelve_times_at_most(halden: Halden, people: dict[str, Browser]) -> None:
    settled(halden)
    evaluate(halden)
    people["lead"].get("/evaluation")
    with counted_queries(halden) as told:
        people["lead"].get("/evaluation")
    assert len(told) <= 12, "\n\n".join(told)
