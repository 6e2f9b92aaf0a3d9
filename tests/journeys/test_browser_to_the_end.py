"""A real browser from the evaluation to a downloaded package: evaluate, review, decide, sign, issue, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from demo.opinion import DRAFT, PASSPHRASES
from reports.authority import fingerprint, open_authority
from reports.check import check_package
from tests.journeys.served import Place, apart, send, served
from tests.journeys.town import Town
from tests.journeys.worked_case import revising
from tests.journeys.worked_case.issuing import NUMBER
from tests.journeys.worked_case.people import APPROVER, CASE, LEAD, MANAGER, PREPARER, REVIEWER
from workflow.opinion.rules import REVIEW_CHECKS

# The first to come waits for the demo to be replayed.
pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
HERE = f"{CASE}/opinion"


def test_a_case_is_evaluated_reviewed_decided_signed_issued_and_its_package_holds(
    copied_folder: Path, browser: Any, tmp_path: Path
) -> None:
    with served(copied_folder) as place:
        apart(lambda: _bring_to_evaluation(place.town))
        pages = {name: place.page_of(browser, name) for name in (LEAD, PREPARER, APPROVER, REVIEWER, MANAGER)}
        _evaluate(place, pages)
        _draft_and_check(place, pages)
        _review(place, pages[REVIEWER])
        _decide_and_sign(place, pages)
        package = _download(place, pages[PREPARER], tmp_path)
        root = fingerprint(open_authority(copied_folder / "keys").root)
        found = apart(lambda: check_package(package, root, place.town.clock.now()))
    assert package.name == f"{NUMBER}-1-client.zip"
    assert found.holds, found


def _bring_to_evaluation(town: Town) -> None:
    """A fact discovered after issue opens a revision, and the responsible party hands in a third version."""
    revising.step_14a_later_fact(town)
    town.at("2022-12-12")
    revising.third_version(town)


def _evaluate(place: Place, pages: dict[str, Any]) -> None:
    lead = pages[LEAD]
    lead.goto(f"{place.base}{CASE}/evaluation")
    send(lead, "/evaluation")
    assert "26,157.32" in lead.inner_text("body")
    send(lead, "evaluation/completion", risk_reassessment="As before.", controls_assessment="None relied on.")
    for group in ("A", "B"):
        send(lead, f"{group}/decide", kind="unmodified", reason="as proposed")
    assert lead.locator(".meter svg").count() >= 2, "no meter is drawn"


def _draft_and_check(place: Place, pages: dict[str, Any]) -> None:
    lead, party, approver = pages[LEAD], pages[PREPARER], pages[APPROVER]
    party.goto(place.base + HERE)
    send(party, "opinion/letter")
    place.sign_in(approver, APPROVER)
    approver.goto(place.base + HERE)
    send(approver, "letter/sign")
    place.settle()
    lead.goto(place.base + HERE)
    send(lead, "opinion/draft", **{k: v for k, v in DRAFT.items() if v})
    _move(place, lead, "draft_opinion")
    lead.goto(place.base + HERE)
    send(lead, "factual-check/send")
    party.goto(place.base + HERE)
    send(party, "factual-check/answer")
    _move(place, lead, "hand_to_review")


def _review(place: Place, reviewer: Any) -> None:
    place.sign_in(reviewer, REVIEWER)
    reviewer.goto(place.base + HERE)
    send(reviewer, "review/start")
    ticks: dict[str, str | bool] = {f"tick_{key}": True for key in REVIEW_CHECKS}
    send(reviewer, "review/ticks", **ticks, **{f"comment_{key}": "seen" for key in REVIEW_CHECKS})
    send(reviewer, "review/approve")
    _move(place, reviewer, "approve_review")


def _decide_and_sign(place: Place, pages: dict[str, Any]) -> None:
    manager = pages[MANAGER]
    manager.goto(place.base + HERE)
    send(
        manager, "opinion/decision", text="The corrected statement supports both conclusions.",
        what_changed="Steam with the supplier's corrected factor.",
    )  # fmt: skip
    for name, seat in ((LEAD, "sign/lead"), (MANAGER, "sign/signatory")):
        place.sign_in(pages[name], name)
        pages[name].goto(f"{place.base}{HERE}/sign")
        send(pages[name], seat, passphrase=PASSPHRASES[name])
        assert "signed" in pages[name].inner_text("body")
    _move(place, manager, "issue")
    assert "issued" in manager.inner_text(".titleline")
    place.settle()


def _move(place: Place, page: Any, name: str) -> None:
    page.goto(place.base + CASE)
    send(page, f"move/{name}")


def _download(place: Place, page: Any, folder: Path) -> Path:
    page.goto(f"{place.base}{CASE}/package")
    with page.expect_download() as waiting:
        page.click("a[href$='/1/client.zip']")
    package = folder / waiting.value.suggested_filename
    waiting.value.save_as(package)
    return package
