"""The small frozen pieces of which the report contracts are made; amounts are t CO2e unless said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum


class Level(StrEnum):
    """Level of assurance of one assurance group (ISO 14064-3, 5.1.3)."""

    REASONABLE = "reasonable"
    LIMITED = "limited"


class Conclusion(StrEnum):
    """Conclusion of one assurance group; the order of the members is the order from best to worst."""

    UNMODIFIED = "unmodified"
    MODIFIED = "modified"
    ADVERSE = "adverse"
    DISCLAIMER = "disclaimer"


class Basis(StrEnum):
    """How purchased electricity is counted."""

    LOCATION = "location"
    MARKET = "market"


class Nature(StrEnum):
    """Nature of the data under opinion: what has happened, or what is projected."""

    HISTORICAL = "historical"
    PROJECTED = "projected"


class PartyDuty(StrEnum):
    """What the responsible party answers for; each has one sentence per language."""

    PREPARATION = "preparation"
    FAIR_PRESENTATION = "fair_presentation"
    CONTROLS = "controls"
    DISCLOSURE = "disclosure"


class VerifierDuty(StrEnum):
    """What the verification body answers for; each has one sentence per language."""

    OPINION = "opinion"
    EVIDENCE = "evidence"
    IMPARTIALITY = "impartiality"
    NO_PREPARATION = "no_preparation"


class Objective(StrEnum):
    """An agreed objective of the engagement; each has one sentence per language."""

    MATERIAL_CORRECTNESS = "material_correctness"
    CONFORMITY = "conformity"
    CONTROLS = "controls"


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Both days belong to the period."""

    start: date
    end: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    name: str
    address: str = ""
    registration: str = ""
    local_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    name: str
    address: str
    activity: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A named person and the role in which this document names the person."""

    name: str
    role: str
    organisation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationBody:
    """Element 19: who gives the opinion, and inside which accreditation."""

    name: str
    address: str
    accreditation_number: str
    accreditation_scope: str
    accreditation_body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation:
    """A signature given as an act in the product, or an uploaded scan; the paper is its rendition."""

    person: Person
    at: datetime
    over_sha256: str
    manner: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GasAmount:
    """One gas: ``tonnes`` in t CO2e (4 decimals in source cells, 2 in category memos)."""

    gas: str
    tonnes: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTerm:
    """One product of a line: quantity (x conversion) x factor; a line with sub-lines has several terms.

    ``factor`` is absent when the factor is held per gas in the factor record that ``factor_code`` names.
    """

    label: str
    quantity: Decimal
    unit: str
    tonnes: Decimal
    conversion: Decimal | None = None
    conversion_unit: str = ""
    converted: Decimal | None = None
    converted_unit: str = ""
    factor: Decimal | None = None
    factor_unit: str = ""
    factor_code: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryLine:
    """One source in one statement version, with both category codes; ``tonnes`` is the location-based amount.

    Uncertainties are per cent: half of the 95 % interval, relative to the value.
    """

    code: str
    source: str
    name: str
    iso_category: int
    scope_code: str
    group: str
    terms: tuple[LineTerm, ...]
    tonnes: Decimal
    market_tonnes: Decimal | None = None
    gases: tuple[GasAmount, ...] = ()
    biogenic_co2: Decimal = Decimal(0)
    removals: Decimal = Decimal(0)
    activity_uncertainty: Decimal | None = None
    factor_uncertainty: Decimal | None = None
    formula: str = ""
    market_formula: str = ""
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GasFactor:
    gas: str
    value: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorRow:
    """One emission-factor or density record with its origin, as 3.3 asks (publisher, year, region, tier)."""

    code: str
    name: str
    unit: str
    publisher: str
    year: int
    region: str
    tier: str
    value: Decimal | None = None
    per_gas: tuple[GasFactor, ...] = ()
    document: str = ""
    is_demo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GwpRow:
    gas: str
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryTotal:
    """Sum of the rounded sources of one ISO category; ``uncertainty`` in per cent."""

    category: int
    tonnes: Decimal
    market_tonnes: Decimal | None = None
    uncertainty: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionSummary:
    """Element 13: totals on both bases; biogenic CO2 and removals stand apart and are never added."""

    categories: tuple[CategoryTotal, ...]
    total: Decimal
    market_total: Decimal
    biogenic_co2: Decimal
    removals: Decimal
    gwp_set: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A titled piece of plain prose; the key is a clause or checklist key where there is one."""

    title: str
    paragraphs: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentHeader:
    """What the head of every working document names."""

    case_reference: str
    party: str
    period: Period
    body: str
    statement_version: str = ""
    statement_sha256: str = ""
    number: str = ""
    revision: int | None = None
    audit_head: str = ""
