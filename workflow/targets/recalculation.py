"""The task to calculate a base year again: raised by later corrections and by changes adding up to 5 % (NT-30)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from methods.rounding import ZERO
from methods.targets import BaseYearChange as Measure
from methods.targets import add_months, measure_base_year_change
from workflow.db import across_tenants
from workflow.errors import BadInput
from workflow.i18n import N_, Message, message
from workflow.opinion.models import Issue
from workflow.opinion.rules import IssueState
from workflow.people.models import Organisation
from workflow.targets.inventory_values import read_values
from workflow.targets.models import BaseYearChange, GroupInventory, InventoryCitation, RecalculationTask
from workflow.targets.rules import RECALCULATION_MONTHS, Cause, ChangeKind
from workflow.unit_of_work import UnitOfWork

CAUSE_WORDS: dict[Cause, str] = {
    Cause.REVISED: N_("A revision was issued after what is cited: {reference}"),
    Cause.SUPERSEDED: N_("A cited statement is superseded by {reference}"),
    Cause.WITHDRAWN: N_("A cited statement is withdrawn: {reference}"),
    Cause.STRUCTURE: N_("Changes of the base year reach 5 %: {reference}"),
}
_CAUSE_OF_STATE = {IssueState.SUPERSEDED: Cause.SUPERSEDED, IssueState.WITHDRAWN: Cause.WITHDRAWN}


def say_cause(task: RecalculationTask) -> Message:
    """Why the base year is to be calculated again."""
    return message(CAUSE_WORDS[task.cause], reference=task.reference)


def note_change(
    uow: UnitOfWork, inventory: GroupInventory, *, kind: ChangeKind, scope: int, tonnes: Decimal,
    happened_on: date, reason: str,
) -> BaseYearChange:  # fmt: skip
    """Note a change of base-year emissions; raises the task when any of NT-30's three numbers reaches 5 %."""
    if not reason.strip():
        raise BadInput(N_("Say what changed."), "reason")
    if scope not in {1, 2, 3} or tonnes == 0:
        raise BadInput(N_("Give the scope and the signed tonnes by which the base year changes."), "tonnes")
    change = BaseYearChange(
        owner_org_id=inventory.owner_org_id, inventory_id=inventory.id, kind=kind, scope=scope, tonnes=tonnes,
        happened_on=happened_on, reason=reason.strip(), noted_by=uow.actor.name, noted_at=uow.now,
    )  # fmt: skip
    uow.session.add(change)
    uow.record("base_year.change", change)
    query = select(BaseYearChange).where(BaseYearChange.inventory_id == inventory.id)
    changes = list(uow.session.scalars(query.order_by(BaseYearChange.id)))
    if any(measure_changes(inventory, changes, scopes).is_triggered for scopes in _scopes_changed(changes)):
        raise_task(uow, inventory, Cause.STRUCTURE, f"{inventory.year}", key="structure")
    return change


def measure_changes(
    inventory: GroupInventory, changes: list[BaseYearChange], scopes: frozenset[int] = frozenset({1, 2, 3})
) -> Measure:
    """The three numbers of NT-30 against the base-year total of some scopes, location-based."""
    total = ZERO
    for code, (location, _market) in read_values(inventory.values).items():
        scope = {"S1": 1, "S2": 2}.get(code, 3 if code.startswith("S3-") else 0)
        total += location if scope in scopes else ZERO
    return measure_base_year_change((c.tonnes for c in changes if c.scope in scopes), total)


def _scopes_changed(changes: list[BaseYearChange]) -> list[frozenset[int]]:
    """Targets hold scopes 1+2, scope 3, or all: a change matters by the share of each such total."""
    touched = {change.scope for change in changes}
    found = [frozenset({1, 2, 3})]
    if touched & {1, 2}:
        found.append(frozenset({1, 2}))
    if 3 in touched:
        found.append(frozenset({3}))
    return found


def raise_task(
    uow: UnitOfWork, inventory: GroupInventory, cause: Cause, reference: str, *, key: str
) -> RecalculationTask | None:
    """Raise the task once for a cause; None when it was raised before."""
    known = select(RecalculationTask.id).where(
        RecalculationTask.inventory_id == inventory.id, RecalculationTask.key == key
    )
    if uow.session.scalar(known) is not None:
        return None
    task = RecalculationTask(
        owner_org_id=inventory.owner_org_id, inventory_id=inventory.id, key=key, cause=cause, reference=reference,
        raised_at=uow.now, due=add_months(uow.now.date(), RECALCULATION_MONTHS),
    )  # fmt: skip
    uow.session.add(task)
    uow.record("recalculation.raise", task, cause=cause.value, reference=reference)
    return task


def look_at(uow: UnitOfWork, issue_id: int) -> list[RecalculationTask]:
    """Raise the task for each inventory that cites what no longer stands, or what a newer revision follows."""
    options = across_tenants("a group's base year follows what becomes of the statements that it cites")
    case_id = select(Issue.case_id).where(Issue.id == issue_id).scalar_subquery()
    query = select(Issue).where(Issue.case_id == case_id).order_by(Issue.revision, Issue.id)
    issues = list(uow.session.scalars(query.execution_options(**options)))
    cited = uow.session.execute(
        select(InventoryCitation, GroupInventory)
        .join(GroupInventory, GroupInventory.id == InventoryCitation.inventory_id)
        .where(InventoryCitation.cited_case_id.in_({issue.case_id for issue in issues}))
        .order_by(InventoryCitation.id)
    )
    raised = []
    for citation, inventory in cited:
        found = _what_became(issues, citation)
        if found is not None and _is_newest(uow, inventory):
            cause, reference = found
            raised.append(raise_task(uow, inventory, cause, reference, key=f"{cause.value}:{reference}"))
    return [task for task in raised if task is not None]


def _what_became(issues: list[Issue], citation: InventoryCitation) -> tuple[Cause, str] | None:
    """What became of a cited statement, and the reference to name; None while it stands and nothing follows it."""
    newer = [
        issue
        for issue in issues
        if issue.state is IssueState.ISSUED
        and (issue.number != citation.number or issue.revision > citation.revision)
    ]
    for issue in issues:
        if (issue.number, issue.revision) == (citation.number, citation.revision):
            cause = _CAUSE_OF_STATE.get(issue.state)
            if cause is not None:
                return cause, (newer[-1] if newer and cause is Cause.SUPERSEDED else issue).code
    return (Cause.REVISED, newer[-1].code) if newer else None


def _is_newest(uow: UnitOfWork, inventory: GroupInventory) -> bool:
    newer = select(GroupInventory.id).where(
        GroupInventory.owner_org_id == inventory.owner_org_id,
        GroupInventory.year == inventory.year,
        GroupInventory.edition > inventory.edition,
    )
    return uow.session.scalar(newer.limit(1)) is None


def settle(uow: UnitOfWork, task: RecalculationTask, how: str) -> None:
    """End a task by hand with the reason, such as a correction below 5 %."""
    if not how.strip():
        raise BadInput(N_("Say how it was settled, with the numbers that show it."), "how")
    _end(uow, task, how.strip())
    uow.record("recalculation.settle", task, comment=how.strip())


def settle_all(
    uow: UnitOfWork, group: Organisation, year: int, inventory: GroupInventory
) -> list[RecalculationTask]:
    """End the open tasks of a year by its new edition; the caller records them."""
    query = (
        select(RecalculationTask)
        .join(GroupInventory, GroupInventory.id == RecalculationTask.inventory_id)
        .where(
            RecalculationTask.owner_org_id == group.id, RecalculationTask.settled_at.is_(None),
            GroupInventory.year == year,
        )
    )  # fmt: skip
    tasks = list(uow.session.scalars(query.order_by(RecalculationTask.id)))
    for task in tasks:
        _end(uow, task, f"edition {inventory.edition}")
    return tasks


def _end(uow: UnitOfWork, task: RecalculationTask, how: str) -> None:
    task.settled_by, task.settled_at, task.settled_how = uow.actor.name, uow.now, how
