"""The entities of a group as its documents print them, from how the version was consolidated."""

from __future__ import annotations

from reports.contract import Consolidated, ConsolidatedEntity, Elimination
from workflow.db import ScopedSession
from workflow.ghg_statement import queries as statements
from workflow.opinion.contracts.parties import Ground, version_name


def consolidated_of(session: ScopedSession, ground: Ground) -> Consolidated | None:
    """The entity table of a group's statement; None for every other case."""
    made = statements.consolidation_of(session, ground.version) if ground.case.is_group_case else None
    if made is None:
        return None
    totals = made.totals
    return Consolidated(
        entities=tuple(
            ConsolidatedEntity(
                case=entity.code, name=entity.name, inclusion=entity.inclusion,
                version=version_name(entity.version), sha256=entity.sha256 or "",
                statement=entity.statement or "", reported=entity.reported, included=entity.included,
                left_out=entity.left_out or "",
            )
            for entity in made.entities
        ),
        eliminations=tuple(
            Elimination(
                code=row.code, buyer=row.buyer, seller=row.seller, line=row.key, tonnes=row.tonnes,
                reason=row.reason, evidence=row.evidence,
            )
            for row in made.eliminations
        ),
        before=totals.before, eliminated=totals.eliminated, after=totals.after,
    )  # fmt: skip
