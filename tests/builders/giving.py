"""Giving reviews to people, as they stand at that moment."""

from collections.abc import Callable
from datetime import date
from typing import Any

from competency.people.models import Person
from competency.reviews.models import Review
from tests.builders.cases import on_day
from tests.builders.reviews import Department, reviews_of, the_four
from tests.builders.stage import Stage


def now(stage: Stage, review: Review) -> Review:
    """The review as it stands."""
    return reviews_of(stage, id=review.id)[0]


def given(
    stage: Stage,
    made: Department,
    who: str,
    act: Callable[..., Any],
    review: Review,
    to: str | Person,
    *,
    on: date = date(2026, 5, 8),
) -> Any:
    """Let somebody give the review to somebody, as it stands."""
    there = now(stage, review)
    to_id = made[to].id if isinstance(to, str) else to.id
    return on_day(stage, on).do(made[who], lambda w: act(w, there.id, to_id, there.version))


def one_of_the_four(stage: Stage, made: Department) -> Review:
    """One of the supervisor's reviews of the month."""
    return the_four(stage, made["supervisor"])[0]
