"""A fresh house for each test: the embedded database, or PostgreSQL when ASSAY_TEST_DATABASE says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine, event, make_url

from tests.factories import House, a_house, lay_tables
from tests.servers import PostgresServer
from tests.workflow.town import Town, settle_town
from workflow.config import Config
from workflow.db import make_engine

OWN = "house"
T = TypeVar("T")


def is_postgres() -> bool:
    """Whether these tests run on PostgreSQL."""
    return os.environ.get("ASSAY_TEST_DATABASE") == "postgres"


class OneEngine:
    """The engine of all tests of this process, led to the database of each.

    An engine keeps the statements that it compiled; one for each test would compile them all anew.
    """

    def __init__(self, server: PostgresServer | None) -> None:
        self._server = server
        self._place = ""
        self.engine = make_engine(server.url(OWN) if server else "sqlite:///led-elsewhere")
        event.listen(self.engine, "do_connect", self._lead)

    def _lead(self, _dialect: object, _record: object, arguments: list[Any], named: dict[str, Any]) -> None:
        if self._server is None:
            arguments[:] = [self._place]
        else:
            named["dbname"] = self._place

    def house_like(self, pattern: House, folder: Path) -> House:
        """A house in a folder on a copy of the database of another, which nobody uses at the moment."""
        url = self._copy(pattern.services.config.database_url, folder)
        return a_house(self.engine, _config(folder, url))

    def _copy(self, pattern: str, folder: Path) -> str:
        self.engine.dispose()
        if self._server is None:
            self._place = str(folder / "assay.sqlite")
            shutil.copyfile(make_url(pattern).database or "", self._place)
            return f"sqlite:///{self._place}"
        self._place = OWN
        return self._server.new_database(OWN, make_url(pattern).database or "")


@pytest.fixture(scope="session")
def one_engine(request: pytest.FixtureRequest) -> Iterator[OneEngine]:
    """The engine of all tests of this process."""
    one = OneEngine(request.getfixturevalue("postgres_server") if is_postgres() else None)
    yield one
    one.engine.dispose()


def rest(engine: Engine) -> None:
    """Leave a database whole in its file, with nobody at it, to be copied."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


Settle = Callable[[House], T]
LayPattern = Callable[[str, Settle[T]], T]


@pytest.fixture(scope="session")
def lay_pattern(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> LayPattern[Any]:
    """Lays a database once, to be copied for each test that begins there; gives what was settled in it."""

    def lay(name: str, settle: Settle[T]) -> T:
        folder = tmp_path_factory.mktemp(name)
        url = f"sqlite:///{folder / 'assay.sqlite'}"
        if is_postgres():
            url = request.getfixturevalue("postgres_server").new_database(name)
        engine = make_engine(url)
        lay_tables(engine)
        settled = settle(a_house(engine, _config(folder, url)))
        rest(engine)
        return settled

    return lay


@pytest.fixture(scope="session")
def bare_house(lay_pattern: LayPattern[House]) -> House:
    """A house with all tables and no row."""
    return lay_pattern("bare", lambda house: house)


@pytest.fixture(scope="session")
def settled_town(lay_pattern: LayPattern[Town]) -> Town:
    """The town as it is before anybody did anything; nobody changes it any more."""
    return lay_pattern("settled", settle_town)


def _config(folder: Path, url: str) -> Config:
    return Config(folder=folder, database_url=url, queue_url="unix:///nowhere")


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path, one_engine: OneEngine) -> House:
    """A fresh house, with the town's people in it when the test asks for the town."""
    if "town" in request.fixturenames:
        return one_engine.house_like(request.getfixturevalue("settled_town").house, tmp_path)
    return one_engine.house_like(request.getfixturevalue("bare_house"), tmp_path)


@pytest.fixture
def town(house: House, settled_town: Town) -> Town:
    """A body, a group, a rival and their people, with browsers."""
    settled = settled_town
    return replace(
        settled, house=house, organisations=dict(settled.organisations), people=dict(settled.people)
    )
