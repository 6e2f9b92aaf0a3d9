"""Renders the trace pages: how totals are made, and each figure's quote, cut-out, box, hash and formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.platypus import Flowable

from reports import places
from reports.contract import InventoryLine, TraceContract, TraceFigure, canonical
from reports.flowables import BoxedPicture
from reports.fonts import font_set
from reports.lines import factor_of, quantity_of
from reports.masthead import status_address
from reports.numbers import NO_BREAK, NOTHING, UNIT, number, tonnes, with_unit
from reports.pages import Plan, Running, set_pages
from reports.palette import CONTENT_WIDTH
from reports.style import Cell, Column, Compositor, Content
from reports.wording import wording

# Three figures of a bill stand on a page, their print still larger than in the original.
_GREATEST_PICTURE = (CONTENT_WIDTH * 0.46, 84.0)


class MissingCropError(ValueError):
    """A figure names a cut-out that is not there; the trace pages are not made without it."""


def render_trace_pages(trace: TraceContract, *, crops: Path | None = None, language: str = "en") -> bytes:
    """Return the PDF of the trace pages; the total, each category, line and figure is a named destination.

    ``crops`` is the folder that the figures' crop paths start from. Raises MissingCropError when a named
    cut-out cannot be opened, MissingGlyphError when a character cannot be printed.
    """
    words = wording(language)
    fonts = font_set(canonical(trace).decode() + words.characters())
    pictures = {figure.code: _picture(figure, crops) for figure in trace.figures if figure.crop}

    def story(_: Plan) -> Sequence[Flowable]:
        compositor = Compositor(fonts, words)
        return [
            *_opening(compositor, trace),
            *(part for line in trace.lines for part in _line(compositor, trace, line, pictures)),
            *_unlinked(compositor, trace, pictures),
        ]

    head = trace.header
    revision = f"{head.number} rev {head.revision}" if head.number else head.case_reference
    running = Running(
        title=f"{words.say('Trace pages')} {revision}",
        author=head.body,
        head_left=f"{words.say('Trace pages')}  ·  {head.party}",
        head_right=revision,
        page_of=words.say("page {page} of {pages}"),
        sha256=trace.contract_sha256,
        sha256_label=words.say("Contract"),
        foot=f"{words.say('Audit trail head')} {head.audit_head[:16]}" if head.audit_head else "",
        status_url=status_address(trace.status_url, head.number),
        language=language,
    )
    return set_pages(story, running, fonts)


def _picture(figure: TraceFigure, crops: Path | None) -> tuple[ImageReader, tuple[int, int]]:
    path = (crops or Path()) / figure.crop
    try:
        with Image.open(path) as opened:
            picture = opened.convert("RGB")
    except OSError as error:
        raise MissingCropError(
            f"The cut-out of figure {figure.code} cannot be opened: {path.name}."
        ) from error
    return ImageReader(picture), picture.size


def _opening(compositor: Compositor, trace: TraceContract) -> list[Flowable]:
    say, words = compositor.say, compositor.words
    story: list[Flowable] = [
        compositor.text(trace.header.party, "table", quiet=True, after=3),
        compositor.text(say("Trace pages"), "title", after=3),
        compositor.text(say("From each number back to the page it was read from."), quiet=True),
        compositor.heading(say("How the total is made"), 1, places.TOTAL_NAME),
    ]
    categories = sorted({line.iso_category for line in trace.lines})
    rows: list[list[Content]] = []
    for category in categories:
        lines = [line for line in trace.lines if line.iso_category == category]
        location, market = _sums(lines)
        link = f"#{places.category_name(category)}"
        rows.append(
            [
                f"{category}{NO_BREAK * 2}{words.category(category)}",
                Cell(tonnes(location), link=link),
                Cell(tonnes(market), link=link),
            ]
        )
    location, market = _sums(trace.lines)
    rows.append([say("Total"), location, market])
    columns = [
        Column(say("ISO 14064-1 category"), 58),
        Column(f"{say('Location-based')}, {UNIT}", 21, "right"),
        Column(f"{say('Market-based')}, {UNIT}", 21, "right"),
    ]
    story.append(compositor.table(columns, rows, totals=1))
    for category in categories:
        story.extend(_category(compositor, trace, category))
    return story


def _sums(lines: Sequence[InventoryLine]) -> tuple[Decimal, Decimal]:
    location = sum((line.tonnes for line in lines), Decimal(0))
    market = sum(
        (line.tonnes if line.market_tonnes is None else line.market_tonnes for line in lines), Decimal(0)
    )
    return location, market


def _category(compositor: Compositor, trace: TraceContract, category: int) -> list[Flowable]:
    say = compositor.say
    lines = [line for line in trace.lines if line.iso_category == category]
    rows: list[list[Content]] = [
        [
            Cell(line.code, bold=True, link=f"#{places.line_name(line.code)}"),
            f"{line.source}{NO_BREAK * 2}{line.name}",
            Cell(tonnes(line.tonnes), link=f"#{places.line_name(line.code)}"),
            line.tonnes if line.market_tonnes is None else line.market_tonnes,
        ]
        for line in lines
    ]
    location, market = _sums(lines)
    rows.append([say("Sum"), "", location, market])
    columns = [
        *(Column(say("Line"), 12), Column(say("Source"), 46)),
        Column(f"{say('Location-based')}, {UNIT}", 21, "right"),
        Column(f"{say('Market-based')}, {UNIT}", 21, "right"),
    ]
    return [
        compositor.together(
            compositor.heading(f"{say('Category')} {category}", 2, places.category_name(category)),
            compositor.table(columns, rows, totals=1),
        )
    ]


Pictures = dict[str, tuple[ImageReader, tuple[int, int]]]


def _line(
    compositor: Compositor, trace: TraceContract, line: InventoryLine, pictures: Pictures
) -> list[Flowable]:
    say = compositor.say
    figures = [figure for figure in trace.figures if figure.line == line.code]
    facts: list[tuple[str, Content]] = [
        (say("Category"), f"{line.iso_category} / {line.scope_code}"),
        *(
            (term.label, f"{quantity_of(term)} × {factor_of(term)} = {with_unit(term.tonnes)}")
            for term in line.terms
        ),
    ]
    if line.gases:
        facts.append((say("Per gas"), "; ".join(f"{gas.gas} {number(gas.tonnes, 4)}" for gas in line.gases)))
    if line.formula:
        facts.append((say("Formula"), line.formula))
    if line.market_tonnes is not None:
        facts.append((say("Market-based"), line.market_formula or with_unit(line.market_tonnes)))
    facts.append((say("Line"), Cell(with_unit(line.tonnes), bold=True)))
    facts.append((say("Figures"), _figure_codes(compositor, figures)))
    head = compositor.together(
        compositor.heading(f"{line.code}  {line.source} {line.name}", 1, places.line_name(line.code)),
        compositor.links(_back(compositor, line), "small"),
        compositor.facts(facts, 0.2),
    )
    return [head, *(part for figure in figures for part in _figure(compositor, figure, pictures))]


def _back(compositor: Compositor, line: InventoryLine) -> list[tuple[str, str]]:
    say = compositor.say
    return [
        (say("back to the statement"), places.link_to(places.STATEMENT, places.LINES_NAME, places.TRACE)),
        (say("to the report"), places.link_to(places.REPORT, places.LINES_NAME, places.TRACE)),
        (f"{say('to category')} {line.iso_category}", f"#{places.category_name(line.iso_category)}"),
    ]


def _figure_codes(compositor: Compositor, figures: Sequence[TraceFigure]) -> Content:
    if not figures:
        return compositor.say("No figure is linked to this line.")
    return compositor.links([(figure.code, f"#{places.figure_name(figure.code)}") for figure in figures])


def _unlinked(compositor: Compositor, trace: TraceContract, pictures: Pictures) -> list[Flowable]:
    known = {line.code for line in trace.lines}
    rest = [figure for figure in trace.figures if figure.line not in known]
    if not rest:
        return []
    title = compositor.heading(compositor.say("Figures cited elsewhere in the report"))
    return [title, *(part for figure in rest for part in _figure(compositor, figure, pictures))]


def _figure(compositor: Compositor, figure: TraceFigure, pictures: Pictures) -> list[Flowable]:
    say = compositor.say
    where = " ".join(filter(None, (f"{say('page')} {figure.page}" if figure.page else "", figure.place)))
    edges = ", ".join(number(edge) for edge in figure.box)
    box = f"{say('box')} {edges} pt" if edges else ""
    facts: list[tuple[str, Content]] = [
        (say("Value"), Cell(f"{figure.value} {figure.unit}", bold=True)),
        (say("Document"), f"{figure.document} {figure.document_title}"),
        (say("Place"), ", ".join(filter(None, (where, box))) or NOTHING),
        (say("SHA-256 of the file"), Cell(figure.file_sha256, raw=True)),
    ]
    if figure.withheld:
        facts.append((say("Withheld"), figure.withheld))
    else:
        facts.append((say("Quoted"), Cell(f"“{figure.quote}”" if figure.quote else NOTHING, raw=True)))
    facts += [
        (say("Formula"), figure.formula),
        (say("Read right"), _read_right(compositor, figure)),
        (say("Tested"), ": ".join(filter(None, (figure.tested_by, figure.test))) or say("not tested")),
        (say("Role, method"), ", ".join(filter(None, (figure.role, figure.method)))),
    ]
    parts: list[Flowable] = [
        compositor.heading(f"{figure.code}  {figure.label}", 2, places.figure_name(figure.code)),
    ]
    if figure.code in pictures and not figure.withheld:
        picture, size = pictures[figure.code]
        box_in_crop = tuple(float(edge) for edge in figure.crop_box)
        parts += [BoxedPicture(picture, size, box_in_crop, _GREATEST_PICTURE), compositor.space(4)]
    return [compositor.together(*parts, compositor.facts(facts, 0.2)), compositor.space(4)]


def _read_right(compositor: Compositor, figure: TraceFigure) -> str:
    if not figure.read_right_by or figure.read_right_at is None:
        return compositor.say("not read right")
    return f"{figure.read_right_by}, {figure.read_right_at:%Y-%m-%d %H:%M} UTC"
