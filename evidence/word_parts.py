"""Walks the parts of a Word document: body, headers, footers, notes, text boxes; what tracked changes left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn

TRACKED = "the document holds tracked changes; what was inserted is read, what was deleted is not"
HIDDEN_TEXT = "the document holds hidden text: {places}"
COMMENTS = "the document holds comments; they are not read"
_TABLE, _PARAGRAPH, _TEXT_BOX = qn("w:tbl"), qn("w:p"), qn("w:txbxContent")
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# What may hold paragraphs and tables beside the body itself: content controls, tracked insertions.
_SHELLS = frozenset({qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml"), qn("w:ins"), qn("w:moveTo")})
# A table inside a cell is a table of its own.
_GONE = frozenset({qn("w:del"), qn("w:moveFrom"), _FALLBACK, _TEXT_BOX, _TABLE})
_SPACES = frozenset({qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:ptab")})
_TEXTS = frozenset({qn("w:t"), qn("m:t")})
_HYPHEN, _VANISH = qn("w:noBreakHyphen"), qn("w:vanish")
_CHANGES = (qn("w:ins"), qn("w:del"), qn("w:moveFrom"), qn("w:moveTo"))
_NOTES = (
    ("Footnote", RELATIONSHIP_TYPE.FOOTNOTES, "w:footnote"),
    ("Endnote", RELATIONSHIP_TYPE.ENDNOTES, "w:endnote"),
)
_SHOWN = 20


@dataclass(slots=True)
class WordParts:
    """All text of a document: `lines` are (address, text) in order, `tables` the elements of its tables.

    A line "Table 2" without text stands where that table stands.
    """

    lines: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Any] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def parts_of(document: Document) -> WordParts:
    """Every paragraph and table of the document, each once, and what a reviewer should know of them."""
    parts = WordParts()
    body = document.element.body
    hidden: list[str] = []
    paragraph = 0
    for block in _blocks(body):
        if block.tag == _TABLE:
            parts.tables.append(block)
            parts.lines.append((f"Table {len(parts.tables)}", ""))
            continue
        paragraph += 1
        _add(parts, f"Paragraph {paragraph}", block, hidden)
    for table in list(parts.tables):
        # A table inside a cell comes after those of the body, so that their numbers stay.
        parts.tables += [inner for inner in table.iter(_TABLE) if inner is not table]
    for number, box in enumerate(_text_boxes(body), start=1):
        _add_all(parts, f"Text box {number}", box, hidden)
    for name, element in _margins_and_notes(document):
        _add_all(parts, name, element, hidden)
    if hidden:
        more = f" and {len(hidden) - _SHOWN} more" if len(hidden) > _SHOWN else ""
        parts.flags.append(HIDDEN_TEXT.format(places=", ".join(hidden[:_SHOWN]) + more))
    if any(next(body.iter(tag), None) is not None for tag in _CHANGES):
        parts.flags.append(TRACKED)
    if any(relation.reltype == RELATIONSHIP_TYPE.COMMENTS for relation in document.part.rels.values()):
        parts.flags.append(COMMENTS)
    return parts


def text_of(element: Any) -> str:
    """The text that an element prints, on one line; what was deleted and what floats in a text box left out."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE:
            continue
        if child.tag in _TEXTS:
            yield child.text or ""
        elif child.tag in _SPACES:
            yield " "
        elif child.tag == _HYPHEN:
            yield "-"
        else:
            yield from _pieces(child)
            # Paragraphs of one cell stand under each other, never glued.
            if child.tag == _PARAGRAPH:
                yield " "


def _blocks(holder: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body, through content controls, in order."""
    for child in holder:
        if child.tag in {_PARAGRAPH, _TABLE}:
            yield child
        elif child.tag in _SHELLS:
            yield from _blocks(child)


def _text_boxes(body: Any) -> Iterator[Any]:
    """Text boxes in order; the copy kept for old programs is the same box again."""
    for box in body.iter(_TEXT_BOX):
        if not any(above.tag == _FALLBACK for above in box.iterancestors()):
            yield box


def _margins_and_notes(document: Document) -> Iterator[tuple[str, Any]]:
    """Headers and footers that a section states itself, then foot- and endnotes, each with its name."""
    for number, section in enumerate(document.sections, start=1):
        for name, margin in (
            ("Header", section.header),
            ("First header", section.first_page_header),
            ("Footer", section.footer),
            ("First footer", section.first_page_footer),
        ):
            if not margin.is_linked_to_previous:
                yield f"{name} {number}", margin._element
    for name, kind, tag in _NOTES:
        for relation in document.part.rels.values():
            if relation.reltype != kind or relation.is_external:
                continue
            notes = [
                note for note in parse_xml(relation.target_part.blob).iter(qn(tag)) if not _is_rule(note)
            ]
            yield from ((f"{name} {place}", note) for place, note in enumerate(notes, start=1))


def _is_rule(note: Any) -> bool:
    """Whether a note is the line between text and notes, which every document holds as a note of its own."""
    return note.get(qn("w:type")) in {"separator", "continuationSeparator", "continuationNotice"}


def _add_all(parts: WordParts, name: str, holder: Any, hidden: list[str]) -> None:
    """The paragraphs of a margin, note or text box: the first under its name, further ones by their line."""
    written = [paragraph for paragraph in holder.iter(_PARAGRAPH) if text_of(paragraph)]
    for number, paragraph in enumerate(written, start=1):
        _add(parts, name if number == 1 else f"{name}, line {number}", paragraph, hidden)


def _add(parts: WordParts, address: str, paragraph: Any, hidden: list[str]) -> None:
    text = text_of(paragraph)
    if text:
        parts.lines.append((address, text))
        if any(mark.get(qn("w:val")) not in {"0", "false"} for mark in paragraph.iter(_VANISH)):
            hidden.append(address)
