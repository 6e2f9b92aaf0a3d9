"""My work: everything that waits on a person over all cases, by due date, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import aliased

from workflow.access import Actor, Permission
from workflow.cases.models import Case, ImpartialityDeclaration, TeamMember
from workflow.cases.rules import CaseState
from workflow.config import Config
from workflow.db import ScopedSession
from workflow.documents.models import EvidenceRequest
from workflow.documents.rules import RequestState
from workflow.figures.anchors import waiting_over_cases
from workflow.findings.models import Finding
from workflow.findings.rules import FindingState
from workflow.home.desk import Desk, WorkItem, desk_of
from workflow.home.group_case import entity_changes_wait
from workflow.home.installation import to_be_looked_after
from workflow.home.programme import programme_waits
from workflow.home.reading import late_answers, packages_to_take, unsettled_notices
from workflow.home.targets import targets_wait
from workflow.home.validation import validation_waits
from workflow.i18n import N_, message, say
from workflow.lifecycle.frame import HOLDERS
from workflow.opinion.models import FactualCheck, ReviewComment
from workflow.opinion.rules import FactualCheckState
from workflow.planning.models import Activity

NEVER = date(9999, 12, 31)


@dataclass(frozen=True)
class CaseRow:
    """A case of the person with its state and who holds it."""

    code: str
    url: str
    name: str
    stage: str
    kind: str
    holder: str
    due: date | None
    days_overdue: int
    missing: int | None


@dataclass(frozen=True)
class MyWork:
    """What waits on the person, what of theirs waits on others, and their cases."""

    waiting: tuple[WorkItem, ...]
    elsewhere: tuple[WorkItem, ...]
    cases: tuple[CaseRow, ...]


def my_work(session: ScopedSession, actor: Actor, today: date, config: Config) -> MyWork:
    """Everything that waits on a person today; what waits on others of the same cases stands apart."""
    desk = desk_of(session, actor, today)
    pairs = [*_findings(session, desk), *_requests(session, desk), *_checks(session, desk), *_moves(desk)]
    pairs += [*_comments(session, desk), *_declarations(session, desk), *_papers(session, desk)]
    pairs += [*_own_declarations(session, desk), *_figures(session, desk)]
    pairs += [(item, True) for item in entity_changes_wait(session, desk)]
    read = [*late_answers(session, desk), *packages_to_take(session, desk), *unsettled_notices(session, desk)]
    own = [*read, *to_be_looked_after(session, actor, config), *programme_waits(session, actor, today)]
    own += targets_wait(session, actor, today)
    own += validation_waits(session, actor, today)
    asked_of_me = {item.url for item in own}
    mine = sorted((*own, *(i for i, is_mine in pairs if is_mine)), key=_by_due)
    others = sorted((i for i, is_mine in pairs if not is_mine and i.url not in asked_of_me), key=_by_due)
    return MyWork(tuple(mine), tuple(others), tuple(_case_row(desk, c) for c in desk.cases.values()))


def _by_due(item: WorkItem) -> tuple[date, str, str]:
    return (item.due or NEVER, item.case_code, item.code)


def _findings(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    live = (
        FindingState.DRAFT,
        FindingState.OPEN,
        FindingState.RETURNED,
        FindingState.RESPONDED,
        FindingState.ACCEPTED,
    )
    query = (
        select(Finding)
        .where(Finding.case_id.in_(desk.cases), Finding.state.in_(live))
        .order_by(Finding.due, Finding.case_id, Finding.code, Finding.id)
        .limit(500)
    )
    found = []
    for row in session.scalars(query):
        answers = desk.may(row.case_id, Permission.ANSWER_FINDING)
        works = desk.may(row.case_id, Permission.READ_TESTS)
        if not works and (row.state is FindingState.DRAFT or row.is_confidential):
            continue
        with_party = row.state in {FindingState.OPEN, FindingState.RETURNED}
        closes = desk.may(row.case_id, Permission.CLOSE_FINDING)
        is_mine = answers if with_party else closes
        holder = N_("responsible party") if with_party else N_("lead verifier")
        kind = "returned" if row.state is FindingState.RETURNED else "waiting" if is_mine else "open"
        item = desk.item(
            row.case_id, row.code, f"/findings/{row.code}", row.title, due=row.due if with_party else None,
            state=row.state.value.replace("_", " "), kind=kind,
            holder=None if is_mine else say(holder, desk.actor.language),
        )  # fmt: skip
        if is_mine or answers or works:
            found.append((item, is_mine))
    return found


def _requests(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    live = (RequestState.OPEN, RequestState.RECEIVED)
    query = (
        select(EvidenceRequest)
        .where(EvidenceRequest.case_id.in_(desk.cases), EvidenceRequest.state.in_(live))
        .order_by(EvidenceRequest.due, EvidenceRequest.case_id, EvidenceRequest.code, EvidenceRequest.id)
        .limit(500)
    )
    found = []
    for row in session.scalars(query):
        is_open = row.state is RequestState.OPEN
        right = Permission.ANSWER_REQUEST if is_open else Permission.EDIT_REQUESTS
        is_mine = desk.may(row.case_id, right)
        item = desk.item(
            row.case_id, row.code, f"/plan/requests/{row.code}", row.item, due=row.due if is_open else None,
            state=N_("asked for") if is_open else N_("received"), kind="waiting" if is_mine else "open",
            holder=None if is_mine else row.owner_name,
        )  # fmt: skip
        found.append((item, is_mine))
    return found


def _checks(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    query = (
        select(FactualCheck)
        .where(
            FactualCheck.case_id.in_(desk.cases),
            FactualCheck.state == FactualCheckState.SENT,
            FactualCheck.void_reason.is_(None),
        )
        .order_by(FactualCheck.due, FactualCheck.id)
    )
    found = []
    for row in session.scalars(query):
        is_mine = desk.may(row.case_id, Permission.ANSWER_FACTUAL_CHECK)
        item = desk.item(
            row.case_id, desk.cases[row.case_id].code, "/opinion", N_("Check the draft for facts"),
            due=row.due, state=N_("sent"), kind="waiting" if is_mine else "open",
            holder=None if is_mine else say(N_("responsible party"), desk.actor.language),
        )  # fmt: skip
        found.append((item, is_mine))
    return found


def _figures(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    """Documents of which a newer version did not keep every figure as it stood: who reads right says what now."""
    found = []
    for row in waiting_over_cases(session, desk.where(Permission.CONFIRM_FIGURE)):
        what = message(
            N_("Version {number} does not hold {count} figures as they stood: say what became of them"),
            number=row.version_number, count=row.figures,
        )  # fmt: skip
        path = f"/evidence/{row.document.code}/view"
        item = desk.item(
            row.case_id, row.document.code, path, what, due=None, state=N_("ticks lifted"), kind="waiting"
        )
        found.append((item, True))
    return found


# Who holds a case in each state, by the right that moves it on, and what is to be done there.
STAGE_WORK: dict[CaseState, tuple[Permission, str, str]] = {
    CaseState.DRAFT: (Permission.RUN_CASE, "", N_("Take up the application")),
    CaseState.PRE_ENGAGEMENT: (Permission.RUN_CASE, "/engagement", N_("Clear the team and agree the terms")),
    CaseState.AGREED: (Permission.LEAD_CASE, "", N_("Start planning")),
    CaseState.PLANNING: (Permission.LEAD_CASE, "/plan", N_("Plan and approve")),
    CaseState.PLAN_APPROVED: (Permission.LEAD_CASE, "", N_("Start the evidence gathering")),
    CaseState.EXECUTION: (Permission.LEAD_CASE, "/tests", N_("Gather evidence and conclude")),
    CaseState.EVALUATION: (Permission.LEAD_CASE, "/evaluation", N_("Evaluate and decide the conclusions")),
    CaseState.DRAFT_OPINION: (Permission.LEAD_CASE, "/opinion", N_("Finish the draft opinion")),
    CaseState.INDEPENDENT_REVIEW: (Permission.REVIEW_CASE, "/opinion", N_("Review independently")),
    CaseState.DECISION: (Permission.DECIDE_CASE, "/opinion", N_("Decide, have it signed, issue")),
    CaseState.POST_ISSUE_REVIEW: (Permission.DECIDE_CASE, "/opinion", N_("Decide on the later fact")),
}


def _moves(desk: Desk) -> list[tuple[WorkItem, bool]]:
    found = []
    for case in desk.cases.values():
        if case.state not in STAGE_WORK or case.is_suspended:
            continue
        right, path, what = STAGE_WORK[case.state]
        if desk.may(case.id, right):
            item = desk.item(
                case.id, case.code, path, what, due=None, state=case.state.value.replace("_", " "),
                kind="waiting",
            )  # fmt: skip
            found.append((item, True))
    return found


def _comments(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    cases = desk.where(Permission.READ_REVIEW)
    if not cases:
        return []
    query = (
        select(ReviewComment)
        .where(ReviewComment.case_id.in_(cases), ReviewComment.closed_at.is_(None))
        .order_by(ReviewComment.case_id, ReviewComment.code, ReviewComment.id)
    )
    found = []
    for row in session.scalars(query):
        right = Permission.ANSWER_REVIEW if row.answered_at is None else Permission.REVIEW_CASE
        is_mine = desk.may(row.case_id, right)
        item = desk.item(
            row.case_id, row.code, "/opinion", row.text, due=None,
            state=N_("to be answered") if row.answered_at is None else N_("answered"),
            kind="waiting" if is_mine else "open",
        )  # fmt: skip
        found.append((item, is_mine))
    return found


def _declarations(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    """The newest declaration of each person who is named or proposed today, while it is not cleared."""
    cases = desk.where(Permission.NAME_TEAM)
    if not cases:
        return []
    declared = ImpartialityDeclaration
    newer = aliased(ImpartialityDeclaration)
    is_named = exists().where(
        TeamMember.case_id == declared.case_id,
        TeamMember.person_id == declared.person_id,
        TeamMember.valid_from <= desk.today,
        or_(TeamMember.valid_to.is_(None), TeamMember.valid_to >= desk.today),
    )
    is_replaced = exists().where(
        newer.case_id == declared.case_id, newer.person_id == declared.person_id, newer.id > declared.id
    )
    query = (
        select(declared)
        .where(declared.case_id.in_(cases), declared.is_cleared.is_(False), is_named, ~is_replaced)
        .order_by(declared.case_id, declared.id)
    )
    return [
        (
            desk.item(
                row.case_id, desk.cases[row.case_id].code, "/team", N_("Clear a declaration of impartiality"),
                due=None, state=row.person_name, kind="waiting",
            ),
            True,
        )
        for row in session.scalars(query)
    ]  # fmt: skip


# G-IMP is asked when the agreement is put in force and when planning starts.
ASKS_DECLARATIONS = (CaseState.PRE_ENGAGEMENT, CaseState.AGREED)


def _own_declarations(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    """Cases on whose team the person is named or proposed and has not declared impartiality yet."""
    asking = [case.id for case in desk.cases.values() if case.state in ASKS_DECLARATIONS]
    if not asking:
        return []
    has_declared = exists().where(
        ImpartialityDeclaration.case_id == TeamMember.case_id,
        ImpartialityDeclaration.person_id == TeamMember.person_id,
    )
    query = select(TeamMember.case_id).where(
        TeamMember.case_id.in_(asking),
        TeamMember.person_id == desk.actor.person_id,
        TeamMember.valid_from <= desk.today,
        or_(TeamMember.valid_to.is_(None), TeamMember.valid_to >= desk.today),
        ~has_declared,
    )
    return [
        (
            desk.item(
                case_id, desk.cases[case_id].code, "/team", N_("Declare your impartiality"), due=None,
                state=N_("to be declared"), kind="waiting",
            ),
            True,
        )
        for case_id in session.scalars(query.distinct().order_by(TeamMember.case_id))
    ]  # fmt: skip


def _papers(session: ScopedSession, desk: Desk) -> list[tuple[WorkItem, bool]]:
    """Working papers while evidence is gathered: to be prepared by whom they are assigned to, then reviewed."""
    at_work = [c for c in desk.where(Permission.EDIT_PLANNING) if desk.cases[c].state is CaseState.EXECUTION]
    if not at_work:
        return []
    query = (
        select(Activity)
        .where(Activity.case_id.in_(at_work), Activity.reviewed_at.is_(None))
        .order_by(Activity.due, Activity.case_id, Activity.code, Activity.id)
        .limit(500)
    )
    found = []
    for row in session.scalars(query):
        is_prepared = row.prepared_at is not None
        own = row.prepared_by_id if is_prepared else row.assigned_to_id
        # Any other of the team than its preparer reviews a paper (SOD-5).
        is_mine = (own == desk.actor.person_id) is not is_prepared
        holder = N_("another of the team") if is_prepared else row.assigned_to
        item = desk.item(
            row.case_id, row.code, f"/plan/activities/{row.code}", row.purpose, due=row.due,
            state=N_("paper to be reviewed") if is_prepared else N_("paper to be prepared"),
            kind="waiting" if is_mine else "open",
            holder=None if is_mine or holder is None else say(holder, desk.actor.language),
        )  # fmt: skip
        found.append((item, is_mine))
    return found


def _case_row(desk: Desk, case: Case) -> CaseRow:
    holder = HOLDERS.get(case.state)
    speak = desk.actor.language
    return CaseRow(
        code=case.code,
        url=f"/cases/{case.code}",
        name=case.title,
        stage=say(case.state.value.replace("_", " "), speak),
        kind="closed" if case.state is CaseState.ISSUED else "open",
        holder=say(holder, speak) if holder else "–",
        due=None,
        days_overdue=0,
        missing=None,
    )
