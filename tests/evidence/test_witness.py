"""The second engine confirms digits by where the pen stood, and tells what the first one lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pdfplumber
import pypdfium2

from evidence.glyphs import Glyph, sheet_of
from evidence.witness import Frame, Seen, Witness, witness_of
from tests.evidence.drawing import a_pdf, text


def seen_and_read(folder: Path, words: str) -> tuple[Witness, list[Glyph]]:
    path = a_pdf(folder / "page.pdf", text((100, 100, words)))
    with pdfplumber.open(path) as first:
        glyphs = sheet_of(first.pages[0]).glyphs
    return witness_of(pypdfium2.PdfDocument(path)[0]), glyphs


def test_equal_digits_at_equal_places_are_agreed(tmp_path: Path) -> None:
    witness, glyphs = seen_and_read(tmp_path, "48,215.30")
    assert witness.agrees(glyphs)
    assert witness.lost(glyphs) == []


def test_another_digit_at_the_place_is_not_agreed(tmp_path: Path) -> None:
    witness, glyphs = seen_and_read(tmp_path, "48,215.30")
    changed = [replace(glyph, text="9") if glyph.text == "4" else glyph for glyph in glyphs]
    assert not witness.agrees(changed)


def test_a_digit_more_than_four_points_away_is_not_agreed(tmp_path: Path) -> None:
    witness, glyphs = seen_and_read(tmp_path, "48,215.30")
    assert not witness.agrees([replace(glyph, origin_x=glyph.origin_x + 4.5) for glyph in glyphs])


def test_a_glyph_that_the_first_engine_lost_is_told_and_breaks_agreement(tmp_path: Path) -> None:
    witness, glyphs = seen_and_read(tmp_path, "48,215.30")
    without = [glyph for glyph in glyphs if glyph.text != "2"]
    assert [one.text for one in witness.lost(without)] == ["2"]
    assert not witness.agrees(without)


def test_the_frame_turns_a_point_with_the_page() -> None:
    places = [Frame(10, 20, 110, 220, turn).place(10, 220) for turn in (0, 90, 180, 270)]
    assert places == [(0, 0), (200, 0), (100, 200), (0, 100)]


def test_a_line_that_two_engines_space_differently_is_moved_and_not_lost() -> None:
    glyph = Glyph("5", 100, 90, 106, 102, 10, 0, 100, 100)
    witness = Witness(Frame(0, 0, 595, 842, 0), 1, [Seen("5", 112, 100, 0)])
    assert witness.lost([glyph]) == []
    assert not witness.agrees([glyph])


def test_the_witness_knows_each_place_of_a_page_whose_characters_are_told_at_once(tmp_path: Path) -> None:
    drawn = a_pdf(tmp_path / "bill.pdf", text((50, 60, "Meter 7 reads 1,204 kWh"), (50, 90, "of 2,391")))
    with pypdfium2.PdfDocument(drawn) as document:
        witness = witness_of(document[0])
        read = witness.glyphs()
    digits = [glyph.text for glyph in read if glyph.text in "0123456789,"]
    assert [seen.text for seen in witness.seen] == digits == list("71,2042,391")
    assert witness.letters == sum(not glyph.text.isspace() for glyph in read)
    assert all(witness.match(glyph) for glyph in read if glyph.text.isdigit())
