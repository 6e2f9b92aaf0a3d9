"""What is typed in forms of findings, turned into what the commands take, and refusals put beside fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from workflow.errors import BadInput
from workflow.findings.commands import OmittedSource, StatedEffect
from workflow.findings.forms import WithEffects
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
