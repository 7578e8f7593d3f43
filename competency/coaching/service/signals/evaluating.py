"""From the facts of all rooms to everybody's signals; nothing is stored and nothing authorised.

All facts come in one statement and what training asks of whom in another, for one person as for
thousands.
"""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import CompoundSelect, Select
from sqlalchemy.orm import Session

from competency.assessments.service import practice as ratings
from competency.cases.service import practice as casework
from competency.coaching import permissions
from competency.coaching.domain.crosswalk import Crosswalk
from competency.coaching.domain.signals import Shape, Signal
from competency.coaching.domain.signals.evaluating import signals_of
from competency.coaching.domain.signals.facts import Facts, FrameworkNames, Names
from competency.coaching.domain.signals.responding import is_new
from competency.coaching.domain.signals.words import month_before, months_back
from competency.coaching.library import load_signal_rules
from competency.coaching.queries import signals as queries
from competency.evidence.service import practice as evidence
from competency.frameworks import service as frameworks
from competency.infra.gathering import Fact, answers, as_one, gather
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.errors import Refused
from competency.people.service import crowds, staff
from competency.people.service.crowds import People
from competency.people.service.staff import Colleague
from competency.reviews.service import practice as reviews
from competency.reviews.service.rules import get_instrument
from competency.timeliness.service.standards import get_chart_rules, get_standards
from competency.training.service import practice as training

Answers = dict[str, list[Fact]]
_KEPT: dict[tuple[str, date, frozenset[Role]], CompoundSelect[Any]] = {}
NO_LINKS = Crosswalk(())


class Evaluated(NamedTuple):
    """One person's signals, the strongest first."""

    person_id: int
    name: str
    signals: list[Signal]


class Looked(NamedTuple):
    """One person in a list of people: how many cases, which courses, what to talk about.

    `courses` are those they are out of time with; strengths are not among the signals.
    """

    person: Colleague
    open_cases: int
    courses: tuple[str, ...]
    to_discuss: list[Signal]


def evaluate(
    session: Session, people: People, today: date, links: Crosswalk
) -> Iterator[Evaluated]:
    """Yield everybody of the set with their signals, by name; in two statements.

    Nothing is authorised here. For very many, ask for a part of them at a time
    (`crowds.between`): the facts of all that are asked for are held together.
    """
    asked = training.load_rules(session)
    found = gather(session, _parts(session, people, asked, today))
    for one, _facts, signals in _evaluated(found, asked, today, links):
        yield Evaluated(one.id, one.name, signals)


def evaluate_line(work: Work) -> Iterator[Evaluated]:
    """Yield those whom the actor supervises with what nobody has talked about, by name.

    In two statements, of which the large one is made once a day. Without the strands that signals
    inform, which only the crosswalk knows.
    """
    asked = training.load_rules(work.session)
    question = _question_of_a_line(work.session, work.today, asked)
    found = answers(work.session, question, {crowds.ASKING: work.actor.person_id})
    for one, _facts, new in _new(found, asked, work.today):
        yield Evaluated(one.id, one.name, new)


def look(session: Session, people: People, today: date) -> Iterator[Looked]:
    """Yield everybody of the set with what nobody has talked about and what else is known, by name.

    In two statements. Nothing is authorised here.
    """
    asked = training.load_rules(session)
    parts = _parts(session, people, asked, today)
    found = gather(session, [*parts, queries.said_part(people)])
    for one, facts, new in _new(found, asked, today):
        courses = tuple(dict.fromkeys(pending.course for pending in facts.pending))
        yield Looked(one, facts.open_cases, courses, [each for each in new if not each.is_strength])


def _new(
    told: Answers, asked: training.Rules, today: date
) -> Iterator[tuple[Colleague, Facts, list[Signal]]]:
    said = queries.read_said(told)
    for one, facts, signals in _evaluated(told, asked, today, NO_LINKS):
        theirs = said.get(one.id, ())
        yield one, facts, [signal for signal in signals if is_new(signal, theirs, today)]


def _question_of_a_line(
    session: Session, today: date, asked: training.Rules
) -> CompoundSelect[Any]:
    """Return what is asked of a line, as it was made for whoever asked first on this day."""
    key = (session.get_bind().dialect.name, today, training.roles_of(asked))
    kept = _KEPT.get(key)
    if kept is None:
        people = crowds.of_whoever_asks(permissions.OWN_LINE, today)
        parts = _parts(session, people, asked, today)
        kept = as_one([*parts, queries.said_part(people)])
        _KEPT.clear()  # yesterday's is not asked again
        _KEPT[key] = kept
    return kept


def _evaluated(
    told: Answers, asked: training.Rules, today: date, links: Crosswalk
) -> Iterator[tuple[Colleague, Facts, list[Signal]]]:
    rules, chart_rules, names = load_signal_rules(), get_chart_rules(), _names(links)
    found = _facts(told, asked, today)
    for person in staff.read_colleagues(told):
        facts = found[person.id]
        yield person, facts, signals_of(facts, rules, chart_rules, names, today)


def evaluate_all(session: Session, today: date, links: Crosswalk) -> Iterator[Evaluated]:
    """Yield everybody who works here with their signals, a hundred people at a time.

    For the system's own work: its memory does not grow with people, its time does, in step.
    """
    for people in crowds.in_turns(session, today):
        yield from evaluate(session, people, today, links)


def judged(facts: Facts, links: Crosswalk, today: date) -> list[Signal]:
    """Return the signals of facts that a page has read already, the strongest first.

    Nothing is authorised here. What the page did not read gives no signal or a wrong one, so that
    it keeps to those about what it did read.
    """
    return signals_of(facts, load_signal_rules(), get_chart_rules(), _names(links), today)


def _parts(
    session: Session, people: People, asked: training.Rules, today: date
) -> list[Select[Any]]:
    rules = load_signal_rules()
    recording = rules.of(Shape.RECORDING)
    months = max((rule.number("months") for rule in recording), default=0)
    items = max(rules.months_of(shape) for shape in (Shape.ITEM_NEEDS, Shape.ITEM_GOOD))
    return [
        *casework.parts(
            session,
            people,
            today,
            clocks_since=month_before(today, rules.chart_months),
            written_since=month_before(today, months),
            more_than_days=min((rule.number("days") for rule in recording), default=0),
        ),
        *reviews.parts(session, people, months_back(today, items)),
        *ratings.parts(people),
        *evidence.parts(people),
        *training.parts(people, asked),
    ]


class _Everybody(dict[int, Facts]):
    """The facts by person; who is asked for has some from then on."""

    def __missing__(self, person_id: int) -> Facts:
        self[person_id] = Facts(person_id)
        return self[person_id]


def _facts(told: Answers, asked: training.Rules, today: date) -> _Everybody:
    found = _Everybody()
    lists = (
        ("clocks", casework.read_clocks(told, today)),
        ("answers", reviews.read(told)),
        ("positions", ratings.read(told)),
        ("evidence", evidence.read(told)),
        ("pending", training.read(told, asked, today)),
        ("written", casework.read_written(told)),
    )
    for name, rows in lists:
        for row in rows:
            getattr(found[row.person_id], name).append(row)
    for held in casework.read_caseloads(told):
        facts = found[held.person_id]
        facts.open_cases = held.open_cases
        facts.least_cases, facts.most_cases = held.least, held.most
    return found


@lru_cache(maxsize=8)
def _names(links: Crosswalk) -> Names:
    standards = get_standards().standards
    kept: dict[tuple[str, str], tuple[str, ...]] = {}

    def strands_of(kind: str, code: str) -> tuple[str, ...]:
        known = kept.get((kind, code))
        if known is None:
            known = kept[kind, code] = tuple(one.strand for one in links.strands_of(kind, code))
        return known

    return Names(
        standards={one.code: f"{one.title} ({one.code})" for one in standards},
        items=_item_title,
        framework=_framework_names,
        strands_of=strands_of,
    )


@lru_cache(maxsize=512)
def _item_title(item: str) -> str:
    try:
        return f"{get_instrument().item(item).title} ({item})"
    except Refused:  # an item of an older instrument
        return item


@lru_cache(maxsize=8)
def _framework_names(framework_id: str) -> FrameworkNames:
    found = frameworks.get_framework(framework_id)
    return FrameworkNames(
        strands={one.code: one.criterion_title for one in found.strands},
        sections={one.code: one.title for one in found.sections},
        section_of={one.code: one.section_code for one in found.strands},
        positions={one.value: one.label for one in found.scale.positions},
    )
