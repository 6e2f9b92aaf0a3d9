"""Runs the migrations on the database that the settings name, or on a connection that is handed in."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, TypeDecorator

from workflow import models
from workflow.config import from_environment
from workflow.db import Base, make_engine
from workflow.schema import is_described

__all__ = ["models"]


def plain_type(kind: str, item: object, _context: object) -> str | bool:
    """Write the stored type into a migration: it must not follow later changes of the product's types."""
    if kind != "type" or not isinstance(item, TypeDecorator):
        return False
    return f"sa.{item.impl!r}"


def migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=False,
        include_name=is_described,
        render_item=plain_type,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    engine = make_engine(context.config.get_main_option("sqlalchemy.url") or from_environment().database_url)
    with engine.execution_options(writes=True).connect() as opened:
        migrate(opened)
        opened.commit()
    engine.dispose()
