"""What moves in mid-month: a case to another key worker, a reviewer out of the house or region."""

from datetime import date

import pytest
from sqlalchemy import select

from competency.cases.models import CaseFile
from competency.cases.service import register
from competency.cases.service.loading import Open
from competency.kernel.actor import Role
from competency.kernel.errors import Refused
from competency.kernel.values import replace
from competency.notifications.models import Notice
from competency.people.models import PersonPracticeArea
from competency.people.service import persons
from competency.reviews.domain.levels import Level, State
from competency.reviews.service import posts
from tests.builders.cases import a_member
from tests.builders.giving import given, now, one_of_the_four
from tests.builders.reviews import MAY, a_department, a_draw, a_review, the_four


@pytest.fixture
def made(stage):
    made = a_department(stage)
    a_draw(stage)
    return made


def test_whoever_becomes_key_worker_loses_the_review(stage, made, look):
    """The peer takes the case over in mid-month: the region has to find somebody else."""
    review = next(
        r for r in the_four(stage, made["supervisor"]) if r.worker_id == made["worker"].id
    )
    newcomer = a_member(stage, "Nia New", made.quayside, Role.PEER_REVIEWER)
    stage.save(PersonPracticeArea(person_id=newcomer.id, practice_area_id=made.area.id))
    given(stage, made, "supervisor", posts.hand_to_peer, review, newcomer)

    register_it(stage, made, review, newcomer)

    there = now(stage, review)
    assert (there.reviewer_id, there.state) == (None, State.DRAWN)
    words = look.scalars(
        select(Notice.words).where(
            Notice.kind == "review-without-reviewer", Notice.person_id == made["specialist"].id
        )
    ).one()
    assert "has no reviewer any more" in words
    with pytest.raises(Refused, match="Nobody reviews their own"):
        given(stage, made, "specialist", posts.assign, review, newcomer)


def register_it(stage, made, review, newcomer):
    """Make somebody of the team key worker of the review's case, by the register's own door."""
    stage.do(
        made["supervisor"], lambda w: register.give(an_open_case(w, review), newcomer.id, w.today)
    )


def an_open_case(work, review):
    return Open(work, work.session.get(CaseFile, review.case_id))


def test_a_case_that_moves_to_another_worker_is_reviewed_all_the_same(stage, made):
    review = next(
        r for r in the_four(stage, made["supervisor"]) if r.worker_id == made["worker"].id
    )

    register_it(stage, made, review, made["second worker"])

    there = now(stage, review)
    assert (there.reviewer_id, there.worker_id) == (made["supervisor"].id, made["worker"].id)


def test_who_leaves_before_a_review_is_due_loses_it(stage, made):
    review = one_of_the_four(stage, made)
    given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")

    stage.do(made["administrator"], lambda w: leave(w, made["peer"].id, date(2026, 5, 15)))

    assert now(stage, review).reviewer_id is None


def test_who_leaves_after_it_is_due_keeps_it(stage, made):
    review = one_of_the_four(stage, made)
    given(stage, made, "supervisor", posts.hand_to_peer, review, "peer")

    stage.do(made["administrator"], lambda w: leave(w, made["peer"].id, date(2026, 5, 31)))

    assert now(stage, review).reviewer_id == made["peer"].id


def leave(work, person_id, day):
    """Set somebody's last day by the door of the directory."""
    entry, version = persons.get_entry(work, person_id)
    persons.change_person(work, person_id, replace(entry, left_on=day), version=version)


def test_who_moves_to_another_region_loses_the_reviews_of_the_old_one(stage, made):
    """Of a supervisor the post is vacant then; the region finds somebody or un-assigns."""
    given(stage, made, "supervisor", posts.hand_to_peer, one_of_the_four(stage, made), "peer")

    for name in ("peer", "supervisor"):
        stage.do(made["administrator"], lambda w, n=name: move(w, made[n].id, made.harbour.id))

    assert {r.reviewer_id for r in the_four(stage, made["supervisor"])} == {None}
    gone = stage.do(
        made["specialist"],
        lambda w: posts.unassign(w, made["supervisor"].id, MAY, "transferred-out"),
    )
    assert len(gone) == 4


def test_who_moves_within_the_region_keeps_them(stage, made):
    stage.do(made["administrator"], lambda w: move(w, made["supervisor"].id, made.hillside.id))

    four = the_four(stage, made["supervisor"])
    assert {r.reviewer_id for r in four} == {made["supervisor"].id}


def test_a_specialist_of_the_region_keeps_the_second_level_wherever_the_team_is(stage, made):
    second = a_review(stage, made, level=Level.SECOND)

    stage.do(made["administrator"], lambda w: move(w, made["specialist"].id, made.harbour.id))

    assert now(stage, second).reviewer_id == made["specialist"].id


def move(work, person_id, team_id):
    """Give somebody another team by the door of the directory."""
    entry, version = persons.get_entry(work, person_id)
    persons.change_person(work, person_id, replace(entry, team_id=team_id), version=version)
