"""Whatever was done when, a course stands as its whole history says."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from competency.training.domain.state import (
    Applied,
    Completion,
    Rule,
    State,
    add_months,
    standing,
    valid_until,
)
from competency.training.domain.sure import band

few = settings(max_examples=60)
days = st.dates(date(2022, 1, 1), date(2026, 6, 1))
rules = st.builds(
    Rule,
    grace_days=st.integers(0, 40),
    repeat_months=st.sampled_from([None, 3, 6, 12, 24, 36]),
    window_days=st.integers(0, 60),
)


@few
@given(rules, st.lists(days, max_size=6, unique=True), days)
def test_another_completion_never_brings_the_due_date_forward(rule, ons, more):
    before = valid_until(rule, [Completion(on) for on in sorted(ons)])
    after = valid_until(rule, [Completion(on) for on in sorted([*ons, more])])

    # Inserted between two others it may break a chain of early renewals, so only a newest counts.
    if before is not None and more >= max(ons):
        assert after is not None
        assert after >= before


@few
@given(rules, days, st.lists(days, min_size=1, max_size=6), days)
def test_what_the_newest_alone_decides_is_what_the_whole_history_says(rule, appointed, ons, on):
    history = [Completion(one) for one in sorted(ons)]
    first_due = appointed + timedelta(days=rule.grace_days)
    newest, between = max(ons), band(rule, on)

    if max(newest, appointed) > on:
        return  # what lies ahead is decided by the whole history
    said = standing([Applied(rule, appointed)], history, on).state
    if newest > between.current_after:
        assert said is State.CURRENT
    elif newest < between.overdue_before and first_due < on:
        assert said is State.OVERDUE


@few
@given(days, st.integers(1, 120))
def test_months_never_leave_their_month(start, months):
    there = add_months(start, months)

    assert (there.year * 12 + there.month) - (start.year * 12 + start.month) == months
    assert there.day <= start.day
