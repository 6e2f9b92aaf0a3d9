"""Layouts learnt from one document, tried on the others of its case; what they read is only suggested."""

from __future__ import annotations

from evidence.layout_reading import LayoutReading, Suggested, read_with
from evidence.layouts import NotTeachableError, Taught, as_plain, from_plain, learn
from evidence.reading import Box, Period, Reading
from evidence.reading_json import from_json
from workflow.cases.commands import next_code
from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.documents.commands import DRAWN_KINDS
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import CLOSED_CASES, refuse_closed_case
from workflow.documents.storage import stored_reading
from workflow.errors import BadInput
from workflow.figures import layout_reads, queries
from workflow.figures.models import DocumentLayout, Figure, LayoutUse, Suggestion
from workflow.figures.proposals import place_key, sides_of
from workflow.figures.rules import FigureState
from workflow.i18n import N_
from workflow.unit_of_work import UnitOfWork

TRY_LAYOUTS = "workflow.figures.jobs.try_layouts"
ISSUER_SHOWN = 120
NO_PAGES = N_(
    "A layout is learnt from pages: of a PDF, a picture or an OFD file. This kind of file has none; confirm its "
    "figures one by one."
)
NOTHING_RIGHT = N_(
    "Read the figures of this document right first: what you confirm, correct or capture here is what the layout reads."
)


def make_layout(uow: UnitOfWork, case: Case, document: Document, version: DocumentVersion) -> DocumentLayout:
    """Learn from the figures read right on a document, and try it on every other one of the case.

    Raises BadInput where nothing was read right yet or nothing stands near by which it could be found.
    """
    uow.refuse_unless(document, "layout.make", refuse_closed_case(case.state))
    if version.file_kind not in DRAWN_KINDS:
        raise BadInput(NO_PAGES, "layout")
    figures = [
        f for f in queries.figures_of(uow.session, version) if f.state is FigureState.READ_RIGHT and f.box
    ]
    if not figures or version.reading_sha256 is None:
        raise BadInput(NOTHING_RIGHT, "layout")
    reading = from_json(stored_reading(version.reading_sha256))
    try:
        pages = learn(reading, map(_taught, figures))
    except NotTeachableError as error:
        raise BadInput(str(error), "layout") from None
    layout = DocumentLayout(
        case_id=case.id, owner_org_id=case.owner_org_id, code=next_code(uow, case, "T"),
        issuer=_issuer(reading, figures[0].page), document_version_id=version.id, pages=as_plain(pages),
        fields=sum(len(page.fields) for page in pages), made_by=uow.actor.name,
        made_by_id=uow.actor.person_id, made_at=uow.now,
    )  # fmt: skip
    uow.session.add(layout)
    uow.record("layout.make", layout, document=document.code)
    for other, current in documents.current_versions(uow.session, case):
        if current.reading_sha256 is not None and current.file_kind in DRAWN_KINDS:
            key = f"layout:{layout.id}:{current.id}"
            uow.after_commit(TRY_LAYOUTS, current.id, subject=other, key=key)
    return layout


def _taught(figure: Figure) -> Taught:
    dated = figure.period_start is not None or figure.period_end is not None
    return Taught(
        page=figure.page, box=Box(*(figure.box or ())), raw=figure.raw, value=figure.value, unit=figure.unit,
        label=figure.label, period=Period(figure.period_start, figure.period_end) if dated else None,
        meter=figure.meter,
    )  # fmt: skip


def _issuer(reading: Reading, page: int) -> str:
    """The first words of a page, as people know a bill by its head."""
    held = next(one for one in reading.pages if one.number == page)
    seller = next((field.value for field in held.fields if field.name == "seller"), None)
    if seller:
        return seller[:ISSUER_SHOWN]
    first = min((word.box.top for word in held.words), default=0.0)
    return " ".join(word.text for word in held.words if word.box.top - first < 6)[:ISSUER_SHOWN]


def try_layouts(uow: UnitOfWork, document: Document, version: DocumentVersion) -> int:
    """Try every layout of the case on a version that was read; gives how many figures are suggested anew.

    What a person read right or rejected stays as it is; nothing is tried twice, nor on a closed case.
    """
    case = uow.session.get_one(Case, version.case_id)
    is_current = version.number == document.current_version and version.reading_sha256 is not None
    if case.state in CLOSED_CASES or not is_current or version.file_kind not in DRAWN_KINDS:
        return 0
    layouts = layout_reads.untried(uow.session, case, version)
    if not layouts:
        return 0
    reading = from_json(stored_reading(version.reading_sha256 or ""))
    there = {place_key(f.page, f.cell, f.box, f.raw): f for f in queries.figures_of(uow.session, version)}
    made = 0
    for layout in layouts:
        for found in read_with(from_plain(layout.pages), reading):
            made += _suggest(uow, layout, version, found, there)
    return made


def _suggest(
    uow: UnitOfWork, layout: DocumentLayout, version: DocumentVersion, found: LayoutReading,
    there: dict[tuple[object, ...], Figure],
) -> int:  # fmt: skip
    use = LayoutUse(
        case_id=version.case_id, owner_org_id=version.owner_org_id, layout_id=layout.id,
        document_version_id=version.id, page=found.page, score=found.score,
        unread=[list(pair) for pair in found.unread], tried_at=uow.now,
    )  # fmt: skip
    rows = [
        row for item in found.suggested if (row := _row(layout, version, item, _own(item, there))) is not None
    ]
    uow.session.add_all([use, *rows])
    uow.record("layout.read", layout, covers=[use, *rows], version_id=version.id, suggested=len(rows))
    return len(rows)


def _own(item: Suggested, there: dict[tuple[object, ...], Figure]) -> Figure | None:
    """The figure of the case at the suggested print: the reader's, else one that a person captured over it."""
    if item.figure is not None:
        return there.get(place_key(item.page, item.figure.cell, sides_of(item.figure.box), item.figure.raw))
    across, down = (item.box.x0 + item.box.x1) / 2, (item.box.top + item.box.bottom) / 2
    for figure in there.values():
        x0, top, x1, bottom = figure.box or (0, 0, 0, 0)
        if figure.page == item.page and x0 <= across <= x1 and top <= down <= bottom:
            return figure
    return None


def _row(
    layout: DocumentLayout, version: DocumentVersion, item: Suggested, own: Figure | None
) -> Suggestion | None:
    if own is not None and own.state is not FigureState.PROPOSED:
        return None
    differs = own is not None and own.confidence > 0 and own.value != item.value
    return Suggestion(
        case_id=version.case_id, owner_org_id=version.owner_org_id, layout_id=layout.id,
        document_version_id=version.id, figure_id=own.id if own else None, page=item.page, place=item.field,
        box=sides_of(item.box), raw=item.raw[:500], value=item.value, unit=(item.unit or "")[:40] or None,
        label=item.label, meter=(item.meter or "")[:80] or None,
        period_start=item.period.start if item.period else None,
        period_end=item.period.end if item.period else None,
        confidence=item.confidence, is_disputed=item.is_disputed or differs,
    )  # fmt: skip


def retire_layout(uow: UnitOfWork, layout: DocumentLayout, *, reason: str) -> None:
    """Read nothing more by a layout; what it suggested and nobody answered is no longer shown."""
    if not reason.strip():
        raise BadInput(N_("Say why this layout is not to be used any more."), "reason")
    if layout.retired_at is not None:
        raise BadInput(N_("This layout was retired already."), "reason")
    layout.retired_by, layout.retired_at, layout.retired_reason = uow.actor.name, uow.now, reason.strip()
    uow.record("layout.retire", layout, comment=layout.retired_reason)
