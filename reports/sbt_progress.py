"""The yearly progress report as a Word document: the inventory, each target against its line, measures, base year."""

from __future__ import annotations

import re
from decimal import Decimal

from methods.targets import DISCLOSURE_COLUMNS, measure_base_year_change
from reports.numbers import NO_BREAK, NOTHING, number, percent, signed, tonnes, whole_percent
from reports.sbt_annex_pages import print_statements
from reports.sbt_contract import ProgressContract, Stater, TargetBlock, TargetProgress
from reports.sbt_delivery_pages import print_realised
from reports.sbt_inventory_pages import print_inventory
from reports.sbt_paper import SbtPaper, begin_paper, number_column, print_changes, print_cover, text_column
from reports.sbt_sums import add_printed, refuse_loose_inventory
from reports.sbt_target_pages import print_line
from reports.word import WordCell
from reports.word_styles import QUOTE
from reports.wording import English

TITLE = "Yearly progress report"
# Tonnes in a cell of the disclosure have two decimals; years, dates and shares have not.
TONNES = re.compile(r"-?\d+\.\d\d(?!\d)")


def render_progress(contract: ProgressContract, words: English | None = None) -> bytes:
    """Return the report as DOCX; the same contract gives the same bytes.

    Raises TableDoesNotFoot when the inventory does not add up to what is declared.
    """
    if contract.inventory is not None:
        refuse_loose_inventory(contract.inventory)
    paper = begin_paper(TITLE, contract.header, contract, words or English())
    say, word = paper.say, paper.word
    print_cover(
        paper, f"{say(TITLE)} {contract.reporting_year}", _lead(paper, contract), _totals(paper, contract)
    )
    word.contents(say("Contents"))
    word.heading(say("The year"), new_page=True)
    paper.facts(contract)
    print_changes(paper)
    word.heading(say("Targets against their lines"))
    _print_progress(paper, contract)
    word.heading(say("Inventory"), new_page=True)
    print_inventory(paper, contract.inventory)
    word.heading(say("Measures"))
    print_realised(paper, contract.realised)
    word.heading(say("Base year"))
    _print_shifts(paper, contract)
    word.heading(say("Disclosure"))
    _print_disclosure(paper, contract)
    word.heading(say("Verification statements cited"))
    print_statements(paper, contract.statements)
    word.heading(say("Signature"))
    paper.sign_off(contract.sign_off)
    return paper.bytes()


def _lead(paper: SbtPaper, contract: ProgressContract) -> list[str]:
    """Return one sentence for each target: over or under its line in the reporting year."""
    template = "{target}: {actual} against a line of {line} in {year}, {gap} {side}."
    return [
        paper.say(
            template,
            target=one.target_id,
            actual=tonnes(one.actual),
            line=tonnes(one.line),
            year=contract.reporting_year,
            gap=tonnes(abs(one.gap)),
            side=paper.say("over the line" if one.gap > 0 else "under the line"),
        )
        if one.gap
        else paper.say(
            "{target}: {actual} in {year}, on its line.",
            target=one.target_id,
            actual=tonnes(one.actual),
            year=contract.reporting_year,
        )
        for one in contract.progress
    ]


def _totals(paper: SbtPaper, contract: ProgressContract) -> list[tuple[str, WordCell]]:
    rows: list[tuple[str, WordCell]] = []
    for one in contract.progress:
        share = paper.lacking(Stater.OFFICE) if one.achieved is None else percent(one.achieved)
        label = paper.say("{target}, share of the cut achieved", target=one.target_id)
        rows.append((label, share))
    return rows


def _print_progress(paper: SbtPaper, contract: ProgressContract) -> None:
    say = paper.say
    columns = (
        text_column(say("Target"), 12),
        number_column(say("Measured"), 17),
        number_column(say("Line"), 17),
        number_column(say("Measured − line"), 16),
        number_column(say("Achieved"), 12),
        number_column(say("Time passed"), 12),
        number_column(say("Needed a year"), 14),
    )
    rows = [
        (
            one.target_id,
            tonnes(one.actual),
            tonnes(one.line),
            signed(one.gap),
            NOTHING if one.achieved is None else percent(one.achieved),
            percent(one.elapsed),
            NOTHING if one.needed_rate is None else percent(one.needed_rate),
        )
        for one in contract.progress
    ]
    paper.table(say("Targets in {year}", year=contract.reporting_year), columns, rows)
    found = {one.target_id: one for one in contract.progress}
    for target in contract.targets:
        _print_target(paper, target, found.get(target.target_id))


def _print_target(paper: SbtPaper, target: TargetBlock, progress: TargetProgress | None) -> None:
    paper.word.heading(target.target_id, 2)
    if target.wording:
        paper.word.text(target.wording, QUOTE)
    if progress is None:
        paper.word.note(f"{paper.say('Progress')}: {paper.lacking(Stater.OFFICE).text}.")
        return
    if progress.explanation:
        paper.word.text(progress.explanation)
    print_line(paper, target, progress.history)


def _print_shifts(paper: SbtPaper, contract: ProgressContract) -> None:
    """Print what moved the base year since the target was set, and whether it must be calculated again."""
    say = paper.say
    if not contract.shifts:
        paper.word.text(say("Nothing has changed base-year emissions since the targets were set."))
        return
    columns = (
        text_column(say("Date"), 20),
        text_column(say("Reason"), 50),
        number_column(say("Change, t CO2e"), 30),
    )
    rows = [(paper.words.day(one.on), one.reason, signed(one.tonnes)) for one in contract.shifts]
    total = (say("Total"), "", signed(add_printed(one.tonnes for one in contract.shifts)))
    paper.table(say("Changes of base-year emissions"), columns, rows, total)
    if not contract.base_total:
        paper.word.note(f"{say('Base-year total of the targets')}: {paper.lacking(Stater.INVENTORY).text}.")
        return
    change = measure_base_year_change((one.tonnes for one in contract.shifts), contract.base_total)
    verdict = "the base year must be calculated again" if change.is_triggered else "the base year stands"
    paper.word.text(
        say(
            "Of the base year's {total} t CO2e: {net} net, {gross} of all changes together, {largest} the largest one. "
            "At {threshold} in any of the three the base year is calculated again: {verdict}.",
            total=tonnes(contract.base_total),
            net=percent(change.net),
            gross=percent(change.gross),
            largest=percent(change.largest),
            threshold=whole_percent(change.threshold),
            verdict=say(verdict),
        )
    )


def _print_disclosure(paper: SbtPaper, contract: ProgressContract) -> None:
    """Print each disclosed target as questionnaires ask it: their columns as rows, without those that do not apply."""
    say = paper.say
    for row in contract.disclosure:
        cells = dict(zip((key for key, _ in DISCLOSURE_COLUMNS), row.cells, strict=True))
        paper.word.heading(f"{cells['reference']}{NO_BREAK * 2}{cells['scopes']}", 2)
        paper.word.facts(
            [
                (say(title), _grouped(cells[key]) or paper.lacking(Stater.OFFICE))
                for key, title in DISCLOSURE_COLUMNS
                if cells[key] != "-"
            ]
        )
    if not contract.disclosure:
        paper.word.note(f"{say('Disclosure')}: {paper.lacking(Stater.OFFICE).text}.")


def _grouped(text: str) -> str:
    """Return a cell with its tonnes by thousands; the file for questionnaires has them bare."""
    return TONNES.sub(lambda found: number(Decimal(found[0])), text)
