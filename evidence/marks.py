"""Runs a page's content by pdfminer's interpreter and notes its marks as they come: characters, paths, pictures.

What pdfminer and pdfplumber would keep of each character beside is left out: it takes longer than reading it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
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
class Glyph:
    """One printed character.

    The box is on the displayed page. `turn` is how far the text is turned clockwise (0, 90, 180, 270).
    `origin_x` and `origin_y` are where the pen stood, on which two engines agree even when a font's metrics
    are broken. `level` is its box (u0, v0, u1, v1) in the frame in which the page's lines run level, where that
    is not the displayed page (a tilted scan); `sure` is what OCR says of it.
    """

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    turn: int
    origin_x: float
    origin_y: float
    font: str = ""
    pale: bool = False
    source: Literal["text", "form", "witness", "ocr"] = "text"
    level: tuple[float, float, float, float] | None = None
    sure: float = 1.0


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
    """All that one page paints, in the order in which it is painted; `unmapped` characters have no letter."""

    glyphs: list[Glyph] = field(default_factory=list)
    unmapped: int = 0
    paths: list[Path] = field(default_factory=list)
    pictures: list[Bounds] = field(default_factory=list)


def marks_of(resources: PDFResourceManager, page: Any, height: float) -> Marks:
    """What a pdfminer page paints, `height` being that of the displayed page; raises whatever pdfminer raises on
    a damaged one. Glyphs are told from the top, paths and pictures as they are, y upwards.
    """
    device = _Device(resources, height)
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

    def __init__(self, resources: PDFResourceManager, height: float) -> None:
        super().__init__(resources)
        self.marks = Marks()
        self._height = height
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
        a, b, c, d, e, f = matrix
        y = pos[1]
        low = font.get_descent() * fontsize + rise
        placed, x = _spread(seq, pos[0], font, fontsize * scaling, charspace, wordspace, dxscale)
        if b or c:
            for letter, x0, wide in placed:
                place = (a, b, c, d, x0 * a + y * c + e, x0 * b + y * d + f)
                bounds = _bounds(place, (0, low, wide, low + fontsize))
                self._note(letter, bounds, bounds[3] - bounds[1], place, font, graphicstate.ncolor)
            return x, y
        # What all characters of a level string share is worked out once.
        pen = y * d + f
        y0, y1 = sorted((d * low + pen, d * (low + fontsize) + pen))
        top, bottom, origin = self._height - y1, self._height - y0, self._height - pen
        size, turn, name, pale = y1 - y0, _turn_of(matrix), _name_of(font), is_pale(graphicstate.ncolor)
        marks = self.marks
        for letter, x0, wide in placed:
            left = x0 * a + e
            right = a * wide + left
            if letter is None:
                marks.unmapped += 1
            elif right < left:
                marks.glyphs.append(
                    Glyph(letter, right, top, left, bottom, size, turn, left, origin, name, pale)
                )
            else:
                marks.glyphs.append(
                    Glyph(letter, left, top, right, bottom, size, turn, left, origin, name, pale)
                )
        return x, y

    def _note(  # noqa: PLR0917  all of one character
        self, letter: str | None, bounds: Bounds, size: float, matrix: Matrix, font: PDFFont, colour: Any
    ) -> None:
        if letter is None:
            self.marks.unmapped += 1
            return
        (x0, y0, x1, y1), height = bounds, self._height
        place = (x0, height - y1, x1, height - y0, size, _turn_of(matrix), matrix[4], height - matrix[5])
        self.marks.glyphs.append(Glyph(letter, *place, _name_of(font), is_pale(colour)))

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
        self._note(letter, bounds, bounds[2] - bounds[0], matrix, font, graphicstate.ncolor)
        return advance


def _spread(  # noqa: PLR0917  all that moves the pen
    seq: Any, x: float, font: Any, width_scale: float, charspace: float, wordspace: float, dxscale: float
) -> tuple[list[tuple[str | None, float, float]], float]:
    """Each character of a string with the pen's place before it and its width; the pen's place after all."""
    known = _letters_of(font)
    placed: list[tuple[str | None, float, float]] = []
    is_spaced = False
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
            wide = width * width_scale
            placed.append((letter, x, wide))
            x += wide
            if code == 32 and wordspace:
                x += wordspace
    return placed, x


def _turn_of(matrix: Matrix) -> int:
    """How far text set by this matrix is turned clockwise: 0, 90, 180 or 270."""
    a, b, _, d, _, _ = matrix
    if a == 0 and b == 0:
        return 0 if d >= 0 else 180
    return (0 if a >= 0 else 180) if abs(a) >= abs(b) else (270 if b > 0 else 90)


def _name_of(font: Any) -> str:
    return font.fontname if isinstance(font.fontname, str) else repr(font.fontname)


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


def is_pale(colour: Any) -> bool:
    """Whether ink of this colour cannot be seen on white paper; a page prints in the same few colours."""
    try:
        return _known_pale(colour)
    except TypeError:  # a colour that cannot be a key, such as a list
        return _judge_pale(colour)


@lru_cache(maxsize=256)
def _known_pale(colour: Any) -> bool:
    return _judge_pale(colour)


def _judge_pale(colour: Any) -> bool:
    parts = colour if isinstance(colour, tuple | list) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return False
    if len(parts) == 4:
        return all(part <= 0.03 for part in parts)
    return all(part >= 0.97 for part in parts)
