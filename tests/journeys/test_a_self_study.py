"""A self-study from nothing to its pack, by the pages: Cen of central office leads it.

Owen brings evidence, Mo too; Pan is on the panel; Lee leads a region and reads. What is counted
is counted from Owen's twelve cases. Each rule is first tried the wrong way.
"""

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import cast

import pytest
from flask import Flask

from competency.people.models import Person, PracticeArea, Team
from tests.builders.accreditation import shipped
from tests.builders.counted import contacts, held_cases
from tests.builders.self_study import PAPER, people_of_a_study
from tests.builders.stage import Stage
from tests.conftest import FixedClock
from tests.support.client import CheckedClient
from tests.support.pages import Page
from tests.support.pdf_text import text

TITLE = "Intensive case management 2026"
PROCEDURES = "Procedures for contact with clients"
REQUIREMENTS = "What is required of the size of intensive caseloads"
CASES = 12
MONTHS = ((2026, 2), (2026, 3), (2026, 4))


@dataclass
class Story:
    """Everybody in a window of their own, the clock, and where the self-study is."""

    app: Flask
    stage: Stage
    clock: FixedClock
    people: dict[str, Person]
    own: str = ""

    def sit(self, name: str) -> CheckedClient:
        """Return a window in which somebody is signed in."""
        return cast(CheckedClient, self.app.test_client()).sign_in(self.people[name])

    def page(self, rest: str = "", who: str = "central") -> Page:
        """Return a page of the self-study."""
        return self.sit(who).get(f"{self.own}{rest}")

    def command(self, *words: str) -> str:
        """Run a command of the product, which must succeed; return what it printed."""
        done = self.app.test_cli_runner().invoke(args=list(words))
        assert done.exit_code == 0, done.output
        return done.output


@pytest.fixture
def story(app: Flask, stage: Stage, clock: FixedClock) -> Story:
    """An organisation with a worker who holds twelve cases and contacts each four times a month."""
    people, region = people_of_a_study(stage)
    team = stage.save(Team(name="Quayside", region_id=region.id))
    area = stage.save(PracticeArea(name="Intensive case management"))
    for case in held_cases(stage, people["owner"], area, team, CASES):
        days = [date(year, month, day) for year, month in MONTHS for day in (3, 10, 17, 24)]
        contacts(stage, case, *days)
    return Story(app, stage, clock, people)


def test_a_self_study_from_nothing_to_its_pack(story: Story) -> None:
    start(story)
    give_items_out(story)
    bring(story)
    fill_the_matrix(story)
    count(story)
    rate(story)
    mend(story)
    submit(story)
    talk(story)
    close(story)
    take_the_pack(story)
    assert "whole" in story.command("audit", "verify")


def start(story: Story) -> None:
    """Only central office starts one; it is pinned to the version of today."""
    assert story.sit("manager").get("/accreditation/new").status_code == 403
    page = story.sit("central").get("/accreditation").follow("Start a self-study")
    typed = {"title": TITLE, **day("period_from", 1, 1), **day("period_to", 31, 12)}
    page = page.form().submit(typed)
    assert page.heading == "Checklist of evidence"
    page = page.follow("How far it is")
    assert page.heading == TITLE
    assert "0 of 6 items ready; 5.01, 5.02, 5.03, 5.04 and 5.05 not rated yet" in page.main
    story.own = page.request.path
    assert story.page(who="manager").status_code == 404


def give_items_out(story: Story) -> None:
    """Give all six items out; a day that is over and somebody unknown are refused."""
    central = story.sit("central")
    for number, item in enumerate(shipped().items):
        page = central.get(f"{story.own}/checklist").follow(item.title)
        form = page.form("Save who and when")
        if number == 0:
            assert form.submit({"owner": "Nobody"}).status_code == 422
            assert form.submit(day("due_on", 1, 5)).status_code == 422
        whom = story.people["owner" if number < 2 else "manager"]
        form.submit({"owner": whom.email, **day("due_on", 20 + number, 5)})
    assert "Showing 0 of 6 items" in central.get(f"{story.own}/checklist?owner=nobody").main
    told = story.sit("owner").get("/notices").main
    assert f"You are asked to bring for the self-study: {PROCEDURES}" in told


def bring(story: Story) -> None:
    """Owen brings one with its file and forgets the other; he is reminded, and brings it late."""
    owner = story.sit("owner")
    assert "Bring 2 items for the accreditation self-study" in owner.get("/").main
    item = owner.get("/accreditation/items").follow(PROCEDURES)
    empty = item.form("Save how far it is").submit({"state": "ready"})
    assert empty.status_code == 422
    item = empty.form("Add the file").submit({"file": (BytesIO(PAPER), "procedures.pdf")})
    item.form("Save how far it is").submit({"state": "ready"})
    for item_of_mo in story.sit("manager").get("/accreditation/items").links().copy():
        if item_of_mo in {one.title for one in shipped().items}:
            page = story.sit("manager").get("/accreditation/items").follow(item_of_mo)
            page.form("Save how far it is").submit({"state": "ready", "notes": "In the binder."})

    story.clock.move(days=14)  # 22 May: the second one was due on the 21st
    story.command("notifications", "send")
    told = story.sit("owner").get("/notices").main
    assert f"What you bring for the self-study is past its day: {REQUIREMENTS}" in told
    assert "5 of 6 items ready, 1 overdue" in story.page().main
    item = story.sit("owner").get("/accreditation/items").follow(REQUIREMENTS)
    item.form("Save how far it is").submit({"state": "ready", "notes": "Contract, clause 7."})
    assert "6 of 6 items ready; " in story.page().main


def fill_the_matrix(story: Story) -> None:
    """Nine services, three activities and a psychiatrist; transport is a gap with a plan."""
    standard = shipped()
    for point in standard.practice("5.01").points:
        form = story.page(f"/practices/5.01/points/{point.code}").form("Save")
        if point.code == "transport":
            assert form.submit({"means": "gap", "words": ""}).status_code == 422
            form.submit({"means": "gap", "words": "A contract for weekends from autumn."})
        elif point.code == "housing":
            party = {"means": "arranged", "party": "Harbour Homes"}
            assert form.submit(party).errors == ["Say from which day the agreement holds."]
            page = form.submit({**party, **day("agreed_from", 1, 1)})
            page.form("Add the file").submit({"file": (BytesIO(PAPER + b"\n"), "homes.pdf")})
        else:
            form.submit({"means": "directly"})
    for point in standard.practice("5.02").points:
        form = story.page(f"/practices/5.02/points/{point.code}").form("Save")
        form.submit({"words": "It shows in the words of care plans."})
    form = story.page("/practices/5.05/points/psychiatrist").form("Save")
    form.submit({"words": "A consultant psychiatrist, one day a week."})
    assert "points still open" not in story.page().main


def count(story: Story) -> None:
    """Look at the live counts, then freeze both; the suggestions rest on them from then on."""
    assert "5.03 and 5.04 not counted yet" in story.page().main
    for code in ("5.03", "5.04"):
        frozen = story.page(f"/counts/{code}/live").form().submit()
        assert "The count is frozen." in frozen.text
    main = story.page().main
    assert "not counted yet" not in main
    assert "36 of 36 months of cases had the contacts." in main


def rate(story: Story) -> None:
    """All is rated 1 at first: the pages say what does not go together."""
    page = story.page("/practices/5.01")
    assert page.form().submit({}, tampered={"answer": "0"}).status_code == 422
    for practice in shipped().practices:
        rate_one(story, practice.code, 1)
    main = story.page().main
    assert "5.01 is rated 1; needed services that are missing: 1" in main
    assert "5.05 is rated 1, without a named person or agreement with its document." in main


def rate_one(story: Story, practice: str, value: int) -> None:
    words = f"How we know that {practice} is done."
    form = story.page(f"/practices/{practice}").form()
    page = form.submit({"answer": str(value), "narrative": words})
    assert f"What you said of {practice} is saved." in page.text


def mend(story: Story) -> None:
    """Add the document, and think the rating of the services over; nothing contradicts then."""
    refused = story.page("/submit").form().submit()
    assert refused.errors[0].startswith("Not everything is ready.")
    page = story.page("/practices/5.05/points/psychiatrist")
    page.form("Add the file").submit({"file": (BytesIO(PAPER + b"\n\n"), "resume.pdf")})
    rate_one(story, "5.01", 2)
    page = story.page("/practices/5.01/history")
    assert page.main.index("2: Sound") < page.main.index("1: Fully")
    assert "6 of 6 items ready." in story.page().main


def submit(story: Story) -> None:
    """Put Pan on the panel, who reads nothing before the submission; then all is frozen."""
    page = story.page("/panel").form("Put on the panel").submit({"member": "Pan Ellist"})
    assert "Pan Ellist" in page.main
    assert story.page(who="panel").status_code == 404
    done = story.page("/submit").form().submit()
    assert "The self-study is with the panel." in done.text
    assert story.page(who="panel").heading == TITLE
    assert not story.page("/practices/5.01").document.all("textarea")
    assert "you are on its panel" in story.sit("panel").get("/notices").main


def talk(story: Story) -> None:
    """Pan asks, Cen answers and writes down what a visitor said; Lee reads all of it."""
    said = {"practice": "5.04", "words": "Do calls count as direct?"}
    story.page("/panel", "panel").form("Keep the comment").submit(said)
    links = story.page("/panel").links()
    link = next(href for words, href in links.items() if words.startswith("Answer Pan Ellist"))
    story.sit("central").get(link).form().submit({"words": "Visits and meetings only."})
    visitor = {"practice": "", "words": "A clear self-study.", "said_by": "Dr V. Isitor"}
    story.page("/panel").form("Keep the comment").submit(visitor)
    read = story.page("/panel", "leadership")
    for words in ("Do calls count as direct?", "Visits and meetings only.", "Dr V. Isitor"):
        assert words in read.main
    assert not read.document.all("textarea")


def close(story: Story) -> None:
    """Close it with its outcome; nobody adds to it any more."""
    form = story.page("/close").form()
    assert form.submit({"words": ""}).status_code == 422
    assert "Accredited for four years." in form.submit({"words": "Accredited for four years."}).main
    assert "Keep the comment" not in story.page("/panel", "panel").text


def take_the_pack(story: Story) -> None:
    """The zip is what its manifest promises and names nobody; the paper has it all."""
    page = story.page("/pack", "leadership")
    answer = story.sit("leadership").get(page.links()["Take it as zip"])
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    promised = json.loads(members["manifest.json"])["files"]
    found = {one: hashlib.sha256(members[one]).hexdigest() for one in promised}
    assert found == {one: promise["sha256"] for one, promise in promised.items()}
    assert len([one for one in members if one.startswith("evidence/")]) == 3
    plain = json.loads(members["self-study.json"])
    assert [one["rating"] for one in plain["ratings"]] == [2, 1, 1, 1, 1]
    assert [(one["practice"], one["k"], one["n"]) for one in plain["counts"]] == [
        ("5.03", 1, 1),
        ("5.04", CASES * len(MONTHS), CASES * len(MONTHS)),
    ]
    said = text(members["self-study.pdf"])
    for words in (
        *("Accredited for four years.", "A contract for weekends from autumn.", "homes.pdf"),
        *("Harbour Homes", "1 of 1 (100 %)", "36 of 36 (100 %)", "Visits and meetings only."),
    ):
        assert words in said, words
    assert [one.name for one in story.people.values() if one.name in said] == []


def day(name: str, number: int, month: int) -> dict[str, str]:
    """Return what is typed for a day of 2026."""
    return {f"{name}-day": str(number), f"{name}-month": str(month), f"{name}-year": "2026"}
