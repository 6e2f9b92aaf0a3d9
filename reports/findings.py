"""Frozen rows about findings, the ledger and the evaluation, as report and worksheets print them.

Sign rule (4.1): misstatement = reported - correct in t CO2e, so an understatement is negative.
Shares are plain ratios (0.05 is 5 %), unrounded; only the renderer rounds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reports.parts import Basis, Conclusion, Level


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLink:
    """A cited place in a document: page and box for papers, cell for workbooks."""

    document: str
    page: int | None = None
    place: str = ""
    sha256: str = ""
    figure: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingEffect:
    """One effect of a finding on one source and one basis; positive is an overstatement."""

    source: str
    basis: Basis
    amount: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRound:
    """One round: the answer as given and the verifier's assessment of it; both are frozen text."""

    number: int
    answered_by: str
    answered_on: date
    answer: str
    cited: tuple[EvidenceLink, ...] = ()
    assessed_by: str = ""
    assessed_on: date | None = None
    assessment: str = ""
    assessed_with: tuple[EvidenceLink, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingStep:
    """A move in the life of a finding, as the trail has it."""

    on: date
    state: str
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """One finding with all its rounds; ``net`` and ``gross`` are absent when it carries no amount."""

    code: str
    kind: str
    subtype: str
    title: str
    requirement: str
    gap: str
    state: str
    group: str
    statement_version: str
    issued_by: str
    issued_on: date
    due: date
    addressee: str
    claimed: str = ""
    verified: str = ""
    effects: tuple[FindingEffect, ...] = ()
    net: Decimal | None = None
    gross: Decimal | None = None
    market_net: Decimal | None = None
    is_nonconformity: bool = False
    is_projected: bool = False
    known: Decimal | None = None
    is_systematic: bool = False
    extent_test: str = ""
    evidence: tuple[EvidenceLink, ...] = ()
    rounds: tuple[FindingRound, ...] = ()
    steps: tuple[FindingStep, ...] = ()
    root_cause: str = ""
    correction: str = ""
    corrective_action: str = ""
    closure_reason: str = ""
    closed_by: str = ""
    closed_on: date | None = None
    corrected_in: str = ""
    converted_from: str = ""
    converted_to: str = ""
    qualitative_ruling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCorrection:
    """A finding's agreed net on this source; verified = reported - the sum of these."""

    finding: str
    net: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRow:
    """Per source and basis: reported (first submitted version) - corrections - remainder = verified."""

    source: str
    name: str
    iso_category: int
    group: str
    basis: Basis
    reported: Decimal
    corrections: tuple[LedgerCorrection, ...]
    remainder: Decimal
    verified: Decimal
    remainder_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misstatement:
    """One misstatement that enters 4.1: its net, its gross, and what it is of the group and the threshold."""

    finding: str
    source: str
    iso_category: int
    net: Decimal
    effects: tuple[Decimal, ...]
    is_projected: bool
    share: Decimal
    threshold_share: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationBranch:
    """One branch of the proposal function (4.2a): what was compared and what it proposes."""

    name: str
    compared: str
    proposes: Conclusion


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationGroup:
    """One run of the evaluation for one assurance group on one basis, with every intermediate number.

    ``denominator`` D and the tonnes are t CO2e; ``threshold`` T, ``performance`` and ``trivial`` are shares
    of D or of the threshold as 4.1 defines them. ``decided`` is the lead verifier's, with the reason when it
    differs from ``proposed``.
    """

    group: str
    name: str
    version: str
    basis: Basis
    level: Level
    denominator: Decimal
    threshold: Decimal
    threshold_tonnes: Decimal
    performance_tonnes: Decimal
    trivial_tonnes: Decimal
    misstatements: tuple[Misstatement, ...]
    net: Decimal
    gross: Decimal
    largest: Decimal
    net_share: Decimal
    gross_share: Decimal
    largest_share: Decimal
    unverified: Decimal
    gap_share: Decimal
    gap_categories: tuple[int, ...]
    categories_over: tuple[int, ...]
    is_material: bool
    is_amber: bool
    is_gross_flagged: bool
    netting: str
    branches: tuple[EvaluationBranch, ...]
    proposed: Conclusion
    decided: Conclusion | None = None
    decision_reason: str = ""
    qualitative_ruling: str = ""
    is_under_opinion: bool = True
