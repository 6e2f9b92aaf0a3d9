"""Sectoral decarbonisation by the worked numbers of the method, and where the formula alone goes wrong."""

from __future__ import annotations

from dataclasses import replace

import pytest

from methods.targets import (
    SdaCompany,
    SectorPath,
    SectorYear,
    compound,
    converge,
    decarbonisation_index,
    follow_sector,
    project_sda,
    sda_path,
)
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D

# A made-up sector: 4,000 Mt in 2020 and 20 Mt more each year, everything else straight to 2050.
PATH = SectorPath(
    "Synthetic",
    "t",
    "own example",
    "free",
    (
        SectorYear(2020, D("4000e6"), D("0.60"), D(1500), D("0.50")),
        SectorYear(2050, D("4600e6"), D("0.10"), D(1500), D("0.02")),
    ),
)
COMPANY = SdaCompany(2020, D(1_000_000), D(700_000), 2030, scope_2=D(60_000))


def test_a_fixed_share_of_the_market() -> None:
    found = project_sda(COMPANY, PATH, 2030)
    assert (found.activity, found.market_share) == (1_050_000, 1)
    one, two = found.scope_1, found.scope_2
    assert two is not None
    assert (round(one.decarbonisation, 6), round(one.intensity, 12)) == (D("0.666667"), D("0.5"))
    assert (round(one.tonnes, 6), round(one.reduction, 6)) == (525_000, D("0.25"))
    assert round(1 - one.intensity / D("0.7"), 6) == D("0.285714")
    assert (round(two.decarbonisation, 6), round(two.tonnes, 4)) == (D("0.634921"), D("40694.4444"))
    assert round(two.reduction, 6) == D("0.321759")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (1_300_000, ("0.807692", "0.423077", "550000.0000", "0.214286", "41147.3430")),
        (900_000, ("1.000000", "0.500000", "450000.0000", "0.357143", "34880.9524")),
    ],
)
def test_an_output_of_the_target_year(output: int, expected: tuple[str, ...]) -> None:
    found = project_sda(replace(COMPANY, target_output=D(output)), PATH, 2030)
    one, two = found.scope_1, found.scope_2
    assert two is not None
    assert found.activity == output
    m, intensity, tonnes, cut, power_tonnes = (D(text) for text in expected)
    assert (round(found.market_share, 6), round(one.intensity, 6)) == (m, intensity)
    assert (round(one.tonnes, 4), round(one.reduction, 6)) == (tonnes, cut)
    assert round(two.tonnes, 4) == power_tonnes


def test_scopes_1_and_2_are_added_from_two_paths_and_differ_from_the_path_of_their_sum() -> None:
    found = project_sda(COMPANY, PATH, 2030)
    assert round(found.tonnes / found.activity, 6) == D("0.538757")
    both = [PATH.intensity_at(year) + PATH.power_intensity_at(year) for year in (2020, 2030, 2050)]
    combined = converge(D("0.76"), both[-1], decarbonisation_index(*both), D(1))
    assert round(combined, 6) == D("0.538695")


def test_a_company_below_its_sector_would_rise_and_is_held_at_its_base() -> None:
    # The published test of another implementation: market 6.45 to 5.16, company 0.9, no cap.
    sector = [D("6.45") + (D("5.16") - D("6.45")) * n / 5 for n in range(6)]
    raw = [
        round(converge(D("0.9"), sector[-1], decarbonisation_index(sector[0], now, sector[-1]), D(1)), 2)
        for now in sector
    ]
    assert raw == [D("0.90"), D("1.75"), D("2.60"), D("3.46"), D("4.31"), D("5.16")]
    clean = replace(COMPANY, scope_1=D(50_000))
    found = project_sda(clean, PATH, 2030)
    assert (found.scope_1.intensity, found.scope_1.is_capped) == (D("0.05"), True)
    assert not project_sda(COMPANY, PATH, 2030).scope_1.is_capped


def test_the_published_steel_case_holds_together() -> None:
    output = compound(D(70_560_000), D("0.016"), 8)
    assert round(output / 1_000_000, 3) == D("80.114")
    assert round(D(133_555_125) / output, 4) == D("1.6671")
    assert [round(D(t) / 70_560_000, 2) for t in (126_400_000, 13_600_000)] == [D("1.79"), D("0.19")]
    assert [round(D(133_555_125) / 126_400_000 - 1, 2), round(D(13_215_418) / 13_600_000 - 1, 2)] == [
        D("0.06"),
        D("-0.03"),
    ]
    assert (round(D("1.67") / D("1.79") - 1, 2), round(D(13_215_418) / output, 2)) == (D("-0.07"), D("0.16"))


def test_the_path_has_every_year_and_begins_where_the_company_stands() -> None:
    found = sda_path(COMPANY, PATH)
    assert [item.year for item in found] == list(range(2020, 2031))
    assert found[0].tonnes == 760_000


def test_a_path_without_power_gives_scope_1_alone() -> None:
    bare = replace(PATH, years=tuple(SectorYear(y.year, y.activity, y.intensity) for y in PATH.years))
    found = project_sda(COMPANY, bare, 2030)
    assert (found.scope_2, round(found.tonnes, 6)) == (None, 525_000)
    with pytest.raises(Uncomputable, match="no power data"):
        bare.power_intensity_at(2030)


def test_base_years_after_2020_are_marked_indicative() -> None:
    assert not project_sda(COMPANY, PATH, 2030).is_indicative
    assert project_sda(replace(COMPANY, base_year=2021), PATH, 2030).is_indicative


def test_a_member_of_a_heterogeneous_sector_follows_its_emissions() -> None:
    assert follow_sector(D(500), D(1000), D(700)) == 350


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: project_sda(COMPANY, PATH, 2031), "outside the target's years 2020 to 2030"),
        (lambda: PATH.intensity_at(2019), "runs from 2020 to 2050"),
        (lambda: decarbonisation_index(D(1), D(1), D(1)), "there is no path"),
    ],
)
def test_what_cannot_be_computed_is_said(act: object, words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        act()  # type: ignore[operator]
