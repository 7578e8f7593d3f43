"""What is done on one page stands once in the list of what is due."""

from datetime import date

from competency.reviews.domain.duties import Due, Duty
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
