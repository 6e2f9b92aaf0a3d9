"""Sections 8, 9 and 12 of the SBT dossier: target blocks with their wording, coverage, results of the pre-check."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from methods.rounding import round_tonnes
from methods.target_rules import Outcome, Standing
from reports.chart_drawings import draw_lines
from reports.chart_series import target_chart
from reports.numbers import NO_BREAK, NOTHING, percent, tonnes, whole_percent
from reports.sbt_contract import (
    CoverageSummary,
    Fact,
    NamedValue,
    RuleRow,
    Stater,
    TargetBlock,
    TargetKind,
    YearAmount,
    facts_of,
)
from reports.sbt_paper import SbtPaper, number_column, say_rules, text_column
from reports.sbt_sums import share_of
from reports.sbt_targets import OUTCOMES
from reports.word import Quiet, Rich, WordCell
from reports.word_styles import QUOTE

_TONES: dict[Outcome, Literal["good", "bad", "warn"]] = {
    Outcome.PASS: "good",
    Outcome.FAIL: "bad",
    Outcome.WARN: "warn",
    Outcome.MISSING: "warn",
}
STANDINGS = {
    Standing.CONFIRMED: "confirmed",
    Standing.PARTLY_OWN: "partly own knowledge",
    Standing.OWN: "own knowledge",
}


def print_targets(paper: SbtPaper, targets: Sequence[TargetBlock]) -> None:
    """Print section 8: one block each with wording, fields, line and chart."""
    if not targets:
        paper.word.note(f"{paper.say('Targets')}: {paper.lacking(Stater.OFFICE).text}.")
    for target in targets:
        print_target(paper, target)


def print_target(paper: SbtPaper, target: TargetBlock, history: Sequence[YearAmount] = ()) -> None:
    """Print a target: its wording first, then its fields, then its line as chart and table."""
    say = paper.say
    kind = f"{say(target.reach.value)}, {say(target.kind.value)}"
    paper.word.heading(f"{target.target_id}{NO_BREAK * 2}{kind}", 2)
    if target.wording:
        paper.word.text(target.wording, QUOTE)
    rows = [
        (say(fact.terms.label), _target_value(paper, target, fact))
        for fact in facts_of(target)
        if fact.name != "wording" or not fact.is_stated
    ]
    paper.word.facts(rows)
    print_line(paper, target, history)


def _target_value(paper: SbtPaper, target: TargetBlock, fact: Fact) -> WordCell:
    if not fact.is_stated and not applies(target, fact.name):
        return Quiet(paper.say("not applicable"))
    return paper.value(fact, target.unit if fact.terms.unit == "value" else "")


def applies(target: TargetBlock, name: str) -> bool:
    """Say whether a field has a meaning for a target of its kind: who shares a percentage reduces none."""
    is_share = target.kind in {TargetKind.ENGAGEMENT, TargetKind.RENEWABLE}
    if name == "categories":
        return not target.scopes or 3 in target.scopes
    if name in {"activity_unit", "activity_growth"}:
        return target.kind is TargetKind.INTENSITY
    if name in {"reduction", "ambition", "forward_looking"}:
        return not is_share
    return True


def print_line(paper: SbtPaper, target: TargetBlock, history: Sequence[YearAmount] = ()) -> None:
    """Print a target's line: the chart and the very points that it draws."""
    if not target.line:
        return
    say, chart = paper.say, target_chart(target, history)
    caption = say("Line of target {target} in {unit}", target=target.target_id, unit=target.unit)
    words = (*(say(line.name) for line in chart.lines), *(say(word) for _, word in chart.marks), chart.unit)
    told = say(
        "The line falls from {base} in {base_year} to {value} in {year}.",
        base=tonnes(target.line[0].amount),
        base_year=target.line[0].year,
        value=tonnes(target.line[-1].amount),
        year=target.line[-1].year,
    )
    paper.chart(caption, lambda fonts: draw_lines(chart, fonts, say=paper.words.say), words, told)
    measured = {point.year: point.amount for point in history}
    columns = [
        text_column(say("Year"), 20),
        number_column(say("Line"), 30),
        number_column(say("% of base year"), 20),
    ]
    if measured:
        columns.append(number_column(say("Measured"), 30))
    base = target.line[0].amount
    rows = [
        (
            str(point.year),
            tonnes(point.amount),
            NOTHING if not base else percent(point.amount / base),
            *((tonnes(measured.get(point.year)),) if measured else ()),
        )
        for point in target.line
    ]
    paper.table(caption, columns, rows)


def print_coverage(paper: SbtPaper, part: CoverageSummary) -> None:
    """Print section 9: covered tonnes against what is needed, the shortfall, and what is counted twice."""
    say = paper.say
    columns = (
        text_column(say("Scopes"), 22),
        text_column(say("Term"), 12),
        number_column(say("Covered, t CO2e"), 16),
        number_column(say("Whole, t CO2e"), 16),
        number_column(say("Covered"), 10),
        number_column(say("Needed"), 9),
        number_column(say("Shortfall, t CO2e"), 15),
    )
    rows: list[tuple[WordCell, ...]] = []
    for row in part.rows:
        found = share_of(row.covered, row.whole)
        short = max(Decimal(0), row.whole * row.needed - row.covered)
        share = NOTHING if found is None else percent(found)
        parts = (tonnes(row.covered), tonnes(row.whole), share, whole_percent(row.needed))
        rows.append((say(row.label), say(row.reach.value), *parts, tonnes(round_tonnes(short))))
    paper.table(say("Coverage by targets"), columns, rows)
    if part.counted_twice is None:
        paper.word.note(f"{say('Counted twice')}: {paper.lacking(Stater.OFFICE).text}.")
    elif not part.counted_twice:
        paper.word.text(say("Double-count check: no category is claimed beyond its total."))
    else:
        paper.table(
            say("Categories counted twice"),
            (text_column(say("Category"), 50), number_column(say("Claimed beyond its total, t CO2e"), 50)),
            [(f"3.{item.category}", tonnes(item.tonnes)) for item in part.counted_twice],
        )


def print_rules(paper: SbtPaper, rules: Sequence[RuleRow]) -> None:
    """Print section 12: each result with the numbers used, the bounds, and how well the rule is known."""
    say = paper.say
    for sentence in say_rules(paper, rules):
        paper.word.text(sentence)
    paper.word.note(
        say(
            "A pre-check is the group's own. A rule with an input missing says missing; it never counts as kept."
        )
    )
    columns = (
        text_column(say("Rule"), 14),
        text_column(say("Result"), 13),
        text_column(say("What was found, and the rule's source"), 45),
        text_column(say("Numbers used and bounds"), 28),
    )
    for name in dict.fromkeys(rule.rule_set_id for rule in rules):
        rows = [_rule_row(paper, rule) for rule in rules if rule.rule_set_id == name]
        paper.table(say("Pre-check under {set}", set=name), columns, rows)
    if not rules:
        paper.word.note(f"{say('Pre-check')}: {paper.lacking(Stater.OFFICE).text}.")


def _rule_row(paper: SbtPaper, rule: RuleRow) -> tuple[WordCell, ...]:
    say = paper.say
    used = "\n".join(
        part for part in (_named(rule.values), _named(rule.thresholds, f"{say('bound')}: ")) if part
    )
    about = rule.target_id or say("submission")
    return (
        Rich(rule.rule_id, note=f"{rule.criterion}, {about}"),
        Rich(say(OUTCOMES[rule.outcome]), tone=_TONES.get(rule.outcome, "")),
        Rich(f"{rule.title}: {rule.sentence}", note=f"{rule.source} ({say(STANDINGS[rule.standing])})"),
        used or Quiet(NOTHING),
    )


def _named(values: Sequence[NamedValue], before: str = "") -> str:
    # A dash is an empty list, such as nothing lacking: the sentence has said so.
    shown = "; ".join(f"{each.name.replace('_', ' ')} {each.value}" for each in values if each.value != "-")
    return f"{before}{shown}" if shown else ""
