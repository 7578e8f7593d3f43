import pytest

from competency.assessments.domain.marks import Answer, check_mark
from competency.kernel.errors import Refused

SCALE = range(7)


@pytest.mark.parametrize(
    ("typed", "answer", "position", "reason"),
    [
        ({"answer": "rated", "position": 0}, Answer.RATED, 0, ""),  # "not yet" is a position
        ({"answer": "rated", "position": 6}, Answer.RATED, 6, ""),
        ({"answer": "rated", "position": 2, "reason": "left over"}, Answer.RATED, 2, ""),
        (
            {"answer": "not_applicable", "reason": " I supervise nobody "},
            Answer.NOT_APPLICABLE,
            None,
            "I supervise nobody",
        ),
        ({"answer": "unrated", "position": 3}, Answer.UNRATED, None, ""),
    ],
)
def test_what_is_typed_becomes_a_mark(typed, answer, position, reason):
    mark = check_mark(SCALE, **typed)

    assert (mark.answer, mark.position, mark.reason) == (answer, position, reason)


@pytest.mark.parametrize(
    ("typed", "code", "field"),
    [
        ({"answer": "rated", "position": 7}, "off_the_scale", "position"),
        ({"answer": "rated", "position": -1}, "off_the_scale", "position"),
        ({"answer": "rated", "position": None}, "off_the_scale", "position"),
        ({"answer": "excellent"}, "unknown_answer", "position"),
        ({"answer": "not_applicable", "reason": "   "}, "reason_needed", "reason"),
        ({"answer": "not_applicable", "reason": "x" * 1001}, "long_reason", "reason"),
        ({"answer": "rated", "position": 1, "comment": "x" * 4001}, "long_comment", "comment"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_next_to_its_field(typed, code, field):
    with pytest.raises(Refused) as refusal:
        check_mark(SCALE, **typed)

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_unrated_not_applicable_and_not_yet_are_three_things():
    not_yet = check_mark(SCALE, answer="rated", position=0)
    not_applicable = check_mark(SCALE, answer="not_applicable", reason="no team")
    unrated = check_mark(SCALE, answer="unrated")

    assert [m.is_closed for m in (not_yet, not_applicable, unrated)] == [True, True, False]
    assert not not_yet.says_the_same(unrated)
    assert not not_applicable.says_the_same(unrated)
