"""The training lead reminds all who are due, in scope and once."""

from tests.builders.training import School
from tests.web.training.conftest import Window


def test_a_training_lead_reminds_those_in_scope_once(window: Window, school: School) -> None:
    page = window(school.team_lead).get("/training/overview")
    assert "Not told yet" in page.main

    page = page.form("Remind all who are due").submit()
    assert "reminders given." in page.text
    assert "Not told yet" not in page.main

    page = page.form("Remind all who are due").submit()
    assert "all who are due have been told already" in page.text
    assert "GDPR" in window(school.cast.practitioner).get("/notices").main
    assert "You have no notices yet." in window(school.far).get("/notices").main


def test_who_leads_no_training_reminds_nobody(window: Window, school: School) -> None:
    client = window(school.cast.colleague)
    token = client.get("/training").form("/sign-out").values["csrf_token"]

    answer = client.post(
        "/training/remind",
        data={"csrf_token": token},
        headers={"Referer": "https://localhost/training"},
    )

    assert answer.status_code == 403
    assert "You have no notices yet." in client.get("/notices").main
