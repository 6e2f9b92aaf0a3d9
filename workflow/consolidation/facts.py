"""What the gates of a case ask about its entities and its base year; nothing for a case that has neither."""

from __future__ import annotations

from sqlalchemy import select

from workflow.cases import entities
from workflow.cases.models import Case
from workflow.consolidation import reads
from workflow.consolidation.rules import ConsolidationFacts
from workflow.db import ScopedSession, across_tenants
from workflow.opinion.models import Issue


def consolidation_facts(session: ScopedSession, case: Case) -> ConsolidationFacts:
    """The facts of a case; every query is left out where the case is neither a group's nor of a base year."""
    locked = locked_base_year(session, case) if case.is_base_year else None
    if not case.is_group_case:
        return ConsolidationFacts(locked_base_year=locked)
    rows = entities.entities_of(session, case)
    made = reads.submitted_consolidation(session, case)
    changes = reads.changes_of(session, case)
    latest = reads.latest_statements(session, case) if changes else {}
    return ConsolidationFacts(
        is_group_case=True,
        entities=tuple(row.code for row in rows),
        consolidated=None if made is None else tuple(entity.code for entity in made.entities),
        open_changes=tuple(row.code for row in reads.open_changes(changes, latest, made)),
        locked_base_year=locked,
    )


def locked_base_year(session: ScopedSession, case: Case) -> str | None:
    """NUMBER/REV of the verified statement that is the base year of the same party already, in another case."""
    query = (
        select(Issue.number, Issue.revision)
        .join(Case, Case.id == Issue.case_id)
        .where(
            Case.responsible_party_org_id == case.responsible_party_org_id, Case.is_base_year.is_(True),
            Case.id != case.id, Issue.state.in_(reads.STANDING),
        )
        .order_by(Issue.id.desc())
        .limit(1)
    )  # fmt: skip
    options = across_tenants(
        "a party has one verified base year, whichever body verified it; only its number is told"
    )
    row = session.execute(query.execution_options(**options)).first()
    return None if row is None else f"{row[0]}/{row[1]}"
