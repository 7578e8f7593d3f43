"""A self-study as a whole: started, submitted, closed; its panel and what that says."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from competency.accreditation.domain.starting import Beginning
from competency.frameworks.domain.standard import Standard
from competency.infra.forms import DateParts, Form, Required, SelectChoice


class StudyForm(Form):
    """What a self-study begins with."""

    title = StringField("What do you call it?", [Required("Give the self-study a name.")])
    standard = SelectField("Standard", validate_choice=False)
    period_from = DateParts("Period from", [Required("Enter the first day of the period.")])
    period_to = DateParts("Period to", [Required("Enter the last day of the period.")])
    not_applicable = TextAreaField("Why the whole standard does not apply (if it does not)")

    def offering(self, standards: Iterable[Standard]) -> "StudyForm":
        """Return the form with the standards there are to choose from."""
        self.standard.choices = [
            SelectChoice(one.id, f"{one.title} ({one.version})") for one in standards
        ]
        return self

    def beginning(self, standard_id: str = "") -> Beginning:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        return Beginning(
            standard_id=standard_id or self.standard.data or "",
            title=self.title.data or "",
            period_from=self.period_from.data or date.min,
            period_to=self.period_to.data or date.min,
            not_applicable=self.not_applicable.data or "",
        )


def filled(study: Any) -> dict[str, object]:
    """Return what stands in the form of a self-study that is there already."""
    return {
        "title": study.title,
        "period_from": study.period_from,
        "period_to": study.period_to,
        "not_applicable": study.not_applicable,
        "version": study.version,
    }


class SubmitForm(Form):
    """Submitting to the panel; the box is needed only where something is open."""

    knowing = BooleanField("I have seen what is still open, and submit it as it is")


class CloseForm(Form):
    """Closing with the outcome."""

    words = TextAreaField("What came of it?", [Required("Say what came of it.")])


class MemberForm(Form):
    """Somebody for the panel."""

    member = StringField(
        "Put somebody on the panel", [Required("Enter an email address, staff number or name.")]
    )


class CommentForm(Form):
    """What the panel says, or an answer to it."""

    practice = SelectField("About", validate_choice=False)
    words = TextAreaField("Comment", [Required("Write what is to be said.")])
    said_by = StringField("Who said it (if it was not you)")

    def offering(self, codes: Iterable[str]) -> "CommentForm":
        """Return the form with the practices there are to comment."""
        self.practice.choices = [
            SelectChoice("", "The whole self-study"),
            *(SelectChoice(code, code) for code in codes),
        ]
        return self


class AnswerForm(Form):
    """An answer to a comment."""

    words = TextAreaField("Answer", [Required("Write the answer.")])


class ButtonForm(Form):
    """A button that does one thing."""
