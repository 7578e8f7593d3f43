"""What case reviews found in a person's casework, for the rooms that talk about practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy.orm import Session

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

__all__ = ["Answered", "answers", "answers_behind"]


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
    that did not apply, and answers of not applicable, are left out. Two statements.
    """
    begin = begin_of(since)
    given = queries.answers(session, people, begin)
    for row in queries.talked_over(session, people, begin):
        on = london_date(row.submitted_at)
        answered = given.get(row.id, {})
        instrument = get_instrument(row.instrument_id, row.instrument_version)
        for item in applying_items(instrument, _elements(row.elements), answered):
            answer = answered.get(item.code, "")
            if answer in COUNTED:
                yield Answered(
                    row.worker_id,
                    row.practice_area_id,
                    item.code,
                    row.id,
                    on,
                    answer,
                    answer in GOOD,
                )


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


@lru_cache(maxsize=256)
def _elements(kept: str) -> tuple[str, ...]:
    """Return the elements that were chosen; most cases have the same few."""
    return read_chosen(kept).elements
