"""The seven findings of the worked case live their whole life, with the exact amounts (section 9.4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from methods.quantification import Basis
from tests.factories import EVERYTHING, the_system
from tests.methods import worked_case
from tests.workflow.findings.scene import Scene
from tests.workflow.ghg_statement.halden import submit
from workflow.cases.rules import CaseState
from workflow.errors import RuleViolation
from workflow.findings import conversion, facts, moves, queries
from workflow.findings.commands import OmittedSource, StatedEffect, record_extent_test
from workflow.findings.models import Finding
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype
from workflow.unit_of_work import reading, unit_of_work

D = Decimal
NOV_14 = date(2022, 11, 14)


def issue(scene: Scene, codes: list[str]) -> None:
    for code in codes:
        scene.act(scene.lead, moves.issue_finding, code)


def draft_the_first_four(scene: Scene) -> list[str]:
    return [
        scene.draft(
            subtype=Subtype.CUT_OFF, is_misstatement=True, group_code="A", net=D("-50.55"),
            claimed_value="38,640 MWh", verifier_value="38,727 MWh",
            effects=[
                StatedEffect("S06", D("-431.10"), note="July missing"),
                StatedEffect("S06", D("380.56"), note="January 2022 included"),
            ],
        ),
        scene.draft(
            subtype=Subtype.GWP, is_misstatement=True, is_nonconformity=True, citations="E-021 p.7, E-009",
            effects=[StatedEffect("S04", D("-10.38"))],
        ),
        scene.draft(
            subtype=Subtype.OMISSION, is_misstatement=True, is_systematic=True, citations="E-019",
            effects=[StatedEffect("S13", D("-55.84"), omitted=OmittedSource("LPG forklifts", 1, "S1"))],
        ),
        scene.draft(kind=FindingKind.CLARIFICATION, subtype=Subtype.CERTIFICATE, citations="E-018 p.2"),
    ]  # fmt: skip


def draft_the_last_two(scene: Scene) -> list[str]:
    return [
        scene.draft(
            is_misstatement=True, is_projected=True, group_code="B", citations="E-015, E-025",
            effects=[StatedEffect("S11", D("111.42"), is_projected=True, note="known part +20.01")],
        ),
        scene.draft(
            kind=FindingKind.FORWARD_ACTION, subtype=Subtype.CONTROL, is_nonconformity=True, citations="E-006"
        ),
    ]  # fmt: skip


def answer_and_assess(scene: Scene) -> None:
    """Everything of section 9.4 up to the eve of version 2."""
    party, lead = scene.party, scene.lead
    scene.at(10, 20)
    scene.act(
        party, moves.respond, "F-002", text="AR4 was used.", correction="AR6", citations="E-021 p.7, E-009"
    )
    scene.at(10, 21)
    scene.act(lead, moves.accept, "F-002", assessment="Right.")
    scene.act(party, moves.respond, "F-003", text="Forklifts are electric.", is_refusal=True)
    scene.at(10, 24)
    issue(scene, draft_the_last_two(scene))
    scene.act(party, moves.respond, "F-001", text="July found.", correction="+742 MWh", citations="E-003")
    scene.at(10, 25)
    scene.act(
        lead, moves.return_finding, "F-003", reason="350 cylinders were bought.", citations="E-019, E-020"
    )
    scene.at(10, 26)
    scene.act(lead, moves.accept, "F-001", assessment="July and January are right now.")
    scene.at(10, 27)
    scene.act(party, moves.respond, "F-004", text="R2 belongs to the sister.", citations="E-018")
    scene.at(10, 28)
    scene.act(
        lead, conversion.convert, "F-004", kind=FindingKind.CORRECTIVE_ACTION, reason="R2 was counted here.",
        is_misstatement=True, effects=[StatedEffect("S06", D("-871.50"), EffectBasis.MARKET)],
    )  # fmt: skip
    scene.act(party, moves.respond, "F-006", text="Next certificate.", correction="-", citations="E-006")
    scene.at(11, 1)
    scene.act(party, moves.respond, "F-003", text="They run on LPG.", correction="S13", citations="E-019")
    scene.at(11, 2)
    scene.act(lead, moves.accept, "F-003", assessment="Right.")
    scene.act(lead, moves.accept, "F-007", assessment="Right.")
    scene.act(party, moves.respond, "F-005", text="Immaterial.", is_refusal=True)


@pytest.fixture
def answered(scene: Scene) -> Scene:
    issue(scene, draft_the_first_four(scene))
    answer_and_assess(scene)
    scene.at(11, 7)
    return scene


def close_all(scene: Scene) -> None:
    scene.at(11, 9)
    scene.act(scene.lead, record_extent_test, "F-003", text="Other unlisted sources: none.")
    for code in ("F-001", "F-002", "F-003", "F-007"):
        scene.act(scene.lead, moves.close_corrected, code, resolution="Version 2 holds it.")
    scene.act(scene.lead, moves.close_uncorrected, "F-005", reason="Declined as immaterial.")
    scene.act(scene.lead, moves.carry_forward, "F-006", due=date(2023, 3, 31))


def states(scene: Scene) -> dict[str, FindingState]:
    with reading(EVERYTHING) as session:
        case = scene.halden.case(session)
        return {f.code: f.state for f in queries.findings_of(session, case, viewer=the_system())}


def test_due_dates_count_working_days_from_the_day_of_issue(scene: Scene) -> None:
    issue(scene, draft_the_first_four(scene))
    assert scene.read("F-004").due == date(2022, 10, 31)
    assert [scene.read(code).due for code in ("F-001", "F-002", "F-003")] == [NOV_14] * 3


def test_the_misstatement_of_meter_b_is_net_50_55_and_gross_811_66(answered: Scene) -> None:
    with reading(EVERYTHING) as session:
        case = answered.halden.case(session)
        pairs = queries.misstatements_of(session, case, [FindingState.ACCEPTED])
        found = {f.code: m for f, m in pairs}
    for basis in Basis:
        assert found["F-001"].net(basis) == D("-50.55")
        assert found["F-001"].gross(basis) == D("811.66")
    assert found["F-007"].net(Basis.LOCATION) == 0
    assert found["F-007"].net(Basis.MARKET) == D("-871.50")


def test_if_nothing_were_corrected_version_1_is_short_by_116_77(answered: Scene) -> None:
    with reading(EVERYTHING) as session:
        case = answered.halden.case(session)
        known = [m for m in queries.all_misstatements(session, case) if not m.is_projected]
    assert sum(m.net(Basis.LOCATION) for m in known) == D("-116.77")
    assert sum(m.gross(Basis.LOCATION) for m in known) == D("877.88")
    assert sum(m.net(Basis.MARKET) for m in known) == D("-988.27")


@pytest.mark.parametrize("code", ["F-001", "F-002", "F-007"])
def test_before_version_2_no_finding_closes_as_corrected(answered: Scene, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        answered.act(answered.lead, moves.close_corrected, code, resolution="Promised.")
    assert refused.value.codes == ("G-CORRECTED",)
    assert "new version" in str(refused.value)


def test_a_systematic_omission_closes_only_after_its_extent_test(answered: Scene) -> None:
    submit(answered.halden, worked_case.V2)
    with pytest.raises(RuleViolation) as refused:
        answered.act(answered.lead, moves.close_corrected, "F-003", resolution="Version 2.")
    assert refused.value.codes == ("G-EXTENT",)


def test_a_version_that_corrects_something_else_closes_nothing_without_an_explanation(
    answered: Scene,
) -> None:
    submit(answered.halden, worked_case.V1)
    with pytest.raises(RuleViolation) as refused:
        answered.act(answered.lead, moves.close_corrected, "F-002", resolution="Looks right.")
    assert "-10.38 t on S04" in str(refused.value)
    answered.act(
        answered.lead, moves.close_corrected, "F-002", resolution="As far as it goes.",
        remainder_reason="A new finding follows.",
    )  # fmt: skip
    row = answered.read("F-002")
    assert (row.remainder, row.remainder_reason) == (D("-10.38"), "A new finding follows.")


def test_after_version_2_every_finding_ends_as_the_worked_case_says(answered: Scene) -> None:
    submit(answered.halden, worked_case.V2)
    answered.halden.move_to(CaseState.EXECUTION)
    close_all(answered)
    assert states(answered) == {
        "F-001": FindingState.CLOSED_CORRECTED,
        "F-002": FindingState.CLOSED_CORRECTED,
        "F-003": FindingState.CLOSED_CORRECTED,
        "F-004": FindingState.CONVERTED,
        "F-005": FindingState.CLOSED_UNCORRECTED,
        "F-006": FindingState.CARRIED_FORWARD,
        "F-007": FindingState.CLOSED_CORRECTED,
    }
    row: Finding = answered.read("F-001")
    assert (row.corrected_in_version, row.remainder, row.remainder_reason) == (2, None, None)
    assert answered.read("F-006").carried_due == date(2023, 3, 31)


def test_the_ledger_ties_out_on_both_bases(answered: Scene) -> None:
    submit(answered.halden, worked_case.V2)
    close_all(answered)
    with reading(EVERYTHING) as session:
        case = answered.halden.case(session)
        location = queries.ledger_of(session, case, D("52151.15"), Basis.LOCATION, stated=D("52267.92"))
        market = queries.ledger_of(session, case, D("48665.15"), Basis.MARKET, stated=D("49653.42"))
    assert (location.verified, location.ties_out) == (D("52267.92"), True)
    assert (market.verified, market.ties_out) == (D("49653.42"), True)
    assert [e.finding_id for e in location.entries] == ["F-001", "F-002", "F-003", "F-007"]


def test_what_stands_uncorrected_is_the_projected_111_42(answered: Scene) -> None:
    submit(answered.halden, worked_case.V2)
    close_all(answered)
    with reading(EVERYTHING) as session:
        standing = queries.uncorrected_misstatements(session, answered.halden.case(session))
    assert [(m.finding_id, m.net(Basis.LOCATION)) for m in standing.misstatements] == [("F-005", D("111.42"))]


def test_the_converted_clarification_starts_as_responded_with_its_answer(answered: Scene) -> None:
    with reading(EVERYTHING) as session:
        case = answered.halden.case(session)
        old = queries.finding(session, case, "F-004", viewer=the_system())
        born = queries.finding(session, case, "F-007", viewer=the_system())
        answers = queries.responses_of(session, born)
        cited = [c.document_code for c in queries.citations_of(session, born) if c.response_id]
    assert (old.converted_to, born.converted_from) == ("F-007", "F-004")
    assert [(r.text, r.responded_by, r.round) for r in answers] == [
        ("R2 belongs to the sister.", "Liu Yan", 1)
    ]
    assert cited == ["E-018"]


def test_the_round_that_was_returned_stays_as_it_was(answered: Scene) -> None:
    with reading(EVERYTHING) as session:
        case = answered.halden.case(session)
        row = queries.finding(session, case, "F-003", viewer=the_system())
        first, second = queries.responses_of(session, row)
        shown = [c.document_code for c in queries.citations_of(session, row) if c.round == 1]
    assert (first.text, first.is_refusal, first.is_returned) == ("Forklifts are electric.", True, True)
    assert first.assessment == "350 cylinders were bought."
    assert (second.round, second.is_returned, second.assessment) == (2, False, "Right.")
    assert shown == ["E-019", "E-020"]


def test_two_findings_on_one_line_are_corrected_together(answered: Scene) -> None:
    submit(answered.halden, worked_case.V2)
    with unit_of_work(answered.lead) as uow:
        case = answered.case(uow)
        held = facts.correction_of(uow.session, case, answered.finding(uow, "F-007"))
    assert held.version is not None
    assert held.wrong == ()
