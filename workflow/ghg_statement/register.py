"""Takes a stated line into a version, and its source into the register of the case."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from methods.gwp import gas_family
from methods.quantification import LineResult, SourceLine, quantify_line
from methods.rounding import round_tonnes
from methods.uncomputable import Uncomputable
from workflow.cases import commands as cases
from workflow.cases.models import Case
from workflow.db import Base, tonnes_cents
from workflow.errors import BadInput
from workflow.ghg_statement.inputs import StatedLine, as_message, to_inputs
from workflow.ghg_statement.models import Source, StatementLine, StatementVersion
from workflow.ghg_statement.rules import refuse_scope_code
from workflow.i18n import N_, message
from workflow.unit_of_work import UnitOfWork

SOURCE_CODE = re.compile(r"S\d{2,3}")


@dataclass
class Held:
    """What a version and its case's register hold while lines are taken in; both grow with each line."""

    case: Case
    version: StatementVersion
    register: dict[str, Source]
    lines: dict[str, StatementLine]


def write_line(uow: UnitOfWork, held: Held, stated: StatedLine) -> tuple[StatementLine, list[Base]]:
    """Write one line, entering its source when it is new; gives the line and the new source's row."""
    computed = _compute(stated.source, held.version.gwp_set)
    source, is_new = _take_source(uow, held, stated)
    line = held.lines.get(source.code)
    if line is None:
        line = StatementLine(
            case_id=held.case.id, owner_org_id=held.case.owner_org_id, version_id=held.version.id,
            source_id=source.id, code=cases.next_code(uow, held.case, "L"),
        )  # fmt: skip
        held.lines[source.code] = line
    _fill(line, stated, computed)
    uow.session.add(line)
    uow.session.flush()
    return line, [source] if is_new else []


def _compute(line: SourceLine, gwp_set: str) -> LineResult:
    try:
        return quantify_line(line, gwp_set)
    except Uncomputable as error:
        raise BadInput(as_message(error), "source") from error


def _fill(line: StatementLine, stated: StatedLine, computed: LineResult) -> None:
    for value in (stated.uncertainty_activity, stated.uncertainty_factor):
        if value is not None and value < 0:
            raise BadInput(N_("An uncertainty cannot be below 0 %."), "uncertainty_activity")
    line.activity, line.unit = stated.source.activity, stated.source.unit
    line.inputs = to_inputs(stated.source)
    line.factor_source, line.method = stated.factor_source, stated.method
    line.tonnes = computed.tonnes if stated.tonnes is None else stated.tonnes
    line.tonnes_market = _market_claim(stated, computed, line.tonnes)
    line.tonnes_cents = tonnes_cents(round_tonnes(line.tonnes))
    line.uncertainty_activity = stated.uncertainty_activity
    line.uncertainty_factor = stated.uncertainty_factor


def _market_claim(stated: StatedLine, computed: LineResult, location: Decimal) -> Decimal:
    """What is claimed on the market basis: only a line with instruments or a mix of its own can differ."""
    if stated.tonnes_market is not None:
        return stated.tonnes_market
    has_own = bool(stated.source.instruments) or stated.source.market_factor is not None
    return computed.market_tonnes if has_own else location


def _take_source(uow: UnitOfWork, held: Held, stated: StatedLine) -> tuple[Source, bool]:
    """The register's source of a line, entered when it is new; a known one keeps its category."""
    line = stated.source
    if not SOURCE_CODE.fullmatch(line.source_id):
        raise BadInput(
            message(N_("“{code}” is no source id: write S01, S02 and so on."), code=line.source_id), "source"
        )
    if not stated.name:
        raise BadInput(message(N_("Name source {code}."), code=line.source_id), "name")
    refused = refuse_scope_code(line.iso_category, line.scope_code)
    if refused is not None:
        raise BadInput(refused[0], "scope_code")
    gases = sorted({gas_family(f.gas).value for f in line.gas_factors})
    source = held.register.get(line.source_id)
    if source is None:
        source = Source(
            case_id=held.case.id, owner_org_id=held.case.owner_org_id, code=line.source_id, name=stated.name,
            iso_category=line.iso_category, scope_code=line.scope_code, gases=gases, site=stated.site,
        )  # fmt: skip
        uow.session.add(source)
        uow.session.flush()
        held.register[source.code] = source
        return source, True
    if (source.iso_category, source.scope_code) != (line.iso_category, line.scope_code):
        raise BadInput(
            message(
                N_("{code} is in category {category} ({scope}) of the register: give it a new id."),
                code=source.code, category=source.iso_category, scope=source.scope_code,
            ),
            "iso_category",
        )  # fmt: skip
    return source, False


def next_source_code(register: Iterable[str]) -> str:
    """The id after the highest of the register: S13 after S12."""
    used = [int(code[1:]) for code in register if SOURCE_CODE.fullmatch(code)]
    return f"S{max(used, default=0) + 1:02d}"
