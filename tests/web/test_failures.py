"""How a request can fail: each way has its status, its page for people, its details for scripts."""

import sqlite3

import pytest
from flask import Flask
from sqlalchemy import event, select, text, update
from sqlalchemy.exc import OperationalError

from competency.infra import web
from competency.infra.web import Blueprint, public, signed_in, writes
from competency.kernel.errors import Forbidden, NotFound, Refused, Stale, TooMany, Version
from competency.people.events import SignInsEnded
from competency.people.models import Person, Region
from tests.builders.stage import a_person

pytestmark = pytest.mark.own_app

FAILURES = {
    "refused": (422, lambda: Refused("too_long", "Use fewer words.", field="words")),
    "forbidden": (403, lambda: Forbidden("Your role does not include this.")),
    "not-found": (404, lambda: NotFound("There is no such thing.")),
    "stale": (
        409,
        lambda: Stale(
            "Somebody changed it.",
            mine=Version("You", [("Words", "mine")]),
            theirs=Version("Ann", [("Words", "theirs")]),
        ),
    ),
    "too-many": (429, lambda: TooMany("Too many tries.", 90)),
}


@pytest.fixture
def failing(app: Flask):
    """Add addresses that fail in each way."""
    room = Blueprint("failing", __name__)

    @room.get("/fail/<how>")
    @public
    def fail(how):
        raise FAILURES[how][1]()

    @room.get("/fault")
    @public
    def fault():
        raise RuntimeError("secret detail")

    @room.get("/lost")
    @public
    def lost():
        connection = web.work().session.connection()
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        raise OperationalError("SELECT 1", {}, sqlite3.OperationalError("disk I/O error"))

    @room.get("/undeclared")
    def undeclared():
        return "never seen"

    app.register_blueprint(room)
    return app


@pytest.mark.parametrize("how", FAILURES)
def test_people_get_a_page_and_scripts_get_details(failing, client, how):
    status, made = FAILURES[how]
    said = str(made())

    page = client.get(f"/fail/{how}")
    assert (page.status_code, said in page.text) == (status, True)

    answer = client.get(f"/fail/{how}", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert (answer.json["status"], answer.json["detail"]) == (status, said)


def test_a_conflict_shows_both_versions(failing, client):
    page = client.get("/fail/stale")

    assert "mine" in page.text
    assert "theirs" in page.text


def test_too_many_tries_say_when_to_come_back(failing, client):
    assert client.get("/fail/too-many").headers["Retry-After"] == "90"


def test_a_fault_tells_an_id_and_no_detail(failing, client):
    with client.expecting_a_fault():
        page = client.get("/fault")

    assert page.status_code == 500
    assert "secret detail" not in page.text


def test_a_database_that_goes_away_is_said_and_the_next_request_finds_it_again(failing, client):
    with client.expecting_a_fault():
        lost = client.get("/lost")

    assert (lost.status_code, lost.headers["Retry-After"]) == (503, "5")
    assert client.get("/sign-in").status_code == 200


def test_an_endpoint_without_a_declared_door_stays_shut(failing, client):
    assert client.get("/undeclared").status_code == 404


def test_a_form_without_its_token_is_refused(client):
    answer = client.post("/sign-in", data={"email": "a@b.c", "password": "x"})

    assert answer.status_code == 400


def test_a_form_that_is_too_large_is_refused(app, client):
    page = client.get("/sign-in")

    answer = page.form().submit({"email": "x" * (app.config["MAX_CONTENT_LENGTH"] + 1)})

    assert answer.status_code == 413


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_told_as_such(client, method):
    answer = client.open("/sign-in", method=method)

    assert answer.status_code in {400, 405}


@pytest.fixture
def adding(app: Flask):
    """Add a form that makes a region each time it is carried out, and can be told to refuse."""
    room = Blueprint("adding", __name__)

    @room.post("/regions/<name>")
    @signed_in
    @writes
    def add(name):
        work = web.work()
        region = Region(name=name)
        work.session.add(region)
        work.session.flush()
        work.record(SignInsEnded(person_id=region.id, count=0))
        if name == "refused":
            raise Refused("no", "Not this one.")
        if name == "unhappy":
            return {"mend": "this"}, 422
        return "", 303, {"Location": f"/made/{region.id}"}

    app.register_blueprint(room)
    app.extensions["csrf"].exempt(room)
    return app


@pytest.fixture
def taken(app):
    """Note each connection that is taken from the pool."""
    taken = []
    engine = app.extensions["database"].engine
    event.listen(engine, "checkout", lambda *_about: taken.append(1))
    return taken


def test_the_door_and_the_page_share_one_connection(client, stage, taken):
    client.sign_in(a_person(stage, "Ann Lee"))
    taken.clear()

    assert client.get("/").status_code == 200
    assert len(taken) == 1


def test_the_door_and_what_is_written_share_one_connection(adding, client, stage, taken):
    client.sign_in(a_person(stage, "Ann Lee"))
    taken.clear()

    assert client.post("/regions/North").status_code == 303
    assert len(taken) == 1


def names(look):
    return list(look.scalars(select(Region.name)))


@pytest.mark.parametrize("name", ["refused", "unhappy"])
def test_what_is_refused_is_undone_whole(adding, client, stage, look, name):
    client.sign_in(a_person(stage, "Ann Lee"))

    assert client.post(f"/regions/{name}").status_code == 422
    assert names(look) == []


def test_a_repeated_form_answers_with_the_first_result(adding, client, stage, look):
    client.sign_in(a_person(stage, "Ann Lee"))

    first = client.post("/regions/North", data={"form_key": "k1"})
    again = client.post("/regions/South", data={"form_key": "k1"})

    assert first.location == again.location
    assert names(look) == ["North"]


def test_the_same_key_of_somebody_else_is_their_own(adding, client, stage, look):
    client.sign_in(a_person(stage, "Ann Lee"))
    client.post("/regions/North", data={"form_key": "k1"})
    client.sign_in(a_person(stage, "Bo Lin"))
    client.post("/regions/South", data={"form_key": "k1"})

    assert sorted(names(look)) == ["North", "South"]


def test_roles_are_read_afresh_with_each_request(app, client, stage, database):
    person = a_person(stage, "Ann Lee")
    client.sign_in(person)
    assert client.get("/").status_code == 200

    with database.engine.begin() as connection:
        connection.execute(update(Person).values(left_on=stage.clock().date()))
    stage.clock.move(days=1)

    assert client.get("/").status_code == 302


def test_a_nul_is_refused_before_it_reaches_the_database(client):
    assert client.get("/sign-in?next=%00").status_code == 400


def test_a_uniqueness_of_the_database_is_a_conflict_not_a_fault(adding, client, stage, look):
    client.sign_in(a_person(stage, "Ann Lee"))
    client.post("/regions/North")

    assert client.post("/regions/North").status_code == 409
    assert names(look) == ["North"]
