"""The list of entities from a CSV or XLSX file: every error with row, column, rule and fix before anything is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from methods.boundary import Approach
from methods.rounding import round_tonnes
from workflow.errors import BadInput
from workflow.ghg_statement.import_file import sheets_in
from workflow.ghg_statement.sheet_rows import Row, RowError
from workflow.i18n import N_, message
from workflow.programme.boundary import Facts, Stand
from workflow.programme.boundary_reads import EntityRow
from workflow.programme.rules import Place

NEEDED = ("Code", "Name", "Place", "From")
HEADS = (
    "Code", "Name", "Local name", "Place", "Share %", "Operational control", "Financial control", "From", "To",
    "Reason", "Registration", "Site", "Contact", "Contact mail", "t CO2e",
)  # fmt: skip
PLACES = {"in": Place.IN, "out": Place.OUT, "supplier": Place.VALUE_CHAIN, "value chain": Place.VALUE_CHAIN}
YES, NO = frozenset({"yes", "y", "1", "true", "是"}), frozenset({"no", "n", "0", "false", "否"})
MOST_ROWS = 5_000
CODE_LENGTH = 20


@dataclass(frozen=True)
class EntityList:
    """What a file says: entities with where they stand, and everything that is wrong with it."""

    entries: tuple[tuple[Facts, Stand], ...]
    errors: tuple[RowError, ...]


def read_list(path: Path, name: str, approach: Approach) -> EntityList:
    """The first sheet that has the needed columns; raises BadInput when the file cannot be read."""
    refusal: BadInput | None = None
    for grid in sheets_in(path, name):
        try:
            return take_apart(grid, approach)
        except BadInput as error:
            refusal = refusal or error
    raise refusal or BadInput(N_("The file has no sheet with cells."), "file")


def take_apart(grid: Sequence[Sequence[str | None]], approach: Approach) -> EntityList:
    """The rows under the head row; BadInput when no row names the needed columns."""
    head, columns = _head(grid)
    errors: list[RowError] = []
    entries: list[tuple[Facts, Stand]] = []
    seen: dict[str, int] = {}
    rows = [Row(n, columns, cells, errors) for n, cells in enumerate(grid[head + 1 :], start=head + 2)]
    filled = [row for row in rows if not row.is_empty]
    if len(filled) > MOST_ROWS:
        raise BadInput(
            message(N_("The list has more than {most} rows. Send it in parts."), most=MOST_ROWS), "file"
        )
    for row in filled:
        facts, stand = _facts(row), _stand(row)
        if facts.code in seen:
            row.complain(
                "Code",
                message(N_("{code} stands in row {row} already."), code=facts.code, row=seen[facts.code]),
                message(N_("Give each entity one row and a code of its own.")),
            )
        seen.setdefault(facts.code, row.number)
        if stand is None:
            continue
        why = stand.why_not(facts.code, approach)
        if why is not None:
            row.complain("Place", why, message(N_("Correct the place, the share or the control.")))
        entries.append((facts, stand))
    if not filled:
        raise BadInput(N_("There is no row under the head of the list."), "file")
    return EntityList(tuple(entries), tuple(errors))


def _head(grid: Sequence[Sequence[str | None]]) -> tuple[int, dict[str, int]]:
    known = {head.casefold(): head for head in HEADS}
    best: tuple[str, ...] = NEEDED
    for number, cells in enumerate(grid[:20]):
        columns = {
            known[text.strip().casefold()]: place
            for place, text in enumerate(cells)
            if text and text.strip().casefold() in known
        }
        missing = tuple(head for head in NEEDED if head not in columns)
        if not missing:
            return number, columns
        best = min(best, missing, key=len)
    raise BadInput(
        message(N_("The list lacks the columns {heads}: begin with the template."), heads=", ".join(best)),
        "file",
    )


def _facts(row: Row) -> Facts:
    code, name = _needed(row, "Code"), _needed(row, "Name")
    if len(code) > CODE_LENGTH:
        row.complain(
            "Code", message(N_("“{code}” is longer than {most} signs."), code=code, most=CODE_LENGTH),
            message(N_("Write a shorter code.")),
        )  # fmt: skip
    mail = row.text("Contact mail")
    if mail and "@" not in mail:
        row.complain(
            "Contact mail", message(N_("“{mail}” is no mail address."), mail=mail),
            message(N_("Write one address, such as name@company.example.")),
        )  # fmt: skip
    tonnes = row.maybe_decimal("t CO2e")
    return Facts(
        code, name, row.text("Local name"), row.text("Registration"), row.text("Site"), row.text("Contact"), mail,
        None if tonnes is None else round_tonnes(tonnes),
    )  # fmt: skip


def _stand(row: Row) -> Stand | None:
    place = PLACES.get((row.text("Place") or "").casefold().replace("_", " "))
    if place is None:
        row.complain(
            "Place", message(N_("“{text}” is no place."), text=row.text("Place") or ""),
            message(N_("Write in, out or supplier.")),
        )  # fmt: skip
    begin, end = _day(row, "From"), _day(row, "To")
    if row.text("From") is None:
        _needed(row, "From")
    if begin and end and end < begin:
        row.complain(
            "To", message(N_("It ends on {last}, before it begins."), last=end),
            message(N_("Check both days; leave the last one empty while it stands.")),
        )  # fmt: skip
    share, operational, financial = (
        _share(row),
        _truth(row, "Operational control"),
        _truth(row, "Financial control"),
    )
    if place is None or begin is None:
        return None
    return Stand(place, begin, share, operational, financial, row.text("Reason"), end)


def _needed(row: Row, head: str) -> str:
    text = row.text(head)
    if text is None:
        row.complain(head, message(N_("{column} is empty."), column=head), message(N_("Fill it in.")))
    return text or ""


def _share(row: Row) -> Decimal:
    value = row.maybe_decimal("Share %")
    if value is None:
        return Decimal(0)
    if value > 100:
        row.complain(
            "Share %", message(N_("{value} % is more than the whole."), value=value),
            message(N_("Write the share held as 0 to 100.")),
        )  # fmt: skip
    return value / 100


def _truth(row: Row, head: str) -> bool:
    text = (row.text(head) or "no").casefold()
    if text not in YES | NO:
        row.complain(
            head, message(N_("“{text}” is neither yes nor no."), text=text), message(N_("Write yes or no."))
        )
    return text in YES


def _day(row: Row, head: str) -> date | None:
    text = row.text(head)
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        row.complain(
            head, message(N_("“{text}” is no day."), text=text), message(N_("Write days as 2022-01-31."))
        )
        return None


def rows_of(entities: Sequence[EntityRow]) -> list[list[Any]]:
    """The list in the layout that the import reads back."""
    rows: list[list[Any]] = [list(HEADS)]
    for e in entities:
        place = "supplier" if e.place is Place.VALUE_CHAIN else e.place.value
        rows.append(
            [
                e.code, e.name, e.name_local, place, e.share * 100, _yes(e.has_operational_control),
                _yes(e.has_financial_control), e.valid_from.isoformat(),
                e.valid_to.isoformat() if e.valid_to else None, e.reason, e.registration_id, e.site,
                e.contact_name, e.contact_email, e.tonnes,
            ]
        )  # fmt: skip
    return rows


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def to_json(entries: Sequence[tuple[Facts, Stand]]) -> list[list[Any]]:
    """Entries as plain values, for the form that takes what the preview showed."""
    return [
        [
            f.code, f.name, f.name_local, f.registration_id, f.site, f.contact_name, f.contact_email,
            None if f.tonnes is None else str(f.tonnes), s.place.value, s.valid_from.isoformat(), str(s.share),
            s.has_operational_control, s.has_financial_control, s.reason,
            s.valid_to.isoformat() if s.valid_to else None,
        ]
        for f, s in entries
    ]  # fmt: skip


def from_json(held: list[list[Any]]) -> list[tuple[Facts, Stand]]:
    """Entries back from plain values; ValueError, TypeError or ArithmeticError when they were damaged."""
    return [_entry(*row) for row in held]


def _entry(*values: Any) -> tuple[Facts, Stand]:
    code, name, local, registration, site, contact, mail, tonnes, *stood = values
    place, begin, share, operational, financial, reason, end = stood
    facts = Facts(
        code, name, local, registration, site, contact, mail, None if tonnes is None else Decimal(tonnes)
    )
    last = None if end is None else date.fromisoformat(end)
    stand = Stand(
        Place(place),
        date.fromisoformat(begin),
        Decimal(share),
        bool(operational),
        bool(financial),
        reason,
        last,
    )
    return facts, stand
