"""Named fault points: they do nothing unless the configuration arms one, for the drills."""

from __future__ import annotations

import errno
import os
import time

_armed: dict[str, str] = {}


def arm(setting: str | None) -> None:
    """Arm fault points from a setting such as 'upload.after_fsync=exit,sign.before_store=sleep'."""
    _armed.clear()
    for part in filter(None, (setting or "").split(",")):
        name, _, action = part.partition("=")
        _armed[name] = action or "exit"


def crashpoint(name: str) -> None:
    """Do what is armed for this point: exit(9) at once, sleep a minute, raise, or report a full disk."""
    action = _armed.get(name)
    if action is None:
        return
    if action == "exit":
        os._exit(9)
    if action == "sleep":
        time.sleep(60)
    elif action == "full":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    else:
        raise RuntimeError(f"fault point {name}")
