"""The sentences in which a target is published, from its fields and from nothing else (own wording)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from methods.sentence import Sentence, percent, sentence
from methods.uncomputable import Uncomputable


class Wording(StrEnum):
    """The kinds of target sentence."""

    ABSOLUTE_1_2 = "absolute_scopes_1_2"
    ABSOLUTE_3 = "absolute_scope_3"
    INTENSITY_3 = "intensity_scope_3"
    ENGAGEMENT = "engagement"
    RENEWABLE = "renewable_electricity"
    NET_ZERO = "net_zero"


@dataclass(frozen=True, slots=True)
class WordingFields:
    """What the sentences are made of; shares are fractions (0.42), a field that a sentence lacks may be None.

    `timeframe_follows`: the sentence stands after one with the same years and says "the same timeframe".
    """

    company: str
    base_year: int | None = None
    target_year: int | None = None
    reduction: Decimal | None = None
    share: Decimal | None = None
    base_share: Decimal | None = None
    categories: str | None = None
    unit: str | None = None
    weighed_by: str | None = None
    timeframe_follows: bool = False
    has_bioenergy: bool = False


FOOTNOTE = "*The target boundary includes land-related emissions and removals from bioenergy feedstocks."
TEMPLATES: dict[Wording, str] = {
    Wording.ABSOLUTE_1_2: "%(company)s commits to reduce absolute scope 1 and 2 GHG emissions %(reduction)s%% by "
    "%(target_year)s from a %(base_year)s base year.",
    Wording.ABSOLUTE_3: "%(company)s commits to reduce absolute scope 3 GHG emissions from %(categories)s "
    "%(reduction)s%% by %(target_year)s from a %(base_year)s base year.",
    Wording.INTENSITY_3: "%(company)s commits to reduce scope 3 GHG emissions %(reduction)s%% per %(unit)s by "
    "%(target_year)s from a %(base_year)s base year.",
    Wording.ENGAGEMENT: "%(company)s commits that %(share)s%% of its suppliers by %(weighed_by)s covering "
    "%(categories)s will have science-based targets by %(target_year)s.",
    Wording.RENEWABLE: "%(company)s commits to increase active annual sourcing of renewable electricity from "
    "%(base_share)s%% in %(base_year)s to %(share)s%% by %(target_year)s.",
    Wording.NET_ZERO: "%(company)s commits to reach net-zero greenhouse gas emissions across the value chain by "
    "%(target_year)s.",
}
SAME_TIMEFRAME = (
    "%(company)s commits to reduce absolute scope 3 GHG emissions from %(categories)s %(reduction)s%% within the "
    "same timeframe."
)
_SHARES = ("reduction", "share", "base_share")
_NAMES = ("company", "base_year", "target_year", *_SHARES, "categories", "unit", "weighed_by")


def word_target(kind: Wording, fields: WordingFields) -> Sentence:
    """Return the sentence of a target; with bioenergy it ends in the mark of FOOTNOTE (NT-09).

    Raises Uncomputable naming every field that the sentence needs and that is not given.
    """
    is_short = kind is Wording.ABSOLUTE_3 and fields.timeframe_follows
    template = SAME_TIMEFRAME if is_short else TEMPLATES[kind]
    values = {name: getattr(fields, name) for name in _NAMES if f"%({name})s" in template}
    missing = [name.replace("_", " ") for name, value in values.items() if value in {None, ""}]
    if missing:
        raise Uncomputable("The sentence of this target lacks: %(fields)s.", fields=", ".join(missing))
    printed = {name: percent(value) if name in _SHARES else value for name, value in values.items()}
    return sentence(f"{template}*" if fields.has_bioenergy else template, **printed)
