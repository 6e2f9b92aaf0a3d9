"""Gathers what the gates of the engagement look at, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from workflow.access import TEAM_ROLES, Role
from workflow.cases import queries
from workflow.cases.gates import EngagementFacts, MemberFacts, ThreatFacts
from workflow.cases.models import (
    Agreement,
    Case,
    ImpartialityDeclaration,
    ImpartialityThreat,
    SignatureAct,
    TeamMember,
)
from workflow.cases.rules import SignatureKind
from workflow.db import ScopedSession, across_tenants
from workflow.people import queries as people
from workflow.people.models import Membership, Organisation

APPLICATION_NEEDS = {
    "client_org_id": "client",
    "responsible_party_org_id": "responsible party",
    "period_start": "first day of the period",
    "period_end": "last day of the period",
    "sites": "sites",
    "categories": "categories",
    "intended_users": "intended users",
}
AGREEMENT_NEEDS = (
    "objectives", "criteria", "organisational_boundary", "consolidation_approach", "scope_sites",
    "scope_categories", "gases", "site_visit_plan", "timetable_start", "timetable_end",
    "access_and_confidentiality", "fees", "use_of_statement", "later_facts_rule", "restriction_on_use",
)  # fmt: skip


def engagement_facts(session: ScopedSession, case: Case, on: date) -> EngagementFacts:
    """The facts of the engagement on a day; the look-back is measured as 1.10 says, never from the clock."""
    agreement = queries.agreement_of(session, case)
    groups = queries.groups_of(session, case)
    sha256 = agreement.sha256 if agreement else None
    look_back = look_back_from(case, agreement)
    party = _signatures(session, case, SignatureKind.AGREEMENT_PARTY, sha256)
    return EngagementFacts(
        application_gaps=tuple(word for field, word in APPLICATION_NEEDS.items() if not getattr(case, field)),
        agreement_gaps=(
            *_agreement_gaps(agreement),
            *(f"qualitative materiality of group {g.code}" for g in groups if not g.qualitative_materiality),
        ),
        body_clearance=case.body_clearance,
        look_back_from=look_back,
        team=_team_facts(session, case, agreement, look_back, on),
        required_competences=frozenset(case.required_competences),
        body_signed=bool(_signatures(session, case, SignatureKind.AGREEMENT_BODY, sha256)),
        party_signed=bool(party),
        party_signer_prepares=_prepares(session, case, [act.person_id for act in party], on),
        one_person_waiver=case.one_person_waiver,
        groups=len(groups),
    )


def look_back_from(case: Case, agreement: Agreement | None) -> date | None:
    """The day from which consultancy counts: years back from the period's start or the engagement's,
    whichever reaches further back (1.10)."""
    starts = [d for d in (case.period_start, agreement.agreed_on if agreement else None) if d]
    if not starts:
        return None
    first = min(starts)
    is_leap_day = (first.month, first.day) == (2, 29)
    return first.replace(year=first.year - case.look_back_years, day=28 if is_leap_day else first.day)


def _agreement_gaps(agreement: Agreement | None) -> tuple[str, ...]:
    if agreement is None:
        return ("all its terms",)
    return tuple(name.replace("_", " ") for name in AGREEMENT_NEEDS if not getattr(agreement, name))


def _signatures(
    session: ScopedSession, case: Case, kind: SignatureKind, sha256: str | None
) -> list[SignatureAct]:
    return queries.signatures_of(session, case, kind, sha256) if sha256 else []


def _prepares(session: ScopedSession, case: Case, people_ids: Sequence[int], on: date) -> bool:
    if not people_ids:
        return False
    query = select(Membership).where(
        Membership.person_id.in_(people_ids),
        Membership.role == Role.PREPARER,
        Membership.owner_org_id == case.responsible_party_org_id,
    )
    options = across_tenants("SOD-4 asks whether the signing approver also prepares")
    rows = session.scalars(query.execution_options(**options))
    return any(m.valid_from <= on and (m.valid_to is None or on <= m.valid_to) for m in rows)


def _team_facts(
    session: ScopedSession, case: Case, agreement: Agreement | None, look_back: date | None, on: date
) -> tuple[MemberFacts, ...]:
    team = queries.team_of(session, case, on)
    ids = [m.person_id for m in team]
    declarations = _latest_declarations(session, case)
    threats = session.scalars(
        select(ImpartialityThreat)
        .where(ImpartialityThreat.case_id == case.id)
        .order_by(ImpartialityThreat.id)
    ).all()
    party_roles = _party_roles(session, case, ids, look_back)
    competences = _competences(session, case, agreement, ids)
    return tuple(_member(m, declarations.get(m.person_id), threats, party_roles, competences) for m in team)


def _member(
    member: TeamMember,
    declaration: ImpartialityDeclaration | None,
    threats: Sequence[ImpartialityThreat],
    party_roles: dict[int, tuple[str, ...]],
    competences: list[tuple[date, dict[int, frozenset[str]]]],
) -> MemberFacts:
    own = [t for t in threats if declaration is not None and t.declaration_id == declaration.id]
    return MemberFacts(
        person_id=member.person_id,
        name=member.person_name,
        role=member.role,
        is_proposed=member.is_proposed,
        has_declared=declaration is not None,
        is_cleared=declaration is not None and declaration.is_cleared,
        threats=tuple(
            ThreatFacts(t.description, t.risk, t.decision, t.is_consultancy, t.period_to) for t in own
        ),
        party_roles=party_roles.get(member.person_id, ()) if member.role in _FREE_OF_PARTY else (),
        competences_by_day=tuple((day, held.get(member.person_id, frozenset())) for day, held in competences),
    )


_FREE_OF_PARTY = TEAM_ROLES | {Role.INDEPENDENT_REVIEWER}


def _latest_declarations(session: ScopedSession, case: Case) -> dict[int, ImpartialityDeclaration]:
    rows = session.scalars(
        select(ImpartialityDeclaration)
        .where(ImpartialityDeclaration.case_id == case.id)
        .order_by(ImpartialityDeclaration.id)
    )
    return {row.person_id: row for row in rows}


def _party_roles(
    session: ScopedSession, case: Case, people_ids: list[int], look_back: date | None
) -> dict[int, tuple[str, ...]]:
    """SOD-2: roles that people of the team hold or held in the responsible party's group."""
    parties = {case.responsible_party_org_id, case.client_org_id, case.group_org_id} - {None}
    parents = select(Organisation.parent_id).where(Organisation.id.in_(parties))
    group = or_(
        Organisation.id.in_(parties),
        Organisation.parent_id.in_(parties),
        Organisation.id.in_(parents),
        Organisation.parent_id.in_(parents),
    )
    query = (
        select(Membership, Organisation.name)
        .join(Organisation, Organisation.id == Membership.owner_org_id)
        .where(
            Membership.person_id.in_(people_ids),
            group,
        )
        .order_by(Membership.id)
    )
    options = across_tenants("SOD-2 asks for roles of team members in the client's group")
    found: dict[int, tuple[str, ...]] = {}
    for membership, name in session.execute(query.execution_options(**options)):
        ended = membership.valid_to
        if ended is not None and look_back is not None and ended < look_back:
            continue
        words = f"{membership.role.value} at {name}"
        found[membership.person_id] = (*found.get(membership.person_id, ()), words)
    return found


def _competences(
    session: ScopedSession, case: Case, agreement: Agreement | None, people_ids: list[int]
) -> list[tuple[date, dict[int, frozenset[str]]]]:
    """Competences held on each working day of the timetable; only days on which something changes differ."""
    if agreement is None or agreement.timetable_start is None or agreement.timetable_end is None:
        return []
    calendar = queries.calendar_of(session, case)
    days = calendar.working_days(agreement.timetable_start, agreement.timetable_end)
    rows = people.competence_rows(session, people_ids)
    by_day = []
    for day in days:
        held: dict[int, set[str]] = {}
        for row in rows:
            if row.valid_from <= day and (row.valid_to is None or day <= row.valid_to):
                held.setdefault(row.person_id, set()).add(row.area.value)
        by_day.append((day, {p: frozenset(areas) for p, areas in held.items()}))
    return by_day
