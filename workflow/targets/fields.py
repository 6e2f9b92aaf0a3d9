"""What people state of a submission and of a target, field by field: how it is typed, read, kept and shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from workflow.i18n import N_, Message, message
from workflow.targets.rules import INTENSITIES, SCOPE_2_APPROACHES, SCOPE_3_CATEGORIES, TargetKind

LONGEST_TEXT = 2000
Known = Mapping[str, object]


class Shape(StrEnum):
    """How a field is typed."""

    TEXT = "text"
    LIST = "list"
    YES_NO = "yes_no"
    YEAR = "year"
    AMOUNT = "amount"
    PERCENT = "percent"
    DAY = "day"
    CHOICE = "choice"


@dataclass(frozen=True)
class Field:
    """One field: its name is that of methods.target_rules.TargetInputs wherever a rule reads it as it is."""

    name: str
    label: str
    shape: Shape
    section: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    kinds: frozenset[TargetKind] | None = None

    def is_for(self, kind: TargetKind) -> bool:
        """Say whether targets of a kind have this field."""
        return self.kinds is None or kind in self.kinds


@dataclass(frozen=True)
class Typed:
    """A form as it was read: canonical text by name to keep, and a sentence by name for what cannot be read."""

    answers: dict[str, str]
    errors: dict[str, Message]


def read_form(fields: Iterable[Field], form: Mapping[str, str]) -> Typed:
    """Read what was typed; blank is "not known" and is not kept."""
    answers: dict[str, str] = {}
    errors: dict[str, Message] = {}
    for field in fields:
        text = form.get(field.name, "").strip()
        if not text:
            continue
        try:
            answers[field.name] = _kept(field, text)
        except ValueError:
            errors[field.name] = message(_MENDS[field.shape])
    return Typed(answers, errors)


def know(fields: Iterable[Field], answers: Mapping[str, str]) -> dict[str, object]:
    """Return the kept answers as values: shares as fractions, amounts as Decimal, days, lists as tuples."""
    return {f.name: _VALUES[f.shape](answers[f.name]) for f in fields if f.name in answers}


def shown(field: Field, answers: Mapping[str, str]) -> str:
    """Return a kept answer as a form types it; per cent without the trailing zeros of arithmetic."""
    kept = answers.get(field.name, "")
    if kept and field.shape is Shape.PERCENT:
        return _plain(Decimal(kept) * 100)
    return kept


def _kept(field: Field, text: str) -> str:
    if field.shape is Shape.PERCENT:
        return _plain(_number(text.removesuffix("%")) / 100)
    if field.shape is Shape.AMOUNT:
        return _plain(_number(text))
    if field.shape is Shape.YEAR:
        return str(_year(text))
    if field.shape is Shape.DAY:
        return date.fromisoformat(text).isoformat()
    if field.shape is Shape.YES_NO and text not in {"yes", "no"}:
        raise ValueError(text)
    if field.shape is Shape.CHOICE and text not in {value for value, _label in field.choices}:
        raise ValueError(text)
    if len(text) > LONGEST_TEXT:
        raise ValueError(text)
    return text


def _number(text: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", "").replace("\N{THIN SPACE}", "").replace(" ", ""))
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not value.is_finite() or abs(value) >= 10**15 or (value and value.adjusted() < -12):
        raise ValueError(text)
    return value


def _year(text: str) -> int:
    year = int(text)
    if not 1990 <= year <= 2100:
        raise ValueError(text)
    return year


def _plain(value: Decimal) -> str:
    return f"{value.normalize() + 0:f}"


def _words(text: str) -> tuple[str, ...]:
    return tuple(
        part.strip() for part in text.replace("\n", ",").replace(";", ",").split(",") if part.strip()
    )


_VALUES: dict[Shape, Callable[[str], object]] = {
    Shape.TEXT: str,
    Shape.LIST: _words,
    Shape.YES_NO: lambda text: text == "yes",
    Shape.YEAR: int,
    Shape.AMOUNT: Decimal,
    Shape.PERCENT: Decimal,
    Shape.DAY: date.fromisoformat,
    Shape.CHOICE: str,
}
_MENDS = {
    Shape.TEXT: N_("Write at most 2,000 characters."),
    Shape.LIST: N_("Write at most 2,000 characters, one item after another with commas."),
    Shape.YES_NO: N_("Choose yes or no, or leave it unknown."),
    Shape.YEAR: N_("Give a year of four digits from 1990 to 2100."),
    Shape.AMOUNT: N_("Write a number with digits and a decimal point, no unit."),
    Shape.PERCENT: N_("Write per cent as a number, such as 42 or 4.2."),
    Shape.DAY: N_("Give the day as YYYY-MM-DD."),
    Shape.CHOICE: N_("Choose one of the list."),
}


def _of(*kinds: TargetKind) -> frozenset[TargetKind]:
    return frozenset(kinds)


K, S = TargetKind, Shape
_DEPTHS = _of(K.ABSOLUTE, K.SECTORAL, K.PHYSICAL, K.ECONOMIC, K.NET_ZERO)
_TONNES = _of(K.ABSOLUTE, K.SECTORAL, K.PHYSICAL, K.ECONOMIC, K.COMBINED, K.NET_ZERO)
_OUTPUT = _of(K.SECTORAL) | INTENSITIES
_APPROACHES = tuple((word, word) for word in SCOPE_2_APPROACHES)
_SCOPES = (("1,2", N_("Scopes 1 and 2")), ("1", N_("Scope 1")), ("2", N_("Scope 2")), ("3", N_("Scope 3")))
TARGET, COVER, METHOD, CLAIMS = N_("Target"), N_("Coverage of scope 3"), N_("Method"), N_("What is counted")
TARGET_FIELDS: tuple[Field, ...] = (
    Field("scopes", N_("Scopes"), S.CHOICE, TARGET, choices=_SCOPES, kinds=_of(K.ABSOLUTE, K.SECTORAL, K.PHYSICAL)),
    Field("target_year", N_("Target year"), S.YEAR, TARGET),
    Field("reduction", N_("Reduction from the base year (%)"), S.PERCENT, TARGET, kinds=_DEPTHS),
    Field("reduction_scopes_1_2", N_("Reduction of scopes 1 and 2 (%)"), S.PERCENT, TARGET, kinds=_of(K.COMBINED)),
    Field("reduction_scope_3", N_("Reduction of scope 3 (%)"), S.PERCENT, TARGET, kinds=_of(K.COMBINED)),
    Field("share", N_("Share aimed at (%)"), S.PERCENT, TARGET, kinds=_of(K.ENGAGEMENT, K.RENEWABLE)),
    Field("base_share", N_("Share in the base year (%)"), S.PERCENT, TARGET, kinds=_of(K.ENGAGEMENT, K.RENEWABLE)),
    Field("excluded_from_target", N_("Scopes 1 and 2 outside the target (t CO₂e)"), S.AMOUNT, TARGET,
          N_("0 when nothing of the inventory is left out"), kinds=_TONNES),
    Field("recent_emissions", N_("Emissions of the boundary in the most recent year (t CO₂e)"), S.AMOUNT, TARGET,
          N_("Only where that year has no inventory here"), kinds=_TONNES),
    *(
        Field(f"cover_{number}", str(number), S.PERCENT, COVER, kinds=_TONNES | _of(K.ENGAGEMENT))
        for number in SCOPE_3_CATEGORIES
    ),
    Field("base_activity", N_("Output or value added in the base year"), S.AMOUNT, METHOD, kinds=_OUTPUT),
    Field("target_activity", N_("Output or value added expected in the target year"), S.AMOUNT, METHOD,
          N_("Blank on a sector path: the market share is kept"), kinds=_OUTPUT),
    Field("activity_unit", N_("Unit of output"), S.TEXT, METHOD, kinds=_OUTPUT),
    Field("engagement_measure", N_("Weighed by"), S.CHOICE, METHOD,
          choices=(("emissions", N_("emissions")), ("spend", N_("spend"))), kinds=_of(K.ENGAGEMENT)),
    Field("engagement_done_by", N_("Done by"), S.DAY, METHOD, kinds=_of(K.ENGAGEMENT)),
    Field("residual_emissions", N_("Residual emissions, excluded ones too (t CO₂e)"), S.AMOUNT, METHOD,
          kinds=_of(K.NET_ZERO)),
    Field("planned_removals", N_("Planned removals (t CO₂e a year)"), S.AMOUNT, METHOD, kinds=_of(K.NET_ZERO)),
    Field("removals_from", N_("Removals from"), S.YEAR, METHOD, kinds=_of(K.NET_ZERO)),
    Field("method_is_current", N_("The tool used is the current one"), S.YES_NO, METHOD),
    Field("method_successor_released", N_("Its successor was released on"), S.DAY, METHOD),
    Field("credits_counted", N_("Carbon credits counted (t CO₂e)"), S.AMOUNT, CLAIMS),
    Field("avoided_counted", N_("Avoided emissions counted (t CO₂e)"), S.AMOUNT, CLAIMS),
    Field("is_flag_target", N_("A target on forests, land and agriculture"), S.YES_NO, CLAIMS),
)  # fmt: skip

ORGANISATION, INVENTORY, LAND, SUBMISSION, LIFE = (
    N_("Organisation"), N_("Inventory"), N_("Land and fuels"), N_("Submission"), N_("Life of the targets"),
)  # fmt: skip
_CONTROL = (
    ("operational_control", N_("operational control")), ("financial_control", N_("financial control")),
    ("equity_share", N_("equity share")),
)  # fmt: skip
SUBMISSION_FIELDS: tuple[Field, ...] = (
    Field("is_set_at_group_level", N_("Targets are set at the level of the group"), S.YES_NO, ORGANISATION),
    Field("outside", N_("Consolidated subsidiaries outside the boundary"), S.LIST, ORGANISATION,
          N_("Names with commas; write “none” when all are inside")),
    Field("target_approach", N_("Consolidation approach of the targets"), S.CHOICE, ORGANISATION, choices=_CONTROL),
    Field("activities", N_("Activities by sector"), S.LIST, ORGANISATION, N_("With commas, such as electronics")),
    Field("is_finance", N_("Financial institution"), S.YES_NO, ORGANISATION),
    Field("is_oil_and_gas", N_("Oil and gas company"), S.YES_NO, ORGANISATION),
    Field("needs_sector_path", N_("A sector path is required"), S.YES_NO, ORGANISATION),
    Field("parent_on_standard_route", N_("Subsidiary of a parent on the standard route"), S.YES_NO, ORGANISATION),
    Field("uses_sme_route", N_("Hands in by the route for small companies"), S.YES_NO, ORGANISATION),
    Field("staff", N_("Staff"), S.AMOUNT, ORGANISATION),
    Field("turnover", N_("Turnover (EUR)"), S.AMOUNT, ORGANISATION),
    Field("assets", N_("Assets (EUR)"), S.AMOUNT, ORGANISATION),
    Field("scope_2_approach", N_("Scope 2 approach of the targets"), S.CHOICE, INVENTORY, choices=_APPROACHES),
    Field("gases_assessed", N_("Gases assessed"), S.LIST, INVENTORY, "CO2, CH4, N2O, HFCs, PFCs, SF6, NF3"),
    Field("excluded_from_inventory", N_("Scopes 1 and 2 left out of the inventory (t CO₂e)"), S.AMOUNT, INVENTORY),
    Field("scope_3_excluded", N_("Scope 3 left out of the inventory (t CO₂e)"), S.AMOUNT, INVENTORY),
    Field("recent_year", N_("Most recent year with an inventory"), S.YEAR, INVENTORY),
    Field("inventory_is_complete", N_("That inventory is complete"), S.YES_NO, INVENTORY),
    *(
        Field(f"screen_{number}", str(number), S.TEXT, N_("Scope 3 screening"))
        for number in SCOPE_3_CATEGORIES
    ),
    Field("reports_biogenic", N_("Biogenic CO₂ and removals are reported beside it"), S.YES_NO, LAND),
    Field("is_flag_sector", N_("Sector of forests, land and agriculture"), S.YES_NO, LAND),
    Field("flag_emissions", N_("Emissions of forests, land and agriculture (t CO₂e)"), S.AMOUNT, LAND),
    Field("no_deforestation_year", N_("No deforestation from"), S.YEAR, LAND),
    Field("sells_fossil_fuels", N_("Sells or distributes fossil fuels"), S.YES_NO, LAND),
    Field("produces_fossil_fuels", N_("Produces fossil fuels"), S.YES_NO, LAND),
    Field("submission_date", N_("Date of the submission"), S.DAY, SUBMISSION,
          N_("Planned or past: it sets the window of target years")),
    Field("is_first_submission", N_("First submission of the group"), S.YES_NO, SUBMISSION),
    Field("has_commitment", N_("A commitment letter was sent"), S.YES_NO, SUBMISSION),
    Field("commitment_letter", N_("Date of the commitment letter"), S.DAY, SUBMISSION),
    Field("last_disclosed_on", N_("Last public disclosure"), S.DAY, LIFE),
    Field("discloses_every_target", N_("It shows the progress of every target"), S.YES_NO, LIFE),
    Field("is_reviewed", N_("The five-year review is done"), S.YES_NO, LIFE),
)  # fmt: skip


def fields_of(kind: TargetKind) -> tuple[Field, ...]:
    """The fields of a target of a kind, in their order on the form."""
    return tuple(field for field in TARGET_FIELDS if field.is_for(kind))


def by_section(fields: Iterable[Field]) -> dict[str, list[Field]]:
    """Fields by their section, both in the order of the form."""
    found: dict[str, list[Field]] = {}
    for field in fields:
        found.setdefault(field.section, []).append(field)
    return found
