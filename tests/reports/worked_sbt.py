"""A made-up group's SBT documents: a full dossier, one in which nobody stated anything, and one of 100 levers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal as D  # noqa: N817 - the tables read better with it
from hashlib import sha256

from methods.quantification import Basis as MethodBasis
from methods.roadmap import Activity, Lever, LeverKind, abatement_cost, business_as_usual, draw_wedge
from methods.rounding import round_tonnes
from methods.target_rules import CategoryScreening, Method, TargetInputs, Term, check_target, load_rule_set
from methods.targets import (
    DISCLOSURE_COLUMNS,
    AbsoluteTarget,
    CoveredPart,
    Wording,
    WordingFields,
    YearValue,
    measure_progress,
    target_line,
    word_target,
)
from reports.parts import Basis, Organisation
from reports.sbt_contract import (
    Annexes,
    AttachedFile,
    BaseYearShift,
    Bioenergy,
    BioFuel,
    BoardApproval,
    CitedStatement,
    Commitment,
    CommitmentContract,
    CompanyFacts,
    Contact,
    CoverageRow,
    CoverageSummary,
    Delivery,
    DisclosureRow,
    DossierContract,
    EntityInside,
    EntityOutside,
    ExclusionRow,
    ForeignFactor,
    GrowthAssumption,
    InventoryBasis,
    InventoryRow,
    InventoryTable,
    LeverRow,
    Maintenance,
    Occasion,
    PlanContract,
    ProgressContract,
    Reach,
    RealisedRow,
    RoadmapYear,
    Route,
    RowKind,
    SbtHeader,
    ScreeningRow,
    SignOff,
    SubmissionRequest,
    SupplierRow,
    TargetBlock,
    TargetKind,
    TargetProgress,
    VersionChange,
    YearAmount,
    rule_rows,
)

CHINESE = "哈尔登精密制造集团（昆山）互连科技与电子元件股份有限公司第一制造中心"
GROUP = Organisation(name="Halden Precision Group", local_name=CHINESE)
HASH = sha256(b"a statement package").hexdigest()
HEADER = SbtHeader(
    group=GROUP,
    version="2",
    dated=date(2023, 8, 28),
    prepared_by="Project office, Sustainable Development Center",
    rule_sets=("Near-Term Criteria V5.3.1",),
    replaces="1",
    changes=(
        VersionChange(where="T2, target-year value", was="1,012,500.00 t CO2e", now="1,004,350.13 t CO2e"),
    ),
)
SIGN_OFF = SignOff(name="Zhang Min (张敏)", title="Chief executive officer", signed_on=date(2023, 8, 29))
BOARD = BoardApproval(
    decided_on=date(2023, 5, 22),
    minute="B-2023-05/4",
    resolution="The targets T1 to T3 and the roadmap are approved.",
)
COMPANY = CompanyFacts(
    legal_name=GROUP.name,
    local_name=CHINESE,
    address="88 Example Road, Kunshan, Jiangsu",
    structure="One parent with 52 consolidated subsidiaries in six countries; suppliers stand outside the boundary.",
    parent="Parent",
    country="China",
    lei="5493001KJTIIGC8Y1R12",
    sector="Electrical equipment and machinery",
    isic="2610 Manufacture of electronic components and boards",
    staff=171300,
    revenue=D("153946"),
    fiscal_year_end="31 December",
    contacts=(
        Contact(
            name="Liu Yan (刘燕)", role="Head of the project office", mail="office@halden.example", phone=""
        ),
        Contact(name="Zhang Min", role="Chief executive officer", mail="ceo@halden.example", phone="+86 000"),
    ),
    consultant="none",
    fossil_share=D("0"),
    flag_share=D("0.001"),
    financial="none",
)
AMOUNTS = (
    *("812400.18", "61250.00", "148020.70", "39870.25", "6120.48", "9340.90", "18770.00", "0"),
    *("22450.10", "0", "186300.00", "12410.75", "0", "0", "0"),
)
RECENT = (
    *("798210.40", "58400.00", "141310.20", "37940.90", "5980.10", "11020.35", "18420.00", "0"),
    *("21990.60", "0", "190450.00", "12290.15", "0", "0", "0"),
)
REASONS = {
    8: "no leased assets upstream",
    10: "products are finished goods",
    13: "nothing is leased out",
    14: "no franchises",
    15: "no investments outside the boundary",
}
SCOPE_1, SCOPE_2, SCOPE_2_LOCATION = D("118240.55"), D("864120.40"), D("902377.18")
BASE_3 = sum((D(amount) for amount in AMOUNTS), D(0))
S12 = SCOPE_1 + SCOPE_2


def _scope_3_row(number: int) -> InventoryRow:
    if number in REASONS:
        return InventoryRow(
            kind=RowKind.SCOPE_3, category=number, base=D(0), recent=D(0), reason=REASONS[number]
        )
    return InventoryRow(
        kind=RowKind.SCOPE_3,
        category=number,
        base=D(AMOUNTS[number - 1]),
        recent=D(RECENT[number - 1]),
        method="activity data × factor" if number > 1 else "supplier-specific and average data",
        quality="good" if number > 2 else "fair",
    )


INVENTORY = InventoryTable(
    base_year=2021,
    recent_year=2022,
    scope_2=Basis.MARKET,
    rows=(
        InventoryRow(
            kind=RowKind.SCOPE_1, base=SCOPE_1, recent=D("116020.10"), method="per gas", quality="good"
        ),
        InventoryRow(
            kind=RowKind.SCOPE_2_LOCATION, base=SCOPE_2_LOCATION, recent=D("871204.00"), method="grid average"
        ),
        InventoryRow(
            kind=RowKind.SCOPE_2_MARKET,
            base=SCOPE_2,
            recent=D("803300.25"),
            method="instruments, residual mix",
        ),
        *(_scope_3_row(number) for number in range(1, 16)),
        InventoryRow(kind=RowKind.BIOGENIC, base=D("410.20"), recent=D("402.00"), method="fuel records"),
        InventoryRow(kind=RowKind.REMOVALS, base=D(0), recent=D(0), reason="none"),
    ),
    declared_base=S12 + BASE_3,
)
ABSOLUTE_1_2 = AbsoluteTarget(2021, S12, 2030, D("0.42"))
COVERED_3 = D("812400.18") + D("186300.00") + D("148020.70")
ABSOLUTE_3 = AbsoluteTarget(2021, COVERED_3, 2030, D("0.25"))


def _line(target: AbsoluteTarget) -> tuple[YearAmount, ...]:
    return tuple(
        YearAmount(year=point.year, amount=round_tonnes(point.value)) for point in target_line(target)
    )


T1 = TargetBlock(
    target_id="T1",
    kind=TargetKind.ABSOLUTE,
    reach=Reach.NEAR,
    scopes=(1, 2),
    base_year=2021,
    target_year=2030,
    base_value=S12,
    target_value=ABSOLUTE_1_2.tonnes.quantize(D("0.01")),
    reduction=D("0.42"),
    method="absolute contraction",
    tool="methods.targets of this product, checked against tool V1.2.1",
    coverage=D("0.981"),
    ambition="1.5C",
    forward_looking="kept: 569,769.35 t CO2e asked at most 666,640.00",
    base_year_source="C-2022-0040, NA-2022-0055/0",
    base_year_sha256=HASH,
    wording=str(
        word_target(
            Wording.ABSOLUTE_1_2,
            WordingFields(company=GROUP.name, base_year=2021, target_year=2030, reduction=D("0.42")),
        )
    ),
    line=_line(ABSOLUTE_1_2),
)
T2 = replace(
    T1,
    target_id="T2",
    scopes=(3,),
    categories=(1, 3, 11),
    base_value=COVERED_3,
    target_value=ABSOLUTE_3.tonnes.quantize(D("0.01")),
    reduction=D("0.25"),
    coverage=(COVERED_3 / BASE_3).quantize(D("0.0001")),
    ambition="WB2C",
    wording=str(
        word_target(
            Wording.ABSOLUTE_3,
            WordingFields(
                company=GROUP.name,
                base_year=2021,
                target_year=2030,
                reduction=D("0.25"),
                categories="purchased goods and services, fuel- and energy-related activities and use of sold products",
                timeframe_follows=True,
            ),
        )
    ),
    line=_line(ABSOLUTE_3),
)
T3 = TargetBlock(
    target_id="T3",
    kind=TargetKind.ENGAGEMENT,
    reach=Reach.NEAR,
    unit="share",
    scopes=(3,),
    categories=(1,),
    base_year=2021,
    target_year=2028,
    base_value=D("0.04"),
    target_value=D("0.70"),
    method="supplier engagement, by emissions",
)
SCREENING = tuple(
    ScreeningRow(
        category=number,
        is_relevant=number not in REASONS,
        decision="in target T2"
        if number in T2.categories
        else REASONS.get(number, "measured, outside the targets"),
    )
    for number in range(1, 16)
)
INPUTS = TargetInputs(
    is_set_at_group_level=True,
    subsidiaries_outside=(),
    scope_1=SCOPE_1,
    scope_2=SCOPE_2,
    scope_3=BASE_3,
    excluded_from_inventory=D("18000"),
    excluded_from_target=D(0),
    targeted_scopes=frozenset({1, 2, 3}),
    categories=tuple(
        CategoryScreening(number, D(AMOUNTS[number - 1]), REASONS.get(number, "")) for number in range(1, 16)
    ),
    scope_3_covered=tuple(CoveredPart("T2", number, D(AMOUNTS[number - 1])) for number in T2.categories),
    scope_3_excluded=D(0),
    submission_date=date(2023, 8, 31),
    term=Term.NEAR,
    method=Method.ABSOLUTE,
    scopes=frozenset({1, 2}),
    base_year=2021,
    scope_1_base_year=2021,
    scope_2_base_year=2021,
    recent_year=2022,
    target_year=2030,
    reduction=D("0.42"),
    recent_emissions=D("919320.35"),
    target_emissions=ABSOLUTE_1_2.tonnes,
)
RESULTS = check_target(INPUTS, load_rule_set("nt-5.3.1"))
RULES = (*rule_rows(RESULTS), *rule_rows(RESULTS, "T1"))
_KINDS = tuple(LeverKind)
_NAMES = {
    LeverKind.EFFICIENCY: "Compressors with speed control",
    LeverKind.RENEWABLE_ON_SITE: "Roof photovoltaics 屋顶光伏",
    LeverKind.POWER_PURCHASE: "Power purchase agreement, wind",
    LeverKind.CERTIFICATES: "Green electricity certificates",
    LeverKind.ELECTRIFICATION: "Heat pumps in place of boilers",
    LeverKind.REFRIGERANT: "Refrigerants of low GWP",
    LeverKind.PROCESS_GAS: "Abatement of process gases",
    LeverKind.SUPPLIER: "Suppliers with own targets",
    LeverKind.LOGISTICS: "Rail in place of road",
    LeverKind.DESIGN: "Lighter connectors",
}


def make_delivery(count: int) -> Delivery:
    """Return a delivery part of so many levers against T1, computed by the product's own methods."""
    usual = business_as_usual(
        (Activity("electricity", D("1741792"), D("0.02"), S12 / D("1741792")),), 2021, 2030
    )
    levers, rows = [], []
    needed = usual[-1].value - ABSOLUTE_1_2.tonnes + D("4200")
    for number in range(1, count + 1):
        kind, start = _KINDS[(number - 1) % len(_KINDS)], 2023 + (number - 1) % 5
        full = (needed / count).quantize(D("0.01")) + D("0.01")
        ramp = tuple(
            YearValue(year, (full * min(D(1), D(year - start + 1) / (2031 - start))).quantize(D("0.01")))
            for year in range(start, 2031)
        )
        capex = D(1_200_000 + 37_500 * number)
        spending = (YearValue(start - 1, capex / 4), YearValue(start, capex * 3 / 4))
        saving = D(90_000) * (number % 7)
        lever = Lever(f"L-{number:03d}", kind, ramp, capex, spending, D(25_000), saving, 12)
        levers.append(lever)
        rows.append(
            LeverRow(
                lever_id=lever.lever_id,
                name=_NAMES[kind],
                site="Halden Interconnect (Kunshan)" if number % 3 else CHINESE,
                scope="2" if number % 2 else "1",
                kind=kind.value,
                start_year=start,
                end_year=2034,
                lifetime=12,
                capex=capex,
                yearly_change=D(25_000) - saving,
                abatement=tuple(YearAmount(year=point.year, amount=point.value) for point in ramp),
                spending=tuple(YearAmount(year=point.year, amount=point.value) for point in spending),
                cost=abatement_cost(lever, D("0.06")).quantize(D("0.01")),
                factor="0.5568 t/MWh, national average 2021",
                confidence="high" if number % 2 else "medium",
                owner="Works engineering" if number % 4 else "",
                status="approved" if number % 4 else "",
                dependency="" if number > 1 else "roof survey",
                overlap_group="power" if number % 5 == 0 else "",
            )
        )
    wedge = draw_wedge(usual, levers, ABSOLUTE_1_2, MethodBasis.MARKET)
    actual = {2021: S12, 2022: D("919320.35")}
    years = tuple(
        RoadmapYear(
            year=one.year,
            business_as_usual=(one.planned + one.abatement).quantize(D("0.01")),
            abatement=one.abatement.quantize(D("0.01")),
            planned=(one.planned + one.abatement).quantize(D("0.01")) - one.abatement.quantize(D("0.01")),
            line=one.line.quantize(D("0.01")),
            gap=(one.planned + one.abatement).quantize(D("0.01"))
            - one.abatement.quantize(D("0.01"))
            - one.line.quantize(D("0.01")),
            actual=actual.get(one.year),
        )
        for one in wedge.years
    )
    return Delivery(
        levers=tuple(rows),
        years=years,
        declared_capex=sum((row.capex for row in rows), D(0)),
        interest=D("0.06"),
        assumptions=(
            GrowthAssumption(
                name="Electricity",
                amount=D("1741792"),
                unit="MWh",
                growth=D("0.02"),
                factor=D("0.5640"),
                factor_source="verified statement",
            ),
        ),
        foreign=(
            ForeignFactor(
                name="Electricity bought as renewable",
                mwh=D("271197"),
                tonnes=D("177871"),
                implied=D("0.6559"),
                inventory=D("0.5568"),
                tonnes_at_inventory=D("151002.49"),
            ),
        ),
    )


ANNEXES = Annexes(
    approval=BOARD,
    statements=(
        CitedStatement(
            entity=GROUP.name,
            number="NA-2022-0055",
            revision=0,
            period="2021",
            body="Norrland Assurance AS",
            level="reasonable (A), limited (B)",
            dated=date(2022, 11, 29),
            tonnes=S12 + BASE_3,
            package_sha256=HASH,
        ),
        CitedStatement(
            entity="Halden Interconnect (Kunshan) Co., Ltd",
            number="NA-2022-0041",
            revision=1,
            period="2021",
            body="Norrland Assurance AS",
            level="reasonable (A), limited (B)",
            dated=date(2022, 11, 25),
            tonnes=D("52267.92"),
            package_sha256=sha256(b"another").hexdigest(),
        ),
    ),
    files=(
        AttachedFile(title="Dossier forms and calculation sheets", path="forms.xlsx"),
        AttachedFile(title="Boundary chart", path="annexes/boundary.svg", sha256=HASH),
    ),
    suppliers=(
        SupplierRow(
            name="Ningbo Example Copper", category=1, tonnes=D("68000.00"), target_status="validated"
        ),
        SupplierRow(name=CHINESE, category=1, tonnes=D("52110.40"), target_status="committed"),
    ),
)
ENTITIES = tuple(
    EntityInside(
        name=f"Halden Subsidiary {number:02d}" if number % 4 else CHINESE,
        country="China",
        share=D(1) if number % 3 else D("0.6"),
        factor=D(1),
    )
    for number in range(1, 53)
)
BASIS = InventoryBasis(
    standards=("ISO 14064-1:2018", "GHG Protocol"),
    approach="operational control",
    entities_inside=ENTITIES,
    entities_outside=(EntityOutside(name="Halden Finance Ltd", reason="minority stake without control"),),
    gases=("CO2", "CH4", "N2O", "HFCs", "PFCs", "SF6", "NF3"),
    gwp_set="AR6-27.9",
    base_year=2021,
    base_year_reason="first year with a complete inventory of all scopes, verified by a third party",
    recent_year=2022,
    body="Norrland Assurance AS (DEMO-VV-014)",
    level="A: reasonable, B: limited",
    criteria="ISO 14064-3:2019",
    statement="NA-2022-0055/0",
    statement_date=date(2022, 11, 29),
    statement_sha256=HASH,
)
DOSSIER = DossierContract(
    header=HEADER,
    sign_off=SIGN_OFF,
    request=SubmissionRequest(
        occasion=Occasion.NEW,
        reaches=(Reach.NEAR,),
        route=Route.STANDARD,
        preferred_start=date(2023, 9, 4),
        earlier_id="DEMO-4711",
    ),
    company=COMPANY,
    basis=BASIS,
    inventory=INVENTORY,
    exclusions=(
        ExclusionRow(
            source="Back-up generators of sales offices",
            scope=1,
            tonnes=D("420.15"),
            reason="no fuel records",
        ),
        ExclusionRow(
            source="Offices shared with others",
            scope=2,
            tonnes=D("17579.85"),
            reason="metered with others",
            from_target=True,
        ),
    ),
    bioenergy=Bioenergy(
        fuels=(BioFuel(name="Wood pellets", amount=D("236"), unit="t", biogenic_co2=D("410.20")),),
        land_emissions=D(0),
        land_removals=D(0),
        needs_footnote=True,
    ),
    screening=SCREENING,
    targets=(T1, T2, T3),
    coverage=CoverageSummary(
        rows=(
            CoverageRow(
                label="Scopes 1 and 2",
                reach=Reach.NEAR,
                covered=S12 - D("18000"),
                whole=S12,
                needed=D("0.95"),
            ),
            CoverageRow(label="Scope 3", reach=Reach.NEAR, covered=COVERED_3, whole=BASE_3, needed=D("0.67")),
        ),
        counted_twice=(),
    ),
    delivery=make_delivery(12),
    maintenance=Maintenance(
        policy="The base year is calculated again when changes of structure, method or data add up to the threshold.",
        threshold=D("0.05"),
        review_on=date(2028, 12, 31),
        channel="CDP and the group's sustainability report",
        responsible="Liu Yan, head of the project office",
    ),
    rules=RULES,
    annexes=ANNEXES,
)
EMPTY = DossierContract(
    header=SbtHeader(group=Organisation(name="Halden Precision Group"), version="1", dated=date(2023, 8, 1)),
    sign_off=SignOff(),
    request=SubmissionRequest(),
    company=CompanyFacts(),
    basis=InventoryBasis(),
    inventory=None,
    exclusions=None,
    bioenergy=Bioenergy(),
    screening=(),
    targets=(),
    coverage=CoverageSummary(),
    delivery=Delivery(),
    maintenance=Maintenance(),
    rules=(),
    annexes=Annexes(approval=BoardApproval()),
)
LETTER = CommitmentContract(
    header=replace(HEADER, version="1", replaces="", changes=(), dated=date(2022, 1, 20), rule_sets=()),
    company=COMPANY,
    sign_off=replace(SIGN_OFF, signed_on=date(2022, 1, 20)),
    addressee="Science Based Targets initiative",
    choice=Commitment.NEAR_TERM_AND_NET_ZERO,
    consents=True,
)
REALISED = (
    RealisedRow(
        lever_id="L-001",
        year=2023,
        saved_mwh=D("1200"),
        factor=D("0.5568"),
        planned=D("640.00"),
        realised=D("668.16"),
        confirmed_by="Chen Wei",
    ),
    RealisedRow(
        lever_id="L-002",
        year=2023,
        saved_mwh=D("410"),
        factor=D("0.5568"),
        planned=D("300.00"),
        realised=D("228.29"),
    ),
)
PLAN = PlanContract(
    header=replace(HEADER, version="1", replaces="", changes=(), dated=date(2023, 5, 22)),
    sign_off=SIGN_OFF,
    targets=(T1,),
    delivery=make_delivery(12),
    approval=BOARD,
    realised=REALISED,
    summary="Twelve levers bring scopes 1 and 2 under the line of T1 by 2030; most save or buy renewable power.",
    governance="The project group reviews the roadmap each quarter; the board decides on capital each year.",
)
_PROGRESS = measure_progress(ABSOLUTE_1_2, 2024, D("861000.00"))
HISTORY = tuple(
    YearAmount(year=year, amount=amount)
    for year, amount in ((2021, S12), (2022, D("919320.35")), (2023, D("890110.00")), (2024, D("861000.00")))
)
PROGRESS = ProgressContract(
    header=replace(HEADER, version="1", replaces="", changes=(), dated=date(2025, 6, 30)),
    sign_off=replace(SIGN_OFF, signed_on=date(2025, 6, 30)),
    reporting_year=2024,
    inventory=replace(INVENTORY, recent_year=2024),
    targets=(T1,),
    progress=(
        TargetProgress(
            target_id="T1",
            actual=_PROGRESS.actual,
            line=_PROGRESS.line,
            gap=_PROGRESS.gap,
            achieved=_PROGRESS.achieved,
            elapsed=_PROGRESS.elapsed,
            needed_rate=_PROGRESS.needed_rate,
            history=HISTORY,
            explanation="Roof photovoltaics came a year late.",
        ),
    ),
    realised=REALISED,
    shifts=(BaseYearShift(reason="sale of one subsidiary", on=date(2024, 3, 31), tonnes=D("-9120.00")),),
    base_total=S12,
    disclosure=(DisclosureRow(cells=tuple(f"cell {number}" for number in range(len(DISCLOSURE_COLUMNS)))),),
    statements=ANNEXES.statements,
    summary="Emissions of scopes 1 and 2 fell by 12.36 % since 2021.",
    outlook="Power purchase from wind begins in 2025.",
    published_at="https://halden.example/progress-2024",
    published_on=date(2025, 7, 1),
)
