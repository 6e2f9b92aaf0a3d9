"""Pages of the report on findings: the overview, each finding with its rounds, what stays open."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.platypus import Flowable

from reports.contract import EvidenceLink, FindingRound, FindingRow, ReportBody
from reports.numbers import NOTHING, UNIT, signed, tonnes
from reports.style import Cell, Column, Compositor, Content

# States of section 2.3 with the words and the shape they are printed in.
STATES = {
    "draft": ("draft", "none"),
    "open": ("open", "open"),
    "responded": ("answered", "waiting"),
    "returned": ("returned", "returned"),
    "accepted": ("accepted", "closed"),
    "closed_corrected": ("closed, corrected", "closed"),
    "closed_clarified": ("closed, clarified", "closed"),
    "closed_uncorrected": ("closed, uncorrected", "refused"),
    "converted": ("converted", "none"),
    "carried_forward": ("carried forward", "open"),
    "acknowledged": ("acknowledged", "closed"),
    "withdrawn": ("withdrawn", "none"),
    "accepted_limitation": ("limitation accepted", "refused"),
    "lifted": ("limitation lifted", "closed"),
}


def findings_pages(compositor: Compositor, body: ReportBody) -> list[Flowable]:
    """Return overview, corrected misstatements, nonconformities, what is carried forward, the full log."""
    say = compositor.say
    corrected = [row for row in body.findings if row.state == "closed_corrected" and row.effects]
    nonconformities = [row for row in body.findings if row.is_nonconformity]
    forward = [row for row in body.findings if row.state == "carried_forward"]
    story: list[Flowable] = [
        compositor.heading(say("Findings")),
        overview(compositor, body.findings),
        compositor.heading(say("Corrected misstatements"), 2),
        _listed(compositor, corrected),
        compositor.heading(say("Nonconformities"), 2),
        _listed(compositor, nonconformities),
        compositor.heading(say("Carried forward to the next period"), 2),
        _listed(compositor, forward),
        compositor.heading(say("Follow-up of the findings of the period before"), 2),
        *(
            compositor.bullets(body.previous_findings)
            or [compositor.text(say("None: there is no earlier verification."))]
        ),
        compositor.heading(say("Findings in full, all rounds")),
    ]
    for row in body.findings:
        story.extend(_finding(compositor, row))
    return story


def overview(compositor: Compositor, findings: Sequence[FindingRow]) -> Flowable:
    """Return one row per finding; codes lead to the finding in full."""
    say = compositor.say
    columns = [
        Column(say("Finding"), 9),
        Column(say("Type"), 16),
        Column(say("Title"), 30),
        Column(say("Group"), 6),
        Column(f"{say('Net')}, {UNIT}", 18, "right"),
        Column(say("State"), 21),
    ]
    rows: list[list[Content]] = [
        [
            Cell(row.code, bold=True, link=compositor.finding_link(row.code)),
            row.kind,
            row.title,
            row.group,
            Cell(net_of(row)),
            state_cell(compositor, row),
        ]
        for row in findings
    ]
    return compositor.table(columns, rows, empty=say("No finding was raised."))


def net_of(row: FindingRow) -> str:
    """Return the net of a finding; one that exists on the market basis only says so."""
    if row.net is not None:
        return signed(row.net)
    return f"{signed(row.market_net)} (market)" if row.market_net is not None else NOTHING


def state_cell(compositor: Compositor, row: FindingRow) -> Cell:
    """Return the state as word and shape."""
    word, mark = STATES[row.state]
    return Cell(compositor.say(word), mark=mark)


def _listed(compositor: Compositor, rows: Sequence[FindingRow]) -> Flowable:
    if not rows:
        return compositor.text(compositor.say("None."))
    columns = [
        Column(compositor.say("Finding"), 9),
        Column(compositor.say("Title"), 49),
        Column(f"{compositor.say('Net')}, {UNIT}", 18, "right"),
        Column(compositor.say("Corrected in or due"), 24),
    ]
    body: list[list[Content]] = [
        [
            Cell(row.code, bold=True, link=compositor.finding_link(row.code)),
            row.title,
            Cell(net_of(row)),
            row.corrected_in or f"{compositor.say('due')} {row.due.isoformat()}",
        ]
        for row in rows
    ]
    return compositor.table(columns, body)


def _finding(compositor: Compositor, row: FindingRow) -> list[Flowable]:
    """Return one finding in full; head and facts stay together, rounds may go to the next page."""
    facts = [fact for fact in _facts(compositor, row) if fact[1]]
    return [
        compositor.together(
            compositor.heading(f"{row.code}  {row.title}", 2, f"finding.{row.code}"),
            compositor.facts(facts[:6], 0.2),
        ),
        compositor.facts(facts[6:] + _rounds(compositor, row.rounds), 0.2, rule_above=False),
        compositor.space(6),
    ]


def _facts(compositor: Compositor, row: FindingRow) -> list[tuple[str, Content]]:
    say = compositor.say
    links = ", ".join(
        filter(
            None,
            (
                row.converted_from and f"{say('from')} {row.converted_from}",
                row.converted_to and f"{say('to')} {row.converted_to}",
            ),
        )
    )
    return [
        (
            say("Type, state"),
            Cell(f"{row.kind}, {row.subtype}: {say(STATES[row.state][0])}", mark=STATES[row.state][1]),
        ),
        (say("Requirement"), row.requirement),
        (say("Gap"), row.gap),
        (say("Evidence"), citations(row.evidence)),
        (
            say("Claimed, verified"),
            f"{row.claimed or NOTHING}  /  {row.verified or NOTHING}" if row.claimed or row.verified else "",
        ),
        (
            say("Issued"),
            f"{row.issued_on} {say('by')} {row.issued_by} {say('on')} {row.statement_version}, "
            f"{say('to')} {row.addressee}, {say('due')} {row.due}",
        ),
        (say("Effects"), effects_of(compositor, row)),
        (say("Extent test"), row.extent_test),
        (say("Converted"), links),
        (say("Ruling"), row.qualitative_ruling),
        (say("Root cause"), row.root_cause),
        (say("Correction"), row.correction),
        (say("Corrective action"), row.corrective_action),
        (
            say("Closed"),
            f"{row.closed_on} {say('by')} {row.closed_by}: {row.closure_reason}" if row.closed_on else "",
        ),
    ]


def effects_of(compositor: Compositor, row: FindingRow) -> str:
    """Return the effects, then net and gross, and what is projected."""
    if not row.effects:
        return ""
    say = compositor.say
    listed = "; ".join(
        f"{effect.source} {compositor.words.basis(effect.basis)} {signed(effect.amount)}"
        for effect in row.effects
    )
    sums = f"{say('Net')} {net_of(row)}, {say('gross')} {tonnes(row.gross)} {UNIT}"
    known = f", {say('known')} {signed(row.known)}, {say('the net is projected')}" if row.is_projected else ""
    return f"{listed}. {sums}{known}."


def citations(links: Sequence[EvidenceLink]) -> str:
    """Return E-012 p. 4 or E-019 Ledger!C17 for each cited place."""
    return ", ".join(
        " ".join(filter(None, (link.document, f"p.\u00a0{link.page}" if link.page else "", link.place)))
        for link in links
    )


def _rounds(compositor: Compositor, rounds: Sequence[FindingRound]) -> list[tuple[str, Content]]:
    say = compositor.say
    rows: list[tuple[str, Content]] = []
    for item in rounds:
        cited = f" ({citations(item.cited)})" if item.cited else ""
        answered = f"{item.answered_on} {item.answered_by}: {item.answer}{cited}"
        rows.append((f"{say('Round')} {item.number}, {say('answer')}", answered))
        if item.assessment:
            outcome = f" {say('Outcome')}: {item.outcome}." if item.outcome else ""
            held = f" ({citations(item.assessed_with)})" if item.assessed_with else ""
            assessed = f"{item.assessed_on} {item.assessed_by}: {item.assessment}{held}{outcome}"
            rows.append((f"{say('Round')} {item.number}, {say('assessment')}", assessed))
    return rows
