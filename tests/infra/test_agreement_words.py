"""Agreement in sentences: never a figure that cannot be told."""

import pytest

from competency.infra.agreement_words import agreement_words, kappa_cell
from competency.kernel.agreement import Kappa, RaterAgreement, TooFew

KAPPA = Kappa(0.50816, -0.37977, 0.63655)
FOUND = RaterAgreement(n=88, same=45, first_higher=19, second_higher=24, kappa=KAPPA)


def said(found):
    return agreement_words(found, what="strand", first="Priya", second="Rosa")


def test_it_is_told_with_the_numbers_that_it_rests_on():
    assert said(FOUND) == [
        "The same position was given on 45 of 88 (51 %) strands that both rated.",
        "Weighted kappa is 0.51, its 95 % interval \N{MINUS SIGN}0.38 to 0.64.",
        "Priya gave the higher position, the more lenient one, on 19 of 88 (22 %); "
        "Rosa on 24 of 88 (27 %).",
    ]


@pytest.mark.parametrize(
    ("n", "begins"), [(1, "There is 1 strand"), (0, "There are 0 strands"), (19, "There are 19")]
)
def test_too_few_say_only_how_many_there_are(n, begins):
    (only,) = said(TooFew(n, 20))

    assert only.startswith(begins)
    assert "Below 20 nothing is said" in only


@pytest.mark.parametrize(
    ("kappa", "words"),
    [
        (None, "Weighted kappa is not defined here"),
        (Kappa(1.0, 1.0, 1.0), "Weighted kappa is 1.00. The ratings vary too little"),
        (Kappa(-0.001, -0.2, 0.2), "Weighted kappa is 0.00, its 95 % interval"),
    ],
)
def test_what_kappa_cannot_say_is_said_in_words(kappa, words):
    found = RaterAgreement(n=20, same=20, first_higher=0, second_higher=0, kappa=kappa)

    assert said(found)[1].startswith(words)


def test_the_words_follow_what_was_given():
    found = RaterAgreement(n=40, same=40, first_higher=0, second_higher=0, kappa=None)

    told = agreement_words(found, what="item", first="A", second="B", given="answer")

    assert told[0] == "The same answer was given on 40 of 40 (100 %) items that both rated."
    assert "one and the same answer" in told[1]
    (few,) = agreement_words(TooFew(3, 20), what="item", first="A", second="B", given="answer")
    assert few.startswith("There are 3 items with an answer from both.")


@pytest.mark.parametrize(
    ("kappa", "cell"),
    [
        (KAPPA, "0.51 (\N{MINUS SIGN}0.38 to 0.64)"),
        (Kappa(1.0, 1.0, 1.0), "1.00 (no interval)"),
        (None, "not defined"),
    ],
)
def test_a_tables_cell_says_it_short(kappa, cell):
    found = RaterAgreement(n=20, same=20, first_higher=0, second_higher=0, kappa=kappa)

    assert kappa_cell(found) == cell
    assert kappa_cell(TooFew(3, 20)) == "too few (below 20)"
