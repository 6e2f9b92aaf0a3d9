"""Section 10 of the documents and the body of the plan: levers, the wedge year by year, money, realised savings."""

from __future__ import annotations

from decimal import Decimal

from methods.roadmap import WedgeYear
from methods.rounding import round_tonnes
from reports.numbers import number
from reports.parts import Basis
from reports.sbt_contract import (
    Delivery,
    ForeignFactor,
    GrowthAssumption,
    LeverRow,
    RealisedRow,
    RoadmapYear,
    YearAmount,
)
from workflow.targets.dossier_fields import CURRENCY
from workflow.targets.dossier_material import Material
from workflow.targets.inventory_values import MARKET
from workflow.targets.page import actual_points
from workflow.targets.roadmap_models import RoadmapLever
from workflow.targets.roadmap_reads import as_lever


def currency_of(material: Material) -> str:
    """The currency of revenue and levers: the roadmap's, else the one that the office states."""
    basis = material.roadmap.basis
    return basis.currency if basis is not None else str(material.facts.get(CURRENCY, "CNY"))


def delivery_of(material: Material) -> Delivery:
    """The roadmap as it is computed; without levers and drivers it is not stated."""
    roadmap, basis = material.roadmap, _basis(material)
    years = roadmap.wedge.years if roadmap.wedge is not None else ()
    return Delivery(
        basis=basis,
        currency=currency_of(material),
        levers=tuple(_lever(material, row, basis) for row in roadmap.levers),
        years=tuple(_year(one, _actual(material)) for one in years),
        declared_capex=roadmap.capex.total if roadmap.capex is not None else None,
        interest=roadmap.basis.interest if roadmap.basis is not None and roadmap.levers else None,
        assumptions=tuple(
            GrowthAssumption(
                name=row.name, amount=row.amount, unit=row.unit, growth=row.growth, factor=row.factor,
                factor_source=row.factor_source,
            )
            for row in roadmap.activities
        ),
        foreign=_foreign(material),
    )  # fmt: skip


def _basis(material: Material) -> Basis:
    if material.roadmap.basis is not None:
        return Basis[material.roadmap.basis.basis.name]
    return Basis.MARKET if material.submission.get("scope_2_approach") == MARKET else Basis.LOCATION


def _lever(material: Material, row: RoadmapLever, basis: Basis) -> LeverRow:
    lever = as_lever(row)
    counted = material.roadmap.basis
    steps = {step.lever_id: step.cost for step in material.roadmap.costs}
    cost = steps.get(row.code)
    return LeverRow(
        lever_id=row.code, name=row.name, site=row.site, scope=row.scope, kind=row.kind.value.replace("_", " "),
        start_year=row.first_year, end_year=row.last_year, lifetime=row.lifetime, capex=row.capex,
        yearly_change=row.yearly_cost - row.yearly_saving,
        # What a lever abates on the roadmap's own basis, so that the table foots to the wedge.
        abatement=tuple(
            YearAmount(
                year=point.year,
                amount=round_tonnes(lever.abates(point.year, counted.basis) if counted is not None else point.value),
            )
            for point in lever.abatement
        ),
        spending=tuple(YearAmount(year=point.year, amount=point.value) for point in lever.spending),
        cost=None if cost is None else round_tonnes(cost),
        factor=_factor(row), confidence=row.confidence, owner=row.owner, status=row.status,
        dependency=row.dependency, overlap_group=row.overlap_group or "",
    )  # fmt: skip


def _factor(row: RoadmapLever) -> str:
    """The factor that a saving implies, as printed with its unit and source."""
    said = "" if row.factor is None else f"{number(row.factor, 4)} t/MWh"
    return ", ".join(filter(None, (said, row.factor_source)))


def _year(one: WedgeYear, actual: dict[int, Decimal]) -> RoadmapYear:
    """A year of the wedge, rounded so that planned and gap are what the printed numbers give."""
    usual, abatement, line = (
        round_tonnes(one.business_as_usual),
        round_tonnes(one.abatement),
        round_tonnes(one.line),
    )
    planned = usual - abatement
    return RoadmapYear(
        year=one.year, business_as_usual=usual, abatement=abatement, planned=planned, line=line, gap=planned - line,
        actual=actual.get(one.year),
    )  # fmt: skip


def _actual(material: Material) -> dict[int, Decimal]:
    """The measured years of the target that the roadmap follows."""
    target = material.roadmap.target
    if target is None or target.code not in material.checks:
        return {}
    points = actual_points(material.held, target, material.checks[target.code])
    return {point.year: round_tonnes(point.value) for point in points}


def _foreign(material: Material) -> tuple[ForeignFactor, ...]:
    """Levers and published claims whose implied factor is not the inventory's."""
    roadmap = material.roadmap
    energy = {row.code: row.mwh for row in roadmap.levers} | {row.name: row.mwh for row in roadmap.claims}
    return tuple(
        ForeignFactor(
            name=each.name, mwh=energy[each.name] or Decimal(0), tonnes=each.tonnes,
            implied=each.implied.quantize(Decimal("0.0001")), inventory=each.inventory,
            tonnes_at_inventory=round_tonnes(each.tonnes_at_inventory),
        )
        for each in roadmap.foreign
    )  # fmt: skip


def realised_of(material: Material, year: int | None = None) -> tuple[RealisedRow, ...]:
    """What levers have saved, measured and confirmed; of one year where it is named."""
    return tuple(
        RealisedRow(
            lever_id=found.lever_id, year=found.year, saved_mwh=found.saved_mwh, factor=measure.factor,
            planned=round_tonnes(found.planned), realised=round_tonnes(found.realised),
            confirmed_by=measure.confirmed_by,
        )
        for found, measure in material.roadmap.realised
        if year is None or found.year == year
    )  # fmt: skip
