"""The components and saving as you go, in a real Chromium, without a database behind them."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Dialog, Locator, Page, Route, expect

from tests.support.browsing import overflow
from tests.support.gallery import Server, make_gallery

NewPage = Callable[..., Page]
OFFLINE = "Not saved yet: no connection. Your choice is kept here and will be sent."


@pytest.fixture
def app() -> Flask:
    """The gallery in place of the application."""
    return make_gallery()


@pytest.fixture
def server(app: Flask) -> Server:
    """What the saves meet."""
    found: Server = app.extensions["server"]
    return found


def choose(page: Page, strand: str, value: str) -> None:
    page.locator(f'[name="{strand}-position"][value="{value}"]').check()


def chosen(page: Page, strand: str) -> str | None:
    return page.locator(f'[name="{strand}-position"]:checked').get_attribute("value")


def watch_dialogs(page: Page) -> list[str]:
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return asked


def line(page: Page, strand: str) -> Locator:
    return page.locator(f'[data-strand="{strand}"] [data-saved]')


def test_the_components_have_no_accessibility_fault_and_fit_each_window(
    page: Page, assert_accessible: Callable[[Page], None]
) -> None:
    for width in (320, 360, 640, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("/")

        assert page.locator("h1").is_visible()
        assert overflow(page) == 0, f"in a window of {width} px"
        if width in (320, 1280):
            assert_accessible(page)


def test_the_components_fit_a_phone_without_scripts(new_page: NewPage) -> None:
    page = new_page(width=320, scripts=False)
    page.goto("/")

    assert page.locator("h1").is_visible()
    assert overflow(page) == 0


def test_a_term_explains_itself_without_scripts(new_page: NewPage) -> None:
    page = new_page(scripts=False)
    page.goto("/")
    page.get_by_role("button", name="why this is here").first.click()

    expect(page.get_by_text("This clock informs the strand.").first).to_be_visible()


def test_paper_leaves_out_the_machinery(page: Page) -> None:
    page.goto("/")
    page.emulate_media(media="print")

    expect(page.get_by_role("button", name="Save this section")).to_be_hidden()
    expect(page.locator("nav").first).to_be_hidden()
    expect(page.get_by_text("Showing 1 of 60 people")).to_be_visible()


def test_a_choice_is_saved_by_itself_and_counted(page: Page, server: Server) -> None:
    page.goto("/")
    choose(page, "PLA-4a", "4")

    expect(line(page, "PLA-4a")).to_have_text("Saved 14:02")
    expect(page.locator("[data-progress=rated]")).to_have_text("32")
    assert server.got[0]["strand"] == "PLA-4a"
    assert server.got[0]["PLA-4a-position"] == "4"
    assert server.got[0]["PLA-4a-seq"] == "0"


def test_the_next_save_carries_the_new_count(page: Page, server: Server) -> None:
    page.goto("/")
    choose(page, "PLA-4a", "4")
    expect(line(page, "PLA-4a")).to_have_text("Saved 14:02")
    choose(page, "PLA-4a", "5")
    expect(page.locator("[data-progress=rated]")).to_have_text("33")

    assert server.got[1]["PLA-4a-seq"] == "1"


def test_a_choice_made_while_one_is_on_its_way_is_sent_after_it(page: Page, server: Server) -> None:
    held: list[Route] = []
    page.route("**/save", lambda route: route.continue_() if held else held.append(route))
    page.goto("/")
    with page.expect_request("**/save"):
        choose(page, "PLA-4a", "4")
    choose(page, "PLA-4a", "5")
    assert server.got == []
    held[0].continue_()

    expect(page.locator("[data-progress=rated]")).to_have_text("33")
    assert [(s["PLA-4a-position"], s["PLA-4a-seq"]) for s in server.got] == [("4", "0"), ("5", "1")]


def test_does_not_apply_waits_for_its_reason(page: Page, server: Server) -> None:
    page.goto("/")
    choose(page, "PLA-5a", "na")
    expect(line(page, "PLA-5a")).to_contain_text("Please say why it does not apply")
    assert server.got == []

    page.locator("#PLA-5a-reason").fill("I write no plans")
    page.locator("#PLA-5a-reason").blur()

    expect(line(page, "PLA-5a")).to_have_text("Saved 14:02")
    assert server.got[0]["PLA-5a-reason"] == "I write no plans"


def test_without_a_connection_the_choice_is_kept_and_sent_later(page: Page, server: Server) -> None:
    page.goto("/")
    page.context.set_offline(True)
    choose(page, "PLA-4a", "2")
    choose(page, "PLA-5a", "3")
    expect(line(page, "PLA-4a")).to_have_text(OFFLINE)
    expect(line(page, "PLA-5a")).to_have_text(OFFLINE)

    page.context.set_offline(False)

    expect(line(page, "PLA-4a")).to_have_text("Saved 14:02")
    expect(line(page, "PLA-5a")).to_have_text("Saved 14:02")
    assert [sent["strand"] for sent in server.got] == ["PLA-4a", "PLA-5a"]


def test_signed_out_the_choice_survives_even_a_reload(page: Page, server: Server) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    server.signed_in = False
    choose(page, "PLA-4a", "1")
    expect(line(page, "PLA-4a")).to_contain_text("You have been signed out.")
    expect(line(page, "PLA-4a").get_by_role("link")).to_have_attribute("href", "/sign-in")

    page.reload()
    assert chosen(page, "PLA-4a") == "1"
    server.signed_in = True

    expect(line(page, "PLA-4a")).to_have_text("Saved 14:02")
    assert server.got[0]["PLA-4a-position"] == "1"


def test_an_old_token_is_renewed_without_a_word(page: Page, server: Server) -> None:
    page.goto("/")
    old = page.locator("form[data-autosave] [name=csrf_token]").input_value()
    page.context.clear_cookies()  # the session that the token belongs to is gone
    choose(page, "PLA-4a", "4")

    expect(line(page, "PLA-4a")).to_have_text("Saved 14:02")
    assert server.got[0]["csrf_token"] != old


def test_leaving_with_something_unsent_asks_first(page: Page) -> None:
    asked = watch_dialogs(page)
    page.route("**/save", lambda route: route.abort())
    page.goto("/")
    choose(page, "PLA-4a", "2")
    expect(line(page, "PLA-4a")).to_have_text(OFFLINE)
    page.goto("/error/404")

    assert asked == ["beforeunload"]


def test_leaving_with_everything_saved_asks_nothing(page: Page) -> None:
    asked = watch_dialogs(page)
    page.goto("/")
    choose(page, "PLA-4a", "2")
    expect(line(page, "PLA-4a")).to_have_text("Saved 14:02")
    page.goto("/error/404")

    assert asked == []


def test_a_conflict_shows_the_other_version_and_the_person_decides(
    page: Page, server: Server
) -> None:
    page.goto("/")
    server.status, server.seq = 409, 8
    choose(page, "PLA-4a", "6")
    expect(line(page, "PLA-4a")).to_contain_text("The other version is: CMP2.")

    server.status = 200
    page.get_by_role("button", name="Keep my choice").click()

    expect(line(page, "PLA-4a")).to_have_text("Saved 14:02")
    assert server.got[0]["PLA-4a-seq"] == "8"


def test_taking_the_other_version_sends_nothing(page: Page, server: Server) -> None:
    page.goto("/")
    server.status = 409
    choose(page, "PLA-4a", "6")
    with page.expect_navigation():
        page.get_by_role("button", name="Take the other version").click()

    expect(page.locator('[name="PLA-4a-position"][value="3"]')).to_be_checked()
    assert server.got == []


def test_a_refusal_stands_beside_its_strand(page: Page, server: Server) -> None:
    page.goto("/")
    server.status = 422
    choose(page, "PLA-5a", "6")

    expect(line(page, "PLA-5a")).to_have_text("This position is not on the scale.")
