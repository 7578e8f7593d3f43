"""The training lead's overview of 3,000 people and eight courses, against one plain SQL count."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Engine, Select, Subquery, and_, case, func, or_, select, true
from sqlalchemy.orm import Session

from bench.browsing import getter, sign_in
from bench.data import MANY
from bench.measuring import Call, Found, compare_long
from bench.stage import first_with, stage
from competency.kernel.actor import Role
from competency.kernel.clock import london_date, system_clock
from competency.people.models import Person
from competency.training.models import Course, TrainingCompletion, TrainingRequirement

LIMIT = 3.0
COURSES = 8
DAYS_A_MONTH = 30


def overview() -> Iterator[Found]:
    """Measure the page, sign-in and layout included, and a count by course, team and state.

    The floor takes the newest completion of each person and course, compares its day with today
    in the database and prints course, team, state and number. It knows no exemptions, refreshers,
    roles, early renewals or scope.
    """
    here = stage(MANY)
    cookie, _token = sign_in(here.product, first_with(here, Role.TRAINING_LEAD))
    floor = _floor(here.engine, london_date(system_clock()))
    times = compare_long(floor, getter(here.product, "/training/overview", cookie))
    what = (
        f"the overview of {MANY:,} people and {COURSES} courses to one SQL count by course, team "
        f"and newest completion, printed bare: {times.words}"
    )
    yield Found("training_overview", times.ratio, LIMIT, what)


def _floor(engine: Engine, today: date) -> Call:
    with Session(engine) as session:
        courses = session.scalar(select(func.count(Course.id)))
    if courses != COURSES:
        raise RuntimeError(f"there are {courses} courses, not {COURSES}")

    def count() -> str:
        with Session(engine) as session:
            rows = session.execute(_count(today))
            return "\n".join(f"{course} {team} {state} {n}" for course, team, state, n in rows)

    return count


def _count(today: date) -> Select[str, int | None, str, int]:
    newest = _newest()
    rule = TrainingRequirement
    late = or_(
        newest.c.expires_on < today,
        and_(
            rule.repeat_months.is_not(None),
            func.julianday(today) - func.julianday(newest.c.day)
            > rule.repeat_months * DAYS_A_MONTH,
        ),
    )
    state = case((newest.c.day.is_(None), "never"), (late, "overdue"), else_="current")
    here = or_(Person.left_on.is_(None), Person.left_on >= today)
    return (
        select(Course.title, Person.team_id, state.label("state"), func.count())
        .select_from(Person)
        .join(Course, true())
        .join(rule, rule.course_id == Course.id)
        .outerjoin(newest, and_(newest.c.person_id == Person.id, newest.c.course_id == Course.id))
        .where(here, Person.started_on <= today)
        .group_by(Course.id, Person.team_id, "state")
    )


def _newest() -> Subquery:
    row = TrainingCompletion
    return (
        select(
            row.person_id,
            row.course_id,
            func.max(row.completed_on).label("day"),
            func.max(row.expires_on).label("expires_on"),
        )
        .where(row.status == "verified")
        .group_by(row.course_id, row.person_id)
        .subquery("newest")
    )
