"""The Tests tab: lines recalculated and summed from their evidence, and what the automatic checks found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from methods.quantification import LineResult
from methods.uncomputable import Uncomputable
from workflow.access import Permission, needs
from workflow.cases.queries import case_by_code
from workflow.errors import BadInput
from workflow.figures import commands, queries
from workflow.figures.certificate_checks import claims_seen
from workflow.figures.evidence_facts import StatedLine, stated_lines
from workflow.figures.models import CheckResult, FigureTest
from workflow.figures.routes import bp
from workflow.figures.rules import CHECKS, OUTCOME_KINDS, CheckOutcome
from workflow.ghg_statement import queries as statements
from workflow.ghg_statement.models import StatementVersion
from workflow.unit_of_work import unit_of_work
from workflow.web import db, words


@dataclass(frozen=True)
class LineRow:
    """One line: stated, recalculated, and what its primary figures add up to."""

    code: str
    source: str
    name: str
    activity: Decimal
    unit: str
    evidence: Decimal
    evidence_difference: Decimal
    figures: int
    tested: int
    tonnes: Decimal
    recalculated: Decimal | None
    difference: Decimal | None
    is_declared_complete: bool
    links: tuple[dict[str, Any], ...]


@bp.get("/cases/<reference>/tests")
@needs(Permission.READ_TESTS)
def tests(reference: str) -> str:
    """Lines against recalculation and evidence, then the results of the checks."""
    number = request.args.get("version", type=int)
    versions = statements.versions_of(db(), g.case, g.actor)
    version = _version(versions, number)
    outcome, code = request.args.get("outcome", ""), request.args.get("code", "")
    results = queries.check_results_of(db(), g.case)
    return render_template(
        "figures/tests.html",
        version=version,
        versions=versions,
        earlier=[v.number for v in versions if version is not None and v.number < version.number],
        lines=_line_rows(version) if version is not None else [],
        checks=[
            _check(row)
            for row in _worst_first(results)
            if outcome in ("", row.outcome.value) and code in ("", row.code)
        ],
        check_total=len(results),
        failed=sum(row.outcome is CheckOutcome.FAIL for row in results),
        checked_at=max((row.checked_at for row in results), default=None),
        codes=[(name, name) for name in sorted({row.code for row in results})],
        outcomes=[(item.value, words(item)) for item in CheckOutcome],
        may_run=g.actor.may(Permission.TEST_FIGURE),
        claims=claims_seen(db(), g.case) if any(row.code == "EV-12" for row in results) else [],
    )


def _worst_first(results: list[CheckResult]) -> list[CheckResult]:
    order = (CheckOutcome.FAIL, CheckOutcome.PASS, CheckOutcome.NOT_APPLICABLE)
    return sorted(results, key=lambda row: order.index(row.outcome))


def _version(versions: list[StatementVersion], number: int | None) -> StatementVersion | None:
    """The version asked for, else the newest received."""
    received = [row for row in versions if row.state in statements.RECEIVED]
    asked = [row for row in received if row.number == number]
    return next(iter(asked or received[-1:]), None)


def _line_rows(version: StatementVersion) -> list[LineRow]:
    lines = stated_lines(db(), g.case, version)
    ids = [row.figure.id for line in lines for row in line.read_right]
    tested = queries.tests_of_figures(db(), ids)
    try:
        results = {line.source_id: line for line in statements.recalculated(db(), version).lines}
    except Uncomputable:
        results = {}
    return [_line_row(line, results.get(line.source.code), tested) for line in lines]


def _line_row(line: StatedLine, result: LineResult | None, tested: list[FigureTest]) -> LineRow:
    summed = sum((row.link.contribution for row in line.primary), Decimal(0))
    held = {test.figure_id for test in tested}
    stated = line.line.tonnes
    return LineRow(
        code=line.line.code,
        source=line.source.code,
        name=line.source.name,
        activity=line.line.activity,
        unit=line.line.unit,
        evidence=summed,
        evidence_difference=summed - line.line.activity,
        figures=len(line.primary),
        tested=sum(row.figure.id in held for row in line.primary),
        tonnes=stated,
        recalculated=result.tonnes if result else None,
        difference=result.tonnes - stated if result else None,
        is_declared_complete=line.is_declared_complete,
        links=tuple(
            {
                "code": row.figure.code,
                "url": url_for("figures.jump", reference=g.case.code, code=row.figure.code),
                "place": commands.place_name(row.document, row.figure),
                "role": words(row.link.role),
                "quantity": row.link.contribution,
                "unit": row.link.unit,
                "conversion": row.link.conversion,
                "is_tested": row.figure.id in held,
            }
            for row in line.read_right
        ),
    )


def _check(row: CheckResult) -> dict[str, Any]:
    here = {"reference": g.case.code}
    figures = row.numbers.get("figures", [])[:6]
    return {
        "id": row.id,
        "code": row.code,
        "what": CHECKS[row.code],
        "subject": row.subject,
        "outcome": words(row.outcome),
        "kind": OUTCOME_KINDS[row.outcome],
        "is_fail": row.outcome is CheckOutcome.FAIL,
        "sentence": row.sentence,
        "documents": [
            (code, url_for("figures.view", **here, code=code))
            for code in str(row.numbers.get("documents", "")).split(", ")
            if code
        ],
        "figures": [(code, url_for("figures.jump", **here, code=code)) for code in figures],
        "finding_code": row.finding_code,
        "finding_url": f"/cases/{g.case.code}/findings/{row.finding_code}" if row.finding_code else None,
        "propose_url": f"/cases/{g.case.code}/findings/new?check={row.id}",
    }


@bp.post("/cases/<reference>/tests/carry-links")
@needs(Permission.CONFIRM_FIGURE)
def carry_links(reference: str) -> Response:
    """Take the links of an older version over to the newest one."""
    number = request.form.get("from", 0, type=int)
    with unit_of_work(g.actor) as uow:
        case = case_by_code(uow.session, g.case.code)
        newest = statements.latest_received(uow.session, case)
        older = statements.version(uow.session, case, number, g.actor)
        if newest is None or older.number >= newest.number:
            raise BadInput(_("Choose an older version to take the links from."), "from")
        carried = commands.carry_links(uow, case, older, newest)
    flash(ngettext("%(num)s link was carried over.", "%(num)s links were carried over.", carried), "done")
    return redirect(url_for("figures.tests", reference=reference), 303)
