"""The group case: it is opened for a group, and names the entity cases of that group with what is held of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from methods.boundary import Approach, Holding
from methods.uncomputable import Uncomputable
from workflow.cases import commands, queries
from workflow.cases.entity_models import EntityCase, holding_to_json
from workflow.cases.models import Case
from workflow.cases.rules import ENDED, ENDED_BADLY, CaseState
from workflow.db import ScopedSession, across_tenants
from workflow.errors import BadInput, NotYours, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import UnitOfWork

TELL = "workflow.consolidation.jobs.tell_of_entities"
FIXED = ENDED | {CaseState.ISSUED}
OF_THE_GROUP = across_tenants(
    "the entity cases of a group stand in its group case; each is granted to the group"
)


@dataclass(frozen=True)
class NamedEntity:
    """An entity case as it is named: what the group holds of the entity since when, and the reason for it."""

    entity_case_id: int
    holding: Holding
    reason: str


def open_group_case(
    uow: UnitOfWork, body: Organisation, *, title: str, group: Organisation, **terms: Any
) -> Case:
    """Open a case whose responsible party is a group; its statement is consolidated from its entities'."""
    if group.kind is not OrganisationKind.GROUP:
        raise BadInput(message(N_("{name} is no group: open a case of its own."), name=group.name), "group")
    return commands.open_case(
        uow, body, title=title, responsible_party=group, group=group, is_group_case=True, **terms
    )


def name_entities(uow: UnitOfWork, case: Case, named: Iterable[NamedEntity]) -> list[EntityCase]:
    """Name entity cases of the group, in one act; BadInput for a case that is no entity of it."""
    _only_open(uow, case, "entity.name")
    known = {row.entity_case_id: row for row in entities_of(uow.session, case, with_ended=True)}
    offered = {row.id: (row.code, name) for row, name in cases_to_name(uow.session, case)}
    rows = []
    for item in named:
        entity, row = offered.get(item.entity_case_id), known.get(item.entity_case_id)
        if entity is None:
            raise BadInput(N_("This case is no entity case of the group."), "entity")
        if row is not None and row.ended_reason is None:
            raise BadInput(message(N_("{code} is an entity of this case already."), code=row.code), "entity")
        if row is None:
            row = EntityCase(
                case_id=case.id, owner_org_id=case.owner_org_id, entity_case_id=item.entity_case_id,
                code=entity[0], name=entity[1],
            )  # fmt: skip
            uow.session.add(row)
        row.holdings, row.ended_reason, row.left_out = [holding_to_json(item.holding)], None, None
        row.reason = _reason(item.reason)
        _refuse_wrong_holdings(row)
        rows.append(row)
        known[item.entity_case_id] = row
    if not rows:
        raise BadInput(N_("Name at least one entity case."), "entity")
    uow.record("entity.name", case, covers=rows, entities=[row.code for row in rows])
    return rows


def hold_entity(uow: UnitOfWork, case: Case, row: EntityCase, holding: Holding, *, reason: str) -> None:
    """Let the group hold an entity otherwise from a day on; one that began on that day is replaced."""
    _only_open(uow, case, "entity.hold")
    kept = [holding_to_json(h) for h in row.held if h.valid_from != holding.valid_from]
    row.holdings = sorted([*kept, holding_to_json(holding)], key=lambda item: str(item["from"]))
    row.reason = _reason(reason)
    _refuse_wrong_holdings(row)
    uow.record("entity.hold", row, comment=row.reason)


def hold_as(
    uow: UnitOfWork, case: Case, found: Mapping[int, Sequence[Holding]], *, reason: str
) -> list[EntityCase]:
    """Let entities be held as another record of the group has it, in one act; gives those that it changes."""
    _only_open(uow, case, "entity.hold")
    changed = []
    for row in entities_of(uow.session, case):
        holdings = [holding_to_json(holding) for holding in found.get(row.id, ())]
        if holdings and holdings != row.holdings:
            row.holdings, row.reason = holdings, _reason(reason)
            _refuse_wrong_holdings(row)
            changed.append(row)
    if changed:
        uow.record(
            "entity.hold", case, covers=changed, comment=reason, entities=[row.code for row in changed]
        )
    return changed


def leave_out(uow: UnitOfWork, case: Case, row: EntityCase, *, reason: str | None) -> None:
    """Let the group's statement go without an entity, with the reason; without one, take it in again."""
    _only_open(uow, case, "entity.leave_out")
    row.left_out = (reason or "").strip() or None
    uow.record("entity.leave_out", row, comment=row.left_out)


def end_entity(uow: UnitOfWork, case: Case, row: EntityCase, *, reason: str) -> None:
    """Take an entity case off the group case: versions that were made with it keep it."""
    _only_open(uow, case, "entity.end")
    row.ended_reason = _reason(reason)
    uow.record("entity.end", row, comment=row.ended_reason)


def cover_by_sample(
    uow: UnitOfWork, case: Case, row: EntityCase, *, stratum: str | None, coverage: str | None
) -> None:
    """Put an entity into a stratum of the sample of sites; `coverage` says how the sample speaks for it (4.2b).

    An entity whose statement is verified is visited; another one needs the coverage, or it stays unverified.
    """
    _only_open(uow, case, "entity.cover")
    row.stratum, row.coverage = (stratum or "").strip() or None, (coverage or "").strip() or None
    if row.coverage and not row.stratum:
        raise BadInput(N_("Name the stratum whose sample speaks for the entity."), "stratum")
    row.covered_by = uow.actor.name if row.coverage else None
    uow.record("entity.cover", row, comment=row.coverage, for_client=False)


def tell_group_cases(uow: UnitOfWork, case: Case) -> None:
    """Have every group case that names this case as an entity look at its statement anew."""
    if case.group_org_id is None or case.is_group_case:
        return
    query = select(EntityCase).where(EntityCase.entity_case_id == case.id, EntityCase.ended_reason.is_(None))
    for row in uow.session.scalars(query.order_by(EntityCase.id).execution_options(**OF_THE_GROUP)):
        uow.after_commit(TELL, row.case_id, subject=row, is_merged=True)


def entities_of(session: ScopedSession, case: Case, *, with_ended: bool = False) -> list[EntityCase]:
    """The entity cases of a group case by code."""
    query = select(EntityCase).where(EntityCase.case_id == case.id).order_by(EntityCase.code, EntityCase.id)
    if not with_ended:
        query = query.where(EntityCase.ended_reason.is_(None))
    return list(session.scalars(query))


def entity_by_code(session: ScopedSession, case: Case, code: str) -> EntityCase:
    """One entity of the group case by the code of its own case; NotYours when there is none."""
    for row in entities_of(session, case):
        if row.code == code:
            return row
    raise NotYours("There is no such entity.")


def cases_to_name(session: ScopedSession, case: Case) -> list[tuple[Case, str]]:
    """The cases that may be entities of a group case, each with its party's name.

    They are those of its group, for a period inside its own.
    """
    query = (
        select(Case, Organisation.name)
        .join(Organisation, Organisation.id == Case.responsible_party_org_id)
        .where(
            Case.group_org_id == case.responsible_party_org_id, Case.is_group_case.is_(False),
            Case.responsible_party_org_id != case.responsible_party_org_id, Case.state.not_in(ENDED_BADLY),
        )
        .order_by(Case.code, Case.id)
    )  # fmt: skip
    if case.period_start is not None:
        query = query.where(Case.period_start.is_(None) | (Case.period_start >= case.period_start))
    if case.period_end is not None:
        query = query.where(Case.period_end.is_(None) | (Case.period_end <= case.period_end))
    return [(row, name) for row, name in session.execute(query.execution_options(**OF_THE_GROUP))]


def approach_of(session: ScopedSession, case: Case) -> Approach | None:
    """The consolidation approach of the agreement; None while it names none."""
    agreement = queries.agreement_of(session, case)
    if agreement is None or agreement.consolidation_approach is None:
        return None
    return Approach(agreement.consolidation_approach.value)


def _only_open(uow: UnitOfWork, case: Case, verb: str) -> None:
    refusals = []
    if not case.is_group_case:
        refusals.append(Refusal("G-GROUP", message(N_("Only a group case has entity cases."))))
    if case.state in FIXED:
        sentence = message(
            N_("The entities are fixed while the case is {state}."), state=case.state.value.replace("_", " ")
        )
        refusals.append(Refusal("G-STATE", sentence))
    uow.refuse_unless(case, verb, *refusals)


def _refuse_wrong_holdings(row: EntityCase) -> None:
    first = row.held[0].valid_from
    try:
        row.inclusion(Approach.EQUITY_SHARE, first, first)
    except Uncomputable as error:
        raise BadInput(str(error), "share") from error


def _reason(text: str) -> str:
    if not text.strip():
        raise BadInput(N_("Say what the share and the control rest on."), "reason")
    return text.strip()
