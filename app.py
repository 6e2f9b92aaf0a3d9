"""The application factory: settings, database, queue, guard and the pages of every noun."""

from __future__ import annotations

import importlib
import importlib.util
from pathlib import Path

from flask import Flask
from flask_bootstrap import Bootstrap5

from workflow import faults, unit_of_work, web
from workflow.cases import guard
from workflow.clock import Clock, DemoClock, WallClock
from workflow.config import Config, from_environment
from workflow.db import make_engine
from workflow.jobs import Sender
from workflow.unit_of_work import Services

HERE = Path(__file__).resolve().parent
NOUNS_WITH_PAGES = (
    "people", "home", "cases", "lifecycle", "ghg_statement", "documents", "figures", "planning", "findings",
    "evaluation", "opinion", "admin",
)  # fmt: skip


def make_services(config: Config) -> Services:
    """Database, clock and queue as the settings name them, bound to this process."""
    faults.arm(config.fault)
    clock: Clock = DemoClock(config.folder / "clock.json") if config.is_demo else WallClock()
    bound = Services(config, make_engine(config.database_url), clock, Sender(config.queue_url))
    unit_of_work.bind(bound)
    return bound


def create_app(config: Config | None = None, services: Services | None = None) -> Flask:
    """The web application; refuses to start when a view declares neither a permission nor itself public."""
    if services is None:
        services = make_services(config or from_environment())
    else:
        unit_of_work.bind(services)
    app = Flask(
        "assay", template_folder=str(HERE / "templates"), static_folder=str(HERE / "templates/static")
    )
    app.secret_key = services.config.secret()
    Bootstrap5(app)
    web.install(app)
    guard.install(app)
    for noun in NOUNS_WITH_PAGES:
        if importlib.util.find_spec(f"workflow.{noun}.routes") is None:
            continue
        app.register_blueprint(importlib.import_module(f"workflow.{noun}.routes").bp)
    undeclared = web.undeclared_views(app)
    if undeclared:
        raise RuntimeError("these views declare no permission: " + ", ".join(undeclared))
    return app


if __name__ == "__main__":
    print("Assay is started by its launcher: type ./assay run")
