"""Step 8: nothing closes before version 2; version 2 with S13, the plan approved again, all closed."""

from __future__ import annotations

from demo.findings import PAPERS
from tests.journeys.town import Town
from tests.journeys.worked_case import figures, planning
from tests.journeys.worked_case.findings import act
from tests.journeys.worked_case.people import CASE, EXPERT, LEAD, MEMBER, PREPARER
from workflow.planning.gates import UNLISTED

CORRECTED = ("F-001", "F-002", "F-003", "F-007")
BY_EXPERT = {"T-005", "T-006", "T-008", "T-010", "T-011"}
CHANGED = "S06 with July 2021, without January 2022; S04 with the AR6 value; S13 added; R2 not claimed."


def step_8a_second_version(town: Town) -> None:
    """Closing is refused; version 2 opens the plan again and the evaluation stays shut."""
    lead = town.visit(LEAD)
    for code in CORRECTED:
        lead.get(f"{CASE}/findings/{code}").sees("G-CORRECTED")
        lead.push(f"{CASE}/findings/{code}/close-corrected", 409, reason="Corrected.").sees("G-CORRECTED")
    town.at("2022-11-07")
    planning.hand_in(town, 2, "E-022", changed=CHANGED)
    planning.sign_and_submit(town, 2)
    lead.get(f"{CASE}/statement/2").sees("52,267.92", "1,304.93", "23,578.39", "24,883.32", "27,384.60")
    lead.sees("20,963.89", "19,885.89", "5.90 %", "4.64 %", "20.33 %", "10.88 %")
    lead.sees("1,046.44", "116.39", "2.26", "139.84")
    lead.get(f"{CASE}/statement/2/against/1").sees("S13", "55.84", "50.55", "10.38", CHANGED)
    lead.get(f"{CASE}/plan").sees("approval lifted")
    lead.get(CASE).push(f"{CASE}/move/evaluate", 409).sees("G-RISK-1", "G-EGP", "G-FIND")
    _relink(town)


def _relink(town: Town) -> None:
    """The links of version 1 stand on version 2; the July bill and LPG join, January 2022 and R2 leave."""
    lead = town.visit(LEAD).get(f"{CASE}/tests?version=2")
    if "carry-links" in " ".join(lead.forms()):
        lead.send("tests/carry-links")
    lines = figures.lines_by_source(2)
    for file_code in ("E-003", "E-019"):
        figures.link(town, PREPARER, file_code, 2)
        figures.test(town, MEMBER, file_code)
    for file_code, page in (("E-002", 12), ("E-018", 2)):
        for seen in figures.seen_on(town, file_code):
            if seen.wanted.page == page and seen.wanted.role in {"primary", "certificate"}:
                visitor = town.visit(PREPARER).get(f"{CASE}/figures/{seen.code}")
                visitor.send(
                    figures.end_of_link(visitor, lines["S06"]), reason="not of this period or company"
                )
    lead.get(f"{CASE}/tests?version=2").send("tests/run")
    town.settle()
    lead.get(f"{CASE}/tests").sees("24 primary figures add up to 38727 MWh")


def step_8b_closing(town: Town) -> None:
    """The plan takes S13 in and is approved again; the findings close; every paper is signed twice."""
    town.at("2022-11-08")
    lead = town.visit(LEAD).get(CASE)
    lead.send("move/reopen_plan", reason="version 2 adds S13").sees("planning")
    for source, reason in (("S13", "rented forklifts"), (UNLISTED, "looked for again")):
        lead.get(f"{CASE}/plan/risks").send(
            "plan/risks", source_code=source, assertion="completeness", inherent=1, control=3, reason=reason
        )
    lead.get(f"{CASE}/plan/activities").send(
        "plan/activities", source_codes=["S13"], assertion="accuracy", technique="retracing",
        purpose="Cylinders of the purchase ledger to kilograms and line", due="2022-11-09",
    )  # fmt: skip
    lead.get(CASE).send("move/approve_plan")
    lead.get(f"{CASE}/plan").send("plan/send")
    lead.get(CASE).send("move/start_execution").sees("execution")
    town.at("2022-11-09")
    act(town, LEAD, "F-003", "extent", text="Ledger and site walked again: nothing else.")
    for code in CORRECTED:
        act(town, LEAD, code, "close-corrected", reason="Version 2 holds the correction.").sees(
            "closed corrected"
        )
    declined = "Declined as immaterial; the projected amount stands on the schedule."
    act(town, LEAD, "F-005", "close-uncorrected", reason=declined).sees("closed uncorrected")
    act(town, LEAD, "F-006", "carry-forward", due="2023-03-31", reason="Next period.").sees("carried forward")
    _sign_papers(town)
    lead.get(f"{CASE}/findings").sees("F-007", "52,151.15", "52,267.92")


def _sign_papers(town: Town) -> None:
    for paper, (work, result, conclusion, found) in PAPERS.items():
        visitor = town.visit(EXPERT if paper in BY_EXPERT else MEMBER)
        here = f"{CASE}/plan/activities/{paper}"
        visitor.get(here).send(
            f"{paper}/paper", work=work, result=result.value, conclusion=conclusion, findings=", ".join(found)
        )
        visitor.send(f"{paper}/prepare")
        visitor.push(f"{here}/review", 409).sees("SOD")
        town.visit(LEAD).get(here).send(f"{paper}/review")
    lead = town.visit(LEAD).get(f"{CASE}/plan/visits")
    for action in [a for a in lead.forms() if a.endswith("/record")]:
        lead.get(f"{CASE}/plan/visits").send(
            action, people="Chen Wei, Rafael Ortiz; for HIK Liu Yan", notes_document_code=town.codes["E-020"]
        )
