"""The installation's own certificate authority under DATA/keys: made once, opened at start, never in backups.

It is the operator's own and gives no third-party time; every document says so.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from reports.certificates import (
    Issuer,
    Validity,
    issuing_certificate,
    new_key,
    responder_certificate,
    root_certificate,
    seal_certificate,
    stamper_certificate,
)
from reports.sentences import SealingError

PARTS = ("root", "root-ocsp", "issuing", "ocsp", "timestamp", "seal")
# The root's key stays closed: it is needed again only when the authority under it is renewed.
OPENED = ("root-ocsp", "issuing", "ocsp", "timestamp", "seal")
# .invalid never resolves (RFC 2606): answers are embedded in the document, nobody is asked.
OCSP_ADDRESS = "http://ocsp.invalid/"
REVOKED = "revoked.jsonl"
SERIAL = "timestamp.serial"


class KeyMissing(SealingError):
    """A file of the authority is not where it must be."""


class AuthorityExists(SealingError):
    """The folder holds an authority already; a second one would make every signature untrusted."""


@dataclass(frozen=True)
class Authority:
    """The opened authority: certificates by part name, keys of the parts in OPENED."""

    folder: Path
    name: str
    ocsp_address: str
    certificates: Mapping[str, x509.Certificate]
    keys: Mapping[str, ec.EllipticCurvePrivateKey]

    @property
    def root(self) -> x509.Certificate:
        """The anchor that people are asked to trust."""
        return self.certificates["root"]

    @property
    def root_pem(self) -> bytes:
        """The anchor as a file for `--trust` and openssl."""
        return self.root.public_bytes(serialization.Encoding.PEM)

    @property
    def issuer(self) -> Issuer:
        """The part that signs people's certificates."""
        return Issuer(self.certificates["issuing"], self.keys["issuing"])


def create_authority(
    folder: Path,
    passphrase: str,
    *,
    name: str,
    valid_from: datetime,
    valid_to: datetime,
    ocsp_address: str = OCSP_ADDRESS,
) -> Authority:
    """Make root, issuing authority, OCSP responders, time stamper and seal key in `folder`, all or nothing.

    Private keys are encrypted under `passphrase`, which is kept beside them in a file of mode 0600 so that
    the product can start by itself. Raises AuthorityExists when the folder is not empty.
    """
    if folder.exists() and any(folder.iterdir()):
        raise AuthorityExists("{folder} already holds keys; open them instead.", folder=str(folder))
    draft = folder.with_name(f"{folder.name}.new-{os.getpid()}")
    draft.mkdir(mode=0o700, parents=True)
    try:
        keys = {part: new_key() for part in PARTS}
        certificates = _certificates(name, keys, Validity(valid_from, valid_to))
        for part in PARTS:
            write_private(draft / f"{part}.key.pem", _encrypted(keys[part], passphrase))
            _write(draft / f"{part}.pem", certificates[part].public_bytes(serialization.Encoding.PEM))
        write_private(draft / "passphrase", passphrase.encode())
        _write(draft / "authority.json", json.dumps({"name": name, "ocsp": ocsp_address}).encode())
        draft.replace(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    _sync_folder(folder.parent)
    return Authority(folder, name, ocsp_address, certificates, {part: keys[part] for part in OPENED})


def open_authority(folder: Path) -> Authority:
    """Open the authority that create_authority made.

    Raises KeyMissing with the file's name when one is absent, SealingError when the passphrase file can be
    read by others or does not open the keys.
    """
    facts = json.loads(_read(folder, "authority.json"))
    refuse_open_to_others(folder / "passphrase")
    passphrase = _read(folder, "passphrase")
    certificates = {part: x509.load_pem_x509_certificate(_read(folder, f"{part}.pem")) for part in PARTS}
    keys = {part: _opened(folder, part, passphrase) for part in OPENED}
    return Authority(folder, facts["name"], facts["ocsp"], certificates, keys)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 of the certificate, 64 hex digits: what `--trust` takes and the screen prints."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def revoke(authority: Authority, serial: int, *, reason: str, now: datetime) -> None:
    """Make every later signature with the certificate of this serial impossible; append-only."""
    line = json.dumps({"serial": str(serial), "at": now.isoformat(), "reason": reason})
    with (authority.folder / REVOKED).open("a", encoding="utf-8") as book:
        book.write(line + "\n")
        book.flush()
        os.fsync(book.fileno())


def revoked_at(authority: Authority, serial: int) -> datetime | None:
    """When the certificate of this serial was revoked, or None."""
    path = authority.folder / REVOKED
    if not path.exists():
        return None
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        if entry["serial"] == str(serial):
            return datetime.fromisoformat(entry["at"])
    return None


def write_private(path: Path, content: bytes) -> None:
    """Write a new file that only its owner may read, from its first byte on."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def refuse_open_to_others(path: Path) -> None:
    """Raise SealingError when a secret's file may be read by anyone but its owner."""
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SealingError("{file} can be read by others. Set its mode to 0600.", file=str(path))


def _certificates(
    name: str, keys: Mapping[str, ec.EllipticCurvePrivateKey], validity: Validity
) -> dict[str, x509.Certificate]:
    root = root_certificate(name, keys["root"], validity)
    anchor = Issuer(root, keys["root"])
    issuing = issuing_certificate(name, keys["issuing"], anchor, validity)
    issuer = Issuer(issuing, keys["issuing"])
    return {
        "root": root,
        "root-ocsp": responder_certificate(name, keys["root-ocsp"], anchor, validity),
        "issuing": issuing,
        "ocsp": responder_certificate(name, keys["ocsp"], issuer, validity),
        "timestamp": stamper_certificate(name, keys["timestamp"], issuer, validity),
        "seal": seal_certificate(name, keys["seal"], issuer, validity),
    }


def _encrypted(key: ec.EllipticCurvePrivateKey, passphrase: str) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(passphrase.encode()),
    )


def _opened(folder: Path, part: str, passphrase: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(_read(folder, f"{part}.key.pem"), passphrase)
    except ValueError as cause:
        raise SealingError(
            "The passphrase file does not open {file}. Restore both from the same copy of the key folder.",
            file=f"{part}.key.pem",
        ) from cause
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise SealingError("{file} holds a key of a kind not used here.", file=f"{part}.key.pem")
    return key


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except FileNotFoundError as cause:
        raise KeyMissing(
            "The key file {file} is missing from {folder}. Nothing can be signed until it is restored.",
            file=name,
            folder=str(folder),
        ) from cause


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
