"""Another case in place of a drawn one: asked for, granted or refused, never a fifth."""

from datetime import date

import pytest
from sqlalchemy import select, text

from competency.kernel.errors import Refused, Stale
from competency.notifications.models import Notice
from competency.reviews.domain.draw import next_in_line
from competency.reviews.domain.levels import State
from competency.reviews.domain.substituting import Asked
from competency.reviews.models import ReviewSubstitution
from competency.reviews.service import drawing, framing, substituting
from tests.builders.cases import on_day
from tests.builders.reviews import (
    MAY,
    a_department,
    a_draw,
    a_review,
    reviews_of,
    set_past_the_rules,
    the_four,
)

SEALED = Asked("sealed")


def asked(stage, made, review, what=SEALED, *, on=12):
    return on_day(stage, date(2026, 5, on)).do(
        made["supervisor"], lambda w: substituting.ask(w, review.id, what, review.version)
    )


def decided(stage, made, row, outcome="granted", comment="", *, on=14):
    return on_day(stage, date(2026, 5, on)).do(
        made["specialist"],
        lambda w: substituting.decide(w, row.id, outcome, row.version, comment),
    )


@pytest.fixture
def made(stage):
    made = a_department(stage)
    a_draw(stage)
    return made


def test_a_granted_case_is_replaced_by_the_next_number_of_the_same_draw(stage, made):
    before = the_four(stage, made["supervisor"])
    old = before[1]
    with stage.database.reading() as session:
        stored = drawing.find_draw(session, MAY)
        assert stored
        frame = framing.unpack(stored.frame)
    refs = {case.id: ref for ref, case in made.cases.items()}
    had = [refs[r.case_id] for r in before]
    due = next(next_in_line(frame, stored.seed, MAY, "S-Sue Visor", had))

    row = decided(stage, made, asked(stage, made, old))

    after = the_four(stage, made["supervisor"])
    new = next(r for r in after if r.id == row.replacement_id)
    assert refs[new.case_id] == due.case_ref
    assert (new.slot, new.replaces_id, new.position) == (old.slot, old.id, 5)
    assert len(after) == 4
    assert reviews_of(stage, id=old.id)[0].state == State.SUBSTITUTED
    assert new.due_on == date(2026, 5, 25)
    assert new.start_due_on == date(2026, 5, 14)


def test_the_second_level_follows_the_case(stage, made):
    old = the_four(stage, made["supervisor"])[0]
    second = reviews_of(stage, first_id=old.id)[0]

    row = decided(stage, made, asked(stage, made, old))

    assert reviews_of(stage, id=second.id)[0].state == State.SUBSTITUTED
    follower = reviews_of(stage, first_id=row.replacement_id)[0]
    assert (follower.replaces_id, follower.reviewer_id) == (second.id, None)


def test_each_next_request_gets_the_next_number(stage, made):
    old = the_four(stage, made["supervisor"])[0]
    first = decided(stage, made, asked(stage, made, old))
    again = reviews_of(stage, id=first.replacement_id)[0]

    second = decided(stage, made, asked(stage, made, again))

    new = reviews_of(stage, id=second.replacement_id)[0]
    assert new.position == 6
    assert len(the_four(stage, made["supervisor"])) == 4


def test_the_draw_can_still_be_made_again(stage, made):
    decided(stage, made, asked(stage, made, the_four(stage, made["supervisor"])[0]))

    assert a_draw(stage).was_there


def test_without_a_further_case_the_case_is_left_out(stage):
    made = a_department(stage, cases=2)
    a_draw(stage)
    old = the_four(stage, made["supervisor"])[0]

    row = decided(stage, made, asked(stage, made, old))

    assert (row.outcome, row.replacement_id) == ("granted", None)
    assert len(the_four(stage, made["supervisor"])) == 3


def test_a_refused_case_is_reviewed(stage, made):
    old = the_four(stage, made["supervisor"])[0]

    row = decided(stage, made, asked(stage, made, old), "refused", "The case is not sealed.")

    assert (row.outcome, row.decided_by_id) == ("refused", made["specialist"].id)
    assert reviews_of(stage, id=old.id)[0].state == State.DRAWN


REFUSED = {
    "the 13th": (SEALED, 13, "too_late"),
    "an unlisted reason": (Asked("too-much-work"), 12, "unlisted_reason"),
    "merely shared": (Asked("shared-rapid-response"), 12, "no_reason"),
    "past due without an extension": (Asked("past-due-investigation"), 12, "no_reason"),
    "an extension without its day": (Asked("incomplete-investigation"), 12, "words_needed"),
    "too many words": (Asked("sealed", "x" * 1_001), 12, "too_long"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_words_and_nothing_kept(stage, made, look, name):
    what, day, code = REFUSED[name]
    review = the_four(stage, made["supervisor"])[0]

    with pytest.raises(Refused) as refused:
        asked(stage, made, review, what, on=day)

    assert refused.value.code == code
    assert look.scalars(select(ReviewSubstitution)).all() == []


def test_one_request_at_a_time(stage, made):
    review = the_four(stage, made["supervisor"])[0]
    asked(stage, made, review)

    with pytest.raises(Refused, match="asked for already"):
        asked(stage, made, review)


def test_a_refusal_needs_its_words(stage, made):
    row = asked(stage, made, the_four(stage, made["supervisor"])[0])

    with pytest.raises(Refused, match="why this case is reviewed"):
        decided(stage, made, row, "refused", " ")


def test_what_was_decided_is_not_decided_again(stage, made):
    row = asked(stage, made, the_four(stage, made["supervisor"])[0])
    decided(stage, made, row)

    with pytest.raises(Stale):
        decided(stage, made, row)


def test_a_review_that_was_completed_meanwhile_stays(stage, made):
    review = the_four(stage, made["supervisor"])[0]
    row = asked(stage, made, review)
    a_review(stage, made, State.SUBMITTED)

    with pytest.raises(Refused, match="not open any more"):
        decided(stage, made, row)


def test_a_review_that_changed_is_shown_again(stage, made):
    review = the_four(stage, made["supervisor"])[0]
    set_past_the_rules(stage, review.id, version=9)

    with pytest.raises(Stale):
        asked(stage, made, review)


def test_who_hears_of_it(stage, made, look):
    old = the_four(stage, made["supervisor"])[0]
    row = decided(stage, made, asked(stage, made, old))
    new = reviews_of(stage, id=row.replacement_id)[0]
    refs = {case.id: ref for ref, case in made.cases.items()}

    told = {
        (n.person_id, n.kind): n.words
        for n in look.scalars(select(Notice).where(Notice.kind.like("review-%")))
    }
    ask = told[made["second specialist"].id, "review-substitution-asked"]
    assert f"another case than {refs[old.case_id]} in the reviews of May 2026" in ask
    decided_words = told[made["supervisor"].id, "review-substitution-decided"]
    assert f"{refs[new.case_id]} is reviewed for May 2026 in place of" in decided_words
    assert (made["far specialist"].id, "review-substitution-asked") not in told
    assert (new.worker_id, "review-substitution-decided") in told


def test_a_staff_number_that_changed_since_the_draw_does_no_harm(stage, made):
    with stage.database.aside() as session:
        session.execute(
            text("UPDATE person SET staff_number = 'N-1' WHERE id = :i"),
            {"i": made["supervisor"].id},
        )

    row = decided(stage, made, asked(stage, made, the_four(stage, made["supervisor"])[0]))

    assert row.replacement_id is not None
    assert len(the_four(stage, made["supervisor"])) == 4


def test_the_peer_who_had_the_case_has_its_substitute(stage, made):
    old = the_four(stage, made["supervisor"])[0]
    set_past_the_rules(stage, old.id, reviewer_id=made["peer"].id)

    row = decided(stage, made, asked(stage, made, old))

    new = reviews_of(stage, id=row.replacement_id)[0]
    assert (new.reviewer_id, new.supervisor_id) == (made["peer"].id, made["supervisor"].id)
