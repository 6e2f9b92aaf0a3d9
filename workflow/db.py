"""Tables' common ground: base, column types, ownership, the scoped session and append-only triggers."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Text,
    TypeDecorator,
    bindparam,
    create_engine,
    event,
    or_,
)  # fmt: skip
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)  # fmt: skip
from sqlalchemy.sql import coercions, roles
from sqlalchemy.sql.base import ExecutableOption
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.sql.visitors import InternalTraversal

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
ASK_AGAIN_SECONDS = 0.001


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
        # A page reads hundreds of states: asking the dictionary costs a third of calling the enum.
        self._by_value = {word.value: word for word in words}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self._by_value[value]


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
    """Tonnes CO2e as whole hundredths, for sums and sorting in the database (decision 5).

    ValueError for an amount that was not rounded to 0.01 t: nothing is rounded twice, and nothing silently.
    """
    cents = tonnes * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"{tonnes} t is no whole number of hundredths of a tonne")
    return int(cents)


class ScopedSession(Session):
    """A session that knows for whom it reads; without a scope it refuses to run a query."""

    @property
    def scope(self) -> Scope:
        scope = self.info.get("scope")
        if not isinstance(scope, Scope):
            raise UnscopedQuery("this session was opened without a scope")
        return scope


# The scope of the statement that this thread executes now, set anew for each. The text of a statement is the
# same for every scope and takes its ids from here: held in the statement itself, as bound parameters of its
# own, the same ids cost more than all the rest of a small query.
_asked_within: ContextVar[Scope] = ContextVar("_asked_within")


@event.listens_for(ScopedSession, "do_orm_execute")
def _keep_to_scope(state: ORMExecuteState) -> None:
    session = state.session
    assert isinstance(session, ScopedSession)
    scope = session.scope
    if scope.everything or not state.is_select or state.execution_options.get("across_tenants"):
        return
    _asked_within.set(scope)
    is_one_case = len(scope.cases) == 1 and not scope.case_owners
    state.statement = state.statement.options(*(_OF_ONE_CASE if is_one_case else _OF_ALL_CASES))


class Within(ColumnElement[bool]):
    """True for a column whose id is among those of one part of the scope that asks."""

    type = Boolean()
    _traverse_internals = [  # noqa: RUF012  SQLAlchemy's own hook
        ("column", InternalTraversal.dp_clauseelement),
        ("part", InternalTraversal.dp_string),
    ]

    def __init__(self, column: Any, part: str) -> None:
        self.column = coercions.expect(roles.ExpressionElementRole, column)
        self.part = part

    def self_group(self, against: OperatorType | None = None) -> Within:
        """Stand for itself: compared with true, as other truth values are, it would pass every index by."""
        return self


_ONE_CASE = bindparam("the_case", type_=Integer, callable_=lambda: next(iter(_asked_within.get().cases)))
_ANY_OF = {
    "organisations": bindparam(
        "organisations", type_=Integer, expanding=True, callable_=lambda: [*_asked_within.get().organisations]
    ),
    "cases": bindparam(
        "cases", type_=Integer, expanding=True, callable_=lambda: [*_asked_within.get().cases]
    ),
    "case_owners": bindparam(
        "case_owners", type_=Integer, expanding=True, callable_=lambda: [*_asked_within.get().case_owners]
    ),
}


@compiles(Within)
def _say_within(element: Within, compiler: Any, **how: Any) -> str:
    column = element.column
    is_within = column == _ONE_CASE if element.part == "case" else column.in_(_ANY_OF[element.part])
    said: str = compiler.process(is_within.self_group(), **how)
    return said


def _only(kind: type, within: Callable[[Any], ColumnElement[bool]]) -> ExecutableOption:
    return with_loader_criteria(kind, within, include_aliases=True)


_OF_ORGANISATIONS = (
    _only(OrganisationOwned, lambda cls: Within(cls.owner_org_id, "organisations")),
    _only(OrganisationItself, lambda cls: Within(cls.id, "organisations")),
)
_OF_ONE_CASE = (
    *_OF_ORGANISATIONS,
    _only(CaseOwned, lambda cls: Within(cls.case_id, "case")),
    _only(CaseItself, lambda cls: Within(cls.id, "case")),
)
_OF_ALL_CASES = (
    *_OF_ORGANISATIONS,
    _only(CaseOwned, lambda cls: or_(Within(cls.case_id, "cases"), Within(cls.owner_org_id, "case_owners"))),
    _only(CaseItself, lambda cls: or_(Within(cls.id, "cases"), Within(cls.owner_org_id, "case_owners"))),
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
        if connection.get_execution_options().get("writes", False):
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_writing(connection: Connection) -> None:
    """Begin as the one writer; wait for another one's end, up to SQLITE_BUSY_SECONDS.

    SQLite's own wait sleeps ever longer, to a tenth of a second, while a commit takes some milliseconds.
    """
    database: Any = connection.connection.driver_connection
    until = time.monotonic() + SQLITE_BUSY_SECONDS
    database.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                database.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as busy:
                if busy.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    break
                time.sleep(ASK_AGAIN_SECONDS)
            else:
                return
        # Once more through SQLAlchemy, whose errors are those that everybody catches.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        database.execute(f"PRAGMA busy_timeout={SQLITE_BUSY_SECONDS * 1000}")


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
