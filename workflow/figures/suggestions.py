"""What a person says to a figure that a layout suggests: it is right, or it is not."""

from __future__ import annotations

from workflow.cases.models import Case
from workflow.documents import queries as documents
from workflow.documents.rules import refuse_closed_case
from workflow.errors import BadInput
from workflow.figures import layout_reads
from workflow.figures.commands import confirm_figure, correct_figure
from workflow.figures.models import DocumentLayout, Figure, Suggestion
from workflow.figures.proposals import last_number
from workflow.figures.rules import FigureState, SuggestionAnswer, refuse_bulk
from workflow.i18n import N_
from workflow.unit_of_work import UnitOfWork


def accept_suggestion(uow: UnitOfWork, case: Case, row: Suggestion) -> Figure:
    """It is what the document says: the figure takes it on and is read right by who says so."""
    _refuse_answered(uow, case, row)
    figure = uow.session.get_one(Figure, row.figure_id) if row.figure_id is not None else _capture(uow, row)
    if figure.state is not FigureState.PROPOSED:
        raise BadInput(N_("Somebody read or rejected this figure meanwhile. Look at it again."), "suggestion")
    _answer(uow, row, SuggestionAnswer.ACCEPTED, figure)
    if _differs(figure, row):
        figure.meter = row.meter or figure.meter
        correct_figure(
            uow, figure, value=row.value, unit=row.unit, label=row.label,
            period_start=row.period_start or figure.period_start, period_end=row.period_end or figure.period_end,
        )  # fmt: skip
    confirm_figure(uow, figure)
    return figure


def accept_witnessed(uow: UnitOfWork, case: Case, layout: DocumentLayout) -> int:
    """Accept at once what nobody disputes and two engines saw (decision 21); gives how many."""
    done = 0
    for row in layout_reads.open_of_layout(uow.session, layout):
        figure = uow.session.get_one(Figure, row.figure_id) if row.figure_id is not None else None
        is_right = figure is not None and refuse_bulk(is_witnessed=figure.is_witnessed) is None
        if is_right and not row.is_disputed and figure is not None and figure.value == row.value:
            accept_suggestion(uow, case, row)
            done += 1
    return done


def decline_suggestion(uow: UnitOfWork, case: Case, row: Suggestion) -> Figure | None:
    """It is not what the document says: where the reader saw a number itself, that one is read right instead."""
    _refuse_answered(uow, case, row)
    figure = uow.session.get_one(Figure, row.figure_id) if row.figure_id is not None else None
    layout = uow.session.get_one(DocumentLayout, row.layout_id)
    _answer(uow, row, SuggestionAnswer.DECLINED, figure or layout)
    if figure is not None and row.is_disputed and figure.state is FigureState.PROPOSED:
        confirm_figure(uow, figure)
    return figure


def _refuse_answered(uow: UnitOfWork, case: Case, row: Suggestion) -> None:
    layout = uow.session.get_one(DocumentLayout, row.layout_id)
    uow.refuse_unless(layout, "layout.answer", refuse_closed_case(case.state))
    if row.answer is not None or layout.retired_at is not None:
        raise BadInput(N_("This suggestion was answered already, or its layout is retired."), "suggestion")


def _answer(
    uow: UnitOfWork, row: Suggestion, answer: SuggestionAnswer, subject: Figure | DocumentLayout
) -> None:
    row.answer, row.answered_by, row.answered_at = answer, uow.actor.name, uow.now
    row.answered_by_id = uow.actor.person_id
    uow.record(f"layout.{answer.value}", subject, covers=[row], layout_id=row.layout_id)


def _differs(figure: Figure, row: Suggestion) -> bool:
    dates = (row.period_start or figure.period_start, row.period_end or figure.period_end)
    return (figure.value, figure.unit, figure.label, figure.period_start, figure.period_end) != (
        row.value, row.unit, row.label, *dates,
    )  # fmt: skip


def _capture(uow: UnitOfWork, row: Suggestion) -> Figure:
    """A figure at a print that the reader itself bound to nothing."""
    document, version = documents.version_by_id(uow.session, row.document_version_id)
    number = 1 + last_number(uow, document)
    figure = Figure(
        case_id=row.case_id, owner_org_id=row.owner_org_id, document_version_id=version.id, number=number,
        code=f"{document.code}.{number}", page=row.page, box=row.box, raw=row.raw, quote=row.raw,
        read_value=row.value, value=row.value, unit=row.unit, label=row.label, meter=row.meter,
        period_start=row.period_start, period_end=row.period_end, method="manual", is_witnessed=False,
        is_invisible=False, confidence=row.confidence, captured_by=uow.actor.name,
    )  # fmt: skip
    uow.session.add(figure)
    uow.record("figure.capture", figure)
    row.figure_id = figure.id
    return figure
