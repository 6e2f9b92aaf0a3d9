"""Writes of the engagement: opening, application, terms, team, impartiality, grants and signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from workflow.access import CASE_ROLES, Role
from workflow.cases import queries
from workflow.cases.models import (
    Agreement,
    AssuranceGroup,
    Case,
    CaseCode,
    CaseGrant,
    ImpartialityDeclaration,
    ImpartialityThreat,
    SignatureAct,
    TeamMember,
)
from workflow.cases.rules import (
    ONE_PERSON_ROLES,
    AssuranceLevel,
    CaseState,
    SignatureKind,
    ThreatDecision,
    ThreatKind,
    ThreatRisk,
    refuse_conflicting_roles,
)
from workflow.db import across_tenants
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation, Person
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


def next_code(uow: UnitOfWork, case: Case, series: str) -> str:
    """The next code of a series on a case, F-001 and so on; codes are never reused."""
    query = select(CaseCode).where(CaseCode.case_id == case.id, CaseCode.series == series).with_for_update()
    row = uow.session.scalar(query)
    if row is None:
        row = CaseCode(case_id=case.id, series=series, last=0)
        uow.session.add(row)
    row.last += 1
    uow.session.flush()
    return f"{series}-{row.last:03d}"


def reserve_code(uow: UnitOfWork, case: Case, code: str) -> None:
    """Keep a code from being given to something else, for what is asked for under that code."""
    series, _, number = code.partition("-")
    if not number.isdigit():
        raise BadInput(message(N_("{code} is no code such as E-003."), code=code), "code")
    query = select(CaseCode).where(CaseCode.case_id == case.id, CaseCode.series == series).with_for_update()
    row = uow.session.scalar(query)
    if row is None:
        row = CaseCode(case_id=case.id, series=series, last=0)
        uow.session.add(row)
    row.last = max(row.last, int(number))
    uow.session.flush()


def open_case(
    uow: UnitOfWork, body: Organisation, *, title: str, responsible_party: Organisation,
    client: Organisation | None = None, group: Organisation | None = None, **terms: Any,
) -> Case:  # fmt: skip
    """Open a case of a body, in state draft, and let the responsible party and its group see it."""
    case = Case(
        code=_next_case_code(uow),
        title=title,
        owner_org_id=body.id,
        state=CaseState.DRAFT,
        responsible_party_org_id=responsible_party.id,
        client_org_id=(client or responsible_party).id,
        group_org_id=group.id if group else None,
        required_competences=terms.pop("required_competences", []),
        categories=terms.pop("categories", []),
        **terms,
    )
    uow.session.add(case)
    uow.session.flush()
    grants = [_grant(uow, case, organisation) for organisation in (responsible_party, group) if organisation]
    uow.record("case.open", case, covers=grants, responsible_party=responsible_party.name)
    return case


def _next_case_code(uow: UnitOfWork) -> str:
    prefix = f"C-{uow.now.year}-"
    query = select(Case.code).where(Case.code.startswith(prefix)).order_by(Case.code.desc()).limit(1)
    options = across_tenants("case codes are unique in the installation")
    last = uow.session.scalar(query.execution_options(**options))
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:04d}"


def _grant(
    uow: UnitOfWork, case: Case, organisation: Organisation, person: Person | None = None
) -> CaseGrant:
    row = CaseGrant(
        case_id=case.id,
        owner_org_id=case.owner_org_id,
        organisation_id=organisation.id,
        person_id=person.id if person else None,
        valid_from=uow.now.date(),
    )
    uow.session.add(row)
    return row


def grant(
    uow: UnitOfWork, case: Case, organisation: Organisation, *, person: Person | None = None,
    until: date | None = None,
) -> CaseGrant:  # fmt: skip
    """Open the case to an organisation, or to one person of it, until a date."""
    row = _grant(uow, case, organisation, person)
    row.valid_to = until
    uow.record("case.grant", case, covers=[row], organisation=organisation.name)
    return row


def end_grant(uow: UnitOfWork, case: Case, row: CaseGrant, *, reason: str) -> None:
    """Close the case to an organisation from today on."""
    row.valid_to = uow.now.date() - timedelta(days=1)
    uow.record("case.end_grant", case, covers=[row], comment=reason)


APPLICATION_FIELDS = frozenset(
    {
        "title", "client_org_id", "intended_users", "period_start", "period_end", "is_base_year",
        "is_first_verification", "sites", "categories", "activity_description", "programme", "applied_on",
    }
)  # fmt: skip


def fill_application(uow: UnitOfWork, case: Case, **fields: Any) -> None:
    """Fill in what the body needs to know before it engages (5.1); only in draft."""
    _only_in(uow, case, "case.application", {CaseState.DRAFT})
    _take(case, fields, APPLICATION_FIELDS)
    if case.period_start and case.period_end and case.period_end < case.period_start:
        raise BadInput(N_("The period ends before it starts: check both dates."), "period_end")
    case.applied_on = case.applied_on or uow.now.date()
    uow.record("case.application", case)


TERMS_FIELDS = frozenset(
    {
        "netting", "must_correct_all", "reviewer_outside_client", "look_back_years", "pervasive_share",
        "required_competences", "programme", "edition", "body_clearance", "body_cleared_on",
        "one_person_waiver",
    }
)  # fmt: skip


def set_terms(uow: UnitOfWork, case: Case, **fields: Any) -> None:
    """Set the programme profile, the required competences and the body's own clearance; before agreed."""
    _only_in(uow, case, "case.terms", {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT})
    _take(case, fields, TERMS_FIELDS)
    uow.record("case.terms", case)


def waive_separation(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    """Let one person prepare and approve on a one-person site (SOD-4); shown to the verifier."""
    case.one_person_waiver = reason
    uow.record("case.waive_separation", case, comment=reason)


AGREEMENT_FIELDS = frozenset(
    {
        "objectives", "criteria", "organisational_boundary", "consolidation_approach", "scope_sites",
        "scope_categories", "gases", "site_visit_plan", "timetable_start", "timetable_end",
        "access_and_confidentiality", "fees", "use_of_statement", "later_facts_rule", "restriction_on_use",
        "languages", "prevailing_language", "framework_reference",
    }
)  # fmt: skip


def write_agreement(uow: UnitOfWork, case: Case, **fields: Any) -> Agreement:
    """Write or change the terms; a change after a signature makes both sides sign again."""
    _only_in(uow, case, "agreement.write", {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT})
    agreement = queries.agreement_of(uow.session, case)
    if agreement is None:
        agreement = Agreement(case_id=case.id, owner_org_id=case.owner_org_id)
        uow.session.add(agreement)
    _take(agreement, fields, AGREEMENT_FIELDS)
    start, end = agreement.timetable_start, agreement.timetable_end
    if start and end and end < start:
        raise BadInput(N_("The timetable ends before it starts: check both dates."), "timetable_end")
    uow.session.flush()
    agreement.sha256 = queries.agreement_sha256(uow.session, case, agreement)
    uow.record("agreement.write", agreement)
    return agreement


def add_group(
    uow: UnitOfWork, case: Case, *, code: str, name: str, categories: list[int], level: AssuranceLevel,
    threshold_percent: Decimal, qualitative_materiality: str | None = None, **more: Any,
) -> AssuranceGroup:  # fmt: skip
    """Add an assurance group; a category belongs to one group only."""
    _only_in(uow, case, "case.group", {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT})
    taken = {c for g in queries.groups_of(uow.session, case) for c in g.categories}
    doubled = sorted(taken & set(categories))
    if doubled:
        raise BadInput(
            message(N_("Category {category} is in another group already."), category=doubled[0]), "categories"
        )
    if not Decimal(0) < threshold_percent < Decimal(100):
        raise BadInput(N_("The threshold is a percentage between 0 and 100."), "threshold_percent")
    group = AssuranceGroup(
        case_id=case.id, owner_org_id=case.owner_org_id, code=code, name=name, categories=categories,
        level=level, threshold_percent=threshold_percent, qualitative_materiality=qualitative_materiality,
        **more,
    )  # fmt: skip
    uow.session.add(group)
    uow.record("case.group", group)
    return group


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


def sign(
    uow: UnitOfWork, case: Case, kind: SignatureKind, *, subject: str, sha256: str, role_name: str,
    scan_document_code: str | None = None,
) -> SignatureAct:  # fmt: skip
    """An act of signing over the hash that the page showed; asks for a fresh sign-in (decision 13)."""
    fresh = None
    if uow.actor.on_behalf_of:
        sentence = N_("You act for {name}: only they can sign.")
        fresh = Refusal("G-DEPUTY", message(sentence, name=uow.actor.on_behalf_of))
    elif not (uow.actor.is_fresh or scan_document_code):
        fresh = Refusal("G-FRESH", message(N_("Sign in again, then sign: this needs a fresh sign-in.")))
    uow.refuse_unless(case, "case.sign", fresh)
    assert uow.actor.person_id is not None
    organisation = uow.session.get(Organisation, uow.actor.organisation_id)
    act = SignatureAct(
        case_id=case.id, owner_org_id=case.owner_org_id, kind=kind, subject=subject, sha256=sha256,
        person_id=uow.actor.person_id, person_name=uow.actor.name, person_role=role_name,
        organisation_name=organisation.name if organisation else "", signed_at=uow.now,
        scan_document_code=scan_document_code,
    )  # fmt: skip
    uow.session.add(act)
    uow.record(f"case.sign_{kind.value}", act, sha256=sha256)
    return act


def sign_agreement(uow: UnitOfWork, case: Case, *, for_body: bool, shown_sha256: str) -> SignatureAct:
    """Sign the agreement for one side, over the text that was shown."""
    agreement = queries.agreement_of(uow.session, case)
    stale = None
    if agreement is None or agreement.sha256 != shown_sha256:
        stale = Refusal(
            "G-SIG", message(N_("The terms changed since you read them: read them again, then sign."))
        )
    uow.refuse_unless(case, "agreement.sign", stale)
    kind = SignatureKind.AGREEMENT_BODY if for_body else SignatureKind.AGREEMENT_PARTY
    return sign(
        uow, case, kind, subject="agreement", sha256=shown_sha256,
        role_name="for the verification body" if for_body else "for the responsible party",
    )  # fmt: skip


def _only_in(uow: UnitOfWork, case: Case, verb: str, states: set[CaseState]) -> None:
    refusal = None
    if case.state not in states:
        state = case.state.value.replace("_", " ")
        refusal = Refusal(
            "G-STATE", message(N_("This cannot be changed while the case is {state}."), state=state)
        )
    uow.refuse_unless(case, verb, refusal)


def _take(row: Any, fields: dict[str, Any], allowed: frozenset[str]) -> None:
    """Assign the named fields and no others: a form may carry anything (mass assignment)."""
    for name, value in fields.items():
        if name not in allowed:
            raise BadInput(message(N_("{field} cannot be set here."), field=name), name)
        setattr(row, name, value)
