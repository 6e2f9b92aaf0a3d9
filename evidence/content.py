"""Takes a page's content stream apart with one pattern; what is unusual in it is left to pdfminer.

pdfminer reads a stream character by character, which is most of the time that a page takes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from pdfminer.psparser import LIT

# A longer stream is left to pdfminer, which keeps one object at a time.
LONGEST = 8_000_000
_PATTERNS = {
    "space": rb"[\s\0]+",
    "whole": rb"[-+]?[0-9]+(?![0-9.])",
    "real": rb"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)",
    "text": rb"\([^()\\]*+\)",
    "operator": rb"(?:[A-Za-z][^#/%\[\]()<>{}\s]*+|['\"])",
    "name": rb"/[^#/%\[\]()<>{}\s]*+(?!#)",
    "open": rb"\[",
    "close": rb"\]",
    "hex": rb"<[0-9a-fA-F\s]*+>",
    "escaped": rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)",
    "begin": rb"<<",
    "end": rb">>",
    "comment": rb"%[^\r\n]*+",
}
_TOKEN = re.compile(b"|".join(b"(%b)" % pattern for pattern in _PATTERNS.values()), re.S)
_SPACE, _WHOLE, _REAL, _TEXT, _OPERATOR, _NAME, _OPEN, _CLOSE, _HEX, _ESCAPED, _BEGIN, _END, _COMMENT = range(
    1, len(_PATTERNS) + 1
)
_NOTHING, _OPENS, _CLOSES = (
    frozenset({_SPACE, _COMMENT}),
    frozenset({_OPEN, _BEGIN}),
    frozenset({_CLOSE, _END}),
)
_BACKSLASH = re.compile(rb"\\(?:([0-7]{1,3})|(\r\n|.))", re.S)
_MEANT = {
    b"b": b"\b",
    b"t": b"\t",
    b"n": b"\n",
    b"f": b"\f",
    b"r": b"\r",
    b"\r\n": b"",
    b"\n": b"",
    b"\r": b"",
}
_HEX_PAIR = re.compile(rb"[0-9a-fA-F]{1,2}")
_CONSTANTS = {b"true": True, b"false": False}

Operation = tuple[bytes, list[Any]]


class Unusual(Exception):
    """The stream holds something that is left to pdfminer: pictures in line, broken syntax, too much of it."""


def operations_of(content: bytes) -> list[Operation]:
    """Each operator with the operands before it, as the objects that pdfminer makes; raises Unusual."""
    if len(content) > LONGEST:
        raise Unusual
    operations: list[Operation] = []
    operands: list[Any] = []
    # The arrays and dictionaries that stand open, each with the operands before it.
    outer: list[tuple[int, list[Any]]] = []
    at = 0
    for found in _TOKEN.finditer(content):
        if found.start() != at:
            raise Unusual
        at = found.end()
        kind = found.lastindex
        if kind in _NOTHING:
            continue
        if kind == _OPERATOR:
            word = found[0]
            if word in _CONSTANTS:
                operands.append(_CONSTANTS[word])
            elif outer or word == b"BI":
                raise Unusual
            else:
                operations.append((word, operands))
                operands = []
        elif kind in _OPENS:
            outer.append((kind, operands))
            operands = []
        elif kind in _CLOSES:
            operands = _closed(kind, outer, operands)
        else:
            operands.append(_VALUE[kind](found[0]))  # type: ignore[index]
    if at != len(content) or outer:
        raise Unusual
    return operations


def _closed(kind: int, outer: list[tuple[int, list[Any]]], held: list[Any]) -> list[Any]:
    """The operands before an array or dictionary, with it as the last of them."""
    if not outer or (outer[-1][0] == _OPEN) != (kind == _CLOSE):
        raise Unusual
    _, operands = outer.pop()
    if kind == _CLOSE:
        operands.append(held)
        return operands
    keys, values = held[::2], held[1::2]
    if len(keys) != len(values) or not all(hasattr(key, "name") for key in keys):
        raise Unusual
    operands.append({key.name: value for key, value in zip(keys, values, strict=True)})
    return operands


def _name(token: bytes) -> Any:
    try:
        return LIT(token[1:].decode())
    except UnicodeDecodeError:
        return LIT(token[1:])


def _unescaped(token: bytes) -> bytes:
    return _BACKSLASH.sub(_meant, token[1:-1])


def _meant(found: re.Match[bytes]) -> bytes:
    if found[1] is not None:
        code = int(found[1], 8)
        if code > 255:
            raise Unusual
        return bytes((code,))
    return _MEANT.get(found[2], found[2])


def _from_hex(token: bytes) -> bytes:
    digits = b"".join(token[1:-1].split())
    if len(digits) % 2 == 0:
        return bytes.fromhex(digits.decode())
    return bytes(int(pair, 16) for pair in _HEX_PAIR.findall(digits))


_VALUE: dict[int, Callable[[bytes], Any]] = {
    _WHOLE: int,
    _REAL: float,
    _TEXT: lambda token: token[1:-1],
    _NAME: _name,
    _HEX: _from_hex,
    _ESCAPED: _unescaped,
}
