"""Sections 8, 9 and 12 of the documents: target blocks, coverage of scopes, and the rule results of the pre-check."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_FLOOR, Decimal

from methods.rounding import ZERO, round_tonnes
from methods.target_rules import Outcome, RuleResult, load_rule_set
from methods.targets import Ambition
from reports.sbt_contract import (
    CoverageRow,
    CoverageSummary,
    DoubleCount,
    Reach,
    RuleRow,
    TargetBlock,
    YearAmount,
    rule_rows,
)
from reports.sbt_contract import TargetKind as BlockKind
from reports.sbt_targets import OUTCOMES
from workflow.targets.dossier_material import Material
from workflow.targets.models import GroupInventory, InventoryCitation, Target
from workflow.targets.pre_check import PreCheck
from workflow.targets.rules import (
    INTENSITIES,
    METHODS,
    NEAR_TERM_SET,
    NET_ZERO_SET,
    SHARES,
    TargetKind,
)
from workflow.targets.target_inputs import Draft

TOOL = "methods.targets of this product"
TONNES, SHARE = "t CO2e", "share"
_KINDS = {
    TargetKind.ABSOLUTE: BlockKind.ABSOLUTE, TargetKind.SECTORAL: BlockKind.ABSOLUTE,
    TargetKind.PHYSICAL: BlockKind.INTENSITY, TargetKind.ECONOMIC: BlockKind.INTENSITY,
    TargetKind.ENGAGEMENT: BlockKind.ENGAGEMENT, TargetKind.RENEWABLE: BlockKind.RENEWABLE,
    TargetKind.COMBINED: BlockKind.COMBINED, TargetKind.NET_ZERO: BlockKind.NET_ZERO,
}  # fmt: skip
# NT-17 and NT-18 hold what a scope must reach; a target that passes them is called by the ambition that they ask.
_AMBITIONS = (("NT-17", Ambition.ONE_POINT_FIVE), ("NT-18", Ambition.WELL_BELOW_TWO))


def reach_of(kind: TargetKind) -> Reach:
    """How far a target of a kind reaches, in the words of the documents."""
    return Reach.NET_ZERO if kind is TargetKind.NET_ZERO else Reach.NEAR


def blocks_of(material: Material) -> tuple[TargetBlock, ...]:
    """Section 8: one block for each target that lives."""
    return tuple(_block(material, row, material.checks[row.code]) for row in material.targets)


def _block(material: Material, row: Target, checked: PreCheck) -> TargetBlock:
    draft = material.held.draft(row)
    inventory = material.held.inventory(row.inventory_id)
    base, leaves = _values(draft, checked)
    return TargetBlock(
        target_id=row.code,
        kind=_KINDS[row.kind],
        reach=reach_of(row.kind),
        unit=unit_of(draft),
        scopes=tuple(sorted(draft.scopes or ())),
        categories=tuple(draft.covers),
        base_year=inventory.year if inventory else None,
        target_year=draft.target_year,
        base_value=base,
        target_value=leaves,
        reduction=None if row.kind in SHARES else checked.reduction,
        method=METHODS[row.kind].value.replace("_", " "),
        tool=TOOL,
        activity_unit=str(draft.known.get("activity_unit", "")),
        activity_growth=_growth(draft),
        coverage=_coverage(material, draft, checked),
        ambition=_ambition(checked),
        forward_looking=_forward_looking(checked),
        base_year_source=base_year_source(inventory, material.citations),
        base_year_sha256=_statement_hash(material, inventory),
        wording=_wording(checked),
        line=_line(draft, checked),
    )


def unit_of(draft: Draft) -> str:
    """The unit of a target's values: tonnes, a share, or tonnes by unit of output."""
    if draft.kind in SHARES:
        return SHARE
    if draft.kind in INTENSITIES:
        return f"{TONNES} per {draft.known.get('activity_unit') or 'unit'}"
    return TONNES


def _values(draft: Draft, checked: PreCheck) -> tuple[Decimal | None, Decimal | None]:
    """Base-year and target-year value in the target's unit."""
    if draft.kind in SHARES:
        return draft.number("base_share"), draft.number("share")
    if draft.kind in INTENSITIES:
        points = checked.line.points
        return (points[0].value, points[-1].value) if points else (None, None)
    rounded = [None if value is None else round_tonnes(value) for value in (checked.base, checked.leaves)]
    return rounded[0], rounded[1]


def _line(draft: Draft, checked: PreCheck) -> tuple[YearAmount, ...]:
    """The published line; shares are drawn in per cent on the page and stand as fractions in a contract."""
    if draft.kind in SHARES:
        return tuple(YearAmount(year=p.year, amount=p.value / 100) for p in checked.line.points)
    if draft.kind in INTENSITIES:
        return tuple(YearAmount(year=p.year, amount=p.value) for p in checked.line.points)
    return tuple(YearAmount(year=p.year, amount=round_tonnes(p.value)) for p in checked.line.points)


def _growth(draft: Draft) -> Decimal | None:
    """The yearly growth of output that base and target year imply."""
    first, last, year = draft.number("base_activity"), draft.number("target_activity"), draft.target_year
    if not first or not last or year is None or draft.base is None or year <= draft.base.year:
        return None
    years = year - draft.base.year
    return ((last / first) ** (Decimal(1) / years) - 1).quantize(Decimal("0.000001"))


def _coverage(material: Material, draft: Draft, checked: PreCheck) -> Decimal | None:
    """The covered share of the target's own scopes, of the base year."""
    approach = material.submission.get("scope_2_approach")
    if draft.base is None or draft.scopes is None or approach is None:
        return None
    whole = draft.base.total(draft.scopes, str(approach))
    covered = (
        draft.base.total(draft.scopes, str(approach)) if draft.kind is TargetKind.RENEWABLE else checked.base
    )
    # Cut, not rounded: a little less than what is needed is never printed as enough.
    return (
        (covered / whole).quantize(Decimal("0.0001"), ROUND_FLOOR) if whole and covered is not None else None
    )


def _result(checked: PreCheck, rule_id: str) -> RuleResult | None:
    return next((result for result in checked.results if result.rule_id == rule_id), None)


def _ambition(checked: PreCheck) -> str:
    """The ambitions whose rules the target keeps; empty where it keeps none."""
    kept = [
        ambition.words
        for rule_id, ambition in _AMBITIONS
        if (found := _result(checked, rule_id)) is not None and found.outcome is Outcome.PASS
    ]
    return ", ".join(kept)


def _forward_looking(checked: PreCheck) -> str:
    found = _result(checked, "NT-16")
    if found is None or found.outcome is Outcome.NOT_APPLICABLE:
        return ""
    return f"{OUTCOMES[found.outcome]}: {found.sentence}"


def _wording(checked: PreCheck) -> str:
    """The sentence of publication, with its footnote; empty while it lacks a field."""
    # What cannot be worded yet comes as the sentence that says what lacks: it names no company.
    if checked.wording is None or "company" not in checked.wording.params:
        return ""
    return " ".join(filter(None, (str(checked.wording), checked.footnote)))


def base_year_source(
    inventory: GroupInventory | None, citations: Mapping[int, list[InventoryCitation]]
) -> str:
    """Where a base year comes from: cases and statements, and the lock of the group's inventory."""
    if inventory is None:
        return ""
    cited = [f"{row.case_code}, {row.reference}" for row in citations.get(inventory.id, [])]
    locked = f"inventory {inventory.year} edition {inventory.edition}, SHA-256 {inventory.sha256}"
    return "; ".join([*cited, locked]) if cited else f"typed, not verified; {locked}"


def _statement_hash(material: Material, inventory: GroupInventory | None) -> str:
    """The GHG statement's hash where one statement stands behind the base year; of several none is the one."""
    rows = material.citations.get(inventory.id, []) if inventory is not None else []
    return rows[0].statement_sha256 if len(rows) == 1 else ""


def coverage_of(material: Material) -> CoverageSummary:
    """Section 9: scopes 1 and 2 and scope 3, for near-term and for net-zero targets."""
    rows: list[CoverageRow] = []
    twice: dict[int, Decimal] = {}
    for reach, rule_set_id, rule_id, names in (
        (Reach.NEAR, NEAR_TERM_SET, "NT-04", ("covered", None)),
        (Reach.NET_ZERO, NET_ZERO_SET, "NZ-01", ("scopes_1_2", "scope_3")),
    ):
        here = [row for row in material.targets if reach_of(row.kind) is reach]
        if not here:
            continue
        needed = load_rule_set(rule_set_id).rule(rule_id).number(str(names[0]))
        rows += _rows_1_2(material, here, reach, needed)
        found = next((c for row in here if (c := material.checks[row.code].coverage) is not None), None)
        if found is not None and found.total:
            share = found.needed / found.total
            rows.append(
                CoverageRow(
                    label="Scope 3", reach=reach, covered=found.covered, whole=found.total, needed=share
                )
            )
            twice |= dict(found.counted_twice)
    doubled = tuple(DoubleCount(category=number, tonnes=tonnes) for number, tonnes in sorted(twice.items()))
    return CoverageSummary(rows=tuple(rows), counted_twice=doubled if rows else None)


def _rows_1_2(material: Material, here: list[Target], reach: Reach, needed: Decimal) -> list[CoverageRow]:
    """Scopes 1 and 2: what targets hold of the base year, with what the inventory leaves out in the whole."""
    base, approach = material.base_values, material.submission.get("scope_2_approach")
    if base is None or approach is None:
        return []
    drafts = [material.held.draft(row) for row in here]
    held = {scope for draft in drafts for scope in draft.scopes or () if scope in {1, 2}}
    stated = [
        draft.number("excluded_from_target") for draft in drafts if draft.scopes and draft.scopes & {1, 2}
    ]
    excluded = max((tonnes for tonnes in stated if tonnes is not None), default=ZERO)
    outside = material.submission.get("excluded_from_inventory")
    whole = base.total((1, 2), str(approach)) + (outside if isinstance(outside, Decimal) else ZERO)
    covered = base.total(held, str(approach)) - (excluded if held else ZERO)
    return [CoverageRow(label="Scopes 1 and 2", reach=reach, covered=covered, whole=whole, needed=needed)]


def rules_of(material: Material) -> tuple[RuleRow, ...]:
    """Section 12: of each rule set the results about the submission once, then those about each target."""
    found: list[RuleRow] = []
    for rule_set_id in dict.fromkeys(row.rule_set_id for row in material.targets):
        here = [row for row in material.targets if row.rule_set_id == rule_set_id]
        found += rule_rows(material.checks[here[0].code].results)
        for row in here:
            found += rule_rows(material.checks[row.code].results, row.code)
    return tuple(found)
