"""Places the bills of a document in their cells once it was read; what a person decided stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from methods.evidence_checks import Period
from methods.evidence_checks.names import bare
from workflow.cases.commands import next_code
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion, EvidenceRequest
from workflow.documents.queries import current_versions
from workflow.documents.rules import CLOSED_CASES, DocumentKind, Origin
from workflow.figures.grid.models import BillPlacement, Meter, RequestedMonths
from workflow.figures.grid.month_choice import Month, Neighbour, choose_month
from workflow.figures.grid.printed import bills_of
from workflow.figures.grid.rows import (
    Register,
    as_row,
    by_row,
    is_monthly,
    period_of,
    placements_of,
    register_of,
    source_of,
)
from workflow.figures.grid.rules import (
    BillRead,
    Carrier,
    Choice,
    Fact,
    GridRow,
    choose_row,
    facts_for,
    sureness_of,
)
from workflow.figures.meter_checks import INVOICES
from workflow.figures.models import LayoutUse
from workflow.i18n import Message
from workflow.unit_of_work import UnitOfWork

PLACE_BILLS = "workflow.figures.grid.jobs.place_bills"
# What a bill can be handed in as: other kinds are evidence of their own and have no cell.
BILL_KINDS = frozenset(
    {
        DocumentKind.ELECTRICITY_BILL, DocumentKind.GAS_BILL, DocumentKind.STEAM_SETTLEMENT,
        DocumentKind.FUEL_CARD, DocumentKind.OTHER, *INVOICES,
    }
)  # fmt: skip
KIND_OF = {
    Carrier.ELECTRICITY: DocumentKind.ELECTRICITY_BILL,
    Carrier.NATURAL_GAS: DocumentKind.GAS_BILL,
    Carrier.STEAM: DocumentKind.STEAM_SETTLEMENT,
}


def is_looked_for(document: Document) -> bool:
    """True for documents that may be bills: sent by others than the team, of a kind that has a cell."""
    return document.origin is not Origin.WORKING_PAPER and document.kind in BILL_KINDS


def place_bills(uow: UnitOfWork, document: Document, version: DocumentVersion) -> int:
    """Place every bill of a version that was read; gives how many places changed.

    Nothing on a closed case, nor by an older version: the newest one's reading counts.
    """
    case = uow.session.get_one(Case, version.case_id)
    is_current = version.number == document.current_version and version.reading_sha256 is not None
    if case.state in CLOSED_CASES or not is_current or not is_looked_for(document):
        return 0
    bills = bills_of(uow.session, document, version)
    if _is_letter(uow.session, case, version, bills):
        return 0
    return _Placing(uow, case, document, version).place(bills)


def _is_letter(
    session: ScopedSession, case: Case, version: DocumentVersion, bills: Sequence[BillRead]
) -> bool:
    """True for a mail that only brought its attachments: they are the bills."""
    if version.file_kind != "mail" or any(bill.meter or bill.account for bill in bills):
        return False
    query = select(DocumentVersion.id).where(
        DocumentVersion.case_id == case.id, DocumentVersion.came_in_sha256 == version.sha256
    )
    return session.scalar(query.limit(1)) is not None


class _Placing:
    """One document on its way into the grid, with the rows and bills that are there already."""

    def __init__(self, uow: UnitOfWork, case: Case, document: Document, version: DocumentVersion) -> None:
        self.uow, self.case, self.document, self.version = uow, case, document, version
        self.register: Register = register_of(uow.session, case)
        self.placements = placements_of(uow.session, case)
        self.asked = requested_by(uow.session, case, document.request_code)
        self.layouts = _layouts_of_rows(uow.session, self.placements)
        self.reads: dict[int, list[BillRead]] = {}
        self.changed: list[Meter | BillPlacement] = []

    def place(self, bills: Sequence[BillRead]) -> int:
        own = {(p.page, p.part): p for p in self.placements if p.document_id == self.document.id}
        several = {bill.page for bill in bills if sum(other.page == bill.page for other in bills) > 1}
        for bill in bills:
            part = (bill.meter or "")[:80] if bill.page in several else ""
            self._place(bill, part, own.pop((bill.page, part), None))
        # A page that the newer reading no longer takes for a bill leaves its cell; a person's word stays.
        left = [placement for placement in own.values() if placement.placed_by_id is None]
        for placement in left:
            self.uow.session.delete(placement)
        if self.changed or left:
            describe_as_bill(self.uow.session, self.case, self.document, self.placements, self.register)
            placed = [row for row in self.changed if isinstance(row, BillPlacement)]
            self.uow.record(
                "bills.place", self.document, covers=[*self.changed, *left],
                placed=sum(row.row is not None for row in placed), waiting=sum(row.row is None for row in placed),
            )  # fmt: skip
            if any(row.row is not None for row in placed):
                place_waiting(self.uow, self.case, but=self.document)
        return len(self.changed) + len(left)

    def _place(self, bill: BillRead, part: str, before: BillPlacement | None) -> None:
        fields: dict[str, Any] = {
            "document_version_id": self.version.id,
            "meter": (bill.meter or "")[:80] or None,
            "account": (bill.account or "")[:80] or None,
            "period_start": bill.period.start if bill.period else None,
            "period_end": bill.period.end if bill.period else None,
        }
        is_settled = before is not None and before.placed_by_id is not None
        if not is_settled:
            fields |= self._decide(bill)
        if before is None:
            before = BillPlacement(
                case_id=self.case.id, owner_org_id=self.case.owner_org_id, document_id=self.document.id,
                page=bill.page, part=part, placed_by=self.uow.actor.name, placed_at=self.uow.now, **fields,
            )  # fmt: skip
            self.uow.session.add(before)
            self.placements.append(before)
        elif all(getattr(before, name) == value for name, value in fields.items()):
            return
        else:
            if not is_settled:
                fields |= {"placed_by": self.uow.actor.name, "placed_at": self.uow.now}
            for name, value in fields.items():
                setattr(before, name, value)
        self.changed.append(before)

    def _decide(self, bill: BillRead) -> dict[str, Any]:
        """Row and month, or the reason why a person must say."""
        rows, sources = self._rows()
        choice = choose_row(bill, rows, sources)
        if choice.row is None:
            choice = self._without_sources(bill, choice)
        if choice.row is None:
            return _waiting(choice.reason, choice.candidates)
        month = self._month(bill, choice)
        if month.day is None:
            return _waiting(month.reason, () if choice.opens else (choice.row,))
        row, facts = choice.row, choice.facts
        if choice.opens:
            meter = self._open(bill, choice.row)
            row, facts = meter.code, facts_for(bill, as_row(meter)) or choice.facts
        return {
            "row": row, "month": month.day, "is_beside": month.is_beside or self.document.kind in INVOICES,
            "facts": [*facts, month.fact], "sureness": sureness_of(facts, month.fact),
            "reason": [], "candidates": [],
        }  # fmt: skip

    def _rows(self) -> tuple[list[GridRow], list[GridRow]]:
        named = {row for row, _months in self.asked}
        rows = [
            replace(row, is_asked=row.key in named, layouts=frozenset(self.layouts.get(row.key, ())))
            for row in self.register.open_rows
        ]
        return rows, self.register.source_rows

    def _without_sources(self, bill: BillRead, choice: Choice) -> Choice:
        """Before the statement is there, a bill's meter opens a row that finds its source later."""
        if self.register.sources or choice.candidates or not bill.meter or len(bill.carriers) != 1:
            return choice
        return Choice("", (Fact.CARRIER,), opens=True)

    def _open(self, bill: BillRead, source: str) -> Meter:
        meter = open_meter(self.uow, self.case, bill_codes(bill), source or None, self._carrier(bill, source))
        meter.seller = bill.seller if bill.seller and len(bare(bill.seller)) > 2 else None
        meter.opened_from = f"{self.document.code} p.{bill.page}"
        self.register = replace(self.register, meters=(*self.register.meters, meter))
        self.changed.append(meter)
        return meter

    def _carrier(self, bill: BillRead, source: str) -> Carrier | None:
        of_source = next((row.carrier for row in self.register.source_rows if row.key == source), None)
        return of_source or (next(iter(bill.carriers)) if len(bill.carriers) == 1 else None)

    def _month(self, bill: BillRead, choice: Choice) -> Month:
        """The month of a bill in the row that was chosen."""
        start, end = self.case.period_start, self.case.period_end
        row = next((row for row in self.register.rows if row.key == choice.row), None)
        return choose_month(
            bill,
            Period(start, end) if start and end else None,
            lambda: [] if choice.opens else self._neighbours(choice.row or ""),
            {month for key, months in self.asked if key == choice.row for month in months},
            is_monthly=row is None or is_monthly(row.carrier, row.meter or bill.meter),
        )

    def _neighbours(self, row: str) -> list[Neighbour]:
        """The dated bills of other documents in a row, as they are printed."""
        return [
            Neighbour(
                self._place_name(other),
                other.month,
                period,
                self._read_of(other),
                came_first=other.document_id < self.document.id,
            )
            for other in by_row(self.placements).get(row, ())
            if other.document_id != self.document.id and other.month and (period := period_of(other))
        ]

    def _read_of(self, placement: BillPlacement) -> BillRead:
        """A placed bill as it is printed; each document is looked at once."""
        version_id = placement.document_version_id
        if version_id not in self.reads:
            version = self.uow.session.get_one(DocumentVersion, version_id)
            document = self.uow.session.get_one(Document, version.document_id)
            self.reads[version_id] = bills_of(self.uow.session, document, version)
        of_page = [bill for bill in self.reads[version_id] if bill.page == placement.page]
        own = [bill for bill in of_page if not placement.part or bill.meter == placement.part]
        return own[0] if own else BillRead(placement.page)

    def _place_name(self, placement: BillPlacement) -> str:
        document = self.uow.session.get_one(Document, placement.document_id)
        return f"{document.code} p.{placement.page}"


def _waiting(reason: Message | None, candidates: Sequence[str]) -> dict[str, Any]:
    assert reason is not None
    params = {name: str(value) for name, value in reason.params.items()}
    return {
        "row": None, "month": None, "is_beside": False, "facts": [], "sureness": Decimal(0),
        "reason": [reason.id, params], "candidates": list(candidates),
    }  # fmt: skip


def bill_codes(bill: BillRead) -> tuple[str | None, str | None]:
    """Meter and account as a row keeps them."""
    return (bill.meter or "")[:80] or None, (bill.account or "")[:80] or None


def open_meter(
    uow: UnitOfWork, case: Case, codes: tuple[str | None, str | None], source: str | None, carrier: Carrier | None
) -> Meter:  # fmt: skip
    """Open a row for a meter (and its account) under a source."""
    meter = Meter(
        case_id=case.id, owner_org_id=case.owner_org_id, code=next_code(uow, case, "M"), number=codes[0],
        account=codes[1], carrier=carrier, source_code=source, opened_by=uow.actor.name,
        opened_by_id=uow.actor.person_id, opened_at=uow.now,
    )  # fmt: skip
    uow.session.add(meter)
    return meter


def describe_as_bill(
    session: ScopedSession, case: Case, document: Document, placements: Sequence[BillPlacement], register: Register
) -> None:  # fmt: skip
    """Say of a placed document what its sender left open: the kind by which checks go, the request it answers."""
    placed = [p for p in placements if p.document_id == document.id and p.row]
    carriers = {row.key: row.carrier for row in register.meter_rows}
    kinds = {KIND_OF.get(carrier) if (carrier := carriers.get(p.row or "")) else None for p in placed}
    if document.kind is DocumentKind.OTHER and len(kinds) == 1 and all(p.period_start for p in placed):
        document.kind = kinds.pop() or DocumentKind.OTHER
    if document.request_code is None and placed:
        document.request_code = _request_for(session, case, placed, register)


def requested_by(session: ScopedSession, case: Case, code: str | None) -> list[tuple[str, list[str]]]:
    """The cells that the request of a code asks for: each row with its months."""
    if code is None:
        return []
    query = (
        select(RequestedMonths)
        .join(EvidenceRequest, EvidenceRequest.id == RequestedMonths.request_id)
        .where(EvidenceRequest.case_id == case.id, EvidenceRequest.code == code)
    )
    return [(asked.row, asked.months) for asked in session.scalars(query.order_by(RequestedMonths.id))]


def _request_for(
    session: ScopedSession, case: Case, placed: Sequence[BillPlacement], register: Register
) -> str | None:
    """The oldest open request that asks for one of these cells, or for those of the source above."""
    sources = {meter.code: source_of(meter, register.sources) for meter in register.meters}
    cells = {
        (row, f"{p.month:%Y-%m}") for p in placed if p.month for row in (p.row, sources.get(p.row or ""))
    }
    query = (
        select(EvidenceRequest.code, RequestedMonths)
        .join(RequestedMonths, RequestedMonths.request_id == EvidenceRequest.id)
        .where(EvidenceRequest.case_id == case.id, EvidenceRequest.received_on.is_(None))
        .order_by(EvidenceRequest.id)
    )
    for code, asked in session.execute(query):
        if any((asked.row, month) in cells for month in asked.months):
            return str(code)
    return None


def _layouts_of_rows(session: ScopedSession, placements: Sequence[BillPlacement]) -> dict[str, set[int]]:
    """The layouts that the placed pages of each row are of."""
    pages = {(p.document_version_id, p.page): p.row for p in placements if p.row}
    query = select(LayoutUse).where(LayoutUse.document_version_id.in_({version for version, _ in pages}))
    found: dict[str, set[int]] = {}
    for use in session.scalars(query):
        row = pages.get((use.document_version_id, use.page))
        if row is not None:
            found.setdefault(row, set()).add(use.layout_id)
    return found


def place_waiting(uow: UnitOfWork, case: Case, *, but: Document | None = None) -> int:
    """Have every other document of which a bill waits, or that was never placed, placed again; gives how many.

    What was placed meanwhile may tell where the rest belongs; a run that places nothing new asks for no other.
    """
    placements = placements_of(uow.session, case)
    waiting = {p.document_id for p in placements if p.row is None and p.set_aside_because is None}
    settled = {p.document_id for p in placements} - waiting | ({but.id} if but else set())
    sent = 0
    for document, version in current_versions(uow.session, case):
        if document.id not in settled and is_looked_for(document) and version.reading_sha256 is not None:
            uow.after_commit(PLACE_BILLS, version.id, subject=version, is_merged=True)
            sent += 1
    return sent
