"""Whether a PDF counts as signed: every signature holds, the last covers the end, any doubt means no."""
# mypy: disable-error-code="no-untyped-call"
# Reason: asn1crypto and parts of pyHanko ship no types.

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from asn1crypto.ocsp import OCSPResponse
from cryptography import x509
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation import ades, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge,
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.ltv.types import ValidationTimingInfo
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import OCSPContainer

from reports.sentences import Sentence
from reports.timestamps import asn1

FIRST = "LeadVerifier"
LAST = "AuthorisedSignatory"
STAMP = "ArchiveTimeStamp"
BOTH = (FIRST, LAST)
CLOCKS_DIFFER = timedelta(minutes=5)

# Its warnings go into the verdict as sentences; on the error channel they would be read as faults of ours.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko.sign.diff_analysis").setLevel(logging.CRITICAL)


@dataclass(frozen=True)
class SignatureFacts:
    """One signature as found: who, when by the time stamp, and whether everything about it holds."""

    field: str
    signer: str
    organisation: str
    role: str
    at: datetime | None
    intact: bool
    trusted: bool
    holds: bool


@dataclass(frozen=True)
class SignatureVerdict:
    """Signed or not; when not, why, as sentences."""

    signed: bool
    signatures: tuple[SignatureFacts, ...]
    problems: tuple[Sentence, ...]


def check_signatures(
    pdf: bytes, trust_roots: Sequence[x509.Certificate], now: datetime, *, fields: tuple[str, ...] = BOTH
) -> SignatureVerdict:
    """Judge a PDF that must carry exactly the signatures `fields`, in this order, as of `now`.

    Signed only when every one holds (bytes, chain, time stamp, revocation answer embedded at signing, no
    change but those that a later signature needs) and the last revision covers the end of the file. Each is
    judged as of its time stamp, the stamps themselves as of `now`. Never raises on a bad file.
    """
    try:
        return asyncio.run(_check(pdf, trust_roots, now, fields))
    except Exception as cause:  # an attack must not find the one exception that nobody listed
        problem = Sentence(
            "The signatures cannot be read ({kind}: {cause}).",
            {"kind": type(cause).__name__, "cause": str(cause)[:200]},
        )
        return SignatureVerdict(False, (), (problem,))


def validation_spec(trust_roots: Sequence[x509.Certificate]) -> PdfSignatureValidationSpec:
    """How signatures are judged here: these roots, embedded revocation answers, nothing fetched."""
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build([asn1(root) for root in trust_roots]),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("hard-fail")),
    )
    gathering = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(SignatureValidationSpec(policy, revinfo_gathering_policy=gathering))


async def _check(
    pdf: bytes, trust_roots: Sequence[x509.Certificate], now: datetime, fields: tuple[str, ...]
) -> SignatureVerdict:
    reader = PdfFileReader(io.BytesIO(pdf))
    everything = reader.embedded_signatures
    people = [one for one in everything if one.sig_object_type == "/Sig"]
    problems = _wrong_names(tuple(str(one.field_name) for one in people), fields)
    facts = []
    for signature in people:
        found, wrong = await _judge(signature, trust_roots, now)
        facts.append(found)
        problems.extend(wrong)
    if everything:
        problems.extend(await _wrong_end(everything, trust_roots, now, needs_stamp=fields[-1] == LAST))
    return SignatureVerdict(not problems, tuple(facts), tuple(problems))


def _wrong_names(found: tuple[str, ...], expected: tuple[str, ...]) -> list[Sentence]:
    if not found:
        return [Sentence("The document carries no signature.")]
    problems = [
        Sentence("The signature {field} is missing.", {"field": name})
        for name in expected
        if name not in found
    ]
    problems += [
        Sentence("There is a signature that does not belong here: {field}.", {"field": name})
        for name in found
        if name not in expected
    ]
    if not problems and found != expected:
        problems.append(Sentence("The signatures are not in the agreed order."))
    return problems


async def _judge(
    signature: EmbeddedPdfSignature, trust_roots: Sequence[x509.Certificate], now: datetime
) -> tuple[SignatureFacts, list[Sentence]]:
    signature.compute_integrity_info()
    at = _stamped_at(signature)
    result = await _validate(signature, validation_spec(trust_roots), at or now)
    status = result.api_status
    stamp = status.timestamp_validity if status is not None else None
    stamped = at is not None and stamp is not None and _proves(stamp, at, now)
    trusted = result.ades_subindic == AdESPassed.OK and status is not None and status.trusted
    facts = SignatureFacts(
        field=str(signature.field_name),
        **_holder(signature),
        at=at,
        intact=status is not None and bool(status.intact and status.valid),
        trusted=trusted,
        holds=stamped and trusted and status is not None and bool(status.bottom_line),
    )
    return facts, [] if facts.holds else [_why(facts, stamped, str(result.ades_subindic), status)]


def _proves(stamp: TimestampSignatureStatus, at: datetime, now: datetime) -> bool:
    """A stamp proves its time only while its own certificate is in force, and not ahead of time."""
    in_force: datetime = stamp.signing_cert.not_valid_after
    return bool(stamp.valid and stamp.intact) and at - CLOCKS_DIFFER <= now <= in_force


def _stamped_at(signature: EmbeddedPdfSignature) -> datetime | None:
    """The instant in the signature's own time stamp, which is judged with the signature."""
    tokens = list(extract_tst_data_iter(signature.signer_info, signed=False))
    if len(tokens) != 1:
        return None
    instant: datetime = tokens[0]["encap_content_info"]["content"].parsed["gen_time"].native
    return instant.astimezone(UTC)


async def _validate(
    signature: EmbeddedPdfSignature, spec: PdfSignatureValidationSpec, at: datetime
) -> ades.AdESWithTimeValidationResult:
    """Judge as of the time-stamped instant: the certificate then, by the answers embedded then.

    What came later (expiry, a revocation for another reason) leaves a signature of that day standing; that
    nothing was altered since is what the archive time stamp over the whole file shows.
    """
    known = _knowledge(DocumentSecurityStore.read_dss(signature.reader), at)
    return await ades.ades_with_time_validation(
        signature.signed_data,
        replace(spec.signature_validation_spec, local_knowledge=known),
        timing_info=ValidationTimingInfo(at, at, point_in_time_validation=True),
        raw_digest=signature.compute_digest(),
        extra_status_kwargs=signature.summarise_integrity_info(),
        status_cls=PdfSignatureStatus,
    )


def _knowledge(store: DocumentSecurityStore, now: datetime) -> LocalKnowledge:
    """What the file itself brings, as things that exist at `now`, whatever the machine's clock says."""
    answered = [
        container
        for stored in store.ocsps
        for container in OCSPContainer.load_multi(OCSPResponse.load(stored.get_object().data))
    ]
    certificates = list(store.load_certs())
    for container in answered:
        certificates.extend(container.ocsp_response_data.basic_ocsp_response["certs"] or ())
    known = LocalKnowledge(known_ocsps=answered, known_certs=certificates)
    return replace(known, known_poes=list(known.assert_existence_known_at(now)))


def _why(facts: SignatureFacts, stamped: bool, indication: str, status: object) -> Sentence:
    params = {"field": facts.field, "signer": facts.signer, "why": indication}
    if not facts.intact:
        return Sentence("The bytes under the signature {field} of {signer} were changed.", params)
    if not getattr(status, "docmdp_ok", False):
        return Sentence("The document was changed after {signer} signed it ({field}).", params)
    if facts.trusted and not stamped:
        return Sentence("The signature {field} of {signer} bears no time stamp that holds.", params)
    return Sentence("The certificate behind {field} of {signer} is not trusted ({why}).", params)


async def _wrong_end(
    everything: Sequence[EmbeddedPdfSignature],
    trust_roots: Sequence[x509.Certificate],
    now: datetime,
    *,
    needs_stamp: bool,
) -> list[Sentence]:
    last = everything[-1]
    problems = []
    stamps = [one for one in everything if one.sig_object_type == "/DocTimeStamp"]
    if needs_stamp and (not stamps or last is not stamps[-1]):
        problems.append(Sentence("The archive time stamp that closes the document is missing."))
    for stamp in stamps:
        context = ValidationContext(
            trust_roots=[asn1(root) for root in trust_roots],
            moment=now,
            ocsps=[],
            revocation_mode="hard-fail",
        )
        status = await async_validate_pdf_timestamp(stamp, context)
        if not (status.valid and status.intact and status.trusted):
            problems.append(Sentence("The archive time stamp that closes the document does not hold."))
    if last.evaluate_signature_coverage() != SignatureCoverageLevel.ENTIRE_FILE:
        problems.append(Sentence("There is content after the last signature."))
    return problems


def _holder(signature: EmbeddedPdfSignature) -> dict[str, str]:
    certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
    wanted = (
        ("signer", NameOID.COMMON_NAME),
        ("organisation", NameOID.ORGANIZATION_NAME),
        ("role", NameOID.TITLE),
    )
    found = {key: certificate.subject.get_attributes_for_oid(oid) for key, oid in wanted}
    return {key: str(values[0].value) if values else "" for key, values in found.items()}
