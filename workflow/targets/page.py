"""What the target builder shows: fields with what was typed, base-year tonnes beside them, checks and moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from methods.target_rules import Outcome
from methods.targets import YearValue
from reports.sbt_contract import SCOPE_3_NAMES
from workflow.access import Actor
from workflow.errors import Refusal
from workflow.i18n import N_, Message, say
from workflow.targets.access import may_approve, may_edit
from workflow.targets.drawing import Chart, Series, draw
from workflow.targets.fields import Field, by_section, fields_of, shown
from workflow.targets.machine import TARGET
from workflow.targets.models import Target
from workflow.targets.pre_check import TONNES, PreCheck, pre_check
from workflow.targets.queries import Held, Stated, values_of
from workflow.targets.rules import SHARES, TargetState
from workflow.targets.target_commands import facts_of
from workflow.targets.target_inputs import tonnes_in

OUTCOME_KINDS = {
    Outcome.PASS: "closed", Outcome.FAIL: "refused", Outcome.WARN: "open", Outcome.MISSING: "waiting",
    Outcome.NOT_APPLICABLE: "not_started",
}  # fmt: skip
# What a move asks for besides the click: a day, words, and the label of the words.
ASKED = {
    "submit": (True, None),
    "validate": (True, N_("Decision letter")),
    "publish": (True, N_("Where it is published")),
    "revise": (False, N_("Reason")),
    "expire": (False, N_("Reason")),
    "withdraw": (False, N_("Reason")),
}
FIELD_GATES = frozenset({"G-DAY", "G-DECISION", "G-PLACE", "G-REASON"})


@dataclass(frozen=True)
class Row:
    """One field of the form with what stands in it and what is wrong with it."""

    field: Field
    value: str
    error: Message | None = None


@dataclass(frozen=True)
class CategoryRow:
    """One scope 3 category in the coverage table: t CO2e of the base year and the share that is covered."""

    number: int
    name: str
    tonnes: Decimal | None
    value: str
    is_suggested: bool


@dataclass(frozen=True)
class MoveButton:
    """One move of the target as its button shows it."""

    name: str
    label: str
    refusals: tuple[Refusal, ...]
    asks_day: bool = False
    asks: str | None = None


@dataclass(frozen=True)
class BuilderPage:
    """The builder of one target, as stored or as typed."""

    target: Target
    held: Held
    stated: Stated
    name: str
    rule_set_id: str
    sections: Mapping[str, list[Row]]
    categories: tuple[CategoryRow, ...]
    checked: PreCheck
    chart: Chart | None
    covers_scope_3: bool
    moves: tuple[MoveButton, ...] = ()
    may_write: bool = False
    errors: Mapping[str, Message] = field(default_factory=dict)


def build_page(
    held: Held, target: Target, actor: Actor, *, stated: Stated | None = None, name: str | None = None,
    rule_set_id: str | None = None, errors: Mapping[str, Message] | None = None,
    typed: Mapping[str, str] | None = None, language: str = "en",
) -> BuilderPage:  # fmt: skip
    """Put the page of a target together; without `stated` as it is stored."""
    stored = stated or Stated(target.answers, target.inventory_id, target.path_id)
    chosen = rule_set_id or target.rule_set_id
    draft = held.draft(target, stored)
    checked = pre_check(draft, held.ground(target.code, stored.inventory_id), chosen, held.group.name)
    fields = fields_of(target.kind)
    is_open = target.state is TargetState.DRAFT and may_edit(actor, held.group)
    rows = {
        section: [row_of(f, stored.answers, errors or {}, typed or {}) for f in listed]
        for section, listed in by_section(fields).items()
    }
    inventory = held.inventory(stored.inventory_id)
    tonnes = values_of(inventory).scope_3 if inventory else {}
    covers = [f for f in fields if f.name.startswith("cover_")]
    return BuilderPage(
        target, held, stored, name if name is not None else target.name, chosen, rows,
        tuple(
            CategoryRow(
                int(f.label), SCOPE_3_NAMES[int(f.label) - 1], tonnes.get(int(f.label)),
                row_of(f, stored.answers, errors or {}, typed or {}).value, int(f.label) in checked.suggested,
            )
            for f in covers
        ),
        checked, chart_of(held, target, checked), 3 in (draft.scopes or ()),
        _moves(held, target, actor, checked, language), is_open,
        errors or {},
    )  # fmt: skip


def chart_of(held: Held, target: Target, checked: PreCheck) -> Chart | None:
    """The line of a target with the actual years beside it."""
    return draw(
        checked.line.unit,
        (
            Series(N_("Target line"), "line", checked.line.points),
            Series(
                N_("Actual"), "actual", actual_points(held, target, checked) if checked.line.points else ()
            ),
        ),
    )


def actual_points(held: Held, target: Target, checked: PreCheck) -> tuple[YearValue, ...]:
    """The years that have an inventory, inside the target's boundary; only for targets counted in tonnes."""
    if target.kind in SHARES or checked.line.unit != TONNES:
        return ()
    draft, ground = held.draft(target), held.ground(target.code, target.inventory_id)
    base = draft.base.year if draft.base else 0
    found = []
    for year, values in sorted(ground.inventories.items()):
        tonnes = checked.base if year == base else tonnes_in(draft, values, ground.approach)
        if year >= base and tonnes is not None:
            found.append(YearValue(year, tonnes))
    return tuple(found)


def row_of(
    field_: Field, answers: Mapping[str, str], errors: Mapping[str, Message], typed: Mapping[str, str]
) -> Row:
    """One field with what is kept; where it could not be read, with what was typed."""
    error = errors.get(field_.name)
    return Row(field_, typed.get(field_.name, "") if error else shown(field_, answers), error)


def _moves(
    held: Held, target: Target, actor: Actor, checked: PreCheck, language: str
) -> tuple[MoveButton, ...]:
    """The moves that the person may ever make here; a shut one names what is missing, a form asks for the rest."""
    facts = facts_of(held, target, checked, actor.person_id)
    writes, approves = may_edit(actor, held.group), may_approve(actor, held.group)
    found = []
    for move in TARGET.moves_from(target.state):
        if not (approves if move.name == "approve" else writes):
            continue
        refusals = TARGET.blockers(move.name, target.state, facts)
        asks_day, asks = ASKED.get(move.name, (False, None))
        shut = tuple(r for r in refusals if r.code not in FIELD_GATES)
        found.append(
            MoveButton(
                move.name, say(move.label, language), shut, asks_day, say(asks, language) if asks else None
            )
        )
    return tuple(found)
