"""Saying what was found at a place of the sample."""

from wtforms import RadioField, TextAreaField

from competency.coaching.domain.spot_checks import Verdict
from competency.infra.forms import Form, Required, SelectChoice


class FoundForm(Form):
    """Whether it stands, and a word."""

    verdict = RadioField(
        "What do you make of it?",
        [Required("Say whether it stands or is worth talking about.")],
        choices=[SelectChoice(one.value, one.label) for one in Verdict],
    )
    words = TextAreaField("A word on it")
