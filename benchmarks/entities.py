"""Fills a copy of the demo's database with further entities: each its organisation, its case and all its rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Engine, Integer, String, Table, cast, func, literal, select

import workflow.models  # noqa: F401  every table is copied, whichever noun it is of
from workflow.audit import AuditEvent, AuditStream, case_stream
from workflow.cases.models import Case
from workflow.db import Base
from workflow.people.models import Organisation

# Ids of the copies of one entity lie this far above those of the one before.
APART = 1_000_000
TEXTS_THAT_NAME_ONE_ROW = {("verification_case", "code"), ("job", "key"), ("issue", "number")}


def count_entities(engine: Engine) -> int:
    """Entities in the data: cases, for each has one."""
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(Case.__table__)) or 0


def fill_up_to(engine: Engine, entities: int, code: str) -> None:
    """Copy the case of that code, its party and its trail, until there are so many; in one transaction."""
    missing = entities - count_entities(engine)
    cases = _table(Case)
    with engine.execution_options(writes=True).begin() as connection:
        case_id, party = connection.execute(
            select(cases.c.id, cases.c.responsible_party_org_id).where(cases.c.code == code)
        ).one()
        for number in range(1, missing + 1):
            _copy_entity(connection, number, case_id, party)
        connection.exec_driver_sql("ANALYZE")


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)
    return table


def _copy_entity(connection: Connection, number: int, case_id: int, party: int) -> None:
    streams, events = _table(AuditStream), _table(AuditEvent)
    cases, organisations = _table(Case), _table(Organisation)
    of_case = [table for table in Base.metadata.sorted_tables if "case_id" in table.c]
    stream = connection.scalar(select(streams.c.id).where(streams.c.name == case_stream(case_id)))
    chosen = {organisations: organisations.c.id == party, cases: cases.c.id == case_id}
    chosen |= {table: table.c.case_id == case_id for table in of_case}
    chosen |= {streams: streams.c.id == stream, events: events.c.stream_id == stream}
    for table, which in chosen.items():
        values = {column.name: _moved(column, number, set(chosen)) for column in table.columns}
        if table is streams:
            values["name"] = literal(case_stream(case_id + number * APART))
        rows = select(*values.values()).where(which)
        connection.execute(table.insert().from_select(list(values), rows, include_defaults=False))


def _moved(column: Column[Any], number: int, copied: set[Table]) -> Any:
    """A column as the copy has it: ids and what points to copied rows are moved up, the rest stays."""
    points_to = {key.column.table for key in column.foreign_keys}
    is_shared = column.name == "owner_org_id" or (
        points_to == {_table(Organisation)} and not _is_party(column)
    )
    if column.name == "id" or (points_to & copied and not is_shared):
        return cast(column, Integer) + number * APART
    if (column.table.name, column.name) in TEXTS_THAT_NAME_ONE_ROW:
        return cast(column, String) + f"-{number}"
    return column


def _is_party(column: Column[Any]) -> bool:
    return column.table.name == "verification_case" and column.name == "responsible_party_org_id"
