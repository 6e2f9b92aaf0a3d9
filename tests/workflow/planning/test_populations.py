"""Populations of samples: typed lists and figures of a document, with what is refused first."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from demo.files.receipts import draw_goods_receipts
from methods import sampling
from tests.factories import House
from tests.workflow.figures.scene import a_scene, read_right
from tests.workflow.planning.desk import Desk, lots
from workflow.documents.storage import close_reader
from workflow.errors import BadInput
from workflow.planning.populations import population_from_document, population_hash, typed_population
from workflow.unit_of_work import unit_of_work

D = Decimal
FACTORS = "CU- 4.05\nPL- 4.60"


@pytest.mark.parametrize(
    ("listing", "told"),
    [
        ("", "Paste the records"),
        ("CU-01", "Line 1: write the record and its t CO2e"),
        ("CU-01\t174.15\nCU-02\tmany", "Line 2: “many” is no number of tonnes"),
        ("CU-01\tNaN", "is no number of tonnes"),
    ],
)
def test_a_typed_list_is_refused_with_its_line(listing: str, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        typed_population("Lots", listing)


def test_a_typed_list_parts_record_and_tonnes_by_tab_semicolon_or_space_and_keeps_its_order() -> None:
    found = typed_population("Lots", "B\t1,740.15\n\nA;0\nLot 7 2.5\n")
    assert [(r.record_id, r.recorded) for r in found.records] == [
        ("B", D("1740.15")),
        ("A", D(0)),
        ("Lot 7", D("2.5")),
    ]
    assert found.tonnes == D("1742.65")


def test_another_order_is_another_population() -> None:
    one, other = sampling.Record("A", D(1)), sampling.Record("B", D(2))
    assert population_hash([one, other]) != population_hash([other, one])


@pytest.mark.parametrize(
    ("code", "factors", "told"),
    [
        ("E-099", FACTORS, "There is no document E-099"),
        ("E-015", "", "Give the beginning"),
        ("E-015", "copper", "“copper” is no factor"),
    ],
)
def test_a_document_s_population_needs_the_document_and_its_factors(
    desk: Desk, code: str, factors: str, told: str
) -> None:
    with pytest.raises(BadInput, match=told), desk.on() as (uow, case):
        population_from_document(uow.session, case, "Lots", code, factors)


def test_the_lots_of_the_goods_receipts_are_taken_from_figures_that_are_read_right(
    house: House, tmp_path: Path
) -> None:
    scene = a_scene(house)
    file = draw_goods_receipts(tmp_path)
    try:
        assert scene.hand_in_demo(file) == "E-015"
    finally:
        close_reader()
    with (
        pytest.raises(BadInput, match="130 of 130 figures of E-015 are not read right"),
        unit_of_work(scene.lead) as uow,
    ):
        population_from_document(uow.session, scene.case(uow), "Lots", "E-015", FACTORS)
    with pytest.raises(BadInput, match="begins with XX-"), unit_of_work(scene.lead) as uow:
        population_from_document(uow.session, scene.case(uow), "Lots", "E-015", "XX- 1")
    read_right(scene, file, roles=("record",))
    with unit_of_work(scene.lead) as uow:
        found = population_from_document(uow.session, scene.case(uow), "Lots", "E-015", FACTORS)
    assert [(r.record_id, r.recorded) for r in found.records] == [(r.record_id, r.recorded) for r in lots()]
    assert found.file_sha256 is not None
