"""Who reviews what: peers, vacant posts, the second level, and what moves in mid-month."""

from datetime import date

import pytest
from sqlalchemy import select

from competency.kernel.actor import Role
from competency.kernel.errors import Forbidden, NotFound, Refused, Stale
from competency.notifications.models import Notice
from competency.people.models import RoleGrant
from competency.reviews.domain.levels import State
from competency.reviews.models import ReviewAssignment, ReviewNotice
from competency.reviews.service import giving, posts
from tests.builders.cases import on_day
from tests.builders.giving import given, now, one_of_the_four
from tests.builders.reviews import (
    MAY,
    a_department,
    a_draw,
    a_review,
    reviews_of,
    the_four,
)
from tests.builders.stage import LONG_AGO

JUNE_3 = date(2026, 6, 3)


@pytest.fixture
def made(stage):
    made = a_department(stage)
    a_draw(stage)
    return made


def vacate(stage, made):
    """Un-assign what the supervisor has, as for a post that is vacant."""
    stage.do(made["specialist"], lambda w: posts.unassign(w, made["supervisor"].id, MAY, "leave"))


def test_a_supervisor_gives_one_of_the_four_to_a_peer(stage, made):
    review = one_of_the_four(stage, made)

    given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")

    assert now(stage, review).reviewer_id == made["peer"].id
    assert now(stage, review).supervisor_id == made["supervisor"].id
    assert len(the_four(stage, made["supervisor"])) == 4


def test_and_takes_it_back(stage, made):
    review = one_of_the_four(stage, made)
    given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")

    given(stage, made, "supervisor", posts.hand_to_peer, review, "supervisor")

    assert now(stage, review).reviewer_id == made["supervisor"].id


# to whom a supervisor gives one of the four, and what becomes of it
PEERS = {
    "peer": "yes",
    "far peer": "not_fitting",  # of another region
    "other peer": "not_fitting",  # of another programme
    "worker": "own_case",
    "specialist": "not_fitting",
    "other supervisor": "fifth_case",
    "supervisor": "same_reviewer",
}


@pytest.mark.parametrize("to", PEERS)
def test_peers_come_from_the_same_programme_and_region(stage, made, to):
    review = next(
        r for r in the_four(stage, made["supervisor"]) if r.worker_id == made["worker"].id
    )

    found = stage.outcome(
        made["supervisor"],
        lambda w: posts.hand_to_peer(w, review.id, made[to].id, review.version),
    )

    assert found == PEERS[to]


def test_a_peer_gets_no_fifth_case(stage, made):
    stage.save(
        RoleGrant(
            person_id=made["peer"].id,
            role=Role.PEER_REVIEWER.value,
            starts_on=LONG_AGO,
            scope="region",
            scope_id=made.south.id,
        )
    )
    for review in the_four(stage, made["supervisor"]):
        given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")
    fifth = the_four(stage, made["other supervisor"])[0]

    with pytest.raises(Refused, match="Pia Peer has 4 first-level reviews in this month already"):
        given(stage, made, "other supervisor", posts.hand_to_peer, fifth, "peer")


def test_what_is_offered_is_what_is_allowed(stage, made):
    review = one_of_the_four(stage, made)

    found = stage.ask(made["supervisor"], lambda w: giving.to_give(w, review.id))

    assert [name for _, name in found.choices] == ["Pia Peer", "Sue Visor"]
    with pytest.raises(Forbidden):
        stage.ask(made["worker"], lambda w: giving.to_give(w, review.id))
    with pytest.raises(NotFound):
        stage.ask(made["far specialist"], lambda w: giving.to_give(w, review.id))


def test_a_vacant_post_is_unassigned_and_its_second_level_goes_ahead(stage, made, look):
    four = the_four(stage, made["supervisor"])

    found = stage.do(
        made["specialist"],
        lambda w: posts.unassign(w, made["supervisor"].id, MAY, "extended-medical-leave", "Away."),
    )

    assert len(found) == 4
    assert {now(stage, r).state for r in four} == {State.UNASSIGNED}
    assert {now(stage, r).reviewer_id for r in four} == {None}
    assert now(stage, four[0]).unassigned_reason == "extended-medical-leave"
    seconds = [reviews_of(stage, first_id=r.id)[0] for r in four]
    assert {r.state for r in seconds} == {State.DRAWN}
    told = look.scalars(select(ReviewNotice).where(ReviewNotice.occasion == "vacant")).all()
    assert {(n.review_id, n.told_id) for n in told} == {(r.id, made["leadership"].id) for r in four}
    words = look.scalars(select(Notice.words).where(Notice.kind == "review-vacant")).all()
    assert "post is vacant. Its second-level review goes ahead" in words[0]


def test_what_a_peer_has_stays_with_the_peer(stage, made):
    review = one_of_the_four(stage, made)
    given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")

    found = stage.do(
        made["specialist"], lambda w: posts.unassign(w, made["supervisor"].id, MAY, "leave")
    )

    assert len(found) == 3
    assert now(stage, review).state == State.DRAWN


def test_only_a_listed_vacancy_counts(stage, made):
    with pytest.raises(Refused, match="no kind of vacancy 'busy'"):
        stage.do(
            made["specialist"], lambda w: posts.unassign(w, made["supervisor"].id, MAY, "busy")
        )


@pytest.mark.parametrize("who", ["far specialist", "supervisor"])
def test_who_is_no_specialist_of_the_region_finds_nothing_to_unassign(stage, made, who):
    with pytest.raises(Refused, match="no open first-level review of this post in your region"):
        stage.do(
            made[who],
            lambda w: posts.unassign(w, made["supervisor"].id, MAY, "leave"),
        )


def test_what_was_unassigned_can_be_assigned_again(stage, made):
    review = one_of_the_four(stage, made)
    vacate(stage, made)

    given(stage, made, "specialist", posts.assign, review, "peer")

    there = now(stage, review)
    assert (there.state, there.reviewer_id, there.unassigned_reason) == (
        State.DRAWN,
        made["peer"].id,
        "",
    )


def test_another_supervisor_takes_no_fifth_case(stage, made):
    review = one_of_the_four(stage, made)
    vacate(stage, made)

    with pytest.raises(Refused, match="Ola Visor has 4 first-level reviews"):
        given(stage, made, "specialist", posts.assign, review, "other supervisor")


# who is assigned the second level of a case of the supervisor's worker
SECOND = {
    "specialist": "yes",
    "second specialist": "yes",
    "leadership": "yes",
    "peer": "yes",
    "far specialist": "not_fitting",
    "far peer": "not_fitting",
    "other supervisor": "not_fitting",
    "supervisor": "both_levels",
    "worker": "own_case",
    "central": "not_fitting",
}


@pytest.mark.parametrize("to", SECOND)
def test_the_second_level_is_assigned_by_hand(stage, made, to):
    first = next(r for r in the_four(stage, made["supervisor"]) if r.worker_id == made["worker"].id)
    second = reviews_of(stage, first_id=first.id)[0]

    found = on_day(stage, JUNE_3).outcome(
        made["specialist"], lambda w: posts.assign(w, second.id, made[to].id, second.version)
    )

    assert found == SECOND[to]


def test_the_peer_of_the_first_level_is_not_the_second(stage, made):
    first = one_of_the_four(stage, made)
    given(stage, made, "supervisor", posts.hand_to_peer, first, "peer")
    second = reviews_of(stage, first_id=first.id)[0]

    with pytest.raises(Refused, match="second level needs somebody else"):
        given(stage, made, "specialist", posts.assign, second, "peer", on=JUNE_3)
    with pytest.raises(Refused, match="so somebody else has to do it"):
        given(stage, made, "specialist", posts.assign, second, "supervisor", on=JUNE_3)


@pytest.mark.parametrize(
    ("day", "late"),
    [(date(2026, 6, 1), False), (date(2026, 6, 7), False), (date(2026, 6, 8), True)],
)
def test_after_the_first_week_it_is_said_to_be_late(stage, made, look, day, late):
    second = reviews_of(stage, level="second")[0]
    to = "specialist" if second.region_id == made.north.id else "far specialist"

    given(stage, made, to, posts.assign, second, to, on=day)

    row = look.scalars(select(ReviewAssignment)).one()
    assert (row.reviewer_id, row.is_late, row.reason) == (made[to].id, late, "assigned")


def test_before_the_second_month_it_is_too_early(stage, made):
    second = reviews_of(stage, level="second", region_id=made.north.id)[0]

    with pytest.raises(Refused, match="assigned from 1 June on"):
        given(stage, made, "specialist", posts.assign, second, "specialist")


def test_a_complete_review_is_not_given_on(stage, made):
    review = a_review(stage, made, State.SUBMITTED)

    with pytest.raises(Refused, match="not open any more"):
        given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")
    with pytest.raises(Refused, match="complete or was substituted"):
        given(stage, made, "specialist", posts.assign, review, "peer")


def test_two_at_once_see_each_other(stage, made):
    review = one_of_the_four(stage, made)
    given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")

    with pytest.raises(Stale):
        stage.do(
            made["specialist"],
            lambda w: posts.assign(w, review.id, made["supervisor"].id, review.version),
        )


def test_what_was_begun_before_the_post_became_vacant_goes_on(stage, made):
    review = a_review(stage, made, State.STARTED)
    vacate(stage, made)

    given(stage, made, "specialist", posts.assign, review, "peer")

    assert now(stage, review).state == State.STARTED
