"""The shape of what people say about a document; what is allowed is asked elsewhere."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from workflow.documents.rules import DocumentKind, Reliability


def _choices(words: type[DocumentKind] | type[Reliability]) -> list[tuple[str, str]]:
    return [(word.value, word.value.replace("_", " ")) for word in words]


class UnlockForm(FlaskForm):
    password = PasswordField(_l("Password of the file"), [InputRequired(), Length(max=500)])


class DescribeForm(FlaskForm):
    title = StringField(_l("Title"), [InputRequired(), Length(max=300)])
    kind = SelectField(_l("Kind"), choices=_choices(DocumentKind))
    reliability = SelectField(_l("Reliability"), choices=_choices(Reliability))
    entity_name = StringField(_l("Entity"), [Optional(), Length(max=300)])
    period_start = DateField(_l("Period from"), [Optional()])
    period_end = DateField(_l("Period to"), [Optional()])
    is_confidential = BooleanField(_l("Confidential to the supplier: hidden from the group's office"))
    version = HiddenField()
