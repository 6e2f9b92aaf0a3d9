"""Fault points do nothing unless armed; a note strikes once, for whoever is first."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.faults import arm, crashpoint


@pytest.fixture(autouse=True)
def disarmed() -> Iterator[None]:
    yield
    arm(None)


@pytest.mark.parametrize("setting", [None, "", "another.point=raise", "@/nowhere/at/all"])
def test_a_point_that_is_not_armed_does_nothing(setting: str | None) -> None:
    arm(setting)
    crashpoint("upload.after_fsync")


def test_an_armed_point_strikes_each_time() -> None:
    arm("upload.after_fsync=raise,job.after_commit=raise")
    for _ in range(2):
        with pytest.raises(RuntimeError, match="fault point job"):
            crashpoint("job.after_commit")


@pytest.mark.parametrize(("action", "code"), [("full", errno.ENOSPC), ("broken", errno.EIO)])
def test_a_disk_that_is_full_or_fails_says_so(action: str, code: int) -> None:
    arm(f"upload.after_fsync={action}")
    with pytest.raises(OSError) as raised:
        crashpoint("upload.after_fsync")
    assert raised.value.errno == code


def test_a_note_strikes_once_and_only_at_its_point(tmp_path: Path) -> None:
    note = tmp_path / "fault"
    arm(f"@{note}")
    note.write_text("sign.before_store=raise")
    crashpoint("upload.after_fsync")
    with pytest.raises(RuntimeError):
        crashpoint("sign.before_store")
    assert not note.exists()
    crashpoint("sign.before_store")
