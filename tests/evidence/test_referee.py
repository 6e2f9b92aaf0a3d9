"""OCR of one drawn box decides between two engines that disagree about a number, or a person is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from evidence import ocr_here, pdf, referee
from evidence.figures import ASKED, ONE_ENGINE
from evidence.glyphs import Sheet, sheet_of
from evidence.reading import Figure, ReadLimits
from tests.evidence.drawing import a_pdf, text

pytestmark = pytest.mark.skipif(not ocr_here.is_here(), reason="no OCR here: its packages are not installed")
LINE = text((50, 100, "Diesel bought 18,652 L"))


def misread(old: str, new: str) -> Callable[[Any], Sheet]:
    """The first engine, which takes one character for another."""

    def read(page: Any) -> Sheet:
        sheet = sheet_of(page)
        for glyph in sheet.glyphs:
            glyph.text = new if glyph.text == old else glyph.text
        return sheet

    return read


def the_figure_read(path: Path) -> Figure:
    (figure,) = pdf.read_pdf(path, ReadLimits()).figures
    return figure


def test_where_ocr_sees_what_the_witness_saw_the_witness_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "sheet_of", misread("6", "8"))
    figure = the_figure_read(a_pdf(tmp_path / "a.pdf", LINE))
    assert (figure.raw, figure.witnessed, figure.unit) == ("18,652", True, "L")


def test_where_ocr_sees_what_the_first_engine_saw_the_figure_is_witnessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf.Witness, "agrees", lambda *_: False)
    figure = the_figure_read(a_pdf(tmp_path / "a.pdf", LINE))
    assert (figure.raw, figure.witnessed, figure.doubts) == ("18,652", True, ())


def test_where_ocr_sees_a_third_thing_a_person_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "sheet_of", misread("6", "8"))
    monkeypatch.setattr(referee, "read_line", lambda _: ("18,052", 0.99))
    figure = the_figure_read(a_pdf(tmp_path / "a.pdf", LINE))
    assert (figure.raw, figure.witnessed) == ("18,852", False)
    assert {ASKED, ONE_ENGINE} <= set(figure.doubts)
    assert figure.confidence < 0.5


def test_no_more_than_twenty_numbers_of_a_page_are_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(pdf.Witness, "agrees", lambda *_: False)
    monkeypatch.setattr(referee, "read_line", lambda picture: asked.append(picture) or ("", 0.0))
    lines = text(*((50, 60 + 20 * row, f"Diesel bought {1_000 + row} L") for row in range(21)))
    pdf.read_pdf(a_pdf(tmp_path / "a.pdf", lines), ReadLimits())
    assert len(asked) == referee.MOST_PER_PAGE == 20
