"""The content of a page taken apart in one go gives what pdfminer gives, or is left to pdfminer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import PSKeyword

from evidence.content import Unusual, operations_of
from evidence.glyphs import sheet_of
from evidence.marks import marks_of
from tests.evidence.drawing import a_pdf, a_table, text, together


def by_pdfminer(content: bytes) -> list[tuple[bytes, list[Any]]]:
    """The operations of a content stream as pdfminer's own parser takes it apart."""
    parser = PDFContentParser([PDFStream({}, content)])
    operations: list[tuple[bytes, list[Any]]] = []
    operands: list[Any] = []
    while True:
        try:
            _, found = parser.nextobject()
        except PSEOF:
            return operations
        if isinstance(found, PSKeyword):
            operations.append((found.name, operands))
            operands = []
        else:
            operands.append(found)


@pytest.mark.parametrize(
    "content",
    [
        b"BT /F1 12 Tf 1 0 0 1 72.5 -700 Tm (1,204 kWh) Tj ET\n",
        b"[(A) -120.5 (B) 3 <0041> .5 -.25 +7 4.] TJ\n",
        rb"(round \(brackets\) and \101\7\12 octal \\ signs) Tj" + b"\n",
        b"((nested (twice)) once) Tj\n",
        b"/Span << /MCID 3 /ActualText <FEFF0031> /Deep << /A [1 2] >> >> BDC EMC\n",
        b"% a comment\r1 2 3 rg 0 g f* B* ' \"\n",
        b"<4> Tj <41 42\n43> Tj <> Tj () Tj\n",
        b"/Name/Other 1 true false q Q\n",
        b"12-34 1.5.25 re\n",
    ],
)
def test_every_operand_is_what_pdfminer_makes_of_it(content: bytes) -> None:
    assert operations_of(content) == by_pdfminer(content)


@pytest.mark.parametrize(
    "content",
    [
        b"BI /W 1 /H 1 ID x EI\n",
        b"(no end Tj\n",
        b"[1 2 Tj\n",
        b"1 ] Tj\n",
        b"<< /A 1 ] Tj\n",
        b"{ 1 } Tj\n",
        b"/A#20B gs\n",
        b"((((too deep)))) Tj\n",
        b"<< 1 2 >> BDC\n",
        b"(\\777) Tj\n",
    ],
)
def test_what_is_unusual_is_left_to_pdfminer(content: bytes) -> None:
    with pytest.raises(Unusual):
        operations_of(content)


def test_a_stream_is_taken_apart_up_to_its_limit_and_not_one_byte_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = b"1 0 0 rg\n"
    monkeypatch.setattr("evidence.content.LONGEST", len(content))
    assert operations_of(content)
    monkeypatch.setattr("evidence.content.LONGEST", len(content) - 1)
    with pytest.raises(Unusual):
        operations_of(content)


def test_a_page_gives_the_same_marks_either_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = together(
        text((50, 60, "Electricity bill"), (50, 80, "Total 2,391 kWh")),
        a_table(120, ["Month", "kWh"], [["January", "1,204"]], at=(50, 200), ruled=True),
    )
    with pdfplumber.open(a_pdf(tmp_path / "bill.pdf", drawn)) as document:
        page = document.pages[0]
        quick = marks_of(document.rsrcmgr, page.page_obj, float(page.height))
        sheet = sheet_of(page)
        monkeypatch.setattr("evidence.content.LONGEST", 0)
        assert marks_of(document.rsrcmgr, page.page_obj, float(page.height)) == quick
    assert "".join(glyph.text for glyph in sheet.glyphs).startswith("Electricity bill")
    assert len(sheet.edges) >= 4


def test_marked_content_without_text_of_its_own_is_left_out() -> None:
    assert operations_of(b"/P <</MCID 3 >>BDC (1,204) Tj EMC /Artifact BMC 0 g\n") == [
        (b"Tj", [b"1,204"]),
        (b"EMC", []),
        (b"g", [0.0]),
    ]


@pytest.mark.parametrize(
    "content",
    [
        b"1 0 0 1 72.5 -700 Tm 12 0 0 12 1 2 3 cm [(A)-3 ( b)1.5]TJ (x)Tj [(a)1.2.3]TJ [1 2 3 4 5 6 7]0 d\n",
        b"(a)Tjx 1 true BI2 3 falsely 1 99999999999999999999 w\n",
    ],
)
def test_whole_operations_are_what_pdfminer_makes_of_them(content: bytes) -> None:
    assert operations_of(content) == by_pdfminer(content)


def test_an_operation_within_an_array_is_left_to_pdfminer() -> None:
    with pytest.raises(Unusual):
        operations_of(b"[ 1 (a) Tj ] TJ\n")


def test_long_arrays_of_numbers_are_taken_apart_in_bounded_time() -> None:
    numbers = b"1 " * 300_000
    assert len(operations_of(b"[" + numbers + b"<00>] 0 d\n")[0][1][0]) == 300_001
