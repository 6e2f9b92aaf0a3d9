"""The worked case's verification work, written out by hand: evaluation, sample, ledger, evidence, "
"report body."""

from decimal import Decimal as D  # noqa: N817 - the tables read better with it

from reports.contract import (
    Basis,
    Conclusion,
    EvaluationBranch,
    EvaluationGroup,
    LedgerCorrection,
    LedgerRow,
    Level,
    Misstatement,
    SamplingHit,
    SamplingRecord,
)


def a_run(
    group: str,
    version: str,
    basis: Basis,
    numbers: dict[str, str],
    misstatements: tuple[Misstatement, ...],
    *,
    is_under_opinion: bool = False,
) -> EvaluationGroup:
    """Return one evaluation run that proposes unmodified."""
    amount = {key: D(value) for key, value in numbers.items()}
    return EvaluationGroup(
        group=group,
        name="Categories 1 and 2" if group == "A" else "Categories 3 and 4",
        version=version,
        basis=basis,
        level=Level.REASONABLE if group == "A" else Level.LIMITED,
        denominator=amount["D"],
        threshold=D("0.05") if group == "A" else D("0.10"),
        threshold_tonnes=amount["T"],
        performance_tonnes=amount["PM"],
        trivial_tonnes=amount["CT"],
        misstatements=misstatements,
        net=amount["net"],
        gross=amount["gross"],
        largest=amount["max"],
        net_share=abs(amount["net"]) / amount["D"],
        gross_share=amount["gross"] / amount["D"],
        largest_share=amount["max"] / amount["D"],
        unverified=D("0.00"),
        gap_share=D(0),
        gap_categories=(),
        categories_over=(),
        is_material=False,
        is_amber=amount["gross"] > amount["PM"],
        is_gross_flagged=amount["gross"] > amount["T"],
        netting="within group and basis",
        branches=(
            EvaluationBranch(
                name="unverified", compared="0.00 % ≤ threshold", proposes=Conclusion.UNMODIFIED
            ),
            EvaluationBranch(
                name="misstatement", compared="largest and net ≤ threshold", proposes=Conclusion.UNMODIFIED
            ),
        ),
        proposed=Conclusion.UNMODIFIED,
        decided=Conclusion.UNMODIFIED if is_under_opinion else None,
        decision_reason="Follows the proposal." if is_under_opinion else "",
        is_under_opinion=is_under_opinion,
    )


def a_misstatement(  # noqa: PLR0917 - written as the table is
    finding: str,
    source: str,
    category: int,
    net: str,
    base: str,
    limit: str,
    effects: tuple[str, ...] = (),
    **more: object,
) -> Misstatement:
    """Return one misstatement with its shares of the group and of the threshold."""
    facts: dict[str, object] = {"is_projected": False, "reason": ""} | more
    return Misstatement(
        finding=finding,
        source=source,
        iso_category=category,
        net=D(net),
        effects=tuple(D(effect) for effect in effects) or (D(net),),
        share=abs(D(net)) / D(base),
        threshold_share=abs(D(net)) / D(limit),
        **facts,  # type: ignore[arg-type]
    )


F005 = a_misstatement(
    "F-005",
    "S11",
    4,
    "111.42",
    "27384.60",
    "2738.46",
    is_projected=True,
    reason="The responsible party declined to correct: immaterial.",
)
_A1 = ("24766.55", "1238.33")
_M1 = ("21280.55", "1064.03")
EVALUATION = (
    a_run(
        "A",
        "v1",
        Basis.LOCATION,
        {
            "D": "24766.55",
            "T": "1238.33",
            "PM": "928.75",
            "CT": "61.92",
            "net": "-116.77",
            "gross": "877.88",
            "max": "55.84",
        },
        (
            a_misstatement("F-001", "S06", 2, "-50.55", *_A1, effects=("-431.10", "380.56")),
            a_misstatement("F-002", "S04", 1, "-10.38", *_A1),
            a_misstatement("F-003", "S13", 1, "-55.84", *_A1),
        ),
    ),
    a_run(
        "A",
        "v1",
        Basis.MARKET,
        {
            "D": "21280.55",
            "T": "1064.03",
            "PM": "798.02",
            "CT": "53.20",
            "net": "-988.27",
            "gross": "1749.38",
            "max": "871.50",
        },
        (
            a_misstatement("F-007", "S06", 2, "-871.50", *_M1),
            a_misstatement("F-001", "S06", 2, "-50.55", *_M1, effects=("-431.10", "380.56")),
            a_misstatement("F-002", "S04", 1, "-10.38", *_M1),
            a_misstatement("F-003", "S13", 1, "-55.84", *_M1),
        ),
    ),
    a_run(
        "A",
        "v2",
        Basis.LOCATION,
        {
            "D": "24883.32",
            "T": "1244.17",
            "PM": "933.12",
            "CT": "62.21",
            "net": "0.00",
            "gross": "0.00",
            "max": "0.00",
        },
        (),
        is_under_opinion=True,
    ),
    a_run(
        "A",
        "v2",
        Basis.MARKET,
        {
            "D": "22268.82",
            "T": "1113.44",
            "PM": "835.08",
            "CT": "55.67",
            "net": "0.00",
            "gross": "0.00",
            "max": "0.00",
        },
        (),
        is_under_opinion=True,
    ),
    a_run(
        "B",
        "v2",
        Basis.LOCATION,
        {
            "D": "27384.60",
            "T": "2738.46",
            "PM": "2053.85",
            "CT": "136.92",
            "net": "111.42",
            "gross": "111.42",
            "max": "111.42",
        },
        (F005,),
        is_under_opinion=True,
    ),
)

_HITS = [
    *(f"CU-{lot:02}" for lot in (3, 10, 16, 23, 29, 35, 42, 48)),
    *(f"PL-{lot:02}" for lot in (4, 10, 15, 21, 26, 32, 37, 43, 49, 54, 60, 65, 71, 76)),
]


def _hit(record: str) -> SamplingHit:
    recorded = D("174.15") if record.startswith("CU") else D("200.10")
    if record != "PL-43":
        return SamplingHit(
            record=record, recorded=recorded, audited=recorded, taint=D(0), projected=D("0.00")
        )
    return SamplingHit(
        record=record, recorded=recorded, audited=D("180.09"), taint=D("0.10"), projected=D("111.42")
    )


SAMPLE = SamplingRecord(
    source="S11",
    group="B",
    method="tonne-unit sampling by the printed table",
    population="goods receipts of 2021, lots in the order of E-015",
    population_size=130,
    population_tonnes=D("24715.50"),
    tolerable=D("2053.845"),
    expected=D("200"),
    risk=D("0.20"),
    reliability_factor=D("1.61"),
    expansion_factor=D("1.3"),
    interval=D("1114.19"),
    planned_size=23,
    start=D("500"),
    seed="",
    start_reason="worked case: same list in every build, and the misstated lot is in it",
    hits=tuple(map(_hit, _HITS)),
    known=D("20.01"),
    projected=D("111.42"),
    upper_over=D("1948.72"),
    upper_under=D("1793.85"),
    is_accepted=True,
)


def _kept(source: str, name: str, category: int, tonnes: str) -> LedgerRow:
    return a_ledger_row(source, name, category, tonnes, (), tonnes)


def a_ledger_row(  # noqa: PLR0917 - written as the table is
    source: str,
    name: str,
    category: int,
    reported: str,
    corrections: tuple[tuple[str, str], ...],
    verified: str,
    basis: Basis = Basis.LOCATION,
) -> LedgerRow:
    """Return one row of the ledger without a remainder."""
    return LedgerRow(
        source=source,
        name=name,
        iso_category=category,
        group="A" if category < 3 else "B",
        basis=basis,
        reported=D(reported),
        corrections=tuple(LedgerCorrection(finding=f, net=D(n)) for f, n in corrections),
        remainder=D("0.00"),
        verified=D(verified),
    )


LEDGER = (
    _kept("S01", "Natural gas boilers", 1, "892.79"),
    _kept("S02", "Diesel generator sets", 1, "48.54"),
    _kept("S03", "Petrol cars", 1, "54.09"),
    a_ledger_row("S04", "Refrigerant R-410A, topped up", 1, "129.46", (("F-002", "-10.38"),), "139.84"),
    _kept("S05", "Septic tank, methane", 1, "113.83"),
    a_ledger_row("S13", "LPG forklift trucks", 1, "0.00", (("F-003", "-55.84"),), "55.84"),
    a_ledger_row("S06", "Purchased electricity", 2, "22449.84", (("F-001", "-50.55"),), "22500.39"),
    _kept("S07", "Purchased steam", 2, "1078.00"),
    _kept("S08", "Inbound freight", 3, "903.00"),
    _kept("S09", "Employee commuting", 3, "1003.60"),
    _kept("S10", "Air travel", 3, "474.50"),
    _kept("S11", "Purchased materials", 4, "24715.50"),
    _kept("S12", "Waste treatment", 4, "288.00"),
    a_ledger_row(
        "S06",
        "Purchased electricity",
        2,
        "18963.84",
        (("F-001", "-50.55"), ("F-007", "-871.50")),
        "19885.89",
        Basis.MARKET,
    ),
)
