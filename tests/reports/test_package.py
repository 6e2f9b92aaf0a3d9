"""A package is built whole or not at all, the same from the same inputs, and every change to it is named."""

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
from asn1crypto import cms

from reports.authority import Authority, fingerprint
from reports.check import REQUIRED, check_package, main
from reports.offline_check import (
    INDEX,
    MANIFEST,
    SIGNATURE,
    TRAIL,
    Member,
    end_record,
    is_safe,
    read_members,
    verify_chain_lines,
)
from reports.package import (
    BuiltPackage,
    EvidenceChanged,
    PackageItem,
    PackageRefused,
    build_package,
)
from reports.seal import sign_detached
from tests.reports.attacks import replaced_page_content
from tests.reports.sealing import (
    SIGNED_ON,
    TODAY,
    a_signer,
    an_authority,
    signed_twice,
    some_facts,
    some_items,
    trail_lines,
)


@dataclass(frozen=True)
class Desk:
    authority: Authority
    document: bytes
    client: bytes


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    folder = tmp_path_factory.mktemp("package")
    authority = an_authority(folder / "keys")
    document = signed_twice(
        authority, a_signer(authority), a_signer(authority, "Jonas Lind", "Authorised signatory")
    )
    built = built_package(authority, folder, some_items(document))
    return Desk(authority, document, built.path.read_bytes())


def built_package(
    authority: Authority,
    folder: Path,
    items: list[PackageItem],
    profile: str = "client",
    lines: list[str] | None = None,
) -> BuiltPackage:
    facts = some_facts(profile, lines)
    return build_package(folder / "package.zip", items, facts, authority=authority, now=SIGNED_ON)


def verdict_on(content: bytes, desk: Desk, folder: Path):  # type: ignore[no-untyped-def]
    path = folder / "received.zip"
    path.write_bytes(content)
    return check_package(path, fingerprint(desk.authority.root), TODAY)


def said(fact) -> str:  # type: ignore[no-untyped-def]
    return " ".join(str(sentence) for sentence in fact.sentences)


# Building


@pytest.mark.parametrize("profile", ["public", "client", "accreditation"])
def test_a_package_of_each_profile_holds_in_all_four_facts(desk: Desk, tmp_path: Path, profile: str) -> None:
    built = built_package(desk.authority, tmp_path, some_items(desk.document, profile), profile)

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert verdict.holds, verdict


def test_the_same_inputs_give_the_same_manifest_and_bytes_up_to_the_seal(desk: Desk, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    items = some_items(desk.document)

    first = built_package(desk.authority, tmp_path / "a", items)
    second = built_package(desk.authority, tmp_path / "b", items[::-1])

    assert first.manifest_sha256 == second.manifest_sha256
    manifest_ends = first.path.read_bytes().index(b"manifest.json.p7s")
    assert first.path.read_bytes()[: manifest_ends - 30] == second.path.read_bytes()[: manifest_ends - 30]


def test_any_unzipper_reads_the_package(desk: Desk) -> None:
    with zipfile.ZipFile(io.BytesIO(desk.client)) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read(MANIFEST))["number"] == "NA-2022-0041"


def test_the_measured_hash_is_that_of_the_file(desk: Desk, tmp_path: Path) -> None:
    built = built_package(desk.authority, tmp_path, some_items(desk.document))

    assert built.sha256 == sha256(built.path.read_bytes()).hexdigest()
    assert built.size == built.path.stat().st_size


def test_evidence_that_changed_in_the_store_stops_the_build_and_is_named(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "bill.pdf").write_bytes(b"1,288 MWh")
    bill = PackageItem("15/E-009.pdf", tmp_path / "bill.pdf", sha256(b"1,280 MWh").hexdigest(), 15)

    with pytest.raises(EvidenceChanged, match=r"15/E-009\.pdf has changed"):
        built_package(desk.authority, tmp_path, [*some_items(desk.document), bill])

    assert [path.name for path in tmp_path.iterdir()] == ["bill.pdf"]


def test_evidence_missing_from_the_store_is_named(desk: Desk, tmp_path: Path) -> None:
    bill = PackageItem("15/E-009.pdf", tmp_path / "gone.pdf", "0" * 64, 15)

    with pytest.raises(EvidenceChanged, match=r"15/E-009\.pdf is missing from the store"):
        built_package(desk.authority, tmp_path, [bill])


def test_a_failed_build_leaves_the_package_that_was_there(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "package.zip").write_bytes(b"the one before")

    with pytest.raises(EvidenceChanged):
        built_package(desk.authority, tmp_path, [PackageItem("15/a", b"x", "0" * 64, 15)])

    assert (tmp_path / "package.zip").read_bytes() == b"the one before"


def test_evidence_streams_from_an_opener(desk: Desk, tmp_path: Path) -> None:
    bill = PackageItem("15/E-009.pdf", lambda: io.BytesIO(b"bill"), sha256(b"bill").hexdigest(), 15)

    built = built_package(desk.authority, tmp_path, [*some_items(desk.document), bill])

    assert zipfile.ZipFile(built.path).read("15/E-009.pdf") == b"bill"


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../up",
        "a/../b",
        "a\\b",
        "C:/a",
        "a//b",
        "",
        "a\nb",
        "e\u0301.pdf",
        "a\u202eb",
        "x" * 401,
    ],
)
def test_a_path_that_could_leave_the_folder_or_deceive_is_refused(
    desk: Desk, tmp_path: Path, path: str
) -> None:
    assert not is_safe(path)
    with pytest.raises(PackageRefused, match="no path that a package may hold"):
        built_package(desk.authority, tmp_path, [PackageItem(path, b"x", sha256(b"x").hexdigest(), 15)])


def test_paths_that_differ_in_case_only_are_refused(desk: Desk, tmp_path: Path) -> None:
    twins = [PackageItem(path, b"x", sha256(b"x").hexdigest(), 15) for path in ("15/A.pdf", "15/a.pdf")]

    with pytest.raises(PackageRefused, match="twice"):
        built_package(desk.authority, tmp_path, twins)


def test_an_item_that_is_not_of_the_profile_is_refused(desk: Desk, tmp_path: Path) -> None:
    papers = PackageItem("14/plan.pdf", b"x", sha256(b"x").hexdigest(), 14)

    with pytest.raises(PackageRefused, match="profile client does not hold"):
        built_package(desk.authority, tmp_path, [papers])


def test_a_chinese_file_name_is_kept(desk: Desk, tmp_path: Path) -> None:
    bill = PackageItem("15/E-009 发票.pdf", b"bill", sha256(b"bill").hexdigest(), 15)

    built = built_package(desk.authority, tmp_path, [*some_items(desk.document), bill])

    assert check_package(built.path, desk.authority.root_pem, TODAY).holds
    assert "15/E-009 发票.pdf" in zipfile.ZipFile(built.path).namelist()


# A flipped byte


def offsets_of_interest(content: bytes) -> list[tuple[int, str]]:
    """Offsets in each header, each content and the index, with the name that the check must give."""
    members = read_members(io.BytesIO(content))
    found = []
    for member in members:
        header = range(member.offset, member.begin)
        found += [(place, member.path) for place in header]
        inside = {member.begin, member.begin + member.size // 2, member.end - 1}
        found += [(place, member.path) for place in sorted(inside)]
    index = members[-1].end
    found += [(place, INDEX) for place in range(index, len(content))]
    return found


def test_a_flipped_bit_anywhere_is_found_and_the_file_named(desk: Desk, tmp_path: Path) -> None:
    members = read_members(io.BytesIO(desk.client))
    every_path = [member.path for member in members]
    received = tmp_path / "received.zip"

    for place, name in offsets_of_interest(desk.client)[::7]:
        flipped = bytearray(desk.client)
        flipped[place] ^= 1 << (place % 8)
        received.write_bytes(flipped)
        verdict = check_package_layout_only(received)
        assert verdict, f"byte {place} of {name} was flipped and nothing was said"
        if name != INDEX:
            assert any(name in sentence for sentence in verdict), (place, name, verdict)
        else:
            assert any(path in sentence for path in [INDEX, *every_path] for sentence in verdict)


def check_package_layout_only(path: Path) -> list[str]:
    """What the stdlib script finds wrong with the bytes; the full check begins with the same functions."""
    from reports.offline_check import Unreadable, check_files, content, read_manifest

    with path.open("rb") as file:
        try:
            members = read_members(file)
            listed = {member.path: member for member in members}
            manifest = read_manifest(content(file, listed[MANIFEST]))
            return [f"{path} {why}" for path, why in check_files(file, members, manifest["files"])]
        except KeyError:
            return [f"{INDEX} {MANIFEST}"]
        except Unreadable as problem:
            return [str(problem)]


@pytest.mark.parametrize("name", ["01/document.pdf", "15/item.txt", "check.py", MANIFEST, SIGNATURE, TRAIL])
def test_a_flipped_byte_in_a_file_is_named_by_the_verdict(desk: Desk, tmp_path: Path, name: str) -> None:
    member = next(one for one in read_members(io.BytesIO(desk.client)) if one.path == name)
    flipped = bytearray(desk.client)
    flipped[member.begin + member.size // 2] ^= 4

    verdict = verdict_on(bytes(flipped), desk, tmp_path)

    assert not verdict.intact.holds
    assert not verdict.holds
    assert name in verdict.files


def test_bytes_after_the_end_are_found(desk: Desk, tmp_path: Path) -> None:
    assert not verdict_on(desk.client + b"\0", desk, tmp_path).intact.holds


def test_a_package_cut_off_is_found(desk: Desk, tmp_path: Path) -> None:
    for length in (0, 10, len(desk.client) // 2, len(desk.client) - 1):
        assert not verdict_on(desk.client[:length], desk, tmp_path).intact.holds


# Forgeries


def rewritten(content: bytes, change) -> bytes:  # type: ignore[no-untyped-def]
    """The package made anew with other files, every header and checksum right, as a forger would."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    out, members = io.BytesIO(), []
    for path, raw in change(files).items():
        import zlib

        member = Member(path, out.tell(), zlib.crc32(raw), len(raw))
        out.write(member.local_header() + raw)
        members.append(member)
    begin, table = out.tell(), b"".join(member.central_header() for member in members)
    out.write(table + end_record(len(members), len(table), begin))
    return out.getvalue()


def test_rewriting_a_package_without_a_change_gives_the_same_bytes(desk: Desk) -> None:
    assert rewritten(desk.client, lambda files: files) == desk.client


def test_a_replaced_file_with_a_replaced_manifest_is_not_valid(desk: Desk, tmp_path: Path) -> None:
    def forge(files: dict[str, bytes]) -> dict[str, bytes]:
        manifest = files[MANIFEST].replace(
            sha256(files["15/item.txt"]).hexdigest().encode(), sha256(b"forged").hexdigest().encode()
        )
        size = f'"size":{len(files["15/item.txt"])}'.encode()
        return files | {"15/item.txt": b"forged", MANIFEST: manifest.replace(size, b'"size":6')}

    verdict = verdict_on(rewritten(desk.client, forge), desk, tmp_path)

    assert not verdict.valid.holds
    assert SIGNATURE in said(verdict.valid)


def test_a_file_that_is_added_is_named(desk: Desk, tmp_path: Path) -> None:
    verdict = verdict_on(rewritten(desk.client, lambda files: {"extra.pdf": b"x"} | files), desk, tmp_path)

    assert verdict.files == ("extra.pdf",)


def test_a_file_that_is_taken_out_is_named(desk: Desk, tmp_path: Path) -> None:
    def without(files: dict[str, bytes]) -> dict[str, bytes]:
        return {path: raw for path, raw in files.items() if path != "04/item.txt"}

    verdict = verdict_on(rewritten(desk.client, without), desk, tmp_path)

    assert verdict.files == ("04/item.txt",)
    assert "Item 4 of profile client is missing" in said(verdict.complete)


def test_a_package_sealed_by_another_authority_is_valid_but_not_trusted(desk: Desk, tmp_path: Path) -> None:
    forger = an_authority(tmp_path / "keys")
    document = signed_twice(forger, a_signer(forger), a_signer(forger, "Jonas Lind"))
    built = built_package(forger, tmp_path, some_items(document))

    verdict = check_package(built.path, fingerprint(desk.authority.root), TODAY)

    assert (verdict.intact.holds, verdict.valid.holds, verdict.complete.holds) == (True, True, True)
    assert not verdict.trusted.holds


def test_an_exchanged_root_does_not_make_a_seal_valid(desk: Desk, tmp_path: Path) -> None:
    forger = an_authority(tmp_path / "keys")
    forged = rewritten(desk.client, lambda files: files | {"authority/root.pem": forger.root_pem})

    verdict = verdict_on(forged, desk, tmp_path)

    assert not verdict.valid.holds
    assert not verdict.trusted.holds


def test_a_person_cannot_seal_a_package(desk: Desk, tmp_path: Path) -> None:
    person = a_signer(desk.authority)
    keys = dict(desk.authority.keys) | {"seal": person.key}
    certificates = dict(desk.authority.certificates) | {"seal": person.certificate}
    impostor = replace(desk.authority, keys=keys, certificates=certificates)

    def forge(files: dict[str, bytes]) -> dict[str, bytes]:
        return files | {SIGNATURE: sign_detached(files[MANIFEST], authority=impostor, now=SIGNED_ON)}

    assert not verdict_on(rewritten(desk.client, forge), desk, tmp_path).valid.holds


def test_a_statement_changed_after_its_signatures_is_not_valid_although_it_was_sealed(
    desk: Desk, tmp_path: Path
) -> None:
    built = built_package(desk.authority, tmp_path, some_items(replaced_page_content(desk.document)))

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert verdict.intact.holds
    assert not verdict.valid.holds
    assert "01/document.pdf: The document was changed after Ingrid Solberg signed it" in said(verdict.valid)


def test_a_detached_signature_beside_a_file_is_checked(desk: Desk, tmp_path: Path) -> None:
    letter = b"working paper"
    seal = sign_detached(letter, authority=desk.authority, now=SIGNED_ON)
    wrong = sign_detached(b"another", authority=desk.authority, now=SIGNED_ON)
    paper = PackageItem("06/paper.docx", letter, sha256(letter).hexdigest(), 6, "p7s")

    def holds(signature: bytes) -> bool:
        beside = PackageItem("06/paper.docx.p7s", signature, sha256(signature).hexdigest(), 6)
        built = built_package(desk.authority, tmp_path, [*some_items(desk.document), paper, beside])
        return check_package(built.path, desk.authority.root_pem, TODAY).valid.holds

    assert holds(seal)
    assert not holds(wrong)


# Trust


def test_without_a_named_root_nothing_is_trusted(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "received.zip"
    path.write_bytes(desk.client)

    verdict = check_package(path, None, TODAY)

    assert (verdict.intact.holds, verdict.valid.holds, verdict.complete.holds) == (True, True, True)
    assert not verdict.trusted.holds
    assert fingerprint(desk.authority.root) in said(verdict.trusted)


def test_a_fingerprint_is_taken_with_colons_and_in_capitals(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "received.zip").write_bytes(desk.client)
    plain = fingerprint(desk.authority.root).upper()
    printed = ":".join(plain[place : place + 2] for place in range(0, 64, 2))

    assert check_package(tmp_path / "received.zip", printed, TODAY).trusted.holds


def test_the_command_exits_with_0_only_when_all_four_hold(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "received.zip").write_bytes(desk.client)
    (tmp_path / "root.pem").write_bytes(desk.authority.root_pem)
    package = str(tmp_path / "received.zip")

    assert main([package, "--trust", str(tmp_path / "root.pem")], TODAY) == 0
    assert main([package, "--trust", fingerprint(desk.authority.root)], TODAY) == 0
    assert main([package], TODAY) == 1
    assert main([package, "--trust", "0" * 64], TODAY) == 1
    assert main([package, "--trust", "not a root"], TODAY) == 2
    assert main([str(tmp_path / "absent.zip")], TODAY) == 2
    assert "trusted  NO" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("path", "raw", "named"),
    [
        (MANIFEST, b"{}", MANIFEST),
        (MANIFEST, b"[" * 100_000, MANIFEST),
        (MANIFEST, b'{"files": [], "files": []}', MANIFEST),
        ("authority/root.pem", b"no certificate", "authority/root.pem"),
        (SIGNATURE, b"no signature", SIGNATURE),
        (SIGNATURE, b"", SIGNATURE),
    ],
)
def test_a_part_that_is_not_what_it_must_be_is_named(
    desk: Desk, tmp_path: Path, path: str, raw: bytes, named: str
) -> None:
    verdict = verdict_on(rewritten(desk.client, lambda files: files | {path: raw}), desk, tmp_path)

    assert not verdict.holds
    assert named in said(verdict.intact) + said(verdict.valid)


def test_a_manifest_in_other_words_of_the_same_meaning_is_refused(desk: Desk, tmp_path: Path) -> None:
    def spaced(files: dict[str, bytes]) -> dict[str, bytes]:
        return files | {MANIFEST: json.dumps(json.loads(files[MANIFEST])).encode()}

    assert MANIFEST in verdict_on(rewritten(desk.client, spaced), desk, tmp_path).files


@pytest.mark.parametrize("path", [MANIFEST, SIGNATURE, "authority/root.pem"])
def test_a_package_without_its_seal_is_named(desk: Desk, tmp_path: Path, path: str) -> None:
    def without(files: dict[str, bytes]) -> dict[str, bytes]:
        return {name: raw for name, raw in files.items() if name != path}

    assert path in verdict_on(rewritten(desk.client, without), desk, tmp_path).files


def test_a_seal_without_a_time_stamp_is_not_valid(desk: Desk, tmp_path: Path) -> None:
    def unstamped(files: dict[str, bytes]) -> dict[str, bytes]:
        envelope = cms.ContentInfo.load(files[SIGNATURE])
        del envelope["content"]["signer_infos"][0]["unsigned_attrs"]
        return files | {SIGNATURE: envelope.dump(force=True)}

    verdict = verdict_on(rewritten(desk.client, unstamped), desk, tmp_path)

    assert "bears no time stamp that holds" in said(verdict.valid)


def test_a_signed_file_without_its_signature_beside_it_is_not_valid(desk: Desk, tmp_path: Path) -> None:
    paper = PackageItem("06/paper.docx", b"paper", sha256(b"paper").hexdigest(), 6, "p7s")
    built = built_package(desk.authority, tmp_path, [*some_items(desk.document), paper])

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert "06/paper.docx has no signature beside it" in said(verdict.valid)


def test_a_broken_trail_makes_the_package_incomplete_and_the_event_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    lines = [line.replace("case.move", "case.mope") if '"seq": 3' in line else line for line in trail_lines()]
    built = built_package(desk.authority, tmp_path, some_items(desk.document, lines=lines), lines=lines)

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert "trail.jsonl: event 3 was changed" in said(verdict.complete)


def test_a_client_package_without_its_trail_is_incomplete(desk: Desk, tmp_path: Path) -> None:
    items = [item for item in some_items(desk.document) if item.path != TRAIL]
    built = built_package(desk.authority, tmp_path, items)

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert "Item 11 of profile client is missing" in said(verdict.complete)


def test_an_unknown_profile_is_refused(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match="no package profile secret"):
        built_package(desk.authority, tmp_path, [], "secret")


def test_the_trail_has_one_place_only(desk: Desk, tmp_path: Path) -> None:
    trail = PackageItem("11/trail.jsonl", b"x", sha256(b"x").hexdigest(), 11)

    with pytest.raises(PackageRefused, match="item 11 and stands at"):
        built_package(desk.authority, tmp_path, [trail])


def test_more_files_than_a_package_takes_are_refused(desk: Desk, tmp_path: Path) -> None:
    items = [PackageItem(f"15/{number}", b"x", "0" * 64, 15) for number in range(20_000)]

    with pytest.raises(PackageRefused, match="20000 files at most"):
        built_package(desk.authority, tmp_path, items)


# Completeness and the trail


@pytest.mark.parametrize("number", sorted(REQUIRED["client"] - {1, 2, 11}))
def test_a_missing_item_makes_the_package_incomplete(desk: Desk, tmp_path: Path, number: int) -> None:
    items = [item for item in some_items(desk.document) if item.item != number]
    built = built_package(desk.authority, tmp_path, items)

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert verdict.valid.holds
    assert f"Item {number} of profile client is missing" in said(verdict.complete)


def test_an_unsigned_statement_makes_the_package_incomplete(desk: Desk, tmp_path: Path) -> None:
    items = [replace(item, signed=None) for item in some_items(desk.document)]
    built = built_package(desk.authority, tmp_path, items)

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert "Item 1 has no signed document" in said(verdict.complete)


def test_withheld_events_leave_the_chain_whole(desk: Desk, tmp_path: Path) -> None:
    lines = trail_lines(6, withheld=(2, 5))
    built = built_package(desk.authority, tmp_path, some_items(desk.document, lines=lines), lines=lines)

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert verdict.holds
    assert "6 events hang together; 2 are withheld" in said(verdict.complete)


def test_an_accreditation_package_withholds_nothing(desk: Desk, tmp_path: Path) -> None:
    lines = trail_lines(6, withheld=(2,))
    items = some_items(desk.document, "accreditation", lines)
    built = built_package(desk.authority, tmp_path, items, "accreditation", lines)

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert "must show" in said(verdict.complete)


def test_a_trail_that_ends_before_the_head_is_incomplete(desk: Desk, tmp_path: Path) -> None:
    items = some_items(desk.document, lines=trail_lines(4))
    built = built_package(desk.authority, tmp_path, items, lines=trail_lines(5))

    verdict = check_package(built.path, desk.authority.root_pem, TODAY)

    assert "does not end in the head" in said(verdict.complete)


def edited(line: str, **changes: object) -> str:
    return json.dumps(json.loads(line) | changes)


def without_words(line: str) -> str:
    return json.dumps({key: value for key, value in json.loads(line).items() if key not in ("salt", "body")})


LINES = trail_lines(5)
TAMPERED = {
    "words changed": (3, [*LINES[:2], LINES[2].replace("case.move", "case.mope"), *LINES[3:]]),
    "hash changed": (3, [*LINES[:2], edited(LINES[2], hash="1" * 64), *LINES[3:]]),
    "digest changed and words withheld": (
        3,
        [*LINES[:2], without_words(edited(LINES[2], digest="1" * 64)), *LINES[3:]],
    ),
    "one taken out": (3, [*LINES[:2], *LINES[3:]]),
    "the first taken out": (1, LINES[1:]),
    "two swapped": (2, [LINES[0], LINES[2], LINES[1], *LINES[3:]]),
    "one put in": (4, [*LINES[:3], LINES[2], *LINES[3:]]),
    "renumbered": (3, [*LINES[:2], edited(LINES[2], seq=7), *LINES[3:]]),
    "salt without words": (
        2,
        [LINES[0], json.dumps({k: v for k, v in json.loads(LINES[1]).items() if k != "body"})],
    ),
    "another time": (2, [LINES[0], edited(LINES[1], at="2022-11-09T08:00:00Z"), *LINES[2:]]),
    "no JSON": (4, [*LINES[:3], "{", *LINES[4:]]),
    "a key twice": (4, [*LINES[:3], LINES[3][:-1] + ', "seq": 4}', *LINES[4:]]),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_the_first_broken_event_of_a_trail_is_named(how: str) -> None:
    first_broken, lines = TAMPERED[how]

    assert verify_chain_lines(lines).broken_seq == first_broken


def test_a_whole_trail_gives_its_head() -> None:
    chain = verify_chain_lines(LINES)

    assert chain.broken_seq is None
    assert (chain.head_seq, chain.head_hash) == (5, json.loads(LINES[-1])["hash"])


# The script in the package


def offline(desk: Desk, folder: Path, content: bytes, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the script of the package with a bare interpreter: no site, no environment, no path to us."""
    with zipfile.ZipFile(io.BytesIO(desk.client)) as archive:
        (folder / "check.py").write_bytes(archive.read("check.py"))
    (folder / "received.zip").write_bytes(content)
    (folder / "root.pem").write_bytes(desk.authority.root_pem)
    return subprocess.run(
        [sys.executable, "-I", "-S", "check.py", "received.zip", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_script_in_the_package_finds_a_good_package_good(desk: Desk, tmp_path: Path) -> None:
    done = offline(desk, tmp_path, desk.client, "root.pem")

    assert done.returncode == 0, done.stdout + done.stderr
    assert "5 events hang together" in done.stdout
    assert "openssl finds the signature over the manifest good" in done.stdout


def test_the_script_in_the_package_names_a_changed_file(desk: Desk, tmp_path: Path) -> None:
    place = desk.client.index(b"item 15 ")
    done = offline(desk, tmp_path, desk.client[:place] + b"j" + desk.client[place + 1 :], "root.pem")

    assert done.returncode == 1
    assert "BROKEN  15/item.txt" in done.stdout


def test_the_script_in_the_package_trusts_nobody_by_itself(desk: Desk, tmp_path: Path) -> None:
    done = offline(desk, tmp_path, desk.client)

    assert done.returncode == 1
    assert fingerprint(desk.authority.root) in done.stdout


def test_the_script_in_the_package_refuses_another_root(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_bytes(an_authority(tmp_path / "keys").root_pem)

    done = offline(desk, tmp_path, desk.client, "other.pem")

    assert done.returncode == 1
    assert "BROKEN  the signature" in done.stdout


def test_no_file_in_the_package_is_packed_so_nothing_can_unpack_to_more(desk: Desk) -> None:
    with zipfile.ZipFile(io.BytesIO(desk.client)) as archive:
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}


def test_a_packed_archive_is_refused_before_anything_is_unpacked(desk: Desk, tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MANIFEST, b"\0" * 10_000_000)

    verdict = verdict_on(bomb.getvalue(), desk, tmp_path)

    assert not verdict.intact.holds
    assert "entry that no package has" in said(verdict.intact)
