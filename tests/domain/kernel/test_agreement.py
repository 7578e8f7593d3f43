"""Agreement of two raters against values worked out elsewhere, and where it says nothing."""

import pytest

from competency.kernel.agreement import (
    Disputed,
    Kappa,
    RaterAgreement,
    TooFew,
    agreement,
    most_disputed,
)

# Two dermatologists rate 88 patients (the worked example of "Cohen's kappa" in the manual of SAS
# PROC FREQ, which prints 0.5082, 0.3798 and 0.6366). The other tables: values of statsmodels
# 0.15.0, `cohens_kappa(table, wt="linear")`, and of scikit-learn's `cohen_kappa_score`.
DERMATOLOGISTS = ((10, 4, 1, 0), (5, 10, 12, 2), (2, 4, 12, 5), (0, 2, 6, 13))
THREE_STEPS = ((20, 5, 0), (3, 10, 6), (1, 4, 11))
ONE_ALWAYS_HIGHER = (
    (5, 0, 0, 0, 0, 0, 0),
    (3, 4, 0, 0, 0, 0, 0),
    (0, 2, 6, 0, 0, 0, 0),
    (0, 1, 5, 8, 0, 0, 0),
    (0, 0, 1, 4, 9, 0, 0),
    (0, 0, 0, 1, 3, 5, 0),
    (0, 0, 0, 0, 0, 2, 2),
)
TWO_ANSWERS = ((40, 9), (6, 45))
EXAMPLES = {
    # rows are the first rater's; n, same, first higher, second higher, kappa and its interval
    "dermatologists": (DERMATOLOGISTS, 88, 45, 19, 24, 0.508160, 0.379766, 0.636554),
    "three steps": (THREE_STEPS, 60, 41, 8, 11, 0.622166, 0.471465, 0.772868),
    "one always higher": (ONE_ALWAYS_HIGHER, 61, 39, 22, 0, 0.783350, 0.699170, 0.867530),
    "two answers": (TWO_ANSWERS, 100, 85, 6, 9, 0.699519, 0.559590, 0.839448),
}
NO_WIDTH = {
    "all alike over several values": (((5, 0), (0, 20)), 1.0),
    "never alike": (((0, 10), (10, 0)), -1.0),
    "the first gave one value only": (((0, 0, 0), (4, 10, 8), (0, 0, 0)), 0.0),
}


def pairs_of(table):
    return [
        (first, second)
        for first, row in enumerate(table)
        for second, count in enumerate(row)
        for _ in range(count)
    ]


def said(pairs, size: int) -> RaterAgreement:
    """Return what agreement says of enough pairs."""
    found = agreement(pairs, range(size), minimum=20)
    assert isinstance(found, RaterAgreement)
    return found


def kappa_of(pairs, size: int) -> Kappa:
    """Return kappa where it is defined."""
    kappa = said(pairs, size).kappa
    assert kappa is not None
    return kappa


@pytest.mark.parametrize("name", EXAMPLES)
def test_agreement_is_what_was_worked_out_elsewhere(name):
    table, n, same, first_higher, second_higher, kappa, low, high = EXAMPLES[name]

    found = said(pairs_of(table), len(table))

    assert (found.n, found.same) == (n, same)
    assert (found.first_higher, found.second_higher) == (first_higher, second_higher)
    weighted = kappa_of(pairs_of(table), len(table))
    assert weighted.value == pytest.approx(kappa, abs=1e-6)
    assert weighted.low == pytest.approx(low, abs=1e-6)
    assert weighted.high == pytest.approx(high, abs=1e-6)
    assert weighted.has_width


def test_steps_count_by_their_order_not_by_the_numbers_that_stand_for_them():
    steps = pairs_of(THREE_STEPS)
    named = [(10 * first + 5, 10 * second + 5) for first, second in steps]

    assert agreement(named, (5, 15, 25), minimum=20) == agreement(steps, range(3), minimum=20)


def test_a_step_that_nobody_used_changes_nothing():
    pairs = pairs_of(THREE_STEPS)
    wider, plain = (kappa_of(pairs, size) for size in (7, 3))

    assert (wider.value, wider.low, wider.high) == pytest.approx(
        (plain.value, plain.low, plain.high)
    )


def test_the_interval_ends_where_kappa_can_end():
    nearly = pairs_of(((15, 0, 0), (1, 0, 0), (0, 0, 5)))

    found = kappa_of(nearly, 3)

    assert (found.value, found.low) == pytest.approx((0.936556, 0.811595), abs=1e-6)
    assert found.high == 1


@pytest.mark.parametrize("name", NO_WIDTH)
def test_an_interval_without_width_is_known_as_one(name):
    table, kappa = NO_WIDTH[name]

    found = kappa_of(pairs_of(table), len(table))

    assert (found.value, found.low, found.high) == pytest.approx((kappa, kappa, kappa))
    assert not found.has_width


@pytest.mark.parametrize("size", [1, 3, 7])
def test_kappa_is_not_defined_where_both_only_gave_one_value(size):
    found = said([(0, 0)] * 25, size)

    assert (found.n, found.same, found.kappa) == (25, 25, None)


@pytest.mark.parametrize(("n", "minimum"), [(0, 20), (19, 20), (0, 0)])
def test_too_few_pairs_say_nothing(n, minimum):
    assert agreement([(1, 2)] * n, range(7), minimum=minimum) == TooFew(n, minimum)


def test_a_value_off_the_scale_is_a_fault():
    with pytest.raises(ValueError, match="not on the scale: 7, 9"):
        agreement([(1, 9), (7, 1)], range(7), minimum=1)


def test_the_most_disputed_come_first():
    pairs = [
        ("once of two", 1, 2),
        ("once of two", 2, 2),
        ("always", 3, 2),
        ("always", 2, 3),
        ("never", 4, 4),
        ("far apart", 0, 5),
        ("one step", 1, 2),
    ]

    found = most_disputed(pairs, range(7), at_most=4)

    assert found == [
        Disputed("far apart", 1, 1, 5),
        Disputed("always", 2, 2, 1),
        Disputed("one step", 1, 1, 1),
        Disputed("once of two", 2, 1, 1),
    ]
