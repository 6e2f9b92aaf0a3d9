"""Who is named in the documents, and for what: parties, body, sites, period, people of the team."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from reports.contract import DocumentHeader, Organisation, Period, Person, Site, VerificationBody
from workflow.access import TEAM_ROLES, Role
from workflow.cases import queries as cases
from workflow.cases.models import Agreement, AssuranceGroup, Case, TeamMember
from workflow.db import ScopedSession, across_tenants
from workflow.errors import BadInput
from workflow.evaluation import queries as evaluations
from workflow.evaluation.models import Evaluation, GroupConclusion
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import StatementVersion
from workflow.i18n import N_
from workflow.people.models import Organisation as OrganisationRow
from workflow.unit_of_work import services

ROLE_WORDS = {
    Role.LEAD_VERIFIER: "Lead verifier",
    Role.TEAM_MEMBER: "Team member",
    Role.TECHNICAL_EXPERT: "Technical expert",
    Role.INDEPENDENT_REVIEWER: "Independent reviewer",
    Role.DECISION_MAKER: "Decision maker",
    Role.SIGNATORY: "Authorised signatory",
}
NOBODY = Person(name="", role="")


@dataclass(frozen=True)
class Ground:
    """The rows on which every contract of a case stands."""

    case: Case
    agreement: Agreement
    version: StatementVersion
    evaluation: Evaluation
    conclusions: tuple[GroupConclusion, ...]
    groups: tuple[AssuranceGroup, ...]
    team: tuple[TeamMember, ...]
    body: OrganisationRow
    party: OrganisationRow

    @property
    def version_name(self) -> str:
        return version_name(self.version.number)

    def group_of(self, category: int) -> str:
        """The code of the assurance group that holds a category; empty for one outside all groups."""
        return next((g.code for g in self.groups if category in g.categories), "")


def version_name(number: int | None) -> str:
    """A version of the GHG statement as the documents name it: v2."""
    return f"v{number}" if number is not None else ""


def ground_of(session: ScopedSession, case: Case) -> Ground:
    """Gather the rows; BadInput with what to do first when one of them is missing."""
    agreement, version = cases.agreement_of(session, case), statements.latest_submitted(session, case)
    evaluation = evaluations.current_evaluation(session, case)
    if agreement is None:
        raise BadInput(N_("There is no agreement yet."))
    if version is None or version.sha256 is None:
        raise BadInput(N_("The responsible party has not submitted a version of its GHG statement."))
    if evaluation is None:
        raise BadInput(N_("Evaluate the misstatements first."))
    return Ground(
        case=case,
        agreement=agreement,
        version=version,
        evaluation=evaluation,
        conclusions=tuple(evaluations.conclusions_of(session, evaluation)),
        groups=tuple(cases.groups_of(session, case)),
        team=tuple(cases.team_of(session, case)),
        body=cases.body_of(session, case),
        party=party_of(session, case),
    )


def party_of(session: ScopedSession, case: Case) -> OrganisationRow:
    """The responsible party of a case."""
    query = select(OrganisationRow).where(OrganisationRow.id == case.responsible_party_org_id)
    options = across_tenants("the responsible party of a case is named in its documents")
    row = session.scalar(query.execution_options(**options))
    if row is None:
        raise BadInput(N_("Name the responsible party of the case first."))
    return row


def organisation(row: OrganisationRow) -> Organisation:
    return Organisation(
        name=row.name,
        address=row.address or "",
        registration=row.registration_id or "",
        local_name=row.name_local or "",
    )


def body(row: OrganisationRow) -> VerificationBody:
    """Element 19."""
    return VerificationBody(
        name=row.name,
        address=row.address or "",
        accreditation_number=row.accreditation_number or "",
        accreditation_scope=row.accreditation_scope or "",
    )


def period(case: Case) -> Period:
    if case.period_start is None or case.period_end is None:
        raise BadInput(N_("The case names no period."))
    return Period(start=case.period_start, end=case.period_end)


def sites(text: str | None) -> tuple[Site, ...]:
    """One site a line: name | address | activity; a line without bars is the name alone."""
    found = []
    for line in lines(text):
        name, address, activity = ([part.strip() for part in line.split("|")] + ["", ""])[:3]
        found.append(Site(name=name, address=address, activity=activity))
    return tuple(found)


def lines(text: str | None) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def named(team: Iterable[TeamMember], role: Role, body_name: str) -> Person:
    """The person who holds a role now; nobody when none does."""
    for member in team:
        if member.role is role and member.valid_to is None:
            return Person(name=member.person_name, role=ROLE_WORDS[role], organisation=body_name)
    return NOBODY


def team_as_people(ground: Ground) -> tuple[Person, ...]:
    """Everybody of the body with a role on the case, each once, with all roles held to the end."""
    roles: dict[int, list[TeamMember]] = {}
    for member in ground.team:
        if member.valid_to is None:
            roles.setdefault(member.person_id, []).append(member)
    return tuple(
        Person(
            name=held[0].person_name,
            role=" and ".join(
                word if n == 0 else word[0].lower() + word[1:]
                for n, word in enumerate(ROLE_WORDS[m.role] for m in held)
            ),
        )
        for held in roles.values()
    )


def has_left(ground: Ground) -> tuple[str, ...]:
    """People who worked on the case and left the team."""
    here = {m.person_id for m in ground.team if m.valid_to is None}
    return tuple(m.person_name for m in ground.team if m.role in TEAM_ROLES and m.person_id not in here)


def header(
    ground: Ground, *, number: str = "", revision: int | None = None, audit_head: str = ""
) -> DocumentHeader:
    """The head of every working document."""
    return DocumentHeader(
        case_reference=ground.case.code,
        party=ground.party.name,
        period=period(ground.case),
        body=ground.body.name,
        statement_version=ground.version_name,
        statement_sha256=ground.version.sha256 or "",
        number=number,
        revision=revision,
        audit_head=audit_head,
    )


def status_url() -> str:
    """The address under which anybody looks a number up."""
    return f"{services().config.base_url.rstrip('/')}/status"


def notices() -> tuple[str, ...]:
    """What a document of the demo says about itself: that it is one, and when it was really made."""
    if not services().config.is_demo:
        return ()
    day = services().wall.now().date().isoformat()
    return (f"DEMO: fictional organisations and people; replayed on {day}.",)


SIGNATURE_NOTICE = (
    "Signing certificates and time stamps come from the verification body's own authority; they prove "
    "integrity and signer within that authority and give no third-party time."
)


def short_header(case: Case, party: OrganisationRow, body_row: OrganisationRow) -> DocumentHeader:
    """The head of a document that may be made before there is an evaluation."""
    return DocumentHeader(case_reference=case.code, party=party.name, period=period(case), body=body_row.name)
