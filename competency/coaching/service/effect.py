"""What came after an action: its measure before and after, for those who may see the action.

Nothing is stored: what is shown is counted when somebody asks, so that a clock excused or an
answer put right later shows here too.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Protocol

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from competency.cases.service import practice as casework
from competency.coaching import permissions
from competency.coaching.domain.actions import Ending
from competency.coaching.domain.effect import (
    Effect,
    MeasureRules,
    Span,
    Windows,
    compare,
    held_from,
    month_on,
    sentence,
    sum_of,
    windows,
)
from competency.coaching.domain.measures import Measure, MeasureKind, MonthCount
from competency.coaching.library import load_effect_rules
from competency.coaching.models import CoachingAction
from competency.coaching.service import actions, sources
from competency.coaching.service.measuring import Series, counted, words_of
from competency.coaching.service.sources import StrandName
from competency.infra.work import Work
from competency.kernel.errors import NotFound
from competency.kernel.values import Value
from competency.people.service import access, lookup
from competency.people.service.crowds import People, just
from competency.reviews.service import practice as reviews
from competency.reviews.service.practice import Answered
from competency.timeliness.domain.p_chart import PChart, p_chart
from competency.timeliness.domain.rates import MonthRate
from competency.timeliness.service.standards import get_chart_rules

CHART_MONTHS = 12  # before the month in which the action was agreed
NO_MEASURE = "This action names no measure, so there is nothing to compare."


class Held(Protocol):
    """When an action was agreed, when it is due, and how and when it was closed out."""

    @property
    def agreed_on(self) -> date:
        """Return the day on which it was agreed."""

    @property
    def due_on(self) -> date:
        """Return the day by which it is due."""

    @property
    def ending(self) -> str | None:
        """Return how it was closed out, None while it is open."""

    @property
    def ended_on(self) -> date | None:
        """Return the day on which it was closed out."""


class ActionEffect(Value, kw_only=True):
    """An action with its measure before and after.

    `windows` and `effect` are None for one that was dropped or carried forward: it never took
    hold. `adjusted` leaves out clocks that were excused or stood still, and is None where that
    changes nothing. `months` are all that were counted, oldest first.
    """

    action: CoachingAction
    measure: Measure
    title: str
    rules: MeasureRules
    windows: Windows | None
    effect: Effect | None
    adjusted: Effect | None
    months: Sequence[MonthCount]

    @property
    def sentence(self) -> str:
        """Return what can be said, in one sentence without a full stop."""
        return _said(self.title, self.action.ending, self.effect)

    @property
    def months_after(self) -> int:
        """Return how many months after are over."""
        after = self.windows.after if self.windows else None
        return after.length if after else 0


class Shown(Value, kw_only=True):
    """One action's effect with its chart, whose practice it is about, and what is to be minded.

    `agreed_at` is the place on the chart before which the action was agreed, None where that is
    not on it. `strand` is the one that the action is about, where that still has a page.
    """

    found: ActionEffect
    name: str
    owner: str
    chart: PChart
    agreed_at: int | None
    cautions: Sequence[str]
    strand: StrandName | None


class Behind(Value, kw_only=True):
    """What was counted, one by one: clocks, or answers with their case's reference where open."""

    found: ActionEffect
    name: str
    clocks: Sequence[Row[Any]] = ()
    answers: Sequence[tuple[Answered, str | None]] = ()


def of_action(work: Work, action_id: int) -> Shown:
    """Return what came after an action, in at most eight statements.

    Raises NotFound for an action that the actor may not see, and for one without a measure.
    """
    found = _of_one(work, action_id)
    action = found.action
    names = lookup.names(work.session, [action.person_id, action.owner_id])
    chart = _chart(found, work.today)
    agreed = action.agreed_on.replace(day=1)
    months = [date(one.month.year, one.month.month, 1) for one in chart.points]
    later = [place for place, month in enumerate(months) if month >= agreed]
    return Shown(
        found=found,
        name=names.get(action.person_id, ""),
        owner=names.get(action.owner_id, ""),
        chart=chart,
        agreed_at=later[0] if later else None,
        cautions=cautions(),
        strand=_strand(work, action),
    )


def behind(work: Work, action_id: int) -> Behind:
    """Return one by one what an effect rests on, the latest first.

    Raises NotFound as `of_action` does. A case is named only where the actor may see it.
    """
    found = _of_one(work, action_id)
    person_id = found.action.person_id
    name = lookup.names(work.session, [person_id]).get(person_id, "")
    spans = _spans(found.windows)
    if found.measure.kind is MeasureKind.TIMELINESS:
        days = [(span.first, span.last_day) for span in spans]
        rows = casework.clocks_behind(work, person_id, found.measure.code, days)
        return Behind(found=found, name=name, clocks=rows)
    since = spans[0].first if spans else work.today
    given = reviews.answers_behind(work, person_id, found.measure.code, since)
    kept = [one for one in given if any(span.holds(one[0].month) for span in spans)]
    return Behind(found=found, name=name, answers=kept)


def of_person(work: Work, person_id: int) -> tuple[str, list[ActionEffect]]:
    """Return somebody's name and the effects of all their actions, in at most seven statements.

    Raises NotFound for who does not stand in their line.
    """
    access.require(work, permissions.SEE_ACTION, person_id, see=permissions.SEE_ACTION)
    name = lookup.names(work.session, [person_id]).get(person_id, "")
    return name, effects_of(work, person_id)


def effects_of(work: Work, person_id: int) -> list[ActionEffect]:
    """Return the effects of all actions about somebody that name a measure, the newest first.

    In five statements at most, however many there are; an outsider finds none.
    """
    mine = (
        CoachingAction.person_id == person_id,
        CoachingAction.measure_code.is_not(None),
        actions.scope(work.actor, work.today, permissions.SEE_ACTION),
    )
    found = work.session.scalars(
        select(CoachingAction)
        .where(*mine)
        .order_by(CoachingAction.agreed_on.desc(), CoachingAction.id.desc())
    ).all()
    return effects(work.session, found, just(person_id), work.today)


def cautions() -> Sequence[str]:
    """Return what is to be minded of every effect."""
    return load_effect_rules().cautions_of_one


def effects(
    session: Session, found: Iterable[CoachingAction], people: People, today: date
) -> list[ActionEffect]:
    """Return the effects of actions that name a measure, in their order, in four statements.

    `people` has everybody whose practice they are about. Nothing is authorised here.
    """
    with_measure = [(one, measure) for one in found if (measure := actions.measure_of(one))]
    if not with_measure:
        return []
    rules = load_effect_rules().of_kind
    since = min(_first_month(one, rules[measure.kind]) for one, measure in with_measure)
    wanted = {measure for _, measure in with_measure}
    series = counted(session, people, wanted, since, today)
    nothing = Series()
    return [
        _effect(one, measure, series.get((one.person_id, measure), nothing), today)
        for one, measure in with_measure
    ]


def sentence_of(action: Held, measure: Measure, months: Iterable[MonthCount], today: date) -> str:
    """Return what came after an action in one sentence, from months that its caller counted.

    For a page that has the figures already. Nothing is authorised here.
    """
    rules = load_effect_rules().of_kind[measure.kind]
    return _said(
        words_of(measure), action.ending, _compared(months, _when(action, today, rules), rules)
    )


def _said(title: str, ending: str | None, effect: Effect | None) -> str:
    if effect is not None:
        return sentence(title, effect)
    carried = ending == Ending.CARRIED_FORWARD
    way = "it was carried forward" if carried else "it was dropped"
    return f"{title}: nothing to compare, as {way}"


def _when(action: Held, today: date, rules: MeasureRules) -> Windows | None:
    """Return the months before and after an action, None where it never took hold."""
    ending = Ending(action.ending) if action.ending else None
    held = held_from(ending, action.ended_on, action.due_on)
    return windows(action.agreed_on, held, today, rules) if held else None


def _of_one(work: Work, action_id: int) -> ActionEffect:
    action = actions.get(work, action_id)
    found = effects(work.session, [action], just(action.person_id), work.today)
    if not found:
        raise NotFound(NO_MEASURE)
    return found[0]


def _effect(action: CoachingAction, measure: Measure, series: Series, today: date) -> ActionEffect:
    rules = load_effect_rules().of_kind[measure.kind]
    when = _when(action, today, rules)
    raw = _compared(series.raw, when, rules)
    adjusted = _compared(series.adjusted, when, rules) if series.adjusted is not None else None
    is_same = raw and adjusted and (raw.before, raw.after) == (adjusted.before, adjusted.after)
    return ActionEffect(
        action=action,
        measure=measure,
        title=words_of(measure),
        rules=rules,
        windows=when,
        effect=raw,
        adjusted=None if is_same else adjusted,
        months=series.raw,
    )


def _compared(
    months: Iterable[MonthCount], when: Windows | None, rules: MeasureRules
) -> Effect | None:
    if when is None:
        return None
    kept = list(months)
    before, after = sum_of(kept, when.before), sum_of(kept, when.after)
    return compare((before.k, before.n), (after.k, after.n), rules)


def _strand(work: Work, action: CoachingAction) -> StrandName | None:
    """Return the strand of an action, None where it names none or its page has gone.

    Who sees the action sees the person's practice. The page goes with a strand that the framework
    has no more, and with a practice area in which the person works no more.
    """
    found = sources.find_strand(action.strand) if action.strand else None
    if found is None:
        return None
    areas = lookup.practice_areas_of(work.session, action.person_id)
    return found if action.practice_area_id in {one.id for one in areas} else None


def _first_month(action: CoachingAction, rules: MeasureRules) -> date:
    return month_on(action.agreed_on.replace(day=1), -max(rules.months_before, CHART_MONTHS))


def _chart(found: ActionEffect, today: date) -> PChart:
    """Return the chart of the measure, from a year before the action to the last whole month."""
    this = today.replace(day=1)
    months = [
        MonthRate(one.month.year, one.month.month, one.k, one.n)
        for one in found.months
        if one.month < this
    ]
    each = "clocks" if found.measure.kind is MeasureKind.TIMELINESS else "answers"
    return p_chart(months, get_chart_rules(), each)


def _spans(when: Windows | None) -> list[Span]:
    return [span for span in (when.before, when.after) if span] if when else []
