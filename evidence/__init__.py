"""Reads evidence: bytes become facts with a place; nothing here knows a case, a person, a clock or the web.

`evidence.readers.read(path, limits, kind)` gives a frozen Reading for one file, whatever its kind; it runs in
the sandboxed child, and only there are the parsing libraries imported.
"""

from evidence.reading import (
    READER_VERSION,
    Box,
    Cell,
    Field,
    Figure,
    Kind,
    Other,
    Page,
    Period,
    Reading,
    ReadLimits,
    Table,
    Word,
)
from evidence.reading_json import MalformedReadingError, from_json, to_json

__all__ = [
    "READER_VERSION",
    "Box",
    "Cell",
    "Field",
    "Figure",
    "Kind",
    "MalformedReadingError",
    "Other",
    "Page",
    "Period",
    "ReadLimits",
    "Reading",
    "Table",
    "Word",
    "from_json",
    "to_json",
]
