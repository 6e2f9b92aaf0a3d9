"""The worked case in execution: laid down once, then copied for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from tests.factories import a_house
from tests.workflow.findings.scene import Scene, open_scene
from workflow import unit_of_work as units
from workflow.config import Config
from workflow.db import make_engine
from workflow.unit_of_work import Services

Copying = Callable[[str, Path], str]


def _config(folder: Path, url: str) -> Config:
    return Config(folder=folder, database_url=url, queue_url="unix:///nowhere")


@pytest.fixture(scope="session")
def laid_down(
    tmp_path_factory: pytest.TempPathFactory, laid_database: Callable[[Path], str]
) -> Iterator[Scene]:
    """The scene in a database that nobody changes any more."""
    folder = tmp_path_factory.mktemp("findings")
    config = _config(folder, laid_database(folder))
    engine = make_engine(config.database_url)
    yield open_scene(a_house(engine, config))
    engine.dispose()


@pytest.fixture
def scene(laid_down: Scene, tmp_path: Path, copy_database: Copying) -> Iterator[Scene]:
    pattern = laid_down.house.services
    # PostgreSQL copies a database only while nobody is connected to it.
    pattern.engine.dispose()
    config = _config(tmp_path, copy_database(pattern.config.database_url, tmp_path))
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
