"""Decides whether a dot or a comma is the decimal sign, by evidence: the document, the column, the line.

A print such as "1.234" means two things; it is never guessed from the value alone. Where the evidence is
thin or mixed the reading says so, and the confidence falls.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from evidence.numbers import Printed

SEPARATOR_DOUBT = "the dot or comma in this number can be read in two ways"
_COMMA_WORDS = re.compile(
    r"(?i)\b(?:und|der|die|das|dem|den|von|nach|aus|nicht|mit|für|Rechnung|Menge|Betrag|MwSt|USt|Summe|Datum|"
    r"facture|Montant|TVA|du|les|des|par|et|Strom|Erdgas|Einheit|Jahr|Monat|Quelle|Emissionen|"
    r"factuur|Bedrag|BTW|Aantal|importe|fecha|fattura|totale|Zähler|Verbrauch|januar|februar|mai|juni|juli|"
    r"oktober|dezember|janvier|juin|juillet|septembre|octobre)\b|"
    # Letters that English does not have.
    r"[^\W\d_]*[äöüßéèêçàùñ][^\W\d_]*"
)
_DOT_WORDS = re.compile(
    r"(?i)\b(?:the|and|of|for|from|by|with|in|to|total|year|month|unit|source|electricity|gas|water|amount|"
    r"emissions|charges?|bill|period|service|due|usage)\b|[\u4e00-\u9fff]{2,}"
)


@dataclass(slots=True)
class Votes:
    """How many printed numbers can only be read with a dot, or only with a comma, as the decimal sign."""

    dot: int = 0
    comma: int = 0

    def count(self, numbers: Iterable[Printed]) -> Votes:
        """Add the numbers that can mean one thing only; returns self."""
        for number in numbers:
            if number.with_dot is not None and number.with_comma is None:
                self.dot += 1
            elif number.with_comma is not None and number.with_dot is None:
                self.comma += 1
        return self

    def add(self, other: Votes) -> Votes:
        """The sum of both."""
        return Votes(self.dot + other.dot, self.comma + other.comma)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The committed value and whether the separator stays in doubt."""

    value: Decimal
    doubtful: bool


def prefers_comma(votes: Votes, text: str) -> bool:
    """Whether the document writes the comma as decimal sign; with no vote its language decides."""
    if votes.dot != votes.comma:
        return votes.comma > votes.dot
    head = text[:20_000]
    commas = len(_COMMA_WORDS.findall(head))
    return commas >= 2 and commas > len(_DOT_WORDS.findall(head))


def choose(number: Printed, near: Votes, document: Votes, document_text_prefers_comma: bool) -> Chosen:
    """The value of one number: certain prints first, then its column and line, then the document.

    `near` counts the numbers of the same column and line. A number that only one sign can explain is taken so
    even against the document, but stays in doubt when three digits follow a lone separator in another habit.
    """
    if number.with_dot is None or number.with_comma is None or number.with_dot == number.with_comma:
        value = number.with_dot if number.with_dot is not None else number.with_comma
        assert value is not None
        return Chosen(value, doubtful=False)
    if near.dot != near.comma and min(near.dot, near.comma) == 0:
        comma = near.comma > near.dot
        against = document.dot if comma else document.comma
        return Chosen(
            number.with_comma if comma else number.with_dot, doubtful=against > 3 * (near.dot + near.comma)
        )
    comma = document_text_prefers_comma
    mixed = min(document.dot, document.comma) > 0.15 * max(document.dot, document.comma)
    return Chosen(number.with_comma if comma else number.with_dot, doubtful=mixed)
