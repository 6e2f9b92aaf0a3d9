"""Findings with all rounds and steps, and the ledger from the first to the latest version, for the report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from sqlalchemy import select

from methods.misstatement import Misstatement
from methods.quantification import Basis as MethodBasis
from reports.contract import (
    Basis,
    EvidenceLink,
    FindingEffect,
    FindingRound,
    FindingRow,
    FindingStep,
    LedgerCorrection,
    LedgerRow,
)
from workflow.audit import AuditEvent, AuditStream, case_stream
from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.findings import queries as findings
from workflow.findings.models import Citation, Effect, Finding, Response
from workflow.findings.rules import EffectBasis, FindingState
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import Source, StatementVersion
from workflow.ghg_statement.rules import VersionState
from workflow.opinion.contracts.parties import Ground, version_name
from workflow.planning.models import Sample

LEFT_OUT = frozenset({FindingState.DRAFT})
ON_BASES = {
    EffectBasis.LOCATION: (Basis.LOCATION,),
    EffectBasis.MARKET: (Basis.MARKET,),
    EffectBasis.BOTH: (Basis.LOCATION, Basis.MARKET),
}
METHOD_BASIS = {Basis.LOCATION: MethodBasis.LOCATION, Basis.MARKET: MethodBasis.MARKET}


def findings_rows(session: ScopedSession, ground: Ground) -> tuple[FindingRow, ...]:
    """Every finding that was issued and is not confidential, by code, each with its whole life."""
    case = ground.case
    rows = [f for f in _all(session, case) if f.state not in LEFT_OUT and not f.is_confidential]
    effects = _by_finding(
        session.scalars(select(Effect).where(Effect.case_id == case.id).order_by(Effect.id))
    )
    citations = _by_finding(
        session.scalars(select(Citation).where(Citation.case_id == case.id).order_by(Citation.id))
    )
    responses = _by_finding(
        session.scalars(select(Response).where(Response.case_id == case.id).order_by(Response.round))
    )
    sources = session.scalars(select(Source).where(Source.case_id == case.id))
    categories = {source.code: source.iso_category for source in sources}
    steps = _steps(session, case)
    samples = session.scalars(select(Sample).where(Sample.case_id == case.id, Sample.void_reason.is_(None)))
    known = {sample.code: sample.known for sample in samples}
    return tuple(
        _row(
            ground,
            f,
            tuple(effects.get(f.id, ())),
            tuple(citations.get(f.id, ())),
            tuple(responses.get(f.id, ())),
            findings.as_misstatement(f, effects.get(f.id, ()), categories),
            steps.get(f.code, ()),
            known.get(f.sample_code or ""),
        )
        for f in rows
    )


def _all(session: ScopedSession, case: Case) -> list[Finding]:
    query = select(Finding).where(Finding.case_id == case.id).order_by(Finding.code, Finding.id)
    return list(session.scalars(query))


Row = TypeVar("Row", Effect, Citation, Response)


def _by_finding(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.finding_id, []).append(row)
    return found


def _steps(session: ScopedSession, case: Case) -> dict[str, tuple[FindingStep, ...]]:
    """The moves of each finding as the trail has them, by code."""
    query = (
        select(AuditEvent)
        .join(AuditStream, AuditStream.id == AuditEvent.stream_id)
        .where(AuditStream.name == case_stream(case.id), AuditEvent.subject.startswith("finding:"))
        .order_by(AuditEvent.seq)
    )
    found: dict[str, tuple[FindingStep, ...]] = {}
    for event in session.scalars(query):
        body = json.loads(event.body)
        state = body.get("now", {}).get("state")
        if state is None or event.verb.endswith(".refused"):
            continue
        step = FindingStep(
            on=event.at.date(), state=state, by=event.actor_name, note=body.get("comment") or ""
        )
        code = event.subject.partition(":")[2]
        found[code] = (*found.get(code, ()), step)
    return found


def _row(  # noqa: PLR0917 - the parts of one finding
    ground: Ground,
    row: Finding,
    effects: Sequence[Effect],
    citations: Sequence[Citation],
    responses: Sequence[Response],
    numbers: Misstatement,
    steps: tuple[FindingStep, ...],
    known: Decimal | None,
) -> FindingRow:
    issued_on = (row.issued_at or row.raised_at).date()
    last = responses[-1] if responses else None
    market = any(Basis.MARKET in ON_BASES[e.basis] for e in effects)
    location = any(Basis.LOCATION in ON_BASES[e.basis] for e in effects)
    bases = [b for b, there in ((MethodBasis.LOCATION, location), (MethodBasis.MARKET, market)) if there]
    return FindingRow(
        code=row.code, kind=_kind(row), subtype=row.subtype.value.replace("_", " "), title=row.title,
        requirement=row.requirement, gap=row.gap, state=row.state.value, group=row.group_code or "",
        statement_version=version_name(row.statement_version), issued_by=row.issued_by or row.raised_by,
        issued_on=issued_on, due=row.carried_due or row.due or issued_on, addressee=ground.party.name,
        claimed=row.claimed_value or "", verified=row.verifier_value or "", effects=_effects(effects),
        net=numbers.net(MethodBasis.LOCATION) if location else None,
        gross=max((numbers.gross(b) for b in bases), default=None),
        market_net=numbers.net(MethodBasis.MARKET) if market else None,
        is_nonconformity=row.is_nonconformity, is_projected=row.is_projected,
        known=known if row.is_projected else None, is_systematic=row.is_systematic,
        extent_test=row.extent_test or "",
        evidence=tuple(_link(c) for c in citations if c.response_id is None and c.round is None),
        rounds=tuple(_round(row, r, citations) for r in responses), steps=steps,
        root_cause=(last.root_cause if last else None) or "",
        correction=(last.correction if last else None) or "",
        corrective_action=(last.corrective_action if last else None) or "",
        closure_reason=row.resolution or "", closed_by=row.closed_by or "",
        closed_on=row.closed_at.date() if row.closed_at else None,
        corrected_in=version_name(row.corrected_in_version), converted_from=row.converted_from or "",
        converted_to=row.converted_to or "", qualitative_ruling=row.qualitative_ruling or "",
    )  # fmt: skip


def _kind(row: Finding) -> str:
    """CAR misstatement, CAR nonconformity and misstatement, CL ..."""
    parts = [
        word
        for word, is_so in (("nonconformity", row.is_nonconformity), ("misstatement", row.is_misstatement))
        if is_so
    ]
    return f"{row.kind.value} {' and '.join(parts)}".strip()


def _effects(effects: Sequence[Effect]) -> tuple[FindingEffect, ...]:
    return tuple(
        FindingEffect(source=e.source_code, basis=basis, amount=e.amount, label=e.note or "")
        for basis in Basis
        for e in effects
        if basis in ON_BASES[e.basis]
    )


def _link(row: Citation) -> EvidenceLink:
    return EvidenceLink(
        document=row.document_code,
        page=row.page,
        place=row.cell or "",
        sha256=row.sha256,
        figure=row.figure_code or "",
    )


def _round(row: Finding, response: Response, citations: Sequence[Citation]) -> FindingRound:
    is_last = response.round == row.round
    outcome = "returned" if response.is_returned else ""
    if not outcome and is_last and row.state is not FindingState.RESPONDED:
        # A corrected finding is closed later, by a version; this answer itself was accepted.
        is_corrected = row.state is FindingState.CLOSED_CORRECTED
        outcome = "accepted" if is_corrected else row.state.value.replace("_", " ")
    return FindingRound(
        number=response.round,
        answered_by=response.responded_by,
        answered_on=response.responded_at.date(),
        answer=response.text,
        cited=tuple(_link(c) for c in citations if c.response_id == response.id),
        assessed_by=response.assessed_by or "",
        assessed_on=response.assessed_at.date() if response.assessed_at else None,
        assessment=response.assessment or "",
        assessed_with=tuple(
            _link(c) for c in citations if c.response_id is None and c.round == response.round
        ),
        outcome=outcome,
    )


def first_submitted(session: ScopedSession, case: Case) -> StatementVersion | None:
    """The version with which the ledger begins."""
    return next((v for v in statements.versions_of(session, case) if v.state is VersionState.SUBMITTED), None)


def ledger_rows(session: ScopedSession, ground: Ground) -> tuple[LedgerRow, ...]:
    """Per source: what was first reported, less agreed corrections, is what the version under opinion says.

    A source has a row of its own on the market basis only where that differs in either version.
    """
    case = ground.case
    first = first_submitted(session, case)
    corrected = [m for _f, m in findings.misstatements_of(session, case, findings.CORRECTED)]
    remainders = {f.code: f.remainder_reason for f in _all(session, case) if f.remainder_reason}
    sources = statements.sources_of(session, case)
    tonnes = {
        basis: (
            findings.tonnes_by_source(session, first, METHOD_BASIS[basis]),
            findings.tonnes_by_source(session, ground.version, METHOD_BASIS[basis]),
        )
        for basis in Basis
    }
    rows = []
    for basis in Basis:
        before, after = tonnes[basis]
        for source in sources:
            if source.code not in before and source.code not in after:
                continue
            if basis is Basis.MARKET and _is_same(source.code, tonnes):
                continue
            rows.append(_ledger_row(ground, source, basis, before, after, corrected, remainders))
    return tuple(rows)


def _is_same(source: str, tonnes: dict[Basis, tuple[dict[str, Decimal], dict[str, Decimal]]]) -> bool:
    (before, after), (market_before, market_after) = tonnes[Basis.LOCATION], tonnes[Basis.MARKET]
    return before.get(source) == market_before.get(source) and after.get(source) == market_after.get(source)


def _ledger_row(  # noqa: PLR0917 - the parts of one row
    ground: Ground,
    source: Source,
    basis: Basis,
    before: dict[str, Decimal],
    after: dict[str, Decimal],
    corrected: Sequence[Misstatement],
    remainders: Mapping[str, str],
) -> LedgerRow:
    zero = Decimal("0.00")
    nets = [(m.finding_id, m.net_by_source(METHOD_BASIS[basis]).get(source.code)) for m in corrected]
    corrections = tuple(LedgerCorrection(finding=code, net=net) for code, net in nets if net is not None)
    reported, verified = before.get(source.code, zero), after.get(source.code, zero)
    remainder = reported - sum((c.net for c in corrections), zero) - verified
    reasons = [remainders.get(c.finding) for c in corrections]
    return LedgerRow(
        source=source.code,
        name=source.name,
        iso_category=source.iso_category,
        group=ground.group_of(source.iso_category),
        basis=basis,
        reported=reported,
        corrections=corrections,
        remainder=remainder,
        verified=verified,
        remainder_reason="; ".join(r for r in reasons if r) if remainder else "",
    )


def carried_in(session: ScopedSession, ground: Ground) -> tuple[str, ...]:
    """Follow-up of last period's findings, as far as the case has taken any over."""
    if ground.case.is_first_verification:
        return ("First verification by this body: no finding of an earlier period is open here.",)
    return tuple(
        f"{f.code} {f.title}: {f.state.value.replace('_', ' ')}"
        for f in _all(session, ground.case)
        if f.carried_due is not None and not f.is_confidential
    )
