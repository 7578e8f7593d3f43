"""The kept counts are the answers, whatever was answered, chosen again and submitted."""

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select, update

from competency.reviews import permissions
from competency.reviews.events import ReviewAnswered
from competency.reviews.models import Review, ReviewAnswer, ReviewTally
from competency.reviews.service import answering, recounting
from competency.reviews.service.answering import Start
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import open_sheet
from tests.builders.cases import on_day
from tests.builders.reviewed import GOOD, reviewed
from tests.builders.reviews import DRAWN_ON, a_department, a_draw, reviews_of, set_past_the_rules
from tests.builders.stage import a_person


def counts(stage):
    def read(work):
        return {
            (one.quarter, one.region_id, one.level, one.item, one.answer): one.reviews
            for one in work.session.scalars(select(ReviewTally))
        }

    return stage.ask(None, read)


def at_random(stage, random, review, reviewer_id):
    """The review started, answered, often with other elements once more, and submitted."""
    elements = [
        one.code
        for one in get_instrument().elements
        if one.code not in ("investigation", "away-from-home")
    ]
    day = on_day(stage, DRAWN_ON + timedelta(days=random.randrange(120)))
    for _ in range(random.choice([1, 2])):
        chosen = random.sample(elements, random.randrange(len(elements)))
        day.do(reviewer_id, lambda w: _begin(w, review.id, chosen))  # noqa: B023
        day.do(reviewer_id, lambda w: _answer(w, review.id, random))
    day.do(reviewer_id, lambda w: answering.submit(w, review.id, _version(w, review.id)))


def _begin(work, review_id, elements):
    answering.start(work, review_id, Start(elements=elements), _version(work, review_id))


def _version(work, review_id):
    return work.session.get_one(Review, review_id).version


def _answer(work, review_id, random):
    sheet = open_sheet(work, review_id, permissions.WORK)
    while rest := [
        i for i in sheet.items if i.code not in sheet.rows or not sheet.rows[i.code].answer
    ]:
        for item in rest:
            row = sheet.rows.setdefault(item.code, ReviewAnswer(item=item.code))
            row.review_id, row.by_id, row.at = review_id, work.actor.person_id, work.now
            row.answer = random.choice([a.code for a in sheet.instrument.scale_of(item).answers])
            row.narrative = "As the record shows."
            work.session.add(row)
    work.record(ReviewAnswered(review_id=review_id, item="I1"))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_kept_counts_equal_the_answers_after_many_submissions(stage, seed):
    random = Random(seed)
    a_department(stage, cases=3)
    a_draw(stage)
    guest = a_person(stage, "Gil Guest")
    drawn = reviews_of(stage)
    for review in drawn:
        set_past_the_rules(stage, review.id, reviewer_id=guest.id)
        if random.random() < 0.8:
            at_random(stage, random, review, guest.id)
    kept = counts(stage)

    found = stage.do(None, recounting.recount)

    submitted = reviews_of(stage, state="submitted")
    assert len(drawn) > len(submitted) > 10
    assert (found.reviews, found.different) == (len(submitted), 0)
    assert counts(stage) == kept
    assert len({key[0] for key in kept}) > 1


def test_counts_that_differ_are_set_right(stage):
    made = a_department(stage, cases=0)
    reviewed(stage, made)
    reviewed(stage, made, whose="far worker")
    right = counts(stage)
    with stage.database.aside() as session:
        session.execute(update(ReviewTally).where(ReviewTally.item == "I1").values(reviews=9))
        session.add(
            ReviewTally(
                quarter=next(iter(right))[0], region_id=made.north.id, level="first", item="I9",
                answer="yes", reviews=1,
            )
        )  # fmt: skip

    found = stage.do(None, recounting.recount)

    assert (found.reviews, found.different) == (2, 3)
    assert counts(stage) == right
    assert stage.do(None, recounting.recount).different == 0
    assert len(right) == 2 * len(GOOD)


def test_nothing_was_submitted_yet(stage):
    assert stage.do(None, recounting.recount) == recounting.Recounted(0, 0)
