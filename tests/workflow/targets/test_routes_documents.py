"""The pages of documents: who sees what, what is said of nothing, files as stored, the way from facts to a package."""

from __future__ import annotations

from hashlib import sha256

import pytest

from tests.workflow.targets.documents import FACTS, ask, filled, make, run_jobs, state, version
from tests.workflow.targets.scene import BOARD, OFFICE, SIGNATORY, SUBMISSION, Scene
from tests.workflow.targets.test_dossier_signing import PASSPHRASE, lay_packages, signed_scene
from tests.workflow.town import Counted
from workflow.opinion.signatures import read
from workflow.targets import target_commands
from workflow.targets.dossier_rules import DocumentKind

__all__ = ["signed_scene"]
GUARD, MOST = 7, 12
PAGES = ("/targets/documents", "/targets/documents/facts", "/targets/documents/dossier-2")


def two_versions(scene: Scene) -> None:
    filled(scene)
    make(scene)
    state(scene, company__country="Norway")
    make(scene)


@pytest.mark.parametrize("path", PAGES[:2])
def test_an_empty_group_is_told_what_comes_first(scene: Scene, path: str) -> None:
    text = scene.town.browser(OFFICE).get(path).text
    assert "No document was made yet" in text or "printed as “not stated”" in text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("name", [OFFICE, SIGNATORY])
def test_a_page_asks_at_most_twelve_times(scene: Scene, path: str, name: str) -> None:
    two_versions(scene)
    browser = scene.town.browser(name)
    with Counted(scene.town.house) as counted:
        answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    assert len(counted.statements) <= GUARD + MOST, "\n".join(counted.statements)


def test_the_page_of_the_package_asks_at_most_twelve_times(signed_scene: Scene) -> None:
    two_versions(signed_scene)
    browser = signed_scene.town.browser(SIGNATORY)
    with Counted(signed_scene.town.house) as counted:
        answer = browser.get("/targets/documents/package")
    assert "Sign a dossier first" in answer.text
    assert len(counted.statements) <= GUARD + MOST, "\n".join(counted.statements)


@pytest.mark.parametrize(
    ("name", "status"),
    [
        (BOARD, 200), ("Zhang Min", 403), ("Liu Yan", 403), ("Omar Other", 404), ("Rolf Rival", 404),
        ("Ingrid Solberg", 403),
    ],
)  # fmt: skip
def test_who_reads_a_version_and_its_files(scene: Scene, name: str, status: int) -> None:
    two_versions(scene)
    browser = scene.town.browser(name)
    for path in ("/targets/documents/dossier-2", "/targets/documents/dossier-2/files/document.docx"):
        assert browser.get(path).status_code == status, path


@pytest.mark.parametrize("name", [SIGNATORY, BOARD])
def test_only_the_office_makes_versions_and_states_facts(scene: Scene, name: str) -> None:
    filled(scene)
    browser = scene.town.browser(name)
    assert browser.post("/targets/documents/new", kind="dossier").status_code == 403
    assert browser.post("/targets/documents/facts", **FACTS).status_code == 403
    assert 'name="company-legal_name"' not in browser.get("/targets/documents/facts").text


def test_only_the_signatory_is_asked_for_a_passphrase(signed_scene: Scene) -> None:
    filled(signed_scene)
    make(signed_scene)
    asked = {
        name: 'name="passphrase"' in signed_scene.town.browser(name).get("/targets/documents/dossier-1").text
        for name in (OFFICE, BOARD, SIGNATORY)
    }
    assert asked == {OFFICE: False, BOARD: False, SIGNATORY: True}


def test_files_are_served_as_they_are_stored(scene: Scene) -> None:
    two_versions(scene)
    made, browser = version("dossier-2"), scene.town.browser(OFFICE)
    for name, digest in (
        ("document.docx", made.document_sha256), ("forms.xlsx", made.workbook_sha256),
        ("data.json", made.contract_sha256),
    ):  # fmt: skip
        answer = browser.get(f"/targets/documents/dossier-2/files/{name}")
        assert sha256(answer.data).hexdigest() == digest
        assert f"dossier-2-{name}" in answer.headers["Content-Disposition"]
    assert browser.get("/targets/documents/dossier-2/files/document.docx.p7s").status_code == 404


def test_differences_stand_field_by_field_on_the_page(scene: Scene) -> None:
    two_versions(scene)
    text = scene.town.browser(BOARD).get("/targets/documents/dossier-2").text
    assert "Differences to dossier-1" in text
    assert "Company › Country of headquarters" in text and "Norway" in text


def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_kept(scene: Scene) -> None:
    browser = scene.town.browser(OFFICE)
    answer = browser.post(
        "/targets/documents/facts",
        **{"company-contacts": "only a name", "company-fossil_share": "some", "edition": "0"},
    )
    assert answer.status_code == 422
    assert "Line 1 is not as it is asked for" in answer.text and "only a name" in answer.text
    assert "Write per cent as a number" in answer.text
    assert "only a name" not in browser.get("/targets/documents/facts").text


def test_a_progress_report_without_its_year_is_asked_for_it(scene: Scene) -> None:
    filled(scene)
    answer = scene.town.browser(OFFICE).post("/targets/documents/new", kind="progress")
    assert answer.status_code == 422
    assert "Give the reporting year of a progress report" in answer.text


def test_a_broken_or_missing_rule_is_listed_where_it_is_signed(signed_scene: Scene) -> None:
    filled(signed_scene)
    with signed_scene.by(OFFICE) as (uow, group):
        known = {name: said for name, said in SUBMISSION.items() if name != "flag_emissions"}
        target_commands.state_submission(uow, group, known)
    make(signed_scene)
    text = signed_scene.town.browser(SIGNATORY).get("/targets/documents/dossier-1").text
    assert "Rules to look at" in text and "NT-27" in text
    assert 'name="acknowledged"' in text


def test_from_facts_to_a_package_in_a_browser(signed_scene: Scene) -> None:
    filled(signed_scene, facts=False)
    lay_packages()
    office, signatory = signed_scene.town.browser(OFFICE), signed_scene.town.browser(SIGNATORY)
    facts = FACTS | {"maintenance-threshold": "5", "edition": "0"}
    assert office.post("/targets/documents/facts", **facts).status_code == 303
    assert office.post("/targets/documents/new", kind="dossier").status_code == 303
    assert "It is being made" in office.get("/targets/documents/dossier-1").text
    run_jobs()
    wrong = signatory.post("/targets/documents/dossier-1/sign", passphrase="wrong", acknowledged="yes")
    assert wrong.status_code == 422 and 'aria-invalid="true"' in wrong.text
    signed = signatory.post("/targets/documents/dossier-1/sign", passphrase=PASSPHRASE, acknowledged="yes")
    assert signed.status_code == 303
    assert "the signature holds" in office.get("/targets/documents/dossier-1").text
    assert signatory.post("/targets/documents/package", passphrase=PASSPHRASE).status_code == 303
    answer = signed_scene.town.browser(BOARD).get("/targets/documents/packages/1.zip")
    assert answer.data == read(sha256(answer.data).hexdigest())
    assert "sbt-package-1.zip" in office.get("/targets/documents").text


def test_a_refusal_names_every_reason(signed_scene: Scene) -> None:
    signed_scene.begin(signed_scene.type_year(2021, {"S1": "100", "S2": "200", "S3-1": "300"}))
    make(signed_scene)
    answer = signed_scene.town.browser(SIGNATORY).post(
        "/targets/documents/dossier-1/sign", passphrase=PASSPHRASE
    )
    assert answer.status_code == 409
    assert "2021 is not verified" in answer.text and "lack an input" in answer.text


def test_a_version_that_is_asked_twice_over_the_web_is_refused_with_its_sentence(scene: Scene) -> None:
    filled(scene)
    ask(scene, DocumentKind.LETTER)
    answer = scene.town.browser(OFFICE).post("/targets/documents/new", kind="letter")
    assert answer.status_code == 409 and "letter-1 is being made" in answer.text


def test_a_version_that_is_made_waits_in_the_signatory_s_work_until_it_is_signed(signed_scene: Scene) -> None:
    filled(signed_scene)
    make(signed_scene)
    signatory = signed_scene.town.browser(SIGNATORY)
    assert "sign it: dossier-1" in signatory.get("/").text
    assert "sign it: dossier-1" not in signed_scene.town.browser(OFFICE).get("/").text
    signatory.post("/targets/documents/dossier-1/sign", passphrase=PASSPHRASE, acknowledged="yes")
    assert "sign it: dossier-1" not in signatory.get("/").text
