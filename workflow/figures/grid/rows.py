"""The rows of a case's grid: its meters under their sources, and the sources that have no meter."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from methods.evidence_checks import Period
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.figures.grid.models import BillPlacement, Meter
from workflow.figures.grid.rules import MONTHLY, Carrier, GridRow, carriers_in
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import Source


@dataclass(frozen=True)
class Register:
    """The meters and sources of a case as rows; sources are those of the statement and of drafts before it."""

    meters: tuple[Meter, ...]
    sources: tuple[Source, ...]

    @property
    def rows(self) -> list[GridRow]:
        """Every row that a bill can be placed in by hand: meters first, then all sources."""
        return [*self.meter_rows, *self.source_rows]

    @property
    def meter_rows(self) -> list[GridRow]:
        return [as_row(meter) for meter in self.meters]

    @property
    def source_rows(self) -> list[GridRow]:
        return [
            GridRow(source.code, carrier=carrier_of(source.name), site=source.site) for source in self.sources
        ]

    @property
    def open_rows(self) -> list[GridRow]:
        """What reading chooses from: a source stands for itself only while it has no meter."""
        metered = {source_of(meter, self.sources) for meter in self.meters}
        return [*self.meter_rows, *(row for row in self.source_rows if row.key not in metered)]


def register_of(session: ScopedSession, case: Case) -> Register:
    """The meters and sources of a case, by code; two queries."""
    query = select(Meter).where(Meter.case_id == case.id).order_by(Meter.code, Meter.id)
    sources = statements.register_of(session, case)
    return Register(tuple(session.scalars(query)), tuple(sources.values()))


def as_row(meter: Meter, layouts: Collection[int] = ()) -> GridRow:
    """A meter as the rules ask about it."""
    return GridRow(
        meter.code, carrier=meter.carrier, meter=meter.number, account=meter.account, seller=meter.seller,
        site=meter.site, layouts=frozenset(layouts), is_meter=True,
    )  # fmt: skip


def carrier_of(name: str) -> Carrier | None:
    """The one carrier that a source's name speaks of; None for none and for several."""
    found = carriers_in(name)
    return next(iter(found)) if len(found) == 1 else None


def source_of(meter: Meter, sources: Sequence[Source]) -> str | None:
    """The source that a meter measures: the one it was put under, else the only one of its carrier."""
    if meter.source_code is not None:
        return meter.source_code
    fitting = [source.code for source in sources if carrier_of(source.name) is meter.carrier]
    return fitting[0] if meter.carrier and len(fitting) == 1 else None


def is_monthly(carrier: Carrier | None, number: str | None = None) -> bool:
    """True for rows whose every month must be covered: what is metered, and what is billed by the month."""
    return number is not None or carrier in MONTHLY


def period_of(placement: BillPlacement) -> Period | None:
    """The days that a placed bill covers, as far as they were read."""
    start, end = placement.period_start, placement.period_end
    return Period(start, end) if start and end else None


def placements_of(session: ScopedSession, case: Case) -> list[BillPlacement]:
    """Where every bill of the case stands, by document and page."""
    query = select(BillPlacement).where(BillPlacement.case_id == case.id)
    return list(
        session.scalars(query.order_by(BillPlacement.document_id, BillPlacement.page, BillPlacement.id))
    )


def by_row(placements: Sequence[BillPlacement]) -> Mapping[str, list[BillPlacement]]:
    """The placed bills of each row."""
    rows: dict[str, list[BillPlacement]] = {}
    for placement in placements:
        if placement.row is not None:
            rows.setdefault(placement.row, []).append(placement)
    return rows
