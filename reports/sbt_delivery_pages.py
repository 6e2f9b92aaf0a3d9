"""Section 10 of the SBT dossier and the body of the reduction plan: levers, roadmap, costs, capital expenditure."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reports.chart_drawings import draw_cost_curve, draw_lines, draw_wedges, draw_year_bars
from reports.chart_series import CostCurve, capex_bars, cost_curve, roadmap_chart, wedge_chart
from reports.numbers import NO_BREAK, NOTHING, number, percent, signed, tonnes
from reports.parts import Basis
from reports.sbt_contract import Delivery, LeverRow, RealisedRow, Stater
from reports.sbt_paper import SbtPaper, number_column, text_column
from reports.sbt_sums import add_printed, spending_by_year
from reports.word import Rich, WordCell


def print_delivery(paper: SbtPaper, part: Delivery) -> None:
    """Print the levers, the roadmap against the line, the cost curve and the capital expenditure."""
    print_levers(paper, part)
    print_roadmap(paper, part)
    print_costs(paper, part)
    print_foreign_factors(paper, part)


def print_levers(paper: SbtPaper, part: Delivery) -> None:
    """Print the register of levers; capital and abatement in the last year of the roadmap add up."""
    say, last = paper.say, part.years[-1].year if part.years else None
    paper.word.heading(say("Levers"), 2)
    columns = (
        text_column(say("Lever"), 8),
        text_column(say("What and where"), 28),
        text_column(say("Scope, kind"), 14),
        text_column(say("Years"), 8),
        number_column(say("Capex, {currency}", currency=part.currency), 17),
        number_column(say("t CO2e in {year}", year=last or "-"), 15),
        text_column(say("Owner, status"), 16),
    )
    rows = [
        (
            lever.lever_id,
            Rich(lever.name, note=lever.site),
            Rich(lever.scope, note=say(lever.kind.replace("_", " "))),
            f"{lever.start_year}–{lever.end_year}",
            number(lever.capex, 2),
            tonnes(lever.abates(last)) if last else NOTHING,
            _owner(paper, lever),
        )
        for lever in part.levers
    ]
    capex = number(add_printed(lever.capex for lever in part.levers), 2)
    abated = tonnes(add_printed(lever.abates(last) for lever in part.levers)) if last else NOTHING
    total = (say("Total"), "", "", "", capex, abated, "")
    paper.table(say("Register of levers"), columns, rows, total, by=Stater.OWNER)
    _print_links(paper, part)


def _print_links(paper: SbtPaper, part: Delivery) -> None:
    say = paper.say
    linked = [lever for lever in part.levers if lever.overlap_group or lever.dependency or lever.factor]
    columns = (
        text_column(say("Lever"), 12),
        text_column(say("Factor"), 28),
        text_column(say("Confidence"), 14),
        text_column(say("Overlap group"), 20),
        text_column(say("Depends on"), 26),
    )
    rows = [
        (
            one.lever_id,
            *(text or NOTHING for text in (one.factor, one.confidence, one.overlap_group, one.dependency)),
        )
        for one in linked
    ]
    if rows:
        paper.table(say("Factors, overlaps and dependencies of levers"), columns, rows)


def _owner(paper: SbtPaper, lever: LeverRow) -> WordCell:
    return Rich(lever.owner, note=lever.status) if lever.owner else paper.lacking(Stater.OFFICE)


def print_roadmap(paper: SbtPaper, part: Delivery) -> None:
    """Print the roadmap: plan against the line and the wedges as charts, with the table of what they draw."""
    say = paper.say
    paper.word.heading(say("Roadmap against the line"), 2)
    if part.years:
        _print_verdict(paper, part)
        _print_charts(paper, part)
    columns = (
        text_column(say("Year"), 10),
        number_column(say("Business as usual"), 18),
        number_column(say("Levers"), 16),
        number_column(say("Planned"), 18),
        number_column(say("Line"), 18),
        number_column(say("Planned − line"), 16),
        number_column(say("Measured"), 16),
    )
    rows = [
        (
            str(one.year),
            tonnes(one.business_as_usual),
            tonnes(-one.abatement) if one.abatement else tonnes(one.abatement),
            tonnes(one.planned),
            tonnes(one.line),
            signed(one.gap),
            tonnes(one.actual),
        )
        for one in part.years
    ]
    paper.table(say("Roadmap in t CO2e"), columns, rows)
    if part.assumptions:
        _print_assumptions(paper, part)


def _print_verdict(paper: SbtPaper, part: Delivery) -> None:
    say = paper.say
    last = part.years[-1]
    basis = say("market-based" if part.basis is Basis.MARKET else "location-based")
    verdict = "the plan keeps the line" if last.gap <= 0 else "the plan misses the line"
    paper.word.text(
        say(
            "In {year} the plan leaves {planned} t CO2e ({basis}); the line allows {line} t CO2e: {verdict} by "
            "{gap} t CO2e.",
            year=last.year,
            planned=tonnes(last.planned),
            basis=basis,
            line=tonnes(last.line),
            verdict=say(verdict),
            gap=tonnes(abs(last.gap)),
        )
    )


def _print_charts(paper: SbtPaper, part: Delivery) -> None:
    say = paper.say
    lines, wedges, last = roadmap_chart(part), wedge_chart(part), part.years[-1]
    told = say(
        "From {year} to {last}: business as usual {usual}, planned {planned}, line {line} t CO2e in {last}.",
        year=part.years[0].year,
        last=last.year,
        usual=tonnes(last.business_as_usual),
        planned=tonnes(last.planned),
        line=tonnes(last.line),
    )
    words = [say(line.name) for line in lines.lines] + [say(word) for _, word in lines.marks]
    paper.chart(
        say("Plan against the line in t CO2e"),
        lambda fonts: draw_lines(lines, fonts, say=paper.words.say),
        words,
        told,
    )
    words += [say(name.replace("_", " ")) for name, _ in wedges.wedges]
    paper.chart(
        say("What each kind of lever takes off business as usual, in t CO2e"),
        lambda fonts: draw_wedges(wedges, fonts, say=paper.words.say),
        words,
        told,
    )


def _print_assumptions(paper: SbtPaper, part: Delivery) -> None:
    say = paper.say
    columns = (
        text_column(say("Driver"), 30),
        number_column(say("Amount in base year"), 22),
        number_column(say("Growth a year"), 14),
        number_column(say("Factor"), 14),
        text_column(say("Source of factor"), 20),
    )
    rows = [
        (
            item.name,
            f"{number(item.amount)}{NO_BREAK}{item.unit}",
            percent(item.growth),
            number(item.factor),
            item.factor_source or paper.lacking(Stater.INVENTORY),
        )
        for item in part.assumptions
    ]
    paper.table(say("Assumptions of business as usual"), columns, rows)


def print_costs(paper: SbtPaper, part: Delivery) -> None:
    """Print the abatement cost curve and the capital expenditure by year, which adds up to the register."""
    paper.word.heading(paper.say("Costs and capital expenditure"), 2)
    curve = cost_curve(part)
    if curve.steps:
        _print_curve(paper, part, curve)
    _print_capex(paper, part)


def _print_curve(paper: SbtPaper, part: Delivery, curve: CostCurve) -> None:
    say = paper.say
    paper.chart(
        say("Abatement cost curve in {unit}", unit=curve.unit),
        lambda fonts: draw_cost_curve(curve, fonts, say=paper.words.say),
        (*(step.lever_id for step in curve.steps), curve.unit, say("saves money"), say("costs money")),
        say("{count} levers, cheapest first.", count=len(curve.steps)),
    )
    columns = (
        text_column(say("Lever"), 40),
        number_column(curve.unit, 20),
        number_column(say("t CO2e a year"), 20),
        number_column(say("Cumulative"), 20),
    )
    names = {lever.lever_id: lever.name for lever in part.levers}
    rows = [
        (
            f"{step.lever_id}{NO_BREAK * 2}{names[step.lever_id]}",
            number(step.cost, 2),
            tonnes(step.width),
            tonnes(step.begins + step.width),
        )
        for step in curve.steps
    ]
    paper.table(say("Abatement cost, cheapest first"), columns, rows)


def _print_capex(paper: SbtPaper, part: Delivery) -> None:
    say, bars, spent = paper.say, capex_bars(part), spending_by_year(part.levers)
    whole = add_printed(spent.values())
    if bars.bars:
        paper.chart(
            say("Capital expenditure by year in {currency}", currency=part.currency),
            lambda fonts: draw_year_bars(bars, fonts, say=paper.words.say),
            (bars.unit, say("in the year"), say("cumulative")),
            say("{total} {currency} in all.", total=number(whole, 2), currency=part.currency),
        )
    columns = (
        text_column(say("Year"), 30),
        number_column(part.currency, 35),
        number_column(say("Cumulative"), 35),
    )
    reached, rows = Decimal(0), []
    for year, amount in spent.items():
        reached += amount
        rows.append((str(year), number(amount, 2), number(reached, 2)))
    total = (say("Total"), number(whole, 2), "")
    paper.table(say("Capital expenditure by year"), columns, rows, total, by=Stater.FINANCE)


def print_foreign_factors(paper: SbtPaper, part: Delivery) -> None:
    """List savings whose implied factor is not the inventory's, with the tonnes that the inventory's would give."""
    if not part.foreign:
        return
    say = paper.say
    paper.word.heading(say("Savings stated with another factor"), 2)
    columns = (
        text_column(say("Saving"), 28),
        number_column("MWh", 14),
        number_column(say("Stated, t CO2e"), 16),
        number_column(say("Implied t/MWh"), 12),
        number_column(say("Inventory t/MWh"), 13),
        number_column(say("At the inventory's, t CO2e"), 17),
    )
    rows = [
        (
            item.name,
            number(item.mwh),
            tonnes(item.tonnes),
            number(item.implied, 4),
            number(item.inventory, 4),
            tonnes(item.tonnes_at_inventory),
        )
        for item in part.foreign
    ]
    paper.table(say("Savings whose factor differs from the inventory's"), columns, rows)


def print_realised(paper: SbtPaper, realised: Sequence[RealisedRow]) -> None:
    """Print what measures really saved beside their plan, measure by measure and year by year."""
    say = paper.say
    columns = (
        text_column(say("Lever"), 12),
        text_column(say("Year"), 9),
        number_column(say("Saved, MWh"), 15),
        number_column(say("Factor, t/MWh"), 13),
        number_column(say("Planned, t CO2e"), 15),
        number_column(say("Realised, t CO2e"), 15),
        text_column(say("Confirmed by"), 21),
    )
    rows = [
        (
            row.lever_id,
            str(row.year),
            number(row.saved_mwh),
            number(row.factor),
            tonnes(row.planned),
            tonnes(row.realised),
            row.confirmed_by or paper.lacking(Stater.OWNER),
        )
        for row in realised
    ]
    sums = (add_printed(row.planned for row in realised), add_printed(row.realised for row in realised))
    total = (
        say("Total"),
        "",
        number(sum((row.saved_mwh for row in realised), Decimal(0))),
        "",
        *map(tonnes, sums),
        "",
    )
    paper.table(say("Realised against planned"), columns, rows, total, by=Stater.OWNER)
