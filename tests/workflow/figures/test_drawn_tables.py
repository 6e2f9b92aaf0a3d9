"""A table drawn over a page: read by a job, mended, taken as figures, remembered and offered on pages like it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

import pytest
from sqlalchemy import event, select

from evidence.reading import Period
from evidence.table_grid import Lines, Said, from_plain
from tests.evidence.drawing import a_pdf, a_table, text, together
from tests.factories import House
from tests.workflow.figures.browser import Browsers, open_browsers
from tests.workflow.figures.scene import Scene, a_scene
from workflow import worker
from workflow.audit import AuditEvent
from workflow.cases.rules import CaseState
from workflow.documents.queries import current_version, document_by_code, version_by_id
from workflow.errors import BadInput, RuleViolation
from workflow.figures import commands, table_jobs, table_reads, tables
from workflow.figures.models import DrawnTable, Figure
from workflow.figures.proposals import Drawn
from workflow.figures.rules import FigureState
from workflow.jobs import Job
from workflow.limits import TABLE
from workflow.unit_of_work import UnitOfWork, unit_of_work

CASE = "/cases/C-2022-0001"
TABLES = f"{CASE}/evidence/E-001/tables"
HEAD = ["Source", "2021 (kWh)", "2022 (kWh)"]
ROWS = (
    ("Electricity", "742,000", "801,500"),
    ("Natural gas", "12,300", "11,000"),
    ("Total", "754,300", "812,500"),
)
SIDES = {"x0": 55.0, "top": 115.0, "x1": 430.0, "bottom": 190.0}
NAMES = text((60, 80, "Energy report of the works"), (60, 700, "Signed by the keeper of the meters"))


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene(house)


def a_report(
    folder: Path, rows: tuple[tuple[str, ...], ...] = ROWS, *, top: float = 120, pages: int = 1
) -> Path:
    page = together(NAMES, a_table(top, HEAD, rows, at=(60, 220, 330)))
    return a_pdf(folder / "report.pdf", *[page] * pages)


def draw(
    scene: Scene, code: str = "E-001", page: int = 1, sides: Mapping[str, float] = MappingProxyType({})
) -> int:
    """Draw a table as the lead; the reader's job has run. Gives its id."""
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        document = document_by_code(uow.session, case, code)
        drawn = Drawn(page, **{**SIDES, **sides})
        table = tables.draw_table(uow, case, document, current_version(uow.session, document), drawn)
        found = table.id
    worker.run_all_due()
    return found


def table_of(uow: UnitOfWork, table_id: int) -> DrawnTable:
    return uow.session.get_one(DrawnTable, table_id)


def keys_of(uow: UnitOfWork, table: DrawnTable) -> dict[str, str]:
    """By what is printed, how a form names each number of the grid."""
    version = version_by_id(uow.session, table.document_version_id)[1]
    return {row.found.figure.raw: row.key for row in table_reads.standings(uow.session, table, version)}


def take(scene: Scene, table_id: int, *raws: str) -> tables.Taken:
    with unit_of_work(scene.lead) as uow:
        table = table_of(uow, table_id)
        keys = keys_of(uow, table)
        wanted = {keys[raw] for raw in raws} if raws else set(keys.values())
        taken = tables.take_figures(uow, scene.case(uow), table, wanted)
    worker.run_all_due()
    return taken


def live(scene: Scene, raw: str) -> list[Figure]:
    with unit_of_work(scene.lead) as uow:
        query = select(Figure).where(Figure.raw == raw, Figure.state != FigureState.REJECTED)
        return list(uow.session.scalars(query.order_by(Figure.id)))


def as_said(table: DrawnTable, **changes: object) -> tuple[Lines, Lines, Said]:
    """The table's grid as its form shows it, with some of what is said changed."""
    grid = from_plain(table.grid or {})
    usual: dict[str, object] = {
        "headers": [0], "joined": [], "labels": [0], "units": {}, "periods": {}, "unit": None, "decimals": None,
    }  # fmt: skip
    rows, columns = (
        Lines([row.bottom for row in grid.rows[:-1]]), Lines([column.right for column in grid.columns[:-1]])
    )  # fmt: skip
    return rows, columns, Said(**{**usual, **changes})  # type: ignore[arg-type]


def test_a_drawn_region_is_read_by_a_job_and_its_grid_is_kept(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    table_id = draw(scene)
    with unit_of_work(scene.lead) as uow:
        table = table_of(uow, table_id)
        assert table.code == "E-001.T1"
        assert table.reason is None
        grid = from_plain(table.grid or {})
        assert (len(grid.rows), len(grid.columns)) == (4, 3)
        assert set(keys_of(uow, table)) == {cell for row in ROWS for cell in row[1:]}


@pytest.mark.parametrize(
    ("sides", "sentence"),
    [
        ({"x1": 55.0}, "too small to hold a table"),
        ({"x0": 900.0, "x1": 950.0}, "too small to hold a table"),
        ({"x0": -500.0, "x1": -10.0}, "too small to hold a table"),
        ({"bottom": float("nan")}, "too small to hold a table"),
        ({"bottom": float("inf")}, "too small to hold a table"),
    ],
)
def test_a_region_that_holds_no_table_is_refused_in_a_sentence(
    scene: Scene, tmp_path: Path, sides: dict[str, float], sentence: str
) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    with pytest.raises(BadInput, match=sentence):
        draw(scene, sides=sides)


def test_no_table_is_drawn_on_a_page_that_is_not_there_nor_on_text(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    scene.hand_in(b"a note without a picture, 12 kWh", "note.txt")
    with pytest.raises(BadInput, match="no such page"):
        draw(scene, page=9)
    with pytest.raises(BadInput, match="pages with a picture"):
        draw(scene, "E-002")


def test_an_empty_region_is_read_as_a_table_without_numbers(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    table_id = draw(scene, sides={"top": 400.0, "bottom": 500.0})
    with unit_of_work(scene.lead) as uow:
        assert keys_of(uow, table_of(uow, table_id)) == {}


def test_what_stands_as_a_figure_already_is_not_taken_twice(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    taken = take(scene, draw(scene))
    assert taken.figures == ()
    assert len(live(scene, "742,000")) == 1


def test_a_ticked_number_takes_the_place_of_the_readers_own(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    table_id = draw(scene)
    with unit_of_work(scene.lead) as uow:
        table = table_of(uow, table_id)
        rows, columns, said = as_said(
            table, units={1: "MWh"}, periods={1: Period(date(2021, 7, 1), date(2021, 12, 31))}
        )
        tables.mend_table(uow, scene.case(uow), table, rows=rows, columns=columns, said=said)
    taken = take(scene, table_id, "742,000")
    (figure,) = live(scene, "742,000")
    assert taken.replaced == 1
    assert (figure.value, figure.unit, figure.label) == (Decimal(742000), "MWh", "Electricity")
    assert (figure.period_start, figure.period_end) == (date(2021, 7, 1), date(2021, 12, 31))
    assert (figure.method, figure.captured_by, figure.is_witnessed) == ("table", scene.lead.name, True)
    assert figure.state is FigureState.PROPOSED
    assert figure.box is not None
    (other,) = live(scene, "801,500")
    assert other.method == "text", "only what was ticked gives way"


def test_a_figure_that_was_read_right_never_gives_way(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    with unit_of_work(scene.lead) as uow:
        figure = uow.session.scalars(select(Figure).where(Figure.raw == "742,000")).one()
        commands.confirm_figure(uow, figure)
    table_id = draw(scene)
    with unit_of_work(scene.lead) as uow:
        table = table_of(uow, table_id)
        rows, columns, said = as_said(table, units={1: "MWh"})
        tables.mend_table(uow, scene.case(uow), table, rows=rows, columns=columns, said=said)
    taken = take(scene, table_id, "742,000")
    (figure,) = live(scene, "742,000")
    assert (figure.unit, figure.state) == ("kWh", FigureState.READ_RIGHT)
    assert "stays as it is" in str(taken.left[0][1])


def test_two_who_mend_a_table_at_once_do_not_undo_one_another(scene: Scene, tmp_path: Path) -> None:
    browsers = open_browsers_with_table(scene, tmp_path)
    html = browsers.lead.get(f"{TABLES}/1").get_data(as_text=True)
    form = form_of(html)
    assert browsers.lead.post(f"{TABLES}/1/mend", data={**form, "unit": "MWh"}).status_code == 303
    late = browsers.preparer.post(f"{TABLES}/1/mend", data={**form, "unit": "GJ"})
    assert late.status_code == 409
    assert 'value="MWh"' in browsers.lead.get(f"{TABLES}/1").get_data(as_text=True)


def test_lines_that_make_no_grid_are_refused_and_the_table_stays(scene: Scene, tmp_path: Path) -> None:
    browsers = open_browsers_with_table(scene, tmp_path)
    form = form_of(browsers.lead.get(f"{TABLES}/1").get_data(as_text=True))
    many = " ".join(f"{n / 200:.3f}" for n in range(10_000))
    for change, sentence in (
        ({"add_row": many}, "at most 200 rows"),
        ({"add_row": "nan"}, "as a number of points"),
        ({"add_column": "9000"}, "outside the table"),
        ({"row": ["1"]}, "wrong order"),
        ({"unit": "x" * 41}, "at most 40 letters"),
        ({"from_1": "2022-02-01", "to_1": "2022-01-01"}, "ends before it starts"),
        ({"from_1": "yesterday"}, "year-month-day"),
    ):
        answer = browsers.lead.post(f"{TABLES}/1/mend", data={**form, **change})
        assert answer.status_code == 422, sentence
        assert sentence in answer.get_data(as_text=True)
    assert browsers.lead.post(f"{TABLES}/1/mend", data={**form, "unit": "x" * 40}).status_code == 303


def test_the_page_shows_grid_and_figures_and_plain_forms_mend_and_take_them(
    scene: Scene, tmp_path: Path
) -> None:
    browsers = open_browsers_with_table(scene, tmp_path)
    html = browsers.lead.get(f"{TABLES}/1").get_data(as_text=True)
    assert html.count('role="slider"') == 5
    assert "742,000" in html
    form = form_of(html)
    answer = browsers.lead.post(f"{TABLES}/1/mend", data={**form, "drop_row": ["1"], "decimals": "dot"})
    assert answer.status_code == 303
    html = browsers.lead.get(f"{TABLES}/1").get_data(as_text=True)
    assert "742,000 12,300" in html
    cells = re.findall(r'name="cells" value="([\d.]+)"', html)
    answer = browsers.lead.post(f"{TABLES}/1/take", data={"cells": cells, "version": version_of(html)})
    assert answer.status_code == 303
    viewer = browsers.lead.get(f"{CASE}/evidence/E-001/view?show=all").get_data(as_text=True)
    assert "E-001.T1" in viewer


def test_only_who_may_confirm_draws_and_nobody_of_another_tenant_sees_it(
    scene: Scene, tmp_path: Path
) -> None:
    browsers = open_browsers_with_table(scene, tmp_path)
    data = {"page": "1", **{name: str(side) for name, side in SIDES.items()}}
    assert browsers.office.post(TABLES, data=data).status_code == 403
    assert browsers.stranger.post(TABLES, data=data).status_code == 404
    assert browsers.stranger.get(f"{TABLES}/1").status_code == 404
    seen = browsers.office.get(f"{TABLES}/1")
    assert seen.status_code == 200
    assert "Read by this grid" not in seen.get_data(as_text=True)
    for act in ("mend", "take", "offer", "remove"):
        assert browsers.office.post(f"{TABLES}/1/{act}").status_code == 403
        assert browsers.stranger.post(f"{TABLES}/1/{act}").status_code == 404
    assert browsers.lead.get(f"{TABLES}/7").status_code == 404


def test_a_drawing_by_a_plain_form_leads_to_its_page(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    browsers = open_browsers(scene.house, scene)
    data = {"page": "1", **{name: str(side) for name, side in SIDES.items()}}
    answer = browsers.lead.post(TABLES, data=data)
    assert answer.headers["Location"].endswith(f"{TABLES}/1")
    assert "being read" in browsers.lead.get(f"{TABLES}/1").get_data(as_text=True)
    assert browsers.lead.post(TABLES, data={**data, "x0": ""}).status_code == 422


def test_a_grid_is_offered_on_following_pages_and_on_the_next_document_but_never_read(
    scene: Scene, tmp_path: Path
) -> None:
    scene.hand_in(a_report(tmp_path, pages=2), "report.pdf")
    take(scene, draw(scene))
    other = (("Electricity", "1,000", "2,000"), ("Oil", "30", "40"), ("Total", "1,030", "2,040"))
    scene.hand_in(a_report(tmp_path, other, top=150), "next.pdf")
    with unit_of_work(scene.lead) as uow:
        offered = uow.session.scalars(
            select(DrawnTable).where(DrawnTable.drawn_by.is_(None)).order_by(DrawnTable.id)
        )
        assert [(row.code, row.page, row.grid) for row in offered] == [
            ("E-001.T2", 2, None),
            ("E-002.T1", 1, None),
        ]


def test_an_offer_is_read_by_the_columns_of_its_origin_once_a_person_takes_it_up(
    scene: Scene, tmp_path: Path
) -> None:
    scene.hand_in(a_report(tmp_path, pages=2), "report.pdf")
    table_id = draw(scene)
    with unit_of_work(scene.lead) as uow:
        table = table_of(uow, table_id)
        rows, columns, said = as_said(table, units={2: "GJ"}, periods={2: Period(date(2022, 1, 1), None)})
        tables.mend_table(uow, scene.case(uow), table, rows=rows, columns=columns, said=said)
    take(scene, table_id)
    with unit_of_work(scene.lead) as uow:
        offer = uow.session.scalars(select(DrawnTable).where(DrawnTable.drawn_by.is_(None))).one()
        tables.take_offer(uow, scene.case(uow), offer)
        offer_id = offer.id
    worker.run_all_due()
    with unit_of_work(scene.lead) as uow:
        offer = table_of(uow, offer_id)
        grid = from_plain(offer.grid or {})
        assert grid.columns[2].unit == "GJ"
        assert grid.columns[2].period is None, "a period of one page is not that of the next"
        assert len(grid.rows) == 4
        with pytest.raises(BadInput, match="taken up already"):
            tables.take_offer(uow, scene.case(uow), offer)


def test_a_declined_offer_is_not_made_again(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path, pages=2), "report.pdf")
    table_id = draw(scene)
    take(scene, table_id)
    with unit_of_work(scene.lead) as uow:
        offer = uow.session.scalars(select(DrawnTable).where(DrawnTable.drawn_by.is_(None))).one()
        tables.remove_table(uow, scene.case(uow), offer)
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        assert tables.offer_tables(uow, document, current_version(uow.session, document)) == 0


def test_a_table_that_was_taken_away_keeps_its_figures(scene: Scene, tmp_path: Path) -> None:
    browsers = open_browsers_with_table(scene, tmp_path)
    html = browsers.lead.get(f"{TABLES}/1").get_data(as_text=True)
    assert browsers.lead.post(f"{TABLES}/1/remove", data={"version": version_of(html)}).status_code == 303
    assert browsers.lead.get(f"{TABLES}/1").status_code == 404
    assert live(scene, "742,000")


def test_nothing_is_drawn_on_a_closed_case(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    table_id = draw(scene)
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        case.state = CaseState.ISSUED
        uow.record("test.close", case)
    with pytest.raises(RuleViolation):
        draw(scene)
    with pytest.raises(RuleViolation), unit_of_work(scene.lead) as uow:
        tables.remove_table(uow, scene.case(uow), table_of(uow, table_id))


def test_every_act_stands_in_the_trail(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    take(scene, draw(scene))
    with unit_of_work(scene.lead) as uow:
        verbs = set(uow.session.scalars(select(AuditEvent.verb)))
    assert {"table.draw", "table.read", "table.take"} <= verbs


def test_a_box_drawn_before_its_page_was_read_is_read_by_a_job(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    figure_id = capture_unread(scene)
    worker.run_all_due()
    with unit_of_work(scene.lead) as uow:
        figure = uow.session.get_one(Figure, figure_id)
        assert (figure.raw, figure.value, figure.confidence) == ("742,000", Decimal(742000), Decimal("0.50"))


def test_what_a_person_typed_meanwhile_stays(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    figure_id = capture_unread(scene)
    with unit_of_work(scene.lead) as uow:
        commands.correct_figure(uow, uow.session.get_one(Figure, figure_id), value=Decimal(7), unit="kWh")
    worker.run_all_due()
    with unit_of_work(scene.lead) as uow:
        assert uow.session.get_one(Figure, figure_id).value == 7


def capture_unread(scene: Scene) -> int:
    """Capture a box on a version whose reading is not there yet; its jobs wait."""
    with unit_of_work(scene.lead) as uow:
        case = scene.case(uow)
        document = document_by_code(uow.session, case, "E-001")
        version = current_version(uow.session, document)
        version.reading_sha256, kept = None, version.reading_sha256
        uow.record("test.unread", version)
        drawn = Drawn(1, 220, 135, 300, 150)
        figure = commands.capture_figure(uow, case, document, version, drawn)
        assert figure.raw == ""
        version.reading_sha256 = kept
        uow.record("test.read", version)
        assert uow.session.scalar(select(Job.name).where(Job.key == f"box:{figure.id}")) is not None
        return figure.id


def open_browsers_with_table(scene: Scene, folder: Path) -> Browsers:
    scene.hand_in(a_report(folder), "report.pdf")
    draw(scene)
    return open_browsers(scene.house, scene)


def form_of(html: str) -> dict[str, object]:
    """The fields of the grid's form as a browser would send them."""
    form = html[html.index('id="mend"') : html.index('id="take"')]
    fields: dict[str, object] = {"version": version_of(html)}
    for name in ("row", "column"):
        fields[name] = re.findall(rf'name="{name}" value="([\d.]+)"', form)
    for name in ("header", "label", "joined"):
        fields[name] = re.findall(rf'name="{name}" value="(\d+)" checked', form)
    return fields


def version_of(html: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', html)
    assert found
    return found.group(1)


def test_the_page_of_a_table_asks_the_database_at_most_twelve_times(
    scene: Scene, house: House, tmp_path: Path
) -> None:
    browsers = open_browsers_with_table(scene, tmp_path)
    asked: list[str] = []

    def note(*parts: object) -> None:
        asked.append(str(parts[2]))

    browsers.lead.get(f"{TABLES}/1")
    event.listen(house.engine, "before_cursor_execute", note)
    browsers.lead.get(f"{TABLES}/1")
    event.remove(house.engine, "before_cursor_execute", note)
    assert len(asked) <= 12, "\n".join(asked)


def test_a_box_of_the_least_size_is_taken_and_one_below_is_not(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    assert draw(scene, sides={"x1": SIDES["x0"] + TABLE.least_side})
    with pytest.raises(BadInput, match="too small"):
        draw(scene, sides={"x1": SIDES["x0"] + TABLE.least_side - 0.1})


def test_as_many_tables_as_allowed_are_drawn_and_one_more_is_not(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "TABLE", replace(TABLE, tables_of_version=1))
    scene.hand_in(a_report(tmp_path), "report.pdf")
    assert draw(scene)
    with pytest.raises(BadInput, match="1 tables"):
        draw(scene)


def test_a_table_whose_reading_was_given_up_says_so(scene: Scene, tmp_path: Path) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    with unit_of_work(scene.lead) as uow:
        document = document_by_code(uow.session, scene.case(uow), "E-001")
        version = current_version(uow.session, document)
        table = tables.draw_table(uow, scene.case(uow), document, version, Drawn(1, **SIDES))
        tables.keep_failure(uow, table, table_jobs.GAVE_UP)
    html = open_browsers(scene.house, scene).lead.get(f"{TABLES}/1").get_data(as_text=True)
    assert "could not be read" in html
    assert "being read" not in html


def test_a_box_captured_before_its_page_was_read_says_that_it_is_being_read(
    scene: Scene, tmp_path: Path
) -> None:
    scene.hand_in(a_report(tmp_path), "report.pdf")
    browsers = open_browsers(scene.house, scene)
    sides = {"page": "1", "x0": "300", "top": "400", "x1": "350", "bottom": "420"}
    answer = browsers.lead.post(f"{CASE}/evidence/E-001/capture", data=sides, follow_redirects=True)
    assert "is being read" in answer.get_data(as_text=True)
