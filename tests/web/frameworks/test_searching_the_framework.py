"""A search says how many places hold the words, and marks them there."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from competency.frameworks import service
from competency.people.models import Person
from tests.support.client import CheckedClient
from tests.support.document import words
from tests.support.pages import Page

SEARCH = "/framework/case-management-framework/search"


@pytest.fixture
def reader(client: CheckedClient, save: Callable[..., Any]) -> CheckedClient:
    person = Person(name="Ada Byron", email="ada@example.org", started_on=date(2024, 1, 8))
    return client.sign_in(int(save(person).id))


def marked(page: Page) -> set[str]:
    return {words(e).casefold() for e in page.document.all("mark")}


def test_the_form_on_the_first_page_finds_places_and_marks_the_word(reader: CheckedClient) -> None:
    page = reader.get("/framework").form("Search").submit({"q": "Stakeholders"})

    found = len(service.search(service.get_framework(), "stakeholders"))
    assert f"{found} place" in page.main
    assert found > 0
    assert marked(page) == {"stakeholders"}


def test_a_place_leads_to_its_descriptor(reader: CheckedClient) -> None:
    hit = next(h for h in service.search(service.get_framework(), "coherent") if h.level)
    page = reader.get(f"{SEARCH}?q=coherent")

    target = page.links()[hit.title]
    there = page.follow(hit.title)
    assert target.rpartition("#")[2] in there.document.by_id


def test_many_places_are_cut_and_the_page_says_so(reader: CheckedClient) -> None:
    page = reader.get(f"{SEARCH}?q=c")

    assert "the first 50 shown" in page.main
    assert "Add another word" in page.main


def test_nothing_found_is_said_in_words(reader: CheckedClient) -> None:
    assert "Nothing in the framework holds “xylophone”" in reader.get(f"{SEARCH}?q=xylophone").main


def test_an_empty_search_asks_for_words(reader: CheckedClient) -> None:
    assert "Enter one or more words" in reader.get(SEARCH).main


def test_what_is_searched_for_is_shown_as_text_only(reader: CheckedClient) -> None:
    page = reader.get(SEARCH, query_string={"q": "<script>alert(1)</script>"})

    assert page.heading == "Search: <script>alert(1)</script>"
