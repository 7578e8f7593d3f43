"""What is done on one page stands once in the list of what is due."""

from datetime import date

import pytest

from competency.reviews.domain.duties import Due, Duty
from competency.reviews.service.due import page_of
from competency.reviews.views import duties

TODAY = date(2026, 5, 8)
MAY = date(2026, 5, 1)


def a_due(duty: Duty, review_id: int, about_id: int, reference: str, on: date) -> Due:
    return Due(
        duty=duty,
        review_id=review_id,
        about_id=about_id,
        reference=reference,
        level="first",
        month=MAY,
        on=on,
    )


def test_the_corrections_of_a_form_due_on_one_day_stand_once(app):
    soon, later = date(2026, 5, 20), date(2026, 6, 1)
    due = [
        a_due(Duty.COMPLETE, 4, 4, "CB-4", soon),
        a_due(Duty.CORRECT, 7, 1, "CB-7", soon),
        a_due(Duty.CORRECT, 7, 2, "CB-7", soon),
        a_due(Duty.CORRECT, 7, 3, "CB-7", later),
    ]

    with app.test_request_context():
        found = duties.entries(due, TODAY)

    assert [(one["text"], one["why"]) for one in found] == [
        ("Complete the review: CB-4", "First level, May 2026"),
        ("Put right what was agreed: CB-7", "2 corrections. First level, May 2026"),
        ("Put right what was agreed: CB-7", "1 correction. First level, May 2026"),
    ]


@pytest.mark.parametrize(
    ("duty", "endpoint", "about"),
    [
        (Duty.START, "reviews.start", {"review_id": 7}),
        (Duty.COMPLETE, "reviews.review", {"review_id": 7}),
        (Duty.WRITE_FORM, "reviews.form", {"review_id": 7}),
        (Duty.DISCUSS, "reviews.form", {"review_id": 7}),
        (Duty.ACKNOWLEDGE, "reviews.form", {"review_id": 7}),
        (Duty.CORRECT, "reviews.form", {"review_id": 7}),
        (Duty.RE_REVIEW, "reviews.form", {"review_id": 7}),
        (Duty.DECIDE, "reviews.decide", {"substitution_id": 3}),
        (Duty.ASSIGN, "reviews.reviewer", {"review_id": 7}),
        (Duty.ASSIGN_SECOND, "reviews.second_level", {}),
    ],
)
def test_each_duty_leads_to_the_page_on_which_it_is_done(app, duty, endpoint, about):
    path, _, asked = page_of(a_due(duty, 7, 3, "CB-7", MAY)).partition("?")

    assert app.url_map.bind("").match(path) == (endpoint, about)
    assert asked == ("month=2026-05" if duty is Duty.ASSIGN_SECOND else "")
