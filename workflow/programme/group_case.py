"""The group's own boundary beside its group case: where shares and control differ, and taking them from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import or_, select

from methods.boundary import Approach, Holding, inclusion_over
from methods.rounding import ZERO
from methods.uncomputable import Uncomputable
from workflow.cases import entities
from workflow.cases.entity_models import EntityCase
from workflow.cases.models import Case
from workflow.db import ScopedSession, across_tenants
from workflow.errors import Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.programme.models import BoundaryEntity, BoundaryStanding, Programme
from workflow.programme.rules import Place
from workflow.unit_of_work import UnitOfWork

REASON = "as the group's organisational boundary has it, {first} to {last}"
OF_THE_GROUP = across_tenants(
    "who verifies a group's statement holds its entities against the group's own boundary"
)


@dataclass(frozen=True)
class Drawn:
    """An entity as the group's boundary has it in the period of the case: its names, and what is held of it inside."""

    names: frozenset[str]
    name: str
    holdings: tuple[Holding, ...]


@dataclass(frozen=True)
class Difference:
    """An entity of the group case whose inclusion factor is not the boundary's over the same period.

    `boundary` is None for one that the boundary does not know.
    """

    code: str
    name: str
    here: Decimal | None
    boundary: Decimal | None


@dataclass(frozen=True)
class Beside:
    """What the group's boundary says otherwise than its group case; `approach` is the boundary's where it differs."""

    approach: Approach | None
    differences: tuple[Difference, ...]
    not_named: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return self.approach is None and not self.differences and not self.not_named


def beside_boundary(
    session: ScopedSession,
    case: Case,
    approach: Approach | None,
    rows: Sequence[tuple[EntityCase, Decimal | None]],
) -> Beside | None:
    """Hold the entities of a group case, each with its factor, against the group's boundary, in one query.

    None where there is nothing to compare: nothing drawn, no approach in the agreement, or no period yet.
    """
    if approach is None or case.period_start is None or case.period_end is None:
        return None
    own, drawn = _drawn(session, case)
    if own is None:
        return None
    found, differences = set(), []
    for row, here in rows:
        there = _of(drawn, row)
        boundary = None if there is None else _factor(case, approach, there)
        if there is not None:
            found.add(there.name)
        if boundary is None or boundary != here:
            differences.append(Difference(row.code, row.name, here, boundary))
    not_named = (each.name for each in drawn if each.name not in found and _factor(case, approach, each))
    return Beside(own if own is not approach else None, tuple(differences), tuple(not_named))


def take_from_boundary(uow: UnitOfWork, case: Case) -> list[EntityCase]:
    """Let the entities of a group case be held as the boundary has them over its period; gives those that changed."""
    rows = entities.entities_of(uow.session, case)
    has_period = case.period_start is not None and case.period_end is not None
    drawn = _drawn(uow.session, case)[1] if has_period else []
    holdings = {row.id: each.holdings for row in rows if (each := _of(drawn, row)) is not None}
    words = message(N_("The group's boundary knows no entity of this case: draw it in the programme first."))
    uow.refuse_unless(case, "entity.hold", None if holdings else Refusal("G-BOUNDARY", words))
    assert case.period_start is not None and case.period_end is not None
    reason = REASON.format(first=case.period_start, last=case.period_end)
    return entities.hold_as(uow, case, _with_gaps(case, holdings), reason=reason)


def _with_gaps(case: Case, found: Mapping[int, tuple[Holding, ...]]) -> dict[int, tuple[Holding, ...]]:
    """An entity that stands outside all the while is held at nothing, which an empty list would not say."""
    assert case.period_start is not None
    nothing = Holding(
        "", case.period_start, None, ZERO, has_operational_control=False, has_financial_control=False
    )
    return {row_id: holdings or (nothing,) for row_id, holdings in found.items()}


def _drawn(session: ScopedSession, case: Case) -> tuple[Approach | None, list[Drawn]]:
    """The boundary's approach, and every entity that stands in or outside it on a day of the period, by code."""
    stood, entity = BoundaryStanding, BoundaryEntity
    query = (
        select(Programme.approach, entity.id, entity.name, Organisation.name, stood)
        .join(stood, stood.entity_id == entity.id)
        .join(Programme, Programme.owner_org_id == entity.owner_org_id)
        .outerjoin(Organisation, Organisation.id == entity.organisation_id)
        .where(
            entity.owner_org_id == case.responsible_party_org_id, stood.place != Place.VALUE_CHAIN,
            stood.valid_from <= case.period_end, or_(stood.valid_to.is_(None), stood.valid_to >= case.period_start),
        )
        .order_by(entity.code, stood.valid_from, stood.id)
    )  # fmt: skip
    rows = session.execute(query.execution_options(**OF_THE_GROUP)).all()
    found: dict[int, Drawn] = {}
    for _approach, entity_id, name, account, standing in rows:
        before = found.get(entity_id, Drawn(frozenset({name, account or name}), name, ()))
        held = (standing.holding,) if standing.place is Place.IN else ()
        found[entity_id] = Drawn(before.names, name, (*before.holdings, *held))
    return (rows[0][0] if rows else None), list(found.values())


def _of(drawn: Sequence[Drawn], row: EntityCase) -> Drawn | None:
    return next((each for each in drawn if row.name in each.names), None)


def _factor(case: Case, approach: Approach, drawn: Drawn) -> Decimal | None:
    assert case.period_start is not None and case.period_end is not None
    try:
        return inclusion_over(drawn.holdings, approach, case.period_start, case.period_end)
    except Uncomputable:
        return None
