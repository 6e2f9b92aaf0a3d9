"""A fresh house for each test: the embedded database, or PostgreSQL when ASSAY_TEST_DATABASE says so."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.factories import House, a_house, lay_tables
from tests.servers import PostgresServer
from tests.workflow.town import Town, settle_town
from workflow.config import Config
from workflow.db import make_engine

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def copy_database(request: pytest.FixtureRequest) -> Callable[[str, Path], str]:
    """Copies a database that nobody uses at the moment; answers the address of the copy."""
    if is_postgres():
        server: PostgresServer = request.getfixturevalue("postgres_server")
        return lambda url, _folder: server.new_database(
            f"house_{next(_numbers)}", make_url(url).database or ""
        )
    return _copy_file


def is_postgres() -> bool:
    """Whether these tests run on PostgreSQL."""
    return os.environ.get("ASSAY_TEST_DATABASE") == "postgres"


def _copy_file(url: str, folder: Path) -> str:
    engine = make_engine(url)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    shutil.copyfile(make_url(url).database or "", folder / "assay.sqlite")
    return f"sqlite:///{folder / 'assay.sqlite'}"


@pytest.fixture(scope="session")
def laid_database(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    copy_database: Callable[[str, Path], str],
) -> Callable[[Path], str]:
    """Gives each test a database of its own with all tables, copied from one that was laid once."""
    if is_postgres():
        server: PostgresServer = request.getfixturevalue("postgres_server")
        pattern = server.new_database("pattern")
    else:
        pattern = f"sqlite:///{tmp_path_factory.mktemp('pattern') / 'assay.sqlite'}"
    engine = make_engine(pattern)
    lay_tables(engine)
    engine.dispose()
    return lambda folder: copy_database(pattern, folder)


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
