"""Renders the simple documents of a case: agreement, letters, plans, declarations, reviews, papers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reportlab.platypus import Flowable

from reports.attested import attested
from reports.contract import Attestation, DocumentHeader, canonical, contract_hash
from reports.fonts import font_set
from reports.numbers import NOTHING
from reports.pages import Plan, Running, set_pages
from reports.style import Cell, Column, Compositor, Content, only_filled
from reports.wording import English, wording


class RecordKind(StrEnum):
    """The documents that are a head, sections and signing acts, and nothing else."""

    AGREEMENT = "Agreement"
    REPRESENTATION = "Representation letter"
    PLAN = "Verification plan"
    EVIDENCE_PLAN = "Evidence-gathering plan"
    STRATEGIC_ANALYSIS = "Strategic analysis and risk register"
    SITE_VISIT = "Site-visit record"
    SAMPLING = "Sampling record"
    WORKING_PAPER = "Working paper"
    COMPETENCE = "Competence and impartiality declarations"
    REVIEW = "Independent review record"
    CONFIRMATION = "Confirmation of review"
    DECISION = "Decision record"
    COVER = "Cover sheet"
    CLAIM = "Short-form claim and use of marks"
    LETTER = "Letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFact:
    """One labelled value; ``is_raw`` prints it as typed (hashes, quotes), ``mark`` is its state shape."""

    label: str
    value: str
    is_raw: bool = False
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTable:
    """A table: titles, shares of the width, rows of text; ``right`` names the columns that hold numbers."""

    titles: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    empty: str = "None."


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSection:
    """One titled part: paragraphs, then a list, then labelled values, then a table."""

    title: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    facts: tuple[RecordFact, ...] = ()
    table: RecordTable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A simple document; ``lead`` is what the reader must know first and stands under the title."""

    kind: RecordKind
    header: DocumentHeader
    title: str
    sections: tuple[RecordSection, ...]
    lead: str = ""
    attestations: tuple[Attestation, ...] = ()
    awaited: tuple[str, ...] = ()
    language: str = "en"
    notices: tuple[str, ...] = ()


def render_record(record: Record, *, is_draft: bool = False) -> bytes:
    """Return the PDF of a record; the same record gives the same bytes.

    Raises ValueError when the record has no section, MissingGlyphError when a character cannot be printed.
    """
    if not record.sections:
        raise ValueError(f"The document {record.title!r} has no content; give it at least one section.")
    words = wording(record.language)
    fonts = font_set(canonical(record).decode() + words.characters())
    running = running_of_record(
        words.say(record.kind.value), record.header, words, contract_hash(record), is_draft
    )

    def story(_: Plan) -> Sequence[Flowable]:
        compositor = Compositor(fonts, words)
        return [
            *_head(compositor, record),
            *(part for section in record.sections for part in _section(compositor, section)),
            *_signing(compositor, record),
            *(compositor.text(notice, "small", quiet=True) for notice in record.notices),
        ]

    return set_pages(story, running, fonts)


def running_of_record(
    kind: str, header: DocumentHeader, words: English, sha256: str = "", is_draft: bool = False
) -> Running:
    """Return head and foot of a document of a case."""
    numbered = f"{header.number} rev {header.revision}" if header.number else header.case_reference
    return Running(
        title=f"{kind} {numbered}",
        author=header.body,
        head_left=f"{kind}  ·  {header.party}",
        head_right=numbered,
        page_of=words.say("page {page} of {pages}"),
        sha256=sha256,
        sha256_label=words.say("Content"),
        foot=f"{words.say('Audit trail head')} {header.audit_head[:16]}" if header.audit_head else "",
        draft_word=words.say("DRAFT") if is_draft else "",
        language=words.code,
    )


def _head(compositor: Compositor, record: Record) -> list[Flowable]:
    say, head = compositor.say, record.header
    rows: list[tuple[str, Content]] = [
        (say("Case"), head.case_reference),
        (say("Responsible party"), head.party),
        (say("Verification body"), head.body),
        (say("Period"), compositor.words.period(head.period)),
    ]
    if head.number:
        rows.append((say("Verification statement"), f"{head.number} rev {head.revision}"))
    if head.statement_version:
        rows.append((say("GHG statement"), head.statement_version))
    if head.statement_sha256:
        rows.append((say("SHA-256 of the GHG statement"), Cell(head.statement_sha256, raw=True)))
    lead = [compositor.text(record.lead, "lead", after=6)] if record.lead else []
    return [
        compositor.text(say(record.kind.value), "table", quiet=True, after=3),
        compositor.text(record.title, "title", after=6),
        *lead,
        compositor.facts(rows),
    ]


def _section(compositor: Compositor, section: RecordSection) -> list[Flowable]:
    story: list[Flowable] = [compositor.heading(section.title)]
    story += [compositor.text(paragraph) for paragraph in section.paragraphs]
    story += compositor.bullets(section.items)
    if section.facts:
        story.append(
            compositor.facts(
                [
                    (fact.label, Cell(fact.value or NOTHING, raw=fact.is_raw, mark=fact.mark))
                    for fact in section.facts
                ]
            )
        )
    if section.table is not None:
        table = section.table
        story += [compositor.space(4)] if section.facts else []
        columns = [
            Column(title, share, "right" if at in table.right else "left")
            for at, (title, share) in enumerate(zip(table.titles, table.shares, strict=True))
        ]
        story.append(compositor.table(*only_filled(columns, table.rows), empty=compositor.say(table.empty)))
    return story


def _signing(compositor: Compositor, record: Record) -> list[Flowable]:
    say = compositor.say
    blocks = [compositor.facts(attested(compositor, attestation)) for attestation in record.attestations]
    waiting = [
        compositor.facts([(say("Signature"), Cell(f"{name}: {say('not signed yet')}", mark="none"))])
        for name in record.awaited
    ]
    if not blocks and not waiting:
        return []
    spaced: list[Flowable] = [part for block in (*blocks, *waiting) for part in (block, compositor.space(8))]
    return [compositor.together(compositor.heading(say("Signatures")), *spaced)]
