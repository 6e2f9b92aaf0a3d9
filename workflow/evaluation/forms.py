"""The shapes of what the lead verifier types about the evaluation."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from workflow.evaluation.rules import OpinionKind

LONG = Length(max=20_000)


class DecisionForm(FlaskForm):
    kind = SelectField(_l("Conclusion"), choices=[(kind.value, kind.value) for kind in OpinionKind])
    reason = TextAreaField(_l("Reason, where it differs from the proposal"), [Optional(), LONG])
    matter = TextAreaField(_l("Matter told to users, where it is modified"), [Optional(), LONG])


class MarketForm(FlaskForm):
    is_material = BooleanField(_l("Material to the users"))
    ruling = TextAreaField(_l("Ruling and its reason"), [InputRequired(), LONG])


class JudgementForm(FlaskForm):
    is_ruled_pervasive = BooleanField(_l("Pervasive by my ruling"))
    is_misleading = SelectField(
        _l("Misleading"),
        choices=[("", _l("by the default: above twice the threshold")), ("yes", _l("yes")), ("no", _l("no"))],
    )
    reason = TextAreaField(_l("Reason"), [InputRequired(), LONG])


class CompletionForm(FlaskForm):
    risk_reassessment = TextAreaField(_l("Risk and materiality, assessed again"), [Optional(), LONG])
    controls_assessment = TextAreaField(_l("What the controls are worth"), [Optional(), LONG])
