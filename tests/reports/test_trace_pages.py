from dataclasses import replace
from decimal import Decimal as D  # noqa: N817 - the tables read better with it
from pathlib import Path

import pytest
from PIL import Image

from reports.contract import TraceContract
from reports.trace_pages import MissingCropError, render_trace_pages
from reports.verification_report import render_verification_report
from reports.verification_statement import render_verification_statement
from tests.reports.reading_back import destinations, flat, fonts_of, outside_links
from tests.reports.worked_contract import FIGURES, HASH, REPORT, STATEMENT, TRACE


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return render_trace_pages(TRACE)


def _with_crop(name: str) -> TraceContract:
    box = (D("0.2"), D("0.4"), D("0.4"), D("0.6"))
    return replace(TRACE, figures=(replace(FIGURES[0], crop=name, crop_box=box), *FIGURES[1:]))


def test_every_line_and_figure_is_a_named_place(pdf: bytes) -> None:
    names = destinations(pdf)

    assert {f"line.{line.code}" for line in TRACE.lines} <= names
    assert {f"figure.{figure.code}" for figure in TRACE.figures} <= names
    assert {"total", "category.1", "category.2", "category.3", "category.4"} <= names


def test_each_figure_shows_value_document_place_hash_quote_formula_and_who_looked(pdf: bytes) -> None:
    words = flat(pdf)

    assert "G-008 Meter HIK-M2, July 2021" in words
    assert "(15,432.10 − 14,690.10) × 1,000 = 742,000 kWh = 742 MWh" in words
    assert "“本期用量 742 MWh”" in words
    assert "page 1, box 120.5, 300, 188.2, 312 pt" in words
    assert "5a" * 32 in words
    assert "Chen Wei, 2022-10-20 09:30 UTC" in words
    assert "Ledger!C17" in words


def test_the_sums_of_the_trace_pages_are_those_of_the_statement(pdf: bytes) -> None:
    words = flat(pdf)

    assert all(number in words for number in ("1,304.93", "23,578.39", "20,963.89", "52,267.92 49,653.42"))


def test_what_a_profile_may_not_show_is_withheld_with_a_sentence(pdf: bytes) -> None:
    assert "Held by another supplier" in flat(pdf)
    assert "本期用量 640 t" not in flat(pdf)


def test_a_withheld_figure_shows_no_cut_out_even_when_one_is_named(tmp_path: Path) -> None:
    Image.new("RGB", (300, 60), "white").save(tmp_path / "crop.png")
    withheld = replace(FIGURES[0], crop="crop.png", withheld="Not part of this profile.")

    shown = render_trace_pages(replace(TRACE, figures=(FIGURES[0],)), crops=tmp_path)
    hidden = render_trace_pages(replace(TRACE, figures=(withheld,)), crops=tmp_path)

    assert b"/Subtype /Image" not in shown
    assert b"/Subtype /Image" not in hidden


def test_the_cut_out_is_printed_and_the_same_bytes_come_twice(tmp_path: Path) -> None:
    Image.new("RGB", (300, 60), "#eeeeff").save(tmp_path / "crop.png")

    once = render_trace_pages(_with_crop("crop.png"), crops=tmp_path)

    assert b"/Subtype /Image" in once
    assert render_trace_pages(_with_crop("crop.png"), crops=tmp_path) == once


def test_a_cut_out_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MissingCropError, match="G-001"):
        render_trace_pages(_with_crop("gone.png"), crops=tmp_path)


def test_the_way_back_leads_to_places_that_statement_and_report_have(pdf: bytes) -> None:
    back = outside_links(pdf)

    assert back == {
        ("../01-statement/verification-statement.pdf", "lines"),
        ("../02-report/verification-report.pdf", "lines"),
    }
    assert "lines" in destinations(render_verification_statement(STATEMENT))
    assert "lines" in destinations(render_verification_report(REPORT))


def test_the_foot_carries_the_contract_hash_and_all_fonts_are_embedded(pdf: bytes) -> None:
    assert f"SHA-256 {HASH}" in flat(pdf)
    assert all(fonts_of(pdf).values())
