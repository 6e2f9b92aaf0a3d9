"""LibreOffice as the second opinion on our workbooks and Word documents: it calculates and it draws."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook

from tests.system import find_office

SECONDS = 120


def recalculated(raw: bytes, folder: Path) -> Workbook:
    """Return a workbook with what LibreOffice calculates for its formulas, none of our own results kept."""
    bare = openpyxl.load_workbook(io.BytesIO(raw))
    # Saving by openpyxl drops the stored results: what comes back was calculated.
    bare.save(folder / "bare.xlsx")
    done = _convert("sc", folder / "bare.xlsx", "xlsx", folder / "calculated")
    return openpyxl.load_workbook(done, data_only=True)


def as_pdf(path: Path, folder: Path) -> Path:
    """Return the PDF that LibreOffice makes of a Word document or workbook."""
    return _convert("sw" if path.suffix == ".docx" else "sc", path, "pdf", folder)


def _convert(part: str, path: Path, kind: str, folder: Path) -> Path:
    program = find_office(part)
    if program is None:
        pytest.skip(
            "LibreOffice (Debian packages libreoffice-calc-nogui, libreoffice-writer-nogui) is not here"
        )
    # A profile of its own: two conversions side by side would wait for one another's lock.
    profile = f"-env:UserInstallation={(folder / 'profile').absolute().as_uri()}"
    command = [str(program), profile, "--headless", "--convert-to", kind, "--outdir", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    made = folder / f"{path.stem}.{kind}"
    assert made.exists(), done.stderr + done.stdout
    return made
