"""The health page says exactly which walls stand around a reader, and no more."""

import os
from pathlib import Path

import pytest

from evidence.sandbox import Held, close_the_door, enter_namespaces, reader_environment, sandbox_level


@pytest.mark.parametrize(
    ("held", "name", "said", "missed"),
    [
        (Held(namespaces=True, files=True, calls=True), "full", "no file but the document", None),
        (Held(namespaces=False, files=True, calls=True), "partial", "no new program", "no network"),
        (Held(namespaces=True, files=False, calls=False), "partial", "no network", "no file but"),
        (Held(namespaces=False, files=False, calls=False), "limits only", "limits on time", "no new program"),
    ],
)
def test_the_level_says_what_stands_and_what_is_missing(
    held: Held, name: str, said: str, missed: str | None
) -> None:
    level = held.level()
    standing, _, missing = level.sentence.partition("does not allow")
    assert level.name == name
    assert said in standing
    assert (missed is None) == (missing == "")
    assert missed is None or missed in missing


def in_a_fork(act: str, folder: Path) -> int:
    """Do one forbidden thing behind the closed door; 0 when it was refused, 1 when it was done."""
    pid = os.fork()
    if pid == 0:
        code = 2
        try:
            close_the_door([folder / "open.txt"], [folder / "out"])
            code = 1 if _try(act, folder) else 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _try(act: str, folder: Path) -> bool:
    try:
        if act == "fork":
            os.fork()
        elif act == "write":
            (folder / "open.txt").write_text("changed")
        elif act == "remove":
            (folder / "closed.txt").unlink()
        elif act == "link":
            (folder / "out" / "link").symlink_to("/etc/passwd")
        else:
            (folder / "closed.txt").read_text()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("act", ["read", "write", "remove", "link", "fork"])
def test_behind_the_closed_door_nothing_else_is_touched(tmp_path: Path, act: str) -> None:
    if sandbox_level().name != "full":
        pytest.skip("this system does not allow every wall around a process")
    (tmp_path / "out").mkdir()
    for name in ("open.txt", "closed.txt"):
        (tmp_path / name).write_text("x")
    assert in_a_fork(act, tmp_path) == 0


def test_behind_the_closed_door_the_document_and_the_output_folder_work(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "open.txt").write_text("x")
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            close_the_door([tmp_path / "open.txt"], [tmp_path / "out"])
            (tmp_path / "out" / "a").write_text((tmp_path / "open.txt").read_text())
            code = 0
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    assert (tmp_path / "out" / "a").read_text() == "x"


def test_a_process_in_its_own_namespaces_still_reads_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "a.txt").chmod(0o400)
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            enter_namespaces()
            code = 0 if (tmp_path / "a.txt").read_text() == "x" else 1
        finally:
            os._exit(code)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def test_the_readers_environment_holds_nothing_of_the_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "secret")
    assert "secret" not in "".join(reader_environment().values())
