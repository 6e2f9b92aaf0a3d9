"""A real browser drops a ZIP on the month grid: bills land in their cells, the rest is refused or waits."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.served import Place, served
from tests.workflow.figures.grid.drawn import a_bill, a_page, a_zip

# The first to come waits for the demo to be replayed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
MONTHS = "/cases/C-2022-0003/months"
METER = "HSW-E1"
# A drop as the browser gives it: files made from base64 on the place that takes them.
DROP = """([place, files]) => {
  const carried = new DataTransfer();
  for (const [name, text] of files) {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  document.querySelector(place).dispatchEvent(
    new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: carried }));
}"""

ANSWERED = """() => {
  const lines = document.querySelectorAll("form[data-upload] .results li");
  return lines.length > 0 && [...lines].every((line) => line.querySelector("a"));
}"""


def drop(page: Any, *files: tuple[str, bytes]) -> None:
    """Drop files on the grid itself, and wait until the server has answered for each."""
    carried = [[name, base64.b64encode(content).decode()] for name, content in files]
    page.evaluate(DROP, ["#months", carried])
    page.wait_for_function(ANSWERED)


def cell(page: Any, row: str, month: int) -> str:
    """The words of a cell by its row's code and its month."""
    line = page.locator("#month-grid tbody tr").filter(has=page.locator(f".row-head a:text-is('{row}')"))
    return str(line.locator("td").nth(month - 1).inner_text())


def shown(place: Place, page: Any) -> None:
    """Let the workers read and place, then look anew."""
    place.settle()
    page.goto(place.base + MONTHS)


def test_a_dropped_zip_fills_its_cells_and_a_person_places_what_is_left(
    copied_folder: Path, browser: Any
) -> None:
    january = a_bill(1, meter=METER)
    bills = a_zip(
        january=january, february=a_bill(2, meter=METER), march=a_bill(3, meter=METER),
        unknown=a_page("Ticket of the canteen", "Thank you"),
    )  # fmt: skip
    with served(copied_folder) as place:
        party, lead = place.page_of(browser, "Qian Li"), place.page_of(browser, "Ingrid Solberg")
        party.goto(place.base + MONTHS)
        assert "R-001" in cell(party, "S02", 1), "an empty cell is the request"
        drop(party, ("bills.zip", bills))
        drop(party, ("january again.pdf", january))
        refused = party.inner_text("form[data-upload] .results")
        assert "nothing was stored twice" in refused
        shown(place, party)
        assert [("E-" in cell(party, "M-001", month)) for month in (1, 2, 3, 4)] == [True, True, True, False]
        assert "Qian Li" in cell(party, "M-001", 4), "what is missing still says who was asked"
        assert party.locator(".tray > li").count() == 1
        _place(party, "M-001", "2021-04")
        assert "by hand" in cell(party, "M-001", 4)
        lead.goto(place.base + MONTHS)
        with lead.expect_navigation():
            lead.click("#month-grid td .bill a >> nth=0")
        assert "/view" in lead.url, "a cell leads to the document"


def _place(page: Any, row: str, month: str) -> None:
    """Say in the tray where the bill belongs."""
    waiting = page.locator(".tray > li").first
    assert "Choose its row" in waiting.inner_text()
    waiting.locator("select[name=row]").select_option(row)
    waiting.locator("select[name=month]").select_option(month)
    with page.expect_navigation():
        waiting.locator("button:has-text('Place')").click()
