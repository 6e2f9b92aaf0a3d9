"""Whatever is done to a package's bytes or to its list of files is found, and what was changed is named."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.authority import Authority, fingerprint
from reports.check import Verdict, check_package
from reports.offline_check import (
    INDEX,
    MANIFEST,
    SIGNATURE,
    Member,
    Unreadable,
    check_files,
    content,
    end_record,
    read_manifest,
    read_members,
)
from reports.package import build_package
from tests.reports.sealing import (
    SIGNED_ON,
    TODAY,
    a_signer,
    an_authority,
    signed_twice,
    some_facts,
    some_items,
)

QUICK = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))
Files = list[tuple[str, bytes]]


@dataclass(frozen=True)
class Sealed:
    authority: Authority
    document: bytes
    whole: bytes
    members: list[Member]

    @property
    def files(self) -> Files:
        return [(member.path, self.whole[member.begin : member.end]) for member in self.members]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    folder = tmp_path_factory.mktemp("changes")
    authority = an_authority(folder / "keys")
    lead, last = a_signer(authority), a_signer(authority, "Jonas Lind", "Authorised signatory")
    document = signed_twice(authority, lead, last)
    target, facts = folder / "package.zip", some_facts("client", None)
    build_package(target, some_items(document), facts, authority=authority, now=SIGNED_ON)
    whole = target.read_bytes()
    return Sealed(authority, document, whole, read_members(io.BytesIO(whole)))


def said_of(raw: bytes) -> list[str]:
    """What is wrong with the bytes of a package, by the functions with which every check begins."""
    file = io.BytesIO(raw)
    try:
        members = read_members(file)
        by_path = {member.path: member for member in members}
        absent = [path for path in (MANIFEST, SIGNATURE) if path not in by_path]
        if absent:
            return [f"{absent[0]}: is missing"]
        manifest = read_manifest(content(file, by_path[MANIFEST]))
        return [f"{path}: {why}" for path, why in check_files(file, members, manifest["files"])]
    except Unreadable as problem:
        return [str(problem)]


def verdict_on(raw: bytes, sealed: Sealed, folder: Path) -> Verdict:
    path = folder / "received.zip"
    path.write_bytes(raw)
    return check_package(path, fingerprint(sealed.authority.root), TODAY)


def laid_out(files: Files, *, names_of: dict[str, str] | None = None) -> bytes:
    """A package with these files, every header and checksum right, as a forger would write it."""
    out, members = io.BytesIO(), []
    for path, raw in files:
        member = Member((names_of or {}).get(path, path), out.tell(), zlib.crc32(raw), len(raw))
        out.write(member.local_header() + raw)
        members.append(member)
    begin, table = out.tell(), b"".join(member.central_header() for member in members)
    out.write(table + end_record(len(members), len(table), begin))
    return out.getvalue()


def owner_of(place: int, sealed: Sealed) -> str:
    """The file in whose header or content a byte stands, or the table of contents."""
    return next((m.path for m in sealed.members if m.offset <= place < m.end), INDEX)


@QUICK
@given(data=st.data())
def test_any_flipped_bit_is_found_and_its_file_named(sealed: Sealed, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(sealed.whole) - 1))
    bit = data.draw(st.integers(0, 7))
    flipped = bytearray(sealed.whole)
    flipped[place] ^= 1 << bit
    said, owner = said_of(bytes(flipped)), owner_of(place, sealed)
    assert said, f"bit {bit} of byte {place} in {owner} was flipped and nothing was said"
    if owner == INDEX:
        # An entry of the table names its own file where it still can.
        assert any(path in sentence for path in [INDEX, *dict(sealed.files)] for sentence in said)
    else:
        assert any(owner in sentence for sentence in said), (place, owner, said)


@pytest.mark.parametrize("which", ["first", "middle", "last"])
def test_a_flipped_bit_in_each_member_is_named(sealed: Sealed, which: str) -> None:
    for member in sealed.members:
        place = {"first": 0, "middle": member.size // 2, "last": member.size - 1}[which]
        flipped = bytearray(sealed.whole)
        flipped[member.begin + place] ^= 1
        assert any(member.path in sentence for sentence in said_of(bytes(flipped))), member.path


def test_every_byte_of_every_header_and_of_the_table_is_held(sealed: Sealed) -> None:
    places = [p for member in sealed.members for p in range(member.offset, member.begin)]
    for place in [*places, *range(sealed.members[-1].end, len(sealed.whole))]:
        flipped = bytearray(sealed.whole)
        flipped[place] ^= 0x55
        assert said_of(bytes(flipped)), f"byte {place}"


@QUICK
@given(data=st.data())
def test_a_package_cut_off_anywhere_is_found(sealed: Sealed, data: st.DataObject) -> None:
    length = data.draw(st.integers(0, len(sealed.whole) - 1))
    assert said_of(sealed.whole[:length])


def test_each_file_taken_out_is_named(sealed: Sealed) -> None:
    for path, _raw in sealed.files:
        said = said_of(laid_out([one for one in sealed.files if one[0] != path]))
        assert any(path in sentence for sentence in said), path


def test_each_file_under_another_name_is_named(sealed: Sealed) -> None:
    for path, _raw in sealed.files:
        said = said_of(laid_out(sealed.files, names_of={path: f"other-{path.replace('/', '-')}"}))
        assert any(path in sentence for sentence in said), path


def test_two_files_that_changed_names_are_both_named(sealed: Sealed) -> None:
    swapped = {"02/document.pdf": "04/item.txt", "04/item.txt": "02/document.pdf"}
    paths = dict(sealed.files)
    assert swapped.keys() <= paths.keys(), sorted(paths)
    said = " ".join(said_of(laid_out(sealed.files, names_of=swapped)))
    assert all(path in said for path in swapped)


@pytest.mark.parametrize("path", ["extra.pdf", "15-evidence/E-099.pdf", "manifest.json.bak", "发票.pdf"])
def test_a_file_that_is_added_is_named(sealed: Sealed, path: str) -> None:
    for place in (0, len(sealed.files) // 2, len(sealed.files)):
        files = [*sealed.files[:place], (path, b"added"), *sealed.files[place:]]
        assert any(path in sentence for sentence in said_of(laid_out(files)))


def test_a_second_file_of_the_same_name_is_named(sealed: Sealed, tmp_path: Path) -> None:
    for path, raw in sealed.files:
        for second in (raw, b"another"):
            assert any(path in s for s in said_of(laid_out([*sealed.files, (path, second)]))), path
    assert not verdict_on(laid_out([*sealed.files, sealed.files[0]]), sealed, tmp_path).holds


def test_a_name_in_other_letters_counts_as_the_same(sealed: Sealed) -> None:
    path, raw = sealed.files[0]
    assert said_of(laid_out([*sealed.files, (path.upper(), raw)]))


def test_files_in_another_order_are_the_same_files(sealed: Sealed) -> None:
    assert said_of(laid_out(sealed.files[::-1])) == []


@pytest.mark.parametrize("how", ["comment", "extra in the table", "extra in a header", "packed", "gap"])
def test_a_zip_of_another_form_is_not_taken(sealed: Sealed, how: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(
        out, "w", zipfile.ZIP_DEFLATED if how == "packed" else zipfile.ZIP_STORED
    ) as archive:
        for path, raw in sealed.files:
            info = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            info.compress_type = archive.compression
            info.extra = b"\xff\xff\x02\x00ab" if how == "extra in the table" else b""
            archive.writestr(info, raw)
        archive.comment = b"read me" if how == "comment" else b""
    raw = out.getvalue()
    if how == "gap":
        raw = b"MZ\0\0" + sealed.whole
    if how == "extra in a header":
        first = sealed.members[0]
        header = bytearray(sealed.whole[: first.begin])
        header[28:30] = (4).to_bytes(2, "little")
        raw = bytes(header) + b"\xff\xff\0\0" + sealed.whole[first.begin :]
    assert said_of(raw)


def test_the_same_bytes_are_taken_by_the_whole_check(sealed: Sealed, tmp_path: Path) -> None:
    assert verdict_on(laid_out(sealed.files), sealed, tmp_path).holds
    verdict = verdict_on(laid_out([*sealed.files, ("extra.pdf", b"x")]), sealed, tmp_path)
    assert verdict.files == ("extra.pdf",)
    assert not verdict.holds


# The same by other people's programs, where they are installed


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="pdfsig of poppler-utils is not installed here")
def test_pdfsig_finds_both_signatures_of_a_document_valid(sealed: Sealed, tmp_path: Path) -> None:
    path = tmp_path / "statement.pdf"
    path.write_bytes(sealed.document)
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    assert told.stdout.count("Signature is Valid") == 2, told.stdout
    path.write_bytes(sealed.document.replace(b"/Type /Page", b"/Type /Pagf", 1))
    told = subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True, check=False)
    assert told.stdout.count("Signature is Valid") < 2, told.stdout


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed here")
@pytest.mark.parametrize("is_changed", [False, True])
def test_openssl_holds_the_seal_against_the_manifest(
    sealed: Sealed, tmp_path: Path, is_changed: bool
) -> None:
    files = dict(sealed.files)
    manifest = files[MANIFEST].replace(b"client", b"clienT") if is_changed else files[MANIFEST]
    for name, raw in (("m", manifest), ("s", files[SIGNATURE]), ("root.pem", sealed.authority.root_pem)):
        (tmp_path / name).write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    command = "openssl cms -verify -cades -binary -inform DER -in s -content m -CAfile root.pem -out o"
    done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
    assert (done.returncode == 0) is not is_changed, done.stderr
