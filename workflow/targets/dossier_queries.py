"""Reads of the group's documents: versions, what differs between them, what was stated, and signed packages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from reports.sbt_contract import VersionChange
from workflow.db import ScopedSession
from workflow.errors import NotYours
from workflow.people.models import Organisation
from workflow.targets.dossier_contract import contract_of
from workflow.targets.dossier_differences import differences
from workflow.targets.dossier_fields import dossier_fields
from workflow.targets.dossier_models import DossierFacts, DossierVersion, SbtPackage
from workflow.targets.dossier_rules import DocumentKind, VersionState
from workflow.targets.fields import shown
from workflow.targets.models import GroupInventory


def versions_of_group(session: ScopedSession, group: Organisation) -> list[DossierVersion]:
    """All versions of all documents, the newest of each series first."""
    query = select(DossierVersion).where(DossierVersion.owner_org_id == group.id)
    order = (DossierVersion.kind, DossierVersion.year.desc(), DossierVersion.number.desc(), DossierVersion.id)
    return list(session.scalars(query.order_by(*order)))


def version_by_code(session: ScopedSession, group: Organisation, code: str) -> DossierVersion:
    """A version of the group; NotYours for a missing one and another group's alike."""
    query = select(DossierVersion).where(DossierVersion.owner_org_id == group.id, DossierVersion.code == code)
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such document.")
    return row


def latest_version(
    session: ScopedSession,
    group: Organisation,
    kind: DocumentKind = DocumentKind.DOSSIER,
    *,
    year: int | None = None,
    is_signed: bool = False,
) -> DossierVersion | None:
    """The newest version of a document whose bytes are there, or that is signed; None before there is one."""
    states = (VersionState.SIGNED,) if is_signed else (VersionState.MADE, VersionState.SIGNED)
    query = select(DossierVersion).where(
        DossierVersion.owner_org_id == group.id, DossierVersion.kind == kind, DossierVersion.year == year,
        DossierVersion.state.in_(states),
    )  # fmt: skip
    return session.scalar(query.order_by(DossierVersion.number.desc()).limit(1))


def to_be_signed(session: ScopedSession, groups: Iterable[int]) -> list[DossierVersion]:
    """The versions that are made and not followed by another, for who signs them; oldest first."""
    query = select(DossierVersion).where(
        DossierVersion.owner_org_id.in_(groups), DossierVersion.state != VersionState.FAILED
    )
    newest = {
        (row.owner_org_id, row.kind, row.year): row
        for row in session.scalars(query.order_by(DossierVersion.number))
    }
    made = [row for row in newest.values() if row.state is VersionState.MADE]
    return sorted(made, key=lambda row: (row.asked_at, row.id))


def version_before(versions: Sequence[DossierVersion], version: DossierVersion) -> DossierVersion | None:
    """The version of the same series that came before and could be made."""
    earlier = [
        row
        for row in versions
        if (row.kind, row.year) == (version.kind, version.year)
        and row.number < version.number
        and row.state is not VersionState.FAILED
    ]
    return max(earlier, key=lambda row: row.number, default=None)


def differences_between(was: DossierVersion, now: DossierVersion) -> tuple[VersionChange, ...]:
    """Every field in which two versions of one document differ, from their frozen contracts."""
    return differences(contract_of(was), contract_of(now))


def packages_of_group(session: ScopedSession, group: Organisation) -> list[SbtPackage]:
    """The signed packages, newest first."""
    query = select(SbtPackage).where(SbtPackage.owner_org_id == group.id)
    return list(session.scalars(query.order_by(SbtPackage.number.desc())))


def package_by_number(session: ScopedSession, group: Organisation, number: int) -> SbtPackage:
    """A package of the group."""
    query = select(SbtPackage).where(SbtPackage.owner_org_id == group.id, SbtPackage.number == number)
    row = session.scalar(query)
    if row is None:
        raise NotYours("There is no such package.")
    return row


def years_with_inventory(session: ScopedSession, group: Organisation) -> list[int]:
    """The years of which a progress report can be made, the latest first."""
    query = select(GroupInventory.year).where(GroupInventory.owner_org_id == group.id).distinct()
    return list(session.scalars(query.order_by(GroupInventory.year.desc())))


@dataclass(frozen=True)
class FactChange:
    """What one saving changed in what the office states: a field, what it was and what it is."""

    edition: int
    label: str
    was: str
    now: str
    said_by: str
    said_at: datetime


def history_of_facts(session: ScopedSession, group: Organisation, most: int = 200) -> list[FactChange]:
    """What every saving changed, the latest first."""
    query = select(DossierFacts).where(DossierFacts.owner_org_id == group.id).order_by(DossierFacts.edition)
    before: DossierFacts | None = None
    found = []
    for row in session.scalars(query):
        was = before.answers if before is not None else {}
        for field in dossier_fields():
            pair = shown(field, was), shown(field, row.answers)
            if pair[0] != pair[1]:
                found.append(FactChange(row.edition, field.label, *pair, row.said_by, row.said_at))
        before = row
    return found[::-1][:most]
