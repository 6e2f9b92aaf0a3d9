"""What a check sees and what it answers: facts that are known, or the name of one that is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from methods.target_rules.inputs import TargetInputs
from methods.target_rules.rule_set import Rule


class NotGiven(LookupError):
    """A check asked for a fact that is not known."""


class Facts:
    """The inputs of one rule: only what the rule declares, and never None; `used` holds what was asked, in order."""

    def __init__(self, inputs: TargetInputs, needs: tuple[str, ...]) -> None:
        self._inputs = inputs
        self._needs = needs
        self.used: dict[str, object] = {}

    def __getattr__(self, name: str) -> Any:
        if name not in self._needs:
            raise KeyError(f"the rule does not declare that it needs {name}")
        value = getattr(self._inputs, name)
        if value is None:
            raise NotGiven(name)
        self.used[name] = value
        return value


@dataclass(frozen=True, slots=True)
class Verdict:
    """Kept, broken in a named way (`breach`), or not applicable; with the numbers used."""

    is_applicable: bool
    breach: str
    values: tuple[tuple[str, object], ...]


Check = Callable[[Facts, Rule], Verdict]


def kept(**values: object) -> Verdict:
    """Answer that the rule is kept."""
    return Verdict(True, "", tuple(values.items()))


def broken(breach: str, **values: object) -> Verdict:
    """Answer that the rule is broken in this way."""
    return Verdict(True, breach, tuple(values.items()))


def kept_unless(breach: str, is_broken: bool, **values: object) -> Verdict:
    """Answer by one condition, with the same numbers either way."""
    return broken(breach, **values) if is_broken else kept(**values)


def not_applicable(**values: object) -> Verdict:
    """Answer that the rule does not look at this target."""
    return Verdict(False, "", tuple(values.items()))
