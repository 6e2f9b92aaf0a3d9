"""Signing a version inside the web request: the group's signatory, with a key of their own, after a fresh sign-in.

Signatures are made outside any write transaction and applied in a short one, which refuses when the version
changed meanwhile. No job ever holds a person's key (decision 11).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from methods.target_rules import Outcome
from reports.keys import KeyDamaged, PersonKey, WrongPassphrase, open_person_key
from reports.sbt_contract import DossierContract
from reports.seal import sign_detached_by
from reports.sentences import SealingError
from workflow.access import Actor, Permission
from workflow.db import ScopedSession
from workflow.errors import BadInput, ChangedMeanwhile, Refusal
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.opinion.drawing_up import keep
from workflow.opinion.signatures import as_message, read
from workflow.people.keys import authority
from workflow.people.models import Organisation
from workflow.people.models import PersonKey as KeyRow
from workflow.people.queries import live_key_of
from workflow.targets.access import group_of, today_of
from workflow.targets.dossier_contract import contract_of
from workflow.targets.dossier_machine import DOSSIER_VERSION, SigningFacts
from workflow.targets.dossier_models import DossierVersion
from workflow.targets.dossier_queries import version_by_code, versions_of_group
from workflow.targets.dossier_rules import OF_TARGETS, VersionState
from workflow.targets.dossier_targets import base_year_source
from workflow.targets.queries import Held, citations_of, hold
from workflow.targets.rules import Origin
from workflow.unit_of_work import reading, services, unit_of_work

CHANGED = message(N_("The document changed while you signed: look at it, then sign again."))
FRESH = message(N_("Sign in again, then sign: this needs a fresh sign-in."))


@dataclass(frozen=True)
class Desk:
    """What lies before the signatory: the version, its files by hash, the key on file; or why not."""

    group: Organisation
    version: DossierVersion
    facts: SigningFacts
    key: KeyRow | None
    refusals: tuple[Refusal, ...]

    @property
    def hashes(self) -> tuple[str | None, str | None]:
        """Return the SHA-256 of document and workbook, those that the page shows."""
        return self.version.document_sha256, self.version.workbook_sha256


def sign_version(
    actor: Actor, code: str, *, passphrase: str, is_acknowledged: bool = False
) -> DossierVersion:
    """Sign a version's files, each with a detached signature (.p7s) over exactly its bytes."""
    made = _signatures(actor, code, passphrase, is_acknowledged)
    with unit_of_work(actor) as uow:
        desk = desk_of(uow.session, actor, code, is_acknowledged=is_acknowledged)
        refusals = (*desk.refusals, made) if isinstance(made, Refusal) else desk.refusals
        uow.refuse_unless(desk.version, "dossier_version.sign", *refusals)
        if not isinstance(made, _Made) or made.before != desk.hashes:
            raise ChangedMeanwhile(CHANGED)
        if desk.key is None or desk.key.serial != format(made.key.serial, "x"):
            raise ChangedMeanwhile(CHANGED)
        version = desk.version
        version.document_signature_sha256, version.workbook_signature_sha256 = made.after
        version.signed_by, version.signed_at = made.key.name, made.at
        version.acknowledged_by = uow.actor.name if desk.facts.missing else None
        uow.move(
            DOSSIER_VERSION, version, "sign", facts=desk.facts, signer=made.key.name,
            certificate=format(made.key.serial, "x"), files=list(desk.hashes), missing=desk.facts.missing,
        )  # fmt: skip
        return version


@dataclass(frozen=True)
class _Made:
    """Signatures that were made and not yet applied, over the files that they were made for."""

    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]
    key: PersonKey
    at: datetime


def _signatures(actor: Actor, code: str, passphrase: str, is_acknowledged: bool) -> _Made | Refusal | None:
    """Sign each file in memory before the first is stored; None while a gate is shut."""
    with reading(actor.scope) as session:
        desk = desk_of(session, actor, code, is_acknowledged=is_acknowledged)
    if desk.refusals or desk.key is None:
        return None
    key = open_key(desk.key, passphrase)
    if isinstance(key, Refusal):
        return key
    at = services().clock.now()
    try:
        made = [_sign(digest, key, at) for digest in desk.hashes]
    except SealingError as error:
        return Refusal("G-SIGN", as_message(error.sentence))
    crashpoint("dossier.before_store")
    kept = [None if signature is None else keep(signature).sha256 for signature in made]
    return _Made(desk.hashes, (kept[0], kept[1]), key, at)


def open_key(row: KeyRow, passphrase: str) -> PersonKey | Refusal:
    """The person's key, opened for this request; BadInput beside the passphrase when that is wrong."""
    try:
        return open_person_key(row.pkcs12, passphrase)
    except WrongPassphrase as error:
        raise BadInput(as_message(error.sentence), "passphrase") from error
    except KeyDamaged as error:
        return Refusal("G-KEY", as_message(error.sentence))


def _sign(sha256: str | None, key: PersonKey, at: datetime) -> bytes | None:
    return None if sha256 is None else sign_detached_by(read(sha256), key, authority=authority(), now=at)


def desk_of(session: ScopedSession, actor: Actor, code: str, *, is_acknowledged: bool = False) -> Desk:
    """What the signatory looks at, with every reason why it cannot be signed now."""
    group = group_of(session, actor, Permission.APPROVE_TARGETS)
    version = version_by_code(session, group, code)
    versions = versions_of_group(session, group)
    facts = signing_facts(session, group, version, versions, is_acknowledged=is_acknowledged)
    key = live_key_of(session, actor.person_id) if actor.person_id is not None else None
    shut = DOSSIER_VERSION.blockers("sign", version.state, facts)
    return Desk(group, version, facts, key, (*shut, *who_may_not(actor, key)))


def who_may_not(actor: Actor, key: KeyRow | None) -> list[Refusal]:
    """Why this person cannot sign now, whatever it is: a deputy, an old sign-in, no key."""
    refusals = []
    if actor.on_behalf_of is not None:
        words = message(
            N_("A deputy does not sign: {name} signs with a key of their own."), name=actor.on_behalf_of
        )
        refusals.append(Refusal("G-DEPUTY", words))
    if not actor.is_fresh:
        refusals.append(Refusal("G-FRESH", FRESH))
    if key is None:
        refusals.append(Refusal("G-KEY", message(N_("Make your signing key first, on your account page."))))
    return refusals


def signing_facts(
    session: ScopedSession,
    group: Organisation,
    version: DossierVersion,
    versions: Sequence[DossierVersion],
    *,
    is_acknowledged: bool = False,
) -> SigningFacts:
    """What the gates of signing ask, from the frozen contract and from what stands today.

    `versions` are all of the group, newest first in each series.
    """
    newer = [
        row.code
        for row in versions
        if (row.kind, row.year) == (version.kind, version.year)
        and row.number > version.number
        and row.state is not VersionState.FAILED
    ]
    contract, later = contract_of(version), newer[0] if newer else None
    if version.kind not in OF_TARGETS:
        # A letter promises targets and holds none: it is signed before any base year is verified.
        return SigningFacts(base_year_is_verified=True, newer=later)
    held = hold(session, group, today_of(group, services().clock.now()))
    return _of_targets(session, held, contract, newer=later, is_acknowledged=is_acknowledged)


def _of_targets(
    session: ScopedSession, held: Held, contract: Any, *, newer: str | None, is_acknowledged: bool
) -> SigningFacts:
    rules = contract.rules if isinstance(contract, DossierContract) else ()
    codes = {block.target_id for block in contract.targets}
    rows = [row for row in held.targets if row.code in codes]
    bases = [held.inventory(row.inventory_id) for row in rows]
    citations = citations_of(session, held.group)
    now = {row.code: base_year_source(base, citations) for row, base in zip(rows, bases, strict=True)}
    doubtful = [base for base in bases if base is None or base.origin is not Origin.STATEMENTS]
    shown = next((base for base in [*doubtful, *bases] if base is not None), None)
    return SigningFacts(
        base_year=shown.year if shown is not None and None not in doubtful else None,
        base_year_is_verified=bool(bases) and not doubtful,
        open_tasks=len({task.id for row in rows for task in held.open_tasks(row.inventory_id)}),
        broken=tuple(f"{r.target_id} {r.rule_id}".strip() for r in rules if r.outcome is Outcome.FAIL),
        missing=sum(r.outcome is Outcome.MISSING for r in rules),
        is_acknowledged=is_acknowledged,
        newer=newer,
        stale_base=any(block.base_year_source != now.get(block.target_id, "") for block in contract.targets),
    )
