"""Renders the evidence index as CSV and as PDF: every document with origin, hash, links and figures."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from reportlab.platypus import Flowable

from reports.contract import DocumentHeader, EvidenceRow, canonical
from reports.fonts import font_set
from reports.pages import Plan, set_pages
from reports.records import running_of_record
from reports.style import Compositor
from reports.wording import wording
from reports.work_pages import evidence_table

_COLUMNS = (
    *("code", "title", "type", "origin", "entity", "period", "received", "pages", "size", "sha256", "file"),
    *("lines", "findings", "reliability", "figures", "read right", "tested"),
)
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def render_evidence_table(evidence: Sequence[EvidenceRow]) -> bytes:
    """Return the index as CSV, UTF-8 with a byte-order mark; what looks like a formula gets an apostrophe."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for row in evidence:
        writer.writerow(
            [
                _harmless(str(value))
                for value in (
                    *(
                        row.code,
                        row.title,
                        row.kind,
                        row.origin,
                        row.entity,
                        row.period,
                        row.received_on.isoformat(),
                    ),
                    *("" if row.pages is None else row.pages, row.size, row.sha256, row.file_name),
                    *(" ".join(row.lines), " ".join(row.findings), row.reliability),
                    *(row.figures, row.read_right, row.tested),
                )
            ]
        )
    return "\ufeff".encode() + out.getvalue().encode()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_RISKY) else text


def render_evidence_index(
    header: DocumentHeader, evidence: Sequence[EvidenceRow], *, language: str = "en"
) -> bytes:
    """Return the index as PDF; raises MissingGlyphError when a title cannot be printed."""
    words = wording(language)
    fonts = font_set(canonical((header, *evidence)).decode() + words.characters())

    def story(_: Plan) -> Sequence[Flowable]:
        compositor = Compositor(fonts, words)
        count = f"{len(evidence)} {compositor.say('documents')}"
        return [
            compositor.text(header.party, "table", quiet=True, after=3),
            compositor.text(compositor.say("Evidence index"), "title", after=3),
            compositor.text(count, quiet=True, after=6),
            evidence_table(compositor, evidence),
        ]

    return set_pages(story, running_of_record(words.say("Evidence index"), header, words), fonts)
