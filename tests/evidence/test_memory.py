"""Running out of memory is told as such: it is the child's limit, and no damage of the file."""

from pathlib import Path

import pytest

from evidence.pdf import read_pdf
from evidence.reading import ReadLimits
from tests.evidence.hostile import a_pdf


@pytest.mark.parametrize("name", ["pdfplumber.open", "sheet_of"])
def test_the_pdf_reader_passes_the_want_of_memory_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    path = a_pdf(tmp_path / "bill.pdf")

    def full(*_: object, **__: object) -> None:
        raise MemoryError

    monkeypatch.setattr(f"evidence.pdf.{name}", full)
    with pytest.raises(MemoryError):
        read_pdf(path, ReadLimits())
