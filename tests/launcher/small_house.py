"""A house of a few lines around the real supervisor, so that its promises are tested in seconds.

Supervisor, children, queue server, web server and first start are the product's own files; the pages and
workers only live, note what happens to them, and end when told to.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers import free_port, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
REAL = ("__init__", "config", "supervisor", "children", "first_start", "queue_server", "web_server")

CLI = """
import sys
from workflow.config import from_environment
from workflow.supervisor import supervise, supervise_workers
config = from_environment()
if sys.argv[1] == "worker":
    sys.exit(supervise_workers(config, sys.argv[2:]))
sys.exit(supervise(config, host=sys.argv[2], port=int(sys.argv[3]), empty=sys.argv[4] == "empty"))
"""

DB = """
def make_engine(url):
    return url
"""

SCHEMA = """
from pathlib import Path
def upgrade(engine):
    database = Path(engine.removeprefix("sqlite:///"))
    database.write_text("tables")
    assert not (database.parent.parent / "break-migration").exists()
"""

WORKER = """
import os, signal, sys, time
from workflow.config import from_environment, queue_socket
from workflow.queue_server import answers
config = from_environment()
notes = config.folder.parent / "notes"
name = sys.argv[1].strip("-")
def end(number, frame):
    queue = "queue there" if answers(queue_socket(config.folder)) else "queue gone"
    import urllib.request
    try:
        urllib.request.urlopen(os.environ["ASSAY_BASE_URL"], timeout=1)
        web = "web there"
    except OSError:
        web = "web gone"
    with notes.open("a") as file:
        file.write(f"{name} ended: {web}, {queue}\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
(config.folder.parent / f"pid-{name}").write_text(str(os.getpid()))
while True:
    time.sleep(0.05)
"""

APP = """
import os, time
from pathlib import Path
READY = time.monotonic() + float(os.environ.get("SMALL_HOUSE_SLOW", "0"))
def create_app():
    (Path(os.environ["ASSAY_DATA"]).parent / "pid-web").write_text(str(os.getpid()))
    def app(environ, start_response):
        body = environ["wsgi.input"].read()
        ready = time.monotonic() > READY or environ["PATH_INFO"] != "/health/ready"
        start_response("200 OK" if ready else "503 Not yet", [("Content-Type", "text/plain")])
        return [b"%d bytes" % len(body)]
    return app
"""

DEMO = """
import time
def load(config):
    loads = config.folder.parent / "loads"
    with loads.open("a") as file:
        file.write(f"{sorted(path.name for path in config.folder.iterdir())} {config.is_demo}\\n")
    if (config.folder.parent / "hang-demo").exists():
        (config.folder / "half").write_text("half of a demo")
        time.sleep(600)
"""


PARTS = {
    "workflow/cli.py": CLI, "workflow/db.py": DB, "workflow/schema.py": SCHEMA, "workflow/worker.py": WORKER,
    "app.py": APP, "demo.py": DEMO,
}  # fmt: skip


@dataclass
class SmallHouse:
    """The folder of the house, its data folder, and how to start it."""

    folder: Path
    port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def write(self, name: str, text: str) -> None:
        """Write one file of the house."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def change(self, name: str, old: str, new: str) -> None:
        """Change one line of a file of the house, such as a waiting time that is too long for a test."""
        path = self.folder / name
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))

    def start(self, *, demo: bool = False, host: str = "127.0.0.1", **settings: str) -> subprocess.Popen[str]:
        """Start the supervisor; the caller ends it."""
        return self.start_command("run", host, str(self.port), "demo" if demo else "empty", **settings)

    def start_command(self, *words: str, **settings: str) -> subprocess.Popen[str]:
        """Start one command of the house; the caller ends it."""
        return subprocess.Popen(
            [sys.executable, "-m", "workflow.cli", *words],
            cwd=self.folder,
            env={
                **clean_environment(),
                "ASSAY_DATA": str(self.data),
                "PYTHONPATH": str(self.folder),
                **settings,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def fail_to_start(self, **how: object) -> str:
        """Start where a refusal is expected; answers what was said."""
        process = self.start(**how)  # type: ignore[arg-type]
        said, _ = process.communicate(timeout=40)
        assert process.returncode == 1, said
        return said

    @contextmanager
    def running(self, **how: object) -> Iterator[subprocess.Popen[str]]:
        """Run the house from its ready line to an orderly stop."""
        process = self.start(**how)  # type: ignore[arg-type]
        try:
            wait_for_line(process, "Assay is ready at")
            yield process
        finally:
            if process.poll() is None:
                process.terminate()
            process.communicate(timeout=60)

    def child(self, name: str) -> int:
        """The process number of a part, as that part noted it: workers begin when the pages answer."""
        noted = self.folder / f"pid-{name}"
        wait_until(lambda: noted.exists() and noted.read_text() != "", what=name)
        return int(noted.read_text())

    def answers(self) -> bool:
        """Tell whether the pages answer."""
        try:
            return bool(urllib.request.urlopen(self.address, timeout=2).status == 200)
        except (OSError, urllib.error.URLError):
            return False


def clean_environment() -> dict[str, str]:
    """The environment without settings of the product, which would leak into a test."""
    leaking = re.compile(r"ASSAY_|DATABASE_URL|REDIS_URL|SMTP_URL|PYTHON|COVERAGE")
    return {name: value for name, value in os.environ.items() if not leaking.match(name)}


def wait_for_line(process: subprocess.Popen[str], beginning: str) -> str:
    """Read what a process says until a line begins so; raises AssertionError with all it said at its end."""
    assert process.stdout is not None
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith(beginning):
            return line
    raise AssertionError("the process ended and said: " + "".join(said))


def a_small_house(folder: Path) -> SmallHouse:
    """Build the house in an empty folder."""
    house = SmallHouse(folder, free_port())
    (folder / "workflow").mkdir()
    for name in REAL:
        shutil.copy(ROOT / "workflow" / f"{name}.py", folder / "workflow")
    for name, text in PARTS.items():
        house.write(name, text)
    return house


def is_alive(number: int) -> bool:
    """Tell whether a process lives (one that ended and waits for its parent does not)."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def kill(number: int) -> None:
    """End a process as a crash would."""
    os.kill(number, signal.SIGKILL)
    wait_until(lambda: not is_alive(number), what=f"the end of process {number}")
