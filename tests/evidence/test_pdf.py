"""One page in one frame, two engines, and named states for what cannot be read."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from evidence.figures import HIDDEN, ONE_ENGINE
from evidence.pdf import bind_pages, context_of, read_pdf, sketch_pages
from evidence.reading import Period, ReadLimits
from evidence.reading_json import from_json, to_json
from evidence.scans import NO_OCR, NOTHING_SEEN
from tests.evidence.drawing import HEIGHT, a_pdf, a_table, read_drawn, read_page, text, the_figure

JANUARY = Period(date(2021, 1, 1), date(2021, 1, 31))


def test_a_figure_has_value_unit_period_label_and_place(tmp_path: Path) -> None:
    page = read_page(
        tmp_path,
        text(
            (50, 50, "Billing period: 2021-01-01 to 2021-01-31"),
            (50, 100, "Electricity used"),
            (300, 100, "742,000 kWh"),
        ),
    )
    figure = the_figure(page, "742,000")
    assert (figure.value, figure.unit, figure.period, figure.label) == (
        Decimal(742000),
        "kWh",
        JANUARY,
        "Electricity used",
    )
    assert figure.box is not None
    assert abs(figure.box.x0 - 300) < 0.5
    assert figure.box.top < 100 < figure.box.bottom
    assert figure.witnessed
    assert figure.doubts == ()


def test_unit_and_meaning_come_from_the_header_of_a_ruled_table(tmp_path: Path) -> None:
    table = a_table(
        80,
        ["Item", "Volume (Nm3)", "Price (EUR/Nm3)", "Amount (EUR)"],
        [["Natural gas", "42,000", "3.1200", "131,040.00"]],
        at=[50, 180, 300, 420],
        ruled=True,
    )
    page = read_page(tmp_path, table)
    assert the_figure(page, "42,000").unit == "Nm3"
    assert the_figure(page, "3.1200").unit == "EUR/Nm3"
    assert the_figure(page, "131,040.00").unit == "EUR"
    assert the_figure(page, "42,000").label == "Natural gas"
    assert [[cell.text for cell in row if cell] for row in page.tables[0].rows][1][0] == "Natural gas"


def test_a_unit_column_gives_quantities_their_unit_and_money_its_currency(tmp_path: Path) -> None:
    table = a_table(
        80,
        ["Item", "Unit", "Quantity", "Amount"],
        [["Diesel", "L", "18,600", "$24,180.00"], ["Grease", "kg", "120", "$900.00"]],
        at=[50, 180, 260, 380],
    )
    page = read_page(tmp_path, table)
    assert (the_figure(page, "18,600").unit, the_figure(page, "120").unit) == ("L", "kg")
    assert the_figure(page, "$900.00").unit == "$"


def test_the_year_over_a_column_is_the_period_of_its_figures(tmp_path: Path) -> None:
    table = a_table(
        80, ["Emissions (t CO2e)", "2020", "2021"], [["Scope one", "1,204", "1,104"]], at=[50, 250, 350]
    )
    page = read_page(tmp_path, table)
    assert the_figure(page, "1,104").period == Period(date(2021, 1, 1), date(2021, 12, 31))
    assert the_figure(page, "1,204").period == Period(date(2020, 1, 1), date(2020, 12, 31))


def test_a_turned_page_gives_boxes_of_the_displayed_page(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "turned.pdf", text((100, 200, "1,234 kWh")))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].Rotate = 90
        pdf.save(path)
    page = read_pdf(path, ReadLimits()).pages[0]
    figure = the_figure(page, "1,234")
    assert (page.width, page.height) == (HEIGHT, 595.0)
    assert figure.box is not None
    # 90 degrees clockwise: what was 200 from the top now stands 200 from the right.
    assert abs((figure.box.x0 + figure.box.x1) / 2 - (HEIGHT - 200)) < 8
    assert abs(figure.box.top - 100) < 2
    assert figure.witnessed


def test_a_media_box_that_does_not_begin_at_zero_is_taken_off(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "moved.pdf", text((100, 200, "1,234 kWh")))
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].MediaBox = [50, 30, 595, 842]
        pdf.save(path)
    page = read_pdf(path, ReadLimits()).pages[0]
    figure = the_figure(page, "1,234")
    assert figure.box is not None
    assert abs(figure.box.x0 - 50) < 0.5
    assert figure.box.top < 200 < figure.box.bottom
    assert figure.witnessed


def test_doubled_glyphs_of_a_false_bold_are_read_once(tmp_path: Path) -> None:
    page = read_page(tmp_path, text((100, 200, "(17,836)"), (100.3, 200, "(17,836)")))
    assert [figure.value for figure in page.figures] == [Decimal(-17836)]


def test_a_raised_digit_is_a_footnote_mark_and_not_part_of_the_number(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 600, "2015 was 412")
        after = 100 + canvas.stringWidth("2015 was 412", "Helvetica", 10)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(after, 604, "2")

    page = read_page(tmp_path, draw)
    assert [figure.raw for figure in page.figures] == ["412"]
    assert ("footnote", "2") in {(other.kind, other.raw) for other in page.others}


def test_a_footnote_mark_after_a_full_stop_does_not_lengthen_the_number(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(100, 600, "It was 38.3 in 2010.")
        canvas.setFont("Helvetica", 6)
        canvas.drawString(100 + canvas.stringWidth("It was 38.3 in 2010.", "Helvetica", 10), 604, "4")

    assert [figure.raw for figure in read_page(tmp_path, draw).figures] == ["38.3"]


def test_a_page_number_in_the_margin_is_no_figure(tmp_path: Path) -> None:
    page = read_page(tmp_path, text((50, 50, "Usage 12 kWh"), (50, 70, "Cost 3 EUR"), (290, 820, "41")))
    assert [figure.raw for figure in page.figures] == ["12", "3"]
    assert ("identifier", "41") in {(other.kind, other.raw) for other in page.others}


def test_a_pair_to_the_left_is_no_part_of_the_label_of_the_pair_beside_it(tmp_path: Path) -> None:
    drawn = text((60, 120, "Address: 88 Model Road"), (320, 120, "Capacity: 6,300 kVA"))
    assert the_figure(read_page(tmp_path, drawn), "6,300").label == "Capacity"


def test_a_row_that_is_named_by_its_year_has_that_year_as_period(tmp_path: Path) -> None:
    page = read_page(
        tmp_path, a_table(80, ["Year", "Heat (GJ)"], [["2020", "55.5"], ["2021", "66.5"]], at=[50, 250])
    )
    assert the_figure(page, "66.5").period == Period(date(2021, 1, 1), date(2021, 12, 31))


def test_white_text_on_white_paper_is_marked_as_hidden(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(100, 600, "9,999 kWh")

    figure = the_figure(read_page(tmp_path, draw), "9,999")
    assert figure.invisible
    assert HIDDEN in figure.doubts


def test_white_text_on_a_dark_bar_is_seen(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(90, 590, 200, 30, fill=1, stroke=0)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.drawString(100, 600, "9,999 kWh")

    assert not the_figure(read_page(tmp_path, draw), "9,999").invisible


def test_text_in_invisible_ink_is_hidden_or_an_ocr_layer(tmp_path: Path) -> None:
    def ghost(canvas: Canvas) -> None:
        line = canvas.beginText(100, 600)
        line.setTextRenderMode(3)
        line.textLine("9,999 kWh")
        canvas.drawText(line)

    def scanned(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(Image.new("RGB", (60, 80), "white")), 0, 0, 595, 842)
        ghost(canvas)

    reading = read_drawn(tmp_path, ghost, scanned)
    first, second = reading.figures
    assert first.invisible
    assert (second.method, second.invisible) == ("ocr", False)


def test_a_page_without_text_says_so_and_is_not_silent(tmp_path: Path) -> None:
    reading = read_drawn(tmp_path, lambda canvas: canvas.rect(10, 10, 50, 50))
    assert (reading.status, reading.figures) == ("ok", ())
    assert reading.pages[0].flags in ((NO_OCR,), (NOTHING_SEEN,))


def test_a_form_field_is_read_as_a_figure(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 600, "Diesel bought (L)")
        canvas.acroForm.textfield(name="diesel", value="18600", x=200, y=595, width=120, height=18)

    figure = the_figure(read_page(tmp_path, draw), "18600")
    assert (figure.method, figure.label, figure.unit) == ("form", "Diesel bought (L)", "L")
    assert ONE_ENGINE in figure.doubts


def test_a_locked_file_asks_for_a_copy_without_password(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "locked.pdf", text((50, 50, "12 kWh")), password="open sesame")
    reading = read_pdf(path, ReadLimits())
    assert (reading.status, reading.pages) == ("password", ())
    assert "password" in (reading.reason or "")


def test_a_damaged_file_ends_in_a_named_state(tmp_path: Path) -> None:
    for content in (b"", b"%PDF-1.7 nonsense", b"no pdf at all"):
        path = tmp_path / "broken.pdf"
        path.write_bytes(content)
        reading = read_pdf(path, ReadLimits())
        assert reading.status == "error"
        assert reading.reason


def test_a_file_with_too_many_pages_is_refused_with_both_numbers(tmp_path: Path) -> None:
    reading = read_drawn(tmp_path, *[text((50, 50, "1 kWh"))] * 3, limits=ReadLimits(pages=2))
    assert reading.status == "refused"
    assert "3 pages" in (reading.reason or "")


def test_each_page_of_bound_bills_keeps_its_own_period(tmp_path: Path) -> None:
    pages = [
        text(
            (50, 50, f"Billing period: 2021-0{m}-01 to 2021-0{m}-28"),
            (50, 90, "Usage"),
            (200, 90, f"{m}00 kWh"),
        )
        for m in (1, 2, 3)
    ]
    reading = read_drawn(tmp_path, *pages)
    assert [f.period and f.period.start and f.period.start.month for f in reading.figures] == [1, 2, 3]


def test_a_second_page_without_a_period_takes_the_one_before(tmp_path: Path) -> None:
    first = text((50, 50, "Billing period: 2021-01-01 to 2021-01-31"))
    reading = read_drawn(tmp_path, first, text((50, 90, "Usage 300 kWh")))
    assert reading.figures[-1].period == JANUARY


def test_pages_can_be_read_one_by_one_and_give_the_same(tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "two.pdf", text((50, 50, "12.5 kWh")), text((50, 50, "13.5 kWh")))
    sketches = list(sketch_pages(path, ReadLimits()))
    assert context_of(sketches).order == "dmy"
    assert [page.figures for page in bind_pages(sketches)] == [
        p.figures for p in read_pdf(path, ReadLimits()).pages
    ]


def test_a_reading_survives_the_way_through_json(tmp_path: Path) -> None:
    reading = read_drawn(
        tmp_path, text((50, 50, "Meter No.: HIK-M1"), (50, 90, "Usage 1,300.50 kWh"), (50, 120, "n/a"))
    )
    assert from_json(json.loads(json.dumps(to_json(reading)))) == reading


def test_one_figure_is_called_the_total(tmp_path: Path) -> None:
    lines = text(
        (50, 90, "Subtotal"), (300, 90, "$100.00"), (50, 110, "Tax"), (300, 110, "$13.00"),
        (50, 130, "Total amount due"), (300, 130, "$113.00"),
    )  # fmt: skip
    page = read_page(tmp_path, lines)
    assert [figure.raw for figure in page.figures if figure.role == "total"] == ["$113.00"]
