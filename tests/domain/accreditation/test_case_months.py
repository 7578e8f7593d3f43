"""Four direct contacts a month, and what a part month asks for: examples by calendar."""

from datetime import date

import pytest

from competency.accreditation.domain.case_months import (
    OpenCase,
    asked_of,
    counted,
    last_whole_months,
    months_between,
)
from competency.frameworks.domain.kinds.accreditation_standard import ContactTarget

FOUR = ContactTarget(per_month=4, rounding="down")
LONG_AGO = date(2024, 1, 1)


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


# open from, to (None: still open), month, how many contacts it asks for
ASKED = [
    (LONG_AGO, None, day(4, 1), 4),
    (LONG_AGO, day(4, 30), day(4, 1), 4),
    (LONG_AGO, day(4, 29), day(4, 1), 3),  # 29 of 30 days: 3.9
    (day(4, 16), None, day(4, 1), 2),  # half the month
    (day(4, 17), None, day(4, 1), 1),  # 14 of 30 days: 1.9
    (day(4, 24), None, day(4, 1), 0),  # 7 of 30 days: not long enough to count
    (day(4, 23), None, day(4, 1), 1),  # 8 of 30 days
    (day(4, 30), None, day(4, 1), 0),
    (day(5, 1), None, day(4, 1), 0),  # not yet open
    (LONG_AGO, day(3, 31), day(4, 1), 0),  # over
    (day(4, 10), day(4, 9), day(4, 1), 0),
    (day(2, 1), None, day(2, 1), 4),  # 28 days are a whole month too
    (day(2, 15), None, day(2, 1), 2),
    (day(2, 1, 2024), day(2, 28, 2024), day(2, 1, 2024), 3),  # 28 of 29 days
]


@pytest.mark.parametrize(("first", "last", "month", "asked"), ASKED)
def test_a_part_month_asks_for_its_share(
    first: date, last: date | None, month: date, asked: int
) -> None:
    assert asked_of(FOUR, OpenCase(1, first, last), month) == asked


@pytest.mark.parametrize(
    ("rounding", "asked"), [("down", 1), ("nearest", 2), ("up", 2)], ids=["down", "nearest", "up"]
)
def test_the_standard_says_how_a_share_is_rounded(rounding: str, asked: int) -> None:
    case = OpenCase(1, day(4, 18), None)  # 13 of 30 days: 1.7

    assert asked_of(ContactTarget(4, rounding), case, day(4, 1)) == asked


def test_a_case_counts_in_the_months_in_which_it_was_long_enough_open() -> None:
    cases = [
        OpenCase(1, LONG_AGO, None),
        OpenCase(2, day(2, 15), day(3, 31)),
        OpenCase(3, day(3, 30), None),
    ]
    months = months_between(day(1, 1), day(3, 31))
    made = [(1, (4, 3, 0)), (2, (0, 2, 9)), (9, (4, 4, 4))]

    found = list(counted(cases, iter(made), FOUR, months))

    assert [(one.case_id, one.met, len(one.months)) for one in found] == [(1, 1, 3), (2, 2, 2)]
    assert [(m.asked, m.made, m.is_met) for m in found[0].months] == [
        (4, 4, True), (4, 3, False), (4, 0, False)
    ]  # fmt: skip


def test_contacts_find_their_case_although_others_have_none() -> None:
    cases = [OpenCase(number, LONG_AGO, None) for number in (2, 3, 5, 8)]
    made = [(1, (9,)), (3, (4,)), (4, (9,)), (8, (1,)), (9, (9,))]

    found = {one.case_id: one.months[0].made for one in counted(cases, made, FOUR, (day(4, 1),))}

    assert found == {2: 0, 3: 4, 5: 0, 8: 1}
    assert {one.met for one in counted(cases, [], FOUR, (day(4, 1),))} == {0}


# today, how many, first and last day
WHOLE = [
    (day(4, 10), 3, day(1, 1), day(3, 31)),
    (day(4, 30), 1, day(3, 1), day(3, 31)),
    (day(1, 1), 3, day(10, 1, 2025), day(12, 31, 2025)),
    (day(3, 1), 12, day(3, 1, 2025), day(2, 28)),
]


@pytest.mark.parametrize(("today", "count", "first", "last"), WHOLE)
def test_only_months_that_are_over_are_counted(
    today: date, count: int, first: date, last: date
) -> None:
    assert last_whole_months(today, count) == (first, last)
    assert len(months_between(first, last)) == count
