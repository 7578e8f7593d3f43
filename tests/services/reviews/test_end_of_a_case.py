"""What becomes of a review when its case is disposed of, or was to be taken back."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from competency.cases.models import CaseFile
from competency.cases.service import disposing, taking_in
from competency.reviews.domain.substituting import Asked
from competency.reviews.models import Review, ReviewAnswer, ReviewSubstitution
from competency.reviews.service import substituting
from tests.builders.cases import on_day
from tests.builders.reviews import a_department, a_draw, set_past_the_rules, the_four

THEN = datetime(2026, 5, 7, 9, tzinfo=UTC)


@pytest.fixture
def made(stage):
    made = a_department(stage)
    a_draw(stage)
    return made


def ended(stage, made, case_id):
    """Close the case so that its time is over, then dispose of it by two people."""
    with stage.database.aside() as session:
        case = session.get(CaseFile, case_id)
        case.ended_on, case.retain_until = date(2026, 5, 20), date(2033, 5, 20)
        session.flush()
        session.info.pop("changed", None)
    later = on_day(stage, date(2033, 6, 1))
    run = later.do(made["manager"], lambda w: disposing.propose(w, "Seven years are over."))
    later.do(made["administrator"], lambda w: disposing.carry_out(w, run.id))


def an_answer(stage, made, review, item):
    stage.save(
        ReviewAnswer(
            review_id=review.id,
            item=item,
            answer="needs-improvement",
            narrative="The client said something of their own.",
            shown='{"due": "2026-04-01"}',
            by_id=made["supervisor"].id,
            at=THEN,
        )
    )


def test_what_was_written_about_the_client_goes_and_the_answers_stay(stage, made, look):
    gone, stays, *_ = the_four(stage, made["supervisor"])
    for review in (gone, stays):
        an_answer(stage, made, review, "A1")
        set_past_the_rules(stage, review.id, target_client="the elder one")
    on_day(stage, date(2026, 5, 8)).do(
        made["supervisor"],
        lambda w: substituting.ask(w, gone.id, Asked("sealed", "By the court."), gone.version),
    )

    ended(stage, made, gone.case_id)

    answers = {a.review_id: a for a in look.scalars(select(ReviewAnswer))}
    assert (answers[gone.id].narrative, answers[gone.id].shown) == ("", "")
    assert answers[gone.id].answer == "needs-improvement"
    assert answers[stays.id].narrative.startswith("The client")
    assert look.get_one(Review, gone.id).target_client == ""
    assert look.get_one(Review, stays.id).target_client == "the elder one"
    asked = look.scalars(select(ReviewSubstitution)).one()
    assert (asked.reason, asked.words) == ("sealed", "")


HEAD = (
    "case_ref,team,worker,referral_received,entered,assigned,first_contact,"
    "risk_assessment_completed,risk_assessment_signed_off,outcomes_star_completed,"
    "action_plan_entered,reviews,closed\n"
)


def test_a_reviewed_case_of_a_file_is_not_taken_back(app, stage):
    """Were it to go, the review would stand without its case."""
    made = a_department(stage, cases=0)
    rows = "".join(
        f"C-{n},Quayside,Kit Worker,2026-01-05,2026-01-06,2026-01-07,,,,,,,\n" for n in range(6)
    )
    batch = stage.do(
        made["manager"],
        lambda w: taking_in.take_in(w, (HEAD + rows).encode(), "cases.csv", made.area.id),
    )
    a_draw(stage, on=stage.clock().date())

    removed, kept = stage.do(made["manager"], lambda w: taking_in.undo(w, batch.id))

    assert (removed, kept) == (2, 4)
    with stage.database.reading() as session:
        left = set(session.scalars(select(CaseFile.id)))
    assert left == {review.case_id for review in the_four(stage, made["supervisor"])}
