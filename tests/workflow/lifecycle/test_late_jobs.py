"""The job of a submitted version that comes late: what was decided meanwhile on that version stands."""

from __future__ import annotations

from tests.factories import House
from tests.workflow.opinion.scene import decided, evaluated, open_scene
from workflow.cases.rules import CaseState
from workflow.evaluation.queries import current_evaluation
from workflow.opinion import reads
from workflow.worker import run_all_due


def test_a_decision_stands_when_the_job_of_its_own_version_comes_late(house: House) -> None:
    scene = open_scene(house)
    decided(scene)
    assert run_all_due() > 0
    with scene.by(scene.lead) as (uow, case):
        assert case.state is CaseState.DECISION
        assert reads.sealed_issue(uow.session, case) is not None


def test_an_evaluation_stands_when_the_jobs_of_both_versions_come_late(house: House) -> None:
    scene = open_scene(house)
    evaluated(scene)
    assert run_all_due() > 0
    with scene.by(scene.lead) as (uow, case):
        assert case.state is CaseState.EVALUATION
        standing = current_evaluation(uow.session, case)
        assert standing is not None
        assert standing.statement_version == 2
