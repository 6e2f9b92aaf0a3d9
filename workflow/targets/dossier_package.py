"""The group's own SBT package: signed documents, their data and cited statements, under the signatory's key.

It is signed and built inside the web request, for no job ever holds a person's key (decision 11); what takes long,
the rendering, a job has done before. Built once, it is stored and served as those bytes.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from evidence.store import Stored
from reports.keys import PersonKey
from reports.package import PackageFacts
from reports.sbt_package import (
    DOSSIER,
    FORMS,
    LETTER,
    PLAN,
    PROGRESS,
    SbtContents,
    SbtDocument,
    SignedDocument,
    gather_sbt_package,
)
from reports.sentences import SealingError
from workflow.access import Actor, Permission
from workflow.audit import head_of, organisation_stream
from workflow.db import ScopedSession
from workflow.documents.storage import store
from workflow.errors import ChangedMeanwhile, Refusal
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.opinion.packages import LARGEST_PACKAGE, own_version
from workflow.opinion.signatures import as_message, read
from workflow.people.keys import authority
from workflow.people.models import Organisation
from workflow.people.models import PersonKey as KeyRow
from workflow.people.queries import live_key_of
from workflow.targets.access import group_of
from workflow.targets.dossier_contract import contract_of
from workflow.targets.dossier_models import DossierVersion, SbtPackage
from workflow.targets.dossier_queries import packages_of_group, versions_of_group
from workflow.targets.dossier_rules import DocumentKind, VersionState
from workflow.targets.dossier_signing import CHANGED, open_key, signing_facts, who_may_not
from workflow.unit_of_work import reading, services, unit_of_work

PROFILE, NUMBER_PREFIX = "sbt", "SBT"
NO_DOSSIER = message(N_("Sign a dossier first: the package is gathered around it."))
NOTHING_NEW = message(N_("The last package holds these very documents: it stands."))
ITEMS = {
    DocumentKind.LETTER: LETTER,
    DocumentKind.DOSSIER: DOSSIER,
    DocumentKind.PLAN: PLAN,
    DocumentKind.PROGRESS: PROGRESS,
}
PATHS = {
    DocumentKind.LETTER: "commitment-letter.docx", DocumentKind.DOSSIER: "dossier.docx",
    DocumentKind.PLAN: "reduction-plan.docx", DocumentKind.PROGRESS: "progress-{year}.docx",
}  # fmt: skip


@dataclass(frozen=True)
class Bench:
    """What is gathered: the newest signed version of each document, the key on file; or why not."""

    group: Organisation
    versions: tuple[DossierVersion, ...]
    number: int
    key: KeyRow | None
    refusals: tuple[Refusal, ...]

    @property
    def codes(self) -> list[str]:
        return [row.code for row in self.versions]

    @property
    def dossier(self) -> DossierVersion:
        return next(row for row in self.versions if row.kind is DocumentKind.DOSSIER)


@dataclass(frozen=True)
class _Built:
    codes: list[str]
    stored: Stored
    manifest_sha256: str
    key: PersonKey
    at: datetime


def sign_package(actor: Actor, *, passphrase: str) -> SbtPackage:
    """Gather the newest signed documents, sign over all of them, and store the package."""
    built = _build(actor, passphrase)
    with unit_of_work(actor) as uow:
        bench = bench_of(uow.session, actor)
        refusals = (*bench.refusals, built) if isinstance(built, Refusal) else bench.refusals
        uow.refuse_unless(bench.group, "sbt_package.sign", *refusals)
        if not isinstance(built, _Built) or built.codes != bench.codes:
            raise ChangedMeanwhile(CHANGED)
        if bench.key is None or bench.key.serial != format(built.key.serial, "x"):
            raise ChangedMeanwhile(CHANGED)
        row = SbtPackage(
            owner_org_id=bench.group.id, number=bench.number, dossier_id=bench.dossier.id, codes=built.codes,
            sha256=built.stored.sha256, size=built.stored.size, manifest_sha256=built.manifest_sha256,
            signed_by=built.key.name, signed_at=built.at,
        )  # fmt: skip
        uow.session.add(row)
        uow.record("sbt_package.sign", row, number=row.number, documents=built.codes, sha256=row.sha256)
        return row


def bench_of(session: ScopedSession, actor: Actor) -> Bench:
    """What would be gathered now, with every reason why it cannot be."""
    group = group_of(session, actor, Permission.APPROVE_TARGETS)
    every = versions_of_group(session, group)
    versions = newest_signed(every)
    packages = packages_of_group(session, group)
    key = live_key_of(session, actor.person_id) if actor.person_id is not None else None
    refusals = who_may_not(actor, key)
    dossier = next((row for row in versions if row.kind is DocumentKind.DOSSIER), None)
    if dossier is None:
        refusals.append(Refusal("G-DOSSIER", NO_DOSSIER))
    else:
        refusals += why_not_gathered(session, group, dossier, every)
    if packages and packages[0].codes == [row.code for row in versions]:
        refusals.append(Refusal("G-SAME", NOTHING_NEW))
    number = packages[0].number + 1 if packages else 1
    return Bench(group, versions, number, key, tuple(refusals))


def why_not_gathered(
    session: ScopedSession, group: Organisation, dossier: DossierVersion, versions: list[DossierVersion]
) -> list[Refusal]:
    """What came up since the dossier was signed, and statements whose package is not there to be cited."""
    facts = signing_facts(session, group, dossier, versions, is_acknowledged=True)
    refusals = []
    if facts.open_tasks:
        words = message(
            N_("Settle the recalculation of the base year first: {count} open."), count=facts.open_tasks
        )
        refusals.append(Refusal("G-RECALC", words))
    unknown = [row.reference for row in contract_of(dossier).annexes.statements if not row.package_sha256]
    if unknown:
        words = message(
            N_(
                "The package of {statement} is not there to be cited by its hash: make another version when it is."
            ),
            statement=", ".join(unknown),
        )
        refusals.append(Refusal("G-CITED", words))
    return refusals


def newest_signed(versions: list[DossierVersion]) -> tuple[DossierVersion, ...]:
    """The newest signed version of each document, of progress reports one for each year."""
    found: dict[tuple[DocumentKind, int | None], DossierVersion] = {}
    for row in versions:
        if row.state is VersionState.SIGNED:
            found.setdefault((row.kind, row.year), row)
    return tuple(found.values())


def _build(actor: Actor, passphrase: str) -> _Built | Refusal | None:
    """Build the package outside any write transaction; None while a gate is shut."""
    with reading(actor.scope) as session:
        bench = bench_of(session, actor)
        trail = head_of(session, organisation_stream(bench.group.id))
    if bench.refusals or bench.key is None:
        return None
    key = open_key(bench.key, passphrase)
    if isinstance(key, Refusal):
        return key
    at = services().clock.now()
    facts = PackageFacts(
        case="targets", number=f"{NUMBER_PREFIX}-{bench.group.id:04d}", revision=bench.number, profile=PROFILE,
        producer=f"Assay {own_version()}", issued_at=at, trail_seq=trail[0], trail_hash=trail[1],
        group=bench.group.name,
    )  # fmt: skip
    root = services().config.packages_folder
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sbt-", dir=root, ignore_cleanup_errors=True) as name:
        target = Path(name) / "package.zip"
        try:
            built = gather_sbt_package(
                target, _contents(bench), _documents(bench), facts, key, authority=authority(), now=at,
                fault_point=crashpoint,
            )  # fmt: skip
        except SealingError as error:
            return Refusal("G-SIGN", as_message(error.sentence))
        with target.open("rb") as file:
            stored = store().put(file, LARGEST_PACKAGE)
    return _Built(bench.codes, stored, built.manifest_sha256, key, at)


def _contents(bench: Bench) -> SbtContents:
    of = {kind: [contract_of(row) for row in bench.versions if row.kind is kind] for kind in DocumentKind}
    return SbtContents(
        dossier=of[DocumentKind.DOSSIER][0],
        letter=next(iter(of[DocumentKind.LETTER]), None),
        plan=next(iter(of[DocumentKind.PLAN]), None),
        progress=tuple(of[DocumentKind.PROGRESS]),
    )


def _documents(bench: Bench) -> list[SignedDocument]:
    """The stored bytes of every document with the stored signature over them."""
    found = []
    for row in bench.versions:
        path = PATHS[row.kind].format(year=row.year)
        found.append(_signed(path, ITEMS[row.kind], row.document_sha256, row.document_signature_sha256))
        if row.workbook_sha256 is not None:
            found.append(_signed("forms.xlsx", FORMS, row.workbook_sha256, row.workbook_signature_sha256))
    return found


def _signed(path: str, item: int, sha256: str | None, signature: str | None) -> SignedDocument:
    assert sha256 is not None and signature is not None, path
    return SignedDocument(SbtDocument(path, item, read(sha256)), read(signature))


def package_name(package: SbtPackage) -> str:
    """The name under which a package is downloaded."""
    return f"sbt-package-{package.number}.zip"
