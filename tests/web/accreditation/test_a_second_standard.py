"""A standard that was added as data alone has all its pages."""

import json
import zipfile
from io import BytesIO

import pytest

from competency.accreditation.service import studies
from competency.frameworks import service as frameworks
from competency.frameworks.library import Library, load_library
from tests.builders.accreditation import second
from tests.builders.self_study import House, a_beginning
from tests.builders.stage import Stage
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
