"""Business as usual, levers and the wedge: what is planned lies on the line, over it, or cannot be."""

from __future__ import annotations

import pytest

from methods.quantification import Basis
from methods.roadmap import (
    Activity,
    Lever,
    LeverKind,
    abatement_in,
    business_as_usual,
    draw_wedge,
    find_overlaps,
)
from methods.targets import AbsoluteTarget, YearValue
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D

TARGET = AbsoluteTarget(2021, D(1000), 2023, D("0.2"))
BAU = (YearValue(2021, D(1000)), YearValue(2022, D(1050)), YearValue(2023, D(1100)))


def lever(lever_id: str, kind: LeverKind, group: str | None = None, **tonnes: int) -> Lever:
    years = tuple(YearValue(int(year[1:]), D(value)) for year, value in tonnes.items())
    return Lever(lever_id, kind, years, overlap_group=group)


MOTORS = lever("L1", LeverKind.EFFICIENCY, "power", y2022=100, y2023=200)
CERTIFICATES = lever("L2", LeverKind.CERTIFICATES, "power", y2023=100)


def test_business_as_usual_grows_with_its_activities() -> None:
    bau = business_as_usual(
        [
            Activity("Electricity, MWh", D(1000), D("0.10"), D("0.5")),
            Activity("Gas, m3", D(100), D("-0.5"), D(2)),
        ],
        2021,
        2023,
    )
    assert bau == (YearValue(2021, D(700)), YearValue(2022, D(650)), YearValue(2023, D(655)))


def test_certificates_move_the_market_basis_alone() -> None:
    levers = [MOTORS, CERTIFICATES]
    assert (abatement_in(levers, 2023, Basis.LOCATION), abatement_in(levers, 2023, Basis.MARKET)) == (
        200,
        300,
    )
    market, location = (draw_wedge(BAU, levers, TARGET, basis) for basis in (Basis.MARKET, Basis.LOCATION))
    assert (market.years[-1].gap, market.passes) == (0, True)
    assert (location.years[-1].gap, location.passes) == (100, False)


def test_the_wedge_holds_every_year_and_what_is_planned_foots() -> None:
    wedge = draw_wedge(BAU, [MOTORS], TARGET, Basis.LOCATION)
    assert [(y.year, y.planned, y.line, y.gap) for y in wedge.years] == [
        (2021, 1000, 1000, 0),
        (2022, 950, 900, 50),
        (2023, 900, 800, 100),
    ]
    assert all(y.business_as_usual - y.abatement == y.planned for y in wedge.years)


def test_levers_on_the_same_emissions_cut_no_more_than_there_are() -> None:
    baseline = {"power": (YearValue(2022, D(100)), YearValue(2023, D(299)))}
    found = find_overlaps([MOTORS, CERTIFICATES, lever("L3", LeverKind.DESIGN, y2023=999)], baseline)
    assert [(f.overlap_group, f.year, f.abatement, f.baseline, f.levers) for f in found] == [
        ("power", 2023, 300, 299, ("L1", "L2"))
    ]


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: business_as_usual([], 2023, 2021), "ends in 2021, before"),
        (lambda: find_overlaps([MOTORS], {}), "power has no baseline for 2022"),
        (lambda: draw_wedge(BAU[:2], [], TARGET, Basis.MARKET), "no value for 2023"),
        (
            lambda: draw_wedge(BAU, [lever("L9", LeverKind.DESIGN, y2022=1051)], TARGET, Basis.MARKET),
            "1,051 t in 2022, more than the 1,050 t",
        ),
    ],
)
def test_a_roadmap_that_cannot_be_is_refused(act: object, words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        act()  # type: ignore[operator]
