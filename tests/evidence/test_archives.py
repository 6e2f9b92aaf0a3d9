"""An archive is taken whole by the rules or not at all, and says why."""

import zipfile
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.archives import ArchiveEncrypted, ArchiveRefused, open_archive
from evidence.limits import Limits
from tests.evidence.hostile import (
    a_device,
    a_link,
    a_lying_zip,
    a_zip,
    a_zip_in_memory,
    a_zip_of_pairs,
    an_overlapping_zip,
)

LIMITS = Limits()


def names_in(path: Path, limits: Limits = LIMITS) -> list[str]:
    with open_archive(path, limits) as archive:
        return [entry.name for entry in archive.entries]


def refusal_of(path: Path, limits: Limits = LIMITS) -> str:
    with pytest.raises(ArchiveRefused) as caught, open_archive(path, limits):
        pass
    return str(caught.value)


def test_a_good_archive_gives_its_files_with_folders_sizes_and_bytes(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"2021/bill.pdf": b"%PDF-", "notes.txt": b"hello"})
    with open_archive(path, LIMITS) as archive:
        assert [(entry.name, entry.size) for entry in archive.entries] == [
            ("2021/bill.pdf", 5),
            ("notes.txt", 5),
        ]
        with archive.open(archive.entries[1]) as file:
            assert file.read() == b"hello"


def test_as_many_entries_as_allowed_are_taken_and_one_more_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {f"{number}.txt": b"" for number in range(5)})
    assert len(names_in(path, replace(LIMITS, archive_entries=5))) == 5
    assert "more than 4 entries" in refusal_of(path, replace(LIMITS, archive_entries=4))


def test_the_count_of_entries_is_never_taken_from_the_archives_word(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {f"{number}.txt": b"" for number in range(5)})
    content = bytearray(path.read_bytes())
    content[-14:-10] = b"\1\0\1\0"
    path.write_bytes(content)
    assert "more than 4 entries" in refusal_of(path, replace(LIMITS, archive_entries=4))


def test_unpacked_bytes_at_the_limit_are_taken_and_one_more_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"a.txt": b"x" * 600, "b.txt": b"y" * 400})
    assert len(names_in(path, replace(LIMITS, archive_unpacked_bytes=1000))) == 2
    assert "larger than 999 bytes" in refusal_of(path, replace(LIMITS, archive_unpacked_bytes=999))


def test_a_ratio_at_the_limit_is_taken_and_more_is_refused(tmp_path: Path) -> None:
    def packed(size: int) -> int:
        packer = zlib.compressobj(zlib.Z_DEFAULT_COMPRESSION, zlib.DEFLATED, -15)
        return len(packer.compress(bytes(size)) + packer.flush())

    size = next(size for size in range(100_000, 200_000) if size % packed(size) == 0)
    path = a_zip(tmp_path / "a.zip", {"zeros": bytes(size)})
    ratio = size // packed(size)
    assert names_in(path, replace(LIMITS, archive_ratio=ratio, archive_ratio_free_bytes=0)) == ["zeros"]
    refused = refusal_of(path, replace(LIMITS, archive_ratio=ratio - 1, archive_ratio_free_bytes=0))
    assert f"more than {ratio - 1} times" in refused


def test_a_small_file_may_pack_well(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"zeros": bytes(5000)})
    tight = replace(LIMITS, archive_ratio=2)
    assert names_in(path, replace(tight, archive_ratio_free_bytes=5000)) == ["zeros"]
    assert "more than 2 times" in refusal_of(path, replace(tight, archive_ratio_free_bytes=4999))


def test_a_directory_at_the_limit_is_taken_and_one_byte_more_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"a.txt": b"x"})
    size = zipfile.sizeCentralDir + len("a.txt")
    assert names_in(path, replace(LIMITS, archive_directory_bytes=size)) == ["a.txt"]
    assert "directory is too long" in refusal_of(path, replace(LIMITS, archive_directory_bytes=size - 1))


def test_entries_that_share_bytes_are_refused(tmp_path: Path) -> None:
    assert "lie over each other" in refusal_of(an_overlapping_zip(tmp_path / "a.zip"))


def test_an_entry_longer_than_it_says_is_refused(tmp_path: Path) -> None:
    assert "a.txt" in refusal_of(a_lying_zip(tmp_path / "a.zip"))


def test_a_link_is_refused(tmp_path: Path) -> None:
    path = a_zip_of_pairs(tmp_path / "a.zip", [a_link("bill.pdf", "/etc/passwd")])
    assert "is a link" in refusal_of(path)


def test_a_device_is_refused(tmp_path: Path) -> None:
    assert "not an ordinary file" in refusal_of(a_zip_of_pairs(tmp_path / "a.zip", [a_device("bill.pdf")]))


def test_a_password_is_named(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"a.txt": b"x"})
    content = bytearray(path.read_bytes())
    content[content.find(b"PK\1\2") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveEncrypted, match="password"), open_archive(path, LIMITS):
        pass


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_only_plain_packing_is_read(tmp_path: Path, method: int) -> None:
    assert "Use plain ZIP" in refusal_of(a_zip(tmp_path / "a.zip", {"a.txt": b"x"}, method))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("inner.zip", a_zip_in_memory()),
        ("bill.pdf", a_zip_in_memory()),
        ("x.bin", b"7z\xbc\xaf\x27\x1c"),
        ("x", b"\x1f\x8b\x08"),
        ("x.tar", b"x"),
    ],
)
def test_an_archive_inside_the_archive_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    assert "inside the archive" in refusal_of(a_zip(tmp_path / "a.zip", {name: content}))


def test_a_workbook_inside_the_archive_is_no_archive(tmp_path: Path) -> None:
    assert names_in(a_zip(tmp_path / "a.zip", {"book.xlsx": a_zip_in_memory()})) == ["book.xlsx"]


@pytest.mark.parametrize(
    "twins", [("é.pdf", "e\u0301.pdf"), ("a/b.pdf", "a/./b.pdf"), ("a.pdf", "\u202ea.pdf")]
)
def test_two_names_that_look_the_same_are_refused(tmp_path: Path, twins: tuple[str, str]) -> None:
    assert "two entries named" in refusal_of(a_zip(tmp_path / "a.zip", {twins[0]: b"1", twins[1]: b"2"}))


def test_names_never_lead_out_of_the_archive(tmp_path: Path) -> None:
    names = ["../../etc/passwd", "/root/x.txt", "..\\y.txt", "C:\\z.txt"]
    path = a_zip(tmp_path / "a.zip", dict.fromkeys(names, b"x"))
    assert names_in(path) == ["etc/passwd", "root/x.txt", "y.txt", "C:/z.txt"]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_without_the_utf8_mark_are_read(tmp_path: Path, encoding: str) -> None:
    stand_in = "a" * len("电费单.pdf".encode(encoding))
    path = a_zip(tmp_path / "a.zip", {stand_in: b"x"})
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), "电费单.pdf".encode(encoding)))
    with open_archive(path, LIMITS) as archive:
        (entry,) = archive.entries
    assert entry.name == "电费单.pdf"
    assert entry.raw_name == "电费单.pdf".encode(encoding)


def test_what_desktops_add_is_left_out(tmp_path: Path) -> None:
    litter = {"__MACOSX/._bill.pdf": b"x", "a/.DS_Store": b"x", "Thumbs.db": b"x"}
    assert names_in(a_zip(tmp_path / "a.zip", {**litter, "bill.pdf": b"x"})) == ["bill.pdf"]


def test_an_archive_of_nothing_is_refused(tmp_path: Path) -> None:
    assert "no files" in refusal_of(a_zip(tmp_path / "a.zip", {}))


@pytest.mark.parametrize("keep", [0, 4, 40, -1, -30])
def test_a_broken_archive_is_refused(tmp_path: Path, keep: int) -> None:
    path = a_zip(tmp_path / "a.zip", {"a.txt": b"hello"})
    path.write_bytes(path.read_bytes()[:keep])
    assert "damaged" in refusal_of(path)


def test_a_flipped_byte_in_an_entry_is_refused(tmp_path: Path) -> None:
    path = a_zip(tmp_path / "a.zip", {"a.txt": b"hello"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"hello", b"hellp"))
    assert "a.txt" in refusal_of(path)
