"""What the SBT documents say of the group itself: heads, sign-off, request, company, maintenance, annexes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reports.canonical import ADDED_LATER
from reports.parts import Organisation
from reports.sbt_fields import Stater, stated

BEST_KNOWLEDGE = "The information in this document is true and complete to the best of my knowledge."


class Occasion(StrEnum):
    """Why a dossier is handed in (section 1)."""

    NEW = "new targets"
    UPDATE = "update of targets"
    REVIEW = "five-year review"
    RECALCULATION = "recalculation of the base year"


class Route(StrEnum):
    """By which route it is handed in (section 1, SM-01)."""

    STANDARD = "standard route"
    SMALL = "route for small and medium-sized enterprises"


class Reach(StrEnum):
    """The terms that are asked for (sections 1 and 8)."""

    NEAR = "near-term"
    LONG = "long-term"
    NET_ZERO = "net-zero"


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChange:
    """One difference to the version before: where (a label or target id), what it was and what it is now."""

    where: str
    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SbtHeader:
    """What the head of every SBT document names; every string is printed as given.

    `version` counts from 1 for each kind of document; `dated` is its civil date and the date of the file's
    properties; `rule_sets` are titles of rule sets ("Near-Term Criteria V5.3.1"); `language` is a BCP 47 tag;
    `changes` are the differences to the version before, `replaces` its number.
    """

    group: Organisation
    version: str
    dated: date
    prepared_by: str = ""
    rule_sets: tuple[str, ...] = ()
    language: str = "en-GB"
    replaces: str = ""
    changes: tuple[VersionChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Section 0: who signs for the group; the signature itself is the .p7s beside the document."""

    name: str = stated("", "Name", Stater.SIGNATORY, "Authorised officer, as in the register of the group.")
    title: str = stated("", "Title", Stater.SIGNATORY, "Office that the signatory holds.")
    approved_on: date | None = stated(
        None,
        "Approved internally on",
        Stater.SIGNATORY,
        "Civil date on which the last of the targets was approved.",
        added_later=True,
    )
    signed_on: date | None = stated(None, "Date", Stater.SIGNATORY, "Civil date of the act of signing.")
    statement: str = stated(BEST_KNOWLEDGE, "Statement", Stater.SIGNATORY, "What the signature declares.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionRequest:
    """Section 1: what is asked of the validation service (FORM21 1.1)."""

    occasion: Occasion | None = stated(None, "Occasion", Stater.OFFICE, "New, update, review, recalculation.")
    reaches: tuple[Reach, ...] = stated(
        (), "Targets handed in", Stater.OFFICE, "Near-term, long-term, net-zero."
    )
    route: Route | None = stated(None, "Route", Stater.OFFICE, "By the size test SM-01.")
    preferred_start: date | None = stated(None, "Preferred start", Stater.OFFICE, "First day wished for.")
    earlier_id: str = stated(
        "", "Earlier SBTi ID", Stater.OFFICE, "Of the commitment or an earlier submission."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person whom the validation service may write to."""

    name: str
    role: str
    mail: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyFacts:
    """Section 2: the company (FORM21 1.2, FORM24 "Company Information")."""

    legal_name: str = stated("", "Legal name", Stater.LEGAL, "As registered.")
    local_name: str = stated("", "Name in the local script", Stater.LEGAL, "As registered.")
    address: str = stated("", "Address", Stater.LEGAL, "Registered seat.")
    structure: str = stated(
        "", "Group structure", Stater.OFFICE, "One paragraph; the boundary chart is the source."
    )
    parent: str = stated(
        "", "Parent or subsidiary", Stater.LEGAL, "Whether it is the parent, else whose subsidiary."
    )
    country: str = stated("", "Country of headquarters", Stater.LEGAL, "Name of the country.")
    isin: str = stated("", "ISIN", Stater.FINANCE, "ISO 6166, where shares are listed.")
    lei: str = stated("", "LEI", Stater.FINANCE, "ISO 17442, 20 characters.")
    sector: str = stated("", "Sector", Stater.OFFICE, "As the validation service names sectors.")
    isic: str = stated("", "ISIC", Stater.OFFICE, "Class of ISIC revision 4.")
    staff: int | None = stated(None, "Staff", Stater.OFFICE, "Heads at the end of the fiscal year.", "heads")
    revenue: Decimal | None = stated(None, "Revenue", Stater.FINANCE, "Of the fiscal year.", "currency")
    fiscal_year_end: str = stated("", "End of fiscal year", Stater.FINANCE, "Day and month, as 31 December.")
    contacts: tuple[Contact, ...] = stated((), "Contacts", Stater.OFFICE, "Name, role, mail, telephone.")
    consultant: str = stated("", "Consultant", Stater.OFFICE, 'Who helped; "none" where nobody did.')
    fossil_share: Decimal | None = stated(
        None, "Revenue from fossil fuels", Stater.FINANCE, "Share of revenue (NT-25).", "share"
    )
    flag_share: Decimal | None = stated(
        None,
        "Forest, land and agriculture (FLAG)",
        Stater.INVENTORY,
        "Share of all emissions (NT-27).",
        "share",
    )
    financial: str = stated(
        "", "Financial activities", Stater.FINANCE, "What they are and their share of revenue."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Maintenance:
    """Section 11: how the targets are kept (FORM21 4.1; NT-28, NT-29, NT-30)."""

    policy: str = stated(
        "", "Recalculation policy", Stater.OFFICE, "When and how the base year is calculated again."
    )
    threshold: Decimal | None = stated(
        None,
        "Threshold of recalculation",
        Stater.OFFICE,
        "Share of base-year emissions, at most 5 %.",
        "share",
    )
    review_on: date | None = stated(
        None, "Five-year review", Stater.OFFICE, "Civil date of the trigger (NT-29)."
    )
    channel: str = stated(
        "", "Yearly disclosure", Stater.OFFICE, "Where inventory and progress are published."
    )
    responsible: str = stated("", "Responsible person", Stater.OFFICE, "Name and office.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardApproval:
    """Section 13: the decision of the highest body."""

    decided_on: date | None = stated(None, "Decided on", Stater.BOARD, "Civil date of the meeting.")
    minute: str = stated("", "Minute", Stater.BOARD, "Reference of the minute.")
    resolution: str = stated("", "Resolution", Stater.BOARD, "What was decided, in its words.")


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedStatement:
    """A statement package that stays with its verification body; the hash is all that ties it to this dossier.

    `package_sha256` is that of the package file, `statement_sha256` that of the GHG statement it opines on,
    64 hex digits each; `tonnes` the verified total in t CO2e, location-based.
    """

    entity: str
    number: str
    revision: int
    period: str
    body: str
    level: str
    dated: date
    tonnes: Decimal
    package_sha256: str
    statement_sha256: str = ""

    @property
    def reference(self) -> str:
        """Return NUMBER/REV, by which the statement is cited."""
        return f"{self.number}/{self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierRow:
    """One supplier of the list in section 13; where known, its part of scope 3 in t CO2e and its own target."""

    name: str
    category: int | None = None
    tonnes: Decimal | None = None
    target_status: str = ""
    site: str = field(default="", metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachedFile:
    """A file that goes with the dossier; `sha256` is empty for one that is made from this very contract."""

    title: str
    path: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annexes:
    """Section 13: cited statements, files, suppliers, the board's decision."""

    approval: BoardApproval
    statements: tuple[CitedStatement, ...] = stated(
        (), "Verification statements", Stater.BODY, "Issued statements of the base year, group and entities."
    )
    files: tuple[AttachedFile, ...] = stated(
        (), "Files", Stater.OFFICE, "Calculation sheets, boundary chart, list."
    )
    suppliers: tuple[SupplierRow, ...] = stated(
        (), "Suppliers", Stater.OFFICE, "Suppliers whom targets count on."
    )
