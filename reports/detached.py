"""Whether a detached signature (`.p7s`) stands over exactly these bytes: by which seal or person, since when."""
# mypy: disable-error-code="no-untyped-call"
# Reason: asn1crypto and parts of pyHanko ship no types.

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from asn1crypto import cms
from asn1crypto.ocsp import OCSPResponse
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.sign.validation.generic_cms import async_validate_detached_cms
from pyhanko_certvalidator import ValidationContext

from reports.certificates import is_seal
from reports.sentences import Sentence
from reports.timestamps import asn1


@dataclass(frozen=True)
class DetachedVerdict:
    """Holds or not; when it holds, whose certificate signed the bytes and when, by the time stamp.

    `organisation` is the one that the certificate names beside its holder.
    """

    holds: bool
    sealed_by: str = ""
    organisation: str = ""
    at: datetime | None = None
    problem: Sentence | None = None


def check_detached(
    content: bytes,
    signature: bytes,
    trust_roots: Sequence[x509.Certificate],
    now: datetime,
    by: Literal["seal", "person"] = "seal",
) -> DetachedVerdict:
    """Judge a CAdES-T signature over `content` as of `now`; never raises on bad bytes.

    `by` says whose key is asked for: a seal's, or a person's, which brings its revocation answers with it. The
    certificate is judged at the time of the stamp, the stamp itself at `now`.
    """
    try:
        return asyncio.run(_check(content, signature, trust_roots, now, by))
    except Exception as cause:  # broken DER raises many kinds; each means that there is no signature
        params = {"kind": type(cause).__name__, "cause": str(cause)[:200]}
        return DetachedVerdict(False, problem=Sentence("cannot be read ({kind}: {cause}).", params))


async def _check(
    content: bytes, signature: bytes, trust_roots: Sequence[x509.Certificate], now: datetime, by: str
) -> DetachedVerdict:
    envelope = cms.ContentInfo.load(signature, strict=True)
    if envelope["content_type"].native != "signed_data":
        return DetachedVerdict(False, problem=Sentence("is no signature."))
    signed = envelope["content"]
    answered = _answers(signed)
    first = await async_validate_detached_cms(content, signed, _context(trust_roots, now, answered))
    stamp = first.timestamp_validity
    if not (first.intact and first.valid):
        return DetachedVerdict(False, problem=Sentence("does not stand over these bytes."))
    if stamp is None or not (stamp.valid and stamp.intact and stamp.trusted):
        return DetachedVerdict(False, problem=Sentence("bears no time stamp that holds."))
    at = stamp.timestamp.astimezone(UTC)
    settled = await async_validate_detached_cms(
        content, signed, _context(trust_roots, at, answered), _context(trust_roots, now)
    )
    holder = x509.load_der_x509_certificate(settled.signing_cert.dump())
    if not settled.bottom_line:
        return DetachedVerdict(False, problem=Sentence("was not made by a key of the authority named."))
    if is_seal(holder) != (by == "seal"):
        seal, person = (
            "was made by a person's key, not by the seal.",
            "was made by a seal, not by a person's key.",
        )
        return DetachedVerdict(False, problem=Sentence(seal if by == "seal" else person))
    names = holder.subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    organisation = str(names[0].value) if names else ""
    return DetachedVerdict(True, str(settled.signing_cert.subject.human_friendly), organisation, at)


def _answers(signed: cms.SignedData) -> list[OCSPResponse]:
    """Return the revocation answers that a person's signature brings; a seal's has none."""
    brought = [choice.chosen for choice in signed["crls"] or () if choice.name == "other"]
    return [
        one["other_rev_info"] for one in brought if one["other_rev_info_format"].native == "ocsp_response"
    ]


def _context(
    trust_roots: Sequence[x509.Certificate], moment: datetime, answered: Sequence[OCSPResponse] = ()
) -> ValidationContext:
    return ValidationContext(
        trust_roots=[asn1(root) for root in trust_roots],
        moment=moment,
        ocsps=list(answered),
        revocation_mode="hard-fail",
        allow_fetching=False,
    )
