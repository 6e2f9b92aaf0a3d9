"""Takes rights away from a reader process, as far as the system allows: network, files, calls, resources."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import struct
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from evidence.limits import Limits
from evidence.syscalls import deny_calls

PACKAGE_FOLDER = Path(__file__).resolve().parent

_CLONE_NEWUTS, _CLONE_NEWIPC, _CLONE_NEWUSER = 0x04000000, 0x08000000, 0x10000000
_CLONE_NEWPID, _CLONE_NEWNET = 0x20000000, 0x40000000
_PR_SET_NO_NEW_PRIVS, _PR_SET_PDEATHSIG = 38, 1
# Landlock has the same numbers on every architecture.
_LANDLOCK_CREATE, _LANDLOCK_ADD, _LANDLOCK_RESTRICT = 444, 445, 446
_LANDLOCK_FS_BY_ABI = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_LANDLOCK_NET = 0b11
_READ_FILE, _READ_DIR, _EXECUTE = 1 << 2, 1 << 3, 1 << 0
_WRITE_FILE, _REMOVE_FILE, _MAKE_FILE, _TRUNCATE = 1 << 1, 1 << 5, 1 << 8, 1 << 14
_FILE_RIGHTS = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE
# What Python and the readers' libraries may still load while they read.
_SYSTEM_FOLDERS = (
    "/usr",
    "/lib",
    "/lib64",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/dev/null",
    "/dev/urandom",
)

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class SandboxLevel:
    """How strictly the reader is held here: a name for the health page and the sentence to it."""

    name: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Held:
    """Which walls stand: own namespaces (no network), files by Landlock, calls by seccomp."""

    namespaces: bool
    files: bool
    calls: bool

    def level(self) -> SandboxLevel:
        """The level in words; resource limits and the wall clock hold in every level."""
        walls = (
            (self.namespaces, "no network and processes of its own"),
            (self.files, "no file but the document"),
            (self.calls, "no new program and no new connection"),
        )
        standing = [text for stands, text in walls if stands]
        missing = [text for stands, text in walls if not stands]
        name = "full" if not missing else "partial" if standing else "limits only"
        sentence = "Documents are read in a child with limits on time, memory, processes and files"
        sentence += f"; it has {', '.join(standing)}." if standing else "."
        if missing:
            sentence += f" This system does not allow: {', '.join(missing)}."
        return SandboxLevel(name, sentence)


def enter_namespaces() -> bool:
    """Give this process a user, network, IPC and host-name space of its own; its next child starts a process
    space. False when the system forbids it; then nothing has changed."""
    # Tried in a child first: a space without its user map could not even read the document.
    trial = os.fork()
    if trial == 0:
        os._exit(0 if _unshare() else 1)
    if os.waitstatus_to_exitcode(os.waitpid(trial, 0)[1]) != 0:
        return False
    return _unshare()


def _unshare() -> bool:
    uid, gid = os.geteuid(), os.getegid()
    flags = _CLONE_NEWUSER | _CLONE_NEWNET | _CLONE_NEWPID | _CLONE_NEWIPC | _CLONE_NEWUTS
    if _libc.unshare(flags) != 0:
        return False
    try:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    except OSError:
        return False
    return True


def die_with_parent() -> None:
    """Ask the kernel to kill this process when its parent ends."""
    _libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)


def limit_resources(limits: Limits) -> None:
    """Hold this process to its memory, time, file size, open files and no new processes; no core file.

    It gives way to others as far as the limits say.
    """
    os.nice(limits.niceness)
    for which, soft, hard in (
        (resource.RLIMIT_AS, limits.memory_bytes, limits.memory_bytes),
        (resource.RLIMIT_CPU, limits.cpu_seconds, limits.cpu_seconds + 2),
        (resource.RLIMIT_FSIZE, limits.file_bytes, limits.file_bytes),
        (resource.RLIMIT_NOFILE, limits.open_files, limits.open_files),
        (resource.RLIMIT_NPROC, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        most = resource.getrlimit(which)[1]
        held = hard if most == resource.RLIM_INFINITY else min(hard, most)
        resource.setrlimit(which, (min(soft, held), held))


def close_the_door(readable: Iterable[Path], writable: Iterable[Path]) -> tuple[bool, bool]:
    """Give up new privileges, files other than those named, and dangerous calls, for good.

    Answers which of the two walls stand: (files, calls).
    """
    _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return _wall_files(readable, writable), deny_calls()


def _wall_files(readable: Iterable[Path], writable: Iterable[Path]) -> bool:
    abi = _libc.syscall(_LANDLOCK_CREATE, None, 0, 1)
    if abi < 1:
        return False
    handled = max(rights for since, rights in _LANDLOCK_FS_BY_ABI.items() if since <= abi)
    attributes = struct.pack("<QQ", handled, _LANDLOCK_NET) if abi >= 4 else struct.pack("<Q", handled)
    ruleset = _libc.syscall(_LANDLOCK_CREATE, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    folders = (*_SYSTEM_FOLDERS, sys.prefix, sys.base_prefix, *_import_folders())
    read = _READ_FILE | _READ_DIR
    for path in (*map(Path, folders), *readable):
        _allow(ruleset, path, read & handled)
    for path in writable:
        _allow(ruleset, path, (read | _WRITE_FILE | _REMOVE_FILE | _MAKE_FILE | _TRUNCATE) & handled)
    stands: bool = _libc.syscall(_LANDLOCK_RESTRICT, ruleset, 0) == 0
    os.close(ruleset)
    return stands


def _import_folders() -> tuple[str, ...]:
    # The folder of each package of the product, never the folder above: data may lie beside them.
    return (str(PACKAGE_FOLDER), str(PACKAGE_FOLDER.parent / "methods"))


def _allow(ruleset: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _FILE_RIGHTS
        rule = struct.pack("<Qi", rights, handle)
        _libc.syscall(_LANDLOCK_ADD, ruleset, 1, rule, 0)
    finally:
        os.close(handle)


@lru_cache(maxsize=1)
def sandbox_level() -> SandboxLevel:
    """What this system allows, tried in a process of its own; for `doctor` and the health page."""
    program = "from evidence.sandbox import probe; probe()"
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env=reader_environment(),
        capture_output=True,
        check=False,
        timeout=30,
    )
    try:
        return Held(**json.loads(answer.stdout)).level()
    except (ValueError, TypeError):
        return Held(namespaces=False, files=False, calls=False).level()


def probe() -> None:
    """Raise every wall around this process and print which of them stand, as JSON."""
    namespaces = enter_namespaces()
    files, calls = close_the_door((), ())
    sys.stdout.write(json.dumps({"namespaces": namespaces, "files": files, "calls": calls}))


def reader_environment() -> dict[str, str]:
    """The whole environment of a reader: where the code lies and no secret of the parent."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(PACKAGE_FOLDER.parent), *(path for path in sys.path if path)]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
    }
