"""How work stands in time, of a team and of everybody: 300,000 cases against 10,000."""

from collections.abc import Iterator
from time import perf_counter

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench.browsing import getter, sign_in
from bench.clocks_kept import FEW_CASES, MANY_CASES, product
from bench.measuring import Call, Found, compare
from bench.on_postgresql import copied
from competency.kernel.actor import Role
from competency.people.models import Person, RoleGrant

TEAM, DASHBOARD = 1.3, 1.5


def pages() -> Iterator[Found]:
    """Measure a team's page for one of the team, and the dashboard of all for central office."""
    times = compare(_team(product(FEW_CASES)), _team(product(MANY_CASES)))
    words = f"among {MANY_CASES:,} cases to among {FEW_CASES:,}: {times.words}"
    yield Found("timeliness_team_page", times.ratio, TEAM, f"a team's page {words}")
    times = compare(_everybody(product(FEW_CASES)), _everybody(product(MANY_CASES)))
    words = f"among {MANY_CASES:,} cases to among {FEW_CASES:,}: {times.words}"
    yield Found("timeliness_dashboard", times.ratio, DASHBOARD, f"twelve months of all {words}")


def on_postgresql() -> Iterator[Found]:
    """Measure the same dashboard on PostgreSQL, in the time until its answer is there."""
    with copied(product(FEW_CASES), product(MANY_CASES)) as (few, many):
        times = compare(_everybody(few), _everybody(many), clock=perf_counter)
    words = f"{times.product:.2f} ms against {times.floor:.2f} ms until it is there"
    what = f"twelve months of all among {MANY_CASES:,} cases to among {FEW_CASES:,}: {words}"
    yield Found("timeliness_dashboard_postgresql", times.ratio, DASHBOARD, what)


def _team(app: Flask) -> Call:
    person_id, team_id = _one(app, Role.CASE_MANAGER)
    return _page(app, person_id, f"?place=team-{team_id}")


def _everybody(app: Flask) -> Call:
    return _page(app, _one(app, Role.CENTRAL_OFFICE)[0], "")


def _page(app: Flask, person_id: int, question: str) -> Call:
    cookie, _token = sign_in(app, person_id)
    page = getter(app, f"/timeliness{question}", cookie)
    status, content = page()
    if b"By the month in which it was due" not in content:
        raise RuntimeError(f"the page of figures ({status}) shows no months")
    return page


def _one(app: Flask, role: Role) -> tuple[int, int | None]:
    """Return the first person in a role, and their team."""
    with Session(app.extensions["database"].engine) as session:
        first = select(func.min(RoleGrant.person_id)).where(RoleGrant.role == role.value)
        person_id = session.scalars(first).one()
        return person_id, session.scalar(select(Person.team_id).where(Person.id == person_id))
