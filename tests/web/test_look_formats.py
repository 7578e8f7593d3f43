"""Dates, times and counts as people read them."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from competency.infra import formats

THIRD = date(2026, 12, 3)


def test_a_day_is_written_out() -> None:
    assert formats.day(THIRD) == "Thursday 3 December 2026"
    assert formats.plain_day(THIRD) == "3 December 2026"
    assert formats.short_day(THIRD) == "3 Dec 2026"
    assert formats.month(THIRD) == "December 2026"


def test_a_moment_is_told_by_londons_clock_in_winter_and_in_summer() -> None:
    assert formats.moment(datetime(2026, 12, 3, 14, 2, tzinfo=UTC)) == "3 December 2026 at 14:02"
    assert formats.moment(datetime(2026, 7, 3, 14, 2, tzinfo=UTC)) == "3 July 2026 at 15:02"


def test_late_in_a_summer_evening_it_is_already_tomorrow_in_london() -> None:
    assert formats.day(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == "Saturday 4 July 2026"


def test_a_time_without_its_zone_is_refused() -> None:
    naive = datetime(2026, 7, 3, 23, 30, tzinfo=UTC).replace(tzinfo=None)

    with pytest.raises(ValueError, match="time zone"):
        formats.clock_time(naive)


@pytest.mark.parametrize(
    ("k", "n", "words"),
    [
        (16, 20, "16 of 20 (80 %)"),
        (0, 3, "0 of 3 (0 %)"),
        (1, 8, "1 of 8 (13 %)"),
        (2, 3, "2 of 3 (67 %)"),
        (0, 0, "0 of 0"),
        (1200, 2400, "1,200 of 2,400 (50 %)"),
    ],
)
def test_the_count_comes_first_and_the_percentage_second(k: int, n: int, words: str) -> None:
    assert formats.k_of_n(k, n) == words


def test_plurals() -> None:
    assert formats.plural(1, "strand") == "1 strand"
    assert formats.plural(0, "strand") == "0 strands"
    assert formats.plural(2, "person", "people") == "2 people"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        (date(2026, 12, 3), "less than a month ago"),
        (date(2026, 11, 4), "less than a month ago"),
        (date(2026, 11, 3), "1 month ago"),
        (date(2026, 8, 3), "4 months ago"),
        (date(2024, 12, 4), "23 months ago"),
        (date(2024, 12, 3), "2 years ago"),
        (date(2027, 1, 1), "in the future"),
    ],
)
def test_age_is_told_in_whole_months(then: date, words: str) -> None:
    assert formats.months_ago(then, THIRD) == words


def test_positions_are_grouped_under_the_level_that_they_lie_under() -> None:
    scale = [SimpleNamespace(level=level) for level in ("CMP1", "CMP1", "CMP2")]

    assert formats.rating_columns(scale) == [("CMP1", scale[:2]), ("CMP2", scale[2:])]


def test_a_list_ends_with_and() -> None:
    assert formats.sentence_list([]) == ""
    assert formats.sentence_list(["a"]) == "a"
    assert formats.sentence_list(["a", "b", "c"]) == "a, b and c"
