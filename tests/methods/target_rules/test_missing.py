"""No rule passes on what is not known: tried for every rule, every input and every kind of target."""

from __future__ import annotations

from dataclasses import fields, replace

import pytest

from methods.target_rules import (
    RULE_SETS,
    Outcome,
    Rule,
    TargetInputs,
    check_target,
    load_rule_set,
)
from methods.target_rules.verdict import Facts
from tests.methods.target_rules.known_targets import ABSOLUTE, KNOWN

RULES = [rule for rule_set in RULE_SETS for rule in load_rule_set(rule_set).rules]
INPUTS = [field.name for field in fields(TargetInputs)]


def test_everything_is_known_of_the_known_targets() -> None:
    unknown = [(name, key) for name, known in KNOWN.items() for key in INPUTS if getattr(known, key) is None]
    assert unknown == []


@pytest.mark.parametrize("rule_set", RULE_SETS)
def test_a_target_of_which_nothing_is_known_is_missing_everywhere(rule_set: str) -> None:
    results = check_target(TargetInputs(), load_rule_set(rule_set))
    assert {result.outcome for result in results} == {Outcome.MISSING}
    assert [result.missing for result in results] == [rule.needs for rule in load_rule_set(rule_set).rules]


@pytest.mark.parametrize("name", INPUTS)
def test_an_unknown_input_makes_a_rule_say_missing_or_is_not_read_by_it(name: str) -> None:
    for known in KNOWN.values():
        for rule_set in RULE_SETS:
            before = check_target(known, load_rule_set(rule_set))
            after = check_target(replace(known, **{name: None}), load_rule_set(rule_set))
            for one, other in zip(before, after, strict=True):
                if other.outcome is Outcome.MISSING:
                    assert other.missing == (name,)
                    assert name.replace("_", " ") in str(other.sentence)
                else:
                    assert other == one


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)
def test_every_input_that_a_rule_declares_is_missed_by_it_in_some_target(rule: Rule) -> None:
    rule_set = next(s for s in map(load_rule_set, RULE_SETS) if rule in s.rules)
    alone = replace(rule_set, rules=(rule,))
    for name in rule.needs:
        outcomes = {
            check_target(replace(known, **{name: None}), alone)[0].outcome for known in KNOWN.values()
        }
        assert Outcome.MISSING in outcomes, name


def test_a_check_cannot_read_what_its_rule_does_not_declare() -> None:
    with pytest.raises(KeyError, match="does not declare"):
        _ = Facts(ABSOLUTE, ("scope_1",)).scope_2
