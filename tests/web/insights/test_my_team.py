"""My team, person by person: what is next for each, by name, for whoever leads them."""

import csv
import io
from datetime import date

import pytest
from flask import Flask

from competency.cases.models import CaseFile
from competency.insights.service import my_team as service
from competency.kernel.actor import Role
from tests.builders.boards import Board, a_board
from tests.builders.cases import a_member
from tests.builders.stage import Stage, a_line
from tests.builders.supervision import a_session
from tests.builders.training import a_school, change
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.insights.conftest import Window

MOST_STATEMENTS = 12
PATH = "/team/people"


@pytest.fixture
def board(stage: Stage) -> Board:
    """A team of two lines, a manager above both; the practitioner's appraisal under way."""
    return a_board(stage, "revealed")


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row[0].startswith(name))


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def hold(stage: Stage, board: Board, number: int) -> None:
    """Give the practitioner so many open cases."""
    for n in range(number):
        stage.save(
            CaseFile(
                reference=f"C-{n}",
                practice_area_id=board.made.cast.practice_area.id,
                team_id=board.team.id,
                key_worker_id=board["the person"].id,
                protocol_id="case-management-protocol",
                protocol_version="1.0",
            )
        )


def test_one_row_says_what_is_next_for_a_person(stage: Stage, board: Board, window: Window) -> None:
    hold(stage, board, 6)
    a_session(stage, board.made.cast, days=10)
    client = window(board["the supervisor"])
    row = row_of(client.get("/team").follow("Person by person"), "Asha Patel")

    assert row[1].startswith("18 May 2026")
    assert row[2].startswith("To talk about, Brain injury")
    assert row[3] == "Nothing out of time"
    assert row[4] == "6, below the range"
    assert row[5].startswith("1 thing ")  # the caseload


def test_each_cell_leads_to_where_it_can_be_answered(
    stage: Stage, board: Board, window: Window
) -> None:
    person = board["the person"].id
    client = window(board["the supervisor"])
    links = client.get(PATH).links().values()

    for path in (f"/practice/{person}", f"/supervision/people/{person}", f"/signals/{person}"):
        assert path in links
        assert client.get(path).status_code == 200
    assert board.made.path in links


def test_training_out_of_time_is_named(stage: Stage, window: Window) -> None:
    school = a_school(stage)
    row = row_of(window(school.cast.supervisor).get(PATH), "Asha Patel")

    assert row[2].startswith("Nothing signed yet")
    assert row[3].startswith("Out of time: ")
    assert "GDPR" in row[3] or "Data protection" in row[3]


def test_people_stand_by_name_and_only_those_of_the_line(board: Board, window: Window) -> None:
    of_supervisor = window(board["the supervisor"]).get(PATH)
    of_manager = window(board["the manager"]).get(PATH)

    assert [row[0] for row in of_supervisor.rows[1:]] == ["Asha Patel"]
    names = [row[0] for row in of_manager.rows[1:]]
    assert names == sorted(names)
    assert len(names) >= 4
    assert not any(name.startswith("Finn Far") for name in names)


@pytest.mark.parametrize("who", ["a colleague", "central office", "the own region's leadership"])
def test_who_leads_nobody_sees_nobody(board: Board, window: Window, who: str) -> None:
    page = window(board[who]).get(PATH)

    assert "Nobody is in your supervision line." in page.main
    assert "Asha Patel" not in page.main


def test_somebody_who_has_left_is_not_in_the_list(
    stage: Stage, board: Board, window: Window
) -> None:
    change(stage, board["the person"], left_on=date(2026, 4, 30))

    assert "Asha Patel" not in window(board["the manager"]).get(PATH).main


def test_one_team_can_be_asked_for_and_a_long_line_comes_team_by_team(
    board: Board, window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = window(board["the manager"])
    team = client.get(f"{PATH}?team={board.team.id}")
    assert "Asha Patel" in team.main
    assert "Olga Other" not in team.main  # of no team
    assert "Olga Other" in client.get(f"{PATH}?team=0").main
    assert client.get(f"{PATH}?team={board.far_team.id}").status_code == 404

    monkeypatch.setattr(service, "AT_ONCE", 2)
    first = client.get(PATH)
    assert "All teams" not in first.main
    assert not {"Asha Patel", "Olga Other"} <= {row[0].split("\n")[0] for row in first.rows}


def test_the_file_has_the_rows_of_the_page(board: Board, window: Window) -> None:
    client = window(board["the supervisor"])
    found = read(client.get(PATH).follow("Take this list away (CSV)"))

    assert found[0][0] == "Person"
    assert found[1][:2] == ["Asha Patel", "Quayside"]
    assert found[1][3] == "To talk about, Brain injury"
    assert client.get(f"{PATH}.xlsx").status_code == 200


def test_few_statements_however_many_people(
    stage: Stage, board: Board, app: Flask, window: Window
) -> None:
    client = window(board["the supervisor"])
    client.get(PATH)
    with statements(app) as few:
        client.get(PATH)
    for number in range(12):
        person = a_member(stage, f"New {number}", board.team, Role.CASE_MANAGER)
        a_line(stage, board["the supervisor"], person)
    with statements(app) as many:
        client.get(PATH)

    assert len(many) == len(few)
    assert len(many) <= MOST_STATEMENTS
