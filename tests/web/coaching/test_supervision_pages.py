"""Supervision by its pages: agree, plan, prepare, meet, write, sign; and what they refuse."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from competency.coaching.models import CoachingAction
from competency.coaching.service import agenda, sessions
from tests.builders.stage import a_cast, a_line, a_person, end_line
from tests.builders.supervision import (
    a_session,
    an_action,
    an_agreement,
    held,
    items_of,
    row_of,
    sealed,
    sign,
)
from tests.support.client import PASSWORD
from tests.support.pdf_text import text as text_of
from tests.support.statements import statements


def day_in(field, day):
    """The three boxes of a date."""
    return {f"{field}-day": day.day, f"{field}-month": day.month, f"{field}-year": day.year}


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def test_two_people_agree_prepare_meet_and_sign(stage, cast, window):
    today = stage.clock().date()
    theirs, mine = window(cast.supervisor), window(cast.practitioner)
    page = theirs.get("/supervision/team").follow("Asha Patel")
    agreed = (
        page.follow("Agree how often to meet")
        .form("Write it down")
        .submit({"kind": "practice", "every": "4", "unit": "weeks", "words": "Time to think."})
    )
    assert "Not confirmed yet" in theirs.get(agreed.request.path).main
    page = mine.get("/supervision")
    assert "every 4 weeks" in page.main
    page.form("Yes, this is what we agreed").submit({})
    page = theirs.get(agreed.request.path)
    assert "Confirmed" in page.main
    planned = (
        page.follow("Plan the next session: Practice (clinical) supervision")
        .form("Plan it")
        .submit({**day_in("planned_on", today), "place": "Room 2"})
    )
    address = planned.request.path
    page = mine.get("/notices")
    assert "A supervision session is planned for 8 May 2026" in page.main

    page = mine.get(address).follow("Put something on the agenda")
    page.form("Put it on the agenda").submit({"words": "How my week is planned"})
    page = theirs.get(address)
    assert "How my week is planned" in page.main
    page.follow("We have met").form("Record it").submit({})
    page = theirs.get(address)
    assert "Read and sign" not in page.links()
    settle = page.follow("Say what became of the agenda")
    item = items_of(stage, int(address.rsplit("/", 1)[1]))[0]
    settle.form("Keep it").submit({f"item_{item.id}": "covered"})
    theirs.get(address).follow("Write a note").form("Keep the note").submit(
        {"words": "We looked at four weeks.", "visibility": "record"}
    )
    mine.get(address).follow("Write a note").form("Keep the note").submit(
        {"words": "Ask about the rota.", "visibility": "private"}
    )
    theirs.get(address).follow("Agree an action").form("Agree it").submit(
        {
            "text": "Block two mornings a week.",
            "owner": str(cast.practitioner.id),
            "kind": "time-and-workload",
            "practice_area": str(cast.practice_area.id),
            "strand": "PLA-1a",
            "measure": "timeliness:KPI_04",
            **day_in("due_on", today + timedelta(days=30)),
        }
    )
    page = mine.get(address)
    assert "Ask about the rota." in page.main
    assert "It can still have to be disclosed in law" in page.main
    assert "Ask about the rota." not in theirs.get(address).main

    form = theirs.get(address).follow("Read and sign").form("Sign this session")
    assert form.submit({"password": PASSWORD}).request.path == address
    form = mine.get(address).follow("Read and sign").form("Sign this session")
    form.submit({"password": PASSWORD})
    page = theirs.get(address)
    assert "Signed and sealed" in page.main
    printed = text_of(mine.get(f"{address}.pdf").data)
    assert "Block two mornings a week." in printed
    assert "Ask about the rota." not in printed
    action = mine.get("/supervision").follow(
        "Look at it or close it out: Block two mornings a week."
    )
    assert "PLA-1a" in action.main
    action.follow("Close it out").form("Close it out").submit({"ending": "complete"})
    assert "No actions." in mine.get("/supervision").main
    assert "1 of" not in theirs.get("/supervision/team").main


REFUSED = {
    # page, button, what is typed, field of the message, what must still stand there
    "move to the past": (
        "move",
        "Move it",
        {"planned_on-day": "7", "planned_on-month": "5", "planned_on-year": "2026", "place": "B"},
        "Choose a day from today on, within a year.",
    ),
    "called off without a word": ("call-off", "Call it off", {"reason": " "}, "Say why."),
    "held tomorrow": (
        "hold",
        "Record it",
        {"on-day": "9", "on-month": "5", "on-year": "2026"},
        "Choose the day on which you met, today at the latest.",
    ),
    "nothing on the agenda": (
        "agenda/add",
        "Put it on the agenda",
        {"words": " "},
        "Say what it is about.",
    ),
    "a note without words": (
        "notes/add",
        "Keep the note",
        {"words": "", "visibility": "shared"},
        "Write the note.",
    ),
    "a note tagged to no strand there is": (
        "notes/add",
        "Keep the note",
        {"words": "Kept", "visibility": "shared", "strand": "ASM-1a", "practice_area": ""},
        "Choose the practice area too: a strand belongs to practice in one area.",
    ),
    "an action due in the past": (
        "actions/add",
        "Agree it",
        {
            "text": "Kept words",
            "kind": "training",
            "due_on-day": "7",
            "due_on-month": "5",
            "due_on-year": "2026",
        },
        "Choose a day from today on, within a year.",
    ),
    "an action with a strand but no area": (
        "actions/add",
        "Agree it",
        {
            "text": "Kept words",
            "kind": "training",
            "strand": "ASM-1a",
            "due_on-day": "9",
            "due_on-month": "5",
            "due_on-year": "2026",
        },
        "Choose the practice area too: a strand belongs to practice in one area.",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_a_page_refuses_it_says_and_keeps(stage, cast, window, what):
    id_ = a_session(stage, cast)
    step, button, typed, message = REFUSED[what]

    answer = (
        window(cast.supervisor)
        .get(f"/supervision/sessions/{id_}/{step}")
        .form(button)
        .submit(typed)
    )

    assert answer.status_code == 422
    assert answer.errors == [message]
    for value in typed.values():
        if str(value).strip():
            assert str(value) in answer.text


def test_unknown_choices_sent_past_the_page_are_refused(stage, cast, window):
    id_ = a_session(stage, cast)
    page = window(cast.supervisor).get(f"/supervision/sessions/{id_}/actions/add")
    due = day_in("due_on", stage.clock().date())
    typed = {"text": "Kept words", "kind": "training", **due}
    for field, value, message in (
        ("measure", "timeliness:KPI_99", "Choose a measure of the list."),
        ("measure", "mood:good", "Choose a measure of the list."),
        ("owner", "999999", "Choose the person or somebody who supervises them."),
        ("kind", "scolding", "Choose what kind of coaching this is."),
    ):
        answer = page.form("Agree it").submit(typed, tampered={field: value})
        assert (answer.status_code, answer.errors) == (422, [message])


def test_a_form_sent_twice_is_carried_out_once(stage, cast, window):
    id_ = a_session(stage, cast)
    form = (
        window(cast.practitioner)
        .get(f"/supervision/sessions/{id_}/agenda/add")
        .form("Put it on the agenda")
    )
    for _ in range(2):
        form.submit({"words": "Only once"})

    assert [one.words for one in items_of(stage, id_)] == ["Only once"]


def test_what_changed_meanwhile_is_shown_beside_what_was_typed(stage, cast, window):
    id_ = a_session(stage, cast)
    form = window(cast.supervisor).get(f"/supervision/sessions/{id_}/move").form("Move it")
    later = stage.clock().date() + timedelta(days=20)
    stage.do(cast.supervisor, lambda w: sessions.move(w, id_, later, "", 1))

    answer = form.submit(day_in("planned_on", later + timedelta(days=1)))

    assert answer.status_code == 409
    assert "2026-05-29" in answer.main
    assert "2026-05-28" in answer.main


def test_a_wrong_password_signs_nothing(stage, cast, window):
    id_ = held(stage, cast)
    form = (
        window(cast.supervisor).get(f"/supervision/sessions/{id_}/sign").form("Sign this session")
    )

    answer = form.submit({"password": "not mine"})

    assert answer.status_code == 422
    assert answer.errors == ["That is not your password. Enter it again; nothing is lost."]


def test_suggestions_are_chosen_from_a_list(stage, cast, window):
    an_action(stage, cast)
    id_ = a_session(stage, cast)
    page = window(cast.practitioner).get(f"/supervision/sessions/{id_}/agenda/add")
    assert "Open action: Fill in the risk assessment at the first visit." in page.main
    form = page.form("Put what I chose on the agenda")
    assert form.submit({}).status_code == 422
    form.submit({"keys": [f"action:{an_open(stage)}"]})

    assert "Take it off" in window(cast.practitioner).get(f"/supervision/sessions/{id_}").text


def an_open(stage):
    return stage.ask(None, lambda w: w.session.scalar(select(CoachingAction.id)))


OUTSIDE = (
    "",
    "/move",
    "/hold",
    "/agenda/add",
    "/agenda",
    "/notes/add",
    "/actions/add",
    "/sign",
    ".pdf",
)


def test_a_session_of_a_person_outside_the_line_is_not_there(stage, cast, window):
    id_ = a_session(stage, cast)
    for person in (cast.colleague, cast.administrator):
        client = window(person)
        for page in OUTSIDE:
            assert client.get(f"/supervision/sessions/{id_}{page}").status_code == 404, page
        assert client.get(f"/supervision/people/{cast.practitioner.id}").status_code == 404
    end_line(stage, cast.line)
    assert window(cast.supervisor).get(f"/supervision/sessions/{id_}").status_code == 404


def test_a_manager_reads_the_record_only_once_it_is_sealed(stage, cast, window):
    id_ = held(stage, cast)
    client = window(cast.manager)
    assert client.get(f"/supervision/sessions/{id_}").status_code == 403
    page = client.get(f"/supervision/people/{cast.practitioner.id}")
    assert "Held, to be signed" in page.main
    for person in (cast.supervisor, cast.practitioner):
        sign(stage, person, id_)

    assert client.get(f"/supervision/sessions/{id_}").status_code == 200
    assert client.get(f"/supervision/sessions/{id_}/add").status_code == 403


def test_something_is_added_to_a_sealed_record(stage, cast, window):
    id_ = sealed(stage, cast)
    page = window(cast.practitioner).get(f"/supervision/sessions/{id_}")
    page.follow("Add something to this record").form("Add it").submit({"words": "It was the 7th."})

    assert "It was the 7th." in window(cast.supervisor).get(f"/supervision/sessions/{id_}").main


def test_a_group_is_called_together_and_meets(stage, cast, window):
    other = a_person(stage, "Gwen Two")
    a_line(stage, cast.supervisor, other)
    theirs = window(cast.supervisor)
    theirs.get("/supervision/groups/new").form("Write it down").submit(
        {
            "kind": "group",
            "title": "Risk in the home",
            "members": [str(cast.practitioner.id), str(other.id)],
            "every": "8",
            "unit": "weeks",
        }
    )
    page = theirs.get("/supervision/team").follow("plan the next session of Risk in the home")
    address = page.form("Plan it").submit(day_in("planned_on", stage.clock().date())).request.path
    form = theirs.get(address).follow("We have met").form("Record it")
    form.submit({"there": [str(other.id)]})

    page = window(other).get(address)
    assert "Asha Patel (not there), Gwen Two" in page.main
    assert "Read and sign" in page.links()
    assert "Read and sign" not in window(cast.practitioner).get(address).links()
    assert window(cast.manager).get(address).status_code == 404


def test_pages_ask_the_database_twelve_times_at_most(app, stage, cast, window):
    id_ = a_session(stage, cast)
    for n in range(9):
        stage.do(cast.supervisor, lambda w, n=n: agenda.add_own(w, id_, f"Point {n}"))
        an_action(stage, cast, session_id=id_)
    sealed(stage, cast, id_)
    planned = a_session(stage, cast, agreement_id=an_agreement(stage, cast, kind="practice"))
    client = window(cast.supervisor)
    addresses = [
        f"/supervision/sessions/{id_}",
        "/supervision",
        "/supervision/team",
        f"/supervision/people/{cast.practitioner.id}",
        "/actions",
        f"/supervision/sessions/{planned}/agenda/add",
    ]
    counted = {}
    for address in addresses:
        with statements(app) as asked:
            client.get(address)
        counted[address] = len(asked)

    assert {address: n for address, n in counted.items() if n > 12} == {}


def test_an_agreement_ends_for_a_reason(stage, cast, window):
    an_agreement(stage, cast)
    page = window(cast.supervisor).get(f"/supervision/people/{cast.practitioner.id}")
    form = page.follow("End it: Case management supervision").form("End it")
    assert form.submit({"reason": " "}).status_code == 422
    form.submit({"reason": "Asha moves to another team."})

    again = page.follow("End it: Case management supervision").form("End it")
    assert again.submit({"reason": "Twice"}).status_code == 422


def test_a_note_is_changed_by_its_author_until_it_is_signed(stage, cast, window):
    id_ = a_session(stage, cast)
    mine = window(cast.practitioner)
    address = f"/supervision/sessions/{id_}"
    mine.get(f"{address}/notes/add").form("Keep the note").submit(
        {"words": "First words", "visibility": "shared"}
    )
    link = next(href for words, href in mine.get(address).links().items() if "Change this" in words)
    mine.get(link).form("Keep the note").submit({"words": "Better words"})

    assert "Better words" in window(cast.supervisor).get(address).main
    assert window(cast.supervisor).get(link).status_code == 404
    assert row_of(stage, id_).held_on is None
