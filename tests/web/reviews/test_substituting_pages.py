"""Another case in place of a drawn one: asked for, refused, granted, and what replaced what."""

import pytest
from flask import Flask

from competency.reviews.domain.levels import State
from tests.builders.reviews import (
    Department,
    a_department,
    a_draw,
    a_review,
    reviews_of,
    the_four,
)
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.sending import send
from tests.support.statements import statements

MOST_STATEMENTS = 12
WORDS = "Extended until 3 June."


@pytest.fixture
def made(stage: Stage) -> Department:
    """A department whose May cases were drawn."""
    made = a_department(stage)
    a_draw(stage)
    return made


def ask_for(client: CheckedClient, made: Department, review_id: int, **typed: str) -> Page:
    """Ask as the supervisor."""
    page = client.sign_in(made["supervisor"]).get(f"/reviews/{review_id}")
    return page.follow("Ask for another case instead").form("Ask for another case").submit(typed)


def test_a_supervisor_asks_and_the_specialist_grants(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    asked = ask_for(client, made, review.id, reason="sealed")
    assert "Asked. Until it is granted, this case stays yours to review." in asked.main

    page = client.sign_in(made["specialist"]).get("/reviews")
    decide = next(a for a in page.document.all("a") if "/substitutions/" in a.get("href", ""))
    page = client.get(decide.get("href", ""))
    assert "Sealed" in page.main
    assert "Sue Visor" in page.main
    page = page.form("Decide").submit({"outcome": "granted", "comment": "I see."})

    assert "The next case of the draw is reviewed instead." in page.main
    substitute = next(r for r in reviews_of(stage, replaces_id=review.id) if r.level == "first")
    new = next(ref for ref, case in made.cases.items() if case.id == substitute.case_id)
    assert f"Granted {new} is reviewed instead." in page.rows[1][3]
    assert "Quin North, 8 May 2026: I see." in page.rows[1][3]
    assert page.follow(new).heading == f"Review of case {new}"
    shown = client.sign_in(made["supervisor"]).get("/reviews/substitutions")
    assert "Decide on" not in shown.main
    assert len(shown.rows) == 1 + 1


def test_a_refusal_needs_its_words_and_keeps_what_was_typed(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    ask_for(client, made, review.id, reason="incomplete-investigation", words=WORDS)
    page = client.sign_in(made["specialist"]).get("/reviews/substitutions")
    assert WORDS in page.main
    form = client.get("/reviews/substitutions/1")

    again = form.form("Decide").submit({"outcome": "refused"})
    assert again.status_code == 422
    assert again.errors == ["Say why this case is reviewed after all."]
    assert again.form("Decide").values["outcome"] == "refused"
    nothing = form.form("Decide").submit({})
    assert nothing.errors == ["Grant it or refuse it."]

    done = again.form("Decide").submit({"comment": "No extension was given."})
    assert "Refused. The case is reviewed as it was drawn." in done.main
    closed = client.get("/reviews/substitutions/1")
    assert "Refused by Quin North" in closed.main
    assert "Decide" not in [w for f in closed.document.all("form") for w in f.itertext()]


@pytest.mark.parametrize(
    ("typed", "tampered", "said"),
    [
        ({}, {}, "Choose the reason."),
        ({"words": "Kept"}, {"reason": "past-due-investigation"}, "is no reason"),
        ({"words": "Kept"}, {"reason": "too-much-work"}, "only for one of these reasons"),
        ({"reason": "incomplete-investigation"}, {}, "Write down the day until which"),
        ({"reason": "sealed", "words": "x" * 1001}, {}, "Use at most 1,000 characters."),
    ],
)
def test_what_the_rules_do_not_allow_is_said_beside_the_field(
    made: Department, stage: Stage, client: CheckedClient,
    typed: dict[str, str], tampered: dict[str, str], said: str,
) -> None:  # fmt: skip
    review = the_four(stage, made["supervisor"])[0]
    client.sign_in(made["supervisor"])
    form = client.get(f"/reviews/{review.id}/substitute").form("Ask for another case")

    page = form.submit(typed, tampered=tampered)

    assert page.status_code == 422
    assert said in page.errors[0]
    assert page.form("Ask for another case").values["words"] == typed.get("words", "")
    assert "Not a reason" in page.main
    assert "Investigation past due, without an extension." in page.main


def test_after_the_twelfth_the_page_says_why_not_and_whom_to_speak_to(
    made: Department, stage: Stage, client: CheckedClient, clock
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    client.sign_in(made["supervisor"])
    form = client.get(f"/reviews/{review.id}/substitute").form("Ask for another case")
    clock.move(days=5)

    page = client.sign_in(made["supervisor"]).get(f"/reviews/{review.id}/substitute")
    assert "could be asked for until 12 May." in page.main
    assert "speak to the quality specialist of the region: Quen North and Quin North." in page.main
    assert "Ask for another case" not in page.main.replace(page.heading, "")

    kept = {name: form.values[name] for name in ("form_key", "version")}
    typed = {**kept, "reason": "sealed"}
    late = send(client, f"/reviews/{review.id}/substitute", **typed)
    assert late.status_code == 422
    assert "could be asked for until 12 May." in late.main


def test_what_waits_or_is_complete_cannot_be_asked_for_again(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    ask_for(client, made, review.id, reason="sealed")
    page = client.get(f"/reviews/{review.id}/substitute")
    assert "has been asked for already" in page.main

    a_review(stage, made, State.SUBMITTED)
    assert "not open any more" in client.get(f"/reviews/{review.id}/substitute").main


@pytest.mark.parametrize(
    ("who", "asks", "decides"),
    [
        ("supervisor", 200, 403),
        ("specialist", 403, 200),
        ("leadership", 403, 403),
        ("central", 403, 403),
        ("far specialist", 404, 404),
        ("peer", 404, 404),
        ("administrator", 404, 404),
    ],
)
def test_who_may_ask_and_who_may_decide(
    made: Department, stage: Stage, client: CheckedClient, who: str, asks: int, decides: int
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    ask_for(client, made, review.id, reason="sealed")
    client.sign_in(made[who])

    assert client.get(f"/reviews/{review.id}/substitute").status_code == asks
    assert client.get("/reviews/substitutions/1").status_code == decides
    listed = client.get("/reviews/substitutions")
    assert ("Sealed" in listed.main) is (403 in (asks, decides))


def test_an_old_page_cannot_decide_twice(
    made: Department, stage: Stage, client: CheckedClient
) -> None:
    review = the_four(stage, made["supervisor"])[0]
    ask_for(client, made, review.id, reason="sealed")
    client.sign_in(made["specialist"])
    first = client.get("/reviews/substitutions/1").form("Decide")
    second = client.get("/reviews/substitutions/1").form("Decide")
    first.submit({"outcome": "granted"})

    assert second.submit({"outcome": "refused", "comment": "No."}).status_code == 409


def test_the_pages_ask_the_database_few_times(
    made: Department, stage: Stage, app: Flask, client: CheckedClient
) -> None:
    for review in the_four(stage, made["supervisor"]):
        ask_for(client, made, review.id, reason="sealed")
    for who, path in (
        ("supervisor", f"/reviews/{review.id}/substitute"),
        ("specialist", "/reviews/substitutions"),
        ("specialist", "/reviews/substitutions/1"),
    ):
        client.sign_in(made[who])
        with statements(app) as asked:
            client.get(path)
        assert len(asked) <= MOST_STATEMENTS, path
