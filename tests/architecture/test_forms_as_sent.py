"""The test client sends a form as a browser would, and refuses what no browser could send."""

import json

import pytest
from flask import Flask, Response, request

from tests.support.client import CheckedClient, FaultyAnswer

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>Rate - Casebridge</title></head><body>
<form method="post" action="/sign-out"><input type="hidden" name="csrf_token" value="t">
<button>Sign out</button></form>
<main><h1>Rate</h1>
<form id="rating" method="post" action="/rate?step=2">
<input type="hidden" name="csrf_token" value="t"><input type="hidden" name="version" value="3">
<label>Comment <textarea name="comment">
kept</textarea></label>
<fieldset><legend>Position</legend>
<label><input type="radio" name="position" value="1"> Working towards</label>
<label><input type="radio" name="position" value="2" checked> CMP1</label></fieldset>
<label>Area <select name="area"><option value="">All</option><option selected>Leading</option>
</select></label>
<label><input type="checkbox" name="done" value="yes"> Done</label>
<label>Off <input name="off" value="x" disabled></label>
<button name="then" value="stay">Save</button>
<button name="then" value="next" formaction="/next">Save and go on</button>
</form></main></body></html>"""
AS_IT_STANDS = {
    "csrf_token": ["t"],
    "version": ["3"],
    "comment": ["kept"],
    "position": ["2"],
    "area": ["Leading"],
}


@pytest.fixture
def browser() -> CheckedClient:
    """A client of a site of one form, which answers with what it was sent."""
    site = Flask(__name__)
    site.test_client_class = CheckedClient

    @site.after_request
    def protect(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = "default-src 'none'"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    @site.get("/rate")
    def show() -> str:
        return PAGE

    @site.get("/broken")
    def broken() -> str:
        return PAGE.replace("</h1>", "</h1><h1>Twice</h1>")

    @site.get("/failing")
    def failing() -> tuple[str, int]:
        return PAGE, 500

    @site.post("/rate")
    @site.post("/next")
    def send() -> Response:
        body = json.dumps([request.full_path, request.form.to_dict(flat=False)])
        return Response(body, mimetype="application/json")

    client = site.test_client()
    assert isinstance(client, CheckedClient)
    return client


def test_a_form_is_sent_with_what_already_stands_in_it(browser: CheckedClient) -> None:
    answer = browser.get("/rate").form().submit()

    assert answer.json == ["/rate?step=2", AS_IT_STANDS | {"then": ["stay"]}]


def test_what_is_filled_in_replaces_what_stood_there(browser: CheckedClient) -> None:
    form = browser.get("/rate").form("rating")

    answer = form.submit({"position": 1, "comment": "new", "done": ["yes"]}, press="Save and go on")

    assert answer.json == [
        "/next?",
        AS_IT_STANDS | {"position": ["1"], "comment": ["new"], "done": ["yes"], "then": ["next"]},
    ]


@pytest.mark.parametrize(
    ("values", "complaint"),
    [({"colour": "red"}, "no field 'colour'"), ({"position": "9"}, "does not offer '9'")],
)
def test_what_the_form_does_not_offer_cannot_be_filled_in(
    browser: CheckedClient, values: dict[str, str], complaint: str
) -> None:
    with pytest.raises(AssertionError, match=complaint):
        browser.get("/rate").form().submit(values)


def test_a_tampered_form_can_be_sent_on_purpose(browser: CheckedClient) -> None:
    answer = browser.get("/rate").form().submit(tampered={"position": 9, "role": "auditor"})

    assert answer.json is not None
    assert answer.json[1]["position"] == ["9"]
    assert answer.json[1]["role"] == ["auditor"]


def test_a_form_that_is_not_there_is_told_apart_from_those_that_are(
    browser: CheckedClient,
) -> None:
    with pytest.raises(AssertionError, match="0 forms match 'sign'"):
        browser.get("/rate").form("sign")


def test_a_faulty_answer_stops_the_test_by_itself(browser: CheckedClient) -> None:
    with pytest.raises(FaultyAnswer, match="2 h1"):
        browser.get("/broken")


def test_a_failure_of_the_product_passes_only_where_it_is_expected(
    browser: CheckedClient,
) -> None:
    with pytest.raises(FaultyAnswer, match="the product failed"):
        browser.get("/failing")
    with browser.expecting_a_fault():
        assert browser.get("/failing").status_code == 500
