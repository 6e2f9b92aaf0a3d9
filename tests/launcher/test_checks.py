"""`check` and `test` count what ran, and end in one line that cannot be mistaken."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests import checks
from tests.checks import Tally


def run(tally: Tally, folder: Path, text: str) -> None:
    path = folder / "test_some.py"
    path.write_text(text)
    checks.run_pytest(tally, "some tests", [str(path), f"--rootdir={folder}", "-c", "/dev/null"])


def test_tests_are_counted_by_their_outcome_and_skips_by_their_reason(tmp_path: Path) -> None:
    tally = Tally()
    run(
        tally,
        tmp_path,
        "import pytest\n"
        "def test_good(): pass\n"
        "def test_bad(): assert False\n"
        "def test_away(): pytest.skip('no browser here')\n",
    )
    assert (tally.passed, tally.failed, tally.skipped) == (1, 1, 1)
    assert tally.reasons == {"no browser here": 1}
    assert tally.failures[0].endswith("::test_bad")


def test_a_run_that_ends_without_a_report_is_a_failure(tmp_path: Path) -> None:
    tally = Tally()
    run(tally, tmp_path, "import os\nos._exit(7)\n")
    assert tally.failed == 1
    assert "exit code 7" in tally.failures[0]


def test_a_step_that_fails_is_counted_by_its_name() -> None:
    tally = Tally()
    assert not checks.run_step(tally, "lint", [sys.executable, "-c", "raise SystemExit(1)"])
    assert checks.run_step(tally, "types", [sys.executable, "-c", ""])
    assert (tally.passed, tally.failures) == (1, ["lint"])


def test_the_last_line_is_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    checks.print_outcome(Tally(passed=812, failed=1, skipped=3, failures=["tests::one"]), 60.0)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "812 passed, 1 failed"
    assert "   FAILED tests::one" in lines
