"""The finding's moves as acts: each gathers its facts, asks the machine, and writes what the move entails."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import func, select

from methods.ledger import SourceCorrection, trace_corrections
from methods.quantification import Basis
from workflow.cases.models import Case
from workflow.cases.rules import CaseState
from workflow.findings import queries
from workflow.findings.commands import (
    Cited,
    StatedEffect,
    _cite,
    _new_finding,
    _state_effects,
    addressee_of,
    default_due,
    leads,
)
from workflow.findings.machine import FINDING, FindingFacts
from workflow.findings.models import Citation, Effect, Finding, Response
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.models import StatementVersion
from workflow.unit_of_work import UnitOfWork

TELL_PARTY = "workflow.findings.jobs.tell_responsible_party"
TELL_TEAM = "workflow.findings.jobs.tell_team"
ALMOST_A_YEAR = timedelta(days=364)
AFTER_ISSUE = frozenset({CaseState.ISSUED, CaseState.POST_ISSUE_REVIEW, CaseState.ARCHIVED})


def facts_of(uow: UnitOfWork, case: Case, row: Finding, **given: object) -> FindingFacts:
    """What is known of a finding before a move, completed by what the person gives with it."""
    effects = queries.effects_of(uow.session, row)
    own_citations = uow.session.scalar(
        select(func.count()).where(Citation.finding_id == row.id, Citation.response_id.is_(None))
    )
    known: dict[str, object] = {
        "kind": row.kind,
        "has_evidence": bool(own_citations) or bool(row.evidence_absent),
        "requirement": row.requirement,
        "gap": row.gap,
        "due": row.due,
        "has_addressee": row.addressee_org_id is not None,
        "was_asked_for": bool(row.evidence_absent),
        "round": row.round,
        "actor_raised_it": row.raised_by_id is not None and row.raised_by_id == uow.actor.person_id,
        "actor_leads": leads(uow),
        "is_numeric": bool(effects),
        "has_amount_or_ruling": bool(effects) or not row.is_misstatement or bool(row.qualitative_ruling),
        "is_material": row.is_qualitatively_material,
        "case_is_issued": case.state in AFTER_ISSUE,
        "unverified_tonnes": row.unverified_tonnes,
        "systematic_without_extent": row.is_systematic and not row.extent_test,
    }
    return FindingFacts(**{**known, **given})  # type: ignore[arg-type]


def issue_finding(uow: UnitOfWork, case: Case, row: Finding, *, due: date | None = None) -> None:
    """Put a drafted finding to the responsible party; the due date counts the body's working days."""
    addressee = addressee_of(uow, case)
    row.addressee_org_id = row.addressee_org_id or (addressee.id if addressee else None)
    row.due = due or row.due or default_due(uow, case, row.kind)
    row.issued_by, row.issued_at = uow.actor.name, uow.now
    if row.statement_version is None:
        version = statement.latest_submitted(uow.session, case)
        row.statement_version = version.number if version else None
    uow.move(FINDING, row, "issue", facts=facts_of(uow, case, row))
    uow.after_commit(TELL_PARTY, row.id, "issued", subject=row, key=f"finding:{row.id}:issued")


def respond(
    uow: UnitOfWork, case: Case, row: Finding, *, text: str, is_refusal: bool = False,
    root_cause: str | None = None, correction: str | None = None, corrective_action: str | None = None,
    citations: Iterable[Cited] = (),
) -> Response:  # fmt: skip
    """Answer a finding for the responsible party: one round, frozen once it is assessed."""
    response = Response(
        case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id, round=row.round, text=text,
        is_refusal=is_refusal, root_cause=root_cause, correction=correction,
        corrective_action=corrective_action, responded_by=uow.actor.name, responded_at=uow.now,
    )  # fmt: skip
    uow.session.add(response)
    uow.session.flush()
    cited = _cite(uow, case, row, citations, response)
    facts = facts_of(
        uow, case, row, text=text.strip(), is_refusal=is_refusal, has_correction=bool(correction),
        has_attachment=bool(cited),
    )  # fmt: skip
    uow.move(FINDING, row, "respond", facts=facts, covers=[response, *cited], round=response.round)
    uow.after_commit(TELL_TEAM, row.id, "answered", subject=row, key=f"finding:{row.id}:answered:{row.round}")
    return response


def _assess(uow: UnitOfWork, row: Finding, text: str, *, returned: bool) -> list[Response]:
    responses = queries.responses_of(uow.session, row)
    if not responses:
        return []
    last = responses[-1]
    last.assessment, last.assessed_by, last.assessed_at = text, uow.actor.name, uow.now
    last.is_returned = returned
    return [last]


def return_finding(
    uow: UnitOfWork, case: Case, row: Finding, *, reason: str, citations: Iterable[Cited] = ()
) -> None:
    """Return an answer that does not settle the finding; a new round begins."""
    covered = [*_assess(uow, row, reason, returned=True), *_cite(uow, case, row, citations)]
    facts = facts_of(uow, case, row, reason=reason)
    uow.move(FINDING, row, "return", facts=facts, covers=covered, comment=reason)
    row.round += 1
    uow.record("finding.round", row, round=row.round)
    uow.after_commit(
        TELL_PARTY, row.id, "returned", subject=row, key=f"finding:{row.id}:returned:{row.round}"
    )


def accept(uow: UnitOfWork, case: Case, row: Finding, *, assessment: str) -> None:
    """Accept the answer; the finding waits for its correction or closing."""
    covered = _assess(uow, row, assessment, returned=False)
    facts = facts_of(uow, case, row, reason=assessment)
    uow.move(FINDING, row, "accept", facts=facts, covers=covered, comment=assessment)


def close_corrected(
    uow: UnitOfWork, case: Case, row: Finding, *, resolution: str, remainder_reason: str | None = None
) -> None:
    """Close when a later submitted version holds the correction within 0.01 t, or the rest is explained."""
    version, wrong = corrections_in_latest(uow, case, row)
    remainder = sum((c.remainder for c in wrong), Decimal(0)) if wrong else None
    cited = any(c.response_id is not None for c in queries.citations_of(uow.session, row))
    facts = facts_of(
        uow, case, row, later_version=version.number if version else None,
        uncorrected_sources=tuple(c.source_id for c in wrong), remainder=remainder,
        remainder_reason=remainder_reason, action_evidence=cited,
    )  # fmt: skip
    _close(uow, row, resolution)
    row.corrected_in_version = version.number if version else None
    row.remainder, row.remainder_reason = remainder, remainder_reason
    uow.move(FINDING, row, "close_corrected", facts=facts, comment=resolution)


def corrections_in_latest(
    uow: UnitOfWork, case: Case, row: Finding
) -> tuple[StatementVersion | None, list[SourceCorrection]]:
    """The latest version after the finding's own, and the sources that it does not correct as agreed."""
    latest = statement.latest_submitted(uow.session, case)
    if latest is None or row.statement_version is None or latest.number <= row.statement_version:
        return None, []
    before = statement.version(uow.session, case, row.statement_version)
    effects = queries.effects_of(uow.session, row)
    sources = {e.source_code for e in effects}
    agreed = queries.agreed_on_sources(uow.session, case, sources)
    wrong: list[SourceCorrection] = []
    for basis in _bases(effects):
        was = queries.tonnes_by_source(uow.session, before, basis)
        now = queries.tonnes_by_source(uow.session, latest, basis)
        traced = trace_corrections(was, now, agreed, basis)
        wrong += [c for c in traced if c.source_id in sources and not c.is_corrected]
    return latest, wrong


def _bases(effects: Iterable[Effect]) -> tuple[Basis, ...]:
    named = {e.basis for e in effects}
    if EffectBasis.BOTH in named or len(named) > 1:
        return (Basis.LOCATION, Basis.MARKET)
    return (Basis.MARKET,) if named == {EffectBasis.MARKET} else (Basis.LOCATION,)


def _close(uow: UnitOfWork, row: Finding, resolution: str) -> None:
    row.resolution, row.closed_by, row.closed_at = resolution, uow.actor.name, uow.now


def close_clarified(uow: UnitOfWork, case: Case, row: Finding, *, resolution: str) -> None:
    """Close a clarification that changes no number."""
    covered = _assess(uow, row, resolution, returned=False)
    _close(uow, row, resolution)
    facts = facts_of(uow, case, row, reason=resolution)
    uow.move(FINDING, row, "close_clarified", facts=facts, covers=covered, comment=resolution)


def close_uncorrected(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Close what stays uncorrected: it goes to the schedule with its amount or ruling."""
    covered = _assess(uow, row, reason, returned=False)
    _close(uow, row, reason)
    facts = facts_of(uow, case, row, reason=reason)
    uow.move(FINDING, row, "close_uncorrected", facts=facts, covers=covered, comment=reason)


def convert(
    uow: UnitOfWork, case: Case, row: Finding, kind: FindingKind, *, reason: str,
    subtype: Subtype | None = None, requirement: str | None = None, gap: str | None = None,
    title: str | None = None,
    effects: Iterable[StatedEffect] = (), is_misstatement: bool = False,
) -> Finding:  # fmt: skip
    """Make a CL a CAR, or a CAR a FAR: the new finding starts as responded with the answer it came with."""
    stated = list(effects)
    facts = facts_of(
        uow, case, row, reason=reason, new_kind=kind, has_new_content=bool(stated or requirement),
        affects_opinion=bool(queries.effects_of(uow.session, row)),
    )  # fmt: skip
    covered = _assess(uow, row, reason, returned=False)
    born = _new_finding(uow, case, kind, subtype or row.subtype, FindingState.RESPONDED)
    row.converted_to, born.converted_from = born.code, row.code
    uow.move(FINDING, row, "convert", facts=facts, covers=covered, comment=reason)
    born.title, born.requirement, born.gap = (
        title or row.title,
        requirement or row.requirement,
        gap or row.gap,
    )
    born.group_code, born.statement_version = row.group_code, row.statement_version
    born.is_misstatement = is_misstatement
    born.is_nonconformity = row.is_nonconformity or kind is FindingKind.FORWARD_ACTION
    born.addressee_org_id, born.round = row.addressee_org_id, row.round
    born.issued_by, born.issued_at = uow.actor.name, uow.now
    born.due = default_due(uow, case, kind)
    uow.session.add(born)
    uow.session.flush()
    carried = [*_carry_over(uow, case, row, born), *_state_effects(uow, case, born, stated)]
    uow.record("finding.convert_from", born, covers=carried, comment=reason, converted_from=row.code)
    return born


def _carry_over(uow: UnitOfWork, case: Case, row: Finding, born: Finding) -> list[Response | Citation]:
    """Copies of the last answer and of all citations, attributed as they were."""
    copies: list[Response | Citation] = []
    responses = queries.responses_of(uow.session, row)
    carried: Response | None = None
    if responses:
        last = responses[-1]
        carried = Response(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=born.id, round=born.round,
            text=last.text, is_refusal=last.is_refusal, root_cause=last.root_cause,
            correction=last.correction, corrective_action=last.corrective_action,
            responded_by=last.responded_by, responded_at=last.responded_at,
        )  # fmt: skip
        uow.session.add(carried)
        uow.session.flush()
        copies.append(carried)
    for old in queries.citations_of(uow.session, row):
        copy = Citation(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=born.id,
            response_id=carried.id if carried and old.response_id else None,
            document_code=old.document_code, document_version_id=old.document_version_id, sha256=old.sha256,
            page=old.page, cell=old.cell, box=old.box, quote=old.quote, figure_code=old.figure_code,
        )  # fmt: skip
        uow.session.add(copy)
        copies.append(copy)
    return copies


def carry_forward(uow: UnitOfWork, case: Case, row: Finding, *, due: date, note: str | None = None) -> None:
    """Carry a forward action into the next period's case, due within twelve months."""
    _close(uow, row, note or "carried into the next period")
    row.carried_due = due
    covered = _assess(uow, row, note, returned=False) if note else []
    facts = facts_of(uow, case, row, carried_due=due, carried_latest=uow.now.date() + ALMOST_A_YEAR)
    uow.move(FINDING, row, "carry_forward", facts=facts, covers=covered, comment=note)


def acknowledge(uow: UnitOfWork, case: Case, row: Finding, *, text: str | None = None) -> None:
    """Take note of a recommendation; no correction is asked for."""
    _close(uow, row, text or "acknowledged")
    uow.move(FINDING, row, "acknowledge", facts=facts_of(uow, case, row), comment=text)


def accept_limitation(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Accept that evidence is not to be had; its tonnes and categories enter the evaluation."""
    _close(uow, row, reason)
    facts = facts_of(uow, case, row, reason=reason)
    uow.move(FINDING, row, "accept_limitation", facts=facts, comment=reason)


def lift_limitation(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Lift a limitation once evidence or another procedure covers the amount."""
    _close(uow, row, reason)
    uow.move(FINDING, row, "lift", facts=facts_of(uow, case, row, reason=reason), comment=reason)


def reopen(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Open a closed finding again; only before the statement is issued."""
    row.reopened_reason = reason
    row.closed_by = row.closed_at = row.resolution = row.corrected_in_version = None
    row.round += 1
    facts = facts_of(uow, case, row, reason=reason)
    uow.move(FINDING, row, "reopen", facts=facts, comment=reason)


def withdraw(uow: UnitOfWork, case: Case, row: Finding, *, reason: str) -> None:
    """Withdraw what was raised in error; its code stays used."""
    was_issued = row.state is not FindingState.DRAFT
    _close(uow, row, reason)
    uow.move(FINDING, row, "withdraw", facts=facts_of(uow, case, row, reason=reason), comment=reason)
    if was_issued:
        uow.after_commit(TELL_PARTY, row.id, "withdrawn", subject=row, key=f"finding:{row.id}:withdrawn")
