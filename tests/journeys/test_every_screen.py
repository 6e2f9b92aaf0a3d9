"""Every screen that a person of the demo can reach: it opens, it fits, and axe finds nothing serious."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from demo.cast import CAST
from tests.journeys.served import served
from tests.journeys.town import Town

MOST_PAGES = 250
OF_ONE_KIND = 2
NARROW, WIDE = 390, 1280
SERIOUS = {"serious", "critical"}
# Pages that no link leads to from My work, but a card, a mail or a code does.
BY_HAND = ("/sign-in", "/people/me", "/try", "/help", "/status")


def kind_of(address: str) -> str:
    """An address without its numbers and what is asked of it."""
    return re.sub(r"\d+", "N", address.split("?", maxsplit=1)[0])


def walk(town: Town, name: str) -> Iterator[tuple[str, int, str]]:
    """Pages that one person reaches by links, a few of each kind: address, status, text."""
    visitor, seen, per_kind = town.visit(name), set[str](), Counter[str]()
    todo = ["/", *BY_HAND]
    while todo and len(seen) < MOST_PAGES:
        address = todo.pop(0)
        if address in seen or per_kind[kind_of(address)] >= OF_ONE_KIND:
            continue
        seen.add(address)
        per_kind[kind_of(address)] += 1
        answer = visitor.look(address)
        is_page = answer.mimetype == "text/html"
        yield address, answer.status_code, answer.get_data(as_text=True) if is_page else ""
        if is_page:
            todo += links_of(answer.get_data(as_text=True), address)


def links_of(page: str, address: str) -> list[str]:
    """The links of a page that stay in the product."""
    found = []
    for link in html.document_fromstring(page).xpath("//a/@href"):
        target = link.split("#")[0]
        if target.startswith("?"):
            found.append(address.split("?", maxsplit=1)[0] + target)
        elif target.startswith("/") and not target.startswith("//"):
            found.append(target)
    return found


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", [played.name for played in CAST])
def test_every_link_that_a_person_sees_opens(shown_town: Callable[[], Town], name: str) -> None:
    wrong = [(address, status) for address, status, _page in walk(shown_town(), name) if status >= 400]
    assert not wrong


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_every_kind_of_page_is_accessible_and_fits(
    copied_folder: Path, shown_town: Callable[[], Town], browser: Any, tmp_path: Path
) -> None:
    """Screenshots at both widths and in both themes stay in the test's folder for who wants to look."""
    pages: dict[str, tuple[str, str]] = {}
    for played in CAST:
        for address, status, page in walk(shown_town(), played.name):
            if status == 200 and page:
                pages.setdefault(kind_of(address), (played.name, address))
    problems = []
    with served(copied_folder) as place:
        for number, (name, address) in enumerate(pages.values()):
            for theme in ("light", "dark"):
                page = place.page_of(browser, name, theme)
                problems += _look(page, place.base + address, tmp_path / f"{number:02}-{theme}")
    assert not problems, "\n".join(problems)


def _look(page: Any, address: str, picture: Path) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    problems = []
    for width in (WIDE, NARROW):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(address)
        page.screenshot(path=f"{picture}-{width}.png")
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            problems.append(f"{address} is {wide} px wide at {width} px")
    for found in Axe().run(page).response["violations"]:
        if found["impact"] in SERIOUS:
            problems.append(f"{address}: {found['id']} at {found['nodes'][0]['target']}")
    return problems
