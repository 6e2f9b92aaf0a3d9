"""What people see of a long document while it is being read: how far it is, its figures so far, and how to stop."""

from __future__ import annotations

import re

import pytest

from tests.factories import House
from tests.workflow.documents.test_long_documents import PAGES, a_report, after_parts, run_job_named
from tests.workflow.figures.browser import Browsers, open_browsers
from tests.workflow.figures.scene import Scene, a_scene
from workflow import worker

DOCUMENT = "/cases/C-2022-0001/evidence/E-001"
EVIDENCE = "/cases/C-2022-0001/evidence"
SAID = re.compile(rf"(?:pages 1–\d+|\d+) of {PAGES} (?:pages )?read")


@pytest.fixture
def scene(house: House) -> Scene:
    return a_scene(house)


@pytest.fixture
def browsers(house: House, scene: Scene) -> Browsers:
    return open_browsers(house, scene)


def page(browsers: Browsers, path: str) -> str:
    answer = browsers.lead.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def test_document_list_and_viewer_tell_how_far_reading_is(
    scene: Scene, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, str] = {}

    def look() -> None:
        run_job_named("propose_parts")
        seen.update({path: page(browsers, path) for path in PATHS})

    after_parts(2, look, monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    for path in PATHS:
        assert SAID.search(seen[path]), path
        assert "<progress" in seen[path]
    assert "Stop reading" in seen[DOCUMENT]
    assert "1,001" in seen[f"{DOCUMENT}/view"]
    assert "data-picture" in seen[f"{DOCUMENT}/view"]
    assert browsers.lead.get(f"{DOCUMENT}/progress").status_code == 204
    assert "<progress" not in page(browsers, EVIDENCE)


PATHS = (EVIDENCE, DOCUMENT, f"{DOCUMENT}/view", f"{DOCUMENT}/progress")


def test_whoever_may_confirm_figures_stops_and_reads_the_rest_by_plain_forms(
    scene: Scene, browsers: Browsers, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def stop() -> None:
        assert browsers.office.post(f"{DOCUMENT}/stop-reading").status_code == 403
        assert browsers.lead.post(f"{DOCUMENT}/stop-reading").status_code == 303
        told.append(page(browsers, DOCUMENT))

    after_parts(1, stop, monkeypatch)
    scene.hand_in(a_report(), "report.pdf")
    assert "asked to stop" in told[0]
    stopped = page(browsers, DOCUMENT)
    assert "Reading was stopped by" in stopped
    assert "Read the rest" in stopped
    assert browsers.lead.post(f"{DOCUMENT}/read-the-rest").status_code == 303
    worker.run_all_due()
    assert "Every page was read" in page(browsers, DOCUMENT)
    refused = browsers.lead.post(f"{DOCUMENT}/stop-reading")
    assert refused.status_code == 409
    assert "nothing to stop" in refused.get_data(as_text=True)
