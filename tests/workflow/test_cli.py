"""The commands behind the launcher: what each is given, and what it answers with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflow import cli


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the supervisor was asked to start."""
    asked: dict[str, Any] = {}

    def supervise(config: Any, **how: Any) -> int:
        asked.update(how, folder=config.folder)
        return 0

    def supervise_workers(config: Any, queues: tuple[str, ...]) -> int:
        asked.update(queues=queues, folder=config.folder)
        return 0

    monkeypatch.setattr("workflow.supervisor.supervise", supervise)
    monkeypatch.setattr("workflow.supervisor.supervise_workers", supervise_workers)
    return asked


def test_run_starts_on_loopback_port_8000_with_the_demo_unless_told_otherwise(
    started: dict[str, Any], tmp_path: Path
) -> None:
    assert cli.main(["run", "--data", str(tmp_path)]) == 0
    assert started == {"host": "127.0.0.1", "port": 8000, "empty": False, "folder": tmp_path}
    cli.main(["run", "--data", str(tmp_path), "--port", "8100", "--host", "0.0.0.0", "--empty"])
    assert (started["port"], started["host"], started["empty"]) == (8100, "0.0.0.0", True)


def test_worker_runs_every_queue_or_those_that_are_named(started: dict[str, Any], tmp_path: Path) -> None:
    cli.main(["worker", "--data", str(tmp_path)])
    assert set(started["queues"]) == {"quick", "slow", "work"}
    cli.main(["worker", "slow", "--data", str(tmp_path)])
    assert started["queues"] == ("slow",)


def test_package_writes_the_sealed_bytes_whole_or_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = tmp_path / "sealed.zip"
    sealed.write_bytes(b"sealed bytes")
    asked: list[tuple[str, str]] = []

    def packaged_file(number: str, profile: str) -> tuple[Path, str]:
        asked.append((number, profile))
        if number != "NA-2022-0041":
            raise LookupError("There is no such number.")
        return sealed, "NA-2022-0041/0, client"

    monkeypatch.setattr("workflow.start.start", lambda _config: None)
    monkeypatch.setattr("workflow.opinion.served.packaged_file", packaged_file)
    out = tmp_path / "out.zip"
    assert cli.main(["package", "NA-2022-0041", str(out)]) == 0
    assert out.read_bytes() == b"sealed bytes"
    assert asked == [("NA-2022-0041", "client")]
    missing = tmp_path / "missing.zip"
    assert cli.main(["package", "NA-9999", str(missing), "--profile", "public"]) == 1
    assert capsys.readouterr().err == "There is no such number.\n"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.zip", "sealed.zip"]


def test_a_word_that_is_no_command_is_refused() -> None:
    with pytest.raises(SystemExit):
        cli.main(["destroy"])
