"""Realised savings beside the plan, and the programme text's own two factors among claims."""

from __future__ import annotations

import pytest

from methods.quantification import Basis
from methods.roadmap import (
    ClaimedSaving,
    Lever,
    LeverKind,
    MeasuredYear,
    compare_realised,
    find_foreign_factors,
)
from methods.rounding import share
from methods.targets import YearValue
from methods.uncomputable import Uncomputable
from tests.methods.worked_case import D

MOTORS = Lever("L1", LeverKind.EFFICIENCY, (YearValue(2022, D(100)),))
FIRST = MeasuredYear("L1", 2022, D(1000), D(850), D("0.5568"), "Wei Zhang")


def test_a_measured_year_stands_beside_its_plan() -> None:
    found = compare_realised([MOTORS], [FIRST], Basis.LOCATION)[0]
    assert (found.saved_mwh, found.planned, found.realised) == (150, 100, D("83.52"))
    assert (found.difference, found.share, found.is_confirmed) == (D("-16.48"), D("0.8352"), True)


def test_a_year_without_a_plan_has_no_share_and_a_name_must_confirm() -> None:
    found = compare_realised([MOTORS], [MeasuredYear("L1", 2023, D(1), D(2), D(1), " "), FIRST], Basis.MARKET)
    assert [(item.year, item.share is None, item.is_confirmed) for item in found] == [
        (2022, False, True),
        (2023, True, False),
    ]
    assert found[1].realised == -1


def test_the_programme_texts_two_factors_are_neither_the_inventorys() -> None:
    claims = [
        ClaimedSaving("Renewable electricity", D(271_197), D(177_871)),
        ClaimedSaving("Energy saving", D(49_480), D(31_088)),
        ClaimedSaving("Lighting", D(1000), D("558")),
    ]
    found = find_foreign_factors(claims, D("0.5568"))
    assert [(item.name, round(item.implied, 4)) for item in found] == [
        ("Renewable electricity", D("0.6559")),
        ("Energy saving", D("0.6283")),
    ]
    assert found[1].tonnes_at_inventory == D("27550.464")


def test_the_programme_texts_shares_give_52_sites_and_its_total() -> None:
    assert [round(100 * share(D(n), D(52)), 2) for n in (33, 6)] == [D("63.46"), D("11.54")]
    assert round(D(271_197) / D("0.1557")) == 1_741_792


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda: compare_realised([], [FIRST], Basis.MARKET), "L1 is not in the register"),
        (lambda: compare_realised([MOTORS], [FIRST, FIRST], Basis.MARKET), "measured twice for 2022"),
        (lambda: find_foreign_factors([ClaimedSaving("X", D(0), D(1))], D(1)), "without MWh"),
    ],
)
def test_what_cannot_be_compared_is_refused(act: object, words: str) -> None:
    with pytest.raises(Uncomputable, match=words):
        act()  # type: ignore[operator]
