"""What is typed survives, without a script: a sign-in that ends, two windows."""

from datetime import timedelta

from competency.people.service.sign_in import IDLE
from tests.journeys.conftest import House
from tests.journeys.windows import Window
from tests.support.pages import Form, Page

TYPED = {
    "SUP-1a-position": 4,
    "SUP-1a-comment": "Three sessions,\nand notes of “each” <one>",
    "SUP-2a-position": "na",
    "SUP-2a-reason": "I set no objectives for others",
}


def rating_form(window: Window, path: str) -> Form:
    """Return the form of the first section."""
    return window.go(f"{path}/rate/SUP").form("Save and go on")


def start(house: House) -> str:
    """Let Cass start an appraisal; return its path."""
    page = house.cass.go("/me/record").follow("Start an appraisal").form().submit()
    return page.request.path


def assert_stored(window: Window, path: str) -> None:
    """The section holds what was typed."""
    values = rating_form(window, path).values
    assert {name: values[name] for name in TYPED} == {k: str(v) for k, v in TYPED.items()}


def sign_in_and_send(window: Window, asked: Page) -> Page:
    """Sign in on the page that came instead, and send what it kept."""
    assert asked.heading == "Sign in"
    assert "What you typed is kept" in asked.main
    again = window.sign_in(asked)
    assert again.heading == "You are signed in again"
    return again.form("Send what I typed").submit()


def test_a_sign_in_that_ran_out_keeps_a_section_until_the_next(house: House) -> None:
    path = start(house)
    form = rating_form(house.cass, path)
    house.clock.move(seconds=(IDLE + timedelta(minutes=5)).total_seconds())

    asked = form.submit(TYPED, press="Save and go on")
    assert asked.status_code == 401
    page = sign_in_and_send(house.cass, asked)

    assert page.heading == "Autonomous practice"
    assert_stored(house.cass, path)


def test_a_slip_in_the_password_keeps_it_still(house: House) -> None:
    path = start(house)
    form = rating_form(house.cass, path)
    house.clock.move(seconds=IDLE.total_seconds() + 60)

    asked = form.submit(TYPED, press="Save")
    slipped = asked.form().submit({"email": house.cass.email, "password": "something else"})
    assert slipped.status_code == 422
    sign_in_and_send(house.cass, slipped)

    assert_stored(house.cass, path)


def test_a_sign_in_ended_from_another_device_keeps_it_too(house: House) -> None:
    path = start(house)
    form = rating_form(house.cass, path)
    phone = Window.of(house.app, house.cass.name)
    phone.sign_in()
    phone.go("/me/sign-ins").form("/me/sign-ins/end-others").submit()

    sign_in_and_send(house.cass, form.submit(TYPED, press="Save"))

    assert_stored(house.cass, path)


def test_words_of_a_conversation_survive_a_sign_in_that_ran_out(house: House) -> None:
    path = start(house)
    for window in (house.cass, house.sue):
        window.rate(path, {"SUP-1a": 3 if window is house.cass else 5})
        window.go(f"{path}/submit").form("Submit my rating").submit()
    form = house.sue.go(f"{path}/talk").form(f"{path}/talk/SUP-1a")
    house.clock.move(seconds=IDLE.total_seconds() + 60)

    asked = form.submit({"position": 4, "reason": "Two joint visits in spring"})
    page = sign_in_and_send(house.sue, asked)

    assert "1 to talk about, 1 agreed" in page.main
    assert "Two joint visits in spring" in page.main


def test_of_two_windows_the_second_is_shown_both_and_loses_nothing(house: House) -> None:
    path = start(house)
    first, second = (rating_form(house.cass, path) for _ in range(2))
    first.submit({"SUP-1a-position": 2, "SUP-1a-comment": "from the first"}, press="Save")

    overtaken = second.submit(TYPED, press="Save")

    assert overtaken.status_code == 409
    assert "saved in another window meanwhile: CMP1" in overtaken.main
    assert "from the first" in overtaken.main
    kept = overtaken.form("Save and go on")
    assert kept.values["SUP-1a-comment"] == TYPED["SUP-1a-comment"]
    kept.submit(press="Save")
    assert_stored(house.cass, path)
