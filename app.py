"""The application factory: settings, database, queue, guard and the pages of every noun."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

if __name__ == "__main__":
    # Said before anything is imported that a bare Python lacks.
    sys.exit("Assay is started by its launcher: type ./assay run")

from flask import Flask
from flask_bootstrap import Bootstrap5

from workflow import unit_of_work, web
from workflow.cases import guard
from workflow.config import Config
from workflow.start import start
from workflow.unit_of_work import Services

HERE = Path(__file__).resolve().parent
NOUNS_WITH_PAGES = (
    "people", "home", "cases", "lifecycle", "ghg_statement", "documents", "figures", "planning", "findings",
    "evaluation", "opinion", "consolidation", "programme", "targets", "admin",
)  # fmt: skip


def create_app(config: Config | None = None, services: Services | None = None) -> Flask:
    """The web application; refuses to start when a view declares neither a permission nor itself public."""
    if services is None:
        services = start(config)
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
        app.register_blueprint(importlib.import_module(f"workflow.{noun}.routes").bp)
    undeclared = web.undeclared_views(app)
    if undeclared:
        raise RuntimeError("these views declare no permission: " + ", ".join(undeclared))
    return app
