"""A reader of parts that dies, hangs or lies at a page, as the name of the file tells it; else the product's."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evidence import readers
from evidence.parts import Share
from evidence.reading import Kind, Page, Reading, ReadLimits

BAD_PAGE = 4


def read(path: Path, limits: ReadLimits, kind: Kind) -> Reading:
    """As the product reads."""
    return readers.read(path, limits, kind)


def read_parts(path: Path, limits: ReadLimits, kind: Kind, share: Share) -> Iterator[tuple[Page, ...]]:
    """As the product reads, but for the pages that the file's name speaks of."""
    name = path.stem
    for part, pages in zip(share.parts, readers.read_parts(path, limits, kind, share), strict=True):
        if name == "always raises" or (name == "odd raise" and any(page % 2 for page in part.pages)):
            raise ValueError(name)
        if BAD_PAGE not in part.pages:
            yield pages
            continue
        match name:
            case "dies":
                os.abort()
            case "raises":
                raise ValueError(name)
            case "hangs":
                time.sleep(60)
            case "fills the memory":
                bytearray(4_000_000_000)
            case "lies":
                yield tuple(replace(page, number=page.number + 1) for page in pages)
            case _:
                yield pages
