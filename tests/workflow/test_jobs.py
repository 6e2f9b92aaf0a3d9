"""Background work: written with its change, done once however often it is sent, lost by no fault."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.factories import EVERYTHING, House, a_case, an_organisation, the_system
from workflow import jobs, worker
from workflow.access import Scope
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.errors import StaleLease
from workflow.jobs import Job, JobState, Lane, Sender
from workflow.limits import WEB
from workflow.unit_of_work import reading, unit_of_work

HERE = "tests.workflow.jobs_tried"


def a_case_id(house: House, code: str = "C-2022-0001") -> int:
    with unit_of_work(the_system()) as uow:
        return a_case(uow, an_organisation(uow), title="", code=code).id


def send(name: str, case_id: int, key: str | None = None) -> int | None:
    """Write a job in a unit of work, as an act does; gives its number."""
    with unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, case_id)
        row = uow.after_commit(f"{HERE}.{name}", case_id, subject=case, key=key)
        uow.session.flush()
        return row.id if row else None


def seen(job_id: int | None) -> Job:
    with reading(EVERYTHING) as session:
        return session.get_one(Job, job_id)


def title(case_id: int) -> str:
    with reading(EVERYTHING) as session:
        return session.get_one(Case, case_id).title


def take(house: House, job_id: int | None) -> worker.JobRun | None:
    """Take the lease as a worker does."""
    engine = house.engine.execution_options(writes=True)
    with ScopedSession(engine, info={"scope": EVERYTHING}) as session:
        now = house.clock.now()
        lease = jobs.claim(session, job_id or 0, now=now, wall=now, lease=house.services.config.lease)
        session.commit()
    return worker.JobRun(lease) if lease else None


def let_time_pass(house: House, by: timedelta) -> None:
    house.clock.set(house.clock.now() + by)


@pytest.fixture
def case_id(house: House) -> int:
    return a_case_id(house)


def test_a_job_s_row_is_there_as_soon_as_its_change_is(house: House, case_id: int) -> None:
    row = seen(send("mark", case_id))
    assert (row.state, row.lane, row.case_id, row.attempts) == (JobState.QUEUED, Lane.WORK, case_id, 0)


def test_a_job_with_a_key_is_written_once(house: House, case_id: int) -> None:
    assert send("mark", case_id, key="mark:1") is not None
    assert send("mark", case_id, key="mark:1") is None
    assert worker.run_all_due() == 1
    assert title(case_id) == "+"


def test_the_result_and_the_end_of_the_job_are_one_transaction(house: House, case_id: int) -> None:
    job_id = send("mark", case_id)
    worker.run_job(job_id or 0)
    row = seen(job_id)
    assert (row.state, row.attempts, title(case_id)) == (JobState.DONE, 1, "+")


def test_a_job_delivered_twice_is_applied_once(house: House, case_id: int) -> None:
    job_id = send("mark", case_id) or 0
    for _ in range(3):
        worker.run_job(job_id)
    assert title(case_id) == "+"


def test_a_job_that_is_being_worked_on_is_not_taken_by_another(house: House, case_id: int) -> None:
    job_id = send("mark", case_id)
    assert take(house, job_id) is not None
    assert take(house, job_id) is None


def test_a_job_before_its_due_time_is_not_taken(house: House, case_id: int) -> None:
    with unit_of_work(the_system()) as uow:
        later = uow.now + timedelta(days=1)
        row = uow.after_commit(f"{HERE}.mark", case_id, due_at=later)
        uow.session.flush()
        job_id = row.id if row else 0
    assert worker.run_all_due() == 0
    assert take(house, job_id) is None
    let_time_pass(house, timedelta(days=1))
    assert worker.run_all_due() == 1


def test_a_job_whose_worker_was_lost_is_sent_again_after_its_lease(house: House, case_id: int) -> None:
    job_id = send("mark", case_id)
    assert take(house, job_id) is not None
    assert worker.sweep() == 0
    let_time_pass(house, house.services.config.lease + timedelta(seconds=1))
    assert worker.sweep() == 1
    worker.run_job(job_id or 0)
    assert (seen(job_id).state, seen(job_id).attempts, title(case_id)) == (JobState.DONE, 2, "+")


def test_a_lost_job_is_not_put_on_the_queue_at_every_sweep(house: House, case_id: int) -> None:
    assert take(house, send("mark", case_id)) is not None
    let_time_pass(house, house.services.config.lease + timedelta(seconds=1))
    assert worker.sweep() == 1
    let_time_pass(house, house.services.config.sweep)
    assert worker.sweep() == 0
    let_time_pass(house, 4 * house.services.config.sweep)
    assert worker.sweep() == 1


def sent_in_lane(lane: Lane, case_id: int) -> int:
    with unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, case_id)
        row = uow.after_commit(f"{HERE}.mark", case_id, subject=case, lane=lane)
        uow.session.flush()
        return row.id if row else 0


@pytest.mark.parametrize(
    ("lane", "in_turn"), [(Lane.QUICK, "ABAA"), (Lane.SLOW, "ABAA"), (Lane.WORK, "AAAB")]
)
def test_cases_take_turns_where_documents_are_read(
    house: House, case_id: int, lane: Lane, in_turn: str
) -> None:
    other = a_case_id(house, "C-2022-0002")
    ids = [sent_in_lane(lane, case_id) for _ in range(3)] + [sent_in_lane(lane, other)]
    order = ""
    for job_id in ids:
        before = title(case_id)
        worker.take_turn(job_id)
        order += "A" if title(case_id) != before else "B"
        let_time_pass(house, timedelta(seconds=1))
    assert order == in_turn
    assert {seen(job_id).state for job_id in ids} == {JobState.DONE}


def test_a_job_lost_while_it_ran_is_run_when_its_own_id_comes_again(house: House, case_id: int) -> None:
    lost, waits = sent_in_lane(Lane.QUICK, case_id), sent_in_lane(Lane.QUICK, a_case_id(house, "C-2022-0002"))
    assert take(house, lost) is not None
    let_time_pass(house, house.services.config.lease + timedelta(seconds=1))
    worker.take_turn(lost)
    assert (seen(lost).state, seen(waits).state) == (JobState.DONE, JobState.QUEUED)


def due(house: House, *busy: Lane) -> list[int]:
    """The numbers of the jobs that a sweep would send now, while these lanes have ids on their queues."""
    wait = 4 * house.services.config.sweep
    now = house.clock.now()
    with reading(EVERYTHING) as session:
        rows = jobs.due_for_sending(session, now=now, wall=now, resend_after=wait, busy_lanes=frozenset(busy))
        return [row.id for row in rows]


def test_a_job_that_waits_its_turn_in_a_busy_lane_is_not_sent_over_and_over(
    house: House, case_id: int
) -> None:
    job_id = send("mark", case_id)
    assert due(house) == []
    let_time_pass(house, 4 * house.services.config.sweep)
    assert (due(house, Lane.WORK), due(house, Lane.QUICK)) == ([], [job_id])


def test_a_job_that_waited_very_long_in_a_busy_lane_is_sent_again(house: House, case_id: int) -> None:
    job_id = send("mark", case_id)
    let_time_pass(house, 4 * jobs.A_LONG_WHILE * house.services.config.sweep)
    assert due(house, Lane.WORK) == [job_id]


def test_a_job_of_a_worker_that_was_lost_is_sent_although_its_lane_is_busy(
    house: House, case_id: int
) -> None:
    job_id = send("mark", case_id)
    assert take(house, job_id) is not None
    let_time_pass(house, house.services.config.lease + timedelta(seconds=1))
    assert due(house, Lane.WORK) == [job_id]


def test_a_lane_is_busy_while_its_queue_holds_ids(valkey_url: str) -> None:
    sender = Sender(valkey_url)
    before = sender.busy_lanes()
    sender.send(1, Lane.SLOW)
    assert sender.busy_lanes() - before == {Lane.SLOW}
    assert Sender("unix:///nowhere").busy_lanes() == frozenset()


def test_a_worker_that_lost_its_lease_changes_nothing(house: House, case_id: int) -> None:
    job_id = send("mark", case_id)
    stale = take(house, job_id)
    let_time_pass(house, house.services.config.lease + timedelta(seconds=1))
    fresh = take(house, job_id)
    assert stale is not None
    assert fresh is not None
    with pytest.raises(StaleLease), stale.finishing() as uow:
        case = uow.session.get_one(Case, case_id)
        case.title = "by the stale one"
        uow.record("test.mark", case)
    with pytest.raises(StaleLease), stale.step():
        pytest.fail("a step of a stale worker was begun")
    assert title(case_id) == ""
    assert stale.is_cancelled()
    assert not stale.extend()
    assert not fresh.is_cancelled()
    assert seen(job_id).state is JobState.RUNNING


def test_a_late_worker_is_not_an_error_of_the_job(
    house: House, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = send("mark", case_id) or 0

    def lose_the_lease(self: worker.JobRun, session: ScopedSession) -> None:
        raise StaleLease("mark")

    monkeypatch.setattr(worker.JobRun, "_end", lose_the_lease)
    worker.run_job(job_id)
    assert (seen(job_id).state, seen(job_id).reason, title(case_id)) == (JobState.RUNNING, None, "")


def test_steps_on_the_way_are_kept_and_told(house: House, case_id: int) -> None:
    job_id = send("go_through_steps", case_id)
    assert worker.run_all_due() == 1
    row = seen(job_id)
    assert (title(case_id), row.state) == ("12", JobState.DONE)
    assert (row.progress, row.progress_of) == (1, 2)


def test_a_job_that_breaks_is_tried_with_growing_patience_then_given_up(house: House, case_id: int) -> None:
    job_id = send("break_down", case_id)
    waits = []
    while worker.run_all_due():
        row = seen(job_id)
        if row.state is JobState.QUEUED:
            waits.append((row.due_at - house.clock.now()).total_seconds())
            house.clock.set(row.due_at)
    row = seen(job_id)
    assert waits == [2, 4, 8]
    assert (row.state, row.attempts) == (JobState.FAILED, WEB.job_attempts)
    assert row.reason == f"RuntimeError (see the log, job {job_id})"
    assert title(case_id) == f" gave up: {row.reason}"


def test_a_refusal_is_not_tried_again_and_a_broken_hook_does_not_hide_it(house: House, case_id: int) -> None:
    job_id = send("refuse", case_id)
    assert worker.run_all_due() == 1
    row = seen(job_id)
    assert (row.state, row.attempts, row.reason) == (JobState.FAILED, 1, "The file has no page.")


def test_who_waits_for_the_outcome_is_told_later_when_the_database_was_busy(
    house: House, case_id: int
) -> None:
    job_id = send("break_again", case_id)
    assert worker.run_all_due() == 1
    assert (seen(job_id).state, title(case_id)) == (JobState.QUEUED, "")
    house.clock.set(seen(job_id).due_at)
    assert worker.run_all_due() == 1
    assert (seen(job_id).state, title(case_id)) == (JobState.FAILED, " told: The file has no page.")


def test_a_job_that_came_second_to_somebody_s_save_is_tried_again(house: House, case_id: int) -> None:
    job_id = send("come_second", case_id)
    assert worker.run_all_due() == 1
    assert seen(job_id).state is JobState.QUEUED


def test_a_job_that_kills_its_worker_each_time_is_given_up(house: House, case_id: int) -> None:
    job_id = send("break_down", case_id)
    for _ in range(WEB.job_attempts):
        assert take(house, job_id) is not None
        let_time_pass(house, house.services.config.lease + timedelta(seconds=1))
    worker.run_job(job_id or 0)
    row = seen(job_id)
    assert row.state is JobState.FAILED
    assert row.reason == "Its worker was lost 4 times while at it."
    assert "gave up" in title(case_id)


def test_a_failed_job_can_be_queued_again_from_its_beginning(house: House, case_id: int) -> None:
    job_id = send("refuse", case_id) or 0
    worker.run_all_due()
    with unit_of_work(the_system()) as uow:
        jobs.queue_again(uow.session, job_id, uow.now)
    row = seen(job_id)
    assert (row.state, row.attempts, row.reason) == (JobState.QUEUED, 0, None)


def test_a_job_whose_function_is_gone_fails_with_a_reason(house: House, case_id: int) -> None:
    job_id = send("nothing_of_that_name", case_id)
    while worker.run_all_due():
        house.clock.set(max(house.clock.now(), seen(job_id).due_at))
    assert seen(job_id).state is JobState.FAILED


def test_a_job_sees_its_own_case_and_no_other(house: House, case_id: int) -> None:
    with unit_of_work(the_system()) as uow:
        a_case(uow, an_organisation(uow, "Another Body AS"), "C-2022-0002")
    run = take(house, send("mark", case_id))
    assert run is not None
    assert run.actor.name == "mark"
    assert run.actor.is_system
    with run.step() as uow:
        assert list(uow.session.scalars(select(Case.id))) == [case_id]


def test_a_job_of_an_organisation_sees_that_organisation_s_cases(house: House, case_id: int) -> None:
    with reading(EVERYTHING) as session:
        owner = session.get_one(Case, case_id).owner_org_id
    lease = jobs.Lease(1, 1, "workflow.people.jobs.send_mail", (), None, owner, 1)
    owners = frozenset({owner})
    assert worker.JobRun(lease).actor.scope == Scope(owners, frozenset(), owners)


def test_an_act_holds_though_the_queue_is_away(house: House, case_id: int) -> None:
    sender = Sender("unix:///nowhere/at/all.sock")
    assert not sender.is_there()
    assert not sender.send(1, Lane.WORK)


def test_jobs_that_make_jobs_for_ever_are_stopped(house: House, case_id: int) -> None:
    send("mark", case_id)
    with pytest.raises(RuntimeError, match="keep making jobs"):
        worker.run_all_due(limit=0)


def test_the_worker_s_command_line_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert worker.main(["nonsense"]) == 2
    assert "quick|slow|work" in capsys.readouterr().err
