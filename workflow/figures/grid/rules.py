"""Words of the month grid: energy carriers, the facts of a bill and of a row, and which row a bill belongs in.

Nothing is placed where two rows fit; then both are named for a person.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from methods.evidence_checks import Period
from methods.evidence_checks.names import bare
from workflow.i18n import N_, Message, message


class Carrier(StrEnum):
    """What a bill charges and a source uses."""

    ELECTRICITY = "electricity"
    NATURAL_GAS = "natural_gas"
    STEAM = "steam"
    DIESEL = "diesel"
    PETROL = "petrol"
    LPG = "lpg"
    WATER = "water"


class Fact(StrEnum):
    """What decided a bill's place, the surest first."""

    PERSON = "person"
    METER = "meter"
    ACCOUNT = "account"
    REQUEST = "request"
    SELLER = "seller"
    SITE = "site"
    LAYOUT = "layout"
    CARRIER = "carrier"
    PERIOD = "period"
    QUANTITY = "quantity"
    ISSUE_DATE = "issue_date"


# How often a place that rests on this fact is right, as far as can be said beforehand; the weakest one counts.
SURENESS: dict[Fact, Decimal] = {
    Fact.PERSON: Decimal("1.00"), Fact.METER: Decimal("0.99"), Fact.ACCOUNT: Decimal("0.95"),
    Fact.REQUEST: Decimal("0.90"), Fact.SELLER: Decimal("0.80"), Fact.SITE: Decimal("0.80"),
    Fact.LAYOUT: Decimal("0.75"), Fact.CARRIER: Decimal("0.60"), Fact.PERIOD: Decimal("0.98"),
    Fact.QUANTITY: Decimal("0.95"), Fact.ISSUE_DATE: Decimal("0.70"),
}  # fmt: skip
# From here on a person is asked to look whether the bill stands in the right cell.
SURE = Decimal("0.80")
# These name the row itself; the others only tell kinds of rows apart.
_NAMES = (Fact.METER, Fact.ACCOUNT, Fact.REQUEST)

# Carriers that are billed by the month: their empty cell is a bill that is missing.
MONTHLY = frozenset({Carrier.ELECTRICITY, Carrier.NATURAL_GAS, Carrier.STEAM})
_WORDS: dict[Carrier, re.Pattern[str]] = {
    Carrier.ELECTRICITY: re.compile(r"\belectric\w*|\bstrom\w*|électricité|电费|电量|用电|供电|电力"),
    Carrier.NATURAL_GAS: re.compile(r"\bgas(?!ol)\b|\berdgas\w*|\bgaz\b|天然气|燃气|用气"),
    Carrier.STEAM: re.compile(r"\bsteam\b|\bdampf\w*|\bfernwärme\w*|\bvapeur\b|district heat|蒸汽|供热|热力"),
    Carrier.DIESEL: re.compile(r"\bdiesel\w*|\bgazole\b|\bgasoil\b|柴油"),
    Carrier.PETROL: re.compile(r"\bpetrol\b|\bgasoline\b|\bbenzin\w*|汽油"),
    Carrier.LPG: re.compile(r"\blpg\b|liquefied petroleum|\bpropane?\b|\bflüssiggas\b|液化石油气|液化气"),
    Carrier.WATER: re.compile(r"\bwater (?:bill|supply|charge)s?\b|\bwasserrechnung\b|水费|自来水"),
}


def carriers_in(text: str) -> frozenset[Carrier]:
    """The carriers that a text speaks of most; those that it names less than half as often are asides."""
    counts = {carrier: len(words.findall(text.casefold())) for carrier, words in _WORDS.items()}
    most = max(counts.values())
    return frozenset(c for c, count in counts.items() if count and 2 * count >= most)


@dataclass(frozen=True)
class BillRead:
    """One bill as its pages print it; `quantities` are amounts of energy or fuel in the unit printed."""

    page: int
    meter: str | None = None
    account: str | None = None
    seller: str | None = None
    period: Period | None = None
    issued: date | None = None
    invoice_number: str | None = None
    carriers: frozenset[Carrier] = frozenset()
    quantities: frozenset[tuple[Decimal, str]] = frozenset()
    text: str = ""
    layouts: frozenset[int] = frozenset()
    is_from_picture: bool = False
    periods_printed: int = 1


@dataclass(frozen=True)
class GridRow:
    """A row: a meter (M-001) or a source without one (S06)."""

    key: str
    carrier: Carrier | None = None
    meter: str | None = None
    account: str | None = None
    seller: str | None = None
    site: str | None = None
    layouts: frozenset[int] = frozenset()
    is_meter: bool = False
    is_asked: bool = False


@dataclass(frozen=True)
class Choice:
    """The row of a bill with the facts that decided; or none, with the reason and the rows that it may be.

    `opens` says that the bill's meter is new: the row is a source, under which a row of the meter is opened.
    """

    row: str | None
    facts: tuple[Fact, ...] = ()
    opens: bool = False
    reason: Message | None = None
    candidates: tuple[str, ...] = ()


UNKNOWN = N_("Neither a meter, an account nor a kind of energy could be read on it. Choose its row.")
NO_ROW = N_("No row of this case is for {carriers}. Choose a row, or say that it is none of these bills.")
TWO_FIT = N_("More than one row fits what is printed on it: {rows}. Choose the right one.")
TWO_SOURCES = N_("Its meter {meter} is new, and more than one source may use it: {rows}. Choose the source.")
ALMOST = N_(
    "Its meter was read from a picture as {meter}, almost that of {rows}. Compare, and choose the row."
)
ASKED_ELSE = N_("It was sent for {rows}, but {printed} is printed on it. Choose the row.")


def choose_row(bill: BillRead, rows: Sequence[GridRow], sources: Sequence[GridRow]) -> Choice:
    """Which row a bill belongs in; `sources` are all sources of the case, under which a new meter is opened."""
    fits = {row.key: facts for row in rows if (facts := facts_for(bill, row)) is not None}
    for fact in _NAMES:
        named = [key for key, facts in fits.items() if fact in facts]
        if len(named) == 1:
            row = next(row for row in rows if row.key == named[0])
            # Sent for a source whose meters are not known yet: the bill opens the row of its own.
            return Choice(row.key, fits[row.key], opens=not row.is_meter and bool(bill.meter or bill.account))
        if named:
            return _ask(TWO_FIT, named)
    asked = [row.key for row in rows if row.is_asked]
    if len(asked) == 1:
        return _ask(ASKED_ELSE, asked, printed=bill.meter or bill.account or _listed(bill.carriers))
    if bill.meter or bill.account:
        return _choose_for_new(bill, rows, sources, fits)
    weak = [row for row in rows if fits.get(row.key)]
    chosen = weak[0] if len(weak) == 1 else _told_apart(weak, fits)
    if chosen is not None:
        return Choice(chosen.key, fits[chosen.key])
    return _ask(TWO_FIT, [row.key for row in weak]) if weak else _nowhere(bill)


def _told_apart(rows: Sequence[GridRow], fits: dict[str, tuple[Fact, ...]]) -> GridRow | None:
    """The one row of several whose seller or site is printed, while those of all others are known and are not."""
    for fact, known in ((Fact.SELLER, "seller"), (Fact.SITE, "site")):
        named = [row for row in rows if fact in fits[row.key]]
        if len(named) == 1 and all(getattr(row, known) for row in rows):
            return named[0]
    return None


def _nowhere(bill: BillRead) -> Choice:
    reason = message(NO_ROW, carriers=_listed(bill.carriers)) if bill.carriers else message(UNKNOWN)
    return Choice(None, reason=reason)


def _choose_for_new(
    bill: BillRead, rows: Sequence[GridRow], sources: Sequence[GridRow], fits: dict[str, tuple[Fact, ...]]
) -> Choice:
    """The row of a bill whose meter or account no row has: a source under which it is opened."""
    if bill.is_from_picture and bill.meter:
        alike = [row.key for row in rows if row.meter and _almost(bill.meter, row.meter)]
        if alike:
            return _ask(ALMOST, alike, meter=bill.meter)
    # A meter's row that lacks what is printed here may be the one, or this may be another meter.
    unsure = [row.key for row in rows if row.is_meter and fits.get(row.key)]
    found = {row.key: facts for row in sources if (facts := facts_for(bill, row)) is not None}
    likely = [key for key, facts in found.items() if facts]
    if unsure:
        return _ask(TWO_FIT, [*unsure, *likely])
    if len(likely) == 1:
        return Choice(likely[0], found[likely[0]], opens=True)
    return _ask(TWO_SOURCES, likely, meter=bill.meter or bill.account) if likely else _nowhere(bill)


def _ask(sentence: str, keys: Sequence[str], **params: object) -> Choice:
    return Choice(None, reason=message(sentence, rows=", ".join(keys), **params), candidates=tuple(keys))


def _listed(carriers: Iterable[Carrier]) -> str:
    return ", ".join(sorted(carrier.replace("_", " ") for carrier in carriers))


def facts_for(bill: BillRead, row: GridRow) -> tuple[Fact, ...] | None:
    """What speaks for a row, the surest first; None when something printed speaks against it."""
    same_meter = _same(bill.meter, row.meter)
    same_account = _same(bill.account, row.account)
    if same_meter is False or (same_account is False and not same_meter):
        return None
    if bill.carriers and row.carrier and row.carrier not in bill.carriers:
        return None
    held = {
        Fact.METER: same_meter,
        Fact.ACCOUNT: same_account,
        Fact.REQUEST: row.is_asked,
        Fact.SELLER: bool(bill.seller and row.seller and bare(bill.seller) == bare(row.seller)),
        Fact.SITE: bool(row.site and row.site.casefold() in bill.text.casefold()),
        Fact.LAYOUT: bool(bill.layouts & row.layouts),
        Fact.CARRIER: bool(bill.carriers and row.carrier in bill.carriers),
    }
    return tuple(fact for fact, holds in held.items() if holds)


def _same(one: str | None, other: str | None) -> bool | None:
    """Whether two numbers are one; None when either is not known."""
    return bare(one) == bare(other) if one and other else None


def _almost(one: str, other: str) -> bool:
    """True for numbers that differ in one character only, as OCR mistakes them."""
    first, second = bare(one), bare(other)
    return len(first) == len(second) and sum(a != b for a, b in zip(first, second, strict=True)) == 1


def sureness_of(row_facts: Sequence[Fact], month_fact: Fact) -> Decimal:
    """How sure a place is: its surest fact for the row, and that for the month, whichever is weaker."""
    return min(max(SURENESS[fact] for fact in row_facts), SURENESS[month_fact])
