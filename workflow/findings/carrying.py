"""What one case hands to another of the same body: forward actions to the next period, notices in the group.

Each is handed over once, by a job within the body's own cases; evidence never goes with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, select

from workflow.access import Actor
from workflow.cases import queries as cases
from workflow.cases.models import Case
from workflow.cases.rules import ENDED, CaseState
from workflow.db import ScopedSession
from workflow.errors import BadInput, NotYours
from workflow.findings import queries, reminders
from workflow.findings.commands import new_finding
from workflow.findings.models import Finding, Notice
from workflow.findings.rules import FindingKind, FindingState
from workflow.i18n import N_
from workflow.unit_of_work import UnitOfWork

HAND_OVER = "workflow.findings.jobs.hand_over"
# From the taking up of the application to the end of evidence gathering: later, G-FIND was passed already.
TAKES_ITEMS = (
    CaseState.PRE_ENGAGEMENT, CaseState.AGREED, CaseState.PLANNING, CaseState.PLAN_APPROVED,
    CaseState.EXECUTION,
)  # fmt: skip


def plan_hand_over(uow: UnitOfWork, case: Case, key: str) -> None:
    """Have what other cases hand to this one, and it to them, handed over by a job of the body."""
    body = cases.body_of(uow.session, case)
    uow.after_commit(HAND_OVER, case.id, subject=body, key=f"hand_over:{case.id}:{key}")


def hand_over_around(uow: UnitOfWork, case: Case) -> list[tuple[Case, Finding | Notice]]:
    """Bring every case that this one touches up to date; gives each new row with the case that received it."""
    handed: list[tuple[Case, Finding | Notice]] = []
    for other in (case, *_later_cases(uow.session, case)):
        handed += [(other, row) for row in _carry_into(uow, other)]
    for other in (case, *_cases_of_group(uow.session, case)):
        handed += [(other, row) for row in _deliver_into(uow, other)]
    return handed


def _later_cases(session: ScopedSession, case: Case) -> list[Case]:
    """Cases of the same body and responsible party for a later period, the next one first."""
    if case.period_end is None:
        return []
    query = select(Case).where(_same_party(case), Case.period_start > case.period_end)
    return list(session.scalars(query.order_by(Case.period_start, Case.id)))


def _same_party(case: Case) -> ColumnElement[bool]:
    return and_(
        Case.owner_org_id == case.owner_org_id,
        Case.responsible_party_org_id == case.responsible_party_org_id,
        Case.id != case.id,
    )


def _carry_into(uow: UnitOfWork, case: Case) -> list[Finding]:
    """Open in a case the forward actions that earlier periods carried and no living case has taken."""
    if case.state not in TAKES_ITEMS or case.period_start is None:
        return []
    query = (
        select(Finding, Case)
        .join(Case, Case.id == Finding.case_id)
        .where(
            _same_party(case), Case.period_end < case.period_start,
            Finding.state == FindingState.CARRIED_FORWARD, Finding.kind == FindingKind.FORWARD_ACTION,
        )
        .order_by(Case.period_start, Case.id, Finding.code, Finding.id)
    )  # fmt: skip
    pairs = uow.session.execute(query).all()
    taken = _taken(uow.session, [row.id for row, _earlier in pairs])
    return [_open_again(uow, case, earlier, row) for row, earlier in pairs if row.id not in taken]


def _taken(session: ScopedSession, finding_ids: Iterable[int]) -> set[int | None]:
    """Those that a case took which was not given up since."""
    given_up = (CaseState.DECLINED, CaseState.TERMINATED)
    query = (
        select(Finding.carried_from_id)
        .join(Case, Case.id == Finding.case_id)
        .where(Finding.carried_from_id.in_(list(finding_ids)), Case.state.not_in(given_up))
    )
    return set(session.scalars(query))


def _open_again(uow: UnitOfWork, case: Case, earlier: Case, row: Finding) -> Finding:
    """The open item in the next case: the matter and its due date, with the action that was promised."""
    born = new_finding(uow, case, row.kind, row.subtype, FindingState.OPEN)
    born.title, born.requirement, born.gap = row.title, row.requirement, _with_promise(uow.session, row)
    born.is_nonconformity, born.is_systematic = row.is_nonconformity, row.is_systematic
    born.is_confidential = row.is_confidential
    born.raised_by, born.raised_by_id = row.raised_by, row.raised_by_id
    born.addressee_org_id, born.due = case.responsible_party_org_id, row.carried_due
    born.issued_by, born.issued_at = row.raised_by, uow.now
    born.carried_from, born.carried_from_id = f"{earlier.code} {row.code}", row.id
    uow.session.add(born)
    uow.record("finding.carry_in", born, carried_from=born.carried_from)
    row.carried_into = f"{case.code} {born.code}"
    uow.record("finding.carried_into", row, carried_into=row.carried_into)
    reminders.plan(uow, case, born)
    return born


def _with_promise(session: ScopedSession, row: Finding) -> str:
    promised = [r.corrective_action for r in queries.responses_of(session, row) if r.corrective_action]
    return f"{row.gap}\n{promised[-1]}" if promised else row.gap


def send_notice(uow: UnitOfWork, case: Case, row: Finding, text: str) -> Notice:
    """Tell the other cases of the group of a matter that they may share, in words fit for all of them."""
    if not row.shown_to_client:
        raise BadInput(N_("Only a finding that was issued and is not confidential is told of."), "text")
    if case.group_org_id is None:
        raise BadInput(N_("This case belongs to no group: there is no other case to tell."), "text")
    notice = Notice(
        case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id, subtype=row.subtype,
        text=text.strip(), sent_by=uow.actor.name, sent_at=uow.now,
    )  # fmt: skip
    uow.session.add(notice)
    uow.record("notice.send", notice, finding=row.code)
    plan_hand_over(uow, case, f"notice:{notice.id}")
    return notice


def _cases_of_group(session: ScopedSession, case: Case) -> list[Case]:
    """The group's own case and its sisters, for a period that overlaps this one's."""
    if case.group_org_id is None or case.period_start is None or case.period_end is None:
        return []
    query = select(Case).where(
        Case.owner_org_id == case.owner_org_id, Case.group_org_id == case.group_org_id, Case.id != case.id,
        Case.period_start <= case.period_end, Case.period_end >= case.period_start,
    )  # fmt: skip
    return list(session.scalars(query.order_by(Case.id)))


def _deliver_into(uow: UnitOfWork, case: Case) -> list[Notice]:
    """Copies of the group's notices that this case has not received; none once it has ended."""
    if case.state is CaseState.DRAFT or case.state in ENDED:
        return []
    senders = {c.id: c for c in _cases_of_group(uow.session, case)}
    had = select(Notice.origin_id).where(Notice.case_id == case.id, Notice.origin_id.is_not(None))
    query = select(Notice, Finding.code).join(Finding, Finding.id == Notice.finding_id)
    query = query.where(Notice.case_id.in_(senders), Notice.id.not_in(had)).order_by(Notice.id)
    return [
        _copy(uow, case, origin, f"{senders[origin.case_id].code} {code}")
        for origin, code in uow.session.execute(query).all()
    ]


def _copy(uow: UnitOfWork, case: Case, origin: Notice, code: str) -> Notice:
    copy = Notice(
        case_id=case.id, owner_org_id=case.owner_org_id, origin_id=origin.id, origin=code,
        subtype=origin.subtype, text=origin.text, sent_by=origin.sent_by, sent_at=origin.sent_at,
    )  # fmt: skip
    uow.session.add(copy)
    uow.record("notice.receive", copy)
    origin.received_by += 1
    uow.record("notice.deliver", origin, received_by=origin.received_by)
    return copy


def settle_by_finding(uow: UnitOfWork, notice: Notice, code: str) -> None:
    """The matter exists here too: the finding that was drafted for it."""
    _settle(uow, notice)
    notice.finding_code = code
    uow.record("notice.drafted", notice, finding=code)


def set_aside(uow: UnitOfWork, notice: Notice, *, reason: str) -> None:
    """The matter does not exist here; the reason says what was looked at."""
    _settle(uow, notice)
    notice.set_aside_reason = reason
    uow.record("notice.set_aside", notice, comment=reason)


def _settle(uow: UnitOfWork, notice: Notice) -> None:
    if notice.is_settled:
        raise BadInput(N_("This notice was settled already."), "reason")
    notice.settled_by, notice.settled_at = uow.actor.name, uow.now


def carried_in(session: ScopedSession, case: Case, *, viewer: Actor) -> list[Finding]:
    """The items that came from the period before, as far as a person may see them, by code."""
    query = select(Finding).where(Finding.case_id == case.id, Finding.carried_from_id.is_not(None))
    rows = session.scalars(query.order_by(Finding.code, Finding.id))
    return [row for row in rows if queries.may_see(viewer, row)]


def notices_received(session: ScopedSession, case: Case) -> list[Notice]:
    """What other cases of the group told this one, the oldest unsettled first."""
    query = select(Notice).where(Notice.case_id == case.id, Notice.origin_id.is_not(None))
    return sorted(session.scalars(query.order_by(Notice.id)), key=lambda n: n.is_settled)


def notice_received(session: ScopedSession, case: Case, notice_id: int) -> Notice:
    """One notice that this case received; NotYours when it is none of its own."""
    row = next((n for n in notices_received(session, case) if n.id == notice_id), None)
    if row is None:
        raise NotYours("There is no such notice.")
    return row


def notices_sent(session: ScopedSession, row: Finding) -> list[Notice]:
    """What was told of a finding."""
    return list(session.scalars(select(Notice).where(Notice.finding_id == row.id).order_by(Notice.id)))
