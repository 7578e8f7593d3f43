"""Who falls due in the coming months, so that the training lead can book places in time."""

from collections.abc import Iterator
from datetime import date

from competency.infra.work import Work
from competency.kernel.values import replace
from competency.people.service import access, staff
from competency.people.service.staff import Colleague
from competency.training.domain.state import Standing
from competency.training.permissions import SEE_OVERVIEW
from competency.training.queries import rules, wide
from competency.training.queries.rules import CourseRow
from competency.training.service.front import board_of, decided
from competency.training.service.overview import Line, counted_wide, line_of

AHEAD = (30, 60, 90)
Found = dict[int, dict[int, list[Line]]]


def ahead(work: Work) -> Found:
    """Return by course who falls due within 30, 60 and 90 days, each in the nearest only."""
    access.require_role(work, SEE_OVERVIEW)
    courses = rules.courses(work.session)
    found: Found = {course.id: {days: [] for days in AHEAD} for course in courses}
    for one, course, known in _who_may_be(work, courses):
        if known.due_on is None or not known.is_compliant:
            continue
        left = (known.due_on - work.today).days
        nearest = next((days for days in AHEAD if left <= days), None)
        if nearest is not None:
            found[course.id][nearest].append(line_of(one, course, known))
    for by_days in found.values():
        for lines in by_days.values():
            lines.sort(key=lambda line: (line.standing.due_on or date.max, line.name))
    return found


def _who_may_be(
    work: Work, courses: list[CourseRow]
) -> Iterator[tuple[Colleague | wide.Undecided, CourseRow, Standing]]:
    """Return the standings of all who can fall due in time, and of some who do not.

    A renewal window as long as the days we look ahead makes the database hold back all others.
    """
    asked = [kept.requirement for kept in rules.requirements(work.session)]
    plain = counted_wide(courses, asked, work.today)
    board = board_of(work, courses, asked, [c.id for c in courses if c.id not in plain])
    yield from board.each(work.today)
    widened = {
        course_id: replace(one, window_days=max(one.window_days, AHEAD[-1]))
        for course_id, one in plain.items()
    }
    _, undecided = wide.count(
        work.session,
        staff.here(work, SEE_OVERVIEW, work.today),
        staff.holding(work.today),
        widened,
        work.today,
        in_time=list(plain),
    )
    by_id = {course.id: course for course in courses}
    for left in undecided:
        known = decided(left, board, plain[left.course_id], work.today)
        yield left, by_id[left.course_id], known
