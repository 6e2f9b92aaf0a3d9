"""The worked case in execution: laid down once, then copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from tests.factories import a_house, lay_tables
from tests.workflow.findings.scene import Scene, open_scene
from workflow import unit_of_work as units
from workflow.config import Config
from workflow.db import make_engine
from workflow.unit_of_work import Services

NAME = "assay.sqlite"


def config_of(folder: Path) -> Config:
    return Config(folder=folder, database_url=f"sqlite:///{folder / NAME}", queue_url="unix:///nowhere")


@pytest.fixture(scope="session")
def laid_down(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The scene in a database that nobody changes any more."""
    config = config_of(tmp_path_factory.mktemp("findings"))
    engine = make_engine(config.database_url)
    lay_tables(engine)
    scene = open_scene(a_house(engine, config))
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return scene


@pytest.fixture
def scene(laid_down: Scene, tmp_path: Path) -> Iterator[Scene]:
    shutil.copy(laid_down.house.services.config.folder / NAME, tmp_path / NAME)
    config = config_of(tmp_path)
    engine = make_engine(config.database_url)
    house = a_house(engine, config)
    fresh = replace(laid_down, halden=replace(laid_down.halden, house=house))
    fresh.at(10, 17)
    yield fresh
    engine.dispose()


@pytest.fixture(scope="session")
def one_app(laid_down: Scene) -> Flask:
    """The application; it works on whatever services are bound, so one serves every test."""
    services: Services = laid_down.house.services
    return create_app(services=services)


@pytest.fixture
def app(one_app: Flask, scene: Scene) -> Flask:
    # Making the application bound the services that it was made with.
    units.bind(scene.house.services)
    return one_app
