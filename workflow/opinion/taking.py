"""Who took a package from inside the product: noted once for each person, and what still waits to be taken."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import exists, select

from workflow.db import ScopedSession
from workflow.opinion.models import Issue, Package, PackageTaken
from workflow.opinion.rules import IssueState, Profile
from workflow.unit_of_work import UnitOfWork


def note_taken(uow: UnitOfWork, package: Package) -> None:
    """Remember that the acting person took this package; a second time changes nothing."""
    person_id = uow.actor.person_id
    if person_id is None or person_id in {row.person_id for row in takers_of(uow.session, package)}:
        return
    row = PackageTaken(
        case_id=package.case_id, owner_org_id=package.owner_org_id, package_id=package.id,
        person_id=person_id, person_name=uow.actor.name, at=uow.now,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("package.take", row, profile=package.profile, sha256=package.sha256)


def takers_of(session: ScopedSession, package: Package) -> list[PackageTaken]:
    """Who took a package, the first one first."""
    query = select(PackageTaken).where(PackageTaken.package_id == package.id).order_by(PackageTaken.id)
    return list(session.scalars(query))


def untaken_by(
    session: ScopedSession, person_id: int | None, case_ids: Iterable[int], profile: Profile
) -> list[Issue]:
    """The issues in force of these cases whose package of a profile is built and was not taken by a person."""
    was_taken = exists().where(PackageTaken.package_id == Package.id, PackageTaken.person_id == person_id)
    query = (
        select(Issue)
        .join(Package, Package.issue_id == Issue.id)
        .where(
            Issue.case_id.in_(list(case_ids)), Issue.state == IssueState.ISSUED, Package.profile == profile,
            ~was_taken,
        )
        .order_by(Issue.number, Issue.revision, Issue.id)
    )  # fmt: skip
    return list(session.scalars(query))
