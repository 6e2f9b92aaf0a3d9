"""Checks of a target's life: commitment, disclosure, review, recalculation, publication and renewal."""

from __future__ import annotations

from methods.sentence import percent_given
from methods.target_rules.rule_set import Rule
from methods.target_rules.verdict import Check, Facts, Verdict, broken, kept, kept_unless, not_applicable
from methods.targets import (
    commitment_ends,
    measure_base_year_change,
    publication_due,
    review_trigger,
    review_update_due,
)


def check_disclosure(facts: Facts, rule: Rule) -> Verdict:
    """NT-28: inventory and progress on every target made public in the last calendar year or in this one."""
    if not facts.is_published:
        return not_applicable()
    values = {"last": facts.last_disclosed_on, "oldest": facts.as_of.year - rule.count("years")}
    if facts.last_disclosed_on.year < values["oldest"]:
        return broken("old", **values)
    return kept_unless("progress", not facts.discloses_every_target, **values)


def check_review(facts: Facts, rule: Rule) -> Verdict:
    """NT-29: a review at the month end five years on, the update within twelve months of it."""
    if not facts.is_published:
        return not_applicable()
    years, months = rule.count("years"), rule.count("months")
    values = {
        "trigger": review_trigger(facts.published_on, years),
        "due": review_update_due(facts.published_on, years, months),
    }
    if facts.as_of <= values["trigger"] or facts.is_reviewed:
        return kept(**values)
    return broken("late" if facts.as_of > values["due"] else "running", **values)


def check_recalculation(facts: Facts, rule: Rule) -> Verdict:
    """NT-30: changes of base-year emissions that add up ask for a recalculation, by any of three measures."""
    found = measure_base_year_change(facts.base_year_changes, facts.base_year_total, rule.number("threshold"))
    values = {
        "net": percent_given(found.net),
        "gross": percent_given(found.gross),
        "largest": percent_given(found.largest),
    }
    if not found.is_triggered or facts.is_recalculated:
        return kept(**values)
    due = facts.recalculation_due
    return broken("overdue" if facts.as_of > due else "due", due=due, **values)


def check_publication(facts: Facts, rule: Rule) -> Verdict:
    """NT-31: an approved target is announced within months of the decision."""
    if not facts.is_approved:
        return not_applicable()
    due = publication_due(facts.approved_on, rule.count("months"))
    announced = facts.published_on if facts.is_published else facts.as_of
    return kept_unless("late", announced > due, due=due)


def check_commitment(facts: Facts, rule: Rule) -> Verdict:
    """CM-01: 24 months from the letter to the submission."""
    if not facts.has_commitment:
        return not_applicable()
    due = commitment_ends(facts.commitment_letter, rule.count("months"))
    reached = facts.submission_date if facts.is_submitted else facts.as_of
    return kept_unless("late", reached > due, letter=facts.commitment_letter, due=due)


def check_renewal(facts: Facts, rule: Rule) -> Verdict:
    """V2-01: a submission or a five-year review from 2028 on meets version 2 only."""
    first = rule.number("first_year")
    begins = facts.published_on if facts.is_published else facts.submission_date
    review = review_trigger(begins, rule.count("years"))
    values = {"submission": facts.submission_date, "review": review}
    if facts.submission_date.year >= first:
        return broken("submission", **values)
    return kept_unless("review", review.year >= first, **values)


LIFE_CHECKS: dict[str, Check] = {
    "disclosure": check_disclosure,
    "review": check_review,
    "recalculation": check_recalculation,
    "publication": check_publication,
    "commitment": check_commitment,
    "renewal": check_renewal,
}
