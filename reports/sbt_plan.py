"""The reduction plan and roadmap as a Word document: targets, levers, plan against the line, costs, realised."""

from __future__ import annotations

from reports.numbers import number, tonnes
from reports.sbt_contract import PlanContract, Stater, facts_of
from reports.sbt_delivery_pages import print_delivery, print_realised
from reports.sbt_paper import SbtPaper, begin_paper, print_changes, print_cover
from reports.sbt_sums import add_printed, refuse_loose_delivery
from reports.sbt_target_pages import print_targets
from reports.word import WordCell
from reports.wording import English

TITLE = "Reduction plan and roadmap"


def render_plan(contract: PlanContract, words: English | None = None) -> bytes:
    """Return the plan as DOCX; the same contract gives the same bytes.

    Raises TableDoesNotFoot when levers, spending or roadmap do not add up.
    """
    refuse_loose_delivery(contract.delivery)
    paper = begin_paper(TITLE, contract.header, contract, words or English())
    say, word = paper.say, paper.word
    print_cover(
        paper,
        TITLE,
        [target.wording for target in contract.targets if target.wording],
        _totals(paper, contract),
    )
    word.contents(say("Contents"))
    word.heading(say("Summary and governance"), new_page=True)
    paper.facts(contract)
    print_changes(paper)
    word.heading(say("Targets"))
    print_targets(paper, contract.targets)
    word.heading(say("Delivery"))
    print_delivery(paper, contract.delivery)
    word.heading(say("Realised savings"))
    print_realised(paper, contract.realised)
    word.heading(say("Approval and signature"))
    paper.facts(contract.approval)
    paper.sign_off(contract.sign_off)
    return paper.bytes()


def _totals(paper: SbtPaper, contract: PlanContract) -> list[tuple[str, WordCell]]:
    """Return what matters most: where the plan ends, what it costs, how many levers make it."""
    say, part = paper.say, contract.delivery
    capex = add_printed(lever.capex for lever in part.levers)
    rows: list[tuple[str, WordCell]] = [
        (say("Levers"), str(len(part.levers)) if part.levers else paper.lacking(Stater.OWNER)),
        (say("Capital expenditure"), f"{number(capex, 2)}\u00a0{part.currency}"),
    ]
    if part.years:
        last = part.years[-1]
        planned = say(
            "planned {planned}, line {line} t CO2e", planned=tonnes(last.planned), line=tonnes(last.line)
        )
        verdict = say("the plan keeps the line" if last.gap <= 0 else "the plan misses the line")
        rows.append((str(last.year), f"{planned}: {verdict}"))
    else:
        fact = next(fact for fact in facts_of(part) if fact.name == "years")
        rows.append((say("Roadmap"), paper.value(fact)))
    return rows
