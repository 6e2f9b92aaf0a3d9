import io

import pypdfium2
import pytest
from reportlab.pdfbase import pdfmetrics

from reports.fonts import MissingGlyphError, Weight, face_of, font_set, printable, subscript_gases
from reports.pages import Running, set_pages
from reports.style import Compositor
from reports.wording import wording
from tests.reports.reading_back import flat


def test_a_character_that_no_font_has_is_named_and_refused() -> None:
    with pytest.raises(MissingGlyphError, match=r"U\+1F600"):
        font_set("fine 😀")


def test_a_character_outside_the_fonts_of_a_document_is_refused_too() -> None:
    fonts = font_set("only this")

    with pytest.raises(MissingGlyphError, match=r"昆 \(U\+6606\)"):
        fonts.mark("昆山")


@pytest.mark.parametrize(
    ("character", "face"),
    [("₂", "NotoSans"), ("−", "NotoSans"), ("≤", "NotoSansSC"), ("昆", "NotoSansSC"), ("한", "NotoSansKR")],
)
def test_each_character_finds_a_face(character: str, face: str) -> None:
    assert face_of(character) == face


def test_two_documents_with_other_chinese_words_keep_all_their_glyphs() -> None:
    first, second = font_set("昆山"), font_set("电费单≤")

    for fonts, words in ((first, "昆山"), (second, "电费单≤")):
        glyphs = pdfmetrics.getFont(fonts.names["NotoSansSC", Weight.REGULAR]).face.charToGlyph
        assert all(ord(character) in glyphs for character in words)


def test_every_printed_character_is_read_back_from_the_file() -> None:
    text = "Ærø, Łódź, 25 m³ ≤ 30 °C, 昆山恒达互连（电费）①, Киев, 한국, かな, ½ ± − × “q” … €"
    fonts = font_set(text)

    pdf = set_pages(
        lambda _: [Compositor(fonts, wording("en")).text(text)],
        Running(title="t", author="a", head_left="h", head_right=""),
        fonts,
    )

    assert text in flat(pdf)
    page = pypdfium2.PdfDocument(io.BytesIO(pdf))[0]
    assert "�" not in page.get_textpage().get_text_range()


def test_gas_formulas_get_real_subscripts_and_codes_keep_their_digits() -> None:
    assert subscript_gases("t CO2e, CH4, N2O, SF6, NF3") == "t CO₂e, CH₄, N₂O, SF₆, NF₃"
    assert subscript_gases("CO2X-CH41") == "CO2X-CH41"


def test_quoted_words_keep_their_formula_as_typed() -> None:
    fonts = font_set("CO2")

    assert fonts.mark("CO2", raw=True) == "CO2"
    assert fonts.mark("CO2") == "CO₂"


def test_markup_in_a_text_is_printed_not_obeyed() -> None:
    assert font_set("").mark("<b>a & b</b>") == "&lt;b&gt;a &amp; b&lt;/b&gt;"


def test_invisible_characters_are_left_out_and_spaces_are_plain() -> None:
    assert printable("a\u200bb\ufeff\tc\u202fd\r\ne") == "ab c\u00a0d\ne"
