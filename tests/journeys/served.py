"""The product served from a data folder on a loopback port, for real browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from werkzeug.serving import WSGIRequestHandler, make_server

from tests.journeys.town import Town, a_replayed_town


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
            self._contexts.append(context)
            page = context.new_page()
            page.goto(self.base + "/sign-in")
            page.click(f"form[action='/demo/sign-in/{self.town.ids[name]}'] button")
            page.wait_for_url(self.base + "/")
            self._pages[name, theme] = page
        return self._pages[name, theme]

    def settle(self) -> None:
        """Run what waits for the workers, as they do: in a thread that the browser's loop does not hold."""
        with ThreadPoolExecutor(1) as worker:
            worker.submit(self.town.settle).result()

    def close(self) -> None:
        """End the browser's contexts."""
        for context in self._contexts:
            context.close()


@contextmanager
def served(folder: Path) -> Iterator[Place]:
    """Serve a replayed demo until the block is left."""
    with a_replayed_town(folder) as town:
        server = make_server("127.0.0.1", 0, town.app, threaded=True, request_handler=Quiet)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        place = Place(town, f"http://127.0.0.1:{server.server_port}")
        try:
            yield place
        finally:
            place.close()
            server.shutdown()
            thread.join()
