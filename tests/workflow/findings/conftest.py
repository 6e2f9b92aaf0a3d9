"""The worked case in execution: laid down once, then copied for each test."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from tests.workflow.conftest import LayPattern, OneEngine
from tests.workflow.findings.scene import Scene, open_scene
from workflow import unit_of_work as units
from workflow.unit_of_work import Services


@pytest.fixture(scope="session")
def laid_down(lay_pattern: LayPattern[Scene]) -> Scene:
    """The scene in a database that nobody changes any more."""
    return lay_pattern("findings", open_scene)


@pytest.fixture
def scene(laid_down: Scene, tmp_path: Path, one_engine: OneEngine) -> Scene:
    house = one_engine.house_like(laid_down.house, tmp_path)
    fresh = replace(laid_down, halden=replace(laid_down.halden, house=house))
    fresh.at(10, 17)
    return fresh


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
