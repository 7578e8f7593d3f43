"""How the scores of quarters are laid out."""

from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.reviews.domain.applying import decides
from competency.reviews.domain.glance import (
    line,
    parts,
    quarter_code,
    quarter_short,
    quarter_words,
    quarters_until,
    read_quarter,
    scores,
    sum_of,
)
from competency.reviews.domain.scores import Score
from tests.builders.instrument import shipped

TODAY = date(2026, 5, 8)
Q1, Q2 = date(2026, 1, 1), date(2026, 4, 1)


@pytest.fixture(scope="module")
def instrument():
    return shipped()


@pytest.mark.parametrize(
    ("text", "quarter"),
    [
        ("", Q2),
        ("2026-Q2", Q2),
        ("2026-Q1", Q1),
        ("2025-Q4", date(2025, 10, 1)),
        ("2025-Q3", date(2025, 7, 1)),
    ],
)
def test_a_quarter_as_it_is_asked_for(text, quarter):
    assert read_quarter(text, TODAY) == quarter
    assert quarter_code(quarter) == (text or "2026-Q2")


@pytest.mark.parametrize(
    "text", ["2026-Q3", "2026-Q0", "2026-Q5", "2026-2", "q", "1999-Q1", "٢٠٢٦-Q1"]
)
def test_what_is_no_quarter_or_not_begun_is_refused(text):
    with pytest.raises(Refused) as refused:
        read_quarter(text, TODAY)

    assert (refused.value.code, refused.value.field) == ("no_quarter", "quarter")


def test_quarters_in_words_and_in_a_row():
    assert quarter_words(date(2025, 10, 1)) == "October to December 2025"
    assert quarter_short(Q1) == "Jan to Mar 2026"
    assert quarters_until(Q2, 3) == (date(2025, 10, 1), Q1, Q2)


COUNTED = [
    (Q1, 1, "B1", "yes", 8),
    (Q1, 1, "B1", "no", 2),
    (Q1, 2, "B1", "no", 5),
    (Q2, 1, "B1", "yes", 10),
    (Q2, 2, "B1", "not-applicable", 3),
    (Q2, 2, "B2", "strength", 3),
    (Q2, 1, "B2", "strength", 6),
]


def test_scores_by_quarter_item_and_region():
    found = scores(COUNTED, own=None)

    assert found[Q1, "B1"] == {1: Score(8, 10), 2: Score(0, 5), None: Score(8, 15)}
    assert found[Q2, "B1"] == {1: Score(10, 10), 2: Score(0, 0, 3), None: Score(10, 10, 3)}


def test_another_region_s_small_number_is_kept_back_and_not_in_the_sum():
    found = scores(COUNTED, own={1})

    assert found[Q2, "B2"] == {1: Score(6, 6), 2: None, None: Score(6, 6)}
    two = line(found, "B2", "B2", (Q1, Q2), 2)
    assert two.cells == (Score(), None)
    assert two.change is None


def test_a_line_says_what_changed():
    one = line(scores(COUNTED, None), "B1", "First contact in time", (Q1, Q2))

    assert one.cells == (Score(8, 15), Score(10, 10, 3))
    assert one.change is not None
    assert one.change.points == 47


def test_a_section_is_the_sum_of_its_items(instrument):
    found = scores(COUNTED, None)

    made = parts(instrument, found, (Q1, Q2))

    contact = next(part for part in made if part.sum.code == "B")
    assert [one.code for one in contact.items] == [
        item.code for item in instrument.section("B").items
    ]
    assert contact.sum.cells == (Score(8, 15), Score(19, 19, 3))
    assert len(made) == len(instrument.sections)


def test_one_section_or_one_item_alone(instrument):
    found = scores(COUNTED, None)

    assert [part.sum.code for part in parts(instrument, found, (Q2,), section="B")] == ["B"]
    (only,) = parts(instrument, found, (Q2,), item="B2")
    assert [one.code for one in only.items] == ["B2"]
    assert only.sum.cells == (Score(9, 9),)


def test_items_that_the_instrument_no_longer_has_are_not_lost(instrument):
    found = scores([*COUNTED, (Q1, 1, "Z9", "yes", 2)], None)

    last = parts(instrument, found, (Q1, Q2))[-1]

    assert (last.sum.title, last.items[0].code) == ("Items of earlier versions", "Z9")
    assert last.sum.cells == (Score(2, 2), Score())


def test_a_sum_of_nothing():
    assert sum_of("", "All", [], 2).cells == (Score(), Score())


@pytest.mark.parametrize(("item", "others"), [("H2", {"H1"}), ("H1", set()), ("B2", set())])
def test_which_answers_decide_whether_an_item_applies(instrument, item, others):
    assert decides(instrument, item) == others
