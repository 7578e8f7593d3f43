"""Doing a review on its pages, without a script: nothing is lost, and what is missing is named."""

import pytest
from sqlalchemy.orm import Session

from competency.reviews.models import Review
from tests.builders.review_sheets import Pulled, a_pulled_case, answers, fill, give, start, submit
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements


@pytest.fixture
def pulled(stage: Stage) -> Pulled:
    return a_pulled_case(stage)


def at(pulled: Pulled, more: str = "", level: str = "first") -> str:
    return f"/reviews/{getattr(pulled, level)}{more}"


def test_a_review_is_started_with_what_the_record_shows(
    client: CheckedClient, pulled: Pulled, look: Session
) -> None:
    client.sign_in(pulled.supervisor)
    page = client.get(at(pulled))
    assert page.heading == "Review of case C-0001"
    assert "Choose what belongs to the case by 12 May 2026." in page.main
    assert page.follow("The record of case C-0001").status_code == 200

    form = page.follow("Start this review").form()
    assert form.values["elements"] == "new-referral"
    page = form.submit()

    assert "Started. Answers are saved as you go." in page.text
    assert "0 of 32 items answered" in page.main
    assert look.get_one(Review, pulled.first).state == "started"


def test_what_cannot_be_started_is_said_beside_its_field(
    client: CheckedClient, pulled: Pulled
) -> None:
    client.sign_in(pulled.supervisor)
    page = client.get(at(pulled, "/start")).form().submit({"elements": ["away-from-home"]})

    assert page.status_code == 422
    assert "Say who the target client is" in page.main


def test_a_section_is_saved_with_one_button(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first, "in-contact", "first-contact")
    client.sign_in(pulled.supervisor)
    form = client.get(at(pulled, "/section/B")).form("Save and go on")

    page = form.submit(
        {"B2-answer": "strength", "B2-narrative": "He chose the place."}, press="Save and go on"
    )

    assert page.heading == "C Assessment of needs"
    kept = answers(stage, pulled.first)["B2"]
    assert (kept.answer, kept.narrative) == ("strength", "He chose the place.")


def test_what_the_dates_propose_is_shown_with_its_dates_and_confirmed(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first)
    client.sign_in(pulled.supervisor)
    page = client.get(at(pulled, "/section/B"))
    assert "Began 5 March 2026, due 9 March 2026, done 6 March 2026: in time." in page.main
    assert "The dates propose “Yes”" in page.main

    page = page.form("Save and go on").submit(press="Confirm “Yes” for B1")

    assert "and you confirmed it." in page.main
    assert answers(stage, pulled.first)["B1"].confirmed


def test_an_answer_that_opens_an_item_shows_it(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    client.sign_in(pulled.supervisor)
    form = client.get(at(pulled, "/section/H")).form("Save and go on")

    page = form.submit({"H1-answer": "no"}, press="Save and go on")

    assert page.heading == "H Contact and working together"
    assert "By your answers, this applies as well: H2." in page.text
    assert "needed for this answer" in page.main


def test_a_refused_answer_keeps_what_was_typed(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    client.sign_in(pulled.supervisor)
    form = client.get(at(pulled, "/section/B")).form("Save and go on")

    page = form.submit({"B2-answer": "strength", "B2-narrative": "x" * 8_001}, press="Save")

    assert page.status_code == 422
    assert "B2: A narrative has at most 8,000 characters" in page.text
    assert page.form("Save and go on").values["B2-narrative"] == "x" * 8_001
    assert "B2" not in answers(stage, pulled.first)


def test_two_at_once_see_both_and_choose(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    client.sign_in(pulled.supervisor)
    form = client.get(at(pulled, "/section/B")).form("Save and go on")
    give(stage, pulled.supervisor, pulled.first, "B2", "strength", "He chose the place.")

    page = form.submit(
        {"B2-answer": "needs-improvement", "B2-narrative": "He did not."}, press="Save"
    )
    assert page.status_code == 409
    assert "changed meanwhile: Strength, “He chose the place.”" in page.main
    again = page.form("Save and go on")
    assert again.values["B2-narrative"] == "He did not."

    again.submit(press="Save")
    assert answers(stage, pulled.first)["B2"].narrative == "He did not."


def test_a_script_saves_one_item_and_hears_how_far_it_is(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first, "in-contact")
    client.sign_in(pulled.supervisor)
    token = (client.get("/csrf").json or {})["csrf_token"]

    def save(**given: str) -> Page:
        return client.post(
            at(pulled, "/answers"),
            data={"csrf_token": token, "strand": "B2"} | given,
            headers={"Accept": "application/json", "Referer": "https://localhost/"},
        )

    first = save(**{"B2-answer": "strength", "B2-seq": "0"})
    again = save(**{"B2-answer": "strength", "B2-seq": "0"})
    other = save(**{"B2-answer": "needs-improvement", "B2-seq": "0"})
    odd = save(**{"B2-answer": "yes", "B2-seq": "1"})

    assert (first.status_code, again.status_code) == (200, 200)
    told = first.json or {}
    assert told["progress"]["B"] == 1
    assert (other.status_code, (other.json or {})["seq"]) == (409, told["seq"])
    assert (odd.status_code, (odd.json or {})["code"]) == (422, "unknown_answer")


def test_what_is_missing_is_listed_with_its_links(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first, "new-referral")
    fill(stage, pulled.supervisor, pulled.first)
    give(stage, pulled.supervisor, pulled.first, "I1", "needs-improvement")
    give(stage, pulled.supervisor, pulled.first, "I2", "")
    client.sign_in(pulled.supervisor)

    page = client.get(at(pulled, "/submit"))

    assert "10 of 11 items are answered." in page.main
    assert {"I1 Facts, not opinions", "I2 Written at the time"} <= set(page.links())
    assert "Submit this review" not in page.main


def test_a_complete_review_is_submitted_and_then_only_read(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first)
    fill(stage, pulled.supervisor, pulled.first)
    client.sign_in(pulled.supervisor)

    page = client.get(at(pulled, "/submit")).form().submit()

    assert "Submitted. This review is complete." in page.text
    page = client.get(at(pulled, "/section/B"))
    assert "Why B2." in page.main
    assert "Save and go on" not in page.main
    assert client.get(at(pulled, "/submit")).status_code == 200


def test_the_worker_reads_it_once_it_is_submitted_and_the_blank_instrument_before(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first)
    client.sign_in(pulled.worker)
    page = client.get(at(pulled))
    assert "The blank instrument" in page.links()
    assert "How far it is" not in page.main
    assert client.get(at(pulled, "/section/B")).status_code == 403

    fill(stage, pulled.supervisor, pulled.first)
    submit(stage, pulled.supervisor, pulled.first)

    assert "Why B2." in client.get(at(pulled, "/section/B")).main


def test_the_instrument_can_be_read_and_printed_blank_and_filled(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first)
    fill(stage, pulled.supervisor, pulled.first)
    client.sign_in(pulled.supervisor)

    page = client.get("/reviews/instrument")
    assert "B4 Missed appointments" in page.main
    assert "H1 is answered No" in page.main
    for address in ("/reviews/instrument.pdf", f"{at(pulled)}.pdf"):
        answer = client.get(address)
        assert answer.mimetype == "application/pdf"
        assert answer.data.startswith(b"%PDF")
    assert client.get("/reviews/instrument?version=9").status_code == 404
    client.sign_in(pulled.specialist)
    assert client.get(f"{at(pulled)}.pdf").status_code == 403


@pytest.mark.parametrize("more", ["", "/start", "/section/B", "/submit"])
def test_pages_ask_few_questions(
    stage: Stage, client: CheckedClient, pulled: Pulled, more: str
) -> None:
    start(stage, pulled.supervisor, pulled.first)
    fill(stage, pulled.supervisor, pulled.first)
    client.sign_in(pulled.supervisor)

    with statements(client.application) as asked:
        client.get(at(pulled, more))

    assert len(asked) <= 12
