"""Tonne-unit samples by the printed-table method: planned, drawn in the open, examined, evaluated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from methods import sampling
from methods.rounding import round_tonnes
from methods.uncomputable import Uncomputable
from workflow.cases.commands import next_code
from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, Message, message
from workflow.planning import queries
from workflow.planning.gates import refuse_paper_change
from workflow.planning.models import Sample, SampleItem, SamplePopulation
from workflow.planning.paper_contents import unknown_places
from workflow.planning.populations import population_hash, why_changed
from workflow.unit_of_work import UnitOfWork

METHOD = "C7"
METHOD_WORDS = N_(
    "tonne-unit sampling by the printed table (C7: AICPA classic, fixed interval, start stated or from a seed)"
)
PERCENT = Decimal(100)
RISKS = tuple(risk * PERCENT for risk in sampling.EXPANSION_FACTORS)


@dataclass(frozen=True)
class Planned:
    """What planning gives before anything is drawn; tonnes, and how wrong one record may be."""

    plan: sampling.SamplePlan
    points: Decimal
    certain: tuple[sampling.Record, ...]
    largest_taint: Decimal


def as_message(refused: Uncomputable) -> Message:
    """A calculation's refusal as a sentence that can be translated."""
    return Message(re.sub(r"%\((\w+)\)s", r"{\1}", refused.template).replace("%%", "%"), refused.params)


def plan_sample(
    records: Sequence[sampling.Record], tolerable: Decimal, expected: Decimal, risk_percent: Decimal
) -> Planned:
    """Interval, size, certain records and the largest taint of a single error that would still be accepted."""
    total = sum((r.recorded for r in records), Decimal(0))
    risk = risk_percent / PERCENT
    try:
        plan = sampling.plan_sample(total, tolerable, expected, risk)
    except Uncomputable as refused:
        raise BadInput(as_message(refused)) from refused
    room = tolerable - plan.reliability_factor * plan.interval
    step = sampling.reliability_factor(risk, 1) - plan.reliability_factor
    return Planned(
        plan,
        points=total / plan.interval,
        certain=tuple(r for r in records if r.recorded >= plan.interval),
        largest_taint=min(Decimal(1), room / (plan.interval * step)),
    )


def draw_sample(
    uow: UnitOfWork, case: Case, *, activity_code: str, source_code: str, population: str,
    records: Sequence[sampling.Record], tolerable: Decimal, expected: Decimal, risk_percent: Decimal,
    method_reason: str, start: Decimal | None = None, start_reason: str | None = None,
    seed: int | None = None, population_document_code: str | None = None,
    population_factors: str | None = None, replaces: Sample | None = None, replace_reason: str = "",
) -> Sample:  # fmt: skip
    """Plan and draw in one act: interval by the printed table, start stated with a reason or from a seed.

    With `replaces` an earlier draw is void from now on, with the reason why its inputs changed.
    """
    if not method_reason.strip():
        raise BadInput(N_("Say why this method was chosen by name."), "method_reason")
    _covered(uow, case, activity_code, source_code)
    planned = plan_sample(records, tolerable, expected, risk_percent).plan
    begin, hits = _hits(records, planned.interval, start, start_reason, seed)
    row = Sample(
        case_id=case.id, owner_org_id=case.owner_org_id,
        activity_code=activity_code, source_code=source_code, method=METHOD, method_reason=method_reason,
        population=population, population_document_code=population_document_code,
        population_file_sha256=_file_hash(uow, case, population_document_code),
        population_factors=population_factors, population_sha256=population_hash(records),
        population_tonnes=planned.population, record_count=len(records), tolerable=tolerable,
        expected=expected, risk_percent=risk_percent, reliability_factor=planned.reliability_factor,
        expansion_factor=planned.expansion_factor, interval=planned.interval, size=planned.size,
        start=begin.value, start_reason=begin.reason, seed=None if begin.seed is None else str(begin.seed),
        uniform=begin.uniform, replaces=replaces.code if replaces else None,
        drawn_by=uow.actor.name, drawn_at=uow.now,
    )  # fmt: skip
    uow.refuse_unless(row, "sample.draw", refuse_paper_change(case.state))
    if replaces is not None:
        void_sample(uow, replaces, reason=replace_reason)
    row.code = next_code(uow, case, "S")
    _keep(uow, case, row, records, hits)
    return row


def _covered(uow: UnitOfWork, case: Case, activity_code: str, source_code: str) -> None:
    activity = queries.activity(uow.session, case, activity_code, viewer=uow.actor)
    if source_code not in activity.source_codes:
        sentence = message(
            N_("{activity} does not cover {source}."), activity=activity_code, source=source_code
        )
        raise BadInput(sentence, "source")


def _hits(
    records: Sequence[sampling.Record], interval: Decimal, start: Decimal | None, start_reason: str | None,
    seed: int | None,
) -> tuple[sampling.Start, tuple[sampling.Hit, ...]]:  # fmt: skip
    try:
        begin = _start(interval, start, start_reason, seed)
        return begin, sampling.draw_sample(records, interval, begin).hits
    except Uncomputable as refused:
        raise BadInput(as_message(refused), "start" if seed is None else "seed") from refused


def _keep(
    uow: UnitOfWork, case: Case, row: Sample, records: Sequence[sampling.Record], hits: Sequence[sampling.Hit]
) -> None:
    uow.session.add(row)
    uow.session.flush()
    listed = [[r.record_id, format(r.recorded, "f")] for r in records]
    items = [
        SampleItem(
            case_id=case.id, owner_org_id=case.owner_org_id, sample_id=row.id, record=h.record_id,
            position=h.position, recorded=h.recorded, hits=len(h.points), is_certain=h.is_certain,
        )
        for h in hits
    ]  # fmt: skip
    frozen = SamplePopulation(
        case_id=case.id, owner_org_id=case.owner_org_id, sample_id=row.id, records=listed
    )
    uow.session.add_all([*items, frozen])
    uow.record("sample.draw", row, covers=items, hits=[h.record_id for h in hits])


def _file_hash(uow: UnitOfWork, case: Case, code: str | None) -> str | None:
    if code is None:
        return None
    document = documents.document_by_code(uow.session, case, code)
    return documents.current_version(uow.session, document).sha256


def _start(interval: Decimal, value: Decimal | None, reason: str | None, seed: int | None) -> sampling.Start:
    if seed is not None:
        return sampling.draw_start(interval, seed)
    if value is None:
        raise BadInput(N_("State where the draw begins, with the reason, or give a seed."), "start")
    return sampling.state_start(interval, value, reason or "")


def record_verified(
    uow: UnitOfWork, sample: Sample, item: SampleItem, *, verified: Decimal, citation: str
) -> None:
    """Type what the evidence of a drawn record shows, and where it is printed."""
    _stands(uow, sample, "sample.examine")
    _printed_somewhere(uow, item, citation)
    if verified < 0:
        sentence = message(N_("{record}: a verified value is not below 0 t."), record=item.record)
        raise BadInput(sentence, f"verified-{item.id}")
    item.verified, item.citation = verified, citation.strip()
    sample.evaluated_at = None
    sample.projected = sample.known = sample.upper_over = sample.upper_under = None
    uow.record("sample.examine", sample, covers=[item], record_name=item.record)


def _printed_somewhere(uow: UnitOfWork, item: SampleItem, citation: str) -> None:
    """Refuse a place that begins with no code of a document or figure of the case."""
    field = f"citation-{item.id}"
    place = next(iter(citation.split()), "")
    if not place:
        sentence = message(
            N_("{record}: say where the verified value is printed, such as E-025 p.13."), record=item.record
        )
        raise BadInput(sentence, field)
    case = uow.session.get_one(Case, item.case_id)
    if unknown_places(uow.session, case, [place]):
        sentence = message(
            N_("{record}: there is no document or figure {code} on this case."),
            record=item.record,
            code=place,
        )
        raise BadInput(sentence, field)


def evaluate_sample(uow: UnitOfWork, sample: Sample) -> sampling.SampleEvaluation:
    """Project the errors of all examined records and bound them, over and under apart."""
    _stands(uow, sample, "sample.evaluate")
    items = queries.items_of(uow.session, sample)
    open_items = [i.record for i in items if i.verified is None]
    if open_items:
        sentence = message(
            N_("Not examined yet, {count} in all: {records}."),
            count=len(open_items),
            records=", ".join(open_items[:5]),
        )
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
    if not reason.strip():
        raise BadInput(N_("Say why the draw is void."), "replace_reason")
    if sample.void_reason:
        raise BadInput(message(N_("This draw is void already: {reason}"), reason=sample.void_reason))
    case = uow.session.get_one(Case, sample.case_id)
    uow.refuse_unless(sample, "sample.void", refuse_paper_change(case.state))
    sample.void_reason = reason.strip()
    uow.record("sample.void", sample, comment=reason)


def _stands(uow: UnitOfWork, sample: Sample, verb: str) -> None:
    if sample.void_reason:
        raise BadInput(message(N_("This draw is void: {reason}"), reason=sample.void_reason))
    case = uow.session.get_one(Case, sample.case_id)
    changed = why_changed(uow.session, case, sample)
    stale = None
    if changed is not None:
        reason = message(N_("{change} Void this draw and draw again."), change=str(changed))
        stale = Refusal("G-DRAW", reason)
    uow.refuse_unless(sample, verb, refuse_paper_change(case.state), stale)
