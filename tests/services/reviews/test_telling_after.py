"""Who hears what after a review: that it is in, talked over, put right; on a page of theirs."""

from datetime import date

import pytest
from sqlalchemy import select

from competency.notifications.models import Notice
from competency.reviews.models import ReviewCorrection
from competency.reviews.service import correcting, mentoring, second_level
from competency.reviews.service.correcting import ReReview
from tests.builders.review_sheets import a_form, a_pulled_case, done

TODAY = date(2026, 5, 8)


@pytest.fixture
def pulled(stage):
    return a_pulled_case(stage)


def told(stage, person):
    """Return kind and page of the notices about reviews that somebody has, in order."""
    found = stage.ask(
        None,
        lambda w: w.session.scalars(
            select(Notice)
            .where(Notice.person_id == person.id, Notice.kind.startswith("review-"))
            .order_by(Notice.id)
        ).all(),
    )
    assert not any("Why I1" in one.words for one in found)
    return [(one.kind, one.path) for one in found]


def a_correction(stage, form):
    found = select(ReviewCorrection).where(ReviewCorrection.form_id == form.id)
    return stage.ask(None, lambda w: w.session.scalars(found).one())


def test_the_worker_hears_that_a_review_is_in_and_of_the_form(stage, pulled):
    form = a_form(stage, pulled)
    assert told(stage, pulled.worker) == [("review-in", f"/reviews/{pulled.first}")]

    stage.do(pulled.supervisor, lambda w: mentoring.discussed(w, form.id, TODAY, form.version))

    page = f"/reviews/{pulled.first}/form"
    assert told(stage, pulled.worker)[1:] == [("review-talked-over", page)]


def test_the_reviewer_hears_what_the_worker_did(stage, pulled):
    form = a_form(stage, pulled)
    talked = stage.do(
        pulled.supervisor, lambda w: mentoring.discussed(w, form.id, TODAY, form.version)
    )
    stage.do(pulled.worker, lambda w: mentoring.acknowledge(w, form.id, "", talked.version))
    row = a_correction(stage, form)
    stage.do(pulled.worker, lambda w: correcting.correction_done(w, row.id, TODAY, "", row.version))

    page = f"/reviews/{pulled.first}/form"
    assert told(stage, pulled.supervisor) == [
        ("review-acknowledged", page),
        ("review-put-right", page),
    ]


def test_the_worker_hears_what_is_still_open(stage, pulled):
    form = a_form(stage, pulled)
    stage.do(pulled.supervisor, lambda w: mentoring.discussed(w, form.id, TODAY, form.version))
    row = a_correction(stage, form)
    look = ReReview(on=TODAY, outcome="still-open", due_on=TODAY)
    stage.do(pulled.supervisor, lambda w: correcting.re_review(w, row.id, look, row.version))

    assert told(stage, pulled.worker)[2:] == [
        ("review-still-open", f"/reviews/{pulled.first}/form")
    ]


def test_the_supervisor_hears_of_the_second_level_and_of_its_notes(stage, pulled):
    done(stage, pulled)
    done(stage, pulled, level="second")
    stage.do(pulled.specialist, lambda w: second_level.coach(w, pulled.second, "Look at I2."))

    page = f"/reviews/{pulled.second}/levels"
    assert told(stage, pulled.supervisor) == [("review-second-in", page), ("review-coached", page)]
    assert told(stage, pulled.worker) == [("review-in", f"/reviews/{pulled.first}")]


def test_nobody_is_told_the_same_twice(stage, pulled):
    form = a_form(stage, pulled)
    once = stage.do(
        pulled.supervisor, lambda w: mentoring.discussed(w, form.id, TODAY, form.version)
    )
    stage.do(pulled.supervisor, lambda w: mentoring.discussed(w, form.id, TODAY, once.version))

    assert len(told(stage, pulled.worker)) == 2
