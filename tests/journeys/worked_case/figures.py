"""What people do with figures: find what the reader saw, read it right, link it, test it."""

from __future__ import annotations

from dataclasses import dataclass

from demo.evidence import matching
from demo.files import ExpectedFigure
from demo.stage import DIRECTOR
from tests.journeys.town import Town
from tests.journeys.visitor import Visitor
from tests.journeys.worked_case.people import CASE, CODE
from workflow.cases.queries import case_by_code
from workflow.documents import queries as documents
from workflow.figures.queries import figures_of
from workflow.figures.rules import FigureState
from workflow.ghg_statement import queries as statements
from workflow.unit_of_work import reading

# A certificate that stands beside a line is claimed for it.
LINKED = {"primary": "primary", "corroborating": "corroborating", "certificate": "corroborating"}


@dataclass(frozen=True)
class Seen:
    """A figure that the reader found, and what it was drawn to be."""

    id: int
    code: str
    is_read_right: bool
    wanted: ExpectedFigure


def seen_on(town: Town, file_code: str) -> list[Seen]:
    """The expected figures of a file that the reader found, in page order; which, is looked up, not asked."""
    with reading(DIRECTOR) as session:
        case = case_by_code(session, CODE)
        document = documents.document_by_code(session, case, town.codes[file_code])
        found = figures_of(session, documents.current_version(session, document))
        pairs = [(matching(found, wanted), wanted) for wanted in town.files[file_code].expected]
        return [
            Seen(row.id, row.code, row.state is not FigureState.PROPOSED, wanted)
            for row, wanted in pairs
            if row is not None
        ]


def lines_by_source(number: int) -> dict[str, str]:
    """Codes of a version's lines by their source."""
    with reading(DIRECTOR) as session:
        version = statements.version(session, case_by_code(session, CODE), number)
        return {line.inputs["source_id"]: line.code for line in statements.lines_of(session, version)}


def read_right(town: Town, who: str, file_code: str) -> None:
    """Many at once where two engines saw the same; the rest one by one."""
    visitor = town.visit(who)
    view = f"{CASE}/evidence/{town.codes[file_code]}/view"
    waiting = {seen.id for seen in seen_on(town, file_code) if not seen.is_read_right}
    tried: set[int] = set()
    while waiting - tried:
        visitor.get(f"{view}?figure={min(waiting - tried)}")
        offered = {int(box) for box in visitor.page.xpath("//input[@name='ids']/@value")}
        chosen = sorted(offered & (waiting - tried)) or [min(waiting - tried)]
        tried |= set(chosen)
        if offered & set(chosen):
            visitor.send("figures/confirm", ids=chosen)
    for seen in seen_on(town, file_code):
        if not seen.is_read_right:
            visitor.get(f"{view}?figure={seen.id}").send(f"{seen.id}/confirm", follow=False)
    left = [seen.code for seen in seen_on(town, file_code) if not seen.is_read_right]
    assert not left, f"not read right: {left}"


def link(town: Town, who: str, file_code: str, number: int) -> int:
    """Link what carries a line, or stands beside one, to the line of a version; gives how many."""
    visitor, lines, done = town.visit(who), lines_by_source(number), 0
    for seen in seen_on(town, file_code):
        role, source = LINKED.get(seen.wanted.role), seen.wanted.source
        if role is not None and source in lines:
            visitor.get(f"{CASE}/figures/{seen.code}")
            visitor.send(f"{seen.id}/link", line=lines[source], role=role, follow=False)
            done += 1
    return done


def test(town: Town, who: str, file_code: str) -> None:
    """Hold each primary figure against its line."""
    visitor = town.visit(who)
    for seen in seen_on(town, file_code):
        if seen.wanted.role == "primary":
            visitor.get(f"{CASE}/figures/{seen.code}")
            visitor.send(f"{seen.id}/test", technique="retracing", result="holds", follow=False)


def end_of_link(visitor: Visitor, line_code: str) -> str:
    """The address of the form that takes the shown figure off a line."""
    for form in visitor.page.xpath("//form[contains(@action, '/links/')]"):
        if line_code in "".join(form.xpath("ancestor::div[1]")[0].itertext()):
            return str(form.get("action"))
    raise AssertionError(f"{visitor.at} offers no end of a link to {line_code}")
