"""A case review in a real window: answers save as they are given, and every page stands axe."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn
from tests.builders.review_sheets import (
    Pulled,
    a_form,
    a_pulled_case,
    answers,
    done,
    give,
    start,
)
from tests.builders.stage import Stage
from tests.support.looking import Looks

SAVED = "Saved 10:30"  # the clock of tests, in London


@pytest.fixture
def pulled(stage: Stage) -> Pulled:
    """A drawn case at both levels."""
    return a_pulled_case(stage)


def line(page: Page, item: str) -> Locator:
    """Return the line that says whether the item is saved."""
    return page.locator(f'[data-strand="{item}"] [data-saved]')


def test_answers_save_by_themselves_and_dates_are_confirmed_in_place(
    stage: Stage, page: Page, sign_in: SignIn, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first)
    sign_in(page, pulled.supervisor)
    page.goto(f"/reviews/{pulled.first}/section/B")

    page.get_by_role("button", name="Confirm “Yes” for B1").click()
    expect(line(page, "B1")).to_have_text(SAVED)
    page.locator('[name="B2-answer"][value="needs-improvement"]').check()
    expect(line(page, "B2")).to_have_text(SAVED)
    page.locator("#B2-narrative").fill("He was never asked.")
    page.locator("#B2-narrative").blur()
    expect(page.locator("[data-progress=answered]")).to_have_text("2")
    expect(page.get_by_role("button", name="Confirm “Yes” for B1")).to_have_count(0)
    expect(line(page, "B2")).to_have_text(SAVED)

    page.reload()
    expect(page.locator("#B2-narrative")).to_have_value("He was never asked.")
    kept = answers(stage, pulled.first)
    assert kept["B1"].confirmed
    assert (kept["B2"].answer, kept["B2"].narrative) == (
        "needs-improvement",
        "He was never asked.",
    )


def test_what_somebody_else_saved_meanwhile_is_shown_and_one_version_kept(
    stage: Stage, page: Page, sign_in: SignIn, pulled: Pulled
) -> None:
    start(stage, pulled.supervisor, pulled.first)
    sign_in(page, pulled.supervisor)
    page.goto(f"/reviews/{pulled.first}/section/B")
    give(stage, pulled.supervisor, pulled.first, "B2", "strength", "He chose the place.")

    page.locator('[name="B2-answer"][value="needs-improvement"]').check()

    expect(line(page, "B2")).to_contain_text("Strength, He chose the place.")
    page.get_by_role("button", name="Keep my choice").click()
    expect(line(page, "B2")).to_have_text(SAVED)
    assert answers(stage, pulled.first)["B2"].answer == "needs-improvement"


def test_the_pages_of_a_review_stand_axe_and_phones(
    stage: Stage, page: Page, sign_in: SignIn, pulled: Pulled, looks: Looks
) -> None:
    first, second = f"/reviews/{pulled.first}", f"/reviews/{pulled.second}"
    sign_in(page, pulled.supervisor)
    _look(page, looks, "drawn", first, f"{first}/start", "/reviews/instrument")
    start(stage, pulled.supervisor, pulled.first)
    _look(page, looks, "under way", first, f"{first}/section/B", f"{first}/submit")
    form = a_form(stage, pulled, bad=("I1", "I2"))
    steps = [f"{first}/form/{step}" for step in ("write", "talked", "add")]
    of_one = [f"{first}/corrections/1/{step}" for step in ("change", "done", "look")]
    _look(page, looks, "in", first, f"{first}/section/B", f"{first}/form", *steps, *of_one)
    assert form.id
    done(stage, pulled, level="second", bad=("I1",))
    sign_in(page, pulled.specialist)
    _look(page, looks, "both in", f"{second}/levels", f"{second}/levels/I2")
    _look(page, looks, "", "/framework/cqi-case-review")
    sign_in(page, pulled.worker)
    _look(page, looks, "worker", f"{first}/form", f"{first}/form/acknowledge")


def _look(page: Page, looks: Looks, state: str, *addresses: str) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        looks.at(page, state)
