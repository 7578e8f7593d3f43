"""The log is searched by its address, takes few statements, and its file equals the screen."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from competency.evidence.domain.entry import Kind
from tests.builders.evidence import an_entry, link
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.statements import statements
from tests.support.workbooks import rows_of

MOST_STATEMENTS = 12


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """Somebody with four entries of different kinds, years, states and strands."""
    cast = a_cast(stage)
    an_entry(stage, "verified", cast, title="A course")
    an_entry(stage, "shared", cast, title="A talk", kind=Kind.PEER_DISCUSSION)
    an_entry(stage, "draft", cast, title="A book", kind=Kind.READING, links=(link("GOA-1a"),))
    an_entry(
        stage,
        "draft",
        cast,
        title="Over New Year",
        starts_on=date(2025, 12, 30),
        ends_on=date(2026, 1, 2),
        hours=Decimal("12"),
    )
    return cast


def titles(page: Page) -> list[str]:
    return [row[0].rsplit(" ", 1)[0] for row in page.rows[1:]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["A book", "A talk Peer", "A course", "Over New Year"]),
        ("?state=draft", ["A book", "Over New Year"]),
        ("?kind=reading", ["A book"]),
        ("?year=2025", ["Over New Year"]),
        ("?strand=GOA-1a", ["A book"]),
        ("?strand=GOA-1a&state=verified", []),
        ("?state=nonsense&year=1&strand=%27&page=-1", None),
    ],
)
def test_the_address_says_what_is_shown_and_the_file_says_the_same(
    cast: Cast, client: CheckedClient, asked: str, found: list[str] | None
) -> None:
    client.sign_in(cast.practitioner)

    page = client.get(f"/evidence{asked}")
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/evidence.csv{asked}").text.lstrip("\ufeff")))
    )

    if found is not None:
        assert titles(page) == found
    shown = [
        (row[0].startswith(line["Title"]), row[2], row[4])
        for row, line in zip(page.rows[1:], rows, strict=True)
    ]
    assert shown == [(True, line["Hours"], line["State"]) for line in rows]
    book = rows_of(client.get(f"/evidence.xlsx{asked}").data)
    assert [row[0] for row in book[1:]] == [line["Title"] for line in rows]
    assert all(isinstance(row[2], date) for row in book[1:])


def test_a_cell_of_the_file_that_looks_like_a_formula_is_made_harmless(
    stage: Stage, client: CheckedClient
) -> None:
    made = an_entry(stage, title="=HYPERLINK(1)")
    client.sign_in(made.cast.practitioner)

    assert "\n'=HYPERLINK(1)," in client.get("/evidence.csv").text


def test_the_line_above_sees_no_drafts_and_strangers_see_nothing(
    app: Flask, cast: Cast, client: CheckedClient
) -> None:
    address = f"/people/{cast.practitioner.id}/evidence"
    for person in (cast.supervisor, cast.manager):
        page = client.sign_in(person).get(address)
        assert titles(page) == ["A talk Peer", "A course"]
        assert "A book" not in client.get(f"{address}.csv").text
    for person in (cast.colleague, cast.administrator):
        client.sign_in(person)
        assert client.get(address).status_code == 404
        assert client.get(f"{address}.csv").status_code == 404


def test_a_long_log_comes_in_pages_and_takes_as_few_statements_as_a_short_one(
    app: Flask, stage: Stage, client: CheckedClient
) -> None:
    cast = a_cast(stage)
    client.sign_in(cast.practitioner)
    asked = []
    for more in (3, 50):
        for number in range(more):
            an_entry(stage, "draft", cast, title=f"Entry {number}")
        with statements(app) as found:
            page = client.get("/evidence")
        asked.append(len(found))

    assert len(page.rows) == 51
    assert "Page 1 of 2" in page.main
    assert len(client.get("/evidence?page=2").rows) == 4
    assert asked[0] == asked[1] <= MOST_STATEMENTS


def test_the_log_stands_in_the_navigation_of_those_who_come_for_it(
    cast: Cast, client: CheckedClient
) -> None:
    for person in (cast.practitioner,):
        assert client.sign_in(person).get("/").links()["Evidence"] == "/evidence"
    assert "Evidence" not in client.sign_in(cast.administrator).get("/").links()
