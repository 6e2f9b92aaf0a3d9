"""What the project office states for the documents: the fields of their contracts as a form, and back as parts."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from reports.sbt_contract import (
    Bioenergy,
    BioFuel,
    BoardApproval,
    CommitmentContract,
    CompanyFacts,
    Contact,
    ExclusionRow,
    InventoryBasis,
    Maintenance,
    PlanContract,
    ProgressContract,
    SignOff,
    SubmissionRequest,
)
from workflow.i18n import N_, message
from workflow.targets.fields import Field, Known, Shape, Typed, know, read_form

Part = TypeVar("Part")
EXCLUSIONS, CURRENCY = "exclusions", "currency"
NONE = "none"


@dataclass(frozen=True)
class Section:
    """A part of a contract that people fill; `names` are its fields on the form, by `prefix`-name."""

    prefix: str
    title: str
    part: type[Any]
    names: tuple[str, ...]


def _names(part: type[Any], *but: str) -> tuple[str, ...]:
    return tuple(f.name for f in fields(part) if "terms" in f.metadata and f.name not in but)


# What is left out here is derived: from the targets, the submission, the boundary or the cited statements.
SECTIONS = (
    Section("company", N_("Company"), CompanyFacts, _names(CompanyFacts, "staff", "flag_share")),
    Section("request", N_("Request"), SubmissionRequest, ("occasion", "preferred_start", "earlier_id")),
    Section("basis", N_("Inventory basis"), InventoryBasis, ("standards", "gwp_set", "base_year_reason")),
    Section("bioenergy", N_("Bioenergy"), Bioenergy, ("fuels", "land_emissions", "land_removals")),
    Section("maintenance", N_("Maintenance"), Maintenance, _names(Maintenance)),
    Section("approval", N_("Approval by the board"), BoardApproval, _names(BoardApproval)),
    Section("sign_off", N_("Sign-off"), SignOff, ("name", "title")),
    Section("letter", N_("Commitment letter"), CommitmentContract, ("addressee", "choice", "consents")),
    Section("plan", N_("Reduction plan"), PlanContract, ("summary", "governance")),
    Section("progress", N_("Progress report"), ProgressContract, _names(ProgressContract)),
)  # fmt: skip
LONG = frozenset(
    {
        "company-address", "company-structure", "company-contacts", "company-financial", "bioenergy-fuels",
        "maintenance-policy", "approval-resolution", "letter-addressee", "plan-summary", "plan-governance",
        "progress-summary", "progress-outlook", "basis-base_year_reason", EXCLUSIONS,
    }
)  # fmt: skip
_LINES = {
    "company-contacts": N_("One a line: name; role; mail; telephone"),
    "bioenergy-fuels": N_("One a line: fuel; amount; unit; biogenic CO₂ in t"),
    EXCLUSIONS: N_(
        "One a line: source; scope; t CO₂e; reason; inventory or targets. Write “none” when nothing is"
    ),
}


@cache
def dossier_fields() -> tuple[Field, ...]:
    """All fields of the form in their order, labelled as the documents print them."""
    found = []
    for section in SECTIONS:
        hints = get_type_hints(section.part)
        for item in fields(section.part):
            if item.name in section.names:
                name, terms = f"{section.prefix}-{item.name}", item.metadata["terms"]
                shape, choices = _shape(hints[item.name], terms.unit)
                label = f"{terms.label} (%)" if shape is Shape.PERCENT else terms.label
                found.append(Field(name, label, shape, section.title, _LINES.get(name, terms.about), choices))
        if section.prefix == "company":
            found.append(
                Field(CURRENCY, N_("Currency"), Shape.TEXT, section.title, N_("Three letters, ISO 4217."))
            )
        if section.prefix == "basis":
            found.append(Field(EXCLUSIONS, N_("Exclusions"), Shape.TEXT, section.title, _LINES[EXCLUSIONS]))
    return tuple(found)


def _shape(hint: Any, unit: str) -> tuple[Shape, tuple[tuple[str, str], ...]]:
    kind = _inner(hint)
    if get_origin(kind) is tuple:
        return (Shape.LIST if get_args(kind)[0] is str else Shape.TEXT), ()
    if issubclass(kind, Enum):
        return Shape.CHOICE, tuple((each.value, each.value) for each in kind)
    if kind is Decimal:
        return (Shape.PERCENT if unit == "share" else Shape.AMOUNT), ()
    return {bool: Shape.YES_NO, date: Shape.DAY}.get(kind, Shape.TEXT), ()


def _inner(hint: Any) -> Any:
    if isinstance(hint, types.UnionType):
        return next(option for option in get_args(hint) if option is not types.NoneType)
    return hint


def read_facts(form: Mapping[str, str]) -> Typed:
    """Read the form; lists of lines are read too, so that what is kept can be printed."""
    typed = read_form(dossier_fields(), form)
    errors = dict(typed.errors)
    for name, parse in _PARSERS.items():
        if name in typed.answers:
            at = _broken_line(parse, typed.answers[name])
            if at is not None:
                errors[name] = message(
                    N_("Line {number} is not as it is asked for: {how}."), number=at, how=_LINES[name]
                )
    return Typed({name: text for name, text in typed.answers.items() if name not in errors}, errors)


def _broken_line(parse: Callable[[str], Any], text: str) -> int | None:
    for number, line in enumerate(_lines(text), start=1):
        try:
            parse(line)
        except (ValueError, InvalidOperation):
            return number
    return None


def _lines(text: str) -> list[str]:
    if text.strip().lower() == NONE:
        return []
    return [line.strip() for line in text.splitlines() if line.strip()]


def _cells(line: str, least: int, most: int) -> list[str]:
    cells = [cell.strip() for cell in line.replace("；", ";").split(";")]
    if not least <= len(cells) <= most or not all(cells[:least]):
        raise ValueError(line)
    return [*cells, *[""] * (most - len(cells))]


def _tonnes(text: str) -> Decimal:
    value = Decimal(text.replace(",", "").replace(" ", ""))
    if not value.is_finite() or value < 0 or value >= 10**13:
        raise ValueError(text)
    return value


def _contact(line: str) -> Contact:
    name, role, mail, phone = _cells(line, 2, 4)
    return Contact(name=name, role=role, mail=mail, phone=phone)


def _fuel(line: str) -> BioFuel:
    name, amount, unit, biogenic = _cells(line, 4, 4)
    return BioFuel(name=name, amount=_tonnes(amount), unit=unit, biogenic_co2=_tonnes(biogenic))


def _exclusion(line: str) -> ExclusionRow:
    source, scope, tonnes, reason, place = _cells(line, 4, 5)
    if scope not in {"1", "2", "3"} or place.lower() not in {"", "inventory", "targets"}:
        raise ValueError(line)
    return ExclusionRow(
        source=source,
        scope=int(scope),
        tonnes=_tonnes(tonnes),
        reason=reason,
        from_target=place.lower() == "targets",
    )


_PARSERS: dict[str, Callable[[str], Any]] = {
    "company-contacts": _contact, "bioenergy-fuels": _fuel, EXCLUSIONS: _exclusion,
}  # fmt: skip


def part_of(part: type[Part], known: Known, **derived: object) -> Part:
    """A part of a contract from what was stated; `derived` fields are known from elsewhere."""
    (section,) = [each for each in SECTIONS if each.part is part]
    hints = get_type_hints(part)
    return part(**dict(_values(section, hints, known)), **derived)


def _values(section: Section, hints: Mapping[str, Any], known: Known) -> Iterator[tuple[str, object]]:
    for name in section.names:
        value = known.get(f"{section.prefix}-{name}")
        if value is None:
            continue
        kind, parse = _inner(hints[name]), _PARSERS.get(f"{section.prefix}-{name}")
        if parse is not None:
            yield name, tuple(parse(line) for line in _lines(str(value)))
        else:
            yield name, kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


def exclusions_of(known: Known) -> tuple[ExclusionRow, ...] | None:
    """The stated exclusions; None while nobody stated them, empty when there are none."""
    stated = known.get(EXCLUSIONS)
    return None if stated is None else tuple(_exclusion(line) for line in _lines(str(stated)))


def known_facts(answers: Mapping[str, str]) -> Known:
    """Kept answers as values."""
    return know(dossier_fields(), answers)
