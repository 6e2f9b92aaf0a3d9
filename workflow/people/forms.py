"""The shapes of what people type about themselves and others; what is allowed is asked elsewhere."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    PasswordField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from workflow.people.rules import CompetenceArea


class SignInForm(FlaskForm):
    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=1000)])


class CodeForm(FlaskForm):
    code = StringField(_l("Code"), [InputRequired(), Length(max=20)])


class PasswordForm(FlaskForm):
    password = PasswordField(_l("New password"), [InputRequired(), Length(max=1000)])


class FreshForm(FlaskForm):
    password = PasswordField(_l("Password"), [InputRequired(), Length(max=1000)])
    code = StringField(_l("Code of your app"), [Optional(), Length(max=20)])


class KeyForm(FlaskForm):
    passphrase = PasswordField(_l("Passphrase of the new key"), [InputRequired(), Length(max=200)])


class InviteForm(FlaskForm):
    name = StringField(_l("Name"), [InputRequired(), Length(max=200)])
    email = EmailField(_l("Mail address"), [InputRequired(), Length(max=254)])
    role = SelectField(_l("Role"), [InputRequired()])
    role_ends = DateField(_l("Until (may stay empty)"), [Optional()])


class RoleForm(FlaskForm):
    role = SelectField(_l("Role"), [InputRequired()])
    role_ends = DateField(_l("Until (may stay empty)"), [Optional()])


class EndRoleForm(FlaskForm):
    on = DateField(_l("Last day"), [InputRequired()])
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])


class CloseAccountForm(FlaskForm):
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])


class CompetenceForm(FlaskForm):
    area = SelectField(
        _l("Area"), [InputRequired()], choices=[(a.value, a.value.replace("_", " ")) for a in CompetenceArea]
    )
    evidence = TextAreaField(_l("Evidence"), [InputRequired(), Length(max=2000)])
    valid_from = DateField(_l("Valid from"), [InputRequired()])
    valid_to = DateField(_l("Valid to"), [Optional()])


class DeputyForm(FlaskForm):
    deputy = SelectField(_l("Deputy"), [InputRequired()], coerce=int)
    first = DateField(_l("First day"), [InputRequired()])
    last = DateField(_l("Last day"), [InputRequired()])
    reason = StringField(_l("Reason"), [InputRequired(), Length(max=500)])


class SettingsForm(FlaskForm):
    language = SelectField(_l("Language"), choices=[("en", "English"), ("zh_Hans_CN", "简体中文")])
    mail_assignments = BooleanField(_l("Mail when something is assigned to me or answered"))
    mail_reminders = BooleanField(_l("Mail before something of mine is due, and when it is overdue"))
