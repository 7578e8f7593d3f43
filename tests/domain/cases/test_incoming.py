"""A file of cases is read by row and column, or its faults are named so."""

from datetime import date

import pytest

from competency.cases.domain import incoming
from competency.cases.domain.incoming import COLUMNS, read_file
from competency.kernel.errors import Refused

TODAY = date(2026, 5, 8)
HEAD = ",".join(COLUMNS)


def a_row(**cells: str) -> str:
    facts = {"case_ref": "C-1", "team": "Quayside", "referral_received": "2026-01-05"} | cells
    return ",".join(facts.get(column, "") for column in COLUMNS)


def a_file(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *rows)).encode()


def where(content: bytes) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in read_file(content, TODAY).faults]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"entered": "2026-02-31"}, "entered"),
        ({"entered": "30/13/2025"}, "entered"),
        ({"entered": "20260105"}, "entered"),
        ({"entered": "2026-05-09"}, "entered"),
        ({"reviews": "2026-02-01;soon"}, "reviews"),
        ({"case_ref": ""}, "case_ref"),
        ({"case_ref": "Ann"}, "case_ref"),
        ({"referral_received": ""}, "referral_received"),
    ],
)
def test_a_faulty_cell_is_named(cells: dict[str, str], column: str) -> None:
    assert where(a_file(a_row(), a_row(**({"case_ref": "C-2"} | cells)))) == [(3, column)]


def test_two_rows_of_one_reference_are_named() -> None:
    assert where(a_file(a_row(), a_row(case_ref="c-1"))) == [(3, "case_ref")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", [(1, "")]),
        (HEAD.encode(), [(2, "")]),
        (a_file("C-1,Quayside"), [(2, "")]),
        (a_file(a_row(team="Caf\u00e9")).decode().encode("cp1252"), [(2, "")]),
        (a_file(head=HEAD.replace("team,", "")), [(1, "team")]),
        (a_file(head=HEAD + ",colour"), [(1, "colour")]),
        (a_file(head=HEAD + ",team"), [(1, "team")]),
    ],
)
def test_a_file_that_cannot_be_read_says_where(
    content: bytes, expected: list[tuple[int, str]]
) -> None:
    assert where(content) == expected


def test_columns_come_in_any_order_and_case_and_reviews_in_any_order() -> None:
    head = ",".join(reversed(COLUMNS)).upper()
    row = ",".join(reversed(a_row(reviews="2026-03-01; 2026-02-01").split(",")))

    (found,) = read_file(a_file(row, "", head=head), TODAY).rows

    assert [day for days in found.days.values() for day in days] == [
        date(2026, 1, 5),
        date(2026, 2, 1),
        date(2026, 3, 1),
    ]


def test_a_case_that_was_assigned_had_been_accepted() -> None:
    (found,) = read_file(a_file(a_row(assigned="2026-01-07")), TODAY).rows

    assert [event.kind for event in found.line()] == [
        "referral_received",
        "assigned",
        "referral_accepted",
    ]


def test_what_a_file_leaves_out_is_no_impossible_order() -> None:
    read = read_file(
        a_file(
            a_row(closed="2026-02-01"),
            a_row(case_ref="C-2", closed="2026-01-01"),
            a_row(case_ref="C-3", closed="2026-02-01", reviews="2026-03-01"),
        ),
        TODAY,
    )

    assert [len(row.impossible(TODAY)) for row in read.rows] == [0, 2, 1]


def test_more_rows_than_are_taken_at_once_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incoming, "MOST_ROWS", 1)

    with pytest.raises(Refused, match="at most 1 cases"):
        read_file(a_file(a_row(), a_row(case_ref="C-2")), TODAY)
