"""The database's common ground: one writer at a time, who waits for the other's end and no longer."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select, text
from sqlalchemy.exc import OperationalError

from tests.factories import EVERYTHING, House, a_case, an_organisation, the_system
from workflow import db
from workflow.access import Scope
from workflow.cases.models import Case, CaseGrant
from workflow.unit_of_work import reading, unit_of_work


@pytest.fixture
def on_file(tmp_path: Path) -> Iterator[Engine]:
    """An embedded database that two connections share."""
    engine = db.make_engine(f"sqlite:///{tmp_path / 'two.sqlite'}").execution_options(writes=True)
    yield engine
    engine.dispose()


def test_a_writer_waits_for_the_end_of_the_one_before(on_file: Engine) -> None:
    first = on_file.connect()
    first.execute(text("SELECT 1"))
    end = threading.Timer(0.05, first.close)
    end.start()
    began = time.monotonic()
    with on_file.connect() as second:
        second.execute(text("CREATE TABLE written (id INTEGER)"))
    assert time.monotonic() - began >= 0.04
    end.join()


def test_a_writer_who_waited_too_long_is_refused_in_the_words_that_pages_know(
    on_file: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "SQLITE_BUSY_SECONDS", 0)
    with on_file.connect() as first, on_file.connect() as second:
        first.execute(text("SELECT 1"))
        with pytest.raises(OperationalError, match="locked"):
            second.execute(text("SELECT 1"))


def test_what_is_no_wait_is_said_at_once(on_file: Engine) -> None:
    with on_file.connect() as connection:
        database = connection.connection.driver_connection
        assert database is not None
        database.execute("BEGIN")
        with pytest.raises(OperationalError, match="within a transaction"):
            connection.execute(text("SELECT 1"))
        database.rollback()


def test_one_text_of_a_statement_serves_every_scope_and_shows_each_its_own(house: House) -> None:
    with unit_of_work(the_system()) as uow:
        body, other = an_organisation(uow), an_organisation(uow, "Another Body AS")
        mine, theirs = a_case(uow, body).id, a_case(uow, other, "C-2022-0002").id
        own, foreign = body.id, other.id
    asked = select(Case.id).order_by(Case.id)
    for scope, seen in (
        (Scope(cases=frozenset({mine})), [mine]),
        (Scope(cases=frozenset({theirs})), [theirs]),
        (Scope(cases=frozenset({mine, theirs})), [mine, theirs]),
        (Scope(case_owners=frozenset({foreign})), [theirs]),
        (Scope(cases=frozenset({mine}), case_owners=frozenset({foreign})), [mine, theirs]),
        (Scope(organisations=frozenset({own})), []),
        (EVERYTHING, [mine, theirs]),
    ):
        with reading(scope) as session:
            assert list(session.scalars(asked)) == seen


def test_sessions_of_two_scopes_at_once_keep_apart(house: House) -> None:
    with unit_of_work(the_system()) as uow:
        body = an_organisation(uow)
        first, second = a_case(uow, body).id, a_case(uow, body, "C-2022-0002").id
    with (
        reading(Scope(cases=frozenset({first}))) as one,
        reading(Scope(cases=frozenset({second}))) as two,
    ):
        for _ in range(2):
            assert list(one.scalars(select(Case.id))) == [first]
            assert list(two.scalars(select(Case.id))) == [second]
        assert list(one.scalars(select(CaseGrant.case_id))) == []


def test_the_filter_lets_the_database_use_its_index(house: House) -> None:
    engine = create_engine("sqlite://")
    asked = select(CaseGrant.id).options(*db._OF_ONE_CASE)
    said = str(asked.compile(engine))
    assert said.endswith("WHERE (case_grant.case_id = ?)"), said
