"""An organisation that was just set up by its pages, as newcomers find it."""

from dataclasses import dataclass

import pytest
from flask import Flask

from tests.conftest import FixedClock
from tests.journeys.windows import Window, choice, option

AREA = "Brain injury"
START = {"starts_on-day": "1", "starts_on-month": "5", "starts_on-year": "2026"}
FIRST_DAY = {"started_on-day": "1", "started_on-month": "5", "started_on-year": "2026"}


@dataclass
class House:
    """Three windows and the clock on the wall."""

    app: Flask
    clock: FixedClock
    ada: Window
    cass: Window
    sue: Window

    def command(self, *words: str) -> str:
        """Run a command of the product, which must succeed; return what it printed."""
        done = self.app.test_cli_runner().invoke(args=list(words))
        assert done.exit_code == 0, done.output
        return done.output


@pytest.fixture
def house(app: Flask, clock: FixedClock) -> House:
    """Ada has set everything up, and Cass and Sue have signed in for the first time."""
    windows = (Window.of(app, name) for name in ("Ada Grant", "Cass Manner", "Sue Visor"))
    house = House(app, clock, *windows)
    _let_ada_in(house)
    _found_places(house.ada)
    links = {
        house.cass.name: add_person(house.ada, house.cass, "Case manager"),
        house.sue.name: add_person(house.ada, house.sue, "Supervisor"),
    }
    _join(house)
    for window in (house.cass, house.sue):
        window.set_password(links[window.name])
        assert window.name in window.sign_in().text
    return house


def _let_ada_in(house: House) -> None:
    said = house.command(
        "people", "create-administrator", house.ada.email, house.ada.name, "--organisation", "Lark"
    )
    house.ada.set_password(said.split()[-1])
    page = house.ada.sign_in()
    assert "Lark" in page.text


def _found_places(ada: Window) -> None:
    for kind, name in (("region", "North"), ("post", "Case manager"), ("practice_area", AREA)):
        page = ada.go(f"/admin/places/{kind}/add").form().submit({"name": name})
        assert f"{name} is added" in page.main
    form = ada.go("/admin/places/team/add").form()
    form.submit({"name": "Dales", "region_id": option(form, "region_id", "North")})


def add_person(ada: Window, who: Window, role: str) -> str:
    """Let Ada add somebody with team and role; return the link with which they set a password."""
    form = ada.go("/admin/people").follow("Add a person").form()
    team = option(form, "team_id", "Dales")
    page = form.submit({"name": who.name, "email": who.email, "team_id": team} | FIRST_DAY)
    assert page.heading == who.name
    form = page.follow("Grant a role").form()
    page = form.submit({"role": option(form, "role", role), "reach": "everyone"} | START)
    page = page.form("Make a one-time link").submit()
    link: str = page.document.by_id["link"].get("value", "")
    return link


def _join(house: House) -> None:
    """Let Sue supervise Cass, who works in the one practice area."""
    page = house.ada.go("/admin/people").follow(house.cass.name)
    line = {"direction": "supervisor", "other": house.sue.email} | START
    page = page.follow("Start a supervision line").form().submit(line)
    assert "Sue Visor" in page.main
    page = page.follow("Change practice areas")
    page = page.form().submit({"areas": [choice(page, AREA)]})
    assert AREA in page.main
