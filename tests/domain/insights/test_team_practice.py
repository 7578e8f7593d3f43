"""How people practise, in tables of examples: what moved, how far two ratings are apart, how old
the evidence is."""

from datetime import date

import pytest

from competency.assessments.domain.marks import Answer, Mark
from competency.insights.domain.caseload import Range, spread, workers_by_cases
from competency.insights.domain.team_practice import (
    Apart,
    Cycle,
    Evidence,
    Facts,
    Member,
    Moved,
    a_year_before,
    apart,
    apart_by_section,
    evidence_of,
    moved_by_section,
    rows,
)

TODAY = date(2026, 5, 8)
SECTIONS = [("SUP", ["SUP-1a", "SUP-1b"]), ("PLA", ["PLA-1a"])]


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([], Apart()),
        ([(3, 3)], Apart(same=1)),
        ([(4, 3)], Apart(own_higher=1)),  # one step is a difference, and not far
        ([(5, 3)], Apart(own_higher=1, own_far=1)),
        ([(1, 3)], Apart(theirs_higher=1, theirs_far=1)),
        ([(6, 0), (0, 1), (2, 2)], Apart(1, 1, 1, 0, 1)),
    ],
)
def test_how_two_ratings_stand_to_each_other(pairs, found):
    assert apart(pairs) == found


def test_the_ratings_of_several_people_are_counted_by_section():
    found = apart_by_section(SECTIONS, [{"SUP-1a": (3, 1)}, {"SUP-1a": (2, 2), "PLA-1a": (1, 2)}])

    assert found == {"SUP": Apart(1, 0, 1, 0, 1), "PLA": Apart(theirs_higher=1)}
    assert found["SUP"].both == 2


def mark(position):
    return Mark(Answer.RATED, position)


def test_what_moved_counts_only_strands_agreed_both_times():
    before = {"SUP-1a": mark(2), "SUP-1b": mark(3)}
    now = {"SUP-1a": mark(3), "PLA-1a": mark(1)}

    assert moved_by_section(SECTIONS, [(before, now)]) == {"SUP": Moved(1, 0, 0), "PLA": Moved()}
    assert moved_by_section(SECTIONS, []) == {"SUP": Moved(), "PLA": Moved()}


@pytest.mark.parametrize(
    ("days", "found"),
    [
        ([], Evidence(0, 0, None)),
        ([date(2025, 5, 8)], Evidence(1, 0, date(2025, 5, 8))),  # a year ago to the day
        ([date(2025, 5, 7)], Evidence(0, 1, date(2025, 5, 7))),
        ([date(2026, 5, 1), date(2024, 1, 1)], Evidence(1, 1, date(2026, 5, 1))),
    ],
)
def test_evidence_of_the_last_year_and_older(days, found):
    assert evidence_of(days, TODAY) == found


def test_a_year_before_a_leap_day():
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


def test_a_person_without_a_signed_appraisal_has_squares_without_positions():
    facts = Facts(signed={}, revealed={}, agreed={}, pairs={}, targets={}, evidence={})
    (row,) = rows([Member(1, "Asha Patel", None, "")], SECTIONS, facts, TODAY)

    assert [cell.middle for cell in row.cells] == [None, None]
    assert (row.signed, row.moved, row.apart) == (None, None, None)


def test_a_row_takes_its_change_from_the_two_newest_signed_cycles():
    cycles = [Cycle(n, 1, f"Cycle {n}", date(2020 + n, 1, 1), TODAY) for n in (3, 2)]
    facts = Facts(
        signed={1: cycles},
        revealed={1: cycles[0]},
        agreed={3: {"SUP-1a": mark(4)}, 2: {"SUP-1a": mark(2)}},
        pairs={3: {"SUP-1a": (4, 2)}},
        targets={7: {"SUP": 4}},
        evidence={1: {"SUP-1a": TODAY}},
    )
    (row,) = rows([Member(1, "Asha Patel", 7, "")], SECTIONS, facts, TODAY)

    assert row.moved == Moved(rose=1)
    assert row.apart == Apart(own_higher=1, own_far=1)
    assert (row.cells[0].middle, row.cells[0].rated, row.targets) == (4, 1, {"SUP": 4})
    assert row.evidence.recent == 1


RANGE = Range(10, 15)


@pytest.mark.parametrize(
    ("cases", "said"),
    [
        (0, "below the range"),
        (9, "below the range"),
        (10, "within the range"),
        (15, "within the range"),
        (16, "above the range"),
    ],
)
def test_where_a_caseload_lies(cases, said):
    assert RANGE.says(cases) == said


def test_caseloads_are_counted_below_within_and_above():
    assert spread([0, 9, 10, 12, 15, 16], RANGE) == (2, 3, 1)
    assert spread([], RANGE).workers == 0


def test_the_bars_reach_beyond_the_range_and_end_somewhere():
    assert workers_by_cases([2, 12, 12], RANGE) == [
        0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0,
    ]  # fmt: skip
    assert workers_by_cases([400], RANGE)[-1] == 1
    assert len(workers_by_cases([400], RANGE)) == 26
