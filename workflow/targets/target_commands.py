"""Writes of targets: begun, written, approved with what was checked, and moved through their life."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

import rfc8785
from sqlalchemy import select

from workflow.access import Permission
from workflow.db import Base
from workflow.errors import BadInput, NotAllowed, Refusal
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.targets.access import may_approve, may_edit, today_of
from workflow.targets.machine import TARGET, TargetFacts
from workflow.targets.models import (
    GroupInventory,
    InventoryCitation,
    SectorPathRow,
    SubmissionBasis,
    Target,
    TargetVersion,
)
from workflow.targets.pre_check import PreCheck, check_stored
from workflow.targets.queries import Held, hold, submission_of
from workflow.targets.rules import CHOSEN_SETS, CODE_SERIES, Origin, TargetKind, TargetState, rule_set_of
from workflow.unit_of_work import UnitOfWork

LONGEST_NAME = 200


@dataclass(frozen=True)
class Written:
    """What a person writes of a target: its name, rule set, base year, sector path and answers by field."""

    name: str
    rule_set_id: str
    answers: Mapping[str, str]
    inventory: GroupInventory | None = None
    path: SectorPathRow | None = None


def begin_target(uow: UnitOfWork, group: Organisation, kind: TargetKind, written: Written) -> Target:
    """Begin a target as a draft; its code follows the series of the yearly disclosure (Abs1, Int1)."""
    series = CODE_SERIES[kind]
    codes = set(uow.session.scalars(select(Target.code).where(Target.owner_org_id == group.id)))
    number = next(n for n in range(1, len(codes) + 2) if f"{series}{n}" not in codes)
    target = Target(
        owner_org_id=group.id, code=f"{series}{number}", kind=kind, name="", rule_set_id=rule_set_of(kind),
        answers={}, set_on=today_of(group, uow.now), written_by="", number=1, state=TargetState.DRAFT,
    )  # fmt: skip
    _take(uow, target, written)
    uow.session.add(target)
    uow.record("target.begin", target, code=target.code)
    return target


def write_target(uow: UnitOfWork, target: Target, written: Written, *, version: int | None = None) -> None:
    """Write a draft anew; `version` is that of the row which the person looked at: the second to save is told."""
    uow.expect(target, version)
    if target.state is not TargetState.DRAFT:
        words = message(
            N_("This target is {state}: revise it before you change it."), state=_words(target.state)
        )
        uow.refuse_unless(target, "target.write", Refusal("G-STATE", words))
    _take(uow, target, written)
    uow.record("target.write", target)


def _take(uow: UnitOfWork, target: Target, written: Written) -> None:
    name = written.name.strip()
    if not name or len(name) > LONGEST_NAME:
        raise BadInput(message(N_("Give a name of at most {most} characters."), most=LONGEST_NAME), "name")
    if written.rule_set_id not in CHOSEN_SETS:
        raise BadInput(
            message(N_("Choose one of the rule sets {sets}."), sets=", ".join(CHOSEN_SETS)), "rule_set_id"
        )
    target.name, target.rule_set_id = name, written.rule_set_id
    target.answers = dict(written.answers)
    target.inventory_id = written.inventory.id if written.inventory else None
    target.path_id = written.path.id if written.path else None
    target.written_by, target.written_by_id = uow.actor.name, uow.actor.person_id


def state_submission(
    uow: UnitOfWork, group: Organisation, answers: Mapping[str, str], *, version: int | None = None
) -> SubmissionBasis:
    """State what holds for all targets of the group; the second of two people to save is told."""
    basis = submission_of(uow.session, group)
    if basis is None:
        basis = SubmissionBasis(owner_org_id=group.id, answers=dict(answers))
        uow.session.add(basis)
    else:
        uow.expect(basis, version)
        basis.answers = dict(answers)
    uow.record("submission_basis.state", basis)
    return basis


def move_target(
    uow: UnitOfWork, group: Organisation, target: Target, name: str, *, on: date | None = None,
    text: str | None = None, version: int | None = None,
) -> None:  # fmt: skip
    """Make a move of a target's life; `on` is the day of what happened outside, `text` what the move asks for.

    Approving freezes the target with its base year and rule results as a version.
    """
    _refuse_others(uow, group, name)
    uow.expect(target, version)
    held = hold(uow.session, group, today_of(group, uow.now))
    checked = check_stored(held, target.code)
    said = (text or "").strip() or None
    facts = facts_of(held, target, checked, uow.actor.person_id, on=on, text=said)
    covers: list[Base] = []
    if not TARGET.blockers(name, target.state, facts):
        _note_what_it_brings(uow, target, name, facts)
        if name == "approve":
            covers.append(_freeze(uow, held, target, checked))
            uow.session.add_all(covers)
    uow.move(TARGET, target, name, facts=facts, covers=covers, comment=said)


def _refuse_others(uow: UnitOfWork, group: Organisation, name: str) -> None:
    asked = TARGET.permission(name)
    may = may_approve if asked is Permission.APPROVE_TARGETS else may_edit
    if not uow.actor.is_system and not may(uow.actor, group):
        raise NotAllowed(message(N_("Your role does not allow this.")))


def facts_of(
    held: Held, target: Target, checked: PreCheck, person_id: int | None, *, on: date | None = None,
    text: str | None = None,
) -> TargetFacts:  # fmt: skip
    """What the gates of a target look at, for the command and for the page's buttons."""
    inventory = held.inventory(target.inventory_id)
    return TargetFacts(
        base_year=inventory.year if inventory else None,
        base_year_is_verified=inventory is not None and inventory.origin is Origin.STATEMENTS,
        open_tasks=len(held.open_tasks(target.inventory_id)),
        broken=checked.broken,
        approver_edited_last=person_id is not None and person_id == target.written_by_id,
        on=on,
        today=held.today,
        before=target.validated_on or target.submitted_on or target.approved_on,
        text=text,
    )


def _note_what_it_brings(uow: UnitOfWork, target: Target, name: str, facts: TargetFacts) -> None:
    """Write the days and words that a move brings with it; what is revised begins them anew."""
    if name == "approve":
        target.approved_on, target.approved_by = facts.today, uow.actor.name
    elif name == "submit":
        target.submitted_on = facts.on
    elif name == "validate":
        target.validated_on, target.decision = facts.on, facts.text
    elif name == "publish":
        target.published_on, target.published_at = facts.on, facts.text
    elif name == "revise":
        target.number += 1
        target.approved_on = target.approved_by = target.submitted_on = None
        target.validated_on = target.decision = None
    else:
        target.end_reason = facts.text


def _freeze(uow: UnitOfWork, held: Held, target: Target, checked: PreCheck) -> TargetVersion:
    inventory = held.inventory(target.inventory_id)
    assert inventory is not None
    query = select(InventoryCitation).where(InventoryCitation.inventory_id == inventory.id)
    citations = list(uow.session.scalars(query.order_by(InventoryCitation.id)))
    content: dict[str, Any] = {
        "target": {
            "code": target.code, "name": target.name, "kind": target.kind.value, "number": target.number,
            "rule_set": target.rule_set_id, "answers": dict(target.answers),
        },
        "base_year": {
            "year": inventory.year, "edition": inventory.edition, "sha256": inventory.sha256,
            "statements": [
                {"case": c.case_code, "statement": c.reference, "contract_sha256": c.contract_sha256,
                 "ghg_statement_sha256": c.statement_sha256, "inclusion": format(c.inclusion, "f")}
                for c in citations
            ],
        },
        "submission": dict(held.submission.answers) if held.submission else {},
        "results": [
            {"rule": r.rule_id, "outcome": r.outcome.value, "values": [list(pair) for pair in r.values],
             "sentence": str(r.sentence)}
            for r in checked.results
        ],
        "line": [[point.year, format(point.value, "f")] for point in checked.line.points],
        "wording": str(checked.wording) if checked.wording else "",
    }  # fmt: skip
    return TargetVersion(
        owner_org_id=target.owner_org_id, target_id=target.id, number=target.number, content=content,
        sha256=sha256(rfc8785.dumps(content)).hexdigest(), approved_by=uow.actor.name, approved_at=uow.now,
    )  # fmt: skip


def _words(state: TargetState) -> str:
    return state.value.replace("_", " ")
