"""Places in evidence as people type them (E-009 p.2, E-021 Sheet1!B4, E-009.4), and their pinning to findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from workflow.cases.models import Case
from workflow.documents.models import Document, DocumentVersion
from workflow.documents.queries import sees
from workflow.errors import BadInput
from workflow.figures.models import Figure
from workflow.figures.rules import FigureState
from workflow.findings.models import Citation, Finding, Response
from workflow.findings.rules import FindingState
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork

FIELD = "citations"
PLACE = re.compile(
    r"(?P<document>[A-Z]-\d{3,})"
    r"(?:\.(?P<figure>\d+)"
    r"|\s+p(?:age|\.)?\s*(?P<page>\d+)"
    r"|\s+(?P<cell>(?:[^,;!]+!)?[A-Za-z]{1,3}\d+))?",
)


@dataclass(frozen=True)
class Cited:
    """A place in evidence as a person cites it: E-009, page 2; or a figure E-009.4."""

    document_code: str
    page: int | None = None
    figure_code: str | None = None
    quote: str | None = None
    cell: str | None = None
    box: tuple[str, ...] | None = None

    def __str__(self) -> str:
        if self.figure_code:
            return self.figure_code
        if self.cell:
            return f"{self.document_code} {self.cell}"
        return f"{self.document_code} p.{self.page}" if self.page else self.document_code


def parse_citations(text: str) -> tuple[Cited, ...]:
    """The places that a text names, each once, in order; BadInput names the first that cannot be read."""
    found: dict[str, Cited] = {}
    for part in re.split(r"[,;\n]", text):
        typed = " ".join(part.split())
        if not typed:
            continue
        match = PLACE.fullmatch(typed)
        if match is None:
            raise BadInput(
                message(N_("“{text}” is no place: write E-009, E-009 p.2 or E-009.4."), text=typed), FIELD
            )
        cited = _cited(match)
        found.setdefault(str(cited), cited)
    return tuple(found.values())


def _cited(match: re.Match[str]) -> Cited:
    code, figure, page = match["document"], match["figure"], match["page"]
    return Cited(
        code,
        page=int(page) if page else None,
        figure_code=f"{code}.{int(figure)}" if figure else None,
        cell=match["cell"],
    )


def place_of(citation: Citation) -> str:
    """A citation as it is typed."""
    if citation.figure_code:
        return citation.figure_code
    return str(Cited(citation.document_code, page=citation.page, cell=citation.cell))


def typed(citations: Iterable[Citation]) -> str:
    """Citations as the text that gives them again."""
    return ", ".join(place_of(c) for c in citations)


def cite(uow: UnitOfWork, case: Case, row: Finding, citations: Iterable[Cited]) -> None:
    """Pin a draft to further places in evidence; an issued finding's evidence grows by rounds only."""
    if row.state is not FindingState.DRAFT:
        raise BadInput(N_("An issued finding is not rewritten: cite the evidence in the thread."), FIELD)
    uow.record("finding.cite", row, covers=pin(uow, case, row, citations))


def pin(
    uow: UnitOfWork, case: Case, row: Finding, citations: Iterable[Cited], *,
    response: Response | None = None, assessed_round: int | None = None,
) -> list[Citation]:  # fmt: skip
    """Citations frozen with the hash of the cited file; of a response, of an assessment, or of the finding."""
    rows = []
    for cited in citations:
        version, place = _place(uow, case, cited)
        citation = Citation(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id,
            response_id=response.id if response else None, round=assessed_round,
            document_code=cited.document_code, document_version_id=version.id, sha256=version.sha256,
            **place,
        )  # fmt: skip
        uow.session.add(citation)
        rows.append(citation)
    uow.session.flush()
    return rows


def check_citations(uow: UnitOfWork, case: Case, citations: Sequence[Cited]) -> None:
    """Refuse a place that is not there, with its sentence, before anything is written."""
    for cited in citations:
        _place(uow, case, cited)


def _place(uow: UnitOfWork, case: Case, cited: Cited) -> tuple[DocumentVersion, dict[str, Any]]:
    if cited.figure_code is None:
        version = _current_version(uow, case, cited)
        box = list(cited.box) if cited.box else None
        return version, {"page": cited.page, "cell": cited.cell, "box": box, "quote": cited.quote}
    query = select(Figure).where(Figure.case_id == case.id, Figure.code == cited.figure_code)
    figure = uow.session.scalar(query.order_by(Figure.id.desc()).limit(1))
    if figure is None or figure.state is FigureState.REJECTED:
        raise BadInput(message(N_("There is no figure {code} on this case."), code=cited.figure_code), FIELD)
    # The figure's own version, not the newest: the quote and the box stand on those bytes.
    version = _version_of(uow, figure, cited)
    return version, {
        "page": figure.page,
        "cell": figure.cell,
        "box": figure.box,
        "quote": figure.quote,
        "figure_code": figure.code,
    }


def _version_of(uow: UnitOfWork, figure: Figure, cited: Cited) -> DocumentVersion:
    found = uow.session.execute(
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(DocumentVersion.id == figure.document_version_id)
    ).one()
    return _seen(uow, found[0], found[1], cited.figure_code or "")


def _current_version(uow: UnitOfWork, case: Case, cited: Cited) -> DocumentVersion:
    code = cited.document_code
    found = uow.session.execute(
        select(Document, DocumentVersion)
        .join(DocumentVersion, DocumentVersion.document_id == Document.id)
        .where(
            Document.case_id == case.id,
            Document.code == code,
            DocumentVersion.number == Document.current_version,
        )
    ).first()
    if found is None:
        raise BadInput(message(N_("There is no document {code} on this case."), code=code), FIELD)
    version = _seen(uow, found[0], found[1], code)
    if cited.page is not None and (cited.page < 1 or (version.pages or cited.page) < cited.page):
        sentence = N_("{code} has {pages} pages: there is no page {page}.")
        raise BadInput(message(sentence, code=code, pages=version.pages or 0, page=cited.page), FIELD)
    return version


def _seen(uow: UnitOfWork, document: Document, version: DocumentVersion, code: str) -> DocumentVersion:
    if not sees(uow.actor, document):
        raise BadInput(message(N_("There is no document {code} on this case."), code=code), FIELD)
    return version
