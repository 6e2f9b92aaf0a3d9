"""The table of inventory lines as every document prints it: quantity x factor = tonnes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reportlab.platypus import Flowable

from reports.contract import InventoryLine, LineTerm
from reports.numbers import NO_BREAK, UNIT, number, tonnes
from reports.style import Cell, Column, Compositor

Link = Callable[[InventoryLine], str]


def line_table(compositor: Compositor, lines: Sequence[InventoryLine], link: Link | None = None) -> Flowable:
    """Return the lines with both category codes; each tonnage may be a link. Sub-lines follow their line."""
    say = compositor.say
    columns = [
        Column(say("Line"), 8),
        Column(say("Source"), 23),
        Column(say("Category"), 10),
        Column(say("Quantity"), 28, "right"),
        Column(say("Factor"), 20, "right"),
        Column(UNIT, 11, "right"),
    ]
    rows: list[list[Cell]] = []
    href = link or _no_link
    for line in lines:
        single = line.terms[0] if len(line.terms) == 1 else None
        rows.append(
            [
                Cell(line.code, bold=True, link=href(line)),
                Cell(f"{line.source}{NO_BREAK * 2}{line.name}"),
                Cell(f"{line.iso_category} / {line.scope_code}"),
                Cell(quantity_of(single) if single else ""),
                Cell(factor_of(single) if single else ""),
                Cell(tonnes(line.tonnes), link=href(line)),
            ]
        )
        if single is None:
            rows.extend(_sub_line(term) for term in line.terms)
        if line.market_tonnes is not None:
            rows.append(
                [
                    *(Cell(""), Cell(say("market-based"), quiet=True), Cell("")),
                    *(Cell(""), Cell(""), Cell(tonnes(line.market_tonnes), quiet=True, link=href(line))),
                ]
            )
    return compositor.table(columns, rows, empty=say("No line."))


def _no_link(_: InventoryLine) -> str:
    return ""


def _sub_line(term: LineTerm) -> list[Cell]:
    return [
        Cell(""),
        Cell(term.label, quiet=True),
        Cell(""),
        Cell(quantity_of(term), quiet=True),
        Cell(factor_of(term), quiet=True),
        Cell(tonnes(term.tonnes), quiet=True),
    ]


def quantity_of(term: LineTerm) -> str:
    """Return the quantity of a term with its conversion, if it has one."""
    shown = f"{number(term.quantity)}{NO_BREAK}{term.unit}"
    if term.conversion is None or term.converted is None:
        return shown
    return (
        f"{shown} × {number(term.conversion)}{NO_BREAK}{term.conversion_unit} "
        f"= {number(term.converted)}{NO_BREAK}{term.converted_unit}"
    )


def factor_of(term: LineTerm) -> str:
    """Return the factor of a term, or the record that holds it per gas."""
    if term.factor is None:
        return f"{term.factor_code}, per gas"
    return f"{number(term.factor)}{NO_BREAK}{term.factor_unit.replace(' ', NO_BREAK)}"
