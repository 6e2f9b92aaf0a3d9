"""Steps 3 and 4: the draft statement, the plan on it, the submission."""

from __future__ import annotations

from demo.planning import ACTIVITIES, ANALYSIS, PLAN, RISKS
from demo.statement import ITEMS
from tests.journeys.town import Town
from tests.journeys.worked_case.people import APPROVER, CASE, EXPERT, LEAD, MEMBER, PREPARER
from workflow.planning.gates import UNLISTED

SOURCES = tuple(f"S{n:02}" for n in range(1, 13))
VISIT_DAYS = {"first_day": "2022-10-12", "last_day": "2022-10-13"}


def hand_in(town: Town, number: int, file_code: str, changed: str | None = None) -> None:
    """Import the inventory, describe the report, hand the version in."""
    town.send_evidence(PREPARER, [file_code])
    preparer = town.visit(PREPARER).get(f"{CASE}/statement")
    said = {"what_changed": changed} if changed else {}
    day = town.clock.now().date()
    preparer.send(
        "statement/new", title=f"GHG statement 2021, version {number}", dated=day.isoformat(),
        gwp_set="AR6-27.9", **said,
    )  # fmt: skip
    here = f"{CASE}/statement/{number}"
    preparer.get(here).send(f"{number}/import", files=[town.file(file_code)])
    preparer.send(f"{number}/take")
    for key, (state, text, reason) in ITEMS.items():
        preparer.get(here).send(
            f"{number}/report", key=key, state=state.value, text=text, reason=reason or ""
        )
    preparer.get(here).send(f"{number}/hand-in", document_code=town.codes[file_code])
    town.settle()


def sign_and_submit(town: Town, number: int) -> None:
    """The approver signs over the hash that the page shows; the preparer submits."""
    here = f"{CASE}/statement/{number}"
    town.visit(APPROVER).freshly().get(here).send(f"{number}/sign").sees("signed")
    town.visit(PREPARER).get(here).send(f"{number}/submit").sees("submitted")
    boxes = town.visit(PREPARER).get(here).page.xpath("//input[@form='complete'][@type='checkbox']")
    town.visit(PREPARER).send(f"{number}/complete", **{boxes[0].get("name"): [e.get("value") for e in boxes]})
    town.settle()


def step_3_plan_on_the_draft(town: Town) -> None:
    """Version 1 is handed in as a draft; the plan is refused without the visits, then approved."""
    town.at("2022-09-12")
    hand_in(town, 1, "E-021")
    preparer = town.visit(PREPARER).get(f"{CASE}/statement/1").sees("52,151.15", "1,238.71", "23,527.84")
    preparer.sees("24,766.55", "27,384.60", "20,041.84", "draft received", *SOURCES)
    town.at("2022-09-13")
    _analyse(town)
    _assess(town)
    lead = town.visit(LEAD)
    _add_activities(town)
    lead.get(f"{CASE}/plan").send("/plan", **PLAN)
    town.at("2022-09-16")
    lead.get(CASE).push(f"{CASE}/move/approve_plan", 409).sees("G-VISIT")
    town.at("2022-09-19")
    for trigger in ("first_verification", "central_office"):
        lead.get(f"{CASE}/plan/visits").send(
            "plan/visits", trigger=trigger, site="Kunshan plant", mode="on_site", **VISIT_DAYS
        )
    lead.get(CASE).send("move/approve_plan").sees("plan approved")
    lead.get(f"{CASE}/plan").send("plan/send")
    town.visit(PREPARER).get(f"{CASE}/plan").sees(PLAN["objectives"])
    town.visit(PREPARER).get(f"{CASE}/plan/activities", 403).get(f"{CASE}/plan/risks", 403)


def _analyse(town: Town) -> None:
    lead = town.visit(LEAD).get(f"{CASE}/plan/analysis").send("plan/analysis", **ANALYSIS)
    lead.send("analysis/sign").sees("signed")


def _assess(town: Town) -> None:
    lead = town.visit(LEAD)
    rows = [(s, "completeness", 1, "in the register; looked for in the ledger") for s in SOURCES]
    rows.append((UNLISTED, "completeness", 2, "sources outside the register"))
    rows += [(s, a.value, i.value, reason) for s, a, i, _control, _tested, reason in RISKS]
    for source, assertion, inherent, reason in rows:
        lead.get(f"{CASE}/plan/risks").send(
            "plan/risks", source_code=source, assertion=assertion, inherent=inherent, control=3, reason=reason
        )
    lead.push(
        f"{CASE}/plan/risks", 422, source_code="S06", assertion="cut_off", inherent="3", control="1",
        reason="the control is not tested",
    )  # fmt: skip


def _add_activities(town: Town) -> None:
    lead = town.visit(LEAD)
    for sources, assertion, technique, purpose, who in ACTIVITIES:
        assert who in {MEMBER, EXPERT}
        lead.get(f"{CASE}/plan/activities").send(
            "plan/activities", source_codes=sources, assertion=assertion.value, technique=technique.value,
            purpose=purpose, assigned=town.ids[who], due="2022-10-21",
        )  # fmt: skip


def step_4_submission(town: Town) -> None:
    """Execution is refused on the draft; the signed, submitted version opens it; the plan stays approved."""
    town.at("2022-09-20")
    lead = town.visit(LEAD).get(CASE)
    lead.push(f"{CASE}/move/start_execution", 409).sees("G-STMT")
    sign_and_submit(town, 1)
    lead.get(f"{CASE}/statement/1").sees("submitted", "52,151.15", town.codes["E-021"])
    lead.get(CASE).sees("plan approved").send("move/start_execution").sees("execution")
