"""Verification milestones close from issued statements, and what the portfolio says is verified."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from methods.boundary import Approach
from methods.milestones import Standing
from tests.factories import the_system
from tests.workflow.programme.scene import GROUP, KUNSHAN, OFFICE, PENANG, Scene, inside
from workflow.evaluation.models import Evaluation
from workflow.ghg_statement.models import StatementVersion
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState
from workflow.people.rules import OrganisationKind
from workflow.programme import boundary, milestones
from workflow.programme.access import group_of
from workflow.programme.counting import counts_on
from workflow.programme.portfolio import shares
from workflow.unit_of_work import reading, unit_of_work


def issue(
    scene: Scene, party: str, number: str, *, year: int = 2021, tonnes: str = "52267.92",
    state: IssueState = IssueState.ISSUED, revision: int = 0, code: str | None = None,
) -> str:  # fmt: skip
    """Lay down an issued statement of a year; gives the case's code."""
    code = code or scene.town.open_case(party)
    with unit_of_work(the_system()) as uow:
        case = scene.town.case(uow, code)
        case.period_start, case.period_end = date(year, 1, 1), date(year, 12, 31)
        held = {"case_id": case.id, "owner_org_id": case.owner_org_id}
        evaluation = Evaluation(statement_version=1, computed_by="x", computed_at=uow.now, **held)
        rows = [evaluation]
        if revision == 0:
            version = StatementVersion(
                number=1, title="x", dated=case.period_end, gwp_set="AR6-27.9", period_start=case.period_start,
                period_end=case.period_end, prepared_by="x", total=Decimal(tonnes), **held,
            )  # fmt: skip
            rows.append(version)  # type: ignore[arg-type]
        uow.session.add_all(rows)
        uow.session.flush()
        row = Issue(
            number=number, revision=revision, state=state, decided_by="x", decided_at=uow.now,
            decision_text="x", opinion_date=uow.now.date(), contract_sha256="0" * 64,
            report_body_sha256="0" * 64, ghg_contract_sha256="0" * 64, statement_version=1,
            evaluation_id=evaluation.id, issued_at=uow.now, **held,
        )  # fmt: skip
        uow.session.add(row)
        uow.record("test.issue", row, covers=[*rows, case])
    return code


def test_a_subsidiary_is_closed_on_the_day_its_statement_of_the_base_year_is_issued(scene: Scene) -> None:
    scene.day("2022-11-25")
    issue(scene, KUNSHAN, "NA-2022-0041")
    assert scene.counted("M6", "2022-11-24").closed == 0
    found = scene.counted("M6", "2022-11-25")
    # Four subsidiaries and the group itself.
    assert (found.closed, found.required) == (1, 5)
    page = scene.town.browser(OFFICE).get("/programme/milestones/M6").text
    assert "NA-2022-0041/0" in page


def test_a_statement_of_another_year_or_a_withdrawn_one_closes_nothing(scene: Scene) -> None:
    issue(scene, KUNSHAN, "NA-2022-0041", year=2020)
    issue(scene, PENANG, "NA-2022-0042", state=IssueState.WITHDRAWN)
    issue(scene, PENANG, "NA-2022-0043", state=IssueState.SEALED)
    assert scene.counted("M6", "2022-06-01").closed == 0


def test_a_revision_leaves_the_day_of_the_first_issue(scene: Scene) -> None:
    code = issue(scene, KUNSHAN, "NA-2022-0041", state=IssueState.SUPERSEDED)
    scene.day("2022-09-01")
    issue(scene, KUNSHAN, "NA-2022-0041", revision=1, code=code)
    assert scene.counted("M6", "2022-06-01").closed == 1
    assert scene.counted("M6", "2022-09-01").closed == 1


def test_the_milestone_is_done_when_the_last_subsidiary_and_the_group_are_verified(scene: Scene) -> None:
    scene.day("2022-11-20")
    issue(scene, KUNSHAN, "NA-2022-0041")
    issue(scene, PENANG, "NA-2022-0042")
    with unit_of_work(scene.actor()) as uow:
        milestones.waive_units(
            uow, scene.group(uow), scene.milestone(uow, "M6"), ["S-03", "S-04"], on=date(2022, 11, 20),
            reason="no emissions in the base year",
        )  # fmt: skip
    assert scene.counted("M6", "2022-11-20").standing is not Standing.DONE
    issue(scene, GROUP, "NA-2022-0050")
    found = scene.counted("M6", "2022-11-20")
    assert (found.standing, found.waived) == (Standing.DONE, 2)


def test_a_statement_of_another_group_s_entity_closes_nothing_here(scene: Scene) -> None:
    scene.town.settle("Stranger Works", OrganisationKind.SUBSIDIARY)
    issue(scene, "Stranger Works", "NA-2022-0060")
    assert scene.counted("M6", "2022-06-01").closed == 0


def test_the_verified_share_takes_the_statement_s_total_in_the_place_of_the_reported_one(
    scene: Scene,
) -> None:
    with unit_of_work(scene.actor()) as uow:
        entries = [inside("S-01", KUNSHAN, tonnes=Decimal(900)), inside("S-02", PENANG, tonnes=Decimal(3000))]
        boundary.take(uow, scene.programme(uow), entries)
    issue(scene, KUNSHAN, "NA-2022-0041", tonnes="1000.00")
    actor = scene.actor()
    with reading(actor.scope) as session:
        group_id = group_of(session, actor).id
        counts = counts_on(session, group_id, 2021, date(2022, 6, 1))
        found = shares(Approach.OPERATIONAL_CONTROL, counts)
    assert (found.verified, found.total, found.percent, found.without_tonnes) == (1000, 4000, 25, 2)
