"""The worked case up to its evidence: parties, people, versions and documents, really read."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select

from demo.files import DemoFile, ExpectedFigure
from methods.quantification import SourceLine
from methods.uncomputable import Uncomputable
from methods.units import name_unit
from tests.factories import House, a_case, a_person, an_actor, an_organisation, the_system
from workflow import worker
from workflow.access import Actor, Role
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession
from workflow.documents import commands as documents
from workflow.documents.rules import DocumentKind, Origin
from workflow.documents.storage import store
from workflow.figures import commands as figures
from workflow.figures.models import Figure
from workflow.figures.rules import FigureState, LinkRole
from workflow.ghg_statement import commands as statements
from workflow.ghg_statement import queries as statement_queries
from workflow.ghg_statement.inputs import StatedLine
from workflow.ghg_statement.models import CompleteSet
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import UnitOfWork, unit_of_work

KINDS = {
    "fapiao": DocumentKind.INVOICE,
    "fuel card statement": DocumentKind.FUEL_CARD,
    "supplier PCF": DocumentKind.SUPPLIER_DECLARATION,
    "GHG inventory": DocumentKind.GHG_REPORT,
    "freight ledger": DocumentKind.TRANSPORT_LEDGER,
}
ENTITY = "Halden Interconnect (Kunshan) Co., Ltd"


@dataclass(frozen=True)
class Scene:
    """A case in execution with one preparer and two verifiers."""

    house: House
    case_id: int
    body_id: int
    party_id: int
    preparer: Actor
    lead: Actor
    member: Actor

    def case(self, uow: UnitOfWork) -> Case:
        return uow.session.get_one(Case, self.case_id)

    def hand_in(self, content: Path | bytes, name: str, code: str | None = None, **fields: Any) -> str:
        """Hand a file in as the preparer and have it read; gives the document's code."""
        data = content.read_bytes() if isinstance(content, Path) else content
        with unit_of_work(self.preparer) as uow:
            stored = store().put(io.BytesIO(data), 10_000_000)
            document = documents.receive_document(
                uow, self.case(uow), name=name, stored=stored, code=code, **fields
            )
            found = document.code
        worker.run_all_due()
        return found

    def hand_in_demo(self, file: DemoFile) -> str:
        kind = KINDS.get(file.kind) or DocumentKind(file.kind.replace(" ", "_").replace("-", "_"))
        origin = Origin.CLIENT if file.origin == "client" else Origin.WORKING_PAPER
        assert origin is Origin.CLIENT
        return self.hand_in(file.path, file.name, file.code, title=file.title, kind=kind)


def a_scene(house: House, name: str = ENTITY, code: str = "C-2022-0001") -> Scene:
    with unit_of_work(the_system()) as uow:
        body = an_organisation(uow)
        party = an_organisation(uow, name, OrganisationKind.SUBSIDIARY)
        people = [
            a_person(uow, party, f"Liu Yan {code}"),
            a_person(uow, body, f"Ingrid {code}"),
            a_person(uow, body, f"Chen {code}"),
        ]
        case = a_case(
            uow, body, code, state=CaseState.EXECUTION, responsible_party_org_id=party.id,
            client_org_id=party.id,
        )  # fmt: skip
        return Scene(
            house, case.id, body.id, party.id,
            an_actor(people[0], case=case, roles=frozenset({Role.PREPARER})),
            an_actor(people[1], case=case, roles=frozenset({Role.LEAD_VERIFIER})),
            an_actor(people[2], case=case, roles=frozenset({Role.TEAM_MEMBER})),
        )  # fmt: skip


YEAR_2021 = (date(2021, 1, 1), date(2021, 12, 31))


def hand_in_version(
    scene: Scene, lines: Iterable[SourceLine], number: int, *, period: tuple[date, date] = YEAR_2021
) -> None:
    """A version received as a draft, every line's documents declared complete."""
    with unit_of_work(scene.preparer) as uow:
        case = scene.case(uow)
        version = statements.start_version(
            uow, case, title="GHG statement 2021", dated=date(2022, 9, 1), gwp_set="AR6-27.9",
            period_start=period[0], period_end=period[1],
            what_changed="corrected" if number > 1 else None,
        )  # fmt: skip
        for line in lines:
            statements.set_line(uow, version, StatedLine(line, f"Source {line.source_id}"))
        rows = [
            CompleteSet(
                case_id=case.id, owner_org_id=case.owner_org_id, version_id=version.id,
                source_id=line.source_id,
                declared_by="Liu Yan", declared_at=uow.now,
            )
            for line in statement_queries.lines_of(uow.session, version)
        ]  # fmt: skip
        uow.session.add_all(rows)
        uow.record("statement.complete", version, covers=rows)
        statements.hand_in_draft(uow, version)


def same_unit(one: str | None, other: str) -> bool:
    try:
        return one is not None and name_unit(one) == name_unit(other)
    except Uncomputable:
        return one == other


def find(session: ScopedSession, scene: Scene, code: str, expected: ExpectedFigure) -> Figure:
    """The proposed figure of an expected one, by value, unit, place and label."""
    query = select(Figure).where(
        Figure.case_id == scene.case_id, Figure.code.startswith(code + "."), Figure.page == expected.page
    )
    found = [
        figure
        for figure in session.scalars(query.order_by(Figure.number))
        if figure.value == expected.value
        and same_unit(figure.unit, expected.unit)
        and expected.cell in (None, figure.cell)
        and expected.label in (figure.label or "")
    ]
    assert found, (code, expected)
    return found[0]


def read_right(scene: Scene, file: DemoFile, roles: tuple[str, ...] = ("primary",)) -> None:
    """The lead reads right the expected figures of a document."""
    with unit_of_work(scene.lead) as uow:
        for expected in file.expected:
            figure = find(uow.session, scene, file.code, expected) if expected.role in roles else None
            if figure is not None and figure.state is FigureState.PROPOSED:
                figures.confirm_figure(uow, figure)


def link(
    scene: Scene, file: DemoFile, roles: tuple[str, ...] = ("primary",), as_role: LinkRole = LinkRole.PRIMARY
) -> None:
    """The lead links expected figures to the line of their source in the newest version received."""
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        version = statement_queries.latest_received(uow.session, case)
        assert version is not None
        lines = {row.inputs["source_id"]: row for row in statement_queries.lines_of(uow.session, version)}
        for expected in file.expected:
            if expected.role in roles and expected.source in lines:
                figure = find(uow.session, scene, file.code, expected)
                figures.link_figure(uow, case, figure, lines[expected.source], as_role)


def run_checks(scene: Scene) -> dict[tuple[str, str], tuple[str, str]]:
    """Outcome and sentence of each check by code and subject."""
    with unit_of_work(scene.lead) as uow:
        rows = figures.run_checks(uow, scene.case(uow))
        return {(row.code, row.subject): (row.outcome.value, row.sentence) for row in rows}
