"""Words of evidence documents and requests."""

from __future__ import annotations

from enum import StrEnum


class DocumentState(StrEnum):
    """Where a document stands; every document ends in one of these, never in silence (decision 20)."""

    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    READ_IN_PART = "read_in_part"
    NEEDS_ATTENTION = "needs_attention"
    PASSWORD = "password"  # noqa: S105  a state's name
    REFUSED = "refused"
    ERROR = "error"


class Origin(StrEnum):
    """Who handed the document in; the team's own never carries the client's claim."""

    CLIENT = "client"
    THIRD_PARTY = "third_party"
    WORKING_PAPER = "working_paper"


class DocumentKind(StrEnum):
    ELECTRICITY_BILL = "electricity_bill"
    INVOICE = "invoice"
    GAS_BILL = "gas_bill"
    STEAM_SETTLEMENT = "steam_settlement"
    FUEL_INVOICE = "fuel_invoice"
    FUEL_CARD = "fuel_card"
    REFRIGERANT_LOG = "refrigerant_log"
    CALIBRATION_CERTIFICATE = "calibration_certificate"
    ENERGY_CERTIFICATE = "energy_certificate"
    TRANSPORT_LEDGER = "transport_ledger"
    TRAVEL_REPORT = "travel_report"
    COMMUTING_SURVEY = "commuting_survey"
    ATTENDANCE_REPORT = "attendance_report"
    WASTE_MANIFEST = "waste_manifest"
    GOODS_RECEIPT = "goods_receipt"
    DELIVERY_NOTE = "delivery_note"
    PURCHASE_LEDGER = "purchase_ledger"
    SUPPLIER_DECLARATION = "supplier_declaration"
    BOUNDARY_CHART = "boundary_chart"
    GHG_REPORT = "ghg_report"
    REPRESENTATION_LETTER = "representation_letter"
    SITE_VISIT_NOTES = "site_visit_notes"
    OTHER = "other"


class Reliability(StrEnum):
    """The order of reliability: obtained directly before external before internal before oral."""

    DIRECT = "direct"
    EXTERNAL = "external"
    EXTERNAL_HELD_BY_CLIENT = "external_held_by_client"
    INTERNAL_CONTROLLED = "internal_controlled"
    INTERNAL = "internal"
    ORAL = "oral"


class RequestState(StrEnum):
    OPEN = "open"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"
