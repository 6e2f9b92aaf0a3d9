"""The shapes of what the operator types."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from workflow.people.rules import OrganisationKind

SHORT = Length(max=200)


class SetUpForm(FlaskForm):
    code = StringField(_l("Code from the file set-up-code in the data folder"), [InputRequired(), SHORT])
    operator = StringField(_l("Who runs this installation"), [InputRequired(), SHORT])
    body = StringField(_l("First verification body"), [InputRequired(), SHORT])
    number_prefix = StringField(_l("Prefix of its statement numbers"), [InputRequired(), Length(max=12)])
    name = StringField(_l("Your name"), [InputRequired(), SHORT])
    email = EmailField(_l("Your mail address"), [InputRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=1000)])


class OrganisationForm(FlaskForm):
    name = StringField(_l("Legal name"), [InputRequired(), SHORT])
    kind = SelectField(_l("Kind"), choices=[(k.value, k.value.replace("_", " ")) for k in OrganisationKind])
    parent = SelectField(_l("Group that it belongs to"), coerce=int)
    manager_name = StringField(_l("First person"), [InputRequired(), SHORT])
    manager_email = EmailField(_l("Mail address of the first person"), [InputRequired(), Length(max=254)])
