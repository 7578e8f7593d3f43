"""The administrator keeps how much of full time somebody works."""

from tests.builders.stage import Stage, a_cast
from tests.support.client import CheckedClient


def test_a_share_is_entered_and_shown(stage: Stage, client: CheckedClient) -> None:
    cast = a_cast(stage)
    client.sign_in(cast.administrator)
    page = client.get(f"/admin/people/{cast.practitioner.id}").follow("Change working time")
    assert "Whoever has no entry works full time" in page.main

    shown = page.form("Save").submit(
        {"percent": "60", "from_on-day": "1", "from_on-month": "4", "from_on-year": "2026"}
    )

    assert "The working time is saved." in shown.main
    assert ["1 April 2026", "60%"] in shown.rows


def test_a_refused_entry_keeps_what_was_typed(stage: Stage, client: CheckedClient) -> None:
    cast = a_cast(stage)
    client.sign_in(cast.administrator)
    page = client.get(f"/admin/people/{cast.practitioner.id}/working-time")

    refused = page.form("Save").submit(
        {"percent": "160", "from_on-day": "1", "from_on-month": "4", "from_on-year": "2026"}
    )

    assert refused.status_code == 422
    assert "Enter a percent from 1 to 100." in refused.main
    assert refused.form("Save").values["percent"] == "160"
