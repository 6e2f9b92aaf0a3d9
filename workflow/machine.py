"""State machines as data: moves, the gates in front of them, and what is missing for the next one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workflow.access import Permission
from workflow.errors import Refusal
from workflow.i18n import N_, Message, message


@dataclass(frozen=True)
class Gate:
    """A claim that reads true when open; asked with the facts, it answers None or what to do first."""

    code: str
    claim: str
    ask: Callable[[Any], Message | None]

    def why_shut(self, facts: object) -> str | None:
        """The English sentence when shut, None when open."""
        answer = self.ask(facts)
        return None if answer is None else str(answer)

    def refusal(self, facts: object) -> Refusal | None:
        answer = self.ask(facts)
        return None if answer is None else Refusal(self.code, answer)


def gate(code: str) -> Callable[[Callable[[Any], Message | None]], Gate]:
    """Make a function of facts into a gate with a code; its name, in words, is the claim."""

    def make(ask: Callable[[Any], Message | None]) -> Gate:
        return Gate(code, ask.__name__.replace("_", " "), ask)

    return make


@dataclass(frozen=True)
class Move:
    """One allowed change of state: who may make it, and the gates that must be open."""

    name: str
    sources: tuple[StrEnum, ...]
    target: StrEnum
    permission: Permission
    gates: tuple[Gate, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Machine:
    """All states and moves of one noun."""

    noun: str
    states: type[StrEnum]
    initial: StrEnum
    final: frozenset[StrEnum]
    moves: tuple[Move, ...]

    def move(self, name: str, state: StrEnum) -> Move | None:
        """The move of that name out of a state, None when the state has none."""
        return next((m for m in self.moves if m.name == name and state in m.sources), None)

    def permission(self, name: str) -> Permission:
        """The permission of a move; every move of one name asks for the same one."""
        return next(m.permission for m in self.moves if m.name == name)

    def moves_from(self, state: StrEnum) -> tuple[Move, ...]:
        return tuple(m for m in self.moves if state in m.sources)

    def blockers(self, name: str, state: StrEnum, facts: object) -> tuple[Refusal, ...]:
        """Every reason why a move is refused now; empty when it may be made."""
        move = self.move(name, state)
        if move is None:
            words = state.value.replace("_", " ")
            reason = message(N_("This cannot be done while it is {state}."), state=words)
            return (Refusal("G-STATE", reason),)
        refusals = (g.refusal(facts) for g in move.gates)
        return tuple(r for r in refusals if r is not None)


def on(part: str, inner: Gate) -> Gate:
    """A gate of another noun, asked with one part of larger facts."""
    return Gate(inner.code, inner.claim, lambda facts: inner.ask(getattr(facts, part)))
