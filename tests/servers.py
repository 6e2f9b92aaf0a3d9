"""Real servers for tests: PostgreSQL, the queue server, mail, a browser; each ended by its own id."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests import system
from workflow import queue_server

START_SECONDS = 60.0


def wait_until(is_so: Callable[[], bool], seconds: float = START_SECONDS, what: str = "the server") -> None:
    """Wait for a fact about another process; raises AssertionError, naming it, when it does not come."""
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not come within {seconds:g} s")
        time.sleep(0.02)


def free_port() -> int:
    """A TCP port of the loopback address that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def short_folder() -> Iterator[Path]:
    """A folder whose path is short enough for sockets (pytest's own folders are not)."""
    folder = Path(tempfile.mkdtemp(prefix="assay-t-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def ended(process: subprocess.Popen[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """End this process, and no other, when the block is left."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass(frozen=True)
class PostgresServer:
    """A running PostgreSQL on a private socket, and the process that is it."""

    sockets: Path
    process: subprocess.Popen[bytes]

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds a database of this server."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.sockets}"

    def new_database(self, name: str, pattern: str = "template1") -> str:
        """Make an empty database, or a copy of another one; answers its address."""
        import psycopg
        from psycopg import sql

        place = f"host={self.sockets} user=postgres dbname=postgres"
        with psycopg.connect(place, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(name), sql.Identifier(pattern)
                )
            )
        return self.url(name)


def _postgres_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: answer the account to drop to, nothing when we are not root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def running_postgres(binaries: Path) -> Iterator[PostgresServer]:
    """Run a PostgreSQL of our own, without a network port, its files thrown away afterwards."""
    with short_folder() as folder:
        account = _postgres_user()
        if account:
            os.chown(folder, account["user"], account["group"])
        cluster = folder / "cluster"
        make = [
            binaries / "initdb",
            "-D",
            cluster,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
        ]
        made = subprocess.run([*make, "--no-sync"], cwd=folder, capture_output=True, check=False, **account)
        assert made.returncode == 0, made.stderr.decode()
        # Its files may lie in memory, so its log stays small; no database lives long enough to be vacuumed.
        settings = {
            "listen_addresses": "", "unix_socket_directories": str(folder), "fsync": "off",
            "max_wal_size": "256MB", "autovacuum": "off",
        }  # fmt: skip
        serve = [binaries / "postgres", "-D", cluster]
        serve += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(serve, cwd=folder, stdout=log, stderr=log, **account)
        with ended(process):
            server = PostgresServer(folder, process)
            wait_until(lambda: _accepts(server), what="PostgreSQL")
            yield server


def _accepts(server: PostgresServer) -> bool:
    import psycopg

    try:
        psycopg.connect(f"host={server.sockets} user=postgres dbname=postgres").close()
    except psycopg.OperationalError:
        return False
    return True


@contextmanager
def running_valkey() -> Iterator[Path]:
    """Run the bundled queue server as the product does; gives its socket."""
    with short_folder() as folder:
        place = folder / "q" / "queue.sock"
        queue_server.make_socket_folder(place)
        process = subprocess.Popen(queue_server.command_line(folder, place), stdout=subprocess.DEVNULL)
        with ended(process):
            wait_until(lambda: queue_server.answers(place), what="the queue server")
            yield place


@contextmanager
def running_redis(program: str) -> Iterator[str]:
    """Run a Redis or Valkey on a loopback port; gives its address."""
    with short_folder() as folder:
        port = free_port()
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        with ended(process):
            wait_until(lambda: _listens(port), what="Redis")
            yield f"redis://127.0.0.1:{port}/0"


def _listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Mailbox:
    """A mail server on the loopback address, and what was sent through it, in order."""

    host: str = "127.0.0.1"
    port: int = 0
    envelopes: list[tuple[str, list[str], Message]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"smtp://{self.host}:{self.port}"

    @property
    def messages(self) -> list[Message]:
        """The mails alone, without their envelopes."""
        return [message for _, _, message in self.envelopes]

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:
        """Take one mail (the name is aiosmtpd's)."""
        mail = message_from_bytes(envelope.content)
        self.envelopes.append((envelope.mail_from, list(envelope.rcpt_tos), mail))
        return "250 taken"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL server for this test process."""
    binaries = system.find_postgres()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    with running_postgres(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def postgres_url(postgres_server: PostgresServer) -> str:
    """An empty database on a real PostgreSQL server, one for this test process."""
    return postgres_server.new_database("assay")


@pytest.fixture(scope="session")
def valkey_url() -> Iterator[str]:
    """The bundled queue server."""
    with running_valkey() as place:
        yield f"unix://{place}"


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A queue server on a network port, as at scale: the system's Redis where there is one."""
    program = shutil.which("redis-server") or shutil.which("valkey-server") or str(queue_server.binary())
    with running_redis(program) as url:
        yield url


@pytest.fixture
def smtp_server() -> Iterator[Mailbox]:
    """A mail server that holds a real SMTP conversation and keeps what it is given."""
    from aiosmtpd.controller import Controller

    mailbox = Mailbox(port=free_port())
    controller = Controller(mailbox, hostname=mailbox.host, port=mailbox.port)
    controller.start()
    yield mailbox
    controller.stop()


@contextmanager
def running_browser(program: Path) -> Iterator[Any]:
    """Run a Chromium without a window, driven by playwright, until the block is left."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(program), args=["--no-sandbox"])
        try:
            yield chromium
        finally:
            chromium.close()


# For one file only: while playwright runs, its loop runs in this thread, and who signs cannot start another.
@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium, without a window, driven by playwright."""
    program = system.find_chromium()
    if program is None:
        pytest.skip("no browser here: apt-get install chromium")
    with running_browser(program) as chromium:
        yield chromium


def is_a_loop_running() -> bool:
    """Tell whether an asyncio loop runs in this thread, so that asyncio.run would be refused."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


@pytest.fixture(scope="module", autouse=True)
def no_loop_is_left_running() -> Iterator[None]:
    """Fail the file that leaves a loop running in this thread: files after it could not sign."""
    yield
    assert not is_a_loop_running(), "this file leaves an asyncio loop running in the thread of the tests"
