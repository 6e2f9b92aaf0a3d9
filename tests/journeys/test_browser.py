"""A real browser with its keyboard: from an upload to a closed finding, and a package that is checked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reports.authority import fingerprint, open_authority
from tests.journeys.served import served

# The first to come waits for the demo to be replayed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
HIK, HCD = "/cases/C-2022-0001", "/cases/C-2022-0002"
ROOT = Path(__file__).resolve().parents[2]
# As the launcher calls it for `./assay verify`.
VERIFY = (
    "import sys; from datetime import UTC, datetime; from reports.check import main; "
    "sys.exit(main(sys.argv[1:], datetime.now(UTC)))"
)


def test_a_bill_becomes_figures_a_link_and_a_finding_that_both_sides_settle(
    copied_folder: Path, browser: Any
) -> None:
    bill = next((copied_folder / "demo-files").rglob("*HIK-M2*2021-07*.pdf"), None)
    bill = bill or next((copied_folder / "demo-files").rglob("*HIK-M2*.pdf"))
    with served(copied_folder) as place:
        party, lead = place.page_of(browser, "Deng Jie"), place.page_of(browser, "Ingrid Solberg")
        party.goto(f"{place.base}{HCD}/evidence")
        party.set_input_files("input[type=file]", str(bill))
        party.click("form[data-upload] button:has-text('Send')")
        party.wait_for_selector("form[data-upload] .results li a")
        code = party.inner_text("form[data-upload] .results li a").split()[0]
        place.settle()
        _read_right_by_keyboard(party, f"{place.base}{HCD}/evidence/{code}/view")
        _link_by_keyboard(party)
        lead.goto(party.url)
        lead.wait_for_selector("article.figure")
        with lead.expect_navigation():
            lead.keyboard.press("f")
        finding = _draft_and_issue(lead)
        party.goto(f"{place.base}{HCD}/findings/{finding}")
        _move(party, "respond", text="The bill is of another meter; it is taken out.", citations=code)
        lead.reload()
        _move(lead, "close_clarified", reason="Understood.")
        assert "closed clarified" in lead.inner_text("body")


def _read_right_by_keyboard(page: Any, address: str) -> None:
    page.goto(f"{address}?q=kWh")
    page.wait_for_selector("article.figure")
    first = page.get_attribute("article.figure", "data-figure")
    assert page.locator("svg rect").count() > 3, "no boxes over the page"
    page.keyboard.press("Enter")
    page.wait_for_function(
        "old => document.querySelector('article.figure')?.dataset.figure !== old", arg=first
    )
    page.goto(f"{address}?figure={first}&show=all")
    assert "read right" in page.inner_text("article.figure .state")


def _link_by_keyboard(page: Any) -> None:
    page.keyboard.press("l")
    page.wait_for_selector("#link-line", state="visible")
    lines = page.locator("#link-line option").all_inner_texts()
    page.select_option("#link-line", label=next(line for line in lines if "lectricity" in line))
    page.select_option("#link-role", "corroborating")
    page.click("form[data-act=link] button")
    page.wait_for_selector("article.figure dd :text('corroborating')")


def _draft_and_issue(lead: Any) -> str:
    lead.select_option("#kind", "CL")
    lead.fill("#title", "Whose meter is this?")
    lead.fill("#requirement", "ISO 14064-1:2018, 6.3")
    lead.fill("#gap", "The bill names a meter that is not in the register.")
    with lead.expect_navigation():
        lead.click("form[action$='/findings/new'] button.btn-primary")
    finding: str = lead.url.rsplit("/", 1)[1]
    _move(lead, "issue")
    return finding


def _move(page: Any, name: str, **typed: str) -> None:
    """Open a move's form on the page of a finding, fill it in and send it."""
    if not page.locator(f"#move-{name}[open]").count():
        page.click(f"#move-{name} summary")
    for field, value in typed.items():
        page.fill(f"#{name}-{field}", value)
    with page.expect_navigation():
        page.click(f"#move-{name} form button.btn-primary")


def test_a_downloaded_package_is_checked_by_the_command(
    copied_folder: Path, browser: Any, tmp_path: Path
) -> None:
    with served(copied_folder) as place:
        page = place.page_of(browser, "Liu Yan")
        page.goto(f"{place.base}{HIK}/package")
        with page.expect_download() as waiting:
            page.click("a[href$='/0/client.zip']")
        package = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(package)
    assert package.name == "NA-2022-0041-0-client.zip"
    root = fingerprint(open_authority(copied_folder / "keys").root)
    command = [sys.executable, "-c", VERIFY, str(package), "--trust", root]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
