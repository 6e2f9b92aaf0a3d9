"""The first five minutes of a visitor: where each stop begins, and as whom."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from demo import cast
from demo.programme import BASE_YEAR
from demo.stage import DIRECTOR, Stage
from workflow.cases.queries import case_by_code
from workflow.config import Config
from workflow.findings.models import Finding
from workflow.findings.queries import effects_of
from workflow.findings.rules import FindingState
from workflow.ghg_statement.queries import entries_of, latest_submitted, totals_of
from workflow.home.tour import Stop, write_tour
from workflow.programme.counting import counts_on
from workflow.unit_of_work import reading

STATEMENT = "NA-2022-0041"
HIK, HCD = "C-2022-0001", "C-2022-0002"
ELECTRICITY = "S06"
# HCD's line of copper rod was 486.00 t too high; its version 2 holds the correction.
OVERSTATED = "F-008"
NOT_ANSWERED = {FindingState.DRAFT, FindingState.OPEN, FindingState.RETURNED}
LEAD, PARTY, OFFICE = "Ingrid Solberg", "Deng Jie", "Sofia Marques"
# The published snapshot of the programme: data collection in the middle of 2022.
COLLECTION, SNAPSHOT = "M5", date(2022, 6, 30)


def offer_tour(config: Config, stage: Stage) -> None:
    """Write down the stops in the order in which they are offered."""

    def stop(key: str, person: str, path: str, about: str = "", also: str = "", **done: Any) -> Stop:
        return Stop(key, stage.ids[person], person, path, about, also, **done)

    total, line = _total_and_electricity(HIK)
    finding = f"/cases/{HCD}/findings/{OVERSTATED}"
    milestone = f"/programme/milestones/{COLLECTION}"
    answered = tuple(state.value for state in FindingState if state not in NOT_ANSWERED)
    stops = (
        stop("number", LEAD, f"/cases/{HIK}", total, line),
        stop("break", LEAD, "/tour/break", STATEMENT),
        stop("try", LEAD, "/try"),
        stop("answer", PARTY, finding, OVERSTATED, _tonnes(HCD), case_code=HCD, done_in=answered),
        stop(
            "close",
            LEAD,
            finding,
            OVERSTATED,
            f"/cases/{HCD}/evaluation",
            case_code=HCD,
            done_in=(FindingState.CLOSED_CORRECTED.value,),
        ),
        stop("programme", OFFICE, f"{milestone}?on={SNAPSHOT}", _collected(stage.ids[cast.GROUP]), milestone),
    )
    write_tour(config, STATEMENT, stops)


def _tonnes(code: str) -> str:
    """By how much the finding of the tour says that was overstated, t CO2e."""
    with reading(DIRECTOR) as session:
        case = case_by_code(session, code)
        query = select(Finding).where(Finding.case_id == case.id, Finding.code == OVERSTATED)
        effects = effects_of(session, session.scalars(query).one())
        return f"{sum((effect.amount for effect in effects), Decimal(0)):,.2f}"


def _collected(group_id: int) -> str:
    """How many subsidiaries had handed in their data on the day of the snapshot, of how many."""
    with reading(DIRECTOR) as session:
        counts = counts_on(session, group_id, BASE_YEAR, SNAPSHOT)
        row = next(one for one in counts.milestones if one.code == COLLECTION)
        return f"{row.closed} of {row.closed + row.waived + row.open}"


def _total_and_electricity(code: str) -> tuple[str, str]:
    """The total that was opined on, and the code of the line of purchased electricity."""
    with reading(DIRECTOR) as session:
        case = case_by_code(session, code)
        version = latest_submitted(session, case)
        assert version is not None
        total = totals_of(session, case, version).total
        line = next(line for line, source in entries_of(session, version) if source.code == ELECTRICITY)
        return f"{total:,.2f}", line.code
