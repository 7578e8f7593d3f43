"""The pages of scores: who sees them, what they say of small numbers, and files that equal them."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import cast

import pytest
from flask import Flask

from competency.people.models import Person
from tests.builders.reviewed import MARCH, reviewed, several
from tests.builders.reviews import Department, a_department, set_past_the_rules
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import XLSX, rows_of

Window = Callable[[Person], CheckedClient]
MOST_STATEMENTS = 12
APRIL = datetime(2026, 4, 10, 9, 0, tzinfo=UTC)
LONG_GONE = datetime(2026, 2, 27, 9, 0, tzinfo=UTC)


@pytest.fixture
def made(stage: Stage) -> Department:
    return a_department(stage, cases=0)


@pytest.fixture
def window(app: Flask) -> Window:
    def open_window(person: Person) -> CheckedClient:
        return cast(CheckedClient, app.test_client()).sign_in(person)

    return open_window


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row[0].startswith(name))


# who, the glance, one item, behind it as a file, the team
WHO = [
    ("leadership", 200, 200, 200, 403),
    ("specialist", 200, 200, 200, 403),
    ("central", 200, 200, 200, 403),
    ("supervisor", 403, 403, 403, 200),
    ("manager", 403, 403, 403, 200),
    ("worker", 403, 403, 403, 403),
    ("peer", 403, 403, 403, 403),
    ("administrator", 403, 403, 403, 403),
    ("auditor", 403, 403, 403, 403),
    ("training lead", 403, 403, 403, 403),
]


@pytest.mark.parametrize(("who", "board", "item", "behind", "team"), WHO)
def test_who_sees_which_page(
    made: Department, window: Window, who: str, board: int, item: int, behind: int, team: int
) -> None:
    looking = window(made[who])

    assert looking.get("/reviews/glance").status_code == board
    assert looking.get("/reviews/glance.csv").status_code == board
    assert looking.get("/reviews/glance/I1").status_code == item
    assert looking.get("/reviews/glance/I1/behind.csv").status_code == behind
    assert looking.get("/reviews/team").status_code == team
    assert looking.get("/reviews/team.csv").status_code == team


def test_an_empty_quarter_says_so(made: Department, window: Window) -> None:
    page = window(made["central"]).get("/reviews/glance")

    assert "The whole organisation, April to June 2026: 0 of 0" in page.main
    assert "There is no picture yet" in page.main
    assert row_of(page, "I1")[-1] == "Too few to say (0 of 0, then 0 of 0)"
    assert row_of(page, "I1")[1] == "no answer"


def test_scores_with_what_is_beside_and_their_change(
    stage: Stage, made: Department, window: Window
) -> None:
    several(stage, made, "I1", "s" * 6 + "w" * 4, at=MARCH)
    several(stage, made, "I1", "s" * 9 + "w--")
    several(stage, made, "I2", "ssw")

    page = window(made["central"]).get("/reviews/glance?section=I")

    row = row_of(page, "I1")
    assert row[4:] == [
        "6 of 10 60 %",
        "9 of 10 90 % 2 not applicable",
        "Up 30 percentage points (6 of 10, then 9 of 10)",
    ]
    assert row_of(page, "I2")[5] == "2 of 3 few"
    assert row_of(page, "The section together")[5] == "11 of 13 85 % 2 not applicable"
    assert "Apr to Jun 2026, so far" in row_of(page, "Item")
    assert "Up 25 percentage points." in page.main
    assert 'src="/reviews/glance/chart.svg?section=I"' in page.text


def test_the_picture_and_its_numbers(stage: Stage, made: Department, window: Window) -> None:
    looking = window(made["central"])
    assert looking.get("/reviews/glance/chart.svg").status_code == 404
    several(stage, made, "I1", "s" * 6 + "w" * 4, at=MARCH)
    several(stage, made, "I1", "s" * 10)

    drawing = looking.get("/reviews/glance/I1/chart.svg")
    numbers = read(looking.get("/reviews/glance/chart.csv"))

    assert (drawing.status_code, drawing.mimetype) == (200, "image/svg+xml")
    assert "6/10" in drawing.text
    assert numbers[-2:] == [
        ["January to March 2026", "6", "10", "0"],
        ["April to June 2026", "10", "10", "0"],
    ]


def test_files_equal_the_screen(stage: Stage, made: Department, window: Window) -> None:
    several(stage, made, "I1", "s" * 9 + "w-")
    several(stage, made, "B2", "ssw", whose="far worker")
    several(stage, made, "B2", "ssssss")
    looking = window(made["leadership"])
    page = looking.get("/reviews/glance")

    for kind in ("csv", "xlsx"):
        answer = looking.get(f"/reviews/glance.{kind}")
        rows = read(answer) if kind == "csv" else rows_of(answer.data)
        items = [list(map(str, row)) for row in rows if row[1] and row[1] != "Item"]
        shown = [row for row in page.rows if row[0][:2] in {item[1] for item in items}]
        assert [row[0] for row in shown] == [f"{row[1]} {row[2]}" for row in items]
        for row, item in zip(shown, items, strict=True):
            figures = [item[3 + 3 * n : 6 + 3 * n] for n in range(5)]
            assert [cell.split(" of ")[0] for cell in row[1:6]] == [
                k
                if n not in ("0", "kept back")
                else "kept back"
                if k == "kept back"
                else "no answer"
                for k, n, _ in figures
            ]
            assert row[6] == item[-1]
    assert answer.mimetype == XLSX


def test_a_region_s_file_equals_the_screen(stage: Stage, made: Department, window: Window) -> None:
    several(stage, made, "I1", "ssw", whose="far worker")
    several(stage, made, "I1", "s" * 9 + "w-")
    looking = window(made["leadership"])

    page = looking.get("/reviews/glance/I1")
    rows = read(looking.get("/reviews/glance/I1/regions.csv"))

    assert row_of(page, "North")[5] == "9 of 10 90 % 1 not applicable"
    assert row_of(page, "South")[5:] == ["kept back", "Kept back"]
    assert row_of(page, "The whole")[5] == "9 of 10 90 % 1 not applicable"
    assert [row[-5:-2] for row in rows[1:]] == [
        ["9", "10", "1"],
        ["kept back"] * 3,
        ["9", "10", "1"],
    ]
    assert "fewer than five answers" in page.main


def test_the_reviews_behind_a_number_in_one_s_own_region(
    stage: Stage, made: Department, window: Window
) -> None:
    several(stage, made, "I1", "sw")
    far = reviewed(stage, made, {"I1": "strength"}, whose="far worker")
    looking = window(made["leadership"])

    page = looking.get("/reviews/glance/I1")
    weak = looking.get("/reviews/glance/I1?answer=needs-improvement")
    rows = read(looking.get("/reviews/glance/I1/behind.csv"))
    south = f"/reviews/glance/I1?region={made.south.id}"

    behind = [row for row in page.rows if row[0].startswith("G-")]
    assert behind == [
        ["G-0001", "North", "6 May 2026", "Area needing improvement"],
        ["G-0000", "North", "6 May 2026", "Strength"],
    ]
    assert rows[1:] == behind
    assert [row[0] for row in weak.rows if row[0].startswith("G-")] == ["G-0001"]
    assert "seen in their own region" in looking.get(south).main
    file = f"/reviews/glance/I1/behind.csv?region={made.south.id}"
    assert looking.get(file).status_code == 403
    assert window(made["central"]).get(f"/reviews/{far.id}").status_code == 200
    assert "Worker" not in page.main


def test_a_link_behind_a_number_opens_for_who_sees_it(
    stage: Stage, made: Department, window: Window
) -> None:
    several(stage, made, "I1", "s")
    looking = window(made["specialist"])
    page = looking.get("/reviews/glance/I1")

    assert looking.get(page.links()["G-0000"]).status_code == 200


BAD = [
    ("quarter=2026-Q9", 422),
    ("quarter=2027-Q1", 422),
    ("level=fourth", 422),
    ("section=Z", 422),
    ("item=Z1", 422),
    ("section=B&item=I1", 422),
    ("region=x", 404),
    ("region=999", 404),
    ("region=99999999999999", 404),
]


@pytest.mark.parametrize(("question", "status"), BAD)
def test_a_question_that_cannot_be_answered_is_told(
    made: Department, window: Window, question: str, status: int
) -> None:
    looking = window(made["central"])

    assert looking.get(f"/reviews/glance?{question}").status_code == status


@pytest.mark.parametrize(
    ("address", "status"),
    [("/reviews/glance/Z1", 404), ("/reviews/glance/I1?answer=maybe", 422),
     ("/reviews/glance/I1?quarter=q", 422), ("/reviews/glance/I1?page=x", 200)],
)  # fmt: skip
def test_the_page_of_an_item_refuses_in_words(
    made: Department, window: Window, address: str, status: int
) -> None:
    assert window(made["central"]).get(address).status_code == status


def test_the_team_s_three_months(stage: Stage, made: Department, window: Window) -> None:
    many = {item: "strength" for item in ("B2", "B3", "B5", "I1", "I2")}
    for _ in range(3):
        reviewed(stage, made, many)
        reviewed(stage, made, many | {"I1": "needs-improvement"}, at=APRIL, whose="second worker")
    reviewed(stage, made, many, at=LONG_GONE)
    reviewed(stage, made, many, whose="other worker")
    looking = window(made["supervisor"])

    page = looking.get("/reviews/team")
    rows = read(looking.get("/reviews/team.csv"))

    assert "6 complete reviews in three months, March 2026 to May 2026" in page.main
    assert row_of(page, "I1")[1:] == ["no answer", "0 of 3 few", "3 of 3 few", "3 of 6 few"]
    assert row_of(page, "All items")[1:] == [
        "no answer", "12 of 15 80 %", "15 of 15 100 %", "27 of 30 90 %",
    ]  # fmt: skip
    assert next(row[3:] for row in rows if row[1] == "I1") == list("000030330360")
    assert looking.get("/reviews/team/chart.svg").status_code == 200
    assert "Kit Worker" not in page.main
    assert "No review of your team" in window(made["far supervisor"]).get("/reviews/team").main


def test_a_team_s_few_reviews_make_no_picture(
    stage: Stage, made: Department, window: Window
) -> None:
    many = {item: "strength" for item in ("B2", "B3", "B5", "I1", "I2", "I3")}
    for at in (APRIL, None):
        for _ in range(2):
            reviewed(stage, made, many, **({"at": at} if at else {}))  # type: ignore[arg-type]
    looking = window(made["supervisor"])

    page = looking.get("/reviews/team")

    assert "at least 3 reviews and 10 answers" in page.main
    assert "chart.svg" not in page.text
    assert looking.get("/reviews/team/chart.svg").status_code == 404
    assert looking.get("/reviews/team?section=Z").status_code == 422
    assert looking.get("/reviews/team?level=x").status_code == 422


def test_what_awaits_the_second_level_is_not_in_the_team_s_numbers_of_its_reviewer(
    stage: Stage, made: Department, window: Window
) -> None:
    first = reviewed(stage, made, {"I1": "strength"})
    second = reviewed(stage, made, {"I1": "strength"}, second_of=first)
    with stage.database.aside() as session:
        row = session.get_one(type(second), second.id)
        row.state, row.submitted_at, row.reviewer_id = "started", None, made["manager"].id
        session.flush()
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it

    assert "1 complete review" in window(made["supervisor"]).get("/reviews/team").main
    assert "0 complete reviews" in window(made["manager"]).get("/reviews/team").main


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("central", "/reviews/glance"),
        ("central", "/reviews/glance/H2"),
        ("manager", "/reviews/team"),
    ],
)
def test_statements_do_not_grow_with_the_reviews(
    app: Flask, stage: Stage, made: Department, window: Window, who: str, address: str
) -> None:
    answers = {"H1": "yes", "H2": "strength", "I1": "strength"}
    reviewed(stage, made, answers)
    looking = window(made[who])
    counts = []
    for more in range(2):
        for _ in range(4 * more):
            reviewed(stage, made, answers)
        with statements(app) as asked:
            looking.get(address)
        counts.append(len(asked))

    assert counts[0] == counts[1] <= MOST_STATEMENTS


def test_home_says_how_the_reviews_are_doing(
    stage: Stage, made: Department, window: Window
) -> None:
    several(stage, made, "I1", "s" * 6 + "w" * 4, at=MARCH)
    several(stage, made, "I1", "s" * 9 + "w")
    north = window(made["leadership"]).get("/")

    assert "Case reviews in your region" in north.main
    assert "Since 1 April 2026, 9 of 10 (90 %) of the answers" in north.main
    assert "up 30 percentage points (6 of 10, then 9 of 10)." in north.main
    link = north.links()["Every item, by quarter and region"]
    assert window(made["leadership"]).get(link).status_code == 200
    assert (
        "no first-level review has been submitted" in window(made["far specialist"]).get("/").main
    )
    assert "Case reviews everywhere" in window(made["central"]).get("/").main
    assert "Case reviews in" not in window(made["worker"]).get("/").main


@pytest.mark.parametrize(
    ("who", "text", "address"),
    [
        ("leadership", "Data in a glance", "/reviews/glance"),
        ("central", "Data in a glance", "/reviews/glance"),
        ("supervisor", "My team's findings", "/reviews/team"),
    ],
)
def test_the_list_of_reviews_leads_there(
    made: Department, window: Window, who: str, text: str, address: str
) -> None:
    assert window(made[who]).get("/reviews").links()[text] == address
    assert window(made[who]).get(address).links()[text] == address


def test_a_number_of_one_s_own_region_leads_to_the_reviews_behind_it(
    stage: Stage, made: Department, window: Window
) -> None:
    several(stage, made, "I1", "ssw", at=MARCH)
    several(stage, made, "I1", "s")
    several(stage, made, "I1", "sssss", whose="far worker")
    looking = window(made["leadership"])

    links = looking.get("/reviews/glance/I1").links()
    march = looking.get(links["2 of 3"])

    assert [row[0] for row in march.rows if row[0].startswith("G-")] == [
        "G-0002",
        "G-0001",
        "G-0000",
    ]
    assert links["2 of 3"].endswith(f"region={made.north.id}&quarter=2026-Q1#behind")
    assert "5 of 5" not in links
    assert "5 of 5" in window(made["central"]).get("/reviews/glance/I1").links()
    south = looking.get(f"/reviews/glance?region={made.south.id}")
    assert "seen in South itself" in south.main


@pytest.mark.parametrize(
    ("awaited", "said"), [(1, "These reviews open later."), (5, "5 more reviews count")]
)
def test_what_awaits_the_second_level_is_said_on_the_page(
    stage: Stage, made: Department, window: Window, awaited: int, said: str
) -> None:
    several(stage, made, "I1", "s")
    for _ in range(awaited):
        first = reviewed(stage, made, {"I1": "strength"})
        second = reviewed(stage, made, {"I1": "strength"}, second_of=first)
        set_past_the_rules(stage, second.id, state="started", submitted_at=None)

    assert said in window(made["leadership"]).get("/reviews/glance/I1").main
