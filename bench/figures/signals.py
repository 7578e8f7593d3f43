"""Everybody's signals in a large house: against reading the same rows, and against a tenth."""

import gc
from collections.abc import Callable, Iterator
from statistics import median
from time import process_time
from typing import Any, TypeVar

from flask import Flask
from sqlalchemy import event

from bench import observatory
from bench.measuring import Found
from competency.coaching.service import crosswalk, signals
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.kernel.clock import system_clock

# Nineteen of twenty and more are workers, as in the large house, so that there are as many facts
# about a person and every turn of a hundred is full; of the smallest house only half are.
TENTH = observatory.House(people=300, cases=30_000, reviews=5_000)
LIMIT = 5.0
# By fact and not by person: the houses differ a little in how many facts there are about each.
# Work that grew with all people for each of them would cost ten times as much.
GROWTH_LIMIT = 1.2
ROUNDS = 3
NOT_ROWS = ("BEGIN", "PRAGMA", "COMMIT", "ROLLBACK")
Result = TypeVar("Result")


def everybody() -> Iterator[Found]:
    """Measure all signals against one pass of SQL over the same rows, then what a fact costs.

    Each takes so long that one round is enough; the run that notes the statements warms up.
    """
    large, tenth = (observatory.product(house) for house in (observatory.LARGE, TENTH))
    evaluated = _evaluating(large)
    reading = _reading(large, evaluated)
    floor, rows = _timed(reading)
    took, (people, found) = _timed(evaluated)
    what = f"all signals of {people:,} people ({found:,}): {took:,.0f} ms, their rows {floor:,.0f}"
    yield Found("signals_all", took / floor, LIMIT, what)
    few = _evaluating(tenth)
    fewer_rows = _reading(tenth, few)()
    rounds = [_timed(few) for _ in range(ROUNDS)]
    number, of_few = rounds[0][1][0], median(each[0] for each in rounds)
    what = (
        f"{took / people:.1f} ms and {rows / people:.0f} facts a person of {people:,}, "
        f"{of_few / number:.1f} ms and {fewer_rows / number:.0f} facts of {number}: by fact"
    )
    yield Found("signals_growth", (took / rows) / (of_few / fewer_rows), GROWTH_LIMIT, what)


def _timed(call: Callable[[], Result]) -> tuple[float, Result]:
    """Return the milliseconds of CPU that a call took, and what it returned."""
    gc.collect()
    begin = process_time()
    result = call()
    return (process_time() - begin) * 1000, result


def _evaluating(product: Flask) -> Callable[[], tuple[int, int]]:
    """Return what evaluates everybody and says how many people and signals there are."""
    database, now = product.extensions["database"], system_clock()

    def call() -> tuple[int, int]:
        people = found = 0
        with database.reading() as session:
            work = Work(actor=SYSTEM, now=now, session=session)
            links = crosswalk.get(work)
            for one in signals.evaluate_all(session, work.today, links):
                people += 1
                found += len(one.signals)
        return people, found

    return call


def _reading(product: Flask, evaluated: Callable[[], object]) -> Callable[[], int]:
    """Return what asks the driver the very statements of an evaluation and reads all rows."""
    engine = product.extensions["database"].engine
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_more: Any) -> None:
        if not statement.startswith(NOT_ROWS):
            asked.append((statement, given))

    event.listen(engine, "before_cursor_execute", note)
    evaluated()
    event.remove(engine, "before_cursor_execute", note)

    def call() -> int:
        connection = engine.raw_connection()
        try:
            return sum(
                len(connection.driver_connection.execute(statement, given).fetchall())
                for statement, given in asked
            )
        finally:
            connection.close()

    return call
