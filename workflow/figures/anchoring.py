"""Carries figures over to a newer version of their document; what does not stand as it stood is asked.

Nothing changes on a case that was issued.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import or_, select

from evidence.locate import FoundAgain, Place, Worked, find_again
from evidence.reading import Box, Period, Reading
from evidence.reading_json import from_json
from workflow.audit import AuditEvent, AuditStream, case_stream
from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import CLOSED_CASES
from workflow.documents.storage import stored_reading
from workflow.figures import anchors, queries
from workflow.figures.models import Figure, FigureAnchor, FigureLink, FigureTest
from workflow.figures.proposals import clean, last_number, place_key, sides_of
from workflow.figures.rules import CARRIED, FIGURE, AnchorAnswer, AnchorOutcome, FigureFacts, FigureState
from workflow.unit_of_work import UnitOfWork


def anchor_figures(
    uow: UnitOfWork, document: Document, version: DocumentVersion, cited: Collection[str] = ()
) -> list[FigureAnchor]:
    """Find again, in a version that was read, every figure of older ones that a person worked on.

    `cited` are codes of figures that findings point to. The same print keeps its ticks, links and tests, with
    who and when; of anything else the ticks are lifted. Nothing is done twice, nothing on a version that is
    not the newest, nothing on a case that was issued.
    """
    case = uow.session.get_one(Case, version.case_id)
    if case.state in CLOSED_CASES or version.number != document.current_version:
        return []
    if version.reading_sha256 is None:
        return []
    done: list[FigureAnchor] = []
    new = from_json(stored_reading(version.reading_sha256))
    for older in reversed(documents.versions_of(uow.session, document)):
        if older.number >= version.number or older.reading_sha256 is None:
            continue
        figures = _to_find(uow, case, older, version, cited)
        if figures:
            old = from_json(stored_reading(older.reading_sha256))
            done += _anchor(uow, figures, old, version, new)
    if done:
        counted = {one.value: sum(row.outcome is one for row in done) for one in AnchorOutcome}
        uow.record("document.anchor", document, covers=done, found=counted, into_version=version.number)
    return done


def _to_find(
    uow: UnitOfWork, case: Case, older: DocumentVersion, version: DocumentVersion, cited: Collection[str]
) -> list[Figure]:
    """Figures of an older version that a person worked on and that live on in no newer one yet."""
    link, test = FigureLink, FigureTest
    linked = select(link.figure_id).where(link.case_id == case.id, link.ended_at.is_(None))
    tested = select(test.figure_id).where(test.case_id == case.id, test.lifted_at.is_(None))
    worked = or_(
        Figure.state == FigureState.READ_RIGHT, Figure.captured_by.is_not(None), Figure.id.in_(linked),
        Figure.id.in_(tested), Figure.code.in_([*cited, *_corrected(uow, case, older)]),
        Figure.id.in_(select(FigureAnchor.figure_id).where(FigureAnchor.answer.is_(None))),
    )  # fmt: skip
    settled = select(FigureAnchor.figure_id).where(
        or_(
            FigureAnchor.outcome.in_(CARRIED),
            FigureAnchor.answer.in_([AnchorAnswer.TAKEN, AnchorAnswer.ENDED]),
            FigureAnchor.document_version_id == version.id,
        )
    )
    query = (
        select(Figure)
        .where(Figure.document_version_id == older.id, Figure.state != FigureState.REJECTED, worked)
        .where(Figure.id.not_in(settled))
        .order_by(Figure.number, Figure.id)
    )
    return list(uow.session.scalars(query))


def _corrected(uow: UnitOfWork, case: Case, older: DocumentVersion) -> list[str]:
    """Codes of the figures of a version that somebody corrected, as the trail holds it."""
    codes = select("figure:" + Figure.code).where(Figure.document_version_id == older.id)
    query = (
        select(AuditEvent.subject)
        .join(AuditStream, AuditStream.id == AuditEvent.stream_id)
        .where(
            AuditStream.name == case_stream(case.id), AuditEvent.verb == "figure.correct",
            AuditEvent.subject.in_(codes),
        )
        .order_by(AuditEvent.seq)
    )  # fmt: skip
    return [subject.removeprefix("figure:") for subject in uow.session.scalars(query)]


def _anchor(
    uow: UnitOfWork, figures: Sequence[Figure], old: Reading, version: DocumentVersion, new: Reading
) -> list[FigureAnchor]:
    held = {figure.id: figure for figure in figures}
    there = _There(uow, version)
    done = []
    for again in find_again((_worked(figure) for figure in figures), old, new):
        figure = held[again.key]
        row = _row(uow, figure, version, there, again)
        _close_earlier(uow, figure)
        uow.session.add(row)
        found = there.by_id.get(row.found_id) if row.found_id is not None else None
        if row.outcome in CARRIED and found is not None:
            carry(uow, figure, found, row)
        else:
            lift(uow, figure, row)
        done.append(row)
    return done


def _worked(figure: Figure) -> Worked:
    dated = figure.period_start is not None or figure.period_end is not None
    return Worked(
        key=figure.id, page=figure.page, box=Box(*figure.box) if figure.box else None, cell=figure.cell,
        raw=figure.raw, value=figure.value, unit=figure.unit,
        period=Period(figure.period_start, figure.period_end) if dated else None,
    )  # fmt: skip


class _There:
    """The figures of the newer version, by their place, and those that an older one was found in already."""

    def __init__(self, uow: UnitOfWork, version: DocumentVersion) -> None:
        self.uow, self.version = uow, version
        rows = queries.figures_of(uow.session, version)
        self.by_id = {row.id: row for row in rows}
        self.by_place = {place_key(row.page, row.cell, row.box, row.raw): row for row in rows}
        taken = select(FigureAnchor.found_id).where(
            FigureAnchor.document_version_id == version.id, FigureAnchor.outcome.in_(CARRIED)
        )
        self.taken = set(uow.session.scalars(taken))

    def figure_at(self, place: Place) -> Figure | None:
        return self.by_place.get(place_key(place.page, place.cell, sides_of(place.box), clean(place.raw)))

    def capture_again(self, figure: Figure, place: Place) -> Figure:
        """A figure that a person had captured, at the place where its print stands now."""
        document, _version = documents.version_by_id(self.uow.session, self.version.id)
        number = 1 + last_number(self.uow, document)
        row = Figure(
            case_id=figure.case_id, owner_org_id=figure.owner_org_id, document_version_id=self.version.id,
            number=number, code=f"{document.code}.{number}", page=place.page, box=sides_of(place.box),
            raw=place.raw, quote=place.raw, read_value=figure.read_value, value=figure.value, unit=figure.unit,
            method=figure.method, is_witnessed=False, is_invisible=False, confidence=figure.confidence,
            captured_by=figure.captured_by,
        )  # fmt: skip
        self.uow.session.add(row)
        self.uow.record("figure.capture", row, comment=f"captured on {figure.code} before")
        self.by_id[row.id] = row
        return row


def _row(
    uow: UnitOfWork, figure: Figure, version: DocumentVersion, there: _There, again: FoundAgain
) -> FigureAnchor:
    outcome = AnchorOutcome(again.outcome)
    found = there.figure_at(again.place) if again.place is not None else None
    if found is None and again.place is not None and outcome in CARRIED:
        found = there.capture_again(figure, again.place)
    candidates = [row.id for row in map(there.figure_at, again.candidates) if row is not None]
    if (
        outcome in CARRIED
        and found is not None
        and (found.id in there.taken or _is_settled_otherwise(figure, found))
    ):
        # One print cannot be two figures, and what a person said of it meanwhile is not undone silently.
        outcome, candidates = AnchorOutcome.ASKED, [found.id]
    if outcome in CARRIED and found is not None:
        there.taken.add(found.id)
    return FigureAnchor(
        case_id=figure.case_id, owner_org_id=figure.owner_org_id, figure_id=figure.id,
        document_version_id=version.id, outcome=outcome, found_id=found.id if found else None,
        differs=list(again.differs), candidates=candidates, found_at=uow.now,
        read_right_by=figure.read_right_by, read_right_by_id=figure.read_right_by_id,
        read_right_at=figure.read_right_at,
    )  # fmt: skip


def _is_settled_otherwise(figure: Figure, found: Figure) -> bool:
    """True when a person rejected the newer print already, or read another thing there."""
    if found.state is FigureState.PROPOSED:
        return False
    return found.state is FigureState.REJECTED or (found.value, found.unit) != (figure.value, figure.unit)


def _close_earlier(uow: UnitOfWork, figure: Figure) -> None:
    """A figure that waited for an answer in a version between is now looked for in this one."""
    for earlier in anchors.open_of_figure(uow.session, figure):
        earlier.answer, earlier.answered_by, earlier.answered_at = (
            AnchorAnswer.LOOKED_FOR_AGAIN, uow.actor.name, uow.now,
        )  # fmt: skip
        uow.record("figure.look_again", figure, covers=[earlier])


def carry(uow: UnitOfWork, figure: Figure, found: Figure, row: FigureAnchor) -> None:
    """The same print: what the person made of it, its ticks, links and tests live on, with who and when."""
    if found.state is FigureState.PROPOSED:
        found.value, found.unit, found.label = figure.value, figure.unit, figure.label
        found.period_start, found.period_end = figure.period_start, figure.period_end
        found.meter = figure.meter or found.meter
    found.is_witnessed = found.is_witnessed and found.value == found.read_value
    _take_over_when_lifted(uow, figure, row)
    moved = [*move_links(uow, figure, found), *_move_tests(uow, figure, found)]
    _, older = documents.version_by_id(uow.session, figure.document_version_id)
    told = f"carried from {figure.code} of version {older.number}, {row.outcome.value}"
    if row.read_right_by is not None and found.state is FigureState.PROPOSED:
        found.read_right_by, found.read_right_by_id = row.read_right_by, row.read_right_by_id
        found.read_right_at = row.read_right_at
        facts = FigureFacts(has_value=found.confidence > 0)
        uow.move(FIGURE, found, "carry", facts=facts, covers=[row, *moved], comment=told)
    else:
        uow.record("figure.carry_over", found, covers=[row, *moved], comment=told)


def _take_over_when_lifted(uow: UnitOfWork, figure: Figure, row: FigureAnchor) -> None:
    """Who had read it right before a version in between lifted that, when this one holds the print again."""
    earlier = anchors.last_lifted(uow.session, figure)
    if row.read_right_by is None and earlier is not None:
        row.read_right_by, row.read_right_by_id = earlier.read_right_by, earlier.read_right_by_id
        row.read_right_at = earlier.read_right_at


def move_links(uow: UnitOfWork, figure: Figure, found: Figure) -> list[FigureLink]:
    """Let the live links of a figure hang on another one; who linked it and when stays."""
    links = [item.link for item in queries.links_of_figures(uow.session, [figure.id])]
    for link in links:
        link.figure_id = found.id
    return links


def _move_tests(uow: UnitOfWork, figure: Figure, found: Figure) -> list[FigureTest]:
    tests = queries.tests_of_figures(uow.session, [figure.id])
    for test in tests:
        test.figure_id = found.id
    return tests


def lift(uow: UnitOfWork, figure: Figure, row: FigureAnchor) -> None:
    """It does not stand as it stood: read right and tested are lifted, its links wait for an answer."""
    tests = queries.tests_of_figures(uow.session, [figure.id])
    for test in tests:
        test.lifted_at = uow.now
    row.was_tested = bool(tests)
    said = ", ".join(map(str, row.differs))
    told = f"{row.outcome.value} in the newer version" + (f": {said}" if said else "")
    if figure.state is FigureState.READ_RIGHT:
        figure.read_right_by = figure.read_right_by_id = figure.read_right_at = None
        uow.move(FIGURE, figure, "lift", covers=[row, *tests], comment=told)
    else:
        uow.record("figure.not_found", figure, covers=[row, *tests], comment=told)
