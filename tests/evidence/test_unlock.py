"""A locked PDF is read from an unlocked copy; a wrong password gives a sentence, the original stays as it is."""

from __future__ import annotations

import io
import os
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Literal

import docx
import openpyxl
import pikepdf
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from reportlab.pdfgen.canvas import Canvas

from evidence.identify import identify
from evidence.limits import Limits
from evidence.readers import read
from evidence.reading import ReadLimits
from evidence.unlock import CANNOT, NOT_LOCKED, OPENS_NOT, TOO_LONG, UnlockRefused, unlock_file


def a_locked_pdf(path: Path, password: str = "open, 电费 2021", revision: Literal[3, 4, 6] = 6) -> Path:
    plain = path.with_suffix(".plain")
    canvas = Canvas(str(plain), pagesize=(595, 842))
    canvas.drawString(60, 700, "Total 742,000 kWh")
    canvas.showPage()
    canvas.save()
    with pikepdf.open(plain) as document:
        document.save(
            path, encryption=pikepdf.Encryption(owner="o", user=password, R=revision, aes=revision > 3,
                                                metadata=revision > 3)
        )  # fmt: skip
    return path


@pytest.mark.parametrize(("revision", "password"), [(6, "open, 电费 2021"), (4, "open"), (3, "open")])
def test_a_locked_pdf_is_read_with_its_password(
    revision: Literal[3, 4, 6], password: str, tmp_path: Path
) -> None:
    locked = a_locked_pdf(tmp_path / "a.pdf", password, revision)
    before = locked.read_bytes()
    assert read(locked, ReadLimits(), "pdf").status == "password"
    unlock_file(locked, password, tmp_path / "b.pdf", Limits())
    assert [figure.raw for figure in read(tmp_path / "b.pdf", ReadLimits(), "pdf").figures] == ["742,000"]
    assert locked.read_bytes() == before


def test_the_same_file_unlocked_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    locked = a_locked_pdf(tmp_path / "a.pdf")
    for name in ("b.pdf", "c.pdf"):
        unlock_file(locked, "open, 电费 2021", tmp_path / name, Limits())
    assert (tmp_path / "b.pdf").read_bytes() == (tmp_path / "c.pdf").read_bytes()


@pytest.mark.parametrize("password", ["", "wrong", "x" * 501, "a\0b"])
def test_a_wrong_password_gives_a_sentence_without_it(password: str, tmp_path: Path) -> None:
    with pytest.raises(UnlockRefused) as refused:
        unlock_file(a_locked_pdf(tmp_path / "a.pdf"), password, tmp_path / "b.pdf", Limits())
    assert str(refused.value) == OPENS_NOT


def test_a_file_that_is_not_locked_says_so(tmp_path: Path) -> None:
    a_locked_pdf(tmp_path / "a.pdf")
    with pytest.raises(UnlockRefused, match=NOT_LOCKED):
        unlock_file(tmp_path / "a.plain", "any", tmp_path / "b.pdf", Limits())


def test_a_damaged_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 /Encrypt nothing")
    with pytest.raises(UnlockRefused) as refused:
        unlock_file(tmp_path / "a.pdf", "any", tmp_path / "b.pdf", Limits())
    assert str(refused.value) == CANNOT


def test_unlocking_ends_with_its_time(tmp_path: Path) -> None:
    with pytest.raises(UnlockRefused) as refused:
        unlock_file(
            a_locked_pdf(tmp_path / "a.pdf"),
            "open",
            tmp_path / "b.pdf",
            replace(Limits(), wall_base_seconds=0.001),
        )
    assert str(refused.value) == TOO_LONG


def test_the_password_stands_in_no_argument_and_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    run = subprocess.run

    def watched(arguments: list[str], **options: object) -> object:
        seen.extend([*arguments, str(options["env"]), str(os.environ)])
        return run(arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr("evidence.unlock.subprocess.run", watched)
    unlock_file(a_locked_pdf(tmp_path / "a.pdf", "tell-nobody"), "tell-nobody", tmp_path / "b.pdf", Limits())
    assert seen
    assert not any("tell-nobody" in text for text in seen)


def a_locked_office_file(path: Path, password: str = "open, 电费 2021") -> Path:
    """A workbook or Word document under a password, by the ending of its name."""
    plain = io.BytesIO()
    if path.suffix == ".xlsx":
        book = openpyxl.Workbook()
        book.create_sheet("Bill", 0).append(["Electricity", "742,000 kWh"])
        book.save(plain)
    else:
        document = docx.Document()
        document.add_paragraph("Electricity bought in 2021: 742,000 kWh")
        document.save(plain)
    plain.seek(0)
    with path.open("wb") as file:
        OOXMLFile(plain).encrypt(password, file)  # type: ignore[no-untyped-call]  # the package has no types
    return path


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_a_locked_office_file_is_read_with_its_password(
    kind: Literal["xlsx", "docx"], tmp_path: Path
) -> None:
    locked, copy = a_locked_office_file(tmp_path / f"a.{kind}"), tmp_path / f"b.{kind}"
    before = locked.read_bytes()
    assert identify(locked, locked.name, Limits()).verdict == "password"
    unlock_file(locked, "open, 电费 2021", copy, Limits())
    assert identify(copy, copy.name, Limits()).kind == kind
    assert [figure.value for figure in read(copy, ReadLimits(), kind).figures] == [742000]
    assert locked.read_bytes() == before


@pytest.mark.parametrize("password", ["", "wrong"])
def test_an_office_file_does_not_open_with_a_wrong_password(password: str, tmp_path: Path) -> None:
    with pytest.raises(UnlockRefused) as refused:
        unlock_file(a_locked_office_file(tmp_path / "a.xlsx"), password, tmp_path / "b.xlsx", Limits())
    assert str(refused.value) == OPENS_NOT


def test_a_damaged_locked_office_file_cannot_be_unlocked(tmp_path: Path) -> None:
    locked = a_locked_office_file(tmp_path / "a.xlsx")
    locked.write_bytes(locked.read_bytes()[:2_000])
    with pytest.raises(UnlockRefused) as refused:
        unlock_file(locked, "open, 电费 2021", tmp_path / "b.xlsx", Limits())
    assert str(refused.value) == CANNOT
