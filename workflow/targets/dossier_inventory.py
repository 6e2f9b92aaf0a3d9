"""Sections 3 to 7 of the documents: inventory basis, table, exclusions, bioenergy and screening of scope 3."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from reports.parts import Basis
from reports.sbt_contract import (
    Bioenergy,
    EntityInside,
    EntityOutside,
    InventoryBasis,
    InventoryRow,
    InventoryTable,
    RowKind,
    ScreeningRow,
)
from workflow.programme.rules import APPROACH_WORDS, Place
from workflow.targets.dossier_fields import part_of
from workflow.targets.dossier_material import Material
from workflow.targets.inventory_values import MARKET, YearValues
from workflow.targets.queries import values_of
from workflow.targets.rules import SCOPE_3_CATEGORIES

LOCATION = "location-based"
CITED, TYPED = "from verified statements", "typed, not verified"


def basis_of(material: Material) -> InventoryBasis:
    """Section 3: on what the figures stand; of the base year's statements what they say themselves."""
    base, recent, statements = material.base, material.recent(), material.statements
    inside = [row for row in material.entities if row.place is Place.IN]
    outside = [row for row in material.entities if row.place is Place.OUT]
    one = statements[0] if len(statements) == 1 else None
    gases = material.submission.get("gases_assessed")
    return part_of(
        InventoryBasis, material.facts,
        approach=_approach(material),
        entities_inside=tuple(
            EntityInside(name=row.name, country=row.site or "", share=row.share, factor=row.inclusion) for row in inside
        ),
        entities_outside=tuple(EntityOutside(name=row.name, reason=row.reason or "") for row in outside),
        gases=gases if isinstance(gases, tuple) else (),
        base_year=base.year if base else None,
        recent_year=recent.year if recent else None,
        body=", ".join(dict.fromkeys(row.body for row in statements)),
        level=", ".join(dict.fromkeys(row.level for row in statements)),
        criteria=", ".join(material.criteria) if statements else "",
        statement=", ".join(row.reference for row in statements),
        statement_date=max((row.dated for row in statements), default=None),
        statement_sha256=one.statement_sha256 if one else "",
    )  # fmt: skip


def _approach(material: Material) -> str:
    stated = material.submission.get("target_approach")
    if material.programme is not None:
        return APPROACH_WORDS[material.programme.approach]
    return str(stated).replace("_", " ") if stated is not None else ""


def table_of(material: Material, *, reporting_year: int | None = None) -> InventoryTable | None:
    """Section 4: base year and most recent (or reporting) year by scope and category; None without a base year."""
    base = material.base_values
    if base is None:
        return None
    newest = material.held.newest
    row = newest.get(reporting_year) if reporting_year is not None else material.recent()
    recent = values_of(row) if row is not None else None
    rows = [*_scopes_1_2(base, recent), *_scope_3(material, base, recent), *_beside(base, recent)]
    scope_2 = Basis.MARKET if material.submission.get("scope_2_approach") == MARKET else Basis.LOCATION
    approach = MARKET if scope_2 is Basis.MARKET else LOCATION
    return InventoryTable(
        base_year=base.year,
        recent_year=reporting_year or (recent.year if recent else base.year),
        scope_2=scope_2,
        rows=tuple(rows),
        declared_base=base.total((1, 2, 3), approach),
        declared_recent=recent.total((1, 2, 3), approach) if recent else None,
    )


def _scopes_1_2(base: YearValues, recent: YearValues | None) -> list[InventoryRow]:
    def row(kind: RowKind, first: Decimal, last: Decimal | None) -> InventoryRow:
        return InventoryRow(kind=kind, base=first, recent=last, quality=_quality(base))

    return [
        row(RowKind.SCOPE_1, base.scope_1, recent.scope_1 if recent else None),
        row(RowKind.SCOPE_2_LOCATION, base.scope_2(LOCATION), recent.scope_2(LOCATION) if recent else None),
        row(RowKind.SCOPE_2_MARKET, base.scope_2(MARKET), recent.scope_2(MARKET) if recent else None),
    ]


def _scope_3(material: Material, base: YearValues, recent: YearValues | None) -> list[InventoryRow]:
    first, last = base.scope_3, recent.scope_3 if recent else {}
    rows = []
    for number in SCOPE_3_CATEGORIES:
        reason = str(material.submission.get(f"screen_{number}", ""))
        rows.append(
            InventoryRow(
                kind=RowKind.SCOPE_3, category=number, base=first.get(number), recent=last.get(number),
                quality=_quality(base) if number in first else "",
                # A category with a value is relevant: what was written of it is no reason to leave it out.
                reason=reason if number not in first and number not in last else "",
            )
        )  # fmt: skip
    return rows


def _beside(base: YearValues, recent: YearValues | None) -> list[InventoryRow]:
    def row(kind: RowKind, first: Decimal | None, last: Decimal | None) -> InventoryRow:
        return InventoryRow(
            kind=kind, base=first, recent=last, quality=_quality(base) if first is not None else ""
        )

    return [
        row(RowKind.BIOGENIC, base.biogenic_co2, recent.biogenic_co2 if recent else None),
        row(RowKind.REMOVALS, base.removals, recent.removals if recent else None),
    ]


def _quality(values: YearValues) -> str:
    return CITED if values.is_verified else TYPED


def bioenergy_of(material: Material) -> Bioenergy:
    """Section 6; the wording carries the footnote when the base year has biogenic CO2."""
    base = material.base_values
    part = part_of(Bioenergy, material.facts)
    return replace(part, needs_footnote=None if base is None else bool(base.biogenic_co2))


def screening_of(material: Material) -> tuple[ScreeningRow, ...]:
    """Section 7: each category with its decision: in a target, measured outside them, or not relevant and why."""
    base = material.base_values
    measured = base.scope_3 if base else {}
    found = []
    for number in SCOPE_3_CATEGORIES:
        reason = str(material.submission.get(f"screen_{number}", ""))
        covered = [t.code for t in material.targets if number in material.held.draft(t).covers]
        if covered:
            decision = "in " + ", ".join(covered)
        elif number in measured:
            decision = "measured, outside the targets"
        else:
            decision = f"not relevant: {reason}" if reason else ""
        is_relevant = True if number in measured or covered else (False if reason else None)
        found.append(ScreeningRow(category=number, is_relevant=is_relevant, decision=decision))
    return tuple(found)


def flag_share_of(material: Material) -> Decimal | None:
    """Emissions of forests, land and agriculture as a share of all of the base year; None while unknown."""
    flag, base = material.submission.get("flag_emissions"), material.base_values
    approach = str(material.submission.get("scope_2_approach", LOCATION))
    total = base.total((1, 2, 3), approach) if base else Decimal(0)
    return (flag / total).quantize(Decimal("0.000001")) if isinstance(flag, Decimal) and total else None
