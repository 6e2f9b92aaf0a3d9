"""The checks on units, invoices, balances, certificates, trends and records, run on a case's own evidence."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import func, select

from methods.quantification import Co2eFactor, FactorMass, SourceLine
from tests.factories import EVERYTHING, House, a_case, a_document, the_system
from tests.methods.worked_case import DIESEL, ELECTRICITY_V1, MATERIALS, REFRIGERANT_V2
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from workflow.cases.rules import CaseState
from workflow.documents.models import DocumentVersion, EvidenceRequest
from workflow.documents.queries import current_version, document_by_code
from workflow.documents.rules import DocumentKind
from workflow.documents.storage import store
from workflow.figures import commands
from workflow.figures.grid.models import Meter
from workflow.figures.models import CheckResult, Figure, PrintedField
from workflow.figures.queries import check_results_of, figure_by_code
from workflow.figures.rules import CheckOutcome, FigureState, LinkRole, Technique, TestResult
from workflow.findings import proposals
from workflow.ghg_statement.queries import latest_received, lines_of
from workflow.people.models import Organisation
from workflow.unit_of_work import UnitOfWork, reading, unit_of_work

YEAR = (date(2021, 1, 1), date(2021, 12, 31))
JANUARY, FEBRUARY = (date(2021, 1, 1), date(2021, 1, 31)), (date(2021, 2, 1), date(2021, 2, 28))


@dataclass(frozen=True)
class Print:
    """A number on a page, read right, and the line that it carries or stands beside."""

    value: str
    unit: str | None
    label: str = ""
    column: str = ""
    period: tuple[date, date] | None = None
    meter: str | None = None
    line: str | None = None
    role: LinkRole = LinkRole.PRIMARY
    page: int = 1
    row: int = 1
    is_witnessed: bool = True


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene(house)


def stated(scene: Scene, *lines: SourceLine, number: int = 1) -> None:
    hand_in_version(scene, lines, number)


def evidence(
    scene: Scene, code: str, kind: DocumentKind, prints: Sequence[Print], *, text: str | None = None,
    fields: Sequence[tuple[str, str]] = (), **document: Any,
) -> list[str]:  # fmt: skip
    """A document whose numbers the member read right and linked; gives the codes of its figures."""
    with unit_of_work(the_system()) as uow:
        row = a_document(uow, scene.case(uow), code, kind=kind, **document)
        version = current_version(uow.session, row)
        if text is not None:
            words = [[word, 0, 0, 1, 1] for word in text.split()]
            content = json.dumps({"pages": [{"words": words}]}).encode()
            version.reading_sha256 = store().put(io.BytesIO(content), 10_000).sha256
        for name, value in fields:
            uow.session.add(
                PrintedField(
                    case_id=row.case_id, owner_org_id=row.owner_org_id, document_version_id=version.id,
                    name=name, value=value, page=1,
                )
            )  # fmt: skip
        uow.session.flush()
        made = [_figure(uow, version, code, number, seen) for number, seen in enumerate(prints, 1)]
        uow.record("test.evidence", row, covers=[version, *made])
        codes = [figure.code for figure in made]
    for figure_code, seen in zip(codes, prints, strict=True):
        confirm_and_link(scene, figure_code, seen)
    return codes


def _figure(uow: UnitOfWork, version: DocumentVersion, code: str, number: int, seen: Print) -> Figure:
    figure = Figure(
        case_id=version.case_id, owner_org_id=version.owner_org_id, document_version_id=version.id,
        number=number, code=f"{code}.{number}", page=seen.page,
        box=[number * 50, seen.row * 20, number * 50 + 40, seen.row * 20 + 10],
        raw=seen.value, quote=seen.value, read_value=Decimal(seen.value), value=Decimal(seen.value),
        unit=seen.unit, label=seen.label or None, column=seen.column or None, meter=seen.meter,
        period_start=seen.period[0] if seen.period else None, period_end=seen.period[1] if seen.period else None,
        method="text", is_witnessed=seen.is_witnessed, confidence=Decimal("0.97"),
    )  # fmt: skip
    uow.session.add(figure)
    return figure


def confirm_and_link(scene: Scene, code: str, seen: Print) -> None:
    with unit_of_work(scene.member) as uow:
        case = scene.case(uow)
        figure = figure_by_code(uow.session, case, code)
        commands.confirm_figure(uow, figure)
        version = latest_received(uow.session, case)
        if seen.line is not None and version is not None:
            lines = {row.inputs["source_id"]: row for row in lines_of(uow.session, version)}
            commands.link_figure(uow, case, figure, lines[seen.line], seen.role)


def run(scene: Scene, code: str) -> dict[str, tuple[CheckOutcome, str]]:
    """Outcome and sentence of one check by subject."""
    with unit_of_work(scene.lead) as uow:
        rows = commands.run_checks(uow, scene.case(uow))
        return {row.subject: (row.outcome, row.sentence) for row in rows if row.code == code}


def outcomes(scene: Scene, code: str) -> dict[str, CheckOutcome]:
    return {subject: outcome for subject, (outcome, _) in run(scene, code).items()}


def proposal_of(scene: Scene, code: str) -> proposals.Proposal:
    """What the form of a new finding holds when it begins at a check's first fail."""
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        row = next(r for r in check_results_of(uow.session, case, code) if r.outcome is CheckOutcome.FAIL)
        return proposals.proposed(uow.session, case, scene.lead, date(2022, 10, 17), check=row.id)


def a_bill(value: str, period: tuple[date, date] | None = YEAR, **fields: Any) -> Print:
    return Print(value, "MWh", period=period, meter="HIK-M1", line="S06", **fields)


def test_electricity_typed_with_a_digit_less_proposes_its_tonnes(scene: Scene) -> None:
    stated(scene, replace(ELECTRICITY_V1, activity=Decimal(3_864), instruments=()))
    evidence(scene, "E-001", DocumentKind.ELECTRICITY_BILL, [a_bill("38727")])
    outcome, sentence = run(scene, "EV-03")["S06"]
    assert outcome is CheckOutcome.FAIL
    assert "the line says 3864 (a factor of 10)" in sentence
    start = proposal_of(scene, "EV-03")
    assert (start.kind, start.subtype, start.is_misstatement) == ("CAR", "unit", True)
    assert (start.claimed_value, start.verifier_value) == ("3864 MWh", "38727 MWh")
    assert start.effects[0] == {
        "source": "S06", "amount": Decimal("-20255.41"), "basis": "both", "is_projected": False,
    }  # fmt: skip


def test_tonnes_that_differ_by_basis_are_proposed_for_each(scene: Scene) -> None:
    residual = Co2eFactor(Decimal("0.7"), FactorMass.TONNE)
    line = replace(ELECTRICITY_V1, activity=Decimal(1_000), market_factor=residual, instruments=())
    stated(scene, line)
    evidence(scene, "E-001", DocumentKind.ELECTRICITY_BILL, [a_bill("10000")])
    run(scene, "EV-03")
    effects = proposal_of(scene, "EV-03").effects
    assert [(row["basis"], row["amount"]) for row in effects[:2]] == [
        ("location", Decimal("-5229.00")), ("market", Decimal("-6300.00")),
    ]  # fmt: skip


def test_a_line_of_sub_lines_is_proposed_without_tonnes(scene: Scene) -> None:
    stated(scene, replace(MATERIALS, activity=Decimal(563)))
    evidence(scene, "E-015", DocumentKind.GOODS_RECEIPT, [Print("5630", "t", line="S11")])
    assert outcomes(scene, "EV-03") == {"S11": CheckOutcome.FAIL}
    start = proposal_of(scene, "EV-03")
    assert (start.verifier_value, start.effects, start.is_misstatement) == ("5630 t", (), False)


def test_a_line_with_no_figure_behind_it_is_not_scaled(scene: Scene) -> None:
    stated(scene, ELECTRICITY_V1)
    assert run(scene, "EV-03") == {}


def an_invoice(amount: str = "22715.25", total: str | None = "25668.23") -> list[Print]:
    prints = [
        Print("4650", "L", "diesel", "Quantity", line="S02"),
        Print("4.885", "¥", "diesel", "单价"),
        Print(amount, "¥", "diesel", "金额"),
        Print("2952.98", "¥", "diesel", "税额"),
    ]
    return prints if total is None else [*prints, Print(total, "¥", "价税合计", row=3)]


@pytest.mark.parametrize(
    ("prints", "outcome"),
    [
        (an_invoice(), CheckOutcome.PASS),
        (an_invoice(amount="22715.52"), CheckOutcome.FAIL),
        (an_invoice(total="25666.23"), CheckOutcome.FAIL),
        (an_invoice(total=None), CheckOutcome.NOT_APPLICABLE),
        (an_invoice()[:1], CheckOutcome.NOT_APPLICABLE),
    ],
)
def test_an_invoice_is_multiplied_and_added_from_what_is_read_right(
    scene: Scene, prints: list[Print], outcome: CheckOutcome
) -> None:
    stated(scene, DIESEL)
    evidence(scene, "E-007", DocumentKind.FUEL_INVOICE, prints)
    assert outcomes(scene, "EV-05") == {"E-007": outcome}


def test_a_wrong_invoice_asks_for_a_clarification_that_cites_it(scene: Scene) -> None:
    stated(scene, DIESEL)
    evidence(scene, "E-007", DocumentKind.FUEL_INVOICE, an_invoice(total="25666.23"))
    run(scene, "EV-05")
    start = proposal_of(scene, "EV-05")
    assert (start.kind, start.effects) == ("CL", ())
    assert "E-007.5" in start.citations


def test_a_bill_whose_price_is_not_read_right_is_no_invoice(scene: Scene) -> None:
    stated(scene, ELECTRICITY_V1)
    evidence(scene, "E-001", DocumentKind.ELECTRICITY_BILL, [a_bill("38640")])
    assert run(scene, "EV-05") == {}


def test_an_invoice_nobody_has_read_right_yet_keeps_its_file_from_passing(scene: Scene) -> None:
    stated(scene, DIESEL)
    evidence(scene, "E-007", DocumentKind.FUEL_INVOICE, an_invoice())
    with unit_of_work(the_system()) as uow:
        read = figure_by_code(uow.session, scene.case(uow), "E-007.1")
        field = PrintedField(
            case_id=read.case_id, owner_org_id=read.owner_org_id, document_version_id=read.document_version_id,
            name="invoice_number", value="20880348", page=2,
        )  # fmt: skip
        uow.session.add(field)
        uow.record("test.page", read)
    outcome, sentence = run(scene, "EV-05")["E-007"]
    assert (outcome, "on 1 of 2 invoices" in sentence) == (CheckOutcome.NOT_APPLICABLE, True)


def test_a_price_per_megawatt_hour_is_taken_for_kilowatt_hours(scene: Scene) -> None:
    stated(scene, ELECTRICITY_V1)
    prints = [
        Print("210000", "kWh", "Peak", line="S06", period=JANUARY, meter="HIK-M2"),
        Print("1034.70", "CNY/MWh", "Peak", "Price"),
        Print("217287.00", "CNY", "Peak", "Amount (CNY)"),
        Print("28247.31", "CNY", "VAT 13%", "Amount (CNY)", row=2),
        Print("245534.31", "CNY", "Amount due", row=3),
    ]
    evidence(scene, "E-002", DocumentKind.ELECTRICITY_BILL, prints)
    assert outcomes(scene, "EV-05") == {"E-002": CheckOutcome.PASS}


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ([("buyer", "HALDEN INTERCONNECT (KUNSHAN) CO LTD")], CheckOutcome.PASS),
        ([("uscc", "91320583MADEMHK01X"), ("uscc", "91320500MADEMFU15E")], CheckOutcome.PASS),
        ([("buyer", "Halden Cable (Dongguan) Co., Ltd")], CheckOutcome.FAIL),
        ([("invoice_number", "30410114")], CheckOutcome.NOT_APPLICABLE),
    ],
)
def test_an_invoice_for_another_company_fails(
    scene: Scene, fields: list[tuple[str, str]], outcome: CheckOutcome
) -> None:
    with unit_of_work(the_system()) as uow:
        party = uow.session.get_one(Organisation, scene.party_id)
        party.registration_id = "91320583MADEMHK01X"
        uow.record("test.party", party)
    stated(scene, DIESEL)
    evidence(scene, "E-007", DocumentKind.FUEL_INVOICE, [], fields=fields)
    assert outcomes(scene, "EV-08") == {"E-007": outcome}


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ([("site", "88 Demo Road, Kunshan")], CheckOutcome.PASS),
        ([("site", "Sales office, Suzhou")], CheckOutcome.PASS),
        ([("meter", "HIK-M1")], CheckOutcome.PASS),
        ([("site", "16 Sample Avenue, Dongguan")], CheckOutcome.FAIL),
        ([("meter", "HIK-M1"), ("meter", "HIK-M9")], CheckOutcome.NOT_APPLICABLE),
    ],
)
def test_a_bill_for_a_place_that_is_no_site_of_the_case_fails(
    scene: Scene, fields: list[tuple[str, str]], outcome: CheckOutcome
) -> None:
    with unit_of_work(the_system()) as uow:
        case = scene.case(uow)
        case.sites = "Kunshan plant | 88 Demo Road, Kunshan, Jiangsu | plating"
        meter = Meter(
            case_id=case.id, owner_org_id=case.owner_org_id, code="M-001", number="HIK-M1",
            site="Sales office, Suzhou", opened_by="the reading", opened_at=uow.now,
        )  # fmt: skip
        uow.session.add(meter)
        uow.record("test.sites", case, covers=[meter])
    evidence(scene, "E-002", DocumentKind.ELECTRICITY_BILL, [], fields=fields)
    assert outcomes(scene, "EV-08") == {"E-002": outcome}


@pytest.mark.parametrize(
    ("invoiced", "outcome"),
    [("7827", CheckOutcome.PASS), ("7900", CheckOutcome.FAIL), (None, CheckOutcome.NOT_APPLICABLE)],
)
def test_the_meter_is_held_against_the_invoices_that_name_it(
    scene: Scene, invoiced: str | None, outcome: CheckOutcome
) -> None:
    stated(scene, ELECTRICITY_V1)
    evidence(scene, "E-002", DocumentKind.ELECTRICITY_BILL, [a_bill("7740")])
    if invoiced:
        beside = Print(invoiced, "MWh", meter="HIK-M1", line="S06", role=LinkRole.CORROBORATING)
        evidence(scene, "E-004", DocumentKind.INVOICE, [beside])
    assert outcomes(scene, "EV-09") == {"HIK-M1": outcome}


def a_log(total: str, *, without: str = "") -> list[Print]:
    parts = {
        "Stock at beginning": "20", "Bought": "70", "Stock at end": "15", "Recovered": "8",
        "Net increase of charge": "5",
    }  # fmt: skip
    rows = [Print(value, "kg", name) for name, value in parts.items() if name != without]
    return [Print(total, "kg", "Total", line="S04"), *rows]


def test_recovered_gas_that_the_line_did_not_deduct_proposes_its_tonnes(scene: Scene) -> None:
    stated(scene, replace(REFRIGERANT_V2, activity=Decimal(70)))
    evidence(scene, "E-009", DocumentKind.REFRIGERANT_LOG, a_log("70"))
    outcome, sentence = run(scene, "EV-11")["S04"]
    assert outcome is CheckOutcome.FAIL
    assert "20 - 15 + 70 - 8 - 5 = 62 kg were released, the line says 70 kg" in sentence
    start = proposal_of(scene, "EV-11")
    assert (start.claimed_value, start.verifier_value) == ("70 kg", "62 kg")
    # 157.89 stated, 139.84 right.
    assert start.effects[0]["amount"] == Decimal("18.05")


@pytest.mark.parametrize(
    ("without", "outcome"), [("", CheckOutcome.PASS), ("Recovered", CheckOutcome.NOT_APPLICABLE)]
)
def test_a_balance_passes_only_when_all_of_it_is_read_right(
    scene: Scene, without: str, outcome: CheckOutcome
) -> None:
    stated(scene, REFRIGERANT_V2)
    evidence(scene, "E-009", DocumentKind.REFRIGERANT_LOG, a_log("62", without=without))
    assert outcomes(scene, "EV-11") == {"S04": outcome}


def test_more_green_electricity_than_was_used_fails(scene: Scene) -> None:
    stated(scene, replace(ELECTRICITY_V1, activity=Decimal(5_999), instruments=()))
    volume = Print("6000", "MWh", period=YEAR, line="S06", role=LinkRole.CORROBORATING)
    evidence(
        scene,
        "E-018",
        DocumentKind.ENERGY_CERTIFICATE,
        [volume],
        fields=[("certificate", "0000-0073-4120-0001")],
    )
    assert outcomes(scene, "EV-14") == {"S06": CheckOutcome.FAIL}
    start = proposal_of(scene, "EV-14")
    assert (start.kind, start.subtype) == ("CAR", "certificate")


def test_green_electricity_within_use_passes_and_none_is_not_asked(scene: Scene) -> None:
    stated(scene, ELECTRICITY_V1)
    assert outcomes(scene, "EV-14") == {"S06": CheckOutcome.PASS}
    stated(scene, replace(ELECTRICITY_V1, instruments=()), number=2)
    assert run(scene, "EV-14") == {}


@pytest.mark.parametrize(
    ("text", "year", "outcome"),
    [
        ("I-REC redemption Country of production China", 2024, CheckOutcome.PASS),
        ("I-REC redemption Country of production China", 2025, CheckOutcome.FAIL),
        ("GEC redemption Country of production China", 2025, CheckOutcome.NOT_APPLICABLE),
        ("I-REC redemption Country of production Vietnam", 2025, CheckOutcome.NOT_APPLICABLE),
        ("I-REC redemption", 2025, CheckOutcome.NOT_APPLICABLE),
    ],
)
def test_an_irec_of_china_is_no_proof_for_2025(
    scene: Scene, text: str, year: int, outcome: CheckOutcome
) -> None:
    stated(scene, ELECTRICITY_V1)
    volume = Print("1000", "MWh", period=(date(year, 1, 1), date(year, 12, 31)))
    evidence(
        scene, "E-018", DocumentKind.ENERGY_CERTIFICATE, [volume], text=text,
        fields=[("certificate", "0000-0073-4120-0001")],
    )  # fmt: skip
    assert outcomes(scene, "EV-15") == {"0000-0073-4120-0001": outcome}


def test_a_jump_from_one_bill_to_the_next_asks_for_an_explanation(scene: Scene) -> None:
    stated(scene, ELECTRICITY_V1)
    evidence(scene, "E-001", DocumentKind.ELECTRICITY_BILL, [a_bill("310", JANUARY), a_bill("350", FEBRUARY)])
    assert run(scene, "EV-16")["HIK-M1"][0] is CheckOutcome.FAIL
    assert "2021-02-01..2021-02-28 +25.00 %" in run(scene, "EV-16")["HIK-M1"][1]
    assert proposal_of(scene, "EV-16").kind == "CL"


def test_without_a_period_before_no_year_is_compared(scene: Scene) -> None:
    stated(scene, ELECTRICITY_V1)
    assert outcomes(scene, "EV-16") == {"C-2022-0001": CheckOutcome.NOT_APPLICABLE}


@pytest.mark.parametrize(("earlier", "outcome"), [("33", CheckOutcome.PASS), ("30", CheckOutcome.FAIL)])
def test_a_source_is_held_against_its_year_before(scene: Scene, earlier: str, outcome: CheckOutcome) -> None:
    before = _case_of_the_year_before(scene)
    line = replace(ELECTRICITY_V1, activity=Decimal(earlier), unit="GWh", instruments=())
    hand_in_version(before, [line], 1, period=(date(2020, 1, 1), date(2020, 12, 31)))
    stated(scene, ELECTRICITY_V1)
    assert outcomes(scene, "EV-16") == {"S06": outcome}


def _case_of_the_year_before(scene: Scene) -> Scene:
    with unit_of_work(the_system()) as uow:
        body = uow.session.get_one(Organisation, scene.body_id)
        case = a_case(
            uow, body, "C-2021-0001", state=CaseState.EXECUTION, responsible_party_org_id=scene.party_id,
            period_start=date(2020, 1, 1), period_end=date(2020, 12, 31),
        )  # fmt: skip
        return replace(scene, case_id=case.id, preparer=the_system())


def test_the_use_is_held_against_the_output_of_the_same_days(scene: Scene) -> None:
    stated(scene, ELECTRICITY_V1)
    months = [(date(2021, m, 1), date(2021, m + 1, 1) - timedelta(days=1)) for m in (1, 2, 3)]
    bills = [a_bill(value, month) for value, month in zip(("310", "280", "310"), months, strict=True)]
    evidence(scene, "E-001", DocumentKind.ELECTRICITY_BILL, bills)
    assert outcomes(scene, "EV-17") == {"C-2022-0001": CheckOutcome.NOT_APPLICABLE}
    made = [
        Print(v, "t", "Production output", period=m) for v, m in zip(("100", "90", "50"), months, strict=True)
    ]
    evidence(scene, "E-030", DocumentKind.OTHER, made)
    outcome, sentence = run(scene, "EV-17")["HIK-M1"]
    assert outcome is CheckOutcome.FAIL
    assert "2021-03-01..2021-03-31" in sentence


def test_an_unwitnessed_figure_tested_by_its_own_reader_fails(scene: Scene) -> None:
    stated(scene, DIESEL)
    (code,) = evidence(
        scene, "E-007", DocumentKind.FUEL_INVOICE, [Print("18600", "L", line="S02", is_witnessed=False)]
    )
    assert outcomes(scene, "EV-20") == {"C-2022-0001": CheckOutcome.NOT_APPLICABLE}
    with unit_of_work(scene.lead) as uow:
        figure = figure_by_code(uow.session, scene.case(uow), code)
        commands.test_figure(uow, figure, technique=Technique.TRACING, result=TestResult.HOLDS)
    assert outcomes(scene, "EV-20") == {"C-2022-0001": CheckOutcome.PASS}
    with unit_of_work(the_system()) as uow:
        figure = figure_by_code(uow.session, scene.case(uow), code)
        figure.read_right_by_id = scene.lead.person_id
        uow.record("test.read_by_the_tester", figure)
    outcome, sentence = run(scene, "EV-20")["C-2022-0001"]
    assert (outcome, code in sentence) == (CheckOutcome.FAIL, True)


def test_a_linked_figure_that_was_corrected_waits_to_be_read_right_again(scene: Scene) -> None:
    stated(scene, DIESEL)
    assert outcomes(scene, "EV-21") == {"C-2022-0001": CheckOutcome.NOT_APPLICABLE}
    (code,) = evidence(scene, "E-007", DocumentKind.FUEL_INVOICE, [Print("18600", "L", line="S02")])
    assert outcomes(scene, "EV-21") == {"C-2022-0001": CheckOutcome.PASS}
    with unit_of_work(scene.member) as uow:
        figure = figure_by_code(uow.session, scene.case(uow), code)
        commands.correct_figure(uow, figure, value=Decimal(18_000), unit="L")
        assert figure.state is FigureState.PROPOSED
    outcome, sentence = run(scene, "EV-21")["C-2022-0001"]
    assert (outcome, "E-007.1 (S02)" in sentence) == (CheckOutcome.FAIL, True)
    start = proposal_of(scene, "EV-21")
    assert start.citations == code


@pytest.mark.parametrize(
    ("days", "outcome"), [(0, CheckOutcome.PASS), (1, CheckOutcome.FAIL), (None, CheckOutcome.NOT_APPLICABLE)]
)
def test_a_document_is_not_dated_after_the_day_it_came(
    scene: Scene, days: int | None, outcome: CheckOutcome
) -> None:
    stated(scene, DIESEL)
    came = scene.house.clock.now().date()
    dated = [] if days is None else [("issue_date", (came + timedelta(days=days)).isoformat())]
    evidence(scene, "E-007", DocumentKind.FUEL_INVOICE, [], fields=dated)
    assert outcomes(scene, "EV-22") == {"C-2022-0001": outcome}


@pytest.mark.parametrize(
    ("made", "changed", "noted"),
    [
        ("{asked}T23:59:00", None, False),
        ("{after}T00:00:00", None, True),
        (None, "{after}T00:00:00", True),
        # Late in the evening there it is the next day where the entity is.
        ("{asked}T23:30:00-12:00", None, True),
        ("{late}T00:00:00", None, False),
    ],
)
def test_a_file_made_after_it_was_asked_for_is_noted_and_fails_nothing(
    scene: Scene, made: str | None, changed: str | None, noted: bool
) -> None:
    stated(scene, DIESEL)
    came = scene.house.clock.now().date()
    days = {
        "asked": came - timedelta(days=9),
        "after": came - timedelta(days=8),
        "late": came + timedelta(days=1),
    }
    evidence(
        scene, "E-007", DocumentKind.FUEL_INVOICE, [], fields=[("issue_date", came.isoformat())],
        request_code="R-001",
    )  # fmt: skip
    with unit_of_work(the_system()) as uow:
        case = scene.case(uow)
        asked = EvidenceRequest(
            case_id=case.id, owner_org_id=case.owner_org_id, code="R-001", item="Invoices", owner_name="Liu Yan",
            asked_of_org_id=case.owner_org_id, asked_on=days["asked"], due=came,
        )  # fmt: skip
        uow.session.add(asked)
        document = document_by_code(uow.session, case, "E-007")
        version = current_version(uow.session, document)
        version.file_made, version.file_changed = (said and said.format(**days) for said in (made, changed))
        uow.record("test.dates", document, covers=[version, asked])
    outcome, sentence = run(scene, "EV-22")["C-2022-0001"]
    assert (outcome, f"E-007 {days['after']}" in sentence) == (CheckOutcome.PASS, noted)


@pytest.mark.parametrize(
    ("text", "period", "outcome"),
    [
        ("Product carbon footprint, cradle to gate", YEAR, CheckOutcome.PASS),
        ("Product carbon footprint", YEAR, CheckOutcome.FAIL),
        ("cradle-to-gate", (date(2018, 1, 1), date(2018, 12, 31)), CheckOutcome.FAIL),
        ("cradle-to-gate", None, CheckOutcome.NOT_APPLICABLE),
        (None, YEAR, CheckOutcome.NOT_APPLICABLE),
    ],
)
def test_supplier_data_are_of_the_year_and_say_their_boundary(
    scene: Scene, text: str | None, period: tuple[date, date] | None, outcome: CheckOutcome
) -> None:
    stated(scene, DIESEL)
    value = Print("4.05", "kg CO2e/kg", period=period)
    evidence(scene, "E-016", DocumentKind.SUPPLIER_DECLARATION, [value], text=text)
    assert outcomes(scene, "EV-23") == {"E-016 p.1": outcome}


def test_a_second_run_writes_nothing_new(scene: Scene) -> None:
    stated(scene, DIESEL, ELECTRICITY_V1, REFRIGERANT_V2)
    evidence(scene, "E-007", DocumentKind.FUEL_INVOICE, an_invoice())
    evidence(scene, "E-009", DocumentKind.REFRIGERANT_LOG, a_log("62"))
    run(scene, "EV-05")
    with reading(EVERYTHING) as session:
        before = session.scalar(select(func.count(CheckResult.id)))
    run(scene, "EV-05")
    with reading(EVERYTHING) as session:
        assert session.scalar(select(func.count(CheckResult.id))) == before
