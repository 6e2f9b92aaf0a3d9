"""The worked case in execution: laid down once, then copied for each test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from tests.factories import a_house, lay_tables
from tests.workflow.conftest import OneEngine, rest
from tests.workflow.findings.scene import Scene, open_scene
from workflow import unit_of_work as units
from workflow.config import Config
from workflow.db import make_engine
from workflow.unit_of_work import Services


@pytest.fixture(scope="session")
def laid_down(new_pattern: Callable[[str], tuple[str, Path]]) -> Scene:
    """The scene in a database that nobody changes any more."""
    url, folder = new_pattern("findings")
    engine = make_engine(url)
    lay_tables(engine)
    scene = open_scene(a_house(engine, _config(folder, url)))
    rest(engine)
    return scene


@pytest.fixture
def scene(laid_down: Scene, tmp_path: Path, one_engine: OneEngine) -> Scene:
    url = one_engine.copy(laid_down.house.services.config.database_url, tmp_path)
    house = a_house(one_engine.engine, _config(tmp_path, url))
    fresh = replace(laid_down, halden=replace(laid_down.halden, house=house))
    fresh.at(10, 17)
    return fresh


def _config(folder: Path, url: str) -> Config:
    return Config(folder=folder, database_url=url, queue_url="unix:///nowhere")


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
