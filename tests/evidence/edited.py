"""Documents and their edited versions, as PDF, workbook and Word file; which number is which is known."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import docx
import openpyxl

from evidence.locate import FoundAgain, Worked, find_again
from evidence.pdf import read_pdf
from evidence.reading import Figure, Reading, ReadLimits
from evidence.spreadsheet import read_workbook
from evidence.word import read_word
from tests.evidence.drawing import Draw, a_pdf, a_table, text, together

Key = tuple[str, int]
LIMITS = ReadLimits()
TOP, ROW = 140.0, 16.0
COLUMNS = (60.0, 260.0, 380.0)


@dataclass(frozen=True)
class Row:
    """A row of a table; `name` stays with it through every edit and is printed nowhere."""

    name: str
    label: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Sheet:
    """One page or sheet: lines above a table of rows."""

    lines: tuple[str, ...]
    rows: tuple[Row, ...]
    header: tuple[str, ...] = ("Meter", "Energy (kWh)", "Peak (kW)")


@dataclass(frozen=True)
class Edit:
    """An older and a newer document; `changed` and `ambiguous` must not be anchored, what is gone is lost."""

    name: str
    old: tuple[Sheet, ...]
    new: tuple[Sheet, ...]
    changed: frozenset[Key] = field(default=frozenset())
    ambiguous: frozenset[Key] = field(default=frozenset())


def hall(number: int) -> Sheet:
    """A page of meters with numbers that stand nowhere else."""
    rows = tuple(
        Row(f"h{number}r{n}", f"Meter {name}", (f"{number}{n}{7 - n},{n}40", f"{number}{n}.{n}"))
        for n, name in enumerate(("press shop", "paint line", "boiler house", "canteen", "offices"), start=1)
    )
    return Sheet((f"Hall {number}", "Readings of the year 2021", f"Account 77-{number}0{number}"), rows)


def bill(month: int) -> Sheet:
    """A page that differs from the others by its month and numbers only."""
    rows = (
        Row(f"b{month}e", "Electricity supplied", (f"{7000 + 13 * month:,}", f"{40 + month}.5")),
        Row(f"b{month}s", "Reactive energy", (f"{600 + 7 * month:,}", f"{8 + month}.5")),
        Row(f"b{month}z", "Total", (f"{7600 + 20 * month:,}", f"{48 + 2 * month}.0")),
    )
    return Sheet(("Power bill", f"Invoice 2021-{month:02}-5{month}1", f"Month {month} of 2021"), rows)


def with_rows(sheet: Sheet, *rows: Row) -> Sheet:
    return replace(sheet, rows=tuple(rows))


HALLS = (hall(1), hall(2), hall(3))
BILLS = tuple(bill(month) for month in range(1, 7))
FRONT = Sheet(
    ("Covering letter", "We send the corrected readings."), (Row("x1", "Enclosures", ("4", "1.0")),)
)
NEW = Row("new", "Meter warehouse", ("9,871", "65.2"))


def on_page_two(*rows: Row) -> tuple[Sheet, ...]:
    return (HALLS[0], with_rows(HALLS[1], *rows), HALLS[2])


def edits() -> list[Edit]:
    """Every kind of edit, each on its own."""
    a, b, c, d, e = HALLS[1].rows
    twin = Row("twin", b.label, b.values)
    twins = (a, b, twin, c, d, e)
    same = Row("same", "Meter spray booth", b.values)
    far = Row("far", "Meter yard", b.values)
    both = frozenset({(b.name, 0), (b.name, 1)})
    return [
        Edit("unchanged", HALLS, HALLS),
        Edit("page inserted before", HALLS, (FRONT, *HALLS)),
        Edit("page taken out", HALLS, (HALLS[0], HALLS[2])),
        Edit("pages in another order", HALLS, (HALLS[2], HALLS[0], HALLS[1])),
        Edit("row inserted", HALLS, on_page_two(a, NEW, b, c, d, e)),
        Edit("row inserted first", HALLS, on_page_two(NEW, a, b, c, d, e)),
        Edit("value changed", HALLS, on_page_two(a, replace(b, values=("2,999", b.values[1])), c, d, e),
             frozenset({(b.name, 0)})),
        Edit("decimal changed", HALLS, on_page_two(a, replace(b, values=(b.values[0], "222.2")), c, d, e),
             frozenset({(b.name, 1)})),
        Edit("label changed", HALLS, on_page_two(a, replace(b, label="Meter foundry"), c, d, e), both),
        Edit("row deleted", HALLS, on_page_two(a, c, d, e)),
        Edit("row moved to another page", HALLS,
             (HALLS[0], with_rows(HALLS[1], a, c, d, e), with_rows(HALLS[2], *HALLS[2].rows, b)),
             # There are two rows of this name on that page now, told apart by their numbers.
             ),
        Edit("table in another order", HALLS, on_page_two(e, d, c, b, a)),
        Edit("value repeated under another label", HALLS, on_page_two(a, b, c, d, e, far)),
        Edit("row repeated", HALLS, on_page_two(*twins), ambiguous=both),
        Edit("two equal rows, unchanged", on_page_two(*twins), on_page_two(*twins)),
        Edit("two equal rows, one deleted", on_page_two(*twins), on_page_two(a, b, c, d, e),
             ambiguous=both | {("twin", 0), ("twin", 1)}),
        Edit("two equal rows, a row inserted before", on_page_two(*twins), on_page_two(a, NEW, *twins[1:])),
        Edit("equal values in neighbouring rows, first deleted",
             on_page_two(a, b, same, c, d, e), on_page_two(a, same, c, d, e)),
        Edit("equal values in neighbouring rows, second deleted",
             on_page_two(a, b, same, c, d, e), on_page_two(a, b, c, d, e)),
        Edit("equal values in neighbouring rows, exchanged",
             on_page_two(a, b, same, c, d, e), on_page_two(a, same, b, c, d, e)),
        Edit("two values exchanged", HALLS,
             on_page_two(a, replace(b, values=c.values), replace(c, values=b.values), d, e),
             both | {(c.name, 0), (c.name, 1)}),
        Edit("unit changed", HALLS,
             (HALLS[0], replace(HALLS[1], header=("Meter", "Energy (MWh)", "Peak (kW)")), HALLS[2]),
             frozenset((row.name, 0) for row in HALLS[1].rows)),
        Edit("bills, one put in before", BILLS[1:], BILLS),
        Edit("bills, one taken out", BILLS, (*BILLS[:2], *BILLS[3:])),
        Edit("bills, one value changed", BILLS,
             (*BILLS[:2], with_rows(BILLS[2], replace(BILLS[2].rows[0], values=("9,039", "43.5")),
                                    *BILLS[2].rows[1:]), *BILLS[3:]), frozenset({("b3e", 0)})),
        Edit("bills, a value taken over from the month before", BILLS,
             (*BILLS[:2], with_rows(BILLS[2], replace(BILLS[2].rows[0], values=BILLS[1].rows[0].values),
                                    *BILLS[2].rows[1:]), *BILLS[3:]), frozenset({("b3e", 0), ("b3e", 1)})),
        Edit("bills, the values of two months exchanged", BILLS,
             (with_rows(BILLS[0], replace(BILLS[0].rows[0], values=BILLS[1].rows[0].values), *BILLS[0].rows[1:]),
              with_rows(BILLS[1], replace(BILLS[1].rows[0], values=BILLS[0].rows[0].values), *BILLS[1].rows[1:]),
              *BILLS[2:]), frozenset({("b1e", 0), ("b1e", 1), ("b2e", 0), ("b2e", 1)})),
        Edit("bills, in another order", BILLS, tuple(reversed(BILLS))),
    ]  # fmt: skip


LABELS = ("Press shop", "Paint line", "Boiler house", "Canteen", "Offices", "Total", "Subtotal")


def by_chance(seed: int) -> Edit:
    """Pages full of equal labels and equal numbers, edited up to three times at random."""
    chance = random.Random(seed)
    common = [_numbers(chance) for _ in range(3)]
    numbers = [*common, *(_numbers(chance) for _ in range(6))]
    old = [
        Sheet(
            (f"Hall {chance.randint(1, 2)}", "Readings"),
            tuple(
                Row(
                    f"p{page}r{n}",
                    chance.choice(LABELS),
                    chance.choice(numbers),
                )
                for n in range(chance.randint(3, 7))
            ),
        )
        for page in range(chance.randint(1, 3))
    ]
    new, changed = list(old), set[Key]()
    for number in range(chance.randint(1, 3)):
        at = chance.randrange(len(new))
        rows, edit = (
            list(new[at].rows),
            chance.choice(("insert", "delete", "change", "front", "shuffle", "take out")),
        )
        place = chance.randrange(len(rows))
        if edit == "insert":
            rows.insert(place, Row(f"new{number}", chance.choice(LABELS), chance.choice(common)))
        elif edit == "delete" and len(rows) > 1:
            rows.pop(place)
        elif edit == "change":
            changed |= {(rows[place].name, 0), (rows[place].name, 1)}
            rows[place] = replace(rows[place], values=_numbers(chance))
        elif edit == "shuffle":
            chance.shuffle(rows)
        new[at] = with_rows(new[at], *rows)
        if edit == "front":
            new.insert(0, FRONT)
        elif edit == "take out" and len(new) > 1:
            new.pop(at)
    return Edit(f"by chance {seed}", tuple(old), tuple(new), frozenset(changed))


def _numbers(chance: random.Random) -> tuple[str, str]:
    return f"{chance.randint(1000, 9999):,}", f"{chance.randint(10, 99)}.{chance.randint(0, 9)}"


def as_pdf(sheets: tuple[Sheet, ...], folder: Path) -> tuple[Reading, dict[Key, Figure]]:
    reading = read_pdf(a_pdf(folder / "edited.pdf", *map(_drawn, sheets)), LIMITS)
    found: dict[Key, Figure] = {}
    for number, sheet in enumerate(sheets, start=1):
        for at, row in enumerate(sheet.rows, start=1):
            middle = TOP + ROW * at + 8
            for figure in reading.figures:
                box = figure.box
                if figure.page != number or box is None or abs((box.top + box.bottom) / 2 - middle) > 6:
                    continue
                for column in (0, 1):
                    if COLUMNS[column + 1] <= box.x0 < COLUMNS[column + 1] + 100:
                        found[row.name, column] = figure
    return reading, found


def _drawn(sheet: Sheet) -> Draw:
    lines = text(*((60.0, 50.0 + 18 * n, line) for n, line in enumerate(sheet.lines)))
    rows = [(row.label, *row.values) for row in sheet.rows]
    return together(lines, a_table(TOP, sheet.header, rows, at=COLUMNS, ruled=True))


def as_workbook(sheets: tuple[Sheet, ...], folder: Path) -> tuple[Reading, dict[Key, Figure]]:
    book, cells = openpyxl.Workbook(), dict[str, Key]()
    book.remove(book.worksheets[0])
    for number, sheet in enumerate(sheets, start=1):
        # A sheet keeps its name when another one is put before it.
        name = sheet.lines[-1].replace(":", "")[:30] if sheet is not FRONT else f"Letter {number}"
        page = book.create_sheet(name)
        for line in sheet.lines:
            page.append([line])
        page.append(list(sheet.header))
        for row in sheet.rows:
            page.append([row.label, *(float(value.replace(",", "")) for value in row.values)])
            cells |= {f"{name}!{'BC'[column]}{page.max_row}": (row.name, column) for column in (0, 1)}
    path = folder / "edited.xlsx"
    book.save(path)
    reading = read_workbook(path, LIMITS, "xlsx")
    return reading, {cells[f.cell]: f for f in reading.figures if f.cell in cells}


def as_word(sheets: tuple[Sheet, ...], folder: Path) -> tuple[Reading, dict[Key, Figure]]:
    document, cells = docx.Document(), dict[str, Key]()
    for number, sheet in enumerate(sheets, start=1):
        for line in sheet.lines:
            document.add_paragraph(line)
        table = document.add_table(rows=0, cols=len(sheet.header))
        for at, texts in enumerate(
            [sheet.header, *((row.label, *row.values) for row in sheet.rows)], start=1
        ):
            for cell, words in zip(table.add_row().cells, texts, strict=True):
                cell.text = words
            if at > 1:
                row = sheet.rows[at - 2]
                cells |= {f"Table {number}!R{at}C{column + 2}": (row.name, column) for column in (0, 1)}
    path = folder / "edited.docx"
    document.save(str(path))
    reading = read_word(path, LIMITS)
    return reading, {cells[f.cell]: f for f in reading.figures if f.cell in cells}


KINDS: dict[str, Callable[[tuple[Sheet, ...], Path], tuple[Reading, dict[Key, Figure]]]] = {
    "pdf": as_pdf, "xlsx": as_workbook, "docx": as_word,
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of each number of an edited document, with the print that truly is it now."""

    found: dict[Key, FoundAgain]
    truth: dict[Key, Figure]
    edit: Edit

    def wrong(self) -> list[str]:
        """Numbers that were bound silently to another print, or over a change."""
        told = []
        for key, again in self.found.items():
            if again.outcome not in ("exact", "moved"):
                continue
            place, true = again.place, self.truth.get(key)
            barred = key in self.edit.changed or key in self.edit.ambiguous or true is None
            if barred or place is None or place.figure is not true:
                told.append(f"{key}: {again.outcome} at {place and (place.page, place.cell or place.box)}")
        return told

    def survivors(self) -> tuple[int, int]:
        """How many of the numbers that stand unchanged were found, and how many those are."""
        kept = [k for k in self.found if k in self.truth and k not in self.edit.changed | self.edit.ambiguous]
        return sum(self.found[key].outcome in ("exact", "moved") for key in kept), len(kept)


def worked_on(key: int, figure: Figure) -> Worked:
    return Worked(
        key, figure.page, figure.box, figure.cell, figure.raw, figure.value, figure.unit, figure.period
    )


def follow(edit: Edit, kind: str, folder: Path) -> Outcome:
    """Read both versions and find every number of the older one again."""
    draw = KINDS[kind]
    old, before = draw(edit.old, folder)
    new, after = draw(edit.new, folder)
    keys = list(before)
    found = find_again((worked_on(n, before[key]) for n, key in enumerate(keys)), old, new)
    return Outcome({keys[item.key]: item for item in found}, after, edit)
