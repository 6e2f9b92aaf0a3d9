"""Writes of a group's statement: intra-group eliminations, and taking a consolidation into a version."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from methods.rounding import round_tonnes
from workflow.cases import commands as cases
from workflow.cases.entity_models import EntityCase
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.errors import BadInput, NotYours
from workflow.ghg_statement import queries
from workflow.ghg_statement.commands import only_preparing, replace_lines
from workflow.ghg_statement.consolidated import KEYS, Consolidation, as_stated, line_name, to_json
from workflow.ghg_statement.models import ConsolidatedStatement, IntraGroupElimination, StatementVersion
from workflow.ghg_statement.register import next_source_code
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork


def enter_elimination(
    uow: UnitOfWork, case: Case, *, buyer: EntityCase, seller: EntityCase, scope_key: str, tonnes: Decimal,
    reason: str, evidence: str, tonnes_market: Decimal | None = None,
) -> IntraGroupElimination:  # fmt: skip
    """Enter what a buyer's line holds of a seller inside the group, t CO2e at the buyer's own 100 %."""
    if buyer.id == seller.id:
        raise BadInput(N_("Name two different entities: one that bought and one that sold."), "seller")
    if scope_key not in KEYS:
        raise BadInput(message(N_("{key} is no line of a group's statement."), key=scope_key), "scope_key")
    if not reason.strip():
        raise BadInput(N_("Say what the one bought from the other."), "reason")
    if not evidence.strip():
        raise BadInput(N_("Name the evidence: a document of either case, or the ledger of both."), "evidence")
    if tonnes <= 0:
        raise BadInput(N_("Give tonnes above 0."), "tonnes")
    row = IntraGroupElimination(
        case_id=case.id, owner_org_id=case.owner_org_id, code=cases.next_code(uow, case, "X"),
        buyer_case_id=buyer.entity_case_id, seller_case_id=seller.entity_case_id, scope_key=scope_key,
        tonnes=round_tonnes(tonnes),
        tonnes_market=round_tonnes(tonnes if tonnes_market is None else tonnes_market),
        reason=reason.strip(), evidence=evidence.strip(), entered_by=uow.actor.name,
    )  # fmt: skip
    uow.session.add(row)
    uow.record("elimination.enter", row, buyer=buyer.code, seller=seller.code)
    return row


def drop_elimination(uow: UnitOfWork, row: IntraGroupElimination, *, reason: str) -> None:
    """Let an elimination stand no longer: the next consolidation goes without it."""
    if not reason.strip():
        raise BadInput(N_("Give the reason."), "reason")
    row.dropped_reason = reason.strip()
    uow.record("elimination.drop", row, comment=row.dropped_reason)


def eliminations_of(session: ScopedSession, case: Case) -> list[IntraGroupElimination]:
    """The eliminations that stand, by code."""
    query = select(IntraGroupElimination).where(
        IntraGroupElimination.case_id == case.id, IntraGroupElimination.dropped_reason.is_(None)
    )
    return list(session.scalars(query.order_by(IntraGroupElimination.code, IntraGroupElimination.id)))


def elimination(session: ScopedSession, case: Case, code: str) -> IntraGroupElimination:
    """One elimination that stands; NotYours when there is none."""
    for row in eliminations_of(session, case):
        if row.code == code:
            return row
    raise NotYours("There is no such elimination.")


def take_consolidation(uow: UnitOfWork, version: StatementVersion, made: Consolidation) -> None:
    """Make a version in preparation exactly this consolidation: its lines, and where each tonne comes from."""
    case = only_preparing(uow, version, "statement_version.consolidate")
    codes = _source_codes(uow, case, made)
    inside = sum(entity.is_inside for entity in made.entities)
    year = version.period_end.year
    stated = [as_stated(line, codes[line_name(line)], inside, year) for line in made.lines]
    done, touched = replace_lines(uow, version, stated)
    row = queries.consolidated_row(uow.session, version)
    if row is None:
        row = ConsolidatedStatement(
            case_id=case.id, owner_org_id=case.owner_org_id, version_id=version.id, content={}
        )
        uow.session.add(row)
    row.content = to_json(made)
    uow.record(
        "statement_version.consolidate", version, covers=[row, *touched], entities=inside,
        eliminations=len(made.eliminations), lines=done.added + done.changed,
    )  # fmt: skip


def _source_codes(uow: UnitOfWork, case: Case, made: Consolidation) -> dict[str, str]:
    """The source of each line in the register of the group case: known by name, else the next number."""
    register = queries.register_of(uow.session, case)
    codes = {source.name: source.code for source in register.values()}
    used = list(register)
    for line in made.lines:
        if line_name(line) not in codes:
            used.append(next_source_code(used))
            codes[line_name(line)] = used[-1]
    return codes
