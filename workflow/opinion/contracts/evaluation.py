"""The evaluation runs with every number, as report and evaluation sheet print them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from methods.rounding import round_tonnes
from reports.contract import Basis, Conclusion, EvaluationBranch, EvaluationGroup, Level, Misstatement
from workflow.cases.models import AssuranceGroup
from workflow.db import ScopedSession
from workflow.evaluation import queries as evaluations
from workflow.evaluation.groups import Standing, judge_group, to_json
from workflow.evaluation.models import GroupConclusion
from workflow.findings import queries as findings
from workflow.findings.models import Finding
from workflow.ghg_statement import queries as statements
from workflow.opinion.contracts.findings import first_submitted
from workflow.opinion.contracts.parties import Ground, version_name

NETTING = {"allowed": "within group and basis", "none": "none: gross decides too"}


def evaluation_runs(session: ScopedSession, ground: Ground) -> tuple[EvaluationGroup, ...]:
    """The first submitted version as if nothing were corrected, then the version under opinion."""
    groups = {g.code: g for g in ground.groups}
    reasons = _reasons(session, ground)
    gaps = _gap_categories(session, ground)
    runs = list(_uncorrected_runs(session, ground, reasons))
    for row in ground.conclusions:
        for numbers in filter(None, (row.location, row.market)):
            runs.append(
                _run(groups[row.group_code], version_name(ground.version.number), numbers, reasons, row, gaps)
            )
    return tuple(runs)


def _uncorrected_runs(
    session: ScopedSession, ground: Ground, reasons: Mapping[str, str]
) -> tuple[EvaluationGroup, ...]:
    first = first_submitted(session, ground.case)
    if first is None or first.id == ground.version.id:
        return ()
    standing = Standing(findings.all_misstatements(session, ground.case))
    rows = statements.lines_of(session, first)
    totals = statements.totals_of(session, ground.case, first)
    runs = []
    for group in ground.groups:
        if totals.groups[group.code][0] <= 0:
            continue
        judged = judge_group(ground.case, group, totals, rows, standing)
        runs += [
            _run(group, version_name(first.number), to_json(proposal), reasons, None)
            for proposal in (judged.location, judged.market)
            if proposal is not None and proposal.facts.misstatements
        ]
    return tuple(runs)


def _reasons(session: ScopedSession, ground: Ground) -> dict[str, str]:
    codes = {
        item["finding"]
        for row in ground.conclusions
        for numbers in (row.location, row.market)
        for item in (numbers or {}).get("misstatements", ())
    }
    query = select(Finding).where(Finding.case_id == ground.case.id, Finding.code.in_(sorted(codes)))
    return {f.code: f.resolution or f.title for f in session.scalars(query.order_by(Finding.id))}


def _gap_categories(session: ScopedSession, ground: Ground) -> dict[str, tuple[int, ...]]:
    """The ISO categories of each group that accepted limitations leave without evidence."""
    limitations = evaluations.standing_uncorrected(session, ground.case).limitations
    return {
        g.code: tuple(sorted({c for code, _t, found in limitations if code in ("", g.code) for c in found}))
        for g in ground.groups
    }


def _run(  # noqa: PLR0917 - the parts of one run
    group: AssuranceGroup,
    version: str,
    numbers: Mapping[str, Any],
    reasons: Mapping[str, str],
    decided: GroupConclusion | None,
    gaps: Mapping[str, tuple[int, ...]] = MappingProxyType({}),
) -> EvaluationGroup:
    def amount(key: str) -> Decimal:
        return Decimal(numbers[key])

    threshold, flags = amount("threshold"), set(numbers["flags"])
    return EvaluationGroup(
        group=group.code, name=group.name, version=version, basis=Basis(numbers["basis"]),
        level=Level(group.level.value), denominator=amount("reported"),
        threshold=group.threshold_percent / 100, threshold_tonnes=round_tonnes(threshold),
        performance_tonnes=round_tonnes(amount("performance")),
        trivial_tonnes=round_tonnes(amount("clearly_trivial")),
        misstatements=tuple(
            _misstatement(item, amount("reported"), threshold, reasons)
            for item in numbers["misstatements"]
            if item["effects"] or item["is_qualitatively_material"]
        ),
        net=_signed_net(numbers), gross=amount("gross"), largest=amount("largest"),
        net_share=amount("net_share"), gross_share=amount("gross_share"),
        largest_share=amount("largest_share"), unverified=amount("unverified"),
        gap_share=amount("gap_share"), gap_categories=gaps.get(group.code, ()) if decided else (),
        categories_over=tuple(numbers["categories_over"]), is_material=numbers["is_material"],
        is_amber="amber" in flags, is_gross_flagged="gross_over_threshold" in flags,
        netting=NETTING.get(numbers["netting"], numbers["netting"]),
        branches=_branches(numbers),
        proposed=Conclusion(numbers["conclusion"]),
        decided=Conclusion(decided.decided.value) if decided and decided.decided else None,
        decision_reason=(decided.reason or "Follows the proposal.") if decided and decided.decided else "",
        qualitative_ruling=(decided.market_ruling or "") if decided else "",
        is_under_opinion=decided is not None,
    )  # fmt: skip


def _branches(numbers: Mapping[str, Any]) -> tuple[EvaluationBranch, ...]:
    return tuple(
        EvaluationBranch(
            name=branch["code"].replace("_", " "),
            compared=branch["template"]
            % {name: "none" if value == "-" else value for name, value in branch["params"].items()},
            proposes=Conclusion(branch["conclusion"]),
        )
        for branch in numbers["branches"]
    )


def _signed_net(numbers: Mapping[str, Any]) -> Decimal:
    return sum((Decimal(item["net"]) for item in numbers["misstatements"]), Decimal("0.00"))


def _misstatement(
    item: Mapping[str, Any], base: Decimal, threshold: Decimal, reasons: Mapping[str, str]
) -> Misstatement:
    net, effects = Decimal(item["net"]), item["effects"]
    sources = dict.fromkeys(source for source, _category, _amount in effects)
    return Misstatement(
        finding=item["finding"],
        source=", ".join(sources),
        iso_category=effects[0][1] if effects else 0,
        net=net,
        effects=tuple(Decimal(amount) for _source, _category, amount in effects),
        is_projected=item["is_projected"],
        share=abs(net) / base,
        threshold_share=abs(net) / threshold,
        reason=reasons.get(item["finding"], ""),
    )
