"""A line's calculation inputs as canonical JSON and back: what the responsible party computed with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from methods.quantification import (
    Co2eFactor,
    FactorMass,
    GasFactor,
    Instrument,
    SourceLine,
    SubLine,
)
from methods.sentence import Sentence
from methods.uncomputable import Uncomputable
from workflow.errors import BadInput
from workflow.i18n import N_, Message, message


@dataclass(frozen=True)
class StatedLine:
    """One line as the responsible party states it: how it was computed, and the tonnes it claims.

    `source` holds quantity, factors, sub-lines and instruments; `tonnes` and `tonnes_market` are t CO2e, None
    where the claim is what the inputs give. Uncertainties are half 95 % intervals in per cent.
    """

    source: SourceLine
    name: str
    tonnes: Decimal | None = None
    tonnes_market: Decimal | None = None
    factor_source: str | None = None
    method: str | None = None
    site: str | None = None
    uncertainty_activity: Decimal | None = None
    uncertainty_factor: Decimal | None = None


def to_inputs(line: SourceLine) -> dict[str, Any]:
    """The inputs of a line as JSON values; decimals are text, absent parts are left out."""
    held: dict[str, Any] = {
        "source_id": line.source_id,
        "iso_category": line.iso_category,
        "scope_code": line.scope_code,
        "activity": _text(line.activity),
        "unit": line.unit,
        "conversion": _text(line.conversion),
        "converted_unit": line.converted_unit,
        "gas_factors": [_gas_factor(factor) for factor in line.gas_factors],
        "co2e_factor": _co2e(line.co2e_factor),
        "sublines": [_subline(part) for part in line.sublines],
        "instruments": [
            {"id": i.instrument_id, "mwh": _text(i.mwh), "tonnes_per_mwh": _text(i.tonnes_per_mwh)}
            for i in line.instruments
        ],
        "market_factor": _co2e(line.market_factor),
        "is_removal": line.is_removal or None,
    }
    return {name: value for name, value in held.items() if value not in (None, [])}


def from_inputs(held: Mapping[str, Any]) -> SourceLine:
    """The line that `to_inputs` wrote; raises BadInput with what cannot be read."""
    try:
        return SourceLine(
            source_id=str(held["source_id"]),
            iso_category=int(held["iso_category"]),
            scope_code=str(held["scope_code"]),
            activity=Decimal(held["activity"]),
            unit=str(held["unit"]),
            conversion=Decimal(held.get("conversion", "1")),
            converted_unit=held.get("converted_unit"),
            gas_factors=tuple(_read_gas_factor(item) for item in held.get("gas_factors", ())),
            co2e_factor=_read_co2e(held.get("co2e_factor")),
            sublines=tuple(_read_subline(item) for item in held.get("sublines", ())),
            instruments=tuple(
                Instrument(str(i["id"]), Decimal(i["mwh"]), Decimal(i["tonnes_per_mwh"]))
                for i in held.get("instruments", ())
            ),
            market_factor=_read_co2e(held.get("market_factor")),
            is_removal=bool(held.get("is_removal", False)),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadInput(message(N_("A line cannot be read: {what}. Import it again."), what=error)) from error


def stated_to_json(line: StatedLine) -> dict[str, Any]:
    """A stated line as JSON values, to be carried from a preview to the act of taking it."""
    return {
        "inputs": to_inputs(line.source),
        "name": line.name,
        "tonnes": _maybe(line.tonnes),
        "tonnes_market": _maybe(line.tonnes_market),
        "factor_source": line.factor_source,
        "method": line.method,
        "site": line.site,
        "uncertainty_activity": _maybe(line.uncertainty_activity),
        "uncertainty_factor": _maybe(line.uncertainty_factor),
    }


def stated_from_json(held: Mapping[str, Any]) -> StatedLine:
    """The stated line that `stated_to_json` wrote; raises BadInput when it is not one."""
    try:
        return StatedLine(
            source=from_inputs(held["inputs"]),
            name=str(held["name"]),
            tonnes=_maybe_decimal(held.get("tonnes")),
            tonnes_market=_maybe_decimal(held.get("tonnes_market")),
            factor_source=held.get("factor_source"),
            method=held.get("method"),
            site=held.get("site"),
            uncertainty_activity=_maybe_decimal(held.get("uncertainty_activity")),
            uncertainty_factor=_maybe_decimal(held.get("uncertainty_factor")),
        )
    except (KeyError, TypeError, ValueError, InvalidOperation) as error:
        raise BadInput(message(N_("A line cannot be read: {what}. Import it again."), what=error)) from error


def _maybe_decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def as_message(error: Uncomputable | Sentence) -> Message:
    """A sentence of methods/ with its values, told as the product tells sentences."""
    return Message(error.template.replace("%(", "{").replace(")s", "}").replace("%%", "%"), error.params)


def _text(value: Decimal) -> str:
    return format(value, "f")


def _maybe(value: Decimal | None) -> str | None:
    return None if value is None else _text(value)


def _gas_factor(factor: GasFactor) -> dict[str, Any]:
    held = {"gas": factor.gas, "kg_per_unit": _text(factor.kg_per_unit)}
    if factor.stated_gwp is not None:
        held["stated_gwp"] = _text(factor.stated_gwp)
    return {**held, "is_biogenic": True} if factor.is_biogenic else held


def _read_gas_factor(held: Mapping[str, Any]) -> GasFactor:
    stated = held.get("stated_gwp")
    return GasFactor(
        str(held["gas"]),
        Decimal(held["kg_per_unit"]),
        is_biogenic=bool(held.get("is_biogenic", False)),
        stated_gwp=None if stated is None else Decimal(stated),
    )


def _co2e(factor: Co2eFactor | None) -> dict[str, str] | None:
    return None if factor is None else {"value": _text(factor.value), "mass": factor.mass.value}


def _read_co2e(held: Mapping[str, Any] | None) -> Co2eFactor | None:
    return None if held is None else Co2eFactor(Decimal(held["value"]), FactorMass(held["mass"]))


def _subline(part: SubLine) -> dict[str, Any]:
    return {
        "name": part.name,
        "activity": _text(part.activity),
        "unit": part.unit,
        "factor": _co2e(part.factor),
        "conversion": _text(part.conversion),
    }


def _read_subline(held: Mapping[str, Any]) -> SubLine:
    factor = _read_co2e(held["factor"])
    if factor is None:
        raise KeyError("factor")
    return SubLine(
        str(held["name"]), Decimal(held["activity"]), str(held["unit"]), factor, Decimal(held["conversion"])
    )
