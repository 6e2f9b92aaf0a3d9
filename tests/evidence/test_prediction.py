"""Prediction says of every file what was seen in it, or in one sentence why nothing was."""

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from evidence.child import ReaderProcess
from evidence.limits import Limits
from evidence.prediction import NothingToRead, main, predict
from evidence.reading import Box, Figure, Other, Page, Period, Reading, ReadLimits
from tests.evidence.hostile import a_pdf, a_workbook, a_zip, an_ole_file

STATES = {"ok", "password", "error", "crash", "timeout", "memory", "refused"}
FIGURE = Figure(
    value=Decimal("1234.5"),
    raw="1.234,50",
    unit="kWh",
    period=Period(date(2020, 1, 1), date(2020, 1, 31)),
    label="Consumption",
    column="Quantity",
    role="total",
    page=1,
    box=Box(1, 2, 3, 4),
    cell=None,
    method="text",
    witnessed=True,
    confidence=Decimal("0.9"),
    invisible=False,
    quote="Consumption 1.234,50",
)


def read(path: Path, _limits: ReadLimits, kind: Any) -> Reading:
    """Answer with one figure, one other and one flag, or with nothing at all for an empty document."""
    if path.name == "empty.pdf":
        return Reading(kind, "ok", None)
    if path.name == "blank.pdf":
        return Reading(kind, "ok", None, (Page(number=1, width=595, height=842, chars=0),))
    other = Other("bound", "<0.1", 1, None, None)
    page = Page(
        number=1,
        width=595,
        height=842,
        chars=20,
        figures=(FIGURE,),
        others=(other,),
        dates=(date(2020, 1, 31),),
        title="January",
    )
    return Reading(kind, "ok", None, (page,), ("page 1: look",))


@pytest.fixture(scope="module")
def reader() -> Iterator[ReaderProcess]:
    with ReaderProcess("tests.evidence.test_prediction:read") as process:
        yield process


def documents_of(reader: ReaderProcess, *paths: Path) -> list[dict[str, Any]]:
    out = io.StringIO()
    predict(paths, out, limits=Limits(), reader=reader)
    said = json.loads(out.getvalue())
    assert said["tool"] == "assay"
    documents: list[dict[str, Any]] = said["documents"]
    return documents


def test_a_document_is_written_in_the_agreed_form(reader: ReaderProcess, tmp_path: Path) -> None:
    path = a_pdf(tmp_path / "a.pdf")
    (document,) = documents_of(reader, path)
    assert document.pop("seconds") > 0
    assert document.pop("peak_rss_mb") > 0
    assert document == {
        "doc": str(path),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "status": "ok",
        "reason": None,
        "pages": 1,
        "chars": 20,
        "page_sizes": [[595.0, 842.0]],
        "dates": ["2020-01-31"],
        "flags": ["page 1: look"],
        "figures": [
            {
                "value": "1234.5",
                "raw": "1.234,50",
                "unit": "kWh",
                "period": {"start": "2020-01-01", "end": "2020-01-31"},
                "label": "Consumption",
                "column": "Quantity",
                "role": "total",
                "page": 1,
                "bbox": [1.0, 2.0, 3.0, 4.0],
                "cell": None,
                "source": "text",
                "witness": True,
                "confidence": 0.9,
            }
        ],
        "others": [{"kind": "bound", "raw": "<0.1", "page": 1, "bbox": None, "cell": None}],
    }


def test_a_folder_is_walked_in_order_with_names_inside_it(reader: ReaderProcess, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    a_pdf(tmp_path / "b" / "2.pdf")
    a_pdf(tmp_path / "a.pdf")
    assert [document["doc"] for document in documents_of(reader, tmp_path)] == ["a.pdf", "b/2.pdf"]


def test_a_workbooks_page_is_its_sheet(reader: ReaderProcess, tmp_path: Path) -> None:
    (document,) = documents_of(reader, a_workbook(tmp_path / "a.xlsx"))
    assert document["figures"][0]["page"] == "January"


def test_no_file_is_ok_without_pages_and_each_failure_has_a_sentence(
    reader: ReaderProcess, tmp_path: Path
) -> None:
    a_pdf(tmp_path / "empty.pdf")
    a_pdf(tmp_path / "good.pdf")
    a_zip(tmp_path / "pack.zip", {"bill.pdf": b"%PDF-"})
    an_ole_file(tmp_path / "locked.xlsx", "EncryptedPackage")
    (tmp_path / "nothing.pdf").write_bytes(b"")
    (tmp_path / "page.pdf").write_bytes(b"<html>")
    documents = {document["doc"]: document for document in documents_of(reader, tmp_path)}
    assert {name: document["status"] for name, document in documents.items()} == {
        "empty.pdf": "error",
        "good.pdf": "ok",
        "locked.xlsx": "password",
        "nothing.pdf": "refused",
        "pack.zip": "refused",
        "page.pdf": "refused",
    }
    for document in documents.values():
        assert (document["reason"] is None) == (document["status"] == "ok")
        assert (document["pages"] > 0) == (document["status"] == "ok")


def test_a_document_in_which_no_text_was_found_is_not_ok(reader: ReaderProcess, tmp_path: Path) -> None:
    (blank,) = documents_of(reader, a_pdf(tmp_path / "blank.pdf"))
    assert (blank["status"], blank["pages"], blank["chars"]) == ("error", 1, 0)
    assert blank["reason"].startswith("No text was found in this file.")


def test_a_path_that_is_not_there_is_said(reader: ReaderProcess, tmp_path: Path) -> None:
    with pytest.raises(NothingToRead, match="no file or folder"):
        documents_of(reader, tmp_path / "missing.pdf")


def test_the_command_writes_no_half_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "missing.pdf"), "--json", str(tmp_path / "out.json")]) == 2
    assert "no file or folder" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_reads_and_answers_zero(tmp_path: Path) -> None:
    (tmp_path / "empty.pdf").write_bytes(b"")
    assert main([str(tmp_path / "empty.pdf"), "--json", str(tmp_path / "out.json")]) == 0
    assert json.loads((tmp_path / "out.json").read_text())["documents"][0]["status"] == "refused"
