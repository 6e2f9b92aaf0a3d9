"""A fresh house for each test: embedded database by default, PostgreSQL where a test asks for both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories import House, a_house, lay_tables
from workflow.config import Config
from workflow.db import make_engine


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    url = f"sqlite:///{tmp_path / 'assay.sqlite'}"
    engine = make_engine(url)
    lay_tables(engine)
    yield a_house(engine, Config(folder=tmp_path, database_url=url, queue_url="unix:///nowhere"))
    engine.dispose()
