"""The dashboards and homes in a real window: axe, phones, filters that stay, pictures that load."""

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.builders.boards import a_board
from tests.builders.stage import Stage
from tests.support.looking import Looks


def test_a_supervisor_looks_at_the_team(stage: Stage, page: Page, sign_in: SignIn) -> None:
    board, looks = a_board(stage), Looks()
    sign_in(page, board["the supervisor"])
    page.goto("/")
    looks.at(page, "supervisor")
    page.get_by_role("navigation").get_by_role("link", name="My team").click()
    page.get_by_role("link", name="Person by person").click()
    looks.at(page)
    page.goto(f"/dashboards/teams/{board.team.id}")
    looks.at(page)
    picture = page.locator("figure img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    assert picture.evaluate("image => image.naturalWidth") > 0
    page.get_by_label("Practice area").select_option(label="Children")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator(".cb-filters__state")).to_have_text("Quayside, Children: 1 person")
    assert f"area={board.made.cast.other_area.id}" in page.url
    for name in ("Casework", "Training and supervision"):
        page.get_by_role("link", name=name, exact=True).click()
        looks.at(page)


def test_central_office_looks_at_the_organisation(
    stage: Stage, page: Page, sign_in: SignIn
) -> None:
    board, looks = a_board(stage), Looks()
    sign_in(page, board["central office"])
    page.goto("/")
    looks.at(page, "central office")
    page.get_by_role("link", name="Dashboards", exact=True).click()
    looks.at(page)
    page.get_by_role("link", name="The whole organisation").click()
    looks.at(page)
    page.get_by_role("link", name="Casework", exact=True).click()
    looks.at(page)
    page.emulate_media(media="print")
    expect(page.locator(".cb-filters__state")).to_be_visible()  # what was asked is on the paper
    page.emulate_media(media="screen")
    page.get_by_role("link", name="Training", exact=True).last.click()
    looks.at(page)


def test_a_regions_leadership_looks_at_the_region(
    stage: Stage, page: Page, sign_in: SignIn
) -> None:
    board, looks = a_board(stage), Looks()
    sign_in(page, board["the own region's leadership"])
    page.goto("/")
    looks.at(page, "leadership")
    page.goto("/dashboards")
    looks.at(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("North: practice")
