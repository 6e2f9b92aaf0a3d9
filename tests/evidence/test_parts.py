"""A long document read in parts gives what reading it whole gives; a part that dies loses its page alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from evidence.child import Outcome, ReaderProcess, ReadPart, Survey
from evidence.invoice_json import MOST_STATED, shortened
from evidence.invoice_xml import Stated, XmlInvoice
from evidence.limits import Limits
from evidence.parts import Habits, PageFacts, plan_parts, survey_from_json
from evidence.pdf import context_of, sketch_pages
from evidence.reading import Period, ReadLimits
from evidence.survey import survey_of, votes_in
from tests.evidence.drawing import Draw, a_pdf, a_table, text, together
from tests.evidence.invoicing import a_cii

WHOLE, IN_PARTS = Limits(whole_pages=1_000), Limits(whole_pages=1, part_pages=2)


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess() as process:
        yield process


@pytest.fixture(scope="module")
def misbehaving() -> Iterator[ReaderProcess]:
    with ReaderProcess("tests.evidence.misbehaving_parts:read") as process:
        yield process


def an_english_report() -> list[Draw]:
    """A reporting period said once, on the first page, and tables that rely on it."""
    first = text(
        (50, 60, "Sustainability report"), (50, 90, "Reporting period: 1 April 2020 to 31 March 2021")
    )
    rows = [["Electricity", "12,345.6", "MWh"], ["Natural gas", "987.4", "MWh"], ["Water", "1,204", "m3"]]
    pages = [
        together(
            text((50, 60, f"Site {n}: {1000 + n:,}.5 t CO2e were emitted in total.")),
            a_table(120, ["Energy", "Quantity", "Unit"], rows, at=(50, 220, 320), ruled=n % 2 == 0),
        )
        for n in range(1, 7)
    ]
    return [first, *pages]


def a_german_bill() -> list[Draw]:
    """Decimal commas, days before months, and a period of its own on the fourth page."""
    lines = [
        [(50, 60, "Rechnung für Strom und Erdgas"), (50, 90, "Abrechnungszeitraum: 01.01.2021 bis 31.12.2021")],
        [(50, 60, "Verbrauch Strom 12.345,6 kWh"), (50, 80, "Betrag 1.234,56 EUR")],
        [(50, 60, "Verbrauch Erdgas 2.801 kWh"), (50, 80, "Betrag 987,10 EUR")],
        [(50, 60, "Abrechnungszeitraum: 01.02.2022 bis 28.02.2022"), (50, 80, "Verbrauch Strom 1.234 kWh")],
        [(50, 60, "Verbrauch Wasser 17,806 m3")],
    ]  # fmt: skip
    return [text(*page) for page in lines]


def an_american_bill() -> list[Draw]:
    return [
        text((50, 60, "Service period: 12/14/2020 to 01/13/2021"), (50, 80, "Total charges $1,204.50")),
        text((50, 60, "Gas used 48,636 therms"), (50, 80, "Read date 01/02/2021"), (50, 100, "Amount 17.80")),
        text((50, 60, "Electricity used 8,581 kWh"), (50, 80, "Amount 356.12")),
    ]


@pytest.mark.parametrize("drawn", [an_english_report, a_german_bill, an_american_bill])
def test_a_document_read_in_parts_is_what_it_is_when_read_whole(
    reader: ReaderProcess, tmp_path: Path, drawn: object
) -> None:
    assert callable(drawn)
    path = a_pdf(tmp_path / "drawn.pdf", *drawn())
    whole, parted = reader.read(path, WHOLE, "pdf"), reader.read(path, IN_PARTS, "pdf")
    assert whole.reading is not None
    assert whole.reading.figures
    assert parted.reading == whole.reading
    assert (parted.status, parted.reason) == (whole.status, whole.reason)


@pytest.mark.parametrize("drawn", [an_english_report, a_german_bill, an_american_bill])
def test_the_witness_tells_of_the_whole_what_reading_it_tells(tmp_path: Path, drawn: object) -> None:
    assert callable(drawn)
    path = a_pdf(tmp_path / "drawn.pdf", *drawn())
    context = context_of(list(sketch_pages(path, ReadLimits())))
    survey = survey_of(path, "pdf")
    assert survey is not None
    habits = survey.habits
    assert (habits.prefers_comma, habits.order, habits.currency) == (
        context.prefers_comma, context.order, context.currency,
    )  # fmt: skip


def test_the_pictures_of_all_pages_are_drawn_in_parts_too(reader: ReaderProcess, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "drawn.pdf", *an_english_report())
    folder = tmp_path / "pages"
    folder.mkdir()
    outcome = reader.read(path, IN_PARTS, "pdf", folder)
    assert [picture.page for picture in outcome.pictures] == list(range(1, 8))
    assert all((folder / picture.file).is_file() for picture in outcome.pictures)


def the_parts(
    reader: ReaderProcess, path: Path, limits: Limits, read: frozenset[int] = frozenset()
) -> list[ReadPart]:
    survey = reader.begin(path, limits, "pdf")
    assert isinstance(survey, Survey)
    kept: list[ReadPart] = []
    reader.read_parts(path, limits, survey, kept.append, read=read)
    return kept


def test_what_was_read_before_is_not_read_again(reader: ReaderProcess, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "drawn.pdf", *an_english_report())
    kept = the_parts(reader, path, IN_PARTS, frozenset({1, 2, 5}))
    assert sorted(page.number for part in kept for page in part.reading.pages) == [3, 4, 6, 7]


def test_what_cannot_be_kept_ends_the_reading_and_is_raised(reader: ReaderProcess, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "drawn.pdf", *an_english_report())
    survey = reader.begin(path, IN_PARTS, "pdf")
    assert isinstance(survey, Survey)
    seen: list[ReadPart] = []

    def keep(part: ReadPart) -> None:
        seen.append(part)
        raise KeyError("the lease was lost")

    with pytest.raises(KeyError):
        reader.read_parts(path, IN_PARTS, survey, keep)
    assert len(seen) == 1


@pytest.mark.parametrize("fault", ["dies", "raises", "hangs", "fills the memory", "lies"])
def test_a_page_at_which_the_child_ends_is_named_and_the_others_are_read(
    misbehaving: ReaderProcess, tmp_path: Path, fault: str
) -> None:
    path = a_pdf(tmp_path / f"{fault}.pdf", *an_english_report())
    limits = replace(IN_PARTS, wall_base_seconds=2.0, wall_per_page_seconds=0.0)
    outcome = misbehaving.read(path, limits, "pdf")
    assert outcome.status == "ok"
    assert outcome.reading is not None
    assert [page.number for page in outcome.reading.pages] == list(range(1, 8))
    assert [page.number for page in outcome.reading.pages if page.chars == 0] == [4]
    assert any(flag.startswith("page 4: ") for flag in outcome.reading.flags)
    said = any(
        "page 4: This page could not be read: the reader failed on it (ValueError)" in flag
        for flag in outcome.reading.flags
    )
    assert said == (fault == "raises")


def test_a_document_of_which_no_page_can_be_read_is_not_called_read(
    misbehaving: ReaderProcess, tmp_path: Path
) -> None:
    path = a_pdf(tmp_path / "always raises.pdf", *an_english_report())
    outcome = misbehaving.read(path, IN_PARTS, "pdf")
    assert (outcome.status, outcome.reading) == ("crash", None)
    assert "the reader failed on it (ValueError)" in (outcome.reason or "")
    assert (outcome.fault or "").startswith("ValueError in misbehaving_parts.py:")


def test_the_rest_is_given_up_when_too_many_pages_died_and_not_before(
    misbehaving: ReaderProcess, tmp_path: Path
) -> None:
    path = a_pdf(tmp_path / "odd raise.pdf", *an_english_report())
    limits = replace(IN_PARTS, part_pages=1, parts_at_once=1)
    read = misbehaving.read(path, replace(limits, pages_lost=4), "pdf").reading
    assert read is not None
    assert [page.number for page in read.pages if page.chars] == [2, 4, 6]
    read = misbehaving.read(path, replace(limits, pages_lost=1), "pdf").reading
    assert read is not None
    assert [page.number for page in read.pages if page.chars] == [2]


def test_a_document_is_read_whole_up_to_the_limit_and_surveyed_one_page_over(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path = a_pdf(tmp_path / "drawn.pdf", *an_american_bill())
    assert isinstance(reader.begin(path, Limits(whole_pages=3), "pdf"), Outcome)
    assert isinstance(reader.begin(path, Limits(whole_pages=2), "pdf"), Survey)


def test_a_long_document_is_refused_one_page_and_one_letter_over_the_limit(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path = a_pdf(tmp_path / "drawn.pdf", *an_american_bill())
    survey = reader.begin(path, IN_PARTS, "pdf")
    assert isinstance(survey, Survey)
    letters = survey.habits.letters
    for limits, status in (
        (ReadLimits(pages=3), "ok"), (ReadLimits(pages=2), "refused"),
        (ReadLimits(characters=letters), "ok"), (ReadLimits(characters=letters - 1), "refused"),
    ):  # fmt: skip
        assert reader.read(path, replace(IN_PARTS, reading=limits), "pdf").status == status


def test_a_picture_of_many_pages_is_read_in_parts(reader: ReaderProcess, tmp_path: Path) -> None:
    frames = [Image.new("L", (60 + n, 40), 255) for n in range(3)]
    path = tmp_path / "scan.tiff"
    frames[0].save(path, save_all=True, append_images=frames[1:])
    survey = reader.begin(path, IN_PARTS, "image", is_survey=True)
    assert isinstance(survey, Survey)
    kept: list[ReadPart] = []
    reader.read_parts(path, IN_PARTS, survey, kept.append)
    pages = sorted((page for part in kept for page in part.reading.pages), key=lambda page: page.number)
    assert [(page.number, page.width) for page in pages] == [(1, 60.0), (2, 61.0), (3, 62.0)]


def test_a_survey_comes_back_as_it_was_written() -> None:
    pages = (PageFacts(595.0, 842.0, 12), PageFacts(595.0, 842.0, 0, Period(date(2021, 1, 1), None)))
    survey = Survey("pdf", pages, Habits(12, 3, 1, True, "mdy", "EUR"), ("it holds a script",))
    assert survey_from_json(survey.to_json()) == survey


def a_long_bill_with_an_invoice(folder: Path, invoice: bytes) -> Path:
    pages = [text((50, 60, f"Page {n} of the terms of supply")) for n in range(1, 4)]
    printed = text((50, 60, "Strom Januar 12.345,00 kWh"), (50, 80, "Gesamtbetrag 2.938,11 EUR"))
    drawn = a_pdf(folder / "drawn.pdf", *pages, printed)
    with pikepdf.open(drawn) as document:
        document.attachments["factur-x.xml"] = invoice
        document.save(folder / "long.pdf")
    return folder / "long.pdf"


def test_an_invoice_that_a_long_document_carries_is_set_beside_all_its_parts(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    path = a_long_bill_with_an_invoice(tmp_path, a_cii())
    whole, parts = reader.read(path, WHOLE, "pdf"), reader.read(path, IN_PARTS, "pdf")
    assert whole.reading is not None and parts.reading is not None
    assert [page.figures for page in parts.reading.pages] == [page.figures for page in whole.reading.pages]
    assert any("it confirms" in flag for flag in parts.reading.flags)
    bound = next(figure for figure in parts.reading.figures if figure.raw == "12.345,00")
    assert (bound.period and bound.period.start, bound.witnessed) == (date(2021, 1, 1), True)


def test_a_harmful_invoice_in_a_long_document_is_named_and_not_parsed(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    harmful = b'<!DOCTYPE x [<!ENTITY a "b">]><Invoice>&a;</Invoice>'
    outcome = reader.read(a_long_bill_with_an_invoice(tmp_path, harmful), IN_PARTS, "pdf")
    assert outcome.reading is not None
    assert any("factur-x.xml was not read" in flag for flag in outcome.reading.flags)


def an_invoice_of(count: int) -> XmlInvoice:
    lines = [
        Stated(f"line {n}", f"Line {n}", Decimal(n), str(n), "kWh", ("kWh",), None) for n in range(count)
    ]
    return XmlInvoice("CII", tuple(lines), (("seller", "Stadtwerke"),), Period(date(2021, 1, 1), None))


def test_a_survey_tells_an_invoice_of_as_many_numbers_as_are_compared_and_of_no_more() -> None:
    most = an_invoice_of(MOST_STATED)
    assert shortened(most) == most
    survey = Survey("pdf", (PageFacts(595.0, 842.0, 1),), invoices=(("a.xml", most),))
    assert survey_from_json(survey.to_json()) == survey
    over = an_invoice_of(MOST_STATED + 1)
    assert shortened(over) == most
    with pytest.raises(ValueError, match="more numbers"):
        survey_from_json(replace(survey, invoices=(("a.xml", over),)).to_json())


def test_a_survey_of_an_earlier_release_tells_of_no_invoice() -> None:
    plain = json.loads(Survey("pdf", (PageFacts(595.0, 842.0, 1),)).to_json())
    del plain["invoices"]
    assert survey_from_json(json.dumps(plain).encode()).invoices == ()


def test_pages_without_letters_weigh_more_and_ocr_reads_the_first_of_them() -> None:
    pages = tuple(PageFacts(1.0, 1.0, 0 if n > 6 else 9) for n in range(1, 13))
    limits = Limits(part_pages=4, reading=ReadLimits(ocr_pages=3))
    parts = plan_parts(Survey("pdf", pages), limits, read={3})
    assert [(part.first, part.last) for part in parts] == [(1, 2), (4, 6), (7, 8), (9, 9), (10, 11), (12, 12)]
    assert [part.may_use_ocr for part in parts] == [True, True, True, True, False, False]


@pytest.mark.parametrize(
    ("line", "votes"),
    [
        ("1,234.56 and 17.80", (2, 0)),
        ("1.234,56 and 17,8", (0, 2)),
        ("1,234 or 1.234 say nothing", (0, 0)),
        ("on 12.05.2021, in GB/T 1.2-34.5", (0, 0)),
    ],
)
def test_numbers_vote_for_the_sign_that_alone_explains_them(line: str, votes: tuple[int, int]) -> None:
    found = votes_in(line)
    assert (found.dot, found.comma) == votes
