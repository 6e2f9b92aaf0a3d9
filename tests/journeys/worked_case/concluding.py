"""Steps 9 and 10: letter, evaluation, draft, factual check, independent review."""

from __future__ import annotations

from demo.opinion import DRAFT
from tests.journeys.town import Town
from tests.journeys.worked_case.people import APPROVER, CASE, LEAD, PREPARER, REVIEWER
from workflow.opinion.rules import REVIEW_CHECKS

HERE = f"{CASE}/opinion"
WHAT_IF = (
    "1,238.33", "116.77", "0.471 %", "877.88", "3.545 %", "21,280.55", "1,064.03", "798.02", "988.27",
    "1,749.38",
)  # fmt: skip
FINAL = ("1,244.17", "933.12", "62.21", "2,738.46", "2,053.85", "111.42", "22,268.82")


def step_9_evaluation(town: Town) -> None:
    """The letter opens the evaluation; its numbers are those of 9.5; the draft passes the factual check."""
    town.at("2022-11-10")
    reasons = "F-005: one lot of plastics, immaterial."
    town.visit(PREPARER).get(HERE).send("opinion/letter", uncorrected_reasons=reasons)
    approver = town.visit(APPROVER).freshly().get(HERE)
    approver.send("letter/sign").sees("signed")
    town.settle()
    town.at("2022-11-11")
    lead = town.visit(LEAD).get(CASE).send("move/evaluate").sees("evaluation")
    lead.get(f"{CASE}/evaluation/if-nothing-were-corrected").sees(*WHAT_IF)
    lead.get(CASE).push(f"{CASE}/move/draft_opinion", 409).sees("G-EVAL")
    lead.get(f"{CASE}/evaluation").send("/evaluation").sees(*FINAL, "0.407 %", "F-005")
    lead.send(
        "evaluation/completion", risk_reassessment="Risks as planned.",
        controls_assessment=DRAFT["controls_assessment"],
    )  # fmt: skip
    for group in ("A", "B"):
        assert lead.form(f"{group}/decide").xpath(".//option[@selected]/@value") == ["unmodified"]
        lead.send(f"{group}/decide", kind="unmodified", reason="as proposed")
    town.visit(PREPARER).get(f"{CASE}/evaluation", 403)
    lead.get(HERE).send("opinion/draft", **{k: v for k, v in DRAFT.items() if v})
    town.at("2022-11-14")
    lead.get(CASE).send("move/draft_opinion").sees("draft opinion")
    lead.push(f"{CASE}/move/hand_to_review", 409).sees("G-FACT")
    lead.get(HERE).send("factual-check/send")
    town.at("2022-11-15")
    town.visit(PREPARER).get(HERE).send("factual-check/answer").sees("answered")


def step_10_review(town: Town) -> None:
    """The lead may not review; the reviewer returns once with IR-1, then approves."""
    town.at("2022-11-16")
    lead = town.visit(LEAD).get(CASE).send("move/hand_to_review").sees("independent review")
    for path in ("review/start", "review/ticks", "review/comments", "review/approve"):
        lead.push(f"{HERE}/{path}", 403, text="mine")
    lead.push(f"{CASE}/move/approve_review", 403).get(CASE).push(f"{CASE}/move/return_draft", 403)
    reviewer = town.visit(REVIEWER).get(HERE).send("review/start")
    reviewer.send("review/comments", text="Say why the gas quantity is accepted without calibration.")
    reviewer.get(CASE).push(f"{CASE}/move/approve_review", 409).sees("G-IRDONE")
    reviewer.get(CASE).send("move/return_draft").sees("draft opinion")
    town.at("2022-11-18")
    lead.get(HERE).send("IR-1/answer", text="Added: compared with production, and accepted.")
    lead.send(
        "opinion/draft", evidence_summary=DRAFT["evidence_summary"] + " Gas was compared with production."
    )
    lead.get(CASE).send("move/hand_to_review")
    town.at("2022-11-22")
    reviewer.freshly().get(HERE).send("review/start").send("IR-1/close")
    ticks = {f"tick_{key}": True for key in REVIEW_CHECKS} | {f"comment_{k}": "seen" for k in REVIEW_CHECKS}
    reviewer.send("review/ticks", **ticks).send("review/approve").sees("signed")
    reviewer.get(CASE).send("move/approve_review").sees("decision")
