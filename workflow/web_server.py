"""Settings of the web server (gunicorn), and its read deadline: slow clients stop nobody.

Gunicorn gives a thread to a request and waits for its body without end; here a request that keeps us waiting
too long for its bytes is dropped, and the thread is free again.
"""

from __future__ import annotations

import ctypes
import gc
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

worker_class = "workflow.web_server.PatientWorker"
workers = 2
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


class PatientWorker(ThreadWorker):
    """Gunicorn's threaded worker on impatient sockets."""

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


def post_fork(_server: Any, _worker: Any) -> None:
    """Die with the master: a worker left alone would keep the port."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def post_worker_init(_worker: Any) -> None:
    """Leave what was loaded at the start out of garbage collection: walking it again makes requests wait."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS, 20, 20)
