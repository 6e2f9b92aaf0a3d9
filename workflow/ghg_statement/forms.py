"""The shapes of what the responsible party types about its GHG statement."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from methods.gwp import GWP_SETS
from workflow.ghg_statement.rules import REPORT_ITEMS, ReportItemState

LONG = Length(max=20_000)
SHORT = Length(max=300)
STATES = [(state.value, state.value.replace("_", " ")) for state in ReportItemState]


class VersionForm(FlaskForm):
    title = StringField(_l("Title"), [InputRequired(), SHORT])
    dated = DateField(_l("Date of the report"), [InputRequired()])
    gwp_set = SelectField(
        _l("GWP set"), choices=[(s.set_id, f"{s.set_id}: {s.title}") for s in GWP_SETS.values()]
    )
    gwp_justification = TextAreaField(
        _l("Why not the latest assessment report"),
        [Optional(), LONG],
        description=_l("Only where the set is older than the latest assessment report"),
    )
    what_changed = TextAreaField(_l("What changed since the last version"), [Optional(), LONG])
    copy_lines = BooleanField(_l("Begin with the lines and report items of the last version"))


class ImportForm(FlaskForm):
    file = FileField(_l("Inventory workbook (XLSX) or CSV"))
    pasted = TextAreaField(
        _l("Or paste from a spreadsheet, heads included"), [Optional(), Length(max=500_000)]
    )


class TakeForm(FlaskForm):
    lines = HiddenField(validators=[InputRequired(), Length(max=1_500_000)])


class LineForm(FlaskForm):
    """Cells of one source as the inventory sheet has them; the page adds rows for gases and parts."""


class ItemForm(FlaskForm):
    key = SelectField(_l("Item"), choices=[(key, key) for key in REPORT_ITEMS])
    state = SelectField(_l("State"), choices=STATES)
    text = TextAreaField(_l("What the report says"), [Optional(), LONG])
    reason = TextAreaField(_l("Reason, where it is not fully in the report"), [Optional(), LONG])


class SignForm(FlaskForm):
    sha256 = HiddenField(validators=[InputRequired(), Length(min=64, max=64)])


class ActForm(FlaskForm):
    """An act without fields of its own; it carries the token."""
