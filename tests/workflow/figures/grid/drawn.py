"""Bills drawn for the month grid: one page each, with only what a test asks for printed on it."""

from __future__ import annotations

import io
import zipfile
from calendar import monthrange
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from tests.workflow.figures.scene import Scene
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document
from workflow.figures.grid.models import BillPlacement
from workflow.figures.grid.rows import placements_of


def a_bill(
    month: int | None = 1, *, meter: str | None = "HX-100", account: str | None = None, year: int = 2021,
    energy: str = "Electricity", amount: int = 12_000, unit: str = "kWh", more: tuple[str, ...] = (),
    last: date | None = None,
) -> bytes:  # fmt: skip
    """A one-page bill of a month; its meter, account and period are left out where they are None."""
    lines = [f"{energy} bill", "Northern Supply Ltd"]
    if meter:
        lines.append(f"Meter number: {meter}")
    if account:
        lines.append(f"Account number: {account}")
    if month:
        end = last or date(year, month, monthrange(year, month)[1])
        lines.append(f"Billing period: {year}-{month:02}-01 to {end.isoformat()}")
    return a_page(*lines, *more, f"{energy} consumption   {amount + (month or 0):,} {unit}")


def a_page(*lines: str) -> bytes:
    """A page with one line of print under the other."""
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=(595, 842), invariant=1)
    for number, line in enumerate(lines):
        canvas.drawString(60, 780 - 22 * number, line)
    canvas.save()
    return written.getvalue()


def a_zip(**files: bytes) -> bytes:
    """A ZIP with these files, each named by its word with .pdf."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"{name}.pdf", content)
    return written.getvalue()


def places(session: ScopedSession, scene: Scene) -> dict[str, tuple[str | None, str | None]]:
    """Row and month of each bill by document and page: {"E-001 p.1": ("M-001", "2021-01")}."""
    return {
        f"{session.get_one(Document, row.document_id).code} p.{row.page}": (
            row.row, f"{row.month:%Y-%m}" if row.month else None,
        )
        for row in all_placements(session, scene)
    }  # fmt: skip


def all_placements(session: ScopedSession, scene: Scene) -> list[BillPlacement]:
    """Every bill of the scene's case, placed or waiting."""
    return placements_of(session, session.get_one(Case, scene.case_id))
