"""What a damaged file makes a library raise is told as damage; what the reader does wrong is told as its failure."""

import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from openpyxl import load_workbook
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from PIL import Image

from evidence import pdf
from evidence.faults import failures_told, fault_of, kind_of_fault
from evidence.numbers import scan
from evidence.pdf import read_pdf
from evidence.reading import ReadLimits
from tests.evidence.drawing import a_pdf, text

BROKEN = BytesIO(b"%PDF-1.4 and nothing more")


def raised_by(act: Callable[[], object]) -> Exception:
    with pytest.raises(Exception) as found:
        act()
    assert isinstance(found.value, Exception)
    return found.value


@pytest.mark.parametrize(
    "act",
    [
        lambda: PDFDocument(PDFParser(BROKEN)),
        lambda: pypdfium2.PdfDocument(BROKEN.getvalue()),
        lambda: zipfile.ZipFile(BROKEN),
        lambda: load_workbook(BROKEN),
        lambda: Image.open(BROKEN),
        lambda: ElementTree.fromstring("<a>"),
        b"\xff".decode,
    ],
)
def test_what_libraries_raise_on_a_broken_file_is_damage(act: Callable[[], object]) -> None:
    assert fault_of(raised_by(act)) is None


def test_what_is_raised_in_the_reader_s_own_lines_is_its_failure() -> None:
    fault = fault_of(raised_by(lambda: scan(None, may_join=None)))  # type: ignore[arg-type]
    assert fault is not None
    assert (kind_of_fault(fault), " in numbers.py:" in fault) == ("AttributeError", True)


def test_a_failure_tells_its_kind_and_place_and_nothing_of_the_document() -> None:
    def fail() -> None:
        raise KeyError("secret text of the document")

    assert fault_of(raised_by(fail)) == f"KeyError in test_faults.py:{fail.__code__.co_firstlineno + 1}"


def test_what_a_language_s_own_types_refuse_is_the_reader_s_failure() -> None:
    assert (fault_of(raised_by(lambda: Decimal("12,5"))) or "").startswith("InvalidOperation in ")


def test_a_child_s_nonsense_is_not_shown_to_people() -> None:
    assert kind_of_fault("<b>12 kWh") == "Exception"


def test_a_page_on_which_one_engine_s_reader_fails_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_page: object) -> None:
        raise IndexError("secret")

    path = a_pdf(tmp_path / "a.pdf", text((50, 60, "Total 2,391 kWh")))
    monkeypatch.setattr(pdf, "sheet_of", fail)
    reading = read_pdf(path, ReadLimits())
    assert [figure.raw for figure in reading.figures] == ["2,391"]
    assert failures_told(reading.flags) == ("IndexError",)
    assert "secret" not in " ".join(reading.flags)
