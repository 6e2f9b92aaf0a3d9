"""Draws up what a decision freezes: number, contracts and rendered documents, outside any write transaction.

Rendering takes seconds and nobody else may wait for it; the decision then asks in a short transaction whether
all this still holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from io import BytesIO

from evidence.store import Stored
from reports.canonical import canonical
from reports.completeness import ELEMENT_NAMES, IncompleteError, missing_elements
from reports.contract import (
    Attestation,
    GhgReportContract,
    Organisation,
    VerificationBody,
    VerificationReportContract,
)
from reports.fonts import MissingGlyphError
from reports.ghg_report import render_ghg_report
from reports.verification_report import render_verification_report
from reports.verification_statement import render_verification_statement
from workflow.audit import case_stream, head_of
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.storage import LIMITS, store
from workflow.errors import Refusal
from workflow.i18n import N_, Message, message
from workflow.opinion import reads
from workflow.opinion.contracts import parties
from workflow.opinion.contracts.ghg_report import attestation, ghg_report
from workflow.opinion.contracts.inventory import inventory_of
from workflow.opinion.contracts.parties import Ground, ground_of
from workflow.opinion.contracts.statement import Numbering, verification_report
from workflow.opinion.numbers import next_revision, upcoming_number
from workflow.opinion.rules import DocumentKind


@dataclass(frozen=True)
class Decision:
    """What the decision maker decides: the sentence, the day of the opinion, what a revision changed."""

    text: str
    opinion_date: date | None = None
    what_changed: str | None = None


@dataclass(frozen=True)
class Fence:
    """What must not change between drawing up and deciding.

    The numbering holds the head of the case's trail, which every change of the case moves; the organisations'
    own particulars stand outside the case.
    """

    numbering: Numbering
    party: Organisation
    body: VerificationBody


@dataclass(frozen=True)
class Contracts:
    """All that is to be frozen and rendered, free of the database."""

    report: VerificationReportContract
    ghg: GhgReportContract
    attested: Attestation | None


@dataclass(frozen=True)
class Rendered:
    """The documents of one contract as they stand in the store, by kind."""

    documents: dict[DocumentKind, Stored]
    contract: Stored
    body: Stored
    ghg_contract: Stored


def fence_of(session: ScopedSession, ground: Ground, decision: Decision, today: date) -> Fence:
    """The number that the decision would take now, the head of the trail, and the parties as they stand."""
    standing = reads.standing_issue(session, ground.case)
    if standing is None:
        number, revision = upcoming_number(session, ground.body, today.year), 0
    else:
        number, revision = standing.number, next_revision(session, ground.case, standing)
    numbering = Numbering(
        number=number, revision=revision, opinion_date=decision.opinion_date or today,
        audit_head=head_of(session, case_stream(ground.case.id))[1],
        replaces=standing.code if standing else "",
        replacement_reason=(decision.what_changed or "").strip(),
    )  # fmt: skip
    return Fence(numbering, parties.organisation(ground.party), parties.body(ground.body))


def contracts_of(session: ScopedSession, case: Case, fence: Fence) -> Contracts:
    """The contracts with number, date and reviewer in them."""
    ground = ground_of(session, case)
    return Contracts(
        report=verification_report(session, ground, fence.numbering),
        ghg=ghg_report(session, ground, inventory_of(session, ground)),
        attested=attestation(session, ground),
    )


def render(contracts: Contracts) -> Rendered | Refusal:
    """Render and store the documents; G-LOCK names what is empty or cannot be printed."""
    report, ghg = contracts.report, contracts.ghg
    missing = missing_elements(report.statement)
    if missing:
        named = ", ".join(f"{n} {ELEMENT_NAMES[n]}" for n in missing)
        return Refusal("G-LOCK", message(N_("Empty in the contract: {elements}."), elements=named))
    try:
        pdfs = {
            DocumentKind.STATEMENT: render_verification_statement(report.statement),
            DocumentKind.REPORT: render_verification_report(report),
            DocumentKind.GHG_REPORT: render_ghg_report(ghg, contracts.attested),
        }
    except (IncompleteError, MissingGlyphError) as error:
        return Refusal("G-LOCK", Message(str(error)))
    return Rendered(
        documents={kind: keep(pdf) for kind, pdf in pdfs.items()},
        contract=keep(canonical(report.statement)),
        body=keep(canonical(report.body)),
        ghg_contract=keep(canonical(ghg)),
    )


def keep(content: bytes) -> Stored:
    """Put bytes into the store; they are found again by their SHA-256."""
    return store().put(BytesIO(content), LIMITS.upload_bytes)
