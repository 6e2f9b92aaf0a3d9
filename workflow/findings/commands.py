"""Writes of findings between their moves: drafts, effects, more time, comments, rulings and extent tests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from methods.rounding import round_tonnes
from methods.uncomputable import Uncomputable
from workflow.cases import queries as cases
from workflow.cases.commands import next_code
from workflow.cases.models import Case
from workflow.errors import BadInput
from workflow.findings import queries, reminders
from workflow.findings.citing import Cited, cite, pin
from workflow.findings.facts import AFTER_ISSUE
from workflow.findings.machine import UNFINISHED, WITH_PARTY
from workflow.findings.models import Citation, Effect, Finding, FindingComment
from workflow.findings.rules import EffectBasis, FindingKind, FindingState, Subtype
from workflow.ghg_statement import queries as statement
from workflow.ghg_statement.inputs import as_message
from workflow.ghg_statement.models import Source
from workflow.ghg_statement.register import SOURCE_CODE, next_source_code
from workflow.ghg_statement.rules import refuse_scope_code
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork

__all__ = ["Cited", "StatedEffect", "cite", "draft_finding", "edit_draft"]

# Working days from issue to due date (section 2.3; ISO sets none).
DAYS_TO_ANSWER = {
    FindingKind.CLARIFICATION: 10,
    FindingKind.CORRECTIVE_ACTION: 20,
    FindingKind.FORWARD_ACTION: 20,
    FindingKind.LIMITATION: 20,
}

DRAFT_FIELDS = frozenset(
    {
        "kind", "subtype", "title", "requirement", "gap", "claimed_value", "verifier_value", "group_code",
        "statement_version", "is_misstatement", "is_nonconformity", "net", "net_market", "is_projected",
        "sample_code", "is_correctable", "is_qualitatively_material", "is_fundamental", "users_must_know",
        "qualitative_ruling", "is_systematic", "extent_test", "may_lead_to_adverse", "is_confidential",
        "evidence_absent", "unverified_tonnes", "gap_categories", "proposed_by_check",
    }
)  # fmt: skip


@dataclass(frozen=True)
class OmittedSource:
    """A source that the inventory lacks, as the verifier enters it in the register; it has no line yet."""

    name: str
    iso_category: int
    scope_code: str


@dataclass(frozen=True)
class StatedEffect:
    """A signed amount on a source: reported minus correct, t CO2e.

    With `omitted` the source is entered in the register under that code, or under the next one for none.
    """

    source_code: str
    amount: Decimal
    basis: EffectBasis = EffectBasis.BOTH
    is_projected: bool = False
    note: str | None = None
    omitted: OmittedSource | None = None


def draft_finding(
    uow: UnitOfWork, case: Case, kind: FindingKind, subtype: Subtype, *, title: str, requirement: str,
    gap: str, citations: Iterable[Cited] = (), effects: Iterable[StatedEffect] = (), **more: Any,
) -> Finding:  # fmt: skip
    """Draft a finding with its evidence and effects; only the team sees it until it is issued."""
    row = new_finding(uow, case, kind, subtype, FindingState.DRAFT)
    _take(row, {"title": title, "requirement": requirement, "gap": gap, **more})
    uow.session.add(row)
    uow.session.flush()
    covered = [*pin(uow, case, row, citations), *state_effects(uow, case, row, effects)]
    uow.record("finding.draft", row, covers=covered, kind=kind)
    return row


def new_finding(
    uow: UnitOfWork, case: Case, kind: FindingKind, subtype: Subtype, state: FindingState
) -> Finding:
    """A finding with the next code, raised by the actor now; not yet in the session."""
    return Finding(
        case_id=case.id, owner_org_id=case.owner_org_id, code=next_code(uow, case, "F"), kind=kind,
        subtype=subtype, state=state, raised_by=uow.actor.name, raised_by_id=uow.actor.person_id,
        raised_at=uow.now, round=1, gap_categories=[], reminded_on=[],
    )  # fmt: skip


def _take(row: Finding, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in DRAFT_FIELDS:
            raise BadInput(message(N_("{field} cannot be set here."), field=name), name)
        setattr(row, name, value)


def edit_draft(
    uow: UnitOfWork, case: Case, row: Finding, *, version: int | None = None,
    citations: Sequence[Cited] | None = None, effects: Sequence[StatedEffect] | None = None, **fields: Any,
) -> None:  # fmt: skip
    """Change a draft; citations and effects, where given, replace those that stand.

    An issued finding's text is not changed any more.
    """
    uow.expect(row, version)
    if row.state is not FindingState.DRAFT:
        raise BadInput(N_("An issued finding is not rewritten: withdraw it or answer in the thread."))
    _take(row, fields)
    covered: list[Citation | Effect | Source] = []
    if citations is not None:
        covered += _drop(uow, queries.citations_of(uow.session, row))
        covered += pin(uow, case, row, citations)
    if effects is not None:
        covered += _drop(uow, queries.effects_of(uow.session, row))
        covered += state_effects(uow, case, row, effects)
    else:
        check_amounts(uow, case, row)
    uow.record("finding.edit", row, covers=covered)


def _drop(uow: UnitOfWork, rows: Iterable[Citation | Effect]) -> list[Citation | Effect]:
    dropped = list(rows)
    for row in dropped:
        uow.session.delete(row)
    uow.session.flush()
    return dropped


def add_effects(uow: UnitOfWork, case: Case, row: Finding, effects: Iterable[StatedEffect]) -> None:
    """State further signed amounts on sources; while the finding is a draft or in the open."""
    _refuse_finished(row)
    uow.record("finding.effects", row, covers=state_effects(uow, case, row, effects))


def revise_effects(
    uow: UnitOfWork, case: Case, row: Finding, effects: Iterable[StatedEffect], *, reason: str,
    net: Decimal | None = None, net_market: Decimal | None = None, version: int | None = None,
) -> None:  # fmt: skip
    """State the amounts anew, as the rounds have shown them; the earlier ones stay in the trail."""
    uow.expect(row, version)
    _refuse_finished(row)
    row.net, row.net_market = net, net_market
    covered = [*_drop(uow, queries.effects_of(uow.session, row)), *state_effects(uow, case, row, effects)]
    uow.record("finding.revise_effects", row, covers=covered, comment=reason)


def _refuse_finished(row: Finding) -> None:
    if row.state not in UNFINISHED:
        raise BadInput(N_("A finished finding keeps its amounts: reopen it first."), "effects")


def state_effects(
    uow: UnitOfWork, case: Case, row: Finding, effects: Iterable[StatedEffect]
) -> list[Citation | Effect | Source]:
    """Effect rows at 0.01 t; BadInput for a source that is not in the register and for a net that disagrees."""
    register = statement.register_of(uow.session, case)
    rows: list[Citation | Effect | Source] = []
    for stated in effects:
        source = register.get(stated.source_code)
        if source is None and stated.omitted is not None:
            source = _omitted_source(uow, case, register, stated.source_code, stated.omitted)
            register[source.code] = source
            rows.append(source)
        if source is None:
            sentence = message(N_("There is no source {code} in the register."), code=stated.source_code)
            raise BadInput(sentence, "effects")
        effect = Effect(
            case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id, source_id=source.id,
            source_code=source.code, basis=stated.basis, amount=round_tonnes(stated.amount),
            is_projected=stated.is_projected, note=stated.note,
        )  # fmt: skip
        uow.session.add(effect)
        rows.append(effect)
    uow.session.flush()
    check_amounts(uow, case, row)
    return rows


def _omitted_source(
    uow: UnitOfWork, case: Case, register: Mapping[str, Source], code: str, omitted: OmittedSource
) -> Source:
    refused = refuse_scope_code(omitted.iso_category, omitted.scope_code)
    if refused is not None:
        raise BadInput(refused[0], "omitted_scope")
    if not omitted.name:
        raise BadInput(N_("Name the source that the inventory lacks."), "omitted_name")
    code = code or next_source_code(register)
    if not SOURCE_CODE.fullmatch(code):
        sentence = message(N_("“{code}” is no source id: write S01, S02 and so on."), code=code)
        raise BadInput(sentence, "effects")
    source = Source(
        case_id=case.id, owner_org_id=case.owner_org_id, code=code, name=omitted.name,
        iso_category=omitted.iso_category, scope_code=omitted.scope_code, gases=[],
    )  # fmt: skip
    uow.session.add(source)
    uow.session.flush()
    return source


def check_amounts(uow: UnitOfWork, case: Case, row: Finding) -> None:
    """Refuse a stated net that is not the sum of the effects within rounding, or that has no one line."""
    effects = queries.effects_of(uow.session, row)
    if row.net is None and row.net_market is None:
        return
    if len({e.source_code for e in effects}) != 1:
        sentence = N_("State a net only where all effects are on one source; leave it empty otherwise.")
        raise BadInput(sentence, "net")
    try:
        queries.as_misstatement(row, effects, queries.categories_of(uow.session, case))
    except Uncomputable as disagreement:
        raise BadInput(as_message(disagreement), "net") from disagreement


def default_due(uow: UnitOfWork, case: Case, kind: FindingKind) -> date | None:
    """The due date by the body's working days, counted from today in its zone."""
    days = DAYS_TO_ANSWER.get(kind)
    if days is None:
        return None
    calendar = cases.calendar_of(uow.session, case)
    return calendar.add_working_days(calendar.local_date(uow.now), days)


def extend(uow: UnitOfWork, case: Case, row: Finding, due: date, *, reason: str) -> None:
    """Give the responsible party more time, once, by the lead verifier."""
    if row.state not in WITH_PARTY:
        raise BadInput(N_("Nobody is asked for an answer now: there is no time to extend."), "due")
    if row.is_extended:
        raise BadInput(N_("The time was extended once already."), "due")
    today = cases.calendar_of(uow.session, case).local_date(uow.now)
    if due <= max(row.due or today, today):
        raise BadInput(N_("The new date must lie after the old one and after today."), "due")
    row.due, row.is_extended = due, True
    uow.record("finding.extend", row, comment=reason)
    reminders.plan(uow, case, row)
    uow.after_commit(reminders.TELL_PARTY, row.id, "extended", subject=row, key=f"finding:{row.id}:extended")


def comment(uow: UnitOfWork, case: Case, row: Finding, text: str) -> FindingComment:
    """A comment inside the body; the reviewer comments and never edits."""
    note = FindingComment(
        case_id=case.id, owner_org_id=case.owner_org_id, finding_id=row.id, text=text,
        author=uow.actor.name, at=uow.now,
    )  # fmt: skip
    uow.session.add(note)
    uow.record("finding.comment", note)
    return note


def rule_qualitatively(
    uow: UnitOfWork, case: Case, row: Finding, *, is_material: bool, ruling: str,
    is_fundamental: bool | None = None, users_must_know: bool | None = None,
) -> None:  # fmt: skip
    """The lead's ruling on a matter whose weight is not its amount; a working of the body, not of the party."""
    _refuse_after_issue(case)
    row.is_qualitatively_material = is_material
    row.qualitative_ruling = ruling
    row.is_fundamental = row.is_fundamental if is_fundamental is None else is_fundamental
    row.users_must_know = row.users_must_know if users_must_know is None else users_must_know
    uow.record("finding.rule", row, comment=ruling, for_client=False)


def record_extent_test(uow: UnitOfWork, case: Case, row: Finding, text: str) -> None:
    """What the test of other sites and sources showed for a systematic error."""
    _refuse_after_issue(case)
    row.is_systematic = True
    row.extent_test = text
    uow.record("finding.extent_test", row, for_client=False)


def _refuse_after_issue(case: Case) -> None:
    if case.state in AFTER_ISSUE:
        raise BadInput(N_("The statement is issued: describe a fact discovered later instead."))
