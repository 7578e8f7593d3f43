"""How large a form may be: the application's limit, or the one that a view for files declares."""

import pytest
from flask import Flask, Response, jsonify, request

from competency.infra.web import Blueprint, accepts_files, public, writes_aside
from tests.support.client import CheckedClient
from tests.support.sending import as_body

pytestmark = pytest.mark.own_app

TAKES = 2_000_000


@pytest.fixture
def taking(app: Flask) -> Flask:
    """Add an address that takes files, and one that takes none."""
    room = Blueprint("taking", __name__)

    @room.post("/takes")
    @public
    @writes_aside
    @accepts_files(TAKES)
    def takes() -> Response:
        return jsonify(len(request.files["file"].read()))

    @room.post("/takes-none")
    @public
    @writes_aside
    def takes_none() -> Response:
        return jsonify("taken")

    app.register_blueprint(room)
    return app


def sent(client: CheckedClient, address: str, size: int, words: str = "") -> tuple[int, str]:
    token = client.get("/sign-in").form().values["csrf_token"]
    parts = {"csrf_token": token, "words": words, "file": "x" * size}
    answer = client.post(
        address, **as_body(parts, file="file"), headers={"Referer": "https://localhost/"}
    )
    return answer.status_code, answer.text


def test_a_view_for_files_takes_what_it_declares(taking: Flask, client: CheckedClient) -> None:
    assert sent(client, "/takes", TAKES) == (200, f"{TAKES}\n")


@pytest.mark.parametrize(("address", "size"), [("/takes", 4_000_000), ("/takes-none", 1_500_000)])
def test_more_than_that_is_refused_in_words(
    taking: Flask, client: CheckedClient, address: str, size: int
) -> None:
    status, text = sent(client, address, size)

    assert status == 413
    assert "This is too large to send" in text


def test_what_no_keyboard_types_is_refused_in_a_form_with_files_too(
    taking: Flask, client: CheckedClient
) -> None:
    assert sent(client, "/takes", 10, words="a\0b")[0] == 400
