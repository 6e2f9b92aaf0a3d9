"""A file is what its content and its name say together; what is not read says why."""

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from evidence.identify import MACROS, Identity, identify
from evidence.limits import Limits
from tests.evidence.hostile import (
    a_document,
    a_pdf,
    a_picture,
    a_png_header,
    a_workbook,
    a_zip,
    an_ole_file,
    an_overlapping_zip,
)

LIMITS = Limits()


def identity_of(path: Path, name: str | None = None, limits: Limits = LIMITS) -> Identity:
    return identify(path, name or path.name, limits)


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_each_kind_that_is_read_is_known_by_its_content(tmp_path: Path) -> None:
    files = {
        "a.pdf": a_pdf(tmp_path / "a.pdf"),
        "a.xlsx": a_workbook(tmp_path / "a.xlsx"),
        "a.docx": a_document(tmp_path / "a.docx"),
        "a.xls": an_ole_file(tmp_path / "a.xls", "Root Entry", "Workbook"),
        "a.ods": a_zip(tmp_path / "a.ods", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
        "a.png": a_picture(tmp_path / "a.png", 4, 4),
        "a.jpg": a_picture(tmp_path / "a.jpg", 4, 4, "JPEG"),
        "a.tif": a_picture(tmp_path / "a.tif", 4, 4, "TIFF"),
        "a.webp": a_picture(tmp_path / "a.webp", 4, 4, "WEBP"),
        "a.csv": written(tmp_path / "a.csv", "月份,电量\n1,20".encode("gbk")),
        "a.txt": written(tmp_path / "a.txt", b"12 kWh"),
        "a.xml": written(tmp_path / "a.xml", b"<?xml version='1.0'?><a/>"),
    }
    kinds = {name: (identity_of(path).kind, identity_of(path).verdict) for name, path in files.items()}
    assert kinds == {
        "a.pdf": ("pdf", "ok"),
        "a.xlsx": ("xlsx", "ok"),
        "a.docx": ("docx", "ok"),
        "a.xls": ("xls", "ok"),
        "a.ods": ("ods", "ok"),
        "a.png": ("image", "ok"),
        "a.jpg": ("image", "ok"),
        "a.tif": ("image", "ok"),
        "a.webp": ("image", "ok"),
        "a.csv": ("csv", "ok"),
        "a.txt": ("text", "ok"),
        "a.xml": ("text", "ok"),
    }
    assert all(identity_of(path).flags == () for path in files.values())


def test_an_archive_is_known_and_not_read_itself(tmp_path: Path) -> None:
    identity = identity_of(a_zip(tmp_path / "a.zip", {"bill.pdf": b"%PDF-"}))
    assert (identity.type, identity.kind, identity.verdict) == ("zip", None, "ok")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    identity = identity_of(written(tmp_path / "a.pdf", b""))
    assert (identity.verdict, identity.kind) == ("refused", None)
    assert "empty" in (identity.reason or "")


@pytest.mark.parametrize("wrong", ["pdf", "xlsx", "docx", "xls", "png", "csv", "zip", "txt", "exe", ""])
@pytest.mark.parametrize("right", ["pdf", "xlsx", "docx", "xls", "png"])
def test_a_file_under_another_kinds_name_is_flagged_and_read_by_its_content(
    tmp_path: Path, right: str, wrong: str
) -> None:
    make = {
        "pdf": a_pdf,
        "xlsx": a_workbook,
        "docx": a_document,
        "xls": lambda path: an_ole_file(path, "Workbook"),
        "png": lambda path: a_picture(path, 4, 4),
    }[right]
    identity = identity_of(make(tmp_path / "file"), f"file.{wrong}" if wrong else "file")
    assert identity.type == right
    assert bool(identity.flags) == (wrong != right)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bill.pdf", b"<!DOCTYPE html><script>x</script>"),
        ("bill.pdf", b"<html><body>"),
        ("bill.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("bill.pdf", b"MZ" + bytes(200)),
        ("bill.pdf", b"\x7fELF" + bytes(200)),
        ("bill.txt", b"#!/bin/sh\nrm -r x"),
        ("bill.html", b"<html>"),
    ],
)
def test_a_program_or_web_page_is_refused_under_every_name(tmp_path: Path, name: str, content: bytes) -> None:
    identity = identity_of(written(tmp_path / name, content))
    assert identity.verdict == "refused"
    assert "never opened" in (identity.reason or "")


@pytest.mark.parametrize("name", ["bill.pdf", "book.xlsx", "scan.png"])
def test_text_under_a_binary_name_is_refused(tmp_path: Path, name: str) -> None:
    identity = identity_of(written(tmp_path / name, b"just words"))
    assert "only text" in (identity.reason or "")


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("a.mp4", b"\0\0\0\x18ftypmp42" + bytes(100), "Send a PDF"),
        ("a.bin", bytes(range(256)), "Send a PDF"),
    ],
)
def test_what_is_not_read_is_kept_and_says_what_to_send(
    tmp_path: Path, name: str, content: bytes, advice: str
) -> None:
    identity = identity_of(written(tmp_path / name, content))
    assert (identity.verdict, identity.kind) == ("refused", None)
    assert "kept but not read" in (identity.reason or "")
    assert advice in (identity.reason or "")


@pytest.mark.parametrize(("name", "advice"), [("a.doc", ".docx"), ("a.xlsb", ".xlsx"), ("a.pptx", "PDF")])
def test_old_and_rare_office_files_say_how_to_save_them(tmp_path: Path, name: str, advice: str) -> None:
    path = {
        "a.doc": lambda path: an_ole_file(path, "WordDocument"),
        "a.xlsb": lambda path: a_zip(path, {"[Content_Types].xml": "<T/>", "xl/workbook.bin": b"x"}),
        "a.pptx": lambda path: a_zip(path, {"[Content_Types].xml": "<T/>", "ppt/presentation.xml": "<p/>"}),
    }[name](tmp_path / name)
    assert advice in (identity_of(path).reason or "")


def test_a_locked_office_file_asks_for_one_without_a_password(tmp_path: Path) -> None:
    identity = identity_of(
        an_ole_file(tmp_path / "a.xlsx", "Root Entry", "EncryptionInfo", "EncryptedPackage")
    )
    assert identity.verdict == "password"
    assert "password" in (identity.reason or "")


def test_a_locked_old_workbook_asks_for_one_without_a_password(tmp_path: Path) -> None:
    begin = b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12)
    locked = an_ole_file(tmp_path / "a.xls", "Workbook", stream=begin + b"\x2f\x00\x06\x00" + bytes(6))
    opened = an_ole_file(tmp_path / "b.xls", "Workbook", stream=begin + b"\xe1\x00\x02\x00" + bytes(2))
    assert identity_of(locked).verdict == "password"
    assert identity_of(opened).verdict == "ok"


def test_macros_are_flagged_where_the_name_says_so_and_refused_where_it_hides_them(tmp_path: Path) -> None:
    macros = {"xl/vbaProject.bin": b"\xd0\xcf"}
    said = identity_of(a_workbook(tmp_path / "a.xlsm", macros))
    hidden = identity_of(a_workbook(tmp_path / "a.xlsx", macros))
    document = identity_of(a_document(tmp_path / "a.docx", {"word/vbaProject.bin": b"\xd0"}))
    old = identity_of(an_ole_file(tmp_path / "a.xls", "Workbook", "_VBA_PROJECT_CUR"))
    assert (said.verdict, said.flags) == ("ok", (MACROS,))
    assert "does not say" in (hidden.reason or "")
    assert document.verdict == "refused"
    assert (old.verdict, old.flags) == ("ok", (MACROS,))


def test_a_package_that_breaks_the_archive_rules_is_refused(tmp_path: Path) -> None:
    assert "lie over each other" in (identity_of(an_overlapping_zip(tmp_path / "a.xlsx")).reason or "")
    book = a_workbook(tmp_path / "b.xlsx", sheet="x" * 1000)
    size = 1000 + len('<?xml version="1.0"?><Types/><?xml version="1.0"?><Relationships/><workbook/>')
    assert identity_of(book, limits=replace(LIMITS, archive_unpacked_bytes=size)).verdict == "ok"
    assert identity_of(book, limits=replace(LIMITS, archive_unpacked_bytes=size - 1)).verdict == "refused"


def test_a_picture_at_the_pixel_limit_is_read_and_one_pixel_more_is_refused(tmp_path: Path) -> None:
    limits = replace(LIMITS, image_pixels=100)
    assert identity_of(a_picture(tmp_path / "a.png", 10, 10), limits=limits).verdict == "ok"
    assert "more than 100 pixels" in (
        identity_of(a_picture(tmp_path / "b.png", 101, 1), limits=limits).reason or ""
    )


@pytest.mark.parametrize("side", [30_000, 200_000])
def test_a_picture_bomb_is_refused_by_its_header(tmp_path: Path, side: int) -> None:
    identity = identity_of(a_png_header(tmp_path / "a.png", side, side))
    assert "more than 80 million pixels" in (identity.reason or "")


def test_a_picture_with_a_broken_header_is_refused(tmp_path: Path) -> None:
    assert "damaged" in (
        identity_of(written(tmp_path / "a.jpg", b"\xff\xd8\xff\xe0" + bytes(50))).reason or ""
    )


def test_a_zip_that_holds_a_pdf_unpacked_near_its_beginning_is_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "bills.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("bill.pdf", b"%PDF-1.4 a small bill")
    assert identify(path, "bills.zip", Limits()).type == "zip"
