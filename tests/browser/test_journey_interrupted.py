"""Rating when things get in the way: no connection, no sign-in, two tabs, no mouse, no script."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from competency.assessments.service import reading
from competency.people.service.sign_in import IDLE
from tests.browser.conftest import SignIn
from tests.builders.appraisals import Made, an_appraisal
from tests.builders.people import PASSWORD, a_password
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.browsing import overflow

NewPage = Callable[..., Page]
NO_CONNECTION = "Not saved yet: no connection. Your choice is kept here and will be sent."


@pytest.fixture
def made(stage: Stage) -> Made:
    """An appraisal that was just started, by somebody with a password."""
    made = an_appraisal(stage)
    with stage.database.writing() as session:
        for person in (made.cast.practitioner, made.cast.supervisor):
            a_password(session, person)
        session.commit()
    return made


@pytest.fixture
def sup(page: Page, made: Made, sign_in: SignIn) -> Page:
    """The practitioner's window on the first section."""
    sign_in(page, made.cast.practitioner)
    page.goto(f"{made.path}/rate/SUP")
    return page


def choose(page: Page, strand: str, value: int) -> None:
    page.locator(f'[name="{strand}-position"][value="{value}"]').check()


def line(page: Page, strand: str) -> Locator:
    return page.locator(f'[data-strand="{strand}"] [data-saved]')


def stored(made: Made) -> dict[str, int | None]:
    """Return what is kept of the practitioner's rating."""
    person = made.cast.practitioner
    found = made.stage.ask(person, lambda work: reading.sheet(work, made.id))
    assert found.hand is not None
    return {code: given.mark.position for code, given in found.given[found.hand].items()}


def fill_in(page: Page, made: Made) -> None:
    """Sign the practitioner in on the sign-in page."""
    page.get_by_label("Email address").fill(made.cast.practitioner.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def test_choices_made_without_a_connection_are_kept_and_sent_later(sup: Page, made: Made) -> None:
    sup.context.set_offline(True)
    choose(sup, "SUP-1a", 2)
    choose(sup, "SUP-2a", 4)
    expect(line(sup, "SUP-1a")).to_have_text(NO_CONNECTION)
    expect(line(sup, "SUP-2a")).to_have_text(NO_CONNECTION)
    assert stored(made) == {}

    sup.context.set_offline(False)

    for strand in ("SUP-1a", "SUP-2a"):
        expect(line(sup, strand)).to_have_text("Saved 10:30")
    assert stored(made) == {"SUP-1a": 2, "SUP-2a": 4}


def test_after_signing_in_again_in_another_tab_the_choice_is_sent(
    sup: Page, made: Made, clock: FixedClock
) -> None:
    clock.move(seconds=IDLE.total_seconds() + 60)
    choose(sup, "SUP-1a", 5)
    expect(line(sup, "SUP-1a")).to_contain_text("You have been signed out.")

    with sup.context.expect_page() as opened:
        line(sup, "SUP-1a").get_by_role("link", name="Sign in").click()
    fill_in(opened.value, made)
    expect(opened.value.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    sup.bring_to_front()

    expect(line(sup, "SUP-1a")).to_contain_text("Saved 11:01")
    assert stored(made) == {"SUP-1a": 5}


def test_of_two_tabs_the_second_asks_which_choice_to_keep(sup: Page, made: Made) -> None:
    other = sup.context.new_page()
    other.goto(f"{made.path}/rate/SUP")
    choose(sup, "SUP-1a", 1)
    expect(line(sup, "SUP-1a")).to_have_text("Saved 10:30")

    choose(other, "SUP-1a", 6)
    expect(line(other, "SUP-1a")).to_contain_text("The other version is: Working towards CMP1.")
    assert stored(made) == {"SUP-1a": 1}
    other.get_by_role("button", name="Keep my choice").click()

    expect(line(other, "SUP-1a")).to_have_text("Saved 10:30")
    assert stored(made) == {"SUP-1a": 6}


def focused(page: Page) -> str:
    """Return the name of what the keyboard is on."""
    name: str = page.evaluate("() => document.activeElement.name || ''")
    return name


def test_a_strand_is_rated_by_keyboard_alone(sup: Page, made: Made) -> None:
    for _ in range(60):
        sup.keyboard.press("Tab")
        if focused(sup) == "SUP-1a-position":
            break
    ring = sup.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    sup.keyboard.press("Space")
    for _ in range(4):
        sup.keyboard.press("ArrowDown")
    expect(line(sup, "SUP-1a")).to_have_text("Saved 10:30")
    while focused(sup) != "SUP-1a-comment":
        sup.keyboard.press("Tab")
    sup.keyboard.type("Typed without a mouse")
    sup.keyboard.press("Tab")
    expect(line(sup, "SUP-1a")).to_have_text("Saved 10:30")

    assert ring != "none"
    assert stored(made) == {"SUP-1a": 4}


def window(new_page: NewPage) -> Page:
    """Open a small window in which no script runs."""
    return new_page(width=320, scripts=False)


def press(page: Page, button: str) -> None:
    """Press a button and expect that the page it leads to fits the small window."""
    page.get_by_role("button", name=button).first.click()
    page.wait_for_load_state()
    assert overflow(page) == 0, page.url


def rate_and_submit(page: Page, path: str, position: int) -> None:
    """Rate the first section with its one button, and submit."""
    page.goto(path)
    press(page, "Start rating: Supervision")
    choose(page, "SUP-1a", position)
    choose(page, "SUP-2a", 3)
    page.locator("#SUP-1a-comment").fill("From a small window")
    press(page, "Save and go on")
    expect(page.get_by_role("heading", level=1)).to_have_text("Autonomous practice")
    page.goto(f"{path}/submit")
    press(page, "Submit my rating")


def sign(page: Page, path: str) -> None:
    """Sign with the password."""
    page.goto(f"{path}/sign")
    assert overflow(page) == 0
    page.get_by_label("Your password").fill(PASSWORD)
    press(page, "Sign this appraisal")


def test_the_way_to_both_signatures_needs_no_script_and_320_pixels(
    new_page: NewPage, made: Made, sign_in: SignIn
) -> None:
    asha, priya = window(new_page), window(new_page)
    asha.goto(made.path)
    fill_in(asha, made)
    sign_in(priya, made.cast.supervisor)
    rate_and_submit(asha, made.path, 5)
    rate_and_submit(priya, made.path, 2)

    asha.goto(f"{made.path}/talk")
    assert overflow(asha) == 0
    card = asha.locator("#SUP-1a")
    card.get_by_label("CMP2", exact=True).check()
    card.get_by_label("Why you settled on this").fill("We looked at it together")
    press(asha, "Agree this (SUP-1a)")
    press(asha, "in Supervision")
    asha.goto(f"{made.path}/levels")
    asha.locator("#SUP-words").fill("On the way")
    press(asha, "Save (Supervision)")
    asha.goto(f"{made.path}/finish")
    press(asha, "Finish the conversation")
    sign(asha, made.path)
    sign(priya, made.path)

    expect(priya.get_by_role("heading", level=1)).to_have_text("Both have signed")
    priya.get_by_role("link", name="Read or print the record").click()
    expect(priya.get_by_text("We looked at it together").first).to_be_visible()
    assert overflow(priya) == 0
