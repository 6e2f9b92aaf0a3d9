"""Closing, waiving and opening again units of milestones, and what is counted on any day."""

from __future__ import annotations

from datetime import date

import pytest

from methods.milestones import Standing
from tests.workflow.programme.scene import Scene, a_file, settle_programme
from tests.workflow.town import Town
from workflow.errors import BadInput, NotYours, RuleViolation
from workflow.programme import milestones
from workflow.programme.milestones import Evidence
from workflow.unit_of_work import unit_of_work


def codes_of(refused: pytest.ExceptionInfo[RuleViolation]) -> tuple[str, ...]:
    return refused.value.codes


def test_nothing_closes_without_its_evidence(scene: Scene) -> None:
    with pytest.raises(RuleViolation) as refused, unit_of_work(scene.actor()) as uow:
        milestones.close_units(
            uow, scene.group(uow), scene.milestone(uow, "M5"), ["S-01"], on=date(2022, 5, 30), evidence=[]
        )
    assert codes_of(refused) == ("G-EVIDENCE",)
    assert "coaching log" in str(refused.value)
    assert scene.counted("M5", "2022-06-01").closed == 0


def test_a_verification_milestone_is_never_closed_by_hand(scene: Scene) -> None:
    with pytest.raises(RuleViolation) as refused, unit_of_work(scene.actor()) as uow:
        milestones.close_units(
            uow, scene.group(uow), scene.milestone(uow, "M6"), ["S-01"], on=date(2022, 5, 30),
            evidence=[a_file()],
        )  # fmt: skip
    assert codes_of(refused) == ("G-CASES",)


def test_units_are_counted_as_they_stood_on_any_day(scene: Scene) -> None:
    scene.close("M5", ["S-01", "S-02"], "2022-05-20")
    scene.close("M5", ["S-03"], "2022-05-30")
    before, then, now = (scene.counted("M5", day) for day in ("2022-05-19", "2022-05-20", "2022-06-01"))
    assert [(m.closed, m.open) for m in (before, then, now)] == [(0, 4), (2, 2), (3, 1)]


def test_a_unit_is_closed_once_and_one_that_is_no_unit_never(scene: Scene) -> None:
    scene.close("M5", ["S-01"], "2022-05-20")
    for unit in ("S-01", "V-001", "S-99", "group"):
        with pytest.raises(RuleViolation) as refused:
            scene.close("M5", [unit], "2022-05-21")
        assert codes_of(refused) == ("G-UNITS",)


def test_nothing_is_closed_on_a_day_that_lies_ahead(scene: Scene) -> None:
    with pytest.raises(RuleViolation) as refused:
        scene.close("M5", ["S-01"], "2022-06-02")
    assert codes_of(refused) == ("G-DAY",)


def test_a_waived_unit_counts_as_neither_closed_nor_open(scene: Scene) -> None:
    with unit_of_work(scene.actor()) as uow:
        milestones.waive_units(
            uow, scene.group(uow), scene.milestone(uow, "M5"), ["S-04"], on=date(2022, 6, 1),
            reason="dormant since March",
        )  # fmt: skip
    found = scene.counted("M5", "2022-06-01")
    assert (found.waived, found.required, found.open) == (1, 3, 3)


def test_a_unit_is_not_waived_without_a_reason(scene: Scene) -> None:
    with pytest.raises(RuleViolation) as refused, unit_of_work(scene.actor()) as uow:
        milestones.waive_units(
            uow, scene.group(uow), scene.milestone(uow, "M5"), ["S-04"], on=date(2022, 6, 1), reason=" "
        )
    assert codes_of(refused) == ("G-REASON",)


def test_a_milestone_is_done_when_its_last_unit_is_closed_or_waived(scene: Scene) -> None:
    scene.close("M5", ["S-01", "S-02", "S-03"], "2022-05-20")
    assert scene.counted("M5", "2022-06-01").standing is Standing.RUNNING
    with unit_of_work(scene.actor()) as uow:
        milestones.waive_units(
            uow, scene.group(uow), scene.milestone(uow, "M5"), ["S-04"], on=date(2022, 6, 1), reason="sold"
        )
    found = scene.counted("M5", "2022-06-01")
    assert (found.standing, found.finished_on) == (Standing.DONE, date(2022, 6, 1))


def test_a_unit_opened_again_is_open_from_that_day_and_stays_closed_before(scene: Scene) -> None:
    scene.close("M5", ["S-01"], "2022-05-20")
    with unit_of_work(scene.actor()) as uow:
        milestones.reopen_unit(
            uow, scene.group(uow), scene.milestone(uow, "M5"), "S-01", reason="the log was another's"
        )
    assert scene.counted("M5", "2022-05-31").closed == 1
    assert scene.counted("M5", "2022-06-01").closed == 0
    scene.close("M5", ["S-01"], "2022-06-01")
    assert scene.counted("M5", "2022-06-01").closed == 1


def test_the_clock_of_the_commitment_runs_from_the_letter(scene: Scene) -> None:
    assert scene.counted("T1", "2022-06-01").due is None
    scene.close("M1", ["group"], "2022-01-20")
    assert scene.counted("T1", "2022-06-01").due == date(2024, 1, 20)


def test_a_due_day_moves_with_a_reason_and_its_slip_is_kept(scene: Scene) -> None:
    def plan(row: milestones.Milestone, due: date) -> milestones.Plan:
        return milestones.Plan(row.title, row.stage, row.step, row.text, due)

    for reason in ("", "two sites were flooded"):
        try:
            with unit_of_work(scene.actor()) as uow:
                row = scene.milestone(uow, "M7")
                milestones.change_milestone(
                    uow, scene.group(uow), row, plan(row, date(2023, 6, 30)), reason=reason
                )
        except RuleViolation as refused:
            assert (reason, refused.codes) == ("", ("G-REASON",))
    found = scene.counted("M7", "2022-06-01")
    assert (found.due, found.slip) == (date(2023, 6, 30), 30)


def test_what_is_open_is_forecast_by_the_pace_of_eight_weeks_and_not_under_four_closings(
    scene: Scene,
) -> None:
    scene.close("M5", ["S-01", "S-02", "S-03"], "2022-05-20")
    assert scene.counted("M5", "2022-06-01").forecast is None


def test_the_published_snapshot_is_forecast_73_days_late(town: Town) -> None:
    scene = settle_programme(town, subsidiaries=52, suppliers=0)
    scene.day("2022-06-30")
    scene.close("M5", [f"S-{n:02d}" for n in range(1, 13)], "2022-04-20")
    scene.close("M5", [f"S-{n:02d}" for n in range(13, 27)], "2022-06-20")
    found = scene.counted("M5", "2022-06-30")
    assert (found.closed, found.required, found.percent) == (26, 52, 50)
    assert found.forecast is not None
    assert str(found.forecast.sentence) == "52 of 52 on 2022-10-12, 73 days late"
    assert found.forecast.earliest < found.forecast.expected < found.forecast.latest


def test_a_case_that_nobody_sees_here_is_no_evidence(scene: Scene) -> None:
    with pytest.raises(BadInput, match="C-2099-0001"), unit_of_work(scene.actor()) as uow:
        milestones.close_units(
            uow, scene.group(uow), scene.milestone(uow, "M4"), ["group"], on=date(2022, 6, 1),
            evidence=[Evidence("C-2099-0001")],
        )  # fmt: skip


def test_a_case_that_the_office_sees_is_evidence(scene: Scene) -> None:
    code = scene.town.open_case("Halden Interconnect (Kunshan)")
    with unit_of_work(scene.actor()) as uow:
        milestones.close_units(
            uow, scene.group(uow), scene.milestone(uow, "M4"), ["group"], on=date(2022, 6, 1),
            evidence=[Evidence(code)],
        )  # fmt: skip
    assert scene.counted("M4", "2022-06-01").standing is Standing.DONE_LATE


def test_who_only_reads_closes_nothing(scene: Scene) -> None:
    actor = scene.actor("Liu Yan")
    with pytest.raises(NotYours), unit_of_work(actor) as uow:
        milestones.plan_programme(uow, scene.group(uow))
