"""A real browser searches all text: from the top bar to the words on the page, in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.journeys.served import served

# The first to come waits for the demo to be replayed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


def test_what_is_typed_in_the_top_bar_is_found_and_marked_where_it_is_printed(
    copied_folder: Path, browser: Any
) -> None:
    with served(copied_folder) as place:
        place.settle()
        page = place.page_of(browser, "Ingrid Solberg")
        page.fill(".topbar input[name=q]", "电费")
        page.press(".topbar input[name=q]", "Enter")
        page.wait_for_selector(".found-pages mark")
        page.click(".found-pages a >> nth=0")
        page.wait_for_selector("rect.found")
        box = page.locator("rect.found").first.bounding_box()
        assert 0 < box["y"] < page.viewport_size["height"], "the first hit is in sight"
        page.fill(".find-in input[name=q]", "kWh")
        page.press(".find-in input[name=q]", "Enter")
        page.wait_for_selector(".found-pages mark")
        assert page.locator(".found-document").count() == 1, "only in the document that was open"
