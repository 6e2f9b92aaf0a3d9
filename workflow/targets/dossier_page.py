"""What the screens of the group's documents show: all versions, one version, the package, and what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography import x509

from methods.target_rules import Outcome
from reports.detached import DetachedVerdict, check_detached
from reports.sbt_contract import DossierContract, RuleRow, VersionChange
from workflow.access import Actor
from workflow.db import ScopedSession
from workflow.errors import NotYours, Refusal
from workflow.opinion.signatures import read
from workflow.people.keys import authority
from workflow.people.models import Organisation
from workflow.people.queries import live_key_of
from workflow.targets.access import may_approve, may_edit
from workflow.targets.dossier_contract import contract_of
from workflow.targets.dossier_differences import differences
from workflow.targets.dossier_machine import DOSSIER_VERSION, SigningFacts
from workflow.targets.dossier_material import facts_of
from workflow.targets.dossier_models import DossierFacts, DossierVersion, SbtPackage
from workflow.targets.dossier_queries import packages_of_group, version_before, versions_of_group
from workflow.targets.dossier_rules import VersionState
from workflow.targets.dossier_signing import signing_facts

DOCUMENT, WORKBOOK, SIGNATURE, DATA = "document.docx", "forms.xlsx", ".p7s", "data.json"
# Refusals of the person, not of the document: the form or a link beside it mends them.
OF_THE_FORM = frozenset({"G-ACK"})


@dataclass(frozen=True)
class VersionFile:
    """One file of a version: its name in the address, its hash, its size in the product's words."""

    name: str
    sha256: str


@dataclass(frozen=True)
class DocumentsPage:
    """All versions of all documents with the packages in which they went out."""

    group: Organisation
    versions: tuple[DossierVersion, ...]
    packages: tuple[SbtPackage, ...]
    facts: DossierFacts | None
    may_make: bool
    may_sign: bool

    def packed_in(self, code: str) -> list[int]:
        """Return the numbers of the packages that hold a version."""
        return [row.number for row in self.packages if code in row.codes][::-1]


@dataclass(frozen=True)
class VersionPage:
    """One version: its files, rule results to act on, differences, and what signing lacks."""

    group: Organisation
    version: DossierVersion
    contract: Any
    files: tuple[VersionFile, ...]
    others: tuple[DossierVersion, ...]
    compared_with: DossierVersion | None
    changes: tuple[VersionChange, ...]
    packed_in: tuple[int, ...]
    to_look_at: tuple[RuleRow, ...]
    signing: SigningFacts | None
    blockers: tuple[Refusal, ...]
    verdict: DetachedVerdict | None
    has_key: bool
    may_sign: bool


def documents_page(session: ScopedSession, actor: Actor, group: Organisation) -> DocumentsPage:
    """The list of a group's documents."""
    return DocumentsPage(
        group, tuple(versions_of_group(session, group)), tuple(packages_of_group(session, group)),
        facts_of(session, group), may_edit(actor, group), may_approve(actor, group),
    )  # fmt: skip


def version_page(
    session: ScopedSession, actor: Actor, group: Organisation, code: str, now: datetime, *, against: str = ""
) -> VersionPage:
    """One version, compared with the one before or with another of its series."""
    versions = versions_of_group(session, group)
    version = version_in(versions, code)
    series = [row for row in versions if (row.kind, row.year) == (version.kind, version.year)]
    others = tuple(row for row in series if row.code != code and row.state is not VersionState.FAILED)
    chosen = next((row for row in others if row.code == against), None)
    compared = chosen or version_before(versions, version)
    contract = contract_of(version)
    may_sign = may_approve(actor, group) and version.state is VersionState.MADE
    facts = signing_facts(session, group, version, versions) if version.state is VersionState.MADE else None
    shut = DOSSIER_VERSION.blockers("sign", version.state, facts) if facts else ()
    packages = packages_of_group(session, group)
    return VersionPage(
        group, version, contract, files_of(version), others, compared,
        differences(contract_of(compared), contract) if compared is not None else (),
        tuple(row.number for row in reversed(packages) if code in row.codes),
        _to_look_at(contract), facts, tuple(each for each in shut if each.code not in OF_THE_FORM),
        verdict_on(version, now), _has_key(session, actor) if may_sign else False, may_sign,
    )  # fmt: skip


def version_in(versions: list[DossierVersion], code: str) -> DossierVersion:
    """A version by its code; NotYours for another's."""
    found = next((row for row in versions if row.code == code), None)
    if found is None:
        raise NotYours("There is no such document.")
    return found


def files_of(version: DossierVersion) -> tuple[VersionFile, ...]:
    """The files of a version that are there: document, workbook, their signatures, the data."""
    listed = (
        (DOCUMENT, version.document_sha256), (DOCUMENT + SIGNATURE, version.document_signature_sha256),
        (WORKBOOK, version.workbook_sha256), (WORKBOOK + SIGNATURE, version.workbook_signature_sha256),
        (DATA, version.contract_sha256),
    )  # fmt: skip
    return tuple(VersionFile(name, sha256) for name, sha256 in listed if sha256 is not None)


def verdict_on(version: DossierVersion, now: datetime) -> DetachedVerdict | None:
    """Whether the signature stands over the stored document, read again as a stranger would; None when unsigned."""
    if version.document_sha256 is None or version.document_signature_sha256 is None:
        return None
    roots: tuple[x509.Certificate, ...] = (authority().root,)
    return check_detached(
        read(version.document_sha256), read(version.document_signature_sha256), roots, now, by="person"
    )


def _has_key(session: ScopedSession, actor: Actor) -> bool:
    return actor.person_id is not None and live_key_of(session, actor.person_id) is not None


def _to_look_at(contract: Any) -> tuple[RuleRow, ...]:
    """The rules of a dossier that are broken, or lack an input; what is broken first."""
    rules = contract.rules if isinstance(contract, DossierContract) else ()
    order = (Outcome.FAIL, Outcome.MISSING)
    return tuple(sorted((r for r in rules if r.outcome in order), key=lambda r: order.index(r.outcome)))
