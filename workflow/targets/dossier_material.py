"""All rows from which the group's documents are written, read once; the contracts are filled from nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from reports.sbt_contract import CitedStatement
from workflow.db import ScopedSession
from workflow.opinion.models import Issue, Package
from workflow.opinion.rules import Profile
from workflow.opinion.signatures import read
from workflow.people.models import Organisation
from workflow.programme.access import programme_of
from workflow.programme.boundary_reads import EntityRow, entities_on
from workflow.programme.models import Programme
from workflow.targets import queries
from workflow.targets.dossier_fields import known_facts
from workflow.targets.dossier_models import DossierFacts
from workflow.targets.fields import SUBMISSION_FIELDS, Known, know
from workflow.targets.inventory_values import YearValues
from workflow.targets.models import GroupInventory, InventoryCitation, Target, TargetYear
from workflow.targets.pre_check import PreCheck, check_stored
from workflow.targets.queries import Held, hold, values_of
from workflow.targets.roadmap_reads import Roadmap, roadmap_of
from workflow.targets.rules import LIVE

# The client's package is cited where there is one: it is the one that a validation service is shown.
CITED_PROFILES = (Profile.CLIENT, Profile.PUBLIC)


@dataclass(frozen=True)
class Material:
    """What stands behind a document: targets with their checks, years, citations, boundary and stated facts."""

    held: Held
    facts: Known
    submission: Known
    citations: Mapping[int, list[InventoryCitation]]
    packages: Mapping[tuple[str, int], str]
    years: Mapping[tuple[int, int], TargetYear]
    programme: Programme | None
    entities: tuple[EntityRow, ...]
    checks: Mapping[str, PreCheck]
    criteria: tuple[str, ...]
    roadmap: Roadmap
    prepared_by: str

    @property
    def group(self) -> Organisation:
        return self.held.group

    @property
    def today(self) -> date:
        return self.held.today

    @property
    def targets(self) -> tuple[Target, ...]:
        """Return the targets that live: drafts and all that follow, neither expired nor withdrawn."""
        return tuple(row for row in self.held.targets if row.state in LIVE)

    @property
    def base(self) -> GroupInventory | None:
        """Return the inventory of the base year: that of the targets, else the programme's year."""
        for row in self.targets:
            inventory = self.held.inventory(row.inventory_id)
            if inventory is not None:
                return inventory
        return self.held.newest.get(self.programme.base_year) if self.programme else None

    def recent(self) -> GroupInventory | None:
        """Return the inventory of the most recent year: the one stated, else the last that is here."""
        year = self.submission.get("recent_year")
        newest = self.held.newest
        found = newest.get(year) if isinstance(year, int) else None
        return found or (newest[max(newest)] if newest else None)

    @property
    def base_values(self) -> YearValues | None:
        return values_of(self.base) if self.base is not None else None

    @property
    def statements(self) -> tuple[CitedStatement, ...]:
        """Return the statements that the base year cites."""
        return self.statements_of(self.base)

    def statements_of(self, inventory: GroupInventory | None) -> tuple[CitedStatement, ...]:
        """Return the statements that a year cites, by number, revision and hash of their package."""
        if inventory is None:
            return ()
        return tuple(
            CitedStatement(
                entity=row.entity, number=row.number, revision=row.revision, period=str(inventory.year),
                body=row.body, level=row.level, dated=row.dated, tonnes=row.tonnes,
                package_sha256=self.packages.get((row.number, row.revision), ""),
                statement_sha256=row.statement_sha256,
            )
            for row in self.citations.get(inventory.id, [])
        )  # fmt: skip


def gather(session: ScopedSession, group: Organisation, today: date, prepared_by: str) -> Material:
    """Read everything once; asked for by an act of the office alone, never by a page."""
    held = hold(session, group, today)
    facts = facts_of(session, group)
    programme = programme_of(session, group)
    citations = queries.citations_of(session, group)
    submission = held.submission.answers if held.submission else {}
    return Material(
        held, known_facts(facts.answers if facts else {}), know(SUBMISSION_FIELDS, submission), citations,
        _packages(session, citations), queries.years_of(session, group), programme,
        _entities(session, group, programme),
        {row.code: check_stored(held, row.code) for row in held.targets if row.state in LIVE},
        _criteria(row.contract_sha256 for rows in citations.values() for row in rows),
        roadmap_of(session, group, held), prepared_by,
    )  # fmt: skip


def facts_of(session: ScopedSession, group: Organisation) -> DossierFacts | None:
    """What the office stated last for the documents; None before anything was."""
    query = select(DossierFacts).where(DossierFacts.owner_org_id == group.id)
    return session.scalar(query.order_by(DossierFacts.edition.desc()).limit(1))


def _packages(
    session: ScopedSession, citations: Mapping[int, list[InventoryCitation]]
) -> dict[tuple[str, int], str]:
    """The hashes of the packages of all cited statements, by number and revision."""
    cases = {row.cited_case_id for rows in citations.values() for row in rows}
    query = (
        select(Issue.number, Issue.revision, Package.profile, Package.sha256)
        .join(Issue, Issue.id == Package.issue_id)
        .where(Package.case_id.in_(cases), Package.profile.in_(CITED_PROFILES))
    )
    found = {
        (number, revision, profile): sha256 for number, revision, profile, sha256 in session.execute(query)
    }
    return {
        (number, revision): found[number, revision, profile]
        for profile in reversed(CITED_PROFILES)
        for number, revision, held in found
        if held is profile
    }


def _criteria(contracts: Iterable[str]) -> tuple[str, ...]:
    """By which standard the cited statements were verified, as their frozen contracts say."""
    # One field of each: reading the contracts whole would take a second for a group of fifty statements.
    return tuple(
        dict.fromkeys(str(json.loads(read(sha256))["verification_standard"]) for sha256 in contracts)
    )


def _entities(
    session: ScopedSession, group: Organisation, programme: Programme | None
) -> tuple[EntityRow, ...]:
    """The boundary on the last day of the base year; empty before it was drawn."""
    if programme is None:
        return ()
    return tuple(entities_on(session, group.id, programme.approach, date(programme.base_year, 12, 31), {}))
