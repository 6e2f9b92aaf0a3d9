"""Reads of the opinion as other nouns and the pages call them."""

from __future__ import annotations

from workflow.opinion.facts import opinion_facts
from workflow.opinion.reads import (
    comments_of,
    cover_sheet_of,
    documents_of_issue,
    draft_of,
    factual_check_of,
    issues_of,
    later_facts_of,
    letter_of,
    packages_of,
    review_of,
    sealed_issue,
    standing_issue,
)

__all__ = [
    "comments_of",
    "cover_sheet_of",
    "documents_of_issue",
    "draft_of",
    "factual_check_of",
    "issues_of",
    "later_facts_of",
    "letter_of",
    "opinion_facts",
    "packages_of",
    "review_of",
    "sealed_issue",
    "standing_issue",
]
