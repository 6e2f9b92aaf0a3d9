"""The styles of Word documents: headings, captions, lists and table text in one type scale, with a Chinese face."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from reports.palette import ACCENT, INK, QUIET, SCALE

LATIN, EAST_ASIAN = "Noto Sans", "Noto Sans CJK SC"
# What a computer without these faces takes instead, first found first.
_OTHERS = {
    LATIN: "Segoe UI,Helvetica Neue,DejaVu Sans",
    EAST_ASIAN: "Noto Sans SC,Microsoft YaHei,PingFang SC,SimHei",
}
MARGIN_MM, WIDTH_MM, HEIGHT_MM = 20, 210, 297
CONTENT_MM = WIDTH_MM - 2 * MARGIN_MM
TABLE = "Assay Table"
HEAD, CELL, NUMBER, TOTAL, NOTE, HASH = (
    "Table Head",
    "Table Text",
    "Table Number",
    "Table Total",
    "Note",
    "Hash",
)
CAPTION, BULLET, NUMBERED, QUOTE = "Caption", "List Bullet", "List Number", "Target Wording"
_HAIRLINE = "D8DEE4"


def empty_paper(language: str) -> Any:
    """Return an empty A4 document with the house's styles; `language` is what spelling is checked in (en-GB)."""
    return Document(io.BytesIO(_template(language)))


@lru_cache(maxsize=8)
def _template(language: str) -> bytes:
    """Return the styled document as bytes, for setting styles takes longer than reading them."""
    paper = Document()
    _drop_thumbnail(paper)
    _set_defaults(paper, language)
    _set_page(paper)
    known = frozenset(style.name for style in paper.styles)
    for name, size, colour, bold in _SCALES:
        _set_style(paper, known, name, size, colour, bold=bold)
    _set_spacing(paper)
    _add_table_style(paper)
    _add_font_names(paper)
    raw = io.BytesIO()
    paper.save(raw)
    return raw.getvalue()


def hex_of(colour: Any) -> str:
    """Return a colour of the palette as Word names it."""
    return str(colour.hexval())[2:].upper()


# Name, size in points, colour, bold. Names that Word does not know become styles of ours, based on Normal.
_SCALES: tuple[tuple[str, float, Any, bool], ...] = (
    ("Normal", SCALE["body"][0] + 0.5, INK, False),
    ("Title", SCALE["title"][0] + 4, INK, True),
    ("Subtitle", SCALE["h1"][0], QUIET, False),
    ("Heading 1", SCALE["title"][0] - 2, INK, True),
    ("Heading 2", SCALE["h1"][0] - 1, INK, True),
    ("Heading 3", SCALE["h2"][0], QUIET, True),
    ("TOC Heading", SCALE["h1"][0], INK, True),
    ("toc 1", SCALE["body"][0] + 0.5, INK, False),
    ("toc 2", SCALE["body"][0], QUIET, False),
    (CAPTION, SCALE["table"][0], QUIET, True),
    (BULLET, SCALE["body"][0] + 0.5, INK, False),
    (NUMBERED, SCALE["body"][0] + 0.5, INK, False),
    ("Header", SCALE["small"][0] + 0.5, QUIET, False),
    ("Footer", SCALE["small"][0], QUIET, False),
    (HEAD, SCALE["table"][0], QUIET, True),
    (CELL, SCALE["table"][0], INK, False),
    (NUMBER, SCALE["table"][0], INK, False),
    (TOTAL, SCALE["table"][0], INK, True),
    (NOTE, SCALE["table"][0], QUIET, False),
    (HASH, SCALE["hash"][0], INK, False),
    (QUOTE, SCALE["lead"][0], INK, False),
)


def _set_style(paper: Any, known: frozenset[str], name: str, size: float, colour: Any, *, bold: bool) -> None:
    is_new = name not in known
    style = paper.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH) if is_new else paper.styles[name]
    if is_new:
        style.base_style = paper.styles["Normal"]
        style.quick_style = True
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(hex_of(colour))
    _set_faces(properties)


def _set_faces(properties: Any) -> None:
    """Name the faces outright: a theme's face would win over them and is another on each computer."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    faces = f'w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:cs="{LATIN}" w:eastAsia="{EAST_ASIAN}"'
    properties.insert(0, parse_xml(f"<w:rFonts {nsdecls('w')} {faces}/>"))


def _set_defaults(paper: Any, language: str) -> None:
    properties = paper.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    _set_faces(properties)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    spoken = f'w:val="{language}" w:eastAsia="zh-CN" w:bidi="ar-SA"'
    properties.append(parse_xml(f"<w:lang {nsdecls('w')} {spoken}/>"))


def _set_page(paper: Any) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Mm(WIDTH_MM), Mm(HEIGHT_MM)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(MARGIN_MM)
    section.header_distance = section.footer_distance = Mm(9)


def _set_spacing(paper: Any) -> None:
    spacing = {  # before, after, line height; points
        "Normal": (4, 5, 13.5),
        "Title": (40, 4, 26),
        "Subtitle": (0, 14, 17),
        "Heading 1": (20, 8, 19),
        "Heading 2": (14, 4, 15),
        "Heading 3": (10, 3, 13),
        "TOC Heading": (0, 8, 16),
        "toc 1": (3, 0, 13),
        "toc 2": (0, 0, 12),
        CAPTION: (10, 3, 11),
        BULLET: (0, 3, 13.5),
        NUMBERED: (0, 3, 13.5),
        HEAD: (2, 2, 10.5),
        CELL: (2, 2, 10.5),
        NUMBER: (2, 2, 10.5),
        TOTAL: (2, 2, 10.5),
        NOTE: (2, 3, 10.5),
        HASH: (2, 2, 10.5),
        QUOTE: (6, 8, 15),
        "Header": (0, 0, 10),
        "Footer": (0, 0, 10),
    }
    for name, (before, after, line) in spacing.items():
        shape = paper.styles[name].paragraph_format
        shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), Pt(line)
        shape.line_spacing_rule = 3  # at least: a line with a taller Chinese glyph must not be cut
    for name in ("Heading 1", "Heading 2", "Heading 3", CAPTION, "TOC Heading"):
        paper.styles[name].paragraph_format.keep_with_next = True
    for name in (NUMBER, TOTAL):
        paper.styles[name].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    paper.styles["toc 2"].paragraph_format.left_indent = Mm(6)
    for name in ("Header", "Footer"):
        shape = paper.styles[name].element.get_or_add_pPr()
        for old in shape.findall(qn("w:tabs")):
            shape.remove(old)
        paper.styles[name].paragraph_format.tab_stops.add_tab_stop(Mm(CONTENT_MM), WD_TAB_ALIGNMENT.RIGHT)
    _set_borders(paper)


def _set_borders(paper: Any) -> None:
    """Put the accent beside the wording of a target, and take the template's line from under titles."""
    for name in ("Title", "Heading 1"):
        shape = paper.styles[name].element.get_or_add_pPr()
        for old in shape.findall(qn("w:pBdr")):
            shape.remove(old)
    wording = paper.styles[QUOTE]
    wording.paragraph_format.left_indent = Mm(4)
    border = f'<w:left w:val="single" w:sz="18" w:space="8" w:color="{hex_of(ACCENT)}"/>'
    shape = wording.element.get_or_add_pPr()
    shape.insert_element_before(
        parse_xml(f"<w:pBdr {nsdecls('w')}>{border}</w:pBdr>"),
        *("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"),
    )


def _add_table_style(paper: Any) -> None:
    """Add the table style: hairlines between rows, a stronger one under the head and over the total."""
    line = f'w:val="single" w:sz="4" w:space="0" w:color="{_HAIRLINE}"'
    strong = 'w:val="single" w:sz="8" w:space="0" w:color="57606A"'
    paper.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="AssayTable">'
            f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>'
            f"<w:tblPr><w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders>"
            '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom {strong}/></w:tcBorders>'
            '<w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
            f'<w:tblStylePr w:type="lastRow"><w:tcPr><w:tcBorders><w:top {strong}/></w:tcBorders></w:tcPr>'
            "</w:tblStylePr></w:style>"
        )
    )


def _add_font_names(paper: Any) -> None:
    """Tell what may stand in for the faces, so that Chinese takes a Chinese face on every computer."""
    for relation in paper.part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.FONT_TABLE:
            rows = "".join(
                f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="{charset}"/>'
                '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>'
                for (name, others), charset in zip(_OTHERS.items(), ("00", "86"), strict=True)
            )
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            relation.target_part._blob = f"{head}<w:fonts {nsdecls('w')}>{rows}</w:fonts>".encode()


def _drop_thumbnail(paper: Any) -> None:
    """Take out the picture of the library's own template."""
    relations = paper.part.package.rels
    for key in [key for key, one in relations.items() if one.reltype.endswith("/thumbnail")]:
        del relations[key]
