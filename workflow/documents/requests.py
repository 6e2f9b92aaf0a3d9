"""The request list: what the team asked for, of whom, by when; received, accepted, asked again, reminded of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from workflow.access import Actor, Permission
from workflow.cases import queries as cases
from workflow.cases.commands import next_code, reserve_code
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents import queries as documents
from workflow.documents.models import Document, EvidenceRequest
from workflow.documents.rules import (
    REQUEST,
    REQUEST_KINDS,
    DocumentState,
    RequestFacts,
    RequestState,
    refuse_closed_case,
)
from workflow.errors import BadInput, NotAllowed, NotYours
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork

TELL = "workflow.planning.jobs.tell_of_request"
REMIND = "workflow.planning.jobs.remind_of_request"
DAYS_BEFORE = (7, 1)


@dataclass(frozen=True)
class RequestRow:
    """A request as one reader may see it: the activity behind it is None for the client."""

    id: int
    version: int
    code: str
    item: str
    activity_code: str | None
    reserved_code: str | None
    owner_name: str
    asked_on: date
    due: date
    days_overdue: int
    state: RequestState
    kind: str
    received_on: date | None
    accepted_on: date | None
    asked_again_on: tuple[date, ...]
    asked_again_because: str | None
    reminded_on: tuple[date, ...]
    answer: str | None
    document_codes: tuple[str, ...]
    finding_code: str | None

    @property
    def is_overdue(self) -> bool:
        return self.days_overdue > 0


def requests_of(
    session: ScopedSession, case: Case, *, viewer: Actor, today: date, state: RequestState | None = None
) -> list[RequestRow]:
    """The requests of a case by code, as the viewer may see them, with the documents that came for each."""
    query = select(EvidenceRequest).where(EvidenceRequest.case_id == case.id)
    if state is not None:
        query = query.where(EvidenceRequest.state == state)
    rows = session.scalars(query.order_by(EvidenceRequest.code, EvidenceRequest.id)).all()
    came = _came_for(session, case, viewer)
    return [_shown(row, came.get(row.code, ()), viewer, today) for row in rows]


def request_by_code(
    session: ScopedSession, case: Case, code: str, *, viewer: Actor, today: date
) -> RequestRow:
    """One request as the viewer may see it; NotYours when there is none."""
    row = documents.request_of(session, case.id, code)
    if row is None or not viewer.may(Permission.READ_REQUESTS):
        raise NotYours("There is no such request.")
    return _shown(row, _came_for(session, case, viewer).get(code, ()), viewer, today)


def request_for_writing(session: ScopedSession, case: Case, code: str) -> EvidenceRequest:
    """The request's row; for commands only."""
    row = documents.request_of(session, case.id, code)
    if row is None:
        raise NotYours("There is no such request.")
    return row


def _came_for(session: ScopedSession, case: Case, viewer: Actor) -> dict[str, tuple[str, ...]]:
    """The codes of the documents that were sent for each request; refused files are not among them."""
    query = select(Document).where(
        Document.case_id == case.id,
        Document.request_code.is_not(None),
        Document.state != DocumentState.REFUSED,
    )
    came: dict[str, tuple[str, ...]] = {}
    for row in session.scalars(query.order_by(Document.code, Document.id)):
        if documents.sees(viewer, row):
            came[row.request_code or ""] = (*came.get(row.request_code or "", ()), row.code)
    return came


def _shown(row: EvidenceRequest, came: Sequence[str], viewer: Actor, today: date) -> RequestRow:
    is_body = viewer.is_system or viewer.may(Permission.READ_PLANNING)
    late = (today - row.due).days if row.state is RequestState.OPEN else 0
    return RequestRow(
        id=row.id, version=row.version, code=row.code, item=row.item,
        activity_code=row.activity_code if is_body else None, reserved_code=row.reserved_code,
        owner_name=row.owner_name, asked_on=row.asked_on, due=row.due, days_overdue=max(0, late),
        state=row.state, kind="overdue" if late > 0 else REQUEST_KINDS[row.state],
        received_on=row.received_on, accepted_on=row.accepted_on,
        asked_again_on=tuple(map(date.fromisoformat, row.asked_again_on)),
        asked_again_because=row.asked_again_because,
        reminded_on=tuple(map(date.fromisoformat, row.reminded_on)), answer=row.answer,
        document_codes=tuple(dict.fromkeys((*row.document_codes, *came))),
        finding_code=row.finding_code if is_body else None,
    )  # fmt: skip


def ask_for(
    uow: UnitOfWork, case: Case, *, item: str, owner_name: str, due: date,
    activity_code: str | None = None, reserved_code: str | None = None, asked_of_org_id: int | None = None,
) -> EvidenceRequest:  # fmt: skip
    """Ask for evidence, of the responsible party unless another is named; its people are told by mail.

    A reserved code (E-003) is kept for the document that answers, whenever it comes.
    """
    asked_of = asked_of_org_id or case.responsible_party_org_id
    if asked_of is None:
        raise BadInput(N_("The case names no responsible party yet: there is nobody to ask."))
    if due < uow.now.date():
        raise BadInput(N_("The due date has passed already: give a later one."), "due")
    if reserved_code:
        _reserve(uow, case, reserved_code)
    row = EvidenceRequest(
        case_id=case.id, owner_org_id=case.owner_org_id, item=item,
        reserved_code=reserved_code or None, owner_name=owner_name, asked_of_org_id=asked_of,
        asked_on=uow.now.date(), due=due, asked_again_on=[], reminded_on=[], document_codes=[],
    )  # fmt: skip
    uow.refuse_unless(row, "request.ask", refuse_closed_case(case.state))
    row.code = next_code(uow, case, "R")
    uow.session.add(row)
    uow.record("request.ask", row)
    if activity_code:
        # A line of its own in the trail: the client reads that it was asked, not which activity it serves.
        row.activity_code = activity_code
        uow.record("request.serve_activity", row, for_client=False)
    _tell(uow, case, row)
    return row


def _reserve(uow: UnitOfWork, case: Case, code: str) -> None:
    if not code.startswith("E-"):
        raise BadInput(
            message(N_("{code} is no code of evidence such as E-003."), code=code), "reserved_code"
        )
    kept = select(EvidenceRequest.code).where(
        EvidenceRequest.case_id == case.id, EvidenceRequest.reserved_code == code,
        EvidenceRequest.state != RequestState.CANCELLED,
    )  # fmt: skip
    holder = uow.session.scalar(kept.limit(1))
    if holder is not None:
        sentence = message(N_("{code} is kept for {request} already."), code=code, request=holder)
        raise BadInput(sentence, "reserved_code")
    if documents.is_taken(uow.session, case.id, code):
        raise BadInput(message(N_("{code} is here already."), code=code), "reserved_code")
    reserve_code(uow, case, code)


def _tell(uow: UnitOfWork, case: Case, row: EvidenceRequest) -> None:
    """Mail now, and reminders 7 days and 1 day before due and when overdue; each looks again when it comes."""
    asked = len(row.asked_again_on)
    uow.after_commit(TELL, row.id, asked, subject=row, key=f"request:{row.id}:asked:{asked}")
    calendar = cases.calendar_of(uow.session, case)
    for days in (*DAYS_BEFORE, -1):
        at = calendar.end_of(row.due - timedelta(days=days + 1))
        if at > uow.now:
            uow.after_commit(
                REMIND, row.id, row.due.isoformat(), subject=row, due_at=at,
                key=f"request:{row.id}:{row.due.isoformat()}:{days}",
            )  # fmt: skip


def answer_request(
    uow: UnitOfWork, case: Case, row: EvidenceRequest, *, document_codes: Sequence[str] = (),
    answer: str | None = None, version: int | None = None,
) -> None:  # fmt: skip
    """The responsible party says that all of it is here: the documents that answer, or the answer in words."""
    uow.expect(row, version)
    known = documents.documents_by_codes(uow.session, case, document_codes)
    missing = [c for c in document_codes if c not in known or not documents.sees(uow.actor, known[c])]
    if missing:
        sentence = message(N_("There is no document {codes} on this case."), codes=", ".join(missing))
        raise BadInput(sentence, "document_codes")
    came = _came_for(uow.session, case, uow.actor).get(row.code, ())
    row.document_codes = list(dict.fromkeys((*row.document_codes, *document_codes, *came)))
    row.answer = answer or row.answer
    row.received_on = uow.now.date()
    facts = RequestFacts(is_answered=bool(came or document_codes or answer))
    uow.move(REQUEST, row, "answer", facts=facts)


def accept_request(uow: UnitOfWork, row: EvidenceRequest, *, version: int | None = None) -> None:
    """The team has what it asked for."""
    uow.expect(row, version)
    row.accepted_on = uow.now.date()
    uow.move(REQUEST, row, "accept", facts=RequestFacts())


def ask_again(
    uow: UnitOfWork, case: Case, row: EvidenceRequest, *, due: date, reason: str, version: int | None = None
) -> None:
    """Ask again with a new due date and the reason; each date is kept."""
    uow.expect(row, version)
    if due < uow.now.date():
        raise BadInput(N_("The due date has passed already: give a later one."), "due")
    row.asked_again_on = [*row.asked_again_on, uow.now.date().isoformat()]
    row.asked_again_because, row.due, row.received_on = reason, due, None
    uow.move(REQUEST, row, "ask_again", facts=RequestFacts(reason=reason), comment=reason)
    _tell(uow, case, row)


def cancel_request(uow: UnitOfWork, row: EvidenceRequest, *, reason: str, version: int | None = None) -> None:
    """The item is no longer needed."""
    uow.expect(row, version)
    uow.move(REQUEST, row, "cancel", facts=RequestFacts(reason=reason), comment=reason)


def remind_of_request(uow: UnitOfWork, row: EvidenceRequest) -> None:
    """The group's office, or the team, reminds by mail of an open request; once a day."""
    if not (uow.actor.may(Permission.REMIND) or uow.actor.may(Permission.EDIT_REQUESTS)):
        raise NotAllowed(message(N_("Your role on this case does not allow this.")))
    today = uow.now.date().isoformat()
    if row.state is not RequestState.OPEN:
        raise BadInput(N_("Nothing waits on this request: it is not open."))
    if today in row.reminded_on:
        raise BadInput(N_("They were reminded today already."))
    row.reminded_on = [*row.reminded_on, today]
    uow.record("request.remind", row)
    uow.after_commit(
        REMIND, row.id, row.due.isoformat(), subject=row, key=f"request:{row.id}:asked-by-hand:{today}"
    )


def carry_into_finding(uow: UnitOfWork, row: EvidenceRequest, finding_code: str) -> None:
    """An overdue item became a clarification: the request names it, the team sees it on the list."""
    row.finding_code = finding_code
    uow.record("request.carry_into_finding", row, for_client=False)
