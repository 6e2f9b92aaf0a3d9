"""The contracts of the documents are filled from the group's rows, and what nobody stated stays not stated."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal

from methods.quantification import Basis
from methods.roadmap import LeverKind
from methods.target_rules import Outcome
from methods.targets import DISCLOSURE_COLUMNS
from reports.sbt_contract import DossierContract, RowKind, facts_of
from tests.workflow.targets.documents import FACTS, ask, filled, make, run_jobs, state, version
from tests.workflow.targets.scene import OFFICE, SIGNATORY, Scene
from workflow.opinion.signatures import read
from workflow.programme import boundary
from workflow.programme.boundary import Facts, Stand
from workflow.programme.rules import Place
from workflow.targets import roadmap_commands
from workflow.targets.dossier_contract import contract_of
from workflow.targets.dossier_rules import DocumentKind
from workflow.targets.inventory_values import MARKET
from workflow.targets.queries import hold, target_by_code, values_of
from workflow.targets.roadmap_commands import Activity
from workflow.targets.roadmap_sheet import LeverEntry

D = Decimal


def dossier(scene: Scene) -> DossierContract:
    found = contract_of(version(ask(scene)))
    assert isinstance(found, DossierContract)
    return found


def test_the_inventory_is_that_of_the_cited_statement_and_foots(scene: Scene) -> None:
    base = filled(scene)
    table = dossier(scene).inventory
    with scene.by(OFFICE) as (uow, group):
        held = hold(uow.session, group, uow.now.date())
        values = values_of(held.inventory(base))  # type: ignore[arg-type]
    assert table is not None
    by_kind = {(row.kind, row.category): row.base for row in table.rows}
    assert by_kind[RowKind.SCOPE_1, None] == values.scope_1
    assert by_kind[RowKind.SCOPE_2_MARKET, None] == values.scope_2(MARKET)
    assert by_kind[RowKind.SCOPE_3, 1] == values.scope_3[1]
    assert table.declared_base == values.total((1, 2, 3), "location-based")


def test_a_target_cites_case_statement_revision_and_hash_of_its_base_year(scene: Scene) -> None:
    filled(scene)
    found = dossier(scene)
    (statement,) = found.annexes.statements
    block = found.targets[0]
    assert (statement.number, statement.revision) == ("NA-2022-0041", 0)
    assert "NA-2022-0041/0" in block.base_year_source and "C-2022-" in block.base_year_source
    assert block.base_year_sha256 == statement.statement_sha256 != ""
    assert found.basis.statement == "NA-2022-0041/0"


def test_a_base_year_of_several_statements_names_all_and_claims_no_single_hash(scene: Scene) -> None:
    filled(scene, penang="0.6")
    found = dossier(scene)
    assert [row.number for row in found.annexes.statements] == ["NA-2022-0042", "NA-2022-0041"]
    assert "NA-2022-0041/0" in found.targets[0].base_year_source
    assert "NA-2022-0042/0" in found.targets[0].base_year_source
    assert found.targets[0].base_year_sha256 == found.basis.statement_sha256 == ""


def test_blocks_carry_the_figures_of_the_pre_check(scene: Scene) -> None:
    filled(scene)
    first, second = dossier(scene).targets
    assert first.base_value is not None and first.target_value is not None
    assert abs(first.target_value - first.base_value * D("0.58")) <= D("0.01")
    assert (first.ambition, second.ambition) == ("1.5 °C", "well below 2 °C")
    assert first.line[0].year == 2021 and first.line[-1].amount == first.target_value
    assert first.wording.startswith("Halden Precision Group commits to reduce absolute scope 1 and 2")
    assert second.categories == (1, 4)
    assert (
        "from purchased goods and services and upstream transportation and distribution 25%" in second.wording
    )
    assert first.forward_looking.startswith("kept: The target of 14,432.33 t")
    assert first.coverage == 1


def test_rules_about_the_submission_stand_once_and_those_about_a_target_under_its_code(scene: Scene) -> None:
    filled(scene)
    rules = dossier(scene).rules
    places = [(row.rule_set_id, row.rule_id, row.target_id) for row in rules]
    assert len(places) == len(set(places))
    assert {row.target_id for row in rules} == {"", "Abs1", "Abs2"}
    assert not [row for row in rules if row.outcome is Outcome.FAIL]


def test_coverage_says_what_targets_hold_of_what_is_whole(scene: Scene) -> None:
    filled(scene)
    found = dossier(scene)
    first, second = found.coverage.rows
    assert (first.label, first.covered, first.needed) == ("Scopes 1 and 2", first.whole, D("0.95"))
    assert (second.label, second.needed) == ("Scope 3", D("0.67"))
    assert found.coverage.counted_twice == ()


def test_what_the_office_stated_stands_where_it_belongs(scene: Scene) -> None:
    filled(scene)
    found = dossier(scene)
    assert found.company.legal_name == FACTS["company-legal_name"]
    assert found.company.staff == 9000
    assert found.company.contacts[0].mail == "office@halden.example"
    assert found.exclusions is not None and found.exclusions[0].tonnes == D("4.20")
    assert found.maintenance.threshold == D("0.05")
    assert found.sign_off.title == "Chief executive officer"
    assert found.basis.standards == ("ISO 14064-1:2018", "GHG Protocol")


def test_with_nothing_stated_the_dossier_is_made_and_every_field_says_not_stated(scene: Scene) -> None:
    made = make(scene)
    found = contract_of(made)
    company = {fact.name for fact in facts_of(found.company) if fact.is_stated}
    assert company == {"legal_name"}
    assert found.inventory is None and found.targets == () and found.exclusions is None
    assert made.document_sha256 is not None
    assert {field.name for field in fields(found)} >= {"header", "rules", "annexes"}


def test_a_category_with_a_value_is_relevant_and_one_with_a_reason_is_not(scene: Scene) -> None:
    filled(scene)
    rows = {row.category: row for row in dossier(scene).screening}
    assert rows[1].is_relevant is True and rows[1].decision == "in Abs2"
    assert rows[14].is_relevant is False and rows[14].decision == "not relevant: None in this group."


def test_a_letter_bears_the_day_on_which_it_was_sent(scene: Scene) -> None:
    filled(scene)
    made = make(scene, DocumentKind.LETTER)
    assert made.dated.isoformat() == "2022-01-20"
    found = contract_of(made)
    assert found.consents is True and found.choice.value == "near-term targets"
    assert found.sign_off.signed_on == made.dated


def test_the_ring_of_the_boundary_is_the_list_of_suppliers(scene: Scene) -> None:
    filled(scene)
    with scene.by(OFFICE) as (uow, group):
        programme = boundary.set_up(uow, group, base_year=2021)
        ring = (
            Facts("S001", "Taihe Copper", None, None, "Tongling"),
            Stand(Place.VALUE_CHAIN, date(2021, 1, 1)),
        )
        later = Facts("S002", "Late Resin", None, None, "Wuxi"), Stand(Place.VALUE_CHAIN, date(2022, 1, 1))
        boundary.take(uow, programme, [ring, later])
    (supplier,) = dossier(scene).annexes.suppliers
    assert (supplier.name, supplier.site, supplier.tonnes) == ("Taihe Copper", "Tongling", None)


def test_the_sign_off_bears_the_day_on_which_the_last_target_was_approved(scene: Scene) -> None:
    filled(scene)
    scene.move(SIGNATORY, "Abs1", "approve")
    assert dossier(scene).sign_off.approved_on is None
    scene.move(SIGNATORY, "Abs2", "approve")
    run_jobs()
    assert dossier(scene).sign_off.approved_on == scene.town.house.clock.now().date()


def test_plan_and_progress_report_are_made_of_the_same_rows(scene: Scene) -> None:
    filled(scene)
    scene.type_year(2022, {"S1": "100", "S2": "200", "S3-1": "300"})
    state(scene, plan__summary="Save power first.", progress__summary="A good year.")
    plan, report = make(scene, DocumentKind.PLAN), make(scene, DocumentKind.PROGRESS, 2022)
    assert contract_of(plan).summary == "Save power first."
    found = contract_of(report)
    assert (report.code, found.reporting_year) == ("progress-2022-1", 2022)
    assert [row.target_id for row in found.progress] == ["Abs1", "Abs2"]
    assert found.progress[0].actual == D("300.00")
    assert read(plan.document_sha256 or "")[:2] == read(report.document_sha256 or "")[:2] == b"PK"


def draw_roadmap(scene: Scene) -> None:
    with scene.by(OFFICE) as (uow, group):
        target = target_by_code(uow.session, group, "Abs1")
        roadmap_commands.set_basis(
            uow, group, target=target, basis=Basis.LOCATION, currency="CNY", interest=D("0.06"),
            inventory_factor=D("0.5568"), factor_source="national average",
        )  # fmt: skip
        power = Activity("Electricity", D("50000"), "t", D("0.01"), D(1), "base year")
        roadmap_commands.set_activity(uow, group, power)
        lever = LeverEntry(
            "L-01", "Solar roofs", LeverKind.RENEWABLE_ON_SITE, 2024, 2030, D("3100.005"), scope="S2", lifetime=20,
            mwh=D("5567.53"), capex=D("21000000"), capex_year=2023, owner="Liu Yan",
        )  # fmt: skip
        certificates = LeverEntry(
            "L-02", "Certificates", LeverKind.CERTIFICATES, 2024, 2030, D("900"), scope="S2"
        )
        roadmap_commands.take_levers(uow, group, [lever, certificates])
        roadmap_commands.note_claim(
            uow, group, name="Old claim", mwh=D("271197"), tonnes=D("177871"), source="published"
        )


def test_the_roadmap_stands_in_the_dossier_and_foots_on_its_own_basis(scene: Scene) -> None:
    filled(scene)
    draw_roadmap(scene)
    part = dossier(scene).delivery
    assert [row.lever_id for row in part.levers] == ["L-01", "L-02"]
    # Certificates cut nothing on the location basis, and the table of levers says so as the wedge does.
    assert {point.amount for point in part.levers[1].abatement} == {D("0.00")}
    by_year = {one.year: one for one in part.years}
    assert by_year[2030].abatement == D("3100.01")
    assert by_year[2030].planned == by_year[2030].business_as_usual - by_year[2030].abatement
    assert by_year[2030].gap == by_year[2030].planned - by_year[2030].line
    assert (part.declared_capex, part.interest, part.currency) == (D("21000000"), D("0.06"), "CNY")
    assert [row.name for row in part.foreign] == ["Old claim"]
    assert part.foreign[0].mwh == D("271197")


def test_the_reduction_plan_carries_the_same_roadmap(scene: Scene) -> None:
    filled(scene)
    draw_roadmap(scene)
    plan = make(scene, DocumentKind.PLAN)
    assert plan.document_sha256 is not None
    assert contract_of(plan).delivery == dossier(scene).delivery


def test_the_disclosure_of_the_year_stands_in_the_progress_report(scene: Scene) -> None:
    filled(scene)
    scene.type_year(2022, {"S1": "100", "S2": "200", "S3-1": "300"})
    rows = contract_of(make(scene, DocumentKind.PROGRESS, 2022)).disclosure
    assert {row.cells[0] for row in rows} == {"Abs1", "Abs2"}
    assert {len(row.cells) for row in rows} == {len(DISCLOSURE_COLUMNS)}
