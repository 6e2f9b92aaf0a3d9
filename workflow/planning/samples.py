"""Tonne-unit samples by the printed-table method: planned, drawn in the open, examined, evaluated."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

import rfc8785

from methods import sampling
from methods.rounding import round_tonnes
from methods.uncomputable import Uncomputable
from workflow.cases.commands import next_code
from workflow.cases.models import Case
from workflow.errors import BadInput
from workflow.i18n import N_, Message, message
from workflow.planning import queries
from workflow.planning.models import Sample, SampleItem
from workflow.unit_of_work import UnitOfWork

METHOD = "C7"
PERCENT = Decimal(100)


def draw_sample(
    uow: UnitOfWork, case: Case, *, activity_code: str, source_code: str, population: str,
    records: Sequence[sampling.Record], tolerable: Decimal, expected: Decimal, risk_percent: Decimal,
    method_reason: str, start: Decimal | None = None, start_reason: str | None = None,
    seed: int | None = None, population_document_code: str | None = None,
) -> Sample:  # fmt: skip
    """Plan and draw in one act: interval by the printed table, start stated with a reason or from a seed."""
    if not method_reason:
        raise BadInput(N_("Say why this method was chosen by name."), "method_reason")
    total = sum((r.recorded for r in records), Decimal(0))
    try:
        plan = sampling.plan_sample(total, tolerable, expected, risk_percent / PERCENT)
        begin = _start(plan.interval, start, start_reason, seed)
        draw = sampling.draw_sample(records, plan.interval, begin)
    except Uncomputable as refused:
        raise BadInput(Message(str(refused))) from refused
    row = Sample(
        case_id=case.id, owner_org_id=case.owner_org_id, code=next_code(uow, case, "S"),
        activity_code=activity_code, source_code=source_code, method=METHOD, method_reason=method_reason,
        population=population, population_document_code=population_document_code,
        population_sha256=population_hash(records), population_tonnes=total, tolerable=tolerable,
        expected=expected, risk_percent=risk_percent, reliability_factor=plan.reliability_factor,
        expansion_factor=plan.expansion_factor, interval=plan.interval, size=plan.size, start=begin.value,
        start_reason=begin.reason, seed=None if begin.seed is None else str(begin.seed),
        drawn_by=uow.actor.name, drawn_at=uow.now,
    )  # fmt: skip
    uow.session.add(row)
    uow.session.flush()
    items = [
        SampleItem(
            case_id=case.id, owner_org_id=case.owner_org_id, sample_id=row.id, record=h.record_id,
            position=h.position, recorded=h.recorded, hits=len(h.points), is_certain=h.is_certain,
        )
        for h in draw.hits
    ]  # fmt: skip
    uow.session.add_all(items)
    uow.record("sample.draw", row, covers=items)
    return row


def _start(interval: Decimal, value: Decimal | None, reason: str | None, seed: int | None) -> sampling.Start:
    if seed is not None:
        return sampling.draw_start(interval, seed)
    if value is None:
        raise BadInput(N_("State where the draw begins, with the reason, or give a seed."), "start")
    return sampling.state_start(interval, value, reason or "")


def population_hash(records: Sequence[sampling.Record]) -> str:
    """The hash of the frozen population in its order, so that anybody can draw it again."""
    listed = [[r.record_id, format(r.recorded, "f")] for r in records]
    return sha256(rfc8785.dumps(listed)).hexdigest()


def record_verified(
    uow: UnitOfWork, sample: Sample, item: SampleItem, *, verified: Decimal, citation: str
) -> None:
    """Type what the evidence of a drawn record shows, and where it is printed."""
    if sample.void_reason:
        raise BadInput(message(N_("This draw is void: {reason}."), reason=sample.void_reason))
    item.verified, item.citation = verified, citation
    sample.evaluated_at = None
    uow.record("sample.examine", sample, covers=[item], record_name=item.record)


def evaluate_sample(uow: UnitOfWork, sample: Sample) -> sampling.SampleEvaluation:
    """Project the errors of all examined records and bound them, over and under apart."""
    items = queries.items_of(uow.session, sample)
    open_items = [i.record for i in items if i.verified is None]
    if open_items:
        sentence = message(N_("Not examined yet: {records}."), records=", ".join(open_items[:5]))
        raise BadInput(sentence)
    found = evaluation_of(sample, items)
    sample.projected = round_tonnes(found.over.projected - found.under.projected)
    sample.known = sum((i.recorded - (i.verified or Decimal(0)) for i in items), Decimal(0))
    sample.upper_over = found.over.upper_limit
    sample.upper_under = found.under.upper_limit
    sample.evaluated_at = uow.now
    uow.record("sample.evaluate", sample)
    return found


def evaluation_of(sample: Sample, items: Sequence[SampleItem]) -> sampling.SampleEvaluation:
    """The evaluation from what is stored: the interval of the draw is used, never a new one."""
    examined = [sampling.Examined(i.record, i.recorded, i.verified) for i in items if i.verified is not None]
    return sampling.project(examined, sample.interval, sample.risk_percent / PERCENT, sample.tolerable)


def void_sample(uow: UnitOfWork, sample: Sample, *, reason: str) -> None:
    """Mark a draw as void: its inputs changed; it stays in the file."""
    sample.void_reason = reason
    uow.record("sample.void", sample, comment=reason)
