"""Each section's agreed practice level is words of the two, never a computed headline."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from competency.assessments import queries
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.document import words
from tests.support.pages import Form


@pytest.fixture
def made(stage: Stage) -> Made:
    return an_appraisal(stage, "revealed", gaps={"SUP-1a": 2})


def words_form(client: CheckedClient, made: Made, section: str) -> Form:
    return client.get(f"{made.path}/levels").form(f"{made.path}/levels/{section}")


def test_a_section_shows_both_ranges_with_what_they_rest_on(
    client: CheckedClient, made: Made
) -> None:
    page = client.sign_in(made.cast.practitioner).get(f"{made.path}/levels")

    card = words(page.document.by_id["SUP"])
    assert "You: Working towards CMP2 to CMP2, 3 of 3 strands" in card
    assert "Priya Nair: CMP1 to Working towards CMP2, 3 of 3 strands" in card


def test_the_words_of_a_section_are_kept_and_the_next_one_comes(
    client: CheckedClient, made: Made, look: Session
) -> None:
    client.sign_in(made.cast.practitioner)

    answer = words_form(client, made, "SUP").submit({"words": "Steady at CMP1"}, follow=False)

    assert answer.location.endswith("/levels#AUT")
    assert queries.section_levels(look, made.id)["SUP"].words == "Steady at CMP1"
    assert "1 of 14 sections are put in words" in client.get(f"{made.path}/levels").main


def test_no_words_are_refused_beside_their_box(client: CheckedClient, made: Made) -> None:
    client.sign_in(made.cast.practitioner)

    answer = words_form(client, made, "SUP").submit({"words": "  "})

    assert answer.status_code == 422
    assert answer.errors == ["Describe in your own words where practice stands."]
    assert answer.document.by_id["SUP-words"].get("aria-describedby") == "SUP-error"


def test_words_that_the_other_changed_meanwhile_are_both_shown(
    app: Flask, client: CheckedClient, made: Made, look: Session
) -> None:
    mine = words_form(client.sign_in(made.cast.practitioner), made, "SUP")
    theirs = app.test_client()
    assert isinstance(theirs, CheckedClient)
    words_form(theirs.sign_in(made.cast.supervisor), made, "SUP").submit({"words": "Theirs"})

    answer = mine.submit({"words": "Mine"})

    assert answer.status_code == 409
    card = words(answer.document.by_id["SUP"])
    assert "Recorded now by Priya Nair: Theirs" in card
    assert answer.form(f"{made.path}/levels/SUP").values["words"] == "Mine"
    assert queries.section_levels(look, made.id)["SUP"].words == "Theirs"
    look.rollback()
    answer.form(f"{made.path}/levels/SUP").submit()
    assert queries.section_levels(look, made.id)["SUP"].words == "Mine"
