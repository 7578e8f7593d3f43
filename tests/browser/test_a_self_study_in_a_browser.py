"""A self-study in a real window: an owner brings a file, and every page stands axe."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from competency.accreditation.service import panel
from tests.browser.conftest import SignIn
from tests.builders.self_study import (
    PAPER,
    House,
    a_house,
    answer_all,
    bring,
    item_of,
    rate,
    submit,
)
from tests.builders.stage import Stage
from tests.support.looking import Looks


@pytest.fixture
def house(stage: Stage) -> House:
    """A self-study that was just started, with one item of the owner's and one panel member."""
    return a_house(stage)


def test_an_owner_brings_a_file_and_says_that_it_is_ready(
    page: Page, sign_in: SignIn, house: House, tmp_path: Path
) -> None:
    file = tmp_path / "procedures.pdf"
    file.write_bytes(PAPER)
    sign_in(page, house["owner"])
    page.goto("/")
    page.get_by_role("link", name="Bring 1 item for the accreditation self-study").click()
    page.get_by_role("link", name="Procedures for contact with clients").click()

    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Add the file").click()
    expect(page.get_by_role("link", name="procedures.pdf")).to_be_visible()
    page.get_by_label("Ready").check()
    page.get_by_role("button", name="Save how far it is").click()

    expect(page.get_by_text("How far it is, is saved.")).to_be_visible()
    expect(page.locator("main .govuk-tag")).to_have_text("Ready")


def test_the_pages_of_a_self_study_stand_axe_and_phones(
    stage: Stage, page: Page, sign_in: SignIn, house: House, looks: Looks
) -> None:
    own, item = f"/accreditation/{house.study.id}", item_of(stage, house, "interviews").id
    sign_in(page, house["central"])
    _look(page, looks, "new", "/accreditation", "/accreditation/new", own, f"{own}/change")
    rate(stage, house, "5.01", 1)
    answer_all(stage, house)
    bring(stage, house, "interviews")
    point = f"{own}/practices/5.01/points/housing"
    _look(page, looks, "written", own, f"{own}/practices/5.01", point, f"{own}/checklist")
    _look(page, looks, "written", f"/accreditation/items/{item}", f"{own}/submit", f"{own}/pack")
    _look(page, looks, "written", f"{own}/practices/5.01/history")
    submit(stage, house)
    said = stage.do(
        house["panel"],
        lambda w: panel.comment(w, house.study.id, "How do you count?", practice="5.04").id,
    )
    _look(page, looks, "submitted", own, f"{own}/practices/5.01", point, f"{own}/close")
    _look(page, looks, "submitted", f"{own}/panel", f"{own}/panel/{said}")
    sign_in(page, house["owner"])
    _look(page, looks, "owner", "/accreditation/items")


def _look(page: Page, looks: Looks, state: str, *addresses: str) -> None:
    for address in addresses:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        looks.at(page, state)
