"""What is worth a conversation, on its page: both see it, both can say something, in its place."""

from datetime import date, timedelta

import pytest
from flask import Flask

from tests.builders.reviews import Department, a_department
from tests.builders.stage import Stage
from tests.support.statements import statements
from tests.web.coaching.conftest import Window

MOST_STATEMENTS = 12
OPEN = (
    "Say something about it: Caseload outside the range, Open cases: 6; the range is 10 to 15. "
    "Part-time hours and mixed caseloads are not weighed in this count."
)


@pytest.fixture
def made(stage: Stage) -> Department:
    """Each of four workers holds six open cases, which is below the range."""
    return a_department(stage)


def address(made: Department, who: str = "worker") -> str:
    return f"/signals/{made[who].id}"


def test_both_read_the_same_sentence_and_who_else_sees_it(
    app: Flask, made: Department, window: Window
) -> None:
    client = window(made["worker"])
    client.get("/")
    with statements(app) as asked:
        own = client.get(address(made))
    theirs = window(made["supervisor"]).get(address(made))

    assert own.heading == "What is worth a conversation"
    assert theirs.heading == "What is worth a conversation with Kit Worker"
    for page in (own, theirs):
        assert "Open cases: 6; the range is 10 to 15." in page.main
        assert "It never feeds pay, discipline or a ranking" in page.main
        assert "Improvement after a signal may be chance" in page.main
        assert "and nobody else" in page.text
    assert "Kit Worker sees each one at the same moment as you, and can answer it." in theirs.main
    assert len(asked) <= MOST_STATEMENTS


def test_my_signals_lead_to_my_own(made: Department, window: Window) -> None:
    answer = window(made["worker"]).get("/signals")

    assert answer.location == address(made)


def test_a_worker_answers_and_it_stays_open(made: Department, window: Window) -> None:
    mine = window(made["worker"])
    form = mine.get(address(made)).follow(OPEN).form("Keep it")

    page = form.submit({"state": "answered", "words": "I have just come back."}, follow=True)

    assert "Your answer stands beside it." in page.main
    assert "Your answer, 8 May 2026: I have just come back." in page.main
    theirs = window(made["supervisor"]).get(address(made))
    assert "The answer of Kit Worker" in theirs.main
    assert "I have just come back." in theirs.main
    assert "Talked about, parked or set aside" not in theirs.main


def test_a_supervisor_parks_it_and_both_see_until_when(made: Department, window: Window) -> None:
    form = window(made["supervisor"]).get(address(made)).follow(OPEN).form("Keep it")
    day = date(2026, 5, 8) + timedelta(days=30)
    until = {"until-day": day.day, "until-month": day.month, "until-year": day.year}

    page = form.submit({"state": "parked", "words": "After the move.", **until}, follow=True)

    assert "Parked. It comes back on that day." in page.main
    mine = window(made["worker"]).get(address(made))
    assert "Talked about, parked or set aside" in mine.main
    assert "After the move." in mine.main
    assert "7 June 2026" in mine.main
    assert "Nothing in the figures asks for a conversation today." in mine.main


def test_what_is_refused_keeps_what_was_typed_beside_its_field(
    made: Department, window: Window
) -> None:
    client = window(made["supervisor"])
    form = client.get(address(made)).follow(OPEN).form("Keep it")

    assert form.submit({}).errors == ["Choose what you make of it."]
    page = form.submit({"state": "dismissed", "words": " "})
    assert page.status_code == 422
    assert page.errors == ["Say why it is set aside, so that both know."]
    page = form.submit({"state": "parked", "words": "Later."})
    assert page.errors == ["Say until which day it is parked."]
    assert "Later." in page.text
    assert page.form("Keep it").values.get("state") == "parked"


def test_a_supervisor_gives_no_answer_in_the_workers_name(made: Department, window: Window) -> None:
    form = window(made["supervisor"]).get(address(made)).follow(OPEN).form("Keep it")

    assert (
        "I want to say something about it"
        not in window(made["supervisor"]).get(address(made)).follow(OPEN).main
    )
    page = form.submit({"state": "discussed"}, follow=True)
    assert "Noted: you talked about it." in page.main


def test_a_signal_that_is_gone_says_so_and_keeps_the_words(
    made: Department, window: Window
) -> None:
    client = window(made["worker"])
    form = client.get(address(made)).follow(OPEN).form("Keep it")

    page = form.submit({"about": "item-again/0/x", "state": "answered", "words": "Wait a moment."})

    assert page.status_code == 422
    assert "this is no longer a signal" in page.main
    assert "Wait a moment." in page.main


@pytest.mark.parametrize(
    "who", ["second worker", "other supervisor", "specialist", "leadership", "central",
            "administrator", "auditor", "training lead"],
)  # fmt: skip
def test_nobody_else_finds_the_page(made: Department, window: Window, who: str) -> None:
    assert window(made[who]).get(address(made)).status_code == 404


def test_an_action_is_agreed_about_a_signal_and_says_what_it_began_with(
    made: Department, window: Window
) -> None:
    theirs = window(made["supervisor"])
    about = OPEN.replace("Say something about it", "Agree an action about it")
    form = theirs.get(address(made)).follow(about).form("Agree it")
    due = {"due_on-day": "15", "due_on-month": "5", "due_on-year": "2026"}
    typed = {"text": "Look at who takes the next case.", "owner": str(made["worker"].id), **due}

    refused = form.submit(typed)
    page = refused.form("Agree it").submit(typed | {"kind": "template"}, follow=True)
    page = page.follow("Look at it or close it out: Look at who takes the next case.")

    assert refused.status_code == 422
    assert "Began with Caseload outside the range" in " ".join(page.main.split())


def test_only_who_can_agree_an_action_is_asked_to(made: Department, window: Window) -> None:
    page = window(made["manager"]).get(address(made))

    assert "Say something about it" in page.main
    assert "Agree an action about it" not in page.main
