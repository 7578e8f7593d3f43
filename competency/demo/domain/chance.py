"""Chance that can be repeated: each purpose has a stream of its own, drawn from the seed."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def stream(seed: int, *purpose: object) -> Random:
    """Return the random numbers of one purpose; what another purpose draws never shifts them."""
    return Random(":".join(str(part) for part in (seed, *purpose)))


def days_before(chance: Random, day: date, fewest: int, most: int) -> date:
    """Return a day so many days before another one."""
    return day - timedelta(days=chance.randint(fewest, most))


def between(chance: Random, least: int, most: int) -> int:
    """Return a whole number of the range; a third of the time that `randint` takes."""
    return least + int(chance.random() * (most - least + 1))


def at_work(chance: Random, day: date) -> datetime:
    """Return a moment in the working hours of a day."""
    clock = time(between(chance, 9, 16), between(chance, 0, 59), between(chance, 0, 59), tzinfo=UTC)
    return datetime.combine(day, clock)


def pick(chance: Random, things: Sequence[Thing]) -> Thing:
    """Return one of the things."""
    return things[int(chance.random() * len(things))]
