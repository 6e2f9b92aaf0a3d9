"""Halden Cable (Dongguan): the demo's second entity, in the middle of its evidence gathering."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from demo import cable_findings, cast, evidence
from demo.files import DemoFile, draw_second_entity
from demo.planning import ANALYSIS, PLAN, assess
from demo.sister_case import LEAD, Items, Sister, bring_to_planning, hand_in_draft, sign_and_submit
from demo.stage import Stage
from demo.statement import ITEMS, PRESENT
from workflow.documents import requests
from workflow.figures.rules import Technique as T
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.rules import ReportItemState
from workflow.lifecycle.commands import move_case
from workflow.people.models import Person
from workflow.planning import commands, queries
from workflow.planning.gates import UNLISTED
from workflow.planning.rules import ActivityResult, VisitTrigger
from workflow.planning.rules import Assertion as A
from workflow.planning.rules import RiskLevel as L

PARTY, MEMBER, EXPERT = "Deng Jie", "Chen Wei", "Rafael Ortiz"
CABLE = Sister(
    organisation=cast.HCD,
    title="Halden Cable (Dongguan), 2021",
    preparer=PARTY,
    approver="Huang Rong",
    member=MEMBER,
    applied="2022-09-01",
    cleared="2022-09-06",
    agreed="2022-09-09",
    sites="Dongguan plant | 12 Demo Street, Dongguan, Guangdong, China | drawing, annealing, extrusion, testing",
    activity="Cables and cable assemblies: drawing, annealing, extrusion, testing. Categories 5 and 6 are "
    "excluded as not significant: components without own energy use.",
    boundary="HCD with its one plant; operational control.",
    visits="Dongguan plant, two days in October 2022",
    work=(date(2022, 9, 9), date(2022, 12, 30)),
)
REPORT: Items = {
    **ITEMS,
    "R-a": (PRESENT, "HCD makes cables and cable assemblies at one plant in Dongguan.", None),
    "R-b": (PRESENT, "Deng Jie, facilities, prepares the inventory; Huang Rong, general manager, is responsible for it.", None),
    "R-d": (PRESENT, "Operational control: the plant, 100 % included.", None),
    "R-o": (PRESENT, "Factors are DEMO values in the style of the Chinese guidelines; copper rod uses the group's value for copper alloy.", None),
    "R-q": (ReportItemState.PARTIAL, "Uncertainty is stated for categories 1 and 2.", "Categories 3 and 4 were not assessed in time."),
}  # fmt: skip
ANALYSED: dict[str, Any] = {
    **ANALYSIS,
    "sector_and_operations": "Cable maker: wire drawing, annealing in gas-fired ovens, extrusion and testing in one plant. Electricity for drawing and extrusion, natural gas for annealing, purchased copper rod.",
    "boundary_and_sources": "Operational control, one plant. Sources S01 to S06 by the draft; unlisted sources are looked for in the purchase ledger and on site.",
    "data_flow_and_controls": "One person types bills and invoices into the workbook; nobody checks the sums. Meters belong to the suppliers.",
    "changes_and_prior_findings": "First verification, no prior findings. The electricity supplier changed its reading date in May 2021.",
}  # fmt: skip
PLANNED: dict[str, Any] = {
    **PLAN,
    "timetable": "Evidence from 26 September, site visit 19 and 20 October, findings until the end of November, evaluation and review in December 2022.",
}  # fmt: skip
# Source, assertion, inherent, reason; no control was tested, so control risk is high.
RISKS: tuple[tuple[str, A, L, str], ...] = (
    ("S04", A.CUT_OFF, L.HIGH, "largest energy use; the supplier's reading date changed during the year"),
    ("S04", A.ACCURACY, L.MEDIUM, "certificates from two registrations"),
    ("S02", A.ACCURACY, L.MEDIUM, "three invoices a year, stock not counted"),
    ("S06", A.ACCURACY, L.HIGH, "largest source; factor of another product"),
)
# Sources, assertion, technique, purpose, who: T-001 and so on.
ACTIVITIES: tuple[tuple[tuple[str, ...], A, T, str, str], ...] = (
    (("S04",), A.CUT_OFF, T.RETRACING, "Trace every bill to the line; all months, each day once", MEMBER),
    (("S04",), A.ACCURACY, T.RECALCULATION, "Re-perform electricity on both bases; certificates against redemption records", MEMBER),
    (("S01",), A.ACCURACY, T.EXAMINATION, "Gas bills against readings and calibration", MEMBER),
    (("S02",), A.ACCURACY, T.RETRACING, "Diesel invoices to litres and line; against the purchase ledger", MEMBER),
    (("S03",), A.ACCURACY, T.RECALCULATION, "Refrigerant log to charge and GWP of the declared set", EXPERT),
    (("S05",), A.ACCURACY, T.RECALCULATION, "Freight ledger re-performed", MEMBER),
    (("S06",), A.ACCURACY, T.EXAMINATION, "Rod purchased and its factor against the suppliers' declarations", EXPERT),
    ((UNLISTED,), A.COMPLETENESS, T.TRACING, "Purchase ledger and site walk to the inventory: is anything missing?", EXPERT),
)  # fmt: skip


Files = dict[str, DemoFile]


def play_cable(stage: Stage) -> str:
    """Replay HCD's case from its application to the evidence gathering at the end of November."""
    code, files = begin_cable(stage)
    examine_cable(stage, code, files)
    cable_findings.clarify(stage, code)
    go_on_with_cable(stage, code, files)
    return code


def begin_cable(stage: Stage) -> tuple[str, Files]:
    """HCD's case up to its evidence of September; gives its code and files."""
    files, _lines = draw_second_entity(stage.folder / "HCD")
    code = bring_to_planning(stage, CABLE)
    stage.at("2022-09-14")
    hand_in_draft(stage, code, CABLE, files["E-008"], REPORT)
    _plan(stage, code)
    stage.at("2022-09-21")
    sign_and_submit(stage, code, CABLE, complete={"S01", "S03", "S04"})
    with stage.on(LEAD, code) as (uow, case):
        move_case(uow, case, "start_execution")
    _gather(stage, code, files)
    return code, files


def examine_cable(stage: Stage, code: str, files: Files) -> None:
    """HCD's evidence of October and the first question."""
    _ask_visit_and_test(stage, code, files)
    cable_findings.ask_first(stage, code)


def go_on_with_cable(stage: Stage, code: str, files: Files) -> None:
    """HCD's findings, requests and papers until the end of November."""
    cable_findings.raise_and_answer(stage, code)
    _late_november(stage, code, files)
    stage.settle()


def _plan(stage: Stage, code: str) -> None:
    stage.at("2022-09-15")
    with stage.on(LEAD, code) as (uow, case):
        commands.write_strategic_analysis(uow, case, **ANALYSED)
        commands.sign_strategic_analysis(uow, case)
        assess(uow, case, [s.code for s in statements.sources_of(uow.session, case)])
        for source, assertion, inherent, reason in RISKS:
            commands.assess_risk(
                uow, case, source, assertion, inherent=inherent, control=L.HIGH, is_control_tested=False,
                reason=reason,
            )  # fmt: skip
        for sources, assertion, technique, purpose, who in ACTIVITIES:
            commands.add_activity(
                uow, case, source_codes=sources, assertion=assertion, technique=technique, purpose=purpose,
                assigned_to=uow.session.get(Person, stage.ids[who]), due=date(2022, 12, 9),
            )  # fmt: skip
        commands.write_plan(uow, case, **PLANNED)
    stage.at("2022-09-19")
    with stage.on(LEAD, code) as (uow, case):
        for trigger in (VisitTrigger.FIRST_VERIFICATION, VisitTrigger.CENTRAL_OFFICE):
            commands.decide_visit(
                uow, case, trigger, site="Dongguan plant", mode="on site", first_day=date(2022, 10, 19),
                last_day=date(2022, 10, 20),
            )  # fmt: skip
        move_case(uow, case, "approve_plan")
    with stage.on(LEAD, code) as (uow, case):
        commands.send_plan(uow, case)


def _gather(stage: Stage, code: str, files: dict[str, DemoFile]) -> None:
    """Bills and logs come in; all but one diesel invoice are read right and linked."""
    # The third invoice waits for somebody to look at it: the viewer has something to do.
    two_pages = tuple(figure for figure in files["E-003"].expected if figure.page <= 2)
    two_invoices = replace(files["E-003"], expected=two_pages)
    worked_on = (files["E-001"], files["E-002"], two_invoices, files["E-004"], files["E-005"])
    stage.at("2022-09-26")
    evidence.hand_in(
        stage, code, [files[c] for c in ("E-001", "E-002", "E-003", "E-004", "E-005")], by=PARTY,
        entity=cast.HCD,
    )  # fmt: skip
    stage.at("2022-09-28")
    for file in worked_on:
        evidence.read_right(stage, code, file, by=PARTY)
        evidence.link(stage, code, file, by=PARTY)


def _ask_visit_and_test(stage: Stage, code: str, files: Files) -> None:
    """The purchase ledger is asked for, the plant visited, and figures are tested."""
    stage.at("2022-10-05")
    _ask(
        stage,
        code,
        "Purchase ledger 2021 of auxiliary materials, with quantities",
        "T-008",
        "E-007",
        date(2022, 10, 14),
    )
    stage.at("2022-10-12")
    evidence.hand_in(stage, code, [files["E-007"]], by=PARTY, entity=cast.HCD)
    _answer(stage, code, "R-001", "E-007")
    stage.at("2022-10-14")
    with stage.on(MEMBER, code) as (uow, case):
        requests.accept_request(uow, requests.request_for_writing(uow.session, case, "R-001"))
    stage.at("2022-10-20")
    with stage.on(LEAD, code) as (uow, case):
        for visit in queries.visits_of(uow.session, case):
            commands.record_visit(uow, visit, people="Ingrid Solberg, Rafael Ortiz; Deng Jie for HCD")
    stage.at("2022-10-21")
    evidence.test(stage, code, files["E-002"], by=MEMBER, technique=T.EXAMINATION)
    four_months = tuple(figure for figure in files["E-001"].expected if figure.page <= 4)
    evidence.test(stage, code, replace(files["E-001"], expected=four_months), by=MEMBER)


def _ask(stage: Stage, code: str, item: str, activity: str, reserved: str | None, due: date) -> None:
    with stage.on(MEMBER, code) as (uow, case):
        requests.ask_for(
            uow, case, item=item, owner_name=PARTY, due=due, activity_code=activity, reserved_code=reserved
        )
    stage.settle()


def _answer(stage: Stage, code: str, request: str, document: str) -> None:
    with stage.on(PARTY, code) as (uow, case):
        row = requests.request_for_writing(uow.session, case, request)
        requests.answer_request(uow, case, row, document_codes=[document])
    stage.settle()


def _late_november(stage: Stage, code: str, files: dict[str, DemoFile]) -> None:
    """What stands on the desks on 30 November: requests both ways, papers done and open, a proposal of a check."""
    stage.at("2022-11-14")
    _ask(
        stage,
        code,
        "Freight ledger 2021: consignments with mass, distance and mode",
        "T-006",
        "E-009",
        date(2022, 12, 7),
    )
    stage.at("2022-11-16")
    _ask(
        stage,
        code,
        "Calibration certificate of gas meter HCD-G1 that covers 2021",
        "T-003",
        "E-006",
        date(2022, 11, 30),
    )
    stage.at("2022-11-24")
    evidence.hand_in(stage, code, [files["E-006"]], by=PARTY, entity=cast.HCD)
    _answer(stage, code, "R-003", "E-006")
    _papers(stage, code)
    stage.at("2022-11-28")
    evidence.check(stage, code, by=MEMBER)
    cable_findings.follow_the_checks(stage, code)
    cable_findings.ask_about_returned_rod(stage, code)
    stage.at("2022-11-29")
    hand_in_draft(
        stage, code, CABLE, files["E-010"], REPORT, number=2,
        changed="S06 without the 120 t of rod that went back to the supplier (F-008).",
    )  # fmt: skip
    sign_and_submit(stage, code, CABLE, complete={"S01", "S03", "S04"}, number=2)


# Activity, who, work, result, conclusion, findings, evidence.
PAPERS: tuple[tuple[str, str, str, ActivityResult, str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("T-002", MEMBER, "15,240 MWh times 0.5810 re-performed on the location basis; 2,500 MWh of redemptions taken off on the market basis.", ActivityResult.NO_EXCEPTION, "8,854.44 t CO₂e agrees on the location basis. Whether R2 is claimed once is asked apart.", (), ("E-001", "E-005")),
    ("T-003", MEMBER, "Twelve bills against their readings and the sum; one question on what hangs on the meter, answered.", ActivityResult.NO_EXCEPTION, "96,000 Nm³ are the annealing ovens' and agree with the bills.", ("F-001",), ("E-002",)),
    ("T-004", MEMBER, "Three invoices against the purchase ledger by item.", ActivityResult.EXCEPTION, "The ledger shows 18,600 L, the invoices 6,300 L; asked of HCD.", ("F-003",), ("E-003", "E-007")),
    ("T-005", EXPERT, "Three top-ups re-added; GWP against the declared set; purchases against the ledger.", ActivityResult.EXCEPTION, "23.0 kg and 2,255.5 agree with the log; the ledger shows 70 kg bought.", ("F-005",), ("E-004", "E-007")),
)  # fmt: skip


def _papers(stage: Stage, code: str) -> None:
    """Four papers are prepared, one of them reviewed; the other activities are still open."""
    for activity, who, work, result, conclusion, findings, places in PAPERS:
        with stage.on(who, code) as (uow, case):
            row = queries.activity(uow.session, case, activity, viewer=uow.actor)
            commands.record_result(
                uow, row, work=work, result=result, conclusion=conclusion, finding_codes=findings,
                evidence_codes=places,
            )  # fmt: skip
            commands.prepare_working_paper(uow, row)
    with stage.on(LEAD, code) as (uow, case):
        commands.review_working_paper(uow, queries.activity(uow.session, case, "T-003", viewer=uow.actor))
