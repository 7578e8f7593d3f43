"""Change between cycles and the two ratings, of a region: groups of five, in both directions."""

import csv
import io
from datetime import date

import pytest
from flask import Flask

from competency.kernel.actor import Role
from competency.people.models import Person, Team
from tests.builders.boards import Board, a_board
from tests.builders.cases import a_member
from tests.builders.ratings import rated
from tests.builders.stage import Stage
from tests.builders.training import change
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.insights.conftest import Window

MOST_STATEMENTS = 12
FILES = ("moved", "moved-by-section", "apart", "apart-by-section")
NOW = {"SUP-1a": (4, 2), "SUP-2a": (3, 3), "PLA-4a": (1, 3)}
BEFORE = {"SUP-1a": (2, 1), "SUP-2a": (3, 4), "PLA-4a": (3, 3)}
ALONE = ("SUP-1a", "SUP-2a", "SUP-3a", "PLA-4a", "ETH-1a")  # what the one of Quayside rated


def read(page: Page) -> dict[str, list[str]]:
    rows = csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff")))
    return {row[0]: row[1:] for row in rows}


def region(board: Board, page: str = "") -> str:
    return f"/dashboards/regions/{board.north.id}/ratings{page}"


def crowd(stage: Stage, board: Board, team: Team, number: int) -> list[Person]:
    """Put people into a team who were appraised last year, and have now revealed again."""
    people = [a_member(stage, f"{team.name} {n}", team, Role.CASE_MANAGER) for n in range(number)]
    area, chief = board.made.cast.practice_area.id, board["the supervisor"]
    for person in people:
        change(stage, person, started_on=date(2020, 1, 1))
    rated(stage, people, area, chief, BEFORE, signed_in=2024)
    rated(stage, people, area, chief, {**NOW, "MAN-1a": (2, 2)}, signed_in=2025)
    return people


@pytest.fixture
def board(stage: Stage) -> Board:
    """Quayside with the one person of the appraisal; Hillside with six, Moorside with seven."""
    board = a_board(stage, "withdrawn")
    hill, moor = stage.save(
        Team(name="Hillside", region_id=board.north.id),
        Team(name="Moorside", region_id=board.north.id),
    )
    crowd(stage, board, hill, 6)
    crowd(stage, board, moor, 7)
    area, chief = board.made.cast.practice_area.id, board["the supervisor"]
    rated(stage, [board["the person"]], area, chief, dict.fromkeys(ALONE, (3, 3)), signed_in=2025)
    return board


def test_both_directions_by_section_of_five_people_or_more(board: Board, window: Window) -> None:
    client = window(board["the own region's leadership"])
    page = client.get(region(board))
    found = read(client.get(region(board, "/apart-by-section.csv")))

    # 14 people rated Supervision, one of them all its strands alike.
    assert found["Supervision"] == ["13", "13", "16", "0", "0", "29"]
    assert found["Planning and prioritising"][3:5] == ["13", "13"]
    assert found["Ethical conduct"] == ["Kept back", "", "", "", "", ""]  # the one person's
    assert "strands that both rated" in page.main
    assert "What rests on fewer is kept back" in page.main
    assert "Asha Patel" not in page.main


def test_one_person_is_kept_back_with_the_team_that_would_give_them_away(
    board: Board, window: Window
) -> None:
    found = read(window(board["the own region's leadership"]).get(region(board, "/apart.csv")))

    assert found["Quayside"][0] == "Kept back"
    # Hillside hides the one wherever the one has rated; in Management there is nobody to hide.
    assert found["Hillside"] == ["0", "0", "6", "0", "0", "6"]
    assert found["Moorside"] == ["7", "7", "14", "7", "7", "28"]
    # What all have beyond the two rests on seven people in each section that counts.
    assert int(found["All together"][5]) == 28 + 6 + 3 * 6 + 4


def test_what_is_shown_adds_up_from_sections_alone(board: Board, window: Window) -> None:
    client = window(board["central office"])
    sections = read(client.get(region(board, "/apart-by-section.csv")))
    in_all = read(client.get(region(board, "/apart.csv")))["All together"]

    shown = [row for name, row in sections.items() if row[0].isdigit() and name != "Section"]
    assert [sum(int(row[n]) for row in shown) for n in range(6)] == [int(one) for one in in_all]
    assert len(shown) == 3  # else the whole less what is shown would be the one person


def test_a_filter_narrowed_to_one_person_is_kept_back(board: Board, window: Window) -> None:
    client = window(board["the own region's leadership"])
    page = client.get(f"{region(board)}?team={board.team.id}")

    assert "Nothing can be shown of two ratings here yet." in page.main
    assert "What rests on fewer is kept back" in page.main
    drawing = client.get(f"{region(board, '/apart.svg')}?team={board.team.id}")
    assert drawing.status_code == 404


def test_what_moved_is_of_strands_agreed_in_both_cycles(board: Board, window: Window) -> None:
    client = window(board["central office"])
    found = read(client.get(region(board, "/moved-by-section.csv")))
    teams = read(client.get(region(board, "/moved.csv")))

    assert found["Supervision"] == ["13", "0", "13", "26"]  # 1 to 2, and 4 to 3
    assert found["Planning and prioritising"] == ["0", "13", "0", "13"]
    assert found["Management"][0] == "Nobody has signed twice"  # rated in the newer cycle only
    assert teams["Hillside"] == ["6", "6", "6", "18"]
    assert teams["Moorside"] == ["7", "7", "7", "21"]
    assert teams["Quayside"][0] == "Nobody has signed twice"
    assert teams["All together"] == ["13", "13", "13", "39"]
    words = "13 went up, 13 stayed and 13 went down."
    assert words in client.get(region(board)).main


def test_before_the_reveal_nothing_of_either_rating_is_told(
    stage: Stage, board: Board, window: Window
) -> None:
    people = [a_member(stage, f"New {n}", board.far_team, Role.CASE_MANAGER) for n in range(6)]
    area, chief = board.made.cast.practice_area.id, board["the supervisor"]
    rated(stage, people, area, chief, NOW, revealed=False)
    client = window(board["central office"])

    found = read(client.get("/dashboards/organisation/ratings/apart.csv"))
    assert found["South"][0] == "Nothing revealed yet"
    assert found["North"][0].isdigit()


def test_the_chart_has_the_sections_that_are_shown(board: Board, window: Window) -> None:
    client = window(board["central office"])

    drawing = client.get(region(board, "/apart.svg"))
    assert drawing.mimetype == "image/svg+xml"
    assert b"Planning and prioritising" in drawing.data
    assert b"Ethical conduct" not in drawing.data


@pytest.mark.parametrize("part", FILES)
def test_every_table_can_be_taken_away(board: Board, window: Window, part: str) -> None:
    client = window(board["central office"])

    assert read(client.get(region(board, f"/{part}.csv")))
    assert client.get(region(board, f"/{part}.xlsx")).status_code == 200
    assert client.get(f"/dashboards/organisation/ratings/{part}.csv").status_code == 200


def test_few_statements_however_many_people_there_are(
    stage: Stage, board: Board, app: Flask, window: Window
) -> None:
    client = window(board["central office"])
    client.get(region(board))
    with statements(app) as few:
        client.get(region(board))
    crowd(stage, board, board.team, 6)
    with statements(app) as many:
        client.get(region(board))

    assert len(many) == len(few)
    assert len(many) <= MOST_STATEMENTS
