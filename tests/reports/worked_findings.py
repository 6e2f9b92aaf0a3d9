"""The worked case's findings F-001 to F-007 with their rounds, written out by hand."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - the tables read better with it

from reports.contract import Basis, EvidenceLink, FindingEffect, FindingRound, FindingRow, FindingStep


def _day(text: str) -> date:
    return date.fromisoformat(f"2022-{text}")


def _effects(
    source: str, *amounts: str, bases: tuple[Basis, ...] = (Basis.LOCATION,)
) -> tuple[FindingEffect, ...]:
    return tuple(
        FindingEffect(source=source, basis=basis, amount=D(amount)) for basis in bases for amount in amounts
    )


def _cited(*codes: str) -> tuple[EvidenceLink, ...]:
    return tuple(EvidenceLink(document=code, page=1) for code in codes)


def _answer(  # noqa: PLR0917 - written as the table is
    number: int,
    answered: str,
    answer: str,
    cited: tuple[str, ...],
    assessed: str,
    assessment: str,
    outcome: str = "accepted",
) -> FindingRound:
    return FindingRound(
        number=number,
        answered_by="Liu Yan",
        answered_on=_day(answered),
        answer=answer,
        cited=_cited(*cited),
        assessed_by="Ingrid Solberg",
        assessed_on=_day(assessed),
        assessment=assessment,
        outcome=outcome,
    )


def a_finding(  # noqa: PLR0917 - written as the table is
    code: str,
    kind: str,
    subtype: str,
    title: str,
    gap: str,
    state: str,
    issued: str,
    due: str,
    **more: object,
) -> FindingRow:
    """Return a finding of the worked case, issued by the lead verifier on v1."""
    facts: dict[str, object] = {
        "requirement": "ISO 14064-1:2018, 6.2",
        "group": "A",
        "statement_version": "v1",
        "issued_by": "Ingrid Solberg",
        "issued_on": _day(issued),
        "due": date.fromisoformat(due),
        "addressee": "Halden Interconnect (Kunshan) Co., Ltd",
    } | more
    return FindingRow(code=code, kind=kind, subtype=subtype, title=title, gap=gap, state=state, **facts)  # type: ignore[arg-type]


_CLOSED = {
    "closed_by": "Ingrid Solberg",
    "closed_on": _day("11-09"),
    "corrected_in": "v2",
    "closure_reason": "v2 holds the correction.",
}

FINDINGS = (
    a_finding(
        "F-001",
        "CAR misstatement",
        "cut-off",
        "Meter HIK-M2: July missing, January 2022 included",
        "The set holds 11 bills of 2021 without July, and the bill of January 2022 was booked into 2021.",
        "closed_corrected",
        "10-17",
        "2022-11-14",
        claimed="38,640 MWh",
        verified="38,727 MWh",
        effects=_effects("S06", "-431.10", "380.56", bases=(Basis.LOCATION, Basis.MARKET)),
        net=D("-50.55"),
        gross=D("811.66"),
        market_net=D("-50.55"),
        evidence=_cited("E-002", "E-003"),
        rounds=(
            _answer(
                1,
                "10-24",
                "The July bill was filed with another site; it is handed in as E-003. January 2022 "
                "is taken out.",
                ("E-003",),
                "10-26",
                "Reading 14,690.10 to 15,432.10, × 1,000: 742 MWh.",
            ),
        ),
        steps=(
            FindingStep(on=_day("10-17"), state="open", by="Ingrid Solberg"),
            FindingStep(on=_day("10-24"), state="responded", by="Liu Yan"),
            FindingStep(on=_day("10-26"), state="accepted", by="Ingrid Solberg"),
            FindingStep(on=_day("11-09"), state="closed_corrected", by="Ingrid Solberg"),
        ),
        root_cause="Bills are filed by invoice date, not by reading month.",
        correction="742 MWh of July added, 655 MWh of January 2022 taken out.",
        corrective_action="A list of meters and months is ticked off each January.",
        **_CLOSED,
    ),
    a_finding(
        "F-002",
        "CAR nonconformity and misstatement",
        "GWP",
        "R-410A with a value outside the declared GWP set",
        "The line uses 2,088; the declared set AR6-27.9 gives 2,255.5.",
        "closed_corrected",
        "10-17",
        "2022-11-14",
        claimed="2,088",
        verified="2,255.5",
        effects=_effects("S04", "-10.38"),
        net=D("-10.38"),
        gross=D("10.38"),
        market_net=D("-10.38"),
        evidence=_cited("E-009", "E-021"),
        is_nonconformity=True,
        rounds=(
            _answer(1, "10-20", "Corrected to the declared set.", ("E-021", "E-009"), "10-21", "Agrees."),
        ),
        root_cause="Value copied from an older workbook.",
        correction="GWP 2,255.5 in v2.",
        corrective_action="GWP values are taken from one locked sheet.",
        **_CLOSED,
    ),
    a_finding(
        "F-003",
        "CAR misstatement",
        "omission",
        "LPG forklift trucks are not in the inventory",
        "The purchase ledger holds 350 LPG cylinders of 50 kg; the inventory has no such source.",
        "closed_corrected",
        "10-17",
        "2022-11-14",
        claimed="0.00 t CO2e",
        verified="55.84 t CO2e",
        effects=_effects("S13", "-55.84"),
        net=D("-55.84"),
        gross=D("55.84"),
        market_net=D("-55.84"),
        evidence=_cited("E-019", "E-020"),
        is_systematic=True,
        extent_test="Purchase ledger and walk-through: no other unlisted source.",
        rounds=(
            _answer(
                1,
                "10-21",
                "Forklifts are electric.",
                (),
                "10-25",
                "E-019 and E-020 show LPG cylinders in use.",
                "returned",
            ),
            _answer(
                2,
                "11-01",
                "Six trucks run on LPG; source S13 is added.",
                ("E-019",),
                "11-02",
                "Agrees with E-019.",
            ),
        ),
        root_cause="The source survey left out the warehouse.",
        correction="S13 added in v2.",
        corrective_action="The warehouse takes part in the yearly source survey.",
        **_CLOSED,
    ),
    a_finding(
        "F-004",
        "CL",
        "certificate",
        "Beneficiary of I-REC redemption R2",
        "R2 names another beneficiary.",
        "converted",
        "10-17",
        "2022-10-31",
        evidence=_cited("E-018"),
        converted_to="F-007",
        rounds=(
            _answer(
                1,
                "10-27",
                "R2 was bought for the sister company.",
                ("E-018",),
                "10-28",
                "Converted.",
                "converted",
            ),
        ),
    ),
    a_finding(
        "F-005",
        "CAR misstatement",
        "error",
        "Lot PL-43 booked with more mass than was delivered",
        "Booked 43.5 t, delivery note 39.15 t; taint 0.10 over the interval of 1,114.19 t.",
        "closed_uncorrected",
        "10-24",
        "2022-11-21",
        group="B",
        claimed="43.5 t",
        verified="39.15 t",
        effects=_effects("S11", "111.42"),
        net=D("111.42"),
        gross=D("111.42"),
        is_projected=True,
        known=D("20.01"),
        evidence=_cited("E-015", "E-025"),
        rounds=(
            _answer(
                1,
                "11-02",
                "Correction declined as immaterial.",
                ("E-025",),
                "11-09",
                "Stays uncorrected.",
                "closed uncorrected",
            ),
        ),
        closure_reason="Uncorrected; enters the evaluation with its projection.",
        closed_by="Ingrid Solberg",
        closed_on=_day("11-09"),
    ),
    a_finding(
        "F-006",
        "FAR",
        "control",
        "Gas meter without valid calibration for 61 days",
        "The certificate ended 2021-10-31, the next begins 2022-03-15; the procedure was not followed.",
        "carried_forward",
        "10-24",
        "2023-03-31",
        evidence=_cited("E-006"),
        rounds=(
            _answer(
                1,
                "10-28",
                "The next certificate is in E-006.",
                ("E-006",),
                "11-02",
                "Quantity accepted after comparison with production.",
            ),
        ),
        corrective_action="Calibration dates enter the maintenance calendar.",
    ),
    a_finding(
        "F-007",
        "CAR misstatement",
        "certificate",
        "Market-based electricity counts R2 of the sister company",
        "1,500 MWh of R2 lower the market-based value although HIK is not the beneficiary.",
        "closed_corrected",
        "10-28",
        "2022-11-25",
        effects=_effects("S06", "-871.50", bases=(Basis.MARKET,)),
        gross=D("871.50"),
        market_net=D("-871.50"),
        evidence=_cited("E-018"),
        converted_from="F-004",
        rounds=(
            _answer(
                1,
                "10-27",
                "R2 was bought for the sister company.",
                ("E-018",),
                "11-02",
                "R2 is left out of v2.",
            ),
        ),
        correction="Market-based value without R2 in v2.",
        **_CLOSED,
    ),
)
