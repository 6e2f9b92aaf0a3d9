"""The group's targets at the end of November 2022: base year cited from HIK's statement, two targets, a roadmap."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import select

from demo.stage import Stage
from methods.boundary import Approach
from methods.quantification import Basis
from methods.roadmap import LeverKind
from workflow.cases.models import Case
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState
from workflow.targets import inventories, roadmap_commands, target_commands
from workflow.targets.access import group_of
from workflow.targets.inventories import Chosen
from workflow.targets.queries import newest_inventory, target_by_code
from workflow.targets.roadmap_commands import Activity
from workflow.targets.roadmap_sheet import LeverEntry
from workflow.targets.rules import NEAR_TERM_SET, SCOPE_3_CATEGORIES, TargetKind
from workflow.targets.target_commands import Written
from workflow.unit_of_work import UnitOfWork

D = Decimal
OFFICE, SIGNATORY = "Sofia Marques", "Tone Vik"
TARGETS = ("Abs1", "Abs2")
NOT_HERE = "The group's plants have no such activity."
SUBMISSION = {
    "is_set_at_group_level": "yes", "outside": "none", "target_approach": "operational_control",
    "activities": "electronics", "is_finance": "no", "is_oil_and_gas": "no", "needs_sector_path": "no",
    "parent_on_standard_route": "no", "uses_sme_route": "no", "staff": "9200", "turnover": "880000000",
    "assets": "910000000", "scope_2_approach": "location-based",
    "gases_assessed": "CO2, CH4, N2O, HFCs, PFCs, SF6, NF3", "excluded_from_inventory": "0",
    "scope_3_excluded": "0", "recent_year": "2021", "inventory_is_complete": "yes", "is_flag_sector": "no",
    "flag_emissions": "0", "sells_fossil_fuels": "no", "produces_fossil_fuels": "no",
    "submission_date": "2023-09-01", "is_first_submission": "yes", "has_commitment": "yes",
    "commitment_letter": "2022-01-20",
    **{f"screen_{number}": NOT_HERE for number in SCOPE_3_CATEGORIES if number not in {1, 4, 5, 6, 7}},
}  # fmt: skip
CLAIMS = {"credits_counted": "0", "avoided_counted": "0", "is_flag_target": "no", "method_is_current": "yes"}
SCOPES_1_2 = {
    "scopes": "1,2",
    "target_year": "2030",
    "reduction": "0.42",
    "excluded_from_target": "0",
    **CLAIMS,
}
SCOPE_3 = {"scopes": "3", "target_year": "2030", "reduction": "0.25", "cover_1": "1", **CLAIMS}
LEVERS = (
    LeverEntry(
        "L-01", "Solar roofs", LeverKind.RENEWABLE_ON_SITE, 2024, 2030, D("3100"), site="Kunshan", scope="S2",
        lifetime=20, mwh=D("5567.53"), factor_source="MEE and NBS, national average 2021", capex=D("21000000"),
        capex_year=2023, yearly_cost=D("210000"), yearly_saving=D("3300000"), confidence="high",
        owner="Liu Yan", status="planned", overlap_group="power",
    ),
    LeverEntry(
        "L-02", "Drives and compressed air", LeverKind.EFFICIENCY, 2023, 2030, D("1900"), site="Kunshan", scope="S2",
        lifetime=10, mwh=D("3412.36"), factor_source="MEE and NBS, national average 2021", capex=D("4200000"),
        capex_year=2022, yearly_saving=D("2400000"), confidence="high", owner="Liu Yan", status="under way",
        overlap_group="power",
    ),
    LeverEntry(
        "L-03", "Power purchase from wind", LeverKind.POWER_PURCHASE, 2026, 2030, D("8700"), scope="S2",
        yearly_cost=D("900000"), confidence="medium", owner=OFFICE, status="asked for", overlap_group="power",
    ),
    LeverEntry(
        "L-04", "Refrigerants of low warming", LeverKind.REFRIGERANT, 2025, 2030, D("310"), scope="S1", lifetime=12,
        capex=D("1100000"), capex_year=2024, confidence="medium", owner="Liu Yan", status="planned",
    ),
)  # fmt: skip
# The published programme's two savings imply two factors, and neither is the inventory's.
PUBLISHED = (
    ("33 factories with renewable electricity", "271197", "177871"),
    ("6 factories with solar power", "49480", "31088"),
)


def play_targets(stage: Stage, hik: str) -> None:
    """The office cites the base year, writes near-term targets and a small roadmap; the signatory approves."""
    with stage.acts(OFFICE) as uow:
        _cite(uow, hik)
    with stage.acts(OFFICE) as uow:
        _write_targets(uow)
    with stage.acts(OFFICE) as uow:
        _draw_roadmap(uow)
    with stage.acts(SIGNATORY) as uow:
        group = group_of(uow.session, uow.actor)
        for code in TARGETS:
            target_commands.move_target(uow, group, target_by_code(uow.session, group, code), "approve")
    stage.settle()


def _cite(uow: UnitOfWork, hik: str) -> None:
    group = group_of(uow.session, uow.actor)
    query = select(Issue.revision).join(Case, Case.id == Issue.case_id)
    revision = uow.session.scalars(query.where(Case.code == hik, Issue.state == IssueState.ISSUED)).one()
    chosen = [Chosen(hik, revision, D(1))]
    note = "2021 is the first year with a verified statement; the other entities follow as theirs are issued."
    inventories.cite_year(uow, group, 2021, chosen, approach=Approach.OPERATIONAL_CONTROL, note=note)
    target_commands.state_submission(uow, group, SUBMISSION)


def _write_targets(uow: UnitOfWork) -> None:
    group = group_of(uow.session, uow.actor)
    base = newest_inventory(uow.session, group, 2021)
    for name, answers in (
        ("Scopes 1 and 2, 1.5 °C, by 2030", SCOPES_1_2), ("Scope 3, well below 2 °C, by 2030", SCOPE_3)
    ):  # fmt: skip
        target_commands.begin_target(
            uow, group, TargetKind.ABSOLUTE, Written(name, NEAR_TERM_SET, answers, base)
        )


def _draw_roadmap(uow: UnitOfWork) -> None:
    group = group_of(uow.session, uow.actor)
    target = target_by_code(uow.session, group, "Abs1")
    roadmap_commands.set_basis(
        uow, group, target=target, basis=Basis.LOCATION, currency="CNY", interest=D("0.06"),
        inventory_factor=D("0.5568"), factor_source="MEE and NBS, national average 2021",
    )  # fmt: skip
    power = Activity(
        "Purchased electricity and steam", D("23578.39"), "t", D("0.015"), D(1), "base year", "power"
    )
    direct = Activity("Direct emissions", D("1304.93"), "t", D("0.01"), D(1), "base year")
    for driver in (power, direct):
        roadmap_commands.set_activity(uow, group, driver)
    roadmap_commands.take_levers(uow, group, LEVERS)
    for name, mwh, tonnes in PUBLISHED:
        roadmap_commands.note_claim(
            uow, group, name=name, mwh=D(mwh), tonnes=D(tonnes), source="published programme, 2022"
        )
