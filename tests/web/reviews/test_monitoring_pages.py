"""What is missing of a month: how many, which, who was told, when it came; and its file."""

import pytest
from flask import Flask

from competency.reviews.domain.levels import State
from competency.reviews.service import reminding
from tests.builders.reviews import Department, a_department, a_draw, a_review, the_four
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements
from tests.support.workbooks import rows_of

MOST_STATEMENTS = 12


@pytest.fixture
def made(stage: Stage) -> Department:
    """A department whose May cases were drawn."""
    made = a_department(stage)
    a_draw(stage)
    return made


def test_what_is_missing_on_the_twenty_sixth_is_listed_with_who_was_told(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    done = a_review(stage, made, State.SUBMITTED)
    clock.move(days=18)
    stage.do(None, reminding.remind)

    page = client.sign_in(made["specialist"]).get("/reviews/monitoring?month=2026-05&level=first")

    assert "First level, May 2026: 1 of 8 (13 %) complete" in page.main
    assert len(page.rows) == 7 + 1
    assert "Lee North, 26 May 2026" in page.rows[1][5]
    assert page.rows[1][6] == "Not yet"
    assert all(done.case_id != made.cases[row[0]].id for row in page.rows[1:])
    rows = rows_of(page.follow("Take this list away (XLSX)").data)
    assert [row[0] for row in rows[1:]] == [row[0] for row in page.rows[1:]]
    assert "Lee North" in rows[1][5]


def test_what_came_late_says_when_it_came(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    clock.move(days=20)
    late = a_review(stage, made, State.SUBMITTED)
    reference = next(ref for ref, case in made.cases.items() if case.id == late.case_id)

    page = client.sign_in(made["leadership"]).get("/reviews/monitoring?month=2026-05")

    row = next(row for row in page.rows if row[0] == reference)
    assert row[3:] == ["Complete", "25 May 2026", "Nobody yet", "28 May 2026"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("?month=2026-05", "These reviews are monitored from Tuesday 26 May 2026 on."),
        ("?month=2026-05&level=second", "Second level, May 2026: 0 of 8 (0 %) complete"),
        ("?month=2026-04", "No case of April 2026 is reviewed at this level"),
        ("?month=2026-99&level=third", "First level, April 2026"),
        ("", "First level, April 2026"),
    ],
)
def test_before_its_day_and_for_other_months_the_page_says_so(
    made: Department, client: CheckedClient, question: str, said: str
) -> None:
    page = client.sign_in(made["specialist"]).get(f"/reviews/monitoring{question}")

    assert said in page.main


@pytest.mark.parametrize(
    ("who", "status", "count"),
    [
        ("specialist", 200, 8),
        ("far leadership", 200, 4),
        ("central", 200, 12),
        ("supervisor", 403, 0),
        ("manager", 403, 0),
        ("worker", 403, 0),
        ("administrator", 403, 0),
    ],
)
def test_who_sees_what_is_missing(
    made: Department, client: CheckedClient, clock, who: str, status: int, count: int
) -> None:
    clock.move(days=18)
    client.sign_in(made[who])

    page = client.get("/reviews/monitoring")
    assert page.status_code == status
    assert client.get("/reviews/monitoring.csv").status_code == status
    if status == 200:
        assert len(page.rows) == count + 1


def test_the_page_asks_the_database_few_times(
    made: Department, stage: Stage, app: Flask, client: CheckedClient, clock
) -> None:
    assert len(the_four(stage, made["supervisor"])) == 4
    clock.move(days=18)
    stage.do(None, reminding.remind)
    client.sign_in(made["central"])

    with statements(app) as asked:
        client.get("/reviews/monitoring")
    assert len(asked) <= MOST_STATEMENTS
