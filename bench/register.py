"""Registers of 10,000 and of 300,000 cases: the demonstration's people, the cases made in SQL.

Each open case has four events and five clocks, two of them running. One worker has 60 open cases
in either register; the others share the rest.
"""

import shutil
import sqlite3
from dataclasses import dataclass
from functools import cache

from flask import Flask

from bench import data
from bench.floor_cases import bare_cases
from competency.kernel.clock import london_date, system_clock

FEW_CASES, MANY_CASES = 10_000, 300_000
WORKER, OPEN = 1, 60
EVENTS = ("referral_received", "entered", "assigned", "contact")
MET = ("KPI_01", "KPI_02", "KPI_03")
RUN_ON = ("KPI_09", "risk")  # of open cases
SPREAD = 83  # days over which the running clocks fall due, the first of them three days ago

_PEOPLE = """
CREATE TEMP TABLE worker AS
SELECT row_number() OVER (ORDER BY p.id) - 1 AS k, p.id AS person_id, p.team_id
FROM person p JOIN role_grant r ON r.person_id = p.id AND r.role = 'case_manager'
WHERE p.team_id IS NOT NULL AND p.left_on IS NULL AND p.id <> :worker
"""
_CASES = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :cases)
INSERT INTO case_file (id, reference, practice_area_id, team_id, key_worker_id, protocol_id,
  protocol_version, route, postcode_area, referrer, drinks_alcohol, substitution_therapy,
  ended_on, held_reason, version)
SELECT i, printf('B-%07d', i), 1,
  CASE WHEN i <= :open THEN (SELECT team_id FROM person WHERE id = :worker) ELSE w.team_id END,
  CASE WHEN i <= :open THEN :worker ELSE w.person_id END,
  'case-management-protocol', '1.0', 'core', 'FY1 1', 'Surgery', 0, 0,
  CASE WHEN i <= :open OR i % 4 = 0 THEN NULL
    ELSE date(:today, '-' || (i % 900 + 1) || ' days') END, '', 1
FROM n JOIN worker w ON w.k = n.i % (SELECT count(*) FROM worker)
"""
_EVENT = """
INSERT INTO case_event (case_id, kind, detail, happened_on, note, recorded_at, recorded_by_id,
  struck)
SELECT id, :kind, CASE :kind WHEN 'contact' THEN 'client' ELSE '' END,
  date(coalesce(ended_on, :today), '-' || (id % 300 + 20) || ' days', :after || ' days'), '',
  date(coalesce(ended_on, :today), '-' || (id % 300 + 20) || ' days', :after || ' days')
    || ' 10:00:00.000000', key_worker_id, 0
FROM case_file
"""
_STOPPED = """
INSERT INTO case_clock (case_id, standard, sequence, start_on, due_on, end_on, state, holder_id,
  month, adjusted_due_on, adjusted_state, team_id)
SELECT case_id, :standard, 1, happened_on, date(happened_on, '5 days'),
  date(happened_on, '3 days'), 'met', recorded_by_id,
  date(happened_on, '5 days', 'start of month'), date(happened_on, '5 days'), 'met', f.team_id
FROM case_event JOIN case_file f ON f.id = case_id WHERE kind = :kind
"""
_RUNNING = """
INSERT INTO case_clock (case_id, standard, sequence, start_on, due_on, end_on, state, holder_id,
  month, adjusted_due_on, adjusted_state, team_id)
SELECT id, :standard, 1, date(:today, '-90 days'), due, NULL, 'running', key_worker_id,
  date(due, 'start of month'), due, 'running', team_id
FROM (SELECT *, date(:today, ((id * :step) % :spread - 3) || ' days') AS due FROM case_file
      WHERE ended_on IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Register:
    """The product and the bare page on the same register."""

    product: Flask
    floor: Flask


@cache
def register(cases: int) -> Register:
    """Return both applications on a register of so many cases, made in this run."""
    path = data.KEPT / f"register-{cases}.sqlite"
    for left in data.KEPT.glob(f"{path.name}*"):
        left.unlink()
    shutil.copy(data.fresh(data.FEW), path)
    with sqlite3.connect(path) as connection:
        _fill(connection, cases)
    connection.close()
    product = data.product(path)
    return Register(product, bare_cases(product.extensions["settings"].database_url))


def _fill(connection: sqlite3.Connection, cases: int) -> None:
    today = london_date(system_clock()).isoformat()
    connection.execute("PRAGMA cache_size=-200000")
    connection.execute(_PEOPLE, {"worker": WORKER})
    connection.execute(_CASES, {"cases": cases, "open": OPEN, "worker": WORKER, "today": today})
    for after, kind in enumerate(EVENTS):
        connection.execute(_EVENT, {"kind": kind, "today": today, "after": f"+{after}"})
    for standard, kind in zip(MET, EVENTS, strict=False):
        connection.execute(_STOPPED, {"standard": standard, "kind": kind})
    for step, standard in enumerate(RUN_ON, 7):
        values = {"standard": standard, "today": today, "step": step, "spread": SPREAD}
        connection.execute(_RUNNING, values)
    connection.execute("ANALYZE")
