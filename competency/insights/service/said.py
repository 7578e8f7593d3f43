"""What was said of somebody's practice over the cycles, as far as its reader may see it yet."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from competency.assessments import queries as appraisals
from competency.assessments.domain import state
from competency.assessments.domain.agenda import Agreement
from competency.assessments.domain.marks import Hand, Mark
from competency.assessments.domain.state import State
from competency.assessments.queries import GivenMark
from competency.assessments.service import confirming
from competency.frameworks import service as frameworks
from competency.insights.queries.practice import AGREED, LEVEL, OBJECTIVE
from competency.insights.service.done import Planned, objective_of
from competency.kernel.values import Value, field

HANDS = {hand.value: hand for hand in Hand}


class Cycle(Value, kw_only=True):
    """One appraisal as one reader may see it: the marks of each hand, what was agreed, in words.

    A hand that is absent is not the reader's to see yet. `on` is the day of the last signature,
    of a running appraisal the day on which it began. `part` is the reader's own hand, if any.
    """

    appraisal_id: int
    area_id: int
    title: str
    revision: int
    framework_version: str
    state: State
    on: date
    started_on: date
    part: Hand | None
    is_submitted: bool
    marks: Mapping[Hand, Mapping[str, Mark]]
    agreed: Mapping[str, Agreement] = field(default_factory=dict)
    levels: Mapping[str, str] = field(default_factory=dict)
    objectives: Sequence[Planned] = ()

    @property
    def is_signed(self) -> bool:
        """Return whether it is signed and never changes again."""
        return self.state is State.SIGNED

    @property
    def is_revealed(self) -> bool:
        """Return whether both ratings are submitted, so that what was agreed can be shown."""
        return self.state not in state.RATING

    @property
    def may_cite(self) -> bool:
        """Return whether the reader's own rating in it is still open to be written in."""
        return self.part is not None and not self.is_submitted and not self.is_revealed


def cycles_of(rows: Sequence[Any], reader_id: int | None) -> list[Cycle]:
    """Return the cycles of these rows (insights/queries/practice.py), in their order."""
    return [_cycle(list(group), reader_id) for _, group in groupby(rows, key=attrgetter("id"))]


def _cycle(rows: list[Any], reader_id: int | None) -> Cycle:
    head = rows[0]
    facts = appraisals.facts_of(head, 0)
    part = _part(head, reader_id)
    both = state.sees_other(facts, open_ratings=head.open_ratings and part is not None)
    is_revealed = bool(facts.self_submitted_at and facts.supervisor_submitted_at)
    raters = {
        Hand.SELF: head.person_id,
        Hand.SUPERVISOR: head.supervisor_submitted_by_id or head.supervisor_id,
    }
    given: dict[Hand, dict[str, GivenMark]] = {h: {} for h in Hand if both or h is part}
    agreed: dict[str, Agreement] = {}
    levels: dict[str, str] = {}
    objectives: list[Planned] = []
    for row in rows:  # the last save of each strand counts
        hand = HANDS.get(row.hand)
        if hand in given and row.rater_id == raters[hand]:
            given[hand][row.code] = _given(row)
        elif row.hand == AGREED and is_revealed:
            agreed[row.code] = _agreement(row)
        elif row.hand == LEVEL and is_revealed:
            levels[row.code] = row.comment
        elif row.hand == OBJECTIVE and is_revealed:
            objectives.append(objective_of(row))
    return Cycle(
        appraisal_id=head.id,
        area_id=head.practice_area_id,
        title=head.title,
        revision=head.revision,
        framework_version=head.framework_version,
        state=state.state_of(facts),
        on=head.sealed_at.date() if head.sealed_at else head.started_on,
        started_on=head.started_on,
        part=part,
        is_submitted=part is not None and facts.submitted_at(part) is not None,
        marks={hand: _standing(head, marks) for hand, marks in given.items()},
        agreed=agreed,
        levels=levels,
        objectives=objectives,
    )


def _part(head: Any, reader_id: int | None) -> Hand | None:
    if reader_id == head.person_id:
        return Hand.SELF
    return Hand.SUPERVISOR if reader_id == head.supervisor_id else None


def _given(row: Any) -> GivenMark:
    answer = appraisals.ANSWERS[row.answer]
    mark = Mark(answer, row.position, row.reason, row.comment, row.seq)
    return GivenMark(mark, row.at, row.given_on)


def _agreement(row: Any) -> Agreement:
    mark = Mark(appraisals.ANSWERS[row.answer], row.position, row.reason)
    return Agreement(appraisals.OUTCOMES[row.given_on], mark, row.comment, "", "", row.seq)


def _standing(head: Any, given: Mapping[str, GivenMark]) -> Mapping[str, Mark]:
    """Return the marks that count, without those that a newer wording asks to confirm."""
    framework = frameworks.get_framework(head.framework_id, head.framework_version)
    return confirming.standing(framework, head.framework_version, given)
