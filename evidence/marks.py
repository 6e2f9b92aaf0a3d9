"""Runs a page's content by pdfminer's interpreter and notes its marks as they come: characters, rules,
pictures.

What pdfminer and pdfplumber would keep of each character beside is left out: it takes longer than reading it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import stream_value
from pdfminer.utils import apply_matrix_rect, mult_matrix

from evidence.content import Operation, Unusual, operations_of

Matrix = tuple[float, float, float, float, float, float]
Bounds = tuple[float, float, float, float]
_NAMES = {"*": "_a", '"': "_w", "'": "_q"}


@dataclass(slots=True)
class Mark:
    """One character as the page prints it, y upwards; `letter` is None where no letter is known for it."""

    letter: str | None
    bounds: Bounds
    size: float
    matrix: Matrix
    font: str
    colour: Any


@dataclass(slots=True)
class Path:
    """One painted path: a "line", a "rect" or another "curve", by its bounds (y upwards) and its points."""

    kind: str
    bounds: Bounds
    points: int
    stroke: bool
    fill: bool
    colour: Any


@dataclass(slots=True)
class Marks:
    """All that one page paints, in the order in which it is painted."""

    characters: list[Mark] = field(default_factory=list)
    paths: list[Path] = field(default_factory=list)
    pictures: list[Bounds] = field(default_factory=list)


def marks_of(resources: PDFResourceManager, page: Any) -> Marks:
    """What a pdfminer page paints; raises whatever pdfminer raises on a damaged one."""
    device = _Device(resources)
    _Interpreter(resources, device).process_page(page)
    return device.marks


class _Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter over content that was taken apart in one go."""

    def execute(self, streams: Sequence[object]) -> None:
        try:
            operations = self._operations(streams)
        except Unusual:
            super().execute(streams)
            return
        known: dict[bytes, tuple[Callable[..., None], int] | None] = {}
        for name, operands in operations:
            found = known[name] if name in known else known.setdefault(name, self._operator(name))
            if found is None:
                continue
            act, count = found
            if count:
                if len(operands) >= count:
                    act(*operands[-count:])
            else:
                self.argstack = operands
                act()

    def _operations(self, streams: Sequence[object]) -> list[Operation]:
        content = []
        self.stream_ids.clear()
        for one in streams:
            stream = stream_value(one)
            # Content without a number, or within itself, is pdfminer's to refuse.
            if stream.objid is None or stream.objid in self.parent_stream_ids:
                raise Unusual
            self.stream_ids.add(stream.objid)
            content.append(stream.get_data())
        return operations_of(b"\n".join(content))

    def _operator(self, name: bytes) -> tuple[Callable[..., None], int] | None:
        words = name.decode("utf-8", "ignore")
        act = getattr(self, "do_" + "".join(_NAMES.get(char, char) for char in words), None)
        return act and (act, act.__code__.co_argcount - 1)

    def do_TJ(self, seq: Any) -> None:  # noqa: N802  pdfminer's name of the operator
        """Show text; the state is read at once, so no copy of it is made for each string."""
        if self.textstate.font is not None:
            self.device.render_string(self.textstate, seq, self.graphicstate.ncs, self.graphicstate)


_Letter = tuple[str | None, float, Any]
# Letters and widths of each font's codes, looked up once a font.
_letters: WeakKeyDictionary[PDFFont, dict[int, _Letter]] = WeakKeyDictionary()


class _Device(PDFTextDevice):
    """Notes characters, paths and pictures; knows no layout."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self.marks = Marks()
        self._figures: list[Bounds] = []

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        x, y, width, height = bbox
        assert self.ctm is not None
        self._figures.append(apply_matrix_rect(mult_matrix(matrix, self.ctm), (x, y, x + width, y + height)))

    def end_figure(self, name: str) -> None:
        self._figures.pop()

    def render_image(self, name: str, stream: Any) -> None:
        self.marks.pictures.append(self._figures[-1])

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        assert self.ctm is not None
        begun = [at for at, step in enumerate(path) if step[0] == "m"]
        if not begun or begun[0]:
            return
        for start, end in zip(begun, [*begun[1:], len(path)], strict=True):
            if end - start > 1 or len(begun) == 1:
                self._note_path(path[start:end], stroke, fill, graphicstate.ncolor)

    def _note_path(self, path: Any, stroke: bool, fill: bool, colour: Any) -> None:
        a, b, c, d, e, f = self.ctm  # type: ignore[misc]
        ends = [step[-2:] if step[0] != "h" else path[0][-2:] for step in path]
        points = [(a * x + c * y + e, b * x + d * y + f) for x, y in ends]
        shape = "".join([step[0] for step in path])
        if len(shape) > 3 and shape[-2:] == "lh" and points[-2] == points[0]:
            shape = shape[:-2] + "h"
            points.pop()
        kind = "curve"
        if shape in {"mlh", "ml"}:
            kind, points = "line", points[:2]
        elif shape in {"mlllh", "mllll"} and _is_square(points):
            kind = "rect"
        across, up = [x for x, _ in points], [y for _, y in points]
        bounds = (min(across), min(up), max(across), max(up))
        self.marks.paths.append(Path(kind, bounds, len(points), stroke, fill, colour))

    def render_string_horizontal(  # noqa: PLR0917  pdfminer's order
        self, seq: Any, matrix: Any, pos: Any, font: Any, fontsize: float, scaling: float, charspace: float,
        wordspace: float, rise: float, dxscale: float, ncs: Any, graphicstate: Any,
    ) -> Any:  # fmt: skip
        """As pdfminer's, without its objects; the pen's place after the string."""
        x, y = pos
        a, b, c, d, e, f = matrix
        known = _letters_of(font)
        low = font.get_descent() * fontsize + rise
        high = low + fontsize
        name = font.fontname if isinstance(font.fontname, str) else repr(font.fontname)
        colour, note = graphicstate.ncolor, self.marks.characters.append
        is_level, is_spaced = b == 0 and c == 0, False
        for part in seq:
            if not isinstance(part, bytes):
                if isinstance(part, int | float):
                    x -= part * dxscale
                    is_spaced = True
                continue
            for code in font.decode(part):
                if is_spaced:
                    x += charspace
                is_spaced = True
                letter, width, _ = known.get(code) or _learn(known, font, code)
                wide = width * fontsize * scaling
                place = (a, b, c, d, x * a + y * c + e, x * b + y * d + f)
                if is_level:
                    x0, y0, x1, y1 = place[4], d * low + place[5], a * wide + place[4], d * high + place[5]
                    if x1 < x0:
                        x0, x1 = x1, x0
                    if y1 < y0:
                        y0, y1 = y1, y0
                    bounds = (x0, y0, x1, y1)
                else:
                    bounds = _bounds(place, (0, low, wide, high))
                note(Mark(letter, bounds, bounds[3] - bounds[1], place, name, colour))
                x += wide
                if code == 32 and wordspace:
                    x += wordspace
        return x, y

    def render_char(  # noqa: PLR0917  pdfminer's order
        self, matrix: Any, font: Any, fontsize: float, scaling: float, rise: float, cid: int, ncs: Any,
        graphicstate: Any,
    ) -> float:  # fmt: skip
        """One character of vertical writing."""
        letter, width, (vx, vy) = _letters_of(font).get(cid) or _learn(_letters_of(font), font, cid)
        advance = width * fontsize * scaling
        left = fontsize * 0.5 if vx is None else vx * fontsize * 0.001
        top = (1000 - vy) * fontsize * 0.001 + rise
        bounds = _bounds(matrix, (-left, top + advance, fontsize - left, top))
        name = font.fontname if isinstance(font.fontname, str) else repr(font.fontname)
        size = bounds[2] - bounds[0]
        self.marks.characters.append(Mark(letter, bounds, size, matrix, name, graphicstate.ncolor))
        return advance


def _letters_of(font: PDFFont) -> dict[int, _Letter]:
    return _letters.setdefault(font, {})


def _learn(known: dict[int, _Letter], font: PDFFont, code: int) -> _Letter:
    try:
        letter: str | None = font.to_unichr(code)
    except PDFUnicodeNotDefined:
        letter = None
    if letter is not None and letter.startswith("(cid:") and len(letter) > 1:
        letter = None
    known[code] = (letter, font.char_width(code), font.char_disp(code))
    return known[code]


def _bounds(matrix: Matrix, box: Bounds) -> Bounds:
    x0, y0, x1, y1 = apply_matrix_rect(matrix, box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_square(points: list[tuple[float, float]]) -> bool:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), last = points
    if last != points[0]:
        return False
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (
        y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    )
