"""What follows when somebody leaves."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.people.domain.leaving import Dated, what_follows

JAN, MAR, MAY, JULY, SEPT = (date(2026, month, 1) for month in (1, 3, 5, 7, 9))
OPEN = Dated(1, "Ann supervises Bob", JAN, None)
OVER = Dated(2, "Ann supervises Cat", JAN, MAR)
LONGER = Dated(3, "Ann supervises Dan", JAN, SEPT)
LATER = Dated(4, "Ann supervises Eve", SEPT, None)


def test_what_is_open_ends_and_what_has_not_begun_is_dropped() -> None:
    follows = what_follows(JULY, [OPEN, OVER, LONGER, LATER], today=MAY)

    assert (follows.ended, follows.dropped) == ((OPEN, LONGER), (LATER,))
    assert follows


def test_nothing_follows_for_somebody_who_holds_nothing() -> None:
    assert not what_follows(JULY, [OVER], today=MAY)


def test_nobody_leaves_before_something_that_has_begun_since() -> None:
    begun = Dated(5, "Ann supervises Fay", MAR, None)

    with pytest.raises(Refused) as refused:
        what_follows(JAN, [OPEN, begun], today=MAY)

    assert (refused.value.code, refused.value.field) == ("begun_after_leaving", "left_on")
    assert "Fay" in refused.value.message
