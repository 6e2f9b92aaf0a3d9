"""A stranger's verdict on a package, offline: intact, valid, trusted, complete - four separate facts."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal

import rfc8785
from cryptography import x509

from reports.authority import fingerprint
from reports.detached import DetachedVerdict, check_detached
from reports.offline_check import (
    MANIFEST,
    ROOT,
    SIGNATURE,
    TRAIL,
    Member,
    Unreadable,
    check_files,
    content,
    lines_of,
    read_manifest,
    read_members,
    verify_chain_lines,
)
from reports.package import FORMAT, PROFILES
from reports.sentences import Sentence
from reports.signatures import check_signatures

# 15 may be empty where the client gave no cited file itself; 17 stands in for 8 and 9 where these are absent.
REQUIRED = {
    "public": PROFILES["public"],
    "client": PROFILES["client"] - {15},
    "accreditation": PROFILES["accreditation"] - {17},
    # Dossier, forms, rule results, data, cited statements; the others come as the programme goes on.
    "sbt": frozenset({22, 25, 26, 27, 28}),
}
# How the documents of an item must be signed: by both signatures in the PDF, or by a person beside the file.
SIGNED_ITEMS = {1: "pdf", 2: "pdf", 21: "person", 22: "person", 23: "person", 24: "person", 25: "person"}


@dataclass(frozen=True)
class Fact:
    """One of the four: whether it holds, and the sentences that say what was found."""

    holds: bool
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True)
class Verdict:
    """intact: the bytes are those sealed. valid: every signature stands. trusted: under the root that the
    checker named. complete: the profile's items are all there and the trail hangs together.
    """

    intact: Fact
    valid: Fact
    trusted: Fact
    complete: Fact
    files: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether all four hold."""
        return all(fact.holds for fact in (self.intact, self.valid, self.trusted, self.complete))


def check_package(package: Path, trust: str | bytes | None, now: datetime) -> Verdict:
    """Judge a package as of `now`, streaming; `trust` is a root as PEM or its SHA-256 fingerprint, or None.

    `files` of the verdict names every file that is not as it was sealed. Raises OSError when the package
    cannot be opened at all, ValueError when `trust` is neither PEM nor fingerprint.
    """
    trusted_roots = fingerprints_of(trust) if trust is not None else None
    with package.open("rb") as file:
        try:
            members = {member.path: member for member in read_members(file)}
            raw, manifest, root = _read_head(file, members)
            wrong = check_files(file, list(members.values()), manifest["files"])
        except Unreadable as problem:
            return _unreadable(problem)
        opened = _Opened(file, members, manifest)
        return Verdict(
            intact=_intact(opened, wrong),
            valid=_valid(opened, raw, root, now),
            trusted=_trusted(root, trusted_roots),
            complete=_complete(opened),
            files=tuple(path for path, _ in wrong),
        )


def fingerprints_of(trust: str | bytes) -> frozenset[str]:
    """The fingerprints that a checker trusts: of each certificate in a PEM, or the one given in hex."""
    text = trust.decode("ascii", errors="replace") if isinstance(trust, bytes) else trust
    if "-----BEGIN" in text:
        found = x509.load_pem_x509_certificates(text.encode("ascii", errors="replace"))
        return frozenset(fingerprint(certificate) for certificate in found)
    plain = re.sub(r"[\s:]", "", text).lower()
    if not re.fullmatch(r"[0-9a-f]{64}", plain):
        raise ValueError(
            "What is to be trusted is neither a PEM file nor a SHA-256 fingerprint (64 hex digits)."
        )
    return frozenset({plain})


@dataclass(frozen=True)
class _Opened:
    file: BinaryIO
    members: dict[str, Member]
    manifest: dict[str, Any]

    @property
    def group(self) -> str:
        """The group whose own package this is, empty for a verification package."""
        return str(self.manifest["group"]) if self.manifest["profile"] == "sbt" else ""

    @property
    def signed_by(self) -> Literal["seal", "person"]:
        """Whose key the manifest asks for: a body's seal never covers targets."""
        return "person" if self.group else "seal"

    def content(self, path: str) -> bytes:
        return content(self.file, self.members[path])

    def of_item(self, number: int) -> list[dict[str, Any]]:
        listed = [entry for entry in self.manifest["files"] if entry.get("item") == number]
        return [entry for entry in listed if entry["path"] in self.members]


def _read_head(file: BinaryIO, members: dict[str, Member]) -> tuple[bytes, dict[str, Any], x509.Certificate]:
    for path in (MANIFEST, SIGNATURE, ROOT):
        if path not in members:
            raise Unreadable(path, "is missing.")
    raw = content(file, members[MANIFEST])
    manifest = read_manifest(raw)
    known = manifest.get("format") == FORMAT and str(manifest.get("profile")) in REQUIRED
    known = known and bool(manifest.get("group")) == (manifest.get("profile") == "sbt")
    if not known or not isinstance(manifest.get("trail"), dict) or not _is_canonical(manifest, raw):
        raise Unreadable(MANIFEST, "is not the manifest of a package of this format.")
    try:
        root = x509.load_pem_x509_certificate(content(file, members[ROOT]))
    except ValueError:
        raise Unreadable(ROOT, "is no certificate.") from None
    return raw, manifest, root


def _is_canonical(manifest: dict[str, Any], raw: bytes) -> bool:
    try:
        return rfc8785.dumps(manifest) == raw
    except ValueError:
        return False


def _unreadable(problem: Unreadable) -> Verdict:
    found = Fact(False, (Sentence("{path} {problem}", {"path": problem.path, "problem": problem.sentence}),))
    unknown = Fact(False, (Sentence("This cannot be judged: the package cannot be read."),))
    return Verdict(found, unknown, unknown, unknown, (problem.path,))


def _intact(opened: _Opened, wrong: Sequence[tuple[str, str]]) -> Fact:
    if wrong:
        return Fact(
            False,
            tuple(Sentence("{path} {problem}", {"path": path, "problem": why}) for path, why in wrong),
        )
    count = {"count": str(len(opened.members))}
    return Fact(True, (Sentence("All {count} files are the ones that were sealed.", count),))


def _valid(opened: _Opened, raw: bytes, root: x509.Certificate, now: datetime) -> Fact:
    seal = check_detached(raw, opened.content(SIGNATURE), (root,), now, opened.signed_by)
    holds, found = _signature(opened, SIGNATURE, seal)
    if holds:
        facts = {"seal": seal.sealed_by, "at": f"{seal.at:%Y-%m-%d %H:%M} UTC"}
        word = "Signed by {seal} on {at}." if opened.group else "Sealed by {seal} on {at}."
        found = [Sentence(word, facts)]
    for entry in opened.manifest["files"]:
        if entry.get("signed") is None or entry["path"] not in opened.members:
            continue
        good, said = _signed_file(opened, entry, root, now)
        holds = holds and good
        found += said
    return Fact(holds, tuple(found))


def _signed_file(
    opened: _Opened, entry: dict[str, Any], root: x509.Certificate, now: datetime
) -> tuple[bool, list[Sentence]]:
    path = entry["path"]
    try:
        whole = opened.content(path)
        if entry["signed"] == "pdf":
            verdict = check_signatures(whole, (root,), now)
            signers = " and ".join(one.signer for one in verdict.signatures)
            said = [Sentence("{path}: {why}", {"path": path, "why": str(why)}) for why in verdict.problems]
            return verdict.signed, said or [
                Sentence("{path} is signed by {signers}.", {"path": path, "signers": signers})
            ]
        beside = f"{path}.p7s"
        if beside not in opened.members:
            return False, [Sentence("{path} has no signature beside it.", {"path": path})]
        is_person = entry["signed"] == "person"
        by: Literal["seal", "person"] = "person" if is_person else "seal"
        detached = check_detached(whole, opened.content(beside), (root,), now, by)
    except Unreadable as problem:
        return False, [Sentence("{path} {why}", {"path": problem.path, "why": problem.sentence})]
    good, said = _signature(opened, beside, detached)
    if not good:
        return False, said
    signer = {"path": path, "signers": detached.sealed_by}
    return True, [Sentence("{path} is signed by {signers}." if is_person else "{path} is sealed.", signer)]


def _signature(opened: _Opened, path: str, found: DetachedVerdict) -> tuple[bool, list[Sentence]]:
    """Return whether a detached signature holds and, in a group's own package, is the group's."""
    if not found.holds:
        return False, [Sentence("{path} {why}", {"path": path, "why": str(found.problem)})]
    # A certificate holds 64 characters of a name.
    if opened.group and found.organisation != opened.group[:64]:
        names = {"path": path, "found": found.organisation, "group": opened.group}
        return False, [Sentence("{path} was signed for {found}, not for {group}.", names)]
    return True, []


def _trusted(root: x509.Certificate, trusted: frozenset[str] | None) -> Fact:
    own = {"fingerprint": fingerprint(root), "name": root.subject.rfc4514_string()}
    if trusted is None:
        return Fact(
            False,
            (
                Sentence(
                    "Nobody said whom to trust. The package names {name}: ask the verification body "
                    "whether {fingerprint} is its fingerprint, then give it with --trust.",
                    own,
                ),
            ),
        )
    if own["fingerprint"] in trusted:
        return Fact(True, (Sentence("The signatures lead to the root that you trust, {name}.", own),))
    return Fact(
        False,
        (Sentence("The package names another root than yours: {name}, {fingerprint}.", own),),
    )


def _complete(opened: _Opened) -> Fact:
    profile = opened.manifest["profile"]
    problems = [
        Sentence("Item {item} of profile {profile} is missing.", {"item": str(number), "profile": profile})
        for number in sorted(REQUIRED[profile])
        if not opened.of_item(number)
    ]
    for number, manner in SIGNED_ITEMS.items():
        if number not in REQUIRED[profile] and not (manner == "person" and opened.of_item(number)):
            continue
        documents = opened.of_item(number)
        if manner == "pdf":
            documents = [entry for entry in documents if entry["path"].lower().endswith(".pdf")]
        if not any(entry.get("signed") == manner for entry in documents):
            problems.append(Sentence("Item {item} has no signed document.", {"item": str(number)}))
    found = [] if problems else [Sentence("All items of profile {profile} are there.", {"profile": profile})]
    trail_holds, said = _trail(opened)
    return Fact(not problems and trail_holds, (*problems, *found, said))


def _trail(opened: _Opened) -> tuple[bool, Sentence]:
    head = opened.manifest["trail"]
    named = {"seq": str(head.get("seq")), "hash": str(head.get("hash"))}
    if TRAIL not in opened.members:
        needed = 11 in REQUIRED[opened.manifest["profile"]]
        return not needed, Sentence("This copy holds no trail; its head is event {seq}, {hash}.", named)
    try:
        chain = verify_chain_lines(lines_of(opened.file, opened.members[TRAIL]))
    except Unreadable as problem:
        return False, Sentence("{path} {why}", {"path": problem.path, "why": problem.sentence})
    if chain.broken_seq is not None:
        broken = {"path": TRAIL, "seq": str(chain.broken_seq), "why": chain.reason}
        return False, Sentence("{path}: event {seq} {why}", broken)
    if (chain.head_seq, chain.head_hash) != (head.get("seq"), head.get("hash")):
        return False, Sentence("The trail does not end in the head that the manifest names, {seq}.", named)
    if chain.withheld and opened.manifest["profile"] == "accreditation":
        return False, Sentence("The trail withholds events, which this profile must show.")
    counts = {"count": str(chain.head_seq), "withheld": str(chain.withheld)}
    return True, Sentence("The trail's {count} events hang together; {withheld} are withheld.", counts)


def main(arguments: Sequence[str], now: datetime) -> int:
    """`verify PACKAGE.zip [--trust PEM|FINGERPRINT]`: print the four facts; 0 only when all four hold."""
    parser = argparse.ArgumentParser(prog="assay verify", description="Check a package without a network.")
    parser.add_argument("package", type=Path, help="the package as it was downloaded")
    parser.add_argument(
        "--trust", help="the body's root certificate as a PEM file, or its SHA-256 fingerprint"
    )
    given = parser.parse_args(arguments)
    try:
        verdict = check_package(given.package, _trust_given(given.trust), now)
    except (OSError, ValueError) as problem:
        print(problem)
        return 2
    for name in ("intact", "valid", "trusted", "complete"):
        fact: Fact = getattr(verdict, name)
        print(f"{name:9}{'yes' if fact.holds else 'NO'}")
        for sentence in fact.sentences:
            print(f"         {sentence}")
    return 0 if verdict.holds else 1


def _trust_given(trust: str | None) -> str | bytes | None:
    if trust is None:
        return None
    path = Path(trust)
    return path.read_bytes() if path.is_file() else trust
