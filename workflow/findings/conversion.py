"""Conversion of a finding: a CL that shows an error becomes a CAR, a CAR that can wait becomes a FAR."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from workflow.cases.models import Case
from workflow.findings import queries
from workflow.findings.commands import StatedEffect, default_due, new_finding, state_effects
from workflow.findings.machine import FINDING
from workflow.findings.models import Citation, Finding, Response
from workflow.findings.moves import assess, end, facts_of, tell
from workflow.findings.reminders import TELL_PARTY
from workflow.findings.rules import FindingKind, FindingState, Subtype
from workflow.unit_of_work import UnitOfWork


def convert(
    uow: UnitOfWork, case: Case, row: Finding, kind: FindingKind, *, reason: str,
    subtype: Subtype | None = None, requirement: str | None = None, gap: str | None = None,
    title: str | None = None, effects: Iterable[StatedEffect] = (), is_misstatement: bool = False,
    net: Decimal | None = None, net_market: Decimal | None = None,
) -> Finding:  # fmt: skip
    """Make a CL a CAR, or a CAR a FAR: the new finding starts as responded with the answer it came with."""
    stated = list(effects)
    facts = facts_of(
        uow, case, row, reason=reason, new_kind=kind, has_new_content=bool(stated or requirement)
    )
    was_answered = row.state is FindingState.RESPONDED
    covered = assess(uow, row, reason, returned=False) if was_answered else []
    uow.refuse_unless(row, "finding.convert", *FINDING.blockers("convert", row.state, facts))
    born = new_finding(uow, case, kind, subtype or row.subtype, FindingState.RESPONDED)
    row.converted_to, born.converted_from = born.code, row.code
    end(uow, row, reason)
    uow.move(FINDING, row, "convert", facts=facts, covers=covered, comment=reason)
    born.title, born.requirement = title or row.title, requirement or row.requirement
    born.gap = gap or row.gap
    born.is_misstatement, born.net, born.net_market = is_misstatement, net, net_market
    born.is_nonconformity = row.is_nonconformity or kind is FindingKind.FORWARD_ACTION
    _inherit(uow, case, row, born)
    uow.session.add(born)
    uow.session.flush()
    carried = [*_carry_over(uow, case, row, born), *state_effects(uow, case, born, stated)]
    uow.record("finding.convert_from", born, covers=carried, comment=reason, converted_from=row.code)
    tell(uow, TELL_PARTY, row, "converted")
    return born


def _inherit(uow: UnitOfWork, case: Case, row: Finding, born: Finding) -> None:
    born.group_code, born.statement_version = row.group_code, row.statement_version
    born.is_confidential = row.is_confidential
    born.claimed_value, born.verifier_value = row.claimed_value, row.verifier_value
    born.addressee_org_id, born.round = row.addressee_org_id, row.round
    born.issued_by, born.issued_at = uow.actor.name, uow.now
    born.due = default_due(uow, case, born.kind)


def _carry_over(uow: UnitOfWork, case: Case, row: Finding, born: Finding) -> list[Response | Citation]:
    """Copies of the last answer and of the citations, attributed as they were; to be assessed anew."""
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
    last_id = responses[-1].id if responses else None
    for old in queries.citations_of(uow.session, row):
        if old.response_id not in {None, last_id}:
            continue
        copy = Citation(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=born.id,
            response_id=carried.id if carried and old.response_id else None,
            document_code=old.document_code, document_version_id=old.document_version_id, sha256=old.sha256,
            page=old.page, cell=old.cell, box=old.box, quote=old.quote, figure_code=old.figure_code,
        )  # fmt: skip
        uow.session.add(copy)
        copies.append(copy)
    return copies
