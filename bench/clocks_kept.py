"""Clocks of 10,000 and of 300,000 cases: the demonstration's people, the cases made in SQL.

Each case has the clocks of all nine standards, due within three years. Both registers have the
same people and as many open cases; what differs is how much lies behind them.
"""

import shutil
import sqlite3
from functools import cache
from pathlib import Path

from flask import Flask

from bench import data
from competency.kernel.clock import london_date, system_clock
from competency.timeliness.service.standards import get_standards

FEW_CASES, MANY_CASES = 10_000, 300_000
OPEN = 1_500
DAYS = 1_095

_WORKERS = """
CREATE TEMP TABLE worker AS
SELECT row_number() OVER (ORDER BY p.id) - 1 AS k, p.id AS person_id, p.team_id
FROM person p JOIN role_grant r ON r.person_id = p.id AND r.role = 'case_manager'
WHERE p.team_id IS NOT NULL AND p.left_on IS NULL
"""
_CASES = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases)
INSERT INTO case_file (reference, practice_area_id, team_id, key_worker_id, protocol_id,
  protocol_version, route, postcode_area, referrer, drinks_alcohol, substitution_therapy,
  ended_on, held_reason, version)
SELECT printf('B-%07d', i), (SELECT min(id) FROM practice_area), w.team_id, w.person_id,
  'case-management-protocol', '1.0', 'core', 'FY1 1', 'Surgery', 0, 0,
  CASE WHEN i <= :open THEN NULL ELSE date(:today, '-' || (i % 900 + 1) || ' days') END, '', 1
FROM n JOIN worker w ON w.k = n.i % (SELECT count(*) FROM worker)
"""
# Late in one of ten, closed before the day in one of thirty; an open case has a clock that runs.
_CLOCKS = """
INSERT INTO case_clock (case_id, standard, sequence, start_on, due_on, end_on, state, holder_id,
  month, adjusted_due_on, adjusted_state, team_id)
SELECT id, :standard, 1, date(due, '-5 days'), due,
  CASE WHEN state IN ('met', 'missed') THEN due END, state,
  CASE WHEN :by_worker THEN key_worker_id END, date(due, 'start of month'), due, state, team_id
FROM (
  SELECT id, key_worker_id, team_id,
    CASE WHEN ended_on IS NULL AND id % 9 = :place THEN date(:today, (id % 60 - 5) || ' days')
      ELSE date(:today, '-' || (1 + (id * 7 + :place * 61) % :days) || ' days') END AS due,
    CASE WHEN ended_on IS NULL AND id % 9 = :place THEN 'running'
      WHEN (id * 13 + :place) % 30 = 0 THEN 'not_applicable'
      WHEN (id * 13 + :place) % 10 = 1 THEN 'missed' ELSE 'met' END AS state
  FROM case_file WHERE reference LIKE 'B-%'
)
"""
_TALLY = """
INSERT INTO case_tally
SELECT month, standard, team_id, coalesce(holder_id, 0), state, adjusted_state, count(*)
FROM case_clock GROUP BY 1, 2, 3, 4, 5, 6
"""
# Laid again once the rows are there, which takes a third of the time.
_INDEXES = """
SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'case_clock' AND sql <> ''
"""


@cache
def product(cases: int) -> Flask:
    """Return the product on clocks of so many cases, made in this run."""
    path = data.KEPT / f"clocks-{cases}.sqlite"
    for left in data.KEPT.glob(f"{path.name}*"):
        left.unlink()
    shutil.copy(data.fresh(data.FEW), path)
    fill(path, cases, OPEN)
    return data.product(path)


def fill(path: Path, cases: int, still_open: int) -> None:
    """Write so many cases, some of them still open, with the clocks of each and the kept counts."""
    today = london_date(system_clock()).isoformat()
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("PRAGMA cache_size=-200000")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute(_WORKERS)
        connection.execute(_CASES, {"cases": cases, "open": still_open, "today": today})
        indexes = connection.execute(_INDEXES).fetchall()
        for name, _again in indexes:
            connection.execute(f"DROP INDEX {name}")
        for place, one in enumerate(get_standards().standards):
            values = {"standard": one.code, "by_worker": one.actor == "worker", "place": place}
            connection.execute(_CLOCKS, {**values, "today": today, "days": DAYS})
        for _name, again in indexes:
            connection.execute(again)
        connection.execute("DELETE FROM case_tally")
        connection.execute(_TALLY)
    connection.execute("ANALYZE")
    connection.close()
