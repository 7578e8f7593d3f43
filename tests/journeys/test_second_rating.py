"""A supervisor wants to know how she uses the scale: a colleague rates the same appraisal blind."""

import pytest

from tests.journeys.conftest import House, add_person
from tests.journeys.windows import Marks, Window, framework, option
from tests.support.pages import Page

SECRETS = {"cass": "what Cass saw", "sue": "what Sue saw", "rosa": "what Rosa saw"}


@pytest.fixture
def rosa(house: House) -> Window:
    """A supervisor of other people, who has signed in for the first time."""
    window = Window.of(house.app, "Rosa Second")
    window.set_password(add_person(house.ada, window, "Supervisor"))
    window.sign_in()
    return window


def marks(**differing: int | str) -> Marks:
    """Return a position on every strand but one, alike but for those that are named."""
    codes = [strand.code for strand in framework().strands if strand.code != "LEA-1a"]
    named = {code.replace("_", "-"): mark for code, mark in differing.items()}
    return dict.fromkeys(codes, 3) | named


def started(house: House) -> str:
    """Let Cass start an appraisal; return its address."""
    page = house.cass.go("/me/record").follow("Start an appraisal")
    return page.form().submit({"title": "Appraisal 2026"}).request.path


def submitted(window: Window, address: str) -> Page:
    """Submit what stands there; return the page that follows."""
    return window.go(f"{address}/submit").form("Submit my rating").submit()


def asked(house: House, appraisal: str) -> str:
    """Let Sue ask Rosa, from the appraisal's own page; return the second rating's address."""
    page = house.sue.go(appraisal).follow("Ask for one second rating")
    form = page.form("Ask them")
    nobody = form.submit()
    assert nobody.errors == ["Choose who is to rate it a second time."]
    form = nobody.form("Ask them")
    names = [o for o in form.element.itertext() if o.strip() in ("Rosa Second", "Sue Visor")]
    assert names == ["Rosa Second"]
    page = form.submit({"rater": option(form, "rater", "Rosa Second")})
    assert "They are asked." in page.main
    return page.follow("End this second rating").request.path.removesuffix("/end")


def sees_none_of(window: Window, paths: list[str], words: list[str]) -> None:
    """Look at every page there is for somebody, and find none of the words."""
    for path in paths:
        text = window.client.get(path, follow_redirects=True).text
        assert not [word for word in words if word in text], path


def test_three_people_rate_and_two_ratings_are_compared(house: House, rosa: Window) -> None:
    appraisal = started(house)
    house.cass.rate(appraisal, marks(SUP_1a=6, PLA_4a=0), SECRETS["cass"] + " in {}")
    second = asked(house, appraisal)
    assert "Rosa Second, being rated" in house.cass.go(appraisal).main

    # Rosa finds it at home, and rates as everybody does, knowing nothing of the other two.
    page = rosa.go("/").follow("Give a second rating: Cass Manner, Brain injury")
    assert page.heading == "Second rating of Cass Manner"
    assert page.follow("Start rating: Supervision").heading == "Supervision"
    submitted(house.cass, appraisal)
    house.sue.rate(appraisal, marks(ETH_1a="Not hers to do"), SECRETS["sue"] + " in {}")
    submitted(house.sue, appraisal)
    mine = [f"{second}/rate/SUP", f"{second}/submit", f"{second}/comparison", second, "/"]
    others = [f"{appraisal}{tail}" for tail in ("", "/whole", "/talk", "/rate/SUP", "/record")]
    hidden = [SECRETS["cass"], SECRETS["sue"], "Not hers to do"]
    sees_none_of(rosa, mine + others, hidden)
    assert rosa.client.get(appraisal).status_code == 404
    assert rosa.client.get(f"{second}/comparison.csv").status_code == 404

    left = rosa.rate(second, marks(SUP_1a=5, COM_2a=1), SECRETS["rosa"] + " in {}")
    assert "You have not rated 1 strand of 65" in left.main
    for window in (house.cass, house.sue):
        sees_none_of(window, [*others, f"{second}/comparison"], [SECRETS["rosa"]])

    page = submitted(rosa, second)
    assert page.heading == "Two ratings side by side"
    for told in (
        "The same position was given on 61 of 63 (97 %) strands that both rated.",
        "Sue Visor gave the higher position, the more lenient one, on 1 of 63 (2 %); "
        "Rosa Second on 1 of 63 (2 %).",
        "Left out: 1 strand where one of them says that it does not apply and 1 strand that "
        "one of them did not rate.",
    ):
        assert told in page.main
    assert SECRETS["cass"] not in page.main

    # The two who talk see it too, in the same figures as the file, and agree as they like.
    theirs = house.cass.go(f"{appraisal}/second-rating").follow("Compare the two ratings")
    assert theirs.rows == page.rows
    lines = house.sue.client.get(f"{second}/comparison.csv").text.splitlines()
    assert len(lines) == 1 + 65
    assert sum(line.endswith("the same") for line in lines) == 61
    assert "3 to talk about, 0 agreed" in house.cass.go(f"{appraisal}/talk").main
    assert "whole" in house.command("audit", "verify")


def test_a_second_rater_hands_it_back_and_somebody_is_told(house: House, rosa: Window) -> None:
    appraisal = started(house)
    second = asked(house, appraisal)

    page = rosa.go(second).follow("I cannot rate this: hand it back")
    assert page.form("End it").submit().errors == ["Say in a sentence why it ends."]
    page = page.form("End it").submit({"reason": "I trained her for two years"})

    assert "takes no more ratings" in page.main
    assert "Give a second rating" not in rosa.go("/").main
    told = house.sue.go("/notices").follow(
        "Rosa Second has ended the second rating: Appraisal 2026"
    )
    assert "Reason: I trained her for two years" in told.main
    assert "Ask for another" in told.main
