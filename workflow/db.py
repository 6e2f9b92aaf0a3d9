"""Tables' common ground: base, column types, ownership, the scoped session and append-only triggers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    create_engine,
    event,
    or_,
)  # fmt: skip
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)  # fmt: skip
from sqlalchemy.sql.base import ExecutableOption

from workflow.access import Scope
from workflow.errors import UnscopedQuery

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLITE_BUSY_SECONDS = 20


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DecimalText(TypeDecorator[Decimal]):
    """An exact decimal as canonical text, the same in both databases (decision 5)."""

    impl = String(64)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        return None if value is None else format(value, "f")

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value)


class EnumText(TypeDecorator[StrEnum]):
    """A closed list of words, stored as the word."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.words(value)


class JsonText(TypeDecorator[Any]):
    """A small structure kept as sorted JSON text, so that equal values have equal bytes."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class Base(DeclarativeBase):
    """Base of all tables. `unrecorded` names why rows of a table need no event of their own."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012  SQLAlchemy's own hook
        datetime: UtcDateTime(),
        Decimal: DecimalText(),
        dict[str, Any]: JsonText(),
        list[Any]: JsonText(),
        str: Text(),
        int: Integer(),
    }
    unrecorded: str | None = None

    id: Mapped[int] = mapped_column(primary_key=True)


class Owned:
    """A row of one organisation; invisible outside its scope."""

    owner_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)


class OrganisationOwned(Owned):
    """A row that belongs to an organisation and to no case."""


class OrganisationItself:
    """The organisation row: visible within the scope by its own id."""

    id: Mapped[int] = mapped_column(primary_key=True)


class CaseOwned(Owned):
    """A row of one case: the body owns it, the case's grants open it."""

    case_id: Mapped[int] = mapped_column(ForeignKey("verification_case.id"), index=True)


class CaseItself(Owned):
    """The case row: as CaseOwned, by its own id."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Versioned:
    """A row that two people may edit: the second to save is told."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


def tonnes_cents(tonnes: Decimal) -> int:
    """Tonnes CO2e as whole hundredths, for sums and sorting in the database (decision 5)."""
    return int((tonnes * 100).to_integral_exact())


class ScopedSession(Session):
    """A session that knows for whom it reads; without a scope it refuses to run a query."""

    @property
    def scope(self) -> Scope:
        scope = self.info.get("scope")
        if not isinstance(scope, Scope):
            raise UnscopedQuery("this session was opened without a scope")
        return scope


@event.listens_for(ScopedSession, "do_orm_execute")
def _keep_to_scope(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, ScopedSession)
    scope = session.scope
    if scope.everything or not state.is_select or state.execution_options.get("across_tenants"):
        return
    state.statement = state.statement.options(*_criteria(scope))


@lru_cache(maxsize=256)
def _criteria(scope: Scope) -> tuple[ExecutableOption, ...]:
    """What a scope lets through, by kind of ownership; made once for all queries within it."""
    organisations, cases, owners = tuple(scope.organisations), tuple(scope.cases), tuple(scope.case_owners)
    # Plain tuples in the closure become bound parameters: one compiled statement serves every scope.
    return (
        with_loader_criteria(
            OrganisationOwned, lambda cls: cls.owner_org_id.in_(organisations), include_aliases=True
        ),
        with_loader_criteria(OrganisationItself, lambda cls: cls.id.in_(organisations), include_aliases=True),
        with_loader_criteria(
            CaseOwned,
            lambda cls: or_(cls.case_id.in_(cases), cls.owner_org_id.in_(owners)),
            include_aliases=True,
        ),
        with_loader_criteria(
            CaseItself, lambda cls: or_(cls.id.in_(cases), cls.owner_org_id.in_(owners)), include_aliases=True
        ),
    )


def across_tenants(why: str) -> dict[str, str]:
    """Execution options of a named query that must look beyond the scope; `why` stands in the code."""
    return {"across_tenants": why}


def make_engine(url: str) -> Engine:
    """An engine with the durability settings of each database."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_size=10, max_overflow=20, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _settings(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy begins the transaction below, not the driver
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def append_only_ddl(table: str, dialect: str) -> tuple[str, ...]:
    """Statements that make the database refuse UPDATE and DELETE on a table."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append only'); END"
            for act in ("UPDATE", "DELETE")
        )
    return (
        f"CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger AS $$ "
        f"BEGIN RAISE EXCEPTION '{table} is append only'; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()",
    )
