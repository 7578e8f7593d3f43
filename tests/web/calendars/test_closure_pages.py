"""The administrator's page of closure days."""

import pytest
from flask import Flask

from competency.infra import slots
from tests.support.client import CheckedClient
from tests.web.people.conftest import Browser, House

EVE = {"day-day": "24", "day-month": "12", "day-year": "2026", "why": "Moving house"}
PAGE = "/admin/closures"


@pytest.fixture(autouse=True)
def nobody_counts_clocks(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Empty the slot that the application has filled."""
    monkeypatch.setattr(slots, "_calendar_changed", [])


@pytest.fixture
def ada(browser: Browser, house: House) -> CheckedClient:
    return browser(house.admin)


def test_a_day_is_added_listed_and_removed(ada: CheckedClient) -> None:
    page = ada.get(PAGE).form(PAGE).submit(EVE)
    assert "Thursday 24 December 2026 does not count any more." in page.text
    assert "Moving house" in page.text

    page = ada.get(f"{PAGE}/1/remove").form(f"{PAGE}/1/remove").submit({})
    assert "Thursday 24 December 2026 counts again." in page.text
    assert "There is no closure day yet." in page.text


def test_it_says_how_many_clocks_followed(
    ada: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "_calendar_changed", [lambda _work, _day: 12])

    page = ada.get(PAGE).form(PAGE).submit(EVE)

    assert "does not count any more; 12 due dates moved." in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day-day": "31", "day-month": "2"}, "Enter a real date"),
        ({"day-day": "26"}, "A weekend does not count anyway."),
        ({"day-year": "2035"}, "outside the bank-holiday calendar of england-and-wales"),
        ({"why": ""}, "Say why, so that everybody can follow it."),
    ],
)
def test_what_is_refused_stands_beside_its_box_and_nothing_is_lost(
    ada: CheckedClient, typed: dict[str, str], said: str
) -> None:
    answer = ada.get(PAGE).form(PAGE).submit(EVE | typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="12"' in answer.text or "day-month" in typed
    assert "There is no closure day yet." in answer.text


def test_administrators_alone_see_and_send_it(
    browser: Browser, house: House, ada: CheckedClient
) -> None:
    ada.get(PAGE).form(PAGE).submit(EVE)
    for person in (house.sue, house.cas):
        other = browser(person)
        assert other.get(PAGE).status_code == 403
        assert other.get(f"{PAGE}/1/remove").status_code == 403
        token = other.get("/").form("/sign-out").values["csrf_token"]
        sent = EVE | {"csrf_token": token}
        headers = {"Referer": "https://localhost/"}
        assert other.post(PAGE, data=sent, headers=headers).status_code == 403
        assert other.post(f"{PAGE}/1/remove", data=sent, headers=headers).status_code == 403
    assert "Moving house" in ada.get(PAGE).text


def test_one_that_is_gone_is_not_found(ada: CheckedClient) -> None:
    assert ada.get(f"{PAGE}/9/remove").status_code == 404


def test_the_way_there_leads_from_the_people(ada: CheckedClient) -> None:
    assert f'href="{PAGE}"' in ada.get("/admin/people").text


def test_the_nation_is_chosen_and_it_says_how_many_due_dates_moved(
    ada: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "_calendar_changed", [lambda _work, _day: 12])
    page = ada.get(PAGE)
    assert "The bank holidays of England and Wales count." in page.main

    page = page.follow("Change the nation").form().submit({"nation": "scotland"})

    assert "The bank holidays of Scotland count; 12 due dates moved." in page.main
    again = page.follow("Change the nation").form().submit()
    assert "The bank holidays of Scotland count." in again.main


def test_a_nation_that_is_not_known_is_refused_and_one_chosen_meanwhile_shown(
    ada: CheckedClient,
) -> None:
    page = ada.get(f"{PAGE}/nation")
    token = page.form().values["csrf_token"]
    headers = {"Referer": "https://localhost/"}
    sent = {"csrf_token": token, "nation": "narnia", "version": "0"}
    assert ada.post(f"{PAGE}/nation", data=sent, headers=headers).status_code == 422
    ada.get(f"{PAGE}/nation").form().submit({"nation": "scotland"})

    late = page.form().submit({"nation": "northern-ireland"})

    assert late.status_code == 409
    assert "Scotland" in late.main


def test_administrators_alone_choose_the_nation(browser: Browser, house: House) -> None:
    for person in (house.sue, house.cas):
        other = browser(person)
        assert other.get(f"{PAGE}/nation").status_code == 403
        token = other.get("/").form("/sign-out").values["csrf_token"]
        sent = {"csrf_token": token, "nation": "scotland", "version": "0"}
        headers = {"Referer": "https://localhost/"}
        assert other.post(f"{PAGE}/nation", data=sent, headers=headers).status_code == 403


def test_a_file_of_cases_is_judged_by_the_chosen_nation_unless_another_is_asked(
    ada: CheckedClient,
) -> None:
    ada.get(f"{PAGE}/nation").form().submit({"nation": "scotland"})

    form = ada.get("/timeliness/check").form("Judge this file")

    assert form.values["nation"] == "scotland"
