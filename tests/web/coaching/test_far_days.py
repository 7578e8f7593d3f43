"""A slip in the year, and more text than there is room for: refused beside the field, and kept."""

import pytest

from tests.builders.stage import a_cast
from tests.builders.supervision import a_session, an_agreement

WITHIN = "Choose a day from today on, within a year."


@pytest.fixture
def cast(stage):
    return a_cast(stage)


def in_year(field, year):
    return {f"{field}-day": "31", f"{field}-month": "12", f"{field}-year": year}


@pytest.mark.parametrize(
    ("year", "says"), [("2062", WITHIN), ("9999", "Enter a real date for “From which day on?”")]
)
def test_an_agreement_begins_within_a_year(stage, cast, window, year, says):
    theirs = window(cast.supervisor)
    path = f"/supervision/people/{cast.practitioner.id}"
    form = theirs.get(f"{path}/agree").form("Write it down")
    every = {"kind": "practice", "every": "4", "unit": "weeks"}

    page = form.submit(every | in_year("starts_on", year))

    assert page.status_code == 422
    assert says in page.main
    assert f'value="{year}"' in page.text
    assert [theirs.get(one).status_code for one in (path, "/supervision/team")] == [200, 200]


def test_an_agreement_holds_so_many_words(cast, window):
    page = window(cast.supervisor).get(f"/supervision/people/{cast.practitioner.id}/agree")

    page = page.form("Write it down").submit(
        {"kind": "practice", "every": "4", "unit": "weeks", "words": "x" * 4_001}
    )

    assert page.status_code == 422
    assert "Use at most 4,000 characters." in page.main


def test_a_session_is_planned_within_a_year_at_a_place_that_fits(stage, cast, window):
    of = an_agreement(stage, cast)
    form = window(cast.supervisor).get(f"/supervision/agreements/{of}/plan").form("Plan it")

    page = form.submit(in_year("planned_on", "2062") | {"place": "Room 2"})
    assert (page.status_code, WITHIN in page.main) == (422, True)

    page = form.submit(in_year("planned_on", "2026") | {"place": "x" * 121})
    assert (page.status_code, "Use at most 120 characters." in page.main) == (422, True)
    assert "x" * 121 in page.text


def test_a_session_is_moved_within_a_year(stage, cast, window):
    id_ = a_session(stage, cast)
    form = window(cast.supervisor).get(f"/supervision/sessions/{id_}/move").form("Move it")

    page = form.submit(in_year("planned_on", "2062"))

    assert (page.status_code, WITHIN in page.main) == (422, True)
