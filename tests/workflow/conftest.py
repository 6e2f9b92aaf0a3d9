"""A fresh house for each test: the embedded database, or PostgreSQL when ASSAY_TEST_DATABASE says so."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.factories import House, a_house, lay_tables
from tests.servers import PostgresServer
from tests.workflow.town import Town, settle_town
from workflow.config import Config
from workflow.db import make_engine

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def laid_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], str]:
    """Gives each test a database of its own with all tables, copied from one that was laid once."""
    if os.environ.get("ASSAY_TEST_DATABASE") == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return _copies_of_postgres(server)
    pattern = tmp_path_factory.mktemp("pattern") / "assay.sqlite"
    _lay(f"sqlite:///{pattern}")

    def copy(folder: Path) -> str:
        shutil.copyfile(pattern, folder / "assay.sqlite")
        return f"sqlite:///{folder / 'assay.sqlite'}"

    return copy


def _copies_of_postgres(server: PostgresServer) -> Callable[[Path], str]:
    _lay(server.new_database("pattern"))
    return lambda _folder: server.new_database(f"house_{next(_numbers)}", pattern="pattern")


def _lay(url: str) -> None:
    engine = make_engine(url)
    lay_tables(engine)
    engine.dispose()


@pytest.fixture
def house(tmp_path: Path, laid_database: Callable[[Path], str]) -> Iterator[House]:
    url = laid_database(tmp_path)
    engine = make_engine(url)
    yield a_house(engine, Config(folder=tmp_path, database_url=url, queue_url="unix:///nowhere"))
    engine.dispose()


@pytest.fixture
def town(house: House) -> Town:
    """A body, a group, a rival and their people, with browsers."""
    return settle_town(house)
