"""Somebody writes their log: quickly, whole, and again when another window was first."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from competency.evidence.models import EvidenceEntry, EvidenceLink, EvidenceTag
from tests.builders.evidence import an_entry, content, link
from tests.builders.stage import Stage, a_cast
from tests.support.client import CheckedClient
from tests.support.sending import send
from tests.web.evidence.conftest import Window

QUICK = {"title": "Course on capacity", "hours": "1:30", "strand": "SUP-1a"}
WHOLE = {
    "title": "A talk with Ben",
    "kind": "peer_discussion",
    "hours": "2",
    "did": "We talked about goals.",
    "learned": "To ask first.",
    "applied": "I ask first.",
    "links-SUP-1a": "CMP2",
    "links-GOA-1a": "CMP1",
}


def entries(look: Session) -> list[EvidenceEntry]:
    return list(look.scalars(select(EvidenceEntry)))


def test_a_quick_entry_needs_four_things_and_is_a_draft_of_today(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    cast = a_cast(stage)
    client.sign_in(cast.practitioner)

    page = client.get("/evidence").follow("Add quickly").form().submit(QUICK)

    assert page.heading == "Course on capacity"
    assert "Draft, only you see it" in page.main
    [kept] = entries(look)
    assert (str(kept.hours), kept.starts_on, kept.state) == ("1.50", stage.clock().date(), "draft")
    assert look.scalars(select(EvidenceLink.strand)).all() == ["SUP-1a"]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": " "}, "Say what it was, in a few words."),
        ({"hours": "a while"}, "Give the hours as a number, such as 1.5 or 1:30."),
        ({"hours": "0"}, "Say how many hours it took, such as 1.5."),
        ({"strand": ""}, "Choose a strand."),
        ({"starts_on-year": "2027"}, "This day has not come yet."),
        ({"starts_on-day": "31", "starts_on-month": "2"}, "Enter a real date"),
    ],
)
def test_what_a_quick_entry_lacks_is_said_and_what_was_typed_stays(
    stage: Stage,
    client: CheckedClient,
    look: Session,
    change: dict[str, str],
    error: str,
) -> None:
    client.sign_in(a_cast(stage).practitioner)

    page = client.get("/evidence/quick").form().submit(QUICK | change)

    assert page.status_code == 422
    assert page.errors[0].startswith(error)
    assert page.form().values["title"] == (QUICK | change)["title"].strip()
    assert entries(look) == []


def test_a_whole_entry_keeps_all_that_it_says(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    cast = a_cast(stage)
    client.sign_in(cast.practitioner)
    form = client.get("/evidence/add").form()
    tag = next(e.get("value", "") for e in form.controls if e.get("name") == "tags")

    page = form.submit(WHOLE | {"tags": [tag], "practice_area_id": cast.practice_area.id})

    for said in ("Peer discussion", "To ask first.", "at CMP2", "at CMP1", "Brain injury"):
        assert said in page.main
    assert len(look.scalars(select(EvidenceLink.id)).all()) == 2
    assert look.scalars(select(EvidenceTag.code)).all() == [tag.split("|")[2]]


@pytest.mark.parametrize(
    ("tampered", "error"),
    [
        ({"links-XYZ-1a": "CMP1"}, "XYZ-1a"),
        ({"links-SUP-1a": "CMP9"}, "CMP9"),
        ({"practice_area_id": "999"}, "Choose one of the list."),
        ({"tags": ["nothing|1.0|at-all"]}, "is not on the list"),
        ({"title": "x" * 201}, "Keep this to 200 characters"),
    ],
)
def test_what_the_page_does_not_offer_is_refused(
    stage: Stage,
    client: CheckedClient,
    look: Session,
    tampered: dict[str, object],
    error: str,
) -> None:
    client.sign_in(a_cast(stage).practitioner)

    page = client.get("/evidence/add").form().submit(WHOLE, tampered=tampered)

    assert page.status_code == 422
    assert any(error in line for line in page.errors), page.errors
    assert entries(look) == []


def test_a_changed_entry_is_kept_with_the_links_it_had(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_entry(stage, links=(link("SUP-1a", "CMP2"), link("GOA-1a")))
    client.sign_in(made.cast.practitioner)

    form = client.get(f"/evidence/{made.id}").follow("Change").form()
    page = form.submit({"title": "Another title", "links-GOA-1a": ""})

    assert page.heading == "Another title"
    assert look.scalars(select(EvidenceLink.strand)).all() == ["SUP-1a"]


def test_a_change_of_what_another_window_changed_shows_both_and_writes_neither(
    stage: Stage, window: Window, look: Session
) -> None:
    made = an_entry(stage)
    mine, other = (window(made.cast.practitioner) for _ in range(2))
    form = mine.get(f"/evidence/{made.id}/edit").form()
    other.get(f"/evidence/{made.id}/edit").form().submit({"learned": "From the other window."})

    page = form.submit({"learned": "From this window."})

    assert page.status_code == 409
    assert "From this window." in page.main
    assert "From the other window." in page.main
    assert entries(look)[0].learned == "From the other window."


def test_a_draft_that_nobody_saw_is_removed(
    stage: Stage, client: CheckedClient, look: Session
) -> None:
    made = an_entry(stage)
    client.sign_in(made.cast.practitioner)

    page = client.get(f"/evidence/{made.id}").form("Remove this draft").submit()

    assert page.heading == "My evidence"
    assert entries(look) == []


def test_somebody_elses_draft_is_nowhere(stage: Stage, window: Window) -> None:
    made = an_entry(stage)

    for person in (made.cast.supervisor, made.cast.manager, made.cast.colleague):
        for below in ("", "/edit", "/share"):
            assert window(person).get(f"/evidence/{made.id}{below}").status_code == 404


def test_nobody_but_the_writer_changes_a_shared_entry(stage: Stage, window: Window) -> None:
    made = an_entry(stage, "shared")
    supervisor = window(made.cast.supervisor)

    assert supervisor.get(f"/evidence/{made.id}/edit").status_code == 403
    for below in ("edit", "take-back", "share"):
        assert send(supervisor, f"/evidence/{made.id}/{below}", version="2").status_code == 403


def test_a_shared_entry_is_taken_back_before_it_is_changed(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_entry(stage, "shared")
    client.sign_in(made.cast.practitioner)

    assert client.get(f"/evidence/{made.id}/edit").status_code == 422
    page = client.get(f"/evidence/{made.id}").form("Take it back").submit()

    assert "Draft, only you see it" in page.main
    assert "Taken back by Asha Patel" in page.main
    assert client.get(f"/evidence/{made.id}/edit").status_code == 200


def test_a_verified_entry_is_corrected_by_a_draft_of_its_own(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_entry(stage, "verified")
    client.sign_in(made.cast.practitioner)

    form = client.get(f"/evidence/{made.id}").form("Start a correction").submit().form()
    page = form.submit({"title": "Course on capacity, two days"})

    assert "This corrects an entry that was verified earlier" in page.main
    assert "There is a correction of this entry" in client.get(f"/evidence/{made.id}").main
    answer = send(client, f"/evidence/{made.id}/correct")
    assert answer.status_code == 422
    assert "There is a correction of this entry already." in answer.main


def test_words_that_look_like_code_are_shown_as_words(stage: Stage, client: CheckedClient) -> None:
    words = "<script>alert(1)</script> {{ 7 * 7 }}"
    made = an_entry(stage, title=words, did=words)
    client.sign_in(made.cast.practitioner)

    assert words in client.get(f"/evidence/{made.id}").main
    assert content().title not in client.get("/evidence").main
