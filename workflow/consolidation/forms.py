"""The shapes of what is typed about entities, eliminations and the consolidation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, DecimalField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from methods.gwp import GWP_SETS
from workflow.ghg_statement.consolidated import KEYS

LONG = Length(max=20_000)
SHORT = Length(max=300)


class HoldingForm(FlaskForm):
    share = DecimalField(_l("Share held, %"), [InputRequired(), NumberRange(0, 100)], default=100)
    has_operational_control = BooleanField(_l("Operational control"))
    has_financial_control = BooleanField(_l("Financial control"))
    valid_from = DateField(_l("Held since"), [InputRequired()])
    valid_to = DateField(_l("Held until (empty: until now)"), [Optional()])
    reason = StringField(_l("What share and control rest on"), [InputRequired(), LONG])


class NameForm(HoldingForm):
    entity = SelectField(_l("Entity case"), [InputRequired()], coerce=int)


class ReasonForm(FlaskForm):
    reason = StringField(_l("Reason"), [Optional(), LONG])


class CoverageForm(FlaskForm):
    stratum = StringField(_l("Stratum"), [Optional(), Length(max=60)])
    coverage = TextAreaField(_l("How the sample speaks for it, if it is not verified"), [Optional(), LONG])


class EliminationForm(FlaskForm):
    buyer = SelectField(_l("Bought by"), [InputRequired()])
    seller = SelectField(_l("Sold by"), [InputRequired()])
    scope_key = SelectField(_l("Line of the buyer"), choices=[(key, key) for key in KEYS])
    tonnes = DecimalField(_l("t CO₂e in the buyer's statement"), [InputRequired()])
    tonnes_market = DecimalField(_l("t CO₂e, market-based, where it differs"), [Optional()])
    reason = StringField(_l("What was bought"), [InputRequired(), LONG])
    evidence = StringField(_l("Evidence"), [InputRequired(), LONG])


class ConsolidateForm(FlaskForm):
    title = StringField(_l("Title"), [InputRequired(), SHORT])
    dated = DateField(_l("Date of the statement"), [InputRequired()])
    gwp_set = SelectField(
        _l("GWP set"), choices=[(s.set_id, f"{s.set_id}: {s.title}") for s in GWP_SETS.values()]
    )
    what_changed = TextAreaField(_l("What changed since the last version"), [Optional(), LONG])


class RulingForm(FlaskForm):
    ruling = StringField(_l("Why the group's statement may stay"), [InputRequired(), LONG])
