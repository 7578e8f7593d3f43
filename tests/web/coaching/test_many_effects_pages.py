"""What coaching was followed by, on its page: figures of many, and the caution beside them."""

import csv
import io

from flask import Flask

from competency.kernel.actor import Role
from tests.builders.cases import Office, a_member
from tests.builders.effects import an_agreed_action, clocks_around
from tests.builders.stage import Stage, a_line
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import rows_of
from tests.web.coaching.conftest import Window

ADDRESS = "/coaching/effects"
MOST_STATEMENTS = 12


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def many_actions(stage: Stage, office: Office) -> None:
    """Six people with a joint visit that helped, and one with a training."""
    for number in range(6):
        person = a_member(stage, f"Cam {number}", office.team)
        a_line(stage, office.supervisor, person)
        an_agreed_action(stage, person)
        an_agreed_action(stage, person, kind="reading")
        clocks_around(stage, office, (2, 9), (9, 9), holder=person)
    an_agreed_action(stage, office.worker, kind="training")


def test_the_page_begins_with_its_sentence_and_keeps_small_groups_back(
    app: Flask, stage: Stage, office: Office, window: Window
) -> None:
    many_actions(stage, office)
    central = window(a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE))
    central.get("/")

    with statements(app) as asked:
        page = central.get(ADDRESS)

    assert page.heading == "What coaching was followed by"
    assert "12 of 13 actions were followed by improvement, 0 by no clear change" in page.main
    assert ["Reading", "6", "6", "6", "0", "0", "0"] in page.rows or [
        "Joint visit", "6", "6", "6", "0", "0", "0",
    ] in page.rows  # fmt: skip
    assert ["Training", "Kept back to protect a small group"] in page.rows
    assert page.rows[-1] == ["All", "13", "7", "12", "0", "0", "1"]
    assert "did not thereby bring it about" in page.main
    assert len(asked) <= MOST_STATEMENTS


def test_the_files_equal_the_screen(stage: Stage, office: Office, window: Window) -> None:
    many_actions(stage, office)
    client = window(office.manager)
    page = client.get(f"{ADDRESS}?by=measure")

    rows = read(client.get(f"{ADDRESS}.csv?by=measure"))

    assert rows == page.rows
    assert rows[0][0] == "Measure"
    workbook = rows_of(client.get(f"{ADDRESS}.xlsx?by=measure").data)
    assert [[str(cell) for cell in row] for row in workbook[: len(rows)]] == rows


def test_filters_are_in_the_address_and_a_strange_one_is_let_be(
    stage: Stage, office: Office, window: Window
) -> None:
    many_actions(stage, office)
    client = window(a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE))

    page = client.get(f"{ADDRESS}?by=measure&place=line")

    assert "Showing all in my reach, by measure, agreed since May 2024" in page.main
    assert client.get(f"{ADDRESS}?by=mood&place=moon").status_code == 200
    href = page.links()["Take this table away (CSV)"]
    assert "by=measure" in href
    assert client.get(href).status_code == 200


def test_with_fewer_than_five_people_nothing_is_shown(
    stage: Stage, office: Office, window: Window
) -> None:
    an_agreed_action(stage, office.worker)
    client = window(a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE))

    page = client.get(ADDRESS)

    assert "Nothing can be shown: fewer than five people have such an action." in page.main
    assert page.rows == []
    assert read(client.get(f"{ADDRESS}.csv"))[1][1] == "Kept back to protect a small group"


def test_without_any_action_the_page_says_what_comes_next(office: Office, window: Window) -> None:
    page = window(office.supervisor).get(ADDRESS)

    assert "No action with a measure has been agreed in this time." in page.main


def test_whom_it_does_not_concern_is_told_so(office: Office, window: Window) -> None:
    assert window(office.colleague).get(ADDRESS).status_code == 403
    assert window(office.colleague).get(f"{ADDRESS}.csv").status_code == 403
