"""A supervision session in two windows: agreed, prepared, held, written up, signed and sealed."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.client import PASSWORD
from tests.support.looking import Looks

NewPage = Callable[..., Page]
POINT = "How my week is planned"
PRIVATE = "Ask about the rota."
ACTION = "Block two mornings a week for assessments."


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """A supervisor, and whom they supervise."""
    return a_cast(stage)


def test_two_people_agree_prepare_meet_and_seal(
    stage: Stage, cast: Cast, new_page: NewPage, sign_in: SignIn, looks: Looks
) -> None:
    today = stage.clock().date()
    mine, theirs = new_page(), new_page()
    sign_in(mine, cast.practitioner)
    sign_in(theirs, cast.supervisor)

    _agree(theirs, mine, looks)
    address = _plan(theirs, today, looks)
    _prepare(mine, address, looks)
    _meet(theirs, mine, address, looks)
    _write_down(theirs, mine, address, today + timedelta(days=30), looks)
    _both_sign(theirs, mine, address, looks)
    _afterwards(theirs, mine, looks)


def _agree(theirs: Page, mine: Page, looks: Looks) -> None:
    """The supervisor comes by the navigation, writes down what they agreed; the other confirms."""
    _by_navigation(theirs, looks, "nothing agreed")
    theirs.get_by_role("link", name="Supervision of my team").click()
    looks.at(theirs, "nothing agreed")
    theirs.get_by_role("link", name="Asha Patel").click()
    looks.at(theirs, "nothing agreed")
    theirs.get_by_role("button", name="Agree how often to meet").click()
    looks.at(theirs)
    theirs.locator('[name="kind"][value="practice"]').check()
    theirs.locator('[name="every"]').fill("4")
    theirs.locator('[name="unit"][value="weeks"]').check()
    theirs.get_by_role("button", name="Write it down").click()
    expect(theirs.get_by_text("Not confirmed yet")).to_be_visible()

    _by_navigation(mine, looks, "to confirm")
    expect(mine.get_by_role("link", name="Supervision of my team")).to_have_count(0)
    mine.get_by_role("button", name="Yes, this is what we agreed").click()
    expect(mine.locator("main").get_by_text("Confirmed", exact=True)).to_be_visible()


def _plan(theirs: Page, today: date, looks: Looks) -> str:
    """Plan it for today, and return the address of the session."""
    theirs.reload()
    looks.at(theirs, "agreed")
    theirs.get_by_role("link", name="Plan the next session").click()
    looks.at(theirs)
    _fill_day(theirs, "planned_on", today)
    theirs.locator('[name="place"]').fill("Room 2")
    theirs.get_by_role("button", name="Plan it").click()
    expect(theirs.get_by_role("heading", level=1)).to_contain_text("Supervision planned for")
    return theirs.url


def _prepare(mine: Page, address: str, looks: Looks) -> None:
    """The person finds it under Supervision and puts a point on the agenda."""
    _by_navigation(mine, looks, "planned")
    mine.locator(f'main a[href$="{address.rsplit("/", 1)[1]}"]').first.click()
    looks.at(mine, "planned")
    mine.get_by_role("button", name="Put something on the agenda").click()
    looks.at(mine)
    mine.locator('[name="words"]').fill(POINT)
    mine.get_by_role("button", name="Put it on the agenda").click()
    expect(mine.get_by_role("heading", name=POINT)).to_be_visible()


def _meet(theirs: Page, mine: Page, address: str, looks: Looks) -> None:
    """They have met; nobody signs before each point is settled."""
    theirs.goto(address)
    expect(theirs.get_by_role("heading", name=POINT)).to_be_visible()
    looks.at(theirs, "prepared")
    theirs.get_by_role("button", name="We have met").click()
    looks.at(theirs)
    theirs.get_by_role("button", name="Record it").click()
    expect(theirs.get_by_role("button", name="Read and sign")).to_have_count(0)
    mine.goto(address)
    looks.at(mine, "held")
    theirs.get_by_role("button", name="Say what became of the agenda").click()
    looks.at(theirs)
    theirs.locator('[type="radio"][value="covered"]').check()
    theirs.get_by_role("button", name="Keep it").click()
    expect(theirs.locator("main").get_by_text("Covered", exact=True)).to_be_visible()


def _write_down(theirs: Page, mine: Page, address: str, due: date, looks: Looks) -> None:
    """One note of each, the private one only its author's; and an action."""
    for page, words, seen in ((theirs, "We looked at it.", "record"), (mine, PRIVATE, "private")):
        page.goto(address)
        page.get_by_role("link", name="Write a note").click()
        looks.at(page)
        page.locator('[name="words"]').fill(words)
        page.locator(f'[name="visibility"][value="{seen}"]').check()
        page.get_by_role("button", name="Keep the note").click()
        expect(page.locator("main").get_by_text(words, exact=True)).to_be_visible()
    theirs.goto(address)
    theirs.get_by_role("link", name="Agree an action").click()
    looks.at(theirs)
    theirs.locator('[name="text"]').fill(ACTION)
    theirs.locator('[name="owner"]').select_option(label="Asha Patel")
    theirs.locator('[name="kind"][value="time-and-workload"]').check()
    _fill_day(theirs, "due_on", due)
    theirs.get_by_role("button", name="Agree it").click()
    expect(theirs.get_by_role("heading", name=ACTION)).to_be_visible()
    expect(theirs.get_by_text(PRIVATE)).to_have_count(0)


def _both_sign(theirs: Page, mine: Page, address: str, looks: Looks) -> None:
    """One after the other, each with the own password; the second signature seals it."""
    for page, state, said in (
        (theirs, "nobody signed", "The other signature is missing."),
        (mine, "one signed", "Both have signed. The record is complete."),
    ):
        page.goto(address)
        looks.at(page, f"settled, {state}")
        page.get_by_role("button", name="Read and sign").click()
        looks.at(page)
        page.locator('[name="password"]').fill(PASSWORD)
        page.get_by_role("button", name="Sign this session").click()
        expect(page.get_by_text(said).first).to_be_visible()
        looks.at(page, f"after, {state}")
    theirs.reload()
    expect(theirs.get_by_text("Signed and sealed").first).to_be_visible()
    expect(theirs.get_by_role("link", name="Write a note")).to_have_count(0)
    theirs.get_by_role("link", name="Add something to this record").click()
    looks.at(theirs)


def _afterwards(theirs: Page, mine: Page, looks: Looks) -> None:
    """Both come from Supervision to the actions; who is to do it finds it there."""
    for page, state in ((theirs, "of a supervisor"), (mine, "of a person")):
        _by_navigation(page, looks, f"sealed, {state}")
        page.get_by_role("link", name="All actions that are mine to do").click()
        looks.at(page, state)
    mine.locator("main a", has_text=ACTION).click()
    looks.at(mine)
    mine.get_by_role("button", name="Close it out").click()
    looks.at(mine)
    mine.locator('[name="ending"][value="complete"]').check()
    mine.get_by_role("button", name="Close it out").click()
    expect(mine.locator("main").get_by_text("Complete", exact=True)).to_be_visible()
    theirs.get_by_role("link", name="Back to my supervision").click()
    theirs.get_by_role("link", name="Supervision of my team").click()
    looks.at(theirs, "sealed")


def _by_navigation(page: Page, looks: Looks, state: str) -> None:
    """Come to the own supervision as everybody does: home, then the navigation."""
    page.goto("/")
    page.get_by_role("navigation").get_by_role("link", name="Supervision", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("My supervision")
    looks.at(page, state)


def _fill_day(page: Page, field: str, day: date) -> None:
    """Fill the three boxes of a date."""
    for part in ("day", "month", "year"):
        page.locator(f'[name="{field}-{part}"]').fill(str(getattr(day, part)))
