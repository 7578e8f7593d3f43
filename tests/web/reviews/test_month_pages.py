"""One's own list: what is due first, the reviews with their filters, the file, the calendar."""

import pytest
from flask import Flask

from competency.reviews.domain.levels import Level, State
from tests.builders.reviews import (
    Department,
    a_department,
    a_draw,
    a_review,
    set_past_the_rules,
    the_four,
)
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import rows_of

MOST_STATEMENTS = 12
QUOTA = 4
ROLES = ("worker", "supervisor", "manager", "peer", "specialist", "leadership", "central")


@pytest.fixture
def made(stage: Stage) -> Department:
    """A department whose May cases were drawn."""
    made = a_department(stage)
    a_draw(stage)
    return made


def due(page: Page) -> list[str]:
    """Return what waits, one text an entry."""
    lists = [e for e in page.document.all("ul") if "cb-needs" in e.get("class", "")]
    return [" ".join("".join(li.itertext()).split()) for found in lists for li in found.iter("li")]


def test_what_is_due_comes_first_with_its_day_and_how_late(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    page = client.sign_in(made["supervisor"]).get("/reviews")

    assert len(due(page)) == QUOTA
    assert all(
        one.startswith("Start the review: choose the elements of the case: Q") for one in due(page)
    )
    assert "By Tuesday 12 May 2026, in 4 days First level, May 2026" in due(page)[0]
    assert page.follow("Home").follow("4 things are due in case reviews").heading == "Case reviews"

    clock.move(days=5)
    later = client.sign_in(made["supervisor"]).get("/reviews")
    assert "Was due Tuesday 12 May 2026, yesterday" in due(later)[0]
    assert later.main.count("Late") == QUOTA


def test_each_sees_the_reviews_they_take_part_in(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    four = the_four(stage, made["supervisor"])
    own = client.sign_in(made["supervisor"]).get("/reviews")
    refs = sorted(ref for ref, case in made.cases.items() if case.id in {r.case_id for r in four})
    assert sorted(r[0] for r in own.rows if r[1].startswith("First level")) == refs

    workers = client.sign_in(made["worker"]).get("/reviews").rows[1:]
    assert {row[2] for row in workers} == {"Kit Worker"}
    assert {row[0] for row in workers} == {ref for ref in refs if ref.startswith("Q1")}

    other = client.sign_in(made["peer"]).get("/reviews")
    assert other.rows == []
    assert "Reviews that a supervisor gives you as a peer come here." in other.main


@pytest.mark.parametrize(
    ("question", "count"),
    [
        ("", 4),
        ("?month=2026-05", 4),
        ("?month=2026-04", 0),
        ("?month=any", 4),
        ("?state=submitted", 1),
        ("?state=drawn&month=2026-05", 3),
        ("?month=2026-13&state=odd&whose=nobody&page=0", 4),
        ("?month=' OR 1=1&page=99999999999", 4),
        ("?page=2", 0),
    ],
)
def test_the_list_is_narrowed_by_its_address_and_its_file_is_the_same(
    made: Department, stage: Stage, client: CheckedClient, question: str, count: int
) -> None:
    a_review(stage, made, State.SUBMITTED)
    for one in the_four(stage, made["supervisor"]):
        set_past_the_rules(stage, one.id, worker_id=made["worker"].id)

    page = client.sign_in(made["supervisor"]).get(f"/reviews{question}")

    first_level = [row for row in page.rows if row[1].startswith("First level")]
    assert len(first_level) == count
    if page.rows:
        rows = rows_of(page.follow("Take this list away (XLSX)").data)
        assert [row[0] for row in rows] == [row[0] for row in page.rows]
        assert client.get(f"/reviews.csv{question}").status_code == 200


def test_who_sees_more_can_list_all_of_it(made: Department, client: CheckedClient) -> None:
    narrow = client.sign_in(made["specialist"]).get("/reviews")
    assert narrow.rows == []

    page = narrow.form("Show these").submit({"whose": "all"})

    regions = {row[2] for row in page.rows}
    assert "Fay Worker" not in regions
    assert {"Kit Worker", "Oz Other"} <= regions
    worker = client.sign_in(made["worker"]).get("/reviews")
    assert all(e.get("name") != "whose" for e in worker.document.all("select"))
    assert len(client.get("/reviews?whose=all").rows) == len(worker.rows)


def test_the_page_of_a_case_leads_to_its_reviews(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    reference = next(ref for ref, case in made.cases.items() if case.id == review.case_id)

    page = client.sign_in(made["supervisor"]).get(f"/cases/{review.case_id}")
    page = page.follow("Quality reviews")

    assert {row[0] for row in page.rows[1:]} == {reference}
    kept = page.form("Show these").values
    assert (kept["case"], kept["whose"]) == (str(review.case_id), "all")
    narrowed = client.get("/reviews", query_string={**kept, "state": "submitted"})
    assert "No review fits all of that." in narrowed.main
    far = client.sign_in(made["far supervisor"]).get(f"/reviews/of-case/{review.case_id}")
    assert client.get(far.location).rows == []
    odd = client.get("/reviews?whose=all&month=any&case=9999999999999")
    assert len(odd.rows) > 1


def test_second_level_cases_to_assign_stand_as_one_entry(
    made: Department, client: CheckedClient, clock
) -> None:
    clock.move(days=25)

    page = client.sign_in(made["specialist"]).get("/reviews")

    assert len(due(page)) == 1
    assert "Assign the second-level reviewer: 8 cases" in due(page)[0]
    assert "By Sunday 7 June 2026, in 5 days" in due(page)[0]


def test_the_calendar_names_the_days_of_the_month(made: Department, client: CheckedClient) -> None:
    page = client.sign_in(made["worker"]).get("/reviews/calendar?month=2026-05")

    assert page.heading == "The review calendar of May 2026"
    days = {row[0]: row[1] for row in page.rows}
    assert days["Cases are drawn"] == "1 May 2026 to Tuesday 5 May 2026 Past"
    assert days["Drawn cases stand in everybody's list"] == "Wednesday 6 May 2026 Past"
    assert days["Substitutions are asked for"] == "6 May 2026 to Tuesday 12 May 2026 Now"
    assert days["First-level reviews are complete"] == "6 May 2026 to Monday 25 May 2026 Now"
    assert days["Second-level reviewers are assigned by hand"].startswith("1 Jun 2026 to Sunday 7")
    assert page.follow("June 2026").heading.endswith("June 2026")
    assert client.get("/reviews/calendar?month=2026-13").heading.endswith("May 2026")
    assert client.get("/reviews/calendar?month=2026-12").follow("January 2027").rows


@pytest.mark.parametrize("who", ROLES)
def test_nobodys_list_asks_the_database_too_often(
    made: Department, stage: Stage, app: Flask, client: CheckedClient, who: str
) -> None:
    a_review(stage, made, State.SUBMITTED)
    a_review(stage, made, State.DRAWN, level=Level.SECOND)
    client.sign_in(made[who])

    for path in ("/reviews", "/reviews?whose=all&month=any"):
        with statements(app) as asked:
            assert client.get(path).status_code == 200
        assert len(asked) <= MOST_STATEMENTS, asked


def test_a_month_without_a_draw_is_empty_in_words(stage: Stage, client: CheckedClient) -> None:
    made = a_department(stage)

    for who, words in (
        ("supervisor", "Cases of your team are drawn at the beginning"),
        ("worker", "When one of your cases is drawn for review, it comes here."),
        ("specialist", "Second-level reviews that you take yourself come here."),
        ("central", "Targeted reviews that are assigned to you come here."),
    ):
        page = client.sign_in(made[who]).get("/reviews")
        assert "No review is waiting for you." in page.main
        assert words in page.main
        assert page.follow("The review calendar").status_code == 200


def test_a_first_day_of_a_year_has_the_december_before(made: Department, client) -> None:
    page = client.sign_in(made["worker"]).get("/reviews/calendar?month=2027-01")

    assert page.follow("December 2026").heading.endswith("December 2026")
