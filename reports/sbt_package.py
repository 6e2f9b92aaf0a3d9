"""The group's own package of its targets: documents, forms, rule results and data, signed by its signatory.

No verification body's key touches it: statements are cited by number, revision and hash (decision 15).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reports.authority import Authority
from reports.keys import PersonKey
from reports.package import BuiltPackage, PackageFacts, PackageItem, PackageRefused, build_package
from reports.sbt_commitment import render_commitment
from reports.sbt_contract import (
    CommitmentContract,
    DossierContract,
    PlanContract,
    ProgressContract,
    canonical,
)
from reports.sbt_dossier import render_dossier
from reports.sbt_forms import render_forms
from reports.sbt_plan import render_plan
from reports.sbt_progress import render_progress
from reports.seal import sign_detached_by
from reports.wording import English

# The items of profile "sbt"; their numbers go on where those of a verification package end.
LETTER, DOSSIER, PLAN, PROGRESS, FORMS = 21, 22, 23, 24, 25
RULE_RESULTS, DATA, STATEMENTS, QUERIES, DECISION, ANNEX = 26, 27, 28, 29, 30, 31


@dataclass(frozen=True, slots=True, kw_only=True)
class SbtContents:
    """What goes in: the frozen contracts, and files that stand elsewhere (queries, decision letter, annexes).

    `others` are items 29 to 31; their paths must lie in `queries/`, `decision/` or `annexes/` as agreed there.
    """

    dossier: DossierContract
    letter: CommitmentContract | None = None
    plan: PlanContract | None = None
    progress: tuple[ProgressContract, ...] = ()
    others: tuple[PackageItem, ...] = ()


@dataclass(frozen=True, slots=True)
class SbtDocument:
    """One rendered file: its path in the package, its item and its bytes."""

    path: str
    item: int
    content: bytes

    @property
    def sha256(self) -> str:
        """The SHA-256 of the bytes, 64 hex digits."""
        return hashlib.sha256(self.content).hexdigest()


def render_documents(contents: SbtContents, words: English | None = None) -> tuple[SbtDocument, ...]:
    """Return all documents that a person signs, in the order of the items; the same contents, the same bytes."""
    said = words or English()
    made = [SbtDocument("dossier.docx", DOSSIER, render_dossier(contents.dossier, said))]
    if contents.letter is not None:
        made.append(SbtDocument("commitment-letter.docx", LETTER, render_commitment(contents.letter, said)))
    if contents.plan is not None:
        made.append(SbtDocument("reduction-plan.docx", PLAN, render_plan(contents.plan, said)))
    made += [
        SbtDocument(f"progress-{report.reporting_year}.docx", PROGRESS, render_progress(report, said))
        for report in contents.progress
    ]
    made.append(SbtDocument("forms.xlsx", FORMS, render_forms(contents.dossier)))
    return tuple(sorted(made, key=lambda one: (one.item, one.path)))


def data_files(contents: SbtContents) -> tuple[SbtDocument, ...]:
    """Return rule results, cited statements and the data of each document as canonical JSON (RFC 8785).

    The SHA-256 of a data file is the hash that its document prints.
    """
    dossier = contents.dossier
    made = [
        SbtDocument("rule-results.json", RULE_RESULTS, canonical(dossier.rules)),
        SbtDocument("statements.json", STATEMENTS, canonical(dossier.annexes.statements)),
        SbtDocument("data/dossier.json", DATA, canonical(dossier)),
    ]
    if contents.letter is not None:
        made.append(SbtDocument("data/commitment-letter.json", DATA, canonical(contents.letter)))
    if contents.plan is not None:
        made.append(SbtDocument("data/reduction-plan.json", DATA, canonical(contents.plan)))
    made += [
        SbtDocument(f"data/progress-{report.reporting_year}.json", DATA, canonical(report))
        for report in contents.progress
    ]
    return tuple(made)


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A document and the detached signature (.p7s) of the signatory over its bytes."""

    document: SbtDocument
    signature: bytes


def build_sbt_package(
    target: Path,
    contents: SbtContents,
    facts: PackageFacts,
    signer: PersonKey,
    *,
    authority: Authority,
    now: datetime,
    words: English | None = None,
    fault_point: Callable[[str], None] | None = None,
) -> BuiltPackage:
    """Render, sign and gather everything in one step; a failure leaves nothing at `target`.

    Raises what `gather_sbt_package` raises, and TableDoesNotFoot when a table does not.
    """
    _refuse(contents, facts, signer)
    signed = [
        SignedDocument(document, sign_detached_by(document.content, signer, authority=authority, now=now))
        for document in render_documents(contents, words)
    ]
    return gather_sbt_package(
        target, contents, signed, facts, signer, authority=authority, now=now, fault_point=fault_point
    )


def gather_sbt_package(
    target: Path,
    contents: SbtContents,
    signed: Sequence[SignedDocument],
    facts: PackageFacts,
    signer: PersonKey,
    *,
    authority: Authority,
    now: datetime,
    fault_point: Callable[[str], None] | None = None,
) -> BuiltPackage:
    """Gather documents that are signed already with their data, and sign the manifest over all of it.

    `facts` are those of profile "sbt", their `group` the organisation of the signatory. Raises PackageRefused
    when no verification statement is cited or the signatory is not the group's, a SealingError when the
    signatory may not sign at `now`.
    """
    _refuse(contents, facts, signer)
    items: list[PackageItem] = [*contents.others]
    for one in signed:
        document = one.document
        items.append(PackageItem(document.path, document.content, document.sha256, document.item, "person"))
        items.append(_plain(SbtDocument(f"{document.path}.p7s", document.item, one.signature)))
    items += [_plain(data) for data in data_files(contents)]
    more = {"fault_point": fault_point} if fault_point else {}
    return build_package(target, items, facts, authority=authority, now=now, signer=signer, **more)


def _plain(one: SbtDocument) -> PackageItem:
    return PackageItem(one.path, one.content, one.sha256, one.item)


def _refuse(contents: SbtContents, facts: PackageFacts, signer: PersonKey) -> None:
    if facts.profile != "sbt":
        raise PackageRefused("There is no package profile {profile} of targets.", profile=facts.profile)
    if not contents.dossier.annexes.statements:
        raise PackageRefused(
            "The dossier cites no verification statement. Have the base year verified, then sign the targets."
        )
    if signer.organisation != facts.group[:64]:
        raise PackageRefused(
            "{name} signs for {found}, not for {group}. The group's own signatory signs its targets.",
            name=signer.name,
            found=signer.organisation,
            group=facts.group,
        )
    strangers = _strangers(contents.others)
    if strangers:
        raise PackageRefused("{path} is no query, decision or annex of targets.", path=strangers[0])


def _strangers(others: Sequence[PackageItem]) -> list[str]:
    return [item.path for item in others if item.item not in {QUERIES, DECISION, ANNEX}]
