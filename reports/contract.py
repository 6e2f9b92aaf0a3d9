"""All that a report may say, as frozen dataclasses; no ORM object crosses this line."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal

from reports.canonical import ADDED_LATER, ContractError, canonical, contract_hash, from_json
from reports.consolidated import Consolidated, ConsolidatedEntity, Elimination
from reports.findings import (
    EvaluationBranch,
    EvaluationGroup,
    EvidenceLink,
    FindingEffect,
    FindingRound,
    FindingRow,
    FindingStep,
    LedgerCorrection,
    LedgerRow,
    Misstatement,
)
from reports.inventory import (
    AnswerState,
    Exclusion,
    GhgReportContract,
    MethodRow,
    ReportAnswer,
    UncertaintyRow,
)
from reports.parts import (
    Attestation,
    Basis,
    CategoryTotal,
    Conclusion,
    DocumentHeader,
    EmissionSummary,
    FactorRow,
    GasAmount,
    GasFactor,
    GwpRow,
    InventoryLine,
    Level,
    LineTerm,
    Nature,
    Objective,
    Organisation,
    PartyDuty,
    Period,
    Person,
    Section,
    Site,
    VerificationBody,
    VerifierDuty,
)
from reports.work import (
    CheckRow,
    DatedStep,
    EvidenceRow,
    ReportBody,
    RiskRow,
    SamplingHit,
    SamplingRecord,
    TestRow,
    Visit,
)

__all__ = [
    "AnswerState",
    "Attestation",
    "Basis",
    "CategoryTotal",
    "CheckRow",
    "Conclusion",
    "Consolidated",
    "ConsolidatedEntity",
    "ContractError",
    "DatedStep",
    "DocumentHeader",
    "Elimination",
    "EmissionSummary",
    "EvaluationBranch",
    "EvaluationGroup",
    "EvidenceLink",
    "EvidenceRow",
    "EvidenceWork",
    "Exclusion",
    "FactorRow",
    "FindingEffect",
    "FindingRound",
    "FindingRow",
    "FindingStep",
    "GasAmount",
    "GasFactor",
    "GhgReportContract",
    "GroupOpinion",
    "GwpRow",
    "IdentifiedStatement",
    "InventoryLine",
    "LedgerCorrection",
    "LedgerRow",
    "Level",
    "LineTerm",
    "Matter",
    "MethodRow",
    "Misstatement",
    "Nature",
    "Objective",
    "Organisation",
    "PartyDuty",
    "Period",
    "Person",
    "ReportAnswer",
    "ReportBody",
    "RiskRow",
    "SamplingHit",
    "SamplingRecord",
    "Section",
    "Site",
    "StatementContract",
    "TestRow",
    "TraceContract",
    "TraceFigure",
    "UncertaintyRow",
    "VerificationBody",
    "VerificationReportContract",
    "VerifierDuty",
    "Visit",
    "canonical",
    "contract_hash",
    "from_json",
    "join_report",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifiedStatement:
    """Element 5: exactly one GHG statement, pinned by the SHA-256 of its bytes."""

    title: str
    version: str
    dated: date
    sha256: str
    period: Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """Element 17: one matter behind a modification; amount signed in t CO2e, share a ratio of the group."""

    text: str
    amount: Decimal | None = None
    share: Decimal | None = None
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOpinion:
    """Elements 11, 12, 16 and 17 of one assurance group; threshold is a share of the denominator."""

    code: str
    name: str
    categories: tuple[int, ...]
    level: Level
    threshold: Decimal
    threshold_tonnes: Decimal
    denominator: Decimal
    denominator_basis: str
    conclusion: Conclusion | None
    matters: tuple[Matter, ...] = ()
    qualitative_materiality: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceWork:
    """Element 15: a technique and what was done with it."""

    technique: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementContract:
    """The verification statement; the comments number the elements of 1.7, none of which may be empty.

    ``report_body_sha256`` is the hash of the report body, so the one contract hash that people see in the
    foot of statement and report fixes both, while the statement's JSON gives nothing of the report away.
    """

    title: str  # 1
    addressee: str  # 2
    number: str  # 3
    revision: int | None  # 3
    organisation: Organisation  # 4
    activity: str  # 4
    organisational_boundary: str  # 4
    sites: tuple[Site, ...]  # 4, annex
    ghg_statement: IdentifiedStatement | None  # 5
    responsible_party: Organisation  # 6
    party_duties: tuple[PartyDuty, ...]  # 6
    criteria: tuple[str, ...]  # 7
    verification_standard: str  # 8
    objectives: tuple[Objective, ...]  # 9
    scope: str  # 9
    nature: Nature | None  # 10
    groups: tuple[GroupOpinion, ...]  # 11, 12, 16, 17
    summary: EmissionSummary | None  # 13
    verifier_duties: tuple[VerifierDuty, ...]  # 14
    evidence_work: tuple[EvidenceWork, ...]  # 15
    opinion_date: date | None  # 18
    body: VerificationBody  # 19
    lead_verifier: Person  # 20
    authorised_signatory: Person  # 20
    reviewer: Person  # 21
    reviewed_on: date | None  # 21
    restriction: str  # 22
    case_reference: str
    status_url: str
    lines: tuple[InventoryLine, ...]
    report_body_sha256: str = ""
    audit_head: str = ""
    programme: str = ""  # 8, where there is one
    replaces: str = ""  # 22, NUMBER/REV of the statement that this one replaces
    replacement_reason: str = ""
    language: str = "en"
    prevailing_language: str = "en"
    signature_notice: str = ""
    notices: tuple[str, ...] = ()
    consolidated: Consolidated | None = field(default=None, metadata=ADDED_LATER)  # annex C, of a group


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationReportContract:
    """The statement and the body of its report, bound by hash: make it with join_report."""

    statement: StatementContract
    body: ReportBody


def join_report(statement: StatementContract, body: ReportBody) -> VerificationReportContract:
    """Bind a report body to its statement: the statement then carries the body's SHA-256."""
    bound = replace(statement, report_body_sha256=contract_hash(body))
    return VerificationReportContract(statement=bound, body=body)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceFigure:
    """One figure with its way back to the bytes; box in points from the top left of the page.

    ``crop`` is the path of the cut-out of the page, empty when the profile lacks the file or the source has
    no page; ``crop_box`` is the figure's box inside the cut-out as fractions (left, top, right, bottom).
    ``withheld`` is the sentence printed instead of quote and crop.
    """

    code: str
    line: str
    term: str
    label: str
    value: str
    unit: str
    role: str
    document: str
    document_title: str
    file_sha256: str
    formula: str
    quote: str = ""
    page: int | None = None
    place: str = ""
    box: tuple[Decimal, ...] = ()
    crop: str = ""
    crop_box: tuple[Decimal, ...] = ()
    method: str = ""
    read_right_by: str = ""
    read_right_at: datetime | None = None
    tested_by: str = ""
    test: str = ""
    withheld: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceContract:
    """The trace pages of one issue and profile; the lines say how the figures make the tonnes."""

    header: DocumentHeader
    contract_sha256: str
    status_url: str
    lines: tuple[InventoryLine, ...]
    figures: tuple[TraceFigure, ...]
