"""A register to draw from: 100,000 open cases of 1,000 workers below 200 supervisors."""

import shutil
import sqlite3
from dataclasses import dataclass
from functools import cache

from flask import Flask

from bench import data
from competency.factory import create_app
from competency.kernel.clock import london_date, system_clock

CASES, SUPERVISORS, WORKERS = 100_000, 200, 1_000
FIRST = 1_000_000  # number of the first person made here, above all of the demonstration's

_PEOPLE = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :count)
INSERT INTO person (id, staff_number, name, email, team_id, started_on, version)
SELECT :first + i, printf('%s-%05d', :prefix, i), printf('%s %05d', :prefix, i),
  printf('%s.%05d@bench.example', :prefix, i),
  t.id, '2020-01-06', 1
FROM n JOIN (
  SELECT id, row_number() OVER (ORDER BY id) - 1 AS k, count(*) OVER () AS teams FROM team
) t ON t.k = n.i % t.teams
"""
_LINES = """
INSERT INTO supervision_line (supervisor_id, supervisee_id, starts_on, version)
SELECT :first + (id - :workers) % :supervisors, id, '2020-01-06', 1
FROM person WHERE id >= :workers
"""
_CASES = """
WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < :cases)
INSERT INTO case_file (reference, practice_area_id, team_id, key_worker_id, protocol_id,
  protocol_version, route, postcode_area, referrer, drinks_alcohol, substitution_therapy,
  held_reason, version)
SELECT printf('D-%07d', i), (SELECT min(id) FROM practice_area), p.team_id, p.id,
  'case-management-protocol', '1.0', 'core', 'FY1 1', 'Surgery', 0, 0, '', 1
FROM n JOIN person p ON p.id = :workers + n.i % :count
"""


@dataclass(frozen=True, slots=True)
class ToDraw:
    """The product on a register of nothing but open cases."""

    product: Flask


@cache
def to_draw() -> ToDraw:
    """Return the product on that register, made in this run."""
    path = data.KEPT / "to-draw.sqlite"
    for left in data.KEPT.glob(f"{path.name}*"):
        left.unlink()
    shutil.copy(data.fresh(data.FEW), path)
    with sqlite3.connect(path) as connection:
        _fill(connection)
    connection.close()
    return ToDraw(create_app(data.settings(path)))


def _fill(connection: sqlite3.Connection) -> None:
    workers = FIRST + SUPERVISORS
    today = london_date(system_clock()).isoformat()
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute("UPDATE case_file SET ended_on = :today WHERE ended_on IS NULL", [today])
    for first, count, prefix in ((FIRST, SUPERVISORS, "chief"), (workers, WORKERS, "worker")):
        connection.execute(_PEOPLE, {"first": first, "count": count, "prefix": prefix})
    lines = {"first": FIRST, "workers": workers, "supervisors": SUPERVISORS}
    connection.execute(_LINES, lines)
    connection.execute(_CASES, {"cases": CASES, "workers": workers, "count": WORKERS})
    connection.execute("ANALYZE")
