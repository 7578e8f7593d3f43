"""How many cases each supervisor had to draw from, and why fewer than four were drawn."""

from datetime import date

import pytest

from competency.reviews.domain.draw import Frame, Row, draw
from competency.reviews.domain.supply import supply

MAY = date(2026, 5, 1)
QUOTA = 4


def rows(*references: str, supervisor: str = "S-1", recused: bool = False) -> list[Row]:
    return [Row(ref, "W-1", supervisor, "North", "Housing", recused) for ref in references]


@pytest.mark.parametrize(
    ("frame", "cases", "drawable", "drawn", "why"),
    [
        (Frame(rows("A", "B", "C", "D", "E")), 5, 5, 4, ""),
        (Frame(rows("A", "B", "C", "D")), 4, 4, 4, ""),
        (Frame(rows("A")), 1, 1, 1, "1 open case in all"),
        (
            Frame(rows("A", "B", "C", "D", "E"), frozenset("AB")),
            5,
            3,
            3,
            "5 open cases in all; drawn the month before: 2",
        ),
        (
            Frame([*rows("A", recused=True), *rows("B")], frozenset("B")),
            2,
            0,
            0,
            "2 open cases in all; drawn the month before: 1; "
            "the supervisor's own case, and no peer could take it: 1",
        ),
    ],
)
def test_a_supervisor_has_so_many_and_fewer_for_a_reason(
    frame: Frame, cases: int, drawable: int, drawn: int, why: str
) -> None:
    (found,) = supply(frame, draw(frame, 7, MAY))

    assert (found.cases, found.drawable, found.drawn) == (cases, drawable, drawn)
    assert found.why_fewer(QUOTA) == why


def test_each_supervisor_is_named_once_with_their_regions_and_nobody_is_none() -> None:
    frame = Frame(
        [
            *rows("A", "B", supervisor="S-2"),
            Row("C", "W-2", "S-2", "South", "Housing"),
            *rows("D", supervisor="S-1"),
            *rows("E", supervisor=""),
        ]
    )

    found = supply(frame, draw(frame, 7, MAY))

    assert [(one.supervisor, sorted(one.regions)) for one in found] == [
        ("S-1", ["North"]),
        ("S-2", ["North", "South"]),
    ]
