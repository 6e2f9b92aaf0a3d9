"""What a person decides about a figure that a newer version of its document does not hold as it stood."""

from __future__ import annotations

from methods.evidence_checks import Period
from workflow.cases.models import Case
from workflow.documents.rules import refuse_closed_case
from workflow.errors import BadInput
from workflow.figures import queries
from workflow.figures.anchoring import move_links
from workflow.figures.checks import plan_checks
from workflow.figures.contributions import Printed, contribution_of
from workflow.figures.models import Figure, FigureAnchor, FigureLink
from workflow.figures.queries import LinkRow
from workflow.figures.rules import CARRIED, FIGURE, AnchorAnswer, FigureFacts, FigureState
from workflow.ghg_statement.totals import source_line
from workflow.i18n import N_
from workflow.unit_of_work import UnitOfWork


def take_figure(uow: UnitOfWork, case: Case, anchor: FigureAnchor, found: Figure) -> None:
    """It is this figure of the newer version, as it stands now: read right by who says so, links follow it.

    Links bring what the new print contributes. Raises BadInput where it no longer converts, or where the figure
    is of another version, RuleViolation on a case that is closed.
    """
    figure = _open(uow, case, anchor)
    if found.document_version_id != anchor.document_version_id or found.state is FigureState.REJECTED:
        raise BadInput(N_("Choose a figure of the newer version that is not rejected."), "found")
    links = queries.links_of_figures(uow.session, [figure.id])
    for row in links:
        _renew(row, figure, found, case)
    moved = move_links(uow, figure, found)
    anchor.found_id = found.id
    _close(uow, anchor, AnchorAnswer.TAKEN, None)
    if found.state is FigureState.PROPOSED:
        found.read_right_by, found.read_right_by_id = uow.actor.name, uow.actor.person_id
        found.read_right_at = uow.now
        facts = FigureFacts(has_live_links=bool(moved), has_value=found.confidence > 0)
        told = f"taken for {figure.code}"
        uow.move(FIGURE, found, "confirm", facts=facts, covers=[anchor, *moved], comment=told)
    else:
        uow.record("figure.take", found, covers=[anchor, *moved], comment=f"taken for {figure.code}")
    plan_checks(uow, found)


def _renew(row: LinkRow, figure: Figure, found: Figure, case: Case) -> None:
    """Bring a link's contribution up to the new print, by days where the old one was taken by days."""
    line = source_line(row.line)
    before = contribution_of(_printed(figure), line, row.link.role)
    year = None
    if before.quantity != row.link.contribution and case.period_start and case.period_end:
        year = Period(case.period_start, case.period_end)
    made = contribution_of(_printed(found), line, row.link.role, year)
    row.link.contribution, row.link.unit, row.link.conversion = made.quantity, made.unit, made.conversion


def _printed(figure: Figure) -> Printed:
    return Printed(figure.value, figure.unit, figure.period_start, figure.period_end)


def end_figure(uow: UnitOfWork, case: Case, anchor: FigureAnchor, *, reason: str) -> list[FigureLink]:
    """The newer version does not hold it any more: its links end, with the reason. Gives the ended links."""
    if not reason.strip():
        raise BadInput(N_("Say why the figure is not in the newer version any more."), "reason")
    figure = _open(uow, case, anchor)
    ended = [row.link for row in queries.links_of_figures(uow.session, [figure.id])]
    for link in ended:
        link.ended_at, link.end_reason = uow.now, reason.strip()
    _close(uow, anchor, AnchorAnswer.ENDED, reason.strip())
    uow.record("figure.end", figure, covers=[anchor, *ended], comment=reason.strip())
    plan_checks(uow, figure)
    return ended


def _open(uow: UnitOfWork, case: Case, anchor: FigureAnchor) -> Figure:
    figure = uow.session.get_one(Figure, anchor.figure_id)
    uow.refuse_unless(figure, "figure.take", refuse_closed_case(case.state))
    if anchor.outcome in CARRIED or anchor.answer is not None:
        raise BadInput(N_("This was answered already. Look at the document again."), "found")
    return figure


def _close(uow: UnitOfWork, anchor: FigureAnchor, answer: AnchorAnswer, reason: str | None) -> None:
    anchor.answer, anchor.answer_reason, anchor.answered_at = answer, reason, uow.now
    anchor.answered_by, anchor.answered_by_id = uow.actor.name, uow.actor.person_id
