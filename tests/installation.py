"""A whole installation for drills: the real product under its supervisor, on a data folder of its own."""

from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.launcher.small_house import clean_environment, is_alive, kill, wait_for_line
from tests.servers import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent
# How each part is known among the supervisor's children.
MARKS = {
    "queue": "valkey-server",
    "quick": "workflow.worker\0quick",
    "slow": "workflow.worker\0slow",
    "work": "workflow.worker\0work",
    "sweep": "workflow.worker\0--sweep",
    "web": "gunicorn",
}


@dataclass
class Installation:
    """One installation: its data folder, its port, its settings, and the supervisor while it runs."""

    data: Path
    port: int = field(default_factory=free_port)
    settings: dict[str, str] = field(default_factory=dict)
    supervisor: subprocess.Popen[str] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *words: str) -> None:
        """Start `run` with these words (`--empty`) and wait for its ready line."""
        command = ["run", "--port", str(self.port), "--data", str(self.data), *words]
        self.supervisor = subprocess.Popen(
            [sys.executable, "-m", "workflow.cli", *command],
            cwd=ROOT,
            env={**clean_environment(), "PYTHONPATH": str(ROOT), **self.settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        wait_for_line(self.supervisor, "Assay is ready at")

    def stop(self) -> int:
        """Stop in order; answers the supervisor's exit code."""
        assert self.supervisor is not None
        if self.supervisor.poll() is None:
            self.supervisor.terminate()
        self.supervisor.communicate(timeout=90)
        return self.supervisor.returncode

    def part(self, name: str) -> int | None:
        """The process number of a running part by its name in MARKS; None while it is away."""
        assert self.supervisor is not None
        for number in children_of(self.supervisor.pid):
            if MARKS[name] in command_of(number) and is_alive(number):
                return number
        return None

    def kill(self, name: str) -> None:
        """End a part as a crash would, the processes that it forked included."""
        number = self.part(name)
        assert number is not None, f"{name} does not run"
        below = descendants_of(number)
        kill(number)
        for one in below:
            if is_alive(one):
                kill(one)

    def wait_for(self, name: str, other_than: int) -> None:
        """Wait until another process stands in for a part that was ended."""
        wait_until(lambda: self.part(name) not in (None, other_than), seconds=40, what=f"another {name}")

    def answers(self) -> bool:
        """Tell whether the pages are ready."""
        try:
            return bool(urllib.request.urlopen(f"{self.address}/health/ready", timeout=5).status == 200)
        except (OSError, urllib.error.URLError):
            return False


def command_of(number: int) -> str:
    """The command line of a process, its words parted by NUL; empty when it is gone."""
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def children_of(number: int) -> list[int]:
    """The processes that a process started."""
    found: list[int] = []
    for told in Path(f"/proc/{number}/task").glob("*/children"):
        # A process or thread that ends meanwhile has no children to tell of.
        with suppress(OSError):
            found += map(int, told.read_text().split())
    return found


def descendants_of(number: int) -> list[int]:
    """All processes below a process, the nearest first."""
    found = children_of(number)
    for child in list(found):
        found += descendants_of(child)
    return found


@contextmanager
def running(data: Path, *words: str, **settings: str) -> Iterator[Installation]:
    """Run an installation for the time of the block."""
    installation = Installation(data, settings=settings)
    installation.start(*words)
    try:
        yield installation
    finally:
        installation.stop()
