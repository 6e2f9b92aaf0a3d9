"""The shapes of what is typed from the representation letter to a later fact."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

LONG = Length(max=20_000)
SHORT = Length(max=500)


class LetterForm(FlaskForm):
    text = TextAreaField(_l("What we confirm, one point a line"), [InputRequired(), LONG])
    uncorrected_reasons = TextAreaField(_l("Known errors not corrected, and why"), [Optional(), LONG])
    dated = DateField(_l("Date of the letter"), [Optional()])


class SignLetterForm(FlaskForm):
    sha256 = HiddenField(validators=[InputRequired(), Length(64, 64)])
    document_code = StringField(_l("Evidence code kept for it, such as E-024"), [Optional(), Length(max=12)])


class DraftForm(FlaskForm):
    addressee = TextAreaField(_l("Addressee"), [InputRequired(), LONG])
    evidence_summary = TextAreaField(
        _l("Evidence gathering, one technique a line: technique: what was done"), [InputRequired(), LONG]
    )
    risk_summary = TextAreaField(_l("Strategic analysis and risks, in short"), [InputRequired(), LONG])
    controls_assessment = TextAreaField(_l("Data and controls"), [InputRequired(), LONG])
    recommendations = TextAreaField(_l("Recommendations"), [Optional(), LONG])
    modification_reasons = TextAreaField(_l("Reasons of a modification"), [Optional(), LONG])
    report_place = StringField(_l("Place of the report"), [InputRequired(), SHORT])
    version = HiddenField(validators=[Optional()])


class DueForm(FlaskForm):
    due = DateField(_l("Answer due"), [Optional()])


class PointsForm(FlaskForm):
    points = TextAreaField(_l("Points on facts; empty when there is none"), [Optional(), LONG])


class SettleForm(FlaskForm):
    what_became = TextAreaField(_l("What became of each point"), [InputRequired(), LONG])


class CommentForm(FlaskForm):
    text = TextAreaField(_l("Comment"), [InputRequired(), LONG])
    check_key = StringField(_l("Check"), [Optional(), Length(max=20)])


class AnswerForm(FlaskForm):
    text = TextAreaField(_l("Answer"), [InputRequired(), LONG])


class HashForm(FlaskForm):
    sha256 = HiddenField(validators=[InputRequired(), Length(64, 64)])


class DecisionForm(FlaskForm):
    text = TextAreaField(_l("Decision, in a sentence"), [InputRequired(), LONG])
    opinion_date = DateField(_l("Date of the opinion"), [Optional()])
    what_changed = TextAreaField(_l("What changed and why (a revision only)"), [Optional(), LONG])


class PassphraseForm(FlaskForm):
    passphrase = PasswordField(_l("Passphrase of your signing key"), [InputRequired(), Length(max=200)])


class LaterFactForm(FlaskForm):
    description = TextAreaField(_l("The fact"), [InputRequired(), LONG])
    discovered_on = DateField(_l("Discovered on"), [InputRequired()])
    told_by = StringField(_l("Told by"), [InputRequired(), SHORT])
    source_code = StringField(_l("Source, such as S07"), [Optional(), Length(max=12)])
    effect = DecimalField(_l("Effect, reported minus correct, t CO₂e"), [Optional()], places=None)
    group_code = StringField(_l("Assurance group"), [Optional(), Length(max=4)])
    is_qualitative = BooleanField(_l("Material whatever its size"))


class AssessForm(FlaskForm):
    source_code = StringField(_l("Source, such as S07"), [Optional(), Length(max=12)])
    effect = DecimalField(_l("Effect, reported minus correct, t CO₂e"), [Optional()], places=None)
    group_code = StringField(_l("Assurance group"), [Optional(), Length(max=4)])
    is_qualitative = BooleanField(_l("Material whatever its size"))


class WarnForm(FlaskForm):
    users = TextAreaField(_l("Whom you warned, one a line"), [InputRequired(), LONG])


class WithdrawForm(FlaskForm):
    reason = TextAreaField(_l("Reason"), [InputRequired(), LONG])


class SeriesForm(FlaskForm):
    year = IntegerField(_l("Year"), [InputRequired(), NumberRange(2000, 2199)])
    first = IntegerField(_l("First number"), [InputRequired(), NumberRange(1, 999_999)])
