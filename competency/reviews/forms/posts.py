"""Who reviews a case, and whose post is vacant."""

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, TextAreaField

from competency.frameworks.domain.protocol.parts import Point
from competency.infra.forms import Form, Required, SelectChoice

NOBODY = ""
LONGEST_NUMBER = 9  # digits


class ReviewerForm(Form):
    """Who reviews one case."""

    reviewer = SelectField(
        "Who reviews this case?", [Required("Choose who reviews it.")], validate_choice=False
    )

    def offer(self, people: Iterable[tuple[int, str]]) -> "ReviewerForm":
        """Return the form with those to choose from."""
        self.reviewer.choices = _people("Choose", people)
        return self


class VacancyForm(Form):
    """Why a supervisor's reviews are not done in a month."""

    vacancy = RadioField(
        "Why is the post vacant?", [Required("Choose why the post is vacant.")],
        validate_choice=False,
    )  # fmt: skip
    words = TextAreaField("Anything the region should know (if there is something)")

    def offer(self, vacancies: Iterable[Point]) -> "VacancyForm":
        """Return the form with the kinds of vacancy of the rules."""
        self.vacancy.choices = [
            SelectChoice(one.code, one.title, render_kw={"hint": one.text}) for one in vacancies
        ]
        return self


def second_level_form(
    rows: Sequence[tuple[int, str, Sequence[tuple[int, str]]]], **options: Any
) -> Form:
    """Return a form with a choice of reviewer for each review: number, reference and people."""
    fields: dict[str, Any] = {}
    for review_id, reference, people in rows:
        fields[f"reviewer_{review_id}"] = SelectField(
            f"Reviewer of {reference}",
            choices=_people("Nobody yet", people),
            validate_choice=False,
        )
        fields[f"version_{review_id}"] = HiddenField()
    made: Form = type("SecondLevelForm", (Form,), fields)(**options)
    return made


def chosen(text: str | None) -> int:
    """Return the number of who was chosen, 0 for nobody and for what is no number."""
    typed = text or ""
    right = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return int(typed) if right else 0


def _people(nobody: str, people: Iterable[tuple[int, str]]) -> list[SelectChoice]:
    return [SelectChoice(NOBODY, nobody), *(SelectChoice(str(i), name) for i, name in people)]
