"""What is typed in forms of findings, turned into what the commands take, and refusals put beside fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext as _

from workflow.errors import BadInput
from workflow.findings.commands import OmittedSource, StatedEffect
from workflow.findings.forms import EFFECT_ROWS, MOST_EFFECTS, WithEffects
from workflow.findings.models import Effect
from workflow.findings.rules import EffectBasis
from workflow.ghg_statement.models import Source
from workflow.i18n import say
from workflow.web import complain, language

OMITTED = "+"


def offer_sources(rows: Any, register: Iterable[Source]) -> None:
    """Put the register's sources, and one that the inventory lacks, into each row's choices."""
    known = [(s.code, f"{s.code} · {s.name}") for s in register]
    for row in rows:
        row.form.source.choices = [("", "–"), *known, (OMITTED, _("the inventory lacks it"))]


def as_typed(effects: Iterable[Effect]) -> list[dict[str, Any]]:
    """Stored effects as the rows of a form, with two empty ones to go on in."""
    rows: list[dict[str, Any]] = [
        {
            "source": effect.source_code,
            "amount": effect.amount,
            "basis": effect.basis.value,
            "is_projected": effect.is_projected,
            "note": effect.note or "",
        }
        for effect in effects
    ]
    return [*rows, {}, {}]


def wants_more_rows(form: Any) -> bool:
    """True when the form was sent for more rows of effects; they are added and nothing else is done."""
    if "effects" not in form or "more_rows" not in request.form:
        return False
    for _row in range(min(EFFECT_ROWS, MOST_EFFECTS - len(form.effects))):
        form.effects.append_entry()
    return True


def effects_of(form: WithEffects) -> list[StatedEffect]:
    """The rows that were filled in; BadInput for a row with half of it."""
    stated = []
    for entry in form.effects:
        row = entry.form
        if not row.source.data and row.amount.data is None:
            continue
        if not row.source.data or row.amount.data is None:
            raise BadInput(_("Each effect names a source and an amount."), "effects")
        omitted = row.source.data == OMITTED
        stated.append(
            StatedEffect(
                "" if omitted else row.source.data, row.amount.data, EffectBasis(row.basis.data),
                is_projected=row.is_projected.data, note=row.note.data or None,
                omitted=_omitted(form) if omitted else None,
            )
        )  # fmt: skip
    return stated


def _omitted(form: WithEffects) -> OmittedSource:
    if not form.omitted_name.data or not form.omitted_category.data:
        raise BadInput(_("Name the source that the inventory lacks, with its category."), "omitted_name")
    scope = (form.omitted_scope.data or "-").strip()
    return OmittedSource(form.omitted_name.data.strip(), int(form.omitted_category.data), scope)


def point_out(form: Any, error: BadInput) -> None:
    """Put the sentence beside the field that it is about, else at the top of the form."""
    sentence = say(error.reason, language())
    if error.field and error.field in form:
        complain(form[error.field], sentence)
    else:
        form.form_errors = [*form.form_errors, sentence]
