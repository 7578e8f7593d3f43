"""Everybody's standing on a day, from the rules and all that was done; computed on each read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement

from competency.infra.work import Work
from competency.kernel.authz import Action
from competency.kernel.values import Value
from competency.people.service import access, staff
from competency.people.service.staff import Colleague, Holding
from competency.training.domain.requirements import Requirement, Who
from competency.training.domain.state import (
    NOT_REQUIRED,
    Applied,
    Completion,
    Exemption,
    Refresher,
    Standing,
    standing,
)
from competency.training.queries import histories, rules
from competency.training.queries.histories import Key, Whose
from competency.training.queries.rules import CourseRow

NOTHING: tuple[()] = ()


class Board(Value):
    """All that decides the standings of some people."""

    people: list[Colleague]
    courses: list[CourseRow]
    requirements: list[Requirement]
    holdings: Mapping[int, Sequence[Holding]]
    completions: Mapping[Key, Sequence[Completion]]
    exemptions: Mapping[Key, Sequence[Exemption]]
    refreshers: Mapping[Key, Sequence[Refresher]]

    def with_requirements(self, wanted: list[Requirement]) -> "Board":
        """Return the same people and histories under other rules."""
        return Board(
            self.people,
            self.courses,
            wanted,
            self.holdings,
            self.completions,
            self.exemptions,
            self.refreshers,
        )

    def each(self, on: date) -> Iterator[tuple[Colleague, CourseRow, Standing]]:
        """Return everybody's standing with every course on the day, course by course.

        Who is not required is left out, and who is not here on the day.
        """
        here = [one for one in self.people if is_here(one, on)]
        for course in self.courses:
            asked = [r for r in self.requirements if r.course_id == course.id]
            for one in here:
                found = self.one(one, course.id, asked, on)
                if found is not NOT_REQUIRED:
                    yield one, course, found

    def one(
        self, person: Colleague, course_id: int, asked: Iterable[Requirement], on: date
    ) -> Standing:
        """Return one person's standing with a course under the rules about it."""
        key = (person.id, course_id)
        held = self.holdings.get(person.id, NOTHING)
        return standing(
            [a for r in asked if (a := applied(r, person, held, on)) is not None],
            self.completions.get(key, NOTHING),
            on,
            exemptions=self.exemptions.get(key, NOTHING),
            refreshers=self.refreshers.get(key, NOTHING),
        )


def is_here(person: Colleague, on: date) -> bool:
    """Return whether the person works here on the day."""
    return person.started_on <= on and (person.left_on is None or person.left_on >= on)


def applied(
    requirement: Requirement, person: Colleague, held: Sequence[Holding], on: date
) -> Applied | None:
    """Return the rule with the day from which it applies to the person, or None where it does not.

    That is the appointment, or later the first day of the role or of the rule itself. A team's
    rule applies to those in it now; there is no record of who was in it before.
    """
    since = person.started_on
    if requirement.who is Who.TEAM and person.team_id != requirement.team_id:
        return None
    if requirement.who is Who.ROLE:
        begun = next(
            (
                h.starts_on
                for h in held
                if h.role == requirement.role
                and h.starts_on <= on
                and (h.ends_on is None or h.ends_on >= on)
            ),
            None,
        )
        if begun is None:
            return None
        since = max(since, begun)
    if requirement.applies_from is not None:
        since = max(since, requirement.applies_from)
    return Applied(requirement.rule, since)


def whose(work: Work, action: Action | None) -> Whose:
    """Return what keeps a person column to the action's scope; without one, to everybody."""
    if action is None:
        return histories.everyone

    def within(person: ColumnElement[int]) -> ColumnElement[bool]:
        return access.scope(work.actor, work.today, action, person)

    return within


def load(
    work: Work,
    action: Action | None,
    *,
    person_id: int | None = None,
    course_ids: Collection[int] | None = None,
    here_since: date | None = None,
    requirements: list[Requirement] | None = None,
) -> Board:
    """Return what decides the standings of those in the action's scope, in seven statements.

    Without an action it is everybody: for the system's own work and for counts without names.
    A caller who has read the requirements in force hands them in.
    """
    mine = _only(person_id) if person_id is not None else whose(work, action)
    session = work.session
    if requirements is None:
        requirements = [kept.requirement for kept in rules.requirements(session)]
    return Board(
        people=staff.colleagues(
            work,
            action,
            here_since=here_since or work.today,
            person_ids=None if person_id is None else [person_id],
        ),
        courses=[c for c in rules.courses(session) if course_ids is None or c.id in course_ids],
        requirements=requirements,
        holdings=by_person(staff.holdings(work, {r.role for r in requirements if r.role})),
        completions=histories.completions(session, mine, course_ids=course_ids),
        exemptions=histories.exemptions(session, mine, course_ids=course_ids),
        refreshers=histories.refreshers(session, mine, course_ids=course_ids),
    )


def _only(person_id: int) -> Whose:
    return lambda person: person == person_id


def by_person(held: Iterable[Holding]) -> dict[int, list[Holding]]:
    """Return who holds what, by person."""
    found: dict[int, list[Holding]] = defaultdict(list)
    for one in held:
        found[one.person_id].append(one)
    return found
