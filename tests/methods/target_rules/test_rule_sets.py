"""Rule sets are data: complete, sourced, versioned, and two of them can be set side by side."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from methods.target_rules import (
    CHECKS,
    RULE_SETS,
    About,
    Outcome,
    Rule,
    Standing,
    check_target,
    compare_results,
    count_outcomes,
    load_rule_set,
    parse_rule_set,
    say_headline,
    with_threshold,
)
from methods.uncomputable import Uncomputable
from tests.methods.target_rules.known_targets import ABSOLUTE, KNOWN

RULES = [rule for rule_set in RULE_SETS for rule in load_rule_set(rule_set).rules]
by_id = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule_id)


def test_every_rule_of_the_specification_is_there() -> None:
    near = [rule.rule_id for rule in load_rule_set("nt-5.3.1").rules]
    assert near == [*(f"NT-{n:02}" for n in range(1, 32)), "CM-01", "SM-01", "SM-02"]
    assert [rule.rule_id for rule in load_rule_set("nz-1.3.1").rules] == [f"NZ-0{n}" for n in range(1, 6)]
    assert load_rule_set("cnzs-2.0").is_preview
    assert {rule.check for rule in RULES} == set(CHECKS)


@by_id
def test_a_rule_names_its_source_and_how_well_it_is_known(rule: Rule) -> None:
    assert rule.source
    assert ("own knowledge" in rule.source or "inferred" in rule.source) is (
        rule.standing is not Standing.CONFIRMED
    )
    assert rule.title
    assert rule.criterion


@by_id
def test_values_and_thresholds_of_a_rule_do_not_share_names(rule: Rule) -> None:
    rule_set = next(s for s in map(load_rule_set, RULE_SETS) if rule in s.rules)
    alone = replace(rule_set, rules=(rule,))
    for known in KNOWN.values():
        used = {name for name, _ in check_target(known, alone)[0].values}
        assert not used & {bound.name for bound in rule.thresholds}


def test_nothing_calls_the_result_a_validation() -> None:
    texts = [way.template for rule in RULES for way in rule.breaches]
    texts += [text for rule in RULES for text in (rule.passes, rule.not_applicable, rule.title)]
    assert not [text for text in texts if re.search(r"validat|approved target is valid|conform", text, re.I)]
    assert str(say_headline(check_target(ABSOLUTE, load_rule_set("cnzs-2.0")))) == (
        "Pre-check under cnzs-2.0: 0 kept, 0 broken, 1 to look at, 0 with inputs missing, 0 not applicable."
    )


def test_a_result_carries_everything_a_page_shows() -> None:
    found = check_target(ABSOLUTE, load_rule_set("nt-5.3.1"))[3]
    assert (found.rule_set_id, found.rule_id, found.criterion) == ("nt-5.3.1", "NT-04", "C5")
    assert (found.about, found.standing) == (About.SUBMISSION, Standing.PARTLY_OWN)
    assert dict(found.values) == {"excluded": "450.00", "whole": "9,000.00", "inside": "95"}
    assert [(bound.name, bound.value, bound.with_unit) for bound in found.thresholds] == [
        ("covered", Decimal("0.95"), "95 %")
    ]
    assert str(found.sentence) == "95% of scopes 1 and 2 are covered; at least 95% are needed."


@by_id
def test_a_rule_that_answers_says_on_which_numbers_or_facts(rule: Rule) -> None:
    rule_set = next(s for s in map(load_rule_set, RULE_SETS) if rule in s.rules)
    alone = replace(rule_set, rules=(rule,))
    for known in KNOWN.values():
        result = check_target(known, alone)[0]
        assert [text for _, text in result.values if text != "-"], result.sentence
        assert all(
            text and "_" not in text and text not in {"True", "False", "None"} for _, text in result.values
        )


def test_a_rule_without_numbers_of_its_own_shows_the_facts_that_it_read() -> None:
    found = check_target(KNOWN["sectoral"], load_rule_set("nt-5.3.1"))
    values = dict(next(r for r in found if r.rule_id == "NT-21").values)
    assert values == {
        "scopes": "1, 2",
        "method": "sectoral decarbonisation",
        "sector_path_is_approved": "yes",
        "absolute_rises": "no",
    }


def test_a_target_is_run_again_under_another_version_beside_the_first() -> None:
    first = load_rule_set("nt-5.3.1")
    stricter = with_threshold(first, "NT-04", "covered", Decimal("0.97"))
    second = replace(stricter, rule_set_id="nt-next", rules=stricter.rules[2:4])
    both = compare_results(check_target(ABSOLUTE, first), check_target(ABSOLUTE, second))
    differing = {item.rule_id: item for item in both if item.differs}
    assert len(both) == 34
    assert not next(item for item in both if item.rule_id == "NT-03").differs
    found = differing["NT-04"]
    assert found.first is not None
    assert found.second is not None
    assert (found.first.outcome, found.second.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert differing["NT-05"].second is None


def test_the_residual_share_is_a_setting_that_the_result_shows() -> None:
    target = replace(ABSOLUTE, recent_emissions=Decimal(300_000), recent_year=2022, target_year=2030)
    strict = load_rule_set("nt-5.3.1")
    limits = {}
    for rule_set in (strict, with_threshold(strict, "NT-16", "residual", Decimal("0.10"))):
        found = next(r for r in check_target(target, rule_set) if r.rule_id == "NT-16")
        limits[found.thresholds[0].printed] = dict(found.values)["limit"]
    assert limits == {"0": "214,285.71", "10": "222,857.14"}
    with pytest.raises(Uncomputable, match="NT-16 has no threshold depth"):
        with_threshold(strict, "NT-16", "depth", Decimal(0))


def test_a_rule_only_the_second_set_has_comes_last() -> None:
    near, preview = (check_target(ABSOLUTE, load_rule_set(name)) for name in ("nt-5.3.1", "cnzs-2.0"))
    last = compare_results(near, preview)[-1]
    assert (last.rule_id, last.first, last.differs) == ("V2-01", None, True)


def test_outcomes_are_counted_with_their_zeros() -> None:
    counts = count_outcomes(check_target(ABSOLUTE, load_rule_set("nz-1.3.1")))
    assert counts[Outcome.NOT_APPLICABLE] == 5
    assert sum(counts.values()) == 5
    assert set(counts) == set(Outcome)


def test_a_rule_set_of_ones_own_is_read_from_its_text() -> None:
    text = """
    id = "own"
    title = "Own"
    is_preview = true
    [[rule]]
    id = "X-1"
    criterion = "own"
    title = "Both"
    about = "submission"
    check = "both_scopes"
    needs = ["targeted_scopes"]
    source = "our board"
    standing = "confirmed"
    pass = "Kept."
    [rule.breach]
    scope = { outcome = "warn", sentence = "Add %(lacking)s." }
    """
    found = check_target(replace(ABSOLUTE, targeted_scopes=frozenset({3})), parse_rule_set(text))[0]
    assert (found.outcome, str(found.sentence)) == (Outcome.WARN, "Add 1, 2.")


def test_what_is_not_there_is_refused() -> None:
    with pytest.raises(Uncomputable, match="There is no rule set nt-9; known are nt"):
        load_rule_set("nt-9")
    with pytest.raises(Uncomputable, match="has no rule NT-99"):
        load_rule_set("nt-5.3.1").rule("NT-99")
    with pytest.raises(Uncomputable, match="no pre-check"):
        say_headline(())
