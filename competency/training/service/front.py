"""The training lead's first page: one answer, the names behind it, and courses by teams."""

from collections import Counter, defaultdict
from collections.abc import Collection
from datetime import date

from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.values import Value
from competency.people.service import access, staff
from competency.people.service.staff import Colleague
from competency.training.domain.requirements import Requirement
from competency.training.domain.state import PENDING, Applied, Standing, State, standing
from competency.training.domain.tally import Tally, together
from competency.training.domain.wording import SOON, answer, short_name
from competency.training.permissions import SEE_OVERVIEW
from competency.training.queries import histories, records, rules, wide
from competency.training.queries.rules import CourseRow
from competency.training.service import standings
from competency.training.service.overview import NO_TEAM, Line, Matrix, counted_wide, line_of
from competency.training.service.standings import Board

Cells = dict[tuple[int, int | None, str | None], Counter[State]]  # course, team, the team's name


class Answer(Value):
    """The first course and who is not in time with it; `soon` fall due in the next 30 days."""

    course: CourseRow | None
    tally: Tally
    soon: int
    lines: list[Line]

    @property
    def sentences(self) -> tuple[str, str] | None:
        """Return the answer in two sentences, None where there is no course yet."""
        return answer(_name(self.course), self.tally, self.soon) if self.course else None


class Front(Answer):
    """The first course's answer, then all courses by teams."""

    matrix: Matrix


def front(work: Work) -> Front:
    """Return the first page of those in the training lead's scope, in nine statements at most.

    Most standings are counted in the database; whole histories are read of those alone whom the
    newest completion does not decide, and of courses that several rules ask for.
    """
    access.require_role(work, SEE_OVERVIEW)
    courses = rules.courses(work.session)
    asked = [kept.requirement for kept in rules.requirements(work.session)]
    first = courses[0] if courses else None
    plain = counted_wide(courses, asked, work.today)
    if first and first.id in plain and plain[first.id].window_days < SOON:
        del plain[first.id]  # the database calls current what may fall due within the days
    board = board_of(work, courses, asked, [c.id for c in courses if c.id not in plain])
    cells: Cells = defaultdict(Counter)
    of_first: list[tuple[Colleague | wide.Undecided, Standing]] = []
    for one, course, known in board.each(work.today):
        cells[course.id, one.team_id, one.team][known.state] += 1
        if course == first:
            of_first.append((one, known))
    of_first += _count(work, board, plain, cells, first)
    matrix = _matrix(courses, cells)
    lines = [line_of(one, first, k) for one, k in of_first if first and k.state in PENDING]
    return Front(
        first,
        matrix.totals[first.id] if first else Tally({}),
        sum(_is_due_soon(known, work.today) for _, known in of_first),
        _with_told(work, first, lines),
        matrix,
    )


def first_answer(work: Work) -> Answer | None:
    """Return the first course's answer for a training lead's home; None for all others."""
    if not work.actor.has(Role.TRAINING_LEAD):
        return None
    courses = rules.courses(work.session)[:1]
    if not courses:
        return None
    (first,) = courses
    kept = [one.requirement for one in rules.requirements(work.session)]
    asked = [one for one in kept if one.course_id == first.id]
    states: Counter[State] = Counter()
    lines, soon = [], 0
    for one, course, known in board_of(work, courses, asked, [first.id]).each(work.today):
        states[known.state] += 1
        soon += _is_due_soon(known, work.today)
        if known.state in PENDING:
            lines.append(line_of(one, course, known))
    return Answer(first, Tally(states), soon, _with_told(work, first, lines))


def _is_due_soon(known: Standing, today: date) -> bool:
    return known.is_compliant and known.due_on is not None and (known.due_on - today).days <= SOON


def board_of(
    work: Work, courses: list[CourseRow], asked: list[Requirement], named: Collection[int]
) -> Board:
    """Return what decides the standings; people and completions only of the courses named."""
    mine = standings.whose(work, SEE_OVERVIEW)
    session = work.session
    roles = {r.role for r in asked if r.role and r.course_id in named}
    return Board(
        people=staff.colleagues(work, SEE_OVERVIEW, here_since=work.today) if named else [],
        courses=[course for course in courses if course.id in named],
        requirements=asked,
        holdings=standings.by_person(staff.holdings(work, roles)),
        completions=histories.completions(session, mine, course_ids=named) if named else {},
        exemptions=histories.exemptions(session, mine),
        refreshers=histories.refreshers(session, mine),
    )


def _count(
    work: Work,
    board: Board,
    plain: dict[int, Requirement],
    cells: Cells,
    first: CourseRow | None,
) -> list[tuple[wide.Undecided, Standing]]:
    """Add the courses that one rule asks for, counted in the database.

    Returns those of the first course who are not surely current, by name.
    """
    named = [first.id] if first else []
    counts, undecided = wide.count(
        work.session,
        staff.here(work, SEE_OVERVIEW, work.today),
        staff.holding(work.today),
        plain,
        work.today,
        by_name=named,
    )
    for one in counts:
        cells[one.course_id, one.team_id, one.team][one.state] += one.people
    of_first = []
    for left in undecided:
        known = decided(left, board, plain[left.course_id], work.today)
        if known.state is State.NOT_REQUIRED:
            continue
        cells[left.course_id, left.team_id, left.team][known.state] += 1
        if left.course_id in named:
            of_first.append((left, known))
    return sorted(of_first, key=lambda one: (one[0].name, one[0].id))


def decided(left: wide.Undecided, board: Board, rule: Requirement, on: date) -> Standing:
    """Return the standing of one whom the database could not decide, under the one rule."""
    key = (left.id, left.course_id)
    return standing(
        [Applied(rule.rule, max(left.since, rule.applies_from or left.since))],
        left.history,
        on,
        exemptions=board.exemptions.get(key, ()),
        refreshers=board.refreshers.get(key, ()),
    )


def _matrix(courses: list[CourseRow], cells: Cells) -> Matrix:
    names = {team_id: team or NO_TEAM for _, team_id, team in cells}
    teams = sorted(names.items(), key=lambda team: (team[0] is None, team[1]))
    found = {
        (course_id, team_id): Tally(counts) for (course_id, team_id, _), counts in cells.items()
    }
    totals = {c.id: together(t for (cid, _), t in found.items() if cid == c.id) for c in courses}
    return Matrix(courses, teams, found, totals)


def _with_told(work: Work, first: CourseRow | None, lines: list[Line]) -> list[Line]:
    if first is None or not lines:
        return lines
    told = records.last_told(work.session, standings.whose(work, SEE_OVERVIEW), first.id)
    return [line.told(told.get((line.person_id, first.id))) for line in lines]


def _name(course: CourseRow) -> str:
    return short_name(course.code, course.title, course.also)
