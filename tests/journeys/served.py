"""The product served from a data folder on a loopback port, for real browsers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.journeys.town import Town, a_replayed_town

Answer = TypeVar("Answer")
PATIENCE_MS = 120_000


def apart(do: Callable[[], Answer]) -> Answer:
    """Do something in a thread of its own: playwright's loop holds that of the test, where none can sign."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do).result()


class Quiet(WSGIRequestHandler):
    """Requests are no news here."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002  werkzeug's name
        """Nothing is printed."""


class Place:
    """Where the product is served, and a signed-in page of each person."""

    def __init__(self, town: Town, base: str) -> None:
        self.town = town
        self.base = base
        self._pages: dict[tuple[str, str], Any] = {}
        self._contexts: list[Any] = []

    def page_of(self, browser: Any, name: str, theme: str = "light") -> Any:
        """A browser's page that took the person's card."""
        if (name, theme) not in self._pages:
            context = browser.new_context(color_scheme=theme, accept_downloads=True)
            # A decision renders every document before it answers: on a busy machine that takes its time.
            context.set_default_timeout(PATIENCE_MS)
            self._contexts.append(context)
            self._pages[name, theme] = context.new_page()
            self.sign_in(self._pages[name, theme], name)
        return self._pages[name, theme]

    def sign_in(self, page: Any, name: str) -> None:
        """Take the person's card, at first or once more."""
        page.goto(self.base + "/sign-in")
        page.click(f".role-card form[action='/demo/sign-in/{self.town.ids[name]}'] button")
        page.wait_for_url(self.base + "/")

    def settle(self) -> None:
        """Run what waits for the workers."""
        apart(self.town.settle)

    def close(self) -> None:
        """End the browser's contexts."""
        for context in self._contexts:
            context.close()


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an application until the block is left; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def served(folder: Path) -> Iterator[Place]:
    """Serve a replayed demo until the block is left."""
    with a_replayed_town(folder) as town, serving(town.app) as base:
        place = Place(town, base)
        try:
            yield place
        finally:
            place.close()


def send(page: Any, action: str, **typed: str | bool) -> None:
    """Fill in the form that is sent to this address, opening what hides it, and press its button."""
    form = page.locator(f"form[action$='{action}']").first
    form.evaluate("f => { for (let at = f; (at = at.parentElement?.closest('details')); ) at.open = true }")
    form.evaluate("f => f.querySelectorAll('details').forEach(inner => { inner.open = true })")
    for name, value in typed.items():
        field = form.locator(f"[name='{name}']").first
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button:not([type=button])").last.click()
