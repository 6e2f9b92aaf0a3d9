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
_NUMBER = rb"[-+]?+(?:[0-9]{1,12}+(?:\.[0-9]{0,12}+)?+|\.[0-9]{1,12}+)"
_OPERATOR_ENDS = rb"(?![^/%\[\]()<>{}\s])"
# First whole operations of the kinds that most of a page consists of; what follows takes the others apart.
_PATTERNS = {
    # At most six numbers, so that a long array of them is not tried again from each of its numbers.
    "numbers": rb"(?:%b[\s]++){1,6}+(?!true|false|BI)[A-Za-z]++\*?+%b" % (_NUMBER, _OPERATOR_ENDS),
    "shown": rb"\([^()\\]*+\)\s*+Tj%b" % _OPERATOR_ENDS,
    "spaced": rb"\[(?:\s*+(?:\([^()\\]*+\)|%b(?![0-9.])))*+\s*+\]\s*+TJ%b" % (_NUMBER, _OPERATOR_ENDS),
    # Marked content prints nothing itself.
    "marked": rb"/[A-Za-z0-9]++\s*+(?:<<[^<>()%%]*+>>\s*+BDC|BMC)%b" % _OPERATOR_ENDS,
    "operator": rb"(?:[A-Za-z][^#/%\[\]()<>{}\s]*+|['\"])",
    "space": rb"[\s\0]+",
    "whole": rb"[-+]?[0-9]+(?![0-9.])",
    "real": rb"[-+]?(?:[0-9]+\.[0-9]*|\.[0-9]+)",
    "text": rb"\([^()\\]*+\)",
    "name": rb"/[^#/%\[\]()<>{}\s]*+(?!#)",
    "open": rb"\[",
    "close": rb"\]",
    "hex": rb"<[0-9a-fA-F\s]*+>",
    "escaped": rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*+\))*+\))*+\)",
    "begin": rb"<<",
    "end": rb">>",
    "comment": rb"%[^\r\n]*+",
}
# The space behind goes with each, so that it is no token of its own.
_TOKEN = re.compile(rb"(?:%b)[\s\0]*+" % b"|".join(b"(%b)" % one for one in _PATTERNS.values()), re.S)
(
    _NUMBERS, _SHOWN, _SPACED, _MARKED, _OPERATOR, _SPACE, _WHOLE, _REAL, _TEXT, _NAME, _OPEN, _CLOSE, _HEX,
    _ESCAPED, _BEGIN, _END, _COMMENT,
) = range(1, len(_PATTERNS) + 1)  # fmt: skip
_PIECE = re.compile(rb"\(([^()]*+)\)|([-+0-9.]++)")
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
        kind: int = found.lastindex  # type: ignore[assignment]
        if kind in _NOTHING:
            continue
        token = found[kind]
        if kind <= _OPERATOR and token not in _CONSTANTS:
            if outer or token == b"BI":
                raise Unusual
            if kind != _MARKED:
                name, held = _WHOLE_OPERATIONS[kind](token)
                operations.append((name, operands + held))
            operands = []
        elif kind in _OPENS:
            outer.append((kind, operands))
            operands = []
        elif kind in _CLOSES:
            operands = _closed(kind, outer, operands)
        else:
            operands.append(_VALUE[kind](token))
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


def _numbers(operation: bytes) -> Operation:
    words = operation.split()
    name = words.pop()
    return name, [float(word) for word in words]


def _shown(operation: bytes) -> Operation:
    return b"Tj", [operation[1 : operation.rindex(b")")]]


def _spaced(operation: bytes) -> Operation:
    return b"TJ", [[float(number) if number else text for text, number in _PIECE.findall(operation)]]


_WHOLE_OPERATIONS: dict[int, Callable[[bytes], Operation]] = {
    _NUMBERS: _numbers,
    _SHOWN: _shown,
    _SPACED: _spaced,
    _OPERATOR: lambda word: (word, []),
}
_VALUE: dict[int, Callable[[bytes], Any]] = {
    _OPERATOR: _CONSTANTS.__getitem__,
    _WHOLE: int,
    _REAL: float,
    _TEXT: lambda token: token[1:-1],
    _NAME: _name,
    _HEX: _from_hex,
    _ESCAPED: _unescaped,
}
