"""The first start: the demo comes in once, never half, and never where strangers reach it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.launcher.small_house import SmallHouse, a_small_house, kill
from tests.servers import wait_until
from workflow import first_start
from workflow.config import Config


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


@pytest.fixture
def migrated(tmp_path: Path) -> Config:
    """A data folder whose database stands at migration b, and migrations a and b."""
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "a.py").write_text("revision = 'a'\ndown_revision = None\n")
    (tmp_path / "versions" / "b.py").write_text('revision: str = "b"\ndown_revision: str | None = "a"\n')
    place = tmp_path / first_start.DATABASE
    with closing(sqlite3.connect(place)) as database:
        database.execute("CREATE TABLE alembic_version (version_num TEXT)")
        database.execute("INSERT INTO alembic_version VALUES ('b')")
        database.commit()
    return Config(folder=tmp_path, database_url=f"sqlite:///{place}", queue_url="unix:///nowhere")


def test_a_database_at_the_newest_migration_needs_no_step(migrated: Config) -> None:
    assert first_start.is_newest(migrated, migrated.folder)


def test_a_newer_migration_needs_the_step(migrated: Config) -> None:
    (migrated.folder / "versions" / "c.py").write_text("revision = 'c'\ndown_revision = 'b'\n")
    assert not first_start.is_newest(migrated, migrated.folder)


def test_a_database_that_cannot_be_asked_here_is_left_to_the_step(migrated: Config) -> None:
    elsewhere = replace(migrated, database_url="postgresql+psycopg://body@host/assay")
    assert not first_start.is_newest(elsewhere, migrated.folder)
    (migrated.folder / first_start.DATABASE).write_bytes(b"no database at all, but some bytes of text")
    assert not first_start.is_newest(migrated, migrated.folder)
    (migrated.folder / first_start.DATABASE).unlink()
    assert not first_start.is_newest(migrated, migrated.folder)
