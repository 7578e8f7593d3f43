"""What reviews say of a person's casework: only what was talked over, and nothing blind."""

from datetime import date, timedelta

from competency.people.service import crowds
from competency.reviews.domain.levels import State
from competency.reviews.models import ReviewForm
from competency.reviews.service import practice
from tests.builders.reviewed import MARCH, MAY, reviewed
from tests.builders.reviews import a_department, set_past_the_rules
from tests.support.statements import statements

SINCE = date(2026, 1, 1)


def talked_over(stage, made, review, on=date(2026, 5, 7)):
    """Put the form of a review in as discussed on a day, or not yet."""
    stage.save(
        ReviewForm(
            review_id=review.id,
            written_by_id=made["supervisor"].id,
            written_at=stage.clock(),
            discussed_on=on,
        )
    )
    return review


def answers(stage, person, since=SINCE):
    return stage.ask(None, lambda w: [*practice.answers(w.session, crowds.just(person.id), since)])


def test_answers_count_once_the_form_was_discussed(stage):
    made = a_department(stage, cases=0)
    first = talked_over(stage, made, reviewed(stage, made, {"I1": "strength"}, at=MARCH))
    talked_over(stage, made, reviewed(stage, made, {"I1": "needs-improvement"}), on=None)
    reviewed(stage, made, {"I1": "needs-improvement"})

    (found,) = answers(stage, made["worker"])

    assert found == (
        made["worker"].id,
        made.area.id,
        "I1",
        first.id,
        date(2026, 3, 10),
        "strength",
        True,
    )
    assert found.month == date(2026, 3, 1)
    assert answers(stage, made["second worker"]) == []
    assert answers(stage, made["worker"], since=date(2026, 3, 11)) == []


def test_not_applicable_and_items_that_do_not_apply_are_left_out(stage):
    made = a_department(stage, cases=0)
    given = {"A5": "strength", "I1": "not-applicable", "I2": "needs-improvement"}
    talked_over(stage, made, reviewed(stage, made, given))
    refused = ("new-referral", "refused")
    talked_over(stage, made, reviewed(stage, made, given, elements=refused, at=MARCH))

    found = [(one.item, one.is_good) for one in answers(stage, made["worker"])]

    assert found == [("A5", True), ("I2", False), ("I2", False)]


def test_while_the_other_level_is_awaited_neither_counts(stage):
    made = a_department(stage, cases=0)
    first = talked_over(stage, made, reviewed(stage, made, {"I1": "strength"}, at=MARCH))
    second = reviewed(stage, made, {"I1": "needs-improvement"}, second_of=first)
    set_past_the_rules(stage, second.id, state=State.STARTED.value, submitted_at=None)

    assert answers(stage, made["worker"]) == []

    set_past_the_rules(stage, second.id, state=State.SUBMITTED.value, submitted_at=MAY)
    assert [one.is_good for one in answers(stage, made["worker"])] == [True]

    talked_over(stage, made, second)
    assert [one.is_good for one in answers(stage, made["worker"])] == [True, False]


def test_many_people_are_asked_in_one_statement(app, stage):
    made = a_department(stage, cases=0)
    for whose in ("worker", "second worker"):
        for days in range(3):
            at = MAY - timedelta(days=days)
            talked_over(stage, made, reviewed(stage, made, whose=whose, at=at))
    everybody = crowds.between(0, 10**6, date(2026, 5, 8))

    with app.extensions["database"].reading() as session, statements(app) as asked:
        found = [*practice.answers(session, everybody, SINCE)]

    assert len(found) == 18
    assert len(asked) == 1
