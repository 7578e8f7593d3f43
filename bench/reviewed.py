"""Submitted reviews to count: 50,000 of thirty items, and as many again before the quarters shown.

Made in SQL as submissions leave them: reviews, their answers, and the kept counts.
"""

import shutil
import sqlite3
from datetime import date
from functools import cache

from flask import Flask

from bench import data
from competency.frameworks import service as frameworks
from competency.frameworks.domain.kinds.case_review_instrument import (
    CASE_REVIEW,
    CaseReviewInstrument,
)
from competency.kernel.clock import london_date, system_clock
from competency.reviews.domain.calendar import quarter_of
from competency.reviews.domain.glance import IN_CHART, quarters_until

REVIEWS, ITEMS = 50_000, 30
QUARTER_DAYS = 89  # every quarter has as many, so that no review slips into the next one

_DRAW = """
INSERT INTO reviews_draw (id, month, seed, frame_hash, frame, first_quota, second_quota, "on", at)
VALUES (:draw, :month, 1, 'bench', '', 4, 18, :month, :month || ' 09:00:00.000000')
"""
_REVIEWS = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :reviews)
INSERT INTO reviews_review (level, state, draw_id, case_id, worker_id, region_id, team_id,
  practice_area_id, slot, position, instrument_id, instrument_version, period_from, period_to,
  start_due_on, due_on, elements, target_client, started_at, submitted_at, unassigned_reason,
  unassigned_words, version)
SELECT 'first', 'submitted', :draw, :first + i, p.id, t.region_id, t.id,
  (SELECT min(id) FROM practice_area), i + 1, 0, :instrument, :version, :quarter, :quarter,
  :quarter, :quarter, '', '', :quarter || ' 09:00:00.000000',
  date(:quarter, (i % :days) || ' days') || ' 10:00:00.000000', '', '', 1
FROM n
JOIN (SELECT id, team_id, row_number() OVER (ORDER BY id) - 1 AS k, count(*) OVER () AS people
  FROM person WHERE team_id IS NOT NULL) p ON p.k = n.i % p.people
JOIN team t ON t.id = p.team_id
"""
_ANSWERS = """
INSERT INTO reviews_answer (review_id, item, answer, narrative, suggested, shown, confirmed,
  by_id, at, version)
SELECT id, :item,
  CASE WHEN (id * 7 + :place * 11) % 12 = 0 THEN 'not-applicable'
    WHEN (id * 13 + :place * 5) % 10 < 7 THEN :good ELSE :bad END,
  '', '', '', 0, worker_id, submitted_at, 1
FROM reviews_review WHERE draw_id = :draw
"""
_TALLY = """
INSERT INTO reviews_tally (quarter, region_id, level, item, answer, reviews)
SELECT :quarter, r.region_id, r.level, a.item, a.answer, count(*)
FROM reviews_answer a JOIN reviews_review r ON r.id = a.review_id
WHERE r.draw_id = :draw GROUP BY 2, 3, 4, 5
"""
ANSWERS = {"rating": ("strength", "needs-improvement"), "yes-no": ("yes", "no")}
FIRST_DRAW = 1_000_000  # above all of the demonstration's
FIRST_CASE = 1_000_000


def shown() -> tuple[date, ...]:
    """Return the quarters that the page shows, the oldest first."""
    return quarters_until(quarter_of(london_date(system_clock())), IN_CHART)


@cache
def product(reviews: int) -> Flask:
    """Return the product on so many reviews, made in this run.

    The first 50,000 lie in the quarters shown, what is more in as many quarters before them.
    """
    path = data.KEPT / f"reviewed-{reviews}.sqlite"
    for left in data.KEPT.glob(f"{path.name}*"):
        left.unlink()
    shutil.copy(data.fresh(data.FEW), path)
    quarters = quarters_until(shown()[-1], IN_CHART * (reviews // REVIEWS))
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA cache_size=-200000")
        for table in ("reviews_answer", "reviews_tally", "reviews_review"):
            connection.execute(f"DELETE FROM {table}")
        for place, quarter in enumerate(quarters):
            fill(connection, FIRST_DRAW + place, quarter, REVIEWS // IN_CHART, FIRST_CASE)
        connection.execute("ANALYZE")
    connection.close()
    return data.product(path)


def fill(
    connection: sqlite3.Connection, draw: int, quarter: date, reviews: int, first_case: int
) -> None:
    """Write so many submitted reviews of a quarter, of cases numbered from the first one on."""
    instrument = frameworks.get_standard(CASE_REVIEW)
    assert isinstance(instrument, CaseReviewInstrument)
    known = {
        "draw": draw,
        "month": quarter.replace(day=2).isoformat(),  # a month's own draw has its first day
        "quarter": quarter.isoformat(),
        "first": first_case,
        "reviews": reviews,
        "days": QUARTER_DAYS,
        "instrument": instrument.id,
        "version": instrument.version,
    }
    connection.execute(_DRAW, known)
    connection.execute(_REVIEWS, known)
    for place, item in enumerate(instrument.items[:ITEMS]):
        good, bad = ANSWERS[item.scale]
        chosen = {"item": item.code, "place": place, "good": good, "bad": bad}
        connection.execute(_ANSWERS, known | chosen)
    connection.execute(_TALLY, known)
