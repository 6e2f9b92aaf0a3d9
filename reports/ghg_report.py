"""Renders the responsible party's GHG report by ISO 14064-1; refuses while a point of its checklist is open."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from reports.attested import attested
from reports.completeness import refuse_incomplete_report
from reports.consolidated_pages import entity_tables
from reports.contract import (
    Attestation,
    GhgReportContract,
    InventoryLine,
    Section,
    canonical,
    contract_hash,
)
from reports.drawings import Bar, category_bars
from reports.evaluation_pages import uncertainty_table
from reports.fonts import font_set
from reports.ghg_checklist import checklist_table
from reports.lines import line_table
from reports.masthead import apart_from_total
from reports.numbers import NO_BREAK, NOTHING, UNIT, number, ratio, tonnes
from reports.pages import Plan, Running, set_pages
from reports.style import Cell, Column, Compositor, Content, only_filled
from reports.wording import English, wording


def render_ghg_report(
    report: GhgReportContract,
    attestation: Attestation | None = None,
    *,
    language: str = "en",
    is_draft: bool = False,
) -> bytes:
    """Return the PDF of a GHG report; the same contract and attestation give the same bytes.

    The attestation is the responsible party's signing act over this contract's hash, printed as a rendition.
    Raises IncompleteError naming each unanswered point, MissingGlyphError when a character cannot be printed.
    """
    refuse_incomplete_report(report)
    words, sha256 = wording(language), contract_hash(report)
    signed = canonical(attestation).decode() if attestation else ""
    fonts = font_set(canonical(report).decode() + signed + words.characters())

    def story(plan: Plan) -> Sequence[Flowable]:
        compositor = Compositor(fonts, words)
        return [
            *_opening(compositor, report),
            *_boundaries(compositor, report),
            *_inventory(compositor, report),
            *_methods(compositor, report),
            *_closing(compositor, report),
            *_signature(compositor, report, attestation),
            *(part for section in report.further for part in _prose(compositor, section)),
            compositor.heading(compositor.say("Checklist of ISO 14064-1:2018, 9.3.1 and 8")),
            checklist_table(compositor, report, plan),
        ]

    return set_pages(story, _running(report, words, sha256, is_draft), fonts)


def _running(report: GhgReportContract, words: English, sha256: str, is_draft: bool) -> Running:
    return Running(
        title=f"{report.title} {report.version}, {report.organisation.name}",
        author=report.organisation.name,
        head_left=f"{report.title}  ·  {report.organisation.name}",
        head_right=f"{report.reference} {report.version}",
        page_of=words.say("page {page} of {pages}"),
        sha256=sha256,
        sha256_label=words.say("Contract"),
        draft_word=words.say("DRAFT") if is_draft else "",
        language=words.code,
    )


def _opening(compositor: Compositor, report: GhgReportContract) -> list[Flowable]:
    say = compositor.say
    bars = [
        Bar(label=f"{say('Category')} {row.category}", tonnes=row.tonnes, other=row.market_tonnes)
        for row in report.summary.categories
    ]
    period = compositor.words.period(report.period)
    return [
        compositor.text(report.organisation.name, "table", quiet=True, after=3),
        compositor.text(report.title, "title", after=5),
        compositor.text(f"{report.reference}  ·  {report.version}  ·  {period}", bold=True, after=8),
        _totals(compositor, report),
        compositor.space(6),
        compositor.drawing(category_bars(bars, compositor.fonts)),
        compositor.text(say("A line across a bar is the market-based amount."), "small", quiet=True, after=6),
        compositor.text(_said(compositor, report.conformity), "lead"),
        *([compositor.text(report.verification_note)] if report.verification_note else []),
        *(compositor.text(notice, quiet=True) for notice in report.notices),
    ]


def _totals(compositor: Compositor, report: GhgReportContract) -> Flowable:
    say, words = compositor.say, compositor.words
    columns = [
        Column(say("ISO 14064-1 category"), 49),
        Column(f"{say('Location-based')}, {UNIT}", 18, "right"),
        Column(f"{say('Market-based')}, {UNIT}", 18, "right"),
        Column(say("Uncertainty, 95 %"), 15, "right"),
    ]
    summary = report.summary
    rows: list[list[Content]] = [
        [
            f"{row.category}{NO_BREAK * 2}{words.category(row.category)}",
            row.tonnes,
            row.tonnes if row.market_tonnes is None else row.market_tonnes,
            Cell(NOTHING if row.uncertainty is None else f"±{ratio(row.uncertainty)}"),
        ]
        for row in summary.categories
    ]
    whole = next((row.percent for row in report.uncertainties if row.tonnes == summary.total), None)
    rows.append(
        [
            say("Total"),
            summary.total,
            summary.market_total,
            Cell(NOTHING if whole is None else f"±{ratio(whole)}"),
        ]
    )
    return compositor.table(columns, rows, totals=1)


def _boundaries(compositor: Compositor, report: GhgReportContract) -> list[Flowable]:
    say, words, party = compositor.say, compositor.words, report.organisation
    named = f"{party.name}\n{party.local_name}" if party.local_name else party.name
    facts: list[tuple[str, Content]] = [
        (say("Organisation"), named),
        (say("Address, registration"), "  ·  ".join(filter(None, (party.address, party.registration)))),
        (say("What it does"), _said(compositor, report.description)),
        (
            say("Responsible for the report"),
            f"{report.responsible_person.name}, {report.responsible_person.role}",
        ),
        (say("Prepared by, approved by"), f"{report.prepared_by.name}, {report.approved_by.name}"),
        (say("Period"), words.period(report.period)),
        (say("Dated"), words.day(report.dated)),
    ]
    exclusions: list[Flowable] = [
        compositor.table(
            [Column(say("Excluded"), 32), Column(say("Reason"), 68)],
            [[item.subject, item.reason] for item in report.exclusions],
        )
        if report.exclusions
        else compositor.text(_said(compositor, report.no_exclusions_reason))
    ]
    return [
        compositor.heading(say("Organisation and responsibility")),
        compositor.facts(facts),
        compositor.heading(say("Organisational boundary")),
        compositor.text(f"{say('Consolidation approach')}: {report.consolidation_approach}"),
        compositor.text(_said(compositor, report.organisational_boundary)),
        _sites(compositor, report),
        *entity_tables(compositor, report.consolidated),
        compositor.heading(say("Reporting boundary and significance")),
        compositor.text(_said(compositor, report.reporting_boundary)),
        *compositor.bullets(report.significance_criteria),
        compositor.heading(say("Exclusions"), 2),
        *exclusions,
    ]


def _sites(compositor: Compositor, report: GhgReportContract) -> Flowable:
    say = compositor.say
    columns = [Column(say("Site"), 38), Column(say("Address"), 36), Column(say("Activity"), 26)]
    rows = [[site.name, site.address, site.activity] for site in report.sites]
    return compositor.table(*only_filled(columns, rows))


def _inventory(compositor: Compositor, report: GhgReportContract) -> list[Flowable]:
    say = compositor.say
    direct = [line for line in report.lines if line.iso_category == 1]
    story: list[Flowable] = [
        compositor.heading(say("Inventory by source")),
        line_table(compositor, report.lines),
        compositor.space(3),
        compositor.text(
            apart_from_total(compositor, report.summary),
            "table",
            quiet=True,
        ),
    ]
    if direct:
        story += [
            compositor.heading(say("Direct emissions per gas"), 2),
            _gas_table(compositor, direct, report),
            compositor.space(3),
            compositor.text(_gas_difference(compositor, direct, report), "table", quiet=True),
        ]
    story += [
        compositor.heading(say("Biogenic CO2, removals, market-based electricity"), 2),
        compositor.text(f"{say('Biogenic CO2')}: {_said(compositor, report.biogenic_treatment)}"),
        compositor.text(f"{say('Removals')}: {_said(compositor, report.removals_treatment)}"),
        compositor.text(report.market_instruments),
    ]
    return story


def _gas_table(compositor: Compositor, lines: Sequence[InventoryLine], report: GhgReportContract) -> Flowable:
    gases = [row.gas for row in report.direct_by_gas]
    columns = [
        Column(compositor.say("Source"), 34),
        *(Column(f"{gas}, {UNIT}", 14, "right") for gas in gases),
        Column(f"{compositor.say('Line')}, {UNIT}", 14, "right"),
    ]
    rows: list[list[Content]] = []
    for line in lines:
        cells = {row.gas: Cell(number(row.tonnes, 4)) for row in line.gases}
        name = f"{line.source}{NO_BREAK * 2}{line.name}"
        rows.append([name, *(cells.get(gas, Cell("")) for gas in gases), line.tonnes])
    total = sum((line.tonnes for line in lines), Decimal(0))
    rows.append([compositor.say("Category 1"), *(row.tonnes for row in report.direct_by_gas), total])
    return compositor.table(columns, rows, totals=1)


def _gas_difference(compositor: Compositor, lines: Sequence[InventoryLine], report: GhgReportContract) -> str:
    together = sum((row.tonnes for row in report.direct_by_gas), Decimal(0))
    category = sum((line.tonnes for line in lines), Decimal(0))
    say = compositor.say
    return (
        f"{say('Each gas is summed unrounded and rounded once. Gases together')} {tonnes(together)}, "
        f"{say('category')} {tonnes(category)}, {say('difference')} {tonnes(category - together)}."
    )


def _methods(compositor: Compositor, report: GhgReportContract) -> list[Flowable]:
    say = compositor.say
    factors: list[list[Content]] = [
        [
            Cell(row.code, bold=True),
            f"{row.name}{' (DEMO)' if row.is_demo else ''}",
            Cell(
                "; ".join(f"{gas.gas} {number(gas.value)}" for gas in row.per_gas)
                or number(row.value or Decimal(0))
            ),
            row.unit,
            ", ".join(dict.fromkeys((row.publisher, str(row.year), row.region, row.tier))),
        ]
        for row in report.factors
    ]
    return [
        compositor.heading(say("Quantification")),
        compositor.table(
            [Column(say("Sources"), 22), Column(say("Method"), 32), Column(say("Reason"), 46)],
            [[row.sources, row.method, _said(compositor, row.reason)] for row in report.methods],
        ),
        compositor.space(4),
        compositor.text(f"{say('Changes of method')}: {_said(compositor, report.method_changes)}"),
        compositor.heading(say("Factors"), 2),
        compositor.table(
            [
                *(Column(say("Code"), 9), Column(say("Factor"), 25), Column(say("Value"), 28)),
                *(Column(say("Unit"), 14), Column(say("Publisher, year, region, tier"), 24)),
            ],
            factors,
            kind="dense",
        ),
        compositor.heading(say("Global warming potentials"), 2),
        compositor.text(f"{report.gwp_set}: {report.gwp_source}."),
        compositor.table(
            [Column(say("Gas"), 20), Column("GWP 100", 20, "right"), Column(say("Source"), 60)],
            [[row.gas, Cell(number(row.value)), row.source] for row in report.gwp_values],
            kind="dense",
        ),
    ]


def _said(compositor: Compositor, text: str) -> str:
    """Return what the report says, or that it says nothing; the checklist tells why."""
    return text or compositor.say("Not stated in this report.")


def _closing(compositor: Compositor, report: GhgReportContract) -> list[Flowable]:
    say = compositor.say
    inventory = report.base_year_inventory
    own = [(say("Base-year inventory"), inventory)] if inventory != report.base_year else []
    return [
        compositor.heading(say("Base year")),
        compositor.facts(
            [
                (say("Base year"), _said(compositor, report.base_year)),
                *own,
                (say("Changes, recalculation"), _said(compositor, report.base_year_changes)),
            ]
        ),
        compositor.heading(say("Uncertainty")),
        compositor.text(_said(compositor, report.uncertainty_assessment)),
        uncertainty_table(compositor, report.uncertainties),
        compositor.heading(say("Information management")),
        compositor.facts(
            [
                (say("Procedures"), _said(compositor, report.information_management)),
                (say("Retention of documents"), _said(compositor, report.retention)),
                (say("Data-quality plan"), _said(compositor, report.data_quality_plan)),
            ]
        ),
    ]


def _prose(compositor: Compositor, section: Section) -> list[Flowable]:
    title = f"{section.title} ({section.key})" if section.key else section.title
    return [compositor.heading(title, 1), *(compositor.text(paragraph) for paragraph in section.paragraphs)]


def _signature(
    compositor: Compositor, report: GhgReportContract, attestation: Attestation | None
) -> list[Flowable]:
    say = compositor.say
    rows: list[tuple[str, Content]] = [
        (say("Conformity"), _said(compositor, report.conformity)),
        (say("Verification"), _said(compositor, report.verification_note)),
        (say("Approved for the responsible party"), f"{report.approved_by.name}, {report.approved_by.role}"),
    ]
    if attestation is None:
        rows.append((say("Signature"), Cell(say("not signed yet"), mark="none")))
    else:
        rows += attested(compositor, attestation)
    return [compositor.together(compositor.heading(say("Conformity and signature")), compositor.facts(rows))]
