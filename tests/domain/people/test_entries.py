"""How names, addresses and days of people are written."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.people.domain.entries import (
    check_days,
    check_email,
    check_name,
    normal_email,
    overlap,
)

MAY, JUNE, JULY = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ann  Lee ", "Ann Lee"),
        ("Zoe\u0308 Ngu\u0303", "Zo\u00eb Ng\u0169"),
        ("O'Brien-Smith", "O'Brien-Smith"),
    ],
)
def test_a_name_is_kept_composed_and_on_one_line(typed: str, kept: str) -> None:
    assert check_name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("  ", "no_name"),
        ("x" * 121, "long_name"),
        ("Ann\u202eLee", "odd_name"),
        ("A\x00", "odd_name"),
    ],
)
def test_a_name_that_says_nothing_or_hides_something_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        check_name(typed)

    assert refused.value.code == code


@pytest.mark.parametrize("typed", ["Ann@Example.ORG", " ann@example.org ", "ANN@EXAMPLE.ORG"])
def test_an_address_is_the_same_in_capital_letters(typed: str) -> None:
    assert check_email(typed) == normal_email(typed) == "ann@example.org"


@pytest.mark.parametrize(
    "typed",
    ["", "ann", "ann@", "@example.org", "ann@example", "a b@example.org", "ann@example..org"]
    + ["ann@exa\u200fmple.org", "ann@example.org,bob@example.org", "x" * 250 + "@example.org"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        check_email(typed)

    assert (refused.value.code, refused.value.field) == ("no_email", "email")


def test_nobody_leaves_before_they_start() -> None:
    check_days(MAY, None)
    check_days(MAY, MAY)
    with pytest.raises(Refused) as refused:
        check_days(JUNE, MAY)

    assert (refused.value.code, refused.value.field) == ("left_before_start", "left_on")


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [
        ((MAY, None), (JULY, None), True),
        ((MAY, JUNE), (JUNE, JULY), True),
        ((MAY, MAY), (JUNE, None), False),
        ((JUNE, JULY), (MAY, MAY), False),
        ((MAY, JULY), (JUNE, JUNE), True),
    ],
)
def test_two_dated_things_meet_where_they_share_a_day(
    one: tuple[date, date | None], other: tuple[date, date | None], share: bool
) -> None:
    assert overlap(*one, *other) is share
    assert overlap(*other, *one) is share
