"""Takes the pages of an OFD file (GB/T 33190) apart: characters and straight lines, in points of the page."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from evidence.glyphs import Glyph
from evidence.reading import ReadLimits
from evidence.safe_xml import all_at, name_of, parsed, text_at

TOO_MANY_PAGES = "This OFD file has more than the {limit} pages that are read. Split it and upload the parts."
POINTS = 72 / 25.4  # of a millimetre, in which OFD measures
_A4 = (0.0, 0.0, 210.0, 297.0)
# How far a character goes above and below the line on which it stands, in shares of its size.
_ABOVE, _BELOW = 0.86, 0.14
_DEEPEST = 20
_MOST_REPEATS = 10_000
_FARTHEST = 1e6
_LINE = re.compile(r"M\s+(\S+)\s+(\S+)\s+L\s+(\S+)\s+(\S+)")


@dataclass(slots=True)
class OfdPage:
    """One page in points: its size, its characters where they stand, and its straight lines."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)


class OfdRefused(Exception):
    """The file is not read; the message is a sentence."""


def pages_of(path: Path, limits: ReadLimits) -> Iterator[OfdPage]:
    """Each page with its template under it; raises OfdRefused, XmlRefused, or what a damaged ZIP raises."""
    with zipfile.ZipFile(path) as package:
        for root_path in _roots(package):
            document = parsed(package.read(root_path))
            common = next(all_at(document, "CommonData"), Element("none"))
            box = _numbers(text_at(common, "PageArea/PhysicalBox"), 4) or _A4
            templates = {
                str(one.get("ID")): _beside(root_path, str(one.get("BaseLoc", "")))
                for one in all_at(common, "TemplatePage")
            }
            listed = list(all_at(document, "Pages/Page"))
            if len(listed) > limits.pages:
                raise OfdRefused(TOO_MANY_PAGES.format(limit=limits.pages))
            for entry in listed:
                yield _page(package, _beside(root_path, str(entry.get("BaseLoc", ""))), box, templates)


def _roots(package: zipfile.ZipFile) -> list[str]:
    found = [
        text_at(body, "DocRoot").lstrip("/") for body in all_at(parsed(package.read("OFD.xml")), "DocBody")
    ]
    return [root for root in found if root]


def _beside(root: str, place: str) -> str:
    """A place that stands in the document, from the root of the package."""
    return place.lstrip("/") if place.startswith("/") else str(PurePosixPath(root).parent / place)


def _page(
    package: zipfile.ZipFile, place: str, usual: tuple[float, ...], templates: dict[str, str]
) -> OfdPage:
    content = parsed(package.read(place))
    box = _numbers(text_at(content, "Area/PhysicalBox"), 4) or usual
    page = OfdPage(box[2] * POINTS, box[3] * POINTS)
    for used in all_at(content, "Template"):
        template = templates.get(str(used.get("TemplateID")))
        if template is not None:
            _lay(page, parsed(package.read(template)), box)
    _lay(page, content, box)
    return page


def _lay(page: OfdPage, content: Element, box: tuple[float, ...]) -> None:
    """Put the text and lines of a page's layers on it."""
    for layer in all_at(content, "Content/Layer"):
        for item in _objects(layer, 0):
            if name_of(item) == "TextObject":
                page.glyphs += _glyphs(item, box)
            else:
                page.rules += _rules(item, box)


def _objects(holder: Element, depth: int) -> Iterator[Element]:
    for item in holder:
        name = name_of(item)
        if name in {"TextObject", "PathObject"} and item.get("Visible", "true") != "false":
            yield item
        elif name == "PageBlock" and depth < _DEEPEST:
            yield from _objects(item, depth + 1)


def _glyphs(item: Element, box: tuple[float, ...]) -> Iterator[Glyph]:
    """The characters of a text object; DeltaX and DeltaY say how far each stands from the one before."""
    left, top = (_numbers(item.get("Boundary", ""), 4) or (0.0, 0.0, 0.0, 0.0))[:2]
    matrix = _numbers(item.get("CTM", ""), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = float(item.get("Size", "0")) * (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
    turn = 0 if abs(matrix[0]) >= abs(matrix[1]) else 90 if matrix[1] > 0 else 270
    for code in all_at(item, "TextCode"):
        text = code.text or ""
        x, y = float(code.get("X", "0")), float(code.get("Y", "0"))
        across, down = _steps(code.get("DeltaX", ""), len(text)), _steps(code.get("DeltaY", ""), len(text))
        for place, char in enumerate(text):
            if place:
                x += across[place - 1] if place <= len(across) else 0.0
                y += down[place - 1] if place <= len(down) else 0.0
            at_x = matrix[0] * x + matrix[2] * y + matrix[4] + left - box[0]
            at_y = matrix[1] * x + matrix[3] * y + matrix[5] + top - box[1]
            pitch = max(across[place : place + 1] or [0.0], default=0.0)
            wide = min(pitch, size) if pitch > 0 else size * (0.5 if char.isascii() else 1.0)
            if size > 0 and math.hypot(at_x, at_y, size) < _FARTHEST:
                yield _glyph(char, (at_x * POINTS, at_y * POINTS), size * POINTS, wide * POINTS, turn)


def _glyph(char: str, pen: tuple[float, float], size: float, wide: float, turn: int) -> Glyph:
    x, y = pen
    if turn == 0:
        return Glyph(char, x, y - _ABOVE * size, x + wide, y + _BELOW * size, size, 0, x, y)
    if turn == 90:
        return Glyph(char, x - _BELOW * size, y, x + _ABOVE * size, y + wide, size, 90, x, y)
    return Glyph(char, x - _ABOVE * size, y - wide, x + _BELOW * size, y, size, 270, x, y)


def _steps(text: str, most: int) -> list[float]:
    """The steps of a text code; "g 5 3.2" stands for five times 3.2."""
    words = text.split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < most:
        if words[at] == "g" and at + 2 < len(words):
            steps += [float(words[at + 2])] * min(int(words[at + 1]), most, _MOST_REPEATS)
            at += 3
        else:
            steps.append(float(words[at]))
            at += 1
    return steps


def _rules(item: Element, box: tuple[float, ...]) -> Iterator[tuple[float, float, float, float]]:
    """The straight lines of a path that run level or upright: the frame of a table."""
    left, top = (_numbers(item.get("Boundary", ""), 4) or (0.0, 0.0, 0.0, 0.0))[:2]
    matrix = _numbers(item.get("CTM", ""), 6) or (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    for line in _LINE.finditer(text_at(item, "AbbreviatedData")):
        ends = []
        for x, y in ((line[1], line[2]), (line[3], line[4])):
            ends.append(matrix[0] * float(x) + matrix[2] * float(y) + matrix[4] + left - box[0])
            ends.append(matrix[1] * float(x) + matrix[3] * float(y) + matrix[5] + top - box[1])
        x0, y0, x1, y1 = (end * POINTS for end in ends)
        if min(abs(x1 - x0), abs(y1 - y0)) < 0.5:
            yield min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _numbers(text: str, count: int) -> tuple[float, ...] | None:
    """So many numbers of a text; None where it holds others."""
    try:
        found = tuple(float(word) for word in text.split())
    except ValueError:
        return None
    return found if len(found) == count and all(abs(number) < _FARTHEST for number in found) else None
