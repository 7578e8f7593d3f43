"""Submitting, and taking a submission back while that is still possible."""

from competency.assessments.domain.state import State
from competency.assessments.service import overview
from tests.builders.appraisals import Made, an_appraisal, submit
from tests.builders.stage import Stage
from tests.web.assessments.conftest import Window


def state(made: Made) -> State:
    """Return where the appraisal stands."""
    person = made.cast.practitioner
    return made.stage.ask(person, lambda w: overview.record(w, person.id))[0].state


def test_what_is_unrated_is_listed_with_links(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")

    page = window(made.cast.practitioner).get(made.path + "/submit")

    assert "You have not rated 32 strands of 65." in page.main
    link = next(text for text in page.links() if text.startswith("LEA-1a"))
    assert page.follow(link).heading == "Leadership"


def test_submitting_waits_for_the_other_and_then_opens_both(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")

    first = window(made.cast.practitioner).get(made.path + "/submit").form("Submit my rating")
    page = first.submit()
    assert "Submitted. You can take it back" in page.main
    assert state(made) is State.SELF_SUBMITTED
    second = window(made.cast.supervisor).get(made.path + "/submit")
    assert "Asha Patel has submitted already." in second.main
    page = second.form("Submit my rating").submit()

    assert "Both ratings are open to both of you now." in page.main
    assert state(made) is State.REVEALED


def test_a_second_submission_is_answered_in_words(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "half_rated")
    form = window(made.cast.practitioner).get(made.path + "/submit").form("Submit my rating")
    form.submit()
    submitted_at = made.row.self_submitted_at
    stage.clock.move(minutes=2)  # type: ignore[attr-defined]

    answer = form.submit()

    assert answer.status_code == 422
    assert "This rating is already submitted." in answer.main
    assert made.row.self_submitted_at == submitted_at


def test_an_empty_rating_is_not_submitted(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage)

    answer = (
        window(made.cast.practitioner).get(made.path + "/submit").form("Submit my rating").submit()
    )

    assert answer.status_code == 422
    assert "You have not rated any strand yet." in answer.main
    assert state(made) is State.OPEN


def test_a_page_from_before_the_others_submission_is_shown_again_first(
    stage: Stage, window: Window
) -> None:
    made = an_appraisal(stage, "half_rated")
    form = window(made.cast.practitioner).get(made.path + "/submit").form("Submit my rating")
    submit(made, made.cast.supervisor)

    answer = form.submit()

    assert answer.status_code == 409
    assert state(made) is State.SUPERVISOR_SUBMITTED


def test_a_submission_is_taken_back_before_the_reveal(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "self_submitted")

    page = window(made.cast.practitioner).get(made.path).form("Take my rating back").submit()

    assert "Your rating is yours to change again." in page.main
    assert state(made) is State.OPEN


def test_nothing_is_taken_back_after_the_reveal(stage: Stage, window: Window) -> None:
    made = an_appraisal(stage, "self_submitted")
    form = window(made.cast.practitioner).get(made.path).form("Take my rating back")
    submit(made, made.cast.supervisor)

    answer = form.submit()

    assert answer.status_code == 422
    assert "The other rating is submitted too" in answer.main
    assert state(made) is State.REVEALED
