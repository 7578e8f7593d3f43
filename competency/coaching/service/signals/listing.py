"""Signals for those who may see them: one person's, and the strongest of those one supervises."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from competency.coaching import permissions
from competency.coaching.domain.signals import Signal, in_order
from competency.coaching.domain.signals.responding import Response, Standing, standings
from competency.coaching.queries import signals as queries
from competency.coaching.service import crosswalk
from competency.coaching.service.signals.evaluating import evaluate, evaluate_line
from competency.infra.work import Work
from competency.kernel.errors import NotFound
from competency.kernel.values import replace
from competency.people.service import crowds, lookup

NOT_FOUND = "There is no such page, or it is not yours to see."


class Told(NamedTuple):
    """A signal in a list of several people: whom it is about, by which rule, and its sentence."""

    person_id: int
    name: str
    code: str
    title: str
    sentence: str


class PersonSignals(NamedTuple):
    """One person's signals: to talk about, strengths, and those that were spoken of already.

    Each list has the strongest first. `areas` are the names of the practice areas they are about.
    """

    person_id: int
    name: str
    to_discuss: list[Standing]
    strengths: list[Standing]
    kept: list[Standing]
    areas: dict[int, str]

    def find(self, key: str) -> Standing | None:
        """Return the signal with the key as it is written in forms, None where it is no more."""
        each = (*self.to_discuss, *self.strengths, *self.kept)
        return next((one for one in each if str(one.signal.key) == key), None)


def of_person(work: Work, person_id: int) -> PersonSignals:
    """Return one person's signals as they stand today, in at most eight statements.

    For the person and their line, both at the same moment. Raises NotFound for everybody else,
    for a former supervisor, and for everybody once the person has left.
    """
    people = crowds.within(work, permissions.SEE_SIGNALS, person_id)
    found = next(evaluate(work.session, people, work.today, crosswalk.get(work)), None)
    if found is None:
        raise NotFound(NOT_FOUND)
    said = _by_name(work, queries.responses(work.session, people).get(person_id, ()))
    each = standings(found.signals, said, work.today)
    with_area = any(one.signal.practice_area_id for one in each)
    return PersonSignals(
        person_id=person_id,
        name=found.name,
        to_discuss=[one for one in each if one.is_new and not one.signal.is_strength],
        strengths=[one for one in each if one.is_new and one.signal.is_strength],
        kept=[one for one in each if not one.is_new],
        areas=lookup.practice_area_names(work.session) if with_area else {},
    )


def worth_a_talk(work: Work, person_id: int, practice_area_id: int | None = None) -> list[Signal]:
    """Return what nobody has talked about yet, strengths too, the strongest first.

    With a practice area: what is about this one or about none. For the agenda of a session;
    nothing for who may not see the person's signals, and nothing once the person has left.
    """
    people = crowds.within(work, permissions.SEE_SIGNALS, person_id)
    found = next(evaluate(work.session, people, work.today, crosswalk.get(work)), None)
    if found is None:
        return []
    said = queries.responses(work.session, people).get(person_id, ())
    return [
        one.signal
        for one in standings(found.signals, said, work.today)
        if one.is_new
        and (practice_area_id is None or one.signal.practice_area_id in (None, practice_area_id))
    ]


def of_people(work: Work, most: int = 5) -> list[Told]:
    """Return the strongest signals of those the actor supervises that nobody has talked about.

    Strengths are not among them. By strength, never by person; two statements, however many
    people. Nothing for who supervises nobody.
    """
    found = list(evaluate_line(work))
    names = {one.person_id: one.name for one in found}
    new = in_order(one for each in found for one in each.signals if not one.is_strength)
    return [
        Told(one.person_id, names[one.person_id], one.code, one.title, one.sentence)
        for one in new[:most]
    ]


def _by_name(work: Work, said: Iterable[Response]) -> Sequence[Response]:
    """Return the responses with the names of those who gave them."""
    each = list(said)
    names = lookup.names(work.session, {one.by_id for one in each}) if each else {}
    return [replace(one, by=names.get(one.by_id, "")) for one in each]
