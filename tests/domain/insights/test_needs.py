"""What needs somebody now: in order of its day, each with one place to do it."""

from datetime import date, timedelta

import pytest

from competency.insights.domain import needs
from competency.insights.domain.needs import CaseDue, Need, SupervisionDue

TODAY = date(2026, 5, 8)


@pytest.mark.parametrize(
    ("due_on", "words"),
    [
        (date(2026, 5, 8), "today"),
        (date(2026, 5, 9), "tomorrow"),
        (date(2026, 5, 7), "yesterday"),
        (date(2026, 5, 20), "in 12 days"),
        (date(2026, 5, 1), "7 days ago"),
    ],
)
def test_a_day_is_said_by_how_far_away_it_is(due_on: date, words: str) -> None:
    assert needs.away(due_on, TODAY) == words


def test_what_is_late_comes_first_then_what_waits_without_a_day_then_the_soonest() -> None:
    later = Need("b", "", "/b", date(2026, 6, 1))
    today = Need("d", "", "/d", TODAY)
    late = Need("a", "", "/a", date(2026, 5, 1))
    undated = Need("c", "", "/c")

    found = needs.in_order([later, today, undated, late], TODAY)

    assert found == [late, undated, today, later]


def test_one_person_and_several_are_said_differently() -> None:
    assert needs.of_accounts(1).text == "Send 1 person a link to set a password"
    assert "They have no password yet" in needs.of_accounts(3).why


def due(reference: str, days: int, what: str = "Action plan entered") -> CaseDue:
    return CaseDue(int(reference[2:]), reference, what, TODAY + timedelta(days=days))


def test_what_is_due_on_cases_is_said_in_three_lines_at_most() -> None:
    many = [due(f"C-{n}", -n) for n in range(1, 6)]

    found = needs.of_cases([due("C-7", 0), due("C-8", 3), due("C-9", 5), *many], TODAY)

    assert [one.text for one in found] == [
        "5 things are late on your cases",
        "Action plan entered: C-7",
        "2 things are due this week on your cases",
    ]
    assert found[0].why == (
        "C-5: Action plan entered; C-4: Action plan entered; C-3: Action plan entered; and 2 more."
    )
    assert [one.path for one in found] == ["/cases", "/cases/7", "/cases"]
    assert [one.due_on for one in found] == [TODAY - timedelta(5), TODAY, TODAY + timedelta(3)]


def test_nothing_due_on_cases_needs_nothing() -> None:
    assert needs.of_cases([], TODAY) == []


@pytest.mark.parametrize(
    ("references", "text", "why"),
    [
        (["C-1"], "Sign off a risk assessment", "For C-1."),
        (["C-1", "C-2"], "Sign off 2 risk assessments", "For C-1, C-2."),
        (
            ["C-1", "C-2", "C-3", "C-4"],
            "Sign off 4 risk assessments",
            "For C-1, C-2, C-3 and 1 more.",
        ),
    ],
)
def test_sign_offs_are_counted_with_the_oldest_named(
    references: list[str], text: str, why: str
) -> None:
    need = needs.of_sign_offs(references)

    assert (need.text, need.why, need.path) == (text, why, "/cases/team")


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([], []),
        ([3], [("Complete: C-3", "/reviews/3/form", 3)]),
        ([12], [("Complete: C-12", "/reviews/12/form", 12)]),
        ([3, 4, 12], [("2 things are late in case reviews", "/reviews", 3),
                      ("Complete: C-12", "/reviews/12/form", 12)]),
        ([12, 8, 9, 10], [("4 things are due in case reviews", "/reviews", 8)]),
    ],
)  # fmt: skip
def test_reviews_are_one_need_late_and_one_to_come(days: list[int], said: list[object]) -> None:
    due = [
        needs.ReviewDue(f"/reviews/{day}/form", f"C-{day}", "Complete", date(2026, 5, day))
        for day in days
    ]

    found = needs.of_reviews(due, date(2026, 5, 8))

    assert [(n.text, n.path, n.due_on.day if n.due_on else 0) for n in found] == said


@pytest.mark.parametrize(
    ("due", "found"),
    [
        ([], []),
        ([("session", 7, "/a")], [("Prepare supervision", "/a")]),
        ([("session", 15, "/a")], []),  # more than two weeks ahead
        ([("action", -30, "/b")], [("Do what you agreed in supervision", "/b")]),
        (
            [("action", 3, "/b"), ("action", -2, "/c"), ("sign", -1, "/d")],
            [
                ("2 actions agreed in supervision are yours", "/actions"),
                ("Sign a supervision session", "/d"),
            ],
        ),
    ],
)
def test_what_is_due_in_supervision(
    due: list[tuple[str, int, str]], found: list[tuple[str, str]]
) -> None:
    each = [SupervisionDue(what, TODAY + timedelta(days), path) for what, days, path in due]

    made = needs.of_supervision(each, TODAY)

    assert [(need.text, need.path) for need in made] == found
    assert all(need.due_on is not None and need.why for need in made)
