"""A year in which coaching is followed from a signal to the next appraisal, by its pages.

Asha's risk assessments have been late. She and Priya, who supervises her, see the same signal at
the same moment, talk about it, agree an action that names the figure it should move, and sign.
Months later the figure has moved, the page of the action says so with its caution, and Asha cites
it in her next appraisal. Each step is tried the wrong way first.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from flask import Flask

from competency.people.models import Person
from tests.builders.cases import Office
from tests.builders.clocks import MET, MISSED, Kept, keep
from tests.builders.practice import an_office_of
from tests.builders.stage import Cast, Stage, a_cast
from tests.conftest import FixedClock
from tests.support.client import PASSWORD, CheckedClient
from tests.support.document import words
from tests.support.pages import Page

STRAND, MEASURE = "MAN-3b", "timeliness:KPI_04"
LATE = "4 of the last 12 due were on time"
TITLE = "Completion of Risk Assessment, on time (KPI_04)"
TO_DO = "Start the risk assessment at the first contact."
IMPROVED = f"{TITLE}: 4 of 12 before, 12 of 12 after: improved"


@dataclass
class Year:
    """Who takes part, the clock on the wall, and one window at which each sits down in turn."""

    stage: Stage
    clock: FixedClock
    client: CheckedClient
    cast: Cast
    office: Office

    def asha(self, path: str) -> Page:
        """Ask for a page as the practitioner."""
        return self.at(self.cast.practitioner, path)

    def priya(self, path: str) -> Page:
        """Ask for a page as her supervisor."""
        return self.at(self.cast.supervisor, path)

    def at(self, person: Person, path: str) -> Page:
        """Let somebody sit down and ask for a page."""
        return self.client.sign_in(person).get(path, follow_redirects=True)

    @property
    def today(self) -> date:
        """Return the day."""
        return self.clock().date()

    def months(self, first: date, on_time: int) -> None:
        """Let two risk assessments fall due in each of six months, the last so many on time."""
        days = [
            month_after(first, number).replace(day=day) for number in range(6) for day in (6, 7)
        ]
        late = len(days) - on_time
        keep(
            self.stage,
            self.office,
            [Kept(day, MISSED if n < late else MET, "KPI_04") for n, day in enumerate(days)],
        )


def month_after(first: date, number: int) -> date:
    """Return the first day of a later month."""
    year, month = divmod(first.month - 1 + number, 12)
    return date(first.year + year, month + 1, 1)


def day_in(field: str, day: date) -> dict[str, int]:
    """Return what is typed into the three boxes of a date."""
    return {f"{field}-day": day.day, f"{field}-month": day.month, f"{field}-year": day.year}


def option_with(page: Page, said: str) -> str:
    """Return the value of the choice whose label holds these words."""
    (label,) = [one for one in page.document.all("label") if said in words(one)]
    value: str = page.document.by_id[label.get("for", "")].get("value", "")
    return value


def refused(page: Page, said: str) -> Page:
    """Hold a page to be a refusal with these words, and give it back."""
    assert page.status_code == 422, page.main
    assert said in " ".join(page.errors)
    return page


def test_from_a_signal_to_the_next_appraisal(
    app: Flask, stage: Stage, clock: FixedClock, client: CheckedClient
) -> None:
    cast = a_cast(stage)
    year = Year(stage, clock, client, cast, an_office_of(stage, cast))
    year.months(date(2025, 11, 1), on_time=4)
    both_see_the_signal(year)
    session = they_meet(year)
    action = they_agree_an_action(year, session)
    both_sign(year, session)
    nothing_can_be_told_yet(year, action)
    it_is_carried_out(year, action)
    clock.move(days=210)
    year.months(date(2026, 7, 1), on_time=12)
    the_figure_has_moved(year, action)
    the_next_appraisal_cites_it(year, action)


def both_see_the_signal(year: Year) -> None:
    """The worker and the supervisor see it at the same moment, and nobody beside the line."""
    asha, address = year.cast.practitioner, f"/signals/{year.cast.practitioner.id}"
    for outsider in (year.cast.colleague, year.cast.administrator):
        assert year.at(outsider, address).status_code == 404
    page = year.priya(address)
    assert f"{LATE} (33 %; November 2025 to April 2026)" in page.main
    page = say_about_it(year.at(asha, address))
    unsaid = page.form("Keep it").submit({"state": "answered", "words": " "})
    assert unsaid.status_code == 422
    said = {"state": "answered", "words": "I write them at home, days after the visit."}
    unsaid.form("Keep it").submit(said)
    assert said["words"] in year.priya(address).main


def say_about_it(page: Page) -> Page:
    """Open the form under the signal that risk assessments are late."""
    (link,) = [one for one in page.links() if LATE in one and one.startswith("Say something")]
    return page.follow(link)


def they_meet(year: Year) -> str:
    """They agree how often to meet, plan it, put the signal on the agenda and record it."""
    asha = year.cast.practitioner.id
    page = year.priya(f"/supervision/people/{asha}/agree")
    often = {"kind": "practice", "every": "4", "unit": "weeks"}
    page = refused(page.form("Write it down").submit(often | {"every": ""}), "Enter a number.")
    page.form("Write it down").submit(often)
    year.asha("/supervision").form("Yes, this is what we agreed").submit({})
    page = year.priya(f"/supervision/people/{asha}")
    plan = page.follow("Plan the next session: Practice (clinical) supervision").form("Plan it")
    page = refused(plan.submit(day_in("planned_on", date(2026, 5, 7))), "Choose a day from today")
    session = page.form("Plan it").submit(day_in("planned_on", year.today)).request.path

    page = year.asha(f"{session}/agenda/add")
    page = refused(page.form("Put what I chose on the agenda").submit({}), "Choose what to talk")
    chosen = {"keys": [option_with(page, LATE)]}
    page.form("Put what I chose on the agenda").submit(chosen)
    assert LATE in year.priya(session).main
    page = year.priya(f"{session}/hold").form("Record it").submit({})
    assert "Say what became of the agenda" in page.links()
    return session


def they_agree_an_action(year: Year, session: str) -> str:
    """The action names the strand, and the figure it is meant to move."""
    cast = year.cast
    wanted = {
        "text": TO_DO,
        "owner": str(cast.practitioner.id),
        "kind": "worked-example",
        "practice_area": str(cast.practice_area.id),
        "strand": STRAND,
        "measure": MEASURE,
        **day_in("due_on", year.today + timedelta(days=21)),
    }
    form = year.priya(f"{session}/actions/add").form("Agree it")
    unsaid = {name: value for name, value in wanted.items() if name != "kind"}
    page = refused(form.submit(unsaid), "Choose what kind of coaching this is.")
    past = wanted | day_in("due_on", date(2026, 5, 1))
    page = refused(page.form("Agree it").submit(past), "Choose a day from today on, within a year.")
    nowhere = wanted | {"practice_area": ""}
    page = refused(page.form("Agree it").submit(nowhere), "Choose the practice area too")
    page = page.form("Agree it").submit(wanted)
    assert TO_DO in page.main
    page = year.asha("/supervision")
    action = page.follow(f"Look at it or close it out: {TO_DO}").request.path
    assert "Should move Completion of Risk Assessment" in year.priya(action).main
    return str(action)


def both_sign(year: Year, session: str) -> None:
    """Not before the agenda is settled, and not with a wrong password."""
    page = year.priya(f"{session}/agenda")
    page = refused(page.form("Keep it").submit({}), "Say whether you covered it")
    (item,) = {name for e in page.document.all("input") if "item_" in (name := e.get("name", ""))}
    page.form("Keep it").submit({item: "covered"})
    for person in (year.cast.supervisor, year.cast.practitioner):
        form = year.at(person, f"{session}/sign").form("Sign this session")
        page = form.submit({"password": "not the password"})
        assert page.status_code == 422
        page.form("Sign this session").submit({"password": PASSWORD})
    assert "Signed and sealed" in year.asha(session).main
    signals = f"/signals/{year.cast.practitioner.id}"
    form = say_about_it(year.priya(signals)).form("Keep it")
    form.submit({"state": "discussed", "words": "We agreed what to try."})
    talked = year.asha(signals).main.partition("Talked about, parked or set aside")[2]
    assert LATE in talked
    assert "We agreed what to try." in talked


def nothing_can_be_told_yet(year: Year, action: str) -> None:
    """On the day it was agreed there is a before and no after."""
    assert year.at(year.cast.colleague, f"{action}/effect").status_code == 404
    page = year.priya(action).follow("What came after it: the measure before and after")
    assert f"{TITLE}: 4 of 12 before, 0 of 0 after: too few to tell" in page.main
    assert "0 months of 6 after are over" in page.main


def it_is_carried_out(year: Year, action: str) -> None:
    """A month later she closes it out; dropping it would have needed a reason."""
    year.clock.move(days=32)
    form = year.asha(f"{action}/close").form("Close it out")
    page = refused(form.submit({"ending": "dropped"}), "Say why you drop this action.")
    page.form("Close it out").submit({"ending": "complete", "reason": "It has become a habit."})
    assert "Complete" in year.priya(action).main


def the_figure_has_moved(year: Year, action: str) -> None:
    """Both read it in one sentence, with what it rests on; the signal is gone."""
    for page in (year.asha(f"{action}/effect"), year.priya(f"{action}/effect")):
        assert IMPROVED in page.main
        assert page.rows[1:3] == [
            ["Before", "November 2025 to April 2026", "4 of 12 (33 %)", "14 % to 61 %"],
            ["After", "July 2026 to December 2026", "12 of 12 (100 %)", "76 % to 100 %"],
        ]
        assert "This is no proof that the action did it." in page.main
    counted = year.asha(f"{action}/effect/counted")
    assert [row[5] for row in counted.rows].count("Late") == 8
    signals = year.priya(f"/signals/{year.cast.practitioner.id}").main
    assert LATE not in signals
    assert "12 of the last 12 due were on time" in signals.partition("Going well")[2]
    assert "1 of 1 action was followed by improvement" in year.priya("/coaching/effects").main
    assert year.asha("/coaching/effects").status_code == 403


def the_next_appraisal_cites_it(year: Year, action: str) -> None:
    """She writes it into her own rating with one button; it sets no position, and stays hers."""
    cast = year.cast
    strand = f"/practice/{cast.practitioner.id}/{cast.practice_area.id}/strands/{STRAND}"
    assert "Cite it in your own rating" not in year.asha(strand).main  # nothing is open yet
    page = year.asha("/me/record").follow("Start an appraisal")
    wanted = {"title": "Appraisal 2027", "practice_area": str(cast.practice_area.id)}
    appraisal = page.form().submit(wanted).request.path

    page = year.asha(strand)
    assert IMPROVED in page.main
    number = action.rsplit("/", 1)[1]
    form = page.form(f"{strand}/cite")
    refused(form.submit({"figure": "effect:0"}), "Choose a figure of the list.")
    page = year.asha(strand).form(f"{strand}/cite").submit({"figure": f"effect:{number}"})
    assert IMPROVED in page.text
    assert "Your position is as it was." in page.main
    assert IMPROVED not in year.priya(f"{appraisal}/whole").text
