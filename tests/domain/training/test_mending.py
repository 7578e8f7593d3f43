"""Mended cells are read in place of what the file says; everything else is read as before."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.training.domain.columns import Field, match
from competency.training.domain.days import Order
from competency.training.domain.mending import (
    LONGEST_TYPED,
    MOST_MENDED,
    Mend,
    Mending,
    as_text,
    from_text,
    mended,
)
from competency.training.domain.reading import read
from tests.domain.training.test_reading_a_file import HEAD, KNOWN, TODAY, reading

STAFF, ON, UNTIL = Field.STAFF_NUMBER, Field.COMPLETED_ON, Field.EXPIRES_ON
BAD = "S9,,GDPR,25/03/2026,,\n"


def typed(row: int, **cells: str) -> Mending:
    return Mending({row: {Field(name): Mend("as it was", text) for name, text in cells.items()}})


def test_a_mended_row_is_good_and_counts_once():
    found = reading(HEAD + BAD, mending=typed(2, staff_number="S1"))

    assert (found.rows, len(found.good), found.faulty) == (1, 1, 0)


def test_a_row_mended_to_what_another_row_says_is_a_repetition():
    found = reading(HEAD + "S1,,GDPR,25/03/2026,,\n" + BAD, mending=typed(3, staff_number="S1"))

    assert (len(found.good), found.repeated, found.faulty) == (1, 1, 0)


def test_what_is_still_wrong_is_told_with_what_was_typed():
    found = reading(HEAD + BAD, mending=typed(2, staff_number="S8"))

    [one] = found.first_faulty
    assert one.texts[STAFF] == "S8"
    assert [fault[:3] for fault in one.faults] == [
        (2, "Staff Number", "“S8” is nobody's staff number here")
    ]


def test_a_row_that_is_left_out_is_neither_good_nor_faulty():
    found = reading(
        HEAD + BAD + "S1,,GDPR,25/03/2026,,\n", mending=Mending(left_out=frozenset({2}))
    )

    assert (found.rows, len(found.good), found.faulty, found.left_out) == (2, 1, 0, 1)


def test_a_cell_of_a_column_that_the_file_lacks_can_be_typed():
    table = [["who@example.org", "GDPR", "25/03/2026"]]
    columns = match(["Email", "Course", "Completed"])

    found = read(table, columns, KNOWN, TODAY, mending=typed(2, staff_number="S1", email=""))

    assert [row.person_id for row in found.good] == [1]


@pytest.mark.parametrize("order", [None, Order.MONTH_FIRST])
def test_a_typed_day_is_read_with_the_day_first_whatever_the_file_does(order):
    text = HEAD + "S1,,GDPR,03/25/2026,,\nS1,,GDPR,soon,,\n"

    found = reading(text, order=order, mending=typed(3, completed_on="01/02/2026"))

    assert date(2026, 2, 1) in {row.completed_on for row in found.good}


def test_a_typed_day_changes_nothing_about_the_days_of_the_file():
    text = HEAD + "S1,,GDPR,01/02/2026,,\nS1,,GDPR,soon,,\n"

    found = reading(text, mending=typed(3, completed_on="03/25/2026"))

    assert found.order is Order.DAY_FIRST
    assert [row.completed_on for row in found.good] == [date(2026, 2, 1)]
    assert "“03/25/2026” is not a date with the day first" in found.faults[0].reason


def test_an_expiry_can_be_taken_away():
    text = HEAD + "S1,,GDPR,25/03/2026,soon,\n"

    [row] = reading(text, mending=typed(2, expires_on="")).good

    assert row.expires_on is None


def test_only_what_differs_from_the_file_is_a_correction():
    said = {2: {STAFF: "S9", ON: "25/03/2026"}, 3: {STAFF: "S7"}}

    found = mended(
        Mending(),
        said,
        {2: {STAFF: "S1", ON: "25/03/2026"}, 3: {STAFF: "S7"}, 9: {STAFF: "S1"}},
        {3, 9},
    )

    assert found == Mending({2: {STAFF: Mend("S9", "S1")}}, frozenset({3}))
    again = mended(found, {2: {STAFF: "S1"}}, {2: {STAFF: "S9"}}, set())
    assert again == Mending({}, frozenset({3}))
    assert mended(found, {}, {2: {STAFF: "S5"}}, set()) == found


def test_an_unticked_row_comes_back_and_a_long_text_is_cut():
    before = Mending(left_out=frozenset({2, 5}))

    found = mended(before, {2: {STAFF: "x" * 999}}, {2: {STAFF: "y" * 999}}, set())

    assert found.left_out == {5}
    assert found.cells[2][STAFF] == Mend("x" * LONGEST_TYPED, "y" * LONGEST_TYPED)


def test_more_rows_than_anybody_mends_by_hand_are_refused():
    said = {row: {STAFF: "S9"} for row in range(MOST_MENDED + 1)}

    with pytest.raises(Refused, match="Correct them in the file"):
        mended(Mending(), said, {row: {STAFF: "S1"} for row in said}, set())


def test_corrections_are_kept_as_text_and_read_back():
    kept = Mending({2: {STAFF: Mend("S9", "é”"), UNTIL: Mend("", "1/1/2027")}}, frozenset({4}))

    assert from_text(as_text(kept)) == kept
    assert not from_text("")
    assert not from_text(as_text(Mending()))
