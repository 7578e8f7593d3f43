"""What came after an action, on its page: the sentence first, then what it rests on."""

import csv
import io
from datetime import date
from typing import Any

import pytest
from flask import Flask

from competency.kernel.actor import Role
from competency.people.models import PersonPracticeArea
from tests.builders.cases import Office, a_member
from tests.builders.clocks import MET, Kept, keep
from tests.builders.effects import ON_TIME, an_agreed_action, clocks_around
from tests.builders.stage import Stage
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import rows_of
from tests.web.coaching.conftest import Window

TITLE = "Completion of Risk Assessment, on time (KPI_04)"
MOST_STATEMENTS = 12


def read(page: Page) -> list[list[str]]:
    return list(csv.reader(io.StringIO(page.get_data(as_text=True).removeprefix("\ufeff"))))


def address(action: object, more: str = "") -> str:
    return f"/actions/{action.id}/effect{more}"  # type: ignore[attr-defined]


def test_the_page_says_it_in_one_sentence_and_what_it_rests_on(
    app: Flask, stage: Stage, office: Office, window: Window
) -> None:
    clocks_around(stage, office, (5, 12), (14, 16))
    action = an_agreed_action(stage, office.worker)
    client = window(office.supervisor)
    client.get("/")

    with statements(app) as asked:
        page = client.get(address(action))

    assert page.heading == "What came after this action"
    assert f"{TITLE}: 5 of 12 before, 14 of 16 after: improved. Improved" in page.main
    assert "+46 percentage points (95 % interval from +10 to +70)" in page.main
    assert ["Before", "March 2025 to August 2025", "5 of 12 (42 %)", "19 % to 68 %"] in page.rows
    assert ["After", "October 2025 to March 2026", "14 of 16 (88 %)", "64 % to 97 %"] in page.rows
    assert "6 months of 6 after are over" in page.main
    assert "This is no proof that the action did it" in page.main
    assert "often comes back by itself" in page.main
    assert "Kit Worker and those in the line above see this, and nobody else" in page.text
    assert len(asked) <= MOST_STATEMENTS


def test_it_leads_back_to_the_strand_for_all_who_see_it(
    app: Flask, stage: Stage, office: Office, window: Window
) -> None:
    person, area = office.worker, office.area
    about: dict[str, Any] = {"strand": "ASM-1a", "practice_area_id": area.id}
    action = an_agreed_action(stage, person, **about)
    words = "All that is known of ASM-1a Gathering information"
    assert words not in window(person).get(address(action)).links()  # nobody works in that area

    stage.save(PersonPracticeArea(person_id=person.id, practice_area_id=area.id))
    for who in (person, office.supervisor, office.manager):
        client = window(who)
        with statements(app) as asked:
            page = client.get(address(action))
        assert len(asked) <= MOST_STATEMENTS
        assert "ASM-1a Gathering information" in page.main
        strand = page.follow(words)
        assert strand.request.path == f"/practice/{person.id}/{area.id}/strands/ASM-1a"
        assert strand.follow(f"Before and after: {action.text}").request.path == address(action)

    gone = an_agreed_action(stage, person, **about | {"strand": "OLD-9z"})
    page = window(person).get(address(gone))
    assert "OLD-9z" in page.main
    assert not any("All that is known" in one for one in page.links())


def test_too_few_and_no_clear_change_are_said_as_such(
    stage: Stage, office: Office, window: Window
) -> None:
    action = an_agreed_action(stage, office.worker)
    client = window(office.worker)

    assert "0 of 0 before, 0 of 0 after: too few to tell" in client.get(address(action)).main

    clocks_around(stage, office, (1, 3), (3, 3))
    page = client.get(address(action))
    assert "Nothing is made of that: it takes 8 on each side." in page.main
    assert "You and those in the line above see this" in page.text

    clocks_around(stage, office, (4, 9), (9, 13))
    page = client.get(address(action))
    assert "5 of 12 before, 12 of 16 after: no clear change" in page.main
    assert "The interval holds 0, so chance alone may explain it." in page.main


def test_a_dropped_action_compares_nothing(stage: Stage, office: Office, window: Window) -> None:
    clocks_around(stage, office, (5, 12), (14, 16))
    action = an_agreed_action(stage, office.worker, ending="dropped")

    page = window(office.worker).get(address(action))

    assert f"{TITLE}: nothing to compare, as it was dropped." in page.main
    assert "Before and after" not in page.main
    assert "Dropped, 24 September 2025" in page.main


def test_months_without_a_chart_are_a_table_and_a_file(
    stage: Stage, office: Office, window: Window
) -> None:
    clocks_around(stage, office, (5, 12), (14, 16))
    action = an_agreed_action(stage, office.worker)
    client = window(office.worker)

    page = client.get(address(action))
    assert "it needs 5" in page.main
    assert ["August 2025", "0 of 2 (0 %)"] in page.rows
    assert client.get(address(action, "/chart.svg")).status_code == 404
    assert read(client.get(address(action, "/months.csv")))[1] == ["March 2025", "1", "2"]


def test_the_chart_marks_where_the_action_was_agreed(
    stage: Stage, office: Office, window: Window
) -> None:
    clocks_around(stage, office, (20, 36), (36, 36))
    action = an_agreed_action(stage, office.worker)
    client = window(office.worker)

    page = client.get(address(action))
    svg = client.get(address(action, "/chart.svg"))

    assert "The centre line is" in page.main
    assert svg.mimetype == "image/svg+xml"
    assert "agreed" in svg.get_data(as_text=True)
    assert len(read(client.get(address(action, "/months.csv")))) == 13


def test_what_was_counted_is_listed_and_the_file_equals_the_screen(
    stage: Stage, office: Office, window: Window
) -> None:
    clocks_around(stage, office, (2, 3), (1, 2))
    action = an_agreed_action(stage, office.worker)
    client = window(office.worker)

    page = client.get(address(action, "/counted"))
    rows = read(client.get(address(action, "/counted.csv")))
    workbook = rows_of(client.get(address(action, "/counted.xlsx")).data)

    assert [row[0] for row in page.rows] == ["When", *["After"] * 2, *["Before"] * 3]
    assert [(row[0], row[1], row[5]) for row in rows] == [
        (row[0], row[1], row[5]) for row in page.rows
    ]
    assert len(workbook) == len(rows)
    assert page.rows[1][5] == "Late"
    assert page.follow(page.rows[1][1]).status_code == 200


def test_an_empty_list_says_so(stage: Stage, office: Office, window: Window) -> None:
    action = an_agreed_action(stage, office.worker)

    page = window(office.worker).get(address(action, "/counted"))

    assert "Nothing has been counted in these months." in page.main


@pytest.mark.parametrize("more", ["", "/chart.svg", "/months.csv", "/counted", "/counted.xlsx"])
def test_outside_the_line_there_is_no_such_page(
    stage: Stage, office: Office, window: Window, more: str
) -> None:
    clocks_around(stage, office, (20, 36), (36, 36))
    action = an_agreed_action(stage, office.worker)
    central = a_member(stage, "Cen Tral", None, Role.CENTRAL_OFFICE)
    outsiders = [office.colleague, central]

    assert window(office.manager).get(address(action, more)).status_code == 200
    for person in outsiders:
        assert window(person).get(address(action, more)).status_code == 404


def test_a_case_of_another_team_is_not_named(stage: Stage, office: Office, window: Window) -> None:
    elsewhere = a_member(stage, "Far Away", office.other_team, Role.CASE_MANAGER)
    keep(stage, office, [Kept(date(2025, 4, 2), MET, ON_TIME.code, elsewhere)])
    action = an_agreed_action(stage, elsewhere)

    page = window(elsewhere).get(address(action, "/counted"))

    assert page.rows[1][1] == "A case that is not yours to see"


def test_all_effects_of_somebody_stand_on_one_page(
    app: Flask, stage: Stage, office: Office, window: Window
) -> None:
    listed = f"/supervision/people/{office.worker.id}/effects"
    client = window(office.supervisor)
    assert "No action has named a measure yet." in client.get(listed).main

    clocks_around(stage, office, (5, 12), (14, 16))
    an_agreed_action(stage, office.worker)
    an_agreed_action(stage, office.worker, agreed_on=date(2026, 5, 4), ending=None)
    with statements(app) as asked:
        page = client.get(listed)

    assert f"{TITLE}: 5 of 12 before, 14 of 16 after: improved." in page.main
    assert "0 months of 6 after are over" in page.main
    assert "This is no proof that the action did it" in page.main
    assert len(asked) <= MOST_STATEMENTS
    mine = window(office.worker).get("/supervision")
    assert mine.follow("What came after what was agreed before").status_code == 200
    assert window(office.colleague).get(listed).status_code == 404
