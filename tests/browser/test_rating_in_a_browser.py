"""Rating with scripts on: each choice saves itself, and nothing is lost on the way."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from competency.assessments.service import reading
from competency.people.models import Person
from tests.builders.appraisals import Made, an_appraisal, rate_strands
from tests.builders.stage import Stage
from tests.conftest import FixedClock

SignIn = Callable[[Page, Person | int], None]


def saved(made: Made, strand: str) -> int | None:
    """Return the practitioner's position on a strand as it is stored."""
    me = made.cast.practitioner
    found = made.stage.ask(me, lambda w: reading.sheet(w, made.id))
    return found.mark(found.hand, strand).position if found.hand else None


def opened(page: Page, sign_in: SignIn, made: Made) -> Page:
    """Show the first section to the practitioner."""
    sign_in(page, made.cast.practitioner)
    page.goto(f"{made.path}/rate/SUP")
    return page


def choose(page: Page, strand: str, label: str) -> None:
    """Choose a position of a strand."""
    page.locator(f"[data-strand='{strand}']").get_by_label(label, exact=True).check()


def line(page: Page, strand: str) -> Any:
    """Return what says whether a strand is saved."""
    return expect(page.locator(f"[data-strand='{strand}'] [data-saved]"))


def test_a_choice_and_a_comment_save_themselves(
    page: Page, sign_in: SignIn, stage: Stage, assert_accessible: Callable[[Page], None]
) -> None:
    made = an_appraisal(stage)
    opened(page, sign_in, made)

    choose(page, "SUP-1a", "CMP2")
    line(page, "SUP-1a").to_have_text("Saved 10:30")
    page.get_by_label("What I base this on (SUP-1a)").fill("Monthly sessions")
    page.get_by_label("What I base this on (SUP-1a)").blur()
    line(page, "SUP-1a").to_have_text("Saved 10:30")

    expect(page.locator("[data-progress='rated']")).to_have_text("1")
    expect(page.locator("[data-progress='SUP']")).to_have_text("1")
    assert saved(made, "SUP-1a") == 4
    assert_accessible(page)


def test_a_lost_connection_keeps_the_choice_and_sends_it_later(
    page: Page, sign_in: SignIn, stage: Stage
) -> None:
    made = an_appraisal(stage)
    opened(page, sign_in, made)

    page.context.set_offline(True)
    choose(page, "SUP-1a", "CMP1")
    line(page, "SUP-1a").to_contain_text("no connection")
    assert saved(made, "SUP-1a") is None
    page.context.set_offline(False)

    line(page, "SUP-1a").to_have_text("Saved 10:30")
    assert saved(made, "SUP-1a") == 2


def test_after_signing_out_the_choice_waits_for_the_next_sign_in(
    page: Page, sign_in: SignIn, stage: Stage, clock: FixedClock
) -> None:
    made = an_appraisal(stage)
    opened(page, sign_in, made)

    clock.move(minutes=31)
    choose(page, "SUP-1a", "CMP3")
    line(page, "SUP-1a").to_contain_text("You have been signed out")
    sign_in(page, made.cast.practitioner)

    line(page, "SUP-1a").to_have_text("Saved 11:01")
    assert saved(made, "SUP-1a") == 6


def test_the_person_decides_between_two_windows(page: Page, sign_in: SignIn, stage: Stage) -> None:
    made = an_appraisal(stage)
    opened(page, sign_in, made)
    rate_strands(made, made.cast.practitioner, {"SUP-1a": 5}, "the other window")

    choose(page, "SUP-1a", "CMP1")
    line(page, "SUP-1a").to_contain_text("Working towards CMP3")
    page.get_by_role("button", name="Keep my choice").click()

    line(page, "SUP-1a").to_have_text("Saved 10:30")
    assert saved(made, "SUP-1a") == 2


def test_last_times_answer_is_kept_in_place(page: Page, sign_in: SignIn, stage: Stage) -> None:
    signed = an_appraisal(stage, "signed", title="Appraisal 2025")
    made = an_appraisal(stage, cast=signed.cast)
    opened(page, sign_in, made)

    page.get_by_role("button", name="Keep “Working towards CMP2” for SUP-1a").click()

    line(page, "SUP-1a").to_have_text("Saved 10:30")
    assert saved(made, "SUP-1a") == 3
    assert saved(made, "SUP-2a") is None
    note = page.locator("#SUP-1a .cb-rating__carried")
    assert note.inner_text() == "Last time, agreed: Working towards CMP2"
    assert "(carried, not confirmed)" in page.locator("#SUP-2a .cb-rating__carried").inner_text()
