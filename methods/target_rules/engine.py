"""Runs a rule set over a target and sets two runs side by side; the result is a pre-check, never a validation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from methods.sentence import Sentence, printed, sentence
from methods.target_rules.checks_ambition import AMBITION_CHECKS
from methods.target_rules.checks_inventory import INVENTORY_CHECKS
from methods.target_rules.checks_life import LIFE_CHECKS
from methods.target_rules.checks_method import METHOD_CHECKS
from methods.target_rules.inputs import TargetInputs
from methods.target_rules.rule_set import About, Outcome, Rule, RuleSet, Standing, Threshold
from methods.target_rules.verdict import Check, Facts, NotGiven, Verdict
from methods.uncomputable import Uncomputable

CHECKS: dict[str, Check] = INVENTORY_CHECKS | AMBITION_CHECKS | METHOD_CHECKS | LIFE_CHECKS
MISSING_SENTENCE = "Not checked yet; give: %(missing)s."
HEADLINE = (
    "Pre-check under %(set)s: %(pass)s kept, %(fail)s broken, %(warn)s to look at, %(missing)s with inputs missing, "
    "%(not_applicable)s not applicable."
)


@dataclass(frozen=True, slots=True)
class RuleResult:
    """One line of the pre-check: outcome, numbers used, bounds, missing inputs, and a sentence to act on."""

    rule_set_id: str
    rule_id: str
    criterion: str
    title: str
    about: About
    outcome: Outcome
    values: tuple[tuple[str, str], ...]
    thresholds: tuple[Threshold, ...]
    missing: tuple[str, ...]
    source: str
    standing: Standing
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class RuleComparison:
    """A rule under two rule sets; None where a set has no such rule."""

    rule_id: str
    first: RuleResult | None
    second: RuleResult | None

    @property
    def differs(self) -> bool:
        """Say whether outcome, numbers or bounds are not the same under both."""
        if self.first is None or self.second is None:
            return True
        one, other = self.first, self.second
        return (one.outcome, one.values, one.thresholds) != (other.outcome, other.values, other.thresholds)


def check_target(inputs: TargetInputs, rule_set: RuleSet) -> tuple[RuleResult, ...]:
    """Return the pre-check of one target, a result for each rule in the set's order.

    A rule that meets an unknown input says missing; one whose numbers cannot be computed fails with the reason.
    """
    return tuple(_run(rule, inputs, rule_set.rule_set_id) for rule in rule_set.rules)


def compare_results(first: Iterable[RuleResult], second: Iterable[RuleResult]) -> tuple[RuleComparison, ...]:
    """Return both runs side by side by rule id, in the first's order, then what only the second has."""
    ours = {result.rule_id: result for result in first}
    theirs = {result.rule_id: result for result in second}
    return tuple(
        RuleComparison(rule_id, ours.get(rule_id), theirs.get(rule_id)) for rule_id in {**ours, **theirs}
    )


def count_outcomes(results: Iterable[RuleResult]) -> dict[Outcome, int]:
    """Return how many rules have each outcome, zeros included."""
    found = [result.outcome for result in results]
    return {outcome: found.count(outcome) for outcome in Outcome}


def say_headline(results: Sequence[RuleResult]) -> Sentence:
    """Return the one sentence above a pre-check; raises Uncomputable when no rule was run."""
    if not results:
        raise Uncomputable("No rule was run, so there is no pre-check to report.")
    counts = {outcome.value: count for outcome, count in count_outcomes(results).items()}
    return sentence(HEADLINE, set=results[0].rule_set_id, **counts)


def _run(rule: Rule, inputs: TargetInputs, rule_set_id: str) -> RuleResult:
    facts = Facts(inputs, rule.needs)
    try:
        verdict = CHECKS[rule.check](facts, rule)
    except NotGiven:
        missing = tuple(name for name in rule.needs if getattr(inputs, name) is None)
        names = ", ".join(name.replace("_", " ") for name in missing)
        said = sentence(MISSING_SENTENCE, missing=names)
        return _result(rule, rule_set_id, Outcome.MISSING, said, missing=missing)
    except Uncomputable as refused:
        said = Sentence(refused.template, tuple(refused.params.items()))
        return _result(rule, rule_set_id, Outcome.FAIL, said)
    outcome, template = _reading(rule, verdict)
    # A rule that names no numbers of its own shows the facts that it read: none answers without saying on what.
    used = verdict.values or facts.used.items()
    values = tuple((name, _plainly(value)) for name, value in used)
    bounds = tuple((bound.name, bound.printed) for bound in rule.thresholds)
    return _result(rule, rule_set_id, outcome, Sentence(template, bounds + values), values=values)


def _plainly(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printed(value.replace("_", " ") if isinstance(value, StrEnum) else value)


def _reading(rule: Rule, verdict: Verdict) -> tuple[Outcome, str]:
    if not verdict.is_applicable:
        return Outcome.NOT_APPLICABLE, rule.not_applicable
    if verdict.breach:
        breach = rule.breach(verdict.breach)
        return breach.outcome, breach.template
    return Outcome.PASS, rule.passes


def _result(
    rule: Rule,
    rule_set_id: str,
    outcome: Outcome,
    said: Sentence,
    *,
    values: tuple[tuple[str, str], ...] = (),
    missing: tuple[str, ...] = (),
) -> RuleResult:
    return RuleResult(
        rule_set_id=rule_set_id,
        rule_id=rule.rule_id,
        criterion=rule.criterion,
        title=rule.title,
        about=rule.about,
        outcome=outcome,
        values=values,
        thresholds=rule.thresholds,
        missing=missing,
        source=rule.source,
        standing=rule.standing,
        sentence=said,
    )
