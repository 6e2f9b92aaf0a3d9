"""Reads of the engagement: which cases a person sees, with which roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from typing import Any

import rfc8785
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    cast,
    inspect,
    null,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from workflow.access import RESPONSIBLE_PARTY_ROLES, Actor, Role, Scope
from workflow.calendar import WorkingCalendar
from workflow.cases.models import (
    Agreement,
    AssuranceGroup,
    Case,
    CaseGrant,
    ImpartialityDeclaration,
    ImpartialityThreat,
    SignatureAct,
    TeamMember,
)
from workflow.cases.rules import CaseState, SignatureKind, ThreatDecision
from workflow.db import ScopedSession, across_tenants
from workflow.errors import NotYours
from workflow.people.models import Membership, Organisation, Person
from workflow.people.rules import OrganisationKind

WHOLE_BODY_ROLES = frozenset({Role.BODY_MANAGER})


def actor_of(
    session: ScopedSession, person: Person, on: date, *, is_fresh: bool = False,
    memberships: Iterable[Membership] | None = None,
) -> Actor:  # fmt: skip
    """The person as an actor on a day: roles in organisations, and the scope that follows from them.

    The session must see everything: the scope is what is being worked out here. Memberships are asked for
    when they are not given.
    """
    if memberships is None:
        memberships = session.scalars(select(Membership).where(Membership.person_id == person.id))
    roles = frozenset(
        (m.owner_org_id, m.role)
        for m in memberships
        if m.valid_from <= on and (m.valid_to is None or on <= m.valid_to)
    )
    own = frozenset(organisation for organisation, _ in roles) | {person.owner_org_id}
    # A board reads its group's programme; what a case holds is the office's to read.
    others = {organisation for organisation, role in roles if role is not Role.BOARD_MEMBER}
    boards = {organisation for organisation, _ in roles} - others
    return Actor(
        person_id=person.id,
        name=person.name,
        organisation_id=person.owner_org_id,
        scope=Scope(
            organisations=own | _subsidiaries(session, roles),
            cases=_open_cases(session, own - boards, person.id, on),
            case_owners=frozenset(o for o, r in roles if r in WHOLE_BODY_ROLES),
        ),
        organisation_roles=roles,
        language=person.language,
        is_fresh=is_fresh,
    )


def _subsidiaries(session: ScopedSession, roles: Iterable[tuple[int, Role]]) -> frozenset[int]:
    groups = [organisation for organisation, role in roles if role is Role.GROUP_OFFICE]
    if not groups:
        return frozenset()
    return frozenset(session.scalars(select(Organisation.id).where(Organisation.parent_id.in_(groups))))


def _open_cases(
    session: ScopedSession, organisations: frozenset[int], person_id: int, on: date
) -> frozenset[int]:
    """Cases granted to the person or its organisations, and those of whose team it is."""
    asked = {"organisations": sorted(organisations), "person": person_id, "day": on}
    return frozenset(session.scalars(_OPEN_CASES, asked))


def _in_force(
    start: InstrumentedAttribute[date],
    end: InstrumentedAttribute[date | None],
    on: date | BindParameter[date],
) -> ColumnElement[bool]:
    return and_(start <= on, or_(end.is_(None), end >= on))


# Made once: every request asks these.
_DAY: BindParameter[date] = bindparam("day", type_=Date)
_PERSON: BindParameter[int] = bindparam("person", type_=Integer)
_OPEN_CASES = (
    select(CaseGrant.case_id)
    .where(
        CaseGrant.organisation_id.in_(bindparam("organisations", expanding=True)),
        or_(CaseGrant.person_id.is_(None), CaseGrant.person_id == _PERSON),
        _in_force(CaseGrant.valid_from, CaseGrant.valid_to, _DAY),
    )
    .union(
        select(TeamMember.case_id).where(
            TeamMember.person_id == _PERSON, _in_force(TeamMember.valid_from, TeamMember.valid_to, _DAY)
        )
    )
)
_CASE_WITH_ROLES = (
    select(Case, TeamMember.role)
    .outerjoin(
        TeamMember,
        and_(
            TeamMember.case_id == Case.id,
            TeamMember.person_id == _PERSON,
            _in_force(TeamMember.valid_from, TeamMember.valid_to, _DAY),
        ),
    )
    .where(Case.code == bindparam("code"))
)


def case_by_code(session: ScopedSession, code: str) -> Case:
    """The case of that code within the scope; NotYours for a missing one and for another's alike."""
    case = session.scalar(select(Case).where(Case.code == code))
    if case is None:
        raise NotYours("There is no such case.")
    return case


def roles_on(session: ScopedSession, actor: Actor, case: Case, on: date) -> frozenset[Role]:
    """Every role of a person on a case: as team member, by the body, by the party, by the group."""
    in_force = _in_force(TeamMember.valid_from, TeamMember.valid_to, on)
    query = select(TeamMember.role).where(
        TeamMember.case_id == case.id, TeamMember.person_id == actor.person_id, in_force
    )
    return _by_organisation(actor, case) | frozenset(session.scalars(query))


def case_entered(session: ScopedSession, actor: Actor, code: str, on: date) -> tuple[Case, frozenset[Role]]:
    """The case of that code with the person's roles on it, in one query; NotYours as for `case_by_code`."""
    rows = session.execute(_CASE_WITH_ROLES, {"code": code, "person": actor.person_id, "day": on}).all()
    if not rows:
        raise NotYours("There is no such case.")
    case = rows[0][0]
    return case, _by_organisation(actor, case) | frozenset(role for _case, role in rows if role is not None)


def _by_organisation(actor: Actor, case: Case) -> frozenset[Role]:
    held = actor.organisation_roles
    return frozenset(
        role for organisation, role in held if organisation == where_it_counts(role, actor, case)
    )


def where_it_counts(role: Role, actor: Actor, case: Case) -> int | None:
    """The organisation in which an organisation role gives a role on the case."""
    if role is Role.BODY_MANAGER:
        return case.owner_org_id
    if role in RESPONSIBLE_PARTY_ROLES:
        return case.responsible_party_org_id
    if role is Role.GROUP_OFFICE:
        return case.group_org_id
    if role is Role.ACCREDITATION_READER and case.id in actor.scope.cases:
        return actor.organisation_id
    return None


def team_of(session: ScopedSession, case: Case, on: date | None = None) -> list[TeamMember]:
    """The team's rows in order; with a date only those in force, else all that ever were."""
    query = select(TeamMember).where(TeamMember.case_id == case.id).order_by(TeamMember.id)
    if on is not None:
        query = query.where(_in_force(TeamMember.valid_from, TeamMember.valid_to, on))
    return list(session.scalars(query))


_GROUPS = (
    select(AssuranceGroup).where(AssuranceGroup.case_id == bindparam("case")).order_by(AssuranceGroup.code)
)


def groups_of(session: ScopedSession, case: Case) -> list[AssuranceGroup]:
    """The assurance groups of a case by code."""
    return list(session.scalars(_GROUPS, {"case": case.id}))


def agreement_of(session: ScopedSession, case: Case) -> Agreement | None:
    """The newest agreement of a case."""
    query = select(Agreement).where(Agreement.case_id == case.id).order_by(Agreement.id.desc()).limit(1)
    return session.scalar(query)


def names_of(session: ScopedSession, organisations: Iterable[int | None]) -> dict[int, str]:
    """Names of organisations that take part in a case with the reader."""
    wanted = {o for o in organisations if o is not None}
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(wanted))
    options = across_tenants("names of the parties of a case that the reader is on")
    return {row.id: row.name for row in session.execute(query.execution_options(**options))}


_WHO_TAKES_PART = (
    select(TeamMember.id, TeamMember.person_name, TeamMember.role)
    .where(
        TeamMember.case_id == bindparam("case"), _in_force(TeamMember.valid_from, TeamMember.valid_to, _DAY)
    )
    .union_all(
        select(Organisation.id, Organisation.name, cast(null(), TeamMember.role.type)).where(
            Organisation.id.in_(bindparam("parties", expanding=True))
        )
    )
    .execution_options(**across_tenants("names of the parties of a case that the reader is on"))
)


def who_takes_part(
    session: ScopedSession, case: Case, on: date
) -> tuple[dict[int, str], list[tuple[Role, str]]]:
    """Names of the organisations of a case by id, and role and name of each member in force; one query."""
    parties = {case.owner_org_id, case.client_org_id, case.responsible_party_org_id, case.group_org_id} - {
        None
    }
    asked = {"case": case.id, "day": on, "parties": list(parties)}
    rows = sorted(session.execute(_WHO_TAKES_PART, asked).all(), key=lambda row: row[0])
    names = {number: name for number, name, role in rows if role is None}
    return names, [(role, name) for _number, name, role in rows if role is not None]


def body_of(session: ScopedSession, case: Case) -> Organisation:
    """The verification body of a case."""
    query = select(Organisation).where(Organisation.id == case.owner_org_id)
    options = across_tenants("the body of a case is known to everybody on it")
    return session.scalars(query.execution_options(**options)).one()


def calendar_of(session: ScopedSession, case: Case) -> WorkingCalendar:
    """The working days by which deadlines of the case are counted: the body's."""
    return body_of(session, case).calendar


def open_threats(session: ScopedSession, declaration: ImpartialityDeclaration) -> list[ImpartialityThreat]:
    """Declared threats that the body has not decided on."""
    query = select(ImpartialityThreat).where(
        ImpartialityThreat.declaration_id == declaration.id,
        ImpartialityThreat.decision == ThreatDecision.OPEN,
    )
    return list(session.scalars(query.order_by(ImpartialityThreat.id)))


def signatures_of(session: ScopedSession, case: Case, kind: SignatureKind, sha256: str) -> list[SignatureAct]:
    """Acts of signing of a kind over exactly these bytes."""
    query = select(SignatureAct).where(
        SignatureAct.case_id == case.id, SignatureAct.kind == kind, SignatureAct.sha256 == sha256
    )
    return list(session.scalars(query.order_by(SignatureAct.id)))


def agreement_sha256(session: ScopedSession, case: Case, agreement: Agreement) -> str:
    """The hash of all agreed terms, groups included, as canonical JSON."""
    left_out = {"id", "sha256", "version", "agreed_on", "owner_org_id", "case_id"}
    terms: dict[str, Any] = {
        a.key: _plain_term(getattr(agreement, a.key))
        for a in inspect(Agreement).column_attrs
        if a.key not in left_out
    }
    terms["case"] = {
        name: _plain_term(getattr(case, name))
        for name in (
            "code", "client_org_id", "responsible_party_org_id", "intended_users", "period_start", "period_end",
            "is_base_year", "edition", "programme", "netting", "must_correct_all", "look_back_years",
        )
    }  # fmt: skip
    terms["groups"] = [
        {
            "categories": list(g.categories),
            "code": g.code,
            "level": g.level.value,
            "qualitative": g.qualitative_materiality or "",
            "threshold_percent": format(g.threshold_percent, "f"),
            "type": g.engagement_type.value,
        }
        for g in groups_of(session, case)
    ]
    return sha256(rfc8785.dumps(terms)).hexdigest()


def _plain_term(value: Any) -> Any:
    if value is None or isinstance(value, (bool, list)):
        return value
    return getattr(value, "value", None) or str(value)


def codes_seen(session: ScopedSession, codes: Iterable[str]) -> set[str]:
    """Those of some cases that lie within the scope."""
    return set(session.scalars(select(Case.code).where(Case.code.in_(list(codes)))))


PAGE = 50


def cases_seen(
    session: ScopedSession, is_open_to: ColumnElement[bool], before: int | None = None
) -> list[Case]:
    """Cases that open to the person, newest first, a page at a time from the id before which to go on."""
    query = select(Case).where(is_open_to).order_by(Case.id.desc()).limit(PAGE)
    if before is not None:
        query = query.where(Case.id < before)
    return list(session.scalars(query))


def organisations_to_verify(session: ScopedSession) -> list[Organisation]:
    """Organisations that may be a responsible party; a body must be able to name any of them."""
    kinds = (OrganisationKind.GROUP, OrganisationKind.SUBSIDIARY, OrganisationKind.SUPPLIER)
    query = (
        select(Organisation).where(Organisation.kind.in_(kinds)).order_by(Organisation.name, Organisation.id)
    )
    options = across_tenants("a body manager opens a case for an organisation that is not yet granted")
    return list(session.scalars(query.execution_options(**options)))


def organisation_to_verify(session: ScopedSession, organisation_id: int) -> Organisation:
    """One of the organisations that may be a responsible party."""
    for organisation in organisations_to_verify(session):
        if organisation.id == organisation_id:
            return organisation
    raise NotYours("There is no such organisation.")


def agreement_signatures(session: ScopedSession, case: Case) -> list[SignatureAct]:
    """All acts of signing the agreement, those over older texts too."""
    kinds = (SignatureKind.AGREEMENT_BODY, SignatureKind.AGREEMENT_PARTY)
    query = select(SignatureAct).where(SignatureAct.case_id == case.id, SignatureAct.kind.in_(kinds))
    return list(session.scalars(query.order_by(SignatureAct.id)))


def declarations_of(
    session: ScopedSession, case: Case
) -> list[tuple[ImpartialityDeclaration, list[ImpartialityThreat]]]:
    """Every declaration of the case with its threats, newest first."""
    rows = session.scalars(
        select(ImpartialityDeclaration)
        .where(ImpartialityDeclaration.case_id == case.id)
        .order_by(ImpartialityDeclaration.id.desc())
    ).all()
    threats = session.scalars(
        select(ImpartialityThreat)
        .where(ImpartialityThreat.case_id == case.id)
        .order_by(ImpartialityThreat.id)
    ).all()
    return [(row, [t for t in threats if t.declaration_id == row.id]) for row in rows]


def member(session: ScopedSession, case: Case, member_id: int) -> TeamMember:
    """A team row of the case."""
    row = session.get(TeamMember, member_id)
    if row is None or row.case_id != case.id:
        raise NotYours("There is no such team member.")
    return row


def threat(session: ScopedSession, case: Case, threat_id: int) -> ImpartialityThreat:
    """A declared threat of the case."""
    row = session.get(ImpartialityThreat, threat_id)
    if row is None or row.case_id != case.id:
        raise NotYours("There is no such threat.")
    return row


def declaration(session: ScopedSession, case: Case, declaration_id: int) -> ImpartialityDeclaration:
    """A declaration of the case."""
    row = session.get(ImpartialityDeclaration, declaration_id)
    if row is None or row.case_id != case.id:
        raise NotYours("There is no such declaration.")
    return row


def is_before_agreed(case: Case) -> bool:
    """True while a named person is only proposed."""
    return case.state in {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT}
