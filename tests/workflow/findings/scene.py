"""The worked case with evidence codes and everybody on it, for tests of findings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

from tests.factories import House, a_document, a_person, an_actor, an_organisation, the_system
from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import Halden, open_halden, submit
from workflow.access import Actor, Role
from workflow.cases.commands import grant
from workflow.cases.models import Case, TeamMember
from workflow.cases.rules import CaseState
from workflow.findings import commands, queries
from workflow.findings.citing import parse_citations
from workflow.findings.models import Finding
from workflow.findings.rules import FindingKind, Subtype
from workflow.people.models import Membership, Organisation
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import UnitOfWork, reading, unit_of_work

EVIDENCE = ("E-002", "E-003", "E-006", "E-009", "E-015", "E-018", "E-019", "E-020", "E-021", "E-025")
CATEGORY_1 = {"iso_category": 1, "scope_code": "S1"}


@dataclass(frozen=True)
class Scene:
    """The case in execution with version 1 submitted, and the people by their first names."""

    halden: Halden
    people: dict[str, Actor]

    @property
    def house(self) -> House:
        return self.halden.house

    @property
    def lead(self) -> Actor:
        return self.people["lead"]

    @property
    def member(self) -> Actor:
        return self.people["member"]

    @property
    def reviewer(self) -> Actor:
        return self.people["reviewer"]

    @property
    def party(self) -> Actor:
        return self.people["party"]

    @property
    def office(self) -> Actor:
        return self.people["office"]

    def at(self, month: int, day: int) -> None:
        """It is ten o'clock (UTC) on a day of 2022."""
        self.house.clock.set(datetime(2022, month, day, 10, 0, tzinfo=UTC))

    def case(self, uow: UnitOfWork) -> Case:
        return self.halden.case(uow.session)

    def finding(self, uow: UnitOfWork, code: str) -> Finding:
        return queries.finding(uow.session, self.case(uow), code, viewer=the_system())

    def act(self, actor: Actor, verb: Any, code: str, **given: Any) -> Any:
        """One act on a finding by a person, in a unit of work of its own."""
        if "citations" in given:
            given["citations"] = parse_citations(given["citations"])
        with unit_of_work(actor) as uow:
            return verb(uow, self.case(uow), self.finding(uow, code), **given)

    def draft(self, actor: Actor | None = None, **given: Any) -> str:
        """A draft with good defaults; gives its code."""
        fields: dict[str, Any] = {
            "kind": FindingKind.CORRECTIVE_ACTION, "subtype": Subtype.ERROR, "title": "Meter B",
            "requirement": "ISO 14064-1:2018, 6.2", "gap": "July is missing.", "citations": "E-002",
        }  # fmt: skip
        fields.update(given)
        fields["citations"] = parse_citations(fields["citations"])
        with unit_of_work(actor or self.lead) as uow:
            return commands.draft_finding(uow, self.case(uow), **fields).code

    def read(self, code: str) -> Finding:
        """The finding as it stands now, detached."""
        with reading(the_system().scope) as session:
            row = queries.finding(session, self.halden.case(session), code, viewer=the_system())
            session.expunge(row)
            return row


def open_scene(house: House) -> Scene:
    """Version 1 submitted, the case in execution, all evidence of the findings received."""
    halden = open_halden(house)
    with unit_of_work(the_system()) as uow:
        case = halden.case(uow.session)
        body = uow.session.get_one(Organisation, case.owner_org_id)
        group = an_organisation(uow, "Halden Precision Group", OrganisationKind.GROUP)
        case.group_org_id = group.id
        uow.record("case.group", case)
        named = {
            "member": (body, "Chen Wei", Role.TEAM_MEMBER),
            "reviewer": (body, "Amara Okafor", Role.INDEPENDENT_REVIEWER),
            "office": (group, "Sofia Marques", Role.GROUP_OFFICE),
        }
        people = {
            name: an_actor(a_person(uow, home, full), case=case, roles=frozenset({role}))
            for name, (home, full, role) in named.items()
        }
        people |= {"lead": halden.lead, "party": halden.preparer, "manager": halden.manager}
        _enrol(uow, case, people)
        for organisation_id in (case.responsible_party_org_id, group.id):
            grant(uow, case, uow.session.get_one(Organisation, organisation_id))
        for code in EVIDENCE:
            a_document(uow, case, code, pages=12)
    scene = Scene(halden, people)
    submit(halden, worked_case.V1)
    halden.move_to(CaseState.EXECUTION)
    scene.at(10, 17)
    return scene


def _enrol(uow: UnitOfWork, case: Case, people: dict[str, Actor]) -> None:
    """Rows of team and memberships, as mail and the guard read them."""
    start = date(2022, 1, 1)
    rows: list[TeamMember | Membership] = []
    for actor in people.values():
        role = next(iter(actor.case_roles))
        assert actor.person_id and actor.organisation_id
        if role in {Role.LEAD_VERIFIER, Role.TEAM_MEMBER, Role.INDEPENDENT_REVIEWER}:
            rows.append(
                TeamMember(
                    case_id=case.id, owner_org_id=case.owner_org_id, person_id=actor.person_id,
                    person_name=actor.name, role=role, is_proposed=False, valid_from=start,
                )
            )  # fmt: skip
        else:
            rows.append(
                Membership(
                    owner_org_id=actor.organisation_id, person_id=actor.person_id, role=role, valid_from=start
                )
            )
    uow.session.add_all(rows)
    uow.record("test.enrol", case, covers=rows)


def with_lines(lines: Any, **changed: Any) -> list[Any]:
    """Statement lines with fields of one source changed."""
    source = changed.pop("source")
    return [replace(line, **changed) if line.source_id == source else line for line in lines]
