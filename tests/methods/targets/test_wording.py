"""Targets are worded from their fields, and disclosed in the columns that questionnaires ask for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from methods.targets import (
    DISCLOSURE_COLUMNS,
    DisclosedFigure,
    DisclosedTarget,
    Wording,
    WordingFields,
    disclosure_row,
    word_target,
)
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D

FIELDS = WordingFields(
    "Halden Group",
    2021,
    2030,
    reduction=D("0.42"),
    share=D("0.8"),
    base_share=D("0.155"),
    categories="purchased goods and services",
    unit="square metre sold",
    weighed_by="emissions",
)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            Wording.ABSOLUTE_1_2,
            "reduce absolute scope 1 and 2 GHG emissions 42% by 2030 from a 2021 base year.",
        ),
        (
            Wording.ABSOLUTE_3,
            "reduce absolute scope 3 GHG emissions from purchased goods and services 42% by 2030 from a 2021 base "
            "year.",
        ),
        (
            Wording.INTENSITY_3,
            "reduce scope 3 GHG emissions 42% per square metre sold by 2030 from a 2021 base year.",
        ),
        (
            Wording.RENEWABLE,
            "increase active annual sourcing of renewable electricity from 15.5% in 2021 to 80% by 2030.",
        ),
        (Wording.NET_ZERO, "reach net-zero greenhouse gas emissions across the value chain by 2030."),
    ],
)
def test_each_kind_of_target_has_its_sentence(kind: Wording, words: str) -> None:
    assert str(word_target(kind, FIELDS)) == f"Halden Group commits to {words}"


def test_suppliers_are_promised_by_what_they_are_weighed_by() -> None:
    assert str(word_target(Wording.ENGAGEMENT, FIELDS)) == (
        "Halden Group commits that 80% of its suppliers by emissions covering purchased goods and services will "
        "have science-based targets by 2030."
    )


def test_a_second_sentence_refers_to_the_first_ones_years() -> None:
    said = str(word_target(Wording.ABSOLUTE_3, replace(FIELDS, timeframe_follows=True)))
    assert said.endswith("from purchased goods and services 42% within the same timeframe.")


def test_bioenergy_marks_the_sentence_for_its_footnote() -> None:
    assert str(word_target(Wording.ABSOLUTE_1_2, replace(FIELDS, has_bioenergy=True))).endswith("base year.*")


def test_a_sentence_is_not_made_with_holes() -> None:
    with pytest.raises(Uncomputable, match="lacks: base year, reduction, categories"):
        word_target(Wording.ABSOLUTE_3, WordingFields("Halden Group", target_year=2030, categories=""))


ABS1 = DisclosedTarget(
    reference="Abs1",
    is_science_based=True,
    is_validated=False,
    set_on=date(2023, 8, 31),
    coverage="Organisation-wide",
    scopes=("Scope 1", "Scope 2"),
    scope_2_method="location-based",
    categories=(),
    base_year_end=date(2019, 12, 31),
    base_tonnes=(("S1", D(100_000)), ("S2", D(250_000))),
    base_total=D(360_000),
    target_end=date(2030, 12, 31),
    reduction=D("0.462"),
    reporting_year=2025,
    reporting_tonnes=(("S1", D(90_000)), ("S2", D(200_000))),
    status="underway",
    is_land_related=False,
    explanation="One site of 10,000 t is left out.",
    plan="Efficiency first.",
)


def test_a_target_becomes_one_row_of_the_disclosure() -> None:
    row = dict(zip((key for key, _ in DISCLOSURE_COLUMNS), disclosure_row(ABS1), strict=True))
    assert row == {
        "reference": "Abs1",
        "kind": "absolute",
        "is_science_based": "Yes",
        "is_validated": "No",
        "year_set": "2023",
        "coverage": "Organisation-wide",
        "scopes": "Scope 1, Scope 2",
        "scope_2_method": "location-based",
        "categories": "-",
        "base_year_end": "2019-12-31",
        "base_tonnes": "S1 100000.00; S2 250000.00",
        "base_sum": "350000.00",
        "base_share": "97.22",
        "target_end": "2030-12-31",
        "reduction": "46.2",
        "target_tonnes": "188300.00",
        "reporting_tonnes": "S1 90000.00; S2 200000.00",
        "reporting_sum": "290000.00",
        "metric": "-",
        "base_figure": "-",
        "target_figure": "-",
        "reporting_figure": "-",
        "achieved": "37.11",
        "status": "underway",
        "is_land_related": "No",
        "explanation": "One site of 10,000 t is left out.",
        "plan": "Efficiency first.",
    }


def test_an_intensity_is_disclosed_by_its_figure_and_without_tonnes_that_it_does_not_promise() -> None:
    figure = DisclosedFigure("t CO2e / CNY", D("0.002"), D("0.00096796461"), D("0.0016"))
    row = disclosure_row(
        replace(
            ABS1,
            reference="Int1",
            kind="intensity",
            figure=figure,
            reduction=D("0.516018"),
            reporting_tonnes=(),
        )
    )
    cells = dict(zip((key for key, _ in DISCLOSURE_COLUMNS), row, strict=True))
    assert [cells[key] for key in ("kind", "metric", "base_figure", "target_figure", "reporting_figure")] == [
        "intensity", "t CO2e / CNY", "0.002", "0.000967965", "0.0016",
    ]  # fmt: skip
    assert (cells["achieved"], cells["reduction"]) == ("38.76", "51.6")
    assert (cells["target_tonnes"], cells["reporting_tonnes"], cells["reporting_sum"]) == ("-", "-", "-")


def test_a_share_reduces_nothing_itself_and_counts_upwards() -> None:
    figure = DisclosedFigure("% of electricity that is renewable", D(20), D(100), D(40))
    row = disclosure_row(replace(ABS1, reference="Oth1", kind="other", figure=figure, reduction=None))
    cells = dict(zip((key for key, _ in DISCLOSURE_COLUMNS), row, strict=True))
    assert (cells["reduction"], cells["achieved"]) == ("-", "25")


def test_a_target_of_nothing_has_no_achievement_to_disclose() -> None:
    place = [key for key, _ in DISCLOSURE_COLUMNS].index("achieved")
    assert disclosure_row(replace(ABS1, reduction=D(0), scope_2_method=None))[place] == "-"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (replace(ABS1, status="done"), "done is no status"),
        (replace(ABS1, base_total=D(0)), "no share of them"),
    ],
)
def test_a_row_that_cannot_be_right_is_refused(target: DisclosedTarget, words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        disclosure_row(target)
