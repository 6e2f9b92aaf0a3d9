"""The way back from every figure to its box: trace pages with cut-outs, as far as a profile may show them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from PIL import Image

from reports.contract import DocumentHeader, StatementContract, TraceContract, TraceFigure, contract_hash
from reports.numbers import number
from workflow.documents.models import DocumentVersion
from workflow.documents.storage import picture_names, pictures_of
from workflow.figures.queries import TraceRow

MARGIN_ACROSS, MARGIN_DOWN = 90.0, 26.0
FRACTION = Decimal("0.0001")
IN_CONFIDENCE = "Held by a supplier in confidence: the line shows the total only."
NOT_IN_PROFILE = "The file is not part of this profile, so its words and cut-out are left out."


def trace_contract(
    statement: StatementContract,
    header: DocumentHeader,
    rows: Sequence[TraceRow],
    versions: dict[str, DocumentVersion],
    *,
    shown: frozenset[str],
    crops: Path,
) -> TraceContract:
    """The trace pages of a profile; `shown` holds the SHA-256 of the files that the profile carries."""
    seen: set[str] = set()
    figures = []
    for row in rows:
        code = row.figure_code if row.figure_code not in seen else f"{row.figure_code} in {row.line_code}"
        seen.add(code)
        figures.append(_figure(row, code, versions.get(row.sha256), shown=row.sha256 in shown, crops=crops))
    return TraceContract(
        header=header,
        contract_sha256=contract_hash(statement),
        status_url=statement.status_url,
        lines=statement.lines,
        figures=tuple(figures),
    )


def _figure(
    row: TraceRow, code: str, version: DocumentVersion | None, *, shown: bool, crops: Path
) -> TraceFigure:
    withheld = "" if shown else IN_CONFIDENCE if row.is_confidential else NOT_IN_PROFILE
    hidden = bool(withheld) and row.is_confidential
    crop, crop_box = ("", ()) if withheld else _crop(row, code, version, crops)
    return TraceFigure(
        code=code,
        line=row.line_code,
        term="",
        label="Supplier's value" if hidden else row.label or row.column or "",
        value="in confidence" if hidden else number(row.value),
        unit="" if hidden else row.unit or "",
        role=row.role.value,
        document=row.document_code,
        document_title="Supplier document held in confidence" if hidden else row.document_title,
        file_sha256=row.sha256,
        formula="" if hidden else _formula(row),
        quote="" if withheld else row.quote,
        page=None if hidden or row.cell else row.page,
        place="" if hidden else row.cell or "",
        box=() if hidden or row.cell else row.box,
        crop=crop,
        crop_box=crop_box,
        method=f"{row.method}, {'two engines agree' if row.is_witnessed else 'one engine or person'}",
        read_right_by=row.read_right_by or "",
        read_right_at=row.read_right_at,
        tested_by=row.tested_by or "",
        test=_test(row),
        withheld=withheld,
    )


def _formula(row: TraceRow) -> str:
    share = f"{number(row.contribution)} {row.line_unit} in {row.line_code}"
    return f"{share} ({row.conversion})" if row.conversion else share


def _test(row: TraceRow) -> str:
    if row.technique is None or row.result is None:
        return ""
    return f"{row.technique.value.replace('_', ' ')}: {row.result.value}"


@lru_cache(maxsize=4)
def _page_at(path: Path) -> Image.Image:
    """A page's picture, unpacked; remembered for the figures that stand on the same page."""
    with Image.open(path) as page:
        return page.convert("RGB")


def _crop(
    row: TraceRow, code: str, version: DocumentVersion | None, crops: Path
) -> tuple[str, tuple[Decimal, ...]]:
    """Cut the figure's surroundings out of the page's picture; nothing where there is no page or picture."""
    if version is None or row.cell or len(row.box) != 4 or row.page > len(version.page_facts):
        return "", ()
    source = pictures_of(row.sha256) / picture_names(row.page)[0]
    if not source.exists():
        return "", ()
    wide, high, _label = version.page_facts[row.page - 1]
    left, top, right, bottom = (float(edge) for edge in row.box)
    page = _page_at(source)
    across, down = page.width / float(wide), page.height / float(high)
    frame = (
        max(0, round((left - MARGIN_ACROSS) * across)),
        max(0, round((top - MARGIN_DOWN) * down)),
        min(page.width, round((right + MARGIN_ACROSS) * across)),
        min(page.height, round((bottom + MARGIN_DOWN) * down)),
    )
    if frame[2] <= frame[0] or frame[3] <= frame[1]:
        return "", ()
    name = f"{code.replace(' ', '-').replace('/', '-')}.png"
    page.crop(frame).save(crops / name)
    size = (frame[2] - frame[0], frame[3] - frame[1])
    inside = (
        (left * across - frame[0]) / size[0],
        (top * down - frame[1]) / size[1],
        (right * across - frame[0]) / size[0],
        (bottom * down - frame[1]) / size[1],
    )
    return name, tuple(Decimal(repr(min(1.0, max(0.0, edge)))).quantize(FRACTION) for edge in inside)
