"""Fields of the SBT documents: each knows its label, its unit, where it comes from and who can state it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

Stated = TypeVar("Stated")


class Stater(StrEnum):
    """Who can state what a document lacks."""

    OFFICE = "the project office"
    SIGNATORY = "the group's signatory"
    BOARD = "the board"
    FINANCE = "the finance department"
    LEGAL = "the company secretary"
    INVENTORY = "the preparer of the GHG inventory"
    BODY = "the verification body, by its statement"
    OWNER = "the owner of the lever"
    VALIDATOR = "the validation service, by its decision"


@dataclass(frozen=True, slots=True)
class FieldTerms:
    """What a field means: its label, who can state it, in which unit, and a sentence with its source."""

    label: str
    by: Stater
    about: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A field with its value; `value` is None, empty or () where nobody stated it."""

    name: str
    value: Any
    terms: FieldTerms

    @property
    def is_stated(self) -> bool:
        """Say whether somebody stated it; "no" and 0 are statements."""
        return self.value is not None and self.value not in {"", ()}


def stated(
    default: Stated, label: str, by: Stater, about: str, unit: str = "", *, added_later: bool = False
) -> Stated:
    """Declare a field that a document prints; it may stay at its default, and is then printed as not stated.

    `unit` is "t CO2e", "share" (0.42 is 42 %), "year", "currency" and so on, "" where there is none. What is
    `added_later` is left out of the hashed bytes while nobody stated it, so that contracts of before can be read.
    """
    terms = FieldTerms(label=label, by=by, about=about, unit=unit)
    return dataclasses.field(default=default, metadata={"terms": terms, "added_later": added_later})


def facts_of(part: Any) -> tuple[Fact, ...]:
    """Return the fields of a part of a contract in their order, as forms and documents print them."""
    return tuple(
        Fact(item.name, getattr(part, item.name), item.metadata["terms"])
        for item in dataclasses.fields(part)
        if "terms" in item.metadata
    )
