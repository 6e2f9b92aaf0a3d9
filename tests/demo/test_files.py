"""The drawn documents: complete, the same bytes each time, and true to the numbers of the worked case."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from openpyxl import load_workbook
from pypdfium2 import PdfDocument

from demo.files import DemoFile, ExpectedFigure, draw_all, draw_inventory, draw_third_entity
from demo.files.fonts import characters_in_use
from demo.files.metering import meter_one, meter_two
from demo.files.paper import DEMO_LINE
from demo.files.receipts import lots
from demo.files.second_entity import overlapping_months
from demo.files.words import yuan_in_words

QUANTITIES = {
    "S01": "412500",
    "S02": "18600",
    "S03": "24300",
    "S04": "62.0",
    "S05": "1020000",
    "S07": "9800",
    "S08": "8600000",
    "S09": "10400000",
    "S10": "3250000",
    "S11": "5630",
    "S12": "640",
    "S13": "17500",
}


def total(figures: Iterable[ExpectedFigure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def text_of(path: Path) -> list[str]:
    document = PdfDocument(path)
    return [page.get_textpage().get_text_range() for page in document]


def test_every_document_of_the_worked_case_is_drawn(demo_files: dict[str, DemoFile]) -> None:
    assert list(demo_files) == [f"E-{number:03d}" for number in range(1, 26)]
    assert all(file.path.stat().st_size > 1000 for file in demo_files.values())


def test_only_the_site_visit_is_a_working_paper_of_the_verifier(demo_files: dict[str, DemoFile]) -> None:
    assert [code for code, file in demo_files.items() if file.origin != "client"] == ["E-020"]


def test_drawing_twice_gives_the_same_bytes(demo_files: dict[str, DemoFile], tmp_path: Path) -> None:
    for code, again in draw_all(tmp_path).items():
        for first, second in zip(
            (demo_files[code].path, *demo_files[code].attachments),
            (again.path, *again.attachments),
            strict=True,
        ):
            assert first.read_bytes() == second.read_bytes(), first.name


@pytest.mark.parametrize("source", QUANTITIES)
def test_the_primary_figures_of_a_source_add_up_to_its_line(
    source: str, demo_files: dict[str, DemoFile]
) -> None:
    figures = [figure for file in demo_files.values() for figure in file.primary if figure.source == source]
    assert total(figures) == Decimal(QUANTITIES[source])


def test_the_first_version_books_the_bills_without_july_and_with_january_2022(
    demo_files: dict[str, DemoFile],
) -> None:
    assert total(demo_files["E-001"].primary) == 30_900_000
    assert total(demo_files["E-001"].primary + demo_files["E-002"].primary) == 38_640_000


def test_the_second_version_books_july_and_leaves_january_2022_out(demo_files: dict[str, DemoFile]) -> None:
    bills = [*demo_files["E-001"].primary, *demo_files["E-002"].primary, *demo_files["E-003"].primary]
    assert total(bill for bill in bills if bill.start and bill.start.year == 2021) == 38_727_000


def test_the_july_bill_reads_as_in_the_specification() -> None:
    july = meter_two()[6]
    assert (str(july.total.start), str(july.total.end)) == ("14690.10", "15432.10")
    assert july.total.quantity == 742_000


@pytest.mark.parametrize("months", [meter_one(), meter_two()], ids=["HIK-M1", "HIK-M2"])
def test_readings_chain_and_parts_add_up_on_every_bill(months: tuple) -> None:  # type: ignore[type-arg]
    for before, after in itertools.pairwise(months):
        assert after.total.start == before.total.end
        assert after.first == before.last + timedelta(days=1)
    for month in months:
        assert sum(part.quantity for part in month.parts) == month.total.quantity
        assert sum(part.end for part in month.parts) == month.total.end


def test_the_second_entity_has_one_overlap_of_three_days() -> None:
    months = overlapping_months()
    overlaps = [(b.last - a.first).days + 1 for b, a in itertools.pairwise(months) if a.first <= b.last]
    assert overlaps == [3]
    assert sum(month.total.quantity for month in months) == 15_240_000


def test_the_lots_stand_in_the_order_of_the_sampling(demo_files: dict[str, DemoFile]) -> None:
    codes = [lot.code for lot in lots()]
    assert codes == [f"CU-{n:02d}" for n in range(1, 51)] + [f"PL-{n:02d}" for n in range(1, 81)]
    records = [figure for figure in demo_files["E-015"].expected if figure.role == "record"]
    assert [figure.label for figure in records] == codes


def test_only_one_delivery_note_disagrees_with_the_receipts(demo_files: dict[str, DemoFile]) -> None:
    booked = {figure.label: figure.value for figure in demo_files["E-015"].expected}
    pages = text_of(demo_files["E-025"].path)
    differing = [
        (code, figure.value)
        for figure in demo_files["E-025"].expected
        for code in booked
        if code in pages[figure.page - 1] and booked[code] != figure.value
    ]
    assert differing == [("PL-43", Decimal("39.15"))]
    assert len(pages) == 22


def test_the_number_of_pages_is_the_number_of_bills(demo_files: dict[str, DemoFile]) -> None:
    pages = {
        "E-001": 12,
        "E-002": 12,
        "E-003": 1,
        "E-004": 24,
        "E-005": 12,
        "E-007": 4,
        "E-011": 12,
        "E-018": 2,
    }
    assert {code: len(PdfDocument(demo_files[code].path)) for code in pages} == pages


def test_every_page_says_that_it_is_fictional(demo_files: dict[str, DemoFile]) -> None:
    for file in demo_files.values():
        if file.path.suffix == ".pdf" and file.code != "E-024":
            assert all(DEMO_LINE in page for page in text_of(file.path)), file.name


def test_the_representation_letter_is_a_picture_without_text(demo_files: dict[str, DemoFile]) -> None:
    assert text_of(demo_files["E-024"].path) == [""]


def test_no_character_is_without_a_glyph(drawn_folder: Path, demo_files: dict[str, DemoFile]) -> None:
    cjk = next((drawn_folder / ".fonts").glob("*/cjk-regular.ttf"))
    latin = cjk.with_name("latin-regular.ttf")
    glyphs = {chr(code) for path in (cjk, latin) for code in TTFont(path).getBestCmap()}
    assert not set(characters_in_use()) - glyphs


def test_formulas_of_the_ledgers_show_their_values(demo_files: dict[str, DemoFile]) -> None:
    for file in demo_files.values():
        for figure in file.expected:
            if file.path.suffix == ".xlsx" and figure.cell:
                sheet, cell = figure.cell.split("!")
                shown = load_workbook(file.path, data_only=True)[sheet][cell].value
                assert Decimal(str(shown)) == figure.value, (file.code, figure.cell)


def test_the_inventory_workbook_foots_in_both_versions(tmp_path: Path) -> None:
    for version, tonnes in ((1, "52151.15"), (2, "52267.92")):
        book = load_workbook(draw_inventory(tmp_path, version).path, data_only=True)
        assert Decimal(str(book["Totals"].cell(book["Totals"].max_row, 2).value)) == Decimal(tonnes)


def test_the_third_entity_has_a_draft_to_plan_on(tmp_path: Path) -> None:
    files, lines = draw_third_entity(tmp_path)
    assert files["E-001"].path.exists()
    assert [line.source for line in lines] == ["S01", "S02", "S03"]


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "零圆整"),
        ("10.00", "壹拾圆整"),
        ("1205.30", "壹仟贰佰零伍圆叁角整"),
        ("100200.05", "壹拾万零贰佰圆零伍分"),
        ("2057489.20", "贰佰零伍万柒仟肆佰捌拾玖圆贰角整"),
        ("100000000.00", "壹亿圆整"),
    ],
)
def test_amounts_are_written_in_capital_characters(amount: str, words: str) -> None:
    assert yuan_in_words(Decimal(amount)) == words
