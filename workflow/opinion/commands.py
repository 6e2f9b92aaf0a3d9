"""Writes of the opinion as other nouns and the pages call them."""

from __future__ import annotations

from workflow.opinion.register import (
    give_up_revision,
    keep_opinion,
    mark_issued,
    put_under_review,
    return_review,
    start_revision,
    void_drafts,
    void_number,
)

__all__ = [
    "give_up_revision",
    "keep_opinion",
    "mark_issued",
    "put_under_review",
    "return_review",
    "start_revision",
    "void_drafts",
    "void_number",
]
