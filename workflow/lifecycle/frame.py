"""The frame around every page of a case: stages, tabs, state and who holds the ball. No queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.access import Actor, Permission
from workflow.cases.models import Case
from workflow.cases.rules import ENDED_BADLY
from workflow.cases.rules import CaseState as S
from workflow.errors import Refusal
from workflow.i18n import N_, say
from workflow.lifecycle.machine import CASE
from workflow.lifecycle.queries import FORWARD

STAGES: tuple[tuple[str, tuple[S, ...]], ...] = (
    (N_("Application"), (S.DRAFT,)),
    (N_("Agreement"), (S.PRE_ENGAGEMENT, S.AGREED)),
    (N_("Planning"), (S.PLANNING, S.PLAN_APPROVED)),
    (N_("Execution"), (S.EXECUTION,)),
    (N_("Evaluation"), (S.EVALUATION,)),
    (N_("Draft opinion"), (S.DRAFT_OPINION,)),
    (N_("Independent review"), (S.INDEPENDENT_REVIEW,)),
    (N_("Decision"), (S.DECISION,)),
    (N_("Issued"), (S.ISSUED, S.POST_ISSUE_REVIEW, S.NO_OPINION, S.ARCHIVED)),
)
HOLDERS: dict[S, str] = {
    S.DRAFT: N_("responsible party and body manager"),
    S.PRE_ENGAGEMENT: N_("body manager"),
    S.AGREED: N_("lead verifier"),
    S.PLANNING: N_("lead verifier"),
    S.PLAN_APPROVED: N_("lead verifier"),
    S.EXECUTION: N_("team and responsible party"),
    S.EVALUATION: N_("lead verifier"),
    S.DRAFT_OPINION: N_("lead verifier and responsible party"),
    S.INDEPENDENT_REVIEW: N_("independent reviewer"),
    S.DECISION: N_("decision maker and signers"),
    S.POST_ISSUE_REVIEW: N_("decision maker"),
}
DONE = frozenset({S.ISSUED, S.ARCHIVED})

TABS: tuple[tuple[str, str, str, Permission], ...] = (
    ("overview", N_("Overview"), "", Permission.READ_CASE),
    ("engagement", N_("Engagement"), "/engagement", Permission.READ_CASE),
    ("team", N_("Team"), "/team", Permission.READ_CASE),
    ("entities", N_("Entities"), "/entities", Permission.READ_STATEMENT),
    ("statement", N_("GHG statement"), "/statement", Permission.READ_STATEMENT),
    ("evidence", N_("Evidence"), "/evidence", Permission.READ_EVIDENCE),
    ("plan", N_("Plan"), "/plan", Permission.READ_PLAN),
    ("tests", N_("Tests"), "/tests", Permission.READ_TESTS),
    ("findings", N_("Findings"), "/findings", Permission.READ_FINDINGS),
    ("evaluation", N_("Evaluation"), "/evaluation", Permission.READ_EVALUATION),
    ("opinion", N_("Review and opinion"), "/opinion", Permission.READ_CASE),
    ("package", N_("Package"), "/package", Permission.DOWNLOAD_CLIENT_PACKAGE),
    ("trail", N_("Trail"), "/trail", Permission.READ_CASE),
)


@dataclass(frozen=True)
class Stage:
    label: str
    state: str


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class CaseFrame:
    """What templates/cases/_case.html shows around each tab."""

    code: str
    title: str
    url: str
    state: str
    kind: str
    holder: str | None
    stages: tuple[Stage, ...]
    current: str
    missing: tuple[Refusal, ...]
    missing_for: str | None
    tabs: tuple[Tab, ...]


def frame_of(case: Case, actor: Actor, missing: Sequence[Refusal]) -> CaseFrame:
    """The frame for one person; tabs that the person's roles do not open are left out."""
    speak = actor.language
    url = f"/cases/{case.code}"
    here = next((n for n, (_label, states) in enumerate(STAGES) if case.state in states), len(STAGES) - 1)
    stages = tuple(
        Stage(
            say(label, speak),
            "done" if n < here or case.state in DONE else "current" if n == here else "later",
        )
        for n, (label, _states) in enumerate(STAGES)
    )
    holder = HOLDERS.get(case.state)
    forward = FORWARD.get(case.state)
    move = CASE.move(forward, case.state) if forward else None
    return CaseFrame(
        code=case.code,
        title=case.title,
        url=url,
        state=say(case.state.value.replace("_", " "), speak),
        kind=_kind(case),
        holder=say(holder, speak) if holder else None,
        stages=stages,
        current=stages[here].label,
        missing=tuple(missing),
        missing_for=say(move.label, speak) if move else None,
        tabs=tuple(
            Tab(key, say(label, speak), url + path)
            for key, label, path, permission in TABS
            if _opens(actor, key, permission) and (key != "entities" or case.is_group_case)
        ),
    )


def _opens(actor: Actor, key: str, permission: Permission) -> bool:
    if key == "package":
        return actor.may(permission) or actor.may(Permission.DOWNLOAD_ACCREDITATION_PACKAGE)
    if key == "trail":
        return actor.may(Permission.READ_TRAIL) or actor.may(Permission.READ_OWN_TRAIL)
    return actor.may(permission)


def _kind(case: Case) -> str:
    if case.is_suspended or case.state is S.POST_ISSUE_REVIEW:
        return "returned"
    if case.state in ENDED_BADLY:
        return "refused"
    return "closed" if case.state in DONE else "open"
