"""Every machine of the product, walked: no state is lost, no move is doubled, each asks for one right."""

from __future__ import annotations

import importlib
import pkgutil
from collections import defaultdict
from enum import StrEnum

import pytest

import workflow
from workflow.access import GRANTS, Permission
from workflow.i18n import N_, message
from workflow.machine import Gate, Machine, Move, gate, on


def found(kind: type) -> dict[str, object]:
    """Everything of a type that the modules of rules, gates and machines define, by its full name."""
    things = {}
    for module in pkgutil.walk_packages(workflow.__path__, "workflow."):
        if module.name.rsplit(".", 1)[-1].rsplit("_", 1)[-1] in {"machine", "rules", "gates"}:
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, kind):
                    things.setdefault(id(value), (f"{module.name}.{name}", value))
    return dict(things.values())


MACHINES = {name: machine for name, machine in found(Machine).items() if isinstance(machine, Machine)}
every_machine = pytest.mark.parametrize("machine", MACHINES.values(), ids=lambda m: m.noun)


def test_the_machines_of_the_product_are_these() -> None:
    nouns = sorted(machine.noun for machine in MACHINES.values())
    assert nouns == [
        "case", "document", "dossier_version", "factual_check", "figure", "finding", "issue", "milestone_closing",
        "plan", "request", "review", "statement_version", "target", "validation", "validation_query",
    ]  # fmt: skip


@every_machine
def test_each_state_can_be_reached(machine: Machine) -> None:
    reached, new = set(), {machine.initial}
    while new:
        reached |= new
        new = {move.target for state in new for move in machine.moves_from(state)} - reached
    assert set(machine.states) - reached == set()


@every_machine
def test_only_a_final_state_is_a_dead_end(machine: Machine) -> None:
    dead_ends = {state for state in machine.states if not machine.moves_from(state)}
    assert dead_ends == set(machine.final)


@every_machine
def test_no_two_moves_of_one_name_leave_the_same_state(machine: Machine) -> None:
    pairs = [(move.name, state) for move in machine.moves for state in move.sources]
    assert len(pairs) == len(set(pairs))


@every_machine
def test_every_move_of_one_name_asks_for_the_same_right_which_somebody_holds(machine: Machine) -> None:
    rights = defaultdict(set)
    for move in machine.moves:
        rights[move.name].add(move.permission)
    assert {name: asked for name, asked in rights.items() if len(asked) > 1} == {}
    held = frozenset[Permission]().union(*GRANTS.values())
    assert {move.permission for move in machine.moves} <= held


@every_machine
def test_a_move_asks_each_of_its_gates_once(machine: Machine) -> None:
    for move in machine.moves:
        claims = [(asked.code, asked.claim) for asked in move.gates]
        assert len(claims) == len(set(claims)), move.name


def test_one_claim_stands_under_one_code() -> None:
    codes = defaultdict(set)
    for asked in found(Gate).values():
        assert isinstance(asked, Gate)
        codes[asked.claim].add(asked.code)
    assert {claim: known for claim, known in codes.items() if len(known) > 1} == {}


class Light(StrEnum):
    RED = "red"
    DEEP_GREEN = "deep_green"


@gate("G-WAIT")
def it_has_waited(facts: str) -> object:
    return None if facts == "long" else message(N_("Wait first."))


@gate("G-LOOK")
def it_has_looked(facts: str) -> object:
    return None if facts == "long" else message(N_("Look both ways, {who}."), who="driver")


LIGHT = Machine(
    "light", Light, Light.RED, frozenset({Light.DEEP_GREEN}),
    (Move("go", (Light.RED,), Light.DEEP_GREEN, Permission.OPERATE, (it_has_waited, it_has_looked)),),
)  # fmt: skip


def test_a_move_is_refused_with_every_reason_at_once() -> None:
    told = [str(refusal) for refusal in LIGHT.blockers("go", Light.RED, "short")]
    assert told == ["G-WAIT: Wait first.", "G-LOOK: Look both ways, driver."]
    assert LIGHT.blockers("go", Light.RED, "long") == ()


def test_a_move_from_the_wrong_state_names_the_state() -> None:
    (refusal,) = LIGHT.blockers("go", Light.DEEP_GREEN, "long")
    assert refusal.code == "G-STATE"
    assert "deep green" in str(refusal.reason)


def test_a_gate_says_its_claim_and_why_it_is_shut() -> None:
    assert it_has_waited.claim == "it has waited"
    assert it_has_waited.why_shut("short") == "Wait first."
    assert it_has_waited.why_shut("long") is None


def test_a_gate_of_another_noun_is_asked_with_its_part_of_the_facts() -> None:
    class Whole:
        part = "long"

    asked = on("part", it_has_waited)
    assert (asked.code, asked.claim) == ("G-WAIT", "it has waited")
    assert asked.refusal(Whole()) is None


def test_the_right_of_a_move_is_the_move_s_own() -> None:
    assert LIGHT.permission("go") is Permission.OPERATE
