"""The pre-check of targets: rule sets as versioned data, and an engine that says what is kept, broken or unknown."""

from methods.target_rules.engine import (
    CHECKS,
    RuleComparison,
    RuleResult,
    check_target,
    compare_results,
    count_outcomes,
    say_headline,
)
from methods.target_rules.inputs import CategoryScreening, Method, TargetInputs, Term
from methods.target_rules.rule_set import (
    RULE_SETS,
    About,
    Breach,
    Outcome,
    Rule,
    RuleSet,
    Standing,
    Threshold,
    load_rule_set,
    parse_rule_set,
    with_threshold,
)

__all__ = [
    "CHECKS",
    "RULE_SETS",
    "About",
    "Breach",
    "CategoryScreening",
    "Method",
    "Outcome",
    "Rule",
    "RuleComparison",
    "RuleResult",
    "RuleSet",
    "Standing",
    "TargetInputs",
    "Term",
    "Threshold",
    "check_target",
    "compare_results",
    "count_outcomes",
    "load_rule_set",
    "parse_rule_set",
    "say_headline",
    "with_threshold",
]
