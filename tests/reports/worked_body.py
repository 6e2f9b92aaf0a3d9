"""The worked case's verification work, written out by hand: evidence, tests, visits, report body."""

from datetime import date

from reports.contract import (
    CheckRow,
    DatedStep,
    EvidenceRow,
    Person,
    ReportBody,
    RiskRow,
    TestRow,
    Visit,
)
from tests.reports.worked_evaluation import EVALUATION, LEDGER, SAMPLE
from tests.reports.worked_findings import FINDINGS
from tests.reports.worked_inventory import UNCERTAINTIES

_TITLES = (
    "Electricity bills, meter HIK-M1",
    "Electricity bills, meter HIK-M2",
    "Electricity bill HIK-M2, July 2021",
    "Electricity fapiao",
    "Gas bills",
    "Gas meter calibration certificate",
    "Diesel fapiao",
    "Fuel-card year statement",
    "Refrigerant log",
    "Attendance report",
    "Steam settlements",
    "Freight ledger",
    "Commuting survey",
    "Travel agent report",
    "Goods receipts, 130 lots",
    "Supplier PCF letters",
    "Waste manifests",
    "I-REC redemptions R1 and R2",
    "Purchase ledger",
    "Site-visit notes and photos",
    "GHG report v1",
    "GHG report v2",
    "组织边界图（含核心供应商环与各楼层计量点平面布置说明）",
    "Representation letter",
    "Delivery notes of the sampled lots",
)
EVIDENCE = tuple(
    EvidenceRow(
        code=f"E-{number:03}",
        title=title,
        kind="PDF" if number not in (10, 12, 15) else "XLSX",
        origin="verifier working paper" if number == 20 else "client",
        entity="HIK",
        received_on=date(2022, 10, 14),
        sha256=f"{number:02x}" * 32,
        size=number * 48_211,
        pages=number % 7 + 1,
        period="2021",
        reliability="external held by client",
        lines=("L-019",) if number in (1, 2, 3, 4) else (),
        findings=("F-001",) if number in (2, 3) else (),
        figures=24,
        read_right=24,
        tested=12 if number % 2 else 24,
        file_name=f"E-{number:03}.pdf",
    )
    for number, title in enumerate(_TITLES, start=1)
)

BODY = ReportBody(
    place="Tromsø",
    dated=date(2022, 11, 25),
    team=(
        Person(name="Ingrid Solberg", role="Lead verifier"),
        Person(name="Chen Wei", role="Team member"),
        Person(name="Rafael Ortiz", role="Technical expert"),
        Person(name="Amara Okafor", role="Independent reviewer"),
        Person(name="Jonas Lind", role="Decision maker and authorised signatory"),
    ),
    timeline=tuple(
        DatedStep(on=date(2022, month, day), what=what)
        for month, day, what in (
            (9, 5, "Engagement agreed"),
            (9, 12, "GHG statement v1 received as a draft"),
            (9, 19, "Plan approved"),
            (9, 20, "v1 signed and submitted"),
            (10, 12, "Site visit, two days"),
            (10, 17, "Findings F-001 to F-004 issued"),
            (10, 24, "Findings F-005 and F-006 issued"),
            (11, 7, "v2 submitted, S13 added"),
            (11, 8, "Plan approved again"),
            (11, 11, "Evaluation"),
            (11, 14, "Draft sent for factual check"),
            (11, 22, "Independent review completed"),
            (11, 24, "Decision"),
            (11, 25, "Signed and issued"),
        )
    ),
    strategic_summary=(
        "Electricity is 43 % and purchased materials 47 % of the total; both rest on external "
        "records. The inventory is "
        "the first one, is kept by one person in workbooks, and rests on no tested control.",
    ),
    risks=(
        RiskRow(
            source="S06",
            assertion="completeness",
            inherent="H",
            control="H",
            score=9,
            detection="low",
            response="all bills traced; meter list against bills",
        ),
        RiskRow(
            source="S11",
            assertion="occurrence",
            inherent="H",
            control="H",
            score=9,
            detection="low",
            response="tonne-unit sample of receipts to delivery notes",
        ),
        RiskRow(
            source="unlisted sources",
            assertion="completeness",
            inherent="M",
            control="H",
            score=6,
            detection="low",
            response="purchase ledger and walk-through to the inventory",
        ),
    ),
    procedures=(
        "Recalculation of every line in decimals.",
        "Tracing of primary documents to the lines, and retracing.",
        "Observation of meters, boilers, forklift trucks and stores during the site visit.",
    ),
    tests=(
        TestRow(
            code="T-01",
            source="S06",
            assertion="completeness",
            technique="tracing",
            population="24 bills, 2 meters",
            extent="all",
            result="exception",
            finding="F-001",
            prepared="Chen Wei 2022-10-14",
            reviewed="Ingrid Solberg 2022-10-16",
        ),
        TestRow(
            code="T-02",
            source="S11",
            assertion="occurrence",
            technique="sampling",
            population="130 lots",
            extent="22 lots",
            result="exception",
            finding="F-005",
            prepared="Chen Wei 2022-10-21",
            reviewed="Ingrid Solberg 2022-10-23",
        ),
    ),
    checks=(
        CheckRow(
            code="EV-01",
            subject="E-002",
            answer="fail",
            values="gap 2021-07-01 to 2021-07-31; 2022-01 outside",
        ),
        CheckRow(
            code="EV-10", subject="E-006", answer="fail", values="gap 2021-11-01 to 2021-12-31, 61 days"
        ),
        CheckRow(
            code="EV-13", subject="E-018", answer="fail", values="R2: beneficiary Halden Cable (Dongguan)"
        ),
        CheckRow(
            code="EV-18", subject="S04", answer="fail", values="implied 2,088 against 2,255.5 of AR6-27.9"
        ),
        CheckRow(code="EV-19", subject="E-019", answer="fail", values="350 LPG cylinders without a source"),
    ),
    visits=(
        Visit(
            site="Kunshan plant",
            start=date(2022, 10, 12),
            end=date(2022, 10, 13),
            people=("Ingrid Solberg", "Chen Wei", "Rafael Ortiz"),
            reason="first verification by this body",
            work="meters, boilers, stores, forklift trucks, data office",
        ),
    ),
    samples=(SAMPLE,),
    data_and_controls=(
        "Entries are made monthly by one person and checked once a year. No control was relied on.",
    ),
    findings=FINDINGS,
    ledger=LEDGER,
    evaluation=EVALUATION,
    previous_findings=(),
    recommendations=("Keep the list of meters and their reading days with the inventory procedure.",),
    uncertainties=UNCERTAINTIES,
    uncertainty_note="Error propagation, half of the 95 % interval; uncertainty is not compared "
    "with materiality.",
    factual_check="Sent 2022-11-14, answered 2022-11-15, no point raised.",
    representation="Representation letter E-024 of 2022-11-10, signed by Zhang Min.",
    evidence=EVIDENCE,
)
