"""Starting a cycle: what can be chosen, what is carried, what is refused."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from competency.assessments.models import Appraisal
from tests.builders.appraisals import an_appraisal
from tests.builders.stage import Cast, Stage, a_cast, a_line
from tests.support.pages import Form
from tests.web.assessments.conftest import Window


def form(cast: Cast, window: Window, who: str = "practitioner") -> Form:
    """Return the form that starts an appraisal of the practitioner."""
    client = window(getattr(cast, who))
    return client.get(f"/people/{cast.practitioner.id}/appraisals/new").form()


def appraisals(look: Session) -> int:
    """Return how many appraisals there are."""
    return look.scalar(select(func.count(Appraisal.id))) or 0


@pytest.mark.parametrize("who", ["practitioner", "supervisor"])
def test_both_can_start_one(stage: Stage, window: Window, who: str) -> None:
    cast = a_cast(stage)

    page = form(cast, window, who).submit(
        {
            "practice_area": cast.practice_area.id,
            "due_on-day": "30",
            "due_on-month": "6",
            "due_on-year": "2026",
        }
    )

    assert page.heading == "Appraisal 2026"
    assert "Due Tuesday 30 June 2026" in page.main
    assert "Supervisor Priya Nair" in page.main


def test_a_form_sent_twice_starts_one(stage: Stage, window: Window, look: Session) -> None:
    cast = a_cast(stage)
    once = form(cast, window)

    pages = [once.submit({"practice_area": cast.practice_area.id}) for _ in range(2)]

    assert pages[0].request.path == pages[1].request.path
    assert appraisals(look) == 1


def test_what_is_carried_forward_is_said_before(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "signed", title="Appraisal 2025")

    page = window(made.cast.practitioner).get(f"/people/{made.cast.practitioner.id}/appraisals/new")

    assert "65 agreed answers of Appraisal 2025 are carried forward" in page.main
    assert "The first appraisal here: nothing is carried forward." in page.main
    assert "Neither sees the other's rating until both are submitted" in page.main


def test_errors_stand_next_to_their_fields(stage: Stage, window: Window, look: Session) -> None:
    cast = a_cast(stage)

    answer = form(cast, window).submit(
        {"title": " ", "due_on-day": "31", "due_on-month": "2", "due_on-year": "2027"}
    )

    assert answer.status_code == 422
    assert answer.errors == [
        "Give this appraisal a name.",
        "Choose the practice area.",
        "Enter a real date for “Due date (if there is one)”, such as 27 3 2026",
    ]
    assert answer.form().values["due_on-day"] == "31"
    assert appraisals(look) == 0


def test_a_day_that_is_over_is_refused(stage: Stage, window: Window, look: Session) -> None:
    cast = a_cast(stage)

    answer = form(cast, window).submit(
        {
            "practice_area": cast.practice_area.id,
            "due_on-day": "1",
            "due_on-month": "1",
            "due_on-year": "2026",
        }
    )

    assert answer.errors == ["Choose a day from today on."]
    assert appraisals(look) == 0


def test_a_second_running_one_is_refused_in_words(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_appraisal(stage)

    answer = form(made.cast, window).submit({"practice_area": made.cast.practice_area.id})

    assert answer.status_code == 422
    assert answer.errors == [
        "There is an appraisal under way in this practice area. Finish or withdraw it first."
    ]
    assert appraisals(look) == 1


@pytest.mark.parametrize("area", ["999", "99999999999999999999"])
def test_a_practice_area_of_others_is_refused(
    stage: Stage, window: Window, look: Session, area: str
) -> None:
    cast = a_cast(stage)

    answer = form(cast, window).submit(tampered={"practice_area": area})

    assert answer.errors == ["Choose a practice area this person works in."]
    assert appraisals(look) == 0


def test_of_several_supervisors_one_is_chosen(stage: Stage, window: Window, look: Session) -> None:
    cast = a_cast(stage)
    a_line(stage, cast.colleague, cast.practitioner)
    start = form(cast, window)

    refused = start.submit({"practice_area": cast.practice_area.id})
    page = start.submit({"practice_area": cast.practice_area.id, "supervisor": cast.colleague.id})

    assert refused.errors == ["Choose the supervisor for this appraisal."]
    assert "Supervisor Ben Okoro" in page.main


@pytest.mark.parametrize(("who", "status"), [("manager", 403), ("colleague", 404)])
def test_others_start_nothing(stage: Stage, window: Window, who: str, status: int) -> None:
    cast = a_cast(stage)

    answer = window(getattr(cast, who)).get(f"/people/{cast.practitioner.id}/appraisals/new")

    assert answer.status_code == status
