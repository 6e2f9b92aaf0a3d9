"""The installation's own RFC 3161 time stamper and OCSP answers, both made in process: nothing is fetched."""

# mypy: disable-error-code="no-untyped-call"
# Reason: asn1crypto ships no types for its constructors.

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from asn1crypto import algos, cms, core, ocsp, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.sign.general import as_signing_certificate_v2, simple_cms_attribute
from pyhanko.sign.timestamps import TimeStamper

from reports.authority import SERIAL, Authority, revoked_at

# Under 2.25 (ITU-T X.667) anyone may use a random UUID as an arc without asking; this one is the product's.
POLICY = "2.25.214710934865263587741986037420198526423"
# The signature's stamp and the archive stamp.
SERIALS_PER_ACT = 2
# One token of each stamper and digest, kept to foretell sizes; it never gets into a document.
_SAMPLES: dict[tuple[bytes, str], cms.ContentInfo] = {}
Structure = TypeVar("Structure", bound=core.Sequence)
ANSWER_HOLDS = timedelta(days=1)
_DIGESTS = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}


def asn1(certificate: x509.Certificate) -> asn1_x509.Certificate:
    """The same certificate in the form that the signing library wants."""
    loaded: asn1_x509.Certificate = asn1_x509.Certificate.load(
        certificate.public_bytes(serialization.Encoding.DER)
    )
    return loaded


class OwnTimeStamper(TimeStamper):
    """Stamps with the authority's key at the instant it was made for; every token has a stored serial."""

    def __init__(self, authority: Authority, now: datetime) -> None:
        super().__init__()
        self._folder = authority.folder
        self._key = authority.keys["timestamp"]
        self._certificate = asn1(authority.certificates["timestamp"])
        self._chain = [self._certificate, asn1(authority.certificates["issuing"])]
        self._now = now.replace(microsecond=0)
        self._serials: Iterator[int] = iter(())

    async def async_dummy_response(self, md_algorithm: str) -> cms.ContentInfo:
        """A token that shows how long one is and which certificates it brings."""
        key = (self._certificate.sha256, md_algorithm)
        if key not in _SAMPLES:
            _SAMPLES[key] = await super().async_dummy_response(md_algorithm)
        self._register_dummy(md_algorithm, _SAMPLES[key])
        return _SAMPLES[key]

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Answer a request of RFC 3161 section 2.4; the signature is ECDSA with ESSCertIDv2 (RFC 5816)."""
        info = self._info(req).dump()
        digest = req["message_imprint"]["hash_algorithm"]["algorithm"].native
        attributes = cms.CMSAttributes(
            [
                simple_cms_attribute("content_type", "tst_info"),
                simple_cms_attribute("signing_time", cms.Time({"utc_time": core.UTCTime(self._now)})),
                simple_cms_attribute("signing_certificate_v2", as_signing_certificate_v2(self._certificate)),
                simple_cms_attribute("message_digest", _digest(info, digest)),
            ]
        )
        token = cms.ContentInfo(
            {"content_type": "signed_data", "content": self._signed(info, digest, attributes)}
        )
        return _settled(tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token}))

    def _info(self, req: tsp.TimeStampReq) -> tsp.TSTInfo:
        fields = {
            "version": "v1",
            "policy": POLICY,
            "message_imprint": req["message_imprint"],
            "serial_number": self._next_serial(),
            "gen_time": self._now,
            "accuracy": {"seconds": 1},
            "tsa": asn1_x509.GeneralName("directory_name", self._certificate.subject),
        }
        if req["nonce"].native is not None:
            fields["nonce"] = req["nonce"]
        return tsp.TSTInfo(fields)

    def _next_serial(self) -> int:
        try:
            return next(self._serials)
        except StopIteration:
            self._serials = reserve_serials(self._folder / SERIAL, SERIALS_PER_ACT)
            return next(self._serials)

    def _signed(self, info: bytes, digest: str, attributes: cms.CMSAttributes) -> cms.SignedData:
        algorithm = algos.DigestAlgorithm({"algorithm": digest})
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier(
                    "issuer_and_serial_number",
                    cms.IssuerAndSerialNumber(
                        {
                            "issuer": self._certificate.issuer,
                            "serial_number": self._certificate.serial_number,
                        }
                    ),
                ),
                "digest_algorithm": algorithm,
                "signature_algorithm": {"algorithm": f"{digest}_ecdsa"},
                "signed_attrs": attributes,
                "signature": self._key.sign(attributes.dump(), ec.ECDSA(_DIGESTS[digest])),
            }
        )
        return cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [algorithm],
                "encap_content_info": {
                    "content_type": "tst_info",
                    "content": core.ParsableOctetString(info),
                },
                "certificates": self._chain,
                "signer_infos": [signer],
            }
        )


def reserve_serials(path: Path, count: int) -> Iterator[int]:
    """Count `count` up in the file and hand out these numbers; never the same twice, also between processes.

    Reserved in one go, for each reservation waits for the disk; what is not used stays a gap.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        last = int(os.read(handle, 64) or b"0")
        os.pwrite(handle, str(last + count).encode(), 0)
        os.fsync(handle)
    finally:
        os.close(handle)
    return iter(range(last + 1, last + count + 1))


def answers(authority: Authority, leaf: x509.Certificate, now: datetime) -> list[ocsp.OCSPResponse]:
    """The OCSP answers that a signature with `leaf` needs at `now`: leaf, time stamper, issuing authority."""
    issuing = authority.certificates["issuing"]
    return [
        answer(authority, leaf, now),
        answer(authority, authority.certificates["timestamp"], now),
        answer(authority, issuing, now, above="root", responder="root-ocsp"),
    ]


def answer(
    authority: Authority,
    certificate: x509.Certificate,
    now: datetime,
    *,
    above: str = "issuing",
    responder: str = "ocsp",
) -> ocsp.OCSPResponse:
    """The OCSP answer (RFC 6960) about one certificate of this authority at `now`: good or revoked."""
    at = now.replace(microsecond=0)
    answering = asn1(authority.certificates[responder])
    content = ocsp.ResponseData(
        {
            "responder_id": ocsp.ResponderId("by_key", answering.public_key.sha1),
            "produced_at": at,
            "responses": [
                {
                    "cert_id": _certificate_id(asn1(authority.certificates[above]), certificate),
                    "cert_status": _status(authority, certificate),
                    "this_update": at,
                    "next_update": at + ANSWER_HOLDS,
                }
            ],
        }
    )
    basic = ocsp.BasicOCSPResponse(
        {
            "tbs_response_data": content,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": authority.keys[responder].sign(content.dump(), ec.ECDSA(hashes.SHA256())),
            "certs": [answering],
        }
    )
    body = {"response_type": "basic_ocsp_response", "response": core.ParsableOctetString(basic.dump())}
    return _settled(ocsp.OCSPResponse({"response_status": "successful", "response_bytes": body}))


def _certificate_id(issuer: asn1_x509.Certificate, certificate: x509.Certificate) -> ocsp.CertId:
    return ocsp.CertId(
        {
            "hash_algorithm": {"algorithm": "sha256"},
            "issuer_name_hash": issuer.subject.sha256,
            "issuer_key_hash": issuer.public_key.sha256,
            "serial_number": certificate.serial_number,
        }
    )


def _status(authority: Authority, certificate: x509.Certificate) -> ocsp.CertStatus:
    at = revoked_at(authority, certificate.serial_number)
    if at is None:
        return ocsp.CertStatus("good", ocsp.StatusGood())
    return ocsp.CertStatus("revoked", ocsp.RevokedInfo({"revocation_time": at.replace(microsecond=0)}))


def _settled(built: Structure) -> Structure:
    """The same value as if read from bytes: asn1crypto re-encodes what was built, each time it is used."""
    read: Structure = built.load(built.dump())
    return read


def _digest(content: bytes, algorithm: str) -> bytes:
    running = hashes.Hash(_DIGESTS[algorithm])
    running.update(content)
    return running.finalize()
