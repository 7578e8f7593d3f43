"""The month's lists, what is missing from the 26th on, who was told, and when it came."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from competency.kernel.errors import Forbidden
from competency.notifications.models import Notice
from competency.reviews.domain.levels import Level, State
from competency.reviews.models import ReviewNotice
from competency.reviews.service import monitoring, posts, reminding
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


@pytest.fixture
def made(stage):
    made = a_department(stage)
    a_draw(stage)
    return made


def remind(stage, month, day):
    return on_day(stage, date(2026, month, day)).do(None, reminding.remind)


def notices(look, kind):
    look.rollback()
    rows = look.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.id))
    return {(one.person_id, one.path): one.words for one in rows}


def refs(made, reviews):
    of = {case.id: ref for ref, case in made.cases.items()}
    return sorted(of[one.case_id] for one in reviews)


def test_the_list_goes_out_when_the_draw_is_loaded_and_once(stage, made):
    assert remind(stage, 5, 5) == 0
    first = remind(stage, 5, 6)
    assert remind(stage, 5, 6) == remind(stage, 5, 7) == 0
    drawn = reviews_of(stage, level="first")
    assert first == len({r.worker_id for r in drawn}) + 3 + 3 + 2  # and who answers for them


def test_it_names_references_only(stage, made, look):
    remind(stage, 5, 6)

    words = notices(look, "reviews-list")[made["supervisor"].id, "/reviews"]
    four = refs(made, the_four(stage, made["supervisor"]))
    assert words == (f"Cases that are reviewed at the first level for May 2026: {', '.join(four)}")


def test_everybody_concerned_gets_the_own_list(stage, made, look):
    remind(stage, 5, 6)

    told = {person_id for person_id, _ in notices(look, "reviews-list")}
    north = ("supervisor", "other supervisor", "specialist", "second specialist", "leadership")
    assert {made[name].id for name in (*north, "far supervisor", "far specialist")} <= told
    assert made["administrator"].id not in told
    assert made["manager"].id not in told
    mine = notices(look, "reviews-list")[made["far specialist"].id, "/reviews"]
    assert "S1-" in mine
    assert "Q1-" not in mine


def test_the_second_levels_list_follows_in_its_month(stage, made, look):
    remind(stage, 5, 6)
    remind(stage, 6, 1)

    rows = look.scalars(
        select(Notice.words).where(Notice.person_id == made["leadership"].id).order_by(Notice.id)
    ).all()
    assert any("at the second level for May 2026" in words for words in rows)


def test_on_the_26th_leadership_and_supervisors_are_told_what_is_missing(stage, made, look):
    a_review(stage, made, State.SUBMITTED)
    remind(stage, 5, 25)
    assert notices(look, "reviews-missing") == {}

    remind(stage, 5, 26)

    found = notices(look, "reviews-missing")
    open_ones = [r for r in the_four(stage, made["supervisor"]) if r.state == State.DRAWN]
    assert found[made["supervisor"].id, "/reviews"] == (
        f"3 first level reviews are not complete for May 2026: {', '.join(refs(made, open_ones))}"
    )
    assert found[made["leadership"].id, "/reviews/monitoring"].startswith("7 first level reviews")
    assert (made["worker"].id, "/reviews") not in found


def test_nobody_is_told_twice(stage, made):
    remind(stage, 5, 26)

    assert remind(stage, 5, 26) == remind(stage, 5, 27) == 0


def test_the_peer_who_has_a_review_is_told(stage, made, look):
    review = the_four(stage, made["supervisor"])[0]
    set_past_the_rules(stage, review.id, reviewer_id=made["peer"].id)

    remind(stage, 5, 26)

    assert (made["peer"].id, "/reviews") in notices(look, "reviews-missing")


def test_what_was_unassigned_is_not_missing(stage, made):
    stage.do(made["specialist"], lambda w: posts.unassign(w, made["supervisor"].id, MAY, "leave"))
    remind(stage, 5, 26)

    found = on_day(stage, date(2026, 5, 26)).ask(
        made["specialist"], lambda w: monitoring.monitor(w, MAY, Level.FIRST)
    )

    assert (found.complete, found.all, len(found.lines)) == (0, 4, 4)


def test_the_second_level_is_monitored_in_its_month(stage, made, look):
    remind(stage, 6, 25)
    before = set(look.scalars(select(ReviewNotice.review_id).where(MISSING)))
    remind(stage, 6, 26)
    look.rollback()

    after = set(look.scalars(select(ReviewNotice.review_id).where(MISSING)))
    assert after - before == {r.id for r in reviews_of(stage, level="second")}


MISSING = ReviewNotice.occasion == "missing"


def test_the_page_says_what_is_missing_who_was_told_and_when_it_came(stage, made):
    remind(stage, 5, 26)
    came = datetime(2026, 5, 28, 10, tzinfo=UTC)
    review = a_review(stage, made, State.SUBMITTED, at=came)

    found = on_day(stage, date(2026, 5, 29)).ask(
        made["specialist"], lambda w: monitoring.monitor(w, MAY, Level.FIRST)
    )

    assert (found.complete, found.all, found.monitored_on) == (1, 8, date(2026, 5, 26))
    line = next(one for one in found.lines if one.review.id == review.id)
    assert line.came_at == came
    assert line.reviewer == "Sue Visor"
    assert {one.name for one in line.told} == {"Sue Visor", "Quin North", "Quen North", "Lee North"}
    assert len(found.lines) == 8


def test_what_came_in_time_is_not_on_the_page(stage, made):
    a_review(stage, made, State.SUBMITTED, at=datetime(2026, 5, 25, 22, tzinfo=UTC))

    found = on_day(stage, date(2026, 5, 29)).ask(
        made["specialist"], lambda w: monitoring.monitor(w, MAY, Level.FIRST)
    )

    assert len(found.lines) == 7


def test_each_region_monitors_its_own_and_central_all(stage, made):
    def count(who):
        return (
            on_day(stage, date(2026, 5, 29))
            .ask(made[who], lambda w: monitoring.monitor(w, MAY, Level.FIRST))
            .all
        )

    assert {who: count(who) for who in ("specialist", "far leadership", "central")} == {
        "specialist": 8,
        "far leadership": 4,
        "central": 12,
    }
    assert count("supervisor") == count("administrator") == 0
    assert stage.ask(made["far specialist"], monitoring.months) == [MAY]
    assert stage.ask(made["administrator"], monitoring.months) == []


def test_only_the_system_reminds(stage, made):
    with pytest.raises(Forbidden):
        stage.do(made["central"], reminding.remind)


def test_the_command_that_sends_notices_reminds_of_reviews(app, stage, made, clock):
    clock.now = datetime(2026, 5, 26, 9, tzinfo=UTC)

    done = app.test_cli_runner().invoke(args=["notifications", "send"])

    assert done.exit_code == 0, done.output
    with stage.database.reading() as session:
        kinds = set(session.scalars(select(Notice.kind)))
    assert {"reviews-list", "reviews-missing"} <= kinds
