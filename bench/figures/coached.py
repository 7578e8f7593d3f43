"""What everybody's coaching was followed by: against reading the same rows, and against a tenth."""

from collections.abc import Callable, Iterator
from statistics import median
from time import process_time
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from bench import observatory
from bench.browsing import getter, sign_in
from bench.figures.signals import TENTH
from bench.measuring import Found, compare_long
from competency.coaching.service import many_effects
from competency.coaching.service.many_effects import Asked
from competency.infra.work import Work
from competency.kernel.actor import Actor, Grant, Role, ScopeKind
from competency.kernel.clock import system_clock
from competency.people.models import RoleGrant

LIMIT, GROWTH = 5.0, 1.3
ROUNDS = 3
# One pass over what the page reads, without what it makes of it: which months lie before and after
# each action, and which answers count.
PASS = (
    "SELECT id, person_id, kind, measure_kind, measure_code, agreed_on FROM coaching_action",
    """SELECT count(*), sum(clocks) FROM case_tally
    WHERE holder_id IN (SELECT person_id FROM coaching_action)
      AND standard IN (SELECT measure_code FROM coaching_action)""",
    """SELECT count(*), sum(a.answer = 'strength') FROM reviews_review r
    JOIN reviews_form f ON f.review_id = r.id
    JOIN reviews_answer a ON a.review_id = r.id
      AND a.item IN (SELECT measure_code FROM coaching_action)
    WHERE r.worker_id IN (SELECT person_id FROM coaching_action)""",
)
CENTRAL = frozenset({Grant(Role.CENTRAL_OFFICE, ScopeKind.EVERYONE, None)})


def everybody() -> Iterator[Found]:
    """Measure the page over the whole organisation, then what an action costs there."""
    large, tenth = (observatory.product(house) for house in (observatory.LARGE, TENTH))
    times = compare_long(_passing(large), _page(large), rounds=ROUNDS)
    many, few = _each(large), _each(tenth)
    what = f"what {many[1]:,} actions were followed by to one pass over the rows: {times.words}"
    yield Found("coaching_effects", times.ratio, LIMIT, what)
    costs = [took / actions * 1000 for took, actions in (many, few)]
    what = (
        f"{costs[0]:.0f} microseconds an action of {many[1]:,} among {observatory.LARGE.people:,} "
        f"people, {costs[1]:.0f} of {few[1]:,} among {TENTH.people}"
    )
    yield Found("coaching_effects_growth", costs[0] / costs[1], GROWTH, what)


def _page(product: Flask) -> Callable[[], object]:
    with Session(product.extensions["database"].engine) as session:
        who = session.scalar(
            select(RoleGrant.person_id).where(RoleGrant.role == Role.CENTRAL_OFFICE.value)
        )
    cookie, _token = sign_in(product, who or 0)
    return getter(product, "/coaching/effects", cookie)


def _passing(product: Flask) -> Callable[[], object]:
    """Return what reads all rows with the driver alone."""
    engine = product.extensions["database"].engine

    def call() -> list[list[Any]]:
        connection = engine.raw_connection()
        try:
            return [connection.driver_connection.execute(one).fetchall() for one in PASS]
        finally:
            connection.close()

    return call


def _each(product: Flask) -> tuple[float, int]:
    """Return the milliseconds of CPU that all actions take without a page, and how many they are.

    The first round warms up.
    """
    database = product.extensions["database"]
    actor = Actor(person_id=0, name="", grants=CENTRAL)
    took: list[float] = []
    for _ in range(1 + ROUNDS):
        begin = process_time()
        with database.reading() as session:
            work = Work(actor=actor, now=system_clock(), session=session)
            board = many_effects.board(work, Asked())
        took.append((process_time() - begin) * 1000)
    if board.table.total is None:
        raise ValueError("a house without actions")
    return median(took[1:]), board.table.total.actions
