"""A year in figures: its sentence, its tables, the same as a file, and who may see it."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from competency.evidence.domain.entry import Kind
from tests.builders.evidence import an_entry, link
from tests.builders.stage import Cast, Stage, a_cast, people_around
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.evidence.conftest import Window

MOST_STATEMENTS = 12


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """Somebody with evidence in two years and two practice areas."""
    cast = a_cast(stage)
    brain, vocational = cast.practice_area.id, cast.other_area.id
    an_entry(stage, "verified", cast, starts_on=date(2026, 1, 10), practice_area_id=brain)
    an_entry(
        stage,
        "draft",
        cast,
        kind=Kind.READING,
        hours=Decimal("23.5"),
        starts_on=date(2026, 4, 20),
        links=(link("GOA-1a"),),
    )
    an_entry(
        stage,
        "shared",
        cast,
        starts_on=date(2025, 6, 1),
        links=(link("COM-1a"),),
        practice_area_id=vocational,
    )
    return cast


def address(cast: Cast, asked: str = "") -> str:
    return f"/people/{cast.practitioner.id}/evidence/year{asked}"


def rows_of(client: CheckedClient, cast: Cast, asked: str) -> list[list[str]]:
    text = client.get(address(cast, f".csv{asked}")).text.lstrip("\ufeff")
    return list(csv.reader(io.StringIO(text)))[1:]


def shown(page: Page) -> list[list[str]]:
    heads = (["Target", "Kind"], ["Kind", "Hours"], ["Nothing from", "Until"], ["Strand", "Newest"])
    first = {head[0] for head in heads}
    return [row for row in page.rows if row[0] not in first]


def test_the_sentence_comes_first_and_holds_hours_and_kinds_against_their_targets(
    cast: Cast, window: Window
) -> None:
    page = window(cast.practitioner).get(address(cast))

    assert page.heading == "My year 2026"
    assert (
        "27 of 30 hours and 2 of 3 kinds of learning, in 2 entries, "
        "with 1 gap longer than three months." in page.main
    )
    assert ["Course", "3.5", "1"] in page.rows
    assert ["Together", "27", "2"] in page.rows
    assert ["11 Jan 2026", "19 Apr 2026", "3"] in page.rows
    assert ["Log at least 30 hours in a year.", "27 of 30 hours", "Not yet"] in page.rows
    assert "10 January 2026 to" not in page.main


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("", "27 of 30 hours"),
        ("?year=2025", "3.5 of 30 hours"),
        ("?year=2024", "0 of 30 hours"),
        ("?year=2026&area=OTHER", "23.5 of 30 hours"),
        ("?year=1066&area=%27&scheme=x", "27 of 30 hours"),
    ],
)
def test_the_address_says_which_year_and_area_and_the_file_equals_the_screen(
    cast: Cast, window: Window, asked: str, said: str
) -> None:
    asked = asked.replace("OTHER", str(cast.other_area.id))
    client = window(cast.practitioner)

    page = client.get(address(cast, asked))

    assert said in page.main
    assert [row[1:] for row in rows_of(client, cast, asked)] == shown(page)


def test_strands_without_fresh_evidence_follow_the_practice_area_and_lead_to_adding(
    stage: Stage, cast: Cast, window: Window
) -> None:
    client = window(cast.practitioner)
    in_brain = address(cast, f"?area={cast.practice_area.id}")

    page = client.get(in_brain)

    stale = {row[0].split()[0] for row in page.rows}
    assert "SUP-1a" not in stale
    assert {"COM-1a", "GOA-1a"} <= stale  # evidence of the other area; a draft counts for no strand
    assert "COM-1a" not in {row[0].split()[0] for row in client.get(address(cast)).rows}
    assert any(href == "/evidence/quick?strand=COM-1a" for href in page.links().values())


def test_what_came_later_made_no_strand_fresh_in_an_earlier_year(
    cast: Cast, window: Window
) -> None:
    page = window(cast.practitioner).get(address(cast, "?year=2025"))

    stale = {row[0].split()[0] for row in page.rows}
    assert "SUP-1a" in stale
    assert "COM-1a" not in stale


def test_the_line_above_sees_the_year_without_drafts_and_strangers_see_nothing(
    stage: Stage, cast: Cast, window: Window
) -> None:
    people = people_around(stage, cast)
    for name in ("supervisor", "second", "manager"):
        client = window(people[name])
        page = client.get(address(cast))
        assert page.heading == f"2026 in the log of {cast.practitioner.name}"
        assert "3.5 of 30 hours" in page.main
        assert "Reading" not in page.main
        assert not any("quick" in href for href in page.links().values())
        assert ["Hours by kind", "Course", "3.5", "1"] in rows_of(client, cast, "")
    for name in ("other", "former", "administrator", "auditor", "training_lead", "colleague"):
        client = window(people[name])
        assert client.get(address(cast)).status_code == 404, name
        assert client.get(address(cast, ".csv")).status_code == 404, name


def test_the_log_leads_to_the_year_and_mine_is_found_without_a_number(
    cast: Cast, window: Window
) -> None:
    client = window(cast.practitioner)

    assert client.get("/evidence").follow("My year in figures").heading == "My year 2026"
    assert client.get("/me/evidence/year").location == address(cast)
    theirs = window(cast.supervisor).get(f"/people/{cast.practitioner.id}/evidence")
    assert "2026 in the log of" in theirs.follow("The year in figures").heading


def test_an_empty_year_says_so(stage: Stage, window: Window) -> None:
    cast = a_cast(stage)

    page = window(cast.practitioner).get(address(cast))

    assert "0 of 30 hours" in page.main
    assert "Nothing is logged for this year." in page.main


def test_a_year_takes_few_statements_however_full_it_is(
    app: Flask, stage: Stage, cast: Cast, window: Window
) -> None:
    client = window(cast.practitioner)
    asked = []
    for more in (1, 5):
        for number in range(more):
            an_entry(stage, "shared", cast, title=f"Entry {number}")
        with statements(app) as found:
            client.get(address(cast))
        asked.append(len(found))

    assert asked[0] == asked[1] <= MOST_STATEMENTS
