"""One bill that somebody read right reads the other eleven of its layout, as suggestions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.evidence.test_layouts import a_bill, another_layout, quantity
from tests.factories import House
from tests.workflow.figures.browser import open_browsers
from tests.workflow.figures.scene import Scene, a_scene
from workflow import worker
from workflow.cases.rules import CaseState
from workflow.documents.queries import current_version, document_by_code
from workflow.errors import BadInput, RuleViolation
from workflow.figures import commands, layout_reads
from workflow.figures.layouts import make_layout, retire_layout
from workflow.figures.models import DocumentLayout, Figure, Suggestion
from workflow.figures.rules import FigureState
from workflow.figures.suggestions import accept_suggestion, accept_witnessed, decline_suggestion
from workflow.unit_of_work import unit_of_work

CASE = "/cases/C-2022-0001"


def hand_in_bill(scene: Scene, folder: Path, month: int, *, lower: float = 0) -> str:
    a_bill(folder, month, lower=lower)
    return scene.hand_in(folder / "drawn.pdf", f"bill {month}.pdf")


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene(house)


def learn_january(scene: Scene, folder: Path) -> None:
    """January is handed in, its energy is read right by the lead, and its layout is learnt."""
    code = hand_in_bill(scene, folder, 1)
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        figure = next(f for f in uow.session.scalars(select(Figure)) if f.value == quantity(1))
        commands.correct_figure(
            uow, figure, value=figure.value, unit="kWh", label="Electricity, high tariff",
            period_start=figure.period_start, period_end=figure.period_end,
        )  # fmt: skip
        commands.confirm_figure(uow, figure)
        document = document_by_code(uow.session, case, code)
        make_layout(uow, case, document, current_version(uow.session, document))
    worker.run_all_due()


def suggestions(scene: Scene) -> list[Suggestion]:
    with unit_of_work(scene.lead) as uow:
        return list(uow.session.scalars(select(Suggestion).order_by(Suggestion.id)))


def test_one_bill_reads_the_eleven_others_before_and_after_it_was_learnt(
    scene: Scene, tmp_path: Path
) -> None:
    for month in range(2, 8):
        hand_in_bill(scene, tmp_path, month)
    learn_january(scene, tmp_path)
    for month in range(8, 13):
        hand_in_bill(scene, tmp_path, month, lower=34 if month == 11 else 0)
    found = suggestions(scene)
    assert [row.value for row in found] == [quantity(month) for month in range(2, 13)]
    assert {row.unit for row in found} == {"kWh"}
    assert {row.label for row in found} == {"Electricity, high tariff"}
    assert [row.period_start.month for row in found if row.period_start] == list(range(2, 13))
    assert all(row.answer is None for row in found)


def test_nothing_is_read_right_by_a_suggestion_alone(scene: Scene, tmp_path: Path) -> None:
    hand_in_bill(scene, tmp_path, 2)
    learn_january(scene, tmp_path)
    with unit_of_work(scene.lead) as uow:
        right = uow.session.scalars(select(Figure).where(Figure.state == FigureState.READ_RIGHT)).all()
        assert [figure.value for figure in right] == [quantity(1)]


def test_a_document_of_another_layout_is_left_alone(scene: Scene, tmp_path: Path) -> None:
    learn_january(scene, tmp_path)
    another_layout(tmp_path)
    scene.hand_in(tmp_path / "drawn.pdf", "letter.pdf")
    assert suggestions(scene) == []


def test_accepting_takes_over_unit_and_label_and_reads_right(scene: Scene, tmp_path: Path) -> None:
    learn_january(scene, tmp_path)
    hand_in_bill(scene, tmp_path, 2)
    (row,) = suggestions(scene)
    with unit_of_work(scene.member) as uow:
        figure = accept_suggestion(uow, scene.case(uow), uow.session.get_one(Suggestion, row.id))
        assert (figure.state, figure.read_right_by) == (FigureState.READ_RIGHT, scene.member.name)
        assert (figure.value, figure.label) == (quantity(2), "Electricity, high tariff")
    with pytest.raises(BadInput), unit_of_work(scene.member) as uow:
        accept_suggestion(uow, scene.case(uow), uow.session.get_one(Suggestion, row.id))


def disputed(scene: Scene, folder: Path) -> Suggestion:
    """The reader itself took the points of February for decimal signs."""
    learn_january(scene, folder)
    hand_in_bill(scene, folder, 2)
    with unit_of_work(scene.lead) as uow:
        (row,) = uow.session.scalars(select(Suggestion)).all()
        figure = uow.session.get_one(Figure, row.figure_id)
        figure.value = figure.read_value = quantity(2) / 1000
        row.is_disputed = True
        uow.record("test.reader", figure, covers=[row])
        return row


def test_where_the_reader_sees_another_value_both_are_asked(scene: Scene, tmp_path: Path) -> None:
    row = disputed(scene, tmp_path)
    with unit_of_work(scene.member) as uow:
        layout = uow.session.get_one(DocumentLayout, row.layout_id)
        assert accept_witnessed(uow, scene.case(uow), layout) == 0
        figure = decline_suggestion(uow, scene.case(uow), uow.session.get_one(Suggestion, row.id))
        assert figure is not None
        assert (figure.state, figure.value) == (FigureState.READ_RIGHT, quantity(2) / 1000)


def test_the_hit_rate_counts_what_was_corrected_later_as_a_miss(scene: Scene, tmp_path: Path) -> None:
    learn_january(scene, tmp_path)
    for month in (2, 3, 4):
        hand_in_bill(scene, tmp_path, month)
    rows = suggestions(scene)
    with unit_of_work(scene.member) as uow:
        case = scene.case(uow)
        first, second = (
            accept_suggestion(uow, case, uow.session.get_one(Suggestion, r.id)) for r in rows[:2]
        )
        commands.correct_figure(uow, second, value=second.value + 1, unit="kWh")
        commands.confirm_figure(uow, second)
        layout = uow.session.get_one(DocumentLayout, rows[0].layout_id)
        rate = layout_reads.hit_rate(layout_reads.suggestion_rows(uow.session, layout=layout))
        assert (rate.right, rate.answered) == (1, 2)
        assert first.state is FigureState.READ_RIGHT


def test_a_retired_layout_suggests_nothing_more(scene: Scene, tmp_path: Path) -> None:
    learn_january(scene, tmp_path)
    hand_in_bill(scene, tmp_path, 2)
    with unit_of_work(scene.lead) as uow:
        (layout,) = uow.session.scalars(select(DocumentLayout)).all()
        with pytest.raises(BadInput):
            retire_layout(uow, layout, reason="")
        retire_layout(uow, layout, reason="the utility prints another form since March")
    hand_in_bill(scene, tmp_path, 3)
    (row,) = suggestions(scene)
    with pytest.raises(BadInput), unit_of_work(scene.lead) as uow:
        accept_suggestion(uow, scene.case(uow), uow.session.get_one(Suggestion, row.id))


def test_a_document_with_nothing_read_right_teaches_nothing(scene: Scene, tmp_path: Path) -> None:
    code = hand_in_bill(scene, tmp_path, 1)
    with pytest.raises(BadInput) as refused, unit_of_work(scene.lead) as uow:
        document = document_by_code(uow.session, scene.case(uow), code)
        make_layout(uow, scene.case(uow), document, current_version(uow.session, document))
    assert "right first" in str(refused.value)


def test_a_workbook_teaches_no_layout_and_a_sentence_says_what_does(scene: Scene) -> None:
    code = scene.hand_in(b"Month;kWh\nJanuary;742000\n", "bill.csv")
    with unit_of_work(scene.lead) as uow, pytest.raises(BadInput, match="from pages: of a PDF"):
        document = document_by_code(uow.session, scene.case(uow), code)
        make_layout(uow, scene.case(uow), document, current_version(uow.session, document))


def test_no_layout_is_learnt_on_an_issued_case(scene: Scene, tmp_path: Path) -> None:
    learn_january(scene, tmp_path)
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        case.state = CaseState.ISSUED
        uow.record("test.issue", case)
    with pytest.raises(RuleViolation), unit_of_work(scene.lead) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        make_layout(uow, scene.case(uow), document, current_version(uow.session, document))


def test_the_whole_way_by_plain_forms(scene: Scene, house: House, tmp_path: Path) -> None:
    learn_january(scene, tmp_path)
    for month in (2, 3):
        hand_in_bill(scene, tmp_path, month)
    browsers = open_browsers(house, scene)
    viewer = browsers.lead.get(f"{CASE}/evidence/E-001/view").get_data(as_text=True)
    assert "Use for the same layout" in viewer
    viewer = browsers.lead.get(f"{CASE}/evidence/E-002/view").get_data(as_text=True)
    assert "1 figure is suggested from a document of the same layout." in viewer
    accept = re.search(r'action="([^"]*/suggestions/\d+/accept)"', viewer)
    assert accept
    assert browsers.office.post(accept.group(1)).status_code == 403
    assert browsers.stranger.post(accept.group(1)).status_code == 404
    assert browsers.lead.post(accept.group(1)).status_code == 303
    page = browsers.lead.get(f"{CASE}/layouts/1").get_data(as_text=True)
    assert "1 of 1" in page
    assert "Stadtwerke Nordhafen GmbH" in page
    assert "E-003" in page
    assert "T-001" in browsers.lead.get(f"{CASE}/layouts").get_data(as_text=True)
    made = browsers.lead.post(f"{CASE}/evidence/E-002/layout")
    assert made.headers["Location"].endswith("/layouts/2")
    assert browsers.lead.post(f"{CASE}/layouts/1/retire", data={"reason": "learnt anew"}).status_code == 303
    assert "learnt anew" in browsers.lead.get(f"{CASE}/layouts/1").get_data(as_text=True)
