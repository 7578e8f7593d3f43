"""What case reviews found in a person's casework, for the rooms that talk about practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select
from sqlalchemy.orm import Session

from competency.infra.db import plain_rows
from competency.infra.gathering import Fact, part
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.people.service.crowds import People, just
from competency.reviews import permissions
from competency.reviews.domain.applying import applying_items
from competency.reviews.domain.scores import COUNTED, GOOD
from competency.reviews.queries import practice as queries
from competency.reviews.service.glance import begin_of
from competency.reviews.service.loading import scope
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import read_chosen

__all__ = ["Answered", "answers", "answers_behind", "parts", "read"]

REVIEWED = "reviewed"


class Answered(NamedTuple):
    """What one review said of one item; `is_good` where the practice is there.

    `on` is the day of submission.
    """

    person_id: int
    practice_area_id: int
    item: str
    review_id: int
    on: date
    answer: str
    is_good: bool

    @property
    def month(self) -> date:
        """Return the first day of the month in which the review was submitted."""
        return self.on.replace(day=1)


def answers(session: Session, people: People, since: date) -> Iterator[Answered]:
    """Yield the answers that count in a score, by person and review, oldest first.

    Of first- and second-level reviews submitted from a day on whose mentoring form was discussed
    with the worker (product page, row 4), never of one whose other level is still awaited. Items
    that did not apply, and answers of not applicable, are left out. One statement.
    """
    question = _question(session, people, since).order_by("person_id", "submitted", "review_id")
    for row in plain_rows(session, question):
        yield from _answered(*row)


def answers_behind(
    work: Work, person_id: int, item: str, since: date
) -> list[tuple[Answered, str | None]]:
    """Return one by one what `answers` counts of an item for somebody, the newest first.

    The caller may see the person's figures. Each with the reference of its case where the actor
    may read the review, else without.
    """
    found = [one for one in answers(work.session, just(person_id), since) if one.item == item]
    seen = scope(work.actor, work.today, permissions.READ)
    references = queries.references(work.session, [one.review_id for one in found], seen)
    return [(one, references.get(one.review_id)) for one in reversed(found)]


def parts(session: Session, people: People, since: date) -> list[Select[Any]]:
    """Return the question of `answers` as a part of one statement for several rooms."""
    slots = {"a": "practice_area_id", "b": "review_id", "c": "submitted"}
    question = _question(session, people, since)
    return [part(REVIEWED, question, other="chosen", more="answers", **slots)]


def read(facts: Mapping[str, Sequence[Fact]]) -> Iterator[Answered]:
    """Yield what `answers` yields from the answer to the part, in no particular order."""
    for one in facts.get(REVIEWED, ()):
        yield from _answered(one.person_id, one.a, one.b, one.c, one.other, one.more)


def _question(session: Session, people: People, since: date) -> Select[Any]:
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    return queries.talked_over(people, begin_of(since), is_sqlite=is_sqlite)


def _answered(
    person_id: int, area_id: int, review_id: int, submitted: int, chosen: str, said: str
) -> Iterator[Answered]:
    """Yield the answers of one review that count."""
    on = london_date(datetime.fromtimestamp(submitted, UTC))
    id_, version, elements = chosen.split("/", 2)
    given = dict(one.split("=", 1) for one in said.split(","))
    for item in applying_items(get_instrument(id_, version), _elements(elements), given):
        answer = given.get(item.code, "")
        if answer in COUNTED:
            yield Answered(person_id, area_id, item.code, review_id, on, answer, answer in GOOD)


@lru_cache(maxsize=256)
def _elements(kept: str) -> tuple[str, ...]:
    """Return the elements that were chosen; most cases have the same few."""
    return read_chosen(kept).elements
