"""Word documents are read whole: every paragraph in its place, margins, notes, text boxes, tracked changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from evidence.readers import read
from evidence.reading import Page, Reading, ReadLimits
from evidence.word_parts import COMMENTS, HIDDEN_TEXT, TRACKED


def reading_of(path: Path, build: Callable[[Document], None]) -> Reading:
    document = docx.Document()
    build(document)
    document.save(str(path / "a.docx"))
    return read(path / "a.docx", ReadLimits(), "docx")


def page_of(path: Path, build: Callable[[Document], None]) -> Page:
    return reading_of(path, build).pages[0]


def insert(document: Document, xml: str) -> None:
    spaces = nsdecls("w", "r", "wp", "a") + (
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    first, rest = xml.split(">", 1)
    document.element.body.insert(len(document.element.body) - 1, parse_xml(f"{first} {spaces}>{rest}"))


def test_every_paragraph_stands_in_prose_with_its_address_and_the_tables_in_their_places(
    tmp_path: Path,
) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Nothing is counted here.")
        document.add_table(rows=1, cols=1).rows[0].cells[0].text = "85,000"
        document.add_paragraph("Diesel: 18,600 L")

    page = page_of(tmp_path, build)
    assert page.prose == (
        ("Paragraph 1", "Nothing is counted here."),
        ("Table 1", ""),
        ("Paragraph 2", "Diesel: 18,600 L"),
    )
    assert [figure.cell for figure in page.figures] == ["Paragraph 2", "Table 1!R1C1"]


def test_headers_and_footers_are_read_once_where_a_section_states_them(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Diesel: 18,600 L")
        document.sections[0].header.paragraphs[0].text = "Reporting period: 2021-01-01 to 2021-12-31"
        document.sections[0].footer.paragraphs[0].text = "Total: 742 t CO2e"
        document.add_section()

    page = page_of(tmp_path, build)
    assert [line for line in page.prose if line[0] != "Paragraph 1"] == [
        ("Header 1", "Reporting period: 2021-01-01 to 2021-12-31"),
        ("Footer 1", "Total: 742 t CO2e"),
    ]
    assert {figure.cell for figure in page.figures} == {"Paragraph 1", "Footer 1"}


def test_text_in_content_controls_is_not_lost(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>Gas: 512 m3</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    page = page_of(tmp_path, lambda document: insert(document, control))
    assert [figure.raw for figure in page.figures] == ["512"]


def test_a_text_box_is_read_once_and_not_as_part_of_its_paragraph(tmp_path: Path) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Steam: 816 GJ</w:t></w:r></w:p></w:txbxContent>"
    drawn = (
        "<w:p><w:r><w:t>Beside it.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
        "</w:r></w:p>"
    )
    page = page_of(tmp_path, lambda document: insert(document, drawn))
    assert page.prose == (("Paragraph 1", "Beside it."), ("Text box 1", "Steam: 816 GJ"))
    assert [figure.cell for figure in page.figures] == ["Text box 1"]


def test_tracked_changes_are_read_as_they_stand_and_flagged(tmp_path: Path) -> None:
    changed = (
        "<w:p><w:r><w:t>Diesel: </w:t></w:r><w:del w:id='1'><w:r><w:delText>9</w:delText></w:r></w:del>"
        "<w:ins w:id='2'><w:r><w:t>18</w:t></w:r></w:ins><w:r><w:t>,600 L</w:t></w:r></w:p>"
    )
    reading = reading_of(tmp_path, lambda document: insert(document, changed))
    assert [figure.raw for figure in reading.figures] == ["18,600"]
    assert TRACKED in reading.flags


def test_hidden_text_is_named_with_its_place(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("In sight: 4 t")
        document.add_paragraph().add_run("Out of sight: 5 t").font.hidden = True

    assert HIDDEN_TEXT.format(places="Paragraph 2") in reading_of(tmp_path, build).flags


def test_a_table_inside_a_cell_is_a_table_of_its_own_and_read_once(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        cell = document.add_table(rows=1, cols=1).rows[0].cells[0]
        cell.text = "Water: 77 m3"
        cell.add_table(rows=1, cols=1).rows[0].cells[0].text = "Waste: 12 t"

    page = page_of(tmp_path, build)
    assert [(figure.raw, figure.cell) for figure in page.figures] == [
        ("77", "Table 1!R1C1"),
        ("12", "Table 2!R1C1"),
    ]


@pytest.mark.parametrize(
    ("kind", "name", "tag"),
    [
        (RELATIONSHIP_TYPE.FOOTNOTES, "Footnote 1", "footnote"),
        (RELATIONSHIP_TYPE.ENDNOTES, "Endnote 1", "endnote"),
    ],
)
def test_notes_are_read_and_the_line_above_them_is_not(
    kind: str, name: str, tag: str, tmp_path: Path
) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("See the note.")
        text = "<w:p><w:r><w:t>Without 31 t of biogenic CO2.</w:t></w:r></w:p>"
        blob = (
            f"<w:{tag}s {nsdecls('w')}><w:{tag} w:type='separator' w:id='0'><w:p/></w:{tag}>"
            f"<w:{tag} w:id='1'>{text}</w:{tag}></w:{tag}s>"
        ).encode()
        attach(document, f"/word/{tag}s.xml", kind, blob)

    assert (name, "Without 31 t of biogenic CO2.") in page_of(tmp_path, build).prose


def test_comments_are_told_and_not_read(tmp_path: Path) -> None:
    def build(document: Document) -> None:
        document.add_paragraph("Diesel: 18,600 L")
        document.add_comment(document.paragraphs[0].runs, text="Should be 81,600.")

    reading = reading_of(tmp_path, build)
    assert COMMENTS in reading.flags
    assert [figure.raw for figure in reading.figures] == ["18,600"]


def test_a_line_of_unbearable_length_is_kept_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x" * 120_000 + " 5 kWh")
    page = read(path, ReadLimits(), "text").pages[0]
    assert {address for address, _ in page.prose} == {"Line 1"}
    assert "".join(text for _, text in page.prose) == path.read_text()


def attach(document: Document, name: str, kind: str, blob: bytes) -> None:
    package: Any = document.part.package
    content = "application/vnd.openxmlformats-officedocument.wordprocessingml.notes+xml"
    document.part.relate_to(Part(PackURI(name), content, blob, package), kind)
