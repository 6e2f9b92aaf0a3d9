"""The warm parent of all reader children: imports the libraries once, forks one child for each document."""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PIL import Image

from evidence.request import REQUEST_BYTES, Request, request_from_bytes
from evidence.sandbox import die_with_parent, enter_namespaces
from evidence.visit import Answer, Readers, load_readers, visit

_COLLECT_AFTER = 100_000


@dataclass(slots=True)
class _Child:
    pid: int
    pid_handle: int
    connection: socket.socket


class Zygote:
    """Waits on a socket; each connection is one document, and closing it kills the child that reads it."""

    def __init__(self, listener: socket.socket, lifeline: int, readers: Readers) -> None:
        self._listener = listener
        self._lifeline = lifeline
        self._readers = readers
        self._selector = selectors.DefaultSelector()
        self._children: dict[int, _Child] = {}

    def serve(self) -> None:
        """Serve until the lifeline, held open by the owner, closes."""
        self._selector.register(self._lifeline, selectors.EVENT_READ, "lifeline")
        self._selector.register(self._listener, selectors.EVENT_READ, "listener")
        while True:
            for key, _ in self._selector.select():
                if key.data == "lifeline":
                    self._end_all()
                    return
                if key.data == "listener":
                    connection, _ = self._listener.accept()
                    self._selector.register(connection, selectors.EVENT_READ, "connection")
                elif key.data == "connection":
                    self._hear(key.fileobj)
                else:
                    self._bury(key.data)

    def _hear(self, connection: Any) -> None:
        try:
            message, handles, _, _ = socket.recv_fds(connection, REQUEST_BYTES, 1)
        except OSError:
            message, handles = b"", []
        child = self._children.get(connection.fileno())
        if not message:
            # The client is gone or wants no more: nobody will take the child's answer.
            self._selector.unregister(connection)
            if child is not None:
                _kill(child.pid)
                del self._children[connection.fileno()]
            connection.close()
        elif child is not None:
            _kill(child.pid)
        elif handles:
            self._start(connection, request_from_bytes(message), handles[0])

    def _start(self, connection: socket.socket, request: Request, answer: int) -> None:
        pid = os.fork()
        if pid == 0:
            self._become_reader(request, answer)
        os.close(answer)
        # Set on both sides of the fork, so that the group exists whoever runs first.
        with suppress(OSError):
            os.setpgid(pid, pid)
        child = _Child(pid, os.pidfd_open(pid), connection)
        self._children[connection.fileno()] = child
        self._selector.register(child.pid_handle, selectors.EVENT_READ, child)
        with suppress(OSError):
            connection.send(b'{"started": true}')

    def _become_reader(self, request: Request, answer: int) -> None:
        code = 1
        try:
            os.setpgid(0, 0)
            os.dup2(answer, 3)
            # What libraries print may be text of the document, and belongs in no log.
            silence = os.open(os.devnull, os.O_RDWR)
            for handle in (0, 1, 2):
                os.dup2(silence, handle)
            os.closerange(4, 65_536)
            visit(request, self._readers, Answer(3))
            code = 0
        finally:
            # Never return into the zygote's loop, whatever was raised.
            os._exit(code)

    def _bury(self, child: _Child) -> None:
        _, status, usage = os.wait4(child.pid, 0)
        # Whatever the child may have left in its group goes with it.
        _kill(child.pid)
        self._selector.unregister(child.pid_handle)
        os.close(child.pid_handle)
        code = os.waitstatus_to_exitcode(status)
        if child.connection.fileno() >= 0:
            self._children.pop(child.connection.fileno(), None)
            with suppress(OSError):
                child.connection.send(json.dumps({"code": code, "peak_kb": usage.ru_maxrss}).encode())

    def _end_all(self) -> None:
        for child in self._children.values():
            _kill(child.pid)


def _kill(pid: int) -> None:
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)


def main(argv: list[str]) -> None:
    """Start a zygote: argv holds the listening socket's and the lifeline's descriptors and the reader's name.

    Where the system allows, a first process enters new namespaces and its child becomes the zygote: process 1
    of its own process space, so that all readers end with it.
    """
    listener_handle, lifeline, reader_name = int(argv[0]), int(argv[1]), argv[2]
    if enter_namespaces():
        zygote = os.fork()
        if zygote:
            os.close(listener_handle)
            os.close(lifeline)
            os._exit(os.waitstatus_to_exitcode(os.waitpid(zygote, 0)[1]) & 0xFF)
        die_with_parent()
    listener = socket.socket(fileno=listener_handle)
    # All formats of the picture library are loaded before the fork too.
    Image.init()
    readers = load_readers(reader_name)
    gc.collect()
    # What is warm stays shared: the collector of a child never touches it.
    gc.freeze()
    # Parsing makes many small objects and few cycles: collecting less often reads a tenth faster.
    gc.set_threshold(_COLLECT_AFTER, 10, 10)
    Zygote(listener, lifeline, readers).serve()


if __name__ == "__main__":
    main(sys.argv[1:])
