"""Counting the answers of all submitted reviews again, should the kept counts ever differ."""

from collections import Counter
from datetime import date

from sqlalchemy import delete, insert, text

from competency.infra.db import plain_rows
from competency.infra.work import Work
from competency.kernel.clock import london_date
from competency.kernel.values import Value
from competency.reviews.domain.applying import applying_items
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.events import TalliesRecounted
from competency.reviews.models import ReviewTally
from competency.reviews.queries import glance as queries
from competency.reviews.queries.sheets import TALLY_KEY
from competency.reviews.service.rules import get_instrument
from competency.reviews.service.sheets import read_chosen

Key = tuple[date, int, str, str, str]


class Recounted(Value):
    """How many reviews were counted, and how many of the kept counts were different."""

    reviews: int
    different: int


def recount(work: Work) -> Recounted:
    """Count all submitted reviews again and set right what differs; for the system alone.

    Nobody's submission is counted twice or lost meanwhile: on PostgreSQL the counts are locked
    for whoever would add to them, SQLite has one writer anyway.
    """
    session = work.session
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE reviews_tally IN EXCLUSIVE MODE"))
    reviews, counts = _count(work)
    kept = queries.kept_tally(session)
    different = sum(counts.get(key, 0) != kept.get(key, 0) for key in counts.keys() | kept.keys())
    if different:
        plain_rows(session, delete(ReviewTally))
        rows = [dict(zip(TALLY_KEY, key, strict=True), reviews=n) for key, n in counts.items()]
        if rows:
            session.execute(insert(ReviewTally), rows)
        work.record(TalliesRecounted(reviews=reviews, different=different))
    return Recounted(reviews, different)


def _count(work: Work) -> tuple[int, Counter[Key]]:
    """Return how many reviews there are, and their answers to items that apply, counted."""
    counts: Counter[Key] = Counter()
    reviews = 0
    for rows, answers in queries.all_submitted(work.session):
        for row in rows:
            given = answers.get(row.id, {})
            instrument = get_instrument(row.instrument_id, row.instrument_version)
            quarter = quarter_of(london_date(row.submitted_at))
            for item in applying_items(instrument, read_chosen(row.elements).elements, given):
                if item.code in given:
                    key = (quarter, row.region_id, row.level, item.code, given[item.code])
                    counts[key] += 1
        reviews += len(rows)
    return reviews, counts
