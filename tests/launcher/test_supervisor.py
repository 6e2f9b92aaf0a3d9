"""The supervisor: one per data folder, ready when it says so, mends what dies, stops in order."""

from __future__ import annotations

import signal
import socket
import time
from pathlib import Path

import pytest
import redis

from tests.launcher.small_house import SmallHouse, a_small_house, is_alive, kill, wait_for_line
from tests.servers import wait_until
from workflow.config import queue_socket

QUEUES = ("quick", "slow", "work", "sweep")


@pytest.fixture
def house(tmp_path: Path) -> SmallHouse:
    return a_small_house(tmp_path)


def queue_of(house: SmallHouse) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(queue_socket(house.data)))


def test_the_ready_line_comes_only_when_the_pages_are_ready(house: SmallHouse) -> None:
    began = time.monotonic()
    with house.running(SMALL_HOUSE_SLOW="2.5"):
        assert time.monotonic() - began > 2.5
        assert house.answers()


def test_a_second_start_on_the_same_folder_is_refused_with_the_first_ones_number(house: SmallHouse) -> None:
    with house.running() as first:
        said = house.fail_to_start()
        assert f"already running on {house.data} (process {first.pid})" in said
        assert house.answers()


def test_a_taken_port_is_named_with_another_to_try(house: SmallHouse) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        said = house.fail_to_start()
    assert f"Port {house.port}" in said
    assert f"--port {house.port + 1}" in said


def test_a_killed_worker_is_started_again(house: SmallHouse) -> None:
    with house.running() as supervisor:
        first = house.child("slow")
        kill(first)
        assert "worker-slow ended (killed by SIGKILL)" in wait_for_line(supervisor, "worker-slow")
        wait_until(lambda: house.child("slow") != first, what="another worker")
        assert house.answers()


def test_a_killed_queue_server_comes_back_with_what_it_held(house: SmallHouse) -> None:
    with house.running():
        queue = queue_of(house)
        queue.rpush("line", "job")
        kill(int(queue.info("server")["process_id"]))
        wait_until(lambda: _answers(queue), what="the queue server")
        assert queue.lrange("line", 0, -1) == [b"job"]


def _answers(queue: redis.Redis) -> bool:
    try:
        return bool(queue.ping())
    except redis.ConnectionError:
        return False


def test_killed_pages_come_back(house: SmallHouse) -> None:
    with house.running():
        kill(house.child("web"))
        wait_until(house.answers, what="the pages")


def test_the_stop_is_in_order_web_then_workers_then_queue(house: SmallHouse) -> None:
    with house.running() as supervisor:
        queue = int(queue_of(house).info("server")["process_id"])
        supervisor.send_signal(signal.SIGTERM)
        assert supervisor.wait(30) == 0
    notes = sorted((house.folder / "notes").read_text().splitlines())
    assert notes == sorted(f"{name} ended: web gone, queue there" for name in QUEUES)
    assert not is_alive(queue)


def test_a_killed_supervisor_takes_its_parts_with_it_and_the_next_start_succeeds(house: SmallHouse) -> None:
    with house.running() as supervisor:
        parts = [house.child(name) for name in (*QUEUES, "web")]
        parts.append(int(queue_of(house).info("server")["process_id"]))
        kill(supervisor.pid)
    for number in parts:
        wait_until(lambda number=number: not is_alive(number), what=f"the end of part {number}")
    with house.running():
        assert house.answers()


def test_workers_alone_are_kept_alive_without_pages_or_queue(house: SmallHouse) -> None:
    workers = house.start_command("worker", "slow")
    wait_for_line(workers, "Workers are ready: slow")
    wait_until((house.folder / "pid-slow").exists, what="the worker")
    first = house.child("slow")
    kill(first)
    wait_until(lambda: house.child("slow") != first, what="another worker")
    assert not (house.folder / "pid-quick").exists()
    assert not house.answers()
    last = house.child("slow")
    workers.terminate()
    assert workers.wait(30) == 0
    assert not is_alive(last)


def test_damaged_queue_files_are_set_aside(house: SmallHouse) -> None:
    damaged = house.data / "queue" / "appendonlydir"
    damaged.mkdir(parents=True)
    (house.data / "first-start").write_text("empty\n")
    (damaged / "appendonly.aof.manifest").write_text("not a manifest\n")
    with house.running():
        assert queue_of(house).ping()
    assert list(house.data.glob("queue-damaged-*"))


def test_a_failed_migration_stops_the_start_and_shows_the_log(house: SmallHouse) -> None:
    (house.folder / "break-migration").touch()
    said = house.fail_to_start()
    assert "The step 'migrations' failed" in said
    assert "ready" not in said


def test_pages_that_never_start_end_the_start_with_their_last_words(house: SmallHouse) -> None:
    house.write("app.py", "raise ImportError('a view declares no permission')\n")
    said = house.fail_to_start()
    assert "The web pages did not start" in said
    assert "a view declares no permission" in said


def test_logs_stand_in_the_data_folder_and_are_kept_small(house: SmallHouse) -> None:
    house.change("workflow/children.py", "LOG_BYTES = 5_000_000", "LOG_BYTES = 10")
    house.change("workflow/supervisor.py", "LOG_CHECK_SECONDS = 30.0", "LOG_CHECK_SECONDS = 0.2")
    with house.running():
        wait_until((house.data / "logs" / "queue.log.1").exists, what="the rotated log")
        wait_until(lambda: (house.data / "logs" / "queue.log").stat().st_size < 10, what="the emptied log")


def test_a_request_that_comes_too_slowly_is_dropped_and_the_others_are_served(house: SmallHouse) -> None:
    house.change("workflow/web_server.py", "READ_SECONDS = 10.0", "READ_SECONDS = 1.0")
    house.change("workflow/web_server.py", "workers = 2", "workers = 1")
    house.change("workflow/web_server.py", "threads = 128", "threads = 2")
    with house.running():
        slow = [socket.create_connection(("127.0.0.1", house.port)) for _ in range(2)]
        for line in slow:
            line.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 100\r\n\r\nx")
        wait_until(house.answers, seconds=10, what="an answer beside slow clients")
        for line in slow:
            line.settimeout(10)
            assert b"200 OK" not in line.recv(1000)
            line.close()


def test_a_large_body_that_flows_is_taken(house: SmallHouse) -> None:
    house.change("workflow/web_server.py", "READ_SECONDS = 10.0", "READ_SECONDS = 1.0")
    with house.running(), socket.create_connection(("127.0.0.1", house.port)) as line:
        body = b"x" * 300_000
        line.sendall(b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: %d\r\n\r\n" % len(body))
        for begin in range(0, len(body), 100_000):
            line.sendall(body[begin : begin + 100_000])
            time.sleep(0.5)
        assert b"200 OK" in line.recv(1000)
