"""The small parts of the machinery: rights, working days, clocks, settings, stored values, the chain's breaks."""

from __future__ import annotations

import errno
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine, text

from tests.factories import EVERYTHING, House, a_case, an_organisation, the_system
from workflow import audit, faults, unit_of_work
from workflow.access import GRANTS, RESPONSIBLE_PARTY_ROLES, TEAM_ROLES, Actor, Permission, Role, Scope
from workflow.calendar import WorkingCalendar
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.clock import DemoClock, FrozenClock, WallClock
from workflow.config import Config, from_environment
from workflow.db import (
    DecimalText,
    EnumText,
    JsonText,
    ScopedSession,
    UtcDateTime,
    append_only_ddl,
    make_engine,
    tonnes_cents,
)
from workflow.errors import BadInput, NotAllowed, UnrecordedChange
from workflow.i18n import message
from workflow.machine import Machine, Move
from workflow.people.models import Organisation

P = Permission
NOWHERE = create_engine("sqlite://").dialect


def test_the_operator_touches_no_content() -> None:
    assert GRANTS[Role.OPERATOR] == {P.OPERATE}


def test_nobody_of_the_verifier_s_side_answers_and_nobody_of_the_party_s_side_closes() -> None:
    assert all(P.ANSWER_FINDING not in GRANTS[role] for role in TEAM_ROLES)
    for role in (*RESPONSIBLE_PARTY_ROLES, Role.GROUP_OFFICE):
        assert not GRANTS[role] & {P.CLOSE_FINDING, P.READ_PLANNING, P.READ_TESTS, P.READ_CONFIDENTIAL}


def test_only_the_approver_signs_for_the_responsible_party() -> None:
    assert [r for r in Role if P.SIGN_FOR_RESPONSIBLE_PARTY in GRANTS[r]] == [Role.APPROVER]


def test_a_person_holds_a_role_in_one_organisation_and_its_rights_outside_a_case_only() -> None:
    actor = Actor(1, "Jonas", 7, Scope(), organisation_roles=frozenset({(7, Role.BODY_MANAGER)}))
    assert actor.holds(Role.BODY_MANAGER)
    assert actor.holds(Role.BODY_MANAGER, 7)
    assert not actor.holds(Role.BODY_MANAGER, 8)
    assert actor.may(P.CREATE_CASE)
    assert not actor.on_case(3, frozenset({Role.TEAM_MEMBER})).may(P.CREATE_CASE)


CALENDAR = WorkingCalendar("Asia/Shanghai", frozenset({date(2022, 10, 3)}), frozenset({date(2022, 10, 8)}))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2022, 9, 30), 1, date(2022, 10, 4)), (date(2022, 10, 7), 1, date(2022, 10, 8)),
        (date(2022, 10, 4), -1, date(2022, 9, 30)), (date(2022, 10, 1), 0, date(2022, 10, 1)),
    ],
)  # fmt: skip
def test_working_days_leave_out_holidays_and_count_made_up_saturdays(
    start: date, days: int, end: date
) -> None:
    assert CALENDAR.add_working_days(start, days) == end


def test_the_working_days_between_two_days_include_both() -> None:
    days = CALENDAR.working_days(date(2022, 9, 30), date(2022, 10, 4))
    assert days == [date(2022, 9, 30), date(2022, 10, 4)]


def test_a_deadline_ends_at_midnight_in_the_body_s_zone() -> None:
    due = date(2022, 9, 30)
    assert CALENDAR.end_of(due) == datetime(2022, 9, 30, 16, 0, tzinfo=UTC)
    assert CALENDAR.days_overdue(due, datetime(2022, 9, 30, 15, 59, tzinfo=UTC)) == 0
    assert CALENDAR.days_overdue(due, datetime(2022, 9, 30, 16, 0, tzinfo=UTC)) == 1
    assert CALENDAR.local_date(datetime(2022, 9, 30, 16, 0, tzinfo=UTC)) == date(2022, 10, 1)


def test_the_demo_s_clock_runs_on_from_a_set_date_for_every_process(tmp_path: Path) -> None:
    first, second = DemoClock(tmp_path / "clock.json"), DemoClock(tmp_path / "clock.json")
    assert abs(first.now() - WallClock().now()) < timedelta(seconds=5)
    at = datetime(2022, 11, 30, 9, 0, tzinfo=UTC)
    first.set(at)
    first.move_on(timedelta(days=1))
    assert timedelta(days=1) <= second.now() - at < timedelta(days=1, seconds=10)


def test_a_frozen_clock_stands_still() -> None:
    clock = FrozenClock(datetime(2022, 9, 1, tzinfo=UTC))
    assert clock.now() == clock.now()


def test_settings_come_from_the_environment_and_are_made_up_where_it_is_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "REDIS_URL", "SMTP_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ASSAY_LEASE_SECONDS", "1.5")
    config = from_environment(tmp_path)
    assert config.database_url == f"sqlite:///{tmp_path / 'assay.sqlite'}"
    assert (config.lease, config.mail_url, config.is_demo) == (timedelta(seconds=1.5), None, False)
    (tmp_path / "DEMO").touch()
    assert from_environment(tmp_path).is_demo


def test_the_cookie_secret_is_made_once_and_closed_to_others(tmp_path: Path) -> None:
    config = Config(folder=tmp_path, database_url="", queue_url="")
    assert config.secret() == config.secret()
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_fault_point_does_nothing_unless_it_is_armed() -> None:
    faults.crashpoint("upload.after_fsync")
    faults.arm("upload.after_fsync=full,sign.before_store=raise")
    try:
        with pytest.raises(OSError) as full:
            faults.crashpoint("upload.after_fsync")
        assert full.value.errno == errno.ENOSPC
        with pytest.raises(RuntimeError, match=r"sign\.before_store"):
            faults.crashpoint("sign.before_store")
    finally:
        faults.arm(None)
    faults.crashpoint("upload.after_fsync")


def test_an_instant_without_its_zone_is_refused_and_one_with_it_comes_back_in_utc() -> None:
    kind = UtcDateTime()
    with pytest.raises(ValueError, match="time zone"):
        kind.process_bind_param(datetime(2022, 9, 1), NOWHERE)  # noqa: DTZ001  the naive one that is refused
    noon = datetime(2022, 9, 1, 12, tzinfo=UTC)
    assert kind.process_result_value(noon.replace(tzinfo=None), NOWHERE) == noon
    assert kind.process_result_value(noon, NOWHERE) == noon


@pytest.mark.parametrize("kind", [UtcDateTime(), DecimalText(), EnumText(Role), JsonText()])
def test_nothing_stays_nothing_in_the_database(kind: UtcDateTime) -> None:
    assert kind.process_bind_param(None, NOWHERE) is None
    assert kind.process_result_value(None, NOWHERE) is None


def test_decimals_are_kept_as_their_own_text_and_tonnes_as_whole_hundredths() -> None:
    kind = DecimalText()
    assert kind.process_bind_param(Decimal("1E+3"), NOWHERE) == "1000"
    assert kind.process_result_value("52151.150", NOWHERE) == Decimal("52151.150")
    assert tonnes_cents(Decimal("52151.15")) == 5215115
    with pytest.raises(ValueError, match="hundredths"):
        tonnes_cents(Decimal("0.001"))


def test_a_word_outside_its_list_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        EnumText(Role).process_bind_param("nonsense", NOWHERE)


def test_both_databases_refuse_to_change_the_trail() -> None:
    assert len(append_only_ddl("audit_event", "sqlite")) == 2
    assert "TRUNCATE" in append_only_ddl("audit_event", "postgresql")[1]


def test_an_engine_of_postgresql_is_made_without_the_settings_of_sqlite() -> None:
    engine = make_engine("postgresql+psycopg://nobody@/nothing")
    assert engine.dialect.name == "postgresql"
    with unit_of_work._write_lock(engine):
        assert unit_of_work._one_writer.acquire(blocking=False)
        unit_of_work._one_writer.release()


def test_services_are_asked_for_only_after_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_of_work, "_bound", [])
    with pytest.raises(RuntimeError, match="not created yet"):
        unit_of_work.services()


def test_a_sentence_keeps_its_parameters_apart() -> None:
    told = BadInput(message("{name} is {age}.", name="Liu", age=3))
    assert (told.reason.id, str(told)) == ("{name} is {age}.", "Liu is 3.")


def a_case_id(house: House) -> int:
    with unit_of_work.unit_of_work(the_system()) as uow:
        case = a_case(uow, an_organisation(uow))
        for title in ("second", "third"):
            case.title = title
            uow.record("case.rename", case)
        return case.id


def spoil(house: House, statement: str) -> None:
    """Change the trail past its triggers, as somebody with the file in hand could."""
    with house.engine.begin() as connection:
        if house.engine.dialect.name == "sqlite":
            for act in ("update", "delete"):
                connection.exec_driver_sql(f"DROP TRIGGER audit_event_no_{act}")
        else:
            connection.exec_driver_sql("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        connection.execute(text(statement))


CASE_STREAM = "stream_id = (SELECT id FROM audit_stream WHERE name LIKE 'case:%')"


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        (f"DELETE FROM audit_event WHERE seq = 2 AND {CASE_STREAM}", "event 2 is missing: the next one stored is 3"),
        (f"DELETE FROM audit_event WHERE seq = 3 AND {CASE_STREAM}", "head says event 3, the events end at 2"),
        (f"UPDATE audit_event SET prev = hash WHERE seq = 2 AND {CASE_STREAM}", "does not follow from event 1"),
        (f"UPDATE audit_event SET hash = prev WHERE seq = 2 AND {CASE_STREAM}", "the hash of event 2 was changed"),
        (f"UPDATE audit_event SET actor_name = 'nobody' WHERE seq = 1 AND {CASE_STREAM}", "the row of event 1"),
    ],
)  # fmt: skip
def test_each_way_to_break_the_chain_is_named(house: House, statement: str, words: str) -> None:
    stream = audit.case_stream(a_case_id(house))
    spoil(house, statement)
    with unit_of_work.reading(EVERYTHING) as session:
        problem = audit.verify_chain(session, stream)
        assert stream in audit.all_streams(session)
    assert problem is not None
    assert words in problem.sentence


def test_an_empty_stream_holds_and_its_head_is_zero(house: House) -> None:
    with unit_of_work.reading(EVERYTHING) as session:
        assert audit.head_of(session, "case:99") == (0, audit.FIRST_PREVIOUS)
        assert audit.verify_chain(session, "case:99") is None


LIGHT = Machine(
    "case", CaseState, CaseState.DRAFT, frozenset(),
    (Move("engage", (CaseState.DRAFT,), CaseState.PRE_ENGAGEMENT, P.RUN_CASE),),
)  # fmt: skip


def test_a_move_is_refused_to_who_lacks_its_right_even_past_the_page(house: House) -> None:
    case_id = a_case_id(house)
    actor = Actor(1, "Liu", None, EVERYTHING, case_id=case_id, case_roles=frozenset({Role.PREPARER}))
    with pytest.raises(NotAllowed), unit_of_work.unit_of_work(actor) as uow:
        uow.move(LIGHT, uow.session.get_one(Case, case_id), "engage")
    with unit_of_work.reading(EVERYTHING) as session:
        assert session.get_one(Case, case_id).state is CaseState.DRAFT


def test_a_row_changed_outside_a_unit_of_work_is_refused(house: House) -> None:
    case_id = a_case_id(house)
    with ScopedSession(house.engine, info={"scope": EVERYTHING}) as session:
        session.get_one(Case, case_id).title = "by the way"
        with pytest.raises(UnrecordedChange, match="outside a unit of work"):
            session.flush()


def test_a_deleted_row_is_told_in_the_trail(house: House) -> None:
    with unit_of_work.unit_of_work(the_system()) as uow:
        row = an_organisation(uow, "Mistake Ltd")
        keeper = an_organisation(uow)
    with unit_of_work.unit_of_work(the_system()) as uow:
        mistaken = uow.session.get_one(Organisation, row.id)
        uow.session.delete(mistaken)
        uow.record("organisation.remove", uow.session.get_one(Organisation, keeper.id), covers=[mistaken])
    with unit_of_work.reading(EVERYTHING) as session:
        event = list(audit.events_of(session, audit.organisation_stream(keeper.id)))[-1]
    assert "Mistake Ltd" in event.body


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ({"a": (1, Decimal("2.50"))}, {"a": [1, "2.50"]}), ({3, 1}, [1, 3]), (b"abc", "(3 bytes)"),
        (2**60, str(2**60)), ("x" * 5000, "x" * 4000 + "…"), (Role.VERIFIER, "verifier"), (1.5, "1.5"),
        (datetime(2022, 9, 1, tzinfo=UTC), "2022-09-01T00:00:00Z"), (None, None), (True, True),
    ],
)  # fmt: skip
def test_values_stand_in_the_trail_as_plain_json(value: object, plain: object) -> None:
    assert unit_of_work._plain(value) == plain


def test_a_row_named_as_a_fact_stands_in_the_trail_by_its_name(house: House) -> None:
    with unit_of_work.unit_of_work(the_system()) as uow:
        case = a_case(uow, an_organisation(uow))
        assert unit_of_work._plain(case) == "verification_case:C-2022-0001"
        assert unit_of_work._stream(SimpleNamespace()) == audit.SECURITY_STREAM  # type: ignore[arg-type]
