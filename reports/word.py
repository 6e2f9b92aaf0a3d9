"""Writes Word documents that are the same bytes each time: headings, contents, captions, tables that foot, pictures."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any, Literal
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm

from reports.fonts import printable, subscript_gases
from reports.palette import AMBER, GREEN, RED
from reports.word_styles import (
    BULLET,
    CAPTION,
    CELL,
    CONTENT_MM,
    HASH,
    HEAD,
    NOTE,
    NUMBER,
    NUMBERED,
    TOTAL,
    empty_paper,
    hex_of,
)

_ZIP_DATE = (2000, 1, 1, 0, 0, 0)
_TWENTIETHS_PER_MM = 1440 / 25.4
# XML cannot hold these; text of people may.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NS = nsdecls("w")


@dataclass(frozen=True, slots=True)
class WordColumn:
    """A column: its head, its part of the width, and whether it holds numbers (set to the right)."""

    title: str
    part: float
    kind: Literal["text", "number"] = "text"


@dataclass(frozen=True, slots=True)
class Quiet:
    """A cell that says less than a value does: what is not stated, and who can state it."""

    text: str


@dataclass(frozen=True, slots=True)
class Rich:
    """A cell of a value with a quiet note under it; a tone sets it apart beside its word, never instead of it."""

    text: str
    note: str = ""
    tone: Literal["", "good", "bad", "warn", "hash"] = ""


WordCell = str | Quiet | Rich
_TONES = {tone: hex_of(colour) for tone, colour in (("good", GREEN), ("bad", RED), ("warn", AMBER))}


@dataclass(slots=True)
class WordPaper:
    """A Word document under construction; `language` is that of its spelling, `at` the day it bears.

    Numbers of captions are fields with their value beside them, so they are right before Word counts again.
    """

    title: str
    author: str
    subject: str
    dated: date
    language: str = "en-GB"
    say: Callable[[str], str] = str
    _paper: Any = field(init=False)
    _ids: dict[str, str] = field(init=False)
    _headings: list[tuple[int, str, str]] = field(default_factory=list)
    _counts: dict[str, int] = field(default_factory=dict)
    _contents_at: Any = field(default=None, init=False)

    def __post_init__(self) -> None:
        self._paper = empty_paper(self.language)
        self._ids = {style.name: style.style_id for style in self._paper.styles}
        self._set_properties()

    def heading(self, text: str, level: int = 1, *, new_page: bool = False) -> None:
        """Add a heading of a real heading style, with a bookmark to which the contents lead."""
        mark = f"_Toc{len(self._headings) + 1:06d}"
        number = len(self._headings) + 1
        self._headings.append((level, text, mark))
        shape = "<w:pageBreakBefore/>" if new_page else ""
        self._add(
            f'<w:pPr><w:pStyle w:val="Heading{level}"/>{shape}</w:pPr>'
            f'<w:bookmarkStart w:id="{number}" w:name="{mark}"/>{_run(text)}<w:bookmarkEnd w:id="{number}"/>'
        )

    def text(self, text: str, style: str = "Normal") -> None:
        """Add a paragraph in a style of the document."""
        self._add(f"{self._styled(style)}{_run(text)}")

    def bullets(self, items: Sequence[str], *, numbered: bool = False) -> None:
        """Add a list in Word's own list style."""
        for item in items:
            self.text(item, NUMBERED if numbered else BULLET)

    def note(self, text: str) -> None:
        """Add a small paragraph in quiet ink, as under a table."""
        self.text(text, NOTE)

    def contents(self, title: str) -> None:
        """Begin a page and keep the place of the table of contents on it; it is written when all headings are known."""
        style = self._ids["TOC Heading"]
        self._add(f'<w:pPr><w:pStyle w:val="{style}"/><w:pageBreakBefore/></w:pPr>{_run(title)}')
        self._contents_at = self._add("")

    def table(
        self,
        caption: str,
        columns: Sequence[WordColumn],
        rows: Sequence[Sequence[WordCell]],
        total: Sequence[WordCell] = (),
    ) -> None:
        """Add a captioned table; its head row is repeated on each page, no row is torn across pages."""
        self._caption("Table", caption)
        widths, told = _widths(columns), self._ids
        titles = [column.title for column in columns]
        head = _row(titles, columns, widths, _Styles(told[HEAD], told[HEAD]), "<w:tblHeader/>")
        styles = _Styles(told[CELL], told[NUMBER], told[NOTE], told[HASH])
        body = "".join(_row(row, columns, widths, styles) for row in rows)
        last = _row(total, columns, widths, _Styles(told[TOTAL], told[TOTAL])) if total else ""
        self._grid(widths, head + body + last, has_head=True, has_total=bool(total))

    def facts(self, rows: Sequence[tuple[str, WordCell]], *, is_kept_whole: bool = False) -> None:
        """Add a table of two columns without a head: what is asked and what is stated.

        One that is kept whole, as a signature block, is not torn across two pages.
        """
        columns = (WordColumn("", 34), WordColumn("", 66))
        widths, told = _widths(columns), self._ids
        styles = _Styles(told[CELL], told[NUMBER], told[NOTE], told[HASH])
        drawn = [_row([Quiet(label), value], columns, widths, styles) for label, value in rows]
        if is_kept_whole:
            drawn[:-1] = [row.replace("<w:jc ", "<w:keepNext/><w:jc ") for row in drawn[:-1]]
        self._grid(widths, "".join(drawn), has_head=False, has_total=False)

    def picture(self, caption: str, png: bytes, width_mm: float, told: str) -> None:
        """Add a centred picture with its number; `told` says in words what it shows, for who cannot see it."""
        paragraph = self._paper.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(min(width_mm, CONTENT_MM)))
        shape._inline.docPr.set("descr", _clean(told))
        shape._inline.docPr.set("name", _clean(caption))
        self._caption("Figure", caption)

    def running(self, left: str, right: str, foot: str, page: str, of: str) -> None:
        """Set head and foot of every page: names left, page x of y right, version and hash under a line."""
        section = self._paper.sections[0]
        counted = f"{_run(f'{page} ')}{_field('PAGE', '1')}{_run(f' {of} ')}{_field('NUMPAGES', '1')}"
        for part, style, words in (
            (section.header, "Header", f"{_run(left)}<w:r><w:tab/></w:r>{counted}"),
            (section.footer, "Footer", f"{_run(foot)}<w:r><w:tab/></w:r>{_run(right)}"),
        ):
            part.is_linked_to_previous = False
            old = part.paragraphs[0]._p
            shape = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>'
            old.getparent().replace(old, parse_xml(f"<w:p {_NS}>{shape}{words}</w:p>"))

    def bytes(self) -> bytes:
        """Return the document; the same calls give the same bytes."""
        self._write_contents()
        self._part_tables()
        raw = io.BytesIO()
        self._paper.save(raw)
        out = io.BytesIO()
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                entry = zipfile.ZipInfo(name, _ZIP_DATE)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                target.writestr(entry, source.read(name))
        return out.getvalue()

    def _set_properties(self) -> None:
        facts = self._paper.core_properties
        # Word's own instants bear no zone; midnight of the document's day is the same on every computer.
        moment = datetime.combine(self.dated, time(), UTC).replace(tzinfo=None)
        facts.title, facts.author, facts.subject = (
            _clean(self.title),
            _clean(self.author),
            _clean(self.subject),
        )
        facts.last_modified_by, facts.comments, facts.revision = _clean(self.author), "", 1
        facts.created = facts.modified = moment
        facts.language = self.language

    def _add(self, inner: str) -> Any:
        """Add a paragraph of WordprocessingML at the end of the text."""
        made = parse_xml(f"<w:p {_NS}>{inner}</w:p>")
        body = self._paper.element.body
        body.insert(len(body) - 1, made)
        return made

    def _styled(self, style: str) -> str:
        return f'<w:pPr><w:pStyle w:val="{self._ids[style]}"/></w:pPr>'

    def _part_tables(self) -> None:
        """Keep a table from what follows: Word joins two tables that touch, and no text may end in one."""
        body = self._paper.element.body
        if len(body) > 1 and body[-2].tag == qn("w:tbl"):
            self._add('<w:pPr><w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/></w:pPr>')

    def _caption(self, kind: str, text: str) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + 1
        number = _field(f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        kept = "" if kind == "Table" else '<w:keepNext w:val="0"/>'
        shape = f'<w:pPr><w:pStyle w:val="{self._ids[CAPTION]}"/>{kept}</w:pPr>'
        self._add(f"{shape}{_run(f'{self.say(kind)} ')}{number}{_run(f'   {text}')}")

    def _grid(self, widths: Sequence[int], rows: str, *, has_head: bool, has_total: bool) -> None:
        self._part_tables()
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        # Both forms: Word reads the attributes, LibreOffice the older number.
        number = 0x0600 + 0x0020 * has_head + 0x0040 * has_total
        look = f'w:val="{number:04X}" w:firstRow="{int(has_head)}" w:lastRow="{int(has_total)}"'
        look += ' w:noVBand="1" w:noHBand="1"'
        made = parse_xml(
            f'<w:tbl {_NS}><w:tblPr><w:tblStyle w:val="AssayTable"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            f'<w:tblLayout w:type="fixed"/><w:tblLook {look}/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>'
        )
        body = self._paper.element.body
        body.insert(len(body) - 1, made)

    def _write_contents(self) -> None:
        """Fill the table of contents: a field that Word renews, its entries links to the headings.

        It names no pages: nobody but the program that lays out the text knows them, and a stored number
        would be wrong in another program.
        """
        at, shown = self._contents_at, [item for item in self._headings if item[0] <= 2]
        if at is None or not shown:
            return
        for place, (level, text, mark) in enumerate(shown):
            begin = _field_begin('TOC \\o "1-2" \\n \\h \\z') if place == 0 else ""
            end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>' if place == len(shown) - 1 else ""
            link = f'<w:hyperlink w:anchor="{mark}" w:history="1">{_run(text)}</w:hyperlink>'
            at.addprevious(parse_xml(f"<w:p {_NS}>{self._styled(f'toc {level}')}{begin}{link}{end}</w:p>"))
        at.getparent().remove(at)
        self._contents_at = None


def _widths(columns: Sequence[WordColumn]) -> list[int]:
    """Return the widths in twentieths of a point; together they fill the page between its margins."""
    whole = sum(column.part for column in columns)
    return [round(CONTENT_MM * _TWENTIETHS_PER_MM * column.part / whole) for column in columns]


@dataclass(frozen=True, slots=True)
class _Styles:
    """The paragraph styles of a row: of text, of numbers, of what is said quietly, of a hash."""

    text: str
    number: str
    quiet: str = ""
    hash: str = ""


def _row(
    cells: Sequence[WordCell],
    columns: Sequence[WordColumn],
    widths: Sequence[int],
    styles: _Styles,
    more: str = "",
) -> str:
    written = [
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{_cell(cell, column, styles)}</w:tc>'
        for cell, column, width in zip(cells, columns, widths, strict=True)
    ]
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{''.join(written)}</w:tr>"


def _cell(cell: WordCell, column: WordColumn, styles: _Styles) -> str:
    is_number = column.kind == "number"
    side = "right" if is_number else "left"
    if isinstance(cell, Quiet):
        return _paragraph(cell.text, styles.quiet, side)
    if isinstance(cell, str):
        return _paragraph(cell, styles.number if is_number else styles.text, side)
    style = styles.hash if cell.tone == "hash" else styles.number if is_number else styles.text
    note = _paragraph(cell.note, styles.quiet, side) if cell.note else ""
    return _paragraph(cell.text, style, side, _TONES.get(cell.tone, "")) + note


def _paragraph(text: str, style: str, side: str, colour: str = "") -> str:
    shape = f'<w:pPr><w:pStyle w:val="{style}"/><w:jc w:val="{side}"/></w:pPr>'
    return f"<w:p>{shape}{_run(text, colour)}</w:p>"


def _run(text: str, colour: str = "") -> str:
    """Return a run of text; its line ends become breaks, formulas of gases get real subscripts."""
    lines = _clean(text).split("\n")
    inner = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    look = f'<w:rPr><w:b/><w:color w:val="{colour}"/></w:rPr>' if colour else ""
    return f"<w:r>{look}{inner}</w:r>"


def _clean(text: str) -> str:
    return _NOT_XML.sub("", subscript_gases(printable(text)))


def _field_begin(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _field(instruction: str, shown: str) -> str:
    """Return a field with its value beside it, for programs that do not count."""
    return f'{_field_begin(instruction)}{_run(shown)}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
