"""How far two levels agree: what is paired, in which groups, and from how many answers on."""

import pytest

from competency.kernel.agreement import Disputed, RaterAgreement, TooFew
from competency.reviews.domain.calibration import Answered, TwoLevels, both_answered, calibrate
from competency.reviews.domain.levels import Level
from tests.builders.instrument import shipped

INSTRUMENT = shipped()

ANN, BEN, SPECIALIST = 1, 2, 9
NORTH, SOUTH = 1, 2


def a_case(*answered, first=ANN, region=NORTH, is_named=True):
    return TwoLevels(
        first_reviewer_id=first,
        second_reviewer_id=SPECIALIST,
        region_id=region,
        is_named=is_named,
        answered=tuple(Answered(f"I{n}", a, b) for n, (a, b) in enumerate(answered)),
    )


SAME, LENIENT, STRICT = (1, 1), (1, 0), (0, 1)  # of the first level


def test_the_whole_says_who_is_more_lenient():
    found = calibrate([a_case(SAME, SAME, LENIENT), a_case(SAME, STRICT, LENIENT)], minimum=6)

    result = found.whole.result
    assert isinstance(result, RaterAgreement)
    assert (found.whole.cases, result.n, result.same) == (2, 6, 3)
    assert (result.first_higher, result.second_higher) == (2, 1)


def test_each_reviewer_is_compared_with_who_rated_the_same_cases():
    cases = [a_case(SAME, LENIENT), a_case(SAME, SAME, first=BEN), a_case(SAME, first=BEN)]

    found = calibrate(cases, minimum=2).reviewers

    assert {who: (group.cases, group.result.n) for who, group in found.items()} == {
        (Level.FIRST, ANN): (1, 2),
        (Level.SECOND, SPECIALIST): (3, 5),
        (Level.FIRST, BEN): (2, 3),
    }
    of_ann, of_ben = found[Level.FIRST, ANN].result, found[Level.FIRST, BEN].result
    assert isinstance(of_ann, RaterAgreement)
    assert isinstance(of_ben, RaterAgreement)
    assert (of_ann.first_higher, of_ben.same) == (1, 3)


def test_nothing_is_told_of_a_group_below_the_minimum():
    cases = [a_case(SAME, LENIENT), a_case(SAME, SAME, SAME, region=SOUTH)]

    found = calibrate(cases, minimum=3)

    assert found.whole.result.n == 5
    assert found.regions[NORTH].result == TooFew(2, 3)
    assert found.regions[SOUTH].result.n == 3
    assert found.reviewers[Level.SECOND, SPECIALIST].result.n == 5


def test_reviewers_whom_the_reader_may_not_know_count_without_a_name():
    found = calibrate([a_case(SAME, SAME, is_named=False)], minimum=2)

    assert (found.whole.result.n, found.reviewers) == (2, {})


def test_an_item_is_called_disputed_only_where_it_alone_has_answers_enough():
    cases = [a_case(LENIENT, SAME, LENIENT), a_case(LENIENT, LENIENT), a_case(SAME, SAME)]

    found = calibrate(cases, minimum=3)

    assert found.disputed == [Disputed("I0", 3, 2, 1), Disputed("I1", 3, 1, 1)]
    assert found.items_heard == 2  # I2 was answered twice by one case alone


def test_no_case_at_all_says_nothing():
    found = calibrate([], minimum=20)

    assert (found.whole.cases, found.whole.result) == (0, TooFew(0, 20))
    assert (found.regions, found.reviewers, found.disputed) == ({}, {}, [])


@pytest.mark.parametrize(
    ("first", "second", "paired"),
    [
        ({"I1": "strength"}, {"I1": "needs-improvement"}, [("I1", 1, 0)]),
        ({"I1": "strength"}, {"I1": "strength"}, [("I1", 1, 1)]),
        ({"I1": "strength"}, {}, []),
        ({"I1": "not-applicable"}, {"I1": "strength"}, []),
        ({"I1": ""}, {"I1": "strength"}, []),
    ],
)
def test_only_items_that_both_levels_ranked_are_paired(first, second, paired):
    found = both_answered(INSTRUMENT, ((), first), ((), second))

    assert [(one.item, one.first, one.second) for one in found] == paired


def test_an_answer_to_what_did_not_apply_is_no_pair():
    conditional = next(i for i in INSTRUMENT.items if i.when and i.when[0].item)
    before = conditional.when[0]
    assert before.item is not None
    open_ = {before.item: before.answers[0]}
    rank = INSTRUMENT.scale_of(conditional).answers[0].code
    elements = tuple(element.code for element in INSTRUMENT.elements)
    given, without = {**open_, conditional.code: rank}, {conditional.code: rank}

    both = both_answered(INSTRUMENT, (elements, given), (elements, given))
    one = both_answered(INSTRUMENT, (elements, given), (elements, without))

    assert conditional.code in {pair.item for pair in both}
    assert conditional.code not in {pair.item for pair in one}
