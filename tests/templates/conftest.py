"""A bare application that knows the templates and nothing of the product behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Blueprint, Flask, render_template_string
from jinja2 import StrictUndefined

from workflow.web import grouped, page_link

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

Draw = Callable[..., str]


def _one_or_many(one: str, many: str, count: int) -> str:
    return one if count == 1 else many


@pytest.fixture
def app() -> Iterator[Flask]:
    flask = Flask("templates", template_folder=str(TEMPLATES), static_folder=str(TEMPLATES / "static"))
    flask.jinja_env.undefined = StrictUndefined
    flask.jinja_env.autoescape = True
    flask.jinja_env.add_extension("jinja2.ext.i18n")
    flask.jinja_env.add_extension("jinja2.ext.do")
    flask.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda sentence: sentence, _one_or_many, newstyle=True
    )
    flask.jinja_env.filters["say"] = str
    flask.jinja_env.filters["grouped"] = grouped
    flask.jinja_env.globals["page_link"] = page_link
    flask.jinja_env.globals["csrf_token"] = lambda: "token"
    flask.secret_key = "for the flashed messages"
    flask.register_blueprint(
        Blueprint("bootstrap", "bootstrap", static_folder=".", static_url_path="/bootstrap")
    )
    with flask.test_request_context("/cases?sort=due&state=open&after=12"):
        yield flask


@pytest.fixture
def draw(app: Flask) -> Draw:
    """Render a piece of template with the widgets imported as every page has them."""

    def render(source: str, **context: object) -> str:
        head = '{% import "_macros.html" as ui %}{% import "evaluation/_meter.svg.jinja" as drawing %}'
        return render_template_string(head + source, **context)

    return render
