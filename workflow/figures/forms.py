"""The shape of what people type about a figure; what is allowed is asked elsewhere."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, FloatField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from workflow.figures.rules import LinkRole, Technique, TestResult

_GROUPED = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
BY_DAYS = "primary_by_days"
ROLES: tuple[tuple[str, str], ...] = (
    (LinkRole.PRIMARY.value, "primary"),
    (BY_DAYS, "primary, only its days inside the period"),
    (LinkRole.CORROBORATING.value, "corroborating"),
)


class NumberField(StringField):
    """A decimal as people type it: a point before decimals, commas or spaces between thousands."""

    def process_formdata(self, valuelist: list[str]) -> None:
        if not valuelist:
            return
        text = re.sub(r"[\s_'\u2009\u202f]", "", valuelist[0]).replace("\N{MINUS SIGN}", "-")
        if _GROUPED.fullmatch(text):
            text = text.replace(",", "")
        self.data = text

    def pre_validate(self, form: object) -> None:
        try:
            value = Decimal(self.data or "")
        except InvalidOperation:
            raise ValidationError(_("Type a number with a point before decimals, such as 1479.85.")) from None
        if not value.is_finite() or len(format(value, "f")) > 60:
            raise ValidationError(_("Type a number with a point before decimals, such as 1479.85."))
        self.number = value


class EditForm(FlaskForm):
    value = NumberField(_l("Value"))
    unit = StringField(_l("Unit"), [Optional(), Length(max=40)])
    label = StringField(_l("Label"), [Optional(), Length(max=500)])
    period_start = DateField(_l("From"), [Optional()])
    period_end = DateField(_l("To"), [Optional()])


class RejectForm(FlaskForm):
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])


class LinkForm(FlaskForm):
    line = StringField(_l("Statement line"), [InputRequired(), Length(max=12)])
    role = SelectField(_l("Role"), choices=ROLES)


class EndLinkForm(FlaskForm):
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])


class FigureTestForm(FlaskForm):
    technique = SelectField(_l("Technique"), choices=[(t.value, t.value) for t in Technique])
    result = SelectField(_l("Result"), choices=[(r.value, r.value) for r in TestResult])
    note = TextAreaField(_l("Note"), [Optional(), Length(max=2000)])


class CaptureForm(FlaskForm):
    page = IntegerField(_l("Page"), [InputRequired(), NumberRange(min=1)])
    x0 = FloatField(_l("Left"), [InputRequired()])
    top = FloatField(_l("Top"), [InputRequired()])
    x1 = FloatField(_l("Right"), [InputRequired()])
    bottom = FloatField(_l("Bottom"), [InputRequired()])
