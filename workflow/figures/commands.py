"""Writes of figures: proposed by the reader, read right, corrected, rejected, captured, linked, tested."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from methods.evidence_checks import Period
from workflow.cases.models import Case
from workflow.documents.models import Document, DocumentVersion
from workflow.errors import BadInput
from workflow.figures import queries
from workflow.figures.checks import plan_checks, run_checks
from workflow.figures.contributions import Printed, contribution_of
from workflow.figures.models import Figure, FigureLink, FigureTest
from workflow.figures.proposals import Drawn, capture_figure, propose_figures
from workflow.figures.rules import (
    FIGURE,
    FigureFacts,
    FigureState,
    LinkRole,
    Technique,
    TestingFacts,
    TestResult,
    refuse_bulk,
    refuse_link,
    refuse_test,
)
from workflow.ghg_statement.models import StatementLine, StatementVersion
from workflow.ghg_statement.totals import source_line
from workflow.i18n import N_, Message, message
from workflow.unit_of_work import UnitOfWork

TYPED = Decimal("0.99")
__all__ = [
    "BulkResult",
    "Drawn",
    "capture_figure",
    "carry_links",
    "confirm_figure",
    "confirm_figures",
    "correct_figure",
    "end_link",
    "link_figure",
    "place_name",
    "propose_figures",
    "reject_figure",
    "run_checks",
    "test_figure",
    "testing_facts",
]


def _facts(uow: UnitOfWork, figure: Figure) -> FigureFacts:
    live = queries.links_of_figures(uow.session, [figure.id])
    return FigureFacts(has_live_links=bool(live), has_value=figure.confidence > 0)


def confirm_figure(uow: UnitOfWork, figure: Figure) -> None:
    """Say that value, unit and period are what the document says (read right)."""
    figure.read_right_by = uow.actor.name
    figure.read_right_by_id = uow.actor.person_id
    figure.read_right_at = uow.now
    uow.move(FIGURE, figure, "confirm", facts=_facts(uow, figure), value=figure.value, unit=figure.unit)
    plan_checks(uow, figure)


@dataclass(frozen=True)
class BulkResult:
    """What a bulk act did: how many, and for each that it did not do, its code and why."""

    done: int
    failed: tuple[tuple[str, Message], ...]


def confirm_figures(uow: UnitOfWork, figures: Iterable[Figure]) -> BulkResult:
    """Read right, many at once: only what two engines saw and still waits; the rest is named with why."""
    done, failed = 0, []
    for figure in figures:
        refusals = [refuse_bulk(is_witnessed=figure.is_witnessed)]
        refusals += FIGURE.blockers("confirm", figure.state, FigureFacts(has_value=figure.confidence > 0))
        shut = next((refusal for refusal in refusals if refusal is not None), None)
        if shut is None:
            confirm_figure(uow, figure)
            done += 1
        else:
            failed.append((figure.code, shut.reason))
    return BulkResult(done, tuple(failed))


def correct_figure(
    uow: UnitOfWork, figure: Figure, *, value: Decimal, unit: str | None, label: str | None = None,
    period_start: date | None = None, period_end: date | None = None,
) -> None:  # fmt: skip
    """Write what the print really says; what the reader saw stays as read_value, its tests are lifted."""
    if period_start and period_end and period_end < period_start:
        raise BadInput(N_("The period ends before it starts: check both dates."), "period_end")
    if not value.is_finite():
        raise BadInput(N_("Type the value as a number, with a point before decimals."), "value")
    figure.value = value
    figure.unit = unit or None
    figure.label = label or None
    figure.period_start, figure.period_end = period_start, period_end
    figure.read_right_by = figure.read_right_by_id = figure.read_right_at = None
    # Two engines saw another number than the one that now stands here.
    figure.is_witnessed = figure.is_witnessed and figure.value == figure.read_value
    figure.confidence = max(figure.confidence, TYPED) if figure.method == "manual" else figure.confidence
    changed = [*_lift_tests(uow, figure), *_renew_links(uow, figure)]
    uow.move(FIGURE, figure, "correct", facts=_facts(uow, figure), covers=changed)
    plan_checks(uow, figure)


def reject_figure(uow: UnitOfWork, figure: Figure, *, reason: str) -> None:
    """Say why this number is no figure of the case; its tests are lifted."""
    if not reason.strip():
        raise BadInput(N_("Say why this is no figure: it helps whoever looks again."), "reason")
    figure.rejected_reason = reason.strip()
    facts = _facts(uow, figure)
    covers = [] if facts.has_live_links else _lift_tests(uow, figure)
    uow.move(FIGURE, figure, "reject", facts=facts, covers=covers, comment=figure.rejected_reason)
    plan_checks(uow, figure)


def _lift_tests(uow: UnitOfWork, figure: Figure) -> list[FigureTest]:
    tests = queries.tests_of_figures(uow.session, [figure.id])
    for test in tests:
        test.lifted_at = uow.now
    return tests


def _renew_links(uow: UnitOfWork, figure: Figure) -> list[FigureLink]:
    """Bring the contributions of a changed figure up to date; a link that no longer converts ends."""
    links = []
    for row in queries.links_of_figures(uow.session, [figure.id]):
        links.append(row.link)
        try:
            made = contribution_of(_printed(figure), source_line(row.line), row.link.role)
        except BadInput as error:
            row.link.ended_at, row.link.end_reason = uow.now, str(error.reason)
            continue
        row.link.contribution, row.link.unit, row.link.conversion = made.quantity, made.unit, made.conversion
    return links


def _printed(figure: Figure) -> Printed:
    return Printed(figure.value, figure.unit, figure.period_start, figure.period_end)


def link_figure(
    uow: UnitOfWork, case: Case, figure: Figure, line: StatementLine, role: LinkRole, *,
    by_days: bool = False,
) -> FigureLink:  # fmt: skip
    """Let a figure carry a statement line (primary) or stand beside it (corroborating).

    With `by_days` only the share of its period inside the reporting period is taken. Raises BadInput for what
    does not convert into the line's unit, RuleViolation for what is not read right (EV-21).
    """
    uow.refuse_unless(
        figure, "figure.link", refuse_link(is_read_right=figure.state is FigureState.READ_RIGHT)
    )
    for row in queries.links_of_figures(uow.session, [figure.id]):
        if row.line.id == line.id:
            raise BadInput(
                message(
                    N_("It is linked to {line} already, as {role}."), line=line.code, role=row.link.role.value
                ),
                "line",
            )
    year = None
    if by_days:
        if case.period_start is None or case.period_end is None:
            raise BadInput(
                N_("The case has no reporting period yet, so no share by days can be taken."), "role"
            )
        year = Period(case.period_start, case.period_end)
    made = contribution_of(_printed(figure), source_line(line), role, year)
    link = FigureLink(
        case_id=case.id, owner_org_id=case.owner_org_id, figure_id=figure.id, source_id=line.source_id,
        line_id=line.id, role=role, contribution=made.quantity, unit=made.unit[:40],
        conversion=made.conversion, linked_by=uow.actor.name, linked_at=uow.now,
    )  # fmt: skip
    uow.session.add(link)
    uow.record("figure.link", figure, covers=[link], line=line.code, role=role)
    plan_checks(uow, figure)
    return link


def end_link(uow: UnitOfWork, figure: Figure, link: FigureLink, *, reason: str) -> None:
    """Take a figure off a line, with the reason; its tests against that line are lifted."""
    if not reason.strip():
        raise BadInput(N_("Say why the figure no longer belongs to the line."), "reason")
    if link.ended_at is not None:
        raise BadInput(N_("This link has ended already."), "link")
    link.ended_at, link.end_reason = uow.now, reason.strip()
    tests = [t for t in queries.tests_of_figures(uow.session, [figure.id]) if t.line_id == link.line_id]
    for test in tests:
        test.lifted_at = uow.now
    uow.record("figure.end_link", figure, covers=[link, *tests], comment=link.end_reason)
    plan_checks(uow, figure)


def carry_links(uow: UnitOfWork, case: Case, old: StatementVersion, new: StatementVersion) -> int:
    """Take the links of an older version over to the lines of a newer one, source by source.

    A pair that is linked already is left alone; what a correction adds or takes away is then done by hand.
    Answers how many were carried.
    """
    lines = {
        line.source_id: line
        for line in uow.session.scalars(select(StatementLine).where(StatementLine.version_id == new.id))
    }
    there = {(row.figure.id, row.line.id) for row in queries.links_of_lines(uow.session, new)}
    carried = []
    for row in queries.links_of_lines(uow.session, old):
        line = lines.get(row.source.id)
        if line is None or (row.figure.id, line.id) in there or line.unit != row.line.unit:
            continue
        carried.append(
            FigureLink(
                case_id=case.id, owner_org_id=case.owner_org_id, figure_id=row.figure.id,
                source_id=row.source.id, line_id=line.id, role=row.link.role,
                contribution=row.link.contribution, unit=row.link.unit, conversion=row.link.conversion,
                linked_by=uow.actor.name, linked_at=uow.now,
            )
        )  # fmt: skip
    if carried:
        uow.session.add_all(carried)
        uow.record("figure.carry_links", new, covers=carried, from_version=old.number)
        plan_checks(uow, case)
    return len(carried)


def testing_facts(uow_actor_id: int | None, figure: Figure, version: DocumentVersion) -> TestingFacts:
    """Who handed in, read and tests a figure, as the rule asks it."""
    return TestingFacts(
        is_read_right=figure.state is FigureState.READ_RIGHT,
        is_witnessed=figure.is_witnessed,
        tester_id=uow_actor_id,
        uploader_id=version.received_by_id,
        reader_id=figure.read_right_by_id,
    )


def test_figure(
    uow: UnitOfWork, figure: Figure, *, technique: Technique, result: TestResult,
    line: StatementLine | None = None, verifier_value: Decimal | None = None, note: str | None = None,
    activity_code: str | None = None,
) -> FigureTest:  # fmt: skip
    """The second act: the figure holds against the line, or does not (EV-20, EV-21, SOD-5)."""
    _, version = queries.place_of(uow.session, figure)
    uow.refuse_unless(
        figure, "figure.test", *refuse_test(testing_facts(uow.actor.person_id, figure, version))
    )
    if result is TestResult.EXCEPTION and not (note or "").strip():
        raise BadInput(N_("Say what does not hold, and by how much."), "note")
    if uow.actor.person_id is None:
        raise BadInput(N_("A figure is tested by a person."), "technique")
    test = FigureTest(
        case_id=figure.case_id, owner_org_id=figure.owner_org_id, figure_id=figure.id,
        line_id=line.id if line else None, activity_code=activity_code, technique=technique, result=result,
        verifier_value=verifier_value, note=note or None, tested_by=uow.actor.name,
        tested_by_id=uow.actor.person_id, tested_at=uow.now,
    )  # fmt: skip
    uow.session.add(test)
    uow.record("figure.test", test, figure=figure.code, technique=technique, result=result)
    return test


test_figure.__test__ = False  # type: ignore[attr-defined]  # a verb of the domain, no test of ours


def place_name(document: Document, figure: Figure) -> str:
    """Where a figure stands, as people write it: E-001 p.4, or E-009 Top-ups!E10."""
    return f"{document.code} {figure.cell}" if figure.cell else f"{document.code} p.{figure.page}"
