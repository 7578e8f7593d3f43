"""The strengthening and mentoring form, its corrections, and what the worker says to it."""

from wtforms import RadioField, TextAreaField

from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.reviews.service.correcting import CORRECTED, DROPPED, STILL_OPEN


class MentoringForm(Form):
    """The two parts that the reviewer writes."""

    strengths = TextAreaField("Strengths")
    needs = TextAreaField("Needs")


class TalkForm(Form):
    """On which day the two talked."""

    on = DateParts("On which day did you talk it over?", [Required("Enter the day.")])


class AcknowledgeForm(Form):
    """The worker's own words."""

    comment = TextAreaField("Your own words on it")


class CorrectionForm(Form):
    """What is put right, and by when."""

    words = TextAreaField("What is put right", [Required("Say what is to be put right.")])
    due_on = DateParts("By which day?", [Required("Enter the day.")])


class DoneForm(Form):
    """When something was put right, and how."""

    on = DateParts("On which day was it put right?", [Required("Enter the day.")])
    words = TextAreaField("How, and where it can be seen")


class LookForm(Form):
    """What a second look found."""

    outcome = RadioField(
        "What did you find?",
        [Required("Choose what you found.")],
        choices=[
            SelectChoice(CORRECTED, "It is put right"),
            SelectChoice(STILL_OPEN, "It is still open", render_kw={"hint": "Say by when, below."}),
            SelectChoice(DROPPED, "It is dropped", render_kw={"hint": "Say why, below."}),
        ],
    )
    on = DateParts("On which day did you look?", [Required("Enter the day.")])
    words = TextAreaField("What you saw")
    due_on = DateParts("Where it is still open: by which day?")
