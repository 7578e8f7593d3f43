"""Both levels of a case on one page: closed until the second is submitted, then resolved."""

import pytest

from tests.builders.review_sheets import Pulled, a_form, a_pulled_case, done
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.support.statements import statements


@pytest.fixture
def pulled(stage: Stage) -> Pulled:
    made = a_pulled_case(stage)
    a_form(stage, made, bad=("I1", "I2"))
    return made


@pytest.fixture
def both(stage: Stage, pulled: Pulled) -> Pulled:
    done(stage, pulled, level="second", bad=("I1", "I4"))
    return pulled


def at(pulled: Pulled, more: str = "") -> str:
    return f"/reviews/{pulled.second}/levels{more}"


def test_the_first_level_is_closed_until_the_second_is_in(
    stage: Stage, client: CheckedClient, pulled: Pulled
) -> None:
    client.sign_in(pulled.specialist)

    assert client.get(f"/reviews/{pulled.first}/section/I").status_code == 403
    assert client.get(f"/reviews/{pulled.first}/form").status_code == 403
    assert client.get(f"/reviews/{pulled.first}.pdf").status_code == 403
    assert client.get(at(pulled)).status_code == 422
    assert "How far it is" not in client.get(f"/reviews/{pulled.first}").main

    done(stage, pulled, level="second")
    assert "Why I2." in client.get(f"/reviews/{pulled.first}/section/I").main
    assert client.get(f"/reviews/{pulled.first}/form").status_code == 200


def test_differences_stand_first_with_both_narratives(client: CheckedClient, both: Pulled) -> None:
    client.sign_in(both.specialist)

    page = client.get(at(both))

    assert "Neither level outranks the other" in page.main
    first = "First level Area needing improvement Why I2."
    assert f"{first} Second level Strength Why I2." in " ".join(page.main.split())
    assert ["I1 Facts, not opinions", "Area needing improvement"] in page.rows


def test_what_came_of_a_difference_is_recorded(client: CheckedClient, both: Pulled) -> None:
    client.sign_in(both.specialist)
    page = client.get(at(both)).follow("Record what came of it (I2)")

    page = page.form().submit({"agreed": "strength", "words": "The quotes are there."})

    assert "Now: Strength The quotes are there." in page.main
    page = page.follow("Change what came of it (I2)")
    page = page.form().submit({"agreed": "none", "words": "We looked again."})
    assert "Still differ We looked again." in page.main


def test_without_a_first_level_there_are_coaching_notes_all_the_same(
    stage: Stage, client: CheckedClient
) -> None:
    alone = a_pulled_case(stage)
    done(stage, alone, level="second")
    client.sign_in(alone.specialist)

    page = client.get(at(alone))
    assert "nothing to compare" in page.main
    page = page.form("Save the note").submit({"words": "Look at I2 together."})

    assert "Look at I2 together." in page.main
    assert client.get(at(alone, "/I2")).status_code == 404


def test_words_are_asked_for(client: CheckedClient, both: Pulled) -> None:
    client.sign_in(both.specialist)

    page = client.get(at(both, "/I2")).form().submit({"agreed": "strength"})

    assert page.status_code == 422
    assert "Say what you made of the difference." in page.main
    assert client.get(at(both, "/I3")).status_code == 404


def test_coaching_notes_are_written_to_the_supervisor_and_closed_to_the_worker(
    client: CheckedClient, both: Pulled
) -> None:
    client.sign_in(both.specialist)
    client.get(at(both)).form("Save the note").submit({"words": "Look at I2 together."})

    client.sign_in(both.supervisor)
    assert "Look at I2 together." in client.get(at(both)).main
    client.sign_in(both.worker)
    page = client.get(at(both))
    assert page.status_code == 200
    assert "Look at I2 together." not in page.main
    assert client.get(at(both, "/I2")).status_code == 404


def test_the_page_asks_few_questions(client: CheckedClient, both: Pulled) -> None:
    client.sign_in(both.specialist)

    with statements(client.application) as asked:
        client.get(at(both))

    assert len(asked) <= 12
