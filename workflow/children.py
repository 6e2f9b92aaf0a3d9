"""Child processes that are kept alive: started, restarted with growing pauses, stopped in time."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

SHORTEST_PAUSE = 0.2
LONGEST_PAUSE = 15.0
# A child that lived this long was well; its next restart comes without the pauses of the past.
HEALTHY_SECONDS = 30.0
LOG_BYTES = 5_000_000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent(with_signal: int) -> Callable[[], None]:
    """Make the step that a new child takes before it begins: be killed when this process ends, however."""
    parent = os.getpid()

    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, with_signal)
        if os.getppid() != parent:
            os._exit(1)

    return prepare


@dataclass(frozen=True)
class Part:
    """What to run: a name for people and logs, the command, how long it may take to end in order."""

    name: str
    command: Sequence[str]
    stop_seconds: float
    death: signal.Signals = signal.SIGKILL
    keeps: tuple[int, ...] = ()


class Child:
    """One part of the installation as a process: running, waiting for its restart, or stopped."""

    def __init__(self, part: Part, folder: Path, environment: Mapping[str, str], logs: Path) -> None:
        self.part = part
        self.folder = folder
        self.environment = dict(environment)
        self.log = logs / f"{part.name}.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0
        self._began = 0.0
        self._pause = SHORTEST_PAUSE
        self._due: float | None = None

    @property
    def is_alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        """Start the process, its output appended to its log; in a session of its own, so that Ctrl-C in the
        terminal reaches only the supervisor, which ends the parts in order."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.part.command,
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=self.part.keeps,
                preexec_fn=die_with_parent(self.part.death),  # noqa: PLW1509  the supervisor has one thread
            )
        self.starts += 1
        self._began = time.monotonic()
        self._due = None

    def mend(self) -> str | None:
        """Restart the process when it died and its pause is over; answers a sentence when it had died."""
        if self.process is None or self.process.poll() is None:
            return None
        now = time.monotonic()
        if self._due is None:
            if now - self._began > HEALTHY_SECONDS:
                self._pause = SHORTEST_PAUSE
            self._due = now + self._pause
            sentence = f"{self.part.name} ended ({ending(self.process.returncode)});"
            sentence += f" starting it again in {self._pause:g} s. Its log: {self.log}"
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            return sentence
        if now >= self._due:
            self.start()
        return None

    def stop(self) -> None:
        """Ask the process to end; it finishes what it has in hand. Does not wait."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def wait(self, until: float) -> None:
        """Wait for the end of the process until a monotonic time, then kill it."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def rotate_log(self) -> None:
        """Keep the log small: copy it aside and empty it, for the process keeps its handle (it appends)."""
        try:
            if self.log.stat().st_size > LOG_BYTES:
                shutil.copyfile(self.log, self.log.with_suffix(".log.1"))
                os.truncate(self.log, 0)
        except OSError:
            # A full disk must not end the supervisor; the log is tried again later.
            return

    def last_words(self, lines: int = 15) -> str:
        """Read the end of the log, for a message to the person at the terminal."""
        try:
            text = self.log.read_text(errors="replace")
        except OSError:
            return ""
        return "\n".join(text.splitlines()[-lines:])


def ending(code: int) -> str:
    """Say how a process ended: its exit code, or the signal that killed it."""
    return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"


def stop_together(children: Sequence[Child]) -> None:
    """End children at the same time, each within its own limit."""
    began = time.monotonic()
    for child in children:
        child.stop()
    for child in children:
        child.wait(began + child.part.stop_seconds)
