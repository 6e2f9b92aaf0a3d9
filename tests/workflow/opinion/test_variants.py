"""Variants V-8, V-9 and V-11 of the worked case (section 9.6), through the commands.

V-1 to V-6 stand with the evaluation, V-7 with the engagement, V-10 with the evidence checks.
"""

from __future__ import annotations

from io import BytesIO

import pytest

from reports.authority import fingerprint
from reports.check import check_package
from reports.offline_check import MANIFEST, check_files, content, read_manifest, read_members
from tests.factories import EVERYTHING, a_document, the_system
from tests.methods import worked_case
from tests.workflow.ghg_statement.halden import submit
from tests.workflow.opinion.scene import Scene, decided, in_review, issued
from tests.workflow.opinion.test_later import state_of, tell
from workflow.admin.doctor import examine
from workflow.audit import case_stream, events_of
from workflow.cases.rules import CaseState
from workflow.documents.models import DocumentVersion
from workflow.documents.storage import store
from workflow.errors import RuleViolation
from workflow.opinion import reads
from workflow.opinion.effects import effects_of
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState, Profile
from workflow.people.keys import authority
from workflow.unit_of_work import reading, unit_of_work
from workflow.worker import run_all_due


def test_v8_a_version_submitted_during_the_review_takes_the_case_back_to_evaluation(scene: Scene) -> None:
    in_review(scene)
    run_all_due()
    number = submit(scene.halden, worked_case.V2)
    run_all_due()
    with reading(EVERYTHING) as session:
        case = scene.halden.case(session)
        assert case.state is CaseState.EVALUATION
        assert reads.draft_of(session, case) is None, "the draft opinion is void"
        assert reads.factual_check_of(session, case) is None
        moved = next(e for e in events_of(session, case_stream(case.id)) if e.verb == "case.take_new_version")
    assert moved.actor_id is None and f"version {number}" in moved.body.lower()


def test_v8_a_version_submitted_after_the_decision_voids_the_number(scene: Scene) -> None:
    decided(scene)
    run_all_due()
    submit(scene.halden, worked_case.V2)
    run_all_due()
    with reading(EVERYTHING) as session:
        case = scene.halden.case(session)
        assert case.state is CaseState.EVALUATION
        (issue,) = reads.issues_of(session, case)
    assert issue.state is IssueState.SEALED and issue.void_reason


@pytest.mark.parametrize(
    ("effect", "share", "refused"), [("-196.00", "0.79", "revise"), ("-1274.00", "5.12", "note_only")]
)
def test_v9_a_later_fact_is_noted_or_revises_by_its_share_of_the_group(
    scene: Scene, effect: str, share: str, refused: str
) -> None:
    issued(scene)
    scene.at(12, 6)
    tell(scene, effect)
    scene.move(scene.lead, "review_after_issue")
    with reading(EVERYTHING) as session:
        issue = session.get_one(Issue, state_of(scene).id)
        (found,) = effects_of(issue, reads.later_facts_of(session, issue))
        assert f"{found.share * 100:.2f}" == share
    with pytest.raises(RuleViolation) as why:
        scene.move(scene.decider, refused, "steam")
    assert why.value.codes == ("G-LATER",)


def test_v11_an_evidence_file_changed_after_issue_is_named_by_the_doctor(scene: Scene) -> None:
    issued(scene)
    stored = store().put(BytesIO(b"bill of July, 742 MWh"), 100)
    with unit_of_work(the_system()) as uow:
        document = a_document(uow, scene.halden.case(uow.session), "E-003")
        version = uow.session.query(DocumentVersion).filter_by(document_id=document.id).one()
        version.sha256 = stored.sha256
        uow.record("document.given", document, covers=[version])
    path = store().path(stored.sha256)
    path.chmod(0o640)
    path.write_bytes(b"bill of July, 743 MWh")
    found = next(answer for answer in examine() if answer.what == "store")
    assert not found.is_in_order
    assert "evidence E-003.pdf" in found.sentence


@pytest.mark.parametrize("profile", list(Profile))
def test_v11_a_file_changed_in_an_issued_package_is_named(scene: Scene, profile: Profile) -> None:
    issued(scene)
    with reading(EVERYTHING) as session:
        path = store().path(reads.packages_of(session, state_of(scene))[profile].sha256)
    whole = path.read_bytes()
    members = read_members(BytesIO(whole))
    (manifest,) = (member for member in members if member.path == MANIFEST)
    listed = read_manifest(content(BytesIO(whole), manifest))["files"]
    for member in members:
        changed = bytearray(whole)
        changed[member.begin + member.size // 2] ^= 1
        wrong = [named for named, _why in check_files(BytesIO(changed), members, listed)]
        assert wrong == [member.path]
    received = path.with_suffix(".received")
    received.write_bytes(changed)
    verdict = check_package(received, fingerprint(authority().root), scene.house.clock.now())
    received.unlink()
    assert not verdict.intact.holds and verdict.files == (member.path,)
