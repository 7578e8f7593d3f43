"""The accreditation standard on a page that everybody can read."""

from tests.builders.stage import Stage, a_cast
from tests.support.client import CheckedClient


def test_practices_ratings_and_evidence_are_shown(stage: Stage, client: CheckedClient) -> None:
    client.sign_in(a_cast(stage).practitioner)

    page = client.get("/framework/coa-cm5")

    assert page.heading == "CM 5: Intensive case management"
    assert "5.03 Caseload size (fundamental practice)" in page.main
    assert "From 10 to 15 cases" in page.main
    assert "At least 4 direct contacts a month." in page.main
    assert "1: Fully put into practice (the best)" in page.main
    assert "4: Minimal, or no sign of it (the best)" not in page.main
    assert "the organisation's own policy, a regulation and a contract" in page.main
    assert "Our assumption: The source says neither what is direct" in page.main
