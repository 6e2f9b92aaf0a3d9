"""Contract to canonical bytes and back: RFC 8785 JSON, decimals as text, dates as ISO 8601."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import rfc8785

Contract = TypeVar("Contract")
# Metadata of a field that a contract got after some were frozen: left out while it is empty, so that the
# contracts of before keep their bytes and can be read.
ADDED_LATER = types.MappingProxyType({"added_later": True})


class ContractError(ValueError):
    """The JSON is not the canonical form of the contract that was asked for."""


def canonical(contract: object) -> bytes:
    """Return the RFC 8785 JSON of a frozen contract.

    Decimals become text in plain notation as given (``24883.30`` keeps its zero), dates ISO text, instants
    UTC with a Z. Raises ContractError on a float, a naive time or a type that no contract may hold.
    """
    return rfc8785.dumps(cast(Any, _encode(contract)))


def contract_hash(contract: object) -> str:
    """Return the SHA-256 of the canonical JSON, 64 lower-case hex digits."""
    return hashlib.sha256(canonical(contract)).hexdigest()


def from_json(kind: type[Contract], raw: bytes) -> Contract:
    """Read a contract back; raises ContractError when a field is missing, unknown or of the wrong type."""
    try:
        value = json.loads(raw)
    except ValueError as error:
        raise ContractError(f"This is not JSON: {error}") from error
    return cast(Contract, _decode(kind, value, kind.__name__))


def _encode(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Decimal | date):
        return _encode_text(value)
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        return {
            field.name: _encode(getattr(value, field.name))
            for field in dataclasses.fields(value)
            if not (_is_later(field) and getattr(value, field.name) == field.default)
        }
    raise ContractError(f"A contract cannot hold a value of type {type(value).__name__}.")


def _is_later(field: dataclasses.Field[Any]) -> bool:
    return bool(field.metadata.get("added_later"))


def _encode_text(value: Decimal | date) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ContractError("A contract holds finite numbers only.")
        return format(value, "f")
    if not isinstance(value, datetime):
        return value.isoformat()
    if value.tzinfo is None:
        raise ContractError("A contract holds instants with their zone only.")
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _decode(kind: Any, value: object, where: str) -> object:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        if value is None:
            return None
        (inner,) = [option for option in get_args(kind) if option is not types.NoneType]
        return _decode(inner, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise ContractError(f"{where} must be a list.")
        item_kind = get_args(kind)[0]
        return tuple(_decode(item_kind, item, f"{where}[{at}]") for at, item in enumerate(value))
    if dataclasses.is_dataclass(kind):
        return _decode_fields(kind, value, where)
    return _decode_scalar(kind, value, where)


@cache
def _fields_of(kind: Any) -> tuple[set[str], set[str], dict[str, Any]]:
    """The names of a contract's fields, those of them that were added later, and their types."""
    fields = dataclasses.fields(kind)
    later = {field.name for field in fields if _is_later(field)}
    return {field.name for field in fields}, later, get_type_hints(kind)


def _decode_fields(kind: Any, value: object, where: str) -> object:
    names, later, hints = _fields_of(kind)
    if not isinstance(value, dict) or not names - later <= set(value) <= names:
        found = set(value) if isinstance(value, dict) else set()
        wrong = ", ".join(sorted((names - later) - found | found - names)) or "everything"
        raise ContractError(f"{where} does not have exactly the fields of {kind.__name__}: {wrong}.")
    held = names & set(value)
    return kind(**{name: _decode(hints[name], value[name], f"{where}.{name}") for name in held})


def _decode_scalar(kind: Any, value: object, where: str) -> object:
    if kind in (bool, int) and type(value) is kind:
        return value
    if isinstance(value, str):
        try:
            return _decode_text(kind, value)
        except (ValueError, ArithmeticError) as error:
            raise ContractError(f"{where} holds {value!r}, which is not a {kind.__name__}.") from error
    raise ContractError(f"{where} holds {value!r}, which is not a {kind.__name__}.")


def _decode_text(kind: Any, value: str) -> object:
    if kind is Decimal:
        number = Decimal(value)
        if not number.is_finite():
            raise ValueError("not finite")
        return number
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if kind is str or issubclass(kind, Enum):
        return kind(value)
    raise ValueError("text where another type belongs")
