"""What is still empty: elements 1 to 22 of a verification statement, points R-a to R-t and clause 8 of a GHG report."""

from __future__ import annotations

from decimal import Decimal

from reports.contract import (
    AnswerState,
    Conclusion,
    GhgReportContract,
    GroupOpinion,
    Person,
    StatementContract,
)

ELEMENT_NAMES = {
    1: "title",
    2: "addressee",
    3: "number and revision",
    4: "the GHG-related activity, its boundary and sites",
    5: "the GHG statement: title, version, date, SHA-256, period",
    6: "the responsible party and what it answers for",
    7: "criteria",
    8: "declaration that the verification followed the standard",
    9: "objectives and scope",
    10: "nature of the data",
    11: "level of assurance of each group",
    12: "materiality of each group",
    13: "summary of the GHG statement",
    14: "what the verification body answers for",
    15: "summary of evidence gathering",
    16: "conclusion of each group",
    17: "reasons and effect of each modification",
    18: "date of the opinion",
    19: "verification body, address, accreditation and its scope",
    20: "lead verifier and authorised signatory",
    21: "independent reviewer and the day of the review",
    22: "restriction on use, and the statement replaced if this is a revision",
}


# Number, date, signatures and review come with the decision, after the draft opinion (G-CONTENT).
DRAFT_MAY_LACK = frozenset({3, 18, 20, 21})


class IncompleteError(ValueError):
    """A document was asked for although something it must say is empty; ``missing`` names each."""

    def __init__(self, message: str, missing: tuple[str, ...]) -> None:
        super().__init__(message)
        self.missing = missing


def missing_elements(statement: StatementContract) -> list[int]:
    """Return the numbers of the elements of 1.7 that are empty, in order; an empty list allows rendering."""
    filled = _filled_header(statement) | _filled_work(statement) | _filled_opinion(statement)
    return [number for number in sorted(ELEMENT_NAMES) if not filled[number]]


def refuse_incomplete_statement(statement: StatementContract, *, is_draft: bool = False) -> None:
    """Raise IncompleteError naming every empty element of 1.7; a draft may lack 3, 18, 20 and 21."""
    missing = [
        number for number in missing_elements(statement) if not (is_draft and number in DRAFT_MAY_LACK)
    ]
    if missing:
        named = "; ".join(f"{number} ({ELEMENT_NAMES[number]})" for number in missing)
        raise IncompleteError(
            f"The verification statement cannot be made: these elements are empty: {named}.",
            tuple(str(number) for number in missing),
        )


def _filled_header(statement: StatementContract) -> dict[int, bool]:
    ghg = statement.ghg_statement
    return {
        1: _has(statement.title),
        2: _has(statement.addressee),
        3: _has(statement.number) and statement.revision is not None,
        4: _has(statement.organisation.name, statement.activity, statement.organisational_boundary)
        and bool(statement.sites),
        5: ghg is not None and _has(ghg.title, ghg.version) and len(ghg.sha256) == 64,
        6: _has(statement.responsible_party.name) and bool(statement.party_duties),
        7: any(map(_has, statement.criteria)),
        8: _has(statement.verification_standard),
        9: bool(statement.objectives) and _has(statement.scope),
        10: statement.nature is not None,
    }


def _filled_work(statement: StatementContract) -> dict[int, bool]:
    groups = statement.groups
    return {
        11: bool(groups) and all(_has(group.code, group.level) for group in groups),
        12: bool(groups) and all(group.threshold > 0 and group.threshold_tonnes > 0 for group in groups),
        13: statement.summary is not None and bool(statement.summary.categories),
        14: bool(statement.verifier_duties),
        15: any(_has(work.text) for work in statement.evidence_work),
    }


def _filled_opinion(statement: StatementContract) -> dict[int, bool]:
    groups, body = statement.groups, statement.body
    return {
        16: bool(groups) and all(group.conclusion is not None for group in groups),
        17: all(map(_modification_is_explained, groups)),
        18: statement.opinion_date is not None,
        19: _has(body.name, body.address, body.accreditation_number, body.accreditation_scope),
        20: _is_named(statement.lead_verifier) and _is_named(statement.authorised_signatory),
        21: _is_named(statement.reviewer) and statement.reviewed_on is not None,
        22: _has(statement.restriction)
        and (not statement.revision or _has(statement.replaces, statement.replacement_reason)),
    }


def _modification_is_explained(group: GroupOpinion) -> bool:
    if group.conclusion in (None, Conclusion.UNMODIFIED):
        return True
    return bool(group.matters) and all(_has(matter.text) for matter in group.matters)


def missing_report_items(report: GhgReportContract) -> list[str]:
    """Return the keys of 9.3.1 (R-a to R-t) and clause 8 that the report leaves open, in order.

    A point declared absent or not applicable is answered by its reason; one declared present or partial, or
    not declared at all, by what the report holds on it.
    """
    held = _boundary_items(report) | _quantity_items(report) | _method_items(report) | _clause_8(report)
    for answer in report.answers:
        if answer.state in {AnswerState.ABSENT, AnswerState.NOT_APPLICABLE}:
            held[answer.key] = _has(answer.reason)
    return [key for key in sorted(held) if not held[key]]


def refuse_incomplete_report(report: GhgReportContract) -> None:
    """Raise IncompleteError naming every point of the checklist that is left open."""
    missing = missing_report_items(report)
    if missing:
        raise IncompleteError(
            f"The GHG report cannot be made: points of ISO 14064-1 are not answered: {', '.join(missing)}.",
            tuple(missing),
        )


def _boundary_items(report: GhgReportContract) -> dict[str, bool]:
    return {
        "R-a": _has(report.organisation.name, report.description),
        "R-b": _is_named(report.responsible_person),
        "R-c": report.period.start <= report.period.end,
        "R-d": _has(report.consolidation_approach, report.organisational_boundary) and bool(report.sites),
        "R-e": _has(report.reporting_boundary) and any(map(_has, report.significance_criteria)),
        "R-i": bool(report.exclusions) and all(_has(item.reason) for item in report.exclusions)
        if report.exclusions
        else _has(report.no_exclusions_reason),
    }


def _quantity_items(report: GhgReportContract) -> dict[str, bool]:
    direct = [line for line in report.lines if line.iso_category == 1]
    indirect = {line.iso_category for line in report.lines if line.iso_category > 1}
    totalled = {total.category for total in report.summary.categories}
    return {
        "R-f": bool(report.direct_by_gas) if direct else True,
        "R-g": _has(report.biogenic_treatment),
        "R-h": _has(report.removals_treatment),
        "R-j": indirect <= totalled and bool(totalled),
        "R-k": _has(report.base_year, report.base_year_inventory),
        "R-l": _has(report.base_year_changes),
    }


def _method_items(report: GhgReportContract) -> dict[str, bool]:
    rated = {row.label for row in report.uncertainties}
    return {
        "R-m": bool(report.methods) and all(_has(row.method, row.reason) for row in report.methods),
        "R-n": _has(report.method_changes),
        "R-o": bool(report.factors) and all(_has(row.publisher) for row in report.factors),
        "R-p": bool(rated) and all(row.percent >= Decimal(0) for row in report.uncertainties),
        "R-q": _has(report.uncertainty_assessment),
        "R-r": _has(report.conformity),
        "R-s": _has(report.verification_note),
        "R-t": _has(report.gwp_set, report.gwp_source) and bool(report.gwp_values),
    }


def _clause_8(report: GhgReportContract) -> dict[str, bool]:
    return {
        "8-a": _has(report.information_management),
        "8-b": _has(report.retention),
        "8-c": _has(report.data_quality_plan),
    }


def _has(*texts: str) -> bool:
    return all(text.strip() for text in texts)


def _is_named(person: Person) -> bool:
    return _has(person.name, person.role)
