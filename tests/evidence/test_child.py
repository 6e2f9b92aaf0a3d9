"""Whatever a document does to its reader, the product gets a named state and a sentence, and lives."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.child import Outcome, ReaderProcess, sandbox_level
from evidence.limits import Limits
from evidence.outcome import judge
from evidence.talk import Heard

LIMITS = replace(
    Limits(),
    wall_base_seconds=20,
    wall_per_page_seconds=0,
    memory_bytes=400_000_000,
    output_bytes=500_000,
)


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess("tests.evidence.misbehaving:read") as process:
        yield process


def outcome_of(reader: ReaderProcess, folder: Path, act: str, limits: Limits = LIMITS) -> Outcome:
    document = folder / "document.txt"
    document.write_text(act)
    return reader.read(document, limits, "text")


def flags_of(outcome: Outcome) -> tuple[str, ...]:
    assert outcome.status == "ok"
    assert outcome.reading is not None
    return outcome.reading.flags


def test_a_good_document_is_read(reader: ReaderProcess, tmp_path: Path) -> None:
    outcome = outcome_of(reader, tmp_path, "behave")
    assert (outcome.status, outcome.reason) == ("ok", None)
    assert outcome.peak_rss_mb > 0


@pytest.mark.parametrize(
    ("act", "status", "words"),
    [
        ("abort", "crash", "broke down"),
        ("fail", "crash", "the reader failed on it (KeyError)"),
        ("meet_damage", "error", "its structure is damaged"),
        ("recurse", "error", "could not be read"),
        ("eat_memory", "memory", "more memory"),
        ("find_nothing", "error", "no page"),
        ("say_much", "refused", "more than can be read"),
    ],
)
def test_a_harmful_document_ends_in_a_named_state_with_a_sentence(
    reader: ReaderProcess, tmp_path: Path, act: str, status: str, words: str
) -> None:
    outcome = outcome_of(reader, tmp_path, act)
    assert outcome.status == status
    assert words in (outcome.reason or "")
    assert "secret" not in (outcome.reason or "")
    assert outcome.reading is None
    assert outcome_of(reader, tmp_path, "behave").status == "ok"


def test_a_document_over_its_wall_time_is_stopped(reader: ReaderProcess, tmp_path: Path) -> None:
    outcome = outcome_of(reader, tmp_path, "hang", replace(LIMITS, wall_base_seconds=0.5))
    assert outcome.status == "timeout"
    assert "longer than is allowed" in (outcome.reason or "")


def test_a_document_gets_more_wall_time_for_its_pages_up_to_the_most(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    per_page = replace(LIMITS, wall_base_seconds=0.2, wall_per_page_seconds=0.8)
    assert outcome_of(reader, tmp_path, "hang", per_page).seconds > 0.9
    at_most = replace(per_page, wall_most_seconds=0.3)
    assert outcome_of(reader, tmp_path, "hang", at_most).seconds < 0.9


@pytest.mark.parametrize(
    ("allowed", "seconds", "status"), [(2, 30.0, "ok"), (1, 30.0, "timeout"), (2, 0.0, "timeout")]
)
def test_each_page_by_ocr_adds_its_time_up_to_as_many_as_are_allowed(
    reader: ReaderProcess, tmp_path: Path, allowed: int, seconds: float, status: str
) -> None:
    limits = replace(LIMITS, wall_base_seconds=1, wall_per_ocr_page_seconds=seconds, ocr_pages=allowed)
    assert outcome_of(reader, tmp_path, "read_two_scans", limits).status == status


def test_a_document_over_its_processor_time_is_stopped(reader: ReaderProcess, tmp_path: Path) -> None:
    outcome = outcome_of(reader, tmp_path, "spin", replace(LIMITS, cpu_seconds=1))
    assert outcome.status == "timeout"


def test_an_answer_that_meets_the_size_limit_is_taken_and_one_byte_more_is_refused(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    def status(most: int) -> str:
        return outcome_of(reader, tmp_path, "behave", replace(LIMITS, output_bytes=most)).status

    low, high = 1, 100_000
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if status(middle) == "ok" else (middle + 1, high)
    assert status(low) == "ok"
    assert status(low - 1) == "refused"
    assert low > 100


@pytest.mark.parametrize("act", ["connect", "fork", "run", "leave_group"])
def test_the_child_cannot_connect_nor_start_processes_nor_leave(
    reader: ReaderProcess, tmp_path: Path, act: str
) -> None:
    if sandbox_level().name == "limits only":
        pytest.skip("this system allows no walls around a process")
    assert flags_of(outcome_of(reader, tmp_path, act)) != ("allowed",)


@pytest.mark.parametrize("act", ["read_elsewhere", "write_elsewhere"])
def test_the_child_touches_no_file_but_its_document(reader: ReaderProcess, tmp_path: Path, act: str) -> None:
    if sandbox_level().name != "full":
        pytest.skip("this system cannot wall off files")
    (tmp_path / "neighbour.txt").write_text("another case")
    assert flags_of(outcome_of(reader, tmp_path, act))[0] == "PermissionError"
    assert not (tmp_path / "planted.txt").exists()


def test_the_child_opens_no_more_files_than_allowed(reader: ReaderProcess, tmp_path: Path) -> None:
    assert "Too many open files" in flags_of(outcome_of(reader, tmp_path, "open_many"))


def test_the_child_holds_no_stream_of_the_product(reader: ReaderProcess, tmp_path: Path) -> None:
    assert set(flags_of(outcome_of(reader, tmp_path, "count_files"))) == {"/dev/null"}


def test_the_child_sees_no_secret_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSAY_SECRET", "x")
    with ReaderProcess("tests.evidence.misbehaving:read") as reader:
        assert "ASSAY_SECRET" not in flags_of(outcome_of(reader, tmp_path, "show_environment"))


def test_the_child_can_win_no_privileges(reader: ReaderProcess, tmp_path: Path) -> None:
    assert flags_of(outcome_of(reader, tmp_path, "show_privileges")) == ("1",)


def test_a_zygote_that_was_killed_is_started_again(tmp_path: Path) -> None:
    with ReaderProcess("tests.evidence.misbehaving:read") as reader:
        assert outcome_of(reader, tmp_path, "behave").status == "ok"
        first = reader.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        # On a busy machine it may live on for a moment, and then it would still serve; it is not reaped here.
        os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
        assert outcome_of(reader, tmp_path, "behave").status == "ok"
        assert reader.pid != first


def test_a_zygote_that_cannot_start_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with ReaderProcess("tests.evidence.misbehaving:no_such_reader") as reader:
        outcome = outcome_of(reader, tmp_path, "behave")
    assert outcome.status == "crash"
    assert "could not be started" in (outcome.reason or "")


def test_a_fork_of_the_owner_uses_the_owners_zygote(tmp_path: Path) -> None:
    with ReaderProcess("tests.evidence.misbehaving:read") as reader:
        assert outcome_of(reader, tmp_path, "behave").status == "ok"
        pid = os.fork()
        if pid == 0:
            began = time.monotonic()
            good = outcome_of(reader, tmp_path, "behave").status == "ok" and reader.pid is None
            os._exit(0 if good and time.monotonic() - began < 5 else 1)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert outcome_of(reader, tmp_path, "behave").status == "ok"


def test_nothing_is_left_running_when_the_reader_is_closed(tmp_path: Path) -> None:
    reader = ReaderProcess("tests.evidence.misbehaving:read")
    outcome_of(reader, tmp_path, "behave")
    pid = reader.pid
    reader.close()
    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_two_threads_read_at_once(reader: ReaderProcess, tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    statuses: list[str] = []

    def read(folder: Path) -> None:
        folder.mkdir()
        act = "hang" if folder.name == "a" else "behave"
        statuses.append(outcome_of(reader, folder, act, replace(LIMITS, wall_base_seconds=1)).status)

    threads = [threading.Thread(target=read, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # The good one does not wait for the one that hangs.
    assert statuses == ["ok", "timeout"]


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"kind": "pdf"}', b"[" * 100_000])
def test_an_answer_that_does_not_fit_is_never_used(content: bytes) -> None:
    outcome = judge(Heard(reading=content, code=0, is_done=True), LIMITS, None)
    assert (outcome.status, outcome.reading) == ("crash", None)
    assert "wrong answer" in (outcome.reason or "")


def test_the_level_names_what_holds() -> None:
    level = sandbox_level()
    assert level.name in {"full", "partial", "limits only"}
    assert level.sentence.startswith("Documents are read in a child")
