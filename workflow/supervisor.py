"""One process over the whole installation: lock, queue server, migrations, workers, web; restart and stop.

It imports nothing heavy: it must start at once, stay small, and live when everything else fails.
"""

from __future__ import annotations

import fcntl
import http.client
import os
import shutil
import signal
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from workflow import first_start, queue_server
from workflow.children import Child, Part, stop_together
from workflow.config import WELCOME, Config, queue_socket

ROOT = Path(__file__).resolve().parent.parent
QUEUES = ("quick", "slow", "work")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
TICK = 0.1
QUEUE_START_SECONDS = 20.0
WEB_START_SECONDS = 90.0
# More deaths than this before the first answer mean a fault that a restart does not mend.
WEB_START_DEATHS = 3
# Gunicorn's own account of its end follows the cause, so more lines are shown to reach the cause.
WEB_LAST_LINES = 60
OLD_LIFE_SECONDS = 10.0
LOG_CHECK_SECONDS = 30.0
PYTHON = sys.executable
# Steps of a few seconds in a process of their own, so that this one stays small.
MIGRATE = (
    "from workflow import config, db, schema;"
    "schema.upgrade(db.make_engine(config.from_environment().database_url))"
)
LOAD_DEMO = "import demo; from workflow import config; demo.load(config.from_environment())"


class CannotStartError(RuntimeError):
    """The installation cannot start now; the sentence says what the person can do."""


def lock_folder(folder: Path) -> IO[str]:
    """Take the data folder for this process alone; the lock lasts as long as the file is open.

    Raises CannotStartError, with the number of the process that holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = (folder / "lock").open("a+")
    patience = time.monotonic() + OLD_LIFE_SECONDS
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            # After a crash the queue server, which holds the lock too, needs a moment to end.
            if _is_running(holder) or time.monotonic() > patience:
                file.close()
                raise CannotStartError(
                    f"Assay is already running on {folder} (process {holder})."
                    " Stop it there, or choose another folder with --data."
                ) from None
            time.sleep(TICK)
    file.truncate(0)
    file.write(f"{os.getpid()}\n")
    file.flush()
    return file


def _is_running(holder: str) -> bool:
    if not holder.isdigit():
        return False
    try:
        os.kill(int(holder), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def free_port(host: str, port: int) -> int:
    """Answer the port to use: the given one when it is free, any free one for 0.

    Raises CannotStartError when another program listens there.
    """
    patience = time.monotonic() + OLD_LIFE_SECONDS / 2
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return int(probe.getsockname()[1])
            except OSError as error:
                if time.monotonic() > patience:
                    raise CannotStartError(
                        f"Port {port} on {host} cannot be used: {error.strerror}."
                        f" Choose another, for example: ./assay run --port {port + 1}"
                    ) from None
        time.sleep(TICK)


class Supervisor:
    """The parts of one installation and their order; `run` returns the exit code."""

    def __init__(self, config: Config, host: str, port: int, wants_demo: bool) -> None:
        self.config = config
        self.host = host
        self.port = port
        self.wants_demo = wants_demo
        self.stopping = False
        self.queue: list[Child] = []
        self.workers: list[Child] = []
        self.web: list[Child] = []
        self.logs = config.folder / "logs"

    def run(self) -> int:
        """Start everything, keep it alive until a signal, stop in order."""
        self._listen_to_signals()
        try:
            with lock_folder(self.config.folder) as lock:
                return self._run_locked(lock.fileno())
        except (CannotStartError, queue_server.NoQueueServerError, first_start.RefusedError) as error:
            say(str(error))
            return 1

    def run_workers(self, queues: Sequence[str]) -> int:
        """Keep workers of these queues alive, and nothing else: database and queue are somewhere else."""
        self._listen_to_signals()
        # The data folder may be shared by several machines: each writes logs of its own.
        self.logs = self.logs / socket.gethostname()
        self.logs.mkdir(parents=True, exist_ok=True)
        try:
            self._start_workers(queues)
            say(f"Workers are ready: {', '.join(queues)}. Their logs: {self.logs}")
            self._keep_alive()
        finally:
            stop_together(self.workers)
        return 0

    def _listen_to_signals(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)

    def _run_locked(self, lock: int) -> int:
        self.port = free_port(self.host, self.port)
        self.logs.mkdir(exist_ok=True)
        try:
            loads_demo = first_start.prepare(self.config, self.wants_demo, self.host in LOOPBACK)
            self._start_queue(lock)
            self._migrate()
            if loads_demo:
                # Before the workers: the replay runs its jobs itself, each at its own date.
                self._load_demo()
            self._start_web()
            if not self.stopping:
                # After the pages, which people wait for: loading both at once takes each longer.
                self._start_workers(QUEUES)
                self._welcome()
                say(f"Assay is ready at {self.address}")
            self._keep_alive()
        finally:
            self._stop()
        return 0

    def _welcome(self) -> None:
        told = self.config.folder / WELCOME
        if told.exists():
            say(told.read_text().rstrip())

    @property
    def address(self) -> str:
        """The address for people on this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(self.host, self.host)  # noqa: S104
        return f"http://{host}:{self.port}"

    def _environment(self) -> dict[str, str]:
        """What the parts are told; they read it through `workflow.config`."""
        base = os.environ.get("ASSAY_BASE_URL", self.address)
        told = {"ASSAY_DATA": str(self.config.folder), "ASSAY_BASE_URL": base, "PYTHONPATH": str(ROOT)}
        return {**os.environ, **told}

    def _child(self, part: Part) -> Child:
        return Child(part, ROOT, self._environment(), self.logs)

    def _start_queue(self, lock: int) -> None:
        if not queue_server.is_bundled(self.config):
            return
        place = queue_socket(self.config.folder)
        queue_server.make_socket_folder(place)
        folder = self.config.folder / "queue"
        folder.mkdir(exist_ok=True)
        # The server holds the lock too: a second server on the same files would spoil them.
        command = queue_server.command_line(folder, place)
        queue = self._child(Part("queue", command, 10.0, signal.SIGTERM, (lock,)))
        self.queue = [queue]
        queue.start()
        until = time.monotonic() + QUEUE_START_SECONDS
        while not (queue.is_alive and queue_server.answers(place)):
            if not queue.is_alive and queue.starts == 1:
                # Its files may be damaged; the database knows every job, so an empty queue is whole again.
                folder.rename(folder.with_name(f"queue-damaged-{int(time.time())}"))
                folder.mkdir()
                queue.start()
            if time.monotonic() > until or self.stopping:
                raise CannotStartError(f"The queue server did not start:\n{queue.last_words()}")
            time.sleep(TICK / 5)

    def _migrate(self) -> None:
        if first_start.is_newest(self.config, ROOT / "migrations"):
            return
        self._run_once("migrations", [PYTHON, "-c", MIGRATE])

    def _load_demo(self) -> None:
        say("First start: drawing and replaying the demo; this takes a minute or so.")
        self._run_once("demo", [PYTHON, "-c", LOAD_DEMO])
        first_start.note(self.config.folder, first_start.DEMO)

    def _run_once(self, name: str, command: Sequence[str]) -> None:
        """Run a step to its end, the rest kept alive meanwhile; raises CannotStartError when it fails."""
        step = self._child(Part(name, command, 5.0))
        step.start()
        while step.is_alive:
            if self.stopping:
                stop_together([step])
                raise CannotStartError(f"Stopped during {name}.")
            self._mend_all()
            time.sleep(TICK / 5)
        assert step.process is not None
        if step.process.returncode != 0:
            raise CannotStartError(f"The step '{name}' failed. The end of {step.log}:\n{step.last_words()}")

    def _start_workers(self, queues: Sequence[str]) -> None:
        module = [PYTHON, "-m", "workflow.worker"]
        parts = [Part(f"worker-{queue}", [*module, queue], 30.0) for queue in queues]
        parts.append(Part("sweep", [*module, "--sweep"], 5.0))
        self.workers = [self._child(part) for part in parts]
        for worker in self.workers:
            worker.start()

    def _start_web(self) -> None:
        bind = f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"
        command = [
            PYTHON,
            "-m",
            "gunicorn",
            "-c",
            "python:workflow.web_server",
            "-b",
            bind,
            "app:create_app()",
        ]
        web = self._child(Part("web", command, 15.0))
        self.web = [web]
        web.start()
        until = time.monotonic() + WEB_START_SECONDS
        while not self.stopping and not self._web_answers():
            if web.starts > WEB_START_DEATHS or time.monotonic() > until:
                raise CannotStartError(
                    f"The web pages did not start. {web.log}:\n{web.last_words(WEB_LAST_LINES)}"
                )
            self._mend_all()
            time.sleep(TICK / 2)

    def _web_answers(self) -> bool:
        host = self.address.removeprefix("http://").rsplit(":", 1)[0].strip("[]")
        line = http.client.HTTPConnection(host, self.port, timeout=5)
        try:
            line.request("GET", "/health/ready")
            return line.getresponse().status == http.client.OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            line.close()

    def _keep_alive(self) -> None:
        checked = time.monotonic()
        while not self.stopping:
            self._mend_all()
            if time.monotonic() - checked > LOG_CHECK_SECONDS:
                checked = time.monotonic()
                for child in (*self.queue, *self.workers, *self.web):
                    child.rotate_log()
            time.sleep(TICK)

    def _mend_all(self) -> None:
        for child in (*self.queue, *self.workers, *self.web):
            sentence = child.mend()
            if sentence:
                say(sentence)

    def _ask_to_stop(self, _number: int, _frame: object) -> None:
        if self.stopping:
            # Asked twice: a person is waiting at the terminal.
            for child in (*self.web, *self.workers, *self.queue):
                if child.process is not None and child.is_alive:
                    child.process.kill()
        self.stopping = True

    def _stop(self) -> None:
        """Stop the doors first, then the hands, then the queue: nobody talks to what is gone already."""
        say("Stopping: web pages, workers, queue.")
        stop_together(self.web)
        stop_together(self.workers)
        stop_together(self.queue)
        if self.queue:
            shutil.rmtree(queue_socket(self.config.folder).parent, ignore_errors=True)
        say("Stopped.")


def supervise(config: Config, *, host: str, port: int, empty: bool) -> int:
    """Run an installation until it is told to stop; answers the exit code of `./assay run`."""
    return Supervisor(config, host, port, wants_demo=not empty).run()


def supervise_workers(config: Config, queues: Sequence[str] = QUEUES) -> int:
    """Run workers alone until told to stop; answers the exit code of `./assay worker`."""
    return Supervisor(config, "127.0.0.1", 0, wants_demo=False).run_workers(queues)


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    print(text, flush=True)
