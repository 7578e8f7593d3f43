"""A region's and the organisation's dashboards: figures of five people or more, nobody by name."""

import csv
import io
from datetime import date

import pytest
from flask import Flask

from competency.cases.models import CaseFile
from competency.kernel.actor import Role
from competency.people.models import PersonPracticeArea, Team
from tests.builders.boards import Board, a_board
from tests.builders.cases import a_member
from tests.builders.stage import Stage
from tests.builders.training import a_school, change
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.insights.conftest import Window

MOST_STATEMENTS = 12
PAGES = ("", "/casework", "/training")


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row[0] == name)


def people(stage: Stage, board: Board, team: Team, number: int) -> None:
    """Put so many case managers of the practice area into a team, one open case each."""
    for n in range(number):
        person = a_member(stage, f"{team.name} {n}", team, Role.CASE_MANAGER)
        area_id = board.made.cast.practice_area.id
        stage.save(
            PersonPracticeArea(person_id=person.id, practice_area_id=area_id),
            CaseFile(
                reference=f"{team.name}-{n}",
                practice_area_id=area_id,
                team_id=team.id,
                key_worker_id=person.id,
                protocol_id="case-management-protocol",
                protocol_version="1.0",
            ),
        )


@pytest.fixture
def board(stage: Stage) -> Board:
    """Quayside with the one person of the appraisal; Hillside with six, Moorside with seven."""
    board = a_board(stage)
    hill, moor = stage.save(
        Team(name="Hillside", region_id=board.north.id),
        Team(name="Moorside", region_id=board.north.id),
    )
    people(stage, board, hill, 6)
    people(stage, board, moor, 7)
    return board


def region(board: Board, page: str = "") -> str:
    return f"/dashboards/regions/{board.north.id}{page}"


def test_one_person_is_kept_back_and_with_them_who_would_give_them_away(
    board: Board, window: Window
) -> None:
    page = window(board["the own region's leadership"]).get(region(board))

    assert row_of(page, "Quayside")[1] == "Kept back"
    assert row_of(page, "Hillside")[1] == "Kept back"
    assert row_of(page, "Moorside")[1] == "0 of 7 (0 %)"
    assert row_of(page, "All together")[1] == "1 of 14 (7 %)"
    assert "What rests on fewer is kept back" in page.main
    assert "Asha Patel" not in page.main


def test_a_filter_narrowed_to_one_person_is_kept_back(board: Board, window: Window) -> None:
    client = window(board["the own region's leadership"])

    for page in ("", "/casework"):
        found = client.get(f"{region(board, page)}?team={board.team.id}")
        assert "What rests on fewer is kept back" in found.main, page
        assert "Asha Patel" not in found.main
    kept = read(client.get(f"{region(board, '/people.csv')}?team={board.team.id}"))
    assert kept[1:] == [["Quayside", "Kept back", "Kept back"]]
    drawing = client.get(f"{region(board, '/casework/caseload.svg')}?team={board.team.id}")
    assert drawing.status_code == 404


def test_positions_rest_on_five_people_with_one_in_the_section(
    board: Board, window: Window
) -> None:
    page = window(board["central office"]).get(region(board))
    lines = [row for row in page.rows if row[0] == "Quayside"]

    assert lines[1][1:] == ["kept back"] * 14  # one person has signed, whoever asks
    assert [row for row in page.rows if row[0] == "All together"][1][1:] == ["kept back"] * 14


def test_caseloads_are_drawn_of_groups(stage: Stage, board: Board, window: Window) -> None:
    client = window(board["the own region's specialist"])
    page = client.get(region(board, "/casework"))

    assert "Of 15 workers: 0 within the range of 10 to 15, 15 below it, 0 above it." in page.main
    assert client.get(region(board, "/casework/caseload.svg")).mimetype == "image/svg+xml"
    found = read(client.get(region(board, "/casework/caseload.csv")))
    assert [row[:2] for row in found[1:]] == [
        ["Hillside", "Kept back"],
        ["Moorside", "7"],
        ["Quayside", "Kept back"],
        ["All together", "15"],
    ]


def test_training_of_a_few_is_kept_back(stage: Stage, client: CheckedClient) -> None:
    school = a_school(stage)
    central = a_member(stage, "Cora Field", None, Role.CENTRAL_OFFICE)
    client.sign_in(central)

    few = client.get("/dashboards/organisation/training")
    assert {cell for row in few.rows[1:] for cell in row[1:]} <= {"Kept back", "nobody"}
    assert "Kept back" in few.main
    for number in range(5):
        a_member(stage, f"New {number}", school.quay, Role.CASE_MANAGER)
    enough = client.get("/dashboards/organisation/training")
    assert "0 of " in enough.main


def test_central_office_sees_regions_and_nobody_by_name(board: Board, window: Window) -> None:
    client = window(board["central office"])
    page = client.get("/dashboards/organisation")

    assert row_of(page, "North")[1] == "1 of 14 (7 %)"
    assert "South" in [row[0] for row in page.rows]
    assert client.get("/dashboards").links()["North"] == region(board)
    for one in PAGES:
        assert "Asha Patel" not in client.get(f"/dashboards/organisation{one}").main


@pytest.mark.parametrize("page", PAGES)
def test_whoever_has_one_region_finds_it_at_once_and_no_other(
    board: Board, window: Window, page: str
) -> None:
    client = window(board["another region's leadership"])

    assert client.get("/dashboards").headers["Location"] == f"/dashboards/regions/{board.south.id}"
    assert client.get(region(board, page)).status_code == 404
    assert client.get(f"/dashboards/organisation{page}").status_code == 404


@pytest.mark.parametrize("part", ["people", "sections", "casework/clocks", "casework/findings"])
def test_every_table_can_be_taken_away_with_its_filters(
    board: Board, window: Window, part: str
) -> None:
    client = window(board["central office"])

    assert read(client.get(region(board, f"/{part}.csv")))
    assert client.get(region(board, f"/{part}.xlsx")).status_code == 200
    assert client.get(f"/dashboards/organisation/{part}.csv").status_code == 200


def test_the_filters_stay_in_the_links_of_the_page(board: Board, window: Window) -> None:
    client = window(board["central office"])
    page = client.get(f"{region(board, '/casework')}?first=2026-01&last=2026-03")

    link = page.links()["Take these clocks away (CSV)"]
    assert "first=2026-01" in link
    assert "last=2026-03" in link
    assert "due from January 2026 to March 2026" in page.main


def test_months_in_the_wrong_order_are_refused(board: Board, window: Window) -> None:
    page = window(board["central office"]).get(
        f"{region(board, '/casework')}?first=2026-05&last=2026-01"
    )

    assert page.status_code == 422
    assert "The first month comes after the last one." in page.main


def test_somebody_who_has_left_is_in_no_figure(stage: Stage, board: Board, window: Window) -> None:
    change(stage, board["the person"], left_on=date(2026, 4, 30))
    page = window(board["central office"]).get(region(board))

    assert row_of(page, "All together")[1] == "0 of 13 (0 %)"


@pytest.mark.parametrize("page", PAGES)
def test_few_statements_however_many_people_there_are(
    stage: Stage, board: Board, app: Flask, window: Window, page: str
) -> None:
    client = window(board["central office"])
    client.get(region(board, page))
    with statements(app) as few:
        client.get(region(board, page))
    people(stage, board, board.team, 12)
    with statements(app) as many:
        client.get(region(board, page))

    assert len(many) == len(few)
    assert len(many) <= MOST_STATEMENTS
