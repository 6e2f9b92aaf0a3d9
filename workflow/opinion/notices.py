"""Mail to the responsible party about its opinion: the draft to read, and a statement withdrawn."""

from __future__ import annotations

from sqlalchemy import select

from workflow.access import RESPONSIBLE_PARTY_ROLES
from workflow.cases.models import Case
from workflow.db import across_tenants
from workflow.people.commands import write_mail
from workflow.people.models import Membership, Person
from workflow.unit_of_work import UnitOfWork, services


def tell_party(uow: UnitOfWork, case: Case, *, subject: str, text: str) -> int:
    """Write to everybody who prepares or approves for the responsible party; gives how many were told."""
    today = uow.now.date()
    query = (
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(
            Membership.owner_org_id == case.responsible_party_org_id,
            Membership.role.in_(RESPONSIBLE_PARTY_ROLES),
            Membership.valid_from <= today,
            (Membership.valid_to.is_(None)) | (Membership.valid_to >= today),
            Person.is_active.is_(True),
        )
        .distinct()
        .order_by(Person.id)
    )
    options = across_tenants("the body writes to the people of the responsible party of its case")
    people = list(uow.session.scalars(query.execution_options(**options)))
    link = f"{services().config.base_url.rstrip('/')}/cases/{case.code}/opinion"
    for person in people:
        write_mail(
            uow, case.owner_org_id, address=person.email, subject=f"{case.code}: {subject}",
            text=f"{text}\n\n{link}\n", person=person,
        )  # fmt: skip
    return len(people)
