"""A case from its referral to the weekly meeting in Chromium, each page looked at with axe."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from competency.people.models import Person
from tests.builders.cases import Office, an_office
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.looking import Looks

SignIn = Callable[[Page, Person | int], None]
DAY = {"happened_on-day": "8", "happened_on-month": "5", "happened_on-year": "2026"}
RECEIVED = {"received_on-day": "8", "received_on-month": "5", "received_on-year": "2026"}
AGREED = {"consent_on-day": "8", "consent_on-month": "5", "consent_on-year": "2026"}
RISK = {
    "overdose-likelihood": "3",
    "overdose-impact": "4",
    "overdose-what": "Uses alone.",
    "overdose-plan": "Naloxone; a friend calls each evening.",
}
GOAL = {
    "specific": "A place of my own.",
    "measurable": "A tenancy is signed.",
    "achievable": "The housing officer helps.",
    "relevant": "Somewhere quiet to wake up.",
    "due_on-day": "1", "due_on-month": "9", "due_on-year": "2026",
    "evaluation": "We look at it together.",
    "review_on-day": "1", "review_on-month": "7", "review_on-year": "2026",
}  # fmt: skip
ACTION = {"due_on-day": "1", "due_on-month": "6", "due_on-year": "2026", "who": "Client"}


@dataclass
class Desk:
    """A browser in which people sit down in turn, and the case that lies on the desk."""

    page: Page
    live: str
    looks: Looks
    sign_in: SignIn
    case: str = ""

    def send(self, path: str, **typed: str) -> None:
        """Open a form of the case, look at it, fill it in and send it."""
        self.page.goto(f"{self.live}{self.case}/{path}")
        self.looks.at(self.page)
        self.fill(typed)

    def fill(self, typed: dict[str, str]) -> None:
        """Fill in the form on the page by the names of its fields, and send it."""
        form = self.page.locator("main form[method=post]").first
        for name, value in typed.items():
            enter(form, name.replace("__", "-"), value)
        form.get_by_role("button").last.click()
        expect(self.page.locator(".govuk-error-summary")).to_have_count(0)


def enter(form: Locator, name: str, value: str) -> None:
    """Choose or type a value, whichever the field takes."""
    field = form.locator(f"[name='{name}']")
    kind = field.first.get_attribute("type")
    if kind in ("radio", "checkbox"):
        form.locator(f"[name='{name}'][value='{value}']").check()
    elif field.first.evaluate("e => e.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def test_a_case_runs_from_referral_to_the_weekly_meeting(
    stage: Stage, page: Page, live: str, looks: Looks, sign_in: SignIn, clock: FixedClock
) -> None:
    office = an_office(stage)
    desk = Desk(page, live, looks, sign_in)
    sign_in(page, office.worker)
    log(desk, office)
    desk.send("accept")
    assess(desk, office)
    plan(desk)
    desk.send("contacts/new", with_whom="client", how="visit")
    desk.send("reviews/new", note="The form is in; the goal stays.")
    close(desk, office)


def log(desk: Desk, office: Office) -> None:
    desk.page.goto(f"{desk.live}/cases/new")
    desk.looks.at(desk.page)
    typed = {
        "reference": "B-2026/1",
        "consent": "yes",
        "referrer": "Dr Ray",
        "team_id": str(office.team.id),
        "practice_area_id": str(office.area.id),
        "route": "criminal-justice",
        "postcode": "FY1 4AB",
    }
    desk.fill(typed | RECEIVED | AGREED)
    expect(desk.page.locator("h1")).to_have_text("Case B-2026/1")
    desk.case = desk.page.url.removeprefix(desk.live).split("?")[0]
    desk.looks.at(desk.page)


def assess(desk: Desk, office: Office) -> None:
    desk.sign_in(desk.page, office.supervisor)
    desk.send("key-worker", person_id=str(office.worker.id))
    desk.sign_in(desk.page, office.worker)
    desk.send("contacts/new", with_whom="client", how="telephone")
    desk.send("needs", goals="A quiet place.")
    desk.send("risks/new", **RISK)
    desk.sign_in(desk.page, office.supervisor)
    desk.send("sign-off", outcome="sign")
    desk.sign_in(desk.page, office.worker)
    desk.send("consents/storing/give", **DAY)
    desk.send("consents/sharing/give", **DAY)
    for kind in ("risk_discussed", "core_data_sent", "gp_summary_requested"):
        desk.send(f"record/{kind}", **DAY)
    desk.send("record/assessment_completed", **DAY)


def plan(desk: Desk) -> None:
    desk.send("plan/words", own_words="I want to sleep in a bed.")
    desk.send("plan/goals/new", **GOAL)
    for kind, words in (("objective", "The form is in."), ("action", "Fill in the form.")):
        link = desk.page.get_by_role("link", name="Add an objective or an action")
        link.first.click()
        more = ACTION if kind == "action" else {}
        desk.fill({"kind": kind, "words": words} | more)
    desk.send("plan/agreement", agrees="yes", client_signed="y", copy_offered="y")
    desk.send("plan/start")
    expect(desk.page.get_by_text("In force since")).to_be_visible()
    desk.looks.at(desk.page)


def close(desk: Desk, office: Office) -> None:
    desk.send("close", reason="drug-free", summary="All goals are reached.", follow_up="yes")
    desk.sign_in(desk.page, office.supervisor)
    desk.page.goto(f"{desk.live}/cases/meeting")
    desk.looks.at(desk.page)
    desk.page.get_by_role("link", name="Record the decision on B-2026/1").click()
    desk.fill({"outcome": "closed"})
    desk.page.goto(f"{desk.live}{desk.case}/closing")
    expect(desk.page.get_by_text("Closed on").first).to_be_visible()
    desk.looks.at(desk.page)
