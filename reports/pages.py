"""Sets a story on pages: running head and foot, page x of y, outline, links into other files, DRAFT mark."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf
from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFString
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    KeepTogether,
    PageTemplate,
    Table,
)

from reports.flowables import Heading
from reports.fonts import FontSet, Weight
from reports.palette import CONTENT_WIDTH, HAIRLINE, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, QUIET, RED, WATERMARK

# The text form of streams is a third larger and made by a slow loop; nobody reads it.
rl_config.useA85 = 0
SIGNATURE_PREFIX = "signature."
# A table of so many rows stays whole under its heading; a longer one begins when there is this room (points).
_SHORT_TABLE = 6
_ROOM = 100.0


@dataclass(frozen=True, kw_only=True)
class Running:
    """What stands on every page: head, foot and the file's own properties.

    ``foot`` is one or two lines; ``sha256`` is printed whole under its label, with its first 12 digits apart.
    """

    title: str
    author: str
    head_left: str
    head_right: str
    page_of: str = "page {page} of {pages}"
    sha256: str = ""
    sha256_label: str = ""
    foot: str = ""
    status_url: str = ""
    draft_word: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Plan:
    """What the pass before has shown: how many pages there are, and on which page each heading stands."""

    pages: int = 0
    headings: tuple[tuple[str, int, str, int], ...] = ()


Story = Callable[[Plan], Sequence[Flowable]]


def set_pages(story: Story, running: Running, fonts: FontSet) -> bytes:
    """Return the PDF of a story; the same story and running give the same bytes.

    The story is made once per pass, for page numbers and contents need the pass before; passes end when
    nothing moves any more.
    """
    plan = Plan()
    for _ in range(4):
        out = io.BytesIO()
        document = _Document(out, running, fonts, plan)
        document.build(_bind_headings(story(plan)), canvasmaker=_canvas_maker(running, fonts))
        seen = Plan(document.page, tuple(document.headings))
        if seen == plan:
            return out.getvalue()
        plan = seen
    raise RuntimeError("The pages of a document did not settle; a heading moves with its own page number.")


def _bind_headings(story: Sequence[Flowable]) -> list[Flowable]:
    """Keep each heading with what follows it: with a whole block or short table, else with first rows."""
    bound: list[Flowable] = []
    headings: list[Flowable] = []
    for flowable in story:
        block: Any = flowable
        if isinstance(flowable, Heading):
            headings.append(flowable)
            continue
        if headings and isinstance(flowable, KeepTogether):
            bound.append(KeepTogether([*headings, *block._content]))
        elif headings and isinstance(flowable, Table) and block._nrows <= _SHORT_TABLE:
            bound.append(KeepTogether([*headings, flowable]))
        elif headings:
            bound += [CondPageBreak(_ROOM + 30 * len(headings)), *headings, flowable]
        else:
            bound.append(flowable)
        headings = []
    return bound + headings


class FieldPlace(NamedTuple):
    """Where a signature field goes: page from 0, box in points from the lower left corner of the page."""

    page: int
    left: float
    bottom: float
    right: float
    top: float


def signature_places(pdf: bytes) -> dict[str, FieldPlace]:
    """Return the places that a document keeps for its signatures, by field name."""
    places = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen: at for at, page in enumerate(document.pages)}
        named: Any = document.Root.get("/Dests", {})
        for key in sorted(named.keys()):
            name = key.lstrip("/")
            if name.startswith(SIGNATURE_PREFIX):
                target = list(named[key])
                box = (float(value) for value in target[2:6])
                places[name.removeprefix(SIGNATURE_PREFIX)] = FieldPlace(pages[target[0].objgen], *box)
    return places


class _Canvas(Canvas):
    """A canvas whose bookmarks have names to the outside, and whose links may name one: ``file.pdf#name``."""

    def linkURL(self, url: str, rect: Any, *arguments: Any, **options: Any) -> None:  # noqa: N802 - reportlab's
        if options.get("kind") != "GoToR" or "#" not in url:
            super().linkURL(url, rect, *arguments, **options)
            return
        path, name = url.rsplit("#", 1)
        action = PDFDictionary({"S": PDFName("GoToR"), "F": PDFString(path), "D": PDFName(name)})
        annotation = PDFDictionary({"Type": PDFName("Annot"), "Subtype": PDFName("Link"), "A": action})
        inner: Any = self  # the two calls below are reportlab's own, without types
        annotation["Rect"] = PDFArray(inner._absRect(rect, options.get("relative", 0)))
        annotation["Border"] = PDFArray([0, 0, 0])
        inner._addAnnotation(annotation)

    def save(self) -> None:
        """Write the bookmarks as named destinations too, so that other files can point at them."""
        inner: Any = self
        if inner._destinations:
            inner._doc.Catalog.Dests = PDFDictionary(dict(sorted(inner._destinations.items())))
        super().save()


def _canvas_maker(running: Running, fonts: FontSet) -> Callable[..., Canvas]:
    def make(*arguments: Any, **options: Any) -> Canvas:
        # Without a first font of ours every page would name Helvetica, which is not embedded.
        options |= {
            "invariant": 1,
            "pageCompression": 1,
            "lang": running.language,
            "initialFontName": fonts.name(),
        }
        canvas = _Canvas(*arguments, **options)
        canvas.setTitle(running.title)
        canvas.setAuthor(running.author)
        canvas.setCreator("Assay")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        return canvas

    return make


class _Document(BaseDocTemplate):
    """One pass over the pages; remembers where the headings came to stand."""

    def __init__(self, out: io.BytesIO, running: Running, fonts: FontSet, plan: Plan) -> None:
        super().__init__(out, pagesize=(PAGE_WIDTH, PAGE_HEIGHT), title=running.title, author=running.author)
        self.running, self.fonts, self.plan = running, fonts, plan
        self.headings: list[tuple[str, int, str, int]] = []
        frame = Frame(MARGIN, 22 * mm, CONTENT_WIDTH, PAGE_HEIGHT - 44 * mm, 0, 0, 0, 0, id="page")
        self.addPageTemplates(PageTemplate("page", [frame], onPage=self._draw_page))

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        if isinstance(flowable, Heading) and flowable.anchor:
            self.headings.append((flowable.plain, flowable.level, flowable.anchor, self.page))
            frame: Any = self.frame
            top = frame._y + flowable.height + 6
            self.canv.bookmarkPage(flowable.anchor, fit="XYZ", left=0, top=top)
            self.canv.addOutlineEntry(flowable.plain, flowable.anchor, level=flowable.level - 1)

    def _draw_page(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        canvas.saveState()
        if self.running.draft_word:
            self._draw_draft(canvas)
        self._draw_head(canvas)
        self._draw_foot(canvas)
        canvas.restoreState()

    def _draw_draft(self, canvas: Canvas) -> None:
        canvas.saveState()
        canvas.translate(PAGE_WIDTH / 2, PAGE_HEIGHT / 2)
        canvas.rotate(55)
        canvas.setFillColor(WATERMARK)
        self._line(canvas, self.running.draft_word, (0, -45), 130, weight=Weight.SEMIBOLD, align="center")
        canvas.restoreState()

    def _draw_head(self, canvas: Canvas) -> None:
        y = PAGE_HEIGHT - 14 * mm
        canvas.setFillColor(QUIET)
        pages = self.running.page_of.format(page=self.page, pages=self.plan.pages or "–")
        self._line(canvas, self.running.head_left, (MARGIN, y), 7)
        right = f"{self.running.head_right}  ·  {pages}" if self.running.head_right else pages
        end = self._line(canvas, right, (PAGE_WIDTH - MARGIN, y), 7, align="right")
        if self.running.draft_word:
            canvas.setFillColor(RED)
            self._line(
                canvas, self.running.draft_word, (end - 12, y), 7, weight=Weight.SEMIBOLD, align="right"
            )
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, y - 5, PAGE_WIDTH - MARGIN, y - 5)

    def _draw_foot(self, canvas: Canvas) -> None:
        y = 15 * mm
        canvas.setStrokeColor(HAIRLINE)
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, y + 9, PAGE_WIDTH - MARGIN, y + 9)
        canvas.setFillColor(QUIET)
        if self.running.sha256:
            short = f"{self.running.sha256_label} {self.running.sha256[:12]}"
            end = self._line(canvas, short, (MARGIN, y), 6.5, weight=Weight.SEMIBOLD)
            self._line(canvas, f"SHA-256 {self.running.sha256}", (MARGIN, y - 9), 6.5)
            self._line(canvas, self.running.foot, (end + 10, y), 6.5)
        else:
            self._line(canvas, self.running.foot, (MARGIN, y), 6.5)
        if self.running.status_url:
            self._line(canvas, self.running.status_url, (PAGE_WIDTH - MARGIN, y), 6.5, align="right")

    def _line(
        self,
        canvas: Canvas,
        text: str,
        at: tuple[float, float],
        size: float,
        *,
        weight: Weight = Weight.REGULAR,
        align: str = "left",
    ) -> float:
        """Draw one line and return the x where it ends (for right-aligned text, where it begins)."""
        width = self.fonts.width(text, size, weight)
        x, y = at
        start = {"left": x, "right": x - width, "center": x - width / 2}[align]
        end = start
        for name, words in self.fonts.runs(text, weight):
            canvas.setFont(name, size)
            canvas.drawString(end, y, words)
            end += canvas.stringWidth(words, name, size)
        return start if align == "right" else end
