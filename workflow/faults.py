"""Named fault points: they do nothing unless the configuration arms one, for the drills."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path

_armed: dict[str, str] = {}
_notes: list[Path] = []
_IN_A_NOTE = "@"


def arm(setting: str | None) -> None:
    """Arm fault points from a setting such as 'upload.after_fsync=exit,sign.before_store=sleep'.

    '@PATH' names a note instead, looked at whenever a point is reached: an installation that runs is armed
    by writing it, and it strikes once, for the first process that comes to its point takes it away.
    """
    _armed.clear()
    _notes.clear()
    if setting and setting.startswith(_IN_A_NOTE):
        _notes.append(Path(setting.removeprefix(_IN_A_NOTE)))
    else:
        _armed.update(_points(setting or ""))


def _points(text: str) -> dict[str, str]:
    parts = (part.strip().partition("=") for part in text.split(",") if part.strip())
    return {name: action or "exit" for name, _, action in parts}


def crashpoint(name: str) -> None:
    """Do what is armed for this point: exit(9) at once, sleep a minute, raise, or report a full or failing disk."""
    action = _armed.get(name) or _taken_from_note(name)
    if action is None:
        return
    if action == "exit":
        os._exit(9)
    if action == "sleep":
        time.sleep(60)
    elif action in _DISK:
        raise OSError(_DISK[action], os.strerror(_DISK[action]))
    else:
        raise RuntimeError(f"fault point {name}")


_DISK = {"full": errno.ENOSPC, "broken": errno.EIO}


def _taken_from_note(name: str) -> str | None:
    for note in _notes:
        try:
            action = _points(note.read_text()).get(name)
            if action is not None:
                note.unlink()
                return action
        except FileNotFoundError:
            # Nothing is armed now, or another process was first.
            continue
    return None
