"""The worked case's verification statement NA-2022-0041 rev 0, written out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal as D  # noqa: N817 - the tables read better with it

from reports.contract import (
    Conclusion,
    DocumentHeader,
    EvidenceWork,
    GroupOpinion,
    IdentifiedStatement,
    Level,
    Nature,
    Objective,
    PartyDuty,
    Person,
    StatementContract,
    TraceContract,
    TraceFigure,
    VerificationBody,
    VerifierDuty,
    contract_hash,
    join_report,
)
from tests.reports.worked_body import BODY
from tests.reports.worked_inventory import HIK, LINES, SITES, SUMMARY, YEAR_2021

NORRLAND = VerificationBody(
    name="Norrland Assurance AS",
    address="Storgata 14, 9008 Tromsø, Norway",
    accreditation_number="DEMO-VV-014",
    accreditation_scope="Verification of GHG statements of organisations, manufacturing sectors",
    accreditation_body="Demo Accreditation",
)
V2_SHA256 = "7c1f" * 16

GROUP_A = GroupOpinion(
    code="A",
    name="Categories 1 and 2",
    categories=(1, 2),
    level=Level.REASONABLE,
    threshold=D("0.05"),
    threshold_tonnes=D("1244.17"),
    denominator=D("24883.32"),
    denominator_basis="the location-based total of the group",
    conclusion=Conclusion.UNMODIFIED,
    qualitative_materiality=("wrong boundary or consolidation approach", "energy certificate claimed twice"),
)
GROUP_B = GroupOpinion(
    code="B",
    name="Categories 3 and 4",
    categories=(3, 4),
    level=Level.LIMITED,
    threshold=D("0.10"),
    threshold_tonnes=D("2738.46"),
    denominator=D("27384.60"),
    denominator_basis="the total of the group",
    conclusion=Conclusion.UNMODIFIED,
    qualitative_materiality=("undisclosed change of method",),
)

_UNBOUND = StatementContract(
    title="Verification statement on the GHG statement 2021 of Halden Interconnect (Kunshan) Co., Ltd",
    addressee="The management of Halden Interconnect (Kunshan) Co., Ltd and the group office of "
    "Halden Precision Group",
    number="NA-2022-0041",
    revision=0,
    organisation=HIK,
    activity="Manufacture of electrical connectors: stamping, plating and moulding",
    organisational_boundary="Operational control; one plant and one office in Kunshan, inclusion factor 1",
    sites=SITES,
    ghg_statement=IdentifiedStatement(
        title="GHG report 2021", version="v2", dated=date(2022, 11, 7), sha256=V2_SHA256, period=YEAR_2021
    ),
    responsible_party=HIK,
    party_duties=tuple(PartyDuty),
    criteria=("ISO 14064-1:2018", "the GHG inventory procedure of Halden Precision Group, edition 2"),
    verification_standard="ISO 14064-3:2019",
    objectives=tuple(Objective),
    scope="Categories 1 to 4 of ISO 14064-1, gases CO2, CH4, N2O and HFC; categories 5 and 6 are "
    "excluded as not "
    "significant; 2021 is the base year",
    nature=Nature.HISTORICAL,
    groups=(GROUP_A, GROUP_B),
    summary=SUMMARY,
    verifier_duties=tuple(VerifierDuty),
    evidence_work=(
        EvidenceWork(
            technique="recalculation", text="every line of the statement, in decimals, from its quantities"
        ),
        EvidenceWork(
            technique="tracing", text="meter readings, bills, logs and ledgers to the lines they support"
        ),
        EvidenceWork(technique="observation", text="site visit to the plant on 12 and 13 October 2022"),
        EvidenceWork(
            technique="sampling", text="22 of 130 lots of purchased materials, by tonne-unit sampling"
        ),
        EvidenceWork(technique="analytical test", text="freight, commuting, travel and waste"),
    ),
    opinion_date=date(2022, 11, 25),
    body=NORRLAND,
    lead_verifier=Person(name="Ingrid Solberg", role="Lead verifier", organisation=NORRLAND.name),
    authorised_signatory=Person(name="Jonas Lind", role="Authorised signatory", organisation=NORRLAND.name),
    reviewer=Person(name="Amara Okafor", role="Independent reviewer", organisation=NORRLAND.name),
    reviewed_on=date(2022, 11, 22),
    restriction="For the addressee and the intended users named in the agreement. It may be passed "
    "on whole only, and "
    "no mark may be used on products. It speaks of the GHG statement named here and of no other.",
    case_reference="C-2022-0001",
    status_url="https://status.norrland.example/s",
    lines=LINES,
    audit_head="b81d" * 16,
    signature_notice="Signing certificates and time stamps come from the verification body's own "
    "authority; they prove "
    "integrity and signer within that authority and give no third-party time.",
    notices=("DEMO: fictional organisations and people; replayed in November 2026.",),
)

REPORT = join_report(_UNBOUND, BODY)
STATEMENT = REPORT.statement
HASH = contract_hash(STATEMENT)

HEADER = DocumentHeader(
    case_reference="C-2022-0001",
    party=HIK.name,
    period=YEAR_2021,
    body=NORRLAND.name,
    statement_version="v2",
    statement_sha256=V2_SHA256,
    number="NA-2022-0041",
    revision=0,
    audit_head="b81d" * 16,
)

_SIGNED = datetime(2022, 10, 20, 9, 30, tzinfo=UTC)


def a_figure(code: str, line: str, value: str, unit: str, document: str, **more: object) -> TraceFigure:
    """Return a figure that is read right and tested, with a box on page 1."""
    facts: dict[str, object] = {
        "term": "",
        "label": "Consumption",
        "role": "primary",
        "document_title": f"Document {document}",
        "file_sha256": "5a" * 32,
        "formula": f"{value} {unit} in {line}",
        "quote": f"本期用量 {value} {unit}",
        "page": 1,
        "box": (D("120.5"), D("300"), D("188.2"), D("312")),
        "method": "text layer, two engines agree",
        "read_right_by": "Chen Wei",
        "read_right_at": _SIGNED,
        "tested_by": "Chen Wei",
        "test": "tracing: no exception",
    } | more
    return TraceFigure(code=code, line=line, value=value, unit=unit, document=document, **facts)  # type: ignore[arg-type]


FIGURES = (
    a_figure("G-001", "L-013", "412,500", "Nm3", "E-005", label="Gas, sum of 12 bills"),
    a_figure("G-002", "L-014", "18,600", "L", "E-007", label="Diesel, 4 deliveries"),
    a_figure("G-003", "L-015", "24,300", "L", "E-008", label="Petrol, fuel-card year statement"),
    a_figure("G-004", "L-016", "62.0", "kg", "E-009", label="R-410A charged"),
    a_figure("G-005", "L-017", "1,020,000", "person-days", "E-010", label="Attendance"),
    a_figure(
        "G-013",
        "L-018",
        "350",
        "cylinders",
        "E-019",
        label="LPG cylinders",
        place="Ledger!C17",
        page=None,
        box=(),
    ),
    a_figure("G-006", "L-019", "30,900", "MWh", "E-001", label="Meter HIK-M1, 12 bills"),
    a_figure("G-007", "L-019", "7,085", "MWh", "E-002", label="Meter HIK-M2, 11 bills"),
    a_figure(
        "G-008",
        "L-019",
        "742",
        "MWh",
        "E-003",
        label="Meter HIK-M2, July 2021",
        formula="(15,432.10 − 14,690.10) × 1,000 = 742,000 kWh = 742 MWh",
    ),
    a_figure("G-009", "L-020", "9,800", "GJ", "E-011", label="Steam, 12 settlements"),
    a_figure("G-010", "L-021", "8,600,000", "t.km", "E-012", label="Freight ledger"),
    a_figure("G-011", "L-022", "10,400,000", "p.km", "E-013", label="Commuting survey"),
    a_figure("G-012", "L-023", "3,250,000", "p.km", "E-014", label="Travel agent report"),
    a_figure("G-014", "L-024", "2,150", "t", "E-015", label="Copper alloy, 50 lots", term="Copper alloy"),
    a_figure("G-015", "L-024", "3,480", "t", "E-015", label="Plastics, 80 lots", term="Plastics"),
    a_figure(
        "G-016",
        "L-025",
        "640",
        "t",
        "E-017",
        label="Waste manifests",
        quote="",
        withheld="Held by another supplier; the words and the cut-out are not part of this profile.",
    ),
)
TRACE = TraceContract(
    header=HEADER, contract_sha256=HASH, status_url=STATEMENT.status_url, lines=LINES, figures=FIGURES
)
