"""A team's dashboard in the large house, against the same rows bare and the small house."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bench import observatory
from bench.browsing import getter, sign_in
from bench.floor_team import bare_team
from bench.measuring import Call, Found, compare
from bench.observatory import LARGE, ONE_LARGE_TEAM, SMALL
from competency.infra import charts
from competency.kernel.actor import Role
from competency.people.models import Person, PersonPracticeArea, RoleGrant, SupervisionLine

FLOOR, GROWTH = 3.0, 1.3
PAGES = (
    ("insights_team_growth", "", "practice"),
    ("insights_casework_growth", "/casework", "work"),
)
Team = tuple[int, int, int]  # supervisor, team, practice area


def team() -> Iterator[Found]:
    """Measure the practice of the largest team, against a bare page with the same rows."""
    app = observatory.product(LARGE)
    found = _teams(app)
    people = max(found)
    supervisor, team_id, area = found[people]
    floor = bare_team(app.extensions["settings"].database_url)
    times = compare(
        getter(floor, f"/board/{supervisor}/{team_id}/{area}"),
        _page(app, found[people], f"?area={area}"),
    )
    what = f"a dashboard of {people[0]} people to the bare page with the same rows: {times.words}"
    yield Found("insights_team", times.ratio, FLOOR, what)


def growth() -> Iterator[Found]:
    """Measure pages of two teams of one size, in the large house and in the small one."""
    large, small = observatory.product(LARGE), observatory.product(ONE_LARGE_TEAM)
    many, few = _teams(large), _teams(small)
    people = max(few.keys() & many.keys())
    for name, page, words in PAGES:
        times = compare(_of(small, few[people], page), _of(large, many[people], page))
        what = (
            f"{words} of a team of {people[1]} among {LARGE.people:,} people and {LARGE.cases:,} "
            f"cases to among {ONE_LARGE_TEAM.people} and {ONE_LARGE_TEAM.cases:,}: {times.words}"
        )
        yield Found(name, times.ratio, GROWTH, what)


def drawing() -> Iterator[Found]:
    """Count how often a chart is drawn, each asked for three times, one at two addresses."""
    app = observatory.product(SMALL)
    found = _teams(app)
    supervisor, team_id, area = found[max(found)]
    cookie, _token = sign_in(app, supervisor)
    begin = f"/dashboards/teams/{team_id}"
    paths = {
        "apart": [f"{begin}/ratings.svg?area={area}", f"{begin}/ratings.svg"],
        "caseload": [f"{begin}/casework/caseload.svg"] * 2,
    }
    renders = 0
    for kind, asked in paths.items():
        with _counting(kind) as drawn:
            for path in [*asked, asked[0]]:
                getter(app, path, cookie)()
        renders = max(renders, len(drawn))
    what = f"{renders} drawings of a chart that was asked for three times"
    yield Found("insights_charts", renders, 1.0, what)


class _counting:
    """Count the drawings of a kind meanwhile, with whatever was kept of them put away first."""

    def __init__(self, kind: str) -> None:
        self.module = import_module(charts.KINDS[kind][0])
        self.real = self.module.draw

    def __enter__(self) -> list[Any]:
        for kept in (observatory.product(SMALL).extensions["settings"].data_dir / "charts").glob(
            "*.svg"
        ):
            kept.unlink()
        drawn: list[Any] = []

        def draw(numbers: Any) -> bytes:
            drawn.append(numbers)
            content: bytes = self.real(numbers)
            return content

        setattr(self.module, "draw", draw)  # noqa: B010  (a module, not an object of ours)
        return drawn

    def __exit__(self, *_: object) -> None:
        setattr(self.module, "draw", self.real)  # noqa: B010


def _of(app: Flask, team: Team, page: str) -> Call:
    return _page(app, team, page or f"?area={team[2]}")


def _page(app: Flask, team: Team, page: str) -> Call:
    supervisor, team_id, _area = team
    cookie, _token = sign_in(app, supervisor)
    return getter(app, f"/dashboards/teams/{team_id}{page}", cookie)


def _teams(app: Flask) -> dict[tuple[int, int], Team]:
    """Return supervisors' own people of one team, by how many work in an area and how many in all.

    Whoever manages too has a longer line, and is left out.
    """
    theirs = (
        SupervisionLine.ends_on.is_(None),
        Person.team_id.is_not(None),
        Person.left_on.is_(None),
        SupervisionLine.supervisor_id.not_in(
            select(RoleGrant.person_id).where(RoleGrant.role == Role.MANAGER.value)
        ),
    )
    groups = (SupervisionLine.supervisor_id, Person.team_id)
    in_team = (
        select(*groups, func.count())
        .join(Person, Person.id == SupervisionLine.supervisee_id)
        .where(*theirs)
        .group_by(*groups)
    )
    area = PersonPracticeArea.practice_area_id
    in_area = (
        select(*groups, area, func.count())
        .join(Person, Person.id == SupervisionLine.supervisee_id)
        .join(PersonPracticeArea, PersonPracticeArea.person_id == Person.id)
        .where(*theirs)
        .group_by(*groups, area)
        .order_by(func.count(), SupervisionLine.supervisor_id)
    )
    with Session(app.extensions["database"].engine) as session:
        people = {(row[0], row[1]): row[2] for row in session.execute(in_team)}
        return {
            (number, people[supervisor, team]): (supervisor, team or 0, area_id)
            for supervisor, team, area_id, number in session.execute(in_area)
        }
