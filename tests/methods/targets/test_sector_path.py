"""An uploaded sector path is read whole, or refused with row, column, rule and how to mend it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from methods.targets import BrokenSectorPath, PathHeading, SdaCompany, project_sda, read_sector_path
from tests.methods.worked_case import D

HEADING = PathHeading("Synthetic", "t", "own example", "free")
Row = list[str | Decimal | None]
HEADER: Row = ["Year", "activity", "scope_1_intensity", "power_use_pj", "power_intensity"]
FIRST: Row = [D(2020), "4000000000", D("0.60"), "1500", "0.50"]
LAST: Row = ["2050", D("4600e6"), "0.10", "1500", "0.02"]


def changed(row: Row, place: int, cell: str | Decimal | None) -> Row:
    return [*row[:place], cell, *row[place + 1 :]]


def refused(rows: list[Row], heading: PathHeading = HEADING) -> list[tuple[int, str, str]]:
    with pytest.raises(BrokenSectorPath) as caught:
        read_sector_path(rows, heading)
    assert all(str(problem.mend).endswith(".") for problem in caught.value.problems)
    return [(problem.row, problem.column, problem.rule) for problem in caught.value.problems]


def test_a_sound_upload_gives_the_path_that_the_method_uses() -> None:
    path = read_sector_path([HEADER, FIRST, [None, " ", None], LAST], HEADING)
    assert (path.name, path.activity_unit, path.source, path.licence) == (
        "Synthetic",
        "t",
        "own example",
        "free",
    )
    company = SdaCompany(2020, D(1_000_000), D(700_000), 2030, scope_2=D(60_000))
    found = project_sda(company, path, 2030)
    assert round(found.tonnes, 4) == D("565694.4444")


def test_a_path_may_do_without_power() -> None:
    assert not read_sector_path([HEADER[:3], FIRST[:3], LAST[:3]], HEADING).has_power


def test_an_empty_file_is_refused() -> None:
    assert refused([]) == [(0, "-", "PATH-EMPTY")]


def test_source_and_licence_are_mandatory() -> None:
    heading = replace(HEADING, source=" ", licence="")
    assert refused([HEADER, FIRST, LAST], heading) == [
        (0, "source", "PATH-STATED"),
        (0, "licence", "PATH-STATED"),
    ]


def test_a_missing_column_is_named() -> None:
    assert refused([HEADER[:2], FIRST[:2]]) == [(1, "scope_1_intensity", "PATH-COLUMN")]


def test_an_unknown_column_is_named() -> None:
    assert refused([[*HEADER, "price"], FIRST, LAST]) == [(1, "price", "PATH-UNKNOWN")]


def test_a_column_named_twice_is_refused() -> None:
    assert refused([[*HEADER, "activity"], FIRST, LAST]) == [(1, "activity", "PATH-TWICE")]


def test_power_use_without_its_intensity_is_refused() -> None:
    assert refused([HEADER[:4], FIRST[:4], LAST[:4]]) == [(1, "power_use_pj", "PATH-POWER")]


def test_a_value_under_no_column_is_refused() -> None:
    assert refused([HEADER, [*FIRST, "note"], LAST]) == [(2, "6", "PATH-WIDTH")]
    assert refused([[*HEADER, ""], [*FIRST, "note"], LAST]) == [(2, "6", "PATH-WIDTH")]


def test_a_blank_cell_is_refused() -> None:
    assert refused([HEADER, changed(FIRST, 1, " "), LAST[:4]]) == [
        (2, "activity", "PATH-BLANK"),
        (3, "power_intensity", "PATH-BLANK"),
    ]


@pytest.mark.parametrize("cell", ["0,60", "about 0.6", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(cell: str) -> None:
    assert refused([HEADER, changed(FIRST, 2, cell), LAST]) == [(2, "scope_1_intensity", "PATH-NUMBER")]


@pytest.mark.parametrize("cell", ["2020.5", "1989", "2051", "20"])
def test_what_is_no_year_is_refused(cell: str) -> None:
    assert refused([HEADER, changed(FIRST, 0, cell), LAST]) == [(2, "year", "PATH-YEAR")]


def test_a_value_below_zero_is_refused() -> None:
    assert refused([HEADER, FIRST, changed(LAST, 2, "-0.1")]) == [(3, "scope_1_intensity", "PATH-NEGATIVE")]


def test_a_sector_without_activity_is_refused() -> None:
    assert refused([HEADER, changed(FIRST, 1, D(0)), LAST]) == [(2, "activity", "PATH-ACTIVITY")]


def test_a_single_year_is_no_path() -> None:
    assert refused([HEADER, LAST]) == [(0, "year", "PATH-SHORT")]


def test_a_year_given_twice_or_out_of_order_is_refused() -> None:
    assert refused([HEADER, FIRST, FIRST, LAST]) == [(3, "year", "PATH-ORDER")]


def test_a_path_that_ends_early_is_refused() -> None:
    assert refused([HEADER, FIRST, changed(LAST, 0, "2040")]) == [(3, "year", "PATH-END")]


def test_a_path_that_does_not_fall_is_refused() -> None:
    assert refused([HEADER, FIRST, changed(LAST, 2, "0.60")]) == [(3, "scope_1_intensity", "PATH-FALL")]


def test_the_refusal_reads_as_one_text() -> None:
    with pytest.raises(BrokenSectorPath, match="PATH-END: row 3, year: The last year is 2040"):
        read_sector_path([HEADER, FIRST, changed(LAST, 0, "2040")], HEADING)
