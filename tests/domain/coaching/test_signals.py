"""What in one person's figures is worth a conversation, and what is a strength, as a table."""

from datetime import date, timedelta

import pytest

from competency.coaching.library import load_signal_rules
from tests.builders.signals import (
    ME,
    TODAY,
    answers,
    clocks,
    codes,
    pending,
    position,
    shown,
    signals,
    steady,
    written,
)

LONG_AGO, NEW = date(2024, 3, 1), TODAY - timedelta(days=20)
EIGHT = range(8, 0, -1)
# Of nine months six were usual, and then came three that were not.
FELL = [*steady(9, 10, range(12, 3, -1)), (3, 5, 10), (2, 4, 10), (1, 3, 10)]
UP_AND_DOWN = [(ago, 7 + 2 * (ago % 2), 10) for ago in range(8, 0, -1)]
ROSE = [*steady(5, 10, range(12, 3, -1)), (3, 9, 10), (2, 10, 10), (1, 10, 10)]

TABLE = [
    # what there is, and what is said of it
    ("nothing at all", {}, []),
    ("a chart without a pattern", {"clocks": clocks(*steady(8, 10, EIGHT))}, []),
    ("a fall on a chart", {"clocks": clocks(*FELL)}, ["clocks-below-usual"]),
    ("a rise on a chart", {"clocks": clocks(*ROSE)}, ["clocks-above-usual", "clocks-reliable"]),
    (
        "a fall that is long over",
        {"clocks": clocks(*((ago + 8, k, n) for ago, k, n in FELL), *UP_AND_DOWN)},
        [],
    ),
    (
        "seven months are no chart",
        {"clocks": clocks(*steady(6, 10, range(7, 0, -1)))},
        ["clocks-often-late"],
    ),
    ("7 due are too few for a word", {"clocks": clocks((2, 0, 4), (1, 0, 3))}, []),
    ("8 due, 5 on time", {"clocks": clocks((2, 2, 4), (1, 3, 4))}, ["clocks-often-late"]),
    ("10 due, 7 on time: just enough", {"clocks": clocks((2, 3, 5), (1, 4, 5))}, []),
    ("the present month is not over", {"clocks": clocks((0, 0, 20))}, []),
    ("nothing due of late", {"clocks": clocks((5, 1, 10), (4, 1, 10))}, []),
    ("20 of 20 on time", {"clocks": clocks((2, 10, 10), (1, 10, 10))}, ["clocks-reliable"]),
    ("one review is one review", {"answers": answers("w")}, []),
    ("the same point twice", {"answers": answers("ww")}, ["item-again"]),
    ("twice among the last four", {"answers": answers("wssw")}, ["item-again"]),
    ("once among the last four", {"answers": answers("wwssws")}, []),
    ("mended since", {"answers": answers("wwssss")}, []),
    ("three good answers are few", {"answers": answers("sss")}, []),
    ("four good answers", {"answers": answers("ssss")}, ["item-good-throughout"]),
    ("good, but more than a year ago", {"answers": answers("ssss", every=200)}, []),
    ("one position apart", {"positions": [position("REC-1a", 3, 2)]}, []),
    ("two apart", {"positions": [position("REC-1a", 3, 1)]}, ["ratings-apart"]),
    ("two apart the other way", {"positions": [position("REC-1a", 1, 3)]}, ["ratings-apart"]),
    ("two apart and agreed", {"positions": [position("REC-1a", 3, 1, 2)]}, []),
    ("only one said anything", {"positions": [position("REC-1a", 3)]}, []),
    ("below CMP2 needs no evidence", {"positions": [position("REC-1a", 3, 3, 3)]}, []),
    (
        "CMP2 without evidence",
        {"positions": [position("REC-1a", 4, 4, 4)]},
        ["position-without-evidence"],
    ),
    (
        "own CMP2, nothing agreed yet",
        {"positions": [position("REC-1a", 4, 4)]},
        ["position-without-evidence"],
    ),
    ("agreed lower than said", {"positions": [position("REC-1a", 5, 3, 3)]}, []),
    (
        "evidence of no area in particular counts",
        {"positions": [position("REC-1a", 4, 4, 4)], "evidence": [shown("REC-1a", NEW, area=None)]},
        [],
    ),
    (
        "evidence of another area does not",
        {"positions": [position("REC-1a", 4, 4, 4)], "evidence": [shown("REC-1a", NEW, area=9)]},
        ["position-without-evidence"],
    ),
    (
        "old evidence",
        {"positions": [position("REC-1a", 4, 4, 4)], "evidence": [shown("REC-1a", LONG_AGO)]},
        ["evidence-stale"],
    ),
    (
        "fresh evidence at the highest level",
        {
            "positions": [position("REC-1a", 6, 6, 6)],
            "evidence": [shown("REC-1a", NEW, best="CMP3", entries=2)],
        },
        ["evidence-fresh"],
    ),
    (
        "one entry is one entry",
        {
            "positions": [position("REC-1a", 6, 6, 6)],
            "evidence": [shown("REC-1a", NEW, best="CMP3")],
        },
        [],
    ),
    ("training out of time", {"pending": [pending()]}, ["training-overdue"]),
    ("no open case", {"open_cases": 0}, []),
    ("9 open cases", {"open_cases": 9}, ["caseload-out-of-range"]),
    ("10 open cases", {"open_cases": 10}, []),
    ("15 open cases", {"open_cases": 15}, []),
    ("16 open cases", {"open_cases": 16}, ["caseload-out-of-range"]),
    ("3 of 12 entries late", {"written": written((2, 1, 6), (1, 2, 6))}, ["records-late"]),
    ("2 of 12 entries late", {"written": written((2, 1, 6), (1, 1, 6))}, []),
    ("11 entries are too few", {"written": written((1, 11, 11))}, []),
    ("entries of this month wait", {"written": written((0, 12, 12))}, []),
    ("19 of 20 entries at once", {"written": written((1, 1, 20))}, ["records-at-once"]),
]


@pytest.mark.parametrize(("facts", "said"), [row[1:] for row in TABLE], ids=[r[0] for r in TABLE])
def test_what_is_said_of_which_facts(facts, said):
    assert codes(**facts) == said


def test_a_signal_says_its_figures_and_what_it_informs():
    (one,) = signals(clocks=clocks(*FELL))

    assert one.sentence == (
        "Risk assessment: 12 of 30 (40 %) on time in February to April 2026; usually 93 of 120 "
        "(78 %). On the chart: two of three months beyond two sigma on one side."
    )
    assert (one.k, one.n, one.newest_on) == (12, 30, date(2026, 4, 30))
    assert (one.person_id, one.subject, one.strands) == (ME, "timeliness:KPI_04", ("IMP-1a",))
    assert not one.is_strength


def test_what_is_excused_is_not_held_against_anybody():
    bad = clocks((2, 1, 10), (1, 1, 10))
    assert [one.code for one in signals(clocks=bad)] == ["clocks-often-late"]

    excused = [row._replace(adjusted_k=1, adjusted_n=1) for row in bad]

    assert codes(clocks=excused) == []


def test_a_section_is_one_signal_with_the_strands_it_is_about():
    strands = [position(code, 4, 4, 4) for code in ("REC-1a", "REC-1b", "REC-2a", "PLA-1a")]

    found = signals(positions=strands, evidence=[shown("REC-1b", NEW)])

    assert [(one.subject, one.k, one.n, one.strands) for one in found] == [
        ("section:REC", 2, 3, ("REC-1a", "REC-2a")),
        ("section:PLA", 1, 1, ("PLA-1a",)),
    ]
    assert found[0].sentence == (
        "Record keeping: 2 of 3 strands at CMP2 or above have no shared evidence yet "
        "(REC-1a, REC-2a)."
    )
    assert {one.practice_area_id for one in found} == {3}


def test_every_rule_has_a_row_that_shows_it():
    seen = {code for _, _, said in TABLE for code in said}

    assert seen == {rule.code for rule in load_signal_rules().rules}


def test_the_strongest_come_first_and_never_by_person():
    found = codes(
        open_cases=20,
        clocks=clocks(*FELL),
        answers=[*answers("ww", "C1"), *answers("ww", "B1", every=10)],
        pending=[pending()],
        positions=[position("REC-1a", 4, 1)],
    )

    assert found == [
        "clocks-below-usual",
        "item-again",
        "item-again",
        "ratings-apart",
        "training-overdue",
        "caseload-out-of-range",
        "position-without-evidence",
    ]
