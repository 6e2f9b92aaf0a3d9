"""The web server's workers share the connections evenly, and none waits for one that hangs."""

from __future__ import annotations

import socket
from types import SimpleNamespace

import pytest

from workflow import web_server
from workflow.web_server import Held, PatientWorker


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Held:
    held = Held(4)
    monkeypatch.setattr(web_server, "HELD", held)
    return held


def a_worker(place: int) -> PatientWorker:
    worker: PatientWorker = PatientWorker.__new__(PatientWorker)
    worker.place = place
    return worker


def test_a_worker_takes_a_connection_unless_another_holds_fewer(held: Held) -> None:
    held.note(0, 3)
    held.note(1, 2)
    assert not a_worker(0)._is_my_turn()
    assert a_worker(1)._is_my_turn()
    held.note(1, 3)
    assert a_worker(0)._is_my_turn()


def test_a_worker_that_ended_is_not_waited_for(held: Held) -> None:
    held.note(0, 3)
    held.note(1, 0)
    web_server.child_exit(None, SimpleNamespace(place=1))
    assert a_worker(0)._is_my_turn()


def test_a_worker_that_hangs_is_waited_for_only_a_moment(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter((10.0, 10.01, 10.1, 11.0))
    monkeypatch.setattr(web_server.time, "monotonic", lambda: next(clock))
    held.note(0, 1)
    held.note(1, 0)
    worker = a_worker(0)
    assert [worker._is_my_turn() for _ in range(4)] == [False, False, True, False]


def test_a_connection_left_to_another_stays_in_the_line(held: Held) -> None:
    held.note(0, 1)
    held.note(1, 0)
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        with socket.create_connection(listener.getsockname()):
            a_worker(0).accept(listener)
            listener.settimeout(1)
            listener.accept()[0].close()


def test_each_worker_has_a_place_of_its_own() -> None:
    living = {1: SimpleNamespace(place=0), 2: SimpleNamespace(place=2)}
    worker = SimpleNamespace(place=None)
    web_server.pre_fork(SimpleNamespace(WORKERS=living), worker)
    assert worker.place == 1
