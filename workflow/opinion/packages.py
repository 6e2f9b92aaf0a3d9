"""Packages and cover sheets: built once, sealed, stored, and from then on served as those bytes."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from evidence.store import Stored
from reports.package import PackageFacts, build_package
from reports.records import Record, RecordFact, RecordKind, RecordSection, render_record
from reports.seal import sign_detached
from workflow.audit import FIRST_PREVIOUS
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.documents.storage import store
from workflow.errors import Refusal, RuleViolation
from workflow.faults import crashpoint
from workflow.i18n import N_, message
from workflow.opinion import reads
from workflow.opinion.drawing_up import keep
from workflow.opinion.items import Desk, file_of, items_of
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState, Profile
from workflow.people.keys import authority
from workflow.unit_of_work import services

LARGEST_PACKAGE = 2**32
STATE_SENTENCES = {
    IssueState.ISSUED: "This statement is valid.",
    IssueState.UNDER_REVIEW: "This statement is under review: a fact discovered later is being assessed.",
    IssueState.SUPERSEDED: "This statement is superseded: use the revision named below.",
    IssueState.WITHDRAWN: "This statement is withdrawn: stop using it.",
}


@dataclass(frozen=True)
class Built:
    """A package as it stands in the store."""

    stored: Stored
    manifest_sha256: str


def build(session: ScopedSession, case: Case, issue: Issue, profile: Profile) -> Built:
    """Build and seal the package of a profile and put it into the store; times come from the case (V-PK-5).

    A package of what has not left the house is refused (V-PK-6).
    """
    if issue.state is IssueState.SEALED or issue.issued_at is None:
        sentence = message(N_("{code} is not issued: there is no package of it."), code=issue.code)
        raise RuleViolation(Refusal("G-ISSUED", sentence))
    root = services().config.packages_folder
    root.mkdir(parents=True, exist_ok=True)
    begun = f"building-{issue.id}-{profile.value}-"
    for left in root.glob(f"{begun}*"):
        # A builder that was killed could not clear up; a late one that still lives has lost its lease.
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=begun, dir=root, ignore_cleanup_errors=True) as name:
        desk = Desk(file_of(session, case, issue), profile, Path(name))
        facts = PackageFacts(
            case=case.code,
            number=issue.number,
            revision=issue.revision,
            profile=profile.value,
            producer=f"Assay {own_version()}",
            issued_at=issue.issued_at,
            trail_seq=issue.trail_seq or 0,
            trail_hash=issue.trail_head or FIRST_PREVIOUS,
        )
        target = Path(name) / "package.zip"
        built = build_package(
            target, items_of(desk), facts, authority=authority(), now=issue.issued_at, fault_point=crashpoint
        )
        with target.open("rb") as file:
            stored = store().put(file, LARGEST_PACKAGE)
    return Built(stored, built.manifest_sha256)


def own_version() -> str:
    """The version of this product, as it names itself in packages."""
    try:
        return version("assay")
    except PackageNotFoundError:  # run from its folder, never installed
        return "0.1.0"


def file_name(issue: Issue, profile: Profile) -> str:
    """NUMBER-REV-profile.zip: a hyphen for the slash."""
    return f"{issue.number}-{issue.revision}-{profile.value}.zip"


@dataclass(frozen=True)
class Sheet:
    """A cover sheet and the seal beside it, as they stand in the store."""

    stored: Stored
    seal: Stored


def make_cover_sheet(session: ScopedSession, case: Case, issue: Issue) -> Sheet:
    """One sealed page: NUMBER/REV, its state now, and the SHA-256 of each profile (section 8)."""
    file = file_of(session, case, issue)
    packages = reads.packages_of(session, issue)
    newer = [i for i in reads.issues_of(session, case) if i.revision > issue.revision and i.issued_at]
    facts = [
        RecordFact(label="Number and revision", value=issue.code),
        RecordFact(label="State", value=_state_words(issue, newer)),
    ]
    if issue.withdrawn_reason:
        facts.append(RecordFact(label="Reason", value=issue.withdrawn_reason))
    hashes = tuple(
        RecordFact(
            label=f"SHA-256 of the {profile.value} package", value=packages[profile].sha256, is_raw=True
        )
        for profile in Profile
        if profile in packages
    )
    record = Record(
        kind=RecordKind.COVER,
        header=file.header,
        title=f"Cover sheet of {issue.code}",
        lead=STATE_SENTENCES[issue.state],
        sections=(
            RecordSection(title="State", facts=tuple(facts)),
            RecordSection(title="Packages as they were sealed at issue", facts=hashes),
        ),
        notices=file.statement.notices,
    )
    pdf = render_record(record)
    now = services().clock.now()
    return Sheet(keep(pdf), keep(sign_detached(pdf, authority=authority(), now=now)))


def _state_words(issue: Issue, newer: list[Issue]) -> str:
    if issue.state is IssueState.SUPERSEDED and newer:
        return f"superseded by rev {newer[-1].revision}"
    return issue.state.value.replace("_", " ")
