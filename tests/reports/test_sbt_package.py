"""The group's own package holds in all four facts, and every change to it, its signer or its parts is named."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import pytest

from reports.authority import Authority, fingerprint, revoke
from reports.canonical import from_json
from reports.check import Verdict, check_package, main
from reports.keys import PersonKey, SignerRevoked, issue_person_key, open_person_key
from reports.offline_check import MANIFEST, SIGNATURE, read_members
from reports.package import PackageFacts, PackageItem, PackageRefused, build_package
from reports.sbt_contract import DossierContract, contract_hash
from reports.sbt_package import ANNEX, QUERIES, SbtContents, build_sbt_package, data_files, render_documents
from reports.seal import sign_detached, sign_detached_by
from tests.reports import worked_sbt as worked
from tests.reports.sealing import PASSPHRASE, SIGNED_ON, TODAY, an_authority

GROUP = worked.GROUP.name
CONTENTS = SbtContents(
    dossier=worked.DOSSIER, letter=worked.LETTER, plan=worked.PLAN, progress=(worked.PROGRESS,)
)
FACTS = PackageFacts(
    case="targets",
    number="SBT-0001",
    revision=2,
    profile="sbt",
    producer="0.1.0",
    issued_at=SIGNED_ON,
    trail_seq=12,
    trail_hash="ab" * 32,
    group=GROUP,
)


@dataclass(frozen=True)
class Desk:
    authority: Authority
    signatory: PersonKey
    package: bytes


def a_signatory(authority: Authority, organisation: str = GROUP) -> PersonKey:
    stored = issue_person_key(
        authority, "Zhang Min", "Chief executive officer", organisation, PASSPHRASE, SIGNED_ON
    )
    return open_person_key(stored, PASSPHRASE)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("sbt")
    authority = an_authority(folder / "keys")
    signatory = a_signatory(authority)
    built = build_sbt_package(
        folder / "package.zip", CONTENTS, FACTS, signatory, authority=authority, now=SIGNED_ON
    )
    return Desk(authority, signatory, built.path.read_bytes())


def verdict_on(content: bytes, desk: Desk, folder: Path) -> Verdict:
    path = folder / "received.zip"
    path.write_bytes(content)
    return check_package(path, fingerprint(desk.authority.root), TODAY)


def said(fact) -> str:  # type: ignore[no-untyped-def]
    return " ".join(str(sentence) for sentence in fact.sentences)


def opened(content: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(content))


def test_the_package_holds_in_all_four_facts_and_names_who_signed(desk: Desk, tmp_path: Path) -> None:
    verdict = verdict_on(desk.package, desk, tmp_path)

    assert verdict.holds, verdict
    assert "Signed by Title: Chief executive officer, Common Name: Zhang Min" in said(verdict.valid)
    assert "seal" not in said(verdict.valid).lower()
    assert "dossier.docx is signed by" in said(verdict.valid)


def test_every_document_has_its_signature_and_its_data_beside_it(desk: Desk) -> None:
    with opened(desk.package) as archive:
        names = set(archive.namelist())
        documents = {one.path for one in render_documents(CONTENTS)}

        assert documents == {
            *(
                "commitment-letter.docx",
                "dossier.docx",
                "forms.xlsx",
                "reduction-plan.docx",
                "progress-2024.docx",
            )
        }
        assert {f"{path}.p7s" for path in documents} <= names
        assert {"data/dossier.json", "rule-results.json", "statements.json", MANIFEST, "check.py"} <= names


def test_the_hash_that_the_dossier_prints_is_that_of_its_data_file(desk: Desk) -> None:
    with opened(desk.package) as archive:
        raw = archive.read("data/dossier.json")

    assert sha256(raw).hexdigest() == contract_hash(worked.DOSSIER)
    assert from_json(DossierContract, raw) == worked.DOSSIER


def test_statements_are_cited_by_number_revision_and_hash_and_not_copied(desk: Desk) -> None:
    with opened(desk.package) as archive:
        cited = json.loads(archive.read("statements.json"))

    assert [(one["number"], one["revision"], one["package_sha256"]) for one in cited] == [
        (one.number, one.revision, one.package_sha256) for one in worked.ANNEXES.statements
    ]


def test_the_same_contents_give_the_same_documents_and_data() -> None:
    assert render_documents(CONTENTS) == render_documents(CONTENTS)
    assert data_files(CONTENTS) == data_files(CONTENTS)


@pytest.mark.parametrize(
    "path", ["dossier.docx", "forms.xlsx", "rule-results.json", "statements.json", "data/dossier.json"]
)
def test_a_flipped_byte_is_named(desk: Desk, tmp_path: Path, path: str) -> None:
    members = {member.path: member for member in read_members(io.BytesIO(desk.package))}
    changed = bytearray(desk.package)
    changed[members[path].begin + members[path].size // 2] ^= 1

    verdict = verdict_on(bytes(changed), desk, tmp_path)

    assert not verdict.intact.holds
    assert verdict.files == (path,)


def test_a_flipped_byte_of_a_signature_is_named_and_makes_it_invalid(desk: Desk, tmp_path: Path) -> None:
    members = {member.path: member for member in read_members(io.BytesIO(desk.package))}
    changed = bytearray(desk.package)
    member = members["dossier.docx.p7s"]
    changed[member.end - 20] ^= 1  # in the time stamp, the last part of a signature

    verdict = verdict_on(bytes(changed), desk, tmp_path)

    assert verdict.files == ("dossier.docx.p7s",)
    assert not verdict.valid.holds
    assert "dossier.docx.p7s" in said(verdict.valid)


def rebuilt(desk: Desk, folder: Path, items: list[PackageItem], signer: PersonKey | None) -> bytes:
    built = build_package(
        folder / "again.zip", items, FACTS, authority=desk.authority, now=SIGNED_ON, signer=signer
    )
    return built.path.read_bytes()


def items_of(desk: Desk) -> list[PackageItem]:
    with opened(desk.package) as archive:
        listed = json.loads(archive.read(MANIFEST))["files"]
        return [
            PackageItem(one["path"], archive.read(one["path"]), one["sha256"], one["item"], one.get("signed"))
            for one in listed
            if one["item"]
        ]


def test_a_package_under_the_installations_seal_is_not_the_groups(desk: Desk, tmp_path: Path) -> None:
    verdict = verdict_on(rebuilt(desk, tmp_path, items_of(desk), None), desk, tmp_path)

    assert not verdict.valid.holds
    assert "made by a seal, not by a person's key" in said(verdict.valid)


def test_a_package_that_a_verification_bodys_person_signed_is_not_the_groups(
    desk: Desk, tmp_path: Path
) -> None:
    stranger = a_signatory(desk.authority, "Norrland Assurance AS")

    verdict = verdict_on(rebuilt(desk, tmp_path, items_of(desk), stranger), desk, tmp_path)

    assert not verdict.valid.holds
    assert f"was signed for Norrland Assurance AS, not for {GROUP}" in said(verdict.valid)


def test_a_document_that_a_stranger_signed_is_named(desk: Desk, tmp_path: Path) -> None:
    stranger = a_signatory(desk.authority, "Norrland Assurance AS")
    items = items_of(desk)
    document = next(item for item in items if item.path == "dossier.docx")
    assert isinstance(document.source, bytes)
    other = sign_detached_by(document.source, stranger, authority=desk.authority, now=SIGNED_ON)
    swapped = [
        replace(item, source=other, sha256=sha256(other).hexdigest())
        if item.path == "dossier.docx.p7s"
        else item
        for item in items
    ]

    verdict = verdict_on(rebuilt(desk, tmp_path, swapped, desk.signatory), desk, tmp_path)

    assert "dossier.docx.p7s was signed for Norrland Assurance AS" in said(verdict.valid)


def test_a_seal_over_a_document_is_no_persons_signature(desk: Desk, tmp_path: Path) -> None:
    items = items_of(desk)
    document = next(item for item in items if item.path == "dossier.docx")
    assert isinstance(document.source, bytes)
    seal = sign_detached(document.source, authority=desk.authority, now=SIGNED_ON)
    swapped = [
        replace(item, source=seal, sha256=sha256(seal).hexdigest())
        if item.path == "dossier.docx.p7s"
        else item
        for item in items
    ]

    verdict = verdict_on(rebuilt(desk, tmp_path, swapped, desk.signatory), desk, tmp_path)

    assert "dossier.docx.p7s was made by a seal" in said(verdict.valid)


@pytest.mark.parametrize("item", [22, 25, 26, 27, 28])
def test_a_missing_item_is_named(desk: Desk, tmp_path: Path, item: int) -> None:
    fewer = [one for one in items_of(desk) if one.item != item]

    verdict = verdict_on(rebuilt(desk, tmp_path, fewer, desk.signatory), desk, tmp_path)

    assert not verdict.complete.holds
    assert f"Item {item} of profile sbt is missing" in said(verdict.complete)


@pytest.mark.parametrize("item", [21, 22])
def test_a_document_without_a_persons_signature_makes_the_package_incomplete(
    desk: Desk, tmp_path: Path, item: int
) -> None:
    bare = [
        replace(one, signed=None) if one.item == item else one
        for one in items_of(desk)
        if one.item != item or not one.path.endswith(".p7s")
    ]

    verdict = verdict_on(rebuilt(desk, tmp_path, bare, desk.signatory), desk, tmp_path)

    assert f"Item {item} has no signed document" in said(verdict.complete)


def test_a_package_without_letter_and_plan_is_complete(desk: Desk, tmp_path: Path) -> None:
    built = build_sbt_package(
        tmp_path / "few.zip",
        SbtContents(dossier=worked.DOSSIER),
        FACTS,
        desk.signatory,
        authority=desk.authority,
        now=SIGNED_ON,
    )

    assert check_package(built.path, desk.authority.root_pem, TODAY).holds


def test_queries_and_annexes_go_in_by_their_hash(desk: Desk, tmp_path: Path) -> None:
    log = b'[{"number":1}]'
    others = (
        PackageItem("queries/log.json", log, sha256(log).hexdigest(), QUERIES),
        PackageItem("annexes/boundary.svg", b"<svg/>", sha256(b"<svg/>").hexdigest(), ANNEX),
    )
    built = build_sbt_package(
        tmp_path / "more.zip",
        SbtContents(dossier=worked.DOSSIER, others=others),
        FACTS,
        desk.signatory,
        authority=desk.authority,
        now=SIGNED_ON,
    )

    with opened(built.path.read_bytes()) as archive:
        assert archive.read("queries/log.json") == log


def attempt(desk: Desk, folder: Path, contents: SbtContents = CONTENTS, facts: PackageFacts = FACTS) -> None:
    build_sbt_package(
        folder / "refused.zip", contents, facts, desk.signatory, authority=desk.authority, now=SIGNED_ON
    )


def test_targets_without_a_verified_base_year_are_not_signed(desk: Desk, tmp_path: Path) -> None:
    bare = replace(worked.DOSSIER, annexes=replace(worked.ANNEXES, statements=()))

    with pytest.raises(PackageRefused, match="Have the base year verified"):
        attempt(desk, tmp_path, SbtContents(dossier=bare))

    assert not list(tmp_path.iterdir())


def test_the_signatory_of_another_organisation_does_not_sign(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match=f"Zhang Min signs for {GROUP}, not for Another Group"):
        attempt(desk, tmp_path, facts=replace(FACTS, group="Another Group"))


def test_a_statement_package_does_not_go_in_as_one_of_the_others(desk: Desk, tmp_path: Path) -> None:
    statement = PackageItem("statement.pdf", b"x", sha256(b"x").hexdigest(), 1)

    with pytest.raises(PackageRefused, match=r"statement\.pdf is no query, decision or annex"):
        attempt(desk, tmp_path, SbtContents(dossier=worked.DOSSIER, others=(statement,)))


def test_the_package_of_targets_has_one_profile(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match="no package profile client of targets"):
        attempt(desk, tmp_path, facts=replace(FACTS, profile="client"))


def test_a_revoked_signatory_signs_nothing(tmp_path: Path) -> None:
    authority = an_authority(tmp_path / "keys")
    signatory = a_signatory(authority)
    revoke(authority, signatory.serial, reason="left the group", now=SIGNED_ON)

    with pytest.raises(SignerRevoked, match="Zhang Min was revoked"):
        sign_detached_by(b"a dossier", signatory, authority=authority, now=SIGNED_ON)


def test_openssl_finds_a_persons_signature_good(desk: Desk, tmp_path: Path) -> None:
    with opened(desk.package) as archive:
        (tmp_path / "dossier.docx").write_bytes(archive.read("dossier.docx"))
        (tmp_path / "signature").write_bytes(archive.read("dossier.docx.p7s"))
    (tmp_path / "root.pem").write_bytes(desk.authority.root_pem)
    command = (
        "openssl cms -verify -cades -binary -inform DER -in signature -content dossier.docx -CAfile root.pem"
    )
    moment = str(int(SIGNED_ON.timestamp()))

    done = subprocess.run(
        [*command.split(), "-attime", moment, "-out", "/dev/null"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr


def test_the_checker_inside_finds_the_package_good_with_python_alone(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_bytes(desk.package)
    (tmp_path / "root.pem").write_bytes(desk.authority.root_pem)
    with opened(desk.package) as archive:
        (tmp_path / "check.py").write_bytes(archive.read("check.py"))

    done = subprocess.run(
        [sys.executable, "-I", "-S", "check.py", "package.zip", "root.pem"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_verify_prints_the_same_four_facts(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "package.zip").write_bytes(desk.package)

    code = main([str(tmp_path / "package.zip"), "--trust", fingerprint(desk.authority.root)], TODAY)

    printed = capsys.readouterr().out
    assert code == 0
    assert [line.split()[0] for line in printed.splitlines() if not line.startswith(" ")] == [
        *("intact", "valid", "trusted", "complete")
    ]


def test_the_readme_says_who_signed_and_who_did_not(desk: Desk) -> None:
    with opened(desk.package) as archive:
        readme = archive.read("README.txt").decode()

    assert GROUP in readme
    assert "No verification body signed or sealed any of them" in readme
    assert SIGNATURE in readme
