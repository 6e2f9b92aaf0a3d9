"""What the page of a version shows, gathered in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from methods.quantification import SourceLine, StatementResult
from methods.uncomputable import Uncomputable
from workflow.access import Actor
from workflow.cases import queries as cases
from workflow.cases.models import AssuranceGroup, Case, SignatureAct
from workflow.db import ScopedSession
from workflow.ghg_statement import queries
from workflow.ghg_statement.models import CompleteSet, ReportItem, Source, StatementLine, StatementVersion
from workflow.ghg_statement.sheet import factor_words
from workflow.ghg_statement.totals import (
    CategoryMemo,
    StatementTotals,
    Uncertainties,
    add_up,
    memo_of,
    recalculate,
    source_line,
    uncertainties_of,
)


@dataclass(frozen=True)
class ShownLine:
    """One line as the table shows it."""

    line: StatementLine
    source: Source
    inputs: SourceLine
    factor: str
    parts: tuple[tuple[str, Decimal], ...]
    is_complete: bool

    @property
    def has_market_value(self) -> bool:
        return bool(self.inputs.instruments) or self.line.tonnes_market != self.line.tonnes

    @property
    def differs(self) -> bool:
        """Say whether the verifier's recalculation, stored at submission, is not what is stated."""
        return self.line.recalculated is not None and self.line.recalculated != self.line.tonnes


@dataclass(frozen=True)
class ShownVersion:
    """A version with everything on its page; what cannot be computed is None."""

    version: StatementVersion
    versions: tuple[StatementVersion, ...]
    groups: tuple[AssuranceGroup, ...]
    lines: tuple[ShownLine, ...]
    entries: tuple[tuple[StatementLine, Source], ...]
    totals: StatementTotals
    memo: tuple[CategoryMemo, ...]
    uncertainties: Uncertainties | None
    items: dict[str, ReportItem]
    complete: dict[int, CompleteSet]
    signatures: tuple[SignatureAct, ...]

    @property
    def by_category(self) -> list[tuple[int, list[ShownLine]]]:
        numbers = sorted({shown.inputs.iso_category for shown in self.lines})
        return [(n, [s for s in self.lines if s.inputs.iso_category == n]) for n in numbers]


def shown_version(
    session: ScopedSession, case: Case, viewer: Actor, number: int | None = None
) -> ShownVersion | None:
    """The version of a number, or the newest that the person may see; None when there is none."""
    versions = queries.versions_of(session, case, viewer)
    if not versions:
        return None
    version = versions[-1]
    if number is not None:
        version = next((v for v in versions if v.number == number), version)
        if version.number != number:
            return None
    groups = cases.groups_of(session, case)
    by_category = {group.code: tuple(group.categories) for group in groups}
    entries = queries.entries_of(session, version)
    lines = [line for line, _ in entries]
    complete = queries.complete_sets_of(session, version)
    result = _recalculated(lines, version)
    return ShownVersion(
        version=version,
        versions=tuple(versions),
        groups=tuple(groups),
        lines=tuple(_shown(line, source, result, complete) for line, source in entries),
        entries=tuple(entries),
        totals=add_up(lines, by_category),
        memo=memo_of(result) if result else (),
        uncertainties=uncertainties_of(lines, result, by_category) if result else None,
        items=queries.report_items_of(session, version),
        complete=complete,
        signatures=tuple(queries.signatures_of(session, case, version)),
    )


def _recalculated(lines: list[StatementLine], version: StatementVersion) -> StatementResult | None:
    try:
        return recalculate(lines, version.gwp_set)
    except Uncomputable:
        return None  # the lines below say which one cannot be computed


def _shown(
    line: StatementLine, source: Source, result: StatementResult | None, complete: dict[int, CompleteSet]
) -> ShownLine:
    inputs = source_line(line)
    parts = result.line(source.code).sublines if result else ()
    return ShownLine(line, source, inputs, factor_words(inputs), parts, source.id in complete)
