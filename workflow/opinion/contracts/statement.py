"""The verification statement and report as contracts, as a draft and with number, date and reviewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from methods.rounding import round_tonnes
from reports.completeness import DRAFT_MAY_LACK, ELEMENT_NAMES, missing_elements
from reports.contract import (
    CategoryTotal,
    Conclusion,
    EmissionSummary,
    EvidenceWork,
    GroupOpinion,
    IdentifiedStatement,
    InventoryLine,
    Level,
    Matter,
    Nature,
    Objective,
    PartyDuty,
    StatementContract,
    VerificationReportContract,
    VerifierDuty,
    join_report,
)
from workflow.access import Role
from workflow.cases.models import Agreement, AssuranceGroup
from workflow.cases.rules import AssuranceLevel, EngagementType
from workflow.db import ScopedSession
from workflow.errors import BadInput
from workflow.evaluation.models import GroupConclusion
from workflow.evaluation.rules import OpinionKind
from workflow.ghg_statement import queries as statements
from workflow.i18n import N_
from workflow.opinion import reads
from workflow.opinion.contracts import parties
from workflow.opinion.contracts.consolidated import consolidated_of
from workflow.opinion.contracts.inventory import inventory_of
from workflow.opinion.contracts.parties import Ground, lines
from workflow.opinion.contracts.work import report_body
from workflow.opinion.models import DraftOpinion


@dataclass(frozen=True)
class Numbering:
    """What the decision adds to the draft: elements 3, 18 and what a reissue replaces (22)."""

    number: str = ""
    revision: int | None = None
    opinion_date: date | None = None
    audit_head: str = ""
    replaces: str = ""
    replacement_reason: str = ""


DRAFT = Numbering()


@dataclass(frozen=True)
class Printed:
    """What the statement prints of the inventory."""

    summary: EmissionSummary
    lines: tuple[InventoryLine, ...] = ()


def _stated(session: ScopedSession, ground: Ground) -> Printed:
    """The stated totals alone: enough to see what a draft lacks, without recalculating anything."""
    totals = statements.totals_of(session, ground.case, ground.version)
    return Printed(
        EmissionSummary(
            categories=tuple(CategoryTotal(category=c, tonnes=t) for c, (t, _m) in totals.categories.items()),
            total=totals.total,
            market_total=totals.total_market,
            biogenic_co2=Decimal(0),
            removals=totals.removals,
            gwp_set=ground.version.gwp_set,
        )
    )


def verification_report(
    session: ScopedSession, ground: Ground, numbering: Numbering = DRAFT
) -> VerificationReportContract:
    """Statement and report of a case, bound by hash; BadInput while there is no draft opinion."""
    draft = reads.draft_of(session, ground.case)
    if draft is None:
        raise BadInput(N_("Write the draft opinion first."))
    inventory = inventory_of(session, ground)
    printed = Printed(inventory.summary, inventory.lines)
    statement = _statement(session, ground, printed, draft, numbering)
    dated = numbering.opinion_date or draft.drafted_at.date()
    return join_report(statement, report_body(session, ground, inventory, draft, dated))


def missing_of_draft(session: ScopedSession, ground: Ground) -> tuple[str, ...]:
    """Elements of 1.7 that the draft must hold and does not, in words (G-CONTENT)."""
    draft = reads.draft_of(session, ground.case)
    if draft is None:
        return (N_("the draft opinion itself"),)
    statement = _statement(session, ground, _stated(session, ground), draft, DRAFT)
    return tuple(
        f"{number} {ELEMENT_NAMES[number]}"
        for number in missing_elements(statement)
        if number not in DRAFT_MAY_LACK
    )


def _statement(
    session: ScopedSession, ground: Ground, printed: Printed, draft: DraftOpinion, numbering: Numbering
) -> StatementContract:
    case, agreement, body_name = ground.case, ground.agreement, ground.body.name
    party = parties.organisation(ground.party)
    review = reads.review_of(session, case)
    lines_of_scope = [agreement.scope_categories or "", f"gases {agreement.gases}" if agreement.gases else ""]
    return StatementContract(
        title=f"Verification statement on the GHG statement {_years(ground)} of {party.name}",
        addressee=draft.addressee, number=numbering.number, revision=numbering.revision, organisation=party,
        activity=case.activity_description or "", organisational_boundary=_boundary(agreement),
        sites=parties.sites(agreement.scope_sites or case.sites),
        ghg_statement=IdentifiedStatement(
            title=ground.version.title,
            version=ground.version_name,
            dated=ground.version.dated,
            sha256=ground.version.sha256 or "",
            period=parties.period(case),
        ),
        responsible_party=party, party_duties=tuple(PartyDuty), criteria=lines(agreement.criteria),
        verification_standard=case.edition, objectives=_objectives(ground.groups),
        scope="; ".join(filter(None, lines_of_scope)), nature=_nature(ground.groups),
        groups=tuple(_group(g, ground) for g in ground.groups), summary=printed.summary,
        verifier_duties=tuple(VerifierDuty), evidence_work=_evidence_work(draft.evidence_summary),
        opinion_date=numbering.opinion_date, body=parties.body(ground.body),
        lead_verifier=parties.named(ground.team, Role.LEAD_VERIFIER, body_name),
        authorised_signatory=parties.named(ground.team, Role.SIGNATORY, body_name),
        reviewer=parties.named(ground.team, Role.INDEPENDENT_REVIEWER, body_name),
        reviewed_on=review.approved_at.date() if review and review.approved_at else None,
        restriction=agreement.restriction_on_use or "", case_reference=case.code,
        status_url=parties.status_url(), lines=printed.lines, audit_head=numbering.audit_head,
        programme=case.programme or "", replaces=numbering.replaces,
        replacement_reason=numbering.replacement_reason, prevailing_language=agreement.prevailing_language,
        signature_notice=parties.SIGNATURE_NOTICE, notices=parties.notices(),
        consolidated=consolidated_of(session, ground),
    )  # fmt: skip


def _boundary(agreement: Agreement) -> str:
    """The boundary as agreed, after the consolidation approach where it does not name that itself."""
    boundary = [(agreement.organisational_boundary or "").rstrip(". ")]
    if agreement.consolidation_approach is not None:
        approach = agreement.consolidation_approach.value.replace("_", " ")
        if approach not in boundary[0].casefold():
            boundary.insert(0, approach.capitalize())
    return "; ".join(filter(None, boundary))


def _years(ground: Ground) -> str:
    span = parties.period(ground.case)
    first, last = span.start.year, span.end.year
    return str(first) if first == last else f"{first}/{last}"


def _objectives(groups: tuple[AssuranceGroup, ...]) -> tuple[Objective, ...]:
    """Controls are an objective only where reasonable assurance is given."""
    if any(g.level is AssuranceLevel.REASONABLE for g in groups):
        return tuple(Objective)
    return (Objective.MATERIAL_CORRECTNESS, Objective.CONFORMITY)


def _nature(groups: tuple[AssuranceGroup, ...]) -> Nature | None:
    if not groups:
        return None
    is_projected = all(g.engagement_type is EngagementType.VALIDATION for g in groups)
    return Nature.PROJECTED if is_projected else Nature.HISTORICAL


def _group(group: AssuranceGroup, ground: Ground) -> GroupOpinion:
    row = next((c for c in ground.conclusions if c.group_code == group.code), None)
    decided = Conclusion(row.decided.value) if row and row.decided else None
    return GroupOpinion(
        code=group.code,
        name=group.name,
        categories=tuple(group.categories),
        level=Level(group.level.value),
        threshold=group.threshold_percent / 100,
        threshold_tonnes=round_tonnes(row.threshold) if row else Decimal(0),
        denominator=row.reported if row else Decimal(0),
        denominator_basis=_basis(row),
        conclusion=decided,
        matters=_matters(row) if row else (),
        qualitative_materiality=lines(group.qualitative_materiality),
    )


def _basis(row: GroupConclusion | None) -> str:
    has_market = row is not None and row.market is not None
    return "the location-based total of the group" if has_market else "the total of the group"


def _matters(row: GroupConclusion) -> tuple[Matter, ...]:
    """The matter of a modification with its amount: known misstatements, else what has no evidence."""
    if row.decided in (None, OpinionKind.UNMODIFIED) or not row.matter:
        return ()
    found = row.location["misstatements"]
    amount = sum((Decimal(item["net"]) for item in found), Decimal(0)) if found else None
    if amount is None and Decimal(row.location["unverified"]):
        amount = Decimal(row.location["unverified"])
    return (
        Matter(
            text=row.matter,
            amount=amount,
            share=abs(amount) / row.reported if amount is not None else None,
            finding=", ".join(item["finding"] for item in found),
        ),
    )


def _evidence_work(text: str) -> tuple[EvidenceWork, ...]:
    """One technique a line, written as technique: what was done."""
    found = []
    for line in lines(text):
        technique, colon, what = line.partition(":")
        found.append(
            EvidenceWork(technique=technique.strip(), text=what.strip())
            if colon
            else EvidenceWork(technique="", text=line)
        )
    return tuple(found)
