"""A month's draw from 100,000 open cases, against one SQL pass over the same rows."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import aliased

from bench.drawing import CASES, SUPERVISORS, ToDraw, to_draw
from bench.measuring import Call, Found, compare_long
from competency.cases.models import CaseFile
from competency.infra.work import Work
from competency.kernel.actor import SYSTEM
from competency.kernel.clock import system_clock
from competency.people.models import Person, PracticeArea, Region, SupervisionLine, Team
from competency.reviews.service.drawing import draw_month

LIMIT = 3.0
SEED = 20_261_122
MONTH = date(2030, 1, 1)  # that the demonstration has not drawn
QUOTA = 4


def draw() -> Iterator[Found]:
    """Measure the whole draw, from the register to the stored reviews, which are rolled back."""
    here = to_draw()
    times = compare_long(_floor(here), _product(here))
    what = (
        f"drawing for {SUPERVISORS} supervisors from {CASES:,} open cases and storing it to one "
        f"SQL pass over the same rows: {times.words}"
    )
    yield Found("reviews_draw", times.ratio, LIMIT, what)


def _product(here: ToDraw) -> Call:
    database = here.product.extensions["database"]

    def draw() -> None:
        with database.writing() as session:
            work = Work(actor=SYSTEM, now=system_clock(), session=session)
            made = draw_month(work, MONTH, seed=SEED).draw
            session.rollback()
        if len(made.first) != QUOTA * SUPERVISORS or sum(made.eligible.values()) != CASES:
            raise RuntimeError(f"{len(made.first)} cases were drawn of {made.eligible}")

    return draw


def _floor(here: ToDraw) -> Call:
    database = here.product.extensions["database"]
    chief = aliased(Person)
    rows = (
        select(
            CaseFile.reference,
            Person.staff_number,
            chief.staff_number,
            Region.name,
            PracticeArea.name,
        )
        .join(Person, Person.id == CaseFile.key_worker_id)
        .join(SupervisionLine, SupervisionLine.supervisee_id == Person.id)
        .join(chief, chief.id == SupervisionLine.supervisor_id)
        .join(Team, Team.id == CaseFile.team_id)
        .join(Region, Region.id == Team.region_id)
        .join(PracticeArea, PracticeArea.id == CaseFile.practice_area_id)
        .where(CaseFile.ended_on.is_(None))
    )

    def read() -> None:
        with database.reading() as session:
            found = session.execute(rows).all()
        if len(found) != CASES:
            raise RuntimeError(f"the pass found {len(found)} cases, not {CASES}")

    return read
