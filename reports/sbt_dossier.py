"""The SBT dossier, sections 0 to 13, as a Word document: a pure function of its contract."""

from __future__ import annotations

from decimal import Decimal

from reports.numbers import percent, whole_percent, with_unit
from reports.sbt_annex_pages import print_annexes, print_entities
from reports.sbt_contract import CompanyFacts, DossierContract, Stater
from reports.sbt_delivery_pages import print_delivery
from reports.sbt_inventory_pages import print_bioenergy, print_exclusions, print_inventory, print_screening
from reports.sbt_paper import (
    NOT_SEALED,
    PRE_CHECK,
    SbtPaper,
    begin_paper,
    print_changes,
    print_cover,
    say_rules,
    text_column,
)
from reports.sbt_sums import refuse_loose_delivery, refuse_loose_inventory, sum_inventory
from reports.sbt_target_pages import print_coverage, print_rules, print_targets
from reports.word import WordCell
from reports.wording import English

TITLE = "Science-based targets: dossier"
SECTIONS = (
    "Cover and sign-off",
    "Request",
    "Company",
    "Inventory basis",
    "Inventory table",
    "Exclusions",
    "Bioenergy",
    "Scope 3 screening",
    "Targets",
    "Coverage summary",
    "Delivery",
    "Maintenance",
    "Rule results of the pre-check",
    "Annexes",
)


def render_dossier(contract: DossierContract, words: English | None = None) -> bytes:
    """Return the dossier as DOCX; the same contract gives the same bytes.

    Raises TableDoesNotFoot when inventory, register or roadmap do not add up to what is declared, and
    MissingGlyphError when a chart cannot print a character.
    """
    if contract.inventory is not None:
        refuse_loose_inventory(contract.inventory)
    refuse_loose_delivery(contract.delivery)
    paper = begin_paper(TITLE, contract.header, contract, words or English())
    print_cover(paper, TITLE, _lead(paper, contract), _totals(paper, contract), (PRE_CHECK, NOT_SEALED))
    paper.word.contents(paper.say("Contents"))
    _print_first(paper, contract)
    _section(paper, 4)
    print_inventory(paper, contract.inventory)
    _section(paper, 5)
    print_exclusions(paper, contract.exclusions, contract.inventory)
    _section(paper, 6)
    print_bioenergy(paper, contract.bioenergy)
    _section(paper, 7)
    print_screening(paper, contract.screening, contract.inventory)
    _section(paper, 8)
    print_targets(paper, contract.targets)
    _section(paper, 9)
    print_coverage(paper, contract.coverage)
    _section(paper, 10)
    print_delivery(paper, contract.delivery)
    _section(paper, 11)
    paper.facts(contract.maintenance)
    _section(paper, 12)
    print_rules(paper, contract.rules)
    _section(paper, 13)
    print_annexes(paper, contract.annexes)
    return paper.bytes()


# Short sections follow each other; these begin a page.
_ON_A_NEW_PAGE = frozenset({0, 4, 8, 10, 12, 13})


def _section(paper: SbtPaper, number: int) -> None:
    title = f"{number}\u2002{paper.say(SECTIONS[number])}"
    paper.word.heading(title, new_page=number in _ON_A_NEW_PAGE)


def _print_first(paper: SbtPaper, contract: DossierContract) -> None:
    """Print sections 0 to 3."""
    _section(paper, 0)
    paper.sign_off(contract.sign_off)
    print_changes(paper)
    _section(paper, 1)
    paper.facts(contract.request)
    _section(paper, 2)
    print_company(paper, contract.company, contract.delivery.currency)
    _section(paper, 3)
    paper.facts(contract.basis, but=("entities_inside", "entities_outside"))
    print_entities(paper, contract.basis)


def print_company(paper: SbtPaper, company: CompanyFacts, currency: str) -> None:
    """Print section 2: the company's facts and whom to write to."""
    paper.facts(company, but=("contacts",), units={"currency": currency})
    columns = (
        text_column(paper.say("Name"), 25),
        text_column(paper.say("Role"), 30),
        text_column(paper.say("Mail"), 28),
        text_column(paper.say("Telephone"), 17),
    )
    rows = [(one.name, one.role, one.mail, one.phone) for one in company.contacts]
    paper.table(paper.say("Contacts"), columns, rows)


def _lead(paper: SbtPaper, contract: DossierContract) -> list[str]:
    """Return what a reader should know first: the targets in their wording, then how the pre-check came out."""
    wordings = [target.wording for target in contract.targets if target.wording]
    return [*wordings, *say_rules(paper, contract.rules)]


def _totals(paper: SbtPaper, contract: DossierContract) -> list[tuple[str, WordCell]]:
    table, say = contract.inventory, paper.say
    if table is None:
        return [(say("Base-year emissions"), paper.lacking(Stater.INVENTORY))]
    base = sum_inventory(table)
    part = percent(base.scope_3 / base.total) if base.total else "–"
    shares = [
        f"{say('scopes 1 and 2')} {with_unit(base.scopes_1_2)}",
        f"{say('scope 3')} {with_unit(base.scope_3)} ({part})",
    ]
    coverage = [
        f"{say(row.label)}: {whole_percent(_floor(row.covered, row.whole))} ({say(row.reach.value)})"
        for row in contract.coverage.rows
        if row.whole
    ]
    rows: list[tuple[str, WordCell]] = [
        (say("Emissions in {year}", year=table.base_year), f"{with_unit(base.total)}\n" + "\n".join(shares)),
        (say("Covered by targets"), "\n".join(coverage) or paper.lacking(Stater.OFFICE)),
    ]
    return rows


def _floor(part: Decimal, whole: Decimal) -> Decimal:
    """Return a share cut to 0.01 %, so that a little less than what is needed is never printed as enough."""
    return (part / whole).quantize(Decimal("0.0001"), rounding="ROUND_FLOOR")
