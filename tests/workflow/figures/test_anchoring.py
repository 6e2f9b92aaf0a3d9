"""A newer version of a document keeps what stands unchanged and asks about the rest."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from typing import Protocol

import openpyxl
import pytest
from sqlalchemy import select

from tests.evidence.drawing import a_pdf, a_table, text, together
from tests.factories import House
from tests.methods.worked_case import ELECTRICITY_V1
from tests.workflow.figures.scene import Scene, a_scene, hand_in_version
from workflow import worker
from workflow.audit import AuditEvent
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession
from workflow.documents import commands as documents
from workflow.documents.queries import current_version, document_by_code
from workflow.documents.storage import store
from workflow.errors import BadInput
from workflow.figures import anchors, commands, queries
from workflow.figures.anchor_answers import end_figure, take_figure
from workflow.figures.anchoring import anchor_figures
from workflow.figures.anchors import AnchorRow
from workflow.figures.models import Figure
from workflow.figures.rules import AnchorAnswer, FigureState, LinkRole, Technique, TestResult
from workflow.ghg_statement.queries import latest_received, lines_of
from workflow.unit_of_work import unit_of_work

Rows = tuple[tuple[str, str], ...]
ROWS = (("Press shop", "742,000"), ("Paint line", "318,400"), ("Offices", "96,120"))
HEADER = ("Meter", "Electricity 2021 (kWh)")


def as_pdf(folder: Path, rows: Rows, front: bool = False) -> bytes:
    page = together(
        text((60, 60, "Electricity of the year 2021")), a_table(140, HEADER, rows, at=(60, 260), ruled=True)
    )
    pages = [text((60, 60, "We send the corrected list.")), page] if front else [page]
    return a_pdf(folder / "list.pdf", *pages).read_bytes()


def as_workbook(_folder: Path, rows: Rows, front: bool = False) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Electricity 2021"
    for row in [["We send the corrected list."], []] if front else []:
        sheet.append(row)
    sheet.append(list(HEADER))
    for label, value in rows:
        sheet.append([label, int(value.replace(",", ""))])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class Draw(Protocol):
    """Draws the list with these rows; with a letter in front when asked."""

    def __call__(self, rows: Rows, front: bool = False) -> tuple[bytes, str]: ...


@pytest.fixture
def scene(house: House) -> Scene:
    scene = a_scene(house)
    hand_in_version(scene, [ELECTRICITY_V1], 1)
    return scene


def send_newer(scene: Scene, content: bytes, name: str) -> None:
    with unit_of_work(scene.preparer) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        documents.add_version(
            uow, scene.case(uow), document, name=name, stored=store().put(io.BytesIO(content), 10_000_000)
        )
    worker.run_all_due()


def figure_with(session: ScopedSession, scene: Scene, label: str, version: int) -> Figure:
    query = (
        select(Figure)
        .where(Figure.case_id == scene.case_id, Figure.label.contains(label))
        .order_by(Figure.number)
    )
    return next(f for f in session.scalars(query) if queries.place_of(session, f)[1].number == version)


def work_on(scene: Scene, *labels: str) -> None:
    """The lead reads right and links; the member tests."""
    with unit_of_work(scene.lead) as uow:
        version = latest_received(uow.session, scene.case(uow))
        assert version is not None
        line = lines_of(uow.session, version)[0]
        for label in labels:
            figure = figure_with(uow.session, scene, label, 1)
            commands.confirm_figure(uow, figure)
            commands.link_figure(uow, scene.case(uow), figure, line, LinkRole.PRIMARY)
    with unit_of_work(scene.member) as uow:
        for label in labels:
            figure = figure_with(uow.session, scene, label, 1)
            commands.test_figure(uow, figure, technique=Technique.TRACING, result=TestResult.HOLDS)
    worker.run_all_due()


@pytest.fixture(params=["pdf", "xlsx"])
def draw(request: pytest.FixtureRequest, tmp_path: Path) -> Draw:
    make = as_pdf if request.param == "pdf" else as_workbook

    def drawn(rows: Rows, front: bool = False) -> tuple[bytes, str]:
        return make(tmp_path, rows, front), f"list.{request.param}"

    return drawn


def handed_in(scene: Scene, draw: Draw) -> None:
    content, name = draw(ROWS)
    scene.hand_in(content, name)
    work_on(scene, "Press shop", "Paint line", "Offices")


def became(scene: Scene) -> dict[str, AnchorRow]:
    """What became of each figure in the newest version, by the label it had."""
    return {row.figure.label or "": row for row in all_that_became(scene)}


def all_that_became(scene: Scene) -> list[AnchorRow]:
    with unit_of_work(scene.lead) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        return anchors.anchors_into(uow.session, current_version(uow.session, document))


def test_what_stands_unchanged_keeps_ticks_link_and_test_with_who_and_when(scene: Scene, draw: Draw) -> None:
    handed_in(scene, draw)
    send_newer(scene, *draw(ROWS, front=True))
    with unit_of_work(scene.lead) as uow:
        old, new = (figure_with(uow.session, scene, "Paint line", number) for number in (1, 2))
        assert (new.state, new.read_right_by) == (FigureState.READ_RIGHT, old.read_right_by)
        assert new.read_right_at == old.read_right_at
        (link,) = queries.links_of_figures(uow.session, [new.id])
        assert link.link.linked_by == scene.lead.name
        assert [test.tested_by for test in queries.tests_of_figures(uow.session, [new.id])] == [
            scene.member.name
        ]
        assert queries.links_of_figures(uow.session, [old.id]) == []
        told = uow.session.scalars(select(AuditEvent.body).where(AuditEvent.verb == "figure.carry")).all()
    assert {row.anchor.outcome.value for row in became(scene).values()} == {"moved"}
    assert len(told) == 3
    assert all("of version 1, moved" in body for body in told)


def test_a_changed_value_lifts_the_ticks_and_waits_with_its_link(scene: Scene, draw: Draw) -> None:
    handed_in(scene, draw)
    send_newer(scene, *draw((ROWS[0], ("Paint line", "381,400"), ROWS[2])))
    rows = became(scene)
    assert {label: row.anchor.outcome.value for label, row in rows.items()} == {
        "Press shop": "exact", "Paint line": "changed", "Offices": "exact",
    }  # fmt: skip
    changed = rows["Paint line"]
    assert changed.is_open
    assert changed.anchor.differs == ["value"]
    assert changed.found is not None
    assert changed.found.value == 381400
    with unit_of_work(scene.lead) as uow:
        old, new = (figure_with(uow.session, scene, "Paint line", number) for number in (1, 2))
        assert (old.state, new.state) == (FigureState.PROPOSED, FigureState.PROPOSED)
        assert queries.tests_of_figures(uow.session, [old.id, new.id]) == []
        assert len(queries.links_of_figures(uow.session, [old.id])) == 1


def test_taking_the_changed_value_reads_it_right_and_brings_the_link_up_to_it(
    scene: Scene, draw: Draw
) -> None:
    handed_in(scene, draw)
    send_newer(scene, *draw((ROWS[0], ("Paint line", "381,400"), ROWS[2])))
    row = became(scene)["Paint line"]
    with unit_of_work(scene.member) as uow:
        anchor = anchors.anchor_by_id(uow.session, scene.case(uow), row.anchor.id)
        new = figure_with(uow.session, scene, "Paint line", 2)
        take_figure(uow, scene.case(uow), anchor, new)
        (link,) = queries.links_of_figures(uow.session, [new.id])
        assert (new.state, new.read_right_by) == (FigureState.READ_RIGHT, scene.member.name)
        assert link.link.contribution == Decimal("381.4")
        assert anchor.answer is AnchorAnswer.TAKEN
    with pytest.raises(BadInput), unit_of_work(scene.member) as uow:
        anchor = anchors.anchor_by_id(uow.session, scene.case(uow), row.anchor.id)
        take_figure(uow, scene.case(uow), anchor, figure_with(uow.session, scene, "Paint line", 2))


def test_a_lost_figure_ends_its_link_only_when_a_person_says_why(scene: Scene, draw: Draw) -> None:
    handed_in(scene, draw)
    send_newer(scene, *draw((ROWS[0], ROWS[2])))
    row = became(scene)["Paint line"]
    assert row.anchor.outcome.value == "lost"
    with unit_of_work(scene.lead) as uow:
        assert [w.figures for w in anchors.waiting_over_cases(uow.session, [scene.case_id])] == [1]
        anchor = anchors.anchor_by_id(uow.session, scene.case(uow), row.anchor.id)
        with pytest.raises(BadInput):
            end_figure(uow, scene.case(uow), anchor, reason=" ")
        (link,) = end_figure(uow, scene.case(uow), anchor, reason="the line was closed in 2020")
        assert link.end_reason == "the line was closed in 2020"
        assert anchors.waiting_over_cases(uow.session, [scene.case_id]) == []


def test_two_equal_rows_of_which_one_is_gone_are_asked(scene: Scene, draw: Draw) -> None:
    twice = (ROWS[0], ROWS[1], ROWS[1], ROWS[2])
    content, name = draw(twice)
    scene.hand_in(content, name)
    with unit_of_work(scene.lead) as uow:
        for figure in uow.session.scalars(
            select(Figure).where(Figure.label.contains("Paint")).order_by(Figure.id)
        ):
            commands.confirm_figure(uow, figure)
    send_newer(scene, *draw(ROWS))
    found = all_that_became(scene)
    assert [row.anchor.outcome.value for row in found] == ["asked", "asked"]
    assert all(row.anchor.candidates for row in found)


def test_a_version_that_brings_the_old_print_back_finds_it_again(scene: Scene, draw: Draw) -> None:
    handed_in(scene, draw)
    send_newer(scene, *draw((ROWS[0], ROWS[2])))
    send_newer(scene, *draw(ROWS, front=True))
    rows = became(scene)
    assert {row.anchor.outcome.value for row in rows.values()} == {"moved"}
    with unit_of_work(scene.lead) as uow:
        new = figure_with(uow.session, scene, "Paint line", 3)
        assert (new.state, new.read_right_by) == (FigureState.READ_RIGHT, scene.lead.name)
        assert len(queries.links_of_figures(uow.session, [new.id])) == 1
        # The test was lifted when it was lost: it is done anew.
        assert queries.tests_of_figures(uow.session, [new.id]) == []


def test_proposing_the_same_version_again_carries_nothing_twice(scene: Scene, draw: Draw) -> None:
    handed_in(scene, draw)
    send_newer(scene, *draw(ROWS, front=True))
    with unit_of_work(scene.lead) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        assert anchor_figures(uow, document, current_version(uow.session, document)) == []
    assert len(became(scene)) == 3


def test_nothing_changes_on_an_issued_case(scene: Scene, draw: Draw) -> None:
    handed_in(scene, draw)
    content, name = draw((ROWS[0], ROWS[2]))
    with unit_of_work(scene.preparer) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        documents.add_version(
            uow, scene.case(uow), document, name=name, stored=store().put(io.BytesIO(content), 10_000_000)
        )
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        case.state = CaseState.ISSUED
        uow.record("test.issue", case)
    worker.run_all_due()
    assert became(scene) == {}
    with unit_of_work(scene.lead) as uow:
        assert figure_with(uow.session, scene, "Paint line", 1).state is FigureState.READ_RIGHT


def test_a_captured_figure_is_captured_again_where_its_print_stands_now(scene: Scene, tmp_path: Path) -> None:
    """The number of the letter's reference is nothing that the reader binds."""

    def letter(top: float) -> bytes:
        lines = text((60, 60, "To the verifier"), (60, top, "Reference KX-774-B of our archive"))
        return a_pdf(tmp_path / "letter.pdf", lines).read_bytes()

    scene.hand_in(letter(120), "letter.pdf")
    with unit_of_work(scene.lead) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        version = current_version(uow.session, document)
        drawn = commands.Drawn(1, 112, 108, 165, 124)
        figure = commands.capture_figure(uow, scene.case(uow), document, version, drawn)
        commands.correct_figure(uow, figure, value=Decimal(774), unit="kWh", label="Reference")
        commands.confirm_figure(uow, figure)
        assert "KX-774-B" in figure.raw
    send_newer(scene, letter(300), "letter.pdf")
    (row,) = all_that_became(scene)
    assert row.anchor.outcome.value == "moved"
    assert row.found is not None
    assert (row.found.value, row.found.unit, row.found.state) == (Decimal(774), "kWh", FigureState.READ_RIGHT)
    assert row.found.captured_by == scene.lead.name


def test_a_figure_that_only_a_finding_cites_is_followed_too(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(as_pdf(tmp_path, ROWS), "list.pdf")
    send_newer(scene, as_pdf(tmp_path, ROWS, front=True), "list.pdf")
    assert all_that_became(scene) == []
    with unit_of_work(scene.lead) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        cited = figure_with(uow.session, scene, "Offices", 1).code
        (anchor,) = anchor_figures(uow, document, current_version(uow.session, document), [cited])
        found = uow.session.get_one(Figure, anchor.found_id)
        assert (anchor.outcome.value, found.label, found.state) == ("moved", "Offices", FigureState.PROPOSED)
