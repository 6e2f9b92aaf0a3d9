"""Colours, page measures and type scale of the documents, the same steps as on screen."""

from __future__ import annotations

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

INK = HexColor("#1b1f24")
QUIET = HexColor("#57606a")
HAIRLINE = HexColor("#d8dee4")
GROUND = HexColor("#f6f8fa")
ACCENT = HexColor("#0b5cad")
AMBER = HexColor("#9a6700")
VIOLET = HexColor("#6639ba")
GREEN = HexColor("#1a7f37")
RED = HexColor("#b3261e")
WATERMARK = HexColor("#e8ecf0")

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = 20 * mm
CONTENT_WIDTH = PAGE_WIDTH - 2 * MARGIN

# Size and leading in points; the screen's 22, 17, 15 and 13.5 px on paper.
SCALE = {
    "title": (16.0, 20.0),
    "h1": (12.0, 16.0),
    "h2": (9.5, 13.0),
    "lead": (10.5, 15.0),
    "body": (9.0, 13.0),
    "table": (8.0, 10.8),
    "dense": (7.0, 9.4),
    "small": (7.0, 9.6),
    "hash": (6.1, 9.0),
}

# A state is a word, a colour and a shape; the shapes are drawn as paths, for no face has them all.
MARK_COLOURS: dict[str, Color] = {
    "open": AMBER,
    "waiting": ACCENT,
    "returned": VIOLET,
    "closed": GREEN,
    "refused": RED,
    "none": QUIET,
}
