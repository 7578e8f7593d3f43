"""What in the figures of some strands is worth a conversation, by the same rules as everywhere.

The figures are those that the page has read already: the same facts give the same signals, so a
page of a strand says what the page of signals says.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row

from competency.assessments.domain.agenda import Outcome
from competency.assessments.domain.marks import Hand, Mark
from competency.coaching.domain.crosswalk import Crosswalk
from competency.coaching.domain.signals.facts import Facts
from competency.coaching.domain.signals.responding import Standing, standings
from competency.coaching.queries.signals import responses
from competency.coaching.service.signals import judged
from competency.infra.work import Work
from competency.insights.domain.practice import Answer, ClockCount
from competency.insights.service.said import Cycle
from competency.people.service import crowds

SECTION = "section:"  # what a signal about a whole section is about


class _Month(NamedTuple):
    standard: str
    month: date
    adjusted_k: int
    adjusted_n: int


class _Position(NamedTuple):
    practice_area_id: int
    framework_id: str
    strand: str
    own: int | None
    supervisor: int | None
    agreed: int | None
    cycle_on: date


class _Evidence(NamedTuple):
    practice_area_id: int | None
    framework_id: str
    strand: str
    entries: int
    best: str
    newest_on: date


def facts_of(
    person_id: int,
    framework_id: str,
    counts: Iterable[ClockCount],
    answers: Iterable[Answer],
    cycles: Sequence[Cycle],
    entries: Iterable[Row[Any]],
) -> Facts:
    """Return what a page knows of some strands, as the rules of signals take it."""
    return Facts(
        person_id,
        clocks=list(_months(counts)),
        answers=list(answers),
        positions=list(_positions(framework_id, cycles)),
        evidence=[
            _Evidence(row.area_id, framework_id, row.strand, 1, row.level, row.on)
            for row in entries
        ],
    )


def worth_a_talk(
    work: Work, facts: Facts, walk: Crosswalk, strands: Sequence[str], *, whole_section: bool
) -> list[Standing]:
    """Return the signals about these strands as they stand today, the strongest first.

    Those about a section as a whole only where all its strands are known. One statement, for what
    was said of them. Nothing about somebody who has left: the caller asks for nobody then.
    """
    found = [
        one
        for one in judged(facts, walk, work.today)
        if set(strands).intersection(one.strands)
        and (whole_section or not one.subject.startswith(SECTION))
    ]
    said = responses(work.session, crowds.just(facts.person_id)).get(facts.person_id, [])
    return standings(found, said, work.today)


def _months(counts: Iterable[ClockCount]) -> Iterator[_Month]:
    sums: dict[tuple[str, date], list[int]] = defaultdict(lambda: [0, 0])
    for one in counts:
        sums[one.standard, one.month][0] += one.adjusted_k
        sums[one.standard, one.month][1] += one.adjusted_n
    for (standard, month), (k, n) in sums.items():
        yield _Month(standard, month, k, n)


def _positions(framework_id: str, cycles: Sequence[Cycle]) -> Iterator[_Position]:
    newest = next((one for one in cycles if one.is_revealed), None)
    if newest is None:
        return
    own, supervisor = (newest.marks.get(hand, {}) for hand in Hand)
    agreed = {s: a.mark for s, a in newest.agreed.items() if a.outcome is Outcome.AGREED}
    for strand in sorted({*own, *supervisor, *agreed}):
        mine, theirs, both = (_position(marks, strand) for marks in (own, supervisor, agreed))
        if (mine, theirs, both) != (None, None, None):
            yield _Position(
                newest.area_id, framework_id, strand, mine, theirs, both, newest.started_on
            )


def _position(marks: Mapping[str, Mark], strand: str) -> int | None:
    return marks[strand].position if strand in marks else None
