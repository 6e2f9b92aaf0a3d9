"""The frozen rows of the verification work that a report body, records and indexes print."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.findings import EvaluationGroup, FindingRow, LedgerRow
from reports.inventory import UncertaintyRow
from reports.parts import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """One source and assertion of the risk assessment; score = inherent x control (1 to 9)."""

    source: str
    assertion: str
    inherent: str
    control: str
    score: int
    detection: str
    response: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestRow:
    """One evidence-gathering activity with its result; the technique is a term of ISO 14064-3, 5.3."""

    code: str
    source: str
    assertion: str
    technique: str
    population: str
    extent: str
    result: str
    finding: str = ""
    prepared: str = ""
    reviewed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow:
    """One automatic check (EV-01 to EV-23) with its answer and the values it compared."""

    code: str
    subject: str
    answer: str
    values: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    site: str
    start: date
    end: date
    people: tuple[str, ...]
    reason: str
    work: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingHit:
    """One selected record: recorded and audited t CO2e."""

    record: str
    recorded: Decimal
    audited: Decimal
    taint: Decimal
    projected: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingRecord:
    """A tonne-unit sample by the printed-table method (5.2), complete enough to be drawn again by hand."""

    source: str
    group: str
    method: str
    population: str
    population_size: int
    population_tonnes: Decimal
    tolerable: Decimal
    expected: Decimal
    risk: Decimal
    reliability_factor: Decimal
    expansion_factor: Decimal
    interval: Decimal
    planned_size: int
    start: Decimal
    seed: str
    start_reason: str
    hits: tuple[SamplingHit, ...]
    known: Decimal
    projected: Decimal
    upper_over: Decimal
    upper_under: Decimal
    is_accepted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRow:
    """One document of the evidence index (package item 5); counts are figures read right and tested."""

    code: str
    title: str
    kind: str
    origin: str
    entity: str
    received_on: date
    sha256: str
    size: int
    pages: int | None = None
    period: str = ""
    reliability: str = ""
    lines: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    figures: int = 0
    read_right: int = 0
    tested: int = 0
    file_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedStep:
    """One dated step of the engagement."""

    on: date
    what: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBody:
    """What the verification report says beyond the statement (1.7, last paragraph)."""

    place: str
    dated: date
    team: tuple[Person, ...]
    timeline: tuple[DatedStep, ...]
    strategic_summary: tuple[str, ...]
    risks: tuple[RiskRow, ...]
    procedures: tuple[str, ...]
    tests: tuple[TestRow, ...]
    checks: tuple[CheckRow, ...]
    visits: tuple[Visit, ...]
    samples: tuple[SamplingRecord, ...]
    data_and_controls: tuple[str, ...]
    findings: tuple[FindingRow, ...]
    ledger: tuple[LedgerRow, ...]
    evaluation: tuple[EvaluationGroup, ...]
    previous_findings: tuple[str, ...]
    recommendations: tuple[str, ...]
    uncertainties: tuple[UncertaintyRow, ...]
    uncertainty_note: str
    factual_check: str
    representation: str
    evidence: tuple[EvidenceRow, ...]
    changes_from_earlier: tuple[str, ...] = ()
