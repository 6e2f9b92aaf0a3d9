"""Figures are read right, corrected, rejected, linked and tested under the rules of section 7."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.factories import House, a_document, the_system
from tests.methods.worked_case import DIESEL, ELECTRICITY_V1, LPG
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from workflow.access import Actor
from workflow.documents.models import DocumentVersion
from workflow.documents.queries import current_version
from workflow.errors import BadInput, RuleViolation
from workflow.figures import commands, queries
from workflow.figures.models import Figure
from workflow.figures.rules import (
    FIGURE,
    FigureFacts,
    FigureState,
    LinkRole,
    Technique,
    TestingFacts,
    TestResult,
    refuse_test,
)
from workflow.ghg_statement.models import StatementLine
from workflow.ghg_statement.queries import latest_received, lines_of
from workflow.unit_of_work import UnitOfWork, unit_of_work


@pytest.fixture
def scene(house: House) -> Scene:
    scene = a_scene(house)
    hand_in_version(scene, [DIESEL, LPG, ELECTRICITY_V1], 1)
    with unit_of_work(the_system()) as uow:
        document = a_document(uow, scene.case(uow))
        version = current_version(uow.session, document)
        version.received_by_id = scene.preparer.person_id
        uow.record("test.version", document, covers=[version])
    return scene


def propose(scene: Scene, value: str, unit: str | None, **fields: object) -> str:
    """A proposed figure on E-001; gives its code."""
    with unit_of_work(the_system()) as uow:
        case = scene.case(uow)
        version = uow.session.scalars(select(DocumentVersion)).one()
        number = (uow.session.scalar(select(func.count(Figure.id))) or 0) + 1
        held: dict[str, object] = {
            "is_witnessed": True, "confidence": Decimal("0.97"), "raw": value, "quote": value,
            "method": "text", "read_value": Decimal(value),
        }  # fmt: skip
        figure = Figure(
            case_id=case.id, owner_org_id=case.owner_org_id, document_version_id=version.id, number=number,
            code=f"E-001.{number}", page=1, box=[1, 2, 3, 4], value=Decimal(value), unit=unit,
            **{**held, **fields},
        )  # fmt: skip
        uow.session.add(figure)
        uow.record("figure.capture", figure)
        return figure.code


def figure_of(uow: UnitOfWork, scene: Scene, code: str) -> Figure:
    return queries.figure_by_code(uow.session, scene.case(uow), code)


def line_of(uow: UnitOfWork, scene: Scene, source: str) -> StatementLine:
    version = latest_received(uow.session, scene.case(uow))
    assert version is not None
    return next(row for row in lines_of(uow.session, version) if row.inputs["source_id"] == source)


def confirm(scene: Scene, code: str, by: Actor | None = None) -> None:
    with unit_of_work(by or scene.member) as uow:
        commands.confirm_figure(uow, figure_of(uow, scene, code))


def link(
    scene: Scene, code: str, source: str, role: LinkRole = LinkRole.PRIMARY, **how: bool
) -> tuple[Decimal, str]:
    with unit_of_work(scene.lead) as uow:
        row = commands.link_figure(
            uow, scene.case(uow), figure_of(uow, scene, code), line_of(uow, scene, source), role, **how
        )
        return row.contribution, row.unit


def mark_tested(
    scene: Scene, code: str, by: Actor | None = None, result: TestResult = TestResult.HOLDS
) -> None:
    with unit_of_work(by or scene.lead) as uow:
        commands.test_figure(uow, figure_of(uow, scene, code), technique=Technique.TRACING, result=result)


def test_an_unconfirmed_figure_is_not_linked(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    with pytest.raises(RuleViolation) as refused:
        link(scene, code, "S06")
    assert refused.value.codes == ("EV-21",)


def test_an_unconfirmed_figure_is_not_tested(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    with pytest.raises(RuleViolation) as refused:
        mark_tested(scene, code)
    assert "EV-21" in refused.value.codes


def test_who_handed_in_a_document_does_not_test_its_figures() -> None:
    facts = TestingFacts(is_read_right=True, is_witnessed=True, tester_id=7, uploader_id=7, reader_id=8)
    assert [refusal.code for refusal in refuse_test(facts)] == ["SOD-5"]


def test_an_unwitnessed_figure_needs_a_second_person(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh", is_witnessed=False)
    confirm(scene, code, scene.lead)
    with pytest.raises(RuleViolation) as refused:
        mark_tested(scene, code, scene.lead)
    assert refused.value.codes == ("EV-20",)
    mark_tested(scene, code, scene.member)


def test_a_figure_on_a_line_is_not_rejected_under_it(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    confirm(scene, code)
    link(scene, code, "S06")
    with pytest.raises(RuleViolation) as refused, unit_of_work(scene.lead) as uow:
        commands.reject_figure(uow, figure_of(uow, scene, code), reason="a page number")
    assert refused.value.codes == ("G-LINKED",)


def test_a_figure_is_rejected_with_a_reason_only(scene: Scene) -> None:
    code = propose(scene, "12", None)
    with pytest.raises(BadInput), unit_of_work(scene.lead) as uow:
        commands.reject_figure(uow, figure_of(uow, scene, code), reason=" ")
    with unit_of_work(scene.lead) as uow:
        figure = figure_of(uow, scene, code)
        commands.reject_figure(uow, figure, reason="a page number")
        assert figure.state is FigureState.REJECTED


def test_kilowatt_hours_come_to_a_line_in_megawatt_hours(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    confirm(scene, code)
    assert link(scene, code, "S06") == (Decimal(742), "MWh")


def test_kilograms_come_to_a_line_of_cylinders_by_its_own_conversion(scene: Scene) -> None:
    code = propose(scene, "17500", "kg")
    confirm(scene, code)
    assert link(scene, code, "S13") == (Decimal(350), "piece")


def test_what_does_not_convert_carries_no_line_but_may_stand_beside_it(scene: Scene) -> None:
    code = propose(scene, "4650", "GJ")
    confirm(scene, code)
    with pytest.raises(BadInput) as refused:
        link(scene, code, "S02")
    assert refused.value.field == "line"
    assert "GJ" in str(refused.value)
    assert link(scene, code, "S02", LinkRole.CORROBORATING) == (Decimal(4650), "GJ")


def test_a_bill_across_the_edge_of_the_year_is_taken_by_days(scene: Scene) -> None:
    code = propose(scene, "620", "MWh", period_start=date(2020, 12, 20), period_end=date(2021, 1, 19))
    confirm(scene, code)
    assert link(scene, code, "S06", by_days=True) == (Decimal("380.00"), "MWh")


def test_a_figure_is_linked_to_a_line_once(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    confirm(scene, code)
    link(scene, code, "S06")
    with pytest.raises(BadInput):
        link(scene, code, "S06", LinkRole.CORROBORATING)


def test_a_correction_keeps_what_was_read_lifts_tests_and_renews_the_contribution(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    confirm(scene, code)
    link(scene, code, "S06")
    mark_tested(scene, code)
    with unit_of_work(scene.lead) as uow:
        figure = figure_of(uow, scene, code)
        commands.correct_figure(uow, figure, value=Decimal(743000), unit="kWh")
        assert (figure.read_value, figure.state) == (Decimal(742000), FigureState.PROPOSED)
        assert not figure.is_witnessed
        assert queries.tests_of_figures(uow.session, [figure.id]) == []
        assert queries.links_of_figures(uow.session, [figure.id])[0].link.contribution == Decimal(743)


def test_an_exception_says_what_does_not_hold(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    confirm(scene, code)
    with pytest.raises(BadInput):
        mark_tested(scene, code, result=TestResult.EXCEPTION)


def test_a_bulk_act_takes_only_what_two_engines_saw_and_names_the_rest(scene: Scene) -> None:
    codes = [
        propose(scene, "1", "kWh"),
        propose(scene, "2", "kWh", is_witnessed=False),
        propose(scene, "3", "kWh"),
    ]
    confirm(scene, codes[2])
    with unit_of_work(scene.lead) as uow:
        result = commands.confirm_figures(uow, [figure_of(uow, scene, code) for code in codes])
    assert result.done == 1
    assert [code for code, _why in result.failed] == codes[1:]


def test_ending_a_link_lifts_the_tests_against_its_line(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    confirm(scene, code)
    link(scene, code, "S06")
    with unit_of_work(scene.lead) as uow:
        figure = figure_of(uow, scene, code)
        commands.test_figure(
            uow, figure, technique=Technique.TRACING, result=TestResult.HOLDS, line=line_of(uow, scene, "S06")
        )
        row = queries.links_of_figures(uow.session, [figure.id])[0]
        commands.end_link(uow, figure, row.link, reason="belongs to January 2022")
        assert queries.tests_of_figures(uow.session, [figure.id]) == []
        assert queries.links_of_figures(uow.session, [figure.id]) == []


def test_links_are_carried_to_the_lines_of_a_newer_version(scene: Scene) -> None:
    code = propose(scene, "742000", "kWh")
    confirm(scene, code)
    link(scene, code, "S06")
    with unit_of_work(scene.preparer) as uow:
        old = latest_received(uow.session, scene.case(uow))
        assert old is not None
        old_id = old.id
    hand_in_version(scene, [DIESEL, LPG, ELECTRICITY_V1], 2)
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        new = latest_received(uow.session, case)
        assert new is not None
        old = uow.session.get_one(type(new), old_id)
        assert commands.carry_links(uow, case, old, new) == 1
        assert commands.carry_links(uow, case, old, new) == 0
        assert [row.figure.code for row in queries.links_of_lines(uow.session, new)] == [code]


def test_a_box_over_a_scan_has_no_value_until_it_is_typed() -> None:
    shut = FIGURE.blockers("confirm", FigureState.PROPOSED, FigureFacts(has_value=False))
    assert [refusal.code for refusal in shut] == ["G-VALUE"]
