"""Twelve months of a course, as a picture, a sentence and numbers."""

from datetime import date

from tests.builders.stage import Stage
from tests.builders.training import School, done
from tests.web.training.conftest import Window


def test_the_months_are_drawn_told_and_listed(stage: Stage, school: School, window: Window) -> None:
    done(stage, school.far, school["gdpr"], date(2026, 2, 10))
    client = window(school.lead)

    page = client.get(f"/training/courses/{school['gdpr']}/people").follow("The last twelve months")

    assert "At the end of May 2025, 0 of 8 (0 %) were in time" in page.main
    assert "at the end of April 2026, 1 of 8 (13 %)." in page.main
    assert ["January 2026", "0", "8"] in page.rows
    assert ["February 2026", "1", "8"] in page.rows
    drawing = client.get(f"{page.request.path}.svg")
    assert drawing.mimetype == "image/svg+xml"
    assert "1/8" in drawing.text
    assert "style=" not in drawing.text
    assert "February 2026,1,8" in client.get(f"{page.request.path}.csv").get_data(as_text=True)


def test_only_training_leads_see_the_months(school: School, window: Window) -> None:
    address = f"/training/courses/{school['gdpr']}/months"

    for end in ("", ".svg", ".csv"):
        assert window(school.cast.supervisor).get(address + end).status_code == 403
        assert window(school.lead).get(f"/training/courses/999/months{end}").status_code == 404
    assert "of 2 (" in window(school.team_lead).get(address).main
