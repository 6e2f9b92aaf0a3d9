"""What the tests need from the system is installed where that is allowed, and named where it is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import system


@pytest.fixture
def apt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An apt-get that installs by touching a file named after the package, and notes how it was called."""
    program = tmp_path / "bin" / "apt-get"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\necho "$RUNLEVEL $*" >> {tmp_path}/calls\n'
        f'[ -e {tmp_path}/broken ] && exit 100\n[ "$1" = install ] && touch {tmp_path}/chromium\nexit 0\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")
    need = system.Need(
        "chromium", lambda: next(iter(tmp_path.glob("chromium")), None), "the tests in a real browser"
    )
    monkeypatch.setattr(system, "NEEDS", (need,))
    return tmp_path


def test_root_gets_what_is_missing_after_an_update_without_servers_being_started(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert system.install_missing() == []
    calls = (apt / "calls").read_text().splitlines()
    assert calls == ["1 update -q", "1 install -q -y --no-install-recommends chromium"]
    assert "Installing Debian packages that the tests need: chromium" in capsys.readouterr().out


def test_others_install_nothing_and_learn_what_is_missing(apt: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert [need.package for need in system.install_missing()] == ["chromium"]
    assert not (apt / "calls").exists()


def test_an_install_that_fails_is_said_and_the_need_stays(
    apt: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    (apt / "broken").touch()
    assert [need.package for need in system.install_missing()] == ["chromium"]
    assert "apt-get install failed (exit code 100)" in capsys.readouterr().out
