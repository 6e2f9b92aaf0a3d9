"""The shapes of what is typed in planning, on samples and on the request list."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from workflow.figures.rules import Technique
from workflow.planning.rules import ActivityResult, Assertion, RiskLevel, VisitMode, VisitTrigger
from workflow.planning.samples import RISKS

LONG = Length(max=20_000)
SHORT = Length(max=500)
CODE = Length(max=12)
LISTING = Length(max=1_500_000)


def _words(value: str) -> str:
    return value.replace("_", " ")


def _choices(words: Any) -> list[tuple[str, str]]:
    return [(w.value, _words(w.value)) for w in words]


LEVELS = [(level.value, _words(level.name.lower())) for level in RiskLevel]


class TicksField(SelectMultipleField):
    """Several choices as a list of boxes, which works without a script and with a keyboard."""

    widget: Any = ListWidget(prefix_label=False)
    option_widget: Any = CheckboxInput()


class VersionedForm(FlaskForm):
    """A form over a row that somebody else may have saved meanwhile."""

    version = HiddenField()

    def seen(self) -> int | None:
        """The version of the row that the person looked at."""
        text = self.version.data or ""
        return int(text) if text.isdigit() else None

    def fields(self) -> dict[str, Any]:
        """What was typed, empty texts as None, without what only the form needs."""
        left_out = {"csrf_token", "version"}
        return {k: None if v == "" else v for k, v in self.data.items() if k not in left_out}


class AnalysisForm(VersionedForm):
    sector_and_operations = TextAreaField(_l("Sector and operations"), [Optional(), LONG])
    boundary_and_sources = TextAreaField(_l("Boundary and sources"), [Optional(), LONG])
    quantification_methods = TextAreaField(_l("Methods of quantification"), [Optional(), LONG])
    data_flow_and_controls = TextAreaField(_l("Data flow and controls"), [Optional(), LONG])
    changes_and_prior_findings = TextAreaField(
        _l("Changes since last year and prior findings"), [Optional(), LONG]
    )
    users_needs = TextAreaField(_l("What the intended users need"), [Optional(), LONG])


class RiskForm(VersionedForm):
    source_code = SelectField(_l("Source"), [InputRequired()])
    assertion = SelectField(_l("Assertion"), [InputRequired()], choices=_choices(Assertion))
    inherent = SelectField(_l("Inherent risk"), [InputRequired()], coerce=int, choices=LEVELS)
    control = SelectField(_l("Control risk"), [InputRequired()], coerce=int, choices=LEVELS, default=3)
    is_control_tested = BooleanField(
        _l("The control is tested"), description=_l("Without a control test the control risk is high.")
    )
    reason = TextAreaField(_l("Reason"), [InputRequired(), LONG])


class ActivityForm(VersionedForm):
    source_codes = TicksField(_l("Sources"))
    assertion = SelectField(_l("Assertion"), [InputRequired()], choices=_choices(Assertion))
    technique = SelectField(_l("Technique"), [InputRequired()], choices=_choices(Technique))
    purpose = TextAreaField(_l("Purpose"), [InputRequired(), LONG])
    population = StringField(_l("Population: what, how many, t CO₂e"), [Optional(), SHORT])
    sampling_method = StringField(_l("Sampling method and size"), [Optional(), SHORT])
    evidence_requested = TextAreaField(_l("Evidence requested"), [Optional(), LONG])
    assigned = SelectField(_l("Who"), [Optional()], coerce=int)
    due = DateField(_l("Due"), [Optional()])


class PaperForm(VersionedForm):
    work = TextAreaField(_l("Work done"), [InputRequired(), LONG])
    evidence = StringField(
        _l("Evidence looked at"),
        [Optional(), LONG],
        description=_l(
            "Codes of documents and figures, such as E-001, E-009.4. A change of one lifts the sign-offs."
        ),
    )
    result = SelectField(
        _l("Result"), choices=[c for c in _choices(ActivityResult) if c[0] != ActivityResult.OPEN.value]
    )
    findings = StringField(_l("Findings raised, such as F-001"), [Optional(), SHORT])
    conclusion = TextAreaField(_l("Conclusion"), [InputRequired(), LONG])


class ReasonForm(VersionedForm):
    reason = StringField(_l("Reason"), [InputRequired(), LONG])


class PlanForm(VersionedForm):
    objectives = TextAreaField(_l("Objectives"), [Optional(), LONG])
    timetable = TextAreaField(_l("Timetable"), [Optional(), LONG])
    team_and_roles = TextAreaField(_l("Team and roles"), [Optional(), LONG])
    what_is_needed = TextAreaField(_l("What is needed from the responsible party"), [Optional(), LONG])


class VisitForm(VersionedForm):
    trigger = SelectField(_l("Trigger"), [InputRequired()], choices=_choices(VisitTrigger))
    site = StringField(_l("Site"), [InputRequired(), SHORT])
    mode = SelectField(_l("How"), [Optional()], choices=[("", "–"), *_choices(VisitMode)])
    first_day = DateField(_l("First day"), [Optional()])
    last_day = DateField(_l("Last day"), [Optional()])
    people = StringField(_l("People"), [Optional(), SHORT])
    justification = TextAreaField(
        _l("Justification where there is no visit"),
        [Optional(), LONG],
        description=_l("By the lead verifier. A central office visited by video needs one too."),
    )


class VisitRecordForm(VersionedForm):
    people = StringField(_l("Who was there"), [InputRequired(), SHORT])
    notes_document_code = StringField(_l("Code of the visit's notes, such as E-020"), [Optional(), CODE])


class SampleForm(VersionedForm):
    """Planning and selection of one sample; the draw keeps both as they are."""

    activity = SelectField(_l("Activity"), [InputRequired()])
    source = SelectField(_l("Source"), [InputRequired()])
    population = StringField(_l("Population in words"), [InputRequired(), SHORT])
    document = StringField(
        _l("From the figures of a document, such as E-015"),
        [Optional(), CODE],
        description=_l("Only figures that are read right enter."),
    )
    factors = TextAreaField(
        _l("Beginning of the records' labels and t CO₂e per unit"),
        [Optional(), SHORT],
        description=_l("One a line, such as “CU- 4.05”."),
    )
    listing = TextAreaField(
        _l("Or paste the records with their t CO₂e, one a line"),
        [Optional(), LISTING],
        description=_l(
            "In the order in which they are drawn; record and tonnes parted by a tab or semicolon."
        ),
    )
    tolerable = DecimalField(
        _l("Tolerable misstatement, t CO₂e"), [InputRequired()], places=None,
        description=_l("As a rule the performance materiality of the group."),
    )  # fmt: skip
    expected = DecimalField(_l("Expected misstatement, t CO₂e"), [InputRequired()], places=None)
    risk = SelectField(
        _l("Risk of incorrect acceptance"),
        choices=[(f"{r.normalize():f}", f"{r.normalize():f} %") for r in RISKS],
        default="20",
        description=_l("As a rule 5 % for reasonable and 20 % for limited assurance."),
    )
    method_reason = StringField(_l("Why this method was chosen by name"), [InputRequired(), LONG])
    begin = RadioField(
        _l("Where the draw begins"),
        choices=[("seed", _l("drawn from a seed")), ("stated", _l("stated, with a reason"))],
        default="seed",
    )
    seed = StringField(_l("Seed, a whole number"), [Optional(), Length(max=19)])
    start = DecimalField(_l("Stated start, t CO₂e"), [Optional()], places=None)
    start_reason = StringField(_l("Reason for the stated start"), [Optional(), LONG])
    replace_reason = StringField(_l("Why the earlier draw is void"), [Optional(), LONG])


class RequestForm(VersionedForm):
    item = TextAreaField(_l("What is asked for"), [InputRequired(), LONG])
    owner_name = StringField(_l("Of whom"), [InputRequired(), SHORT])
    due = DateField(_l("Due"), [InputRequired()])
    activity_code = SelectField(
        _l("For activity"), [Optional()], description=_l("The client does not see which.")
    )
    reserved_code = StringField(_l("Keep this code of evidence for it, such as E-003"), [Optional(), CODE])


class AnswerForm(VersionedForm):
    documents = StringField(
        _l("Documents on the case that answer it, such as E-003, E-004"), [Optional(), SHORT]
    )
    answer = TextAreaField(_l("Answer in words"), [Optional(), LONG])


class AskAgainForm(VersionedForm):
    due = DateField(_l("New due date"), [InputRequired()])
    reason = TextAreaField(_l("Why it is asked again"), [InputRequired(), LONG])
