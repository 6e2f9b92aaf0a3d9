"""The demo replayed once per run of the tests, for every worker and file that looks at it or copies it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import demo
from tests.factories import lay_tables
from tests.journeys.town import settings
from workflow.db import make_engine

ROOT = Path(__file__).resolve().parents[2]
FINISHED = "finished"


def replay_into(folder: Path) -> None:
    """Lay the tables in an empty folder and play the demo to its end."""
    (folder / "DEMO").write_text("a demo")
    config = settings(folder, f"sqlite:///{folder / 'assay.sqlite'}")
    engine = make_engine(config.database_url)
    lay_tables(engine)
    engine.dispose()
    demo.load(config)


def replayed_once(shared: Path) -> Path:
    """The replayed demo below `shared`; who comes first replays it, the others wait. Nobody writes into it.

    It is played in a process of its own, which keeps nothing open here and is not slowed by what measures
    the tests.
    """
    folder = shared / "replayed"
    with (shared / "replayed.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / FINISHED).exists():
            folder.mkdir()
            plain = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
            command = [sys.executable, "-m", "tests.journeys.replayed", str(folder)]
            done = subprocess.run(command, cwd=ROOT, env=plain, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stdout + done.stderr
            (folder / FINISHED).touch()
    return folder


if __name__ == "__main__":
    replay_into(Path(sys.argv[1]))
