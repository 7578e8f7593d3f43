"""What case reviews found in a person's casework, for the rooms that talk about practice.

Nothing is authorised here: the caller passes a set of people whom its actor may see.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Select
from sqlalchemy.orm import Session

from competency.frameworks.service import list_standards
from competency.infra.db import plain_rows
from competency.infra.gathering import Fact, part
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.people.service.crowds import People, just
from competency.reviews import permissions
from competency.reviews.domain.applying import applying_items, decides
from competency.reviews.domain.scores import COUNTED, GOOD
from competency.reviews.queries import practice as queries
from competency.reviews.service.glance import begin_of
from competency.reviews.service.loading import scope
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import read_chosen

__all__ = [
    "Answered",
    "answers",
    "answers_around",
    "answers_behind",
    "begin_of",
    "parts",
    "read",
]

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


def answers_around(
    session: Session, spans: FromClause
) -> dict[int, tuple[tuple[int, int], tuple[int, int]]]:
    """Return (k good, n) before and after by the key of each of the spans, in one statement.

    The columns of `spans` are those of `queries.around`, their moments the beginnings of months
    as `begin_of` says them; what counts is what `answers` yields. A key without any is left out.
    """
    counted: dict[int, list[int]] = {}
    rows = plain_rows(session, queries.around(spans, _deciding()))
    for key, is_after, item, chosen, said, k, n in rows:
        if _applies(item, chosen, said or ""):
            sides = counted.setdefault(key, [0, 0, 0, 0])
            sides[2 * is_after] += k
            sides[2 * is_after + 1] += n
    return {key: ((one[0], one[1]), (one[2], one[3])) for key, one in counted.items()}


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


@lru_cache(maxsize=1)
def _deciding() -> dict[str, frozenset[str]]:
    """Return by item, of any instrument, the items whose answers decide whether it applies."""
    kind = get_instrument().standard.kind
    found: dict[str, frozenset[str]] = {}
    for one in list_standards():
        if one.kind == kind:
            instrument = get_instrument(one.id, one.version)
            for item in instrument.items:
                known = found.get(item.code, frozenset())
                found[item.code] = known | decides(instrument, item.code)
    return {item: codes for item, codes in found.items() if codes}


@lru_cache(maxsize=8192)
def _applies(item: str, chosen: str, said: str) -> bool:
    """Return whether an item applied, given the answers to those that decide it."""
    id_, version, elements = chosen.split("/", 2)
    given = dict(one.split("=", 1) for one in said.split(",")) if said else {}
    found = applying_items(get_instrument(id_, version), _elements(elements), given)
    return any(one.code == item for one in found)


@lru_cache(maxsize=256)
def _elements(kept: str) -> tuple[str, ...]:
    """Return the elements that were chosen; most cases have the same few."""
    return read_chosen(kept).elements
