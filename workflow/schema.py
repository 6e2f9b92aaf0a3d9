"""Brings the database to the newest schema, and says whether the tables and the code agree."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from workflow import models
from workflow.db import Base

HOUSE = Path(__file__).resolve().parent.parent
assert models is not None


def alembic_settings() -> AlembicConfig:
    """Alembic's settings: the migrations of this house, dated file names."""
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(HOUSE / "migrations"))
    settings.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(slug)s")
    return settings


def upgrade(engine: Engine, target: str = "head") -> None:
    """Run all migrations that the database lacks."""
    settings = alembic_settings()
    with engine.execution_options(writes=True).connect() as connection:
        settings.attributes["connection"] = connection
        command.upgrade(settings, target)
        connection.commit()


def downgrade(engine: Engine, target: str = "base") -> None:
    """Take migrations back, for the test that they can be."""
    settings = alembic_settings()
    with engine.execution_options(writes=True).connect() as connection:
        settings.attributes["connection"] = connection
        command.downgrade(settings, target)
        connection.commit()


def is_described(name: str | None, kind: str, _parents: object) -> bool:
    """True for what the models describe; the words of the search and their inner tables are made by statements."""
    return kind != "table" or name is None or not name.startswith("page_words")


def drift(engine: Engine) -> list[str]:
    """Differences between the migrated tables and the code's, in words; empty when they agree."""
    with engine.connect() as connection:
        opts = {"compare_type": False, "include_name": is_described}
        context = MigrationContext.configure(connection, opts=opts)
        return [str(difference) for difference in compare_metadata(context, Base.metadata)]
