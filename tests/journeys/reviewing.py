"""Who takes part in two months of case reviews, and the steps that they take on its pages."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from flask import Flask

from competency.reviews.models import Review
from tests.builders.cases import Office, a_case
from tests.builders.reviews import Department, a_department, add_cases, reviews_of
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.pages import Form, Page

SAVE = "Save and go on"
WELL = {"strength", "yes"}
WORSE = {"strength": "needs-improvement", "yes": "no"}


@dataclass
class Story:
    """The department, one browser in which people take turns, and the clock on the wall."""

    app: Flask
    client: CheckedClient
    stage: Stage
    clock: FixedClock
    made: Department

    def sit(self, name: str) -> CheckedClient:
        """Let somebody else sit down."""
        return self.client.sign_in(self.made[name])

    def until(self, month: int, day: int) -> None:
        """Move the clock to the morning of a day."""
        self.clock.now = datetime(2026, month, day, 9, 0, tzinfo=UTC)

    def command(self, *words: str) -> str:
        """Run a command of the product, which must succeed; return what it printed."""
        done = self.app.test_cli_runner().invoke(args=list(words))
        assert done.exit_code == 0, done.output
        return done.output

    def review(self, review_id: int) -> Review:
        """Return a review as it stands."""
        return reviews_of(self.stage, id=review_id)[0]

    def four(self, month: date, supervisor: str = "supervisor") -> list[Review]:
        """Return what was drawn for a supervisor in a month, substitutes left aside."""
        found = reviews_of(self.stage, level="first", supervisor_id=self.made[supervisor].id)
        return [r for r in found if r.start_due_on.month == month.month and not r.replaces_id]

    def reference(self, review: Review) -> str:
        """Return the reference of the case of a review."""
        return next(ref for ref, case in self.made.cases.items() if case.id == review.case_id)

    def worker_of(self, review: Review) -> str:
        """Return what the worker of a review is called in the department."""
        return next(n for n, who in self.made.people.items() if who.id == review.worker_id)


def a_story(app: Flask, client: CheckedClient, stage: Stage, clock: FixedClock) -> Story:
    """A department in which Sue's two workers have twelve cases with a record to look at."""
    made = a_department(stage, cases=0)
    for name, prefix in (("worker", "Q1"), ("second worker", "Q2")):
        office = _office(made, name)
        for n in range(6):
            case = a_case(stage, "review", office, reference=f"{prefix}-{n:02}")
            made.cases[f"{prefix}-{n:02}"] = case.row
    for name, prefix, team in (
        ("other worker", "H1", made.hillside),
        ("far worker", "S1", made.harbour),
    ):
        add_cases(stage, made, made[name], team, [f"{prefix}-{n:02}" for n in range(10)])
    return Story(app, client, stage, clock, made)


def _office(made: Department, worker: str) -> Office:
    return Office(
        region=made.north,
        team=made.quayside,
        other_team=made.hillside,
        area=made.area,
        worker=made[worker],
        colleague=made["other worker"],
        supervisor=made["supervisor"],
        manager=made["manager"],
    )


def refused(page: Page, words: str) -> Page:
    """Hold a page to refusing with these words, and return it."""
    assert page.status_code == 422, page.main
    assert words in page.errors[0]
    return page


def waiting(page: Page) -> list[str]:
    """Return what the own list says is to be done, one text an entry."""
    lists = [e for e in page.document.all("ul") if "cb-needs" in e.get("class", "")]
    return [" ".join("".join(li.itertext()).split()) for ul in lists for li in ul.iter("li")]


def first_section(page: Page) -> Page:
    """Go from a review to the first of its sections."""
    address = next(href for href in page.links().values() if "/section/" in href)
    return page.client.get(address)


def answers(form: Form, bad: tuple[str, ...] = (), silent: tuple[str, ...] = ()) -> dict[str, str]:
    """Return what answers a section: well but for the bad ones, with words but for the silent."""
    typed = {}
    for control in form.controls:
        name, value = control.get("name", ""), control.get("value", "")
        item = name.removesuffix("-answer")
        if name.endswith("-answer") and value in WELL:
            typed[name] = WORSE[value] if item in bad else value
            typed[f"{item}-narrative"] = "" if item in silent else f"Why {item}."
    return typed


def answer_all(page: Page, bad: tuple[str, ...] = (), silent: tuple[str, ...] = ()) -> Page:
    """Go through the sections one after the other; return the page on which one submits."""
    for _ in range(40):  # an answer can open an item, which shows the section again
        if page.heading == "Look over and submit":
            return page
        form = page.form(SAVE)
        page = form.submit(answers(form, bad, silent), press=SAVE)
    raise AssertionError(f"the sections have no end; the last is {page.heading}")
