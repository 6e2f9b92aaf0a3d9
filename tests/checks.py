"""`./assay check` and `./assay test`: every step in order, one table, one last line with the counts."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from tests import system

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CODE = ("workflow", "evidence", "methods", "reports", "demo", "app.py")
# What must be covered by tests to the last branch: rules, the machinery of record, sealing.
COVERED = (
    "workflow/*/rules.py", "workflow/access.py", "workflow/audit.py", "workflow/calendar.py",
    "workflow/db.py", "workflow/errors.py", "workflow/jobs.py", "workflow/machine.py",
    "workflow/unit_of_work.py", "reports/seal.py",
)  # fmt: skip
LEAST_COVERED = 100
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command as run; sys.exit(run())"
WORKED_CASE = "tests/journeys/test_worked_case.py"
SLOW_FOLDERS = ("tests/journeys", "tests/launcher")
# The tests that reach all of COVERED. Tracing costs half as much again: `test` leaves it to `check` and `--all`.
MEASURED = ("tests/workflow", "tests/reports")
# Tests commit a hundred thousand times: on a disk they wait for it, in memory they don't.
MEMORY, ROOM = Path("/dev/shm"), 6 << 30
UNIT = "not browser and not postgres and not slow and not drill and not corpora"
POSTGRES = "ASSAY_TEST_DATABASE"


@dataclass
class Tally:
    """What ran: steps and tests that passed, failed or were skipped, with the names of those that failed."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    failures: list[str] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)

    def count_step(self, name: str, is_good: bool) -> None:
        """Count one check as one test."""
        if is_good:
            self.passed += 1
        else:
            self.failed += 1
            self.failures.append(name)

    def count_junit(self, path: Path) -> None:
        """Count the tests of one pytest run from its own report; raises OSError when it wrote none."""
        for case in ElementTree.parse(path).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                self.failed += 1
                self.failures.append(f"{case.get('classname')}::{case.get('name')}")
            elif (skip := case.find("skipped")) is not None:
                self.skipped += 1
                reason = skip.get("message") or "no reason given"
                self.reasons[reason] = self.reasons.get(reason, 0) + 1
            else:
                self.passed += 1


def run_step(tally: Tally, name: str, command: Sequence[str], **settings: str) -> bool:
    """Run one check to its end, its output shown; counts it and answers whether it was good."""
    print(f"\n== {name}", flush=True)
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=False)
    print(
        f"   {name}: {'good' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.0f} s)",
        flush=True,
    )
    tally.count_step(name, done.returncode == 0)
    return done.returncode == 0


def run_pytest(
    tally: Tally, name: str, arguments: Sequence[str], *, measured: bool = False, **settings: str
) -> None:
    """Run pytest once and count its tests; a run that ends without a report counts as one failure."""
    print(f"\n== {name}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        tracer = [PYTHON, "-m", "coverage", "run"] if measured else [PYTHON]
        command = [*tracer, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
        done = subprocess.run(
            [*command, f"--junitxml={report}"], cwd=ROOT, env={**os.environ, **settings}, check=False
        )
        before = tally.failed
        if report.exists():
            tally.count_junit(report)
        # 5 means that no test was chosen, which is no failure of a test; anything else unexplained is.
        if done.returncode not in (0, 5) and tally.failed == before:
            tally.count_step(f"{name} (pytest ended with exit code {done.returncode})", is_good=False)


def check_statics(tally: Tally) -> None:
    """Format, lint, types, imports."""
    run_step(tally, "format", [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."])
    run_step(tally, "lint", [PYTHON, "-m", "ruff", "check", "--quiet", "."])
    run_step(tally, "types", [PYTHON, "-m", "mypy"])
    run_step(tally, "imports", [PYTHON, "-c", LINT_IMPORTS, "--no-logo", "--no-cache"])


def check_coverage(tally: Tally) -> None:
    """Print how much of rules, machinery and seal the tests ran; less than the floor is a failure."""
    subprocess.run([PYTHON, "-m", "coverage", "combine", "--quiet"], cwd=ROOT, check=False)
    include = f"--include={','.join(COVERED)}"
    least = f"--fail-under={LEAST_COVERED}"
    run_step(
        tally, "coverage of rules, machinery and seal",
        [PYTHON, "-m", "coverage", "report", "--show-missing", "--skip-empty", least, include],
    )  # fmt: skip


def in_parallel() -> list[str]:
    """Spread the tests over the processors: by file, as a server serves one file's tests.

    In the order of the tree: by number of tests the long journeys, each a single test, would come last and alone.
    """
    return ["-n", str(max(2, os.cpu_count() or 2)), "--dist", "loadfile", "--no-loadscope-reorder"]


def check(tally: Tally) -> None:
    """`./assay check`: what must hold before every commit, in under three minutes."""
    check_statics(tally)
    run_measured(tally, "unit tests on SQLite, workflow and reports", UNIT)
    left_out = [f"--ignore={folder}" for folder in (*MEASURED, *SLOW_FOLDERS)]
    run_pytest(tally, "unit tests on SQLite, all others", ["tests", *in_parallel(), "-m", UNIT, *left_out])


def run_measured(tally: Tally, name: str, chosen: str) -> None:
    """Run the chosen tests that reach all of COVERED, traced, and hold the floor of coverage."""
    run_pytest(tally, name, [*MEASURED, *in_parallel(), "-m", chosen], measured=True)
    check_coverage(tally)


def test(tally: Tally, with_slow: bool) -> None:
    """`./assay test`: the checks and all the rest."""
    lacking = system.install_missing()
    check_statics(tally)
    has_postgres = not any(need.package == "postgresql" for need in lacking)
    # On SQLite the demo plays the worked case by the same commands; its pages are walked on PostgreSQL below.
    played_below = ["--deselect", WORKED_CASE] if has_postgres and not with_slow else []
    run_pytest(
        tally, "tests on SQLite", ["tests", *in_parallel(), "-m", "not slow and not drill", *played_below]
    )  # fmt: skip
    if has_postgres:
        run_pytest(
            tally, "commands and machinery on PostgreSQL",
            [*_for_postgres(), *in_parallel(), "-m", "not slow and not drill and not browser"],
            **{POSTGRES: "postgres"},
        )  # fmt: skip
    run_pytest(tally, "drills", ["tests", *in_parallel(), "-m", "drill and not slow"])
    if with_slow:
        run_measured(tally, "coverage", UNIT)
        run_pytest(tally, "slow tests", ["tests", "-m", "slow", "--timeout=3600"])
    for need in lacking:
        print(f"\nNot run, for want of the Debian package {need.package}: {need.without}.")


def _for_postgres() -> list[str]:
    """Choose the tests that run on both databases: commands, machinery, roles, the worked case."""
    found = [*(ROOT / "tests" / "workflow").rglob("test_commands*.py")]
    found += (ROOT / "tests" / "workflow").rglob("test_role_matrix*.py")
    found += (ROOT / "tests" / "workflow").glob("test_*.py")
    found += (ROOT / "tests" / "architecture").glob("test_access_matrix.py")
    found.append(ROOT / WORKED_CASE)
    return [str(path) for path in sorted(found) if path.exists()]


def write_in_memory() -> None:
    """Let the tests write where no disk is waited for, when there is room and nobody chose a folder."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("TMPDIR", str(MEMORY))


def main(arguments: Sequence[str]) -> int:
    """Run the command; the exit code is 0 only when nothing failed."""
    parser = argparse.ArgumentParser(prog="./assay", description="Run the checks or all tests.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check")
    commands.add_parser("test").add_argument("--all", action="store_true")
    chosen = parser.parse_args(arguments)
    for left_over in ROOT.glob(".coverage*"):
        left_over.unlink()
    write_in_memory()
    tally, began = Tally(), time.monotonic()
    if chosen.command == "check":
        check(tally)
    else:
        test(tally, with_slow=chosen.all)
    print_outcome(tally, time.monotonic() - began)
    return 1 if tally.failed else 0


def print_outcome(tally: Tally, seconds: float) -> None:
    """Print what failed, what was skipped and why, and last the counts."""
    print("\n== outcome")
    for reason, count in sorted(tally.reasons.items()):
        print(f"   skipped {count}: {reason}")
    for failure in tally.failures:
        print(f"   FAILED {failure}")
    print(f"   {tally.skipped} skipped, {seconds:.0f} s")
    print(f"{tally.passed} passed, {tally.failed} failed", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
