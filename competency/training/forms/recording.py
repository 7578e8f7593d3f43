"""Recording what one did or holds."""

from collections.abc import Iterable

from wtforms import SelectField, StringField

from competency.infra.forms import DateParts, Form, Required, SelectChoice
from competency.training.domain.completions import Claim
from competency.training.queries.rules import CourseRow


class RecordForm(Form):
    """What was done, when, and what proves it."""

    course_id = SelectField(
        "What did you do, or what do you hold?",
        [Required("Choose what you record.")],
        validate_choice=False,  # the service refuses what is not in the list, in words
    )
    completed_on = DateParts(
        "When was it done, or when did it begin?", [Required("Enter the day.")]
    )
    expires_on = DateParts("When does it expire? (if a day is printed on it)")
    number = StringField("Number of the certificate, registration or policy (if there is one)")

    def offering(self, courses: Iterable[CourseRow]) -> "RecordForm":
        """Return the form with the courses to choose from."""
        self.course_id.choices = [SelectChoice("", "Choose"), *course_choices(courses)]
        return self

    def claim(self) -> Claim:
        """Return what was typed, for the rules to judge; only after it was found whole."""
        if self.completed_on.data is None:
            raise ValueError("a completion without its day")
        return Claim(
            course_id=chosen(self.course_id.data),
            completed_on=self.completed_on.data,
            expires_on=self.expires_on.data,
            number=self.number.data or "",
        )


def course_choices(courses: Iterable[CourseRow]) -> list[SelectChoice]:
    """Return the courses as choices, in their order."""
    return [SelectChoice(str(course.id), course.title) for course in courses]


def chosen(typed: str | None) -> int:
    """Return the number that was chosen, 0 for what is none: no record has it."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
