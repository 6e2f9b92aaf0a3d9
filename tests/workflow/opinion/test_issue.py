"""The issue: its packages check offline, carry one set of numbers, and are served as the bytes once sealed."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pdfplumber
import pytest

from reports.authority import fingerprint
from reports.check import check_package
from reports.offline_check import verify_chain_lines
from tests.factories import EVERYTHING
from tests.workflow.opinion.scene import Scene, decided, issued
from workflow.documents.storage import store
from workflow.opinion import packages, reads
from workflow.opinion.models import Issue, Package
from workflow.opinion.rules import IssueState, Profile
from workflow.opinion.status import status_of
from workflow.people.keys import authority
from workflow.unit_of_work import reading
from workflow.worker import run_all_due


@pytest.fixture
def scene_issued(scene: Scene) -> Scene:
    issued(scene)
    return scene


def the_issue(scene: Scene) -> Issue:
    with reading(EVERYTHING) as session:
        issue = reads.standing_issue(session, scene.halden.case(session))
        assert issue is not None
        return issue


def the_packages(scene: Scene) -> dict[Profile, Package]:
    with reading(EVERYTHING) as session:
        return reads.packages_of(session, the_issue(scene))


def path_of(scene: Scene, profile: Profile) -> Path:
    return store().path(the_packages(scene)[profile].sha256)


def member(scene: Scene, name: str, profile: Profile = Profile.CLIENT) -> bytes:
    with zipfile.ZipFile(path_of(scene, profile)) as archive:
        return archive.read(name)


@pytest.mark.parametrize("profile", list(Profile))
def test_each_package_is_intact_valid_trusted_and_complete(scene_issued: Scene, profile: Profile) -> None:
    root = fingerprint(authority().root)
    verdict = check_package(path_of(scene_issued, profile), root, scene_issued.house.clock.now())
    assert verdict.holds, verdict


def test_the_numbers_are_the_same_in_statement_report_inventory_and_evaluation(scene_issued: Scene) -> None:
    for name in ("01-statement/verification-statement.pdf", "02-report/verification-report.pdf"):
        with pdfplumber.open(io.BytesIO(member(scene_issued, name))) as pdf:
            words = " ".join(page.extract_text() for page in pdf.pages)
        for number in ("52,267.92", "49,653.42", "24,883.32", "27,384.60", "1,304.93", "23,578.39"):
            assert number in words, (name, number)
    inventory = member(scene_issued, "03-ghg-statement/inventory.csv").decode("utf-8-sig").splitlines()[1:]
    cents = sum(round(float(line.split(",")[-2]) * 100) for line in inventory)
    assert cents == 5_226_792
    book = openpyxl.load_workbook(
        io.BytesIO(member(scene_issued, "07-evaluation/evaluation.xlsx")), data_only=True
    )
    printed = {str(cell.value) for row in book["Summary"].iter_rows() for cell in row}
    assert {"24883.32", "27384.6"} <= printed


def test_the_signed_bytes_of_the_ghg_statement_are_in_the_package(scene_issued: Scene) -> None:
    content = json.loads(member(scene_issued, "03-ghg-statement/ghg-statement.json"))
    contract = json.loads(member(scene_issued, "01-statement/contract.json"))
    manifest = json.loads(member(scene_issued, "manifest.json"))
    listed = {entry["path"]: entry["sha256"] for entry in manifest["files"]}
    assert content["version"] == 2
    assert contract["ghg_statement"]["sha256"] == listed["03-ghg-statement/ghg-statement.json"]
    assert listed["01-statement/contract.json"] == the_issue(scene_issued).contract_sha256


def test_the_client_sees_its_own_events_and_the_chain_still_ends_at_the_issue(scene_issued: Scene) -> None:
    lines = member(scene_issued, "trail.jsonl").splitlines()
    chain = verify_chain_lines(lines)
    issue = the_issue(scene_issued)
    assert (chain.broken_seq, chain.head_seq, chain.head_hash) == (None, issue.trail_seq, issue.trail_head)
    assert chain.withheld > 0
    shown = [json.loads(json.loads(line)["body"])["verb"] for line in lines if b'"body"' in line]
    assert shown[-1] == "case.issue"
    assert not any(verb.startswith(("review.", "evaluation.", "draft_opinion.")) for verb in shown)
    everything = verify_chain_lines(member(scene_issued, "trail.jsonl", Profile.ACCREDITATION).splitlines())
    assert everything.withheld == 0


def test_a_client_gets_a_confirmation_instead_of_review_and_declarations(scene_issued: Scene) -> None:
    def folders(profile: Profile) -> set[str]:
        with zipfile.ZipFile(path_of(scene_issued, profile)) as archive:
            return {name.split("/")[0] for name in archive.namelist() if "/" in name}

    client, accreditation = folders(Profile.CLIENT), folders(Profile.ACCREDITATION)
    assert "17-confirmation" in client and "17-confirmation" not in accreditation
    assert {"08-review", "09-declarations", "14-working-papers"} <= accreditation
    assert not {"08-review", "09-declarations", "14-working-papers"} & client
    assert folders(Profile.PUBLIC) == {"01-statement", "10-claim", "authority"}


def test_built_again_a_package_has_the_same_manifest(scene_issued: Scene) -> None:
    with reading(EVERYTHING) as session:
        issue = session.get_one(Issue, the_issue(scene_issued).id)
        case = scene_issued.halden.case(session)
        again = packages.build(session, case, issue, Profile.CLIENT)
    assert again.manifest_sha256 == the_packages(scene_issued)[Profile.CLIENT].manifest_sha256


def test_a_job_run_again_builds_nothing_anew(scene_issued: Scene) -> None:
    before = {profile: row.sha256 for profile, row in the_packages(scene_issued).items()}
    run_all_due()
    assert {profile: row.sha256 for profile, row in the_packages(scene_issued).items()} == before


def test_the_cover_sheet_names_state_and_hash_of_every_package(scene_issued: Scene) -> None:
    with reading(EVERYTHING) as session:
        sheet = reads.cover_sheet_of(session, the_issue(scene_issued))
    assert sheet is not None and sheet.state is IssueState.ISSUED
    with pdfplumber.open(store().path(sheet.sha256)) as pdf:
        words = pdf.pages[0].extract_text()
    assert "This statement is valid." in words
    for package in the_packages(scene_issued).values():
        assert package.sha256 in words


def test_a_sealed_number_reads_unknown(scene: Scene) -> None:
    decided(scene)
    with reading(EVERYTHING) as session:
        assert status_of(session, "NA-2022-0041") is None


def test_by_number_alone_only_the_status_is_told(scene_issued: Scene) -> None:
    prefix = the_issue(scene_issued).contract_sha256[:32]
    wrong = ("0" if prefix[0] != "0" else "1") + prefix[1:]
    with reading(EVERYTHING) as session:
        alone = status_of(session, "NA-2022-0041")
        for given in (wrong, prefix[:31], prefix + "0", "", "' OR 1=1"):
            assert status_of(session, "NA-2022-0041", given) == alone
        held = status_of(session, "NA-2022-0041", prefix)
    assert alone is not None and held is not None
    assert (alone.word, alone.revision, alone.details) == ("valid", 0, None)
    assert held.details is not None
    assert str(held.details.total) == "52267.92"
    assert [(g.code, g.level.value) for g in held.details.groups] == [
        ("A", "reasonable"),
        ("B", "reasonable"),
    ]


def test_a_void_number_reads_void(scene: Scene) -> None:
    decided(scene)
    scene.move(scene.decider, "refuse_draft", "Say more.")
    with reading(EVERYTHING) as session:
        found = status_of(session, "NA-2022-0041")
    assert found is not None and (found.word, found.details) == ("void", None)
