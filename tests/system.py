"""What the tests need from the operating system: what is there, and how to get the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Need:
    """A program that some tests drive: its Debian package, how to find it, and what waits without it."""

    package: str
    find: Callable[[], Path | None]
    without: str


def find_chromium() -> Path | None:
    """Find a browser that playwright can drive."""
    return _first_of("chromium", "chromium-browser", "google-chrome")


def find_postgres() -> Path | None:
    """Find the folder with initdb and postgres of the newest PostgreSQL here."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: _version(place.parent.name))
    for place in reversed(places):
        if (place / "initdb").exists() and (place / "postgres").exists():
            return place
    found = shutil.which("initdb")
    if found and (Path(found).resolve().parent / "postgres").exists():
        return Path(found).resolve().parent
    return None


def _version(name: str) -> tuple[int, ...]:
    return tuple(int(part) for part in name.split(".") if part.isdigit())


def _first_of(*names: str) -> Path | None:
    return next((Path(found) for name in names if (found := shutil.which(name))), None)


def find_office(part: str) -> Path | None:
    """Find LibreOffice with one of its parts: `sc`, which calculates, or `sw`, which writes."""
    is_here = Path(f"/usr/lib/libreoffice/program/lib{part}lo.so").exists()
    return _first_of("soffice") if is_here else None


NEEDS = (
    Need("chromium", find_chromium, "the tests in a real browser"),
    Need("postgresql", find_postgres, "the tests on PostgreSQL"),
    Need("poppler-utils", lambda: _first_of("pdfsig"), "the second opinion on PDF signatures (pdfsig)"),
    Need("libreoffice-calc-nogui", lambda: find_office("sc"), "LibreOffice's second opinion on workbooks"),
    Need(
        "libreoffice-writer-nogui",
        lambda: find_office("sw"),
        "LibreOffice's second opinion on Word documents",
    ),
    Need("openssl", lambda: _first_of("openssl"), "the second opinion on detached signatures (openssl)"),
)


def missing() -> list[Need]:
    """Answer the needs that this machine does not meet."""
    return [need for need in NEEDS if need.find() is None]


def can_install() -> bool:
    """Tell whether this process may add Debian packages to the machine."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def install_missing() -> list[Need]:
    """Install what is missing where that is allowed, saying so; answers what is missing after it."""
    lacking = missing()
    if not lacking or not can_install():
        return lacking
    names = [need.package for need in lacking]
    print(f"Installing Debian packages that the tests need: {', '.join(names)}", flush=True)
    # RUNLEVEL=1 keeps a fresh server package from starting its own server on this machine.
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *names]):
        done = subprocess.run(["apt-get", *command], env=quiet, check=False, stdout=subprocess.DEVNULL)
        if done.returncode != 0:
            print(f"apt-get {command[0]} failed (exit code {done.returncode}).", flush=True)
    return missing()
