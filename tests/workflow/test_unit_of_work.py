"""One act, one transaction, one event: and nothing unrecorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.factories import EVERYTHING, House, a_case, a_person, an_actor, an_organisation, the_system
from workflow import audit, jobs
from workflow.access import Role, Scope
from workflow.cases.models import Case, CaseGrant
from workflow.db import ScopedSession
from workflow.errors import ChangedMeanwhile, Refusal, RuleViolation, UnrecordedChange, UnscopedQuery
from workflow.i18n import message
from workflow.planning.models import Plan
from workflow.unit_of_work import bind, reading, services, unit_of_work


def two_cases(house: House) -> tuple[int, int]:
    with unit_of_work(the_system()) as uow:
        norrland = an_organisation(uow)
        other = an_organisation(uow, "Another Body AS")
        return a_case(uow, norrland).id, a_case(uow, other, "C-2022-0002").id


def test_an_unrecorded_change_is_refused(house: House) -> None:
    case_id, _ = two_cases(house)
    with pytest.raises(UnrecordedChange, match="title"), unit_of_work(the_system()) as uow:
        uow.session.get_one(Case, case_id).title = "changed in secret"
    with reading(EVERYTHING) as session:
        assert session.get_one(Case, case_id).title == "Halden Interconnect 2021"


def test_a_bulk_statement_without_an_event_is_refused(house: House) -> None:
    two_cases(house)
    with pytest.raises(UnrecordedChange), unit_of_work(the_system()) as uow:
        uow.session.execute(update(Case).values(title="all at once"))


def test_the_event_tells_what_was_and_what_is_now(house: House) -> None:
    case_id, _ = two_cases(house)
    with unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, case_id)
        case.title = "HIK 2021"
        uow.record("case.rename", case)
    with reading(EVERYTHING) as session:
        body = list(audit.events_of(session, audit.case_stream(case_id)))[-1].body
    assert '"was":{"title":"Halden Interconnect 2021"}' in body
    assert '"now":{"title":"HIK 2021"}' in body


def test_a_scope_shows_only_its_own_cases(house: House) -> None:
    first, second = two_cases(house)
    for mine in (first, second):
        with reading(Scope(cases=frozenset({mine}))) as session:
            assert list(session.scalars(select(Case.id))) == [mine]
            assert session.get(Case, first + second - mine) is None
    with reading(Scope()) as session:
        assert list(session.scalars(select(Case.id))) == []


def test_a_row_outside_the_scope_cannot_be_written(house: House) -> None:
    first, second = two_cases(house)
    only_first = the_system(Scope(cases=frozenset({first})))
    with pytest.raises(UnrecordedChange, match="scope"), unit_of_work(only_first) as uow:
        grant = CaseGrant(case_id=second, owner_org_id=1, organisation_id=1, valid_from=uow.now.date())
        uow.session.add(grant)
        uow.record("case.grant", grant)


def test_a_session_without_a_scope_refuses_to_read(house: House) -> None:
    with ScopedSession(house.engine) as session, pytest.raises(UnscopedQuery):
        session.scalars(select(Case))


def test_a_refused_act_changes_nothing_but_is_in_the_trail(house: House) -> None:
    case_id, _ = two_cases(house)
    with pytest.raises(RuleViolation), unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, case_id)
        case.title = "not kept"
        uow.refuse_unless(case, "case.test", Refusal("G-TEST", message("First do that.")))
    with reading(EVERYTHING) as session:
        last = list(audit.events_of(session, audit.case_stream(case_id)))[-1]
        assert session.get_one(Case, case_id).title == "Halden Interconnect 2021"
    assert last.verb == "case.test.refused"
    assert "G-TEST" in last.body


def test_the_second_of_two_editors_is_told(house: House) -> None:
    case_id, _ = two_cases(house)
    with unit_of_work(the_system()) as uow:
        seen = uow.session.get_one(Case, case_id).version
    for title, wins in (("first", True), ("second", False)):
        with unit_of_work(the_system()) as uow:
            case = uow.session.get_one(Case, case_id)
            if not wins:
                with pytest.raises(ChangedMeanwhile):
                    uow.expect(case, seen)
                continue
            uow.expect(case, seen)
            case.title = title
            uow.record("case.rename", case)


@pytest.mark.parametrize(
    ("forged", "told"),
    [
        ("body = replace(body, 'Halden', 'Harden')", "text of event 1"),
        ("actor_name = 'Somebody else'", "row of event 1"),
    ],
)
def test_the_trail_cannot_be_changed_and_a_forged_row_is_found(house: House, forged: str, told: str) -> None:
    case_id, _ = two_cases(house)
    stream = audit.case_stream(case_id)
    with Session(house.engine) as session, pytest.raises(DBAPIError, match="append only"):
        session.execute(text("UPDATE audit_event SET actor_name = 'nobody'"))
    with reading(EVERYTHING) as session:
        assert audit.verify_chain(session, stream) is None
    with house.engine.begin() as connection:
        if house.engine.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER audit_event_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE audit_event DISABLE TRIGGER ALL")
        connection.execute(
            text(
                f"UPDATE audit_event SET {forged} WHERE stream_id = "
                "(SELECT id FROM audit_stream WHERE name = :name)"
            ),
            {"name": stream},
        )
    with reading(EVERYTHING) as session:
        problem = audit.verify_chain(session, stream)
    assert problem is not None
    assert told in problem.sentence


def test_a_job_is_written_only_with_its_change(house: House) -> None:
    case_id, _ = two_cases(house)
    with pytest.raises(RuntimeError), unit_of_work(the_system()) as uow:
        uow.after_commit("workflow.nothing", case_id)
        raise RuntimeError
    with reading(EVERYTHING) as session:
        assert session.scalars(select(jobs.Job)).all() == []


def test_a_person_of_one_case_acts_only_there(house: House) -> None:
    first, _second = two_cases(house)
    with unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, first)
        person = a_person(uow, an_organisation(uow, "Third Body AS"))
        actor = an_actor(person, case=case, roles=frozenset({Role.LEAD_VERIFIER}))
    with unit_of_work(actor) as uow:
        assert [c.id for c in uow.session.scalars(select(Case))] == [first]


def test_who_saves_over_somebody_else_s_change_is_named_in_the_trail_and_a_job_is_not(house: House) -> None:
    case_id, _ = two_cases(house)
    with unit_of_work(the_system()) as uow:
        norrland = uow.session.get_one(Case, case_id)
        person = a_person(uow, an_organisation(uow, "Third"), "Lea Late")
        late = an_actor(person, case=norrland, roles=frozenset({Role.LEAD_VERIFIER}))
    for actor in (late, the_system()):
        with pytest.raises(ChangedMeanwhile), unit_of_work(actor) as uow:
            uow.expect(uow.session.get_one(Case, case_id), 99)
    with reading(EVERYTHING) as session:
        events = list(audit.events_of(session, audit.case_stream(case_id)))
    lost = [(e.actor_name, e.verb) for e in events if e.verb.endswith(".refused")]
    assert lost == [("Lea Late", "verification_case.save.refused")]
    assert "G-CHANGED" in events[-1].body
    with reading(EVERYTHING) as session:
        assert audit.verify_chain(session, audit.case_stream(case_id)) is None


def test_a_row_saved_between_reading_and_writing_is_told_as_changed(house: House) -> None:
    case_id, _ = two_cases(house)
    with pytest.raises(ChangedMeanwhile), unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, case_id)
        uow.session.execute(
            text("UPDATE verification_case SET version = version + 1 WHERE id = :id"), {"id": case_id}
        )
        case.title = "written on an older version"
        uow.record("case.rename", case)


def test_a_job_is_handed_to_the_queue_once_the_change_is_committed(house: House) -> None:
    sent: list[tuple[int, jobs.Lane]] = []

    class Noting(jobs.Sender):
        def __init__(self) -> None:
            """Needs no queue."""

        def send(self, job_id: int, lane: jobs.Lane) -> bool:
            sent.append((job_id, lane))
            return True

    bind(replace(services(), sender=Noting()))
    with unit_of_work(the_system()) as uow:
        row = uow.after_commit("workflow.people.jobs.send_mail", 1)
        assert not sent
    assert row is not None
    assert sent == [(row.id, jobs.Lane.WORK)]


def test_a_broken_rule_that_names_no_act_leaves_no_line_in_the_trail(house: House) -> None:
    case_id, _ = two_cases(house)
    with reading(EVERYTHING) as session:
        before = audit.head_of(session, audit.case_stream(case_id))
    with pytest.raises(RuleViolation), unit_of_work(the_system()):
        raise RuleViolation(Refusal("G-TEST", message("First do that.")))
    with reading(EVERYTHING) as session:
        assert audit.head_of(session, audit.case_stream(case_id)) == before


def test_a_new_row_without_a_value_is_a_change(house: House) -> None:
    case_id, _ = two_cases(house)
    with pytest.raises(UnrecordedChange, match="created"), unit_of_work(the_system()) as uow:
        case = uow.session.get_one(Case, case_id)
        uow.session.add(Plan(case_id=case.id, owner_org_id=case.owner_org_id))
