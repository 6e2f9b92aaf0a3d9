"""Weighs the pages of a PDF before anything draws them: bytes of drawing, a form counted as often as it is drawn."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import literal_name

_DRAWN = re.compile(rb"/([^\x00\t\n\f\r ()<>\[\]{}/%]+)\s+Do\b")
_FLATE = {"FlateDecode", "Fl"}
_DEEPEST = 100


def page_weights(path: Path, most: int) -> Iterator[int]:
    """For each page the bytes of its drawing, unpacked; what weighs more than `most` is told as `most` + 1.

    A form of a page counts as often as it is drawn, and so do the forms in it: ten small forms that each draw
    the next ten times weigh ten thousand million. Ends early where the file cannot be followed: then it is
    for the readers to say what is wrong with it.
    """
    with path.open("rb") as file:
        scale = _Scale(most)
        try:
            for page in PDFPage.create_pages(PDFDocument(PDFParser(file))):
                yield scale.weigh(page.contents, page.resources)
        except MemoryError:
            raise
        except Exception:  # pdfminer raises many kinds for a broken file; the readers name what is wrong
            return


class _Scale:
    """Weighs contents with their forms, each form once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[int, int] = {}

    def weigh(self, contents: Sequence[Any], resources: Any, depth: int = 0) -> int:
        """Bytes of these streams and of all they draw, `most` + 1 at the most."""
        weight = 0
        drawn: Counter[str] = Counter()
        for content in contents:
            stream = resolve1(content)
            if not isinstance(stream, PDFStream):
                continue
            unpacked = _unpacked(stream, self._most + 1)
            weight += len(unpacked)
            if weight > self._most:
                return self._most + 1
            drawn.update(name.decode("latin-1") for name in _DRAWN.findall(unpacked))
        named = _forms_of(resources) if drawn else {}
        for name, times in drawn.items():
            weight += times * self._weigh_form(named.get(name), resources, depth)
        return min(weight, self._most + 1)

    def _weigh_form(self, reference: Any, resources: Any, depth: int) -> int:
        form = resolve1(reference)
        if not isinstance(form, PDFStream) or _name(form.get("Subtype")) != "Form":
            return 0
        key = form.objid or id(form)
        if key not in self._known:
            # A form that draws itself is drawn once by the readers; the deepest nesting counts as too heavy.
            self._known[key] = 0
            own = form.get("Resources", resources)
            self._known[key] = self.weigh([form], own, depth + 1) if depth < _DEEPEST else self._most + 1
        return self._known[key]


def _forms_of(resources: Any) -> dict[str, Any]:
    held = resolve1(resources)
    forms = resolve1(held.get("XObject")) if isinstance(held, dict) else None
    return forms if isinstance(forms, dict) else {}


def _name(value: Any) -> str:
    return str(literal_name(resolve1(value))) if value is not None else ""


def _unpacked(stream: PDFStream, most: int) -> bytes:
    """The content of a stream packed by Flate, as far as `most` bytes; of other packings the bytes as stored."""
    content: bytes = stream.rawdata or b""
    if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
        content = stream.decipher(stream.objid, stream.genno, content, stream.attrs)
    for name, _ in stream.get_filters():
        if _name(name) not in _FLATE:
            break
        try:
            content = zlib.decompressobj().decompress(content, most)
        except zlib.error:
            break
    return content
