"""Layouts of workbooks, CSV files and documents with tables."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from random import Random

from docx import Document
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tests.evidence.layouts.truth import Language, Layout, Truth
from tests.evidence.layouts.words import EMISSIONS, MEDIA, MONTHS, SAID, a_value, day, month, printed, year


def monthly_sheet(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Months over columns, a unit column, the year in the title of the sheet."""
    y = chance.randint(2015, 2023)
    book = Workbook()
    sheet = book.active
    sheet.title = "Monthly"
    sheet.append([f"{SAID['resources'][language]} {y}"])
    sheet.append([])
    sheet.append([SAID["medium"][language], SAID["unit"][language], *MONTHS[language]])
    truths = []
    for place, (label, unit) in enumerate(MEDIA[language], 4):
        values = [a_value(chance, 1) for _ in range(12)]
        sheet.append([label, unit, *(float(v) for v in values)])
        truths += [
            Truth(v, str(v), unit, month(y, n), label, 1, cell=f"Monthly!{get_column_letter(n + 2)}{place}")
            for n, v in enumerate(values, 1)
        ]
    book.save(path)
    return truths


def yearly_sheet(path: Path, chance: Random, language: Language) -> list[Truth]:
    """Years over columns, the unit in the corner of the header, a title over all."""
    last = chance.randint(2015, 2023)
    book = Workbook()
    sheet = book.active
    sheet.title = "Emissions"
    sheet.append([SAID["caption"][language]])
    sheet.append([f"{SAID['source'][language]} (t CO2e)", last - 1, last])
    truths = []
    for place, label in enumerate(EMISSIONS[language], 3):
        values = [a_value(chance, 1), a_value(chance, 1)]
        sheet.append([label, *(float(v) for v in values)])
        truths += [
            Truth(v, str(v), "t CO2e", year(last - 1 + n), label, 1, cell=f"Emissions!{'BC'[n]}{place}")
            for n, v in enumerate(values)
        ]
    book.save(path)
    return truths


def _write(path: Path, rows: list[list[str]], delimiter: str) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out, delimiter=delimiter).writerows(rows)


def meter_list(path: Path, chance: Random, language: Language) -> list[Truth]:
    """One row for each meter and month: first day, last day, quantity with its unit in the header."""
    names = {
        "en": ("Meter", "From", "To", "Consumption (kWh)"),
        "de": ("Zähler", "Von", "Bis", "Verbrauch (kWh)"),
        "fr": ("Compteur", "Du", "Au", "Consommation (kWh)"),
        "zh": ("车间", "起始日期", "终止日期", "用电量（千瓦时）"),
    }
    y = chance.randint(2015, 2023)
    rows, truths = [list(names[language])], []
    unit = "千瓦时" if language == "zh" else "kWh"
    for n in range(1, 13):
        span, value = month(y, n), a_value(chance, 2)
        label = {"en": "Workshop", "de": "Werkstatt", "fr": "Atelier", "zh": "车间"}[language]
        rows.append([label, *(day(d, language, numeric=True) for d in span), printed(value, language)])
        truths.append(Truth(value, rows[-1][-1], unit, span, label, 1, cell=f"CSV!D{n + 1}"))
    _write(path, rows, "," if language in ("en", "zh") else ";")
    return truths


def unit_rows(path: Path, chance: Random, language: Language) -> list[Truth]:
    """One row for each medium: label, quantity, unit; the year in a column."""
    names = {
        "en": ("Year", "Item", "Quantity", "Unit"),
        "de": ("Jahr", "Stoff", "Menge", "Einheit"),
        "fr": ("Année", "Poste", "Quantité", "Unité"),
        "zh": ("年份", "项目", "数量", "单位"),
    }
    y = chance.randint(2015, 2023)
    rows, truths = [list(names[language])], []
    for place, (label, unit) in enumerate(MEDIA[language], 2):
        value = a_value(chance, 1)
        rows.append([str(y), label, printed(value, language), unit])
        truths.append(Truth(value, rows[-1][2], unit, year(y), label, 1, cell=f"CSV!C{place}"))
    _write(path, rows, "," if language in ("en", "zh") else ";")
    return truths


def _add_table(document: object, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))  # type: ignore[attr-defined]
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words


def word_years(path: Path, chance: Random, language: Language) -> list[Truth]:
    """A document with one table: years over columns, the unit in brackets in each label."""
    last = chance.randint(2015, 2023)
    document = Document()
    document.add_paragraph(SAID["resources"][language])
    rows, truths = [[SAID["medium"][language], str(last), str(last - 1)]], []
    for place, (label, unit) in enumerate(MEDIA[language], 2):
        values = [a_value(chance, 0), a_value(chance, 0)]
        rows.append([f"{label} ({unit})", *(printed(v, language) for v in values)])
        truths += [
            Truth(v, rows[-1][n + 1], unit, year(last - n), label, 1, cell=f"Table 1!R{place}C{n + 2}")
            for n, v in enumerate(values)
        ]
    _add_table(document, rows)
    document.save(str(path))
    return truths


def word_statement(path: Path, chance: Random, language: Language) -> list[Truth]:
    """A document that states its period in a sentence, then a table with a unit column."""
    y = chance.randint(2015, 2023)
    span = month(y, 4)[0], month(y + 1, 3)[1]
    document = Document()
    document.add_paragraph(SAID["period"][language].format(*(day(d, language) for d in span)))
    unit_word = {"en": "Quantity", "de": "Menge", "fr": "Quantité", "zh": "数量"}[language]
    rows, truths = [[SAID["medium"][language], SAID["unit"][language], unit_word]], []
    for place, (label, unit) in enumerate(MEDIA[language], 2):
        value: Decimal = a_value(chance, 1)
        rows.append([label, unit, printed(value, language)])
        truths.append(Truth(value, rows[-1][2], unit, span, label, 1, cell=f"Table 1!R{place}C3"))
    _add_table(document, rows)
    document.save(str(path))
    return truths


_ALL: tuple[Language, ...] = ("en", "de", "fr", "zh")
TUNING = (
    Layout("monthly-sheet", "reports", "tuning", ".xlsx", monthly_sheet, _ALL, 1),
    Layout("meter-list", "bills", "tuning", ".csv", meter_list, _ALL, 1),
    Layout("word-years", "reports", "tuning", ".docx", word_years, _ALL, 1),
)
SCORING = (
    Layout("yearly-sheet", "reports", "scoring", ".xlsx", yearly_sheet, _ALL, 1),
    Layout("unit-rows", "bills", "scoring", ".csv", unit_rows, _ALL, 1),
    Layout("word-statement", "reports", "scoring", ".docx", word_statement, _ALL, 1),
)
