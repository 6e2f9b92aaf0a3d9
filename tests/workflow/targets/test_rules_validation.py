"""The clocks of a validation, what two rounds differ in, and the gates that answer with a sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from workflow.targets.models import TargetVersion
from workflow.targets.validation_clocks import (
    COMMITMENT,
    PUBLICATION,
    REVIEW,
    UPDATE,
    clocks_of,
    commitment_clock,
)
from workflow.targets.validation_machine import (
    VALIDATION,
    SubmissionFacts,
    every_target_of_it_is_approved,
    its_file_is_added,
    no_query_is_open,
    the_documents_of_this_round_are_handed_in,
    the_reference_is_given,
    the_signatory_signed_in_just_now,
    what_is_approved_is_what_was_read,
    what_is_sent_is_what_was_approved,
    who_approves_did_not_prepare_it,
)
from workflow.targets.validation_models import CommitmentNote, ValidationRound, ValidationSubmission
from workflow.targets.validation_rounds import differences
from workflow.targets.validation_rules import CommitmentStatus, RequestKind
from workflow.targets.validation_rules import SubmissionState as S

LETTER = date(2022, 1, 20)


def a_submission(**fields: Any) -> ValidationSubmission:
    return ValidationSubmission(**{"number": 1, "kind": RequestKind.NEW, "state": S.SUBMITTED, **fields})


def a_note(status: CommitmentStatus | None, since: str, ends_on: str | None = None) -> CommitmentNote:
    return CommitmentNote(
        status=status, since=date.fromisoformat(since),
        ends_on=date.fromisoformat(ends_on) if ends_on else None,
    )  # fmt: skip


def test_a_commitment_ends_twenty_four_months_after_its_letter() -> None:
    clock = commitment_clock(LETTER, [], [])
    assert clock is not None
    assert (clock.what, clock.due, clock.done_on) == (COMMITMENT, date(2024, 1, 20), None)


def test_a_submission_ends_the_clock_of_the_commitment() -> None:
    clock = commitment_clock(LETTER, [], [a_submission(first_submitted_on=date(2023, 9, 1))])
    assert clock is not None and clock.done_on == date(2023, 9, 1)


def test_an_extension_moves_the_end_of_the_commitment() -> None:
    notes = [
        a_note(CommitmentStatus.ACTIVE, "2022-02-10"),
        a_note(CommitmentStatus.EXTENDED, "2024-01-05", "2024-07-20"),
    ]
    clock = commitment_clock(LETTER, notes, [])
    assert clock is not None and clock.due == date(2024, 7, 20)


@pytest.mark.parametrize("status", ["expired", "inactive", "withdrawn", "archived"])
def test_a_commitment_that_does_not_run_has_no_clock(status: str) -> None:
    assert commitment_clock(LETTER, [a_note(CommitmentStatus(status), "2024-02-01")], []) is None


def test_without_a_letter_there_is_no_clock() -> None:
    assert commitment_clock(None, [], []) is None


def test_approved_targets_are_to_be_published_within_six_months_of_the_decision() -> None:
    (clock,) = clocks_of([a_submission(state=S.APPROVED, decided_on=date(2023, 8, 31))])
    assert (clock.what, clock.due) == (PUBLICATION, date(2024, 2, 29))


def test_published_targets_are_reviewed_at_the_month_end_after_five_years_and_updated_in_twelve_months() -> (
    None
):
    published = a_submission(state=S.PUBLISHED, decided_on=date(2023, 11, 20), published_on=date(2024, 1, 15))
    publication, review, update = clocks_of([published])
    assert publication.done_on == date(2024, 1, 15)
    assert (review.what, review.due) == (REVIEW, date(2029, 1, 31))
    assert (update.what, update.due) == (UPDATE, date(2030, 1, 31))


def test_a_published_review_ends_the_clocks_of_the_one_before() -> None:
    first = a_submission(state=S.ANNOUNCED, decided_on=date(2023, 11, 20), published_on=date(2024, 1, 15))
    second = a_submission(
        number=2, kind=RequestKind.REVIEW, state=S.PUBLISHED, decided_on=date(2029, 3, 1),
        published_on=date(2029, 4, 1),
    )  # fmt: skip
    done = {(clock.number, clock.what): clock.done_on for clock in clocks_of([first, second])}
    assert done[1, REVIEW] == done[1, UPDATE] == date(2029, 4, 1)
    assert done[2, REVIEW] is None


def test_a_refused_or_withdrawn_submission_has_no_clock() -> None:
    assert clocks_of([a_submission(state=S.NOT_APPROVED, decided_on=date(2023, 11, 20))]) == []


@pytest.mark.parametrize(
    ("today", "waits"),
    [("2023-11-20", False), ("2023-11-21", True), ("2024-01-20", True), ("2024-02-01", True)],
)
def test_a_clock_waits_on_people_from_sixty_days_before_its_end(today: str, waits: bool) -> None:
    clock = commitment_clock(LETTER, [], [])
    assert clock is not None and clock.waits(date.fromisoformat(today)) is waits


@pytest.mark.parametrize(
    ("gate", "facts", "words"),
    [
        (every_target_of_it_is_approved, SubmissionFacts(), "at least one target"),
        (every_target_of_it_is_approved, SubmissionFacts(targets=2, unapproved=("Abs2",)), "approve them first, Abs2"),
        (the_documents_of_this_round_are_handed_in, SubmissionFacts(), "Add the dossier"),
        (who_approves_did_not_prepare_it, SubmissionFacts(prepared_by_approver=True), "Another person"),
        (the_signatory_signed_in_just_now, SubmissionFacts(), "fresh sign-in"),
        (what_is_approved_is_what_was_read, SubmissionFacts(content_sha256="a"), "read it again"),
        (what_is_sent_is_what_was_approved, SubmissionFacts(content_sha256="a"), "approved again"),
        (the_reference_is_given, SubmissionFacts(), "reference"),
        (its_file_is_added, SubmissionFacts(), "Add the file"),
        (no_query_is_open, SubmissionFacts(open_queries=3), "open queries first: 3"),
    ],
)  # fmt: skip
def test_a_shut_gate_says_what_to_do(gate: Any, facts: SubmissionFacts, words: str) -> None:
    assert words in gate.why_shut(facts)


def test_the_gates_are_open_when_all_is_there() -> None:
    facts = SubmissionFacts(
        targets=1, documents=1, is_fresh=True, content_sha256="a", seen_sha256="a", approved_sha256="a",
        on=date(2023, 9, 1), today=date(2023, 9, 1), text="SBTi-1", files=1,
    )  # fmt: skip
    for move in VALIDATION.moves:
        assert VALIDATION.blockers(move.name, move.sources[0], facts) == (), move.name


def a_round(number: int, version: str, documents: list[tuple[str, str]]) -> ValidationRound:
    return ValidationRound(
        number=number,
        content={
            "asks_for": "new", "targets": [{"code": "Abs1", "sha256": version}],
            "documents": [{"name": name, "sha256": digest * 64} for name, digest in documents],
        },
    )  # fmt: skip


def a_version(sha256: str, reduction: str, outcome: str) -> TargetVersion:
    results = [{"rule": "NT-17", "outcome": outcome, "values": [], "sentence": "R against 42 %"}]
    return TargetVersion(
        sha256=sha256, content={"target": {"answers": {"reduction": reduction}}, "results": results}
    )


def test_two_rounds_differ_down_to_answers_rules_and_documents() -> None:
    first, second = (
        a_round(1, "one", [("d.docx", "a")]),
        a_round(2, "two", [("d.docx", "b"), ("f.xlsx", "c")]),
    )
    found = differences(first, second, [a_version("one", "0.40", "fail"), a_version("two", "0.42", "pass")])
    assert {(d.where, d.was, d.now) for d in found} == {
        ("Abs1 › results › NT-17", "fail: R against 42 %", "pass: R against 42 %"),
        ("Abs1 › target › answers › reduction", "0.40", "0.42"),
        ("documents › d.docx", "a" * 12, "b" * 12),
        ("documents › f.xlsx", None, "c" * 12),
    }


def test_two_equal_rounds_differ_in_nothing() -> None:
    assert differences(a_round(1, "one", []), a_round(2, "one", []), [a_version("one", "0.42", "pass")]) == []
