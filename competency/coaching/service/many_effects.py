"""What many actions were followed by: by kind of coaching or by measure, in figures only.

Whoever supervises or manages sees those of the own line, and may open each of them elsewhere;
regional leadership, quality specialists, central office and training leads see those in their
reach, with small groups kept back.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select

from competency.cases.service import practice as casework
from competency.coaching import permissions
from competency.coaching.domain.actions import Ending
from competency.coaching.domain.effect import Word, compare, month_on
from competency.coaching.domain.many_effects import Table, Told, table
from competency.coaching.domain.measures import Measure, MeasureKind
from competency.coaching.library import load_effect_rules, load_supervision_rules
from competency.coaching.models import CoachingAction
from competency.coaching.queries import many_effects as queries
from competency.coaching.service.measuring import words_of
from competency.infra.db import Moment, plain_rows
from competency.infra.work import Work
from competency.kernel.actor import Role
from competency.kernel.authz import Action
from competency.kernel.errors import Forbidden
from competency.kernel.values import Value
from competency.people.service import access
from competency.reviews.service import practice as reviews

ACTION = CoachingAction.__table__.c
ENDED_UNDONE = (Ending.DROPPED.value, Ending.CARRIED_FORWARD.value)
LEADING = (Role.SUPERVISOR, Role.MANAGER)
REACHING = (
    Role.REGIONAL_LEADERSHIP,
    Role.QUALITY_SPECIALIST,
    Role.CENTRAL_OFFICE,
    Role.TRAINING_LEAD,
)

# (k, n) before and after by action.
Counts = Mapping[int, tuple[tuple[int, int], tuple[int, int]]]
NOTHING = (0, 0), (0, 0)


class By(StrEnum):
    """Into what groups the actions are put."""

    KIND = "kind"
    MEASURE = "measure"


class Place(StrEnum):
    """Whose actions are counted: of the actor's own line, or of everybody in their reach."""

    LINE = "line"
    REACH = "reach"


class Asked(Value):
    """What a reader asks for; `place` None is the widest the reader has."""

    by: By = By.KIND
    place: Place | None = None


class Board(Value, kw_only=True):
    """What actions were followed by, since when, and what is to be minded.

    `places` are those the reader can choose from, `place` the one that is shown. `titles` give
    the groups their words.
    """

    by: By
    place: Place
    places: Sequence[Place]
    since: date
    table: Table
    titles: dict[str, str]
    cautions: Sequence[str]


class _Row(NamedTuple):
    """An action as it is counted; `is_open` says that the actor may see it by itself."""

    id: int
    person_id: int
    kind: str
    measure_kind: str
    measure_code: str
    is_open: bool

    @property
    def measure(self) -> Measure:
        return Measure(MeasureKind(self.measure_kind), self.measure_code)


def board(work: Work, asked: Asked) -> Board:
    """Return what the actions of a place were followed by, in at most three statements.

    Of the last months that the data names, those agreed with a measure and neither dropped nor
    carried forward. Raises Forbidden for who has neither a line nor a role that reaches further.
    """
    places = _places(work)
    if not places:
        raise Forbidden("You have no people whose coaching is yours to look at together.")
    place = asked.place if asked.place in places else places[-1]
    rules = load_effect_rules()
    since = month_on(work.today.replace(day=1), -rules.months_of_many)
    wanted = _wanted(work, place, since)
    rows = [_Row(*row) for row in plain_rows(work.session, wanted)]
    words = _words(work, rows, wanted, since)
    told = [
        Told(row.person_id, row.kind if asked.by is By.KIND else str(row.measure), word)
        for row, word in zip(rows, words, strict=True)
    ]
    return Board(
        by=asked.by,
        place=place,
        places=places,
        since=since,
        table=table(told, {row.person_id for row in rows if row.is_open}),
        titles=_titles(asked.by, rows),
        cautions=rules.cautions_of_many,
    )


def _places(work: Work) -> list[Place]:
    """Return what the actor can choose, the widest last."""
    roles = {Place.LINE: LEADING, Place.REACH: REACHING}
    return [place for place in Place if any(work.actor.has(role) for role in roles[place])]


def _scope(work: Work, action: Action) -> ColumnElement[bool]:
    return access.scope(work.actor, work.today, action, ACTION.person_id)


def _wanted(work: Work, place: Place, since: date) -> Select[Any]:
    """Return SQL for the actions of a place, and whether the actor may see each by itself."""
    open_ = _scope(work, permissions.SEE_ACTION)
    is_line = and_(open_, ACTION.person_id != work.actor.person_id)
    within = is_line if place is Place.LINE else _scope(work, permissions.SEE_EFFECTS)
    return (
        select(
            *(ACTION.id, ACTION.person_id, ACTION.kind),
            *(ACTION.measure_kind, ACTION.measure_code, open_),
        )
        .where(
            ACTION.measure_code.is_not(None),
            ACTION.agreed_on >= since,
            or_(ACTION.ending.is_(None), ACTION.ending.not_in(ENDED_UNDONE)),
            within,
        )
        .order_by(ACTION.id)
    )


def _words(work: Work, rows: Sequence[_Row], wanted: Select[Any], since: date) -> Iterator[Word]:
    """Yield what each action was followed by, in order; one statement for each kind of measure."""
    kinds = {row.measure_kind for row in rows}
    counts = {
        kind: _counted(work, MeasureKind(kind), wanted, since) if kind in kinds else {}
        for kind in MeasureKind
    }
    for row in rows:
        before, after = counts[MeasureKind(row.measure_kind)].get(row.id, NOTHING)
        yield _word(row.measure_kind, before, after)


def _counted(work: Work, kind: MeasureKind, wanted: Select[Any], since: date) -> Counts:
    """Return what was counted before and after by action, where anything was."""
    rules = load_effect_rules().of_kind[kind]
    if kind is MeasureKind.TIMELINESS:
        spans = queries.spans(wanted, kind, rules, since, work.today)
        return casework.clocks_around(work.session, spans)
    spans = queries.spans(
        wanted, kind, rules, since, work.today, edge=reviews.begin_of, as_type=Moment()
    )
    return reviews.answers_around(work.session, spans)


def _titles(by: By, rows: Iterable[_Row]) -> dict[str, str]:
    """Return the words of each group by its code."""
    if by is By.MEASURE:
        return {str(measure): words_of(measure) for measure in {row.measure for row in rows}}
    known = load_supervision_rules().coaching
    return {row.kind: known[row.kind].title if row.kind in known else row.kind for row in rows}


@lru_cache(maxsize=4096)
def _word(kind: str, before: tuple[int, int], after: tuple[int, int]) -> Word:
    """Return the word for k of n before and after; most are among few, and each takes a while."""
    return compare(before, after, load_effect_rules().of_kind[MeasureKind(kind)]).word
