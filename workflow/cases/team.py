"""The people of a case: roles on the team, declared threats to impartiality, and the body's clearance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from workflow.access import CASE_ROLES, Role
from workflow.cases import queries
from workflow.cases.models import Case, ImpartialityDeclaration, ImpartialityThreat, TeamMember
from workflow.cases.rules import (
    ONE_PERSON_ROLES,
    ThreatDecision,
    ThreatKind,
    ThreatRisk,
    refuse_conflicting_roles,
)
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Person
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class DeclaredThreat:
    """A threat to impartiality as a person declares it."""

    kind: ThreatKind
    description: str
    risk: ThreatRisk
    is_consultancy: bool = False
    period_from: date | None = None
    period_to: date | None = None
    safeguard: str | None = None


def name_team_member(
    uow: UnitOfWork,
    case: Case,
    person: Person,
    role: Role,
    *,
    proposed: bool = False,
    reason: str | None = None,
) -> TeamMember:
    """Give a person a role on the case; refused where separation of duties forbids it."""
    if role not in CASE_ROLES:
        raise BadInput(message(N_("{role} is no role on a case."), role=role.value.replace("_", " ")), "role")
    team = queries.team_of(uow.session, case, uow.now.date())
    held = frozenset(m.role for m in team if m.person_id == person.id)
    taken = [m for m in team if m.role is role and role in ONE_PERSON_ROLES and m.person_id != person.id]
    one = None
    if taken:
        sentence = message(N_("{name} holds this role already; end it first."), name=taken[0].person_name)
        one = Refusal("G-TEAM", sentence)
    uow.refuse_unless(case, "team.name", one, *refuse_conflicting_roles(person.name, held, role))
    member = TeamMember(
        case_id=case.id, owner_org_id=case.owner_org_id, person_id=person.id, person_name=person.name,
        role=role, is_proposed=proposed, valid_from=uow.now.date(), reason=reason,
    )  # fmt: skip
    uow.session.add(member)
    uow.record("team.name", member, person=person.name, role=role)
    return member


def end_team_member(uow: UnitOfWork, case: Case, member: TeamMember, *, reason: str) -> None:
    """End a role from today on; the work done stays attributed (SOD-10)."""
    member.valid_to = uow.now.date() - timedelta(days=1)
    member.reason = reason
    uow.record("team.end", member, comment=reason, person=member.person_name)


def declare_impartiality(
    uow: UnitOfWork, case: Case, person: Person, *, statement: str, threats: list[DeclaredThreat]
) -> ImpartialityDeclaration:
    """A person's own declaration for this case, with every threat; a new one replaces the older."""
    for threat in threats:
        if threat.period_from and threat.period_to and threat.period_to < threat.period_from:
            raise BadInput(N_("The threat ends before it begins: check both dates."), "period_to")
    declaration = ImpartialityDeclaration(
        case_id=case.id, owner_org_id=case.owner_org_id, person_id=person.id, person_name=person.name,
        declared_at=uow.now, statement=statement,
    )  # fmt: skip
    uow.session.add(declaration)
    uow.session.flush()
    rows = [
        ImpartialityThreat(
            case_id=case.id, owner_org_id=case.owner_org_id, declaration_id=declaration.id, kind=t.kind,
            description=t.description, is_consultancy=t.is_consultancy, period_from=t.period_from,
            period_to=t.period_to, risk=t.risk, safeguard=t.safeguard, decision=ThreatDecision.OPEN,
        )
        for t in threats
    ]  # fmt: skip
    uow.session.add_all(rows)
    uow.record("impartiality.declare", declaration, covers=rows, person=person.name)
    return declaration


def decide_threat(
    uow: UnitOfWork,
    threat: ImpartialityThreat,
    decision: ThreatDecision,
    *,
    safeguard: str | None,
    reason: str,
) -> None:
    """The body's decision on one declared threat."""
    if decision is ThreatDecision.ACCEPTED_WITH_SAFEGUARD and not (safeguard or threat.safeguard):
        raise BadInput(N_("Name the safeguard that makes this threat acceptable."), "safeguard")
    threat.decision = decision
    threat.safeguard = safeguard or threat.safeguard
    uow.record("impartiality.decide", threat, comment=reason)


def clear_declaration(uow: UnitOfWork, declaration: ImpartialityDeclaration, *, reason: str) -> None:
    """The body clears a person for the case; every declared threat needs its decision first."""
    open_threats = queries.open_threats(uow.session, declaration)
    refusal = None
    if open_threats:
        refusal = Refusal(
            "G-IMP",
            message(
                N_("Decide first on the declared threat “{threat}”."), threat=open_threats[0].description
            ),
        )
    uow.refuse_unless(declaration, "impartiality.clear", refusal)
    declaration.is_cleared = True
    declaration.cleared_at = uow.now
    declaration.cleared_by = uow.actor.name
    declaration.clearance_reason = reason
    uow.record("impartiality.clear", declaration, person=declaration.person_name)
