"""Step 5, second half, to step 7: findings drafted, issued, answered and assessed."""

from __future__ import annotations

from datetime import date
from typing import Any

from demo.files.receipts import lots
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor
from tests.journeys.worked_case import figures
from tests.journeys.worked_case.people import (
    CASE,
    EXPERT,
    LEAD,
    MEMBER,
    OF_A_SISTER,
    PREPARER,
)

DRAWN = (
    "CU-03", "CU-10", "CU-16", "CU-23", "CU-29", "CU-35", "CU-42", "CU-48", "PL-04", "PL-10", "PL-15",
    "PL-21", "PL-26", "PL-32", "PL-37", "PL-43", "PL-49", "PL-54", "PL-60", "PL-65", "PL-71", "PL-76",
)  # fmt: skip
BOOKED = {"CU": "174.15", "PL": "200.10"}
NEEDED = {"kind": "CAR", "is_misstatement": True}


def draft(town: Town, who: str, start: str = "", **typed: Any) -> Visitor:
    """Draft a finding by the form, begun at a check, a sample or nothing."""
    effects = typed.pop("effects", ())
    for number, effect in enumerate(effects):
        typed |= {f"effects-{number}-{name}": value for name, value in effect.items()}
    visitor = town.visit(who).get(f"{CASE}/findings/new{start}")
    return visitor.send("findings/new", **typed)


def _check(town: Town, code: str, subject: str) -> str:
    """The address part by which a failed check proposes a finding."""
    visitor = town.visit(LEAD).get(f"{CASE}/tests")
    for row in visitor.page.xpath("//tr[starts-with(@id, 'check-')]"):
        text = "".join(row.itertext())
        if code in text and subject in text and "fail" in text:
            return "?check=" + str(row.get("id")).removeprefix("check-")
    raise AssertionError(f"no failed {code} about {subject}")


def _issue(town: Town, *codes: str, due: str | None = None) -> None:
    for code in codes:
        lead = town.visit(LEAD).get(f"{CASE}/findings/{code}")
        lead.send(f"{code}/issue", **({"due": due} if due else {})).sees("open")
    town.settle()


def step_5c_first_findings(town: Town) -> None:
    """F-001 to F-004 are drafted from what the checks propose, and issued on 17 October."""
    town.at("2022-10-15")
    at = town.codes
    draft(
        town, MEMBER, _check(town, "EV-01", "HIK-M2"), **NEEDED, subtype="cut_off", group_code="A",
        title="Meter B: July 2021 is missing, January 2022 is included",
        requirement="ISO 14064-1:2018, 9.3.1 c: the inventory covers the reporting period",
        gap="No bill of meter HIK-M2 stands behind July 2021; January 2022 (655 MWh) is booked into 2021.",
        claimed_value="S06: 38,640 MWh", verifier_value="S06: 38,727 MWh", net="-50.55",
        citations=f"{at['E-002']} p.12",
        effects=(
            {"source": "S06", "amount": "-431.10", "basis": "both", "note": "July 2021 missing"},
            {"source": "S06", "amount": "+380.56", "basis": "both", "note": "January 2022 included"},
        ),
    ).sees("F-001")  # fmt: skip
    draft(
        town, EXPERT, _check(town, "EV-18", "S04"), **NEEDED, is_nonconformity=True, subtype="gwp",
        group_code="A", title="R-410A is counted with an AR4 value; the statement declares AR6",
        requirement="ISO 14064-1:2018, 9.3.1 t", gap="Line S04 uses 2,088; AR6-27.9 gives 2,255.5.",
        citations=at["E-009"], effects=({"source": "S04", "amount": "-10.38", "basis": "both"},),
    ).sees("F-002")  # fmt: skip
    draft(
        town, EXPERT, _check(town, "EV-19", at["E-019"]), **NEEDED, subtype="omission", group_code="A",
        is_systematic=True, title="LPG of forklifts is not in the inventory",
        requirement="ISO 14064-1:2018, 5.2.2", gap="The ledger holds 350 LPG cylinders of 50 kg.",
        citations=at["E-019"], omitted_name="LPG forklifts", omitted_category="1", omitted_scope="S1",
        effects=({"source": "+", "amount": "-55.84", "basis": "both"},),
    ).sees("F-003")  # fmt: skip
    draft(
        town, MEMBER, _check(town, "EV-13", "Halden Cable"), kind="CL", subtype="certificate",
        group_code="A", title="Whose is redemption R2 of 1,500 MWh?",
        requirement="GHG Protocol Scope 2 quality criteria", citations=f"{at['E-018']} p.2",
        gap="Redemption R2 names another beneficiary than HIK.",
    ).sees("F-004")  # fmt: skip
    town.visit(PREPARER).get(f"{CASE}/findings").misses("F-001").get(f"{CASE}/findings/F-001", 404)
    town.at("2022-10-17")
    town.visit(MEMBER).get(f"{CASE}/findings/F-001").push(f"{CASE}/findings/F-001/issue", 403)
    _issue(town, "F-001", "F-002", "F-003", "F-004")
    lead = town.visit(LEAD)
    for code, due in (("F-001", date(2022, 11, 14)), ("F-004", date(2022, 10, 31))):
        lead.get(f"{CASE}/findings/{code}").sees(due.isoformat())


def step_5d_sample(town: Town) -> None:
    """The sample of S11 with its stated start, delivery notes on request, F-005 and F-006."""
    town.at("2022-10-18")
    listing = "\n".join(f"{lot.code}\t{BOOKED[lot.code[:2]]}" for lot in lots())
    member = town.visit(MEMBER).get(f"{CASE}/plan/samples/new")
    inputs = {
        "activity": "T-009", "source": "S11", "population": "130 lots of goods receipts, in their order",
        "document": town.codes["E-015"], "listing": listing, "tolerable": "2053.845", "expected": "200",
        "risk": "20", "method_reason": "printed factors, chosen by name",
    }  # fmt: skip
    member.send("samples/new", **inputs).sees("1,114.19", "22.18")
    token = str(member.form("samples/new").xpath(".//input[@name='csrf_token']/@value")[0])
    member.push(
        f"{CASE}/plan/samples/new", 200, **inputs, act="draw", begin="stated", start="500",
        start_reason="worked case: same list in every build, and the misstated lot is in it",
    )  # fmt: skip
    assert token
    sample = member.at
    member.sees(*DRAWN)
    town.visit(LEAD).get(f"{CASE}/plan/requests").send(
        "plan/requests", item="Delivery notes of the 22 drawn lots", owner_name=PREPARER, due="2022-10-21",
        activity_code="T-009",
    )  # fmt: skip
    town.at("2022-10-21")
    town.visit(PREPARER).get(f"{CASE}/plan/requests/R-001").misses("T-009")
    town.send_evidence(PREPARER, ["E-025"], kind="delivery_note", asked="R-001")
    town.visit(PREPARER).get(f"{CASE}/plan/requests/R-001").send("R-001/answer", answer="All 22 notes.")
    town.visit(LEAD).get(f"{CASE}/plan/requests/R-001").send("R-001/accept").sees("accepted")
    figures.read_right(town, MEMBER, "E-025")
    town.at("2022-10-23")
    _examine(town, sample)
    town.at("2022-10-24")
    _raise_rest(town, sample)


def _examine(town: Town, sample: str) -> None:
    member = town.visit(MEMBER).get(sample)
    typed = {}
    for page, box in enumerate(member.form("verified").xpath(".//input[starts-with(@name, 'verified-')]"), 1):
        lot = DRAWN[page - 1]
        typed[box.get("name")] = "180.09" if lot == "PL-43" else BOOKED[lot[:2]]
        typed[box.get("name").replace("verified", "citation")] = f"{town.codes['E-025']} p.{page}"
    assert len(typed) == 2 * len(DRAWN), typed
    member.send("verified", **typed)
    member.get(sample).send("evaluate").sees("111.42", "1,948.72", "1,793.85")


def _raise_rest(town: Town, sample: str) -> None:
    at, name = town.codes, sample.rsplit("/", 1)[1]
    page = DRAWN.index("PL-43") + 1
    draft(
        town, MEMBER, f"?sample={name}", subtype="error", group_code="B",
        title="Lot PL-43 is booked with more mass than was delivered",
        requirement="ISO 14064-1:2018, 6.3: activity data are accurate",
        gap="PL-43 is booked with 43.5 t, its delivery note shows 39.15 t; one of 22 lots of the sample.",
        citations=f"{at['E-025']} p.{page}, {at['E-015']}",
    ).sees("F-005", "111.42", "180.09")  # fmt: skip
    draft(
        town, MEMBER, _check(town, "EV-10", "HIK-G1"), kind="FAR", is_nonconformity=True, subtype="control",
        group_code="A", title="The gas meter had no valid calibration for 61 days",
        requirement="The group's procedure: meters of direct emissions are calibrated without a gap",
        gap="The certificate ended on 2021-10-31, the next begins on 2022-03-15.", citations=at["E-006"],
    ).sees("F-006")  # fmt: skip
    _issue(town, "F-005", "F-006", due="2022-11-21")


def step_6_other_subsidiary(town: Town) -> None:
    """A person of another subsidiary does not learn that the finding exists."""
    stranger = town.visit(OF_A_SISTER)
    stranger.get(f"{CASE}/findings/F-001", 404).get(f"{CASE}/findings", 404).get(CASE, 404)
    town.stranger().get(f"{CASE}/findings/F-001").sees("Sign in").misses("F-001", "Meter B")


def act(town: Town, who: str, code: str, what: str, **typed: Any) -> Visitor:
    """One move on a finding by its form."""
    visitor = town.visit(who).get(f"{CASE}/findings/{code}").send(f"{code}/{what}", **typed)
    town.settle()
    return visitor


def step_7_answers(town: Town) -> None:
    """The party answers; the July bill comes with its answer; the lead converts F-004."""
    at = town.codes
    town.at("2022-10-20", "15:00")
    act(
        town, PREPARER, "F-002", "respond", text="The value was taken from an older table.",
        root_cause="The workbook still held the AR4 table.", correction="R-410A with 2,255.5 in version 2.",
        corrective_action="The GWP table is locked.", citations=f"{at['E-021']}, {at['E-009']}",
    ).sees("responded")  # fmt: skip
    town.at("2022-10-21", "15:00")
    act(town, LEAD, "F-002", "accept", reason="The correction is right.").sees("accepted")
    act(town, PREPARER, "F-003", "respond", text="The forklifts are electric.", is_refusal=True)
    town.at("2022-10-24", "15:00")
    _answer_with_the_july_bill(town)
    preparer = town.visit(PREPARER).get(f"{CASE}/findings/F-001")
    preparer.push(f"{CASE}/findings/F-001/close-corrected", 403)
    town.at("2022-10-25")
    against = f"{at['E-019']}, {at['E-020']}"
    act(town, LEAD, "F-003", "return", reason="Two forklifts burnt LPG.", citations=against).sees("returned")
    town.at("2022-10-26")
    act(town, LEAD, "F-001", "accept", reason="The July bill follows the readings before and after.")
    town.at("2022-10-27")
    cited = f"{at['E-018']} p.2"
    act(town, PREPARER, "F-004", "respond", text="R2 was redeemed for our sister company.", citations=cited)
    town.at("2022-10-28")
    _convert(town)
    act(
        town, PREPARER, "F-006", "respond", text="The next certificate is of 15 March 2022.",
        corrective_action="Ordered three months ahead.", citations=f"{at['E-006']} p.2",
    )  # fmt: skip
    town.at("2022-11-01")
    act(
        town, PREPARER, "F-003", "respond", text="You are right: two rented forklifts burn LPG.",
        root_cause="Rented equipment was not asked about.", correction="Source S13 in version 2.",
        corrective_action="Rented equipment is in the yearly survey.", citations=at["E-019"],
    )  # fmt: skip
    town.at("2022-11-02")
    act(town, LEAD, "F-003", "accept", reason="The source and its quantity are right.").sees("accepted")
    act(town, PREPARER, "F-005", "respond", text="The lot was weighed wet; immaterial.", is_refusal=True)
    act(town, LEAD, "F-007", "accept", reason="The claim goes down to 4,500 MWh.").sees("accepted")


def _answer_with_the_july_bill(town: Town) -> None:
    visitor = town.visit(PREPARER).get(f"{CASE}/findings/F-001")
    visitor.send(
        "F-001/respond", files=[town.file("E-003")], text="The July bill was misfiled. January 2022 is out.",
        root_cause="Bills are filed by date of receipt.", correction="S06 with 38,727 MWh in version 2.",
        corrective_action="Bills are filed by meter and month.", citations=f"{town.codes['E-002']} p.12",
    ).sees("responded")  # fmt: skip
    town.settle()
    visitor.get(f"{CASE}/evidence")
    town.codes["E-003"] = max(visitor.page.xpath("//table//a[@class='code']/text()"))
    figures.read_right(town, PREPARER, "E-003")


def _convert(town: Town) -> None:
    """A clarification becomes a misstatement on the market basis alone, in the state of its answer."""
    lead = act(
        town, LEAD, "F-004", "convert", reason="1,500 MWh belong to the sister company.",
        title="1,500 MWh of certificates belong to the sister company", is_misstatement=True,
        **{"effects-0-source": "S06", "effects-0-amount": "-871.50", "effects-0-basis": "market"},
    )  # fmt: skip
    lead.get(f"{CASE}/findings/F-004").sees("F-007")
    lead.get(f"{CASE}/findings/F-007").sees("responded", "R2 was redeemed for our sister company.", "871.50")
