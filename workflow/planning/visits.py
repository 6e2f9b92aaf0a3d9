"""Writes of site visits: each trigger of section 1.5 is answered by a visit or a written justification."""

from __future__ import annotations

from datetime import date

from workflow.access import Permission
from workflow.cases.models import Case
from workflow.errors import BadInput, NotAllowed
from workflow.i18n import N_, message
from workflow.planning import queries
from workflow.planning.gates import refuse_plan_change
from workflow.planning.models import SiteVisit
from workflow.planning.rules import VisitMode, VisitTrigger
from workflow.unit_of_work import UnitOfWork


def decide_visit(
    uow: UnitOfWork, case: Case, trigger: VisitTrigger, *, site: str, mode: str | None = None,
    first_day: date | None = None, last_day: date | None = None, people: str | None = None,
    justification: str | None = None, version: int | None = None,
) -> SiteVisit:  # fmt: skip
    """Answer a trigger for a site: plan a visit, or justify in writing why none is needed (lead verifier).

    A second answer for the same trigger and site replaces the first. The central office is always visited,
    by video only with a justification.
    """
    chosen = _mode(mode)
    _check(trigger, chosen, first_day, last_day, justification)
    if justification and not uow.actor.may(Permission.APPROVE_PLAN):
        raise NotAllowed(message(N_("Only the lead verifier justifies why a site is not visited.")))
    known = [v for v in queries.visits_of(uow.session, case) if (v.trigger, v.site) == (trigger, site)]
    row = known[0] if known else SiteVisit(
        case_id=case.id, owner_org_id=case.owner_org_id, site=site, trigger=trigger, is_visited=False
    )  # fmt: skip
    plan = queries.plan_of(uow.session, case)
    uow.refuse_unless(row, "visit.decide", refuse_plan_change(case.state, plan.state if plan else None))
    if known:
        uow.expect(row, version)
    row.mode = chosen.value.replace("_", " ") if chosen else None
    row.first_day, row.last_day = first_day, last_day or first_day
    row.people, row.justification = people, justification
    row.justified_by = uow.actor.name if justification else None
    uow.session.add(row)
    uow.record("visit.decide", row)
    return row


def _mode(mode: str | None) -> VisitMode | None:
    if not mode:
        return None
    word = mode.strip().lower().replace(" ", "_").replace("-", "_")
    if word not in set(VisitMode):
        raise BadInput(N_("A site is visited on site or by video."), "mode")
    return VisitMode(word)


def _check(
    trigger: VisitTrigger,
    mode: VisitMode | None,
    first: date | None,
    last: date | None,
    justification: str | None,
) -> None:
    if first and last and last < first:
        raise BadInput(N_("The visit ends before it starts: check both dates."), "last_day")
    if trigger is VisitTrigger.CENTRAL_OFFICE:
        if first is None:
            raise BadInput(
                N_("The central office is always visited: give the first day, on site or by video."),
                "first_day",
            )
        if mode is VisitMode.VIDEO and not justification:
            raise BadInput(
                N_("Justify in writing why the central office is visited by video."), "justification"
            )
    elif first is None and not justification:
        raise BadInput(
            N_("Plan the visit's first day, or justify in writing why none is needed."), "first_day"
        )


def record_visit(
    uow: UnitOfWork, row: SiteVisit, *, people: str, notes_document_code: str | None = None
) -> None:
    """Record that a planned visit took place, who was there, and where its notes are."""
    if row.first_day is None:
        raise BadInput(N_("Plan the visit with its first day before you record that it took place."))
    if row.first_day > uow.now.date():
        raise BadInput(N_("The visit's first day has not come yet."))
    row.is_visited, row.people, row.notes_document_code = True, people, notes_document_code
    uow.record("visit.record", row)
