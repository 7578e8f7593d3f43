import pytest

from competency.assessments.domain.agenda import (
    Outcome,
    agenda,
    check_agreement,
    check_no_agreement,
    item,
    left_to_close,
)
from competency.assessments.domain.marks import UNRATED, Answer, Mark
from competency.kernel.errors import Refused


def at(position):
    return Mark(Answer.RATED, position)


DOES_NOT_APPLY = Mark(Answer.NOT_APPLICABLE, None, "no team")


def test_largest_gaps_come_first_in_both_directions():
    own = {"A": at(3), "B": at(6), "C": at(0), "D": at(2), "E": at(2)}
    supervisor = {"A": at(2), "B": at(2), "C": at(5), "D": at(2), "E": at(1)}

    found = agenda("ABCDE", own, supervisor)

    assert [(i.strand, i.gap) for i in found.to_discuss] == [
        ("C", -5),
        ("B", 4),
        ("A", 1),
        ("E", 1),
    ]
    assert [i.strand for i in found.alike] == ["D"]


@pytest.mark.parametrize(
    ("own", "supervisor", "gap", "differs", "is_open"),
    [
        (at(4), at(2), 2, True, True),
        (at(0), at(0), 0, False, True),
        (at(0), UNRATED, None, True, True),  # "not yet" against nothing is no gap of positions
        (DOES_NOT_APPLY, at(2), None, True, True),
        (DOES_NOT_APPLY, DOES_NOT_APPLY, None, False, True),
        (DOES_NOT_APPLY, UNRATED, None, True, True),
        (UNRATED, UNRATED, None, False, False),
    ],
)
def test_only_two_positions_make_a_gap(own, supervisor, gap, differs, is_open):
    found = item("A", own, supervisor)

    assert (found.gap, found.differs, found.is_open) == (gap, differs, is_open)


def test_one_sided_strands_come_after_all_gaps_and_unrated_ones_stay_out():
    found = agenda("ABC", {"A": at(3), "B": at(3)}, {"B": at(2)})

    assert [i.strand for i in found.to_discuss] == ["B", "A"]
    assert found.unrated == ("C",)


@pytest.mark.parametrize(
    ("own", "supervisor", "agreed", "reason", "code"),
    [
        (at(2), at(2), at(2), "", None),  # both said it: no reason needed
        (at(2), at(2), at(3), "", "reason_needed"),
        (at(2), at(2), at(3), "we looked at the log", None),
        (at(2), at(4), at(4), "", "reason_needed"),
        (at(2), at(4), DOES_NOT_APPLY, "no team any more", None),
        (at(2), UNRATED, at(2), "", "reason_needed"),
        (UNRATED, UNRATED, at(2), "why not", "unrated"),
        (at(2), at(4), UNRATED, "never mind", "no_position"),
        (at(2), at(4), at(3), "x" * 1001, "long_reason"),
    ],
)
def test_a_difference_needs_a_reason(own, supervisor, agreed, reason, code):
    about = item("A", own, supervisor)
    if code is None:
        assert check_agreement(about, agreed, reason).mark == agreed
        return
    with pytest.raises(Refused) as refusal:
        check_agreement(about, agreed, reason)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("own", "supervisor", "reasons", "code"),
    [
        (at(2), at(4), ("I run groups", "not seen yet"), None),
        (at(2), at(4), ("I run groups", " "), "reason_needed"),
        (at(2), at(4), ("", "not seen yet"), "reason_needed"),
        (at(2), at(2), ("a", "b"), "no_difference"),
    ],
)
def test_not_agreed_needs_both_reasons(own, supervisor, reasons, code):
    about = item("A", own, supervisor)
    if code is None:
        made = check_no_agreement(about, *reasons)
        assert (made.outcome, made.mark.answer) == (Outcome.NOT_AGREED, Answer.UNRATED)
        return
    with pytest.raises(Refused) as refusal:
        check_no_agreement(about, *reasons)
    assert refusal.value.code == code


def test_what_is_left_begins_with_the_differences():
    found = agenda("ABCD", {"A": at(1), "B": at(1), "C": at(1)}, {"A": at(1), "B": at(4)})

    assert left_to_close(found, []) == ("B", "C", "A")
    assert left_to_close(found, ["B", "A"]) == ("C",)
