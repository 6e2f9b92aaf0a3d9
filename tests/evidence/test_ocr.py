"""Pictures and scans are read by OCR: every way they may lie, in the sandbox, and said where there is no OCR."""

from __future__ import annotations

import json
import socket
from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from evidence import ocr_engine, ocr_here
from evidence.child import ReaderProcess
from evidence.figures import BY_OCR as DOUBT
from evidence.identify import identify
from evidence.image import NO_OCR as NO_OCR_IMAGE
from evidence.image import read_image
from evidence.limits import Limits
from evidence.pdf import read_pdf
from evidence.prediction import predict
from evidence.reading import Figure, Page, Period, Reading, ReadLimits
from evidence.scans import BY_OCR, NO_OCR, NO_OCR_PICTURE, NOTHING_SEEN, OCR_ENOUGH, PICTURE_BY_OCR
from tests.evidence.drawing import a_pdf
from tests.evidence.scanning import Number, Sheet, draw_bill, photographed, scanned, turned

FILES = Path(__file__).parent / "files"
JANUARY = Period(date(2021, 1, 1), date(2021, 1, 31))
needs_ocr = pytest.mark.skipif(not ocr_here.is_here(), reason="no OCR here: its packages are not installed")


def read_sheet(folder: Path, sheet: Sheet, name: str = "a.png") -> Reading:
    sheet.image.save(folder / name)
    return read_image(folder / name, ReadLimits())


def numbers_missed(page: Page, numbers: tuple[Number, ...], points: float = 1.0) -> list[str]:
    """The numbers that no figure has, to the last sign and with the middle of its box inside."""
    return [n.text for n in numbers if not any(_is(figure, n, points) for figure in page.figures)]


def _is(figure: Figure, number: Number, points: float) -> bool:
    assert figure.box is not None
    x, y = (figure.box.x0 + figure.box.x1) / 2 / points, (figure.box.top + figure.box.bottom) / 2 / points
    x0, top, x1, bottom = number.box
    return figure.raw == number.text and x0 - 3 <= x <= x1 + 3 and top - 3 <= y <= bottom + 3


def a_scan_in_a_pdf(path: Path, image: Image.Image, *, layer: str | None = None, beside: str = "") -> Path:
    """A PDF page covered by a picture, with a text layer in invisible ink over it."""

    def draw(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(image), 0, 0, 595, 842)
        if layer:
            line = canvas.beginText(100, 600)
            line.setTextRenderMode(3)
            line.textLine(layer)
            canvas.drawText(line)
        canvas.drawString(20, 20, beside)

    return a_pdf(path, draw)


@needs_ocr
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_scanned_bill_gives_each_number_with_its_box_unit_and_period(tmp_path: Path, language: str) -> None:
    sheet = scanned(draw_bill(language, 3), 3, degrees=0.5)
    reading = read_sheet(tmp_path, sheet)
    page = reading.pages[0]
    assert numbers_missed(page, sheet.numbers) == []
    assert len(page.figures) == len(sheet.numbers)
    quantity = page.figures[0]
    assert (quantity.unit, quantity.period) == ("kWh" if language == "en" else "千瓦时", JANUARY)
    assert (quantity.method, quantity.witnessed) == ("ocr", False)
    assert DOUBT in quantity.doubts
    assert reading.flags == (BY_OCR,)


@needs_ocr
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_scan_lying_on_its_side_or_head_is_straightened_and_boxes_stay_on_the_picture(
    tmp_path: Path, quarters: int
) -> None:
    sheet = turned(scanned(draw_bill("en", 5), 5), quarters)
    page = read_sheet(tmp_path, sheet).pages[0]
    assert numbers_missed(page, sheet.numbers) == []
    assert (page.width, page.height) == sheet.image.size


@needs_ocr
@pytest.mark.parametrize("degrees", [-4.5, 4.5])
def test_lines_of_a_scan_put_in_askew_are_kept_together(tmp_path: Path, degrees: float) -> None:
    sheet = scanned(draw_bill("en", 7), 7, degrees=degrees)
    page = read_sheet(tmp_path, sheet).pages[0]
    assert numbers_missed(page, sheet.numbers) == []
    totals = [figure for figure in page.figures if figure.label == "Total"]
    assert [figure.raw for figure in totals] == [number.text for number in sheet.numbers[-3:]]


@needs_ocr
def test_a_photograph_in_perspective_and_shade_is_read(tmp_path: Path) -> None:
    sheet = photographed(draw_bill("zh", 9), 9)
    page = read_sheet(tmp_path, sheet).pages[0]
    assert numbers_missed(page, sheet.numbers) == []
    totals = [figure.raw for figure in page.figures if figure.label == "合计"]
    assert totals == [number.text for number in sheet.numbers[-3:]]


@needs_ocr
def test_a_photo_is_read_as_its_camera_says_it_is_displayed(tmp_path: Path) -> None:
    sheet = scanned(draw_bill("en", 11), 11)
    lying = sheet.image.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    lying.save(tmp_path / "a.jpg", exif=exif, quality=85)
    page = read_image(tmp_path / "a.jpg", ReadLimits()).pages[0]
    assert (page.width, page.height) == sheet.image.size
    assert numbers_missed(page, sheet.numbers) == []


@needs_ocr
def test_every_page_of_a_tiff_is_read(tmp_path: Path) -> None:
    sheets = [scanned(draw_bill(language, 13), 13) for language in ("en", "zh")]
    path = tmp_path / "a.tiff"
    sheets[0].image.save(path, save_all=True, append_images=[sheets[1].image], compression="jpeg")
    reading = read_image(path, ReadLimits())
    assert [
        numbers_missed(page, sheet.numbers) for page, sheet in zip(reading.pages, sheets, strict=True)
    ] == [[], []]


@needs_ocr
def test_a_heic_photo_is_read_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes((FILES / "bill.heic").read_bytes())
    identity = identify(path, path.name, Limits())
    assert (identity.kind, identity.verdict) == ("image", "ok")
    (figure,) = read_image(path, ReadLimits()).figures
    assert (figure.raw, figure.unit, figure.period) == ("4,821", "kWh", JANUARY)


def test_a_heic_photo_over_the_pixel_limit_is_refused_from_its_header(tmp_path: Path) -> None:
    path = tmp_path / "photo.heic"
    path.write_bytes((FILES / "bill.heic").read_bytes())
    sized = Limits(image_pixels=900 * 220)
    assert identify(path, path.name, sized).verdict == ("ok" if ocr_here.is_here() else "refused")
    assert identify(path, path.name, Limits(image_pixels=900 * 220 - 1)).verdict == "refused"


@needs_ocr
def test_a_scanned_pdf_has_its_boxes_in_points(tmp_path: Path) -> None:
    sheet = scanned(draw_bill("en", 15), 15)
    page = read_pdf(a_scan_in_a_pdf(tmp_path / "a.pdf", sheet.image), ReadLimits()).pages[0]
    assert numbers_missed(page, sheet.numbers, 595 / sheet.image.width) == []
    assert page.flags == (BY_OCR,)


@needs_ocr
def test_a_text_layer_under_a_scan_never_counts_as_text(tmp_path: Path) -> None:
    sheet = scanned(draw_bill("en", 17), 17)
    path = a_scan_in_a_pdf(tmp_path / "a.pdf", sheet.image, layer="99,999 kWh of noise")
    page = read_pdf(path, ReadLimits()).pages[0]
    assert {figure.method for figure in page.figures} == {"ocr"}
    assert not any(figure.raw == "99,999" for figure in page.figures)
    assert numbers_missed(page, sheet.numbers, 595 / sheet.image.width) == []


@needs_ocr
def test_a_picture_beside_text_is_read_and_the_text_stays_text(tmp_path: Path) -> None:
    sheet = scanned(draw_bill("en", 19), 19)

    def draw(canvas: Canvas) -> None:
        canvas.drawString(50, 800, "Diesel bought in the year 2021: 1,234 L")
        canvas.drawImage(ImageReader(sheet.image), 50, 100, 400, 566)

    page = read_pdf(a_pdf(tmp_path / "a.pdf", draw), ReadLimits()).pages[0]
    methods = {figure.raw: figure.method for figure in page.figures}
    assert methods["1,234"] == "text"
    assert all(methods.get(number.text) == "ocr" for number in sheet.numbers)
    assert PICTURE_BY_OCR in page.flags


@needs_ocr
def test_a_page_with_nothing_to_read_says_so(tmp_path: Path) -> None:
    reading = read_sheet(tmp_path, Sheet(Image.new("RGB", (300, 300), "white"), ()))
    assert (reading.chars, reading.flags) == (0, (NOTHING_SEEN,))


@needs_ocr
def test_pages_beyond_those_that_ocr_reads_are_named(tmp_path: Path) -> None:
    page = Image.new("L", (300, 200), "white")
    page.save(tmp_path / "a.tiff", save_all=True, append_images=[page])
    reading = read_image(tmp_path / "a.tiff", ReadLimits(ocr_pages=1))
    assert [page.flags for page in reading.pages] == [(NOTHING_SEEN,), (OCR_ENOUGH.format(limit=1),)]


def test_without_ocr_the_state_has_a_name_and_tells_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr_here, "_NEEDED", ("a_module_that_nobody_has",))
    picture = Image.new("RGB", (200, 100), "white")
    picture.save(tmp_path / "a.png")
    of_image = read_image(tmp_path / "a.png", ReadLimits())
    of_scan = read_pdf(a_pdf(tmp_path / "a.pdf", lambda canvas: canvas.rect(10, 10, 50, 50)), ReadLimits())
    assert (of_image.flags, of_scan.pages[0].flags) == ((NO_OCR_IMAGE,), (NO_OCR,))
    assert "requirements.txt" in NO_OCR
    mixed = a_scan_in_a_pdf(tmp_path / "b.pdf", picture, beside="Diesel 5 L")
    assert NO_OCR_PICTURE in read_pdf(mixed, ReadLimits()).pages[0].flags


@needs_ocr
def test_in_the_sandbox_ocr_stays_under_the_memory_limit_and_keeps_the_file(tmp_path: Path) -> None:
    sheet = photographed(draw_bill("zh", 21), 21)
    path = tmp_path / "a.png"
    sheet.image.resize((3_308, 4_678)).save(path)
    before = path.read_bytes()
    with ReaderProcess() as reader:
        outcome = reader.read(path, Limits(), "image")
    assert outcome.status == "ok"
    assert outcome.peak_rss_mb < Limits().memory_bytes // 1_048_576
    assert len(outcome.reading.figures if outcome.reading else ()) == len(sheet.numbers)
    assert path.read_bytes() == before


@needs_ocr
def test_ocr_asks_for_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    ocr_engine._session.cache_clear()
    assert read_sheet(tmp_path, scanned(draw_bill("en", 23), 23)).figures


@needs_ocr
def test_ocr_says_nothing_to_the_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ocr_engine._session.cache_clear()
    read_sheet(tmp_path, draw_bill("en", 25))
    assert capfd.readouterr() == ("", "")


@needs_ocr
def test_a_lane_that_has_no_time_for_ocr_gives_way_at_once(tmp_path: Path) -> None:
    draw_bill("en", 27).image.save(tmp_path / "a.png")
    with ReaderProcess() as reader:
        outcome = reader.read(tmp_path / "a.png", Limits(ocr_pages=0), "image")
    assert outcome.status == "timeout"
    assert outcome.seconds < Limits().wall_base_seconds


def test_a_file_that_only_ocr_could_read_is_never_ok_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr_here, "_NEEDED", ("a_module_that_nobody_has",))
    Image.new("RGB", (200, 100), "white").save(tmp_path / "a.png")
    out = StringIO()
    # The reader's zygote begins anew and has OCR; on a blank picture both see nothing.
    predict([tmp_path / "a.png"], out)
    (document,) = json.loads(out.getvalue())["documents"]
    assert (document["status"], document["chars"], document["reason"]) == ("refused", 0, ocr_here.NO_OCR_HERE)
