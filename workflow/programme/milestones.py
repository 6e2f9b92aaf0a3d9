"""Writes of milestones: laid down, added, changed; their units closed, waived, opened again."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from evidence.store import Stored
from methods.milestones import Closing, Scope, programme_milestones
from workflow.cases.models import Case
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation, Person
from workflow.programme import reminders
from workflow.programme.access import base_year_of, today_of
from workflow.programme.counting import counts_on, units_of
from workflow.programme.machine import CLOSING, ClosingFacts
from workflow.programme.milestone_models import (
    ClosedUnit,
    ClosingEvidence,
    Milestone,
    MilestoneAnswer,
    MilestoneClosing,
)
from workflow.programme.models import BoundaryEntity
from workflow.programme.open_units import GROUP_ITSELF
from workflow.programme.queries import milestones_of
from workflow.programme.rules import STARTS_CLOCK, ClosingState, EvidenceKind
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Evidence:
    """What an act stands on: a file that is in the store already, or the code of a case."""

    name: str
    stored: Stored | None = None
    media_type: str | None = None

    @property
    def kind(self) -> EvidenceKind:
        return EvidenceKind.CASE if self.stored is None else EvidenceKind.FILE


@dataclass(frozen=True)
class Plan:
    """What a milestone is: as a person types it when it is added or changed."""

    title: str
    stage: str
    step: str
    text: str
    due: date | None
    window_start: date | None = None
    scope: Scope = Scope.GROUP
    closes_with: tuple[str, ...] = ()
    owner_name: str | None = None


def plan_programme(uow: UnitOfWork, group: Organisation, *, owner: Person | None = None) -> list[Milestone]:
    """Lay down M1 to M10 and the clocks T1 and T2 as they are published; each can be changed afterwards."""
    refusal = None
    if milestones_of(uow.session, group.id):
        refusal = Refusal(
            "G-PLANNED", message(N_("The milestones are laid down already: change or add single ones."))
        )
    uow.refuse_unless(group, "milestone.plan", refusal)
    rows = [
        Milestone(
            owner_org_id=group.id, code=m.milestone_id, position=position, step=m.step, stage=m.title,
            title=m.title, text=m.text, scope=m.scope, closes_from=m.closes_from,
            closes_with=list(m.closes_with), window_start=m.window_start, planned_due=m.due, due=m.due,
            clock=m.clock, starts_clock=STARTS_CLOCK.get(m.milestone_id),
            owner_name=owner.name if owner else None, owner_person_id=owner.id if owner else None,
        )
        for position, m in enumerate(programme_milestones())
    ]  # fmt: skip
    uow.session.add_all(rows)
    uow.session.flush()
    uow.record("milestone.plan", rows[0], covers=rows[1:])
    for row in rows:
        reminders.plan(uow, group, row, row.due)
    return rows


def add_milestone(uow: UnitOfWork, group: Organisation, code: str, plan: Plan) -> Milestone:
    """Add one of the group's own; its code must be new."""
    known = milestones_of(uow.session, group.id)
    if code in {m.code for m in known}:
        raise BadInput(message(N_("{code} is another milestone's code."), code=code), "code")
    row = Milestone(
        owner_org_id=group.id, code=code, position=len(known), planned_due=plan.due,
        closes_from=Closing.EVIDENCE, scope=plan.scope, closes_with=list(plan.closes_with),
    )  # fmt: skip
    _say(row, plan)
    uow.session.add(row)
    uow.session.flush()
    uow.record("milestone.add", row)
    reminders.plan(uow, group, row, row.due)
    return row


def change_milestone(
    uow: UnitOfWork,
    group: Organisation,
    row: Milestone,
    plan: Plan,
    *,
    reason: str,
    version: int | None = None,
) -> None:
    """Change words, owner or due day; a due day that moves needs a reason, and the day first planned stays."""
    uow.expect(row, version)
    refusals = []
    if plan.due != row.due and not reason.strip():
        refusals.append(Refusal("G-REASON", message(N_("Give the reason: the due day moves."))))
    if plan.due != row.due and row.clock is not None:
        refusals.append(
            Refusal("G-CLOCK", message(N_("A clock gives this due day: it cannot be set by hand.")))
        )
    uow.refuse_unless(row, "milestone.change", *refusals)
    has_moved = plan.due != row.due
    _say(row, plan)
    if row.planned_due is None:
        row.planned_due = plan.due
    uow.record("milestone.change", row, comment=reason.strip() or None)
    if has_moved:
        reminders.plan(uow, group, row, row.due)


def _say(row: Milestone, plan: Plan) -> None:
    if not plan.title.strip() or not plan.stage.strip():
        raise BadInput(N_("A milestone needs a title and a stage."), "title")
    row.title, row.stage, row.step, row.text = plan.title.strip(), plan.stage.strip(), plan.step, plan.text
    row.due, row.window_start = plan.due, plan.window_start
    row.closes_with = list(plan.closes_with)
    if plan.owner_name != row.owner_name:
        row.owner_name, row.owner_person_id = plan.owner_name, None


def close_units(
    uow: UnitOfWork, group: Organisation, row: Milestone, units: Collection[str], *, on: date,
    evidence: Sequence[Evidence], note: str | None = None,
) -> MilestoneClosing:  # fmt: skip
    """Close units, named by code ("group" for the group itself), on the day it was done, by their evidence."""
    _known_cases(uow, evidence)
    act, facts, ended = _act(
        uow, group, row, units, on=on, note=note, is_waived=False, evidence=len(evidence)
    )
    held = [
        ClosingEvidence(
            owner_org_id=group.id, closing_id=act.id, kind=e.kind, name=e.name,
            sha256=e.stored.sha256 if e.stored else None, size=e.stored.size if e.stored else None,
            media_type=e.media_type,
        )
        for e in evidence
    ]  # fmt: skip
    uow.session.add_all(held)
    uow.move(CLOSING, act, "close", facts=facts, covers=[*ended, *held], milestone=row.code, units=len(ended))
    _start_clocks(uow, group, row)
    return act


def waive_units(
    uow: UnitOfWork, group: Organisation, row: Milestone, units: Collection[str], *, on: date, reason: str
) -> MilestoneClosing:
    """Waive units with a reason: they count as neither closed nor open."""
    act, facts, ended = _act(
        uow, group, row, units, on=on, note=reason.strip() or None, is_waived=True, evidence=0
    )
    uow.move(CLOSING, act, "waive", facts=facts, covers=ended, milestone=row.code, units=len(ended))
    return act


def reopen_unit(uow: UnitOfWork, group: Organisation, row: Milestone, unit: str, *, reason: str) -> None:
    """Open a closed or waived unit again from today on; earlier days still count it as it stood."""
    today = today_of(group, uow.now)
    entity_id = entity_ids(uow, group, [unit]).get(unit)
    query = select(ClosedUnit).where(
        ClosedUnit.milestone_id == row.id,
        ClosedUnit.entity_id == entity_id if entity_id is not None else ClosedUnit.entity_id.is_(None),
        ClosedUnit.reopened_on.is_(None),
    )
    ended = uow.session.scalar(query.order_by(ClosedUnit.id.desc()).limit(1))
    refusals = []
    if ended is None or (entity_id is None and unit != GROUP_ITSELF):
        refusals.append(
            Refusal("G-UNITS", message(N_("{unit} is not ended: nothing is to be opened again."), unit=unit))
        )
    if not reason.strip():
        refusals.append(Refusal("G-REASON", message(N_("Give the reason."))))
    uow.refuse_unless(row, "milestone.reopen", *refusals)
    assert ended is not None
    ended.reopened_on, ended.reopened_reason = today, reason.strip()
    uow.record("milestone.reopen", row, covers=[ended], comment=reason, unit=unit)


def note_answer(
    uow: UnitOfWork, row: Milestone, entity_id: int | None, *, owner_org_id: int, text: str,
    expected_on: date | None = None, said_by: str | None = None,
) -> MilestoneAnswer:  # fmt: skip
    """Keep what is said about an open unit; what somebody of the unit says is owned by its organisation."""
    if not text.strip():
        raise BadInput(N_("Write what you say."), "text")
    answer = MilestoneAnswer(
        owner_org_id=owner_org_id, milestone_id=row.id, entity_id=entity_id, text=text.strip(),
        expected_on=expected_on, said_by=said_by or uow.actor.name, said_at=uow.now,
    )  # fmt: skip
    uow.session.add(answer)
    uow.record("milestone.answer", answer, milestone=row.code)
    return answer


def _act(
    uow: UnitOfWork, group: Organisation, row: Milestone, units: Collection[str], *, on: date,
    note: str | None, is_waived: bool, evidence: int,
) -> tuple[MilestoneClosing, ClosingFacts, list[ClosedUnit]]:  # fmt: skip
    # One act at a time on a milestone: two people closing the same unit would count it twice.
    uow.session.execute(select(Milestone.id).where(Milestone.id == row.id).with_for_update())
    chosen = list(dict.fromkeys(units))
    ids = entity_ids(uow, group, chosen)
    allowed = units_of(uow.session, group.id, row, on)
    done = _ended(uow, row, ids)
    facts = ClosingFacts(
        code=row.code, closes_from=row.closes_from, closes_with=tuple(row.closes_with), units=len(chosen),
        already=next((u for u in chosen if u in done), None),
        outside=next((u for u in chosen if not _is_unit(u, ids, allowed)), None), evidence=evidence, reason=note,
        ended_on=on, today=today_of(group, uow.now),
    )  # fmt: skip
    act = MilestoneClosing(
        owner_org_id=group.id, milestone_id=row.id, state=ClosingState.OPEN, ended_on=on, note=note,
        acted_by=uow.actor.name, acted_at=uow.now,
    )  # fmt: skip
    uow.session.add(act)
    uow.session.flush()
    ended = [
        ClosedUnit(
            owner_org_id=group.id, milestone_id=row.id, closing_id=act.id, entity_id=ids.get(unit),
            is_waived=is_waived, ended_on=on,
        )
        for unit in chosen
        if unit in ids or unit == GROUP_ITSELF
    ]  # fmt: skip
    uow.session.add_all(ended)
    return act, facts, ended


def _is_unit(unit: str, ids: Mapping[str, int], allowed: Collection[int | None]) -> bool:
    return None in allowed if unit == GROUP_ITSELF else ids.get(unit, 0) in allowed


def entity_ids(uow: UnitOfWork, group: Organisation, codes: Collection[str]) -> dict[str, int]:
    """The entities of the group with these codes, by code."""
    query = select(BoundaryEntity.code, BoundaryEntity.id).where(
        BoundaryEntity.owner_org_id == group.id, BoundaryEntity.code.in_(codes)
    )
    return {row.code: row.id for row in uow.session.execute(query)}


def _ended(uow: UnitOfWork, row: Milestone, ids: Mapping[str, int]) -> set[str]:
    query = select(ClosedUnit.entity_id).where(
        ClosedUnit.milestone_id == row.id, ClosedUnit.reopened_on.is_(None),
        or_(ClosedUnit.entity_id.is_(None), ClosedUnit.entity_id.in_(ids.values())),
    )  # fmt: skip
    codes: dict[int | None, str] = {entity_id: code for code, entity_id in ids.items()}
    codes[None] = GROUP_ITSELF
    return {codes[entity_id] for entity_id in uow.session.scalars(query)}


def _known_cases(uow: UnitOfWork, evidence: Sequence[Evidence]) -> None:
    codes = {e.name for e in evidence if e.kind is EvidenceKind.CASE}
    if not codes:
        return
    seen = set(uow.session.scalars(select(Case.code).where(Case.code.in_(codes))))
    for code in sorted(codes - seen):
        raise BadInput(message(N_("{code} is no case that you see here."), code=code), "cases")


def _start_clocks(uow: UnitOfWork, group: Organisation, row: Milestone) -> None:
    """Remind of the milestones whose clock this closing starts."""
    if row.starts_clock is None:
        return
    counts = counts_on(uow.session, group.id, base_year_of(uow.session, group), today_of(group, uow.now))
    found = {m.code: m for m in counts.milestones}
    for other in milestones_of(uow.session, group.id):
        if other.clock is row.starts_clock:
            reminders.plan(uow, group, other, found[other.code].due)
