"""Fixtures of the journeys: an empty town, and the demo replayed once for all that only look at it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.journeys.replayed import replayed_once
from tests.journeys.town import Town, a_replayed_town, an_empty_town
from tests.servers import PostgresServer


@pytest.fixture
def empty_town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Town]:
    """The embedded database, or PostgreSQL when ASSAY_TEST_DATABASE says so."""
    url = f"sqlite:///{tmp_path / 'assay.sqlite'}"
    if os.environ.get("ASSAY_TEST_DATABASE") == "postgres":
        server: PostgresServer = request.getfixturevalue("postgres_server")
        url = server.new_database("journey")
    with an_empty_town(tmp_path, url) as town:
        yield town


@pytest.fixture(scope="session")
def replayed_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo as a first start leaves it, shared by all workers of a run; nobody writes into it."""
    own = tmp_path_factory.getbasetemp()
    return replayed_once(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture
def copied_folder(replayed_folder: Path, tmp_path: Path) -> Path:
    """A copy of the replayed demo, to write into."""
    copy = tmp_path / "demo"
    shutil.copytree(replayed_folder, copy)
    return copy


@pytest.fixture
def replayed_town(copied_folder: Path) -> Iterator[Town]:
    """The replayed demo on its own day, with its people at their browsers."""
    with a_replayed_town(copied_folder) as town:
        yield town


# For one file: a process has one town at a time.
@pytest.fixture(scope="module")
def shown_town(
    replayed_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Town]]:
    """One copy of the replayed demo, for all tests of a file that only look."""
    folder = tmp_path_factory.mktemp("shown") / "demo"
    shutil.copytree(replayed_folder, folder)
    with a_replayed_town(folder) as town:
        yield lambda: town
