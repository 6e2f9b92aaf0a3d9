"""The real reader finds what the demo's documents say: the proof that the demo shows reading and no play."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import cast

import pytest

from demo.files import DemoFile, ExpectedField, ExpectedFigure
from evidence.readers import read
from evidence.reading import Figure, Kind, Reading, ReadLimits
from methods.uncomputable import Uncomputable
from methods.units import name_unit

PRIMARY = (
    "E-001",
    "E-002",
    "E-003",
    "E-005",
    "E-007",
    "E-008",
    "E-009",
    "E-010",
    "E-011",
    "E-012",
    "E-013",
    "E-014",
    "E-015",
    "E-017",
    "E-019",
)
SECOND_PRIMARY = ("E-001", "E-002", "E-003", "E-004")
# What the checks of the worked case need beside primary figures: both certificates, both calibrations, PL-43.
OTHERS = ("E-004", "E-016", "E-018", "E-025")
FIELDS = ("E-001", "E-002", "E-003", "E-004", "E-006", "E-007", "E-011", "E-018")


@cache
def reading_of(path: Path) -> Reading:
    return read(path, ReadLimits(), cast(Kind, path.suffix[1:]))


def same_unit(printed: str | None, expected: str) -> bool:
    if printed is None:
        return False
    try:
        return name_unit(printed) == name_unit(expected)
    except Uncomputable:
        return printed.replace(" ", "") == expected.replace(" ", "")


def says(figure: Figure, expected: ExpectedFigure) -> bool:
    """Whether a figure has the printed value, unit, place and, where the document states one, period."""
    in_place = figure.page == expected.page and expected.cell in (None, figure.cell)
    right = figure.value == expected.value and same_unit(figure.unit, expected.unit)
    if expected.start is None:
        return in_place and right
    period = figure.period
    dated = period is not None and (period.start, period.end) == (expected.start, expected.end)
    return in_place and right and dated


def row_words(text: str | None) -> str:
    return unicodedata.normalize("NFKC", text or "").casefold()


def unread(file: DemoFile, roles: tuple[str, ...]) -> list[str]:
    figures = reading_of(file.path).figures
    missing = []
    for expected in file.expected:
        if expected.role in roles:
            found = [figure for figure in figures if says(figure, expected)]
            if not any(row_words(expected.label) in row_words(figure.label) for figure in found):
                near = [
                    (figure.unit, figure.period, figure.label, figure.cell)
                    for figure in figures
                    if figure.value == expected.value and figure.page == expected.page
                ]
                missing.append(f"p.{expected.page} {expected.value} {expected.unit} {expected.label}: {near}")
    return missing


def missing_fields(file: DemoFile) -> list[ExpectedField]:
    found = {(field.name, field.value, field.page) for field in reading_of(file.path).fields}
    return [field for field in file.fields if (field.name, field.value, field.page) not in found]


@pytest.mark.parametrize("code", PRIMARY)
def test_every_primary_figure_is_read_with_value_unit_and_period(
    code: str, demo_files: dict[str, DemoFile]
) -> None:
    assert reading_of(demo_files[code].path).status == "ok"
    assert unread(demo_files[code], ("primary",)) == []


@pytest.mark.parametrize("code", SECOND_PRIMARY)
def test_every_primary_figure_of_the_second_entity_is_read(
    code: str, second_files: dict[str, DemoFile]
) -> None:
    assert unread(second_files[code], ("primary",)) == []


@pytest.mark.parametrize("code", OTHERS)
def test_corroborating_figures_factors_and_certificates_are_read(
    code: str, demo_files: dict[str, DemoFile]
) -> None:
    assert unread(demo_files[code], ("corroborating", "factor", "certificate")) == []


@pytest.mark.parametrize("code", FIELDS)
def test_meters_readings_validity_and_beneficiaries_are_read(
    code: str, demo_files: dict[str, DemoFile]
) -> None:
    assert missing_fields(demo_files[code]) == []


@pytest.mark.parametrize("code", PRIMARY)
def test_primary_figures_of_printed_pages_are_witnessed_by_a_second_engine(
    code: str, demo_files: dict[str, DemoFile]
) -> None:
    file = demo_files[code]
    found = [f for f in reading_of(file.path).figures for expected in file.primary if says(f, expected)]
    assert all(figure.witnessed or figure.method == "cell" for figure in found)


def test_no_page_of_the_bills_shows_a_disagreement_of_engines(demo_files: dict[str, DemoFile]) -> None:
    flags = {code: reading_of(demo_files[code].path).flags for code in ("E-001", "E-002", "E-003", "E-005")}
    assert flags == dict.fromkeys(flags, ())


def test_the_lots_behind_the_goods_receipts_are_read(demo_files: dict[str, DemoFile]) -> None:
    assert unread(demo_files["E-015"], ("record",)) == []
