"""The shapes of what is typed about the programme."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from methods.boundary import Approach
from methods.milestones import Scope
from workflow.limits import WEB
from workflow.programme.rules import Place, UnitKind

LONG, SHORT, CODE = Length(max=WEB.text_length), Length(max=300), Length(max=20)
PLACE_WORDS = [(Place.IN, _l("in the boundary")), (Place.OUT, _l("out")), (Place.VALUE_CHAIN, _l("supplier"))]
SCOPE_WORDS = [
    (Scope.GROUP, _l("the group, once")),
    (Scope.EACH_SUBSIDIARY, _l("each subsidiary")),
    (Scope.SUPPLIER, _l("each supplier")),
]


class SetUpForm(FlaskForm):
    """What a programme begins with."""

    base_year = IntegerField(_l("Base year"), [InputRequired(), NumberRange(min=1990, max=2100)])


class ApproachForm(FlaskForm):
    """The one consolidation approach."""

    approach = SelectField(
        _l("Consolidation approach"), choices=[(a.value, a.value.replace("_", " ")) for a in Approach]
    )
    from_day = DateField(_l("From"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [InputRequired(), LONG])


class StandForm(FlaskForm):
    """Where an entity stands from a day on."""

    place = SelectField(_l("Place"), choices=[(p.value, words) for p, words in PLACE_WORDS])
    share = DecimalField(_l("Share held, %"), [Optional(), NumberRange(min=0, max=100)], places=None)
    has_operational_control = BooleanField(_l("Operational control"))
    has_financial_control = BooleanField(_l("Financial control"))
    valid_from = DateField(_l("From"), [InputRequired()])
    valid_to = DateField(_l("To, when it ended"), [Optional()])
    reason = TextAreaField(_l("Reason"), [Optional(), LONG])


class EntityForm(StandForm):
    """A new entity."""

    code = StringField(_l("Code"), [InputRequired(), CODE])
    name = StringField(_l("Name"), [InputRequired(), SHORT])
    name_local = StringField(_l("Local name"), [Optional(), SHORT])
    site = StringField(_l("Site"), [Optional(), SHORT])
    contact_name = StringField(_l("Contact"), [Optional(), SHORT])
    contact_email = StringField(_l("Contact's mail"), [Optional(), SHORT])


class ListForm(FlaskForm):
    """A list of entities to import."""

    file = FileField(_l("List as CSV or XLSX"))


class TakeForm(FlaskForm):
    """The entities that the preview showed."""

    entries = HiddenField(validators=[InputRequired()])


class UnitForm(FlaskForm):
    """A unit of the organisation chart."""

    kind = SelectField(_l("Kind"), choices=[(k.value, k.value.replace("_", " ")) for k in UnitKind])
    name = StringField(_l("Name"), [InputRequired(), SHORT])
    name_local = StringField(_l("Local name"), [Optional(), SHORT])
    holder = StringField(_l("Person or organisation"), [Optional(), SHORT])
    role = SelectField(_l("Role here"), [Optional()], validate_choice=False)
    parent = SelectField(_l("Under"), [Optional()], validate_choice=False)
    version = HiddenField()


class MilestoneForm(FlaskForm):
    """Words, owner and due day of a milestone."""

    title = StringField(_l("Title"), [InputRequired(), SHORT])
    stage = StringField(_l("Stage"), [InputRequired(), SHORT])
    step = StringField(_l("Step"), [Optional(), SHORT])
    text = TextAreaField(_l("What is to be reached"), [Optional(), LONG])
    window_start = DateField(_l("Window begins"), [Optional()])
    due = DateField(_l("Due"), [Optional()])
    owner_name = StringField(_l("Owner"), [Optional(), SHORT])
    closes_with = TextAreaField(_l("Evidence that closes it, one a line"), [Optional(), LONG])
    reason = StringField(_l("Reason, when the due day moves"), [Optional(), SHORT])
    version = HiddenField()


class NewMilestoneForm(MilestoneForm):
    """One of the group's own."""

    code = StringField(_l("Code"), [InputRequired(), Length(max=10)])
    scope = SelectField(_l("Whose"), choices=[(s.value, words) for s, words in SCOPE_WORDS])


class CloseForm(FlaskForm):
    """Units that were reached, on a day, by evidence."""

    units = HiddenField()
    on = DateField(_l("Reached on"), [InputRequired()])
    files = MultipleFileField(_l("Evidence files"))
    cases = StringField(_l("Verification cases"), [Optional(), SHORT], description=_l("Such as C-2022-0001"))
    note = StringField(_l("Note"), [Optional(), SHORT])


class WaiveForm(FlaskForm):
    """Units that need not be reached."""

    on = DateField(_l("From"), [InputRequired()])
    reason = TextAreaField(_l("Reason"), [Optional(), LONG])


class AnswerForm(FlaskForm):
    """What is said about an open unit."""

    text = TextAreaField(_l("Answer"), [InputRequired(), LONG])
    expected_on = DateField(_l("Will be done by"), [Optional()])
    said_by = StringField(_l("Said by"), [Optional(), SHORT])
