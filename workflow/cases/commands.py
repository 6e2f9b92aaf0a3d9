"""Writes of the engagement: opening, application, terms, team, impartiality, grants and signatures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from workflow.cases import queries
from workflow.cases.models import (
    Agreement,
    AssuranceGroup,
    Case,
    CaseCode,
    CaseGrant,
    SignatureAct,
)
from workflow.cases.rules import (
    AssuranceLevel,
    CaseState,
    SignatureKind,
)
from workflow.cases.team import (
    DeclaredThreat,
    clear_declaration,
    decide_threat,
    declare_impartiality,
    end_team_member,
    name_team_member,
)
from workflow.cases.terms import AGREEMENT_FIELDS, APPLICATION_FIELDS, TERMS_FIELDS
from workflow.db import across_tenants
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation, Person
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import UnitOfWork

__all__ = [
    "DeclaredThreat", "add_group", "clear_declaration", "decide_threat", "declare_impartiality", "end_grant",
    "end_team_member", "fill_application", "grant", "name_team_member", "next_code", "open_case",
    "reserve_code", "set_terms", "sign", "sign_agreement", "waive_separation", "write_agreement",
]  # fmt: skip


def next_code(uow: UnitOfWork, case: Case, series: str) -> str:
    """The next code of a series on a case, F-001 and so on; codes are never reused."""
    row = _series(uow, case, series)
    row.last += 1
    uow.session.flush()
    return f"{series}-{row.last:03d}"


def _series(uow: UnitOfWork, case: Case, series: str) -> CaseCode:
    query = select(CaseCode).where(CaseCode.case_id == case.id, CaseCode.series == series).with_for_update()
    row = uow.session.scalar(query)
    if row is None:
        row = CaseCode(case_id=case.id, series=series, last=0)
        uow.session.add(row)
    return row


def reserve_code(uow: UnitOfWork, case: Case, code: str) -> None:
    """Keep a code from being given to something else, for what is asked for under that code."""
    series, _, number = code.partition("-")
    if not number.isdigit():
        raise BadInput(message(N_("{code} is no code such as E-003."), code=code), "code")
    row = _series(uow, case, series)
    row.last = max(row.last, int(number))
    uow.session.flush()


def open_case(
    uow: UnitOfWork, body: Organisation, *, title: str, responsible_party: Organisation,
    client: Organisation | None = None, group: Organisation | None = None, **terms: Any,
) -> Case:  # fmt: skip
    """Open a case of a body, in state draft, and let the responsible party and its group see it.

    BadInput for a supplier's case with a group: what a supplier shows the body is shown to no buyer of its.
    """
    if group is not None and responsible_party.kind is OrganisationKind.SUPPLIER:
        raise BadInput(N_("A supplier's case is opened to no group: it would read the evidence."), "group")
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
    sees = dict.fromkeys(organisation for organisation in (responsible_party, group) if organisation)
    grants = [_grant(uow, case, organisation) for organisation in sees]
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


def fill_application(uow: UnitOfWork, case: Case, **fields: Any) -> None:
    """Fill in what the body needs to know before it engages (5.1); only in draft."""
    _only_in(uow, case, "case.application", {CaseState.DRAFT})
    _take(case, fields, APPLICATION_FIELDS)
    if case.period_start and case.period_end and case.period_end < case.period_start:
        raise BadInput(N_("The period ends before it starts: check both dates."), "period_end")
    case.applied_on = case.applied_on or uow.now.date()
    uow.record("case.application", case, covers=_hash_terms(uow, case))


def set_terms(uow: UnitOfWork, case: Case, **fields: Any) -> None:
    """Set the programme profile, the required competences and the body's own clearance; before agreed."""
    _only_in(uow, case, "case.terms", {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT})
    _take(case, fields, TERMS_FIELDS)
    uow.record("case.terms", case, covers=_hash_terms(uow, case))


def _hash_terms(uow: UnitOfWork, case: Case) -> list[Agreement]:
    """Hash the agreement anew after its case or a group changed: signatures over the older text lapse."""
    agreement = queries.agreement_of(uow.session, case)
    if agreement is None:
        return []
    uow.session.flush()
    agreement.sha256 = queries.agreement_sha256(uow.session, case, agreement)
    return [agreement]


def waive_separation(uow: UnitOfWork, case: Case, *, reason: str) -> None:
    """Let one person prepare and approve on a one-person site (SOD-4); shown to the verifier."""
    case.one_person_waiver = reason
    uow.record("case.waive_separation", case, comment=reason)


def write_agreement(
    uow: UnitOfWork, case: Case, *, seen_version: int | None = None, **fields: Any
) -> Agreement:
    """Write or change the terms; a change after a signature makes both sides sign again."""
    _only_in(uow, case, "agreement.write", {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT})
    agreement = queries.agreement_of(uow.session, case)
    if agreement is None:
        agreement = Agreement(case_id=case.id, owner_org_id=case.owner_org_id)
        uow.session.add(agreement)
    else:
        uow.expect(agreement, seen_version)
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
    uow.record("case.group", group, covers=_hash_terms(uow, case))
    return group


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
    _only_in(uow, case, "agreement.sign", {CaseState.DRAFT, CaseState.PRE_ENGAGEMENT})
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
