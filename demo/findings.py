"""HIK's findings F-001 to F-007 from the draft to their end, with the sample behind F-005 (section 9.4)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal as D

from demo import cast, evidence, statement
from demo.files.receipts import lots
from demo.planning import assess
from demo.stage import Stage
from methods.sampling import Record
from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.errors import NotAllowed
from workflow.figures import commands as figures
from workflow.figures.queries import figures_of, links_of_figures
from workflow.figures.rules import Technique
from workflow.findings import carrying, commands, conversion, moves, queries
from workflow.findings.citing import Cited
from workflow.findings.commands import OmittedSource, StatedEffect
from workflow.findings.models import Finding
from workflow.findings.rules import EffectBasis as B
from workflow.findings.rules import FindingKind as K
from workflow.findings.rules import Subtype
from workflow.ghg_statement.queries import latest_submitted
from workflow.lifecycle.commands import move_case
from workflow.planning import commands as planning
from workflow.planning import queries as plans
from workflow.planning import samples
from workflow.planning.rules import ActivityResult as R
from workflow.planning.rules import Assertion
from workflow.unit_of_work import UnitOfWork

LPG = OmittedSource(name="LPG forklifts", iso_category=1, scope_code="S1")
LEAD, MEMBER, EXPERT, PARTY = "Ingrid Solberg", "Chen Wei", "Rafael Ortiz", "Liu Yan"
SAMPLING_ACTIVITY = "T-009"
TONNES_PER_TONNE = {"CU": D("4.05"), "PL": D("4.60")}


def _draft(stage: Stage, code: str, by: str, kind: K, subtype: Subtype, **said: object) -> str:
    with stage.on(by, code) as (uow, case):
        return commands.draft_finding(uow, case, kind, subtype, **said).code  # type: ignore[arg-type]


def _do(
    stage: Stage, code: str, by: str, finding: str, act: Callable[[UnitOfWork, Case, Finding], object]
) -> None:
    with stage.on(by, code) as (uow, case):
        act(uow, case, queries.finding(uow.session, case, finding, viewer=uow.actor))
    stage.settle()


def _issue(stage: Stage, code: str, finding: str, due: date) -> None:
    _do(stage, code, LEAD, finding, lambda uow, case, row: moves.issue_finding(uow, case, row, due=due))


def raise_first(stage: Stage, code: str) -> None:
    """F-001 to F-004, drafted by the team from what the checks showed."""
    stage.at("2022-10-15")
    _draft(
        stage, code, MEMBER, K.CORRECTIVE_ACTION, Subtype.CUT_OFF, is_misstatement=True, group_code="A",
        title="Meter B: July 2021 is missing, January 2022 is included",
        requirement="ISO 14064-1:2018, 5.2 and 9.3.1 c: the inventory covers the reporting period, and nothing else",
        gap="No bill of meter HIK-M2 stands behind July 2021; the bill of January 2022 (655 MWh) is booked into 2021.",
        claimed_value="S06: 38,640 MWh", verifier_value="S06: 38,727 MWh with July 742 MWh and without January 2022",
        net=D("-50.55"), citations=[Cited("E-002", page=12)], proposed_by_check="EV-01",
        effects=[
            StatedEffect("S06", D("-431.10"), B.BOTH, note="July 2021 missing, 742 MWh"),
            StatedEffect("S06", D("380.56"), B.BOTH, note="January 2022 included, 655 MWh"),
        ],
    )  # fmt: skip
    _draft(
        stage, code, EXPERT, K.CORRECTIVE_ACTION, Subtype.GWP, is_misstatement=True, is_nonconformity=True,
        group_code="A", title="R-410A is counted with an AR4 value; the statement declares AR6",
        requirement="ISO 14064-1:2018, 9.3.1 t: one declared source of GWP values",
        gap="Line S04 uses 2,088 for R-410A; the declared set AR6-27.9 gives 2,255.5.",
        claimed_value="129.46 t CO₂e", verifier_value="139.84 t CO₂e", citations=[Cited("E-009")],
        effects=[StatedEffect("S04", D("-10.38"))], proposed_by_check="EV-18",
    )  # fmt: skip
    _draft(
        stage, code, EXPERT, K.CORRECTIVE_ACTION, Subtype.OMISSION, is_misstatement=True, group_code="A",
        title="LPG of forklifts is not in the inventory", is_systematic=True,
        requirement="ISO 14064-1:2018, 5.2.2: direct emissions are complete",
        gap="The purchase ledger holds 350 LPG cylinders of 50 kg; no source of the inventory burns LPG.",
        claimed_value="no line", verifier_value="17,500 kg LPG, 55.84 t CO₂e", citations=[Cited("E-019")],
        effects=[StatedEffect("S13", D("-55.84"), omitted=LPG)], proposed_by_check="EV-19",
    )  # fmt: skip
    _draft(
        stage, code, MEMBER, K.CLARIFICATION, Subtype.CERTIFICATE, group_code="A",
        title="Whose is redemption R2 of 1,500 MWh?",
        requirement="GHG Protocol Scope 2 quality criteria as the group's procedure takes them over",
        gap="Redemption statement R2 names another beneficiary than HIK; its 1,500 MWh are claimed market-based.",
        claimed_value="6,000 MWh of certificates", citations=[Cited("E-018", page=2)],
        proposed_by_check="EV-13",
    )  # fmt: skip


def issue_first(stage: Stage, code: str) -> None:
    """The lead issues the four on 17 October, each with its due date in working days."""
    stage.at("2022-10-17")
    for finding, due in (("F-001", date(2022, 11, 14)), ("F-002", date(2022, 11, 14)), ("F-003", date(2022, 11, 14)),
                         ("F-004", date(2022, 10, 31))):  # fmt: skip
        _issue(stage, code, finding, due)


def _draw_and_examine(stage: Stage, code: str) -> tuple[str, D]:
    """The sample of S11 and the delivery notes asked for; gives the sample's code and the projection."""
    stage.at("2022-10-18")
    records = [Record(lot.code, lot.tonnes * TONNES_PER_TONNE[lot.code[:2]]) for lot in lots()]
    with stage.on(MEMBER, code) as (uow, case):
        sample = samples.draw_sample(
            uow, case, activity_code=SAMPLING_ACTIVITY, source_code="S11", records=records,
            population="130 lots of goods receipts in the order of E-015", population_document_code="E-015",
            tolerable=D("2053.845"), expected=D(200), risk_percent=D(20), start=D(500),
            start_reason="worked case: same list in every build, and the misstated lot is in it",
            method_reason="printed factors agreed with the client's auditors; chosen by name",
        ).code  # fmt: skip
    stage.at("2022-10-21")
    evidence.hand_in(stage, code, [stage.files["E-025"]], by=PARTY, entity=cast.HIK)
    evidence.read_right(stage, code, stage.files["E-025"], by=MEMBER)
    stage.at("2022-10-23")
    with stage.on(MEMBER, code) as (uow, case):
        row = plans.sample_by_code(uow.session, case, sample, viewer=uow.actor)
        for page, item in enumerate(plans.items_of(uow.session, row), start=1):
            short = item.record == "PL-43"
            verified = D("39.15") * TONNES_PER_TONNE["PL"] if short else item.recorded
            samples.record_verified(uow, row, item, verified=verified, citation=f"E-025 p.{page}")
        samples.evaluate_sample(uow, row)
        projected = row.projected
    assert projected is not None
    return sample, projected


def draw_and_raise_rest(stage: Stage, code: str) -> None:
    """The sample of S11, and F-005 and F-006 on 24 October."""
    sample, projected = _draw_and_examine(stage, code)
    _draft(
        stage, code, MEMBER, K.CORRECTIVE_ACTION, Subtype.ERROR, is_misstatement=True, is_projected=True,
        group_code="B", sample_code=sample, title="Lot PL-43 is booked with more mass than was delivered",
        requirement="ISO 14064-1:2018, 6.3: activity data are accurate",
        gap="Lot PL-43 is booked with 43.5 t, its delivery note shows 39.15 t; one of 22 lots of the sample.",
        claimed_value="43.5 t, 200.10 t CO₂e", verifier_value="39.15 t, 180.09 t CO₂e",
        citations=[Cited("E-025", page=_page_of_pl43(stage)), Cited("E-015")],
        effects=[StatedEffect("S11", projected, is_projected=True, note="known +20.01 t, projected over the population")],
    )  # fmt: skip
    _draft(
        stage, code, MEMBER, K.FORWARD_ACTION, Subtype.CONTROL, is_nonconformity=True, group_code="A",
        title="The gas meter had no valid calibration for 61 days",
        requirement="The group's procedure: meters of direct emissions are calibrated without a gap",
        gap="The certificate ended on 2021-10-31, the next begins on 2022-03-15. The quantity is accepted after "
        "comparison with production.",
        citations=[Cited("E-006")], proposed_by_check="EV-10",
    )  # fmt: skip
    stage.at("2022-10-24")
    for finding in ("F-005", "F-006"):
        _issue(stage, code, finding, date(2022, 11, 21))


def _page_of_pl43(stage: Stage) -> int:
    wanted = next(e for e in stage.files["E-025"].expected if e.value == D("39.15"))
    return wanted.page


def answer_first(stage: Stage, code: str) -> None:
    """HIK's answers and the team's assessments from 20 to 26 October."""
    stage.at("2022-10-20", "15:00")
    _do(stage, code, PARTY, "F-002", lambda u, c, f: moves.respond(
        u, c, f, text="The value was taken from an older table. The log's quantity is right.",
        root_cause="The workbook still held the AR4 table.", correction="R-410A with 2,255.5 in version 2.",
        corrective_action="The GWP table is locked to the declared set.",
        citations=[Cited("E-021"), Cited("E-009")]))  # fmt: skip
    stage.at("2022-10-21", "15:00")
    _do(
        stage,
        code,
        LEAD,
        "F-002",
        lambda u, c, f: moves.accept(u, c, f, assessment="The correction is right."),
    )
    _do(stage, code, PARTY, "F-003", lambda u, c, f: moves.respond(
        u, c, f, text="The forklifts are electric.", is_refusal=True))  # fmt: skip
    stage.at("2022-10-24", "15:00")
    evidence.hand_in(stage, code, [stage.files["E-003"]], by=PARTY, entity=cast.HIK)
    evidence.read_right(stage, code, stage.files["E-003"], by=PARTY)
    _do(stage, code, PARTY, "F-001", lambda u, c, f: moves.respond(
        u, c, f, text="The July bill was misfiled; the utility printed it again. January 2022 is taken out.",
        root_cause="Bills are filed by date of receipt.", correction="S06 with 38,727 MWh in version 2.",
        corrective_action="Bills are filed by meter and month; a month without a bill stops the closing.",
        citations=[Cited("E-003", page=1), Cited("E-002", page=12)]))  # fmt: skip
    stage.at("2022-10-25")
    _do(stage, code, LEAD, "F-003", lambda u, c, f: moves.return_finding(
        u, c, f, reason="On site two forklifts burnt LPG, and the ledger holds 350 cylinders: see both.",
        citations=[Cited("E-019"), Cited("E-020")]))  # fmt: skip
    stage.at("2022-10-26")
    _do(stage, code, LEAD, "F-001", lambda u, c, f: moves.accept(
        u, c, f, assessment="The July bill follows the readings before and after; the correction is right."))  # fmt: skip


TOLD_IN_THE_GROUP = (
    "A redemption statement may name another company of the group than the one that claims it. Look at the "
    "beneficiary of each certificate, and whether its volume is claimed once."
)


def answer_rest(stage: Stage, code: str) -> None:
    """The answers and assessments from 27 October to 2 November; F-004 becomes F-007."""
    stage.at("2022-10-27")
    _do(stage, code, PARTY, "F-004", lambda u, c, f: moves.respond(
        u, c, f, text="R2 was redeemed for our sister company in Dongguan; we claimed it by mistake.",
        citations=[Cited("E-018", page=2)]))  # fmt: skip
    stage.at("2022-10-28")
    _do(stage, code, LEAD, "F-004", lambda u, c, f: conversion.convert(
        u, c, f, K.CORRECTIVE_ACTION, reason="The claim is wrong: 1,500 MWh belong to the sister company.",
        title="1,500 MWh of certificates belong to the sister company", is_misstatement=True,
        effects=[StatedEffect("S06", D("-871.50"), B.MARKET)]))  # fmt: skip
    _do(stage, code, LEAD, "F-007", lambda u, c, f: carrying.send_notice(u, c, f, TOLD_IN_THE_GROUP))
    _do(stage, code, PARTY, "F-006", lambda u, c, f: moves.respond(
        u, c, f, text="The laboratory was closed; the next certificate is of 15 March 2022.",
        correction="None for 2021: gas was compared with production.",
        corrective_action="Calibration is ordered three months before the end of validity.",
        citations=[Cited("E-006", page=2)]))  # fmt: skip
    stage.at("2022-11-01")
    _do(stage, code, PARTY, "F-003", lambda u, c, f: moves.respond(
        u, c, f, text="You are right: two rented forklifts burn LPG. They are added as source S13.",
        root_cause="Rented equipment was not asked about.", correction="New line S13, 17,500 kg LPG, in version 2.",
        corrective_action="Rented equipment is in the yearly survey of sources.", citations=[Cited("E-019")]))  # fmt: skip
    stage.at("2022-11-02")
    _do(
        stage,
        code,
        LEAD,
        "F-003",
        lambda u, c, f: moves.accept(u, c, f, assessment="The source and its quantity are right."),
    )
    _do(stage, code, PARTY, "F-005", lambda u, c, f: moves.respond(
        u, c, f, text="The lot was weighed wet. We do not correct it: the amount is immaterial.", is_refusal=True))  # fmt: skip
    _do(
        stage,
        code,
        LEAD,
        "F-007",
        lambda u, c, f: moves.accept(u, c, f, assessment="The claim goes down to R1's 4,500 MWh."),
    )


def correct_and_close(stage: Stage, code: str) -> None:
    """Closing refused before version 2; version 2 with S13, the plan approved again, everything closed."""
    for finding in ("F-001", "F-002", "F-003", "F-007"):
        stage.is_refused(LEAD, code, "G-CORRECTED", _closing(finding))
    stage.at("2022-11-07")
    statement.hand_in(
        stage, code, 2, by=PARTY, file_code="E-022",
        changed="S06 with July 2021 and without January 2022; S04 with the AR6 value; S13 added; R2 not claimed.",
    )  # fmt: skip
    statement.sign_and_submit(stage, code, 2, preparer=PARTY, approver="Zhang Min")
    _relink(stage, code)
    for gate in ("G-RISK-1", "G-EGP", "G-FIND"):
        stage.is_refused(LEAD, code, gate, lambda uow, case: move_case(uow, case, "evaluate"))
    stage.at("2022-11-08")
    _plan_again(stage, code)
    stage.at("2022-11-09")
    evidence.check(stage, code, by=LEAD)
    with stage.on(LEAD, code) as (uow, case):
        row = queries.finding(uow.session, case, "F-003", viewer=uow.actor)
        commands.record_extent_test(
            uow, case, row, "Ledger and site walked again for unlisted sources: none found."
        )
    for finding in ("F-001", "F-002", "F-003", "F-007"):
        with stage.on(LEAD, code) as (uow, case):
            _closing(finding)(uow, case)
    _do(stage, code, LEAD, "F-005", lambda u, c, f: moves.close_uncorrected(
        u, c, f, reason="Declined as immaterial; the projected amount stands on the schedule."))  # fmt: skip
    _do(stage, code, LEAD, "F-006", lambda u, c, f: moves.carry_forward(
        u, c, f, due=date(2023, 3, 31), note="Procedure to be looked at in the next period."))  # fmt: skip
    write_papers(stage, code)


def _closing(finding: str) -> Callable[[UnitOfWork, Case], None]:
    def close(uow: UnitOfWork, case: Case) -> None:
        row = queries.finding(uow.session, case, finding, viewer=uow.actor)
        moves.close_corrected(uow, case, row, resolution="Version 2 holds the correction as agreed.")

    return close


def _relink(stage: Stage, code: str) -> None:
    """The July bill joins the line, the January 2022 bill and R2 leave it, LPG gets its line."""
    evidence.link(stage, code, stage.files["E-003"], by=PARTY)
    evidence.link(stage, code, stage.files["E-019"], by=PARTY)
    _unlink(stage, code, "E-002", 12, "January 2022 is outside the reporting period")
    _unlink(stage, code, "E-018", 2, "R2 belongs to the sister company (F-007)")
    evidence.test(stage, code, stage.files["E-003"], by=MEMBER)
    evidence.test(stage, code, stage.files["E-019"], by=MEMBER)


def _unlink(stage: Stage, code: str, document_code: str, page: int, reason: str) -> None:
    """End the links of one page to lines of the newest version; those to the older one stay as they were."""
    with stage.on(PARTY, code) as (uow, case):
        newest = latest_submitted(uow.session, case)
        assert newest is not None
        document = documents.document_by_code(uow.session, case, document_code)
        found = figures_of(uow.session, documents.current_version(uow.session, document))
        for row in links_of_figures(uow.session, [f.id for f in found if f.page == page]):
            if row.line.version_id == newest.id:
                figures.end_link(uow, row.figure, row.link, reason=reason)


def _plan_again(stage: Stage, code: str) -> None:
    with stage.on(LEAD, code) as (uow, case):
        move_case(uow, case, "reopen_plan", comment="version 2 adds S13")
    with stage.on(LEAD, code) as (uow, case):
        assess(uow, case, ["S13"])
        planning.add_activity(
            uow, case, source_codes=["S13"], assertion=Assertion.ACCURACY, technique=Technique.RETRACING,
            purpose="Cylinders of the purchase ledger to kilograms and line", due=date(2022, 11, 9),
        )  # fmt: skip
        move_case(uow, case, "approve_plan")
    with stage.on(LEAD, code) as (uow, case):
        planning.send_plan(uow, case)
        move_case(uow, case, "start_execution")


PAPERS: dict[str, tuple[str, R, str, tuple[str, ...]]] = {
    "T-001": ("All bills of both meters traced to the line, month by month.", R.EXCEPTION, "July missing and January 2022 included; corrected in version 2.", ("F-001",)),
    "T-002": ("Both bases recalculated; redemption statements R1 and R2 examined.", R.EXCEPTION, "R2 belongs to the sister company; corrected in version 2.", ("F-007",)),
    "T-003": ("Twelve gas bills against readings; calibration certificates; attendance against payroll.", R.EXCEPTION, "61 days without calibration; the quantity is accepted after comparison with production.", ("F-006",)),
    "T-004": ("Four fuel invoices and the card statement retraced.", R.NO_EXCEPTION, "Litres and density agree with the lines.", ()),
    "T-005": ("Refrigerant log recalculated; GWP against the declared set.", R.EXCEPTION, "AR4 value used; corrected in version 2.", ("F-002",)),
    "T-006": ("Twelve settlements reconciled with the supplier's list.", R.NO_EXCEPTION, "Steam agrees.", ()),
    "T-007": ("Freight ledger and travel report recalculated.", R.NO_EXCEPTION, "Both agree with their lines.", ()),
    "T-008": ("Survey: 83 % response, extrapolation by site.", R.NO_EXCEPTION, "The estimate is plausible for limited assurance.", ()),
    "T-009": ("22 lots of the sample examined against delivery notes.", R.EXCEPTION, "One lot overstated; projected 111.42 t, upper bound within tolerable misstatement.", ("F-005",)),
    "T-010": ("Eight manifests examined.", R.NO_EXCEPTION, "Mass and treatment agree.", ()),
    "T-011": ("Purchase ledger and site walk traced to the inventory.", R.EXCEPTION, "LPG of rented forklifts was missing; nothing else.", ("F-003",)),
    "T-012": ("350 cylinders of 50 kg retraced to the ledger and the line.", R.NO_EXCEPTION, "17,500 kg agree with the line.", ()),
}  # fmt: skip


def write_papers(stage: Stage, code: str) -> None:
    """Each activity's paper: written and signed by who did it, reviewed by the lead."""
    by_expert = {"T-005", "T-006", "T-008", "T-010", "T-011"}
    for paper, (work, result, conclusion, found) in PAPERS.items():
        with stage.on(EXPERT if paper in by_expert else MEMBER, code) as (uow, case):
            row = plans.activity(uow.session, case, paper, viewer=uow.actor)
            planning.record_result(
                uow, row, work=work, result=result, conclusion=conclusion, finding_codes=found
            )
            planning.prepare_working_paper(uow, row)
    with stage.on(LEAD, code) as (uow, case):
        for row in plans.activities_of(uow.session, case):
            planning.review_working_paper(uow, row)
        for visit in plans.visits_of(uow.session, case):
            planning.record_visit(
                uow, visit, people="Chen Wei, Rafael Ortiz; for HIK Liu Yan", notes_document_code="E-020"
            )


def answer_all(stage: Stage, code: str) -> None:
    """All answers in the order of their dates."""
    answer_first(stage, code)
    answer_rest(stage, code)


def refuse_the_party(stage: Stage, code: str) -> None:
    """The responsible party tries to close a finding; its role does not hold that right (9.7 step 7)."""
    try:
        with stage.on(PARTY, code) as (uow, case):
            _closing("F-001")(uow, case)
    except NotAllowed:
        return
    raise AssertionError("the responsible party closed a finding")
