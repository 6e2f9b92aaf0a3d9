"""The register of levers as a sheet: read with row, column, rule and mend for each error, and written the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from methods.roadmap import LeverKind
from workflow.errors import BadInput
from workflow.ghg_statement.import_file import sheets_in
from workflow.i18n import N_, Message, message
from workflow.targets.roadmap_models import RoadmapLever

HEADS: dict[str, str] = {
    "Code": "code", "Lever": "name", "Site": "site", "Scope": "scope", "Kind": "kind", "First year": "first_year",
    "Last year": "last_year", "Lifetime": "lifetime", "t CO2e a year": "tonnes", "MWh a year": "mwh",
    "Factor source": "factor_source", "Capex": "capex", "Capex year": "capex_year", "Yearly cost": "yearly_cost",
    "Yearly saving": "yearly_saving", "Confidence": "confidence", "Owner": "owner", "Status": "status",
    "Depends on": "dependency", "Overlap group": "overlap_group",
}  # fmt: skip
NEEDED = ("Code", "Lever", "Kind", "First year", "Last year", "t CO2e a year")
WHOLE = frozenset({"first_year", "last_year", "lifetime", "capex_year"})
NUMBERS = frozenset({"tonnes", "mwh", "capex", "yearly_cost", "yearly_saving"})
LONGEST = {"code": 12, "scope": 12, "confidence": 40, "status": 40, "overlap_group": 40}


@dataclass(frozen=True)
class SheetError:
    """One thing that is wrong: row as counted in the sheet, column, rule and what to do."""

    row: int
    column: str
    rule: Message
    fix: Message


@dataclass(frozen=True)
class LeverEntry:
    """A lever as it is stated; money in the roadmap's currency, t CO2e and MWh a year."""

    code: str
    name: str
    kind: LeverKind
    first_year: int
    last_year: int
    tonnes: Decimal
    site: str = ""
    scope: str = ""
    lifetime: int = 1
    mwh: Decimal | None = None
    factor_source: str = ""
    capex: Decimal = Decimal(0)
    capex_year: int = 0
    yearly_cost: Decimal = Decimal(0)
    yearly_saving: Decimal = Decimal(0)
    confidence: str = ""
    owner: str = ""
    status: str = ""
    dependency: str = ""
    overlap_group: str | None = None


@dataclass(frozen=True)
class Register:
    """What a sheet holds; nothing may be saved while there is an error."""

    levers: tuple[LeverEntry, ...]
    errors: tuple[SheetError, ...]


def read_register(path: Path, name: str) -> Register:
    """Read the register from the first sheet that has its heads; BadInput when the file cannot be read."""
    for grid in sheets_in(path, name):
        for at, row in enumerate(grid):
            if "Code" in [(cell or "").strip() for cell in row]:
                return take_apart(grid[at:], at + 1)
    raise BadInput(message(N_("No sheet has the heads {heads}."), heads=", ".join(NEEDED)), "file")


def take_apart(grid: Sequence[Sequence[str | None]], first_row: int = 1) -> Register:
    """Read rows under a row of heads; each error names row, column, rule and mend."""
    heads = [(cell or "").strip() for cell in grid[0]]
    errors = [
        SheetError(
            first_row,
            head,
            message(N_("The column is missing.")),
            message(N_("Add this head to the first row.")),
        )
        for head in NEEDED
        if head not in heads
    ]
    if errors:
        return Register((), tuple(errors))
    levers: list[tuple[int, LeverEntry]] = []
    for number, cells in enumerate(grid[1:], start=first_row + 1):
        row = {head: (cell or "").strip() for head, cell in zip(heads, cells, strict=False) if head in HEADS}
        if any(row.values()):
            entry = _entry(number, row, errors)
            if entry is not None:
                levers.append((number, entry))
    _refuse_twice(levers, errors)
    return Register(tuple(entry for _number, entry in levers), tuple(errors))


def entry_of(fields: Mapping[str, str]) -> LeverEntry:
    """Read one lever from a form by the rules of the sheet; BadInput with the first thing that is wrong."""
    errors: list[SheetError] = []
    entry = _entry(1, {head: fields.get(name, "").strip() for head, name in HEADS.items()}, errors)
    if errors or entry is None:
        first = errors[0]
        words = message(N_("{column}: {rule} {fix}"), column=first.column, rule=first.rule, fix=first.fix)
        raise BadInput(words, HEADS.get(first.column))
    return entry


def _entry(number: int, row: Mapping[str, str], errors: list[SheetError]) -> LeverEntry | None:
    found: dict[str, Any] = {}
    wrong = len(errors)
    for head, text in row.items():
        name = HEADS[head]
        if not text:
            if head in NEEDED:
                errors.append(
                    SheetError(number, head, message(N_("It is empty.")), message(N_("Fill this cell.")))
                )
            continue
        value = _value(name, text)
        if isinstance(value, tuple):
            errors.append(SheetError(number, head, *value))
        else:
            found[name] = value
    if len(errors) > wrong:
        return None
    if found["last_year"] < found["first_year"]:
        rule = message(N_("It ends before it begins."))
        errors.append(
            SheetError(number, "Last year", rule, message(N_("Give a last year not before the first.")))
        )
        return None
    return LeverEntry(**{"capex_year": found["first_year"], **found})


def _value(name: str, text: str) -> object | tuple[Message, Message]:
    if name == "kind":
        word = text.lower().replace(" ", "_")
        if word not in {kind.value for kind in LeverKind}:
            known = ", ".join(kind.value.replace("_", " ") for kind in LeverKind)
            return message(N_("“{text}” is no kind of lever."), text=text), message(
                N_("Use one of: {known}."), known=known
            )
        return LeverKind(word)
    if name in WHOLE or name in NUMBERS:
        return _number(name, text)
    if len(text) > LONGEST.get(name, 300):
        return message(N_("It is too long.")), message(
            N_("Write at most {most} characters."), most=LONGEST.get(name, 300)
        )
    return text


def _number(name: str, text: str) -> object | tuple[Message, Message]:
    try:
        value = Decimal(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) >= 10**15:
        return message(N_("“{text}” is no number."), text=text), message(
            N_("Use digits and a decimal point, no unit.")
        )
    if value < 0:
        return message(N_("It is below 0.")), message(
            N_("Check its sign; savings have a column of their own.")
        )
    if name not in WHOLE:
        return value
    if (
        value != int(value)
        or (name.endswith("year") and not 1990 <= value <= 2100)
        or (name == "lifetime" and value < 1)
    ):
        return message(N_("“{text}” is no such year or number of years."), text=text), message(
            N_("Give a whole year from 1990 to 2100, or a lifetime of at least 1.")
        )
    return int(value)


def _refuse_twice(levers: Sequence[tuple[int, LeverEntry]], errors: list[SheetError]) -> None:
    seen: set[str] = set()
    for number, entry in levers:
        if entry.code in seen:
            rule = message(N_("{code} stands here twice."), code=entry.code)
            errors.append(SheetError(number, "Code", rule, message(N_("Give each lever a code of its own."))))
        seen.add(entry.code)


def to_json(levers: Sequence[LeverEntry]) -> list[dict[str, str]]:
    """Entries as texts, for the form between preview and taking."""
    return [{name: "" if value is None else str(value) for name, value in asdict(e).items()} for e in levers]


def sheet_rows(levers: Sequence[RoadmapLever]) -> list[list[str | Decimal | int | None]]:
    """The register in the layout of the import."""
    rows: list[list[str | Decimal | int | None]] = [list(HEADS)]
    for lever in levers:
        cells = {name: getattr(lever, name) for name in HEADS.values()}
        cells["kind"] = lever.kind.value.replace("_", " ")
        rows.append([cells[name] for name in HEADS.values()])
    return rows
