"""The responsible party's GHG report by ISO 14064-1 as a contract: its own words on R-a to R-t, its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from reports.completeness import missing_report_items
from reports.contract import (
    AnswerState,
    Attestation,
    Exclusion,
    GhgReportContract,
    MethodRow,
    Person,
    ReportAnswer,
)
from workflow.cases.models import SignatureAct
from workflow.db import ScopedSession
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import ReportItem, StatementLine
from workflow.ghg_statement.rules import ReportItemState
from workflow.opinion.contracts import parties
from workflow.opinion.contracts.consolidated import consolidated_of
from workflow.opinion.contracts.inventory import Inventory, gwp_source
from workflow.opinion.contracts.parties import Ground, lines

NOT_NAMED = "Not named"
NOTHING_SAID = "This version of the GHG report says nothing on it."
ANSWERS = {
    ReportItemState.PRESENT: AnswerState.PRESENT,
    ReportItemState.PARTIAL: AnswerState.PARTIAL,
    ReportItemState.ABSENT: AnswerState.ABSENT,
    ReportItemState.NOT_APPLICABLE: AnswerState.NOT_APPLICABLE,
}
ACT = "Act in the product after a fresh sign-in, over the hash shown"
SCAN = "Uploaded scan with seal"


def ghg_report(session: ScopedSession, ground: Ground, inventory: Inventory) -> GhgReportContract:
    """What the responsible party states; a point of the checklist that it leaves out is named as absent."""
    report = _stated(session, ground, inventory)
    absent = (
        ReportAnswer(key=key, state=AnswerState.ABSENT, reason=NOTHING_SAID)
        for key in missing_report_items(report)
    )
    kept = {answer.key: answer for answer in (*report.answers, *absent)}
    return replace(report, answers=tuple(kept[key] for key in sorted(kept)))


def _stated(session: ScopedSession, ground: Ground, inventory: Inventory) -> GhgReportContract:
    items = statements.report_items_of(session, ground.version)
    version, agreement = ground.version, ground.agreement
    approver = signer(session, ground)
    rows = statements.lines_of(session, version)
    boundary, *criteria = _boundary(says(items, "R-e"), inventory)
    exclusions = _exclusions(says(items, "R-i"))
    approach = agreement.consolidation_approach
    return GhgReportContract(
        title=version.title, reference=f"{ground.case.code} GHG statement", version=ground.version_name,
        dated=version.dated, organisation=parties.organisation(ground.party), description=says(items, "R-a"),
        responsible_person=approver,
        prepared_by=Person(name=version.prepared_by, role="Preparer", organisation=ground.party.name),
        approved_by=approver, period=parties.period(ground.case),
        consolidation_approach=approach.value.replace("_", " ") if approach else "",
        organisational_boundary=says(items, "R-d"),
        sites=parties.sites(ground.case.sites or agreement.scope_sites), reporting_boundary=boundary,
        significance_criteria=tuple(criteria), lines=inventory.lines,
        direct_by_gas=inventory.direct_by_gas, biogenic_treatment=says(items, "R-g"),
        removals_treatment=says(items, "R-h"), exclusions=exclusions,
        no_exclusions_reason="" if exclusions else says(items, "R-i"), summary=inventory.summary,
        market_instruments=_instruments(rows), base_year=says(items, "R-k"),
        base_year_inventory=says(items, "R-k"), base_year_changes=says(items, "R-l"),
        methods=_methods(rows, says(items, "R-m")), method_changes=says(items, "R-n"),
        factors=inventory.factors, uncertainties=inventory.uncertainties,
        uncertainty_assessment=says(items, "R-q"), conformity=says(items, "R-r"),
        verification_note=says(items, "R-s"), gwp_set=version.gwp_set,
        gwp_source=gwp_source(version.gwp_set) or says(items, "R-t"), gwp_values=inventory.gwp_values,
        information_management=says(items, "8-a"), retention=says(items, "8-b"),
        data_quality_plan=says(items, "8-c"), answers=tuple(_answers(items)), notices=parties.notices(),
        consolidated=consolidated_of(session, ground),
    )  # fmt: skip


def says(items: Mapping[str, ReportItem], key: str) -> str:
    """The report's own words on an item; why it does not apply; nothing where it is absent."""
    item = items.get(key)
    if item is None or item.state is ReportItemState.ABSENT:
        return ""
    if item.state is ReportItemState.NOT_APPLICABLE:
        return f"Not applicable: {item.reason}"
    return item.text.strip()


def _answers(items: Mapping[str, ReportItem]) -> Iterator[ReportAnswer]:
    for key, item in items.items():
        yield ReportAnswer(key=key, state=ANSWERS[item.state], reason=(item.reason or "").strip())


def _boundary(text: str, inventory: Inventory) -> tuple[str, ...]:
    """The boundary, then a criterion of significance a line; of a single line, a criterion a sentence."""
    parts = lines(text)
    if len(parts) == 1:
        parts = lines(text.replace(". ", ".\n"))
    if len(parts) == 1:
        quantified = ", ".join(str(row.category) for row in inventory.summary.categories)
        return (f"Quantified categories: {quantified}.", *parts)
    return parts or ("",)


def signer(session: ScopedSession, ground: Ground) -> Person:
    """The approver who signed the version."""
    act = _act(session, ground)
    if act is None:
        return Person(name=NOT_NAMED, role="Approver", organisation=ground.party.name)
    return Person(name=act.person_name, role="Approver", organisation=act.organisation_name)


def attestation(session: ScopedSession, ground: Ground) -> Attestation | None:
    """The approver's act of signing the version, to be printed in its rendition."""
    act = _act(session, ground)
    return attested(act) if act else None


def _act(session: ScopedSession, ground: Ground) -> SignatureAct | None:
    acts = statements.signatures_of(session, ground.case, ground.version)
    return acts[-1] if acts else None


def attested(act: SignatureAct) -> Attestation:
    """An act of signing as documents print it."""
    return Attestation(
        person=Person(name=act.person_name, role=act.person_role, organisation=act.organisation_name),
        at=act.signed_at,
        over_sha256=act.sha256,
        manner=f"{SCAN} ({act.scan_document_code})" if act.scan_document_code else ACT,
    )


def _exclusions(text: str) -> tuple[Exclusion, ...]:
    """One exclusion a line, written as subject: reason."""
    found = [line.partition(":") for line in lines(text)]
    return tuple(
        Exclusion(subject=s.strip(), reason=r.strip()) for s, colon, r in found if colon and r.strip()
    )


def _instruments(rows: list[StatementLine]) -> str:
    claimed = [i for row in rows for i in statements.source_line(row).instruments]
    if not claimed:
        return "No contractual instrument is claimed."
    named = "; ".join(f"{i.instrument_id}, {i.mwh.normalize():,f} MWh" for i in claimed)
    return f"Contractual instruments claimed: {named}."


def _methods(rows: list[StatementLine], reason: str) -> tuple[MethodRow, ...]:
    """Sources grouped by their method, in the order of the lines; the reason is the report's on R-m."""
    grouped: dict[str, list[str]] = {}
    for row in rows:
        grouped.setdefault(row.method or "activity × factor", []).append(row.inputs["source_id"])
    return tuple(
        MethodRow(sources=", ".join(codes), method=method, reason=reason) for method, codes in grouped.items()
    )
