"""What people do in the month grid: place a bill by hand, set one aside, ask for the months that are missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from methods.evidence_checks import Period
from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.documents.models import Document, EvidenceRequest
from workflow.documents.requests import ask_for
from workflow.documents.rules import refuse_closed_case
from workflow.errors import BadInput, NotYours
from workflow.figures.grid.cells import months_of
from workflow.figures.grid.models import BillPlacement, Meter, RequestedMonths
from workflow.figures.grid.placing import (
    PLACE_BILLS,
    describe_as_bill,
    open_meter,
    place_waiting,
)
from workflow.figures.grid.rows import Register, is_monthly, placements_of, register_of
from workflow.figures.grid.rules import SURENESS, Fact, GridRow
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork

NO_SUCH_ROW = N_("Choose a row of the grid.")
NOT_THIS_YEAR = N_("Choose a month of the reporting period.")


def place_by_hand(
    uow: UnitOfWork, case: Case, document: Document, page: int, part: str = "", *, row: str, month: date
) -> BillPlacement:
    """A person says in which cell a bill belongs; no later reading changes it. Raises BadInput.

    Under a source that is billed by meter, the meter that the bill prints gets a row of its own.
    """
    uow.refuse_unless(document, "bill.place", refuse_closed_case(case.state))
    register = register_of(uow.session, case)
    chosen = next((known for known in register.rows if known.key == row), None)
    if chosen is None:
        raise BadInput(NO_SUCH_ROW, "row")
    if month not in {known.start for known in months_of_case(case)}:
        raise BadInput(NOT_THIS_YEAR, "month")
    placement = _placement(uow, case, document, page, part)
    meter = _meter_of(uow, case, register, chosen, placement)
    _decide(uow, placement, row=meter.code if meter else chosen.key, month=month)
    rows = placements_of(uow.session, case)
    describe_as_bill(uow.session, case, document, rows, register_of(uow.session, case))
    uow.record(
        "bill.place", placement, covers=[document, *([meter] if meter else [])], document=document.code
    )
    place_waiting(uow, case, but=document)
    return placement


def _decide(
    uow: UnitOfWork, placement: BillPlacement, *, row: str | None, month: date | None, because: str | None = None
) -> None:  # fmt: skip
    placement.row, placement.month, placement.set_aside_because = row, month, because
    placement.facts, placement.sureness = [Fact.PERSON], SURENESS[Fact.PERSON]
    placement.reason, placement.candidates = [], []
    placement.placed_by, placement.placed_by_id = uow.actor.name, uow.actor.person_id
    placement.placed_at = uow.now


def months_of_case(case: Case) -> tuple[Period, ...]:
    """The months of the reporting period; none before the period is agreed."""
    if case.period_start is None or case.period_end is None:
        return ()
    return months_of(Period(case.period_start, case.period_end))


def _placement(uow: UnitOfWork, case: Case, document: Document, page: int, part: str) -> BillPlacement:
    """The bill's place, made where reading never came so far; NotYours for a page that does not exist."""
    query = select(BillPlacement).where(
        BillPlacement.document_id == document.id, BillPlacement.page == page, BillPlacement.part == part
    )
    found = uow.session.scalar(query)
    if found is not None:
        return found
    version = documents.current_version(uow.session, document)
    if part or not 1 <= page <= (version.pages or 1):
        raise NotYours("There is no such bill.")
    found = BillPlacement(
        case_id=case.id, owner_org_id=case.owner_org_id, document_id=document.id, page=page, part="",
        document_version_id=version.id, placed_by=uow.actor.name, placed_at=uow.now,
    )  # fmt: skip
    uow.session.add(found)
    return found


def _meter_of(
    uow: UnitOfWork, case: Case, register: Register, chosen: GridRow, bill: BillPlacement
) -> Meter | None:
    """The meter's row for a person's choice: the chosen one, which learns what the bill prints, or a new one."""
    meter = next((known for known in register.meters if known.code == chosen.key), None)
    if meter is not None:
        meter.number, meter.account = meter.number or bill.meter, meter.account or bill.account
        return meter
    if not (bill.meter or bill.account) or not is_monthly(chosen.carrier, bill.meter):
        return None
    named = [m for m in register.meters if bill.meter and m.number == bill.meter]
    if named:
        return named[0]
    return open_meter(uow, case, (bill.meter, bill.account), chosen.key, chosen.carrier)


def set_aside(
    uow: UnitOfWork, case: Case, document: Document, page: int, part: str = "", *, because: str
) -> None:
    """A person says that this is no bill for the grid (a duplicate, a letter, another year), and why."""
    uow.refuse_unless(document, "bill.set_aside", refuse_closed_case(case.state))
    if not because.strip():
        raise BadInput(N_("Say why it belongs in no cell."), "because")
    placement = _placement(uow, case, document, page, part)
    _decide(uow, placement, row=None, month=None, because=because.strip())
    uow.record("bill.set_aside", placement, comment=because.strip(), document=document.code)
    # What waited because it is the same as this one may stand in the cell now.
    place_waiting(uow, case, but=document)


def let_reading_decide(uow: UnitOfWork, case: Case, document: Document, page: int, part: str = "") -> None:
    """Take a person's word on a bill back: it is placed by what is printed on it."""
    uow.refuse_unless(document, "bill.release", refuse_closed_case(case.state))
    placement = _placement(uow, case, document, page, part)
    placement.placed_by_id, placement.set_aside_because = None, None
    uow.record("bill.release", placement, document=document.code)
    version = documents.current_version(uow.session, document)
    uow.after_commit(PLACE_BILLS, version.id, subject=version, is_merged=True)


def describe_meter(uow: UnitOfWork, case: Case, code: str, *, source: str, site: str) -> Meter:
    """Say which source a meter measures and where it stands. Raises BadInput, NotYours."""
    meter = meter_by_code(uow, case, code)
    uow.refuse_unless(meter, "meter.describe", refuse_closed_case(case.state))
    if source and source not in {known.code for known in register_of(uow.session, case).sources}:
        raise BadInput(N_("Choose a source of the GHG statement."), "source")
    meter.source_code, meter.site = source or None, site.strip()[:300] or None
    uow.record("meter.describe", meter)
    place_waiting(uow, case)
    return meter


def meter_by_code(uow: UnitOfWork, case: Case, code: str) -> Meter:
    """The meter of a code (M-001); NotYours when there is none."""
    found = uow.session.scalar(select(Meter).where(Meter.case_id == case.id, Meter.code == code))
    if found is None:
        raise NotYours("There is no such row.")
    return found


def ask_for_months(
    uow: UnitOfWork, case: Case, row: str, months: Sequence[str], *, item: str, owner_name: str, due: date
) -> EvidenceRequest:
    """Ask for the bills of some months of a row; its empty cells show the request. Raises BadInput."""
    if not months:
        raise BadInput(N_("Choose the months to ask for."), "months")
    if not item.strip() or not owner_name.strip():
        raise BadInput(N_("Say what is asked for, and of whom."), "item")
    request = ask_for(uow, case, item=item.strip(), owner_name=owner_name.strip(), due=due)
    cover_months(uow, case, request, row, months)
    return request


def cover_months(
    uow: UnitOfWork, case: Case, request: EvidenceRequest, row: str, months: Sequence[str]
) -> None:
    """Say which cells of a row a request asks for. Raises BadInput for a row or month that is not there."""
    if row not in {known.key for known in register_of(uow.session, case).rows}:
        raise BadInput(NO_SUCH_ROW, "row")
    known = {f"{month.start:%Y-%m}" for month in months_of_case(case)}
    if not known.issuperset(months):
        raise BadInput(message(NOT_THIS_YEAR), "months")
    asked = RequestedMonths(
        case_id=case.id, owner_org_id=case.owner_org_id, request_id=request.id, row=row,
        months=sorted(months),
    )  # fmt: skip
    uow.session.add(asked)
    uow.record("request.cover_months", request, covers=[asked])
