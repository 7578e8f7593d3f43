"""A large house and a hundredth of it: 3,000 people, 300,000 cases, 50,000 reviews, all at once.

People, appraisals, evidence and training are the demonstration's; cases with their clocks, a few
events and the reviews with their answers and forms are made in SQL. Every worker has some hundred
cases, a tenth of them open, in either house, so that one person's or team's page reads as much.
Made once and kept; what is measured reads them and changes nothing but its own sign-in.
"""

import shutil
import sqlite3
from dataclasses import dataclass
from functools import cache

from flask import Flask

from bench import clocks_kept, data, reviewed
from competency.kernel.clock import london_date, system_clock
from competency.reviews.domain.glance import IN_CHART

MADE_BY = (*data.MADE_BY, "bench/observatory.py", "bench/clocks_kept.py", "bench/reviewed.py")


@dataclass(frozen=True, slots=True)
class House:
    """How many there are of each; `still_open` of the cases have not ended."""

    people: int
    cases: int
    reviews: int

    @property
    def still_open(self) -> int:
        """Return how many cases are open: a tenth."""
        return self.cases // 10


LARGE = House(people=3_000, cases=300_000, reviews=50_000)
SMALL = House(people=30, cases=3_000, reviews=500)
# A hundredth of the cases and reviews, with the fewest people among whom a team is as large as
# the largest of the large house.
ONE_LARGE_TEAM = House(people=60, cases=3_000, reviews=500)

# Of an open case what happened lies in the last weeks, of an ended one before its end. One event
# of five was put on record eight days later, the others on the day.
_EVENTS = """
INSERT INTO case_event (case_id, kind, detail, happened_on, note, recorded_at, recorded_by_id,
  struck)
SELECT id, :kind, CASE :kind WHEN 'contact' THEN 'client' ELSE '' END, day, '',
  date(day, CASE WHEN (id + :before) % 5 = 0 THEN '8 days' ELSE '0 days' END)
    || ' 10:00:00.000000', key_worker_id, 0
FROM (SELECT id, key_worker_id,
    date(coalesce(ended_on, :today), '-' || (id % 20 + :before) || ' days') AS day
  FROM case_file)
"""
EVENTS = (("assigned", 60), ("contact", 30), ("contact", 10))
_FORMS = """
INSERT INTO reviews_form (review_id, strengths, needs, written_by_id, written_at, discussed_on,
  worker_comment, version)
SELECT id, '', '', worker_id, submitted_at, date(submitted_at, '3 days'), '', 1
FROM reviews_review
"""
# A few actions of each person in a team, agreed over a year and a half and completed a month later.
_ACTIONS = """
INSERT INTO coaching_action (person_id, owner_id, text, kind, measure_kind, measure_code,
  agreed_on, due_on, ending, reason, ended_on, by_id, version)
SELECT id, id, 'Look at two cases together.', :kind, :measure, :code,
  date(:today, '-' || months || ' months'), date(:today, '-' || (months - 1) || ' months'),
  'complete', '', date(:today, '-' || (months - 1) || ' months'), id, 1
FROM (SELECT id, :months + id % 6 AS months FROM person WHERE team_id IS NOT NULL)
"""
ACTIONS = (
    ("joint-visit", "timeliness", "KPI_04", 3),
    ("template", "timeliness", "KPI_06", 9),
    ("training", "review-item", "C2", 9),
)
# Whoever supervises the worker reviews the case, where that is somebody else.
_REVIEWERS = """
UPDATE reviews_review SET reviewer_id = (SELECT l.supervisor_id FROM supervision_line l
  WHERE l.supervisee_id = worker_id AND l.ends_on IS NULL)
"""
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ({})"
UNWATCHED = ("case_event", "reviews_form", "reviews_review")


@cache
def product(house: House) -> Flask:
    """Return the product on a house, made in the first run and kept for the next."""
    kept = data.KEPT / f"observatory-{house.people}-{data.fingerprint(*MADE_BY)}.sqlite"
    if not kept.exists():
        for old in data.KEPT.glob(f"observatory-{house.people}-*"):
            old.unlink()
        making = data.KEPT / f"making-observatory-{house.people}.sqlite"
        for left in data.KEPT.glob(f"{making.name}*"):
            left.unlink()
        shutil.copy(data.made_once(house.people), making)
        clocks_kept.fill(making, house.cases, house.still_open)
        with sqlite3.connect(making) as connection:
            _fill(connection, house)
        connection.close()
        making.rename(kept)
    return data.product(kept)


def _fill(connection: sqlite3.Connection, house: House) -> None:
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute("PRAGMA synchronous=OFF")
    triggers = connection.execute(
        _TRIGGERS.format(",".join("?" * len(UNWATCHED))), UNWATCHED
    ).fetchall()
    for name, _again in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    today = london_date(system_clock()).isoformat()
    for kind, before in EVENTS:
        connection.execute(_EVENTS, {"kind": kind, "before": before, "today": today})
    each = house.reviews // IN_CHART
    for place, quarter in enumerate(reviewed.shown()):
        draw, first_case = reviewed.FIRST_DRAW + place, 1 + place * each
        reviewed.fill(connection, draw, quarter, each, first_case)
    for kind, measure, code, months in ACTIONS:
        coached = {"kind": kind, "measure": measure, "code": code, "months": months}
        connection.execute(_ACTIONS, {**coached, "today": today})
    connection.execute(_REVIEWERS)
    connection.execute(_FORMS)
    for _name, again in triggers:
        connection.execute(again)
    connection.execute("ANALYZE")
