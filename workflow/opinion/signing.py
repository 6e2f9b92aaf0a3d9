"""Signing statement and report, inside the web request: the lead verifier first, then the signatory locks.

The signatures are made outside any write transaction and applied in a short one, which refuses when a document
has changed meanwhile: of two who sign at once, one has signed and the other is told so. A document counts as
signed only when it was read again after signing and every signature in it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reports.keys import KeyDamaged, PersonKey, WrongPassphrase, open_person_key
from reports.pages import signature_places
from reports.seal import SignaturePlace, sign_first, sign_last
from reports.sentences import SealingError
from reports.signatures import FIRST, LAST
from workflow.access import Actor, Role
from workflow.cases.models import Case
from workflow.cases.queries import case_by_code
from workflow.cases.rules import CaseState
from workflow.db import ScopedSession
from workflow.errors import BadInput, ChangedMeanwhile, Refusal
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.drawing_up import keep
from workflow.opinion.facts import is_on_team
from workflow.opinion.gates import documents_are_rendered_from_the_contract
from workflow.opinion.models import Issue, SealedDocument
from workflow.opinion.rules import SIGNED_KINDS
from workflow.opinion.signatures import as_message, lock_facts, read
from workflow.people.keys import authority
from workflow.people.models import PersonKey as KeyRow
from workflow.people.queries import live_key_of
from workflow.unit_of_work import UnitOfWork, reading, services, unit_of_work

CHANGED = message(N_("The documents changed while you signed: look at them, then sign again."))


@dataclass(frozen=True)
class Seat:
    """Who signs: the verb of the trail and the role on the case."""

    verb: str
    role: Role


LEAD, SIGNATORY = Seat("sign.lead", Role.LEAD_VERIFIER), Seat("sign.signatory", Role.SIGNATORY)


@dataclass(frozen=True)
class Desk:
    """What lies before a signer: the issue, the documents to sign and the key on file; or why not."""

    issue: Issue | None
    documents: tuple[SealedDocument, ...]
    key: KeyRow | None
    refusals: tuple[Refusal, ...]

    @property
    def hashes(self) -> dict[int, str]:
        return {document.id: document.sha256 for document in self.documents}


@dataclass(frozen=True)
class Signed:
    """Signatures that were made and not yet applied: documents before and after, by id."""

    before: dict[int, str]
    after: dict[int, str]
    key: PersonKey
    at: datetime


def sign_as_lead(actor: Actor, reference: str, *, passphrase: str) -> list[SealedDocument]:
    """The lead verifier certifies statement and report with a key of their own; one later field is left."""

    def certify(pdf: bytes, key: PersonKey, at: datetime) -> bytes:
        places = signature_places(pdf)
        return sign_first(
            pdf,
            key,
            authority=authority(),
            now=at,
            place=SignaturePlace(*places[FIRST]),
            last_place=SignaturePlace(*places[LAST]),
        )

    return _sign(actor, reference, LEAD, passphrase, certify)


def sign_as_signatory(actor: Actor, reference: str, *, passphrase: str) -> list[SealedDocument]:
    """The authorised signatory signs after the lead and locks the documents; nobody signs after."""

    def lock(pdf: bytes, key: PersonKey, at: datetime) -> bytes:
        return sign_last(pdf, key, authority=authority(), now=at)

    return _sign(actor, reference, SIGNATORY, passphrase, lock)


Make = Callable[[bytes, PersonKey, datetime], bytes]


def _sign(actor: Actor, reference: str, seat: Seat, passphrase: str, make: Make) -> list[SealedDocument]:
    signed = _signatures(actor, reference, seat, passphrase, make)
    with unit_of_work(actor) as uow:
        case = case_by_code(uow.session, reference)
        desk = _desk(uow.session, case, actor, seat)
        refusals = (*desk.refusals, signed) if isinstance(signed, Refusal) else desk.refusals
        uow.refuse_unless(desk.issue or case, seat.verb, *refusals)
        if not isinstance(signed, Signed) or signed.before != desk.hashes:
            raise ChangedMeanwhile(CHANGED)
        if desk.key is None or desk.key.serial != format(signed.key.serial, "x"):
            raise ChangedMeanwhile(CHANGED)
        return _apply(uow, desk, seat, signed)


def _signatures(
    actor: Actor, reference: str, seat: Seat, passphrase: str, make: Make
) -> Signed | Refusal | None:
    """Sign each document, all in memory before the first is stored; None while a gate is shut."""
    with reading(actor.scope) as session:
        desk = _desk(session, case_by_code(session, reference), actor, seat)
    if desk.refusals or desk.key is None:
        return None
    try:
        key = open_person_key(desk.key.pkcs12, passphrase)
    except WrongPassphrase as error:
        raise BadInput(as_message(error.sentence), "passphrase") from error
    except KeyDamaged as error:
        return Refusal("G-KEY", as_message(error.sentence))
    at = services().clock.now()
    crashpoint("sign.before_sign")
    try:
        made = {document.id: make(read(document.sha256), key, at) for document in desk.documents}
    except SealingError as error:
        return Refusal("G-SIGN", as_message(error.sentence))
    crashpoint("sign.before_store")
    after = {number: keep(pdf).sha256 for number, pdf in made.items()}
    crashpoint("sign.before_apply")
    return Signed(before=desk.hashes, after=after, key=key, at=at)


def _apply(uow: UnitOfWork, desk: Desk, seat: Seat, signed: Signed) -> list[SealedDocument]:
    assert desk.issue is not None
    for document in desk.documents:
        document.sha256 = signed.after[document.id]
        if seat is LEAD:
            document.signed_by_lead, document.lead_signed_at = signed.key.name, signed.at
        else:
            document.signed_by_signatory, document.signatory_signed_at = signed.key.name, signed.at
    uow.record(
        seat.verb, desk.issue, covers=desk.documents, signer=signed.key.name,
        certificate=format(signed.key.serial, "x"),
        documents={d.kind.value: d.sha256 for d in desk.documents},
    )  # fmt: skip
    crashpoint("sign.before_commit")
    return list(desk.documents)


def _desk(session: ScopedSession, case: Case, actor: Actor, seat: Seat) -> Desk:
    """The documents to sign, once G-LOCK, the state, the role, the order, the key and the sign-in are asked."""
    issue = reads.sealed_issue(session, case)
    documents = [
        d for d in (reads.documents_of_issue(session, issue) if issue else []) if d.kind in SIGNED_KINDS
    ]
    refusals = [*_why_not_here(case, actor, seat, issue, documents)]
    key = live_key_of(session, actor.person_id) if actor.person_id is not None else None
    if not refusals:
        refusals = _why_not_now(seat, documents, has_worked=is_on_team(session, case, actor))
    if not refusals and key is None:
        refusals.append(Refusal("G-KEY", message(N_("Make your signing key first, on your account page."))))
    return Desk(issue, tuple(documents), key, tuple(refusals))


def _why_not_here(
    case: Case, actor: Actor, seat: Seat, issue: Issue | None, documents: list[SealedDocument]
) -> list[Refusal]:
    refusals: list[Refusal | None] = []
    if case.state is not CaseState.DECISION or issue is None:
        sentence = message(N_("Record the decision first: it allocates the number and freezes the contract."))
        refusals.append(Refusal("G-NUM", sentence))
    else:
        refusals.append(documents_are_rendered_from_the_contract.refusal(lock_facts(issue, documents)))
    if seat.role not in actor.case_roles:
        named = seat.role.value.replace("_", " ")
        sentence = message(N_("Only the {role} of this case signs here."), role=named)
        refusals.append(Refusal("G-SIGN", sentence))
    if not actor.is_fresh:
        sentence = message(N_("Sign in again, then sign: this needs a fresh sign-in."))
        refusals.append(Refusal("G-FRESH", sentence))
    return [refusal for refusal in refusals if refusal is not None]


def _why_not_now(seat: Seat, documents: list[SealedDocument], *, has_worked: bool) -> list[Refusal]:
    refusals = []
    if seat is LEAD:
        if any(d.lead_signed_at for d in documents):
            refusals.append(Refusal("G-SIGN", message(N_("The lead verifier has signed already."))))
        return refusals
    if not all(d.lead_signed_at for d in documents):
        sentence = message(N_("The lead verifier has not signed: that signature comes first."))
        refusals.append(Refusal("G-SIGN", sentence))
    if any(d.signatory_signed_at for d in documents):
        sentence = message(N_("The authorised signatory has signed and locked the documents already."))
        refusals.append(Refusal("G-SIGN", sentence))
    if has_worked:
        refusals.append(Refusal("G-SOD", message(N_("Who worked on the case cannot sign it for the body."))))
    return refusals
