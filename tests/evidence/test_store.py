"""The store keeps exactly the bytes it was given, under their hash, or nothing at all."""

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest

from evidence.store import BlobMissing, Store, Stored, StoreFull, TooManyBytes


def files_under(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_bytes_are_filed_under_their_own_hash(tmp_path: Path) -> None:
    stored = Store(tmp_path).put(io.BytesIO(b"a bill"), 100)
    digest = hashlib.sha256(b"a bill").hexdigest()
    assert stored == Stored(digest, 6)
    assert (tmp_path / "sha256" / digest[:2] / digest).read_bytes() == b"a bill"


def test_the_same_bytes_twice_are_one_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.put(io.BytesIO(b"x"), 1) == store.put(io.BytesIO(b"x"), 1)
    assert len(files_under(tmp_path)) == 1


def test_an_empty_stream_is_kept_too(tmp_path: Path) -> None:
    stored = Store(tmp_path).put(io.BytesIO(b""), 0)
    assert stored.size == 0


def test_a_stream_that_meets_the_limit_exactly_is_kept(tmp_path: Path) -> None:
    assert Store(tmp_path).put(io.BytesIO(b"12345"), 5).size == 5


def test_a_stream_one_byte_over_the_limit_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(TooManyBytes, match="larger than 5 bytes"):
        Store(tmp_path).put(io.BytesIO(b"123456"), 5)
    assert files_under(tmp_path) == []


def test_a_stream_that_breaks_leaves_nothing(tmp_path: Path) -> None:
    class Broken:
        asked = 0

        def read(self, _size: int) -> bytes:
            self.asked += 1
            if self.asked > 1:
                raise ConnectionResetError
            return b"half"

    with pytest.raises(ConnectionResetError):
        Store(tmp_path).put(Broken(), 100)
    assert files_under(tmp_path) == []


def test_a_full_disk_leaves_nothing_and_says_so(tmp_path: Path) -> None:
    def no_space(step: str) -> None:
        if step == "store.after_write":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(StoreFull, match="free space"):
        Store(tmp_path, fault_point=no_space).put(io.BytesIO(b"x" * 1000), 1000)
    assert files_under(tmp_path) == []


def test_a_failing_disk_is_not_called_a_full_one(tmp_path: Path) -> None:
    def broken_disk(step: str) -> None:
        if step == "store.after_fsync":
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    with pytest.raises(OSError, match="Input/output") as caught:
        Store(tmp_path, fault_point=broken_disk).put(io.BytesIO(b"x"), 1)
    assert not isinstance(caught.value, StoreFull)
    assert files_under(tmp_path) == []


def test_no_file_is_taken_below_the_free_space_floor(tmp_path: Path) -> None:
    free = os.statvfs(tmp_path)
    floor = free.f_bavail * free.f_frsize * 2
    with pytest.raises(StoreFull, match="make room"):
        Store(tmp_path, floor_bytes=floor).put(io.BytesIO(b"x"), 1)
    assert files_under(tmp_path) == []


def test_the_floor_is_met_exactly_and_missed_by_one_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Free:
        f_bavail, f_frsize = 10, 4096

    monkeypatch.setattr(os, "statvfs", lambda _path: Free)
    Store(tmp_path, floor_bytes=40_960).check_space()
    with pytest.raises(StoreFull):
        Store(tmp_path, floor_bytes=40_961).check_space()


def test_a_process_that_dies_before_the_rename_leaves_no_visible_file(tmp_path: Path) -> None:
    def die(step: str) -> None:
        if step == "store.after_fsync":
            os._exit(9)

    pid = os.fork()
    if pid == 0:
        Store(tmp_path, fault_point=die).put(io.BytesIO(b"whole"), 100)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 9
    store = Store(tmp_path)
    assert list(store.walk()) == []
    (left,) = files_under(tmp_path / "temp")
    assert store.sweep_temp(3600, left.stat().st_mtime + 3600) == 0
    assert store.sweep_temp(3600, left.stat().st_mtime + 3601) == 1
    assert files_under(tmp_path) == []


def test_a_kept_file_opens_and_verifies(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = store.put(io.BytesIO(b"a bill"), 100)
    with store.open(stored.sha256) as file:
        assert file.read() == b"a bill"
    assert store.verify(stored.sha256) is None


def test_one_changed_byte_is_found_by_name(tmp_path: Path) -> None:
    store = Store(tmp_path)
    good, bad = store.put(io.BytesIO(b"good"), 9), store.put(io.BytesIO(b"bad"), 9)
    store.path(bad.sha256).chmod(0o600)
    store.path(bad.sha256).write_bytes(b"bae")
    assert store.verify(good.sha256) is None
    (problem,) = store.verify_all()
    assert problem.name == bad.sha256
    assert "were changed" in problem.sentence


def test_right_bytes_sent_again_mend_a_damaged_file(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = store.put(io.BytesIO(b"bill"), 9)
    store.path(stored.sha256).chmod(0o600)
    store.path(stored.sha256).write_bytes(b"bi")
    store.put(io.BytesIO(b"bill"), 9)
    assert list(store.verify_all()) == []


def test_a_file_that_is_not_there_is_missing_by_a_sentence(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with pytest.raises(BlobMissing, match="not in the store"):
        store.open("0" * 64)
    problem = store.verify("0" * 64)
    assert problem is not None
    assert "not in the store" in problem.sentence


@pytest.mark.parametrize("name", ["", "../" * 21 + "x", "A" * 64, "0" * 63, "0" * 64 + "\n"])
def test_only_a_hash_is_a_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        Store(tmp_path).path(name)


def test_a_walk_is_in_order_and_can_be_resumed(tmp_path: Path) -> None:
    store = Store(tmp_path)
    names = sorted(store.put(io.BytesIO(bytes([n])), 1).sha256 for n in range(40))
    assert list(store.walk()) == names
    assert list(store.walk(after=names[17])) == names[18:]


def test_a_stray_file_and_a_link_are_problems(tmp_path: Path) -> None:
    store = Store(tmp_path)
    stored = store.put(io.BytesIO(b"bill"), 9)
    (tmp_path / "sha256" / "note.txt").write_text("x")
    away = tmp_path / "away"
    store.path(stored.sha256).rename(away)
    store.path(stored.sha256).symlink_to(away)
    sentences = [problem.sentence for problem in store.verify_all()]
    assert len(sentences) == 2
    assert all("is not a stored file" in sentence for sentence in sentences)
