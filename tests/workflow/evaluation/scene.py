"""Findings of the worked case (section 9.4) laid down as rows, and the case in evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tests.factories import NOON, the_system
from tests.workflow.ghg_statement.halden import Halden
from workflow.cases.rules import CaseState
from workflow.evaluation import commands, queries
from workflow.evaluation.models import GroupConclusion
from workflow.findings.models import Effect, Finding
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.models import Source
from workflow.unit_of_work import UnitOfWork, reading, unit_of_work

D = Decimal
BOTH, MARKET = EffectBasis.BOTH, EffectBasis.MARKET


@dataclass(frozen=True)
class Told:
    """A finding of the worked case in numbers: effects as (source, basis, amount)."""

    code: str
    effects: tuple[tuple[str, EffectBasis, str], ...]
    net: str | None = None
    is_projected: bool = False
    iso_category: int = 1
    more: tuple[tuple[str, object], ...] = ()


F001 = Told("F-001", (("S06", BOTH, "-431.10"), ("S06", BOTH, "380.56")), "-50.55")
F002 = Told("F-002", (("S04", BOTH, "-10.38"),))
F003 = Told("F-003", (("S13", BOTH, "-55.84"),))
F005 = Told("F-005", (("S11", BOTH, "111.42"),), is_projected=True)
F007 = Told("F-007", (("S06", MARKET, "-871.50"),))
ALL = (F001, F002, F003, F005, F007)


def lay_down(halden: Halden, told: Sequence[Told], state: FindingState) -> None:
    """Lay findings down in a state, past the thread of answers that leads there."""
    with unit_of_work(the_system()) as uow:
        for item in told:
            row = Finding(
                case_id=halden.case_id, owner_org_id=halden.case(uow.session).owner_org_id, code=item.code,
                kind=FindingKind.CORRECTIVE_ACTION, subtype=Subtype.ERROR, state=state, is_misstatement=True,
                title=item.code, requirement="ISO 14064-1, 6", gap="as told",
                net=D(item.net) if item.net else None, is_projected=item.is_projected, raised_by="test",
                raised_at=NOON, gap_categories=[],
            )  # fmt: skip
            for name, value in item.more:
                setattr(row, name, value)
            uow.session.add(row)
            uow.session.flush()
            effects = [_effect(uow, halden, row, effect) for effect in item.effects]
            uow.session.add_all(effects)
            uow.record("test.finding", row, covers=effects)


def _effect(uow: UnitOfWork, halden: Halden, row: Finding, told: tuple[str, EffectBasis, str]) -> Effect:
    source, basis, amount = told
    known = statement.register_of(uow.session, halden.case(uow.session)).get(source)
    if known is None:
        known = Source(
            case_id=row.case_id, owner_org_id=row.owner_org_id, code=source, name=source, iso_category=1,
            scope_code="S1", gases=[], site=None,
        )  # fmt: skip
        uow.session.add(known)
        uow.record("test.source", known)
    return Effect(
        case_id=row.case_id, owner_org_id=row.owner_org_id, finding_id=row.id, source_id=known.id,
        source_code=source, basis=basis, amount=D(amount),
    )  # fmt: skip


def refuse_evidence(halden: Halden, tonnes: str, categories: list[int], code: str = "F-020") -> None:
    """An accepted limitation: tonnes of group B without evidence."""
    told = Told(
        code, (), more=(
            ("kind", FindingKind.LIMITATION), ("is_misstatement", False), ("group_code", "B"),
            ("unverified_tonnes", D(tonnes)), ("gap_categories", categories),
        ),
    )  # fmt: skip
    lay_down(halden, [told], FindingState.ACCEPTED_LIMITATION)


def evaluate(halden: Halden) -> dict[str, GroupConclusion]:
    """Evaluate as the lead verifier, in the state evaluation; gives the conclusion rows by group."""
    halden.move_to(CaseState.EVALUATION)
    with unit_of_work(halden.lead) as uow:
        commands.evaluate(uow, halden.case(uow.session))
    with reading(halden.lead.scope) as session:
        current = queries.current_evaluation(session, halden.case(session))
        assert current is not None
        return {row.group_code: row for row in queries.conclusions_of(session, current)}
