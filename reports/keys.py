"""People's signing keys: PKCS#12 under the person's own passphrase, opened only inside the act of signing."""

# mypy: disable-error-code="no-untyped-call"
# Reason: asn1crypto ships no types for its constructors.

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import PrivateFormat, pkcs12
from cryptography.x509.oid import NameOID

from reports.authority import Authority, revoked_at
from reports.certificates import Validity, new_key, person_certificate, subject
from reports.sentences import SealingError

# A person's certificate is renewed every two years; signatures outlive it by their archive time stamp.
KEY_HOLDS = timedelta(days=730)
# A guess at the passphrase costs what a guess at the sign-in costs; opening takes about 0.2 s.
PASSPHRASE_ROUNDS = 200_000


class WrongPassphrase(SealingError):
    """The passphrase does not open the key."""


class KeyDamaged(SealingError):
    """The stored key is no PKCS#12 file or holds no usable key."""


class SignerRevoked(SealingError):
    """The signer's certificate was revoked."""


class CertificateNotInForce(SealingError):
    """The signer's certificate has expired, is not valid yet, or comes from another authority."""


@dataclass(frozen=True)
class PersonKey:
    """An opened key with its certificate and the certificates above it; never stored, never logged."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @property
    def name(self) -> str:
        """Who signs."""
        return _attribute(self.certificate, NameOID.COMMON_NAME)

    @property
    def role(self) -> str:
        """In which role the certificate was given."""
        return _attribute(self.certificate, NameOID.TITLE)

    @property
    def organisation(self) -> str:
        """For whom."""
        return _attribute(self.certificate, NameOID.ORGANIZATION_NAME)

    @property
    def serial(self) -> int:
        """What `revoke` takes."""
        return self.certificate.serial_number

    def __repr__(self) -> str:
        return f"PersonKey({self.name!r}, serial {self.serial})"


def issue_person_key(  # noqa: PLR0917 - the order of the form that the body manager fills
    authority: Authority,
    name: str,
    role: str,
    organisation: str,
    passphrase: str,
    now: datetime,
    *,
    valid_to: datetime | None = None,
) -> bytes:
    """Make a P-256 key and certificate for a person and return both as PKCS#12 under their passphrase.

    Holds two years from `now` unless `valid_to` is given, and never longer than the authority itself.
    """
    if not passphrase:
        raise SealingError("Choose a passphrase for the signing key; an empty one protects nothing.")
    issuer = authority.issuer
    begin = now.replace(microsecond=0)
    end = min(valid_to or begin + KEY_HOLDS, issuer.certificate.not_valid_after_utc)
    key = new_key()
    holder = subject(name, organisation, role)
    certificate = person_certificate(holder, key, issuer, Validity(begin, end), authority.ocsp_address)
    lock = (
        PrivateFormat.PKCS12.encryption_builder()
        .kdf_rounds(PASSPHRASE_ROUNDS)
        .key_cert_algorithm(pkcs12.PBES.PBESv2SHA256AndAES256CBC)
        .hmac_hash(hashes.SHA256())
        .build(passphrase.encode())
    )
    above = [authority.certificates["issuing"], authority.root]
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, above, lock)


def open_person_key(p12: bytes, passphrase: str) -> PersonKey:
    """Open a stored key; raises WrongPassphrase, or KeyDamaged when the bytes are not such a key."""
    try:
        key, certificate, chain = pkcs12.load_key_and_certificates(p12, passphrase.encode())
    except ValueError as cause:
        if _is_key_file(p12):
            raise WrongPassphrase(
                "This passphrase does not open your signing key. Nothing was signed; try again."
            ) from cause
        raise KeyDamaged(
            "The stored signing key cannot be read. Ask your body manager to issue a new one."
        ) from cause
    if certificate is None or not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyDamaged("The stored file holds no signing key. Ask your body manager to issue a new one.")
    return PersonKey(key, certificate, tuple(chain))


def refuse_unusable(authority: Authority, signer: PersonKey, now: datetime) -> None:
    """Raise with a sentence when this signer may not sign at `now`: revoked, expired, early or foreign."""
    certificate = signer.certificate
    if certificate.issuer != authority.certificates["issuing"].subject:
        raise CertificateNotInForce(
            "The certificate of {name} was not issued by this installation. Ask for a new signing key.",
            name=signer.name,
        )
    revoked = revoked_at(authority, signer.serial)
    if revoked is not None and revoked <= now:
        raise SignerRevoked(
            "The certificate of {name} was revoked on {day}. Ask your body manager for a new key.",
            name=signer.name,
            day=revoked.date().isoformat(),
        )
    if now > certificate.not_valid_after_utc:
        raise CertificateNotInForce(
            "The certificate of {name} expired on {day}. Ask your body manager for a new key.",
            name=signer.name,
            day=certificate.not_valid_after_utc.date().isoformat(),
        )
    if now < certificate.not_valid_before_utc.replace(microsecond=0):
        raise CertificateNotInForce(
            "The certificate of {name} is valid only from {day}.",
            name=signer.name,
            day=certificate.not_valid_before_utc.date().isoformat(),
        )


def _attribute(certificate: x509.Certificate, oid: x509.ObjectIdentifier) -> str:
    found = certificate.subject.get_attributes_for_oid(oid)
    return str(found[0].value) if found else ""


def _is_key_file(content: bytes) -> bool:
    try:
        return bool(asn1_pkcs12.Pfx.load(content, strict=True)["version"].native == "v3")
    except (ValueError, TypeError):
        return False
