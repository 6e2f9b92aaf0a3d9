"""The worked case's GHG report v2 by ISO 14064-1, written out by hand: factors, methods, checklist texts."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - the tables read better with it

from reports.contract import (
    Exclusion,
    FactorRow,
    GasFactor,
    GhgReportContract,
    GwpRow,
    MethodRow,
    Person,
    Section,
)
from tests.reports.worked_inventory import HIK, LINES, SITES, SUMMARY, UNCERTAINTIES, YEAR_2021, gases


def _factor(
    code: str, name: str, unit: str, value: str | None = None, tier: str = "national", **gases: str
) -> FactorRow:
    return FactorRow(
        code=code,
        name=name,
        unit=unit,
        publisher="Demo factor library",
        year=2021,
        region="China",
        tier=tier,
        value=D(value) if value else None,
        per_gas=tuple(GasFactor(gas=gas, value=D(amount)) for gas, amount in gases.items()),
        is_demo=True,
    )


FACTORS = (
    _factor(
        "EF-01", "Natural gas, combustion", "kg gas/Nm3", CO2="2.1622", CH4="0.000038931", N2O="0.0000038931"
    ),
    _factor("EF-02", "Diesel, combustion", "kg gas/kg", CO2="3.0959", CH4="0.000127956", N2O="0.0000255912"),
    _factor("EF-03", "Petrol, combustion", "kg gas/kg", CO2="2.9251", CH4="0.00107675", N2O="0.00034456"),
    _factor("EF-05", "Septic tank", "kg gas/person-day", CH4="0.004"),
    _factor("EF-06", "Grid electricity, location", "t CO2e/MWh", "0.5810"),
    _factor("EF-07", "Steam", "t CO2e/GJ", "0.11"),
    _factor("EF-08", "Road freight", "kg CO2e/t.km", "0.105"),
    _factor("EF-09", "Commuting", "kg CO2e/p.km", "0.0965"),
    _factor("EF-10", "Air travel", "kg CO2e/p.km", "0.146"),
    _factor("EF-11a", "Copper alloy, Taihe Copper", "t CO2e/t", "4.05", "supplier-specific"),
    _factor("EF-11b", "Plastics, resin supplier", "t CO2e/t", "4.60", "supplier-specific"),
    _factor("EF-12", "Waste treatment", "t CO2e/t", "0.45"),
    _factor("EF-13", "LPG, combustion", "kg gas/kg", CO2="3.1013", CH4="0.003111098", N2O="0.0000100358"),
)

GHG_REPORT = GhgReportContract(
    title="GHG report 2021",
    reference="HIK-GHG-2021",
    version="v2",
    dated=date(2022, 11, 7),
    organisation=HIK,
    description="Makes electrical connectors for consumer electronics at one plant in Kunshan, with "
    "a sales office.",
    responsible_person=Person(name="Zhang Min", role="General manager", organisation=HIK.name),
    prepared_by=Person(name="Liu Yan", role="EHS engineer", organisation=HIK.name),
    approved_by=Person(name="Zhang Min", role="General manager", organisation=HIK.name),
    period=YEAR_2021,
    consolidation_approach="Operational control; inclusion factor 1 for both sites.",
    organisational_boundary="One site and one office in Kunshan, both under operational control. No "
    "site is sub-let. "
    "Suppliers stand outside the organisational boundary.",
    sites=SITES,
    reporting_boundary="Categories 1 to 4 are quantified. Categories 5 and 6 are excluded as not "
    "significant.",
    significance_criteria=(
        "Magnitude: 1 % of the total or more",
        "Influence of the organisation on the source",
        "Sector guidance and expectations of intended users",
    ),
    lines=LINES,
    direct_by_gas=gases(CO2="1046.44", CH4="116.39", N2O="2.26", HFC="139.84"),
    biogenic_treatment="No biogenic fuel was burned. Biogenic CO2 would be reported apart from the total.",
    removals_treatment="Not applicable: no sink is owned or controlled, so no removal is quantified.",
    exclusions=(
        Exclusion(
            subject="Category 5, use of products",
            reason="Connectors are passive components; no energy use can "
            "be assigned to them, and they fall below the magnitude criterion.",
        ),
        Exclusion(subject="Category 6, other sources", reason="No source was found in the survey of 2021."),
    ),
    no_exclusions_reason="",
    summary=SUMMARY,
    market_instruments="I-REC redemptions of 4,500 MWh, beneficiary HIK, production year 2021.",
    base_year="2021",
    base_year_inventory="2021 is the base year; this inventory is the base-year inventory.",
    base_year_changes="None: this is the first inventory. The significance threshold for "
    "recalculation is 5 %.",
    methods=(
        MethodRow(
            sources="S01, S02, S03, S05, S13",
            method="Activity × factor per gas × GWP",
            reason="Direct emissions are reported per gas; no measurement of stack gas exists.",
        ),
        MethodRow(
            sources="S04", method="Mass charged × GWP", reason="The refrigerant log holds every charge."
        ),
        MethodRow(
            sources="S06, S07", method="Metered energy × factor", reason="Meters belong to the utility."
        ),
        MethodRow(
            sources="S08 to S12", method="Activity × factor", reason="Ledgers hold physical quantities."
        ),
    ),
    method_changes="None against an earlier period. Against v1: GWP of R-410A and July reading of "
    "meter HIK-M2.",
    factors=FACTORS,
    uncertainties=UNCERTAINTIES,
    uncertainty_assessment="Error propagation; values are half of the 95 % interval. S11's two "
    "materials are taken as "
    "independent.",
    conformity="This report was prepared according to ISO 14064-1:2018.",
    verification_note="Verification by Norrland Assurance AS is agreed: categories 1 and 2 with reasonable, "
    "categories 3 and 4 with limited assurance.",
    gwp_set="AR6-27.9",
    gwp_source="IPCC Sixth Assessment Report, 100 years; one methane value",
    gwp_values=(
        GwpRow(gas="CO2", value=D("1"), source="IPCC AR6"),
        GwpRow(gas="CH4", value=D("27.9"), source="IPCC AR6"),
        GwpRow(gas="N2O", value=D("273"), source="IPCC AR6"),
        GwpRow(gas="HFC-32", value=D("771"), source="IPCC AR6"),
        GwpRow(gas="HFC-125", value=D("3740"), source="IPCC AR6"),
        GwpRow(gas="R-410A", value=D("2255.5"), source="0.5 × HFC-32 + 0.5 × HFC-125"),
    ),
    information_management="Data owners enter monthly; the EHS engineer checks; the general manager "
    "approves.",
    retention="All records are kept for ten years.",
    data_quality_plan="Estimates are replaced by metered data first where they exceed 1 % of the total.",
    further=(Section(key="R2-f", title="Total indirect emissions", paragraphs=("50,962.99 t CO2e.",)),),
    notices=("DEMO: fictional organisations; all factors and densities are demo values.",),
)
