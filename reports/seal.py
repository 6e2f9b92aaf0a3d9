"""Signatures: the lead verifier certifies, the authorised signatory locks, the seal key covers files.

Nothing is fetched, ever: time stamps and revocation answers come from the authority in process.
"""
# mypy: disable-error-code="no-untyped-call"
# Reason: asn1crypto and parts of pyHanko ship no types.

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, ocsp
from asn1crypto import keys as asn1_keys
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    PdfSigningSession,
    SigDSSPlacementPreference,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from reports.authority import Authority
from reports.keys import PersonKey, refuse_unusable
from reports.sentences import SealingError
from reports.signatures import FIRST, LAST, STAMP, check_signatures
from reports.stamp import StampText, stamp_style
from reports.timestamps import OwnTimeStamper, answers, asn1

# It warns at every signature that nothing may be fetched. That is the rule here, not a mishap.
logging.getLogger("pyhanko.sign.signers").setLevel(logging.ERROR)


# Revocation answers go in with the signature, so that nothing follows the last one and each covers the end.
_SETTINGS = DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE)


# Hex digits kept free for a signature with its certificates and time stamp; 9,000 are used as a rule.
ROOM_FOR_SIGNATURE = 14_000


class AlreadySigned(SealingError):
    """The document has that signature, or is locked."""


class NotSigned(SealingError):
    """The document lacks an earlier signature, or a signature in it does not hold."""


@dataclass(frozen=True)
class SignaturePlace:
    """Where a signature is seen: page from 0 (-1 is the last), box in points from the lower left corner."""

    page: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def box(self) -> tuple[int, int, int, int]:
        """The box in whole points, as form fields have it."""
        return (round(self.left), round(self.bottom), round(self.right), round(self.top))


@dataclass(frozen=True)
class _Act:
    """One act of signing: who, with which authority, when, into which field, seen where, why."""

    signer: PersonKey
    authority: Authority
    at: datetime
    field: str
    place: SignaturePlace
    reason: str | None


class _ClockedSigner(signers.PdfSigner):
    """The library's signer with the product's clock instead of the machine's."""

    signing_time: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        session = super().init_signing_session(pdf_out, existing_fields_only)
        session.system_time = self.signing_time
        return session


def sign_first(
    pdf: bytes,
    signer: PersonKey,
    *,
    authority: Authority,
    now: datetime,
    place: SignaturePlace,
    last_place: SignaturePlace,
    reason: str | None = None,
) -> bytes:
    """The lead verifier's signature: PAdES B-LT that certifies and leaves one empty field for the last.

    Raises AlreadySigned, the refusals of `keys`, or NotSigned when the result does not hold on re-reading.
    """
    refuse_unusable(authority, signer, now)
    writer = _writer(pdf)
    if writer.prev.embedded_signatures:
        raise AlreadySigned("This document is signed already. Sign the unsigned original of a new revision.")
    _add_field(writer, FIRST, place, locks=False)
    _add_field(writer, LAST, last_place, locks=True)
    act = _Act(signer, authority, now.replace(microsecond=0), FIRST, place, reason)
    signed = _sign(writer, act)
    return _held(signed, authority, now, (FIRST,))


def sign_last(
    pdf: bytes,
    signer: PersonKey,
    *,
    authority: Authority,
    now: datetime,
    reason: str | None = None,
) -> bytes:
    """The authorised signatory's signature: PAdES B-LTA that locks every field and allows no change after.

    Raises AlreadySigned when it is there, NotSigned when the lead verifier's signature is absent or broken.
    """
    refuse_unusable(authority, signer, now)
    writer = _writer(pdf)
    names = [str(one.field_name) for one in writer.prev.embedded_signatures]
    if len(names) > 1:
        raise AlreadySigned("The authorised signatory has signed and locked this document. It takes no more.")
    if names != [FIRST]:
        raise NotSigned("The lead verifier has not signed this document. That signature comes first.")
    act = _Act(signer, authority, now.replace(microsecond=0), LAST, _place_of(writer, LAST), reason)
    # Whatever was done to the document after the first signature comes out when both are read again.
    return _held(_sign(writer, act), authority, now, (FIRST, LAST))


def sign_detached(content: bytes, *, authority: Authority, now: datetime) -> bytes:
    """A detached CAdES-T signature (`.p7s`, DER) with the seal key; `openssl cms -verify -cades` takes it."""
    at = now.replace(microsecond=0)
    seal = _library_signer(
        authority.keys["seal"],
        authority.certificates["seal"],
        (authority.certificates["issuing"], authority.root),
    )
    return _detached(content, seal, OwnTimeStamper(authority, at), at)


def sign_detached_by(content: bytes, signer: PersonKey, *, authority: Authority, now: datetime) -> bytes:
    """A detached CAdES-T signature with a person's key, the revocation answers of that moment inside it.

    Raises a SealingError with a sentence when this person may not sign at `now`.
    """
    at = now.replace(microsecond=0)
    refuse_unusable(authority, signer, at)
    person = _library_signer(signer.key, signer.certificate, signer.chain)
    stamper = OwnTimeStamper(authority, at)
    return _detached(content, person, stamper, at, answers(authority, signer.certificate, at))


def _detached(
    content: bytes,
    signer: signers.SimpleSigner,
    stamper: OwnTimeStamper,
    at: datetime,
    answered: Sequence[ocsp.OCSPResponse] = (),
) -> bytes:
    envelope = asyncio.run(
        signer.async_sign_general_data(
            content,
            "sha256",
            use_cades=True,
            timestamper=stamper,
            signed_attr_settings=PdfCMSSignedAttributes(signing_time=at),
        )
    )
    signature: bytes = envelope.dump()
    return _with_answers(signature, answered) if answered else signature


def _with_answers(signature: bytes, answered: Sequence[ocsp.OCSPResponse]) -> bytes:
    """Put OCSP answers beside the certificates (RFC 5940), which makes version 5; each bears its own signature.

    Read again from the bytes: the library would encode every level of a value it has just built again and again.
    """
    envelope = cms.ContentInfo.load(signature)
    signed = envelope["content"]
    signed["version"] = "v5"
    signed["crls"] = [
        cms.RevocationInfoChoice("other", {"other_rev_info_format": "ocsp_response", "other_rev_info": one})
        for one in answered
    ]
    kept: bytes = envelope.dump()
    return kept


def _sign(writer: IncrementalPdfFileWriter, act: _Act) -> bytes:
    meta = signers.PdfSignatureMetadata(
        field_name=act.field,
        name=act.signer.name,
        reason=act.reason,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        embed_validation_info=True,
        certify=act.field == FIRST,
        docmdp_permissions=fields.MDPPerm.FILL_FORMS if act.field == FIRST else fields.MDPPerm.NO_CHANGES,
        use_pades_lta=act.field == LAST,
        timestamp_field_name=STAMP,
        dss_settings=_SETTINGS,
        validation_context=_validation_context(act),
    )
    width, height = act.place.right - act.place.left, act.place.top - act.place.bottom
    pdf_signer = _ClockedSigner(
        meta,
        _library_signer(act.signer.key, act.signer.certificate, act.signer.chain),
        timestamper=OwnTimeStamper(act.authority, act.at),
        stamp_style=stamp_style(_stamp_text(act), width, height),
    )
    pdf_signer.signing_time = act.at
    try:
        signed: io.BytesIO = pdf_signer.sign_pdf(
            writer, existing_fields_only=True, bytes_reserved=ROOM_FOR_SIGNATURE
        )
    except (SigningError, PdfError) as cause:
        raise SealingError("The document was not signed: {cause}", cause=str(cause)) from cause
    return signed.getvalue()


def _held(pdf: bytes, authority: Authority, now: datetime, names: tuple[str, ...]) -> bytes:
    """Read the signed bytes again as a stranger would; whatever does not hold was never signed."""
    verdict = check_signatures(pdf, (authority.root,), now, fields=names)
    if not verdict.signed:
        raise NotSigned(
            "The document does not hold as signed: {problems}",
            problems=" ".join(str(problem) for problem in verdict.problems),
        )
    return pdf


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    try:
        return IncrementalPdfFileWriter(io.BytesIO(pdf))
    except PdfError as cause:
        raise SealingError("The file to sign is no readable PDF: {cause}", cause=str(cause)) from cause


def _add_field(writer: IncrementalPdfFileWriter, name: str, place: SignaturePlace, *, locks: bool) -> None:
    # Both fields go in before the first signature: a certified document takes no new visible field.
    spec = fields.SigFieldSpec(
        sig_field_name=name,
        on_page=place.page,
        box=place.box,
        field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.ALL) if locks else None,
        doc_mdp_update_value=fields.MDPPerm.NO_CHANGES if locks else None,
    )
    fields.append_signature_field(writer, spec)


def _place_of(writer: IncrementalPdfFileWriter, name: str) -> SignaturePlace:
    for _, _, reference in fields.enumerate_sig_fields(writer.prev, filled_status=False, with_name=name):
        left, bottom, right, top = (float(edge) for edge in reference.get_object()["/Rect"])
        return SignaturePlace(0, left, bottom, right, top)
    raise NotSigned("This document has no field left for the authorised signatory. Render it again.")


def _library_signer(
    key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate, chain: tuple[x509.Certificate, ...]
) -> signers.SimpleSigner:
    plain = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=asn1(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(plain),
        cert_registry=SimpleCertificateStore.from_certs([asn1(above) for above in chain]),
    )


def _validation_context(act: _Act) -> ValidationContext:
    return ValidationContext(
        trust_roots=[asn1(act.authority.root)],
        other_certs=[asn1(act.authority.certificates["issuing"])],
        moment=act.at,
        allow_fetching=False,
        ocsps=answers(act.authority, act.signer.certificate, act.at),
        revocation_mode="hard-fail",
    )


def _stamp_text(act: _Act) -> StampText:
    return StampText(
        name=act.signer.name,
        lines=(
            ", ".join(part for part in (act.signer.role, act.signer.organisation) if part),
            f"{act.at:%Y-%m-%d %H:%M:%S} UTC",
            f"{act.authority.name} · {act.signer.serial:040x}"[: len(act.authority.name) + 3 + 16],
        ),
    )
