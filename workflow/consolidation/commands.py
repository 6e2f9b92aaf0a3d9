"""Writes of the group case: consolidating its entities' statements, ruling on what changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from methods.uncomputable import Uncomputable
from workflow.cases import entities
from workflow.cases.entity_models import EntityCase
from workflow.cases.models import Case
from workflow.consolidation import reads
from workflow.consolidation.models import EntityChange
from workflow.consolidation.reads import LatestStatement
from workflow.consolidation.rules import named
from workflow.errors import BadInput, Refusal
from workflow.ghg_statement import commands as statements
from workflow.ghg_statement import queries as versions
from workflow.ghg_statement.consolidated import Consolidation, Eliminated, EntityClaim, build
from workflow.ghg_statement.consolidating import eliminations_of, take_consolidation
from workflow.ghg_statement.inputs import as_message
from workflow.ghg_statement.models import StatementVersion
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork

VERB = "statement_version.consolidate"


def consolidate(
    uow: UnitOfWork, case: Case, *, title: str, dated: date, gwp_set: str, what_changed: str | None = None
) -> StatementVersion:
    """Make the group's next version, or the one in preparation, from every entity's latest statement.

    Refused while an entity has no submitted statement and is not left out, or states another period's
    emissions or another set of GWP values. BadInput for eliminations that the statements do not hold.
    """
    made = preview(uow, case, gwp_set)
    version = versions.preparing(uow.session, case)
    if version is None:
        assert case.period_start is not None and case.period_end is not None
        version = statements.start_version(
            uow, case, title=title, dated=dated, gwp_set=gwp_set, period_start=case.period_start,
            period_end=case.period_end, what_changed=what_changed, copy_lines=True,
        )  # fmt: skip
    take_consolidation(uow, version, made)
    return version


def preview(uow: UnitOfWork, case: Case, gwp_set: str) -> Consolidation:
    """The consolidation as it would be made now, with every refusal that stands against it."""
    rows = entities.entities_of(uow.session, case)
    approach = entities.approach_of(uow.session, case)
    uow.refuse_unless(case, VERB, *_why_not_made(case, rows, approach is not None))
    assert approach is not None
    latest = reads.latest_statements(uow.session, case)
    try:
        claims = reads.claims_of(uow.session, case, rows, latest, approach)
        by_code = {row.code: latest[row.entity_case_id] for row in rows}
        uow.refuse_unless(case, VERB, *_why_not_added(case, claims, by_code, gwp_set))
        return build(approach, claims, _eliminated(uow, case))
    except Uncomputable as error:
        raise BadInput(as_message(error)) from error


def _why_not_made(case: Case, rows: Sequence[EntityCase], has_approach: bool) -> list[Refusal | None]:
    found: list[Refusal | None] = []
    if not case.is_group_case:
        found.append(Refusal("G-GROUP", message(N_("Only a group case has entity cases."))))
    if not rows:
        sentence = message(N_("Name the entity cases whose statements make the group's."))
        found.append(Refusal("G-ENTITIES", sentence))
    if not has_approach:
        sentence = message(N_("Name the consolidation approach in the agreement: the shares follow from it."))
        found.append(Refusal("G-APPROACH", sentence))
    if case.period_start is None or case.period_end is None:
        found.append(Refusal("G-PERIOD", message(N_("Give the period of the group's statement first."))))
    return found


def _why_not_added(
    case: Case, claims: Sequence[EntityClaim], latest: Mapping[str, LatestStatement], gwp_set: str
) -> list[Refusal | None]:
    inside = [latest[claim.code] for claim in claims if claim.is_inside]
    without = [x.case_code for x in inside if x.number is None]
    outside = [x.case_code for x in inside if x.period and not _lies_in(case, x.period)]
    other = [x.case_code for x in inside if x.gwp_set not in {None, gwp_set}]
    sentences = (
        ("G-ENTITIES", without, N_("{codes} have no submitted statement: wait, or leave them out with a reason.")),
        ("G-PERIOD", outside, N_("The statements of {codes} cover days outside the group's period.")),
        ("G-GWP", other, N_("{codes} use another set of GWP values than {gwp_set}: one inventory has one set.")),
    )  # fmt: skip
    return [
        Refusal(code, message(sentence, codes=named(codes), gwp_set=gwp_set))
        for code, codes, sentence in sentences
        if codes
    ]


def _lies_in(case: Case, period: tuple[date, date]) -> bool:
    assert case.period_start is not None and case.period_end is not None
    return case.period_start <= period[0] and period[1] <= case.period_end


def _eliminated(uow: UnitOfWork, case: Case) -> list[Eliminated]:
    codes = {row.entity_case_id: row.code for row in entities.entities_of(uow.session, case, with_ended=True)}
    return [
        Eliminated(
            x.code, codes[x.buyer_case_id], codes[x.seller_case_id], x.scope_key, x.tonnes, x.tonnes_market,
            x.reason, x.evidence,
        )
        for x in eliminations_of(uow.session, case)
    ]  # fmt: skip


def raise_changes(uow: UnitOfWork, case: Case) -> list[EntityChange]:
    """Tell a group case of every entity whose statement is no longer the one that it was made from."""
    made = versions.consolidation_of(uow.session, versions.latest_received(uow.session, case))
    if made is None:
        return []
    told = {(row.entity_case_id, row.now) for row in reads.changes_of(uow.session, case)}
    rows = [
        EntityChange(
            case_id=case.id, owner_org_id=case.owner_org_id, entity_case_id=now.entity_case_id,
            code=now.case_code, name=entity.name, was=_cited(entity.version, entity.sha256, entity.statement),
            now=now.citation, raised_at=uow.now,
        )
        for now in reads.latest_statements(uow.session, case).values()
        if (entity := made.entity(now.case_code)) is not None
        and not reads.is_cited(made, now)
        and (now.entity_case_id, now.citation) not in told
    ]  # fmt: skip
    if rows:
        uow.session.add_all(rows)
        uow.record("entity_change.raise", case, covers=rows, entities=[row.code for row in rows])
    return rows


def _cited(version: int | None, sha256: str | None, statement: str | None) -> str:
    if version is None or sha256 is None:
        return "no statement"
    return f"version {version} ({sha256[:12]}), " + (
        f"verified as {statement}" if statement else "not verified"
    )


def rule_change(uow: UnitOfWork, row: EntityChange, *, ruling: str) -> None:
    """The lead verifier rules that the group's statement may stay as it is, with the reason."""
    if not ruling.strip():
        raise BadInput(N_("Say why the group's statement may stay as it is."), "ruling")
    row.ruling, row.ruled_by = ruling.strip(), uow.actor.name
    uow.record("entity_change.rule", row, comment=row.ruling)
