"""Halden Stamping (Wuhu): the demo's third entity, in planning on the draft of its statement."""

from __future__ import annotations

from datetime import date
from typing import Any

from demo import cast
from demo.engagement import NO_THREAT, propose_team
from demo.files import draw_third_entity
from demo.planning import ANALYSIS
from demo.sister_case import LEAD, Items, Sister, bring_to_planning, hand_in_draft
from demo.stage import Stage
from demo.statement import ITEMS, PRESENT
from workflow.access import Role
from workflow.cases import commands as cases
from workflow.documents import requests
from workflow.figures.grid.commands import cover_months
from workflow.figures.rules import Technique as T
from workflow.ghg_statement.rules import ReportItemState
from workflow.people.models import Person
from workflow.planning import commands
from workflow.planning.rules import Assertion as A
from workflow.planning.rules import RiskLevel as L

PARTY, MEMBER = "Qian Li", "Mei Sato"
STAMPING = Sister(
    organisation=cast.HSW,
    title="Halden Stamping (Wuhu), 2021",
    preparer=PARTY,
    approver="Sun Hao",
    member=MEMBER,
    applied="2022-10-31",
    cleared="2022-11-07",
    agreed="2022-11-10",
    sites="Wuhu plant | 5 Demo Avenue, Wuhu, Anhui, China | stamping",
    activity="Stamped parts for connectors: stamping, heat treatment, washing. Categories 5 and 6 are excluded "
    "as not significant: components without own energy use.",
    boundary="HSW with its one plant; operational control.",
    visits="Wuhu plant, one day in January 2023",
    work=(date(2022, 11, 10), date(2023, 3, 31)),
)
REPORT: Items = {
    **ITEMS,
    "R-a": (PRESENT, "HSW makes stamped parts for connectors at one plant in Wuhu.", None),
    "R-b": (PRESENT, "Qian Li, EHS, prepares the inventory; Sun Hao, general manager, is responsible for it.", None),
    "R-d": (PRESENT, "Operational control: the plant, 100 % included.", None),
    "R-p": (ReportItemState.ABSENT, "", "Not written yet; it comes with the signed version."),
    "R-q": (ReportItemState.ABSENT, "", "Not assessed yet; it comes with the signed version."),
}  # fmt: skip
# Half of the analysis is written: the rest shows as what is missing next.
BEGUN: dict[str, Any] = {
    "sector_and_operations": "Stamping shop: presses, gas-fired ovens for heat treatment, washing. Electricity for presses, purchased steel strip.",
    "boundary_and_sources": "Operational control, one plant. Sources S01 to S03 by the draft; no freight and no refrigerant are reported, which is looked for.",
    "quantification_methods": ANALYSIS["quantification_methods"],
}  # fmt: skip
# Source, assertion, inherent, reason; S03 and the unlisted sources are still to be assessed.
RISKS: tuple[tuple[str, A, L, str], ...] = (
    ("S01", A.COMPLETENESS, L.LOW, "one meter, bills of the supplier"),
    ("S02", A.COMPLETENESS, L.LOW, "one meter, bills of the supplier"),
    ("S02", A.ACCURACY, L.MEDIUM, "bills typed by one person, sums not checked"),
)
# What is asked for, until when, and the source of whose months it is.
ASKED: tuple[tuple[str, date, str | None], ...] = (
    ("Electricity bills of all meters, January to December 2021, with the bills before and after the year", date(2022, 12, 6), "S02"),
    ("Natural gas bills 2021 and the calibration certificate of the meter", date(2022, 12, 6), "S01"),
    ("Purchase ledger 2021 of steel strip and of auxiliary materials, with quantities", date(2022, 12, 13), None),
)  # fmt: skip


def play_stamping(stage: Stage) -> str:
    """Replay HSW's case from its application to the planning at the end of November."""
    files, _lines = draw_third_entity(stage.folder / "HSW")
    code = bring_to_planning(stage, STAMPING)
    stage.at("2022-11-21")
    hand_in_draft(stage, code, STAMPING, files["E-001"], REPORT)
    stage.at("2022-11-22")
    with stage.on(LEAD, code) as (uow, case):
        commands.write_strategic_analysis(uow, case, **BEGUN)
    stage.at("2022-11-23")
    with stage.on(MEMBER, code) as (uow, case):
        for source, assertion, inherent, reason in RISKS:
            commands.assess_risk(
                uow, case, source, assertion, inherent=inherent, control=L.HIGH, is_control_tested=False,
                reason=reason,
            )  # fmt: skip
        commands.add_activity(
            uow, case, source_codes=("S01", "S02"), assertion=A.ACCURACY, technique=T.RETRACING,
            purpose="Trace every bill to the line; all months, each day once",
            assigned_to=uow.session.get(Person, stage.ids[MEMBER]), due=date(2023, 1, 31),
        )  # fmt: skip
        months = [f"2021-{month:02}" for month in range(1, 13)]
        for item, due, row in ASKED:
            request = requests.ask_for(uow, case, item=item, owner_name=PARTY, due=due)
            if row is not None:
                cover_months(uow, case, request, row, months)
    _answer_one(stage, code)
    _name_one_more(stage, code)
    stage.settle()
    return code


def _answer_one(stage: Stage, code: str) -> None:
    """One question is answered in words and waits for the team to accept the answer."""
    with stage.on(MEMBER, code) as (uow, case):
        asked = requests.ask_for(
            uow, case, item="Which machines hold refrigerant, and what was topped up in 2021?",
            owner_name=PARTY, due=date(2022, 12, 6),
        ).code  # fmt: skip
    stage.at("2022-11-25")
    with stage.on(PARTY, code) as (uow, case):
        requests.answer_request(
            uow, case, requests.request_for_writing(uow.session, case, asked),
            answer="Three split units with R-32, 1.2 kg each, filled by the maker. Nothing was topped up in 2021.",
        )  # fmt: skip


def _name_one_more(stage: Stage, code: str) -> None:
    """A further member is proposed and has declared; the body manager has yet to clear the declaration."""
    stage.at("2022-11-28")
    propose_team(stage, code, (("Chen Wei", Role.TEAM_MEMBER),))
    with stage.on("Chen Wei", code) as (uow, case):
        person = uow.session.get_one(Person, stage.ids["Chen Wei"])
        cases.declare_impartiality(uow, case, person, statement=NO_THREAT, threats=[])
