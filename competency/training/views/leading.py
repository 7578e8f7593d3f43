"""The training lead's pages: who is in time, who is not, and who falls due."""

from collections.abc import Iterator

from flask import Response, render_template, request

from competency.infra.csv_out import Cell
from competency.infra.take_away import as_file
from competency.infra.web import signed_in, work
from competency.kernel.errors import NotFound
from competency.training.domain.state import PENDING, State
from competency.training.domain.tally import COUNTED, Tally
from competency.training.domain.wording import TONES, how_far
from competency.training.service import ahead as coming
from competency.training.service import completing, front, overview
from competency.training.service.ahead import AHEAD
from competency.training.service.overview import Line, Matrix
from competency.training.views.blueprint import blueprint
from competency.training.views.words import asked_number, places, when

MATRIX_HEAD = ["Course", "Team", "In time", "Of", *(state.label for state in COUNTED)]
PEOPLE_HEAD = ["Person", "Team", "Course", "State", "Due on", "Out of time since", "Last told"]
WITHOUT_TEAM = "none"


@blueprint.get("/training/overview")
@signed_in
def overview_page() -> str:
    """Answer who is in time with the first course, then show all courses by teams."""
    asked = work()
    found = front.front(asked)
    return render_template(
        "training/overview.html",
        front=found,
        today=asked.today,
        how_far=how_far,
        tones=TONES,
        step=heat_step,
        places=places(asked.actor),
    )


@blueprint.get("/training/overview.<any(csv, xlsx):kind>")
@signed_in
def overview_file(kind: str) -> Response:
    """Give the table of courses by teams as a file."""
    return as_file("training-by-team", MATRIX_HEAD, _cells(front.front(work()).matrix), kind)


@blueprint.get("/training/courses/<id:course_id>/people")
@signed_in
def people(course_id: int) -> str:
    """Show who stands how with a course, in one team or all."""
    asked = work()
    lines = _people(course_id)
    course = next((c for c in completing.list_courses(asked) if c.id == course_id), None)
    if course is None:
        raise NotFound("There is no such course.")
    return render_template(
        "training/people.html",
        lines=lines,
        course=course,
        wanted=_wanted(),
        states=COUNTED,
        asked={name: request.args.getlist(name) for name in ("state", "team")},
        today=asked.today,
        tones=TONES,
        when=when,
        how_far=how_far,
    )


@blueprint.get("/training/courses/<id:course_id>/people.<any(csv, xlsx):kind>")
@signed_in
def people_file(course_id: int, kind: str) -> Response:
    """Give the same people as a file."""
    return as_file("training-people", PEOPLE_HEAD, map(_row, _people(course_id)), kind)


@blueprint.get("/training/ahead")
@signed_in
def ahead() -> str:
    """Show who falls due within 30, 60 and 90 days, by course."""
    asked = work()
    found = coming.ahead(asked)
    courses = [c for c in completing.list_courses(asked) if any(found.get(c.id, {}).values())]
    return render_template(
        "training/ahead.html",
        found=found,
        courses=courses,
        steps=AHEAD,
        today=asked.today,
        how_far=how_far,
    )


@blueprint.get("/training/ahead.<any(csv, xlsx):kind>")
@signed_in
def ahead_file(kind: str) -> Response:
    """Give the same as a file."""
    found = coming.ahead(work())
    lines = [line for by in found.values() for days in AHEAD for line in by[days]]
    return as_file("training-ahead", PEOPLE_HEAD, map(_row, lines), kind)


def heat_step(k: int, n: int) -> int:
    """Return the step of the heat map, 0 to 6, that a share in time has; 6 is everybody."""
    return 6 * k // n


def _people(course_id: int) -> list[Line]:
    without = request.args.get("team") == WITHOUT_TEAM
    return overview.people_with(
        work(),
        course_id,
        states=_wanted(),
        team_id=asked_number("team"),
        without_team=without,
    )


def _wanted() -> frozenset[State]:
    asked = frozenset(s for s in COUNTED if s.value in request.args.getlist("state"))
    return asked or PENDING


def _cells(matrix: Matrix) -> Iterator[list[Cell]]:
    for course in matrix.courses:
        for team_id, team in matrix.teams:
            found = matrix.cells.get((course.id, team_id), Tally({}))
            yield [course.title, team, *_numbers(found)]
        yield [course.title, "All", *_numbers(matrix.totals[course.id])]


def _numbers(found: Tally) -> list[int]:
    return [found.k, found.n, *(found.of(state) for state in COUNTED)]


def _row(line: Line) -> list[Cell]:
    known = line.standing
    return [
        line.name,
        line.team,
        line.course.title,
        known.state.label,
        known.due_on,
        known.since,
        line.last_told,
    ]
