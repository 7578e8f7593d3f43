"""A learning system's file of 50,000 completions, against reading it and inserting its rows."""

import csv
import hashlib
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice, product

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench.data import MANY
from bench.measuring import Call, Found, compare_long
from bench.stage import Stage, first_with, stage
from competency.infra.work import Work
from competency.kernel.actor import Actor, Grant, Role, ScopeKind
from competency.kernel.clock import system_clock
from competency.people.models import Person
from competency.training.models import COMPLETIONS, Course
from competency.training.service import importing

LIMIT = 5.0
ROWS = 50_000
FIRST = date(2018, 1, 1)  # long before the demonstration's own completions
NAME = "completions.csv"


def completions() -> Iterator[Found]:
    """Measure taking the file in, preview included; both sides roll back what they wrote."""
    here = stage(MANY)
    content = _file(here)
    times = compare_long(_floor(here, content), _product(here, content))
    what = (
        f"{ROWS:,} completions taken in, looked at and checked, to reading the file and one bulk "
        f"insert of its rows: {times.words}"
    )
    yield Found("import_completions", times.ratio, LIMIT, what)


def _product(here: Stage, content: bytes) -> Call:
    database = here.product.extensions["database"]
    grants = frozenset({Grant(Role.TRAINING_LEAD, ScopeKind.EVERYONE, None)})
    actor = Actor(person_id=first_with(here, Role.TRAINING_LEAD), name="Bench", grants=grants)
    sha256 = hashlib.sha256(content).hexdigest()

    def take() -> None:
        with database.writing() as session:
            work = Work(actor=actor, now=system_clock(), session=session)
            done = importing.take(work, io.BytesIO(content), name=NAME, sha256=sha256)
            session.rollback()
        if done.added != ROWS:
            raise RuntimeError(f"{done.added} rows were added, not {ROWS}")

    return take


def _floor(here: Stage, content: bytes) -> Call:
    database = here.product.extensions["database"]
    lead = first_with(here, Role.TRAINING_LEAD)
    with Session(here.engine) as session:
        people = dict(session.execute(select(Person.staff_number, Person.id)).tuples().all())
        courses = dict(session.execute(select(Course.title, Course.id)).tuples().all())

    def read_and_insert() -> None:
        now: datetime = system_clock()
        rows = [
            {
                "person_id": people[row["Employee ID"]],
                "course_id": courses[row["Course name"]],
                "completed_on": date.fromisoformat(row["Completed"]),
                "number": row["Certificate"],
                "status": "verified",
                "source": "import",
                "recorded_by_id": lead,
                "recorded_at": now,
            }
            for row in csv.DictReader(io.StringIO(content.decode()))
        ]
        with database.writing() as session:
            session.execute(insert(COMPLETIONS), rows)
            session.rollback()

    return read_and_insert


def _file(here: Stage) -> bytes:
    """Return the file: every colleague's completions of the first courses, on days of their own."""
    lead = first_with(here, Role.TRAINING_LEAD)
    with Session(here.engine) as session:
        staff = session.scalars(
            select(Person.staff_number).where(
                Person.staff_number.is_not(None), Person.id != lead, Person.left_on.is_(None)
            )
        ).all()
        titles = session.scalars(select(Course.title).order_by(Course.id).limit(5)).all()
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow(("Employee ID", "Course name", "Completed", "Certificate"))
    for number, (week, title, who) in enumerate(islice(product(range(52), titles, staff), ROWS)):
        lines.writerow((who, title, FIRST + timedelta(weeks=week), f"C-{number:06}"))
    return text.getvalue().encode()
