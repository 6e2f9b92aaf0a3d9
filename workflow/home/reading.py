"""What waits on who reads and reminds: an issued statement not taken yet, an answer that is late in the group."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from workflow.access import Permission
from workflow.db import ScopedSession
from workflow.documents.models import EvidenceRequest
from workflow.documents.rules import RequestState
from workflow.findings.models import Finding, Notice
from workflow.findings.reminders import DAYS_BETWEEN, DAYS_TO_ESCALATION, is_to_be_reminded_of
from workflow.findings.rules import FindingState
from workflow.home.desk import Desk, WorkItem
from workflow.i18n import N_, message
from workflow.opinion.rules import Profile
from workflow.opinion.taking import untaken_by

WITH_PARTY = (FindingState.OPEN, FindingState.RETURNED)


def packages_to_take(session: ScopedSession, desk: Desk) -> list[WorkItem]:
    """Issued statements whose package waits for its reader: the accreditation body's and the group office's."""
    return [
        *_untaken(session, desk, Profile.ACCREDITATION, Permission.DOWNLOAD_ACCREDITATION_PACKAGE),
        *_untaken(session, desk, Profile.CLIENT, Permission.DOWNLOAD_CLIENT_PACKAGE),
    ]


def _untaken(session: ScopedSession, desk: Desk, profile: Profile, right: Permission) -> list[WorkItem]:
    cases = [case_id for case_id in desk.reads_only if desk.may(case_id, right)]
    if not cases:
        return []
    return [
        desk.item(
            issue.case_id, issue.code, "/package", N_("Take the package of the issued statement and check it"),
            due=None, state=N_("issued"), kind="waiting",
        )
        for issue in untaken_by(session, desk.actor.person_id, cases, profile)
    ]  # fmt: skip


def late_answers(session: ScopedSession, desk: Desk) -> list[WorkItem]:
    """What a subsidiary is so late with that its group's office is asked to remind of it (section 2.3)."""
    cases = desk.where(Permission.REMIND)
    if not cases:
        return []
    found = [
        _reminder(desk, row, f"/findings/{row.code}", row.title)
        for row in _late_findings(session, desk, cases)
    ]
    return found + [
        _reminder(desk, row, f"/plan/requests/{row.code}", row.item)
        for row in _late_requests(session, desk, cases)
    ]


def _late_findings(session: ScopedSession, desk: Desk, cases: list[int]) -> list[Finding]:
    query = (
        select(Finding)
        .where(
            Finding.case_id.in_(cases), Finding.state.in_(WITH_PARTY), Finding.due < desk.today,
            Finding.is_confidential.is_(False),
        )
        .order_by(Finding.due, Finding.id)
    )  # fmt: skip
    return [row for row in session.scalars(query) if is_to_be_reminded_of(row, desk.today)]


def _late_requests(session: ScopedSession, desk: Desk, cases: list[int]) -> list[EvidenceRequest]:
    asked = EvidenceRequest
    query = (
        select(asked)
        .where(asked.case_id.in_(cases), asked.state == RequestState.OPEN, asked.due < desk.today)
        .order_by(asked.due, asked.id)
    )
    return [row for row in session.scalars(query) if _is_long_quiet(desk, row)]


def _is_long_quiet(desk: Desk, row: EvidenceRequest) -> bool:
    last = max(map(date.fromisoformat, row.reminded_on), default=None)
    is_late = (desk.today - row.due).days >= DAYS_TO_ESCALATION
    return is_late and (last is None or (desk.today - last).days >= DAYS_BETWEEN)


def _reminder(desk: Desk, row: Finding | EvidenceRequest, path: str, what: str) -> WorkItem:
    return desk.item(
        row.case_id, row.code, path, message(N_("Remind them: {what}"), what=what), due=row.due,
        state=N_("to be reminded of"), kind="waiting",
    )  # fmt: skip


def unsettled_notices(session: ScopedSession, desk: Desk) -> list[WorkItem]:
    """What other cases of the group told and nobody settled here yet, for who may set it aside."""
    cases = desk.where(Permission.ISSUE_FINDING)
    if not cases:
        return []
    query = (
        select(Notice)
        .where(Notice.case_id.in_(cases), Notice.origin_id.is_not(None), Notice.settled_at.is_(None))
        .order_by(Notice.case_id, Notice.id)
    )
    return [
        desk.item(
            row.case_id, desk.cases[row.case_id].code, "/findings#notices", row.text, due=None,
            state=N_("told by another case"), kind="waiting",
        )
        for row in session.scalars(query)
    ]  # fmt: skip
