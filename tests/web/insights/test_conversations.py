"""What is worth a conversation: a sentence each, five at most, for whoever supervises them."""

import pytest
from flask import Flask

from tests.builders.boards import Board, a_board
from tests.builders.stage import Stage
from tests.builders.training import a_school
from tests.support.client import CheckedClient
from tests.support.statements import statements
from tests.web.insights.conftest import Window


@pytest.fixture
def board(stage: Stage) -> Board:
    """A team of two lines."""
    return a_board(stage)


def test_a_supervisor_finds_it_from_home_and_it_leads_to_the_person(
    stage: Stage, client: CheckedClient
) -> None:
    school = a_school(stage)  # where nobody has done anything that is asked
    client.sign_in(school.cast.supervisor)
    page = client.get("/").follow("What is worth a conversation with your people")

    about = [text for text in page.links() if text.endswith("Asha Patel")]
    assert about
    assert len(about) <= 5
    assert page.links()[about[0]] == f"/signals/{school.cast.practitioner.id}"
    assert page.follow(about[0]).status_code == 200
    assert school.cast.colleague.name not in page.main


def test_each_sees_those_they_supervise_and_nobody_else(board: Board, window: Window) -> None:
    for who in ("another supervisor of the team", "a supervisor elsewhere", "the manager"):
        page = window(board[who]).get("/dashboards/conversations")
        assert "Asha Patel" not in page.main, who


@pytest.mark.parametrize(
    "who", ["the person", "central office", "the own region's leadership", "an administrator"]
)
def test_whoever_supervises_nobody_finds_no_such_page(
    board: Board, window: Window, who: str
) -> None:
    assert window(board[who]).get("/dashboards/conversations").status_code == 404


def test_the_person_finds_their_own_from_home(board: Board, window: Window) -> None:
    client = window(board["the person"])

    assert client.get("/").links()["What your own figures say"] == "/signals"
    assert client.get("/signals", follow_redirects=True).status_code == 200


def test_few_statements(board: Board, app: Flask, window: Window) -> None:
    client = window(board["the supervisor"])
    client.get("/dashboards/conversations")
    with statements(app) as asked:
        client.get("/dashboards/conversations")

    assert len(asked) <= 12
