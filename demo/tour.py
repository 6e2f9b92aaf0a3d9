"""The first five minutes of a visitor: where each stop begins, and as whom."""

from __future__ import annotations

from demo.stage import DIRECTOR, Stage
from workflow.cases.queries import case_by_code
from workflow.config import Config
from workflow.ghg_statement.queries import entries_of, latest_submitted, totals_of
from workflow.home.tour import Stop, write_tour
from workflow.unit_of_work import reading

STATEMENT = "NA-2022-0041"
HIK, HCD = "C-2022-0001", "C-2022-0002"
ELECTRICITY = "S06"
LEAD, PARTY = "Ingrid Solberg", "Deng Jie"


def offer_tour(config: Config, stage: Stage) -> None:
    """Write down the stops in the order in which they are offered."""

    def stop(key: str, person: str, path: str, about: str = "", also: str = "") -> Stop:
        return Stop(key, stage.ids[person], person, path, about, also)

    total, line = _total_and_electricity(HIK)
    findings = f"/cases/{HCD}/findings"
    stops = (
        stop("number", LEAD, f"/cases/{HIK}", total, line),
        stop("break", LEAD, "/tour/break", STATEMENT),
        stop("try", LEAD, "/try"),
        stop("answer", PARTY, f"{findings}/F-003", "F-003"),
        stop("close", LEAD, f"{findings}/F-003", "F-003"),
        stop("meter", LEAD, f"/cases/{HCD}/evaluation", "F-007", f"{findings}/F-007"),
    )
    write_tour(config, STATEMENT, stops)


def _total_and_electricity(code: str) -> tuple[str, str]:
    """The total that was opined on, and the code of the line of purchased electricity."""
    with reading(DIRECTOR) as session:
        case = case_by_code(session, code)
        version = latest_submitted(session, case)
        assert version is not None
        total = totals_of(session, case, version).total
        line = next(line for line, source in entries_of(session, version) if source.code == ELECTRICITY)
        return f"{total:,.2f}", line.code
