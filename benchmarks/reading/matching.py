"""Says whether what was read is what is printed: value, place, unit, period and label, each by its rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from evidence.reading import Figure

Corners = tuple[float, float, float, float]
Span = tuple[date, date]

NEAR_POINTS = 2.0
LABEL_SHARE = Decimal("0.6")
# A unit that the print leaves open: what is bound to it is not scored.
OPEN = "open"
# What one unit is printed as. Case is not told apart; scale is: t CO2e is not kt CO2e.
_SAME = {
    "€": "eur", "euro": "eur", "euros": "eur", "$": "usd", "us$": "usd", "£": "gbp", "¥": "cny", "￥": "cny",
    "元": "cny", "rmb": "cny", "人民币": "cny", "percent": "%", "m²": "m2", "qm": "m2", "m³": "m3",
    "litres": "l", "litre": "l", "liter": "l", "liters": "l", "ltr": "l", "therm": "therms", "tonnes": "t",
    "tons": "t", "tonne": "t",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Printed:
    """One true figure. `values` are the values its print may stand for; `label` are the row's words."""

    values: frozenset[Decimal]
    raw: str
    page: int
    box: Corners | None = None
    cell: str | None = None
    unit: str | None = OPEN
    period: Span | None = None
    label: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Match:
    """A true figure, what was read at its place (or nothing), and which of its bonds are right."""

    document: str
    truth: Printed
    figure: Figure | None
    unit: bool = False
    period: bool = False
    label: bool = False

    @property
    def whole(self) -> bool:
        """Whether value, place, unit, period and label are all right."""
        return self.figure is not None and self.unit and self.period and self.label


@dataclass(slots=True)
class Score:
    """All matches of a set of documents, and the figures that match nothing that is printed."""

    matches: list[Match] = field(default_factory=list)
    extra: list[tuple[str, Figure]] = field(default_factory=list)


def match(document: str, truths: Sequence[Printed], figures: Sequence[Figure]) -> Score:
    """Give each true figure the read figure at its place with its value; no figure serves twice."""
    score = Score()
    left = list(figures)
    for truth in truths:
        hit = next((figure for figure in left if _is_at(truth, figure)), None)
        if hit is None:
            score.matches.append(Match(document, truth, None))
            continue
        left.remove(hit)
        score.matches.append(
            Match(
                document,
                truth,
                hit,
                unit=truth.unit == OPEN or unit_key(hit.unit) == unit_key(truth.unit),
                period=_span(hit) == truth.period,
                label=names_row(hit.label, truth.label),
            )
        )
    score.extra = [(document, figure) for figure in left]
    return score


def _is_at(truth: Printed, figure: Figure) -> bool:
    if figure.page != truth.page or figure.value not in truth.values:
        return False
    if truth.cell is not None:
        return figure.cell is not None and figure.cell.replace(" ", "") == truth.cell.replace(" ", "")
    return truth.box is None or (
        figure.box is not None
        and holds_centre(truth.box, (figure.box.x0, figure.box.top, figure.box.x1, figure.box.bottom))
    )


def holds_centre(outer: Corners, inner: Corners, pad: float = NEAR_POINTS) -> bool:
    """Whether the middle of `inner` lies in `outer`, give or take `pad` points."""
    x, y = (inner[0] + inner[2]) / 2, (inner[1] + inner[3]) / 2
    return outer[0] - pad <= x <= outer[2] + pad and outer[1] - pad <= y <= outer[3] + pad


def _span(figure: Figure) -> Span | None:
    period = figure.period
    return None if period is None or not (period.start and period.end) else (period.start, period.end)


def unit_key(unit: str | None) -> str | None:
    """One spelling for the spellings of a unit; two units of different scale never meet."""
    if not unit:
        return None
    key = re.sub(r"[\s\[\]()（）]", "", unit).lower().translate(str.maketrans("₂²³", "223"))
    parts = [_SAME.get(part, part) for part in key.split("/")]
    return re.sub(r"(?:tonnesco2|tco2)(?=e|$)", "tco2", "/".join(parts))


def label_words(text: str) -> frozenset[str]:
    """The words of a label: runs of at least two letters; each Chinese character is a word."""
    latin = re.findall(r"[^\W\d_\u4e00-\u9fff]{2,}", text.lower())
    return frozenset(latin) | frozenset(re.findall(r"[\u4e00-\u9fff]", text))


def names_row(label: str | None, words: frozenset[str], *, glued: bool = False) -> bool:
    """Whether the label holds 60 % of the row's words.

    `glued` also takes a true word that is the label's own words without their spaces: some truths were made
    by an engine that lost the spaces ("highschoolgraduates").
    """
    if not words:
        return True
    said = label_words(label or "")
    run = re.sub(r"[^\w]|\d", "", (label or "").lower())
    held = sum(word in said or (glued and len(word) > 6 and word in run) for word in words)
    return held >= LABEL_SHARE * len(words)
