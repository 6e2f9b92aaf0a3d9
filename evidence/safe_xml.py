"""Parses XML of strangers: no document type, no entity of its own, no depth or number beyond bounds."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, TreeBuilder, XMLParser

DOCTYPE = "it declares an XML document type of its own, as harmful files do"
DAMAGED = "it is damaged"
TOO_LARGE = "it holds more than is read"
_DEEPEST, _MOST = 100, 200_000


class XmlRefused(Exception):
    """The XML is not parsed; the message is the end of a sentence: "it is damaged"."""


class _Bounded(TreeBuilder):
    """Builds the tree and stops at the first document type, before any entity of it is known."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = self._count = 0

    def doctype(self, _name: str, _public: str | None, _system: str | None) -> None:
        raise XmlRefused(DOCTYPE)

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        self._count += 1
        if self._depth > _DEEPEST or self._count > _MOST:
            raise XmlRefused(TOO_LARGE)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)


def parsed(content: bytes) -> Element:
    """The root element; raises XmlRefused."""
    parser = XMLParser(target=_Bounded())  # noqa: S314  it stops at a document type, a depth and a number
    try:
        parser.feed(content)
        root: Element = parser.close()
    except (ParseError, ValueError, LookupError) as error:
        raise XmlRefused(DAMAGED) from error
    return root


def name_of(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def all_at(element: Element, path: str) -> Iterator[Element]:
    """Elements below by local names: "Invoice/Line" whatever the namespaces are."""
    first, _, rest = path.partition("/")
    for child in element:
        if name_of(child) == first:
            if rest:
                yield from all_at(child, rest)
            else:
                yield child


def text_at(element: Element, *paths: str) -> str:
    """The text of the first element that stands at one of the paths and holds any."""
    found = ((one.text or "").strip() for path in paths for one in all_at(element, path))
    return next((text for text in found if text), "")
