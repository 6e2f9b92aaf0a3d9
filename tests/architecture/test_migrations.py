"""The migrations make exactly the tables of the code, on both databases, and can be taken back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect

from tests.servers import PostgresServer
from workflow import schema
from workflow.db import make_engine

VERSIONS = Path(__file__).resolve().parent.parent.parent / "migrations" / "versions"


def up_and_down_and_up(engine: Engine) -> None:
    schema.upgrade(engine)
    assert schema.drift(engine) == []
    schema.downgrade(engine)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    schema.upgrade(engine)
    assert schema.drift(engine) == []
    engine.dispose()


def test_tables_and_code_agree_on_sqlite_and_each_migration_is_reversible(tmp_path: Path) -> None:
    up_and_down_and_up(make_engine(f"sqlite:///{tmp_path / 'assay.sqlite'}"))


@pytest.mark.postgres
def test_tables_and_code_agree_on_postgresql_and_each_migration_is_reversible(
    postgres_server: PostgresServer,
) -> None:
    up_and_down_and_up(make_engine(postgres_server.new_database("migrations")))


def test_a_migration_is_dated_and_named_after_its_effect() -> None:
    names = [path.stem for path in VERSIONS.glob("*.py")]
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{8}(_[a-z0-9]+)+", name)] == []
