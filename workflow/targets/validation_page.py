"""What the pages of the validation show: stages, moves with what they ask for, queries with their turns, rounds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from workflow.access import Actor, Permission
from workflow.db import ScopedSession
from workflow.errors import Refusal
from workflow.i18n import N_
from workflow.people.models import Organisation, Person
from workflow.targets.access import may_approve, may_edit
from workflow.targets.dossier_models import DossierVersion
from workflow.targets.dossier_queries import versions_of_group
from workflow.targets.dossier_rules import VersionState
from workflow.targets.rules import TargetState
from workflow.targets.validation_clocks import Clock, clocks_of
from workflow.targets.validation_commands import FILE_OF_MOVE, Noted, submission_facts
from workflow.targets.validation_documents import version_differences
from workflow.targets.validation_machine import VALIDATION
from workflow.targets.validation_models import (
    QuerySaid,
    ValidationFile,
    ValidationQuery,
    ValidationRound,
    ValidationStep,
    ValidationSubmission,
)
from workflow.targets.validation_reads import Submission, held, steps_of
from workflow.targets.validation_rounds import Difference, differences
from workflow.targets.validation_rules import FILE_WORDS, FileRole, QueryState
from workflow.targets.validation_rules import SubmissionState as S

# Moves that follow from queries, and have no button of their own.
BY_QUERIES = frozenset({"ask", "answer"})
# Gates that a field of the form opens: they shut no button.
FIELD_GATES = frozenset({"G-DAY", "G-REASON", "G-REFERENCE", "G-FILE", "G-PLACE", "G-SEEN", "G-FRESH"})
TEXT_OF_MOVE = {
    "return": N_("Reason"), "revise": N_("Reason"), "withdraw": N_("Reason"),
    "submit": N_("Reference in the portal"), "screen": N_("What the screening found"),
    "accept": N_("Decision: number or date of the letter, and what it says"),
    "refuse": N_("Decision: number or date of the letter, and why"),
    "publish": N_("Where it is published, such as an address"),
    "announce": N_("Where it was announced, such as an address"),
}  # fmt: skip
# Without it the step is noted all the same, but the milestone of the publication stays open.
FILE_OF_PUBLICATION = {
    "publish": N_("Capture of the dashboard or press text; closes the milestone of the publication"),
    "announce": N_("Press text or report that announces it"),
}
STEP_WORDS = {
    "hand_in": N_("handed in for approval"), "return": N_("returned"), "approve": N_("approved for submission"),
    "submit": N_("submitted"), "screen": N_("screening"), "sign_contract": N_("contract signed"),
    "assess": N_("assessment begun"), "accept": N_("approved by SBTi"), "refuse": N_("not approved by SBTi"),
    "revise": N_("revised"), "publish": N_("published"), "announce": N_("announced"),
    "withdraw": N_("withdrawn"),
}  # fmt: skip
WITHOUT_DAY = frozenset({"hand_in", "return", "approve", "revise", "withdraw"})
OPTIONAL_TEXT = frozenset({"screen"})
# The stages as people name them, each with the states in which a submission stands there.
STAGES: tuple[tuple[str, frozenset[S]], ...] = (
    (N_("Draft"), frozenset({S.DRAFT})),
    (N_("Internal approval"), frozenset({S.INTERNAL_APPROVAL, S.INTERNALLY_APPROVED})),
    (N_("Submitted"), frozenset({S.SUBMITTED})),
    (N_("Screening"), frozenset({S.SCREENING})),
    (N_("Contract"), frozenset({S.CONTRACTED})),
    (N_("Assessment"), frozenset({S.ASSESSMENT, S.QUERY_OPEN, S.ANSWERED})),
    (N_("Decision"), frozenset({S.APPROVED, S.NOT_APPROVED})),
    (N_("Published"), frozenset({S.PUBLISHED})),
    (N_("Announced"), frozenset({S.ANNOUNCED})),
)


@dataclass(frozen=True)
class MoveForm:
    """One move that the person may ever make here: its words, what is missing, and what it asks for."""

    name: str
    label: str
    refusals: tuple[Refusal, ...]
    asks_day: bool
    text: str | None
    needs_text: bool
    file: str | None
    needs_file: bool
    is_primary: bool


@dataclass(frozen=True)
class QueryPage:
    """A query with all that was said on it, the evidence of each answer, and the days left."""

    row: ValidationQuery
    said: Sequence[QuerySaid]
    files: Mapping[int, list[ValidationFile]]
    days_overdue: int


@dataclass(frozen=True)
class RoundPage:
    """An approved round, with what it says otherwise than the one before."""

    row: ValidationRound
    changed: Sequence[Difference]


@dataclass(frozen=True)
class SubmissionPage:
    """All that the page of one submission shows."""

    now: Submission
    stages: list[dict[str, str]]
    stage: int
    moves: tuple[MoveForm, ...]
    queries: tuple[QueryPage, ...]
    rounds: tuple[RoundPage, ...]
    steps: Sequence[ValidationStep]
    step_files: Mapping[int, list[ValidationFile]]
    clocks: list[Clock]
    may_write: bool
    today: date
    signed: Sequence[str]
    office: Sequence[Person] = field(default=())

    @property
    def row(self) -> ValidationSubmission:
        return self.now.row

    @property
    def revisable(self) -> list[str]:
        """The codes of targets that may be revised with the submission."""
        return [t.code for t in self.now.targets if t.state in {TargetState.APPROVED, TargetState.SUBMITTED}]

    @property
    def may_ask(self) -> bool:
        """True when a query of the validator can be noted now."""
        return self.may_write and VALIDATION.move("ask", self.row.state) is not None


def submission_page(
    session: ScopedSession, group: Organisation, row: ValidationSubmission, actor: Actor, today: date,
    *, rounds: Sequence[ValidationRound], office: Sequence[Person] = (),
) -> SubmissionPage:  # fmt: skip
    """Put the page of a submission together (six queries)."""
    now, made = held(session, row), versions_of_group(session, group)
    frozen = next((each.sha256 for each in rounds if each.number == row.round), None)
    stage = next((at for at, (_words, states) in enumerate(STAGES) if row.state in states), 0)
    return SubmissionPage(
        now,
        [
            {"label": words, "state": "done" if at < stage else "current" if at == stage else "later"}
            for at, (words, _states) in enumerate(STAGES)
        ],
        stage,
        tuple(_moves(now, group, actor, today, frozen)),
        tuple(_query(query, now.said[query.id], now.files, today) for query in now.queries),
        tuple(_rounds(rounds, now, made)),
        steps_of(session, row),
        _by(now.files, "step_id"),
        clocks_of([row]),
        may_edit(actor, group),
        today,
        [each.code for each in made if each.state is VersionState.SIGNED],
        office,
    )


def _moves(
    now: Submission, group: Organisation, actor: Actor, today: date, approved_sha256: str | None
) -> list[MoveForm]:
    facts = submission_facts(
        now, Noted(), person_id=actor.person_id, is_fresh=True, today=today, approved_sha256=approved_sha256
    )
    found = []
    for move in VALIDATION.moves_from(now.row.state):
        may = may_approve if move.permission is Permission.APPROVE_TARGETS else may_edit
        if move.name in BY_QUERIES or not may(actor, group):
            continue
        refusals = VALIDATION.blockers(move.name, now.row.state, facts)
        role = FILE_OF_MOVE.get(move.name)
        found.append(
            MoveForm(
                move.name, move.label, tuple(r for r in refusals if r.code not in FIELD_GATES),
                move.name not in WITHOUT_DAY, TEXT_OF_MOVE.get(move.name), move.name not in OPTIONAL_TEXT,
                FILE_WORDS[role] if role else FILE_OF_PUBLICATION.get(move.name), role is not None,
                move.name not in {"return", "refuse", "revise", "withdraw"},
            )
        )  # fmt: skip
    return found


def _query(
    row: ValidationQuery, said: Sequence[QuerySaid], files: Sequence[ValidationFile], today: date
) -> QueryPage:
    late = (today - row.due).days if row.state is QueryState.OPEN else 0
    return QueryPage(row, said, _by([f for f in files if f.role is FileRole.EVIDENCE], "said_id"), late)


def _rounds(
    rounds: Sequence[ValidationRound], now: Submission, versions: Sequence[DossierVersion]
) -> list[RoundPage]:
    by_code = {made.code: made for made in versions}
    first = [RoundPage(each, []) for each in rounds[:1]]
    return first + [
        RoundPage(
            after,
            [*differences(before, after, now.versions), *version_differences(before, after, by_code)],
        )
        for before, after in pairwise(rounds)
    ]


def _by(files: Sequence[ValidationFile], column: str) -> dict[int, list[ValidationFile]]:
    found: dict[int, list[ValidationFile]] = {}
    for file in files:
        key = getattr(file, column)
        if key is not None:
            found.setdefault(key, []).append(file)
    return found
