"""A supervisor's people by section: on the page, in the file, and in as few questions."""

import csv
import dataclasses
import io

import pytest
from flask import Flask

from competency.people.models import Person, PersonPracticeArea, SupervisionLine
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.stage import LONG_AGO, Stage, a_person
from tests.support.client import CheckedClient
from tests.support.document import words
from tests.support.statements import statements
from tests.support.workbooks import rows_of

MOST_STATEMENTS = 12


@pytest.fixture
def made(stage: Stage) -> Made:
    """A signed appraisal, and the next one begun."""
    made = an_appraisal(stage, "signed", gaps={"SUP-1a": 2})
    an_appraisal(stage, "self_submitted", cast=made.cast, title="Appraisal 2027")
    return made


def more_people(stage: Stage, made: Made, count: int) -> None:
    """Let the supervisor have so many more people in the same practice area."""
    people = [
        Person(name=f"Person {n:03}", email=f"person.{n}.{count}@example.org", started_on=LONG_AGO)
        for n in range(count)
    ]
    stage.save(*people)
    for person in people:
        join(stage, made, person)


def join(stage: Stage, made: Made, person: Person) -> None:
    """Put somebody under the supervisor, in the same practice area."""
    stage.save(
        PersonPracticeArea(person_id=person.id, practice_area_id=made.cast.practice_area.id),
        SupervisionLine(
            supervisor_id=made.cast.supervisor.id, supervisee_id=person.id, starts_on=LONG_AGO
        ),
    )


def test_a_row_shows_the_profile_the_running_appraisal_and_whose_turn_it_is(
    client: CheckedClient, made: Made
) -> None:
    page = client.sign_in(made.cast.supervisor).get(f"/team?area={made.cast.practice_area.id}")

    row = next(row for row in page.rows if row[0].startswith("Asha Patel"))
    assert row[1] == "Self-assessment submittedNext: The supervisor rates"
    assert row[2] == "3 Working towards CMP2 3 of 3"
    assert len(row) == 2 + len(made.framework.sections)
    spans = [e.get("title") for e in page.document.all("td") for e in e.iter("abbr")]
    assert spans[0] == "CMP1 to Working towards CMP2"
    assert page.links()["Asha Patel"] == f"/people/{made.cast.practitioner.id}/record"


def test_the_file_holds_what_the_page_shows(client: CheckedClient, made: Made) -> None:
    client.sign_in(made.cast.supervisor)
    area = made.cast.practice_area.id
    page = client.get(f"/team?area={area}")

    answer = client.get(f"/team.csv?area={area}")

    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff"))))
    assert len(rows) == len(page.rows)
    assert [head.split()[0] for head in rows[0][5:]] == page.rows[0][2:]
    shown = page.rows[1]
    assert rows[1][0] in shown[0]
    assert rows[1][5] == "3 Working towards CMP2 (CMP1 to Working towards CMP2; 3 of 3)"
    for cell, seen in zip(rows[1][5:], shown[2:], strict=True):
        step, coverage = seen.split(" ", 1)[0], seen[-6:]
        assert cell.startswith(step)
        assert coverage in cell


def test_the_workbook_holds_what_the_file_holds(client: CheckedClient, made: Made) -> None:
    page = client.sign_in(made.cast.supervisor).get(f"/team?area={made.cast.practice_area.id}")

    book = page.follow("Take this table away (XLSX)")

    text = page.follow("Take this table away (CSV)").get_data(as_text=True).lstrip("\ufeff")
    found = [[cell or "" for cell in row] for row in rows_of(book.data)]
    assert found == list(csv.reader(io.StringIO(text)))


def test_a_name_cannot_become_a_formula(stage: Stage, client: CheckedClient, made: Made) -> None:
    names = [f"{sign}cmd" for sign in "=+-@"]
    for name in names:
        join(stage, made, a_person(stage, name))

    answer = client.sign_in(made.cast.supervisor).get("/team.csv")

    assert all(f"'{name}" in answer.text for name in names)


def test_the_practice_area_is_chosen_in_the_address(client: CheckedClient, made: Made) -> None:
    client.sign_in(made.cast.supervisor)

    page = client.get("/team").form("Show").submit({"area": made.cast.other_area.id})

    assert "1 person in Children" in page.main
    assert "Nothing signed yet" in page.main
    assert client.get("/team?area=9999999").status_code == 200
    assert client.get("/team?area=x").status_code == 200


def test_a_manager_sees_the_whole_line_below(client: CheckedClient, made: Made) -> None:
    page = client.sign_in(made.cast.manager).get(f"/team?area={made.cast.practice_area.id}")

    assert "Asha Patel" in page.links()


def test_who_supervises_nobody_is_told_what_the_page_is_for(
    client: CheckedClient, made: Made
) -> None:
    for person in (made.cast.practitioner, made.cast.colleague, made.cast.administrator):
        page = client.sign_in(person).get("/team")
        assert page.status_code == 200
        assert "Nobody is in your supervision line." in page.main
        assert "Asha Patel" not in words(page.document.all("main")[0])


def test_the_navigation_leads_supervisors_and_managers_here(
    client: CheckedClient, made: Made
) -> None:
    there = {
        name: "My team" in client.sign_in(getattr(made.cast, name)).get("/me/sign-ins").links()
        for name in ("practitioner", "supervisor", "manager", "administrator")
    }

    assert there == {
        "practitioner": False,
        "supervisor": True,
        "manager": True,
        "administrator": False,
    }


def test_more_people_ask_no_more_of_the_database(
    app: Flask, stage: Stage, client: CheckedClient, made: Made
) -> None:
    client.sign_in(made.cast.supervisor)

    def asked(rows: int) -> int:
        with statements(app) as found:
            page = client.get(f"/team?area={made.cast.practice_area.id}")
        assert len(page.rows) == rows + 1
        return len(found)

    more_people(stage, made, 10)
    join(stage, made, made.cast.colleague)
    few = asked(12)
    colleague = dataclasses.replace(made.cast, practitioner=made.cast.colleague)
    an_appraisal(stage, "signed_by_one", cast=colleague)
    more_people(stage, made, 108)
    many = asked(120)

    assert few == many
    assert many <= MOST_STATEMENTS
