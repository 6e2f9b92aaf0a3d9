"""Writes of the organisational boundary: the approach, entities, where each stands from which day; all of it logged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from methods.boundary import Approach, Holding
from workflow.db import Base, tonnes_cents
from workflow.errors import BadInput, Refusal
from workflow.i18n import N_, Message, message
from workflow.people.models import Organisation
from workflow.people.rules import OrganisationKind
from workflow.programme.access import programme_of
from workflow.programme.models import BoundaryChange, BoundaryEntity, BoundaryStanding, Programme
from workflow.programme.rules import APPROACH_WORDS, ChangeKind, Place, why_not_there
from workflow.unit_of_work import UnitOfWork

NAMED = 5


@dataclass(frozen=True)
class Facts:
    """What is said of an entity: names, registration, site, contact, t CO2e last reported."""

    code: str
    name: str
    name_local: str | None = None
    registration_id: str | None = None
    site: str | None = None
    contact_name: str | None = None
    contact_email: str | None = None
    tonnes: Decimal | None = None


@dataclass(frozen=True)
class Stand:
    """Where an entity stands from a day on; `share` is 0 to 1."""

    place: Place
    valid_from: date
    share: Decimal = Decimal(0)
    has_operational_control: bool = False
    has_financial_control: bool = False
    reason: str | None = None
    valid_to: date | None = None

    def holding(self, code: str) -> Holding:
        """What the group holds, as methods.boundary computes with it."""
        return Holding(
            code, self.valid_from, self.valid_to, self.share, self.has_operational_control,
            self.has_financial_control,
        )  # fmt: skip

    def why_not(self, code: str, approach: Approach) -> Message | None:
        """Why an entity cannot stand so under an approach; None when it can."""
        return why_not_there(self.place, self.holding(code), approach, self.reason)


@dataclass
class Taken:
    """What a batch did: codes entered, moved in the boundary, described anew."""

    entered: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    described: list[str] = field(default_factory=list)


def set_up(uow: UnitOfWork, group: Organisation, *, base_year: int) -> Programme:
    """Begin a group's programme with operational control; gives the one that stands where there is one."""
    found = programme_of(uow.session, group)
    if found is not None:
        return found
    programme = Programme(owner_org_id=group.id, base_year=base_year, approach=Approach.OPERATIONAL_CONTROL)
    uow.session.add(programme)
    uow.record("programme.begin", programme)
    return programme


def choose_approach(
    uow: UnitOfWork, programme: Programme, approach: Approach, *, from_day: date, reason: str
) -> None:
    """Take one approach for the whole group; refused while an entity stands where it cannot stand under it."""
    if not reason.strip():
        raise BadInput(
            N_("Give the reason: a change of approach is a change of the whole inventory."), "reason"
        )
    entities = _by_id(uow, programme)
    standing = uow.session.scalars(
        select(BoundaryStanding).where(
            BoundaryStanding.owner_org_id == programme.owner_org_id, BoundaryStanding.valid_to.is_(None)
        )
    )
    wrong = sorted(
        entities[s.entity_id].code
        for s in standing
        if why_not_there(s.place, s.holding, approach, s.reason) is not None
    )
    shown = ", ".join(wrong[:NAMED]) + (" …" if len(wrong) > NAMED else "")
    refusal = None
    if wrong:
        words = message(
            N_("{count} entities cannot stand where they do under this approach: move these first: {codes}."),
            count=len(wrong), codes=shown,
        )  # fmt: skip
        refusal = Refusal("G-BOUNDARY", words)
    uow.refuse_unless(programme, "boundary.approach", refusal)
    was = {"approach": APPROACH_WORDS[programme.approach]}
    programme.approach, programme.approach_reason = approach, reason.strip()
    now = {"approach": APPROACH_WORDS[approach]}
    _log(uow, programme, None, ChangeKind.APPROACH, from_day=from_day, was=was, now=now, reason=reason)
    uow.record("boundary.approach", programme, comment=reason)


def enter(uow: UnitOfWork, programme: Programme, facts: Facts, stand: Stand) -> BoundaryEntity:
    """Enter one entity with where it stands."""
    if facts.code in {e.code for e in _by_id(uow, programme).values()}:
        raise BadInput(message(N_("{code} is another entity's code."), code=facts.code), "code")
    take(uow, programme, [(facts, stand)], verb="boundary.enter")
    return next(e for e in _by_id(uow, programme).values() if e.code == facts.code)


def move(uow: UnitOfWork, programme: Programme, entity: BoundaryEntity, stand: Stand) -> None:
    """Let an entity stand elsewhere, or be held otherwise, from a day on."""
    changes = _Batch(uow, programme)
    changes.move(entity, stand)
    uow.record("boundary.move", entity, covers=changes.rows, comment=stand.reason)


def describe(uow: UnitOfWork, entity: BoundaryEntity, facts: Facts) -> None:
    """Say names, contact and tonnes of an entity anew."""
    _describe(entity, facts)
    uow.record("boundary.describe", entity)


def take(
    uow: UnitOfWork,
    programme: Programme,
    entries: Sequence[tuple[Facts, Stand]],
    *,
    verb: str = "boundary.import",
) -> Taken:
    """Take many entities in one act: new codes enter, known ones are described anew and moved where they differ."""
    changes = _Batch(uow, programme)
    known = {e.code: e for e in _by_id(uow, programme).values()}
    homes = _organisations(uow, programme)
    taken = Taken()
    new: list[tuple[BoundaryEntity, Stand]] = []
    for facts, stand in entries:
        entity = known.get(facts.code)
        if entity is None:
            entity = BoundaryEntity(owner_org_id=programme.owner_org_id, code=facts.code, name=facts.name)
            _describe(entity, facts)
            entity.organisation_id = homes.get(facts.name) or homes.get(facts.registration_id or "")
            uow.session.add(entity)
            known[facts.code] = entity
            new.append((entity, stand))
            taken.entered.append(facts.code)
            continue
        if _describe(entity, facts):
            taken.described.append(facts.code)
            changes.rows.append(entity)
        if changes.move(entity, stand):
            taken.moved.append(facts.code)
    uow.session.flush()
    for entity, stand in new:
        changes.enter(entity, stand)
    uow.record(
        verb, programme, covers=[*(e for e, _ in new), *changes.rows], entered=len(taken.entered),
        moved=len(taken.moved), described=len(taken.described),
    )  # fmt: skip
    return taken


class _Batch:
    """Changes of where entities stand that belong to one act."""

    def __init__(self, uow: UnitOfWork, programme: Programme) -> None:
        self.uow, self.programme, self.rows = uow, programme, list[Base]()
        query = (
            select(BoundaryStanding)
            .where(BoundaryStanding.owner_org_id == programme.owner_org_id)
            .order_by(BoundaryStanding.valid_from, BoundaryStanding.id)
        )
        self._last = {row.entity_id: row for row in uow.session.scalars(query)}

    def enter(self, entity: BoundaryEntity, stand: Stand) -> None:
        self._refuse(entity, stand)
        self._add(entity, stand)
        self._log(entity, ChangeKind.ENTERED, None, stand)

    def move(self, entity: BoundaryEntity, stand: Stand) -> bool:
        """False when the entity stands so already."""
        last = self._last.get(entity.id)
        if last is None:
            self.enter(entity, stand)
            return True
        was = _said(last)
        if was == _said(stand):
            return False
        self._refuse(entity, stand)
        if stand.valid_from < last.valid_from:
            raise BadInput(
                message(
                    N_("{code} stands as it does since {day}: a change begins on that day or later."),
                    code=entity.code, day=last.valid_from,
                ),
                "valid_from",
            )  # fmt: skip
        if stand.valid_from == last.valid_from:
            _stand_as(last, stand)
            self.rows.append(last)
            kind = ChangeKind.CORRECTED
        else:
            last.valid_to = stand.valid_from - timedelta(days=1)
            self.rows.append(last)
            self._add(entity, stand)
            kind = ChangeKind.MOVED
        self._log(entity, kind, was, stand)
        return True

    def _log(
        self, entity: BoundaryEntity, kind: ChangeKind, was: dict[str, Any] | None, stand: Stand
    ) -> None:
        _log(
            self.uow, self.programme, entity, kind, from_day=stand.valid_from, was=was, now=_said(stand),
            reason=stand.reason,
        )  # fmt: skip

    def _refuse(self, entity: BoundaryEntity, stand: Stand) -> None:
        why = stand.why_not(entity.code, self.programme.approach)
        if why is None and not 0 <= stand.share <= 1:
            why = message(N_("The share held lies between 0 and 100 %."))
        refusal = (
            Refusal("G-BOUNDARY", message(N_("{code}: {why}"), code=entity.code, why=why)) if why else None
        )
        self.uow.refuse_unless(self.programme, "boundary.move", refusal)

    def _add(self, entity: BoundaryEntity, stand: Stand) -> None:
        row = BoundaryStanding(owner_org_id=self.programme.owner_org_id, entity_id=entity.id)
        _stand_as(row, stand)
        self.uow.session.add(row)
        self.rows.append(row)
        self._last[entity.id] = row


def _stand_as(row: BoundaryStanding, stand: Stand) -> None:
    row.place, row.share, row.reason = stand.place, stand.share, stand.reason
    row.has_operational_control = stand.has_operational_control
    row.has_financial_control = stand.has_financial_control
    row.valid_from, row.valid_to = stand.valid_from, stand.valid_to


def _said(stand: Stand | BoundaryStanding) -> dict[str, Any]:
    return {
        "place": stand.place.value, "share": format(stand.share.normalize(), "f"),
        "operational": stand.has_operational_control, "financial": stand.has_financial_control,
        "to": stand.valid_to.isoformat() if stand.valid_to else None, "reason": stand.reason,
    }  # fmt: skip


def _describe(entity: BoundaryEntity, facts: Facts) -> bool:
    """True when something was said that was not stored."""
    said = {
        "name": facts.name, "name_local": facts.name_local, "registration_id": facts.registration_id,
        "site": facts.site, "contact_name": facts.contact_name, "contact_email": facts.contact_email,
        "tonnes_cents": None if facts.tonnes is None else tonnes_cents(facts.tonnes),
    }  # fmt: skip
    changed = [name for name, value in said.items() if getattr(entity, name) != value]
    for name in changed:
        setattr(entity, name, said[name])
    return bool(changed)


def _by_id(uow: UnitOfWork, programme: Programme) -> dict[int, BoundaryEntity]:
    query = select(BoundaryEntity).where(BoundaryEntity.owner_org_id == programme.owner_org_id)
    return {row.id: row for row in uow.session.scalars(query)}


def _organisations(uow: UnitOfWork, programme: Programme) -> dict[str, int]:
    """Subsidiaries of the group that have accounts here, by name and by registration; suppliers are never linked."""
    query = select(Organisation).where(
        Organisation.parent_id == programme.owner_org_id, Organisation.kind == OrganisationKind.SUBSIDIARY
    )
    found = {}
    for row in uow.session.scalars(query):
        found[row.name] = row.id
        if row.registration_id:
            found[row.registration_id] = row.id
    return found


def _log(
    uow: UnitOfWork, programme: Programme, entity: BoundaryEntity | None, kind: ChangeKind, *, from_day: date,
    was: dict[str, Any] | None, now: dict[str, Any], reason: str | None,
) -> None:  # fmt: skip
    uow.session.add(
        BoundaryChange(
            owner_org_id=programme.owner_org_id, entity_id=entity.id if entity else None,
            entity_code=entity.code if entity else None, kind=kind, from_day=from_day, was=was, now=now,
            reason=reason, said_by=uow.actor.name, said_at=uow.now,
        )
    )  # fmt: skip
