"""Before and after an action, against published values and in the words of the page."""

from datetime import date

import pytest

from competency.coaching.domain.effect import (
    MeasureRules,
    Share,
    Span,
    Windows,
    Word,
    compare,
    difference,
    interval_words,
    sentence,
    sum_of,
    wilson,
    windows,
)
from competency.coaching.domain.measures import MonthCount

RULES = MeasureRules(6, 6, minimum_n=8, higher_is_better=True, confidence=0.95)
LOWER_IS_BETTER = MeasureRules(6, 6, minimum_n=8, higher_is_better=False, confidence=0.95)

# Newcombe 1998, table II, method 10: k and n of the first, of the second, interval of the first
# less the second. statsmodels 0.15 gives the same (`confint_proportions_2indep`, "newcomb").
PUBLISHED = [
    (56, 70, 48, 80, 0.0524, 0.3339),
    (9, 10, 3, 10, 0.1705, 0.8090),
    (6, 7, 2, 7, 0.0582, 0.8062),
    (5, 56, 0, 29, -0.0381, 0.1926),
    (0, 10, 0, 20, -0.1611, 0.2775),
    (0, 10, 0, 10, -0.2775, 0.2775),
    (10, 10, 0, 20, 0.6791, 1.0000),
    (10, 10, 0, 10, 0.6075, 1.0000),
]

WORDS = [
    # k, n before; k, n after; the word
    ((5, 12), (14, 16), Word.IMPROVED),
    ((5, 12), (12, 16), Word.NO_CLEAR_CHANGE),  # 42 % and 75 %, and still the interval holds 0
    ((14, 16), (5, 12), Word.WORSE),
    ((0, 8), (8, 8), Word.IMPROVED),
    ((0, 7), (8, 8), Word.TOO_FEW),
    ((0, 8), (7, 7), Word.TOO_FEW),
    ((0, 0), (0, 0), Word.TOO_FEW),
    ((12, 12), (16, 16), Word.NO_CLEAR_CHANGE),
    ((0, 12), (0, 16), Word.NO_CLEAR_CHANGE),
    ((50, 100), (50, 100), Word.NO_CLEAR_CHANGE),
    ((50, 100), (70, 100), Word.IMPROVED),
    ((50, 100), (30, 100), Word.WORSE),
]

AGREED, HELD = date(2026, 3, 18), date(2026, 4, 10)
BEFORE = Span(date(2025, 9, 1), date(2026, 2, 1))
WHEN = [
    # agreed, took hold, today; before, after
    (AGREED, HELD, date(2026, 5, 31), BEFORE, None),
    (AGREED, HELD, date(2026, 6, 1), BEFORE, Span(date(2026, 5, 1), date(2026, 5, 1))),
    (AGREED, HELD, date(2026, 8, 20), BEFORE, Span(date(2026, 5, 1), date(2026, 7, 1))),
    (AGREED, HELD, date(2027, 8, 20), BEFORE, Span(date(2026, 5, 1), date(2026, 10, 1))),
    # It cannot take hold before it is agreed.
    (AGREED, date(2026, 1, 5), date(2026, 5, 2), BEFORE, Span(date(2026, 4, 1), date(2026, 4, 1))),
    (AGREED, date(2027, 1, 5), date(2026, 5, 2), BEFORE, None),
]


@pytest.mark.parametrize(("k1", "n1", "k2", "n2", "low", "high"), PUBLISHED)
def test_the_interval_is_the_published_one(
    k1: int, n1: int, k2: int, n2: int, low: float, high: float
) -> None:
    found = difference(Share(k2, n2), Share(k1, n1), 0.95)

    assert found.value == pytest.approx(k1 / n1 - k2 / n2)
    assert (found.low, found.high) == pytest.approx((low, high), abs=5e-5)


def test_one_share_has_the_interval_of_wilson() -> None:
    # Newcombe 1998 on single proportions, table I, method 3: 81 of 263 and 15 of 148.
    assert wilson(Share(81, 263), 0.95) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(Share(15, 148), 0.95) == pytest.approx((0.0624, 0.1605), abs=5e-5)
    assert wilson(Share(0, 20), 0.95) == pytest.approx((0.0, 0.1611), abs=5e-5)


@pytest.mark.parametrize(("before", "after", "word"), WORDS)
def test_the_interval_decides_the_word(
    before: tuple[int, int], after: tuple[int, int], word: Word
) -> None:
    assert compare(before, after, RULES).word is word


def test_where_lower_is_better_a_rise_is_worse() -> None:
    assert compare((5, 12), (14, 16), LOWER_IS_BETTER).word is Word.WORSE
    assert compare((14, 16), (5, 12), LOWER_IS_BETTER).word is Word.IMPROVED


def test_too_few_still_says_what_was_counted() -> None:
    found = compare((1, 3), (2, 4), RULES)

    assert found.difference is not None
    assert found.difference.value == pytest.approx(1 / 6)
    assert compare((1, 3), (0, 0), RULES).difference is None


@pytest.mark.parametrize("pair", [(5, 4), (-1, 4)])
def test_k_is_always_of_its_n(pair: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=f"{pair[0]} is not of 4"):
        compare(pair, (1, 4), RULES)


@pytest.mark.parametrize(("agreed", "held", "today", "before", "after"), WHEN)
def test_only_whole_months_before_and_after_are_counted(
    agreed: date, held: date, today: date, before: Span, after: Span | None
) -> None:
    assert windows(agreed, held, today, RULES) == Windows(before, after)


def test_the_months_of_a_span_are_added_up() -> None:
    counts = [
        MonthCount(date(2026, 1, 1), 1, 2),
        MonthCount(date(2026, 2, 1), 3, 4),
        MonthCount(date(2026, 3, 1), 5, 6),
    ]

    assert sum_of(counts, Span(date(2026, 1, 1), date(2026, 2, 1))) == Share(4, 6)
    assert sum_of(counts, None) == Share(0, 0)


def test_the_sentence_gives_both_shares_and_the_word() -> None:
    found = compare((5, 12), (14, 16), RULES)

    assert sentence("Risk assessments on time", found) == (
        "Risk assessments on time: 5 of 12 before, 14 of 16 after: improved"
    )
    assert found.difference is not None
    assert interval_words(found.difference, 0.95) == (
        "+46 percentage points (95 % interval from +10 to +70)"
    )


def test_a_fall_is_written_with_a_minus() -> None:
    found = difference(Share(14, 16), Share(5, 12), 0.95)

    assert interval_words(found, 0.95) == "−46 percentage points (95 % interval from −70 to −10)"
