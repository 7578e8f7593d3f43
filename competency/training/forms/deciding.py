"""What a training lead types about others: attendance, exemptions, refreshers, returns."""

from collections.abc import Iterable

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField

from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.training.forms.recording import course_choices
from competency.training.queries.rules import CourseRow

CAUSES = {"audit_finding": "An audit finding", "incident": "An incident"}


class AttendanceForm(Form):
    """A course, its day, and who was there."""

    course_id = SelectField("Course", [Required("Choose the course.")], validate_choice=False)
    completed_on = DateParts("When was it?", [Required("Enter the day.")])
    person_ids = SelectMultipleField("Who was there?", coerce=int, validate_choice=False)

    def offering(
        self, courses: Iterable[CourseRow], people: Iterable[tuple[int, str]]
    ) -> "AttendanceForm":
        """Return the form with the courses and people to choose from."""
        self.course_id.choices = [SelectChoice("", "Choose"), *course_choices(courses)]
        self.person_ids.choices = [SelectChoice(id_, name) for id_, name in people]
        return self


class ReturnForm(Form):
    """Why a completion is given back."""

    comment = TextAreaField("What is missing?", [Required("Say what is missing.")])


class ExemptForm(Form):
    """From what somebody is exempt, until when, and why."""

    course_id = SelectField("From what?", [Required("Choose the course.")], validate_choice=False)
    from_on = DateParts("From", [Required("Enter the first day.")])
    until = DateParts("Until", [Required("Enter the last day.")])
    reason = StringField("Why?", [Required("Enter the reason.")])

    def offering(self, courses: Iterable[CourseRow]) -> "ExemptForm":
        """Return the form with the courses to choose from."""
        self.course_id.choices = [SelectChoice("", "Choose"), *course_choices(courses)]
        return self


class RefresherForm(Form):
    """What somebody has to do again, by when, and after what."""

    course_id = SelectField(
        "What has to be done again?", [Required("Choose the course.")], validate_choice=False
    )
    cause = RadioField(
        "After what?",
        [Required("Choose what it follows from.")],
        choices=[SelectChoice(value, label) for value, label in CAUSES.items()],
    )
    due_on = DateParts("By when?", [Required("Enter the day.")])
    reason = StringField("Why?", [Required("Enter the reason.")])

    def offering(self, courses: Iterable[CourseRow]) -> "RefresherForm":
        """Return the form with the courses to choose from."""
        self.course_id.choices = [SelectChoice("", "Choose"), *course_choices(courses)]
        return self


class EndForm(Form):
    """The new last day of an exemption."""

    ends_on = DateParts("New last day", [Required("Enter the day.")])
