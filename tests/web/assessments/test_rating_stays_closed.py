"""Before the reveal nobody finds the other's rating: on no page and in no answer."""

from collections.abc import Callable

import pytest
from sqlalchemy import update

from competency.people.models import Organisation
from tests.builders.appraisals import Made, an_appraisal, rate_strands, submit
from tests.builders.stage import Stage, a_cast, a_line
from tests.support.pages import Page
from tests.web.assessments.conftest import Window

Send = Callable[..., Page]
OWN, SUPERVISORS = "canary of the practitioner", "canary of the supervisor"
PAGES = ("", "/rate/SUP", "/submit", "/whole", "/strands/SUP-1a", "/find?q=SUP-1a", "/talk")
BEFORE_THE_REVEAL = ("half_rated", "self_submitted", "supervisor_submitted")


def all_pages(made: Made, window: Window, who: str) -> str:
    """Return the text of everything that this one of the cast can open."""
    client = window(getattr(made.cast, who))
    more = f"/people/{made.cast.practitioner.id}/record"
    return "".join(client.get(page).text for page in [*(made.path + p for p in PAGES), more])


def with_canaries(stage: Stage, state: str) -> Made:
    """An appraisal in which both comments can be recognised."""
    made = an_appraisal(stage)
    cast = made.cast
    rate_strands(made, cast.practitioner, {"SUP-1a": 6}, OWN)
    rate_strands(made, cast.supervisor, {"SUP-1a": 0}, SUPERVISORS)
    if state in ("self_submitted", "revealed"):
        submit(made, cast.practitioner)
    if state in ("supervisor_submitted", "revealed"):
        submit(made, cast.supervisor)
    return made


@pytest.mark.parametrize("state", BEFORE_THE_REVEAL)
@pytest.mark.parametrize(
    ("who", "seen", "hidden"),
    [
        ("practitioner", [OWN], [SUPERVISORS]),
        ("supervisor", [SUPERVISORS], [OWN]),
        ("manager", [], [OWN, SUPERVISORS]),
    ],
)
def test_before_the_reveal_each_finds_only_their_own(
    stage: Stage, window: Window, state: str, who: str, seen: list[str], hidden: list[str]
) -> None:
    made = with_canaries(stage, state)

    text = all_pages(made, window, who)

    assert [canary for canary in seen if canary not in text] == []
    assert [canary for canary in hidden if canary in text] == []


@pytest.mark.parametrize("who", ["practitioner", "supervisor", "manager"])
def test_after_the_reveal_all_three_find_both(stage: Stage, window: Window, who: str) -> None:
    made = with_canaries(stage, "revealed")

    text = all_pages(made, window, who)

    assert OWN in text
    assert SUPERVISORS in text


def test_a_stale_save_tells_only_ones_own_version(
    stage: Stage, window: Window, send_strand: Send
) -> None:
    made = with_canaries(stage, "half_rated")

    answer = send_strand(window(made.cast.practitioner), made, "SUP-1a", position=1, seq=0)

    assert answer.status_code == 409
    assert OWN in answer.text
    assert SUPERVISORS not in answer.text


def test_a_new_supervisor_does_not_find_the_former_ones_rating(
    stage: Stage, window: Window
) -> None:
    made = with_canaries(stage, "half_rated")
    a_line(stage, made.cast.colleague, made.cast.practitioner)
    client = window(made.cast.colleague)
    client.get(made.path + "/take-part").form("Take the part").submit()

    text = all_pages(made, window, "colleague")

    assert SUPERVISORS not in text
    assert OWN not in text


def test_open_ratings_open_both_to_the_two_and_not_to_who_looks_on(
    stage: Stage, window: Window
) -> None:
    cast = a_cast(stage)
    with stage.database.aside() as session:
        session.execute(update(Organisation).values(open_ratings=True))
        session.info.pop("changed", None)  # a row of a test: the trail need not hear of it
    made = an_appraisal(stage, cast=cast)
    rate_strands(made, cast.practitioner, {"SUP-1a": 6}, OWN)
    rate_strands(made, cast.supervisor, {"SUP-1a": 0}, SUPERVISORS)

    own_page = window(cast.practitioner).get(made.path + "/rate/SUP")
    supervisors = all_pages(made, window, "supervisor")
    managers = all_pages(made, window, "manager")

    assert "Your organisation works with open ratings" in own_page.main
    assert "Your supervisor: Not yet" in own_page.main
    assert OWN in supervisors
    assert OWN not in managers
    assert SUPERVISORS not in managers
