"""Reads an uploaded sector path from cells already read; what is broken is said by row, column, rule and mend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from methods.sentence import Sentence, sentence
from methods.targets.sda import SectorPath, SectorYear

Cell = str | Decimal | None
YEAR, ACTIVITY, INTENSITY = "year", "activity", "scope_1_intensity"
POWER_USE, POWER_INTENSITY = "power_use_pj", "power_intensity"
REQUIRED = (YEAR, ACTIVITY, INTENSITY)
COLUMNS = (*REQUIRED, POWER_USE, POWER_INTENSITY)
FIRST_YEAR, LAST_YEAR = 1990, 2050


@dataclass(frozen=True, slots=True)
class PathHeading:
    """What a person states beside the upload; source and licence are mandatory, for such data is seldom free."""

    name: str
    activity_unit: str
    source: str
    licence: str


@dataclass(frozen=True, slots=True)
class PathProblem:
    """One thing that is broken: row as counted in the sheet (0: the whole file), column, rule and mend."""

    row: int
    column: str
    rule: str
    mend: Sentence


class BrokenSectorPath(ValueError):
    """An upload that is no sector path; `problems` holds all that was found."""

    def __init__(self, problems: Sequence[PathProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{p.rule}: row {p.row}, {p.column}: {p.mend}" for p in self.problems))


class _Found(list[PathProblem]):
    """Problems as they are found; a stage ends with `refuse`, so that one fault is not told as five."""

    def add(self, row: int, column: str, rule: str, mend: str, **values: object) -> None:
        self.append(PathProblem(row, column, rule, sentence(mend, **values)))

    def refuse(self) -> None:
        if self:
            raise BrokenSectorPath(self)


def read_sector_path(rows: Sequence[Sequence[Cell]], heading: PathHeading) -> SectorPath:
    """Return the path: a row of column names, then one row a year; units are those of SectorYear.

    Columns: year, activity, scope_1_intensity, and for scope 2 power_use_pj with power_intensity. Raises
    BrokenSectorPath with every problem of the first stage that has one: heading, columns, cells, years.
    """
    found = _Found()
    _check_heading(heading, found)
    if not rows:
        found.add(0, "-", "PATH-EMPTY", "The file is empty: begin with a row of column names.")
    found.refuse()
    columns = [str(cell or "").strip().lower() for cell in rows[0]]
    _check_columns(columns, found)
    found.refuse()
    read = []
    for number, row in enumerate(rows[1:], start=2):
        if any(not _is_blank(cell) for cell in row):
            read.append((number, _read_row(number, row, columns, found)))
    found.refuse()
    years = [(number, _sector_year(cells)) for number, cells in read]
    _check_years(years, found)
    found.refuse()
    path = tuple(item for _, item in years)
    return SectorPath(heading.name, heading.activity_unit, heading.source, heading.licence, path)


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _check_heading(heading: PathHeading, found: _Found) -> None:
    for field in ("name", "activity_unit", "source", "licence"):
        if not getattr(heading, field).strip():
            words = field.replace("_", " ")
            found.add(0, field, "PATH-STATED", "State the %(field)s of the sector path.", field=words)


def _check_columns(columns: Sequence[str], found: _Found) -> None:
    for name in REQUIRED:
        if name not in columns:
            found.add(1, name, "PATH-COLUMN", "Add the column %(name)s to the first row.", name=name)
    for place, name in enumerate(columns):
        if name and name not in COLUMNS:
            mend = "Take this column out, or name it as one of: %(known)s."
            found.add(1, name, "PATH-UNKNOWN", mend, known=COLUMNS)
        elif name and name in columns[:place]:
            found.add(1, name, "PATH-TWICE", "Keep one column %(name)s.", name=name)
    if (POWER_USE in columns) != (POWER_INTENSITY in columns):
        mend = "Give both %(use)s and %(intensity)s, or neither: scope 2 needs the two."
        found.add(1, POWER_USE, "PATH-POWER", mend, use=POWER_USE, intensity=POWER_INTENSITY)


def _read_row(number: int, row: Sequence[Cell], columns: Sequence[str], found: _Found) -> dict[str, Decimal]:
    """Return the row's numbers by column; what is broken in it is added to `found`."""
    for place, cell in enumerate(row):
        if not _is_blank(cell) and (place >= len(columns) or not columns[place]):
            mend = "Clear %(cell)s, or name its column in the first row."
            found.add(number, str(place + 1), "PATH-WIDTH", mend, cell=cell)
    cells = dict(zip(columns, row, strict=False))
    numbers = {}
    for name in COLUMNS:
        if name in columns:
            value = _read_number(number, name, cells.get(name), found)
            if value is not None:
                numbers[name] = value
    return numbers


def _read_number(number: int, column: str, cell: Cell, found: _Found) -> Decimal | None:
    if _is_blank(cell):
        found.add(number, column, "PATH-BLANK", "Fill this cell: every year needs every column.")
        return None
    try:
        value = Decimal(str(cell).strip())
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        mend = "%(cell)s is not a number: use digits and a decimal point, no unit and no thousands mark."
        found.add(number, column, "PATH-NUMBER", mend, cell=cell)
        return None
    if column == YEAR and not (value == value.to_integral_value() and FIRST_YEAR <= value <= LAST_YEAR):
        mend = "%(cell)s is no year of a path: give a whole year from %(first)s to %(last)s."
        found.add(number, column, "PATH-YEAR", mend, cell=cell, first=FIRST_YEAR, last=LAST_YEAR)
    elif value < 0:
        found.add(number, column, "PATH-NEGATIVE", "%(cell)s is below 0: check its sign.", cell=cell)
    elif column == ACTIVITY and value == 0:
        found.add(number, column, "PATH-ACTIVITY", "Give an activity above 0: shares are taken of it.")
    return value


def _sector_year(cells: dict[str, Decimal]) -> SectorYear:
    return SectorYear(
        int(cells[YEAR]),
        cells[ACTIVITY],
        cells[INTENSITY],
        cells.get(POWER_USE),
        cells.get(POWER_INTENSITY),
    )


def _check_years(years: Sequence[tuple[int, SectorYear]], found: _Found) -> None:
    if len(years) < 2:
        found.add(0, YEAR, "PATH-SHORT", "Give at least a first year and %(last)s.", last=LAST_YEAR)
        return
    for (_, before), (number, item) in pairwise(years):
        if item.year <= before.year:
            mend = "%(year)s follows %(before)s: give each year once, in rising order."
            found.add(number, YEAR, "PATH-ORDER", mend, year=item.year, before=before.year)
    first, (number, last) = years[0][1], years[-1]
    if last.year != LAST_YEAR:
        mend = "The last year is %(year)s: the path must run to %(last)s, where companies converge."
        found.add(number, YEAR, "PATH-END", mend, year=last.year, last=LAST_YEAR)
    if last.intensity >= first.intensity:
        mend = "The intensity does not fall from %(first)s to %(last)s: check the column and its units."
        found.add(number, INTENSITY, "PATH-FALL", mend, first=first.intensity, last=last.intensity)
