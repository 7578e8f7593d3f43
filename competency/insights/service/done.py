"""What somebody did and agreed to do about some strands: evidence, objectives, actions, courses."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Row

from competency.assessments.domain.objectives import Ending as ObjectiveEnding
from competency.coaching.domain.measures import Measure, MeasureKind, MonthCount
from competency.coaching.service import effect
from competency.insights.queries.practice import ACTION, COMPLETION, EVIDENCE
from competency.kernel.values import Value


class Course(NamedTuple):
    """A course that was completed, and until when that holds where it is said."""

    title: str
    completed_on: date
    expires_on: date | None


class Planned(Value):
    """An action or an objective: what, by when, how it ended; `effect` is what came after it."""

    id: int
    words: str
    strand: str
    due_on: date
    ending: str
    measure: Measure | None = None
    effect: str = ""

    @property
    def is_open(self) -> bool:
        """Return whether it is not closed out yet."""
        return not self.ending


class Done(Value):
    """The rows of one question (insights/queries/practice.py `done`), each where it belongs."""

    entries: Sequence[Row[Any]]
    actions: Sequence[Planned]
    courses: Sequence[Course]


class _Held(NamedTuple):
    agreed_on: date
    due_on: date
    ending: str | None
    ended_on: date | None


def sorted_out(
    rows: Iterable[Row[Any]], months: Mapping[Measure, Sequence[MonthCount]], today: date
) -> Done:
    """Return the rows as evidence, actions and courses; of each course only the newest time.

    `months` are the figures that the page has; an action that names another measure says nothing
    of what came after it here, and its own page does.
    """
    entries: list[Row[Any]] = []
    actions: list[Planned] = []
    courses: dict[str, Course] = {}
    for row in rows:
        if row.kind == EVIDENCE:
            entries.append(row)
        elif row.kind == ACTION:
            actions.append(_action(row, months, today))
        elif row.kind == COMPLETION:
            courses.setdefault(row.words, Course(row.words, row.on, row.ended_on))
    return Done(entries, actions, list(courses.values()))


def objective_of(row: Any) -> Planned:
    """Return the objective of one row of the cycles."""
    ending = ObjectiveEnding(row.answer).value if row.answer else ""
    return Planned(row.seq, row.comment, row.code, date.fromisoformat(row.given_on), ending)


def _action(row: Row[Any], months: Mapping[Measure, Sequence[MonthCount]], today: date) -> Planned:
    measure = Measure(MeasureKind(row.measure_kind), row.measure_code) if row.measure_kind else None
    said = ""
    if measure is not None and measure in months:
        held = _Held(row.agreed_on, row.on, row.state or None, row.ended_on)
        said = effect.sentence_of(held, measure, months[measure], today)
    return Planned(row.id, row.words, row.strand or "", row.on, row.state or "", measure, said)
