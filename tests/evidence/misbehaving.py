"""Readers that do what hostile documents make real ones do; the document's text says which."""

import ctypes
import os
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from evidence.reading import Kind, Page, Reading, ReadLimits
from evidence.scans import OcrBudget


def a_reading(*flags: str, pages: int = 1) -> Reading:
    """A small good reading."""
    return Reading("text", "ok", None, tuple(Page(n + 1, 100, 100, 5) for n in range(pages)), flags)


def hang(_path: Path) -> Reading:
    """Never come back."""
    time.sleep(600)
    return a_reading()


def spin(_path: Path) -> Reading:
    """Burn the processor without end."""
    while True:
        pass


def eat_memory(_path: Path) -> Reading:
    """Ask for more and more memory."""
    held = []
    while True:
        held.append(bytearray(8_000_000))


def abort(_path: Path) -> Reading:
    """Die as a native library does."""
    os.abort()


def fail(_path: Path) -> Reading:
    """Raise what no one expected."""
    raise KeyError("secret text of the document")


def meet_damage(path: Path) -> Reading:
    """Open what is no archive, as a reader of office packages does."""
    zipfile.ZipFile(path)
    return a_reading()


def recurse(path: Path) -> Reading:
    """Nest too deeply."""
    return recurse(path)


def find_nothing(_path: Path) -> Reading:
    """Say ok with no page."""
    return a_reading(pages=0)


def say_much(_path: Path) -> Reading:
    """Answer with a megabyte."""
    return a_reading("x" * 1_000_000)


def _tried(attempt: Callable[[], object]) -> Reading:
    try:
        attempt()
    except OSError as error:
        return a_reading(type(error).__name__, os.strerror(error.errno or 0))
    return a_reading("allowed")


def connect(_path: Path) -> Reading:
    """Open a connection."""
    return _tried(lambda: socket.create_connection(("127.0.0.1", 9), timeout=1))


def fork(_path: Path) -> Reading:
    """Start another process."""
    return _tried(os.fork)


def run(_path: Path) -> Reading:
    """Start a program."""
    return _tried(lambda: subprocess.run(["/bin/true"], check=True))


def leave_group(_path: Path) -> Reading:
    """Leave the process group that is killed as one."""
    return _tried(os.setsid)


def read_elsewhere(path: Path) -> Reading:
    """Read a file beside the document."""
    return _tried((path.parent / "neighbour.txt").read_text)


def write_elsewhere(path: Path) -> Reading:
    """Write a file beside the document."""
    return _tried(lambda: (path.parent / "planted.txt").write_text("x"))


def open_many(_path: Path) -> Reading:
    """Open more files than a reader needs."""
    return _tried(lambda: [os.open("/dev/null", os.O_RDONLY) for _ in range(1000)])


def count_files(_path: Path) -> Reading:
    """Say what is open: nothing of the product's."""
    return a_reading(*(str(Path(f"/proc/self/fd/{name}").readlink()) for name in ("0", "1", "2")))


def show_environment(_path: Path) -> Reading:
    """Say what the environment holds."""
    return a_reading(*os.environ)


def show_privileges(_path: Path) -> Reading:
    """Say whether new privileges can be won."""
    return a_reading(str(ctypes.CDLL(None).prctl(39, 0, 0, 0, 0)))


def read_two_scans(_path: Path) -> Reading:
    """Begin two pages by OCR, which takes longer than a page of text may."""
    budget = OcrBudget(2)
    for _ in range(2):
        budget.take()
        time.sleep(0.6)
    return a_reading()


def behave(_path: Path) -> Reading:
    """Read as it should be."""
    return a_reading()


def read(path: Path, _limits: ReadLimits, _kind: Kind) -> Reading:
    """Do what the document says."""
    return {
        act.__name__: act
        for act in (
            hang,
            spin,
            eat_memory,
            abort,
            fail,
            meet_damage,
            read_two_scans,
            recurse,
            find_nothing,
            say_much,
            connect,
            fork,
            run,
            leave_group,
            read_elsewhere,
            write_elsewhere,
            open_many,
            count_files,
            show_environment,
            show_privileges,
            behave,
        )
    }[path.read_text()](path)


def read_picture(_path: Path, _limits: ReadLimits, kind: Kind) -> Reading:
    """Say that there is one page, whatever the file holds."""
    return Reading(kind, "ok", None, (Page(1, 30, 20, 0),))
