"""HIK's planning: analysis, risks, activities, the visit, the plan; the refusals on the way."""

from __future__ import annotations

from datetime import date
from typing import Any

from demo.stage import Stage
from workflow.cases.models import Case
from workflow.figures.rules import Technique as T
from workflow.ghg_statement.queries import sources_of
from workflow.lifecycle.commands import move_case
from workflow.people.models import Person
from workflow.planning import commands
from workflow.planning.gates import UNLISTED
from workflow.planning.rules import Assertion as A
from workflow.planning.rules import RiskLevel as L
from workflow.planning.rules import VisitTrigger
from workflow.unit_of_work import UnitOfWork

ANALYSIS: dict[str, Any] = {
    "sector_and_operations": "Connector maker: stamping, moulding, plating and assembly in one plant. Electricity for presses and moulding machines, steam for plating, purchased copper alloy and plastics.",
    "boundary_and_sources": "Operational control, one plant and a sales office. Sources S01 to S12 by the draft; unlisted sources are looked for in the purchase ledger and on site.",
    "quantification_methods": "Activity data times factor times GWP; supplier-specific factors for purchased materials; GWP set AR6-27.9 declared.",
    "data_flow_and_controls": "Bills and logs are typed into one workbook by EHS; a second person checks sums. Meters belong to the utility; one gas meter is HIK's own.",
    "changes_and_prior_findings": "First verification, no prior findings. Meter B was added in 2020.",
    "users_needs": "The group consolidates the statement into its base year and cites it in its target submission.",
}  # fmt: skip
PLAN: dict[str, Any] = {
    "objectives": "Conclude with reasonable assurance on categories 1 and 2 and with limited assurance on categories 3 and 4.",
    "timetable": "Evidence from 20 September, site visit 12 and 13 October, findings until 24 October, review from 16 November, issue before 30 November 2022.",
    "team_and_roles": "Ingrid Solberg leads; Chen Wei and Rafael Ortiz work with her; Amara Okafor reviews independently; Jonas Lind decides.",
    "what_is_needed": "The documents of the request list, access to meters, stores and the purchase ledger, and the people who keep the data.",
}  # fmt: skip
# Source, assertion, inherent, control, control tested, reason.
RISKS: tuple[tuple[str, A, L, L, bool, str], ...] = (
    (
        "S06",
        A.CUT_OFF,
        L.HIGH,
        L.HIGH,
        False,
        "largest direct energy use; two meters, bills of several months",
    ),
    ("S04", A.ACCURACY, L.MEDIUM, L.HIGH, False, "GWP typed by hand"),
    ("S11", A.ACCURACY, L.HIGH, L.HIGH, False, "largest source; 130 lots from weighbridge records"),
    ("S01", A.ACCURACY, L.MEDIUM, L.HIGH, False, "meter of HIK's own"),
)
# Sources, assertion, technique, purpose, who.
ACTIVITIES: tuple[tuple[tuple[str, ...], A, T, str, str], ...] = (
    (("S06",), A.CUT_OFF, T.RETRACING, "Trace every bill of both meters to the line; all months, no other", "Chen Wei"),
    (("S06",), A.ACCURACY, T.RECALCULATION, "Re-perform electricity on both bases; certificates against redemption records", "Chen Wei"),
    (("S01", "S05"), A.ACCURACY, T.EXAMINATION, "Gas bills against readings and calibration; attendance against payroll", "Chen Wei"),
    (("S02", "S03"), A.ACCURACY, T.RETRACING, "Fuel invoices and card statement to litres and line", "Chen Wei"),
    (("S04",), A.ACCURACY, T.RECALCULATION, "Refrigerant log to charge and GWP of the declared set", "Rafael Ortiz"),
    (("S07",), A.ACCURACY, T.RECONCILIATION, "Steam settlements against the supplier's list", "Rafael Ortiz"),
    (("S08", "S10"), A.ACCURACY, T.RECALCULATION, "Freight ledger and travel report re-performed", "Chen Wei"),
    (("S09",), A.ACCURACY, T.ESTIMATE_TEST, "Commuting survey: response rate and extrapolation", "Rafael Ortiz"),
    (("S11",), A.ACCURACY, T.SAMPLING, "Tonne-unit sample of 130 lots against delivery notes", "Chen Wei"),
    (("S12",), A.ACCURACY, T.EXAMINATION, "Waste manifests to treatment and mass", "Rafael Ortiz"),
    ((UNLISTED,), A.COMPLETENESS, T.TRACING, "Purchase ledger and site walk to the inventory: is anything missing?", "Rafael Ortiz"),
)  # fmt: skip


def plan_hik(stage: Stage, code: str) -> None:
    """Analysis, risks and activities on the draft; approval refused without the visit, then approved."""
    stage.at("2022-09-13")
    with stage.on("Ingrid Solberg", code) as (uow, case):
        commands.write_strategic_analysis(uow, case, **ANALYSIS)
        commands.sign_strategic_analysis(uow, case)
        assess(uow, case, [s.code for s in sources_of(uow.session, case)])
        for source, assertion, inherent, control, tested, reason in RISKS:
            commands.assess_risk(
                uow, case, source, assertion, inherent=inherent, control=control, is_control_tested=tested,
                reason=reason,
            )  # fmt: skip
        for sources, assertion, technique, purpose, who in ACTIVITIES:
            add(stage, uow, case, sources, assertion, technique, purpose, who)
        commands.write_plan(uow, case, **PLAN)
    stage.at("2022-09-16")
    stage.is_refused(
        "Ingrid Solberg", code, "G-VISIT", lambda uow, case: move_case(uow, case, "approve_plan")
    )
    stage.at("2022-09-19")
    with stage.on("Ingrid Solberg", code) as (uow, case):
        for trigger in (VisitTrigger.FIRST_VERIFICATION, VisitTrigger.CENTRAL_OFFICE):
            commands.decide_visit(
                uow, case, trigger, site="Kunshan plant", mode="on site", first_day=date(2022, 10, 12),
                last_day=date(2022, 10, 13),
            )  # fmt: skip
        move_case(uow, case, "approve_plan")
    with stage.on("Ingrid Solberg", code) as (uow, case):
        commands.send_plan(uow, case)


def assess(uow: UnitOfWork, case: Case, sources: list[str]) -> None:
    """A completeness entry for each source and for the unlisted ones (G-RISK-1)."""
    for source in (*sources, UNLISTED):
        is_open = source == UNLISTED
        commands.assess_risk(
            uow, case, source, A.COMPLETENESS, inherent=L.MEDIUM if is_open else L.LOW, control=L.HIGH,
            is_control_tested=False,
            reason="sources outside the register" if is_open else "in the register; looked for in the ledger",
        )  # fmt: skip


def add(
    stage: Stage, uow: UnitOfWork, case: Case, sources: tuple[str, ...], assertion: A, technique: T, purpose: str,
    who: str,
) -> str:  # fmt: skip
    """Add one activity for a person of the team; gives its code."""
    person = uow.session.get(Person, stage.ids[who])
    row = commands.add_activity(
        uow, case, source_codes=sources, assertion=assertion, technique=technique, purpose=purpose,
        assigned_to=person, due=date(2022, 10, 21),
    )  # fmt: skip
    return row.code
