"""The worked case's people, case and lines, for tests of the GHG statement and what stands on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from methods.quantification import SourceLine
from tests.factories import House, a_case, a_person, an_actor, an_organisation, the_system
from tests.methods import worked_case
from workflow.access import Actor, Role
from workflow.cases import commands as cases
from workflow.cases.models import Case
from workflow.cases.rules import AssuranceLevel, CaseState
from workflow.db import ScopedSession
from workflow.ghg_statement import commands, queries
from workflow.ghg_statement.inputs import StatedLine
from workflow.ghg_statement.models import StatementVersion
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import reading, unit_of_work

D = Decimal
PERIOD = (date(2021, 1, 1), date(2021, 12, 31))


@dataclass(frozen=True)
class Halden:
    """The case and the people who act on it."""

    house: House
    case_id: int
    preparer: Actor
    approver: Actor
    lead: Actor
    manager: Actor

    def case(self, session: ScopedSession) -> Case:
        return session.get_one(Case, self.case_id)

    def version(self, session: ScopedSession, number: int) -> StatementVersion:
        return queries.version(session, self.case(session), number)

    def move_to(self, state: CaseState) -> None:
        """Lay the case down in a state, past the lifecycle that stands above."""
        with unit_of_work(the_system()) as uow:
            case = self.case(uow.session)
            setattr(case, "state", state)  # noqa: B010  the lifecycle's own moves are tested there
            uow.record("test.state", case)


def open_halden(house: House, groups: Sequence[tuple[str, list[int], str]] | None = None) -> Halden:
    """The case of HIK with its groups, agreed; preparer Liu Yan, approver Zhang Min."""
    chosen = groups or (("A", [1, 2], "5"), ("B", [3, 4], "10"))
    with unit_of_work(the_system()) as uow:
        body = an_organisation(uow)
        party = an_organisation(uow, "Halden Interconnect (Kunshan) Co., Ltd", OrganisationKind.SUBSIDIARY)
        preparer, approver = a_person(uow, party, "Liu Yan"), a_person(uow, party, "Zhang Min")
        lead, manager = a_person(uow, body, "Ingrid Solberg"), a_person(uow, body, "Jonas Lind")
        case = a_case(uow, body, responsible_party_org_id=party.id)
        for code, categories, percent in chosen:
            cases.add_group(
                uow, case, code=code, name=code, categories=categories, level=AssuranceLevel.REASONABLE,
                threshold_percent=D(percent),
            )  # fmt: skip
        halden = Halden(
            house,
            case.id,
            an_actor(preparer, case=case, roles=frozenset({Role.PREPARER})),
            an_actor(approver, case=case, roles=frozenset({Role.APPROVER})),
            an_actor(lead, case=case, roles=frozenset({Role.LEAD_VERIFIER})),
            an_actor(manager, case=case, roles=frozenset({Role.BODY_MANAGER})),
        )
    halden.move_to(CaseState.PLANNING)
    return halden


def stated(line: SourceLine) -> StatedLine:
    """A line of the worked case with its uncertainties; the tonnes are what the inputs give."""
    activity, factor = worked_case.UNCERTAINTY[line.source_id]
    return StatedLine(
        line, name=f"Source {line.source_id}", uncertainty_activity=D(activity), uncertainty_factor=D(factor)
    )


def prepare(halden: Halden, lines: Sequence[SourceLine], *, dated: date = date(2022, 9, 12)) -> int:
    """Start a version with these lines, by the preparer; gives its number."""
    with unit_of_work(halden.preparer) as uow:
        version = commands.start_version(
            uow, halden.case(uow.session), title="GHG report 2021", dated=dated, gwp_set="AR6-27.9",
            period_start=PERIOD[0], period_end=PERIOD[1],
        )  # fmt: skip
        commands.import_lines(uow, version, [stated(line) for line in lines])
        return version.number


def hand_in(halden: Halden, number: int) -> str:
    """Hand a version in as draft, by the preparer; gives its hash."""
    with unit_of_work(halden.preparer) as uow:
        version = commands.hand_in_draft(uow, halden.version(uow.session, number))
        assert version.sha256
        return version.sha256


def sign(halden: Halden, number: int, sha256: str) -> None:
    with unit_of_work(halden.approver) as uow:
        commands.sign_version(uow, halden.version(uow.session, number), shown_sha256=sha256)


def submit(halden: Halden, lines: Sequence[SourceLine]) -> int:
    """Prepare, hand in, sign and submit a version; gives its number."""
    number = prepare(halden, lines)
    sign(halden, number, hand_in(halden, number))
    with unit_of_work(halden.preparer) as uow:
        commands.submit_version(uow, halden.version(uow.session, number))
    return number


def typed_wrongly(lines: Sequence[SourceLine], source: str, activity: str) -> list[SourceLine]:
    """The lines with the quantity of one source typed wrongly."""
    return [
        replace(line, activity=D(activity), instruments=()) if line.source_id == source else line
        for line in lines
    ]


__all__ = ["reading"]
