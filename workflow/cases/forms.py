"""The shapes of what is typed about an engagement."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from workflow.cases.rules import (
    AssuranceLevel,
    ConsolidationApproach,
    ThreatDecision,
    ThreatKind,
    ThreatRisk,
)
from workflow.people.rules import CompetenceArea

LONG = Length(max=20_000)
SHORT = Length(max=500)


def _words(value: str) -> str:
    return value.replace("_", " ")


class TicksField(SelectMultipleField):
    """Several choices as a list of boxes, which works without a script and with a keyboard."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()


class OpenCaseForm(FlaskForm):
    title = StringField(_l("Title"), [InputRequired(), SHORT])
    responsible_party = SelectField(_l("Responsible party"), [InputRequired()], coerce=int)
    group = SelectField(_l("Group"), [Optional()], coerce=int)
    is_group_case = BooleanField(_l("A group case: its statement is consolidated from those of its entities"))


class ApplicationForm(FlaskForm):
    title = StringField(_l("Title"), [InputRequired(), SHORT])
    intended_users = TextAreaField(_l("Intended users"), [Optional(), LONG])
    period_start = DateField(_l("First day of the period"), [Optional()])
    period_end = DateField(_l("Last day of the period"), [Optional()])
    is_base_year = BooleanField(_l("This period is the base year"))
    is_first_verification = BooleanField(_l("This is the first verification by this body"))
    sites = TextAreaField(_l("Sites"), [Optional(), LONG])
    categories = TicksField(
        _l("Categories (ISO 14064-1)"), coerce=int, choices=[(n, f"Category {n}") for n in range(1, 7)]
    )
    activity_description = TextAreaField(_l("What the organisation does"), [Optional(), LONG])
    version = HiddenField()


class TermsForm(FlaskForm):
    look_back_years = DecimalField(_l("Look-back for consultancy, years"), [InputRequired()], places=0)
    must_correct_all = BooleanField(_l("The programme asks that every correctable error is corrected"))
    reviewer_outside_client = BooleanField(_l("The reviewer did nothing for this client in the year"))
    body_clearance = TextAreaField(
        _l("The body's own clearance: relationships looked at, conclusion"), [Optional(), LONG]
    )
    required_competences = TicksField(
        _l("Competences that the team must cover"),
        choices=[(a.value, _words(a.value)) for a in CompetenceArea],
    )
    version = HiddenField()


class AgreementForm(FlaskForm):
    objectives = TextAreaField(_l("Objectives"), [Optional(), LONG])
    criteria = TextAreaField(_l("Criteria"), [Optional(), LONG])
    organisational_boundary = TextAreaField(_l("Organisational boundary"), [Optional(), LONG])
    consolidation_approach = SelectField(
        _l("Consolidation approach"),
        [InputRequired()],
        choices=[(c.value, _words(c.value)) for c in ConsolidationApproach],
    )
    scope_sites = TextAreaField(_l("Sites in scope"), [Optional(), LONG])
    scope_categories = TextAreaField(_l("Categories and sources in scope"), [Optional(), LONG])
    gases = StringField(_l("Greenhouse gases"), [Optional(), SHORT])
    site_visit_plan = TextAreaField(_l("Site-visit plan"), [Optional(), LONG])
    timetable_start = DateField(_l("Work begins"), [Optional()])
    timetable_end = DateField(_l("Work ends"), [Optional()])
    access_and_confidentiality = TextAreaField(_l("Access and confidentiality"), [Optional(), LONG])
    fees = TextAreaField(_l("Fees (independent of the outcome)"), [Optional(), LONG])
    use_of_statement = TextAreaField(_l("Use of the statement and of marks"), [Optional(), LONG])
    later_facts_rule = TextAreaField(_l("Rule if facts appear later"), [Optional(), LONG])
    restriction_on_use = TextAreaField(_l("Restriction on use"), [Optional(), LONG])
    version = HiddenField()


class GroupForm(FlaskForm):
    code = StringField(_l("Code"), [InputRequired(), Length(max=4)])
    name = StringField(_l("Name"), [InputRequired(), SHORT])
    categories = TicksField(
        _l("Categories"), [InputRequired()], coerce=int, choices=[(n, f"Category {n}") for n in range(1, 7)]
    )
    level = SelectField(
        _l("Level of assurance"), choices=[(a.value, _words(a.value)) for a in AssuranceLevel]
    )
    threshold_percent = DecimalField(_l("Materiality threshold, % of the group's total"), [InputRequired()])
    qualitative_materiality = TextAreaField(_l("Qualitative materiality"), [Optional(), LONG])


class TeamForm(FlaskForm):
    person = SelectField(_l("Person"), [InputRequired()], coerce=int)
    role = SelectField(_l("Role"), [InputRequired()])


class ReasonForm(FlaskForm):
    reason = StringField(_l("Reason"), [InputRequired(), LONG])


class DeclarationForm(FlaskForm):
    statement = TextAreaField(_l("My declaration"), [InputRequired(), LONG])
    threat = TextAreaField(_l("A threat to declare (leave empty when there is none)"), [Optional(), LONG])
    kind = SelectField(_l("Kind of threat"), choices=[(k.value, _words(k.value)) for k in ThreatKind])
    is_consultancy = BooleanField(_l("It was consultancy for the client"))
    period_from = DateField(_l("From"), [Optional()])
    period_to = DateField(_l("To"), [Optional()])
    risk = SelectField(_l("Risk"), choices=[(r.value, _words(r.value)) for r in ThreatRisk])
    safeguard = TextAreaField(_l("Safeguard"), [Optional(), LONG])


class ThreatForm(FlaskForm):
    decision = SelectField(
        _l("Decision"),
        choices=[(d.value, _words(d.value)) for d in ThreatDecision if d is not ThreatDecision.OPEN],
    )
    safeguard = StringField(_l("Safeguard"), [Optional(), LONG])
    reason = StringField(_l("Reason"), [InputRequired(), LONG])


class SignForm(FlaskForm):
    sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])
