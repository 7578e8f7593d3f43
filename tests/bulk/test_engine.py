"""The bulk engine says what one case's judge says, and both what a walk through the days says."""

from collections.abc import Iterator
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from competency.calendars.domain.working_calendar import OutsideCalendar, WorkingCalendar
from competency.frameworks.domain.kinds.timeliness_standards import TimelinessStandards
from competency.kernel.errors import Refused
from competency.timeliness.bulk.engine import RESULTS, Columns, Engine, Many
from competency.timeliness.domain.judging import CaseDates, judge, runs
from competency.timeliness.domain.results import Result
from tests.builders.timing import naive_due, naive_result, shine, standard, standards, weekdays

SHINE = shine()
FIRST, LAST = date(2025, 11, 3), date(2026, 9, 30)
LAST_EVENT = date(2026, 6, 10)  # 60 working days later the calendar still knows its days
SPAN = (LAST_EVENT - FIRST).days
SINGLE = tuple(event.code for event in SHINE.events if event.code != "client_review")
Row = tuple[str, int, date | None, date | None, date | None, str]

days = st.integers(0, SPAN).map(lambda n: FIRST + timedelta(days=n))
calendars = st.builds(
    weekdays,
    st.just(FIRST),
    st.just(LAST),
    holidays=st.sets(days, max_size=8),
    closures=st.sets(days, max_size=8),
    weekend=st.sampled_from([(5, 6), (6,), (4, 5), ()]),
)
cases = st.builds(
    CaseDates,
    st.fixed_dictionaries(
        {event: st.lists(days, max_size=1).map(tuple) for event in SINGLE}
        | {"client_review": st.lists(days, max_size=5).map(tuple)}
    ),
    st.none() | days,
)


def columns(found: list[CaseDates], engine: Engine, as_of: date) -> Columns:
    """Return the cases as columns, what is later than the day left out."""

    def slots(dates: Iterator[date]) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
        return np.array([engine.slot(day) for day in dates], dtype=np.int16)

    def one(event: str) -> np.ndarray[tuple[int], np.dtype[np.int16]]:
        dates = [min((d for d in c.all(event) if d <= as_of), default=None) for c in found]
        return np.array([engine.slot(d) if d else 0 for d in dates], dtype=np.int16)

    many: dict[str, Many] = {}
    for event in {s.ends for s in engine.standards if s.repeats}:
        kept = [[day for day in case.all(event) if day <= as_of] for case in found]
        counts = np.array([len(dates) for dates in kept], dtype=np.int64)
        many[event] = Many(slots(day for dates in kept for day in dates), counts)
    events = {e for s in engine.standards for e in (s.starts, s.ends)} - set(many)
    closed = [c.closed if c.closed and c.closed <= as_of else None for c in found]
    return Columns(
        len(found),
        {event: one(event) for event in events},
        many,
        np.array([engine.slot(d) if d else 0 for d in closed], dtype=np.int16),
    )


def by_bulk(
    found: list[CaseDates], which: TimelinessStandards, calendar: WorkingCalendar, as_of: date
) -> list[list[Row]]:
    """Return the rows of each case as the bulk engine has them."""
    engine = Engine(which, calendar, as_of)
    rows: list[list[Row]] = [[] for _ in found]

    def day(slot: int) -> date | None:
        return calendar.first + timedelta(days=int(slot) - 1) if slot else None

    for one, done in zip(which.standards, engine.judge(columns(found, engine, as_of)), strict=True):
        at = 0
        counts = np.ones(len(found), dtype=int) if done.rows is None else done.rows
        for case, count in enumerate(counts):
            for turn in range(count):
                place = at + turn
                dates = day(done.start[place]), day(done.due[place]), day(done.end[place])
                rows[case].append((one.code, turn + 1, *dates, RESULTS[done.result[place]].value))
            if not count:
                rows[case].append((one.code, 1, None, None, None, "not_started"))
            at += count
        assert at == done.result.size
    return rows


def by_judge(
    case: CaseDates, which: TimelinessStandards, calendar: WorkingCalendar, as_of: date
) -> list[Row]:
    return [
        (c.standard.code, c.sequence, c.start, c.due, c.end, c.result.value)
        for c in judge(case, which, calendar, as_of)
    ]


def by_walking(
    case: CaseDates, which: TimelinessStandards, calendar: WorkingCalendar, as_of: date
) -> Iterator[Row]:
    """Yield the rows of the nine standards by walking from day to day."""
    happened = {
        event: sorted(day for day in dates if day <= as_of)
        for event, dates in case.happened.items()
    }
    closed = case.closed if case.closed and case.closed <= as_of else None
    for one in which.standards:
        if one.code == "KPI_09":
            reviews: list[date | None] = [*happened["client_review"]] or [None]
            turns = list(zip(reviews, [*reviews[1:], None], strict=True))
        else:
            first = [next(iter(happened[event]), None) for event in (one.starts, one.ends)]
            turns = [(first[0], first[1])]
        for number, (start, end) in enumerate(turns, 1):
            due = naive_due(start, one.limit, calendar) if start else None
            early = Result.MET if one.code == "KPI_04" else Result.INVALID
            result = naive_result(start, end, closed, as_of, due, early)
            yield one.code, number, start, due, end, result.value


@settings(max_examples=120, deadline=None)
@given(found=st.lists(cases, min_size=1, max_size=6), calendar=calendars, as_of=days)
def test_all_three_say_the_same(
    found: list[CaseDates], calendar: WorkingCalendar, as_of: date
) -> None:
    in_bulk = by_bulk(found, SHINE, calendar, as_of)

    for case, rows in zip(found, in_bulk, strict=True):
        assert rows == by_judge(case, SHINE, calendar, as_of)
        assert rows == list(by_walking(case, SHINE, calendar, as_of))


OTHERS = standards(
    standard(5, "calendar-days", code="A_1"),
    standard(48, "hours", code="A_2"),
    standard(30, "hours", code="A_3", end_before_start="met"),
    standard(2, "weeks", code="A_4"),
    standard(1, "months", code="A_5", ends="seen"),
    standard(3, "every-n-months", code="A_6", starts="opened", ends="seen", repeats=True),
    standard(10, "working-days", code="A_7", starts="seen", ends="seen", repeats=True),
)
other_cases = st.builds(
    CaseDates,
    st.fixed_dictionaries(
        {event: st.lists(days, max_size=1).map(tuple) for event in ("opened", "done")}
        | {"seen": st.lists(days, max_size=4).map(tuple)}
    ),
    st.none() | days,
)


@settings(max_examples=80, deadline=None)
@given(found=st.lists(other_cases, min_size=1, max_size=5), calendar=calendars, as_of=days)
def test_every_other_clock_is_the_same_in_bulk(
    found: list[CaseDates], calendar: WorkingCalendar, as_of: date
) -> None:
    in_bulk = by_bulk(found, OTHERS, calendar, as_of)

    assert in_bulk == [by_judge(case, OTHERS, calendar, as_of) for case in found]


def test_many_cases_are_judged_chunk_by_chunk_like_a_few() -> None:
    calendar = weekdays(FIRST, LAST)
    some = [
        CaseDates({"opened": (FIRST,), "done": (FIRST + timedelta(days=n),), "seen": ()})
        for n in range(9)
    ]
    few = by_bulk(some, OTHERS, calendar, LAST_EVENT)

    assert by_bulk(some * 4000, OTHERS, calendar, LAST_EVENT) == few * 4000


def test_days_of_a_case_may_stand_in_any_order() -> None:
    mixed = Many(
        np.array([5, 3, 4, 9, 1, 2, 7], dtype=np.int16), np.array([3, 0, 1, 2, 1], dtype=np.int64)
    )

    assert mixed.in_order().slots.tolist() == [3, 4, 5, 9, 1, 2, 7]
    assert mixed.in_order().first().tolist() == [3, 0, 9, 1, 7]


def test_units_that_are_no_clocks_are_refused() -> None:
    with pytest.raises(Refused, match="A_1 counts range"):
        Engine(standards(standard(3, "range", at_most=5)), weekdays(), LAST)


def test_a_day_outside_the_calendar_is_refused() -> None:
    with pytest.raises(OutsideCalendar):
        Engine(SHINE, weekdays(FIRST, LAST), date(2026, 10, 1))


def test_the_last_start_with_a_known_due_day_is_told() -> None:
    calendar = weekdays(FIRST, LAST)
    one = standard(3)
    engine = Engine(standards(one), calendar, LAST)

    last = calendar.first + timedelta(days=engine.latest_start(one) - 1)

    assert calendar.working_day_after(last, 3) == LAST
    with pytest.raises(OutsideCalendar):
        calendar.working_day_after(last + timedelta(days=1), 3)


def test_the_turns_are_those_of_one_case() -> None:
    every = OTHERS.standards[5]
    case = CaseDates({"opened": (FIRST,), "seen": (LAST_EVENT,)})

    assert list(runs(every, case)) == [(FIRST, LAST_EVENT), (LAST_EVENT, None)]
