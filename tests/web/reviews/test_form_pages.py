"""The strengthening and mentoring form on its pages, from draft to re-review."""

import pytest

from tests.builders.review_sheets import Pulled, a_form, a_pulled_case, done
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements


@pytest.fixture
def pulled(stage: Stage) -> Pulled:
    return a_pulled_case(stage)


def at(pulled: Pulled, more: str = "") -> str:
    return f"/reviews/{pulled.first}/form{more}"


def talk_over(client: CheckedClient, pulled: Pulled) -> Page:
    client.sign_in(pulled.supervisor)
    return client.get(at(pulled)).follow("We talked it over").form().submit()


def test_the_form_is_drafted_written_and_talked_over(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    done(stage, pulled, bad=("I1",))
    client.sign_in(pulled.supervisor)
    page = client.get(f"/reviews/{pulled.first}").follow("Strengthening and mentoring form")

    page = page.form("Draft the form").submit()
    assert page.heading == "Write the form"
    page = page.form().submit({"strengths": "Warm and exact.", "needs": "Facts, not guesses."})

    assert "Warm and exact." in page.main
    assert "I1 Facts, not opinions: Why I1." in page.main
    assert "Due Sunday 7 June 2026" in page.main
    page = talk_over(client, pulled)
    assert "Talked over on Friday 8 May 2026. Kit Worker acknowledges it next." in page.main


def test_the_worker_reads_and_acknowledges_it(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    a_form(stage, pulled)
    client.sign_in(pulled.worker)
    page = client.get(at(pulled))
    assert "Being written" in page.main
    assert "Write" not in page.links()
    assert client.get(at(pulled, "/write")).status_code == 404
    talk_over(client, pulled)

    client.sign_in(pulled.worker)
    page = client.get(at(pulled)).follow("Acknowledge")
    page = page.form().submit({"comment": "I see the first point otherwise."})

    assert "Acknowledged by Kit Worker" in page.main
    assert "I see the first point otherwise." in page.main


def test_a_correction_is_reported_and_looked_at_again(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    a_form(stage, pulled)
    talk_over(client, pulled)
    client.sign_in(pulled.worker)
    report = next(link for link in client.get(at(pulled)).links() if link.startswith("Report"))
    page = client.get(at(pulled)).follow(report).form().submit({"words": "All five rewritten."})
    assert "Reported as put right on 8 May 2026" in page.main

    client.sign_in(pulled.supervisor)
    look = next(link for link in client.get(at(pulled)).links() if link.startswith("Look"))
    page = client.get(at(pulled)).follow(look)
    assert "All five rewritten." in page.main
    page = page.form().submit({"outcome": "corrected", "words": "Seen in three notes."})

    assert "Put right Looked at again on 8 May 2026." in page.main


def test_corrections_are_added_changed_and_taken_away(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    a_form(stage, pulled)
    client.sign_in(pulled.supervisor)
    day = {"due_on-day": "20", "due_on-month": "5", "due_on-year": "2026"}
    page = client.get(at(pulled)).follow("Add something to put right")
    page = page.form().submit({"words": "Quote the client."} | day)
    assert "Due Wednesday 20 May 2026" in page.main

    page = page.follow("Change: Quote the client.").form().submit({"words": "Quote twice."})
    assert "Quote twice." in page.main
    page = page.form("Take this away: Quote twice.").submit()

    assert "Quote twice." not in page.main


def test_a_day_beyond_the_limit_is_refused_beside_its_field(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    a_form(stage, pulled)
    client.sign_in(pulled.supervisor)
    late = {"due_on-day": "8", "due_on-month": "6", "due_on-year": "2026"}

    page = client.get(f"{at(pulled)}/add").form().submit({"words": "Quote."} | late)

    assert page.status_code == 422
    assert "a correction has at most 30 days" in page.main
    assert page.form().values["words"] == "Quote."


def test_there_is_no_form_of_a_review_under_way_nor_a_step_nobody_knows(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    client.sign_in(pulled.supervisor)
    assert client.get(at(pulled)).status_code == 404

    a_form(stage, pulled)
    assert client.get(at(pulled, "/dance")).status_code == 404
    assert client.get(f"/reviews/{pulled.first}/corrections/999/done").status_code == 404


def test_the_page_asks_few_questions(stage: Stage, client: CheckedClient, pulled: Pulled) -> None:
    a_form(stage, pulled, bad=("I1", "I2", "I3", "B2", "C2"))
    client.sign_in(pulled.supervisor)

    with statements(client.application) as asked:
        client.get(at(pulled))

    assert len(asked) <= 12
