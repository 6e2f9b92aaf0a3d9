"""A fresh house for each test: the embedded database, or PostgreSQL when ASSAY_TEST_DATABASE says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, make_url

from tests.factories import House, a_house, lay_tables
from tests.servers import PostgresServer
from tests.workflow.town import Town, settle_town
from workflow.config import Config
from workflow.db import make_engine

OWN = "house"


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

    def copy(self, pattern: str, folder: Path) -> str:
        """Copy a database that nobody uses at the moment and lead the engine there; answers its address."""
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


@pytest.fixture(scope="session")
def new_pattern(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], tuple[str, Path]]:
    """Makes an empty database to be laid once and copied for each test; answers its address and folder."""

    def make(name: str) -> tuple[str, Path]:
        folder = tmp_path_factory.mktemp(name)
        if is_postgres():
            server: PostgresServer = request.getfixturevalue("postgres_server")
            return server.new_database(name), folder
        return f"sqlite:///{folder / 'assay.sqlite'}", folder

    return make


@pytest.fixture(scope="session")
def laid_tables(new_pattern: Callable[[str], tuple[str, Path]]) -> str:
    """A database with all tables and no row."""
    url, _ = new_pattern("pattern")
    engine = make_engine(url)
    lay_tables(engine)
    rest(engine)
    return url


@pytest.fixture(scope="session")
def settled_town(new_pattern: Callable[[str], tuple[str, Path]]) -> Town:
    """The town as it is before anybody did anything; nobody changes it any more."""
    url, folder = new_pattern("settled")
    engine = make_engine(url)
    lay_tables(engine)
    town = settle_town(a_house(engine, _config(folder, url)))
    rest(engine)
    return town


def _config(folder: Path, url: str) -> Config:
    return Config(folder=folder, database_url=url, queue_url="unix:///nowhere")


@pytest.fixture
def house(request: pytest.FixtureRequest, tmp_path: Path, one_engine: OneEngine, laid_tables: str) -> House:
    """A fresh house, with the town's people in it when the test asks for the town."""
    pattern = laid_tables
    if "town" in request.fixturenames:
        settled: Town = request.getfixturevalue("settled_town")
        pattern = settled.house.services.config.database_url
    url = one_engine.copy(pattern, tmp_path)
    return a_house(one_engine.engine, _config(tmp_path, url))


@pytest.fixture
def town(house: House, settled_town: Town) -> Town:
    """A body, a group, a rival and their people, with browsers."""
    settled = settled_town
    return replace(
        settled, house=house, organisations=dict(settled.organisations), people=dict(settled.people)
    )
