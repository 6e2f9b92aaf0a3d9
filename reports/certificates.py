"""Certificates of the installation's own authority, by kind: what each may be used for and for how long."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

# RFC 9336: the key signs documents that people read.
DOCUMENT_SIGNING = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
# Without emailProtection, poppler and openssl do not take a leaf for a signer of documents.
SIGNER_USAGES = (ExtendedKeyUsageOID.EMAIL_PROTECTION, DOCUMENT_SIGNING)


# RFC 5280 allows 64 characters of a name; the library counts bytes and would bemoan 22 Chinese ones.
warnings.filterwarnings("ignore", message="Attribute's length must be >= 1 and <= 64")

# The product's own arcs under 2.25 (ITU-T X.667: a random UUID, nobody to ask). A person's key cannot seal.
SEAL_POLICY = x509.ObjectIdentifier("2.25.297814602284416283651094837264055371902")


@dataclass(frozen=True)
class Issuer:
    """Who signs a certificate: its name, its key and the public key's identifier."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


@dataclass(frozen=True)
class Validity:
    """From when to when a certificate holds; aware UTC instants, the end included."""

    begin: datetime
    end: datetime


def new_key() -> ec.EllipticCurvePrivateKey:
    """Make a fresh P-256 key."""
    return ec.generate_private_key(ec.SECP256R1())


def subject(common_name: str, organisation: str, title: str | None = None) -> x509.Name:
    """Name the holder, each part cut to 64 characters; `title` is the role in which a person signs."""
    parts = [_part(NameOID.ORGANIZATION_NAME, organisation), _part(NameOID.COMMON_NAME, common_name)]
    return x509.Name([*parts, _part(NameOID.TITLE, title)] if title else parts)


def _part(oid: x509.ObjectIdentifier, words: str) -> x509.NameAttribute[str]:
    return x509.NameAttribute(oid, words[:64], _validate=False)


def root_certificate(name: str, key: ec.EllipticCurvePrivateKey, validity: Validity) -> x509.Certificate:
    """The self-signed anchor: signs one layer of certification authorities and nothing else."""
    holder = subject(f"{name} root", name)
    builder = _authority(_builder(holder, holder, key.public_key(), validity), path_length=1)
    return builder.sign(key, hashes.SHA256())


def issuing_certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: Issuer, validity: Validity
) -> x509.Certificate:
    """The authority that signs leaves."""
    builder = _issued(subject(f"{name} issuing", name), key, issuer, validity)
    return _authority(builder, path_length=0).sign(issuer.key, hashes.SHA256())


def responder_certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: Issuer, validity: Validity
) -> x509.Certificate:
    """A delegated OCSP responder; ocsp-nocheck, for nobody else could answer about the answerer.

    There are two: one answers for the root about the issuing authority, one for that about its leaves.
    Long-term validation wants an answer about every certificate of the chain.
    """
    above = str(issuer.certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    builder = _leaf(_issued(subject(f"{above} OCSP", name), key, issuer, validity), commits=False)
    builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
    return builder.add_extension(x509.OCSPNoCheck(), critical=False).sign(issuer.key, hashes.SHA256())


def stamper_certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: Issuer, validity: Validity
) -> x509.Certificate:
    """The time stamper; RFC 3161 section 2.3: one usage only, and critical."""
    builder = _leaf(_issued(subject(f"{name} time stamper", name), key, issuer, validity), commits=True)
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return builder.add_extension(usage, critical=True).sign(issuer.key, hashes.SHA256())


def seal_certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: Issuer, validity: Validity
) -> x509.Certificate:
    """The installation's seal over packages and documents that carry no person's signature."""
    builder = _leaf(_issued(subject(f"{name} seal", name), key, issuer, validity), commits=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(SIGNER_USAGES), critical=False)
    policy = x509.CertificatePolicies([x509.PolicyInformation(SEAL_POLICY, None)])
    return builder.add_extension(policy, critical=False).sign(issuer.key, hashes.SHA256())


def is_seal(certificate: x509.Certificate) -> bool:
    """Whether a certificate is an installation's seal and not a person's."""
    try:
        policies = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return False
    return any(policy.policy_identifier == SEAL_POLICY for policy in policies)


def person_certificate(
    holder: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    issuer: Issuer,
    validity: Validity,
    ocsp_address: str,
) -> x509.Certificate:
    """A person's signing certificate.

    It names an OCSP address although nobody ever asks there: with it the answer embedded at signing is
    what long-term validation looks for.
    """
    builder = _leaf(_issued(holder, key, issuer, validity), commits=True)
    builder = builder.add_extension(x509.ExtendedKeyUsage(SIGNER_USAGES), critical=False)
    access = x509.AccessDescription(
        AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(ocsp_address)
    )
    builder = builder.add_extension(x509.AuthorityInformationAccess([access]), critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def _builder(
    holder: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, validity: Validity
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(holder)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(validity.begin)
        .not_valid_after(validity.end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _issued(
    holder: x509.Name, key: ec.EllipticCurvePrivateKey, issuer: Issuer, validity: Validity
) -> x509.CertificateBuilder:
    identifier = issuer.certificate.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    above = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier)
    builder = _builder(holder, issuer.certificate.subject, key.public_key(), validity)
    return builder.add_extension(above, critical=False)


def _authority(builder: x509.CertificateBuilder, path_length: int) -> x509.CertificateBuilder:
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=path_length), critical=True)
    return builder.add_extension(_key_usage(certifies=True), critical=True)


def _leaf(builder: x509.CertificateBuilder, *, commits: bool) -> x509.CertificateBuilder:
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    return builder.add_extension(_key_usage(signs=True, commits=commits), critical=True)


def _key_usage(*, certifies: bool = False, signs: bool = False, commits: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=signs,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=certifies,
        crl_sign=certifies,
        encipher_only=False,
        decipher_only=False,
    )
