"""What is worth a conversation, on home: a sentence each, five at most, for who supervises them."""

import pytest
from flask import Flask

from competency.coaching.service import signals
from competency.kernel.actor import Role
from tests.builders.boards import Board, a_board
from tests.builders.cases import a_member
from tests.builders.stage import Stage, a_line
from tests.builders.training import School, a_school
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.insights.conftest import Window

MOST_STATEMENTS = 12


@pytest.fixture
def board(stage: Stage) -> Board:
    """A team of two lines."""
    return a_board(stage)


@pytest.fixture
def school(stage: Stage) -> School:
    """Training that nobody has done of what is asked."""
    return a_school(stage)


def told(page: Page) -> list[str]:
    """Return what the list on home is of, and about whom, in its order."""
    links = page.document.all("a")
    return ["".join(a.itertext()) for a in links if a.get("href", "").startswith("/signals/")]


def test_a_supervisor_finds_them_on_home_and_each_leads_to_the_person(
    school: School, client: CheckedClient
) -> None:
    client.sign_in(school.cast.supervisor)
    page = client.get("/")

    about = [text for text in told(page) if text.endswith("Asha Patel")]
    assert about
    assert page.links()[about[0]] == f"/signals/{school.cast.practitioner.id}"
    assert page.follow(about[0]).status_code == 200
    assert school.cast.colleague.name not in page.main


def test_five_at_most_the_strongest_first_and_in_no_order_of_people(
    stage: Stage, school: School, client: CheckedClient
) -> None:
    supervisor = school.cast.supervisor
    for name in ("Zed Last", "Abe First", "Mim Middle"):
        person = a_member(stage, name, school.quay, Role.CASE_MANAGER)
        a_line(stage, supervisor, person)
    each = stage.ask(supervisor, lambda w: signals.of_people(w, most=100))
    page = client.sign_in(supervisor).get("/")

    assert len(each) > 5
    assert told(page) == [f"{one.title}: {one.name}" for one in each[:5]]
    assert all(one.sentence in page.main for one in each[:5])
    assert "not for pay, discipline or rankings" in page.main


def test_the_worker_sees_the_same_at_the_same_moment(
    stage: Stage, school: School, window: Window
) -> None:
    theirs = [
        one
        for one in stage.ask(school.cast.supervisor, lambda w: signals.of_people(w, most=100))
        if one.person_id == school.cast.practitioner.id
    ]
    own = window(school.cast.practitioner).get("/signals", follow_redirects=True)

    assert theirs
    assert all(one.sentence in own.main for one in theirs)


def test_each_sees_those_they_supervise_and_nobody_else(board: Board, window: Window) -> None:
    for who in ("another supervisor of the team", "a supervisor elsewhere", "the manager"):
        page = window(board[who]).get("/")
        assert not [text for text in told(page) if text.endswith("Asha Patel")], who


@pytest.mark.parametrize(
    "who", ["the person", "central office", "the own region's leadership", "an administrator"]
)
def test_whoever_leads_nobody_has_no_such_list(board: Board, window: Window, who: str) -> None:
    assert "Worth a conversation" not in window(board[who]).get("/").main


def test_the_person_finds_their_own_from_home(board: Board, window: Window) -> None:
    client = window(board["the person"])

    assert client.get("/").links()["What your own figures say"] == "/signals"
    assert client.get("/signals", follow_redirects=True).status_code == 200


def test_a_supervisors_home_takes_few_statements_however_many_people(
    stage: Stage, school: School, app: Flask, window: Window
) -> None:
    client = window(school.cast.supervisor)
    client.get("/")
    with statements(app) as few:
        client.get("/")
    for number in range(12):
        person = a_member(stage, f"New {number}", school.quay, Role.CASE_MANAGER)
        a_line(stage, school.cast.supervisor, person)
    with statements(app) as many:
        client.get("/")

    assert len(many) == len(few)
    assert len(many) <= MOST_STATEMENTS
