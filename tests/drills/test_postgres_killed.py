"""Fault 13: PostgreSQL is killed under the product, one connection or all of it; nothing acknowledged is lost."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.drills import folders
from tests.drills.conftest import a_drill, started
from tests.drills.drill import PATIENCE, Drill, a_bill
from tests.installation import Installation, children_of, command_of
from tests.servers import PostgresServer, _postgres_user, running_postgres, wait_until
from tests.system import find_postgres
from workflow.unit_of_work import Services

pytestmark = [pytest.mark.drill, pytest.mark.postgres, pytest.mark.slow]


@dataclass
class Postgres:
    """A server of this module's own, for it is killed; each process that was it in turn."""

    server: PostgresServer
    lives: list[subprocess.Popen[bytes]]

    def connections(self) -> list[int]:
        """The server's processes that serve a client of this database."""
        return [n for n in children_of(self.lives[-1].pid) if "drills" in command_of(n)]

    def kill_and_start_again(self) -> None:
        """SIGKILL the whole server, then start it on the same files; it recovers by itself."""
        life = self.lives[-1]
        command = command_of(life.pid).split("\0")[:-1]
        life.kill()
        life.wait()
        self.lives.append(subprocess.Popen(command, stderr=subprocess.DEVNULL, **_postgres_user()))


@pytest.fixture(scope="module")
def postgres() -> Iterator[Postgres]:
    binaries = find_postgres()
    if binaries is None:
        pytest.skip("no PostgreSQL server here: apt-get install postgresql")
    with running_postgres(binaries) as server:
        found = Postgres(server, [server.process])
        yield found
        for life in found.lives[1:]:
            life.terminate()
            life.wait(30)


@pytest.fixture(scope="module")
def on_postgres(postgres: Postgres) -> Iterator[tuple[Installation, Path, Services]]:
    with started(folders.gathering, postgres.server.new_database("drills")) as found:
        yield found


@pytest.fixture
def drill(on_postgres: tuple[Installation, Path, Services]) -> Iterator[Drill]:
    with a_drill(*on_postgres) as found:
        yield found


def test_a_killed_connection_costs_one_answer_and_no_document(drill: Drill, postgres: Postgres) -> None:
    for number in range(3):
        drill.send_until_acknowledged(f"before {number}.pdf", a_bill())
        wait_until(lambda: bool(postgres.connections()), PATIENCE, "a connection")
        os.kill(postgres.connections()[0], signal.SIGKILL)
        drill.send_until_acknowledged(f"after {number}.pdf", a_bill())


def test_a_server_killed_whole_and_started_again_has_all_that_was_acknowledged(
    drill: Drill, postgres: Postgres
) -> None:
    for number in range(3):
        drill.send_until_acknowledged(f"before {number}.pdf", a_bill())
    postgres.kill_and_start_again()
    drill.send_until_acknowledged("afterwards.pdf", a_bill())
    wait_until(drill.installation.answers, PATIENCE, "the pages")
