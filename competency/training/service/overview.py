"""Who is in time and who is not: one's own training, the team's, and the training lead's tables."""

from datetime import date, datetime

from competency.infra.work import Work
from competency.kernel.errors import NotFound
from competency.kernel.values import Value, replace
from competency.people.service import access, staff
from competency.people.service.staff import Colleague
from competency.training import permissions
from competency.training.domain.requirements import Requirement
from competency.training.domain.state import PENDING, Standing, State
from competency.training.domain.tally import Tally, month_ends, tally
from competency.training.queries import records, wide
from competency.training.queries.records import CompletionRow
from competency.training.queries.rules import CourseRow
from competency.training.service import standings

NO_TEAM = "No team"


class Line(Value):
    """Where somebody stands with one course."""

    person_id: int
    name: str
    team: str
    course: CourseRow
    standing: Standing
    last_told: datetime | None = None

    def told(self, at: datetime | None) -> "Line":
        """Return the same with when they were last told."""
        return replace(self, last_told=at)


class Record(Value):
    """One person's training: where they stand with each course, and all that was recorded."""

    name: str
    lines: list[Line]
    completions: list[CompletionRow]


class Matrix(Value):
    """Courses by teams, each cell a tally; a team's id None is of those in no team."""

    courses: list[CourseRow]
    teams: list[tuple[int | None, str]]
    cells: dict[tuple[int, int | None], Tally]
    totals: dict[int, Tally]

    def row(self, course_id: int) -> list[tuple[int | None, str, Tally | None]]:
        """Return a course's cells in the order of the teams: team, its name, and the tally."""
        return [(team, name, self.cells.get((course_id, team))) for team, name in self.teams]


class MonthEnd(Value):
    """How many were in time at the end of a month."""

    on: date
    tally: Tally


def record(work: Work, person_id: int) -> Record:
    """Return one person's training, for them, their supervisors and the training lead."""
    access.require(work, permissions.SEE, person_id, see=permissions.SEE)
    board = standings.load(work, permissions.SEE, person_id=person_id)
    found = [line_of(*each) for each in board.each(work.today)]
    name = board.people[0].name if board.people else ""
    return Record(name, found, records.of_person(work.session, person_id))


def team(work: Work) -> list[Line]:
    """Return where those in one's own line stand, by course and name."""
    board = standings.load(work, permissions.SEE_TEAM)
    return [line_of(*each) for each in board.each(work.today)]


def counted_wide(
    courses: list[CourseRow], asked: list[Requirement], on: date
) -> dict[int, Requirement]:
    """Return by course the one rule there is, of courses that the database can count."""
    found: dict[int, Requirement] = {}
    for course in courses:
        there = [r for r in asked if r.course_id == course.id]
        if len(there) == 1 and wide.can_count(there[0], on):
            found[course.id] = there[0]
    return found


def people_with(
    work: Work,
    course_id: int,
    *,
    states: frozenset[State] = PENDING,
    team_id: int | None = None,
    without_team: bool = False,
) -> list[Line]:
    """Return who is in one of the states with a course, since when, and when they were told.

    `team_id` keeps to one team, `without_team` to those in none.
    """
    access.require_role(work, permissions.SEE_OVERVIEW)
    board = standings.load(work, permissions.SEE_OVERVIEW, course_ids=[course_id])
    if not board.courses:
        raise NotFound("There is no such course.")
    told = records.last_told(
        work.session, standings.whose(work, permissions.SEE_OVERVIEW), course_id
    )
    return [
        line_of(one, course, found, told.get((one.id, course.id)))
        for one, course, found in board.each(work.today)
        if found.state in states
        and team_id in (None, one.team_id)
        and not (without_team and one.team_id is not None)
    ]


def over_months(work: Work, course_id: int, months: int = 12) -> list[MonthEnd]:
    """Return who was in time with a course at the end of each of the last completed months.

    Told from today's rules, teams and roles, and from what was done by each day.
    """
    access.require_role(work, permissions.SEE_OVERVIEW)
    days = month_ends(work.today, months)
    board = standings.load(
        work, permissions.SEE_OVERVIEW, course_ids=[course_id], here_since=days[0]
    )
    if not board.courses:
        raise NotFound("There is no such course.")
    return [MonthEnd(on, tally(found.state for *_, found in board.each(on))) for on in days]


def waiting(work: Work, limit: int = 200) -> list[tuple[CompletionRow, str]]:
    """Return the completions that wait to be verified, oldest first, with whose they are."""
    access.require_role(work, permissions.VERIFY)
    mine = standings.whose(work, permissions.VERIFY)
    rows = records.waiting(work.session, mine, limit)
    names = {
        one.id: one.name
        for one in staff.colleagues(
            work, permissions.VERIFY, person_ids={r.person_id for r in rows}
        )
    }
    return [(row, names.get(row.person_id, "")) for row in rows]


def line_of(
    one: Colleague | wide.Undecided,
    course: CourseRow,
    found: Standing,
    told: datetime | None = None,
) -> Line:
    """Return where somebody stands with a course, as lists show it."""
    return Line(one.id, one.name, one.team or NO_TEAM, course, found, told)
