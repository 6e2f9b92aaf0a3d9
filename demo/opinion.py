"""HIK's case from the representation letter to the issue of NA-2022-0041: evaluation, review, decision."""

from __future__ import annotations

from datetime import date
from typing import Any

from demo import cast
from demo.stage import Stage
from workflow.cases.queries import body_of
from workflow.evaluation import commands as evaluation
from workflow.evaluation import queries as evaluations
from workflow.lifecycle.commands import move_case
from workflow.opinion import commands, reads
from workflow.opinion.letters import USUAL_TEXT
from workflow.opinion.review import review_sha256
from workflow.opinion.rules import REVIEW_CHECKS

LEAD, PARTY, APPROVER, REVIEWER, DECIDER = (
    "Ingrid Solberg",
    "Liu Yan",
    "Zhang Min",
    "Amara Okafor",
    "Jonas Lind",
)
FIRST_NUMBER = 41
PASSPHRASES = {played.name: played.passphrase or "" for played in cast.CAST}
DRAFT: dict[str, Any] = {
    "addressee": "To Halden Precision Group and the users named in the agreement",
    # One technique a line, as statement and report take it.
    "evidence_summary": "Retracing: all energy bills of both electricity meters, gas, steam and fuels to the statement\n"
    "Recalculation: every line in decimals\n"
    "Examination: certificates, redemption statements and calibration\n"
    "Observation: the plant, on 12 and 13 October 2022\n"
    "Sampling: a tonne-unit sample of 22 lots of purchased materials against delivery notes\n"
    "Inquiry and analytical tests: most of categories 3 and 4, narrower than for reasonable assurance",
    "controls_assessment": "Data are typed by hand and checked once. We relied on no control; all conclusions rest on "
    "substantive tests.",
    "risk_summary": "Highest risk lay in the cut-off of electricity, the GWP of the refrigerant, the mass of purchased "
    "materials and sources outside the register.",
    "recommendations": "File bills by meter and month, and lock the GWP table to the declared set.",
    "report_place": "Oslo",
    "modification_reasons": "",
}
CHECKED = "seen in the file; in order"


def evaluate_hik(stage: Stage, code: str) -> None:
    """The letter of 10 November, the evaluation of 11 November with its decisions, the draft of 14 November."""
    stage.at("2022-11-10")
    with stage.on(PARTY, code) as (uow, case):
        commands.write_representation(
            uow, case, text=USUAL_TEXT,
            uncorrected_reasons="F-005: one lot of plastics, immaterial; the supplier's scale was wet.",
        )  # fmt: skip
    with stage.on(APPROVER, code) as (uow, case):
        letter = reads.letter_of(uow.session, case)
        assert letter is not None
        commands.sign_representation(uow, case, shown_sha256=letter.sha256, document_code="E-024")
    stage.at("2022-11-11")
    with stage.on(LEAD, code) as (uow, case):
        move_case(uow, case, "evaluate")
    with stage.on(LEAD, code) as (uow, case):
        row = evaluation.evaluate(uow, case)
        evaluation.assess_completion(
            uow, row, risk_reassessment="Risks as planned; cut-off and completeness proved to be the weak points.",
            controls_assessment=DRAFT["controls_assessment"],
        )  # fmt: skip
        for conclusion in evaluations.conclusions_of(uow.session, row):
            evaluation.decide_conclusion(uow, conclusion, conclusion.proposed, "as proposed")
        commands.write_draft(uow, case, **DRAFT)
    stage.at("2022-11-14")
    with stage.on(LEAD, code) as (uow, case):
        move_case(uow, case, "draft_opinion")
    with stage.on(LEAD, code) as (uow, case):
        commands.send_factual_check(uow, case)
    stage.at("2022-11-15")
    with stage.on(PARTY, code) as (uow, case):
        commands.answer_factual_check(uow, case)


def review_hik(stage: Stage, code: str) -> None:
    """The independent review, returned once with IR-1, answered, and approved on 22 November."""
    stage.at("2022-11-16")
    with stage.on(LEAD, code) as (uow, case):
        move_case(uow, case, "hand_to_review")
    with stage.on(REVIEWER, code) as (uow, case):
        commands.start_review(uow, case)
        commands.comment(
            uow, case, "Say in the report why the gas quantity is accepted although the meter was not calibrated.",
            check_key="evidence",
        )  # fmt: skip
    stage.at("2022-11-17")
    with stage.on(REVIEWER, code) as (uow, case):
        move_case(uow, case, "return_draft")
    stage.at("2022-11-18")
    with stage.on(LEAD, code) as (uow, case):
        commands.write_draft(
            uow, case, **DRAFT | {"evidence_summary": DRAFT["evidence_summary"] + "\nCross-check: the gas quantity of the "
            "61 days without calibration, compared with production and accepted"},
        )  # fmt: skip
        commands.answer_comment(
            uow, case, "IR-1", "Added to the summary of evidence: compared with production."
        )
        move_case(uow, case, "hand_to_review")
    stage.at("2022-11-22")
    with stage.on(REVIEWER, code) as (uow, case):
        review = commands.start_review(uow, case)
        commands.close_comment(uow, case, "IR-1")
        for key in REVIEW_CHECKS:
            review = commands.tick(uow, case, key, comment=CHECKED)
        commands.approve_review(uow, case, shown_sha256=review_sha256(uow.session, case, review))
        move_case(uow, case, "approve_review")


def issue_hik(stage: Stage, code: str) -> None:
    """The decision of 24 November, the refused issue, the two signatures and the issue of 25 November."""
    stage.at("2022-11-24")
    with stage.on(DECIDER, code) as (uow, case):
        commands.open_series(uow, body_of(uow.session, case), year=2022, first=FIRST_NUMBER)
    sentence = "The evidence supports both conclusions; the opinion is issued as drafted."
    decision = commands.Decision(sentence, opinion_date=date(2022, 11, 24))
    commands.record_decision(stage.actor(DECIDER, code), code, decision)
    stage.is_refused(DECIDER, code, "G-SIGN", lambda uow, case: move_case(uow, case, "issue"))
    stage.at("2022-11-25")
    commands.sign_as_lead(stage.actor(LEAD, code), code, passphrase=PASSPHRASES[LEAD])
    stage.at("2022-11-25", "10:00")
    commands.sign_as_signatory(stage.actor(DECIDER, code), code, passphrase=PASSPHRASES[DECIDER])
    stage.at("2022-11-25", "11:00")
    with stage.on(DECIDER, code) as (uow, case):
        move_case(uow, case, "issue")
    stage.settle()
