"""A standard that was added as data alone has all its pages."""

import json
import zipfile
from datetime import date
from io import BytesIO

import pytest

from competency.accreditation.service import studies
from competency.frameworks import service as frameworks
from competency.frameworks.library import Library, load_library
from competency.people.models import PracticeArea, Team
from tests.builders.accreditation import second
from tests.builders.counted import contacts, held_cases
from tests.builders.self_study import House, a_beginning
from tests.builders.stage import Stage
from tests.support.pages import Page
from tests.support.pdf_text import text
from tests.web.accreditation.conftest import Window


@pytest.fixture
def outreach(stage: Stage, house: House, monkeypatch: pytest.MonkeyPatch) -> int:
    """A self-study of the second standard, which lies in the library beside the first."""
    shipped = load_library()
    heads = shipped.list_standards()
    contents = tuple(shipped.get_standard(one.id, one.version) for one in heads)
    both = Library((*contents, second()))
    monkeypatch.setattr(frameworks, "load_library", lambda: both)
    new = a_beginning(standard_id="small-outreach", title="Outreach 2026")
    return stage.do(house["central"], lambda w: studies.start(w, new).id)


def test_it_can_be_chosen_at_the_start(outreach: int, window: Window) -> None:
    main = window("central").get("/accreditation/new").main

    assert "CM 5: Intensive case management (2020)" in main
    assert "Outreach (1.0)" in main


def test_its_pages_speak_its_own_scale_and_lists(outreach: int, window: Window) -> None:
    client = window("central")
    main = client.get(f"/accreditation/{outreach}").main

    assert "0 of 1 items ready" in main
    assert "2 is the best rating." in main
    listed = client.get(f"/accreditation/{outreach}/checklist").main
    assert "A leaflet" in listed
    assert "The binder" in listed


def test_its_practices_are_rated_on_its_own_scale(outreach: int, window: Window) -> None:
    client = window("central")
    page = client.get(f"/accreditation/{outreach}/practices/A-3")
    for label in ("0: No star", "1: One star", "2: Two stars", "Does not apply"):
        assert label in page.main

    off = page.form().submit({}, tampered={"answer": "3"})
    assert off.errors == ["Choose one of 0, 1, 2."]
    empty = page.form().submit({"answer": "not-applicable"})
    assert empty.errors[0].startswith("Say why this practice does not apply.")
    best = page.form().submit({"answer": "2", "narrative": "It is written down."})

    assert "What you said of A-3 is saved." in best.text
    against = client.get(f"/accreditation/{outreach}/practices/A-3").main
    assert "A-3 is rated 2, and nothing shows it yet." in against


def test_its_pack_says_which_end_is_the_better_one(outreach: int, window: Window) -> None:
    answer = window("central").get(f"/accreditation/{outreach}/pack.zip")

    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        plain = json.loads(archive.read("self-study.json"))
    assert plain["standard"]["direction"] == "higher-is-better"
    assert [one["practice"] for one in plain["ratings"]] == ["A-1", "A-2", "A-3"]
    assert plain["points"] == []


def day(name: str, number: int, month: int, year: int = 2026) -> dict[str, int]:
    """A date as its three fields."""
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


def freeze(window: Window, own: str, code: str) -> Page:
    """Freeze the count of a practice by its pages."""
    page = window("central").get(f"{own}/practices/{code}").follow(f"Counts of {code}")
    return page.follow("Look at the live count").form("Freeze this count as evidence").submit()


def rate(window: Window, own: str, code: str, rating: int) -> Page:
    page = window("central").get(f"{own}/practices/{code}")
    return page.form().submit({"answer": str(rating), "narrative": f"So it is with {code}."})


def test_it_goes_through_the_whole_room(
    stage: Stage, house: House, outreach: int, window: Window
) -> None:
    """Started, its item brought, counted, rated, mended, submitted, closed, and taken away."""
    team = stage.save(Team(name="Quayside", region_id=house.region.id))
    area = stage.save(PracticeArea(name="Outreach"))
    for case in held_cases(stage, house["owner"], area, team, 4):
        contacts(stage, case, *[date(2026, month, 14) for month in range(1, 5)])
    client = window("central")

    begun = client.get("/accreditation/new").form()
    made = begun.submit(
        {"standard": "small-outreach", "title": "Outreach again"}
        | day("period_from", 1, 1)
        | day("period_to", 31, 12)
    ).follow("How far it is")
    own = made.request.path
    assert "0 of 1 items ready; A-1, A-2 and A-3 not rated yet" in made.main

    item = client.get(f"{own}/checklist").follow("A leaflet")
    item.form("Save who and when").submit({"owner": house["owner"].email, **day("due_on", 20, 5)})
    mine = window("owner").get("/accreditation/items").follow("A leaflet")
    mine.form("Save how far it is").submit({"state": "ready", "notes": "In the binder."})

    caseloads = freeze(window, own, "A-1").main
    assert "1 of 1 (100 %) workers are within the range of 3 to 6 cases." in caseloads
    # Six months of four cases; four of them had their one contact.
    assert "16 of 24 (67 %) months of cases had the contacts" in freeze(window, own, "A-2").main

    rate(window, own, "A-1", 0)
    against = client.get(own).main
    assert "A-1 is rated 0, worse by 2 steps than the 2 that its figures suggest" in against
    assert "A-1 is a fundamental practice and is rated 0." in against
    for code, rating in (("A-1", 2), ("A-2", 1), ("A-3", 2)):
        rate(window, own, code, rating)
    mended = client.get(own).main
    assert "1 of 1 items ready" in mended
    assert "What does not go together" not in mended
    assert "Suggested by your ratings: 0: No star. Not all have two stars." in mended

    sent = client.get(f"{own}/submit").form("Submit to the panel").submit({})
    assert "The self-study is with the panel." in sent.text
    client.get(f"{own}/close").form("Close it").submit({"words": "Outreach is accredited."})
    paper = " ".join(text(client.get(f"{own}/pack.pdf").data).split())
    for said in ("Outreach again", "2: Two stars", "A leaflet", "Outreach is accredited."):
        assert said in paper
