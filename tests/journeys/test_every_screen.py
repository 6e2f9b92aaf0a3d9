"""Every screen that a person of the demo can reach: it opens, it fits, and axe finds nothing serious."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from app import create_app
from demo.cast import CAST
from demo.replay import BEGINS
from tests.factories import lay_tables
from tests.journeys.served import apart, served, serving
from tests.journeys.town import Town, settings
from workflow.clock import FrozenClock
from workflow.db import make_engine
from workflow.start import start

MOST_PAGES = 250
OF_ONE_KIND = 2
NARROW, WIDE = 390, 1280
# A folder for a picture of every page in both themes at both widths, for who wants to look at them.
PICTURES = os.environ.get("ASSAY_PICTURES")
THEMES = ("light", "dark")
SERIOUS = {"serious", "critical"}
# Pages that no link leads to from My work, but a card, a mail or a code does.
BY_HAND = ("/sign-in", "/people/me", "/try", "/help", "/status", "/tour", "/tour/break")
# Where a person's walk begins besides: the group case, before other cases fill the share of its kind.
BEGINS_AT = {"Sofia Marques": ("/cases/C-2022-0005",)}
# Pages that say no, and as whom one meets them.
REFUSALS = (("Liu Yan", "/cases/C-2022-0002"), ("Liu Yan", "/cases/C-2022-0001/evaluation"))
# A walk that loses one of these has lost its way.
MUST_BE_SEEN = {
    "/", "/sign-in", "/admin", "/admin/jobs", "/admin/checks", "/people", "/people/me", "/try", "/tour", "/tour/break",
    "/status", "/cases", "/cases/C-N-N", "/cases/C-N-N/engagement", "/cases/C-N-N/team",
    "/cases/C-N-N/statement/N", "/cases/C-N-N/evidence", "/cases/C-N-N/evidence/E-N/view",
    "/cases/C-N-N/plan", "/cases/C-N-N/tests", "/cases/C-N-N/findings", "/cases/C-N-N/findings/F-N",
    "/cases/C-N-N/evaluation", "/cases/C-N-N/opinion", "/cases/C-N-N/package", "/cases/C-N-N/trail",
    "/status/NA-N-N", "/cases/C-N-N/entities", "/cases/C-N-N/entities/C-N-N", "/cases/C-N-N/entities/statement/N",
    "/programme", "/programme/milestones", "/programme/milestones/MN", "/programme/milestones/TN", "/programme/mine",
    "/programme/boundary", "/programme/boundary/entities/N", "/programme/organisation", "/programme/organisation/N",
    "/targets", "/targets/AbsN", "/targets/AbsN/compare", "/targets/base-year", "/targets/base-year/cite",
    "/targets/base-year/type", "/targets/progress", "/targets/roadmap", "/targets/submission", "/targets/paths",
    "/targets/documents", "/targets/documents/facts", "/targets/documents/dossier-N", "/targets/documents/package",
    "/targets/validation", "/targets/validation/N",
}  # fmt: skip


def kind_of(address: str) -> str:
    """An address without its numbers and what is asked of it."""
    return re.sub(r"\d+", "N", address.split("?", maxsplit=1)[0])


def walk(town: Town, name: str) -> Iterator[tuple[str, int, str]]:
    """Pages that one person reaches by links, a few of each kind: address, status, text."""
    visitor, seen, per_kind = town.visit(name), set[str](), Counter[str]()
    todo = ["/", *BEGINS_AT.get(name, ()), *BY_HAND]
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
@pytest.mark.timeout(900)
def test_every_kind_of_page_is_accessible_and_fits(copied_folder: Path, browser: Any) -> None:
    problems: list[str] = []
    with served(copied_folder) as place:
        pages = apart(lambda: _every_kind(place.town))
        assert MUST_BE_SEEN - pages.keys() == set(), "the walk did not come there"
        met = [*pages.values(), *REFUSALS]
        if PICTURES:
            told = "".join(f"{number:02} {address} {who}\n" for number, (who, address) in enumerate(met))
            (Path(PICTURES) / "pages.txt").write_text(told)
        for number, (name, address) in enumerate(met):
            page = place.page_of(browser, name)
            problems += _look(page, place.base + address, f"{number:02}")
    assert not problems, "\n".join(problems)


def _every_kind(town: Town) -> dict[str, tuple[str, str]]:
    """One page of every kind, and who sees it."""
    pages: dict[str, tuple[str, str]] = {}
    for played in CAST:
        for address, status, page in walk(town, played.name):
            if status == HTTPStatus.OK and page:
                pages.setdefault(kind_of(address), (played.name, address))
    return pages


@pytest.mark.browser
def test_the_set_up_of_an_empty_installation_is_accessible_and_fits(tmp_path: Path, browser: Any) -> None:
    config = replace(settings(tmp_path, f"sqlite:///{tmp_path / 'assay.sqlite'}"), is_demo=False)
    laying = make_engine(config.database_url)
    lay_tables(laying)
    laying.dispose()
    services = start(config, clock=FrozenClock(BEGINS), sends=False)
    problems: list[str] = []
    with serving(create_app(services=services)) as base:
        page = browser.new_page()
        for name in ("set-up", "sign-in", "help", "status", "status/NA-2022-0999"):
            problems += _look(page, f"{base}/{name}", name.replace("/", "-"))
        page.close()
    services.engine.dispose()
    assert not problems, "\n".join(problems)


def _look(page: Any, address: str, picture: str) -> list[str]:
    """What is wrong with one page in either theme and at either width."""
    from axe_playwright_python.sync_playwright import Axe

    problems = []
    page.goto(address)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in (WIDE, NARROW):
            page.set_viewport_size({"width": width, "height": 900})
            if PICTURES:
                page.screenshot(path=Path(PICTURES) / f"{picture}-{theme}-{width}.png")
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                problems.append(f"{address} is {wide} px wide at {width} px")
            # Colours are the theme's and do not depend on the width: the narrow page is asked once.
            if (theme, width) == ("dark", NARROW):
                continue
            for found in Axe().run(page).response["violations"]:
                if found["impact"] in SERIOUS:
                    target = found["nodes"][0]["target"]
                    problems.append(f"{address}, {theme}, {width} px: {found['id']} at {target}")
    return problems
