"""HCD's findings as they stand on 30 November 2022: one in every hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from demo.sister_case import LEAD, on_finding
from demo.stage import Stage
from workflow.figures.queries import check_results_of
from workflow.figures.rules import CheckOutcome
from workflow.findings import commands, moves
from workflow.findings.carrying import notices_received
from workflow.findings.commands import Cited, StatedEffect
from workflow.findings.proposals import draft_proposed
from workflow.findings.rules import FindingKind as K
from workflow.findings.rules import Subtype

PARTY, MEMBER, EXPERT = "Deng Jie", "Chen Wei", "Rafael Ortiz"


def _raise(stage: Stage, code: str, by: str, kind: K, subtype: Subtype, due: date, **said: Any) -> None:
    """A member drafts, the lead issues."""
    with stage.on(by, code) as (uow, case):
        drafted = commands.draft_finding(uow, case, kind, subtype, **said).code
    on_finding(
        stage, code, LEAD, drafted, lambda uow, case, row: moves.issue_finding(uow, case, row, due=due)
    )


def raise_and_answer(stage: Stage, code: str) -> None:
    """F-002 open, F-003 overdue, F-004 returned, F-005 answered."""
    stage.at("2022-11-09")
    _raise(
        stage, code, LEAD, K.CORRECTIVE_ACTION, Subtype.REPORT_CONTENT, date(2022, 12, 5),
        is_nonconformity=True, group_code="B",
        title="The report does not state the uncertainty of categories 3 and 4",
        requirement="ISO 14064-1:2018, 9.3.1 q: the uncertainty assessment of all quantified categories",
        gap="Item R-q is partial: only categories 1 and 2 are assessed; categories 3 and 4 are 58 % of the total.",
        citations=[Cited("E-008")],
    )  # fmt: skip
    _raise(
        stage, code, MEMBER, K.CLARIFICATION, Subtype.OMISSION, date(2022, 11, 22), group_code="A",
        title="Diesel: the purchase ledger shows 18,600 L, the invoices 6,300 L",
        requirement="ISO 14064-1:2018, 5.2.2: direct emissions are complete",
        gap="Line S02 counts three invoices of 2,100 L each. The ledger by item holds 18,600 L of diesel bought in 2021.",
        claimed_value="S02: 6,300 L", verifier_value="Ledger: 18,600 L",
        citations=[Cited("E-007", page=2, cell="By item!E4", quote="18600 L"), Cited("E-003", page=1)],
    )  # fmt: skip
    _returned(stage, code)
    _answered(stage, code)


def ask_first(stage: Stage, code: str) -> None:
    """F-001: a question on what hangs on the gas meter."""
    stage.at("2022-10-24")
    _raise(
        stage, code, MEMBER, K.CLARIFICATION, Subtype.BOUNDARY, date(2022, 11, 7), group_code="A",
        title="Does gas meter HCD-G1 serve the annealing ovens alone?",
        requirement="ISO 14064-1:2018, 5.1: the reporting boundary names what each source holds",
        gap="The site plan shows a canteen beside the ovens; the bills do not say what hangs on the meter.",
        citations=[Cited("E-002", page=1)],
    )  # fmt: skip


def clarify(stage: Stage, code: str) -> None:
    """F-001 is answered and closed as clarified."""
    stage.at("2022-10-28")
    on_finding(
        stage, code, PARTY, "F-001",
        lambda uow, case, row: moves.respond(
            uow, case, row, text="The canteen cooks with electricity since 2019. Only the three annealing ovens burn gas of this meter.",
            citations=[Cited("E-002", page=1)],
        ),
    )  # fmt: skip
    stage.at("2022-11-01")
    on_finding(
        stage, code, LEAD, "F-001",
        lambda uow, case, row: moves.close_clarified(
            uow, case, row, resolution="Seen on site on 20 October: no gas pipe leads to the canteen. No number changes."
        ),
    )  # fmt: skip


def _returned(stage: Stage, code: str) -> None:
    """F-004: the first answer did not settle it; it waits on HCD again."""
    stage.at("2022-11-09")
    _raise(
        stage, code, EXPERT, K.CORRECTIVE_ACTION, Subtype.FACTOR, date(2022, 12, 7), is_nonconformity=True,
        group_code="B", title="Copper rod is counted with the factor of copper alloy",
        requirement="ISO 14064-1:2018, 6.2.3: factors are appropriate for the source concerned",
        gap="Line S06 uses 4.05 t CO₂e/t, the group's value for alloy strip. No declaration of a rod supplier stands in the case.",
        claimed_value="4.05 t CO₂e/t", citations=[Cited("E-008")],
        evidence_absent="A product footprint of copper rod from a supplier of HCD.",
    )  # fmt: skip
    stage.at("2022-11-16")
    on_finding(
        stage, code, PARTY, "F-004",
        lambda uow, case, row: moves.respond(
            uow, case, row, text="The group's procedure gives 4.05 for copper products, so we used it.",
            correction="None: the value is the group's.", citations=[Cited("E-008")],
        ),
    )  # fmt: skip
    stage.at("2022-11-22")
    on_finding(
        stage, code, LEAD, "F-004",
        lambda uow, case, row: moves.return_finding(
            uow, case, row, reason="The group's value is for alloy strip of another supplier. Hand in the footprint of the rod that "
            "you bought, or use the procedure's default for rod and say so.",
        ),
    )  # fmt: skip


def _answered(stage: Stage, code: str) -> None:
    """F-005: answered; it waits for the lead's assessment."""
    stage.at("2022-11-10")
    _raise(
        stage, code, EXPERT, K.CLARIFICATION, Subtype.OMISSION, date(2022, 11, 24), group_code="A",
        title="R-410A: seven bottles bought, two in the log",
        requirement="ISO 14064-1:2018, 5.2.2: direct emissions are complete",
        gap="The ledger by item holds 50 kg and 20 kg of R-410A bought in 2021; the log counts 20 kg of purchases.",
        claimed_value="S03: 23.0 kg charged", verifier_value="70 kg bought",
        citations=[Cited("E-007", page=2, cell="By item!E5", quote="50 kg"), Cited("E-004")],
    )  # fmt: skip
    stage.at("2022-11-23")
    on_finding(
        stage, code, PARTY, "F-005",
        lambda uow, case, row: moves.respond(
            uow, case, row, text="Five of the seven bottles were bought for the cooling contractor, who took them back full in December; "
            "the ledger books the purchase only. The log counts what stayed with us.",
            citations=[Cited("E-004")],
        ),
    )  # fmt: skip


def follow_the_checks(stage: Stage, code: str) -> None:
    """F-006 follows a notice of the group on a certificate; F-007 is a draft that EV-01 proposed."""
    with stage.on(LEAD, code) as (uow, case):
        told = next(iter(notices_received(uow.session, case)), None)
        drafted = draft_proposed(
            uow, case, notice=told.id if told else None, kind=K.CLARIFICATION, subtype=Subtype.CERTIFICATE,
            group_code="A", title="Redemption R2 of 1,500 MWh: who else may claim it?",
            requirement="GHG Protocol Scope 2 quality criteria as the group's procedure takes them over",
            gap="The certificates of R2 were claimed elsewhere for the same year. Show that they are claimed by HCD alone.",
            claimed_value="2,500 MWh of certificates", citations=[Cited("E-005", page=1)],
        ).code  # fmt: skip
    on_finding(
        stage, code, LEAD, drafted,
        lambda uow, case, row: moves.issue_finding(uow, case, row, due=date(2022, 12, 12)),
    )  # fmt: skip
    with stage.on(MEMBER, code) as (uow, case):
        overlap = next(
            r for r in check_results_of(uow.session, case, "EV-01") if r.outcome is CheckOutcome.FAIL
        )
        may, june = overlap.numbers["figures"][4:6]
        draft_proposed(
            uow, case, check=overlap.id, kind=K.CORRECTIVE_ACTION, subtype=Subtype.CUT_OFF,
            is_misstatement=True, group_code="A", title="Meter HCD-M1: 29 to 31 May stand on two bills",
            requirement="ISO 14064-1:2018, 5.2 and 9.3.1 c: the inventory covers each day of the period once",
            gap="The bill of June begins on 29 May, at a reading 126 MWh below the end of the bill of May.",
            claimed_value="S04: 15,240 MWh", verifier_value="S04: 15,114 MWh",
            citations=[Cited("E-001", figure_code=may), Cited("E-001", figure_code=june)],
            effects=[StatedEffect("S04", Decimal("73.21"), note="126 MWh counted twice")],
        )  # fmt: skip
    stage.settle()


def ask_about_returned_rod(stage: Stage, code: str) -> None:
    """F-008: a misstatement that version 2 corrects; HCD has to answer it, then the lead closes it."""
    _raise(
        stage, code, EXPERT, K.CORRECTIVE_ACTION, Subtype.ERROR, date(2022, 12, 27), is_misstatement=True,
        group_code="B", title="120 t of copper rod went back to the supplier and are counted",
        requirement="ISO 14064-1:2018, 6.3: activity data are accurate",
        gap="On site the goods-out book shows 120 t of rod returned in March 2021 against a credit note. Line S06 "
        "counts all 3,100 t that came in.",
        claimed_value="S06: 3,100 t, 12,555.00 t CO₂e", verifier_value="S06: 2,980 t, 12,069.00 t CO₂e",
        citations=[Cited("E-008")], effects=[StatedEffect("S06", Decimal("486.00"), note="120 t × 4.05")],
    )  # fmt: skip
