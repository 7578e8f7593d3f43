"""Hours, gaps and targets of a year, and the age of evidence."""

from datetime import date
from decimal import Decimal

import pytest

from competency.evidence.domain.age import Evidenced, gathered, last_evidenced, months_since
from competency.evidence.domain.entry import Kind
from competency.evidence.domain.state import State
from competency.evidence.domain.year import (
    Done,
    Gap,
    KindHours,
    Measure,
    Target,
    add_months,
    gaps,
    hours_by_kind,
    longest_gap_months,
    reached,
    stale_strands,
)

JAN, DEC = date(2026, 1, 1), date(2026, 12, 31)


def done(start, last=None, hours="1", kind=Kind.COURSE, codes=()):
    return Done(kind, start, last or start, Decimal(hours), codes)


@pytest.mark.parametrize(
    ("day", "months", "result"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 5, 8), 12, date(2027, 5, 8)),
    ],
)
def test_months_end_with_their_own_last_day(day, months, result):
    assert add_months(day, months) == result


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], [Gap(JAN, DEC)]),
        ([done(date(2026, 4, 1))], [Gap(date(2026, 4, 2), DEC)]),  # exactly three months is no gap
        ([done(date(2026, 4, 2))], [Gap(JAN, date(2026, 4, 1)), Gap(date(2026, 4, 3), DEC)]),
        ([done(JAN, DEC)], []),
        ([done(date(2025, 6, 1), date(2026, 6, 1)), done(date(2026, 9, 1), DEC)], []),
        (
            [done(date(2026, m, 15)) for m in (2, 5, 8, 11)],
            [],
        ),
        (
            [done(date(2026, 1, 5)), done(date(2026, 2, 1)), done(date(2026, 10, 1), DEC)],
            [Gap(date(2026, 2, 2), date(2026, 9, 30))],
        ),
        (  # a long period inside which a short one lies
            [done(JAN, date(2026, 11, 1)), done(date(2026, 2, 1))],
            [],
        ),
    ],
)
def test_a_gap_is_longer_than_three_months(entries, expected):
    assert gaps(entries, JAN, DEC) == expected


@pytest.mark.parametrize(
    ("entries", "months"),
    [
        ([], 12),
        ([done(date(2026, 4, 1))], 8),
        ([done(date(2026, m, 15)) for m in range(1, 13)], 0),
        ([done(JAN, DEC)], 0),
    ],
)
def test_the_longest_gap_in_whole_months(entries, months):
    assert longest_gap_months(entries, JAN, DEC) == months


def test_hours_are_counted_by_kind_in_their_order():
    entries = [
        done(JAN, hours="1.5", kind=Kind.READING),
        done(JAN, hours="2"),
        done(JAN, hours="0.25", kind=Kind.READING),
    ]

    assert hours_by_kind(entries) == [
        KindHours(Kind.COURSE, Decimal(2), 1),
        KindHours(Kind.READING, Decimal("1.75"), 2),
    ]


@pytest.mark.parametrize(
    ("latest", "stale"),
    [
        ({}, ["A", "B"]),
        ({"A": date(2025, 12, 31), "B": date(2025, 12, 30)}, ["B"]),
        ({"A": DEC, "B": DEC}, []),
    ],
)
def test_a_strand_without_evidence_of_the_last_year_is_stale(latest, stale):
    assert stale_strands(["A", "B"], latest, DEC, 12) == stale


@pytest.mark.parametrize(
    ("measure", "amount", "value", "met"),
    [
        (Measure.HOURS, 3, "3.5", True),
        (Measure.HOURS, 4, "3.5", False),
        (Measure.ENTRIES, 3, "3", True),
        (Measure.KINDS, 3, "2", False),
        (Measure.SCHEME_KINDS, 2, "2", True),
        (Measure.GAP_MONTHS, 3, "7", False),
        (Measure.GAP_MONTHS, 8, "7", True),
        (Measure.FRESH_MONTHS, 24, "5", False),
    ],
)
def test_targets_are_held_against_the_year(measure, amount, value, met):
    entries = [
        done(date(2026, 1, 10), hours="1", codes=("planned",)),
        done(date(2026, 3, 10), hours="1.5", kind=Kind.AUDIT, codes=("reflective", "planned")),
        done(date(2026, 5, 20), hours="1"),
    ]
    target = Target("t", "text", measure, Decimal(amount))

    [found] = reached([target], entries, JAN, DEC, {"t": 5})

    assert (found.value, found.met) == (Decimal(value), met)


@pytest.mark.parametrize(
    ("day", "today", "months"),
    [
        (date(2026, 5, 8), date(2026, 5, 8), 0),
        (date(2026, 4, 9), date(2026, 5, 8), 0),
        (date(2026, 4, 8), date(2026, 5, 8), 1),
        (date(2025, 5, 8), date(2026, 5, 8), 12),
        (date(2025, 5, 9), date(2026, 5, 8), 11),
        (date(2026, 6, 8), date(2026, 5, 8), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
    ],
)
def test_age_counts_whole_months(day, today, months):
    assert months_since(day, today) == months


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "last evidenced this month"),
        (1, "last evidenced 1 month ago"),
        (14, "last evidenced 14 months ago"),
    ],
)
def test_age_in_words(months, words):
    assert last_evidenced(months) == words


def test_best_and_latest_may_be_different_entries():
    rows = [
        Evidenced("SUP-1a", "CMP3", State.SHARED, 1, date(2024, 5, 8)),
        Evidenced("SUP-1a", "CMP1", State.VERIFIED, 2, date(2026, 3, 8)),
        Evidenced("COM-1a", "CMP2", State.VERIFIED, 1, date(2026, 5, 1)),
    ]

    found = gathered(rows, ["CMP1", "CMP2", "CMP3"], date(2026, 5, 8))

    one = found["SUP-1a"]
    assert (one.best, one.best_verified, one.count, one.verified) == ("CMP3", "CMP1", 3, 2)
    assert (one.latest, one.words) == (date(2026, 3, 8), "last evidenced 2 months ago")
    assert found["COM-1a"].best == "CMP2"
