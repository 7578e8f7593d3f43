"""Case reviews of a small demonstration on each database: lawful on any day."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from competency.cases.service.record import record_of
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.reviews.domain.levels import Level, State
from competency.reviews.models import Review, ReviewDraw
from competency.reviews.service import drawing, recounting

Load = Callable[..., Any]
SEVERAL = 5  # months
FEW_CASES = 99  # too few for cases of seven years ago, whose bank holidays not every day knows
DAYS = [date(2026, 5, 8), date(2026, 3, 1), date(2026, 1, 27), date(2025, 12, 28)]


@pytest.mark.parametrize("as_of", DAYS)
def test_draws_verify_tallies_equal_the_answers_and_nothing_is_of_today(
    load: Load, look: Session, work: Work, as_of: date
) -> None:
    loaded = load(cases=FEW_CASES, as_of=as_of, review_months=SEVERAL)
    draws = list(look.scalars(select(ReviewDraw).options(undefer(ReviewDraw.frame))))
    newest = look.scalar(select(func.max(Review.submitted_at)))

    assert len(draws) == SEVERAL
    for stored in draws:
        assert drawing.verify(look, stored).frame_hash == stored.frame_hash
    assert recounting.recount(work).different == 0
    assert newest is not None
    assert london_date(newest) < as_of
    assert loaded.reviews == look.scalar(select(func.count(Review.id)))


def test_nobody_reviews_their_own_case_or_more_than_four_in_a_month(
    load: Load, look: Session
) -> None:
    load(cases=FEW_CASES, review_months=SEVERAL)
    four: Counter[tuple[int | None, int]] = Counter()
    for one in look.scalars(select(Review).where(Review.reviewer_id.is_not(None))):
        for turn in record_of(look, one.case_id, one.period_to).held:
            held = turn.from_on <= one.period_to and (turn.until or date.max) > one.period_from
            assert not (held and turn.person_id == one.reviewer_id)
        if one.level == Level.FIRST and one.state != State.SUBSTITUTED:
            four[one.draw_id, one.reviewer_id or 0] += 1

    assert max(four.values()) == 4


def test_numbers_of_reviews_go_on_after_the_demonstration(
    load: Load, look: Session, save: Callable[..., Any]
) -> None:
    load(cases=120, review_months=1)
    last = look.scalar(select(func.max(ReviewDraw.id))) or 0
    added = save(
        ReviewDraw(
            month=date(2030, 1, 1),
            seed=1,
            frame_hash="0" * 64,
            frame=b"",
            first_quota=4,
            second_quota=18,
            on=date(2030, 1, 4),
            at=look.scalar(select(func.max(ReviewDraw.at))),
        )
    )

    assert added.id == last + 1


def test_no_reviews_are_made_where_none_are_wanted(load: Load, look: Session) -> None:
    assert load(cases=40, review_months=0).reviews == 0
    assert look.scalar(select(func.count(Review.id))) == 0
