"""Each person's own list of what is due."""

from datetime import UTC, date, datetime

import pytest

from competency.infra import slots
from competency.reviews.domain.levels import Level, State
from competency.reviews.domain.substituting import Asked
from competency.reviews.models import ReviewCorrection, ReviewForm
from competency.reviews.service import due, posts, substituting
from tests.builders.cases import on_day
from tests.builders.reviews import a_department, a_draw, a_review, the_four

THEN = datetime(2026, 5, 8, 9, tzinfo=UTC)


@pytest.fixture
def made(stage):
    made = a_department(stage)
    a_draw(stage)
    return made


def due_for(stage, made, who, on=date(2026, 5, 8)):
    found = on_day(stage, on).ask(made[who], due.due_for_me)
    return [(one.duty.value, one.on, one.is_late(on)) for one in found]


def test_a_supervisor_starts_four_and_then_completes_them(stage, made):
    start, complete = date(2026, 5, 12), date(2026, 5, 25)
    assert due_for(stage, made, "supervisor") == [("start", start, False)] * 4

    a_review(stage, made, State.STARTED)

    assert due_for(stage, made, "supervisor", date(2026, 5, 13)) == [
        *[("start", start, True)] * 3,
        ("complete", complete, False),
    ]


def test_nothing_is_due_for_whom_nothing_waits(stage, made):
    for who in ("worker", "administrator", "peer", "far peer", "manager", "central"):
        assert due_for(stage, made, who) == []
    assert stage.ask(None, due.due_for_me) == []


def test_the_form_goes_from_the_reviewer_to_the_worker(stage, made):
    review = a_review(stage, made, State.SUBMITTED)
    worker = next(name for name, p in made.people.items() if p.id == review.worker_id)
    assert ("write-form", date(2026, 5, 25), False) in due_for(stage, made, "supervisor")

    form = stage.save(
        ReviewForm(
            review_id=review.id,
            strengths="Calls on time.",
            written_by_id=made["supervisor"].id,
            written_at=THEN,
        )
    )
    assert ("discuss", date(2026, 5, 25), False) in due_for(stage, made, "supervisor")
    assert due_for(stage, made, worker) == []

    changed(stage, form, discussed_on=date(2026, 5, 7))
    assert due_for(stage, made, worker) == [("acknowledge", date(2026, 5, 25), False)]
    assert "discuss" not in {duty for duty, _, _ in due_for(stage, made, "supervisor")}


def changed(stage, row, **values):
    with stage.database.writing() as session:
        from competency.infra.work import Work
        from competency.kernel.actor import SYSTEM

        Work(actor=SYSTEM, now=THEN, session=session).record("rows of a test")
        found = session.get(type(row), row.id)
        for name, value in values.items():
            setattr(found, name, value)
        session.commit()


def test_a_correction_is_the_owners_then_the_reviewers(stage, made):
    review = a_review(stage, made, State.SUBMITTED)
    worker = next(name for name, p in made.people.items() if p.id == review.worker_id)
    form = stage.save(
        ReviewForm(
            review_id=review.id,
            written_by_id=made["supervisor"].id,
            written_at=THEN,
            discussed_on=date(2026, 5, 7),
            acknowledged_at=THEN,
            acknowledged_by_id=review.worker_id,
        )
    )
    correction = stage.save(
        ReviewCorrection(
            form_id=form.id,
            review_id=review.id,
            words="Write the risk plan.",
            owner_id=review.worker_id,
            due_on=date(2026, 6, 6),
        )
    )
    assert due_for(stage, made, worker) == [("correct", date(2026, 6, 6), False)]

    changed(stage, correction, done_on=date(2026, 5, 7))

    assert due_for(stage, made, worker) == []
    assert ("re-review", date(2026, 6, 6), False) in due_for(stage, made, "supervisor")


def test_a_specialist_decides_and_assigns(stage, made):
    review = the_four(stage, made["supervisor"])[0]
    on_day(stage, date(2026, 5, 8)).do(
        made["supervisor"],
        lambda w: substituting.ask(w, review.id, Asked("sealed"), review.version),
    )
    assert due_for(stage, made, "specialist") == [("decide", date(2026, 5, 25), False)]
    assert due_for(stage, made, "far specialist") == []
    assert due_for(stage, made, "leadership") == []

    found = due_for(stage, made, "specialist", date(2026, 6, 1))
    assert found.count(("assign-second", date(2026, 6, 7), False)) == 8
    late = due_for(stage, made, "specialist", date(2026, 6, 8))
    assert late.count(("assign-second", date(2026, 6, 7), True)) == 8


def test_a_first_level_review_without_a_reviewer_waits_for_the_region(stage, made):
    with_none = the_four(stage, made["supervisor"])[0]
    stage.do(made["supervisor"], lambda w: hand_over_the_case(w, with_none, made["supervisor"].id))

    assert ("assign", date(2026, 5, 12), False) in due_for(stage, made, "specialist")


def hand_over_the_case(work, review, person_id):
    """Let the supervisor become key worker, as an event of the register says it."""
    from competency.cases.events import KeyWorkerChosen

    happened = KeyWorkerChosen(case_id=review.case_id, person_id=person_id, former_id=None)
    posts.follow_key_worker(work, happened)


def test_the_second_levels_reviewer_has_it_on_the_own_list(stage, made):
    a_review(stage, made, level=Level.SECOND)

    found = due_for(stage, made, "specialist", date(2026, 6, 10))
    assert ("start", date(2026, 6, 7), True) in found


def test_the_calendar_names_no_case(stage, made):
    found = stage.ask(made["supervisor"], lambda w: list(due.dates_due(w)))

    assert len(found) == 4
    assert isinstance(found[0], slots.DateDue)
    refs = set(made.cases)
    assert not any(ref in one.words for one in found for ref in refs)
    assert found[0].words == "A case review: Start the review: choose the elements of the case"
    assert len({one.key for one in found}) == 4


def test_the_questions_do_not_grow_with_the_reviews(app, stage, made, client):
    from sqlalchemy import event

    asked = []
    event.listen(stage.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    stage.ask(made["specialist"], due.due_for_me)

    assert len([one for one in asked if one.startswith("SELECT reviews")]) <= 6
