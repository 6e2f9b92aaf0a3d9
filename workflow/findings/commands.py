"""Writes of findings: drafting, issuing, rounds of response, closing, converting, carrying forward."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from methods.rounding import round_tonnes
from workflow.access import TEAM_ROLES, Role
from workflow.cases import queries as cases
from workflow.cases.commands import next_code
from workflow.cases.models import Case
from workflow.documents.models import Document, DocumentVersion
from workflow.errors import BadInput
from workflow.figures.models import Figure
from workflow.findings.models import Citation, Effect, Finding, FindingComment, Response
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype
from workflow.ghg_statement.models import Source
from workflow.i18n import N_, message
from workflow.people.models import Organisation
from workflow.unit_of_work import UnitOfWork

# Working days from issue to due date (section 2.3; ISO sets none).
DAYS_TO_ANSWER = {
    FindingKind.CLARIFICATION: 10,
    FindingKind.CORRECTIVE_ACTION: 20,
    FindingKind.FORWARD_ACTION: 20,
    FindingKind.LIMITATION: 20,
}

DRAFT_FIELDS = frozenset(
    {
        "title", "requirement", "gap", "claimed_value", "verifier_value", "group_code", "statement_version",
        "is_misstatement", "is_nonconformity", "net", "net_market", "is_projected", "sample_code",
        "is_correctable", "is_qualitatively_material", "is_fundamental", "users_must_know",
        "qualitative_ruling", "is_systematic", "extent_test", "may_lead_to_adverse", "is_confidential",
        "evidence_absent", "unverified_tonnes", "gap_categories", "proposed_by_check", "subtype",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Cited:
    """A place in evidence as a person cites it: E-009, page 2; or a figure E-009.4."""

    document_code: str
    page: int | None = None
    figure_code: str | None = None
    quote: str | None = None
    cell: str | None = None
    box: tuple[str, ...] | None = None


@dataclass(frozen=True)
class StatedEffect:
    """A signed amount on a source: reported minus correct, t CO2e."""

    source_code: str
    amount: Decimal
    basis: EffectBasis = EffectBasis.BOTH
    is_projected: bool = False
    note: str | None = None


def draft_finding(
    uow: UnitOfWork, case: Case, kind: FindingKind, subtype: Subtype, *, title: str, requirement: str,
    gap: str, citations: Iterable[Cited] = (), effects: Iterable[StatedEffect] = (), **more: Any,
) -> Finding:  # fmt: skip
    """Draft a finding with its evidence and effects; only the team sees it until it is issued."""
    row = _new_finding(uow, case, kind, subtype, FindingState.DRAFT)
    _take(row, {"title": title, "requirement": requirement, "gap": gap, **more})
    uow.session.add(row)
    uow.session.flush()
    covered = [*_cite(uow, case, row, citations), *_state_effects(uow, case, row, effects)]
    uow.record("finding.draft", row, covers=covered, kind=kind)
    return row


def _new_finding(
    uow: UnitOfWork, case: Case, kind: FindingKind, subtype: Subtype, state: FindingState
) -> Finding:
    return Finding(
        case_id=case.id, owner_org_id=case.owner_org_id, code=next_code(uow, case, "F"), kind=kind,
        subtype=subtype, state=state, raised_by=uow.actor.name, raised_by_id=uow.actor.person_id,
        raised_at=uow.now, round=1, gap_categories=[],
    )  # fmt: skip


def _take(row: Finding, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in DRAFT_FIELDS:
            raise BadInput(message(N_("{field} cannot be set here."), field=name), name)
        setattr(row, name, value)


def edit_draft(uow: UnitOfWork, row: Finding, *, version: int | None = None, **fields: Any) -> None:
    """Change a draft; an issued finding's text is not changed any more."""
    uow.expect(row, version)
    if row.state is not FindingState.DRAFT:
        raise BadInput(N_("An issued finding is not rewritten: withdraw it or answer in the thread."))
    _take(row, fields)
    uow.record("finding.edit", row)


def cite(uow: UnitOfWork, case: Case, row: Finding, citations: Iterable[Cited]) -> None:
    """Pin a draft to places in evidence."""
    uow.record("finding.cite", row, covers=_cite(uow, case, row, citations))


def _cite(
    uow: UnitOfWork, case: Case, row: Finding, citations: Iterable[Cited], response: Response | None = None
) -> list[Citation]:
    rows = []
    for cited in citations:
        document, version = _cited_version(uow, case, cited.document_code)
        place = _place(uow, case, cited)
        citation = Citation(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id,
            response_id=response.id if response else None, document_code=document.code,
            document_version_id=version.id, sha256=version.sha256, **place,
        )  # fmt: skip
        uow.session.add(citation)
        rows.append(citation)
    return rows


def _cited_version(uow: UnitOfWork, case: Case, code: str) -> tuple[Document, DocumentVersion]:
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
        raise BadInput(message(N_("There is no document {code} on this case."), code=code), "citations")
    return found[0], found[1]


def _place(uow: UnitOfWork, case: Case, cited: Cited) -> dict[str, Any]:
    if cited.figure_code is None:
        return {
            "page": cited.page,
            "cell": cited.cell,
            "box": list(cited.box) if cited.box else None,
            "quote": cited.quote,
        }
    query = select(Figure).where(Figure.case_id == case.id, Figure.code == cited.figure_code)
    figure = uow.session.scalar(query.order_by(Figure.id.desc()).limit(1))
    if figure is None:
        raise BadInput(message(N_("There is no figure {code}."), code=cited.figure_code), "citations")
    return {
        "page": figure.page,
        "cell": figure.cell,
        "box": figure.box,
        "quote": figure.quote,
        "figure_code": figure.code,
    }


def add_effects(uow: UnitOfWork, case: Case, row: Finding, effects: Iterable[StatedEffect]) -> None:
    """State signed amounts on sources; while the finding is a draft or in the open."""
    uow.record("finding.effects", row, covers=_state_effects(uow, case, row, effects))


def _state_effects(
    uow: UnitOfWork, case: Case, row: Finding, effects: Iterable[StatedEffect]
) -> list[Effect]:
    rows = []
    for stated in effects:
        query = select(Source).where(Source.case_id == case.id, Source.code == stated.source_code)
        source = uow.session.scalar(query)
        if source is None:
            sentence = message(N_("There is no source {code} in the register."), code=stated.source_code)
            raise BadInput(sentence, "effects")
        effect = Effect(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id, source_id=source.id,
            source_code=source.code, basis=stated.basis, amount=round_tonnes(stated.amount),
            is_projected=stated.is_projected, note=stated.note,
        )  # fmt: skip
        uow.session.add(effect)
        rows.append(effect)
    return rows


def default_due(uow: UnitOfWork, case: Case, kind: FindingKind) -> date | None:
    """The due date by the body's working days, counted from today."""
    days = DAYS_TO_ANSWER.get(kind)
    if days is None:
        return None
    return cases.calendar_of(uow.session, case).add_working_days(uow.now.date(), days)


def extend(uow: UnitOfWork, row: Finding, due: date, *, reason: str) -> None:
    """Give more time, once, by the lead verifier."""
    if row.is_extended:
        raise BadInput(N_("The time was extended once already."), "due")
    if row.due is not None and due <= row.due:
        raise BadInput(N_("The new date lies before the old one."), "due")
    row.due, row.is_extended = due, True
    uow.record("finding.extend", row, comment=reason)


def comment(uow: UnitOfWork, case: Case, row: Finding, text: str) -> FindingComment:
    """A comment inside the body; the reviewer comments and never edits."""
    note = FindingComment(
        case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id, text=text,
        author=uow.actor.name, at=uow.now,
    )  # fmt: skip
    uow.session.add(note)
    uow.record("finding.comment", note)
    return note


def rule_qualitatively(uow: UnitOfWork, row: Finding, *, is_material: bool, ruling: str) -> None:
    """The lead's ruling on a matter whose weight is not its amount."""
    row.is_qualitatively_material = is_material
    row.qualitative_ruling = ruling
    uow.record("finding.rule", row, comment=ruling)


def record_extent_test(uow: UnitOfWork, row: Finding, text: str) -> None:
    """What the test of other sites and sources showed for a systematic error."""
    row.extent_test = text
    uow.record("finding.extent_test", row)


def addressee_of(uow: UnitOfWork, case: Case) -> Organisation | None:
    """To whom findings of the case are addressed: the responsible party."""
    return uow.session.get(Organisation, case.responsible_party_org_id)


def leads(uow: UnitOfWork) -> bool:
    """True when the actor is the lead verifier (or the system)."""
    return uow.actor.is_system or Role.LEAD_VERIFIER in uow.actor.case_roles


def verifies(uow: UnitOfWork) -> bool:
    """True when the actor is on the verification team."""
    return bool(TEAM_ROLES & uow.actor.case_roles)
