"""The rules of section 8 on packages (V-PK-4 to V-PK-6), and what a package for a client never holds."""

from __future__ import annotations

import json
import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pdfplumber
import pytest

from reports.authority import fingerprint
from reports.check import check_package
from tests.factories import EVERYTHING, a_document, a_person, an_organisation, the_system
from tests.workflow.opinion.scene import Scene, decide, decided, drafted, in_decision, issued, sign_both
from tests.workflow.opinion.test_later import revise, state_of, tell
from workflow.documents.models import DocumentVersion
from workflow.documents.storage import store
from workflow.errors import RuleViolation
from workflow.findings.models import Citation, Finding
from workflow.opinion import commands, packages, reads
from workflow.opinion.contracts.parties import ground_of
from workflow.opinion.contracts.statement import verification_report
from workflow.opinion.models import Issue
from workflow.opinion.rules import Profile
from workflow.people.keys import authority
from workflow.people.models import Person
from workflow.people.rules import OrganisationKind
from workflow.unit_of_work import reading, unit_of_work
from workflow.worker import run_all_due

SECRET = "Recipe of the copper alloy"


def package(scene: Scene, profile: Profile, revision: int = 0) -> Path:
    with reading(EVERYTHING) as session:
        return store().path(reads.packages_of(session, state_of(scene, revision))[profile].sha256)


def cover_words(scene: Scene, revision: int = 0) -> str:
    with reading(EVERYTHING) as session:
        sheet = reads.cover_sheet_of(session, state_of(scene, revision))
        assert sheet is not None
        with pdfplumber.open(store().path(sheet.sha256)) as pdf:
            return str(pdf.pages[0].extract_text())


def test_v_pk_4_a_superseded_revision_says_so_on_its_cover_and_its_bytes_still_verify(scene: Scene) -> None:
    issued(scene)
    before = {profile: package(scene, profile).read_bytes() for profile in Profile}
    assert "superseded" not in cover_words(scene)
    scene.at(12, 6)
    fact = tell(scene, "-1274.00")
    scene.move(scene.lead, "review_after_issue")
    run_all_due()
    assert "under review" in cover_words(scene)
    with scene.by(scene.lead) as (uow, case):
        commands.warn_users(uow, case, fact, users="Buyer Ltd")
    scene.move(scene.decider, "revise", "5.12 % of group A")
    revise(scene)
    assert "superseded by rev 1" in cover_words(scene)
    assert "superseded" not in cover_words(scene, 1)
    trust = fingerprint(authority().root)
    for profile, content in before.items():
        assert package(scene, profile).read_bytes() == content
        assert check_package(package(scene, profile), trust, scene.house.clock.now()).holds
        assert sha256(content).hexdigest() in cover_words(scene)


@pytest.mark.parametrize("profile", list(Profile))
def test_v_pk_5_a_package_built_again_on_another_day_has_the_same_manifest(
    scene: Scene, profile: Profile
) -> None:
    issued(scene)
    scene.at(12, 20)
    with reading(EVERYTHING) as session:
        issue = session.get_one(Issue, state_of(scene).id)
        again = packages.build(session, scene.halden.case(session), issue, profile)
        first = reads.packages_of(session, issue)[profile]
    assert again.manifest_sha256 == first.manifest_sha256


def test_v_pk_6_there_is_no_package_of_what_is_not_issued(scene: Scene) -> None:
    decided(scene)
    with reading(EVERYTHING) as session:
        case = scene.halden.case(session)
        issue = reads.sealed_issue(session, case)
        assert issue is not None
        with pytest.raises(RuleViolation, match="NA-2022-0041/0 is not issued"):
            packages.build(session, case, issue, Profile.PUBLIC)


def test_v_pk_6_a_draft_bears_its_mark_on_every_page_and_no_signature(scene: Scene) -> None:
    from reports.signatures import check_signatures
    from reports.verification_report import render_verification_report

    drafted(scene)
    with reading(EVERYTHING) as session:
        report = verification_report(session, ground_of(session, scene.halden.case(session)))
    pdf = render_verification_report(report, is_draft=True)
    with pdfplumber.open(BytesIO(pdf)) as document:
        assert all("DRAFT" in (page.extract_text() or "") for page in document.pages)
    assert not check_signatures(pdf, (authority().root,), scene.house.clock.now()).signed


def _given(scene: Scene, code: str, giver: Person | None, **fields: object) -> str:
    """A document with its bytes in the store, handed in by somebody and cited by F-001; gives its SHA-256."""
    digest = store().put(BytesIO(code.encode()), 100).sha256
    with unit_of_work(the_system()) as uow:
        case = scene.halden.case(uow.session)
        document = a_document(uow, case, code, **fields)
        version = uow.session.query(DocumentVersion).filter_by(document_id=document.id).one()
        version.received_by_id = giver.id if giver else None
        finding = uow.session.query(Finding).filter_by(code="F-001").one()
        citation = Citation(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=finding.id, document_code=code,
            document_version_id=version.id, sha256=version.sha256, page=1,
        )  # fmt: skip
        uow.session.add(citation)
        if fields.get("is_confidential"):
            document.title = SECRET
        uow.record("document.given", document, covers=[version, citation], value="4.05 kg CO2e/kg")
    return digest


@pytest.fixture
def evidenced(scene: Scene) -> Scene:
    """Issued with a file of the client, one of another entity, and one that a supplier holds in confidence."""
    in_decision(scene)
    with unit_of_work(the_system()) as uow:
        own = uow.session.get_one(Person, scene.halden.preparer.person_id)
        sister = an_organisation(uow, "Halden Cable (Dongguan)", OrganisationKind.SUBSIDIARY)
        other = a_person(uow, sister, "Deng Jie")
        uow.session.flush()
    _given(scene, "E-091", own)
    _given(scene, "E-092", other)
    _given(scene, "E-093", own, is_confidential=True)
    decide(scene)
    scene.at(11, 25)
    sign_both(scene)
    scene.move(scene.decider, "issue")
    run_all_due()
    return scene


def evidence_in(path: Path) -> set[str]:
    with zipfile.ZipFile(path) as archive:
        names = [name.split("/")[1] for name in archive.namelist() if name.startswith("15-evidence/")]
    return {name.split("-v")[0] for name in names}


def test_a_package_holds_only_what_its_reader_may_have(evidenced: Scene) -> None:
    assert evidence_in(package(evidenced, Profile.PUBLIC)) == set()
    assert evidence_in(package(evidenced, Profile.CLIENT)) == {"E-091"}
    assert evidence_in(package(evidenced, Profile.ACCREDITATION)) >= {"E-091", "E-092", "E-093"}


def test_what_a_supplier_holds_in_confidence_stands_nowhere_in_a_package_of_others(evidenced: Scene) -> None:
    for profile in (Profile.PUBLIC, Profile.CLIENT):
        with zipfile.ZipFile(package(evidenced, profile)) as archive:
            for name in archive.namelist():
                content = archive.read(name)
                assert SECRET.encode() not in content, name
                if name.endswith(".pdf") and not name.startswith("15-evidence/"):
                    with pdfplumber.open(BytesIO(content)) as pdf:
                        assert all(SECRET not in page.extract_text() for page in pdf.pages), name
                if name.endswith(".xlsx"):
                    with zipfile.ZipFile(BytesIO(content)) as book:
                        assert all(SECRET.encode() not in book.read(part) for part in book.namelist()), name


def test_events_on_a_confidential_document_are_withheld_from_the_client_and_the_chain_holds(
    evidenced: Scene,
) -> None:
    with zipfile.ZipFile(package(evidenced, Profile.CLIENT)) as archive:
        bodies = [json.loads(line).get("body", "") for line in archive.read("trail.jsonl").splitlines()]
    assert any("E-091" in body for body in bodies)
    assert not any("E-093" in body for body in bodies)
    verdict = check_package(
        package(evidenced, Profile.CLIENT), fingerprint(authority().root), evidenced.house.clock.now()
    )
    assert verdict.holds, verdict
