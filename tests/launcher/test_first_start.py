"""The first start: the demo comes in once, never half, and never where strangers reach it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.launcher.small_house import SmallHouse, a_small_house, kill
from tests.servers import wait_until


@pytest.fixture
def house(tmp_path: Path) -> SmallHouse:
    return a_small_house(tmp_path)


def loads(house: SmallHouse) -> list[str]:
    path = house.folder / "loads"
    return path.read_text().splitlines() if path.exists() else []


def test_the_demo_is_loaded_on_the_first_start_and_not_on_the_second(house: SmallHouse) -> None:
    with house.running(demo=True):
        assert len(loads(house)) == 1
    with house.running(demo=True):
        assert len(loads(house)) == 1
    assert loads(house)[0].endswith("True")


def test_an_empty_start_loads_nothing_and_stays_without_the_demo(house: SmallHouse) -> None:
    with house.running(demo=False):
        pass
    with house.running(demo=True):
        assert loads(house) == []
    assert not (house.data / "DEMO").exists()


def test_a_demo_load_that_was_cut_off_is_begun_again_on_a_clean_folder(house: SmallHouse) -> None:
    (house.folder / "hang-demo").touch()
    process = house.start(demo=True)
    wait_until((house.data / "half").exists, what="half a demo")
    kill(process.pid)
    process.communicate()
    (house.folder / "hang-demo").unlink()
    with house.running(demo=True):
        assert "half" not in loads(house)[-1]
        assert len(loads(house)) == 2
    assert not (house.data / "half").exists()


def test_the_demo_is_refused_where_other_machines_reach_it(house: SmallHouse) -> None:
    assert "on this machine only" in house.fail_to_start(demo=True, host="0.0.0.0")
    assert loads(house) == []


def test_a_demo_folder_is_not_opened_to_other_machines_later(house: SmallHouse) -> None:
    with house.running(demo=True):
        pass
    assert "on this machine only" in house.fail_to_start(demo=True, host="0.0.0.0")


def test_a_demo_folder_stays_a_demo(house: SmallHouse) -> None:
    with house.running(demo=True):
        pass
    assert "stays a demo" in house.fail_to_start(demo=False)


def test_a_folder_of_somebody_else_is_not_used(house: SmallHouse) -> None:
    house.data.mkdir()
    (house.data / "thesis.docx").write_text("mine")
    assert "not a data folder of Assay" in house.fail_to_start(demo=True)
    assert (house.data / "thesis.docx").read_text() == "mine"


def test_an_installation_made_by_hand_is_taken_as_it_is(house: SmallHouse) -> None:
    house.data.mkdir()
    (house.data / "assay.sqlite").write_text("tables")
    (house.data / "store").mkdir()
    with house.running(demo=True):
        assert loads(house) == []
