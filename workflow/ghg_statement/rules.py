"""Words of the responsible party's claim (ISO 14064-1) and of its report's checklist."""

from __future__ import annotations

from enum import StrEnum

from workflow.i18n import N_, Message, message


class VersionState(StrEnum):
    """A version is received as a draft (hashed, unsigned) and may then be signed and submitted."""

    PREPARING = "preparing"
    DRAFT_RECEIVED = "draft_received"
    SUBMITTED = "submitted"


class ReportItemState(StrEnum):
    PRESENT = "present"
    PARTIAL = "partial"
    ABSENT = "absent"
    NOT_APPLICABLE = "not_applicable"


# ISO 14064-1:2018, clauses 9.3.1 (keys R-a to R-t) and 8 (keys 8-a to 8-c), in own words.
REPORT_ITEMS: dict[str, str] = {
    "R-a": N_("The organisation is described"),
    "R-b": N_("The person or entity responsible is named"),
    "R-c": N_("The reporting period is stated"),
    "R-d": N_("The organisational boundary is documented"),
    "R-e": N_("The reporting boundary and the significance criteria are documented"),
    "R-f": N_("Direct emissions are stated per gas in t CO₂e"),
    "R-g": N_("Biogenic CO₂ is treated apart, with its amounts"),
    "R-h": N_("Direct removals are quantified, if there are any"),
    "R-i": N_("Exclusions of significant sources are explained"),
    "R-j": N_("Indirect emissions are stated per category"),
    "R-k": N_("The base year and its inventory are stated"),
    "R-l": N_("Changes to the base year, recalculation and limits of comparability are explained"),
    "R-m": N_("Methods are stated with reasons"),
    "R-n": N_("Changes of method are explained"),
    "R-o": N_("Emission factors are documented"),
    "R-p": N_("The effect of uncertainty per category is described"),
    "R-q": N_("The uncertainty assessment and its results are given"),
    "R-r": N_("Conformity with ISO 14064-1 is stated"),
    "R-s": N_("It is stated whether the inventory is verified, of which type and at which level"),
    "R-t": N_("GWP values and their source are stated"),
    "8-a": N_("Procedures for managing the information of the inventory are described"),
    "8-b": N_("It is stated how long and where documents are kept"),
    "8-c": N_("A plan says how the quality of the data is kept up and improved"),
}

# Verification.md 3.2: each Scope code belongs to one ISO category, so either view follows from the other.
CATEGORY_OF_SCOPE: dict[str, int] = {
    "S1": 1,
    "S2": 2,
    **{f"S3-{number}": 3 for number in (4, 6, 7, 9)},
    **{f"S3-{number}": 4 for number in (1, 2, 3, 5, 8)},
    **{f"S3-{number}": 5 for number in (10, 11, 12, 13, 14, 15)},
}
WITHOUT_SCOPE = "-"


def refuse_scope_code(iso_category: int, scope_code: str) -> tuple[Message, Message] | None:
    """Rule and fix when a Scope code does not belong to the ISO category; None when it does.

    Client and visitor transport (category 3) and category 6 have no Scope 3 number: they carry a dash.
    """
    if iso_category == 6 or (iso_category == 3 and scope_code == WITHOUT_SCOPE):
        if scope_code == WITHOUT_SCOPE:
            return None
        return (
            message(N_("Category {category} has no GHG Protocol number."), category=iso_category),
            message(N_("Write a dash.")),
        )
    if CATEGORY_OF_SCOPE.get(scope_code) == iso_category:
        return None
    fitting = ", ".join(code for code, category in CATEGORY_OF_SCOPE.items() if category == iso_category)
    return (
        message(
            N_("“{code}” does not belong to ISO category {category}."), code=scope_code, category=iso_category
        ),
        message(N_("Write one of {codes}, or correct the category."), codes=fitting),
    )
