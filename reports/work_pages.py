"""Pages of the report on the work done: team, risks, activities, visits, samples, checks, evidence index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from reportlab.platypus import Flowable

from reports.contract import EvidenceRow, ReportBody, SamplingRecord
from reports.flowables import Stacked
from reports.numbers import NOTHING, UNIT, number, percent, signed, tonnes, whole_percent
from reports.style import Cell, Column, Compositor, Content


def work_pages(compositor: Compositor, body: ReportBody) -> list[Flowable]:
    """Return how the opinion was come by."""
    say = compositor.say
    story: list[Flowable] = [
        compositor.heading(say("The engagement")),
        compositor.table(
            [Column(say("Person"), 40), Column(say("Role"), 60)],
            [[person.name, person.role] for person in body.team],
        ),
        compositor.space(8),
        _timeline(compositor, body),
        compositor.heading(say("Strategic analysis and risks")),
        *(compositor.text(paragraph) for paragraph in body.strategic_summary),
        _risks(compositor, body),
    ]
    if body.changes_from_earlier:
        story += [
            compositor.heading(say("Changes from earlier periods"), 2),
            *compositor.bullets(body.changes_from_earlier),
        ]
    story += [
        compositor.heading(say("Evidence-gathering procedures")),
        *compositor.bullets(body.procedures),
        compositor.space(4),
        _tests(compositor, body),
        compositor.heading(say("Automatic checks"), 2),
        *_checks(compositor, body),
        compositor.heading(say("Sites visited"), 2),
        _visits(compositor, body),
    ]
    for sample in body.samples:
        story.extend(sampling_pages(compositor, sample))
    story += [
        compositor.heading(say("Data and controls")),
        *(compositor.text(paragraph) for paragraph in body.data_and_controls),
        compositor.text(f"{say('Factual check')}: {body.factual_check}"),
        compositor.text(f"{say('Representation')}: {body.representation}"),
    ]
    return story


def _timeline(compositor: Compositor, body: ReportBody) -> Flowable:
    say = compositor.say
    if any(step.who for step in body.timeline):
        columns = [Column(say("Day"), 16), Column(say("Step"), 60), Column(say("By"), 24)]
        return compositor.table(
            columns, [[step.on.isoformat(), step.what, step.who] for step in body.timeline]
        )
    return compositor.table(
        [Column(say("Day"), 16), Column(say("Step"), 84)],
        [[step.on.isoformat(), step.what] for step in body.timeline],
    )


def _risks(compositor: Compositor, body: ReportBody) -> Flowable:
    say = compositor.say
    columns = [
        *(
            Column(say("Source"), 15),
            Column(say("Assertion"), 14),
            Column(say("Inherent"), 8),
            Column(say("Control"), 8),
        ),
        *(Column(say("Score"), 7), Column(say("Detection risk"), 12), Column(say("Response"), 36)),
    ]
    return compositor.table(
        columns,
        [
            [
                row.source,
                row.assertion,
                row.inherent,
                row.control,
                str(row.score),
                row.detection,
                row.response,
            ]
            for row in body.risks
        ],
        empty=say("No risk was recorded."),
    )


def _tests(compositor: Compositor, body: ReportBody) -> Flowable:
    say = compositor.say
    columns = [
        *(Column(say("Test"), 7), Column(say("Source, assertion"), 17), Column(say("Technique"), 13)),
        *(
            Column(say("Population, extent"), 21),
            Column(say("Result"), 16),
            Column(say("Prepared / reviewed"), 26),
        ),
    ]
    rows: list[list[Content]] = [
        [
            Cell(row.code, bold=True),
            f"{row.source}, {row.assertion}",
            row.technique,
            ": ".join(filter(None, (row.population, row.extent))),
            Cell(f"{row.result} {row.finding}".strip(), link=compositor.finding_link(row.finding)),
            f"{row.prepared}\n{row.reviewed}",
        ]
        for row in body.tests
    ]
    return compositor.table(columns, rows, empty=say("No activity was recorded."))


def _checks(compositor: Compositor, body: ReportBody) -> list[Flowable]:
    """Return what did not pass, row by row, and how often each check passed."""
    say = compositor.say
    passed = Counter(row.code for row in body.checks if row.answer == "pass")
    counted = ", ".join(f"{code} {times} ×" for code, times in sorted(passed.items()))
    columns = [
        Column(say("Check"), 10),
        Column(say("Subject"), 12),
        Column(say("Answer"), 12),
        Column(say("Values"), 66),
    ]
    rows: list[list[Content]] = [
        [
            Cell(row.code, bold=True),
            row.subject,
            Cell(row.answer, mark="refused" if row.answer == "fail" else ""),
            row.values,
        ]
        for row in body.checks
        if row.answer != "pass"
    ]
    return [
        compositor.table(columns, rows, empty=say("No check failed.")),
        compositor.space(3),
        compositor.text(f"{say('Passed')}: {counted or NOTHING}.", "table"),
    ]


def _visits(compositor: Compositor, body: ReportBody) -> Flowable:
    say = compositor.say
    columns = [
        Column(say("Site"), 16),
        Column(say("Days"), 15),
        Column(say("People"), 24),
        Column(say("Reason"), 20),
        Column(say("Work"), 25),
    ]
    rows = [
        [visit.site, f"{visit.start} to {visit.end}", ", ".join(visit.people), visit.reason, visit.work]
        for visit in body.visits
    ]
    return compositor.table(columns, rows, empty=say("No site was visited; the reason stands in the plan."))


def sampling_pages(compositor: Compositor, sample: SamplingRecord) -> list[Flowable]:
    """Return one sample: parameters, interval, start, hits, projection and bound, enough to draw it again."""
    say = compositor.say
    columns = [
        Column(say("Record"), 20),
        Column(f"{say('Recorded')}, {UNIT}", 20, "right"),
        Column(f"{say('Audited')}, {UNIT}", 20, "right"),
        Column(say("Taint"), 20, "right"),
        Column(f"{say('Projected')}, {UNIT}", 20, "right"),
    ]
    exact = [hit.record for hit in sample.hits if not hit.taint]
    rows: list[list[Content]] = [
        [hit.record, hit.recorded, hit.audited, Cell(percent(hit.taint)), Cell(signed(hit.projected))]
        for hit in sample.hits
        if hit.taint
    ]
    return [
        compositor.heading(f"{say('Sample of')} {sample.source}", 2),
        compositor.facts(_sampling_facts(compositor, sample)),
        compositor.space(4),
        compositor.table(columns, rows, empty=say("No selected record differs.")),
        compositor.space(3),
        compositor.text(f"{say('Selected, without difference')}: {', '.join(exact) or NOTHING}.", "table"),
    ]


def _sampling_facts(compositor: Compositor, sample: SamplingRecord) -> list[tuple[str, Content]]:
    say = compositor.say
    start = (
        f"{number(sample.start)}, {say('drawn from seed')} {sample.seed}"
        if sample.seed
        else (f"{number(sample.start)}, {say('stated, not drawn')}: {sample.start_reason}")
    )
    return [
        (say("Method"), sample.method),
        (
            say("Population"),
            f"{sample.population}: {sample.population_size} "
            f"{say('records')}, {tonnes(sample.population_tonnes)} {UNIT}",
        ),
        (
            say("Tolerable, expected misstatement"),
            f"{number(sample.tolerable)} t, {number(sample.expected)} t",
        ),
        (
            say("Risk, factors"),
            f"{whole_percent(sample.risk)}, {say('reliability factor')} {number(sample.reliability_factor)}, "
            f"{say('expansion factor')} {number(sample.expansion_factor)}",
        ),
        (
            say("Interval, planned size"),
            f"{number(sample.interval, 2)} t, {sample.planned_size} ({len(sample.hits)} {say('hits')})",
        ),
        (say("Start"), start),
        (say("Known, projected"), f"{signed(sample.known)} t, {signed(sample.projected)} t"),
        (
            say("Upper limit, overstatement"),
            f"{tonnes(sample.upper_over)} t {say('against')} {tonnes(sample.tolerable)} t: "
            f"{say('accepted') if sample.is_accepted else say('not accepted')}",
        ),
        (say("Upper limit, understatement"), f"{tonnes(sample.upper_under)} t"),
    ]


def evidence_table(compositor: Compositor, evidence: Sequence[EvidenceRow]) -> Flowable:
    """Return the evidence index: what was received, from whom, with its SHA-256."""
    say = compositor.say
    columns = [
        *(Column(say("Code"), 6), Column(say("Document, SHA-256"), 56), Column(say("Origin"), 7)),
        *(Column(say("Received"), 9), Column(say("Pages"), 5, "right")),
        *(Column(say("Read right · tested · figures"), 11, "right"), Column(say("Lines, findings"), 16)),
    ]
    rows: list[list[Content]] = [
        [
            Cell(row.code, bold=True),
            Stacked(
                compositor.text(row.title, "dense", after=0),
                compositor.text(row.sha256, "hash", quiet=True, after=0, raw=True),
            ),
            row.origin,
            row.received_on.isoformat(),
            str(row.pages) if row.pages else NOTHING,
            f"{row.read_right} · {row.tested} · {row.figures}",
            ", ".join((*row.lines, *row.findings)) or NOTHING,
        ]
        for row in evidence
    ]
    return compositor.table(columns, rows, kind="dense", empty=say("No evidence was received."))
