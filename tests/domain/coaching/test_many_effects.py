"""What many actions were followed by, and what is kept back so that nobody can be worked out."""

import pytest

from competency.coaching.domain.effect import Word
from competency.coaching.domain.many_effects import Told, kept_back, table

KEPT = [
    # people of each group; which groups are not shown
    ({"visit": 6, "training": 5}, ""),
    ({"visit": 6, "training": 4, "reading": 9}, "training visit"),
    ({"visit": 6, "training": 4, "reading": 1}, "reading training"),
    ({"visit": 6, "training": 2, "reading": 1, "template": 8}, "reading training visit"),
    ({"visit": 4, "training": 0}, None),
    ({"visit": 3, "training": 2}, "training visit"),
    ({}, ""),
]


def people_of(sizes: dict[str, int]) -> dict[str, set[int]]:
    """Give each group people of its own."""
    found: dict[str, set[int]] = {}
    number = 0
    for name, size in sizes.items():
        found[name] = set(range(number, number + size))
        number += size
    return found


@pytest.mark.parametrize(("sizes", "hidden"), KEPT)
def test_small_groups_are_kept_back_with_the_next_smallest(
    sizes: dict[str, int], hidden: str | None
) -> None:
    found = kept_back(people_of(sizes))

    assert (None if found is None else " ".join(sorted(found))) == hidden


def test_somebody_in_two_small_groups_counts_once() -> None:
    # Three people in one group and the same three with another in a second: four people in all.
    others = {"visit": {1, 2, 3}, "training": {1, 2, 3, 4}, "reading": {5, 6, 7, 8, 9}}

    assert kept_back(others) == frozenset(others)


def told(group: str, people: range, word: Word = Word.IMPROVED) -> list[Told]:
    return [Told(person, group, word) for person in people]


def test_the_table_counts_actions_people_and_words() -> None:
    rows = [
        *told("visit", range(1, 7)),
        *told("visit", range(1, 3), Word.TOO_FEW),
        *told("training", range(1, 6), Word.WORSE),
    ]

    found = table(rows, entitled=())

    assert [(one.group, one.actions, one.people) for one in found.lines] == [
        ("training", 5, 5),
        ("visit", 8, 6),
    ]
    assert found.lines[1].words == {
        Word.IMPROVED: 6,
        Word.NO_CLEAR_CHANGE: 0,
        Word.WORSE: 0,
        Word.TOO_FEW: 2,
    }
    assert found.total is not None
    assert (found.total.actions, found.total.people) == (13, 6)
    assert found.kept_back == ()


def test_the_total_has_the_groups_that_are_kept_back() -> None:
    rows = [
        *told("visit", range(1, 7)),
        *told("training", range(20, 22)),
        *told("x", range(30, 39)),
    ]

    found = table(rows, entitled=())

    assert [one.group for one in found.lines] == ["x"]
    assert found.kept_back == ("training", "visit")
    assert found.total is not None
    assert found.total.actions == 17


def test_those_one_may_know_need_no_protection_and_protect_nobody() -> None:
    rows = [*told("visit", range(1, 4)), *told("training", range(1, 3))]
    assert table(rows, entitled=range(1, 4)).kept_back == ()
    assert table(rows, entitled=()).total is None

    rows += told("visit", range(20, 22))  # five in all, of whom three are the reader's own
    assert table(rows, entitled=range(1, 4)).total is None


def test_of_nothing_there_is_no_line() -> None:
    found = table([], entitled=())

    assert (found.lines, found.kept_back, found.total) == ((), (), None)
