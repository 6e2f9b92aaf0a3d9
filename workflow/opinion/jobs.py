"""Background work of an issue: its packages, each built once, and a cover sheet at every state."""

from __future__ import annotations

from workflow.cases.models import Case
from workflow.opinion import packages, reads
from workflow.opinion.models import CoverSheet, Issue, Package
from workflow.opinion.register import queue_cover_sheet
from workflow.opinion.rules import IssueState, Profile
from workflow.unit_of_work import reading
from workflow.worker import JobRun


def build_package(run: JobRun, issue_id: int, profile_name: str) -> None:
    """Build the package of a profile; the last one to be built has the cover sheet made.

    Run twice it changes nothing: what is sealed once is served for ever.
    """
    profile = Profile(profile_name)
    with reading(run.actor.scope) as session:
        issue = session.get_one(Issue, issue_id)
        case = session.get_one(Case, issue.case_id)
        if profile in reads.packages_of(session, issue):
            return
        built = packages.build(session, case, issue, profile)
    with run.finishing() as uow:
        issue = uow.session.get_one(Issue, issue_id)
        if profile in reads.packages_of(uow.session, issue):
            return
        row = Package(
            case_id=issue.case_id, owner_org_id=issue.owner_org_id, issue_id=issue.id, profile=profile,
            sha256=built.stored.sha256, size=built.stored.size, manifest_sha256=built.manifest_sha256,
            built_at=uow.now,
        )  # fmt: skip
        uow.session.add(row)
        uow.record("package.build", row, issue=issue.code, profile=profile, sha256=row.sha256)
        queue_cover_sheet(uow, issue)


def make_cover_sheet(run: JobRun, issue_id: int) -> None:
    """Make the cover sheet of the state that the issue is in now."""
    with reading(run.actor.scope) as session:
        issue = session.get_one(Issue, issue_id)
        if issue.state is IssueState.SEALED:
            return
        state = issue.state
        sheet = packages.make_cover_sheet(session, session.get_one(Case, issue.case_id), issue)
    with run.finishing() as uow:
        issue = uow.session.get_one(Issue, issue_id)
        row = CoverSheet(
            case_id=issue.case_id, owner_org_id=issue.owner_org_id, issue_id=issue.id, state=state,
            sha256=sheet.stored.sha256, seal_sha256=sheet.seal.sha256, made_at=uow.now,
        )  # fmt: skip
        uow.session.add(row)
        uow.record("cover_sheet.make", row, issue=issue.code, state=state)
