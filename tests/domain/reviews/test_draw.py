"""Which cases a month's draw gives: examples first, then what holds of every draw."""

from collections import Counter
from datetime import date

import pytest

from competency.kernel.errors import Refused
from competency.reviews.domain.draw import (
    Exclusion,
    Frame,
    Peer,
    Quota,
    Row,
    draw,
    next_in_line,
)

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)


def row(ref, worker="W1", supervisor="S1", region="North", programme="Drugs", recused=False):
    return Row(ref, worker, supervisor, region, programme, recused)


def rows(count, **more):
    return [row(f"C-{n:04}", **more) for n in range(count)]


PEER = Peer("P1", "North", "Drugs")
# frame's rows, last month, peers | drawn | why the others are left out
EXAMPLES = {
    "fewer than four are all drawn": (rows(3), [], [], {"C-0000", "C-0001", "C-0002"}, {}),
    "nobody supervises the worker": (
        [row("A"), row("B", supervisor="")],
        [],
        [],
        {"A"},
        {"B": Exclusion.NO_SUPERVISOR},
    ),
    "drawn last month": (
        [row("A"), row("B")],
        ["A", "Z"],
        [],
        {"B"},
        {"A": Exclusion.DRAWN_LAST_MONTH},
    ),
    "the supervisor is the key worker": (
        [row("A"), row("B", worker="S1")],
        [],
        [PEER],
        {"A"},
        {"B": Exclusion.OWN_CASE},
    ),
    "the supervisor worked on it, and there is no peer": (
        [row("A"), row("B", recused=True)],
        [],
        [],
        {"A"},
        {"B": Exclusion.OWN_CASE},
    ),
    "the supervisor worked on it, and a peer is there": (
        [row("A"), row("B", recused=True)],
        [],
        [PEER],
        {"A", "B"},
        {},
    ),
    "a peer of another region is none": (
        [row("B", recused=True)],
        [],
        [Peer("P1", "South", "Drugs")],
        set(),
        {"B": Exclusion.OWN_CASE},
    ),
    "a peer of another programme is none": (
        [row("B", recused=True)],
        [],
        [Peer("P1", "North", "Housing")],
        set(),
        {"B": Exclusion.OWN_CASE},
    ),
    "a peer does not review the own case": (
        [row("B", worker="P1", recused=True)],
        [],
        [PEER],
        set(),
        {"B": Exclusion.OWN_CASE},
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_who_is_drawn_and_who_is_left_out_why(name):
    found, last, peers, drawn, excluded = EXAMPLES[name]

    made = draw(Frame(found, frozenset(last), peers), 7, MAY)

    assert {one.case_ref for one in made.first} == drawn
    assert made.excluded == excluded


def test_four_a_supervisor_and_never_more():
    frame = Frame(rows(40) + [row(f"D-{n}", supervisor="S2") for n in range(9)])

    made = draw(frame, 1, MAY)

    assert Counter(one.supervisor for one in made.first) == {"S1": 4, "S2": 4}
    assert made.eligible == {"S1": 40, "S2": 9}


def test_a_supervisor_without_a_case_to_draw_stands_there_with_none():
    frame = Frame([row("A"), row("B", supervisor="S2")], frozenset({"B"}))

    assert draw(frame, 1, MAY).eligible == {"S1": 1, "S2": 0}


def test_the_supervisor_reviews_unless_a_peer_has_to():
    made = draw(Frame([row("A"), row("B", recused=True)], peers=[PEER]), 3, MAY)

    assert {one.case_ref: one.reviewer for one in made.first} == {"A": "S1", "B": "P1"}


def test_a_peer_gets_no_more_than_the_quota_either():
    frame = Frame([row(f"R-{n}", supervisor=f"S{n}", recused=True) for n in range(6)], peers=[PEER])

    made = draw(frame, 5, MAY)

    assert [one.reviewer for one in made.first] == ["P1"] * 4
    assert set(made.excluded.values()) == {Exclusion.NO_PEER_FREE}


def test_a_peer_with_four_of_the_own_takes_none():
    frame = Frame(
        [*rows(4, supervisor="P1"), row("B", recused=True)],
        peers=[PEER, Peer("P2", "North", "Drugs")],
    )

    made = draw(frame, 5, MAY)

    assert {one.reviewer for one in made.first if one.case_ref == "B"} == {"P2"}


def test_at_most_eighteen_of_a_region_are_flagged_among_the_drawn():
    frame = Frame(
        [
            row(f"C-{s}-{n}", supervisor=f"S{s}", region="North" if s < 8 else "South")
            for s in range(10)
            for n in range(6)
        ]
    )

    made = draw(frame, 11, MAY)

    assert Counter(one.region for one in made.second) == {"North": 18, "South": 8}
    assert set(made.second) <= set(made.first)


def test_the_quotas_can_be_others():
    made = draw(Frame(rows(9)), 2, MAY, Quota(first=2, second=1))

    assert (len(made.first), len(made.second)) == (2, 1)


def test_the_list_of_a_seed_is_the_same_for_ever():
    """Were this to change, no stored draw could be made again."""
    made = draw(Frame(rows(12)), 2026, MAY)

    assert [one.case_ref for one in made.first] == PINNED
    assert made.frame_hash == PINNED_HASH


PINNED = ["C-0011", "C-0008", "C-0006", "C-0007"]
PINNED_HASH = "7152953b1e43a263c904a1ff35008e6d8c3f1043fe168431ea44012d74516c0c"


def test_another_month_gives_another_list():
    found = {m: [one.case_ref for one in draw(Frame(rows(40)), 1, m).first] for m in (MAY, JUNE)}

    assert found[MAY] != found[JUNE]


@pytest.mark.parametrize("seed", [-1, 2**63])
def test_a_seed_out_of_reach_is_refused(seed):
    with pytest.raises(Refused, match="whole number from 0"):
        draw(Frame(rows(2)), seed, MAY)


def test_a_case_that_stands_in_the_frame_twice_is_refused():
    with pytest.raises(Refused, match="twice"):
        draw(Frame([row("A"), row("A", supervisor="S2")]), 1, MAY)


def test_the_next_number_gives_the_substitute():
    frame = Frame(rows(10))
    first = draw(frame, 9, MAY).first
    whole = draw(frame, 9, MAY, Quota(first=10)).first
    had = [one.case_ref for one in first]

    found = next(next_in_line(frame, 9, MAY, "S1", had))

    assert found == whole[4]
    assert found.position == 5
    rest = [one.case_ref for one in next_in_line(frame, 9, MAY, "S1", had)]
    assert rest == [one.case_ref for one in whole[4:]]


def test_a_substitute_is_none_that_the_supervisor_worked_on():
    frame = Frame([*rows(4), row("R", recused=True)], peers=[PEER])

    assert all(one.case_ref != "R" for one in next_in_line(frame, 9, MAY, "S1", []))


def test_without_a_further_case_there_is_no_substitute():
    assert list(next_in_line(Frame(rows(2)), 9, MAY, "S1", ["C-0000", "C-0001"])) == []
    assert list(next_in_line(Frame(rows(2)), 9, MAY, "S9", [])) == []
