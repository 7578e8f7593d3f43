"""The rules of case reviews on a page that everybody can read."""

from tests.builders.stage import Stage, a_cast
from tests.support.client import CheckedClient


def test_the_calendar_the_reasons_and_the_numbers_are_shown(
    stage: Stage, client: CheckedClient
) -> None:
    client.sign_in(a_cast(stage).practitioner)

    page = client.get("/framework/cqi-case-review")

    assert page.heading == "Case review instrument and review calendar"
    assert ["Cases are drawn", "Month 1", "1 to 5", "the system"] in page.rows
    assert "4 a supervisor" in page.main
    assert "18 a region" in page.main
    assert "Sealed. The case is sealed." in page.main
    assert "Such a case is reviewed like any other." in page.main
    assert ["Days to put a correction right", "30"] in page.rows
    assert "Our assumption: The source names neither" in page.main
    items = page.follow("Read the 58 items, section by section")
    assert "B4 Missed appointments" in items.main
