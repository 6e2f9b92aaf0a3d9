"""Writes of the opinion as other nouns and the pages call them."""

from __future__ import annotations

from workflow.opinion.decision import record_decision
from workflow.opinion.draft import (
    DRAFT_FIELDS,
    answer_factual_check,
    lapse_factual_check,
    send_factual_check,
    settle_points,
    write_draft,
)
from workflow.opinion.drawing_up import Decision
from workflow.opinion.later import assess_later_fact, note_later_fact, warn_users, withdraw
from workflow.opinion.letters import sign_representation, write_representation
from workflow.opinion.numbers import open_series
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
from workflow.opinion.review import (
    answer_comment,
    approve_review,
    close_comment,
    comment,
    start_review,
    tick,
)
from workflow.opinion.signing import sign_as_lead, sign_as_signatory

__all__ = [
    "DRAFT_FIELDS",
    "Decision",
    "answer_comment",
    "answer_factual_check",
    "approve_review",
    "assess_later_fact",
    "close_comment",
    "comment",
    "give_up_revision",
    "keep_opinion",
    "lapse_factual_check",
    "mark_issued",
    "note_later_fact",
    "open_series",
    "put_under_review",
    "record_decision",
    "return_review",
    "send_factual_check",
    "settle_points",
    "sign_as_lead",
    "sign_as_signatory",
    "sign_representation",
    "start_review",
    "start_revision",
    "tick",
    "void_drafts",
    "void_number",
    "warn_users",
    "withdraw",
    "write_draft",
    "write_representation",
]
