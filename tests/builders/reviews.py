"""Two regions with people and open cases, the draw of a month, and reviews in any state."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from competency.cases.models import CaseAssignment, CaseFile
from competency.kernel.actor import Role
from competency.people.models import (
    Organisation,
    Person,
    PersonPracticeArea,
    PracticeArea,
    Region,
    RoleGrant,
    SupervisionLine,
    Team,
)
from competency.reviews.domain.levels import Level, State
from competency.reviews.models import Review
from competency.reviews.service import drawing
from competency.reviews.service.sheets import Chosen
from tests.builders.cases import a_member, on_day
from tests.builders.stage import LONG_AGO, Stage, a_line
from tests.support.replay import kept

MAY = date(2026, 5, 1)
DRAWN_ON = date(2026, 5, 4)
SEED = 2026
LINES = (
    ("supervisor", "worker"),
    ("supervisor", "second worker"),
    ("other supervisor", "other worker"),
    ("far supervisor", "far worker"),
    ("manager", "supervisor"),
)


@dataclass
class Department:
    """Everybody of the permission table, by name, and the open cases by reference.

    North: "supervisor" with "worker" and "second worker" in the team Quayside; "other
    supervisor" with "other worker" in Hillside. South: "far supervisor" with "far worker".
    """

    people: dict[str, Person]
    north: Region
    south: Region
    area: PracticeArea
    other_area: PracticeArea
    quayside: Team
    hillside: Team
    harbour: Team
    lines: list[SupervisionLine]
    cases: dict[str, CaseFile] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Person:
        """Return a person by what they are."""
        return self.people[name]


@kept
def a_department(stage: Stage, *, cases: int = 6) -> Department:
    """Two regions, three teams and so many open cases with each of the four workers."""
    stage.save(Organisation(name="Larkfield Case Management"))
    north, south = stage.save(Region(name="North"), Region(name="South"))
    quay, hill, harbour = stage.save(
        Team(name="Quayside", region_id=north.id),
        Team(name="Hillside", region_id=north.id),
        Team(name="Harbour", region_id=south.id),
    )
    area, other = stage.save(PracticeArea(name="Substance misuse"), PracticeArea(name="Housing"))
    people = _people(stage, quay, hill, harbour)
    lines = [a_line(stage, people[chief], people[below]) for chief, below in LINES]
    made = Department(people, north, south, area, other, quay, hill, harbour, lines)
    _roles(stage, made)
    for name, prefix, team in (
        ("worker", "Q1", quay),
        ("second worker", "Q2", quay),
        ("other worker", "H1", hill),
        ("far worker", "S1", harbour),
    ):
        add_cases(stage, made, people[name], team, [f"{prefix}-{n:02}" for n in range(cases)])
    return made


def add_cases(
    stage: Stage,
    made: Department,
    worker: Person,
    team: Team,
    references: Sequence[str],
    area: PracticeArea | None = None,
) -> list[CaseFile]:
    """Open cases with these references that the worker has held since long ago."""
    rows = [
        CaseFile(
            reference=reference,
            practice_area_id=(area or made.area).id,
            team_id=team.id,
            key_worker_id=worker.id,
            protocol_id="case-management-protocol",
            protocol_version="1.0",
        )
        for reference in references
    ]
    if rows:
        stage.save(*rows)
        stage.save(
            *(
                CaseAssignment(
                    case_id=row.id,
                    seq=1,
                    person_id=worker.id,
                    team_id=team.id,
                    from_on=LONG_AGO,
                    at=stage.clock(),
                )
                for row in rows
            )
        )
    made.cases |= {row.reference: row for row in rows}
    return rows


@kept
def a_draw(
    stage: Stage, month: date = MAY, *, on: date | None = None, seed: int = SEED
) -> drawing.Result:
    """The draw of a month, by the system, on its fourth day unless said."""
    day = on or month.replace(day=4)
    return on_day(stage, day).do(None, lambda w: drawing.draw_month(w, month, seed=seed))


def reviews_of(stage: Stage, **wanted: Any) -> list[Review]:
    """The reviews that fit, by number: `reviews_of(stage, level="first", supervisor_id=3)`."""
    with stage.database.reading() as session:
        found = session.scalars(select(Review).filter_by(**wanted).order_by(Review.id)).all()
        session.expunge_all()
    return list(found)


def the_four(stage: Stage, supervisor: Person) -> list[Review]:
    """The first-level reviews of a supervisor that have not been substituted."""
    found = reviews_of(stage, level=Level.FIRST.value, supervisor_id=supervisor.id)
    return [one for one in found if one.state != State.SUBSTITUTED.value]


def a_review(
    stage: Stage,
    made: Department,
    state: State = State.DRAWN,
    *,
    level: Level = Level.FIRST,
    whose: str = "supervisor",
    reviewer: str = "",
    at: datetime | None = None,
) -> Review:
    """One review of the May draw in this state, past all rules; the draw is made where it is not.

    It is the first of the supervisor's four, or that one's second level; `reviewer` names who
    has it, by default the supervisor, at the second level the specialist.
    """
    if not reviews_of(stage):
        a_draw(stage)
    found = reviews_of(stage, level=level.value, supervisor_id=made[whose].id)[0]
    default = whose if level is Level.FIRST else "specialist"
    then = at or stage.clock()
    begun = state in (State.STARTED, State.SUBMITTED)
    changed = {
        "state": state.value,
        "reviewer_id": made[reviewer or default].id,
        "elements": Chosen().as_text() if begun else "",
        "started_at": then if begun else None,
        "submitted_at": then if state is State.SUBMITTED else None,
    }
    set_past_the_rules(stage, found.id, **changed)
    return reviews_of(stage, id=found.id)[0]


def set_past_the_rules(stage: Stage, review_id: int, **changed: Any) -> None:
    """Write these values of a review as no rule would let anybody do."""
    with stage.database.aside() as session:
        session.execute(
            update(Review)
            .where(Review.id == review_id)
            .values(**changed)
            .execution_options(synchronize_session=False)
        )
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it


def _people(stage: Stage, quay: Team, hill: Team, harbour: Team) -> dict[str, Person]:
    return {
        "worker": a_member(stage, "Kit Worker", quay, Role.CASE_MANAGER),
        "second worker": a_member(stage, "Wes Second", quay, Role.CASE_MANAGER),
        "other worker": a_member(stage, "Oz Other", hill, Role.CASE_MANAGER),
        "far worker": a_member(stage, "Fay Worker", harbour, Role.CASE_MANAGER),
        "supervisor": a_member(stage, "Sue Visor", quay, Role.SUPERVISOR),
        "other supervisor": a_member(stage, "Ola Visor", hill, Role.SUPERVISOR),
        "far supervisor": a_member(stage, "Fin Visor", harbour, Role.SUPERVISOR),
        "manager": a_member(stage, "Mo Ager", None, Role.MANAGER),
        "peer": a_member(stage, "Pia Peer", hill, Role.PEER_REVIEWER),
        "far peer": a_member(stage, "Fred Peer", harbour, Role.PEER_REVIEWER),
        "other peer": a_member(stage, "Olga Peer", quay, Role.PEER_REVIEWER),
        "specialist": a_member(stage, "Quin North", None),
        "second specialist": a_member(stage, "Quen North", None),
        "far specialist": a_member(stage, "Quin South", None),
        "leadership": a_member(stage, "Lee North", None),
        "far leadership": a_member(stage, "Lee South", None),
        "central": a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE),
        "administrator": a_member(stage, "Adi Stone", None, Role.ADMINISTRATOR),
        "auditor": a_member(stage, "Aud Itor", None, Role.AUDITOR),
        "training lead": a_member(stage, "Tess Lead", None, Role.TRAINING_LEAD),
    }


def _roles(stage: Stage, made: Department) -> None:
    """Grant the roles that reach one region; the peers know one programme each."""
    specialist, leadership = Role.QUALITY_SPECIALIST, Role.REGIONAL_LEADERSHIP
    stage.save(
        *(
            RoleGrant(
                person_id=made[name].id,
                role=role.value,
                scope="region",
                scope_id=region.id,
                starts_on=LONG_AGO,
            )
            for name, role, region in (
                ("specialist", specialist, made.north),
                ("second specialist", specialist, made.north),
                ("far specialist", specialist, made.south),
                ("leadership", leadership, made.north),
                ("far leadership", leadership, made.south),
            )
        ),
        *(
            PersonPracticeArea(person_id=made[name].id, practice_area_id=area.id)
            for name, area in (
                ("peer", made.area),
                ("far peer", made.area),
                ("other peer", made.other_area),
            )
        ),
    )
