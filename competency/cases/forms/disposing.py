"""Keeping and disposing of cases: a reason, and buttons that act on a version."""

from wtforms import TextAreaField

from competency.infra.forms import Form, Required


class VersionForm(Form):
    """A button that acts on the version of what the page showed."""


class ProposalForm(Form):
    """On which ground cases are to be disposed of."""

    reason = TextAreaField("On which ground", [Required("Say on which ground.")])


class HoldForm(Form):
    """Why a case is kept longer; empty where it no longer is."""

    reason = TextAreaField("Why it is kept longer")
