"""What the documents and figures in a working paper are like now, and which of them changed since it was signed."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import and_, select

from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.rules import Origin
from workflow.figures.models import Figure, FigureTest
from workflow.planning.models import Activity

Content = dict[str, str]


def contents_of(session: ScopedSession, case: Case, activities: Iterable[Activity]) -> dict[str, Content]:
    """Per activity code: each document, figure and test in its paper with what it says now; two queries."""
    papers = {a.code: a for a in activities}
    contents: dict[str, Content] = {code: {} for code in papers}
    if not papers:
        return contents
    cited = {place for a in papers.values() for place in a.evidence_codes}
    figures, tests = _figures_and_tests(session, case, cited, papers)
    known = {**_documents(session, case, cited), **figures}
    for code, activity in papers.items():
        contents[code].update({place: known.get(place, "missing") for place in activity.evidence_codes})
    for code, place, print_of_test in tests:
        contents[code][place] = print_of_test
    return contents


def changed_since_signed(activity: Activity, content: Content) -> tuple[str, ...]:
    """The places whose content differs from what the preparer signed; empty when unsigned or unchanged."""
    if activity.prepared_at is None:
        return ()
    signed: Content = activity.signed_content or {}
    return tuple(sorted(p for p in {*signed, *content} if signed.get(p) != content.get(p)))


def uploaders_of(session: ScopedSession, case: Case, activity: Activity) -> frozenset[int]:
    """Who handed in the team's own working papers on which an activity's paper rests (SOD-5)."""
    codes = {place.split(".")[0] for place in activity.evidence_codes}
    query = (
        select(DocumentVersion.received_by_id)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(
            Document.case_id == case.id, Document.code.in_(codes), Document.origin == Origin.WORKING_PAPER,
            DocumentVersion.number == Document.current_version,
        )
    )  # fmt: skip
    return frozenset(person for person in session.scalars(query) if person is not None)


def unknown_places(session: ScopedSession, case: Case, places: Iterable[str]) -> list[str]:
    """The codes among these that name no document and no figure of the case."""
    wanted = set(places)
    known = {**_documents(session, case, wanted), **_figures(session, case, wanted)}
    return sorted(wanted - known.keys())


def _documents(session: ScopedSession, case: Case, places: set[str]) -> Content:
    query = (
        select(Document.code, DocumentVersion.number, DocumentVersion.sha256)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(
            Document.case_id == case.id, Document.code.in_(places),
            DocumentVersion.number == Document.current_version,
        )
        .order_by(Document.code, Document.id)
    )  # fmt: skip
    return {code: f"version {number}, {sha256[:12]}" for code, number, sha256 in session.execute(query)}


def _figures(session: ScopedSession, case: Case, places: set[str]) -> Content:
    # Ascending ids: of figures with one code on several versions of a document, the newest version's counts.
    query = select(Figure).where(Figure.case_id == case.id, Figure.code.in_(places)).order_by(Figure.id)
    return {figure.code: _print(figure) for figure in session.scalars(query)}


def _figures_and_tests(
    session: ScopedSession, case: Case, places: set[str], papers: Iterable[str]
) -> tuple[Content, list[tuple[str, str, str]]]:
    """The cited figures by code, and activity, place and print of each test that stands in these papers."""
    stands = and_(
        FigureTest.case_id == case.id,
        FigureTest.activity_code.in_(list(papers)),
        FigureTest.lifted_at.is_(None),
    )
    cited = select(Figure.id).where(Figure.case_id == case.id, Figure.code.in_(places))
    tested = select(FigureTest.figure_id).where(stands)
    query = (
        select(Figure, FigureTest)
        .outerjoin(FigureTest, and_(FigureTest.figure_id == Figure.id, stands))
        .where(Figure.id.in_(cited.union(tested)))
        # Ascending ids: of figures with one code on several versions of a document, the newest version's counts.
        .order_by(Figure.id, FigureTest.id)
    )
    pairs = session.execute(query).all()
    tests = sorted(((test, figure) for figure, test in pairs if test is not None), key=lambda t: t[0].id)
    return {figure.code: _print(figure) for figure, _test in pairs if figure.code in places}, [
        (test.activity_code or "", f"test of {figure.code}", f"{_print(figure)}, {test.result.value}")
        for test, figure in tests
    ]


def _print(figure: Figure) -> str:
    value = "" if figure.value is None else format(figure.value, "f")
    return f"{value} {figure.unit or ''} {figure.state.value}".replace("  ", " ").strip()
