"""Checks on lines and lists: scale (EV-03), sums (EV-06), duplicates (EV-07), factors (EV-18), EV-19."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from methods.evidence_checks import (
    ClaimedFactor,
    DocumentEntry,
    LedgerItem,
    LinkedFigure,
    check_duplicates,
    check_implied_factor,
    check_primary_links,
    check_reverse_completeness,
    check_unit_and_scale,
    declared_factor,
)
from methods.evidence_checks import LinkRole as MethodsRole
from methods.uncomputable import Uncomputable
from workflow.documents.rules import DocumentKind
from workflow.figures.check_parts import Found, codes_of, documents_in, gap_of
from workflow.figures.evidence_facts import (
    METERED,
    EvidenceFacts,
    PageFacts,
    StatedLine,
    dimension_of,
    period_of,
)
from workflow.figures.models import Figure
from workflow.figures.queries import LinkRow

LISTS = (DocumentKind.PURCHASE_LEDGER,)
COMPARED = frozenset(
    {
        DocumentKind.ELECTRICITY_BILL, DocumentKind.GAS_BILL, DocumentKind.STEAM_SETTLEMENT,
        DocumentKind.INVOICE, DocumentKind.FUEL_INVOICE, DocumentKind.FUEL_CARD,
        DocumentKind.WASTE_MANIFEST, DocumentKind.DELIVERY_NOTE,
    }
)  # fmt: skip


def units_and_scales(facts: EvidenceFacts) -> list[Found]:
    """EV-03 for each line that a primary figure stands behind: the sum, and each bill within its meter's."""
    found = []
    for line in facts.lines:
        if not line.primary:
            continue
        meters: dict[str, list[LinkedFigure]] = {}
        for row in line.primary:
            if row.document.kind in METERED and row.figure.meter:
                meters.setdefault(row.figure.meter, []).append(_linked(row))
        result = check_unit_and_scale(
            f"{line.source.code} {line.source.name}", line.line.activity, line.line.unit,
            [_linked(row) for row in line.read_right], meters,
            is_declared_complete=line.is_declared_complete,
        )  # fmt: skip
        is_certain = result.value("factor") != "1" and {result.value("outliers"), result.value("unfit")} == {
            "-"
        }
        gap = gap_of(facts, line, Decimal(result.value("total"))) if is_certain else None
        documents = documents_in(row.document.code for row in line.primary)
        figures = codes_of(row.figure for row in line.primary)
        found.append(Found(line.source.code, result, documents, figures, gap))
    return found


def primary_sums(facts: EvidenceFacts) -> list[Found]:
    """EV-06 for each line that a primary figure stands behind; a line without any is shown as such."""
    return [
        Found(
            line.source.code,
            check_primary_links(
                f"{line.source.code} {line.source.name}",
                line.line.activity,
                line.line.unit,
                [_linked(row) for row in line.read_right],
                line.is_declared_complete,
            ),
            documents_in(row.document.code for row in line.primary),
            codes_of(row.figure for row in line.primary),
        )
        for line in facts.lines
        if line.primary
    ]


def _linked(row: LinkRow) -> LinkedFigure:
    return LinkedFigure(
        row.figure.code, row.link.contribution, row.link.unit, MethodsRole(row.link.role.value)
    )


def duplicates(facts: EvidenceFacts) -> list[Found]:
    """EV-07 for each kind of bill or invoice."""
    kinds: dict[DocumentKind, list[DocumentEntry]] = {}
    codes: dict[DocumentKind, list[str]] = {}
    linked = {row.figure.id for line in facts.lines for row in line.read_right}
    for page in facts.pages:
        kind = page.document.kind
        if kind in COMPARED:
            kinds.setdefault(kind, []).append(_entry(page, linked))
            codes.setdefault(kind, []).append(page.document.code)
    return [
        Found(kind.value, check_duplicates(kinds[kind]), documents_in(codes[kind]))
        for kind in sorted(kinds, key=str)
    ]


def _entry(page: PageFacts, linked: set[int]) -> DocumentEntry:
    """A page as a bill: its number, and the quantity that stands for it, which is the linked one."""
    figure = next((item for item in page.figures if item.id in linked), None)
    return DocumentEntry(
        document=page.document.code,
        entry=f"p.{page.page}",
        document_type=page.document.kind.value,
        sha256=page.version.sha256,
        invoice_number=page.value("invoice_number"),
        meter=figure.meter if figure else None,
        period=period_of(figure) if figure else None,
        quantity=figure.value if figure else None,
    )


def implied_factors(facts: EvidenceFacts) -> list[Found]:
    """EV-18 for each line: what its tonnes imply against the records of the statement's declared set."""
    if facts.version is None:
        return []
    return [_implied(line, facts.version.gwp_set) for line in facts.lines]


def _implied(line: StatedLine, gwp_set: str) -> Found:
    inputs = line.inputs
    record = f"{', '.join(factor.gas for factor in inputs.gas_factors) or 'no gas'} ({gwp_set})"
    try:
        declared = declared_factor(inputs.gas_factors, gwp_set) if inputs.gas_factors else None
    except Uncomputable:
        declared = None
    claim = ClaimedFactor(
        line=f"{line.source.code} {line.source.name}",
        tonnes=line.line.tonnes,
        quantity=inputs.activity * inputs.conversion,
        unit=inputs.converted_unit or inputs.unit,
    )
    return Found(line.source.code, check_implied_factor(claim, record, declared))


def completeness(facts: EvidenceFacts) -> list[Found]:
    """EV-19 for each ledger: what is read right on it carries or corroborates a line.

    What is no source is rejected on the ledger, with the reason why.
    """
    source_of = {row.figure.id: line.source.code for line in facts.lines for row in line.links}
    ledgers: dict[str, list[Figure]] = {}
    for page in facts.pages_of(*LISTS):
        ledgers.setdefault(page.document.code, []).extend(page.figures)
    found = []
    for code, figures in sorted(ledgers.items()):
        items = _ledger_items(code, figures, source_of)
        if items:
            result = check_reverse_completeness(items, facts.source_codes)
            found.append(Found(code, result, (code,), codes_of(figures)))
    return found


def _ledger_items(code: str, figures: Iterable[Figure], source_of: dict[int, str]) -> list[LedgerItem]:
    """Each item once, by its label; a physical quantity, not its price."""
    items: dict[str, str | None] = {}
    for figure in figures:
        if dimension_of(figure.unit) is None:
            continue
        label = figure.label or figure.code
        items[label] = items.get(label) or source_of.get(figure.id)
    return [LedgerItem(code, label, source_id) for label, source_id in items.items()]
