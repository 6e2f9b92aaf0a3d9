"""The worked case's GHG statement v2, written out by hand: sources, lines, totals, GHG report contract."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - the tables read better with it

from reports.contract import (
    CategoryTotal,
    EmissionSummary,
    GasAmount,
    InventoryLine,
    LineTerm,
    Organisation,
    Period,
    Site,
    UncertaintyRow,
)

YEAR_2021 = Period(start=date(2021, 1, 1), end=date(2021, 12, 31))
HIK = Organisation(
    name="Halden Interconnect (Kunshan) Co., Ltd",
    local_name="哈尔登互连精密电子连接器（昆山经济技术开发区）有限责任公司",
    address="88 Yunhe East Road, Kunshan, Jiangsu, China",
    registration="91320583DEMO00014X",
)
SITES = (
    Site(name="Kunshan plant", address="88 Yunhe East Road, Kunshan", activity="stamping, plating, moulding"),
    Site(
        name="昆山市场与客户服务中心办公室（含样品展示厅与培训教室）",
        address="昆山市前进中路 201 号",
        activity="office",
    ),
)


def gases(**tonnes: str) -> tuple[GasAmount, ...]:
    """Return amounts per gas."""
    return tuple(GasAmount(gas=gas, tonnes=D(amount)) for gas, amount in tonnes.items())


def _line(  # noqa: PLR0917 - written as the table is
    number: int,
    source: str,
    name: str,
    category: int,
    scope: str,
    terms: tuple[LineTerm, ...],
    tonnes: str,
    uncertainties: tuple[str, str],
    **more: object,
) -> InventoryLine:
    code = f"L-{number:03}"
    return InventoryLine(
        code=code,
        source=source,
        name=name,
        iso_category=category,
        scope_code=scope,
        group="A" if category < 3 else "B",
        terms=terms,
        tonnes=D(tonnes),
        activity_uncertainty=D(uncertainties[0]),
        factor_uncertainty=D(uncertainties[1]),
        figures=tuple(figure for term in terms for figure in term.figures),
        **more,  # type: ignore[arg-type]
    )


def _term(  # noqa: PLR0917 - written as the table is
    label: str,
    quantity: str,
    unit: str,
    tonnes: str,
    factor_code: str,
    factor: str | None = None,
    factor_unit: str = "",
    figures: tuple[str, ...] = (),
) -> LineTerm:
    return LineTerm(
        label=label,
        quantity=D(quantity),
        unit=unit,
        tonnes=D(tonnes),
        factor_code=factor_code,
        factor=D(factor) if factor else None,
        factor_unit=factor_unit,
        figures=figures,
    )


def _fuel(  # noqa: PLR0917 - written as the table is
    label: str,
    quantity: tuple[str, str],
    conversion: tuple[str, str],
    mass: str,
    tonnes: str,
    factor_code: str,
    figures: tuple[str, ...],
) -> LineTerm:
    return LineTerm(
        label=label,
        quantity=D(quantity[0]),
        unit=quantity[1],
        conversion=D(conversion[0]),
        conversion_unit=conversion[1],
        converted=D(mass),
        converted_unit="kg",
        tonnes=D(tonnes),
        factor_code=factor_code,
        figures=figures,
    )


LINES = (
    _line(
        13,
        "S01",
        "Natural gas boilers",
        1,
        "S1",
        (_term("Natural gas", "412500", "Nm3", "892.79", "EF-01", figures=("G-001",)),),
        "892.79",
        ("2", "5"),
        gases=gases(CO2="891.9075", CH4="0.4480", N2O="0.4384"),
    ),
    _line(
        14,
        "S02",
        "Diesel generator sets",
        1,
        "S1",
        (_fuel("Diesel", ("18600", "L"), ("0.84", "kg/L"), "15624", "48.54", "EF-02", ("G-002",)),),
        "48.54",
        ("3", "5"),
        gases=gases(CO2="48.3703", CH4="0.0558", N2O="0.1092"),
    ),
    _line(
        15,
        "S03",
        "Petrol cars",
        1,
        "S1",
        (_fuel("Petrol", ("24300", "L"), ("0.73", "kg/L"), "17739", "54.09", "EF-03", ("G-003",)),),
        "54.09",
        ("5", "7"),
        gases=gases(CO2="51.8883", CH4="0.5329", N2O="1.6686"),
    ),
    _line(
        16,
        "S04",
        "Refrigerant R-410A, topped up",
        1,
        "S1",
        (_term("R-410A charged", "62.0", "kg", "139.84", "GWP", "2255.5", "kg CO2e/kg", ("G-004",)),),
        "139.84",
        ("10", "0"),
        gases=gases(HFC="139.8410"),
    ),
    _line(
        17,
        "S05",
        "Septic tank, methane",
        1,
        "S1",
        (_term("Attendance", "1020000", "person-days", "113.83", "EF-05", figures=("G-005",)),),
        "113.83",
        ("10", "50"),
        gases=gases(CH4="113.8320"),
    ),
    _line(
        18,
        "S13",
        "LPG forklift trucks",
        1,
        "S1",
        (
            _fuel(
                "LPG, 350 cylinders",
                ("350", "cylinders"),
                ("50", "kg/cylinder"),
                "17500",
                "55.84",
                "EF-13",
                ("G-013",),
            ),
        ),
        "55.84",
        ("3", "7"),
        gases=gases(CO2="54.2728", CH4="1.5190", N2O="0.0479"),
    ),
    _line(
        19,
        "S06",
        "Purchased electricity",
        2,
        "S2",
        (
            _term(
                "Meters HIK-M1 and HIK-M2",
                "38727",
                "MWh",
                "22500.39",
                "EF-06",
                "0.5810",
                "t CO2e/MWh",
                ("G-006", "G-007", "G-008"),
            ),
        ),
        "22500.39",
        ("1", "5"),
        market_tonnes=D("19885.89"),
        formula="(30,900 + 7,085 + 742) MWh × 0.5810 t CO2e/MWh = 22,500.39 t CO2e",
        market_formula="(38,727 − 4,500) MWh × 0.5810 t CO2e/MWh = 19,885.89 t CO2e",
    ),
    _line(
        20,
        "S07",
        "Purchased steam",
        2,
        "S2",
        (_term("Steam", "9800", "GJ", "1078.00", "EF-07", "0.11", "t CO2e/GJ", ("G-009",)),),
        "1078.00",
        ("3", "10"),
    ),
    _line(
        21,
        "S08",
        "Inbound freight",
        3,
        "S3-4",
        (_term("Road freight", "8600000", "t.km", "903.00", "EF-08", "0.105", "kg CO2e/t.km", ("G-010",)),),
        "903.00",
        ("20", "30"),
    ),
    _line(
        22,
        "S09",
        "Employee commuting",
        3,
        "S3-7",
        (_term("Commuting", "10400000", "p.km", "1003.60", "EF-09", "0.0965", "kg CO2e/p.km", ("G-011",)),),
        "1003.60",
        ("30", "20"),
    ),
    _line(
        23,
        "S10",
        "Air travel",
        3,
        "S3-6",
        (_term("Air travel", "3250000", "p.km", "474.50", "EF-10", "0.146", "kg CO2e/p.km", ("G-012",)),),
        "474.50",
        ("10", "20"),
    ),
    _line(
        24,
        "S11",
        "Purchased materials",
        4,
        "S3-1",
        (
            _term("Copper alloy", "2150", "t", "8707.50", "EF-11a", "4.05", "t CO2e/t", ("G-014",)),
            _term("Plastics", "3480", "t", "16008.00", "EF-11b", "4.60", "t CO2e/t", ("G-015",)),
        ),
        "24715.50",
        ("5", "30"),
    ),
    _line(
        25,
        "S12",
        "Waste treatment",
        4,
        "S3-5",
        (_term("Waste", "640", "t", "288.00", "EF-12", "0.45", "t CO2e/t", ("G-016",)),),
        "288.00",
        ("10", "50"),
    ),
)

SUMMARY = EmissionSummary(
    categories=(
        CategoryTotal(category=1, tonnes=D("1304.93"), uncertainty=D("5.90")),
        CategoryTotal(category=2, tonnes=D("23578.39"), market_tonnes=D("20963.89"), uncertainty=D("4.89")),
        CategoryTotal(category=3, tonnes=D("2381.10"), uncertainty=D("20.92")),
        CategoryTotal(category=4, tonnes=D("25003.50"), uncertainty=D("22.17")),
    ),
    total=D("52267.92"),
    market_total=D("49653.42"),
    biogenic_co2=D("0.00"),
    removals=D("0.00"),
    gwp_set="AR6-27.9",
)

UNCERTAINTIES = (
    UncertaintyRow(label="Category 1", tonnes=D("1304.93"), percent=D("5.90")),
    UncertaintyRow(label="Category 2", tonnes=D("23578.39"), percent=D("4.89")),
    UncertaintyRow(label="Category 3", tonnes=D("2381.10"), percent=D("20.92")),
    UncertaintyRow(label="Category 4", tonnes=D("25003.50"), percent=D("22.17")),
    UncertaintyRow(label="Group A (categories 1 and 2)", tonnes=D("24883.32"), percent=D("4.64")),
    UncertaintyRow(label="Group B (categories 3 and 4)", tonnes=D("27384.60"), percent=D("20.33")),
    UncertaintyRow(label="Total", tonnes=D("52267.92"), percent=D("10.88")),
)
