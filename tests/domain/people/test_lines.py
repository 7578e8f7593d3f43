"""Who may supervise whom from when."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.people.domain.lines import Employed, Line, check_line, end_with

ANN, BOB, CAT, DAN = 1, 2, 3, 4
JAN, MAR, MAY, JULY = (date(2026, month, 1) for month in (1, 3, 5, 7))
HERE = Employed("Ann")
LEAVING = Employed("Bob", left_on=MAY)


def refusal(new: Line, *others: Line, above: Employed = HERE, below: Employed = HERE) -> str | None:
    try:
        check_line(new, others, supervisor=above, supervisee=below)
    except Refused as refused:
        return f"{refused.code}@{refused.field}"
    return None


@pytest.mark.parametrize(
    ("new", "others", "verdict"),
    [
        (Line(ANN, BOB, JAN), [], None),
        (Line(ANN, ANN, JAN), [], "own_supervisor@other"),
        (Line(ANN, BOB, MAR, JAN), [], "end_before_start@ends_on"),
        (Line(ANN, BOB, MAR, MAR), [], None),
        # a second supervisor, acting or for another practice area, is sensible
        (Line(ANN, BOB, MAR), [Line(CAT, BOB, JAN)], None),
        # the same two people in the same days are not
        (Line(ANN, BOB, MAR), [Line(ANN, BOB, JAN)], "line_there_already@other"),
        (Line(ANN, BOB, MAR), [Line(ANN, BOB, JULY)], "line_there_already@other"),
        (Line(ANN, BOB, MAR, MAY), [Line(ANN, BOB, JULY)], None),
        (Line(ANN, BOB, JULY), [Line(ANN, BOB, JAN, MAY)], None),
        # circles, of two and of three
        (Line(BOB, ANN, MAR), [Line(ANN, BOB, JAN)], "line_in_a_circle@other"),
        (Line(CAT, ANN, MAR), [Line(ANN, BOB, JAN), Line(BOB, CAT, JAN)], "line_in_a_circle@other"),
        # an ended line closes no circle
        (Line(BOB, ANN, JULY), [Line(ANN, BOB, JAN, MAY)], None),
        (Line(CAT, ANN, JULY), [Line(ANN, BOB, JAN, MAY), Line(BOB, CAT, JAN)], None),
        # lines beside it do not matter
        (Line(ANN, DAN, MAR), [Line(ANN, BOB, JAN), Line(BOB, CAT, JAN)], None),
    ],
)
def test_a_line_is_refused_where_it_would_mean_nothing(
    new: Line, others: list[Line], verdict: str | None
) -> None:
    assert refusal(new, *others) == verdict


@pytest.mark.parametrize("who", ["above", "below"])
def test_no_line_starts_after_one_of_the_two_has_left(who: str) -> None:
    assert refusal(Line(ANN, BOB, MAY), **{who: LEAVING}) is None
    assert refusal(Line(ANN, BOB, JULY), **{who: LEAVING}) == "starts_after_leaving@starts_on"


def test_a_circle_among_old_lines_does_not_stop_the_search() -> None:
    assert refusal(Line(ANN, DAN, MAR), Line(BOB, CAT, JAN), Line(CAT, BOB, JAN)) is None


def test_a_line_ends_when_the_first_of_the_two_leaves() -> None:
    assert end_with(None, None, None) is None
    assert end_with(None, MAY, None) == MAY
    assert end_with(MAR, MAY, JULY) == MAR
    assert end_with(JULY, MAY, None) == MAY
