"""Settings of the web server (gunicorn), its read deadline, and its even hands: slow clients stop nobody.

Gunicorn gives a thread to a request and waits for its body without end; here a request that keeps us waiting
too long for its bytes is dropped, and the thread is free again. Its workers take connections as they come, so
that one may hold them all while the other idles; here a worker leaves a new one to whoever holds fewer.
"""

from __future__ import annotations

import ctypes
import gc
import mmap
import os
import select
import signal
import socket
import sys
import time
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

# Waiting allowed per request: a fixed part, and more for each byte that did come.
READ_SECONDS = 10.0
SLOWEST_BYTES_PER_SECOND = 20_000
WRITE_SECONDS = 60
ALLOCATIONS_BETWEEN_COLLECTIONS = 20_000
# A worker that computes hands over to its other threads this often: Python's own 5 ms make requests wait.
SWITCH_SECONDS = 0.0005
# How long, and in which steps, a worker leaves a new connection to one that holds fewer: that one may hang.
YIELD_SECONDS, YIELD_STEP = 0.02, 0.001

worker_class = "workflow.web_server.PatientWorker"
workers = 2
# Loaded once and shared by the workers: the start is sooner, and the memory is held once.
preload_app = True
# Threads that wait for slow clients cost little; those that work share the processors anyway.
threads = 128
timeout = 120
graceful_timeout = 10
keepalive = 15
# Gunicorn's remote control is one more door; the supervisor does that work.
control_socket_disable = True
accesslog = None
errorlog = "-"
# The heartbeat file belongs in memory where it can: a slow disk must not look like a dead worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112


class ImpatientSocket(socket.socket):
    """A connection that adds up how long it has waited for bytes, and gives up at the deadline."""

    def begin_request(self) -> None:
        """Start the account of a new request on this connection."""
        self.waited = 0.0
        self.received = 0

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Receive as a socket does; raises ConnectionResetError when the request took too long to come."""
        allowed = READ_SECONDS + self.received / SLOWEST_BYTES_PER_SECOND
        began = time.monotonic()
        ready, _, _ = select.select([self], [], [], max(0.0, allowed - self.waited))
        self.waited += time.monotonic() - began
        if not ready:
            raise ConnectionResetError("the request did not come in time")
        chunk = super().recv(size, flags)
        self.received += len(chunk)
        return chunk


class Held:
    """How many connections each worker holds, in memory that all workers share."""

    NOBODY = 0xFFFF

    def __init__(self, places: int) -> None:
        self._counts = memoryview(mmap.mmap(-1, 2 * places)).cast("H")
        for place in range(places):
            self.note(place, self.NOBODY)

    def note(self, place: int, count: int) -> None:
        """Tell the others how many connections the worker at a place holds; NOBODY when there is none."""
        self._counts[place] = min(count, self.NOBODY)

    def is_fewest(self, place: int) -> bool:
        """True when no other worker holds fewer."""
        return self._counts[place] <= min(self._counts)


# One place more than workers: after a death the next worker may come before the old one is buried.
HELD = Held(2 * workers)


class PatientWorker(ThreadWorker):
    """Gunicorn's threaded worker on impatient sockets, which takes no more connections than the others."""

    place = 0
    yielded_since: float | None = None

    def notify(self) -> None:
        """Say that this worker lives, as gunicorn asks at each turn, and what it holds."""
        HELD.note(self.place, self.nr_conns)
        super().notify()  # type: ignore[no-untyped-call]  # gunicorn has no types

    def accept(self, listener: socket.socket) -> None:
        """Take a new connection, or leave it for a moment to a worker that holds fewer."""
        if not self._is_my_turn():
            time.sleep(YIELD_STEP)
            return
        super().accept(listener)  # type: ignore[no-untyped-call]
        HELD.note(self.place, self.nr_conns)

    def _is_my_turn(self) -> bool:
        now = time.monotonic()
        if not HELD.is_fewest(self.place):
            self.yielded_since = self.yielded_since or now
            if now - self.yielded_since < YIELD_SECONDS:
                return False
        self.yielded_since = None
        return True

    def enqueue_req(self, conn: TConn) -> None:
        """Give a request to a thread, its account of waiting at zero."""
        if not isinstance(conn.sock, ImpatientSocket):
            conn.sock = ImpatientSocket(fileno=conn.sock.detach())
            # A client that does not take its answer is dropped by the kernel's own clock.
            conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, _timeval(WRITE_SECONDS))
        conn.sock.begin_request()
        super().enqueue_req(conn)  # type: ignore[no-untyped-call]  # gunicorn has no types


def _timeval(seconds: int) -> bytes:
    """Lay out a C `struct timeval` of whole seconds."""
    return seconds.to_bytes(8, sys.byteorder) + bytes(8)


def pre_fork(server: Any, worker: Any) -> None:
    """Give a new worker a place of its own among those that count their connections."""
    taken = {other.place for other in server.WORKERS.values()}
    worker.place = min(set(range(2 * workers)) - taken, default=0)


def child_exit(_server: Any, worker: Any) -> None:
    """Nobody waits for a worker that has ended."""
    HELD.note(worker.place, Held.NOBODY)


def post_fork(_server: Any, _worker: Any) -> None:
    """Die with the master: a worker left alone would keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def post_worker_init(_worker: Any) -> None:
    """Leave what was loaded at the start out of garbage collection: walking it again makes requests wait."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS, 20, 20)
