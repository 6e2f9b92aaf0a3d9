"""Pages of the report on numbers: the ledger, the evaluation of each group, the uncorrected misstatements."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from reportlab.platypus import Flowable

from reports.contract import Basis, EvaluationGroup, LedgerRow, Misstatement, ReportBody, UncertaintyRow
from reports.drawings import materiality_meter
from reports.numbers import NO_BREAK, UNIT, percent, ratio, signed, tonnes, whole_percent
from reports.style import Cell, Column, Compositor, Content


def ledger_pages(compositor: Compositor, ledger: Sequence[LedgerRow]) -> list[Flowable]:
    """Return reported - corrections - remainder = verified, per basis; every column foots."""
    say = compositor.say
    story: list[Flowable] = [
        compositor.heading(say("From the statement as first submitted to the statement verified")),
        compositor.text(
            say(
                "Reported less the agreed corrections is what was verified; a correction is reported less "
                "correct, so that an understatement is negative."
            ),
            quiet=True,
        ),
    ]
    for basis in Basis:
        rows = [row for row in ledger if row.basis is basis]
        if rows:
            story.append(compositor.heading(compositor.words.basis(basis).capitalize(), 2))
            story.append(_ledger_table(compositor, rows))
            story.extend(
                compositor.text(
                    f"{row.source}: {say('remainder')} {signed(row.remainder)}. {row.remainder_reason}"
                )
                for row in rows
                if row.remainder
            )
    return story


def _ledger_table(compositor: Compositor, rows: Sequence[LedgerRow]) -> Flowable:
    say = compositor.say
    columns = [
        Column(say("Source"), 32),
        Column(say("Category"), 9),
        Column(f"{say('Reported')}, {UNIT}", 15, "right"),
        Column(say("Findings"), 16),
        Column(f"{say('Corrections')}, {UNIT}", 15, "right"),
        Column(f"{say('Verified')}, {UNIT}", 15, "right"),
    ]
    corrections = [sum((item.net for item in row.corrections), row.remainder) for row in rows]
    body: list[list[Content]] = [
        [
            f"{row.source}{NO_BREAK * 2}{row.name}",
            str(row.iso_category),
            row.reported,
            ", ".join(item.finding for item in row.corrections),
            Cell(signed(correction)) if correction else Cell(""),
            row.verified,
        ]
        for row, correction in zip(rows, corrections, strict=True)
    ]
    body.append(
        [
            say("Total"),
            "",
            sum((row.reported for row in rows), Decimal(0)),
            "",
            Cell(signed(sum(corrections, Decimal(0)))),
            sum((row.verified for row in rows), Decimal(0)),
        ]
    )
    return compositor.table(columns, body, totals=1)


def evaluation_pages(compositor: Compositor, runs: Sequence[EvaluationGroup]) -> list[Flowable]:
    """Return one block per evaluation run: the runs that carry the opinion first, then those of planning."""
    say = compositor.say
    story: list[Flowable] = [compositor.heading(say("Evaluation of misstatements"))]
    carrying = [run for run in runs if run.is_under_opinion]
    for run in carrying:
        story.extend(_run(compositor, run))
    earlier = [run for run in runs if not run.is_under_opinion]
    if earlier:
        story.append(compositor.heading(say("If nothing had been corrected")))
        for run in earlier:
            story.extend(_run(compositor, run))
    return story


def _run(compositor: Compositor, run: EvaluationGroup) -> list[Flowable]:
    words = compositor.words
    title = f"{words.say('Group')} {run.group}, {run.version}, {words.basis(run.basis)}"
    numbers = compositor.table(
        [
            Column(words.say("What is compared"), 46),
            Column(UNIT, 18, "right"),
            Column(words.say("Share of the group"), 18, "right"),
            Column(words.say("Share of the threshold"), 18, "right"),
        ],
        _numbers(compositor, run),
        kind="dense",
    )
    block: list[Flowable] = [
        compositor.heading(title, 2),
        compositor.text(_reading(compositor, run), "table"),
        compositor.drawing(materiality_meter(run, compositor.fonts)),
        compositor.space(4),
        numbers,
    ]
    story: list[Flowable] = [compositor.together(*block), compositor.space(4)]
    if run.misstatements:
        story += [misstatement_table(compositor, run.misstatements), compositor.space(4)]
    branches = " ".join(
        f"{branch.name.capitalize()}: {words.conclusion(branch.proposes)} ({branch.compared.rstrip('.')})."
        for branch in run.branches
    )
    story.append(compositor.text(f"{words.say('Branches of the proposal')}. {branches}", "small", quiet=True))
    return story


def _reading(compositor: Compositor, run: EvaluationGroup) -> str:
    words, say = compositor.words, compositor.words.say
    parts = [f"{say('Proposed')}: {words.conclusion(run.proposed)}."]
    if run.decided is not None:
        decided = f"{say('Decided by the lead verifier')}: {words.conclusion(run.decided)}"
        reason = run.decision_reason.strip().rstrip(".")
        parts.append(f"{decided} ({reason})." if reason else f"{decided}.")
    if run.is_amber:
        parts.append(say("Net or gross passes performance materiality."))
    if run.is_gross_flagged:
        parts.append(say("Gross passes the threshold: a matter of judgement, noted."))
    if run.qualitative_ruling:
        parts.append(run.qualitative_ruling)
    return " ".join(part.strip() for part in parts)


def _numbers(compositor: Compositor, run: EvaluationGroup) -> list[list[Content]]:
    say = compositor.say
    limit = run.threshold_tonnes

    def row(label: str, amount: Decimal, share: Decimal, shown: str = "") -> list[Content]:
        of_limit = Cell(percent(abs(amount) / limit, 1))
        return [label, Cell(shown or tonnes(amount)), Cell(percent(share, 3)), of_limit]

    base = run.denominator
    rows: list[list[Content]] = [
        [say("Total of the group, D"), base, "", ""],
        row(f"{say('Threshold')}, {whole_percent(run.threshold)} {say('of D')}", limit, limit / base),
        row(say("Performance materiality"), run.performance_tonnes, run.performance_tonnes / base),
        row(say("Clearly trivial"), run.trivial_tonnes, run.trivial_tonnes / base),
        row(say("Largest misstatement"), run.largest, run.largest_share),
        row(say("Net of all uncorrected"), run.net, run.net_share, signed(run.net)),
        row(say("Gross of all uncorrected"), run.gross, run.gross_share),
        row(say("Without sufficient evidence"), run.unverified, run.gap_share),
    ]
    material = say("material") if run.is_material else say("not material")
    rows.append([Cell(say("Result"), bold=True), Cell(material, bold=True), "", ""])
    return rows


def misstatement_table(compositor: Compositor, misstatements: Sequence[Misstatement]) -> Flowable:
    """Return each misstatement with net, gross and its shares."""
    say = compositor.say
    columns = [
        Column(say("Finding"), 12),
        Column(say("Source"), 10),
        Column(say("Kind"), 14),
        Column(f"{say('Net')}, {UNIT}", 16, "right"),
        Column(f"{say('Gross')}, {UNIT}", 16, "right"),
        Column(say("Share of the group"), 16, "right"),
        Column(say("Share of the threshold"), 16, "right"),
    ]
    rows: list[list[Content]] = [
        [
            Cell(item.finding, bold=True, link=compositor.finding_link(item.finding)),
            item.source,
            say("projected") if item.is_projected else say("known"),
            Cell(signed(item.net)),
            Cell(tonnes(sum((abs(effect) for effect in item.effects), Decimal(0)))),
            Cell(percent(item.share, 3)),
            Cell(percent(item.threshold_share, 1)),
        ]
        for item in misstatements
    ]
    return compositor.table(columns, rows, empty=say("None."))


def uncorrected_pages(compositor: Compositor, body: ReportBody) -> list[Flowable]:
    """Return the schedule of uncorrected misstatements of the version under opinion, group by group."""
    say, words = compositor.say, compositor.words
    story: list[Flowable] = [compositor.heading(say("Schedule of uncorrected misstatements"))]
    for run in body.evaluation:
        if not run.is_under_opinion:
            continue
        sums = (
            f"{say('net')} {signed(run.net)} t = {percent(run.net_share, 3)}, "
            f"{say('gross')} {tonnes(run.gross)} t = {percent(run.gross_share, 3)} {say('of the group')}"
        )
        title = f"{say('Group')} {run.group}, {words.basis(run.basis)}"
        story.append(compositor.heading(title, 2))
        story.append(
            misstatement_table(compositor, run.misstatements)
            if run.misstatements
            else compositor.text(say("None."))
        )
        if run.misstatements:
            story += [compositor.space(3), compositor.text(f"{say('All together')}: {sums}.", "table")]
            story += [
                compositor.text(f"{item.finding}: {item.reason}", "table")
                for item in run.misstatements
                if item.reason
            ]
    return story


def uncertainty_table(compositor: Compositor, rows: Sequence[UncertaintyRow]) -> Flowable:
    """Return combined uncertainties in per cent of their tonnes."""
    say = compositor.say
    columns = [
        Column(say("Sum"), 60),
        Column(UNIT, 20, "right"),
        Column(say("Uncertainty, 95 %"), 20, "right"),
    ]
    return compositor.together(
        compositor.table(columns, [[row.label, row.tonnes, Cell(f"±{ratio(row.percent)}")] for row in rows])
    )
