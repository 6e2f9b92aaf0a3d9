"""What commitment and submission do to the programme's milestones: its clocks run, and it closes by its own files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import select

from methods.milestones import Standing
from tests.workflow.targets.scene import OFFICE, Scene
from tests.workflow.targets.validation_scene import a_file, approved_target, assessed, day, move, submitted
from workflow.programme import milestones
from workflow.programme.counting import Counted, counts_on
from workflow.programme.milestone_models import ClosingEvidence, MilestoneClosing
from workflow.programme.queries import milestone_by_code
from workflow.targets import validation_commitment as commitment
from workflow.targets.validation_rules import CommitmentStatus

LETTER = date(2022, 1, 20)


@pytest.fixture
def planned(scene: Scene) -> Scene:
    """The scene with M1 to M10, T1 and T2."""
    with scene.by(OFFICE) as (uow, group):
        milestones.plan_programme(uow, group)
    return scene


def counted(scene: Scene, code: str, on: str) -> Counted:
    with scene.by(OFFICE) as (uow, group):
        found = counts_on(uow.session, group.id, 2021, date.fromisoformat(on))
    return next(m for m in found.milestones if m.code == code)


def stands_on(scene: Scene, code: str) -> tuple[str | None, Sequence[str]]:
    """The note of the act that closed a milestone, and the files it stands on."""
    with scene.by(OFFICE) as (uow, group):
        row = milestone_by_code(uow.session, group.id, code)
        act = uow.session.scalars(
            select(MilestoneClosing).where(MilestoneClosing.milestone_id == row.id)
        ).one()
        held = select(ClosingEvidence.name).where(ClosingEvidence.closing_id == act.id)
        return act.note, uow.session.scalars(held.order_by(ClosingEvidence.id)).all()


def note_letter(scene: Scene) -> None:
    with scene.by(OFFICE) as (uow, group):
        commitment.note_letter(uow, group, LETTER, a_file("letter.pdf", "we commit"))


def test_the_commitments_clock_runs_from_the_letter_whenever_its_milestone_closes(planned: Scene) -> None:
    day(planned, "2022-03-01")
    note_letter(planned)
    with planned.by(OFFICE) as (uow, group):
        row = milestone_by_code(uow.session, group.id, "M1")
        evidence = [milestones.Evidence("study.pdf", a_file().stored)]
        milestones.close_units(uow, group, row, ["group"], on=date(2022, 2, 25), evidence=evidence)
    assert counted(planned, "T1", "2022-03-01").due == date(2024, 1, 20)


def test_an_extension_moves_the_commitments_clock_and_its_slip_is_kept(planned: Scene) -> None:
    day(planned, "2023-12-01")
    note_letter(planned)
    with planned.by(OFFICE) as (uow, group):
        extended = CommitmentStatus.EXTENDED
        commitment.note_status(uow, group, extended, date(2023, 12, 1), ends_on=date(2024, 7, 20))
    found = counted(planned, "T1", "2024-02-01")
    assert (found.due, found.slip, found.standing) == (date(2024, 7, 20), 182, Standing.PLANNED)


def test_the_receipt_ends_the_commitment_and_the_decision_ends_the_submission(planned: Scene) -> None:
    note_letter(planned)
    number = assessed(planned)
    assert counted(planned, "T1", "2023-08-31").open == 1
    assert counted(planned, "T1", "2023-09-01").standing is Standing.DONE
    assert stands_on(planned, "T1") == ("SBT-1, SBTi-2023-0917", ["receipt.pdf"])
    assert counted(planned, "M9", "2023-11-20").open == 1
    day(planned, "2023-11-20")
    move(planned, OFFICE, number, "accept", text="Decision 7", files=[a_file("letter.pdf", "yes")])
    assert counted(planned, "M9", "2023-11-20").standing is Standing.DONE
    assert stands_on(planned, "M9") == ("SBT-1, Decision 7", ["receipt.pdf", "letter.pdf"])
    assert counted(planned, "M10", "2023-11-20").due == date(2024, 5, 20)


def test_publication_closes_its_milestone_once_a_file_shows_it_and_the_review_runs_from_its_day(
    planned: Scene,
) -> None:
    number = assessed(planned)
    day(planned, "2023-11-20")
    move(planned, OFFICE, number, "accept", text="Decision 7", files=[a_file("letter.pdf", "yes")])
    day(planned, "2024-01-15")
    move(planned, OFFICE, number, "publish", text="https://example.org/targets")
    assert counted(planned, "M10", "2024-01-15").open == 1
    day(planned, "2024-01-20")
    shown = [a_file("dashboard.pdf", "listed")]
    move(planned, OFFICE, number, "announce", text="https://example.org/news", files=shown)
    assert counted(planned, "M10", "2024-01-20").finished_on == date(2024, 1, 15)
    assert stands_on(planned, "M10") == ("SBT-1", ["dashboard.pdf"])
    assert counted(planned, "T2", "2024-01-20").due == date(2029, 1, 31)


def test_a_milestone_that_is_ended_by_hand_stays_as_it_is(planned: Scene) -> None:
    code = approved_target(planned)
    with planned.by(OFFICE) as (uow, group):
        row = milestone_by_code(uow.session, group.id, "T1")
        milestones.waive_units(uow, group, row, ["group"], on=date(2023, 9, 1), reason="no commitment made")
    submitted(planned, code)
    assert counted(planned, "T1", "2023-09-01").standing is Standing.WAIVED
