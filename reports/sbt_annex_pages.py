"""Annexes of the SBT documents: entities of the boundary, cited statement packages, files, suppliers, the board."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from reports.numbers import NOTHING, tonnes, whole_percent
from reports.sbt_contract import Annexes, CitedStatement, InventoryBasis, Stater, SupplierRow
from reports.sbt_paper import SbtPaper, number_column, text_column
from reports.sbt_sums import add_printed
from reports.word import Rich


def print_entities(paper: SbtPaper, basis: InventoryBasis) -> None:
    """Print the entities inside the boundary with share and factor, and those outside with the reason."""
    say = paper.say
    columns = (
        text_column(say("Entity"), 50),
        text_column(say("Country or site"), 20),
        number_column(say("Share held"), 15),
        number_column(say("Counted at"), 15),
    )
    rows = [
        (one.name, one.country, whole_percent(one.share), whole_percent(one.factor))
        for one in basis.entities_inside
    ]
    paper.table(say("Entities inside the boundary"), columns, rows)
    if rows:
        paper.word.note(say("{count} entities are inside the boundary.", count=len(rows)))
    outside = [(one.name, one.reason) for one in basis.entities_outside]
    if outside:
        columns_out = (text_column(say("Entity"), 50), text_column(say("Reason"), 50))
        paper.table(say("Entities outside the boundary"), columns_out, outside)


def print_annexes(paper: SbtPaper, part: Annexes) -> None:
    """Print section 13."""
    say = paper.say
    paper.word.heading(say("Verification statements cited"), 2)
    print_statements(paper, part.statements)
    paper.word.heading(say("Files"), 2)
    columns = (text_column(say("File"), 40), text_column(say("Path"), 25), text_column("SHA-256", 35))
    made = say("made from the data of this dossier")
    rows = [
        (one.title, one.path, Rich(one.sha256, tone="hash") if one.sha256 else made) for one in part.files
    ]
    paper.table(say("Calculation sheets and other files"), columns, rows)
    paper.word.heading(say("Suppliers"), 2)
    print_suppliers(paper, part.suppliers)
    paper.word.heading(say("Approval by the board"), 2)
    paper.facts(part.approval)


def print_statements(paper: SbtPaper, statements: Sequence[CitedStatement]) -> None:
    """Print each cited package by number, revision and SHA-256; it stays with its verification body."""
    say = paper.say
    columns = (
        text_column(say("Entity"), 22),
        text_column(say("Statement"), 20),
        text_column(say("Body and level"), 19),
        number_column("t CO2e", 14),
        text_column(say("SHA-256 of the package"), 25),
    )
    rows = [
        (
            one.entity,
            Rich(one.reference, note=f"{one.period}, {paper.words.day(one.dated)}"),
            Rich(one.body, note=one.level),
            tonnes(one.tonnes),
            Rich(one.package_sha256, tone="hash"),
        )
        for one in statements
    ]
    paper.table(say("Statement packages, cited by hash"), columns, rows, by=Stater.BODY)


def print_suppliers(paper: SbtPaper, suppliers: Sequence[SupplierRow]) -> None:
    """Print the suppliers of the value chain; a column that is stated for none of them is named below, not printed."""
    say = paper.say
    if suppliers and not any(
        one.category or one.tonnes is not None or one.target_status for one in suppliers
    ):
        _print_names(paper, suppliers)
        return
    columns = (
        text_column(say("Supplier"), 44),
        text_column(say("Category"), 12),
        number_column("t CO2e", 18),
        text_column(say("Own target"), 26),
    )
    rows = [
        (
            one.name,
            f"3.{one.category}" if one.category else NOTHING,
            tonnes(one.tonnes),
            one.target_status or NOTHING,
        )
        for one in suppliers
    ]
    known = add_printed(one.tonnes for one in suppliers if one.tonnes is not None)
    paper.table(say("Suppliers"), columns, rows, (say("Total"), "", tonnes(known), ""))


def _print_names(paper: SbtPaper, suppliers: Sequence[SupplierRow]) -> None:
    """Print two suppliers a row: of a ring of hundreds nothing but name and place is known yet."""
    say = paper.say
    columns = (
        text_column(say("Supplier"), 33),
        text_column(say("Place"), 17),
        text_column(say("Supplier"), 33),
        text_column(say("Place"), 17),
    )
    half = (len(suppliers) + 1) // 2
    cells = [(one.name, one.site) for one in suppliers]
    rows = [(*left, *right) for left, right in zip_longest(cells[:half], cells[half:], fillvalue=("", ""))]
    paper.table(say("Suppliers of the value chain"), columns, rows)
    paper.word.note(
        say(
            "{count} suppliers stand in the value chain, outside the boundary. Their parts of scope 3 and their own "
            "targets are not stated.",
            count=len(suppliers),
        )
    )
