"""Reviews every three months: what is due is shown, and one is recorded."""

import pytest

from tests.builders.cases import a_case
from tests.builders.stage import Stage
from tests.support.client import CheckedClient


def test_a_case_under_way_shows_what_is_reviewed_next(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "review")  # the plan is in force since 24 March, the risks since 7 March
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/reviews")

    due = {row[0]: row[1] for row in page.rows[1:]}
    assert due["Risk assessment"] == "Sunday 7 June 2026"
    assert due["Care plan"] == due["Interventions"] == "Wednesday 24 June 2026"
    assert "Prescriber's review" not in due


def test_a_review_moves_the_next_one_and_what_was_reviewed_with_it(
    stage: Stage, client: CheckedClient
) -> None:
    made = a_case(stage, "review")
    client.sign_in(made.office.worker)
    form = client.get(f"/cases/{made.id}/reviews").follow("Record a client review").form()

    page = form.submit({"note": "Client said: the group helps.", "also": ["interventions"]})

    due = {row[0]: row[1] for row in page.rows[1:] if row[0] in ("Care plan", "Interventions")}
    assert set(due.values()) == {"Saturday 8 August 2026"}
    assert "Client said: the group helps." in page.main


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"note": ""}, "Say what was reviewed with the client and what changes."),
        ({"happened_on-year": "2027"}, "has not come yet"),
        ({"happened_on-day": "3", "happened_on-month": "3"}, "would be before"),
    ],
)
def test_a_review_that_cannot_have_been_is_refused(
    stage: Stage, client: CheckedClient, change: dict[str, str], error: str
) -> None:
    made = a_case(stage, "review")
    client.sign_in(made.office.worker)

    page = client.get(f"/cases/{made.id}/reviews/new").form().submit({"note": "Fine."} | change)

    assert page.status_code == 422
    assert error in page.errors[0]


def test_there_is_no_review_before_there_is_a_plan(stage: Stage, client: CheckedClient) -> None:
    made = a_case(stage, "assessment")
    client.sign_in(made.office.worker)
    assert "Nothing is reviewed yet." in client.get(f"/cases/{made.id}/reviews").main

    page = client.get(f"/cases/{made.id}/reviews/new").form().submit({"note": "Fine."})

    assert page.status_code == 422
    assert "comes after" in page.errors[0]
