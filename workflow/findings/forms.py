"""The shapes of what is typed about findings."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    DecimalField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    MultipleFileField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional

from workflow.findings.rules import EffectBasis, Subtype
from workflow.limits import WEB

LONG = Length(max=WEB.text_length)
SHORT = Length(max=300)
PLACES = _l("For example: E-009 p.2, E-021 p.7, E-009.4")
GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?")
EFFECT_ROWS = 4
MOST_EFFECTS = 60


class TonnesField(DecimalField):
    """An amount with a sign, as people type it: −431.10, +1,380.56."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join(valuelist[:1]).strip().replace("\N{MINUS SIGN}", "-").replace("\N{THIN SPACE}", "")
        if not text:
            self.data = None
            return
        if GROUPED.fullmatch(text):
            text = text.replace(",", "")
        try:
            self.data = Decimal(text)
        except InvalidOperation as error:
            self.data = None
            raise ValueError(_("Write an amount such as -431.10.")) from error
        if not self.data.is_finite() or abs(self.data) >= 10**12:
            self.data = None
            raise ValueError(_("Write an amount such as -431.10."))


class VersionedForm(FlaskForm):
    """A form over a row that others may change meanwhile."""

    version = HiddenField()

    @property
    def seen_version(self) -> int | None:
        text = str(self.version.data or "")
        return int(text) if text.isdigit() else None


class EffectRow(Form):
    """One signed amount on a source."""

    source = SelectField(_l("Source"), [Optional()], validate_choice=False)
    amount = TonnesField(_l("Amount, t CO₂e"), [Optional()], places=None)
    basis = SelectField(
        _l("Basis"), choices=[(b.value, b.value) for b in EffectBasis], default=EffectBasis.BOTH.value
    )
    is_projected = BooleanField(_l("Projected"))
    note = StringField(_l("Note"), [Optional(), SHORT])


class WithEffects(VersionedForm):
    """Rows of effects, and the source that the inventory lacks, where there is one."""

    effects = FieldList(FormField(EffectRow), min_entries=EFFECT_ROWS, max_entries=MOST_EFFECTS)
    net = TonnesField(_l("Net, t CO₂e"), [Optional()], places=None)
    net_market = TonnesField(_l("Net on the market basis, t CO₂e"), [Optional()], places=None)
    omitted_name = StringField(_l("Name of the source that the inventory lacks"), [Optional(), SHORT])
    omitted_category = SelectField(
        _l("Its ISO category"), [Optional()], choices=[("", "–"), *((str(n), str(n)) for n in range(1, 7))]
    )
    omitted_scope = StringField(_l("Its Scope code"), [Optional(), Length(max=12)])


class DraftForm(WithEffects):
    """A finding as it is drafted."""

    kind = SelectField(_l("Type"), [InputRequired()])
    subtype = SelectField(
        _l("Subtype"), [InputRequired()], choices=[(s.value, s.value.replace("_", " ")) for s in Subtype]
    )
    title = StringField(_l("Title"), [InputRequired(), SHORT])
    requirement = TextAreaField(_l("Requirement: clause or criterion"), [Optional(), LONG])
    gap = TextAreaField(_l("What was found, in neutral words"), [Optional(), LONG])
    citations = TextAreaField(_l("Evidence"), [Optional(), LONG], description=PLACES)
    evidence_absent = TextAreaField(
        _l("Evidence that is absent: what was asked of whom and when"), [Optional(), LONG]
    )
    claimed_value = StringField(_l("Claimed value"), [Optional(), SHORT])
    verifier_value = StringField(_l("Verifier's value"), [Optional(), SHORT])
    group_code = SelectField(_l("Assurance group"), [Optional()])
    is_misstatement = BooleanField(_l("Misstatement: a number of the statement is wrong"))
    is_nonconformity = BooleanField(_l("Nonconformity: a criterion is not met"))
    is_projected = BooleanField(_l("The amount is projected from a sample"))
    is_correctable = BooleanField(_l("The responsible party can correct it"), default=True)
    is_systematic = BooleanField(_l("Systematic: it may recur on other sites or sources"))
    may_lead_to_adverse = BooleanField(_l("It may lead to an adverse opinion if it is not addressed"))
    is_confidential = BooleanField(_l("Confidential: for lead verifier, body manager and reviewer only"))
    unverified_tonnes = TonnesField(_l("Tonnes without evidence (limitation)"), [Optional()], places=None)
    gap_categories = StringField(
        _l("ISO categories concerned (limitation)"), [Optional()], description=_l("For example: 3, 4")
    )
    check = HiddenField()
    request_code = HiddenField()
    notice = HiddenField()
    sample_code = HiddenField(validators=[Optional(), Length(max=12)])

    def validate_gap_categories(self, field: Any) -> None:
        if not re.fullmatch(r"\s*([1-6]\s*(,\s*[1-6]\s*)*)?", field.data or ""):
            raise ValueError(_("Write categories as 3, 4."))


class IssueForm(VersionedForm):
    due = DateField(
        _l("Due date"), [Optional()], description=_l("Left empty: 10 working days for a CL, else 20.")
    )


class RespondForm(VersionedForm):
    text = TextAreaField(_l("Answer"), [InputRequired(), LONG])
    is_refusal = BooleanField(_l("We do not agree; the answer gives our reason"))
    root_cause = TextAreaField(_l("Root cause"), [Optional(), LONG])
    correction = TextAreaField(_l("Correction: this year's number"), [Optional(), LONG])
    corrective_action = TextAreaField(_l("Corrective action: so that it does not recur"), [Optional(), LONG])
    citations = TextAreaField(_l("Evidence that is here already"), [Optional(), LONG], description=PLACES)
    files = MultipleFileField(_l("New files"), [Optional()])


class ReasonForm(VersionedForm):
    reason = TextAreaField(_l("Reason"), [InputRequired(), LONG])


class ReturnForm(ReasonForm):
    citations = TextAreaField(_l("Evidence against the answer"), [Optional(), LONG], description=PLACES)
    due = DateField(_l("New due date"), [Optional()], description=_l("Left empty: the time that is left."))


class AcceptForm(VersionedForm):
    reason = TextAreaField(_l("Assessment"), [InputRequired(), LONG])


class CloseCorrectedForm(VersionedForm):
    reason = TextAreaField(_l("What holds the correction"), [InputRequired(), LONG])
    remainder_reason = TextAreaField(_l("Explanation of what is left, if anything"), [Optional(), LONG])


class ConvertForm(WithEffects):
    reason = TextAreaField(_l("Reason"), [InputRequired(), LONG])
    title = StringField(_l("Title of the new finding"), [Optional(), SHORT])
    requirement = TextAreaField(_l("Requirement of the new finding"), [Optional(), LONG])
    gap = TextAreaField(_l("What was found"), [Optional(), LONG])
    is_misstatement = BooleanField(_l("Misstatement: a number of the statement is wrong"))


class CarryForwardForm(VersionedForm):
    due = DateField(_l("Due in the next period, less than twelve months from now"), [InputRequired()])
    reason = TextAreaField(_l("Note"), [Optional(), LONG])


class AcknowledgeForm(VersionedForm):
    text = TextAreaField(_l("Remark"), [Optional(), LONG])


class ExtendForm(ReasonForm):
    due = DateField(_l("New due date"), [InputRequired()])


class CommentForm(FlaskForm):
    text = TextAreaField(_l("Comment inside the body"), [InputRequired(), LONG])


class NoticeForm(FlaskForm):
    text = TextAreaField(
        _l("What the other cases of the group should look at"), [InputRequired(), LONG],
        description=_l("Their clients' verifiers read these words: name no amount, person or evidence of this client."),
    )  # fmt: skip


class RuleForm(VersionedForm):
    is_material = BooleanField(_l("Material by its nature, whatever its amount"))
    is_fundamental = BooleanField(_l("Fundamental: the criteria as a whole are not met"))
    users_must_know = BooleanField(_l("Intended users must be told of it"))
    ruling = TextAreaField(_l("Ruling and reason"), [InputRequired(), LONG])


class ExtentForm(VersionedForm):
    text = TextAreaField(_l("What the test of other sites and sources showed"), [InputRequired(), LONG])


class EffectsForm(WithEffects):
    reason = TextAreaField(_l("Why the amounts are stated anew"), [InputRequired(), LONG])


MOVE_FORMS: dict[str, type[VersionedForm]] = {
    "issue": IssueForm,
    "respond": RespondForm,
    "return": ReturnForm,
    "accept": AcceptForm,
    "close_corrected": CloseCorrectedForm,
    "close_clarified": ReasonForm,
    "close_uncorrected": ReasonForm,
    "convert": ConvertForm,
    "carry_forward": CarryForwardForm,
    "acknowledge": AcknowledgeForm,
    "accept_limitation": ReasonForm,
    "lift": ReasonForm,
    "reopen": ReasonForm,
    "withdraw": ReasonForm,
}
ACT_FORMS: dict[str, type[FlaskForm]] = {
    "extend": ExtendForm,
    "comment": CommentForm,
    "rule": RuleForm,
    "extent": ExtentForm,
    "effects": EffectsForm,
    "notify": NoticeForm,
}
FORMS: dict[str, type[FlaskForm]] = {**MOVE_FORMS, **ACT_FORMS}
