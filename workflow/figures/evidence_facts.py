"""What the evidence checks look at: figures read right, printed fields and lines, laid side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from methods.evidence_checks import Period, Place
from methods.evidence_checks.names import bare
from methods.quantification import SourceLine
from methods.uncomputable import Uncomputable
from methods.units import Dimension, name_unit
from workflow.cases.models import Case
from workflow.db import ScopedSession, across_tenants
from workflow.documents.models import Document, DocumentVersion, EvidenceRequest
from workflow.documents.queries import current_versions
from workflow.documents.rules import DocumentKind
from workflow.documents.storage import stored_reading
from workflow.figures.grid.models import Meter
from workflow.figures.models import Figure, FigureTest, PrintedField
from workflow.figures.queries import (
    LinkRow,
    fields_of_versions,
    figures_of_versions,
    links_of_lines,
    tests_of_figures,
)
from workflow.figures.rules import FigureState, LinkRole
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.people.models import Organisation

METERED = frozenset({DocumentKind.ELECTRICITY_BILL, DocumentKind.GAS_BILL, DocumentKind.STEAM_SETTLEMENT})


@dataclass(frozen=True)
class PageFacts:
    """One page (or sheet) of a document: what is read right on it and what is printed beside."""

    document: Document
    version: DocumentVersion
    page: int
    figures: tuple[Figure, ...]
    fields: tuple[PrintedField, ...]

    @property
    def name(self) -> str:
        return f"{self.document.code} p.{self.page}"

    def value(self, name: str) -> str | None:
        """The first printed value of a field name on the page."""
        return next((item.value for item in self.fields if item.name == name), None)

    def values(self, name: str) -> tuple[PrintedField, ...]:
        return tuple(item for item in self.fields if item.name == name)

    def day(self, name: str) -> date | None:
        """A printed date of the page; None when there is none or it is no date."""
        text = self.value(name)
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return None


@dataclass(frozen=True)
class StatedLine:
    """One line of the version at hand with its source and the links that live on it."""

    line: StatementLine
    source: Source
    inputs: SourceLine
    links: tuple[LinkRow, ...]
    is_declared_complete: bool

    @property
    def read_right(self) -> tuple[LinkRow, ...]:
        """Links of figures that are read right: no other ever enters a total (EV-21)."""
        return tuple(row for row in self.links if row.figure.state is FigureState.READ_RIGHT)

    @property
    def primary(self) -> tuple[LinkRow, ...]:
        return tuple(row for row in self.read_right if row.link.role is LinkRole.PRIMARY)


@dataclass(frozen=True)
class EvidenceFacts:
    """All that the checks of one case need."""

    case: Case
    year: Period | None
    entity_names: tuple[str, ...]
    entity_country: str | None
    version: StatementVersion | None
    lines: tuple[StatedLine, ...] = ()
    pages: tuple[PageFacts, ...] = field(default=())
    entity_codes: tuple[str, ...] = ()
    entity_zone: str = "UTC"
    entity_places: tuple[Place, ...] = ()
    sited_meters: frozenset[str] = frozenset()
    documents: tuple[tuple[Document, DocumentVersion], ...] = ()
    tests: tuple[FigureTest, ...] = ()
    asked_on: Mapping[str, date] = field(default_factory=dict)
    earlier: Mapping[str, StatementLine] | None = None

    def pages_of(self, *kinds: DocumentKind) -> list[PageFacts]:
        return [page for page in self.pages if page.document.kind in kinds]

    @property
    def source_codes(self) -> frozenset[str]:
        return frozenset(line.source.code for line in self.lines)


def evidence_facts(session: ScopedSession, case: Case) -> EvidenceFacts:
    """The facts of a case on its newest received statement version, in a fixed number of queries."""
    year = Period(case.period_start, case.period_end) if case.period_start and case.period_end else None
    version = statements.latest_received(session, case)
    entity = _entity(session, case)
    documents = tuple(current_versions(session, case))
    pages = _pages(session, documents)
    read_right = [figure.id for page in pages for figure in page.figures]
    meters = session.scalars(select(Meter).where(Meter.case_id == case.id).order_by(Meter.id)).all()
    return EvidenceFacts(
        case=case,
        year=year,
        entity_names=tuple(name for name in (entity.name, entity.name_local) if name) if entity else (),
        # An address that ends in a country names it.
        entity_country=((entity.address or "").rpartition(",")[2].strip() or None) if entity else None,
        version=version,
        lines=stated_lines(session, case, version) if version else (),
        pages=pages,
        entity_codes=(entity.registration_id,) if entity and entity.registration_id else (),
        entity_zone=entity.zone if entity else "UTC",
        entity_places=_places(session, case, entity, meters),
        sited_meters=frozenset(meter.number for meter in meters if meter.number and meter.site),
        documents=documents,
        tests=tuple(tests_of_figures(session, read_right)),
        asked_on=_asked_on(session, case),
        earlier=_earlier_lines(session, case),
    )


def _entity(session: ScopedSession, case: Case) -> Organisation | None:
    """The responsible party of the case."""
    query = select(Organisation).where(Organisation.id == case.responsible_party_org_id)
    options = across_tenants("the entity that a case is about is known to everybody on it")
    return session.scalar(query.execution_options(**options))


def _places(
    session: ScopedSession, case: Case, entity: Organisation | None, meters: Iterable[Meter]
) -> tuple[Place, ...]:
    """The sites of the case, as its terms, its statement's sources and its register of meters have them."""
    found = [Place(entity.name, entity.address)] if entity and entity.address else []
    for line in (case.sites or "").splitlines():
        # One site a line: name | address | activity, as the statement's annex takes them.
        name, address = [part.strip() for part in f"{line}|".split("|")][:2]
        found.append(Place(name, address))
    query = select(Source.site).where(Source.case_id == case.id, Source.site.is_not(None)).order_by(Source.id)
    said = [*session.scalars(query), *(meter.site for meter in meters)]
    found += [Place(site) for site in said if site]
    return tuple(dict.fromkeys(place for place in found if place.name))


def _asked_on(session: ScopedSession, case: Case) -> dict[str, date]:
    """The day on which each request of the case was made, by its code."""
    query = select(EvidenceRequest).where(EvidenceRequest.case_id == case.id)
    return {row.code: row.asked_on for row in session.scalars(query)}


def _earlier_lines(session: ScopedSession, case: Case) -> dict[str, StatementLine] | None:
    """Lines of the period before by the bare name of their source; None when this body has no such case."""
    if case.period_start is None or case.responsible_party_org_id is None:
        return None
    query = (
        select(StatementVersion.id, StatementLine, Source.name)
        .join(StatementLine, StatementLine.version_id == StatementVersion.id)
        .join(Source, Source.id == StatementLine.source_id)
        .join(Case, Case.id == StatementVersion.case_id)
        .where(
            Case.responsible_party_org_id == case.responsible_party_org_id,
            Case.owner_org_id == case.owner_org_id,
            Case.period_end == case.period_start - timedelta(days=1),
            StatementVersion.state.in_(statements.RECEIVED),
        )
        .order_by(Case.id, StatementVersion.number, StatementLine.id)
    )
    # Whoever runs the checks, the answer is the same: the body's own earlier case of the same party.
    options = across_tenants("EV-16: the same body's statement of the same party for the period before")
    rows = session.execute(query.execution_options(**options)).all()
    newest = rows[-1][0] if rows else None
    return {bare(name): line for version_id, line, name in rows if version_id == newest} or None


def stated_lines(session: ScopedSession, case: Case, version: StatementVersion) -> tuple[StatedLine, ...]:
    """The lines of a version with sources, live links and declarations of completeness, in line order."""
    links: dict[int, list[LinkRow]] = {}
    for row in links_of_lines(session, version):
        links.setdefault(row.line.id, []).append(row)
    sources = {source.id: source for source in statements.sources_of(session, case, version)}
    complete = statements.complete_sets_of(session, version)
    return tuple(
        StatedLine(
            line=line,
            source=sources[line.source_id],
            inputs=statements.source_line(line),
            links=tuple(links.get(line.id, ())),
            is_declared_complete=line.source_id in complete,
        )
        for line in statements.lines_of(session, version)
    )


def _pages(
    session: ScopedSession, documents: Iterable[tuple[Document, DocumentVersion]]
) -> tuple[PageFacts, ...]:
    placed = {version.id: (document, version) for document, version in documents}
    figures: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures_of_versions(session, list(placed)):
        if figure.state is FigureState.READ_RIGHT:
            figures.setdefault((figure.document_version_id, figure.page), []).append(figure)
    fields: dict[tuple[int, int], list[PrintedField]] = {}
    for item in fields_of_versions(session, list(placed)):
        fields.setdefault((item.document_version_id, item.page), []).append(item)
    order = {version_id: place for place, version_id in enumerate(placed)}
    keys = sorted({*figures, *fields}, key=lambda key: (order[key[0]], key[1]))
    return tuple(
        PageFacts(*placed[key[0]], key[1], tuple(figures.get(key, ())), tuple(fields.get(key, ())))
        for key in keys
    )


def page_text(page: PageFacts) -> str:
    """The words of a page as the reader saw them; empty when it was not read."""
    if page.version.reading_sha256 is None:
        return ""
    words = stored_reading(page.version.reading_sha256)["pages"][page.page - 1]["words"]
    return " ".join(word[0] for word in words)


def period_of(figure: Figure) -> Period | None:
    """The figure's period when both days are known and in order."""
    start, end = figure.period_start, figure.period_end
    return Period(start, end) if start and end and start <= end else None


def dimension_of(unit: str | None) -> Dimension | None:
    """What a printed unit measures; None when it is unknown or can mean two things."""
    try:
        return name_unit(unit).dimension if unit else None
    except Uncomputable:
        return None


def largest_in(figures: Iterable[Figure], dimension: Dimension) -> Figure | None:
    """The largest figure of a kind on a page, the first of equals."""
    fitting = [figure for figure in figures if dimension_of(figure.unit) is dimension]
    return max(fitting, key=lambda figure: (figure.value, -figure.number), default=None)


def beside(figure: Figure, fields: Sequence[PrintedField]) -> PrintedField | None:
    """The field in the figure's row: the one whose box the figure's middle lies in, in height."""
    if not figure.box:
        return None
    middle = (figure.box[1] + figure.box[3]) / 2
    return next((item for item in fields if item.box and item.box[1] <= middle <= item.box[3]), None)


def reading_of(page: PageFacts, figure: Figure, name: str) -> Decimal | None:
    """A meter's reading or multiplier that belongs to a figure: in its row, else the page's only one."""
    found = page.values(name)
    is_one = len({item.value for item in found}) == 1
    chosen = beside(figure, found) or (found[0] if is_one else None)
    return Decimal(chosen.value) if chosen is not None and _is_number(chosen.value) else None


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdigit()
