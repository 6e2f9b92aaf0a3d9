"""The real product under its supervisor: ready, mended part by part, refused twice, ended in order."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.installation import MARKS, ROOT, Installation, running
from tests.launcher.small_house import clean_environment, is_alive
from tests.servers import short_folder, wait_until

pytestmark = pytest.mark.drill


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with short_folder() as folder, running(folder / "data", "--empty") as started:
        yield started


@pytest.mark.parametrize("part", list(MARKS))
def test_a_part_that_is_killed_comes_back_and_the_pages_answer(installation: Installation, part: str) -> None:
    number = installation.part(part)
    assert number is not None
    installation.kill(part)
    installation.wait_for(part, other_than=number)
    wait_until(installation.answers, seconds=40, what="the pages")


def test_a_second_start_is_refused_in_a_sentence(installation: Installation) -> None:
    said = subprocess.run(
        [sys.executable, "-m", "workflow.cli", "run", "--empty", "--data", str(installation.data)],
        cwd=ROOT,
        env={**clean_environment(), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 1
    assert installation.supervisor is not None
    assert f"process {installation.supervisor.pid}" in said.stdout


def test_the_stop_leaves_no_process_behind() -> None:
    with short_folder() as folder:
        installation = Installation(folder / "data")
        installation.start("--empty")
        parts = [installation.part(name) for name in MARKS]
        assert installation.stop() == 0
        assert [number for number in parts if number is None or is_alive(number)] == []
