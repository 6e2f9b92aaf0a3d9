"""Rule sets as versioned data: each rule with its criterion, thresholds, source, standing and sentences."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from typing import Any

from methods.sentence import percent, printed
from methods.uncomputable import Uncomputable

RULE_SETS = ("nt-5.3.1", "nz-1.3.1", "cnzs-2.0")


class Outcome(StrEnum):
    """What a rule of the pre-check says; none of it is a validation."""

    PASS = "pass"  # noqa: S105 - the outcome's word, no password
    FAIL = "fail"
    WARN = "warn"
    MISSING = "missing"
    NOT_APPLICABLE = "not_applicable"


class Standing(StrEnum):
    """How well a rule is known: read in a source, from own knowledge, or some of each."""

    CONFIRMED = "confirmed"
    PARTLY_OWN = "partly_own_knowledge"
    OWN = "own_knowledge"


class About(StrEnum):
    """Whether a rule looks at the submission as a whole or at one target."""

    SUBMISSION = "submission"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A named bound of a rule: a number with its unit (a share is a fraction), or a closed list of words."""

    name: str
    value: Decimal | tuple[str, ...]
    unit: str

    @property
    def printed(self) -> str:
        """Return the bound as sentences print it: shares as per cent, a year without a mark of thousands."""
        if isinstance(self.value, Decimal) and self.unit == "year":
            return str(self.value)
        if isinstance(self.value, Decimal) and self.unit == "share":
            return printed(percent(self.value))
        return printed(self.value)

    @property
    def with_unit(self) -> str:
        """Return the bound as it stands alone, beside its name."""
        if self.unit in {"list", "year", self.name}:
            return self.printed
        return f"{self.printed} {'%' if self.unit == 'share' else self.unit}"


@dataclass(frozen=True, slots=True)
class Breach:
    """One way to break a rule, what that makes of it, and the sentence to act on."""

    name: str
    outcome: Outcome
    template: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as data; `check` names the arithmetic that reads `needs`."""

    rule_id: str
    criterion: str
    title: str
    about: About
    check: str
    needs: tuple[str, ...]
    thresholds: tuple[Threshold, ...]
    source: str
    standing: Standing
    passes: str
    not_applicable: str
    breaches: tuple[Breach, ...]

    def number(self, name: str) -> Decimal:
        """Return a threshold that is a number."""
        value = self._threshold(name).value
        assert isinstance(value, Decimal), name
        return value

    def count(self, name: str) -> int:
        """Return a threshold that is a whole number: years, months, heads."""
        return int(self.number(name))

    def words(self, name: str) -> tuple[str, ...]:
        """Return a threshold that is a closed list."""
        value = self._threshold(name).value
        assert isinstance(value, tuple), name
        return value

    def breach(self, name: str) -> Breach:
        """Return one way to break the rule."""
        return next(item for item in self.breaches if item.name == name)

    def _threshold(self, name: str) -> Threshold:
        return next(item for item in self.thresholds if item.name == name)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A version of a standard's rules; a preview holds only what is known of it so far."""

    rule_set_id: str
    title: str
    is_preview: bool
    rules: tuple[Rule, ...]

    def rule(self, rule_id: str) -> Rule:
        """Return one rule; raises Uncomputable when the set has none of that id."""
        for item in self.rules:
            if item.rule_id == rule_id:
                return item
        raise Uncomputable("%(set)s has no rule %(rule)s.", set=self.rule_set_id, rule=rule_id)


@lru_cache(maxsize=len(RULE_SETS))
def load_rule_set(rule_set_id: str) -> RuleSet:
    """Return a rule set that ships with the product; raises Uncomputable for an unknown one."""
    if rule_set_id not in RULE_SETS:
        raise Uncomputable(
            "There is no rule set %(set)s; known are %(known)s.", set=rule_set_id, known=", ".join(RULE_SETS)
        )
    text = files("methods.target_rules").joinpath(f"{rule_set_id}.toml").read_text(encoding="utf-8")
    return parse_rule_set(text)


def parse_rule_set(text: str) -> RuleSet:
    """Return the rule set written in a TOML text; numbers become Decimals as they are written."""
    found = tomllib.loads(text, parse_float=Decimal)
    rules = tuple(_rule(item) for item in found["rule"])
    return RuleSet(found["id"], found["title"], found["is_preview"], rules)


def with_threshold(rule_set: RuleSet, rule_id: str, name: str, value: Decimal) -> RuleSet:
    """Return the set with one bound set otherwise, such as the residual share of NT-16; results show the bound.

    Raises Uncomputable when the rule has no such bound.
    """
    changed = rule_set.rule(rule_id)
    if name not in {bound.name for bound in changed.thresholds}:
        raise Uncomputable("%(rule)s has no threshold %(name)s.", rule=rule_id, name=name)
    bounds = tuple(replace(b, value=value) if b.name == name else b for b in changed.thresholds)
    rules = tuple(replace(r, thresholds=bounds) if r is changed else r for r in rule_set.rules)
    return replace(rule_set, rules=rules)


def _rule(item: dict[str, Any]) -> Rule:
    return Rule(
        rule_id=item["id"],
        criterion=item["criterion"],
        title=item["title"],
        about=About(item["about"]),
        check=item["check"],
        needs=tuple(item["needs"]),
        thresholds=tuple(_threshold(name, bound) for name, bound in item.get("thresholds", {}).items()),
        source=item["source"],
        standing=Standing(item["standing"]),
        passes=item["pass"],
        not_applicable=item.get("not_applicable", ""),
        breaches=tuple(
            Breach(name, Outcome(way["outcome"]), way["sentence"]) for name, way in item["breach"].items()
        ),
    )


def _threshold(name: str, bound: dict[str, Any]) -> Threshold:
    value = bound["value"]
    return Threshold(name, tuple(value) if isinstance(value, list) else Decimal(value), bound["unit"])
