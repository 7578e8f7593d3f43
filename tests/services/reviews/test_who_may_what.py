"""Who may do what with case reviews, as one readable table."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from competency.kernel.errors import Forbidden, NotFound
from competency.kernel.values import replace
from competency.reviews import permissions
from competency.reviews.domain.levels import Level, State
from competency.reviews.domain.substituting import Asked
from competency.reviews.domain.targeting import Query, Targeting
from competency.reviews.models import Review, ReviewSubstitution
from competency.reviews.service import (
    answering,
    drawing,
    mentoring,
    monitoring,
    posts,
    second_level,
    substituting,
    targeting,
)
from competency.reviews.service.loading import load, scope
from competency.reviews.service.sheets import open_sheet
from tests.builders.cases import on_day
from tests.builders.reviews import (
    MAY,
    a_department,
    a_review,
    reviews_of,
    set_past_the_rules,
)

# The review is about the worker and is one of the supervisor's four. Who is "far" is of another
# region; "peer" may review this programme and region but has none of these reviews.
PEOPLE = [
    *("worker", "second worker", "supervisor", "manager", "other supervisor", "peer"),
    *("specialist", "second specialist", "leadership", "far specialist", "far leadership"),
    *("central", "administrator", "auditor", "training lead"),
]
OTHERS = "404 404 404"  # administrator, auditor, training lead
NOT_BY_ROLE = "403 403 403 403 403 403"
NONE_OPEN = "none_open none_open none_open none_open none_open none_open"
TABLE = {
    # in the order of PEOPLE; at which moment of the review
    "see": ("drawn", f"yes 404 yes yes 404 404 yes yes yes 404 404 yes {OTHERS}"),
    "start": ("drawn", f"403 404 yes 403 404 404 403 403 403 404 404 403 {OTHERS}"),
    "read an open one": ("started", f"403 404 yes 403 404 404 403 403 403 404 404 403 {OTHERS}"),
    # While the second level is awaited, nobody who could come to do it reads the first.
    "read": ("submitted", f"yes 404 yes yes 404 404 403 403 403 404 404 yes {OTHERS}"),
    "read once the second is in": (
        "both submitted",
        f"yes 404 yes yes 404 404 yes yes yes 404 404 yes {OTHERS}",
    ),
    # The specialist has the second level here.
    "read the second": (
        "both submitted",
        f"yes 404 yes yes 404 404 yes yes yes 404 404 yes {OTHERS}",
    ),
    "see the coaching notes": (
        "both submitted",
        f"403 404 yes 403 404 404 yes yes yes 404 404 yes {OTHERS}",
    ),
    "coach": ("both submitted", f"403 404 403 403 404 404 yes 403 403 404 404 403 {OTHERS}"),
    "draft the form": ("submitted", f"403 404 yes 403 404 404 403 403 403 404 404 403 {OTHERS}"),
    "ask for another case": (
        "drawn",
        f"403 404 yes 403 404 404 403 403 403 404 404 403 {OTHERS}",
    ),
    "decide on another case": (
        "asked",
        f"403 404 403 403 404 404 yes yes 403 404 404 403 {OTHERS}",
    ),
    "give it to a peer": ("drawn", f"403 404 yes 403 404 404 403 403 403 404 404 403 {OTHERS}"),
    # A post is un-assigned whole: who reaches none of its reviews is told that there are none.
    "un-assign it": ("drawn", f"{NONE_OPEN} yes yes {NONE_OPEN} none_open"),
    "assign it": ("drawn", f"403 404 403 403 404 404 yes yes 403 404 404 403 {OTHERS}"),
    "draw": ("drawn", f"{NOT_BY_ROLE} 403 403 403 403 403 yes 403 403 403"),
    "draw dry": ("drawn", f"{NOT_BY_ROLE} yes yes yes yes yes yes 403 403 403"),
    "run the draw again": ("drawn", f"{NOT_BY_ROLE} yes yes yes yes yes yes 403 403 403"),
    "target": ("drawn", f"{NOT_BY_ROLE} 403 403 403 403 403 yes 403 403 403"),
}
JUNE = date(2026, 6, 1)


@pytest.fixture
def made(stage):
    return a_department(stage)


def first_of(stage, made):
    """The first of the supervisor's four, made to be about the worker."""
    review = a_review(stage, made)
    set_past_the_rules(stage, review.id, worker_id=made["worker"].id)
    second = reviews_of(stage, first_id=review.id)[0]
    set_past_the_rules(stage, second.id, worker_id=made["worker"].id)
    return reviews_of(stage, id=review.id)[0], second


def at(moment, stage, made):
    """Bring the review to this moment; return it with its second level."""
    review, second = first_of(stage, made)
    then = datetime(2026, 5, 7, 9, tzinfo=UTC)
    done = {"state": State.SUBMITTED.value, "started_at": then, "submitted_at": then}
    if moment == "started":
        set_past_the_rules(stage, review.id, state=State.STARTED.value, started_at=then)
    if moment in ("submitted", "both submitted"):
        set_past_the_rules(stage, review.id, **done)
    if moment == "both submitted":
        set_past_the_rules(stage, second.id, reviewer_id=made["specialist"].id, **done)
    if moment == "asked":
        stage.do(
            made["supervisor"],
            lambda w: substituting.ask(w, review.id, Asked("sealed"), review.version),
        )
    return reviews_of(stage, id=review.id)[0], second


WISH = Targeting(title="T", purpose="P", query=Query(), count=1, due_on=date(2026, 7, 1))


def attempt(what, stage, made, review, second):
    """Return what is tried, as a function of the piece of work."""
    id_, version, peer = review.id, review.version, made["peer"].id
    asked = [row.id for row in rows(stage, ReviewSubstitution)]
    return {
        "see": lambda w: load(w, id_, permissions.SEE),
        "start": lambda w: answering.propose(w, id_),
        "read an open one": lambda w: open_sheet(w, id_, permissions.READ),
        "read": lambda w: open_sheet(w, id_, permissions.READ),
        "read once the second is in": lambda w: open_sheet(w, id_, permissions.READ),
        "read the second": lambda w: second_level.side_by_side(w, second.id),
        "see the coaching notes": lambda w: load(w, second.id, permissions.SEE_COACHING),
        "coach": lambda w: second_level.coach(w, second.id, "Look at the plans together."),
        "draft the form": lambda w: mentoring.draft_form(w, id_),
        "ask for another case": lambda w: substituting.ask(w, id_, Asked("sealed"), version),
        "decide on another case": lambda w: substituting.decide(w, asked[0], "granted", 1),
        "give it to a peer": lambda w: posts.hand_to_peer(w, id_, peer, version),
        "un-assign it": lambda w: posts.unassign(w, made["supervisor"].id, MAY, "leave"),
        "assign it": lambda w: posts.assign(w, id_, peer, version),
        "draw": lambda w: drawing.draw_month(w, JUNE, seed=1),
        "draw dry": lambda w: drawing.draw_month(w, JUNE, seed=1, dry_run=True),
        "run the draw again": lambda w: drawing.run_again(w, MAY),
        "target": lambda w: targeting.target(w, WISH),
    }[what]


def rows(stage, model):
    with stage.database.reading() as session:
        return list(session.scalars(select(model)))


@pytest.mark.parametrize("what", TABLE)
def test_everybody_may_exactly_what_the_table_says(stage, made, what):
    moment, expected = TABLE[what]
    review, second = at(moment, stage, made)

    found = {
        name: stage.outcome(made[name], attempt(what, stage, made, review, second))
        for name in PEOPLE
    }

    assert found == dict(zip(PEOPLE, expected.split(), strict=True))


REVIEW_ACTIONS = [
    one
    for one in permissions.ALL
    if one
    not in (
        permissions.SEE_DRAW,
        permissions.DRAW,
        permissions.TARGET,
        permissions.SEE_GLANCE,
        permissions.SEE_CALIBRATION,
        permissions.SEE_TEAM,
    )
]


def test_a_list_holds_exactly_what_may_be_opened(stage, made):
    """Of two reviews in each region and of those that central office chose."""
    review, second = at("both submitted", stage, made)
    stage.do(made["central"], lambda w: targeting.target(w, replace(WISH, count=3), seed=5))
    far = reviews_of(stage, supervisor_id=made["far supervisor"].id)
    some = {review.id, second.id, far[0].id, far[-1].id}
    some |= {one.id for one in reviews_of(stage, level="central")}

    for name in [*PEOPLE, "far worker", "far supervisor", "far peer"]:
        found = stage.ask(made[name], lambda w: listed_and_opened(w, some))
        assert {one: listed for one, (listed, _) in found.items()} == {
            one: opened for one, (_, opened) in found.items()
        }, name


def listed_and_opened(work, some):
    """What a list gives and what opens one by one, by what is to be done."""
    return {
        one.name: (
            listed_ids(work, one) & some,
            {review_id for review_id in some if may(work, review_id, one)},
        )
        for one in REVIEW_ACTIONS
    }


def listed_ids(work, action):
    return set(work.session.scalars(select(Review.id).where(scope(work.actor, work.today, action))))


def may(work, review_id, action):
    try:
        load(work, review_id, action)
    except (Forbidden, NotFound):
        return False
    return True


def test_the_second_levels_reviewer_reads_the_first_only_after_submitting(stage, made):
    review, second = at("submitted", stage, made)
    specialist = made["specialist"]
    set_past_the_rules(stage, second.id, reviewer_id=specialist.id)
    read = stage.outcome(specialist, lambda w: load(w, review.id, permissions.READ))
    assert read == "403"

    then = datetime(2026, 6, 9, 9, tzinfo=UTC)
    set_past_the_rules(
        stage, second.id, state=State.SUBMITTED.value, started_at=then, submitted_at=then
    )

    assert stage.outcome(specialist, lambda w: load(w, review.id, permissions.READ)) == "yes"


def test_central_office_is_blind_too_where_it_has_the_second_level(stage, made):
    review, second = at("submitted", stage, made)
    set_past_the_rules(stage, second.id, reviewer_id=made["central"].id)

    found = stage.outcome(made["central"], lambda w: load(w, review.id, permissions.READ))

    assert found == "403"


def test_the_first_level_does_not_read_the_second_before_its_own_is_in(stage, made):
    """The second level can be the quicker one where the first is late."""
    review, second = at("drawn", stage, made)
    then = datetime(2026, 6, 2, 9, tzinfo=UTC)
    set_past_the_rules(
        stage,
        second.id,
        state=State.SUBMITTED.value,
        started_at=then,
        submitted_at=then,
        reviewer_id=made["specialist"].id,
    )
    supervisor = made["supervisor"]
    assert stage.outcome(supervisor, lambda w: load(w, second.id, permissions.READ)) == "403"

    set_past_the_rules(
        stage, review.id, state=State.SUBMITTED.value, started_at=then, submitted_at=then
    )

    assert stage.outcome(supervisor, lambda w: load(w, second.id, permissions.READ)) == "yes"


def test_a_peer_sees_only_what_was_given_to_them(stage, made):
    review, _ = at("drawn", stage, made)
    assert stage.outcome(made["peer"], lambda w: load(w, review.id, permissions.SEE)) == "404"

    stage.do(
        made["supervisor"],
        lambda w: posts.hand_to_peer(w, review.id, made["peer"].id, review.version),
    )

    assert stage.ask(made["peer"], lambda w: listed_ids(w, permissions.WORK)) == {review.id}
    found = stage.outcome(made["supervisor"], lambda w: load(w, review.id, permissions.WORK))
    assert found == "403"


def test_a_line_that_ended_keeps_the_four_but_no_more(stage, made):
    """A supervisor who moved on still answers for the four of that month, and sees no new ones."""
    from tests.builders.stage import end_line

    review, _ = at("drawn", stage, made)
    for line in made.lines:
        end_line(stage, line)

    assert stage.outcome(made["supervisor"], lambda w: load(w, review.id, permissions.SEE)) == "yes"
    assert stage.outcome(made["manager"], lambda w: load(w, review.id, permissions.SEE)) == "404"


def test_monitoring_is_each_regions_own(stage, made):
    at("drawn", stage, made)
    later = on_day(stage, date(2026, 5, 26))

    def count(name):
        found = later.ask(made[name], lambda w: monitoring.monitor(w, MAY, Level.FIRST))
        return len(found.lines)

    assert {name: count(name) for name in PEOPLE} == {
        **dict.fromkeys(PEOPLE, 0),
        **dict.fromkeys(["specialist", "second specialist", "leadership"], 8),
        **dict.fromkeys(["far specialist", "far leadership"], 4),
        "central": 12,
    }
