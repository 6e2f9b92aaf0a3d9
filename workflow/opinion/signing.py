"""Signing statement and report, inside the web request: the lead verifier first, then the signatory locks.

A document counts as signed only when it was read again after signing and every signature in it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reports.keys import KeyDamaged, PersonKey, WrongPassphrase, open_person_key
from reports.pages import signature_places
from reports.seal import SignaturePlace, sign_first, sign_last
from reports.sentences import SealingError
from reports.signatures import FIRST, LAST
from workflow.access import Role
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.errors import BadInput, Refusal, RuleViolation
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.decision import keep
from workflow.opinion.facts import is_on_team
from workflow.opinion.gates import documents_are_rendered_from_the_contract
from workflow.opinion.models import Issue, SealedDocument
from workflow.opinion.rules import SIGNED_KINDS
from workflow.opinion.signatures import as_message, lock_facts, read
from workflow.people.keys import authority
from workflow.people.queries import live_key_of
from workflow.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Desk:
    """What lies before a signer: the issue and the documents to sign."""

    issue: Issue
    documents: tuple[SealedDocument, ...]


def sign_as_lead(uow: UnitOfWork, case: Case, *, passphrase: str) -> list[SealedDocument]:
    """The lead verifier certifies statement and report with a key of their own; one later field is left."""
    desk = _desk(uow, case, "sign.lead", Role.LEAD_VERIFIER)
    signed_already = None
    if any(d.lead_signed_at for d in desk.documents):
        signed_already = Refusal("G-SIGN", message(N_("The lead verifier has signed already.")))
    uow.refuse_unless(desk.issue, "sign.lead", signed_already)
    key = _opened_key(uow, desk.issue, passphrase)

    def certify(pdf: bytes) -> bytes:
        places = signature_places(pdf)
        return sign_first(
            pdf,
            key,
            authority=authority(),
            now=uow.now,
            place=SignaturePlace(*places[FIRST]),
            last_place=SignaturePlace(*places[LAST]),
        )

    _sign_all(desk, certify)
    for document in desk.documents:
        document.signed_by_lead, document.lead_signed_at = key.name, uow.now
    return _finish(uow, desk, "sign.lead", key)


def sign_as_signatory(uow: UnitOfWork, case: Case, *, passphrase: str) -> list[SealedDocument]:
    """The authorised signatory signs after the lead and locks the documents; nobody signs after."""
    desk = _desk(uow, case, "sign.signatory", Role.SIGNATORY)
    uow.refuse_unless(desk.issue, "sign.signatory", *_why_not_locked(uow, case, desk))
    key = _opened_key(uow, desk.issue, passphrase)

    def lock(pdf: bytes) -> bytes:
        return sign_last(pdf, key, authority=authority(), now=uow.now)

    _sign_all(desk, lock)
    for document in desk.documents:
        document.signed_by_signatory, document.signatory_signed_at = key.name, uow.now
    return _finish(uow, desk, "sign.signatory", key)


def _why_not_locked(uow: UnitOfWork, case: Case, desk: Desk) -> list[Refusal]:
    refusals = []
    if not all(d.lead_signed_at for d in desk.documents):
        sentence = message(N_("The lead verifier has not signed: that signature comes first."))
        refusals.append(Refusal("G-SIGN", sentence))
    if any(d.signatory_signed_at for d in desk.documents):
        sentence = message(N_("The authorised signatory has signed and locked the documents already."))
        refusals.append(Refusal("G-SIGN", sentence))
    if is_on_team(uow.session, case, uow.actor):
        refusals.append(Refusal("G-SOD", message(N_("Who worked on the case cannot sign it for the body."))))
    return refusals


def _desk(uow: UnitOfWork, case: Case, verb: str, role: Role) -> Desk:
    """The documents to sign, once G-LOCK, the state, the role and the fresh sign-in are asked."""
    issue = reads.sealed_issue(uow.session, case)
    documents = [
        d for d in (reads.documents_of_issue(uow.session, issue) if issue else []) if d.kind in SIGNED_KINDS
    ]
    refusals: list[Refusal | None] = []
    if case.state is not CaseState.DECISION or issue is None:
        sentence = message(N_("Record the decision first: it allocates the number and freezes the contract."))
        refusals.append(Refusal("G-NUM", sentence))
    else:
        refusals.append(documents_are_rendered_from_the_contract.refusal(lock_facts(issue, documents)))
    if role not in uow.actor.case_roles:
        named = role.value.replace("_", " ")
        refusals.append(
            Refusal("G-SIGN", message(N_("Only the {role} of this case signs here."), role=named))
        )
    if not uow.actor.is_fresh:
        sentence = message(N_("Sign in again, then sign: this needs a fresh sign-in."))
        refusals.append(Refusal("G-FRESH", sentence))
    uow.refuse_unless(case, verb, *refusals)
    assert issue is not None
    return Desk(issue, tuple(documents))


def _opened_key(uow: UnitOfWork, issue: Issue, passphrase: str) -> PersonKey:
    assert uow.actor.person_id is not None
    row = live_key_of(uow.session, uow.actor.person_id)
    missing = None
    if row is None:
        missing = Refusal("G-KEY", message(N_("Make your signing key first, on your account page.")))
    uow.refuse_unless(issue, "sign.key", missing)
    assert row is not None
    try:
        return open_person_key(row.pkcs12, passphrase)
    except WrongPassphrase as error:
        raise BadInput(as_message(error.sentence), "passphrase") from error
    except KeyDamaged as error:
        raise RuleViolation(Refusal("G-KEY", as_message(error.sentence))) from error


def _sign_all(desk: Desk, sign: Callable[[bytes], bytes]) -> None:
    """Sign each document in memory, all before the first is stored: a refused one leaves none signed."""
    crashpoint("sign.before_sign")
    try:
        signed = [sign(read(document.sha256)) for document in desk.documents]
    except SealingError as error:
        raise RuleViolation(Refusal("G-SIGN", as_message(error.sentence))) from error
    crashpoint("sign.before_store")
    for document, pdf in zip(desk.documents, signed, strict=True):
        document.sha256 = keep(pdf).sha256


def _finish(uow: UnitOfWork, desk: Desk, verb: str, key: PersonKey) -> list[SealedDocument]:
    uow.record(
        verb, desk.issue, covers=desk.documents, signer=key.name, certificate=format(key.serial, "x"),
        documents={d.kind.value: d.sha256 for d in desk.documents},
    )  # fmt: skip
    crashpoint("sign.before_commit")
    return list(desk.documents)
