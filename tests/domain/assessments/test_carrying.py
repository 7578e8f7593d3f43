from competency.assessments.domain.carrying import carried, to_confirm_again
from competency.assessments.domain.marks import UNRATED, Answer, Mark
from competency.assessments.domain.sealing import content_hash


def at(position, **more):
    return Mark(Answer.RATED, position, **more)


def test_last_times_answers_are_carried_without_comment_or_number():
    agreed = {"A": at(3, comment="seen in June", seq=4), "B": UNRATED, "GONE": at(2)}

    assert carried(agreed, {"A", "B", "C"}) == {"A": at(3)}


def test_only_strands_that_changed_are_to_be_confirmed_again():
    marks = {
        "SAME": (at(1), "1.0"),
        "CHANGED": (at(2), "1.0"),
        "CONFIRMED": (at(3), "1.1"),
        "EMPTY": (UNRATED, "1.0"),
    }

    again = to_confirm_again(marks, "1.1", {"CHANGED", "CONFIRMED", "EMPTY"})

    assert again == {"CHANGED": at(2)}


def test_the_same_content_has_the_same_hash_whatever_its_order():
    one = {"a": 1, "b": ["x", None]}
    other = {"b": ["x", None], "a": 1}

    assert content_hash(one) == content_hash(other)
    assert content_hash(one) != content_hash(one | {"a": 2})
