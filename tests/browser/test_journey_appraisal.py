"""Two people in two windows, from the first rating to both signatures, with scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from competency.assessments.service import agreeing
from competency.infra.work import Work
from competency.people.models import Person
from tests.builders.appraisals import Made, rate_strands
from tests.builders.people import PASSWORD, a_password
from tests.builders.stage import Cast, Stage, a_cast
from tests.support.looking import Looks

NewPage = Callable[..., Page]
SAVED = "Saved 10:30"  # the clock of tests, in London
FIRST = ("SUP", "AUT")  # the sections that are rated in the window; the others by the services


@pytest.fixture
def cast(stage: Stage) -> Cast:
    """The people, with passwords."""
    cast = a_cast(stage)
    with stage.database.writing() as session:
        for person in (cast.practitioner, cast.supervisor):
            a_password(session, person)
        session.commit()
    return cast


def sign_in(page: Page, person: Person) -> None:
    """Sign in on the sign-in page."""
    page.goto("/")
    page.get_by_label("Email address").fill(person.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Sign in")


def choose(page: Page, strand: str, value: int | str) -> None:
    """Click a position of a strand."""
    page.locator(f'[name="{strand}-position"][value="{value}"]').check()


def line(page: Page, strand: str) -> Locator:
    """Return the line that says whether the strand is saved."""
    return page.locator(f'[data-strand="{strand}"] [data-saved]')


def heading(page: Page, words: str) -> None:
    """Expect to stand on the page of this heading."""
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def begin(page: Page, looks: Looks) -> str:
    """Start an appraisal from the record; return its path."""
    page.goto("/me/record")
    looks.at(page)
    page.get_by_role("button", name="Start an appraisal").click()
    looks.at(page)
    page.get_by_label("Brain injury").check()
    page.get_by_role("button", name="Start the appraisal").click()
    heading(page, "Appraisal 2026")
    looks.at(page)
    return page.url.removeprefix(page.url.split("/appraisals")[0])


def rate_first_sections(page: Page, looks: Looks, position: int) -> None:
    """Rate two sections by clicks, each choice saved by itself."""
    choose(page, "SUP-1a", position)
    expect(line(page, "SUP-1a")).to_have_text(SAVED)
    expect(page.locator("[data-progress=rated]").first).to_have_text("1")
    page.locator("#SUP-2a-comment").fill("Two joint visits")
    choose(page, "SUP-2a", 3)
    expect(line(page, "SUP-2a")).to_have_text(SAVED)
    choose(page, "SUP-3a", "na")
    expect(line(page, "SUP-3a")).to_contain_text("Please say why it does not apply")
    page.locator("#SUP-3a-reason").fill("I supervise nobody")
    page.locator("#SUP-3a-reason").blur()
    expect(line(page, "SUP-3a")).to_have_text(SAVED)
    looks.at(page)
    page.get_by_role("button", name="Save and go on").click()
    heading(page, "Autonomous practice")


def rate_the_rest(made: Made, who: Person) -> None:
    """Rate all but the first sections and four strands, past the window."""
    left = [s.code for s in made.framework.strands if s.section_code not in FIRST]
    rate_strands(made, who, dict.fromkeys(left[:-4], 3), "seen in {}")


def submit(page: Page, path: str, looks: Looks) -> None:
    """Look over what is unrated, and submit."""
    page.goto(f"{path}/submit")
    expect(page.get_by_text("You can submit all the same")).to_be_visible()
    looks.at(page)
    page.get_by_role("button", name="Submit my rating").click()
    heading(page, "Appraisal 2026")


def talk(page: Page, path: str, looks: Looks) -> None:
    """Agree on one difference with a reason, and on one section that is alike."""
    page.goto(path)
    page.get_by_role("button", name="Talk about your two ratings").click()
    looks.at(page)
    card = page.locator("#SUP-1a")
    card.get_by_label("CMP2", exact=True).check()
    card.get_by_role("button", name="Agree this").click()
    expect(page).to_have_title(re.compile("^Error: SUP-1a"))
    expect(page.get_by_label("CMP2", exact=True)).to_be_checked()
    looks.at(page, "refused")
    page.get_by_label("Why you settled on this").fill("We read two plans together")
    page.get_by_role("button", name="Agree this").click()
    expect(page.get_by_text("1 to talk about, 1 agreed")).to_be_visible()
    page.get_by_role("button", name="in Communication").click()
    expect(page.get_by_text("Communication: 5 strands agreed")).to_be_visible()
    page.goto(f"{path}/talk/SUP-1a")
    looks.at(page)
    page.goto(f"{path}/strands/SUP-1a")
    looks.at(page)


def agree_the_rest(made: Made) -> None:
    """Agree what is alike and put all but one section in words, past the window."""

    def act(work: Work) -> None:
        for section in made.framework.sections:
            agreeing.agree_alike(work, made.id, section.code)
            if section.code != "LEA":
                agreeing.put_in_words(work, made.id, section.code, "Secure", 0)

    made.stage.do(made.cast.supervisor, act)


def conclude(page: Page, path: str, looks: Looks) -> None:
    """The last words, an objective, and the end of the conversation."""
    page.goto(f"{path}/levels")
    looks.at(page)
    page.get_by_label("Agreed practice level, in your own words (Leadership)").fill("Begins")
    page.get_by_role("button", name="Save (Leadership)").click()
    page.get_by_role("link", name="Next: write objectives").click()
    looks.at(page)
    page.get_by_role("button", name="Add an objective").click()
    looks.at(page)
    for box in ("specific", "measurable", "achievable", "relevant", "evaluation"):
        page.locator(f"#{box}").fill(f"What is {box}")
    for box, month in (("due_on", "10"), ("review_on", "11")):
        for part, typed in (("day", "1"), ("month", month), ("year", "2026")):
            page.locator(f"#{box}-{part}").fill(typed)
    page.get_by_role("button", name="Save").click()
    heading(page, "Objectives")
    looks.at(page, "written")
    page.get_by_role("link", name="Next: finish the conversation").click()
    looks.at(page)
    page.get_by_role("button", name="Finish the conversation").click()
    heading(page, "Read and sign")


def sign(page: Page, path: str, looks: Looks) -> None:
    """Sign with the password."""
    page.goto(f"{path}/sign")
    looks.at(page)
    page.get_by_label("Your password").fill(PASSWORD)
    page.get_by_role("button", name="Sign this appraisal").click()


def test_two_people_from_the_first_rating_to_both_signatures(
    new_page: NewPage, stage: Stage, cast: Cast, looks: Looks
) -> None:
    cass, sue = new_page(), new_page()
    sign_in(cass, cast.practitioner)
    looks.at(cass)
    path = begin(cass, looks)
    made = Made(stage, cast, int(path.rpartition("/")[2]))
    cass.get_by_role("button", name="Start rating: Supervision").click()
    rate_first_sections(cass, looks, position=5)
    rate_the_rest(made, cast.practitioner)
    submit(cass, path, looks)
    expect(cass.get_by_text("Waiting for Priya Nair's rating")).to_be_visible()

    sign_in(sue, cast.supervisor)
    looks.at(sue, "supervisor")
    sue.goto(f"{path}/rate/SUP")
    rate_first_sections(sue, looks, position=3)
    rate_the_rest(made, cast.supervisor)
    submit(sue, path, looks)

    talk(sue, path, looks)
    agree_the_rest(made)
    conclude(cass, path, looks)
    sign(cass, path, looks)
    expect(cass.get_by_text("The other of you signs next")).to_be_visible()
    sign(sue, path, looks)
    heading(sue, "Both have signed")
    looks.at(sue)
    look_at_the_record(sue, path, looks)


def look_at_the_record(page: Page, path: str, looks: Looks) -> None:
    """The sealed record and what hangs on it, on screen and on paper."""
    for more in ("/picture", "/whole", "/reopen", "/rate/SUP", "", "/record"):
        page.goto(f"{path}{more}")
        looks.at(page, "signed")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.get_by_role("link", name="Take it away (PDF)")).to_be_hidden()
    expect(page.get_by_text("Begins").first).to_be_visible()
    expect(page.get_by_text("We read two plans together").first).to_be_visible()
    expect(page.get_by_text("Content (SHA-256)")).to_be_visible()
