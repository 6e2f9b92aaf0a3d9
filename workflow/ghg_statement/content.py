"""The content of a version as canonical JSON (RFC 8785): the bytes that are hashed, signed and opined on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from typing import Any

import rfc8785

from workflow.cases.models import Case
from workflow.db import ScopedSession
from workflow.ghg_statement import queries
from workflow.ghg_statement.models import ReportItem, Source, StatementLine, StatementVersion


def content_of(session: ScopedSession, case: Case, version: StatementVersion) -> str:
    """All that the responsible party says in a version; decimals are text, so no reader rounds them."""
    lines = queries.lines_of(session, version)
    sources = {source.id: source for source in queries.sources_of(session, case, version)}
    totals = queries.totals_of(session, case, version)
    content: dict[str, Any] = {
        "case": case.code,
        "version": version.number,
        "title": version.title,
        "dated": version.dated.isoformat(),
        "period": [version.period_start.isoformat(), version.period_end.isoformat()],
        "gwp_set": version.gwp_set,
        "gwp_justification": version.gwp_justification,
        "prepared_by": version.prepared_by,
        "what_changed": version.what_changed,
        "lines": [_line(line, sources[line.source_id]) for line in lines],
        "totals": {
            "categories": _pairs({str(c): pair for c, pair in totals.categories.items()}),
            "total": _text(totals.total),
            "total_market": _text(totals.total_market),
            "removals": _text(totals.removals),
        },
        "report": _report(list(queries.report_items_of(session, version).values())),
    }
    if case.is_group_case:
        row = queries.consolidated_row(session, version)
        content["consolidation"] = None if row is None else row.content
    return rfc8785.dumps(content).decode()


def sha256_of(content: str) -> str:
    """The hash of a version's content."""
    return sha256(content.encode()).hexdigest()


def _line(line: StatementLine, source: Source) -> dict[str, Any]:
    return {
        "code": line.code,
        "source": {
            "id": source.code,
            "name": source.name,
            "iso_category": source.iso_category,
            "scope_code": source.scope_code,
            "gases": list(source.gases),
            "site": source.site,
        },
        "inputs": line.inputs,
        "factor_source": line.factor_source,
        "method": line.method,
        "tonnes": _text(line.tonnes),
        "tonnes_market": _text(line.tonnes_market),
        "uncertainty_activity": _text(line.uncertainty_activity),
        "uncertainty_factor": _text(line.uncertainty_factor),
    }


def _report(items: Sequence[ReportItem]) -> list[dict[str, Any]]:
    return [
        {"key": item.key, "state": item.state.value, "text": item.text, "reason": item.reason}
        for item in items
    ]


def _pairs(categories: Mapping[str, tuple[Decimal, Decimal]]) -> dict[str, list[str | None]]:
    return {number: [_text(one), _text(other)] for number, (one, other) in categories.items()}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")
