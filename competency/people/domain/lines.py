"""Who may supervise whom from when: dated lines without doubles and without circles."""

from collections.abc import Iterable
from datetime import date

from competency.kernel.errors import Refused
from competency.kernel.values import Value
from competency.people.domain.entries import overlap
from competency.people.domain.roles import check_end


class Line(Value):
    """One person supervises another, from when until when (last day included)."""

    supervisor_id: int
    supervisee_id: int
    starts_on: date
    ends_on: date | None = None


class Employed(Value):
    """Somebody with a last day here, if there is one."""

    name: str
    left_on: date | None = None


def check_line(
    new: Line, others: Iterable[Line], *, supervisor: Employed, supervisee: Employed
) -> None:
    """Refuse a line to oneself, out of order, beyond a last day, held already or in a circle.

    Somebody may have two supervisors at once (an acting one, or one for each practice area).
    """
    if new.supervisor_id == new.supervisee_id:
        raise Refused("own_supervisor", "Nobody supervises themselves.", field="other")
    if new.ends_on is not None:
        check_end(new.starts_on, new.ends_on)
    for person in (supervisor, supervisee):
        _check_employed(new, person)
    there = [line for line in others if _meet(line, new)]
    if any(_pair(line) == _pair(new) for line in there):
        raise Refused(
            "line_there_already",
            f"{supervisor.name} supervises {supervisee.name} in these days already.",
            field="other",
        )
    if new.supervisor_id in _below(new.supervisee_id, there):
        raise Refused(
            "line_in_a_circle",
            f"{supervisee.name} stands above {supervisor.name} in these days, so the line would "
            "run in a circle. End the line above first.",
            field="other",
        )


def _check_employed(new: Line, person: Employed) -> None:
    if person.left_on is not None and new.starts_on > person.left_on:
        raise Refused(
            "starts_after_leaving",
            f"{person.name} has left by then. Choose an earlier day or another person.",
            field="starts_on",
        )


def end_with(line_ends: date | None, *left: date | None) -> date | None:
    """Return the last day of a line between people of whom some leave."""
    days = [day for day in (line_ends, *left) if day is not None]
    return min(days) if days else None


def _pair(line: Line) -> tuple[int, int]:
    return line.supervisor_id, line.supervisee_id


def _meet(one: Line, other: Line) -> bool:
    return overlap(one.starts_on, one.ends_on, other.starts_on, other.ends_on)


def _below(person_id: int, lines: list[Line]) -> set[int]:
    """Return everyone at any depth below the person; a circle among the lines ends the search."""
    found: set[int] = set()
    waiting = [person_id]
    while waiting:
        above = waiting.pop()
        below = {line.supervisee_id for line in lines if line.supervisor_id == above} - found
        found |= below
        waiting.extend(below)
    return found
