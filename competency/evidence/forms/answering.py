"""Answering the guard, deciding on an entry, adding a file, and looking for entries."""

from wtforms import FileField, HiddenField, SelectField, StringField, TextAreaField

from competency.evidence.domain.entry import Kind
from competency.evidence.domain.state import State
from competency.infra.forms import Form, Required, SelectChoice

STATES = {
    State.DRAFT: "Draft",
    State.SHARED: "Shared",
    State.RETURNED: "Returned",
    State.VERIFIED: "Verified",
}


class ReasonForm(Form):
    """Why a place that the guard asks about is fine."""

    mark = HiddenField()
    reason = StringField("Why this is fine")


class DecisionForm(Form):
    """What the supervisor says to an entry; `seq` is the version that was shown."""

    seq = HiddenField()
    comment = TextAreaField("Comment")


class FileForm(Form):
    """A file to add."""

    file = FileField("Add a file", [Required("Choose a file.")])


class VersionForm(Form):
    """A button that acts on the version of the entry that the page showed."""


class YearFilter(Form):
    """Which year of a log is added up, for which practice area, against whose targets."""

    year = SelectField("Year")
    area = SelectField("Practice area")
    scheme = SelectField("Targets of")


class LogFilter(Form):
    """Which entries of a log are shown."""

    state = SelectField(
        "State",
        choices=[
            SelectChoice("", "Any state"),
            *(SelectChoice(state.value, words) for state, words in STATES.items()),
        ],
    )
    kind = SelectField(
        "Kind",
        choices=[
            SelectChoice("", "Any kind"),
            *(SelectChoice(kind.value, kind.words) for kind in Kind),
        ],
    )
    year = SelectField("Year")
    strand = SelectField("Strand")
