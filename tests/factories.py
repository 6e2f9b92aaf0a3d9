"""Plain builders of rows with good defaults, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256

from sqlalchemy import Engine

import workflow.models  # noqa: F401  a test lays all tables, whichever nouns it imports
from workflow import unit_of_work as units
from workflow.access import Actor, Role, Scope, system_actor
from workflow.audit import AuditEvent
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.clock import FrozenClock
from workflow.config import Config
from workflow.db import Base, append_only_ddl
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import DocumentState, Origin
from workflow.people.models import Organisation, Person
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import Services, UnitOfWork, unit_of_work

NOON = datetime(2022, 9, 1, 12, 0, tzinfo=UTC)
EVERYTHING = Scope(everything="a test lays down rows")


@dataclass(frozen=True)
class House:
    """A database with services bound to it, for one test."""

    services: Services
    clock: FrozenClock

    @property
    def engine(self) -> Engine:
        return self.services.engine


def lay_tables(engine: Engine) -> None:
    """All tables with the append-only triggers, as the migrations make them."""
    Base.metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in append_only_ddl(AuditEvent.__tablename__, engine.dialect.name):
            connection.exec_driver_sql(statement)


def a_house(engine: Engine, config: Config) -> House:
    clock = FrozenClock(NOON)
    services = Services(config, engine, clock, None, clock)
    units.bind(services)
    return House(services, clock)


def the_system(scope: Scope = EVERYTHING) -> Actor:
    return system_actor("test", scope)


def an_organisation(
    uow: UnitOfWork, name: str = "Norrland Assurance AS", kind: OrganisationKind = OrganisationKind.BODY
) -> Organisation:
    organisation = Organisation(name=name, kind=kind, holidays=[], makeup_workdays=[])
    uow.session.add(organisation)
    uow.record("organisation.add", organisation)
    return organisation


def a_person(uow: UnitOfWork, organisation: Organisation, name: str = "Ingrid Solberg") -> Person:
    email = name.lower().replace(" ", ".") + "@example.org"
    person = Person(name=name, email=email, owner_org_id=organisation.id)
    uow.session.add(person)
    uow.record("person.add", person)
    return person


def a_case(uow: UnitOfWork, body: Organisation, code: str = "C-2022-0001", **fields: object) -> Case:
    case = Case(
        code=code,
        title=fields.pop("title", "Halden Interconnect 2021"),
        owner_org_id=body.id,
        period_start=fields.pop("period_start", date(2021, 1, 1)),
        period_end=fields.pop("period_end", date(2021, 12, 31)),
        required_competences=[],
        categories=[],
        state=fields.pop("state", CaseState.DRAFT),
        **fields,
    )
    uow.session.add(case)
    uow.record("case.open", case)
    return case


def a_document(
    uow: UnitOfWork, case: Case, code: str = "E-001", *, pages: int = 1, **fields: object
) -> Document:
    """A document of the client that was read, with its one version; the bytes stand in no store."""
    document = Document(
        case_id=case.id, owner_org_id=case.owner_org_id, code=code, title=f"Document {code}",
        origin=Origin.CLIENT, state=DocumentState.READ, **fields,
    )  # fmt: skip
    uow.session.add(document)
    uow.session.flush()
    version = DocumentVersion(
        case_id=case.id, owner_org_id=case.owner_org_id, document_id=document.id, number=1,
        name=f"{code}.pdf", sha256=sha256(code.encode()).hexdigest(), size=1, media_type="application/pdf",
        file_kind="pdf", received_at=uow.now, received_by="Liu Yan", pages=pages, flags=[], page_facts=[],
    )  # fmt: skip
    uow.session.add(version)
    uow.record("document.receive", document, covers=[version])
    return document


def an_actor(
    person: Person,
    *,
    case: Case | None = None,
    roles: frozenset[Role] = frozenset(),
    scope: Scope | None = None,
) -> Actor:
    """A person with roles on one case, who sees that case."""
    cases = frozenset({case.id} if case else ())
    return Actor(
        person_id=person.id,
        name=person.name,
        organisation_id=person.owner_org_id,
        scope=scope or Scope(organisations=frozenset({person.owner_org_id}), cases=cases),
        case_roles=roles,
        case_id=case.id if case else None,
        is_fresh=True,
    )


__all__ = ["unit_of_work"]
