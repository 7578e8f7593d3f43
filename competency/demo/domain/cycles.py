"""Which appraisals there are: signed ones of the years before, and one in every state now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random

from competency.demo.domain.cast import YEAR, Cast, Member
from competency.demo.domain.chance import at_work, stream

DUE_AFTER = timedelta(days=70)
SOONEST = timedelta(days=30)  # nobody is appraised before they have been here for so long


class Stage(StrEnum):
    """How far an appraisal has come."""

    BARELY_BEGUN = "barely_begun"
    HALF_RATED = "half_rated"
    SELF_SUBMITTED = "self_submitted"
    SUPERVISOR_SUBMITTED = "supervisor_submitted"
    REVEALED = "revealed"
    PARTLY_AGREED = "partly_agreed"
    AGREED = "agreed"
    SIGNED_BY_ONE = "signed_by_one"
    SIGNED = "signed"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"  # a signed one, and a revision of it that is being talked about


# The stage, how many days ago such an appraisal began at the least, and its share among those
# who come after the first of each.
STAGES = (
    (Stage.BARELY_BEGUN, 6, 12),
    (Stage.HALF_RATED, 14, 14),
    (Stage.REVEALED, 28, 8),
    (Stage.SELF_SUBMITTED, 26, 8),
    (Stage.SUPERVISOR_SUBMITTED, 28, 6),
    (Stage.PARTLY_AGREED, 33, 6),
    (Stage.AGREED, 36, 5),
    (Stage.SIGNED_BY_ONE, 39, 4),
    (Stage.SIGNED, 42, 33),
    (Stage.REOPENED, 60, 1),
    (Stage.WITHDRAWN, 45, 3),
)
BEGAN = {stage: days for stage, days, _share in STAGES}
CLOSED = (Stage.AGREED, Stage.SIGNED_BY_ONE, Stage.SIGNED)  # the talk is finished
SHOWN = (Stage.REVEALED, Stage.PARTLY_AGREED, Stage.REOPENED, *CLOSED)  # both have submitted


@dataclass(slots=True)
class Cycle:
    """One appraisal of a person in a practice area; `before` is the signed one it follows."""

    id: int
    person: Member
    practice_area: int
    supervisor: Member | None
    title: str
    started_on: date
    stage: Stage
    before: "Cycle | None" = None
    revises: "Cycle | None" = None

    @property
    def due_on(self) -> date | None:
        """Return by when it should be signed; a revision has no such day."""
        return None if self.revises else self.started_on + DUE_AFTER

    def moment(self, chance: Random, days: int) -> datetime:
        """Return a moment in working hours, so many days after the start, or the Friday before."""
        day = self.started_on + timedelta(days=days)
        return at_work(chance, day - timedelta(days=max(0, day.weekday() - 4)))


def cycles(found: Cast, seed: int, as_of: date) -> list[Cycle]:
    """Return all appraisals in the order of their numbers; the first team shows every stage."""
    chance = stream(seed, "cycles")
    made: list[Cycle] = []
    stages = _stages(chance)
    for person, area in _in_practice(found):
        is_second = area != person.practice_areas[0]
        last = None
        for years in (1,) if is_second else (2, 1):
            begin = as_of - timedelta(days=years * YEAR + chance.randint(45, 75))
            if begin - SOONEST >= person.started_on and not _has_left(person, begin):
                last = _add(made, person, area, begin, Stage.SIGNED, last)
        if person.left_on is None:
            stage = Stage.SELF_SUBMITTED if person is found.lone else next(stages)
            _add_present(made, person, area, stage, last, chance, as_of)
    for cycle in made:
        if cycle.person is found.lone and cycle.stage is not Stage.SIGNED:
            cycle.supervisor = found.outside_rater
    return made


def _in_practice(found: Cast) -> Iterator[tuple[Member, int]]:
    """Yield each person with each practice area; the first team comes first."""
    first = {id(member) for member in found.first_team}
    ordered = sorted(found.members, key=lambda member: id(member) not in first)
    for turn in range(2):  # everybody's own area, then the second areas
        for member in ordered:
            if len(member.practice_areas) > turn:
                yield member, member.practice_areas[turn]


def _stages(chance: Random) -> Iterator[Stage]:
    """Yield each stage once, then by its share."""
    names, shares = [s for s, _d, _w in STAGES], [w for _s, _d, w in STAGES]
    yield from names
    while True:
        yield chance.choices(names, shares)[0]


def _add_present(
    made: list[Cycle],
    person: Member,
    area: int,
    stage: Stage,
    last: Cycle | None,
    chance: Random,
    as_of: date,
) -> None:
    """Add this year's appraisal; for a reopened one, the signed one and its revision."""
    began = as_of - timedelta(days=BEGAN[stage] + chance.randint(0, 3 + BEGAN[stage] // 6))
    if stage is not Stage.REOPENED:
        _add(made, person, area, began, stage, last)
        return
    signed = _add(made, person, area, began, Stage.SIGNED, last)
    revision = _add(made, person, area, as_of - timedelta(days=5), stage, last)
    revision.title, revision.revises = signed.title, signed


def _add(
    made: list[Cycle], person: Member, area: int, began: date, stage: Stage, last: Cycle | None
) -> Cycle:
    title = f"Appraisal {began.year}"
    supervisor = person.supervisor_on(began)
    cycle = Cycle(len(made) + 1, person, area, supervisor, title, began, stage, last)
    made.append(cycle)
    return cycle


def _has_left(person: Member, day: date) -> bool:
    return person.left_on is not None and day + DUE_AFTER > person.left_on


def in_order(made: Sequence[Cycle]) -> Iterator[list[Cycle]]:
    """Yield the appraisals that follow one another, so one list a person and practice area."""
    chains: dict[tuple[int, int], list[Cycle]] = {}
    for cycle in made:
        chains.setdefault((cycle.person.id, cycle.practice_area), []).append(cycle)
    yield from chains.values()
