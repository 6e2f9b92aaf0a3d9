"""The representation letter: written for the latest version, signed by the approver, kept as evidence."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from io import BytesIO
from typing import Any

import rfc8785

from reports.records import Record, RecordFact, RecordKind, RecordSection, render_record
from workflow.access import Role
from workflow.cases import commands as cases
from workflow.cases import queries as case_queries
from workflow.cases.models import Case, SignatureAct
from workflow.cases.rules import CaseState, SignatureKind
from workflow.db import ScopedSession
from workflow.documents.commands import receive_document
from workflow.documents.rules import DocumentKind, Reliability
from workflow.documents.storage import LIMITS, store
from workflow.errors import BadInput, Refusal
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import StatementVersion
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.contracts import parties
from workflow.opinion.contracts.ghg_report import attested
from workflow.opinion.models import RepresentationLetter
from workflow.unit_of_work import UnitOfWork

WHILE = frozenset({CaseState.EXECUTION, CaseState.EVALUATION, CaseState.DRAFT_OPINION})
# The five points of section 1.7, in own words; the responsible party may add to them.
USUAL_TEXT = N_(
    "The GHG statement is complete.\n"
    "All sources of emissions and all evidence were disclosed to the verification body.\n"
    "We know of no uncorrected error except those listed below, each with the reason.\n"
    "No event after the end of the period changes the GHG statement.\n"
    "Access was given to all records, sites and people that were asked for."
)


def write_representation(
    uow: UnitOfWork, case: Case, *, text: str, dated: date | None = None,
    uncorrected_reasons: str | None = None,
) -> RepresentationLetter:  # fmt: skip
    """Write the letter for the latest submitted version, dated on or after it; a new text is a new letter."""
    _only_while(uow, case, "representation.write")
    version = statements.latest_submitted(uow.session, case)
    if version is None or version.submitted_at is None:
        raise BadInput(N_("Submit a version of the GHG statement first: the letter speaks of it."))
    if not text.strip():
        raise BadInput(N_("Write what the responsible party confirms."), "text")
    day = dated or uow.now.date()
    if day < version.submitted_at.date():
        sentence = message(
            N_("Version {number} was submitted on {day}: date the letter on or after it."),
            number=version.number,
            day=version.submitted_at.date().isoformat(),
        )
        raise BadInput(sentence, "dated")
    letter = RepresentationLetter(
        case_id=case.id, owner_org_id=case.owner_org_id, statement_version=version.number, text=text.strip(),
        uncorrected_reasons=(uncorrected_reasons or "").strip() or None, dated=day, sha256="",
    )  # fmt: skip
    letter.sha256 = letter_sha256(case, version, letter)
    uow.session.add(letter)
    uow.record("representation.write", letter, statement=version.number)
    return letter


def letter_sha256(case: Case, version: StatementVersion, letter: RepresentationLetter) -> str:
    """The hash that is signed: the letter's words, its date, and the version of which it speaks."""
    content: dict[str, Any] = {
        "case": case.code,
        "dated": letter.dated.isoformat(),
        "statement_sha256": version.sha256 or "",
        "statement_version": version.number,
        "text": letter.text,
        "uncorrected_reasons": letter.uncorrected_reasons or "",
    }
    return sha256(rfc8785.dumps(content)).hexdigest()


def sign_representation(
    uow: UnitOfWork, case: Case, *, shown_sha256: str, document_code: str | None = None
) -> RepresentationLetter:
    """The approver signs over the hash shown; the rendition becomes evidence, under a reserved code if given.

    Refused without a fresh sign-in, over another text than the one shown, and for who prepares (SOD-4).
    """
    _only_while(uow, case, "representation.sign")
    letter = reads.letter_of(uow.session, case)
    uow.refuse_unless(case, "representation.sign", *_why_not_signed(uow, case, letter, shown_sha256))
    assert letter is not None
    act = cases.sign(
        uow, case, SignatureKind.REPRESENTATION, subject="representation letter", sha256=letter.sha256,
        role_name="approver of the responsible party",
    )  # fmt: skip
    stored = store().put(BytesIO(render_letter(uow.session, case, letter, act)), LIMITS.upload_bytes)
    document = receive_document(
        uow, case, name="representation-letter.pdf", stored=stored, title="Representation letter",
        kind=DocumentKind.REPRESENTATION_LETTER, code=document_code, reliability=Reliability.INTERNAL,
    )  # fmt: skip
    letter.signed_by, letter.signed_at = act.person_name, act.signed_at
    letter.document_code = document.code
    uow.record("representation.sign", letter, document=document.code)
    return letter


def _why_not_signed(
    uow: UnitOfWork, case: Case, letter: RepresentationLetter | None, shown: str
) -> list[Refusal]:
    if letter is None:
        return [Refusal("G-REP", message(N_("Write the representation letter first.")))]
    refusals = []
    if letter.signed_at is not None:
        refusals.append(Refusal("G-SIG", message(N_("This letter is signed already."))))
    if letter.sha256 != shown:
        reason = message(N_("The letter changed since you read it: read it again, then sign."))
        refusals.append(Refusal("G-SIG", reason))
    version = statements.latest_submitted(uow.session, case)
    if version is None or version.number != letter.statement_version:
        reason = message(N_("A newer version was submitted: write the letter for that version."))
        refusals.append(Refusal("G-REP", reason))
    if Role.PREPARER in uow.actor.case_roles and not case.one_person_waiver:
        reason = message(N_("Who prepares the inventory does not sign the letter (SOD-4)."))
        refusals.append(Refusal("SOD-4", reason))
    return refusals


def render_letter(
    session: ScopedSession, case: Case, letter: RepresentationLetter, act: SignatureAct | None
) -> bytes:
    """The letter as PDF with the act of signing it; the same letter and act give the same bytes."""
    party = parties.party_of(session, case)
    body = case_queries.body_of(session, case)
    version = statements.version(session, case, letter.statement_version)
    sections = [RecordSection(title="What we confirm", items=parties.lines(letter.text))]
    if letter.uncorrected_reasons:
        listed = parties.lines(letter.uncorrected_reasons)
        sections.append(RecordSection(title="Known errors not corrected, and why", items=listed))
    sections.append(
        RecordSection(
            title="Of what this letter speaks",
            facts=(
                RecordFact(label="GHG statement", value=f"{version.title} v{version.number}"),
                RecordFact(label="SHA-256 of the GHG statement", value=version.sha256 or "", is_raw=True),
                RecordFact(label="Date of this letter", value=letter.dated.isoformat()),
            ),
        )
    )
    record = Record(
        kind=RecordKind.REPRESENTATION,
        header=parties.short_header(case, party, body),
        title=f"Representation letter of {party.name}",
        sections=tuple(sections),
        attestations=(attested(act),) if act else (),
        awaited=() if act else ("Approver of the responsible party",),
        notices=parties.notices(),
    )
    return render_record(record)


def _only_while(uow: UnitOfWork, case: Case, verb: str) -> None:
    refusal = None
    if case.state not in WHILE:
        state = case.state.value.replace("_", " ")
        refusal = Refusal("G-STATE", message(N_("This cannot be done while it is {state}."), state=state))
    uow.refuse_unless(case, verb, refusal)
