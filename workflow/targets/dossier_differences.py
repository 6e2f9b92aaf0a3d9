"""Two contracts of one kind, field by field: what was, what is; pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from reports.sbt_contract import VersionChange

NOTHING = "not stated"
BETWEEN = " › "
LONGEST = 240
# The head names version and day, which differ always; what stands for an item in its list, the first that it has.
SKIPPED = frozenset({"header"})
KEYS = (
    ("target_id", "rule_set_id", "rule_id"), ("lever_id", "year"), ("lever_id",), ("target_id",),
    ("kind", "category"), ("category",), ("number", "revision"), ("label", "reach"), ("year",), ("source",),
    ("name",), ("title",), ("reason",),
)  # fmt: skip


def differences(was: Any, now: Any) -> tuple[VersionChange, ...]:
    """Every field in which two contracts of one type differ, in the order of the contract."""
    return tuple(_walk("", was, now))


def _walk(where: str, was: Any, now: Any) -> Iterator[VersionChange]:
    if was == now:
        return
    if dataclasses.is_dataclass(now) and type(was) is type(now):
        for field in dataclasses.fields(now):
            if field.name not in SKIPPED:
                place = _under(where, _label(field))
                yield from _walk(place, getattr(was, field.name), getattr(now, field.name))
    elif _has_items(was) or _has_items(now):
        yield from _walk_items(where, was or (), now or ())
    else:
        yield VersionChange(where=where, was=_shown(was), now=_shown(now))


def _walk_items(where: str, was: tuple[Any, ...], now: tuple[Any, ...]) -> Iterator[VersionChange]:
    """Items are the same when their keys are: then their fields are compared, else one came or went."""
    before, after = _by_key(was), _by_key(now)
    for key in [*before, *(key for key in after if key not in before)]:
        place = _under(where, key)
        if key not in after:
            yield VersionChange(where=place, was=_shown(before[key]), now=NOTHING)
        elif key not in before:
            yield VersionChange(where=place, was=NOTHING, now=_shown(after[key]))
        else:
            yield from _walk(place, before[key], after[key])


def _by_key(items: tuple[Any, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in items:
        key = first = _key(item)
        at = 2
        while key in found:
            key, at = f"{first} ({at})", at + 1
        found[key] = item
    return found


def _key(item: Any) -> str:
    for names in KEYS:
        if all(hasattr(item, name) for name in names):
            parts = (_shown(getattr(item, name)) for name in names if getattr(item, name) not in (None, ""))
            return " ".join(parts)
    return _shown(item)


def _has_items(value: Any) -> bool:
    return isinstance(value, tuple) and any(dataclasses.is_dataclass(item) for item in value)


def _label(field: dataclasses.Field[Any]) -> str:
    terms = field.metadata.get("terms")
    return terms.label if terms is not None else field.name.replace("_", " ")


def _under(where: str, name: str) -> str:
    return f"{where}{BETWEEN}{name}" if where else name[:1].upper() + name[1:]


def _shown(value: Any) -> str:
    """A value as text; of a row its fields in their order, cut where it is long."""
    if value is None or value in ("", ()):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return _cut(", ".join(_shown(item) for item in value))
    if dataclasses.is_dataclass(value):
        parts = (getattr(value, field.name) for field in dataclasses.fields(value))
        return _cut("; ".join(_shown(part) for part in parts if part is not None and part not in ("", ())))
    return _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
