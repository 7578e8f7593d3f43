"""The components and the pages of refusal, as HTML."""

import re

import pytest
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from tests.support.gallery import ROOT, make_gallery
from tests.support.page_checks import faults_of_page

FRAMES = {"layout", "bare"}
REFUSALS = sorted({p.stem for p in (ROOT / "templates/errors").glob("*.html")} - FRAMES)


@pytest.fixture
def gallery() -> FlaskClient:
    return make_gallery().test_client()


def test_every_component_keeps_the_rules_of_our_pages(gallery: FlaskClient) -> None:
    assert faults_of_page(gallery.get("/").text) == []


@pytest.mark.parametrize("name", REFUSALS)
def test_a_page_of_refusal_keeps_them_too(gallery: FlaskClient, name: str) -> None:
    assert faults_of_page(gallery.get(f"/error/{name}").text) == []


def test_the_conflict_page_shows_both_versions(gallery: FlaskClient) -> None:
    page = gallery.get("/error/409").text

    assert "<dd>Mine</dd>" in page
    assert "<dd>Theirs</dd>" in page


def test_the_wait_is_told_in_words(gallery: FlaskClient) -> None:
    assert "<strong>2 minutes</strong>" in gallery.get("/error/429").text


def test_a_name_that_nobody_supplied_stops_the_page() -> None:
    app = make_gallery()
    template = app.jinja_env.from_string("{{ forgotten }}")

    with app.test_request_context(), pytest.raises(UndefinedError):
        template.render()


def test_a_library_macro_may_leave_its_options_out() -> None:
    app = make_gallery()
    template = app.jinja_env.from_string(
        '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
        '{{ govukButton({"text": "Save"}) }}'
    )

    with app.test_request_context():
        assert "Save" in template.render()


def test_each_position_lies_under_its_own_level(gallery: FlaskClient) -> None:
    page = gallery.get("/").text
    strand = page[page.index('id="PLA-4a"') : page.index('id="PLA-4b"')]
    levels = strand[: strand.index('value="na"')].split('class="cb-rating__level"')[1:]

    assert [re.findall(r'-position" value="(\d)"', level) for level in levels] == [
        ["0", "1", "2"],
        ["3", "4"],
        ["5", "6"],
    ]


def test_nothing_of_the_crown_is_shipped() -> None:
    css = (ROOT / "competency/static/build/casebridge.css").read_text(encoding="utf-8")

    assert "GDS Transport" not in css
    assert "crown" not in css.lower()
    assert "crest" not in css.lower()
