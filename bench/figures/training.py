"""The overview of 3,000 people and eight courses, against one plain SQL count."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Engine, Select, Subquery, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session

from bench.browsing import getter, sign_in
from bench.data import MANY
from bench.measuring import Call, Found, compare_long
from bench.stage import Stage, first_with, stage
from competency.kernel.actor import Role
from competency.kernel.clock import london_date, system_clock
from competency.people.models import Person, RoleGrant
from competency.training.models import (
    Course,
    TrainingCompletion,
    TrainingExemption,
    TrainingRequirement,
)

LIMIT = 3.0
COURSES = 8
DAYS_A_MONTH = 30.4
FAR = 1e9  # a day that never comes


def overview() -> Iterator[Found]:
    """Measure the whole page of the overview, sign-in and layout included, and a count of states.

    The floor counts the same states from the newest completion of each person and course, with
    exemptions and roles, and prints course, team, state and number. It knows no early renewals,
    refreshers, days of grace or scope, and takes months for 30.4 days.
    """
    here = stage(MANY)
    floor = _floor(here.engine, london_date(system_clock()))
    times = compare_long(floor, _product(here))
    what = (
        f"the overview of {MANY:,} people and {COURSES} courses, as a page, to one "
        f"SQL count of their states by course and team, printed bare: {times.words}"
    )
    yield Found("training_overview", times.ratio, LIMIT, what)


def _product(here: Stage) -> Call:
    cookie, _token = sign_in(here.product, first_with(here, Role.TRAINING_LEAD))
    return getter(here.product, "/training/overview", cookie)


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
    newest, rule = _newest(), TrainingRequirement
    days_left = func.julianday(newest.c.day) + rule.repeat_months * DAYS_A_MONTH
    left = func.min(
        func.coalesce(days_left, FAR), func.coalesce(func.julianday(newest.c.expires_on), FAR)
    ) - func.julianday(today)
    exempt = exists().where(
        TrainingExemption.person_id == Person.id,
        TrainingExemption.course_id == Course.id,
        TrainingExemption.from_on <= today,
        TrainingExemption.until >= today,
    )
    state = case(
        (exempt, "exempt"),
        (newest.c.day.is_(None), "never"),
        (left < 0, "overdue"),
        (left <= rule.window_days, "due_soon"),
        else_="current",
    )
    asked = or_(
        rule.role.is_(None),
        exists().where(RoleGrant.person_id == Person.id, RoleGrant.role == rule.role),
    )
    here = or_(Person.left_on.is_(None), Person.left_on >= today)
    return (
        select(Course.title, Person.team_id, state.label("state"), func.count())
        .select_from(Person)
        .join(Course, true())
        .join(rule, rule.course_id == Course.id)
        .outerjoin(newest, and_(newest.c.person_id == Person.id, newest.c.course_id == Course.id))
        .where(here, Person.started_on <= today, asked)
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
