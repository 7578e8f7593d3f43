"""After a line of supervision has ended, by its pages: finished, kept, taken over."""

import pytest

from competency.coaching.service import notes
from tests.builders.stage import a_cast, end_line
from tests.builders.supervision import a_session, an_action, hand_over, held, sign
from tests.support.client import PASSWORD


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def test_a_former_supervisor_finishes_what_was_held_and_keeps_the_own_notes(stage, cast, window):
    id_ = held(stage, cast)
    an_action(stage, cast, session_id=id_)
    stage.do(cast.supervisor, lambda w: notes.write(w, id_, "private", "Ask how it went."))
    stage.clock.move(days=3)
    follower = hand_over(stage, cast)
    client, address = window(cast.supervisor), f"/supervision/sessions/{id_}"

    page = client.get("/supervision").follow("8 May 2026, Asha Patel")
    assert page.request.path == address
    assert "You do not supervise Asha Patel any more." in page.main
    for href in page.links().values():  # no link leads to what is theirs no more
        if href.startswith(("/supervision", "/actions")):
            assert client.get(href).status_code == 200, href
    assert "Agree an action" not in page.links()
    assert client.get(f"{address}/actions/add").status_code == 403
    assert client.get(f"{address}/move").status_code == 403
    assert window(follower).get(address).status_code == 403

    sign(stage, cast.practitioner, id_)
    form = client.get(address).follow("Read and sign").form("Sign this session")
    done = form.submit({"password": PASSWORD})

    assert done.request.path == "/supervision/notes"
    assert "Both have signed. The record is complete." in done.text
    assert "Ask how it went." in done.main
    assert address not in done.links().values()
    assert client.get(address).status_code == 404
    assert "Ask how it went." not in window(follower).get(address).main
    assert "You have noted nothing" in window(follower).get("/supervision/notes").main


def test_the_next_supervisor_takes_over_what_the_former_one_planned(stage, cast, window):
    planned = a_session(stage, cast)
    stage.clock.move(days=3)
    follower = hand_over(stage, cast)
    address = f"/supervision/people/{cast.practitioner.id}"
    waits = "Priya Nair does not supervise"
    page = window(cast.practitioner).get("/supervision")
    assert f"{waits} you any more. Whoever supervises you next takes it over" in page.main
    assert "Take it over" not in page.main

    client = window(follower)
    page = client.get(address)
    assert f"{waits} Asha Patel any more." in page.main
    page.form("Take it over").submit({})

    page = client.get(address)
    assert waits not in page.main
    assert "With Nia Next, from 11 May 2026" in page.main
    session = page.follow("Friday 15 May 2026")
    assert session.request.path != f"/supervision/sessions/{planned}"
    assert {"We have met", "Move it", "Call it off"} <= set(session.links())
    assert "led by Nia Next" in window(cast.practitioner).get("/supervision").main


def test_or_ends_it(stage, cast, window):
    a_session(stage, cast)
    client = window(hand_over(stage, cast))
    address = f"/supervision/people/{cast.practitioner.id}"

    form = client.get(address).follow("End it: Case management supervision").form("End it")
    form.submit({"reason": "We begin anew."})

    page = client.get(address)
    assert "No session is planned." in page.main
    assert "Called off" in page.main


def test_whom_nobody_supervises_yet_calls_off_what_the_former_one_planned(stage, cast, window):
    id_ = a_session(stage, cast)
    client, address = window(cast.practitioner), f"/supervision/sessions/{id_}"
    assert "Call it off" not in client.get(address).links()
    assert client.get(f"{address}/call-off").status_code == 403
    stage.clock.move(days=3)
    end_line(stage, cast.line)
    client = window(cast.practitioner)

    page = client.get(address).follow("Call it off")
    assert page.form("Call it off").submit({"reason": " "}).errors == ["Say why."]
    page = page.form("Call it off").submit({"reason": "Priya has left."})

    assert "Called off: Priya has left." in page.main
    assert "No session is planned." in client.get("/supervision").main
    assert client.get(f"{address}/hold").status_code == 403
