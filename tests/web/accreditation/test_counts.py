"""Counts on their pages: looked at live, frozen, read again, by the organisation's policy."""

from datetime import date

import pytest

from competency.people.models import PracticeArea, Team
from tests.builders.cases import a_member
from tests.builders.counted import contacts, held_cases
from tests.builders.self_study import House
from tests.builders.stage import Stage
from tests.support.pages import Page
from tests.support.statements import statements
from tests.web.accreditation.conftest import Window


@pytest.fixture
def area(stage: Stage) -> PracticeArea:
    found: PracticeArea = stage.save(PracticeArea(name="Brain injury"))
    return found


@pytest.fixture
def cases(stage: Stage, house: House, area: PracticeArea) -> None:
    """Five workers, one with 11 cases and one with 2; a case has its contacts in April."""
    team = stage.save(Team(name="Quayside", region_id=house.region.id))
    held = []
    people = (("Kit One", 11), ("A Three", 1), ("A Four", 1), ("A Five", 1), ("Kim Two", 2))
    for name, how_many in people:
        held = held_cases(stage, a_member(stage, name, team), area, team, how_many)
    contacts(stage, held[0], *[date(2026, 4, d) for d in (1, 8, 15, 22)])


def frozen(window: Window, house: House, practice: str = "5.03") -> Page:
    page = window("central").get(f"/accreditation/{house.study.id}/practices/{practice}")
    live = page.follow(f"Counts of {practice}").follow("Look at the live count")
    return live.form("Freeze this count as evidence").submit()


def test_a_caseload_count_is_frozen_and_suggests_a_rating(
    house: House, window: Window, cases: None
) -> None:
    page = frozen(window, house)

    assert "The count is frozen." in page.main
    assert "1 of 5 (20 %) workers are within the range of 10 to 15 cases." in page.main
    assert "Every case belongs to the programme (the organisation has not chosen yet)" in page.main
    cells = sorted(row[1:6] for row in page.rows if row[0].startswith("Worker "))
    assert [cells[3], cells[4]] == [
        ["11", "0", "100%", "11.0", "Within the range"],
        ["2", "0", "100%", "2.0", "Below the range"],
    ]
    assert "Kit One" not in page.main
    practice = page.client.get(f"/accreditation/{house.study.id}/practices/5.03")
    assert "Counted on 8 May 2026: 1 of 5 (20 %)." in practice.main
    assert "1 of 5 workers are within the range" in practice.main


def test_contacts_are_shown_by_month_and_case(house: House, window: Window, cases: None) -> None:
    page = frozen(window, house, "5.04")

    assert "1 of 48 (2 %) months of cases" in page.main
    assert ["April 2026", "1 of 16 (6 %)"] in page.rows
    made = [row for row in page.rows if "2026-04 4 of 4" in row[2:3][0:1] or "4 of 4" in str(row)]
    assert len(made) == 1
    assert made[0][1:] == ["1 of 3", "2026-02 0 of 4, 2026-03 0 of 4, 2026-04 4 of 4", "No"]


def test_the_file_holds_the_rows_of_the_page(house: House, window: Window, cases: None) -> None:
    page = frozen(window, house)

    csv = page.follow("All rows as CSV").text
    assert csv.lstrip("\ufeff").startswith("Worker,Cases of the programme")
    assert csv.count("\n") == 6
    assert "Kit One" not in csv


def test_the_page_of_the_policy_asks_the_database_little(window: Window) -> None:
    client = window("central")
    client.get("/accreditation/policy")

    with statements(client.application) as asked:
        client.get("/accreditation/policy")

    assert 5 < len(asked) <= 12


def test_the_policy_decides_what_is_counted(
    stage: Stage, house: House, window: Window, cases: None, area: PracticeArea
) -> None:
    other = stage.save(PracticeArea(name="Housing"))
    page = window("central").get("/accreditation/policy")
    assert page.heading == "What is counted"

    done = page.form("Save").submit({"areas": [other.id], "ways": ["visit"], "other_percent": 50})

    assert "The policy is saved." in done.main
    assert "those in Housing (policy of 8 May 2026)" in done.main
    live = window("central").get(f"/accreditation/{house.study.id}/counts/5.03/live")
    assert "0 of 0 workers" in live.main
    assert "There is nothing to count." in live.main


def test_the_range_is_chosen_there_and_its_history_taken_away(
    window: Window, house: House, cases: None
) -> None:
    page = (
        window("administrator")
        .get("/cases/settings")
        .follow("Choose how many cases a worker should hold, and which cases and contacts count")
    )
    assert "Your organisation has not chosen a range yet" in page.main

    done = page.form("Save").submit({"least": 2, "most": 8})

    assert "Chosen by your organisation on 8 May 2026." in done.main
    csv = done.client.get("/accreditation/policy.csv").text
    assert "2 to 8" in csv
    assert "8 May 2026 at" in done.main
    frozen_page = frozen(window, house)
    assert "1 of 5 (20 %) workers are within the range of 2 to 8 cases." in frozen_page.main


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"least": "", "most": 8}, "Enter a number of cases."),
        ({"least": 9, "most": 8}, "The most is less than the least."),
        ({"least": 0, "most": 8}, "Enter a number from 1 to 200."),
        ({"least": 1, "most": 999999999999}, "Enter a number from 1 to 200."),
    ],
)
def test_a_range_that_cannot_be_is_refused_beside_its_field(
    window: Window, typed: dict[str, object], said: str
) -> None:
    refused = window("central").get("/accreditation/policy").form("Save").submit(typed)

    assert refused.status_code == 422
    assert said in refused.main


def test_a_refused_policy_keeps_what_was_chosen(window: Window, area: PracticeArea) -> None:
    page = window("administrator").get("/accreditation/policy")

    refused = page.form("Save").submit({"ways": [], "other_percent": 30})

    assert refused.status_code == 422
    assert "Choose one or more from the list." in refused.main
    assert refused.form("Save").values["other_percent"] == "30"


# who: the list, the frozen count, the live count, the policy
DOORS = {
    "central": (200, 200, 200, 200),
    "leadership": (200, 200, 403, 403),
    "auditor": (200, 200, 403, 403),
    "panel": (404, 404, 404, 403),
    "owner": (404, 404, 404, 403),
    "supervisor": (404, 404, 404, 403),
    "manager": (404, 404, 404, 403),
    "administrator": (404, 404, 404, 200),
}


def test_each_page_opens_to_whom_it_belongs(house: House, window: Window, cases: None) -> None:
    address = frozen(window, house).request.path
    pages = [
        f"/accreditation/{house.study.id}/counts/5.03",
        address,
        f"/accreditation/{house.study.id}/counts/5.03/live",
        "/accreditation/policy",
    ]
    found = {who: tuple(window(who).get(one).status_code for one in pages) for who in DOORS}

    assert found == DOORS


@pytest.mark.parametrize("practice", ["5.03", "5.04"])
def test_pages_ask_few_questions(house: House, window: Window, cases: None, practice: str) -> None:
    address = frozen(window, house, practice).request.path
    client = window("central")
    pages = ["/counts/" + practice, f"/counts/{practice}/live", "/practices/" + practice]
    for one in (*(f"/accreditation/{house.study.id}{rest}" for rest in pages), address):
        with statements(client.application) as asked:
            assert client.get(one).status_code == 200
        assert len(asked) <= 12, (one, len(asked))


def test_rows_of_fewer_than_five_workers_are_kept_back(
    stage: Stage, house: House, window: Window, area: PracticeArea
) -> None:
    team = stage.save(Team(name="Quayside", region_id=house.region.id))
    held_cases(stage, a_member(stage, "Kit One", team), area, team, 11)
    live = window("central").get(f"/accreditation/{house.study.id}/counts/5.03/live")
    assert "they are of fewer than five workers" in live.main
    assert not [row for row in live.rows if row[0].startswith("Worker ")]

    page = frozen(window, house)

    assert "1 of 1 (100 %) workers" in page.main
    assert "1 row kept back" in page.main
    csv = page.client.get(f"{page.request.path}/rows.csv").text
    assert csv.count("\n") == 1
