"""One clock: how it came about, and who pauses or excuses it with which reason."""

import pytest

from tests.builders.cases import Made, a_case, around
from tests.builders.stage import Stage
from tests.support.client import CheckedClient
from tests.web.cases.test_case_page import Page

REVIEW = "KPI_08/1"


@pytest.fixture
def made(stage: Stage) -> Made:
    """A case whose first client review runs, due on 30 April and late on 8 May."""
    return a_case(stage, at="review")


def clock_of(client: CheckedClient, made: Made, more: str = "") -> Page:
    return client.get(f"/cases/{made.id}/clocks/{REVIEW}{more}")


def test_a_clock_says_how_it_came_about(stage: Stage, client: CheckedClient, made: Made) -> None:
    page = clock_of(client.sign_in(made.office.supervisor), made)

    assert "Began on Thursday 5 March 2026; the limit is 40 working days. Not counted:" in page.main
    assert "3 April 2026 (Good Friday)" in page.main
    assert "Nothing of it was paused or excused." in page.main
    assert "Kit Worker, who had the case on the due date" in page.main


def test_an_excused_clock_keeps_its_raw_result_beside_it(
    stage: Stage, client: CheckedClient, made: Made
) -> None:
    client.sign_in(made.office.supervisor)
    page = (
        clock_of(client, made)
        .follow("Excuse this clock")
        .form("Excuse this clock")
        .submit({"reason": "The client was in hospital."})
    )

    assert "The clock is excused; it stays in the raw figures." in page.main
    assert "late Adjusted Excused" in page.main
    assert page.rows[1][:4] == ["Excused", "All of it", "The client was in hospital.", "Sue Visor"]
    twice = client.get(f"/cases/{made.id}/clocks/{REVIEW}/excuse").form("Excuse this clock")
    again = twice.submit({"reason": "Once more."})
    assert (again.status_code, again.errors) == (422, ["This clock is excused already."])


def test_a_pause_moves_the_adjusted_due_date_alone(
    stage: Stage, client: CheckedClient, made: Made
) -> None:
    client.sign_in(made.office.manager)
    days = {
        **{"from_on-day": "13", "from_on-month": "4", "from_on-year": "2026"},
        **{"until-day": "24", "until-month": "4", "until-year": "2026"},
        "reason": "In prison, no visits.",
    }
    pause = clock_of(client, made).follow("Pause this clock").form("Pause this clock")
    page = pause.submit(days)

    before, after = page.main.split("Adjusted")[:2]
    assert "late" in before
    assert "working day" in after
    assert "Due with its pauses" in page.main
    assert page.rows[1][:3] == ["Paused", "13 Apr 2026 to 24 Apr 2026", "In prison, no visits."]
    twice = clock_of(client, made, "/pause").form("Pause this clock").submit(days)
    assert twice.status_code == 422
    assert "already paused" in twice.errors[0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "Enter its first day."),
        (
            {"from_on-day": "24", "from_on-month": "4", "from_on-year": "2026", "until-day": "13",
             "until-month": "4", "until-year": "2026", "reason": "Away."},
            "The pause ends before it begins.",
        ),
    ],
)  # fmt: skip
def test_a_pause_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    stage: Stage, client: CheckedClient, made: Made, typed: dict[str, str], said: str
) -> None:
    client.sign_in(made.office.supervisor)
    page = clock_of(client, made, "/pause").form("Pause this clock").submit(typed)

    assert page.status_code == 422
    assert said in page.errors
    assert page.form("Pause this clock").values["reason"] == typed["reason"]


SEEN = {  # the clock itself, excusing it
    "worker": (200, 403), "colleague": (200, 403), "supervisor": (200, 200), "second": (200, 200),
    "lead": (200, 200), "manager": (200, 200), "specialist": (200, 403),
    "other": (404, 404), "former": (404, 404), "elsewhere": (404, 404),
    "far specialist": (404, 404), "safeguarding": (404, 404), "leadership": (404, 404),
    "central": (404, 404), "training_lead": (404, 404), "administrator": (404, 404),
    "auditor": (404, 404),
}  # fmt: skip


def test_who_sees_a_clock_and_who_excuses_it(
    stage: Stage, client: CheckedClient, made: Made
) -> None:
    people = around(stage, made.office)
    for name, (sees, excuses) in SEEN.items():
        client.sign_in(people[name])
        assert clock_of(client, made).status_code == sees, name
        for step in ("/excuse", "/pause"):
            assert clock_of(client, made, step).status_code == excuses, (name, step)


def test_a_clock_that_the_case_does_not_have_is_not_found(
    stage: Stage, client: CheckedClient, made: Made
) -> None:
    client.sign_in(made.office.supervisor)

    assert client.get(f"/cases/{made.id}/clocks/KPI_08/9").status_code == 404
    assert client.get(f"/cases/{made.id}/clocks/KPI_99/1").status_code == 404
