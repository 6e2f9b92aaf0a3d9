"""A filter in the kernel that refuses calls a reader never needs: new programs, processes, connections."""

from __future__ import annotations

import ctypes
import errno
import os
import struct

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2
_LOAD, _JUMP_EQUAL, _JUMP_MASK, _JUMP_ABOVE, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_ALLOW, _KILL = 0x7FFF0000, 0x80000000
_DENY = 0x00050000 | errno.EPERM
# glibc falls back to the old clone, whose flags a filter can see.
_NO_SUCH_CALL = 0x00050000 | errno.ENOSYS
_CALL_AT, _ARCHITECTURE_AT, _FIRST_ARGUMENT_AT = 0, 4, 16
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000

# machine: (audit architecture, column of its numbers below, clone)
_MACHINES = {"x86_64": (0xC000003E, 1, 56), "aarch64": (0xC00000B7, 2, 220)}
# Programs, processes, sockets, tracing, mounts, namespaces, keys, kernel interfaces with a history of faults,
# and leaving the process group that is killed as one. Name, number on x86_64, number on aarch64.
_DENIED = """
execve 59 221, execveat 322 281, fork 57 -, vfork 58 -,
socket 41 198, connect 42 203, bind 49 200, listen 50 201, accept 43 202, accept4 288 242,
ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, pidfd_getfd 438 438,
kill 62 129, pidfd_send_signal 424 424, pidfd_open 434 434, setpgid 109 154, setsid 112 157,
mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51, unshare 272 97, setns 308 268,
keyctl 250 219, add_key 248 217, request_key 249 218,
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282, open_by_handle_at 304 265, personality 135 92,
io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427,
init_module 175 105, finit_module 313 273, kexec_load 246 104, kexec_file_load 320 294
"""
_CLONE3 = 435


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def deny_calls() -> bool:
    """Install the filter for this process and its threads, for good; False when the system has none.

    The process must have given up new privileges before.
    """
    known = _MACHINES.get(os.uname().machine)
    if known is None:
        return False
    architecture, column, clone = known
    numbers = [line.split()[column] for line in _DENIED.split(",")]
    program = _assemble(architecture, clone, [int(number) for number in numbers if number != "-"])
    held = ctypes.create_string_buffer(program, len(program))
    pointer = _Program(len(program) // 8, ctypes.cast(held, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    answer: int = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(pointer), 0, 0)
    return answer == 0


def _assemble(architecture: int, clone: int, denied: list[int]) -> bytes:
    """The filter as classic BPF: another architecture is killed, a denied call fails, threads are allowed."""
    lines: list[tuple[int, int, int, int]] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _CALL_AT),
        (_JUMP_ABOVE, 0, 1, _X32),
        (_RETURN, 0, 0, _DENY),
        (_JUMP_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _NO_SUCH_CALL),
    ]
    for call in denied:
        lines += [(_JUMP_EQUAL, 0, 1, call), (_RETURN, 0, 0, _DENY)]
    lines += [
        (_JUMP_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, _FIRST_ARGUMENT_AT),
        (_JUMP_MASK, 1, 0, _CLONE_THREAD),
        (_RETURN, 0, 0, _DENY),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *line) for line in lines)
