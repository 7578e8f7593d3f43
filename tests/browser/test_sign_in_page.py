"""The way in, wide and narrow, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browsing import Watch, accessibility_faults, overflow

NewPage = Callable[..., Page]


def test_the_sign_in_page_has_no_accessibility_fault(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    page.goto("/sign-in")

    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_sign_in_page_fits_the_window(new_page: NewPage, width: int) -> None:
    page = new_page(width=width)
    page.goto("/sign-in")

    assert overflow(page) == 0


def test_a_wrong_password_is_told_without_scripts(new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto("/sign-in")
    page.get_by_label("Email").fill("nobody@example.org")
    page.get_by_label("Password", exact=True).fill("not the password")
    page.get_by_role("button", name="Sign in").click()

    expect(page).to_have_title("Error: Sign in - Casebridge")


def test_the_accessibility_check_sees_a_fault(page: Page) -> None:
    page.goto("/sign-in")
    page.evaluate("() => document.querySelector('main').append(document.createElement('button'))")

    [fault] = accessibility_faults(page)

    assert fault.startswith("button-name")


def test_the_watch_sees_a_refused_source_and_a_failing_script(chromium: Browser, live: str) -> None:
    with chromium.new_context(base_url=live) as context:
        page = context.new_page()
        watch = Watch(page)
        page.goto("/sign-in")
        with page.expect_console_message(lambda message: "content security" in message.text):
            page.evaluate("() => document.body.setAttribute('style', 'color: red')")
        with page.expect_event("pageerror"):
            page.evaluate("() => setTimeout(() => { throw new Error('broken') })")

    assert any("style-src-attr" in fault for fault in watch.faults)
    assert any("broken" in fault for fault in watch.faults)
