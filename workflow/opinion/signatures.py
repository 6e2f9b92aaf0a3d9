"""What is read back of an issue: its frozen contract, its documents, and whether their signatures hold."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from reports.canonical import from_json
from reports.completeness import ELEMENT_NAMES, missing_elements
from reports.contract import GhgReportContract, ReportBody, StatementContract
from reports.sentences import Sentence
from reports.signatures import BOTH, FIRST, SignatureVerdict, check_signatures
from workflow.db import ScopedSession
from workflow.documents.storage import store
from workflow.i18n import Message
from workflow.opinion.gates import OpinionFacts
from workflow.opinion.models import Issue, SealedDocument
from workflow.opinion.rules import SIGNED_KINDS
from workflow.people.keys import authority
from workflow.people.queries import live_key_of


def read(sha256: str) -> bytes:
    """The bytes of a stored file."""
    with store().open(sha256) as file:
        return file.read()


def contract_of(issue: Issue) -> StatementContract:
    """The frozen contract of an issue, read back from the store."""
    return from_json(StatementContract, read(issue.contract_sha256))


def body_of_issue(issue: Issue) -> ReportBody:
    """The frozen report body of an issue."""
    return from_json(ReportBody, read(issue.report_body_sha256))


def ghg_of(issue: Issue) -> GhgReportContract:
    """The frozen GHG report of an issue."""
    return from_json(GhgReportContract, read(issue.ghg_contract_sha256))


def lock_facts(issue: Issue, documents: list[SealedDocument]) -> OpinionFacts:
    """What G-LOCK asks: no element of the frozen contract is empty, statement and report are rendered."""
    statement = contract_of(issue)
    return OpinionFacts(
        decision_is_recorded=True,
        contract_is_frozen=True,
        documents_are_rendered={d.kind for d in documents} >= set(SIGNED_KINDS),
        missing_in_documents=tuple(f"{n} {ELEMENT_NAMES[n]}" for n in missing_elements(statement)),
    )


def verdict_on(document: SealedDocument, now: datetime) -> SignatureVerdict:
    """Read a document again as a stranger would: which signatures it carries and whether all hold."""
    fields = BOTH if document.signatory_signed_at else (FIRST,)
    return check_signatures(read(document.sha256), (authority().root,), now, fields=fields)


def all_hold(documents: Iterable[SealedDocument], now: datetime) -> bool:
    """True when every document carries both signatures and all of them hold."""
    return all(
        d.lead_signed_at is not None and d.signatory_signed_at is not None and verdict_on(d, now).signed
        for d in documents
    )


def as_message(sentence: Sentence) -> Message:
    """A sentence of reports/ with its values, as the product tells sentences."""
    return Message(sentence.text, dict(sentence.params))


def has_key(session: ScopedSession, person_id: int | None) -> bool:
    """True when the person has a signing key that is not revoked."""
    return person_id is not None and live_key_of(session, person_id) is not None
